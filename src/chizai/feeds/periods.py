"""Calendar years, quarters and months as tables write them."""

import re
from calendar import monthrange

from chizai.units.schedule import MONTHS_A_YEAR

MONTHS_A_QUARTER = 3
PERIODS = "2014, 2014-Q1, 2014-03 or 2014-03-31"
"""How a period may be written."""
CALENDAR_PERIODS = "2014, 2014-Q1 or 2014-03"
"""How it may be written where a day would be a mistake."""
_PERIOD = re.compile(r"(\d{4})(?:-?[qQ]([1-4])|[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")


def last_month(text: str) -> int | None:
    """Give the number of a period's last month since year 0, or none where there is no such period.

    The year alone is its December, a day is its month.
    """
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[3] or MONTHS_A_QUARTER * int(match[2] or 4))
    if not 1 <= month <= MONTHS_A_YEAR or not 1 <= int(match[4] or 1) <= monthrange(year, month)[1]:
        return None
    return year * MONTHS_A_YEAR + month - 1


def has_day(text: str) -> bool:
    """Tell whether a period is written by a day."""
    match = _PERIOD.fullmatch(text)
    return match is not None and match[4] is not None


def written_months(text: str) -> int:
    """Give the length of a period in months by how it is written: a year, a quarter, or else a month."""
    if text.isdigit():
        return MONTHS_A_YEAR
    return MONTHS_A_QUARTER if "q" in text.lower() else 1
