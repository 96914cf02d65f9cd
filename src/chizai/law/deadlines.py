"""When a period of the law ends.

The first day is not counted (Civil Code, art. 140); a period of months ends on the eve of the day that corresponds to
its first, and where no day corresponds on the last of that month (art. 143).
"""

from datetime import date, timedelta

from chizai.units.bankdays import Calendar, Roll, roll
from chizai.units.schedule import add_months


def months_after(day: date, months: int) -> date:
    """Give the last day of a period of months after a day: from 30 September three months run to 31 December."""
    first_on = day + timedelta(days=1)
    corresponding_on = add_months(first_on, months)
    return corresponding_on - timedelta(days=corresponding_on.day == first_on.day)


def days_after(day: date, days: int) -> date:
    """Give the last day of a period of days after a day."""
    return day + timedelta(days=days)


def bank_day_before(day: date) -> date:
    """Give the last bank day on or before a day: by when to act, if offices may be closed on the day itself."""
    return roll(day, Roll.PRECEDING, Calendar.JAPAN_BANK)
