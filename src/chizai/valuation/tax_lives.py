"""Over how many years the price of a right is amortised for tax in Japan."""

from collections.abc import Collection

from chizai.assets.rights import Right, kind_of
from chizai.units.explain import Explained
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources

TAX_LIVES = {"patent": 8, "utility-model": 5, "design": 7, "trademark": 10}
"""Statutory useful lives in years, straight-line: Ministerial Order on Useful Lives of Depreciable Assets, appended
table 3. Reference data, typed from a table and to be verified at its source. A copyright has no such life, nor is one
counted for a trade secret."""


def statutory_life_years(rights: Collection[Right]) -> int:
    """Give the life of a price paid for several rights: the longest, so that the benefit is not overstated.

    Returns:
        the years; 0, no benefit, where there is no right or one of them has no life.
    """
    lives = [TAX_LIVES.get(kind_of(right), 0) for right in rights]
    return max(lives) if lives and all(lives) else 0


def tax_life(given_years: int | None, rights: Collection[Right], sources: Sources) -> tuple[int, Explained]:
    """Give the life that a valuation counts with, and why.

    Args:
        given_years: as the user says; none for the statutory life.
        rights: what is valued.
        sources: of the terms that the life stands in.
    """
    label = "tax life"
    if given_years is not None:
        return given_years, sources.leaf("tax_life_years", label, f"{given_years} years")
    years = statutory_life_years(rights)
    kinds = ", ".join(sorted({kind_of(right) for right in rights})) or "no right"
    because = f"{PROGRAM_ASSUMPTION}: statutory life of {kinds}, the longest; none where one has no life"
    return years, Explained(label, f"{years} years", because)
