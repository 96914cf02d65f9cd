"""What is believed of a history before it is seen: how calm such series are, how they drift, how often they stop."""

from dataclasses import dataclass, field

from chizai.forecast.history_model.members import LEVEL_VOLATILITIES, NOISES, TRENDS
from chizai.forecast.history_model.reference_table import WEIGHTS_PER_100_000
from chizai.forecast.history_model.shared import SharedShock
from chizai.forecast.history_model.state import Belief

WIDTH_YEARS = (1, 3)
"""The horizons, in years, at which the width is corrected; between and beside them it follows a straight line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a cross-section of series says of the next one."""

    weights: tuple[float, ...]
    """Of the members, summing to one; shape (n_members,)."""
    belief: Belief = field(default_factory=Belief)
    """Of level and drift; the drift is the cross-section's."""
    stop_annual: float
    """Probability that a series that brought something in one year brings nothing in the next, 0 to 1."""
    stops_by_size: tuple[tuple[float, float], ...] = ()
    """That probability by size, the logarithm of what a period brings, smallest first; without any, the one above."""
    return_annual: float = 0.0
    """Probability that a series that has stopped brings something again within a year, 0 to 1."""
    shared: SharedShock | None = None
    """What may come to all series of a panel and is not in their histories; none where nothing of a panel is learnt,
    because the weights that are shipped were learnt from panels that had such shocks."""
    widths: tuple[float, float] = (1.0, 1.0)
    """By what deviations of the logarithm from the median are multiplied at `WIDTH_YEARS`: 1 where earlier forecasts
    were neither too wide nor too narrow."""

    def __post_init__(self) -> None:
        """Refuse what is no belief."""
        if len(self.weights) != len(LEVEL_VOLATILITIES) * len(NOISES) * len(TRENDS) or min(self.weights) < 0:
            raise ValueError("there is one weight a member, 0 or more")
        chances = (self.stop_annual, self.return_annual, *(chance for _, chance in self.stops_by_size))
        if not all(0 <= chance < 1 for chance in chances) or min(self.widths) <= 0:
            raise ValueError("stops and returns have probabilities below 1, and widths are above 0")


def _shipped() -> tuple[float, ...]:
    flat = [weight for row in WEIGHTS_PER_100_000 for weight in row]
    return tuple(weight / sum(flat) for weight in flat)


STOP_ANNUAL, DRIFT_VARIANCE = 0.03, 0.035**2
"""Assumptions where nothing else is known: a stop in 33 years, no drift give or take 3.5 % a year. A panel's own
years soon outweigh them."""
WIDTHS_OF_YEARS, WIDTHS_WITHIN_YEARS = (1.0, 1.0), (0.95, 0.8)
"""Widths that the same halves of the panels taught, rounded to a twentieth: what moves from month to month is partly
taken back within three years, what moves from year to year is not."""


def default_reference(periods_a_year: int) -> Reference:
    """Give what is believed where nothing else is known of a history; the weights are reference data.

    Args:
        periods_a_year: of the history.
    """
    belief = Belief(drift_annual=0.0, drift_variance=DRIFT_VARIANCE)
    widths = WIDTHS_OF_YEARS if periods_a_year == 1 else WIDTHS_WITHIN_YEARS
    return Reference(weights=_shipped(), belief=belief, stop_annual=STOP_ANNUAL, widths=widths)


DECAY = Belief(drift_annual=-0.045, drift_variance=0.025**2)
"""Drift of the royalties of an ageing right: a loss of 2 to 7 % a year, the range that G. de Rassenfosse and A. B.
Jaffe, Econometric Evidence on the Depreciation of Innovations (European Economic Review 101, 2018), find for the value
of inventions; its ends are taken as one deviation from the middle. It carries a short history; a long one outweighs
it."""
