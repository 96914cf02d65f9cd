"""Value as a distribution: what each future of the receipts is worth today."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm
from chizai.valuation.discounting import discount_factor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERCENTILES_PPM = (10_000, 50_000, 250_000, 500_000, 750_000, 950_000, 990_000)
"""Which percentiles are given."""
LEAST_PATHS = 2
"""One value does not vary."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReceiptPaths:
    """Futures of the receipts of all that is valued, in one currency."""

    paid_on: tuple[date, ...]
    """The day of each period's cash, rising; shape (n_periods,)."""
    receipts_minor: "NDArray[np.int64]"
    """Shape (n_periods, n_paths), two paths or more."""
    origin: Explained
    """How they were drawn: model, seed, and the places of what was assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathTerms:
    """How the cash of a path becomes a value."""

    discount_ppm_annual: int
    """Compounded annually on ACT/365F."""
    tax_ppm: int = 0
    benefit_factor: float = 1.0
    """Of the tax amortisation benefit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDistribution:
    """What futures are worth. Amounts are minor units."""

    n_paths: int
    mean_minor: int
    """Rounded down."""
    standard_error_minor: float
    """Of the mean, as for independent paths."""
    deviation_minor: float
    """Standard deviation between paths."""
    percentiles_minor: tuple[tuple[int, int], ...]
    """Of `PERCENTILES_PPM`: the part of the paths in parts per million, and the least value that as many reach at most;
    rounded down."""
    origin: Explained


def path_values(paths: ReceiptPaths, terms: PathTerms, as_of_on: date) -> "NDArray[np.float64]":
    """Give what each path is worth: its cash after the day, less tax, discounted on its dates, with the benefit.

    Args:
        paths: futures of the receipts.
        terms: rates.
        as_of_on: the day of the value; cash on or before it is not counted.

    Returns:
        minor units, not rounded; shape (n_paths,).
    """
    import numpy as np

    values = np.zeros(paths.receipts_minor.shape[1])
    for paid_on, row in zip(paths.paid_on, paths.receipts_minor, strict=True):
        if paid_on > as_of_on:
            values += row * discount_factor(terms.discount_ppm_annual, as_of_on, paid_on)
    values *= (PPM - terms.tax_ppm) / PPM * terms.benefit_factor
    return values


def value_distribution(
    values: "NDArray[np.float64]", because: str, parts: Sequence[Explained], currency: str
) -> ValueDistribution:
    """Give mean, standard error and percentiles of the values of paths.

    A percentile is the order statistic of rank `ceil(p n)`, definition 1 of R. J. Hyndman and Y. Fan (1996): a value
    that a path has.

    Args:
        values: of each path; shape (n_paths,).
        because: how they were come by.
        parts: what they were made of.
        currency: ISO 4217 code.

    Raises:
        ValueError: there are fewer than two paths, so that no error can be told.
    """
    import numpy as np

    n_paths = len(values)
    if n_paths < LEAST_PATHS:
        raise ValueError(f"{n_paths} paths have no distribution")
    rising = np.sort(values)
    mean, deviation = math.fsum(rising) / n_paths, float(np.std(rising, ddof=1))
    percentiles = tuple((part, math.floor(rising[-(-part * n_paths // PPM) - 1])) for part in PERCENTILES_PPM)
    error = deviation / math.sqrt(n_paths)
    told = ", ".join(f"{format_ppm(part)} {amount_text(minor, currency)}" for part, minor in percentiles)
    return ValueDistribution(
        n_paths=n_paths,
        mean_minor=math.floor(mean),
        standard_error_minor=error,
        deviation_minor=deviation,
        percentiles_minor=percentiles,
        origin=Explained(
            "mean of the values of the futures",
            amount_text(math.floor(mean), currency),
            f"{because}; {n_paths:,} futures, standard error {error:,.0f} minor units; percentiles: {told}",
            tuple(parts),
        ),
    )
