"""What is wanted of a draw, and how its random numbers are chosen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a draw, int64, in this order: streams, licences, events, rates."""

    licences: bool = False
    """Whether each licence has a row by period beside the streams: the breakdown."""
    events: bool = False
    """Whether each event has a row that is 1 from the period of the event on, and 0 before."""
    rates: bool = False
    """Whether each observed rate that is drawn has a row, in parts per million."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tilt:
    """Importance sampling: normals that are drawn round another mean, so that rare futures come more often.

    Normals that are handed in are moved by the means, too.
    """

    market: tuple[float, ...]
    """Mean of the market's shock in each period; shape (n_periods,)."""
    events: tuple[float, ...] = ()
    """Mean of each event's own normal, negative to make it come; shape (n_events,); () for none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Given:
    """Normals that are not drawn but handed in, for quasi-random numbers; a row not handed in is drawn."""

    market: "NDArray[np.float64] | None" = None
    """Shocks of the market; shape (n_periods, n_paths)."""
    events: "NDArray[np.float64] | None" = None
    """Own normals of the events; shape (n_events, n_paths)."""
    levels: "NDArray[np.float64] | None" = None
    """Normals of the licences' level uncertainty; shape (n_licences, n_paths)."""
