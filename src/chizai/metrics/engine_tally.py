"""What the streaming engine finds: whole numbers that were summed exactly, and moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.engine_desk import Desk
from chizai.metrics.engine_request import Engine
from chizai.metrics.stream_code import HALF
from chizai.metrics.stream_moments import Moments

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassTally:
    """What one class was paid and lost, over all paths together and without weights: exact."""

    class_id: str
    balance_minor: int
    """Principal at the start."""
    interest_minor: tuple[int, ...]
    """Interest and residual by payment date; shape (n_periods,), 0 before settlement, as below."""
    principal_minor: tuple[int, ...]
    owed_minor: int
    """Principal and interest still owed at the end."""
    lost_minor: int
    """Principal still owed at the end, or written off since the start."""
    n_default: int
    """Number of paths in which either is more than 0."""
    n_first_short: tuple[int, ...]
    """Number of paths whose first shortfall is on each date; shape (n_periods,); all 0 where it was not asked for."""
    counts: "NDArray[np.int64]"
    """How many paths pay each date an amount in each bin; shape (n_periods, N_BINS), without rows where it was not
    asked for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """What a run found."""

    n_paths: int
    classes: tuple[ClassTally, ...]
    moments: Moments
    """Of four numbers by class (`stream_code.PRESENT`, `LOST`, `DEFAULT`, `SHORT`), then of the controls, then of the
    weight, if paths are weighted."""


def tally_of(engine: Engine, desks: Sequence[Desk], moments: Moments) -> Tally:
    """Add up the whole numbers of all threads, in Python's own, which have no end."""
    import numpy as np

    classes = []
    for number, columns in enumerate(engine.columns.classes):
        periods = [_summed([desk.sums[number, period] for desk in desks]) for period in range(desks[0].sums.shape[1])]
        owed_low, owed_high, lost_low, lost_high, n_default = _summed([desk.ends[number] for desk in desks])
        counts = np.zeros(desks[0].counts.shape[1:], np.int64)
        for desk in desks:
            counts += desk.counts[number]
        classes.append(
            ClassTally(
                class_id=columns.class_id,
                balance_minor=engine.balances_minor[number],
                interest_minor=tuple((high << HALF) + low for low, high, _, _ in periods),
                principal_minor=tuple((high << HALF) + low for _, _, low, high in periods),
                owed_minor=(owed_high << HALF) + owed_low,
                lost_minor=(lost_high << HALF) + lost_low,
                n_default=n_default,
                n_first_short=tuple(_summed([desk.firsts[number, :-1] for desk in desks])),
                counts=counts,
            )
        )
    return Tally(n_paths=moments.n_paths, classes=tuple(classes), moments=moments)


def _summed(rows: "Sequence[NDArray[np.int64]]") -> list[int]:
    """Add up rows of whole numbers."""
    return [sum(column) for column in zip(*(row.tolist() for row in rows), strict=True)]
