"""The course of royalties once an event has come: what is paid at first, what later, and what is recovered.

It is the shape that defaults, infringements, competitors and ends of rights share. The joint futures draw the same
shape for each licence; here stand its expectation in closed form and its readable draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.events import Table, by_period
from chizai.forecast.processes.limits import require_not_negative, require_same_length

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEVER_BACK = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is paid from the period of an event on, as parts of what would have been paid without it."""

    during: float = 0.0
    """Part that is paid from the period of the event on, for `gap_periods`; 0 or more."""
    gap_periods: int = 0
    """How many periods `during` lasts, 0 or more."""
    after: float = NEVER_BACK
    """Part that is paid after the gap, 0 or more."""
    recovery: float = 0.0
    """Part of what the first interrupted period did not pay that is recovered later, once; above 1 where it stands for
    several periods."""
    recovery_periods: int = 1
    """How many periods after the event the recovery arrives, 1 or more."""

    def __post_init__(self) -> None:
        """Refuse what no course has."""
        for name in ("during", "gap_periods", "after", "recovery"):
            require_not_negative(name, getattr(self, name))
        if self.recovery_periods < 1:
            raise ValueError(f"a recovery arrives 1 period after its event or later, not {self.recovery_periods}")

    def part_after(self, n_periods: int) -> float:
        """Give the part that is paid a number of periods after the event, 0 being the event's own."""
        return self.during if n_periods < self.gap_periods else self.after


def expected_standing(course: Course, has_come: Table) -> tuple[float, ...]:
    """Give the part of royalties that is expected to be paid in each period, recoveries apart.

    Formula: `1 - sum over k <= t of P(event in k) (1 - part after t - k)`.

    Returns:
        parts, shape (n_periods,).

    Raises:
        ValueError: the table does not rise within 0 to 1.
    """
    comes = by_period(has_come)
    return tuple(
        1.0 - sum(comes[k] * (1.0 - course.part_after(t - k)) for k in range(t + 1)) for t in range(len(comes))
    )


def expected_cash(course: Course, has_come: Table, expected: Sequence[float]) -> tuple[float, ...]:
    """Give what is expected in each period with the event and its recovery.

    Args:
        course: of the royalties after the event.
        has_come: the event's table.
        expected: what each period brings without it, any unit; shape (n_periods,).

    Returns:
        in the same unit, shape (n_periods,).

    Raises:
        ValueError: the table does not rise within 0 to 1, or the lengths differ.
    """
    require_same_length("the event's table and what is expected", has_come, expected)
    comes = by_period(has_come)
    standing = expected_standing(course, has_come)
    lag, recovered = course.recovery_periods, course.recovery * (1.0 - course.part_after(0))
    return tuple(
        amount * standing[t] + (recovered * comes[t - lag] * expected[t - lag] if t >= lag else 0.0)
        for t, amount in enumerate(expected)
    )


def draw_standing(course: Course, event_periods: "NDArray[np.int64]", n_periods: int) -> "NDArray[np.float64]":
    """Give the part that is paid on each path, recoveries apart, from the period of its event.

    Args:
        course: of the royalties after the event.
        event_periods: period of each path's event, n_periods or more for none; shape (n_paths,).
        n_periods: how many periods are asked for.

    Returns:
        parts, shape (n_periods, n_paths).
    """
    import numpy as np

    since = np.arange(n_periods)[:, None] - event_periods[None, :]
    return np.where(since < 0, 1.0, np.where(since < course.gap_periods, course.during, course.after))


def draw_cash(course: Course, event_periods: "NDArray[np.int64]", expected: Sequence[float]) -> "NDArray[np.float64]":
    """Give what is paid on each path with the recovery, from the period of its event.

    Args:
        course: of the royalties after the event.
        event_periods: period of each path's event, n_periods or more for none; shape (n_paths,).
        expected: what each period brings without it, any unit; shape (n_periods,).

    Returns:
        in the same unit, shape (n_periods, n_paths).
    """
    import numpy as np

    amounts = np.asarray(expected, dtype=np.float64)
    cash = amounts[:, None] * draw_standing(course, event_periods, len(amounts))
    paths = np.flatnonzero(event_periods + course.recovery_periods < len(amounts))
    events = event_periods[paths]
    cash[events + course.recovery_periods, paths] += course.recovery * (1.0 - course.part_after(0)) * amounts[events]
    return cash
