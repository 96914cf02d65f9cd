"""What a structurer asks of the solver: which numbers may move, what must hold, and what is best."""

from dataclasses import dataclass, replace
from enum import StrEnum

from chizai.metrics.rating_scale import Idea, Symbol, place_of_symbol_ppm, symbol_at_place
from chizai.units.rate import PPM
from chizai.units.toml import STRICT


class Measure(StrEnum):
    """A quantity that a target bounds."""

    COVER = "cover"
    """How many times what a class needs is expected, in ppm: 1_500_000 is 1.5 times.

    It is the inverse, rounded down, of the class's break-even multiple: the least part of all expected collections, to
    the ppm and each period's rounded down, from which on every tested multiple up to the whole pays the class in full
    by the last payment date. Where the whole does not, the cover is below 1, and multiples up to 64 are tested alike;
    none where 64 times does not either.
    """
    MINIMUM_DSCR = "minimum-dscr"
    """The least debt service coverage ratio of any period on what is expected, in ppm; of the whole deal."""
    WAL = "wal"
    """Weighted average life of a class on what is expected, in millionths of a year of 365 days, rounded down."""
    PRICE = "price"
    """Price of a class per par, in ppm, rounded down: the mean over the futures of its payments' worth at a yield."""
    EXPECTED_LOSS = "expected-loss"
    """Expected principal loss of a class per par, in ppm, rounded up: a credit measure, and no rating.

    It is the mean over the futures of the principal that is still owed after the last payment date, or was written off.
    Interest that is not paid is no part of it.
    """
    ADVANCE_RATE = "advance-rate"
    """Balances of a class and of those listed before it over the value of the assets, in ppm, rounded up."""
    PURCHASE_PRICE = "purchase-price"
    """What the originator gets for the rights at closing, in minor units; of the whole deal."""
    RATING = "rating"
    """Where a class stands on the scale of indicative symbols, in millionths of a notch above C: A- is 12_000_000.

    It is the lowest of the ideas of `Idea`, at the estimates, and of the caps that the inputs ask for.
    """


OF_THE_DEAL = frozenset({Measure.MINIMUM_DSCR, Measure.PURCHASE_PRICE})
"""Measures that belong to no class."""
OF_FUTURES = frozenset({Measure.PRICE, Measure.EXPECTED_LOSS, Measure.RATING})
"""Measures that are means over futures, or rest on such."""


class Sense(StrEnum):
    """On which side of its level a measure must lie."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    EQUALS = "equal to"
    """Within the tolerance, either way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A number of the deal that the solver chooses: `low`, `low + step`, and so on, none above `high`."""

    __pydantic_config__ = STRICT

    key: str
    """Such as `classes.A.balance_minor`: table, id and field; one of `FIELDS`."""
    low: int
    high: int
    step: int
    """In the field's own unit; of a balance, a whole number of the class's units."""

    @property
    def n_steps(self) -> int:
        """Count the steps from the lowest number to the highest that can be chosen."""
        return (self.high - self.low) // self.step

    @property
    def highest(self) -> int:
        """Give the highest number that can be chosen."""
        return self.low + self.n_steps * self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A bound on one measure."""

    __pydantic_config__ = STRICT

    measure: Measure
    of: str = ""
    """Id of the class; empty for a measure of the whole deal."""
    sense: Sense
    level: int | None = None
    """In the unit of the measure; every measure but RATING needs one."""
    symbol: Symbol | None = None
    """RATING: the lowest symbol that will do."""
    by: Idea | None = None
    """RATING: the one idea that counts; unless given, all of them and the caps do."""
    tolerance: int = 0
    """How far the measure may lie from a level that it shall equal, in the unit of the measure."""
    yield_ppm_annual: int | None = None
    """PRICE: the yield that investors require, annual compounding, ACT/365F."""
    valuation_minor: int | None = None
    """ADVANCE_RATE: what the assets are worth."""

    @property
    def label(self) -> str:
        """Say the target in words, such as `cover of A at least 1.5`."""
        within = f" within {written(self.measure, self.tolerance)}" if self.sense is Sense.EQUALS else ""
        return f"{self.quantity} {self.sense} {written(self.measure, self.wanted)}{within}"

    @property
    def quantity(self) -> str:
        """Say what is bounded, such as `cover of A`, or `rating of A by stress`."""
        by = f" by {self.by}" if self.by is not None else ""
        return f"{self.measure} of {self.of}{by}" if self.of else str(self.measure)

    @property
    def wanted(self) -> int:
        """Give the level, or that of the symbol, in the unit of the measure; 0 where neither is given."""
        return (self.level or 0) if self.symbol is None else place_of_symbol_ppm(self.symbol)

    @property
    def is_of_cover(self) -> bool:
        """Tell whether it asks how much of what is expected a class needs."""
        return self.measure is Measure.COVER or (self.measure is Measure.RATING and self.by in {None, Idea.STRESS})

    @property
    def ideas(self) -> tuple["Target", ...]:
        """Give the same floor by each idea alone where all of them count; else none."""
        if self.measure is not Measure.RATING or self.by is not None:
            return ()
        return tuple(replace(self, by=idea) for idea in Idea)

    def is_met(self, reached: int | None) -> bool:
        """Tell whether a value meets the target; a measure without a value meets none."""
        if reached is None:
            return False
        low, high = self.bounds()
        return (low is None or reached >= low) and (high is None or reached <= high)

    def bounds(self) -> tuple[int | None, int | None]:
        """Give the least and the largest value that meet the target."""
        match self.sense:
            case Sense.AT_LEAST:
                return self.wanted, None
            case Sense.AT_MOST:
                return None, self.wanted
            case Sense.EQUALS:
                return self.wanted - self.tolerance, self.wanted + self.tolerance


class Goal(StrEnum):
    """What is best of all that meets the targets."""

    SATISFY = "satisfy"
    """Anything that meets them."""
    MOST_PROCEEDS = "most-proceeds"
    """The largest purchase price at closing."""
    LEAST_YEARLY_COST = "least-yearly-cost"
    """The smallest yearly cost of funds; see `yearly_cost_ppm`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverRequest:
    """One sizing."""

    __pydantic_config__ = STRICT

    unknowns: tuple[Unknown, ...]
    targets: tuple[Target, ...]
    goal: Goal = Goal.SATISFY
    frontier_of: str | None = None
    """Id of the class whose cover is weighed against the goal; needs `levels_ppm`."""
    levels_ppm: tuple[int, ...] = ()
    """The covers of the frontier: 1_500_000 is 1.5 times; need `frontier_of`."""


def written(measure: Measure, value: int) -> str:
    """Write a value of a measure: ppm as a decimal number, `1.5` for 1_500_000; a place on the scale as its symbol."""
    if measure is Measure.RATING:
        return symbol_at_place(value)
    if measure is Measure.PURCHASE_PRICE:
        return f"{value:_}"
    sign, (whole, part) = "-" if value < 0 else "", divmod(abs(value), PPM)
    return sign + (f"{whole}.{part:06d}".rstrip("0").rstrip(".") if part else str(whole))
