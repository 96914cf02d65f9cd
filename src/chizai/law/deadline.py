"""Periods of law: when one that runs from a day ends, and whether something was done in it."""

from datetime import date, timedelta

from chizai.units.bankdays import Calendar, Roll, roll
from chizai.units.schedule import add_months


def months_after(day: date, months: int) -> date:
    """Give the last day of a period of months that begins on the morrow of a day.

    It is the eve of the day that corresponds to the first, or the month's last where there is none (Patent Act, art. 3;
    Civil Code, art. 140, 143): three months after 30 November end on the last of February.
    """
    first_on = day + timedelta(days=1)
    corresponding_on = add_months(first_on, months)
    return corresponding_on - timedelta(days=corresponding_on.day == first_on.day)


def is_met(last_on: date, done_on: date) -> bool:
    """Tell whether something was done in time: a last day on which offices are closed moves to the next open one.

    Offices are closed whenever banks are (Act on Holidays of Administrative Organs, art. 1), and on 29 and 30 December,
    which are not granted here.
    """
    return done_on <= roll(last_on, Roll.FOLLOWING, Calendar.JAPAN_BANK)
