"""The methods of valuation, and what each gives: a value with its explanation."""

import math
from dataclasses import dataclass
from enum import StrEnum

from chizai.units.explain import Explained


class Method(StrEnum):
    """A way to a value; closed. The approaches are those of IVS 105: income, market and cost, and options beside."""

    RELIEF_FROM_ROYALTY = "relief-from-royalty"
    EXCESS_EARNINGS = "excess-earnings"
    WITH_AND_WITHOUT = "with-and-without"
    LICENCE_CASH = "licence-cash"
    MULTIPLE = "multiple"
    DEAL_MULTIPLE = "deal-multiple"
    REPRODUCTION_COST = "reproduction-cost"
    REPLACEMENT_COST = "replacement-cost"
    DELAY_OPTION = "delay-option"
    ABANDONMENT_OPTION = "abandonment-option"
    DEVELOPMENT_OPTION = "development-option"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodValue:
    """What one method says. Amounts are minor units, rounded once, at the end, as the origin says."""

    id: str
    method: Method
    value_minor: int
    value: float
    """The same before it is rounded."""
    before_benefit: float | None = None
    """Without tax amortisation benefit, not rounded; none where the method knows no such benefit."""
    low_minor: int | None = None
    """Lower end of the range that the method itself gives: the lower quartile, the pessimistic end of a width."""
    high_minor: int | None = None
    standard_error_minor: float | None = None
    """Of a value that was simulated."""
    origin: Explained


def nearest_minor(value: float) -> int:
    """Round a present value to the nearest minor unit, a half up: nobody is paid it, and published values are so."""
    return math.floor(value + 0.5)
