"""Periods of the law end as the Civil Code says."""

from datetime import date

import pytest

from chizai.law.deadlines import bank_day_before, days_after, months_after


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2025, 9, 30), 3, date(2025, 12, 31)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 11, 29), 3, date(2026, 2, 28)),
        (date(2025, 9, 15), 3, date(2025, 12, 15)),
        (date(2026, 3, 31), -6, date(2025, 9, 30)),
    ],
)
def test_months_end_on_the_eve_of_the_corresponding_day(day: date, months: int, last: date) -> None:
    assert months_after(day, months) == last


def test_the_first_day_is_not_counted() -> None:
    assert days_after(date(2025, 9, 30), 14) == date(2025, 10, 14)


def test_who_acts_before_a_holiday_acts_on_the_bank_day_before_it() -> None:
    assert bank_day_before(date(2026, 1, 2)) == date(2025, 12, 30)
