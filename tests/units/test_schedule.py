from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import assume, given
from hypothesis import strategies as st

from chizai.units.bankdays import Calendar, Roll, is_business_day
from chizai.units.schedule import Period, Schedule, Stub, add_months, days_in_month, periods

PLAIN: dict[str, Any] = {"business_days": Calendar.EVERY_DAY, "roll": Roll.NONE}
MONTHS = st.sampled_from([1, 2, 3, 4, 6, 12])
STARTS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(1, 10 * 366)


def as_quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def quantlib_dates(schedule: Schedule, *, end_of_month: bool, backward: bool) -> list[date]:
    laid_out = ql.Schedule(
        as_quantlib(schedule.start_on),
        as_quantlib(schedule.end_on),
        ql.Period(schedule.months, ql.Months),
        ql.NullCalendar(),
        ql.Unadjusted,
        ql.Unadjusted,
        ql.DateGeneration.Backward if backward else ql.DateGeneration.Forward,
        end_of_month,
    )
    return [date(day.year(), day.month(), day.dayOfMonth()) for day in laid_out]


def boundaries(schedule: Schedule) -> list[date]:
    laid_out = periods(schedule)
    return [laid_out[0].start_on, *(period.end_on for period in laid_out)]


@given(STARTS, LENGTHS, MONTHS, st.sampled_from([Stub.SHORT_FIRST, Stub.SHORT_LAST]))
def test_short_stubs_are_laid_out_as_in_quantlib(start_on: date, length: int, months: int, stub: Stub) -> None:
    schedule = Schedule(start_on=start_on, end_on=start_on + timedelta(days=length), months=months, stub=stub, **PLAIN)
    backward = stub is Stub.SHORT_FIRST
    assert boundaries(schedule) == quantlib_dates(schedule, end_of_month=False, backward=backward)


@given(STARTS, LENGTHS, MONTHS, st.sampled_from([Stub.SHORT_FIRST, Stub.SHORT_LAST]))
def test_end_of_month_dates_are_those_of_quantlib(start_on: date, length: int, months: int, stub: Stub) -> None:
    end_on = start_on + timedelta(days=length)
    schedule = Schedule(start_on=start_on, end_on=end_on, months=months, stub=stub, end_of_month=True, **PLAIN)
    backward = stub is Stub.SHORT_FIRST
    assert boundaries(schedule) == quantlib_dates(schedule, end_of_month=True, backward=backward)


@given(STARTS, LENGTHS, MONTHS, st.booleans(), st.booleans())
def test_a_long_stub_is_the_short_one_merged_with_its_neighbour(
    start_on: date, length: int, months: int, is_first: bool, end_of_month: bool
) -> None:
    end_on = start_on + timedelta(days=length)

    def laid_out(stub: Stub) -> list[date]:
        return boundaries(
            Schedule(start_on=start_on, end_on=end_on, months=months, stub=stub, end_of_month=end_of_month, **PLAIN)
        )

    short = laid_out(Stub.SHORT_FIRST if is_first else Stub.SHORT_LAST)
    long = laid_out(Stub.LONG_FIRST if is_first else Stub.LONG_LAST)
    anchor, step = (end_on, -months) if is_first else (start_on, months)
    is_stub = (start_on if is_first else end_on) != add_months(
        anchor, step * (len(short) - 1), end_of_month=end_of_month
    )
    merged = short[:1] + short[2:] if is_first else short[:-2] + short[-1:]
    assert long == (merged if is_stub and len(short) > 2 else short)


SCHEDULES = st.builds(
    lambda start_on, length, **fields: Schedule(start_on=start_on, end_on=start_on + timedelta(days=length), **fields),
    STARTS,
    LENGTHS,
    months=MONTHS,
    stub=st.sampled_from(Stub),
    end_of_month=st.booleans(),
    business_days=st.sampled_from(Calendar),
    roll=st.sampled_from(Roll),
    accrue_to_payment=st.booleans(),
)


@given(SCHEDULES)
def test_periods_touch_and_cover_and_are_paid_one_after_the_other(schedule: Schedule) -> None:
    try:
        laid_out = periods(schedule)
    except ValueError as error:
        assume("would be paid" not in str(error))
        raise
    first_on, last_on = schedule.start_on, laid_out[-1].pay_on if schedule.accrue_to_payment else schedule.end_on
    assert (laid_out[0].start_on, laid_out[-1].end_on) == (first_on, last_on)
    assert all(a.end_on == b.start_on and a.pay_on < b.pay_on for a, b in pairwise(laid_out))
    assert all(period.start_on < period.end_on and first_on < period.pay_on for period in laid_out)
    if schedule.roll is not Roll.NONE:
        assert all(is_business_day(period.pay_on, schedule.business_days) for period in laid_out)


