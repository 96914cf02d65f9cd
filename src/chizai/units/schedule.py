"""The periods of a deal: when each starts, ends and is paid."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from chizai.units.bankdays import Calendar, Roll, roll

MONTHS_A_YEAR = 12


class Stub(StrEnum):
    """Where a period stands that is not of the regular length, and whether it is shorter or longer."""

    SHORT_FIRST = "short-first"
    LONG_FIRST = "long-first"
    SHORT_LAST = "short-last"
    LONG_LAST = "long-last"


@dataclass(frozen=True, slots=True)
class Period:
    """One accrual period and its payment date."""

    start_on: date
    """First day that accrues."""
    end_on: date
    """First day that does not accrue any more."""
    pay_on: date
    """The business day on which the period is paid."""
    due_on: date
    """The same before any roll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How the periods between two dates are laid out."""

    start_on: date
    """Accrual starts: the closing date."""
    end_on: date
    """The last period ends."""
    months: int | None = None
    """Length of a regular period: 1, 2, 3, 4, 6 or 12 months; or none where `dates` are given."""
    dates: tuple[date, ...] = ()
    """Where the periods end, oldest first, where they follow no regular rhythm; the last is `end_on`."""
    stub: Stub = Stub.SHORT_FIRST
    end_of_month: bool = False
    """If the anchor date is the last of its month, every date is the last of its month."""
    business_days: Calendar = Calendar.JAPAN_BANK
    roll: Roll = Roll.MODIFIED_FOLLOWING
    accrue_to_payment: bool = False
    """Whether accrual runs to the rolled payment date (adjusted) or to the unrolled one (unadjusted)."""


def add_months(day: date, months: int, *, end_of_month: bool = False) -> date:
    """Move a date by whole months; a day that the target month lacks becomes its last day.

    Args:
        day: the date to move.
        months: how many, forwards or backwards.
        end_of_month: whether the last day of a month moves to the last day of the target month.
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    last_day = days_in_month(year, month + 1)
    stays_last = end_of_month and day.day == days_in_month(day.year, day.month)
    return date(year, month + 1, last_day if stays_last else min(day.day, last_day))


def days_in_month(year: int, month: int) -> int:
    """Count the days of a month."""
    return calendar.monthrange(year, month)[1]


def periods(schedule: Schedule) -> tuple[Period, ...]:
    """Lay out the periods, oldest first; they touch each other and cover start to end.

    The end is the unrolled one, or with `accrue_to_payment` the last payment date. A long stub is the regular period
    next to it merged with the days left over; a schedule shorter than a regular period is one period whatever the stub.

    Raises:
        ValueError: the end is not after the start, a period has less than one month or does not divide a year, the
            dates are not in order between start and end, two periods would be paid on the same day, or the first would
            be paid no later than it starts.
    """
    if schedule.end_on <= schedule.start_on:
        raise ValueError(f"the schedule ends on {schedule.end_on}, not after its start {schedule.start_on}")
    dates = _given_dates(schedule) if schedule.dates else _unrolled_dates(schedule)
    pay_dates = [roll(day, schedule.roll, schedule.business_days) for day in dates]
    if len(set(pay_dates[1:])) < len(pay_dates) - 1:
        raise ValueError("two periods would be paid on the same business day")
    if pay_dates[1] <= schedule.start_on:
        raise ValueError(f"the first period would be paid on {pay_dates[1]}, not after its start {schedule.start_on}")
    ends = [dates[0], *pay_dates[1:]] if schedule.accrue_to_payment else dates
    return tuple(Period(ends[i], ends[i + 1], pay_dates[i + 1], dates[i + 1]) for i in range(len(dates) - 1))


def _given_dates(schedule: Schedule) -> list[date]:
    """Check dates that follow no rhythm, and put the start before them."""
    if schedule.months is not None:
        raise ValueError("both months and dates are given, and they say different things")
    dates = [schedule.start_on, *schedule.dates]
    for earlier, later in pairwise(dates):
        if later <= earlier:
            raise ValueError(f"{later} stands after {earlier}, but is not later")
    if dates[-1] != schedule.end_on:
        raise ValueError(f"the last date is {dates[-1]}, but the schedule ends on {schedule.end_on}")
    return dates


def _unrolled_dates(schedule: Schedule) -> list[date]:
    """Give the period boundaries, start and end included, before any roll."""
    if schedule.months is None:
        raise ValueError("neither months nor dates are given")
    if schedule.months < 1 or MONTHS_A_YEAR % schedule.months:
        raise ValueError(f"{schedule.months} months is not a period that divides a year (1, 2, 3, 4, 6 or 12)")
    backwards = schedule.stub in {Stub.SHORT_FIRST, Stub.LONG_FIRST}
    anchor, limit = (schedule.end_on, schedule.start_on) if backwards else (schedule.start_on, schedule.end_on)
    step = -schedule.months if backwards else schedule.months
    inner: list[date] = []
    while True:
        boundary = add_months(anchor, step * (len(inner) + 1), end_of_month=schedule.end_of_month)
        if (boundary <= limit) if backwards else (boundary >= limit):
            break
        inner.append(boundary)
    is_stub = boundary != limit
    if inner and is_stub and schedule.stub in {Stub.LONG_FIRST, Stub.LONG_LAST}:
        inner.pop()
    return sorted([anchor, *inner, limit])
