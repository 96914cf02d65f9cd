"""What a year of use and each of its periods are expected to earn, before anything cuts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.assets.licences import Licence
from chizai.forecast.reported import ONE_DAY
from chizai.units.explain import Explained
from chizai.units.money import amount_text, split_largest_remainder
from chizai.units.schedule import MONTHS_A_YEAR, add_months


@dataclass(frozen=True, slots=True)
class ExpectedPeriod:
    """One reporting period to come."""

    start_on: date
    end_on: date
    """The last day."""
    royalty_minor: int
    """Royalty of the whole period before withholding, not negative."""
    origin: Explained


def assumption_key(index: int, licence_id: str, field: str) -> str:
    """Name a key of the forecast list as failures do, such as `forecasts[2] (L1).years`."""
    return f"forecasts[{index + 1}] ({licence_id}).{field}"


def bound_annual(royalty: Explained, royalty_minor: int, licence: Licence) -> tuple[int, Explained]:
    """Hold a year's royalty between the licence's minimum guarantee and its cap.

    The terms bound contract years; a forecast year is bounded alike, although it may start in another month.

    Args:
        royalty: the unbounded royalty's explanation.
        royalty_minor: its amount.
        licence: whose terms bound it.
    """
    terms = licence.terms
    bounded_minor = max(royalty_minor, terms.minimum_annual_minor)
    if terms.cap_annual_minor is not None:
        bounded_minor = min(bounded_minor, terms.cap_annual_minor)
    if bounded_minor == royalty_minor:
        return royalty_minor, royalty
    rule = "raised to the minimum guarantee" if bounded_minor > royalty_minor else "held to the cap"
    label = f"{licence.id} annual royalty within its terms"
    return bounded_minor, Explained(label, amount_text(bounded_minor, licence.currency), rule, (royalty,))


def split_year(
    start_on: date, year: tuple[int, Explained], weights: Sequence[int], currency: str
) -> tuple[ExpectedPeriod, ...]:
    """Divide a year's royalty over periods of equal length; nothing is lost.

    Args:
        start_on: first day of the year.
        year: its royalty in minor units, and the explanation of it.
        weights: the periods' parts, their number dividing twelve; shape (n_periods,).
        currency: of the royalty.
    """
    amount_minor, origin = year
    months = MONTHS_A_YEAR // len(weights)
    bounds = [add_months(start_on, months * index) for index in range(len(weights) + 1)]
    amounts_minor = split_largest_remainder(amount_minor, weights)
    rule = "the year's royalty, split by largest remainder with weights " + " : ".join(map(str, weights))
    return tuple(
        ExpectedPeriod(
            bounds[index],
            bounds[index + 1] - ONE_DAY,
            amount,
            Explained(
                f"expected royalty for {bounds[index]} to {bounds[index + 1] - ONE_DAY}",
                amount_text(amount, currency),
                rule if len(weights) > 1 else "the whole year's royalty",
                (origin,),
            ),
        )
        for index, amount in enumerate(amounts_minor)
    )