def test_payment_dates_roll_on_the_japanese_calendar_while_accrual_does_not() -> None:
    schedule = Schedule(start_on=date(2024, 9, 30), end_on=date(2025, 6, 30), months=3, end_of_month=True)
    assert periods(schedule) == (
        Period(date(2024, 9, 30), date(2024, 12, 31), date(2024, 12, 30), date(2024, 12, 31)),
        Period(date(2024, 12, 31), date(2025, 3, 31), date(2025, 3, 31), date(2025, 3, 31)),
        Period(date(2025, 3, 31), date(2025, 6, 30), date(2025, 6, 30), date(2025, 6, 30)),
    )


def test_adjusted_accrual_runs_to_the_payment_date() -> None:
    schedule = Schedule(
        start_on=date(2024, 9, 30), end_on=date(2025, 3, 31), months=3, end_of_month=True, accrue_to_payment=True
    )
    assert [(p.start_on, p.end_on) for p in periods(schedule)] == [
        (date(2024, 9, 30), date(2024, 12, 30)),
        (date(2024, 12, 30), date(2025, 3, 31)),
    ]


def test_a_month_end_date_rolls_after_the_month_end_rule_unlike_in_quantlib() -> None:
    """QuantLib moves to the last *business* day and never leaves the month; ours follows the roll that is written."""
    schedule = Schedule(
        start_on=date(2025, 2, 28), end_on=date(2025, 5, 31), months=3, end_of_month=True, roll=Roll.FOLLOWING
    )
    assert periods(schedule)[0].pay_on == date(2025, 6, 2)


@given(STARTS, st.integers(-240, 240), st.booleans())
def test_a_date_moves_by_whole_months_as_in_quantlib(day: date, months: int, end_of_month: bool) -> None:
    moved = ql.NullCalendar().advance(as_quantlib(day), months, ql.Months, ql.Unadjusted, end_of_month)
    assert as_quantlib(add_months(day, months, end_of_month=end_of_month)) == moved


def test_a_day_that_the_month_lacks_becomes_its_last() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2025, 2, 28), 1) == date(2025, 3, 28)
    assert add_months(date(2025, 2, 28), 1, end_of_month=True) == date(2025, 3, 31)
    assert days_in_month(2100, 2) == 28


def test_dates_after_a_short_month_return_to_their_own_day() -> None:
    schedule = Schedule(start_on=date(2025, 1, 31), end_on=date(2025, 5, 31), months=1, stub=Stub.SHORT_LAST, **PLAIN)
    assert [day.day for day in boundaries(schedule)] == [31, 28, 31, 30, 31]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end_on": date(2025, 1, 1)}, "ends on 2025-01-01, not after its start 2025-01-01"),
        ({"months": 0}, "0 months is not a period that divides a year"),
        ({"months": 5}, "5 months is not a period that divides a year"),
        # a stub of one day, Saturday to Sunday, and a regular period: both paid on Monday
        ({"end_on": date(2025, 2, 2), "stub": Stub.SHORT_LAST, "months": 1}, "two periods would be paid on the same"),
        # Saturday to Sunday, paid on the Friday before
        (
            {"start_on": date(2025, 2, 1), "end_on": date(2025, 2, 2), "roll": Roll.PRECEDING},
            "first period would be paid on 2025-01-31, not after its start 2025-02-01",
        ),
    ],
)
def test_a_schedule_that_cannot_be_laid_out_is_refused(changes: dict[str, Any], message: str) -> None:
    fields: dict[str, Any] = {"start_on": date(2025, 1, 1), "end_on": date(2025, 12, 31), "months": 3}
    with pytest.raises(ValueError, match=message):
        periods(Schedule(**{"roll": Roll.FOLLOWING, **fields, **changes}))


GIVEN = (date(2025, 3, 31), date(2025, 9, 30))


def test_given_dates_are_the_ends_of_the_periods() -> None:
    schedule = Schedule(start_on=date(2025, 1, 1), end_on=GIVEN[-1], dates=GIVEN, **PLAIN)
    assert boundaries(schedule) == [date(2025, 1, 1), *GIVEN]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"dates": GIVEN, "months": 6}, "both months and dates are given"),
        ({"dates": (GIVEN[1], GIVEN[0])}, "2025-03-31 stands after 2025-09-30, but is not later"),
        ({"dates": GIVEN[:1]}, "the last date is 2025-03-31, but the schedule ends on 2025-09-30"),
        ({}, "neither months nor dates are given"),
    ],
)
def test_given_dates_that_say_no_schedule_are_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        periods(Schedule(start_on=date(2025, 1, 1), end_on=GIVEN[-1], **PLAIN, **fields))
