from datetime import date, timedelta

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import given
from hypothesis import strategies as st

from chizai.units.bankdays import Calendar, Roll, is_business_day, roll

FIRST, LAST = date(1990, 1, 1), date(2050, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

EQUINOX_A_DAY_EARLY = "QuantLib's integer formula puts the equinox of years before 2000 one day too early"
SUBSTITUTE_BEFORE_ITS_LAW = (
    "QuantLib closes every 6 May on Tuesday or Wednesday; it is a substitute holiday only since 2007 (Act 43 of 2005)"
)
QUANTLIB_ERRS = {
    EQUINOX_A_DAY_EARLY: """
        1990-03-20 1990-03-21 1990-09-24 1991-03-20 1991-03-21 1993-03-19 1993-09-22 1993-09-23 1994-09-22 1994-09-23
        1995-03-20 1995-03-21 1995-09-22 1997-03-19 1997-03-20 1997-09-22 1997-09-23 1998-03-20 1998-09-22 1998-09-23
        1999-03-22 1999-09-22 1999-09-23
    """,
    SUBSTITUTE_BEFORE_ITS_LAW: "1992-05-06 1997-05-06 1998-05-06 2003-05-06",
}

ROLLS = {
    Roll.NONE: ql.Unadjusted,
    Roll.FOLLOWING: ql.Following,
    Roll.MODIFIED_FOLLOWING: ql.ModifiedFollowing,
    Roll.PRECEDING: ql.Preceding,
    Roll.MODIFIED_PRECEDING: ql.ModifiedPreceding,
}


def as_quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def equinoxes(year: int) -> tuple[date, date]:
    """The vernal and autumnal equinox, 1980 to 2099 (Shin Koyomi Benricho, Japan Coast Guard's hydrographers)."""
    drift, leaps = 0.242194 * (year - 1980), (year - 1980) // 4
    return date(year, 3, int(20.8431 + drift - leaps)), date(year, 9, int(23.2488 + drift - leaps))


def test_the_japanese_bank_calendar_is_quantlib_s_but_where_quantlib_errs() -> None:
    peer = ql.Japan()
    differ = {
        day for day in EVERY_DAY if is_business_day(day, Calendar.JAPAN_BANK) != peer.isBusinessDay(as_quantlib(day))
    }
    explained = {date.fromisoformat(text) for days in QUANTLIB_ERRS.values() for text in days.split()}
    assert differ == explained


def test_banks_are_closed_at_both_equinoxes_of_every_year() -> None:
    for year in range(FIRST.year, LAST.year + 1):
        assert not any(is_business_day(day, Calendar.JAPAN_BANK) for day in equinoxes(year)), year


def test_quantlib_s_equinoxes_before_2000_are_a_day_before_those_of_the_almanac() -> None:
    for text in ("1990-03-20", "1993-03-19", "1997-09-22", "1999-09-22"):
        too_early = date.fromisoformat(text)
        assert too_early + timedelta(days=1) in equinoxes(too_early.year)
        assert is_business_day(too_early, Calendar.JAPAN_BANK)


def test_the_sixth_of_may_is_a_substitute_holiday_only_since_2007() -> None:
    # 3 May was a Sunday in 1992 and 1998, 4 May in 1997 and 2003; in 2008, 2009 and 2014 likewise, under the new law
    assert all(is_business_day(date(year, 5, 6), Calendar.JAPAN_BANK) for year in (1992, 1997, 1998, 2003))
    assert not any(is_business_day(date(year, 5, 6), Calendar.JAPAN_BANK) for year in (2008, 2009, 2014))


@pytest.mark.parametrize(
    "text",
    [
        "2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03",  # the turn of the year, Enforcement Order art. 5
        "2019-04-30", "2019-05-01", "2019-05-02", "2019-10-22",  # the accession
        "2021-07-22", "2021-07-23", "2021-08-09",                # the Olympic year
        "2015-09-22",                                            # a day between two holidays
        "2025-02-24",                                            # a substitute for a Sunday
    ],
)  # fmt: skip
def test_banks_are_closed_on_the_days_that_only_japan_has(text: str) -> None:
    assert not is_business_day(date.fromisoformat(text), Calendar.JAPAN_BANK)


def test_banks_are_open_where_the_olympic_year_moved_a_holiday_away() -> None:
    assert all(is_business_day(day, Calendar.JAPAN_BANK) for day in (date(2021, 7, 19), date(2021, 10, 11)))


@given(st.dates())
def test_the_simple_calendars_know_weekends_or_nothing(day: date) -> None:
    assert is_business_day(day, Calendar.WEEKENDS) == (day.isoweekday() <= 5)
    assert is_business_day(day, Calendar.EVERY_DAY)


@pytest.mark.parametrize("convention", Roll)
@pytest.mark.parametrize(
    ("calendar", "peer"), [(Calendar.JAPAN_BANK, ql.Japan()), (Calendar.WEEKENDS, ql.WeekendsOnly())]
)
@given(day=st.dates(date(2004, 1, 1), date(2050, 12, 1)))
def test_a_date_rolls_as_in_quantlib(convention: Roll, calendar: Calendar, peer: ql.Calendar, day: date) -> None:
    rolled = roll(day, convention, calendar)
    assert as_quantlib(rolled) == peer.adjust(as_quantlib(day), ROLLS[convention])


@given(st.dates(date(1990, 1, 1), date(2050, 12, 1)), st.sampled_from([r for r in Roll if r is not Roll.NONE]))
def test_a_rolled_date_is_a_business_day_and_rolls_no_further(day: date, convention: Roll) -> None:
    rolled = roll(day, convention, Calendar.JAPAN_BANK)
    assert is_business_day(rolled, Calendar.JAPAN_BANK)
    assert roll(rolled, convention, Calendar.JAPAN_BANK) == rolled


def test_the_end_of_the_month_decides_which_way_a_date_rolls() -> None:
    saturday_at_month_end = date(2025, 5, 31)
    assert roll(saturday_at_month_end, Roll.FOLLOWING, Calendar.JAPAN_BANK) == date(2025, 6, 2)
    assert roll(saturday_at_month_end, Roll.MODIFIED_FOLLOWING, Calendar.JAPAN_BANK) == date(2025, 5, 30)
    sunday_at_month_start = date(2025, 6, 1)
    assert roll(sunday_at_month_start, Roll.PRECEDING, Calendar.JAPAN_BANK) == date(2025, 5, 30)
    assert roll(sunday_at_month_start, Roll.MODIFIED_PRECEDING, Calendar.JAPAN_BANK) == date(2025, 6, 2)
