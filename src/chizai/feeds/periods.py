"""Calendar years, quarters and months as tables write them."""

import re

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
PERIODS = "2014, 2014-Q1, 2014-03 or 2014-03-31"
"""How a period may be written."""
_PERIOD = re.compile(r"(\d{4})(?:-?[qQ]([1-4])|[-/](\d{1,2})(?:[-/]\d{1,2})?)?")


def last_month(text: str) -> int | None:
    """Give the number of a period's last month since year 0, or none; the year alone is its December."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    month = int(match[3] or MONTHS_A_QUARTER * int(match[2] or 4))
    return int(match[1]) * MONTHS_A_YEAR + month - 1 if 1 <= month <= MONTHS_A_YEAR else None


def written_months(text: str) -> int:
    """Give the length of a period in months by how it is written: a year, a quarter, or else a month."""
    if text.isdigit():
        return MONTHS_A_YEAR
    return MONTHS_A_QUARTER if "q" in text.lower() else 1
