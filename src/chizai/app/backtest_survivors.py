"""Whether a file of series leaves out what has ended.

A publisher that lists what is sold today gives the past of survivors: what fell deeply and ended is not in the file,
and what it teaches of falls and stops is milder than they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chizai.app.backtest_names import brought_span
from chizai.forecast.history_model.series import Series

LEAST_BEGUN = 20
"""Where fewer series begin within the periods, nothing can be told."""
BEGUN_PER_ENDED = 20
"""Where so many series begin for each one that ends, or more, those that ended were hardly all kept."""


@dataclass(frozen=True, slots=True)
class Turnover:
    """How many series of a file come and go."""

    n_begun: int
    """Those whose first amount stands after the first period."""
    n_ended: int
    """Those whose last amount stands before the last period."""

    @property
    def is_of_survivors(self) -> bool:
        """Tell whether what has ended seems to be left out."""
        return self.n_begun >= max(LEAST_BEGUN, BEGUN_PER_ENDED * self.n_ended)


def turnover(series: Sequence[Series]) -> Turnover:
    """Count what begins and what ends within the periods of a file."""
    spans = [(span, len(one.values)) for one in series if (span := brought_span(one)) is not None]
    return Turnover(
        n_begun=sum(first > 0 for (first, _), _ in spans),
        n_ended=sum(last < length - 1 for (_, last), length in spans),
    )
