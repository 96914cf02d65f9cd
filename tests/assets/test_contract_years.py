"""Contract years: where they begin and end, and which rows are theirs."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.contract_years import ONE_DAY, YearSpan, contract_years, reports_by_year
from chizai.assets.licences import Licence
from chizai.assets.statements import StatementRow
from chizai.units.result import Place


def licence(starts_on: date, ends_on: date | None = None) -> Licence:
    return Licence(id="L1", licensee="x", right_ids=("R1",), currency="JPY", starts_on=starts_on, ends_on=ends_on)


def row(start_on: date, end_on: date) -> StatementRow:
    return StatementRow(
        place=Place("a.csv", 2),
        licence_id="L1",
        period_start_on=start_on,
        period_end_on=end_on,
        received_on=end_on,
        royalty_minor=1,
        currency="JPY",
    )


SPANS = contract_years(licence(date(2024, 4, 1)), date(2026, 3, 31))
FIRST, SECOND = SPANS


def test_years_begin_on_the_anniversaries_up_to_the_one_of_the_day() -> None:
    assert [(span.start_on, span.end_on) for span in SPANS] == [
        (date(2024, 4, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2026, 3, 31)),
    ]
    assert len(contract_years(licence(date(2024, 4, 1)), date(2026, 4, 1))) == 3


def test_a_licence_that_has_not_begun_has_no_year() -> None:
    assert contract_years(licence(date(2024, 4, 1)), date(2024, 3, 31)) == ()


@pytest.mark.parametrize(("ends_on", "is_cut"), [(date(2025, 3, 31), False), (date(2025, 3, 30), True)])
def test_a_year_is_cut_where_the_licence_ends_within_it(ends_on: date, *, is_cut: bool) -> None:
    assert contract_years(licence(date(2024, 4, 1), ends_on), date(2030, 1, 1)) == (
        YearSpan(date(2024, 4, 1), ends_on, is_cut),
    )


def test_a_licence_of_29_february_begins_its_years_on_1_march_where_there_is_no_29th() -> None:
    spans = contract_years(licence(date(2024, 2, 29)), date(2028, 2, 29))
    assert [span.start_on for span in spans] == [
        date(2024, 2, 29),
        *(date(y, 3, 1) for y in (2025, 2026, 2027)),
        date(2028, 2, 29),
    ]


def test_the_calendars_last_year_ends_with_it() -> None:
    (span,) = contract_years(licence(date(9999, 4, 1)), date.max)
    assert (span.end_on, span.is_cut) == (date.max, False)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_years_touch_each_other_and_the_last_holds_the_day(starts_on: date, until_on: date) -> None:
    spans = contract_years(licence(starts_on), until_on)
    assert all(later.start_on == earlier.end_on + ONE_DAY for earlier, later in pairwise(spans))
    assert bool(spans) == (starts_on <= until_on)
    if spans:
        assert spans[0].start_on == starts_on
        assert spans[-1].start_on <= until_on <= spans[-1].end_on


def test_a_row_is_of_the_year_in_which_all_of_its_period_lies() -> None:
    rows = [row(date(2024, 4, 1), date(2025, 3, 31)), row(date(2026, 3, 31), date(2026, 3, 31))]
    years, outside = reports_by_year(SPANS, rows)
    assert [year.rows for year in years] == [(rows[0],), (rows[1],)]
    assert (outside, [year.astride for year in years]) == ((), [(), ()])


def test_a_row_with_days_of_two_years_is_astride_in_both_and_covers_neither() -> None:
    both = row(date(2025, 1, 1), date(2025, 6, 30))
    years, outside = reports_by_year(SPANS, [both])
    assert [(year.rows, year.astride, year.is_whole) for year in years] == [((), (both,), False)] * 2
    assert outside == ()


@pytest.mark.parametrize(
    ("start_on", "end_on", "is_outside"),
    [
        (date(2024, 1, 1), date(2024, 3, 31), True),
        (date(2024, 1, 1), date(2024, 4, 1), False),
        (date(2026, 3, 31), date(2026, 4, 1), False),
        (date(2026, 4, 1), date(2026, 6, 30), True),
    ],
)
def test_a_row_before_or_after_the_licence_is_outside_and_one_that_leads_over_its_ends_is_astride(
    start_on: date, end_on: date, *, is_outside: bool
) -> None:
    years, outside = reports_by_year(SPANS, [row(start_on, end_on)])
    assert bool(outside) is is_outside
    assert sum(len(year.astride) for year in years) == (not is_outside)


def test_what_no_row_covers_is_named_by_its_days_whatever_the_order_of_the_rows() -> None:
    rows = [
        row(date(2024, 10, 1), date(2024, 12, 31)),
        row(date(2024, 5, 1), date(2024, 6, 30)),
        row(date(2024, 5, 1), date(2024, 5, 31)),
    ]
    year = reports_by_year(SPANS, rows)[0][0]
    assert year.unreported == (
        (date(2024, 4, 1), date(2024, 4, 30)),
        (date(2024, 7, 1), date(2024, 9, 30)),
        (date(2025, 1, 1), date(2025, 3, 31)),
    )
    assert [year.covers(day) for day in (date(2024, 4, 30), date(2024, 5, 1), date(2024, 12, 31))] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("start_on", "end_on", "is_whole", "is_so_far"),
    [
        (FIRST.start_on, FIRST.end_on, True, True),
        (FIRST.start_on, date(2024, 9, 30), False, True),
        (date(2024, 10, 1), FIRST.end_on, False, False),
        (date(2024, 5, 1), date(2024, 9, 30), False, False),
        (SECOND.start_on, SECOND.end_on, False, True),
    ],
)
def test_a_year_is_whole_reported_so_far_or_with_a_hole(
    start_on: date, end_on: date, *, is_whole: bool, is_so_far: bool
) -> None:
    year = reports_by_year(SPANS, [row(start_on, end_on)])[0][0]
    assert (year.is_whole, year.is_so_far) == (is_whole, is_so_far)
