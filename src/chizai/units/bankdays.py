"""Which days banks are open, and where a date moves when they are not."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

SATURDAY = 5


class Calendar(StrEnum):
    """The days on which payments can be made."""

    JAPAN_BANK = "jp-bank"
    """No Saturday, Sunday, national holiday, nor 31 December to 3 January (Banking Act, Enforcement Order art. 5)."""
    WEEKENDS = "weekends"
    """No Saturday nor Sunday."""
    EVERY_DAY = "every-day"
    """Every day counts: for schedules whose dates are already the paying ones."""


class Roll(StrEnum):
    """Where a date goes that is not a business day."""

    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified-following"
    """The following business day, or the preceding one where that lies in another month."""
    PRECEDING = "preceding"
    MODIFIED_PRECEDING = "modified-preceding"
    """The preceding business day, or the following one where that lies in another month."""


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Tell whether banks are open on a day."""
    if calendar is Calendar.EVERY_DAY:
        return True
    if day.weekday() >= SATURDAY:
        return False
    return calendar is Calendar.WEEKENDS or not _is_japanese_closure(day)


def roll(day: date, convention: Roll, calendar: Calendar) -> date:
    """Move a date to a business day by the convention; a business day stays where it is."""
    if convention is Roll.NONE:
        return day
    step_days = 1 if convention in {Roll.FOLLOWING, Roll.MODIFIED_FOLLOWING} else -1
    moved = _next_open(day, calendar, step_days)
    if convention in {Roll.MODIFIED_FOLLOWING, Roll.MODIFIED_PRECEDING} and moved.month != day.month:
        return _next_open(day, calendar, -step_days)
    return moved


def _next_open(day: date, calendar: Calendar, step_days: int) -> date:
    while not is_business_day(day, calendar):
        day += timedelta(days=step_days)
    return day


@lru_cache(maxsize=4096)
def _is_japanese_closure(day: date) -> bool:
    import jpholiday

    return (day.month, day.day) in {(12, 31), (1, 1), (1, 2), (1, 3)} or jpholiday.is_holiday(day)
