"""The simulation: all that is known of a deal over many futures and in named scenarios, for every document of it."""

from dataclasses import dataclass
from datetime import date

from chizai.deal.model import Deal
from chizai.documents.measured import DrawnScenario, Measured
from chizai.documents.provenance import Provenance
from chizai.forecast.futures_terms import FuturesTerms
from chizai.forecast.joint_terms import JointTerms
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.break_even import BreakEven
from chizai.metrics.contribution import LeftOut
from chizai.metrics.futures import ClassStatistics
from chizai.metrics.paths import Estimate, Percentiles
from chizai.metrics.rating import IndicativeRating
from chizai.metrics.rating_prices import PriceViews
from chizai.metrics.scenarios import Scenario
from chizai.metrics.summary import ClassMetrics
from chizai.metrics.tornado import Tornado


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """One scenario, run exactly."""

    scenario: Scenario
    metrics: tuple[tuple[ClassMetrics, ...], ...]
    """Each class at each price or yield of its row; shape (n_classes, n_rows)."""
    owed_minor: tuple[int, ...]
    """What each class is still owed after the last payment date, and what was written off; shape (n_classes,)."""
    lowest_dscr_ppm: int | None
    """Of the payment dates after the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedClass:
    """Where a class stands on the scale of symbols, and its prices that follow."""

    rating: IndicativeRating
    views: PriceViews | None = None
    """Expected and risk-adjusted prices; none without a curve."""
    risk_neutral_minor: Estimate | None = None
    """Price under the market price of risk: by the market's shocks where licences are drawn together, elsewhere by a
    Wang transform on what futures collect; none where none is assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstResults:
    """What is known of a deal's classes as soon as its futures have been paid."""

    deal: Deal
    terms: FuturesTerms
    joint: JointTerms | None = None
    """How licences are drawn together; none: one factor, as the terms say."""
    statistics: tuple[ClassStatistics, ...]
    """One a class, in the order of the deal."""
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation(FirstResults):
    """A deal over many futures, in scenarios, and with its assumptions moved."""

    start_on: date
    """What is collected later is uncertain; classes are priced on this day."""
    payment_dates: tuple[date, ...]
    """Of the whole deal, shape (n_periods,)."""
    cover: Percentiles
    """Debt service coverage by period, in ppm."""
    loan_to_value: tuple[tuple[str, Percentiles], ...]
    """By class: its balance and those before it over the value of the rights, in ppm; empty without a value."""
    break_evens: tuple[BreakEven, ...]
    rows: tuple[tuple[PricingAssumption, ...], ...]
    """The prices or yields at which each class is measured in each scenario, the asked one in the middle; shape
    (n_classes, n_rows)."""
    scenarios: tuple[ScenarioOutcome, ...]
    tornados: tuple[tuple[str, Tornado], ...]
    """By class: what moves its price."""
    ratings: tuple[RatedClass, ...] = ()
    """One for each class with a par, where the inputs ask for ratings."""
    contributions: tuple[LeftOut, ...] = ()
    """What each class loses more without each licence and right, in the order of `statistics`; where the inputs ask
    for ratings."""
    drawn_scenarios: tuple[DrawnScenario, ...] = ()
    """As described, and then each scenario that moves drivers of the joint futures; none where none does."""
    measured: Measured = Measured()  # noqa: RUF009 - frozen
    """What the inputs ask for beside."""
    folder: str = ""
    """The deal's folder, as seen from where the simulation is written: `replay` looks there."""
