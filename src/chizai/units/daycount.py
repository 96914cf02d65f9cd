"""Day counts: what part of a year lies between two dates, as an exact fraction."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayCount(StrEnum):
    """A convention for the part of a year between two dates (ISDA 2006 Definitions, section 4.16)."""

    ACT_365F = "ACT/365F"
    """Actual days over 365."""
    ACT_360 = "ACT/360"
    """Actual days over 360."""
    E30_360 = "30E/360"
    """Months of 30 days, the 31st read as the 30th, over 360."""
    ACT_ACT = "ACT/ACT"
    """Actual days over 366 for those in a leap year, over 365 for the others (ISDA)."""


@dataclass(frozen=True, slots=True)
class YearFraction:
    """A part of a year as `numerator / denominator`, kept unreduced so that the days can be read off it."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        """Say it as `90/365`."""
        return f"{self.numerator}/{self.denominator}"


def year_fraction(start_on: date, end_on: date, day_count: DayCount) -> YearFraction:
    """Give the part of a year from one date (included) to another (excluded).

    Raises:
        ValueError: the end lies before the start.
    """
    if end_on < start_on:
        raise ValueError(f"a period cannot end ({end_on}) before it starts ({start_on})")
    if day_count is DayCount.ACT_ACT:
        return _act_act(start_on, end_on)
    if day_count is DayCount.E30_360:
        return YearFraction(_days_30e(start_on, end_on), 360)
    return YearFraction((end_on - start_on).days, 360 if day_count is DayCount.ACT_360 else 365)


def _act_act(start_on: date, end_on: date) -> YearFraction:
    leap = _leap_days(end_on) - _leap_days(start_on)
    other = (end_on - start_on).days - leap
    if leap and other:
        return YearFraction(leap * 365 + other * 366, 365 * 366)
    # all days in years of one length: the small fraction shows the days and keeps products small
    return YearFraction(leap, 366) if leap else YearFraction(other, 365)


def _days_30e(start_on: date, end_on: date) -> int:
    years, months = end_on.year - start_on.year, end_on.month - start_on.month
    return 360 * years + 30 * months + min(end_on.day, 30) - min(start_on.day, 30)


def _leap_days(until: date) -> int:
    """Count the days before `until` that lie in leap years."""
    whole_years = calendar.leapdays(1, until.year) * 366
    in_this_year = until.timetuple().tm_yday - 1 if calendar.isleap(until.year) else 0
    return whole_years + in_this_year
