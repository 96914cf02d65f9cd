"""Statutory life: a right ends on a known day, later where an extension that is applied for is granted.

It is a cut and not a chance, except for a pending extension. `assets.terms` gives the day with its article; here it
becomes parts of periods. A term of a patent is extended by at most five years (Patent Act, art. 67(4)). Renewals of
trademarks are in `renewal`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from chizai.assets.terms import EXTENSION_YEARS_MAX
from chizai.forecast.processes.events import Table
from chizai.forecast.processes.limits import require_share
from chizai.units.schedule import MONTHS_A_YEAR, add_months

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Use:
    """A period of use that royalties are paid for, both days included."""

    start_on: date
    end_on: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.end_on < self.start_on:
            raise ValueError(f"use ends on {self.end_on}, before it starts on {self.start_on}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a right lives."""

    expires_on: date
    """Its last day, with the extensions that are granted."""
    pending_until_on: date | None = None
    """Its last day if a pending extension is granted, at most five years later; none where none is pending."""
    chance: float = 0.0
    """Probability that the pending extension is granted; an assumption."""

    def __post_init__(self) -> None:
        """Refuse what no statute grants."""
        require_share("chance of an extension", self.chance)
        if self.pending_until_on is None:
            return
        longest_on = add_months(self.expires_on, EXTENSION_YEARS_MAX * MONTHS_A_YEAR)
        if not self.expires_on <= self.pending_until_on <= longest_on:
            raise ValueError(
                f"an extension to {self.pending_until_on} of a term that ends on {self.expires_on} is none of "
                f"{EXTENSION_YEARS_MAX} years at most (Patent Act, art. 67(4))"
            )


def part_in_force(last_on: date, uses: Sequence[Use]) -> tuple[float, ...]:
    """Give the part of the days of each period on which a right is in force; shape (n_periods,)."""
    return tuple(
        max((min(last_on, use.end_on) - use.start_on + ONE_DAY).days, 0) / (use.end_on - use.start_on + ONE_DAY).days
        for use in uses
    )


def expected_in_force(term: Term, uses: Sequence[Use]) -> tuple[float, ...]:
    """Give the expected part of each period in which the right is in force: `(1 - p) a + p b` with a pending one."""
    sure = part_in_force(term.expires_on, uses)
    longer = part_in_force(term.pending_until_on or term.expires_on, uses)
    return tuple((1.0 - term.chance) * short + term.chance * long for short, long in zip(sure, longer, strict=True))


def has_expired(term: Term, days: Sequence[date]) -> Table:
    """Give the probability that the right has ended before each day: 0, then the chance of no extension, then 1."""
    longest_on = term.pending_until_on or term.expires_on
    refused = 1.0 - term.chance if longest_on > term.expires_on else 1.0
    return tuple(1.0 if day > longest_on else refused if day > term.expires_on else 0.0 for day in days)


def draw_in_force(
    term: Term, generator: "np.random.Generator", uses: Sequence[Use], n_paths: int
) -> "NDArray[np.float64]":
    """Draw whether the pending extension is granted, and give the parts in force; shape (n_periods, n_paths)."""
    import numpy as np

    sure = np.asarray(part_in_force(term.expires_on, uses))
    longer = np.asarray(part_in_force(term.pending_until_on or term.expires_on, uses))
    granted = generator.random(n_paths) < term.chance
    return np.where(granted[None, :], longer[:, None], sure[:, None])
