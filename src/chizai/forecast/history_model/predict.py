"""The distribution of what follows one history."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.history_model.fit import Fit, fit
from chizai.forecast.history_model.paths import draw_paths
from chizai.forecast.history_model.reference import Reference, default_reference
from chizai.forecast.history_model.series import Series
from chizai.forecast.history_model.state import DIFFUSE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How far ahead is looked, and how many futures are drawn."""

    n_periods: int
    n_paths: int

    def __post_init__(self) -> None:
        """Refuse nothing to draw."""
        if min(self.n_periods, self.n_paths) < 1:
            raise ValueError("at least one period and one path are drawn")


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What may follow a history."""

    fit: Fit
    """What the history says, in its row 0."""
    paths: "NDArray[np.float64]"
    """Royalties by period in the history's unit; shape (n_periods, n_paths)."""

    @property
    def cumulative(self) -> "NDArray[np.float64]":
        """Give what the paths have brought by the end of each period; shape (n_periods, n_paths)."""
        import numpy as np

        return np.cumsum(self.paths, axis=0)


def predict(
    history: Series, asked: Asked, generator: "np.random.Generator", reference: Reference | None = None
) -> Prediction:
    """Give the distribution of what follows one history.

    Args:
        history: what was reported; none of it need be known where the reference believes in a level (`comparables`).
        asked: for how long, and how many futures.
        generator: of the random numbers.
        reference: what is believed before; `learn` makes one from a panel; the default one, if none is given.

    Raises:
        ValueError: the history brought nothing, and nothing is believed of its level.
    """
    believed = reference or default_reference(history.periods_a_year)
    if not (history.array > 0).any() and believed.belief.level_variance >= DIFFUSE:
        raise ValueError(f"{history.id} brought nothing, and no comparables say what it may bring")
    fitted = fit([history], believed)
    return Prediction(fitted, draw_paths(fitted, 0, asked.n_periods, asked.n_paths, generator))
