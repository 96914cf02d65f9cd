from datetime import date
from fractions import Fraction

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import example, given
from hypothesis import strategies as st

from chizai.units.daycount import DayCount, YearFraction, year_fraction

DATES = st.dates(date(1901, 1, 1), date(2198, 12, 31))
PEERS = {
    DayCount.ACT_365F: ql.Actual365Fixed(),
    DayCount.ACT_360: ql.Actual360(),
    DayCount.E30_360: ql.Thirty360(ql.Thirty360.European),
    DayCount.ACT_ACT: ql.ActualActual(ql.ActualActual.ISDA),
}


def as_quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


@pytest.mark.parametrize("day_count", DayCount)
@given(days=st.tuples(DATES, DATES))
@example(days=(date(2024, 2, 29), date(2024, 3, 31)))
@example(days=(date(2024, 2, 28), date(2025, 2, 28)))
@example(days=(date(2024, 1, 1), date(2024, 12, 31)))
@example(days=(date(2023, 12, 31), date(2025, 1, 1)))
@example(days=(date(2025, 1, 31), date(2025, 1, 31)))
def test_every_day_count_agrees_with_quantlib(day_count: DayCount, days: tuple[date, date]) -> None:
    start_on, end_on = sorted(days)
    ours = year_fraction(start_on, end_on, day_count)
    peer = PEERS[day_count].yearFraction(as_quantlib(start_on), as_quantlib(end_on))
    assert ours.numerator / ours.denominator == pytest.approx(peer, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("day_count", [DayCount.ACT_365F, DayCount.ACT_360, DayCount.ACT_ACT])
@given(days=st.tuples(DATES, DATES, DATES))
def test_an_actual_day_count_of_two_periods_that_touch_is_that_of_both(
    day_count: DayCount, days: tuple[date, date, date]
) -> None:
    def part(start_on: date, end_on: date) -> Fraction:
        fraction = year_fraction(start_on, end_on, day_count)
        return Fraction(fraction.numerator, fraction.denominator)

    first, middle, last = sorted(days)
    assert part(first, middle) + part(middle, last) == part(first, last)


def test_a_fraction_shows_its_days() -> None:
    quarter = year_fraction(date(2025, 1, 1), date(2025, 4, 1), DayCount.ACT_ACT)
    assert str(quarter) == "90/365"
    assert str(year_fraction(date(2024, 1, 1), date(2024, 4, 1), DayCount.ACT_ACT)) == "91/366"
    assert str(year_fraction(date(2025, 1, 15), date(2025, 3, 31), DayCount.E30_360)) == "75/360"


def test_a_period_over_the_turn_of_a_leap_year_counts_each_part_by_its_own_year() -> None:
    both = year_fraction(date(2023, 12, 1), date(2024, 2, 1), DayCount.ACT_ACT)
    assert both == YearFraction(31 * 365 + 31 * 366, 365 * 366)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match=r"cannot end \(2025-01-01\) before it starts \(2025-01-02\)"):
        year_fraction(date(2025, 1, 2), date(2025, 1, 1), DayCount.ACT_360)
