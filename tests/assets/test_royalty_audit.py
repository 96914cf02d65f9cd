"""The royalty audit: each term as a finding, what is left open and why."""

from dataclasses import replace
from datetime import date

import pytest
from tests.assets.audited import FLAT, TWO_RUNGS, audit, first, found, row, year_row

from chizai.assets.licences import LadderBasis, Milestone, RoyaltyTerms, Rung
from chizai.assets.royalty_audit import Verdict
from chizai.assets.royalty_bounds import Term
from chizai.assets.statements import LeftOutRow, StatementRow
from chizai.units.result import Place


@pytest.mark.parametrize(
    ("basis", "due_minor"), [(LadderBasis.MARGINAL, 5_500), (LadderBasis.WHOLE, 7_500)], ids=["marginal", "whole"]
)
def test_the_ladder_tells_what_is_due_on_the_sales(basis: LadderBasis, due_minor: int) -> None:
    terms = RoyaltyTerms(ladder=TWO_RUNGS, ladder_basis=basis)
    assert found(first(terms, year_row(due_minor, 150_000))) == (Verdict.AGREES, 0, (Term.LADDER,))
    assert found(first(terms, year_row(4_500, 150_000))) == (Verdict.SHORT, 4_500 - due_minor, (Term.LADDER,))
    assert found(first(terms, year_row(8_000, 150_000))) == (Verdict.ABOVE, 8_000 - due_minor, (Term.LADDER,))


def test_the_minimum_and_the_cap_hold_for_the_whole_year() -> None:
    terms = RoyaltyTerms(ladder=FLAT, minimum_annual_minor=2_000, cap_annual_minor=5_000)
    assert found(first(terms, year_row(1_000, 10_000))) == (Verdict.SHORT, -1_000, (Term.MINIMUM,))
    assert found(first(terms, year_row(9_000, 90_000))) == (Verdict.ABOVE, 4_000, (Term.CAP,))
    assert found(first(terms, year_row(5_000, 90_000))) == (Verdict.AGREES, 0, (Term.CAP,))


def test_the_advance_is_recouped_first_and_carried_from_year_to_year() -> None:
    terms = RoyaltyTerms(ladder=FLAT, advance_minor=15_000)
    rows = year_row(0, 100_000), year_row(5_000, 100_000, 2026), year_row(10_000, 100_000, 2027)
    years = audit(terms, *rows).years[:3]
    assert [found(year) for year in years] == [
        (Verdict.AGREES, 0, (Term.LADDER, Term.ADVANCE)),
        (Verdict.AGREES, 0, (Term.LADDER, Term.ADVANCE)),
        (Verdict.AGREES, 0, (Term.LADDER,)),
    ]
    again = audit(terms, year_row(0, 100_000), year_row(0, 100_000, 2026)).years[1]
    assert found(again) == (Verdict.SHORT, -5_000, (Term.LADDER, Term.ADVANCE))


def test_a_milestone_is_due_in_the_year_in_which_it_was_reached_and_no_other() -> None:
    reached = Milestone("approval", 7_000, date(2026, 6, 30))
    terms = RoyaltyTerms(ladder=FLAT, milestones=(reached, Milestone("launch", 9_000)))
    years = audit(terms, year_row(1_000, 10_000), year_row(1_000, 10_000, 2026)).years
    assert found(years[0]) == (Verdict.AGREES, 0, (Term.LADDER,))
    assert found(years[1]) == (Verdict.SHORT, -7_000, (Term.LADDER, Term.MILESTONES))


def test_a_milestone_that_is_reached_after_the_day_of_the_audit_is_not_due_yet() -> None:
    terms = RoyaltyTerms(ladder=FLAT, milestones=(Milestone("approval", 7_000, date(2025, 12, 31)),))
    (year,) = audit(terms, year_row(1_000, 10_000), as_of_on=date(2025, 12, 30)).years
    assert year.verdict is Verdict.AGREES


@pytest.mark.parametrize(
    ("royalty_minor", "verdict"),
    [(997, Verdict.SHORT), (998, Verdict.AGREES), (1_002, Verdict.AGREES), (1_003, Verdict.ABOVE)],
)
def test_a_unit_a_row_of_rounding_is_no_finding(royalty_minor: int, verdict: Verdict) -> None:
    halves = row(royalty_minor, 10_000, "2025-01-01", "2025-06-30"), row(0, 0, "2025-07-01", "2025-12-31")
    assert first(RoyaltyTerms(ladder=FLAT), *halves).verdict is verdict


@pytest.mark.parametrize(
    ("royalty_minor", "verdict", "difference_minor", "terms"),
    [
        (1_500, Verdict.SHORT, -500, (Term.MINIMUM,)),
        (3_000, Verdict.OPEN, None, (Term.MINIMUM, Term.CAP)),
        (5_600, Verdict.ABOVE, 600, (Term.CAP,)),
    ],
)
def test_without_sales_only_the_minimum_and_the_cap_are_checked(
    royalty_minor: int, verdict: Verdict, difference_minor: int | None, terms: tuple[Term, ...]
) -> None:
    year = first(RoyaltyTerms(ladder=FLAT, minimum_annual_minor=2_000, cap_annual_minor=5_000), year_row(royalty_minor))
    assert found(year) == (verdict, difference_minor, terms)
    assert year.due.untold == ("no net sales are reported",)


def test_without_sales_an_advance_lets_less_be_due_than_the_minimum_until_it_is_recouped() -> None:
    terms = RoyaltyTerms(minimum_annual_minor=2_000, advance_minor=3_000)
    years = audit(terms, year_row(0), year_row(0, None, 2026), year_row(1_000, None, 2027)).years[:3]
    assert [(year.due.least.payable_minor, year.verdict) for year in years] == [
        (0, Verdict.OPEN),
        (1_000, Verdict.SHORT),
        (2_000, Verdict.SHORT),
    ]
    assert "how much of the advance was recouped before is not told" in years[1].due.untold


def test_a_cap_bounds_how_much_of_the_advance_can_be_recouped() -> None:
    terms = RoyaltyTerms(cap_annual_minor=2_000, advance_minor=3_000)
    years = audit(terms, year_row(10), year_row(1_500, None, 2026)).years
    assert [found(year)[:2] for year in years[:2]] == [(Verdict.ABOVE, 10), (Verdict.ABOVE, 500)]


def test_a_year_that_is_not_wholly_reported_is_held_against_the_ladder_and_not_the_minimum() -> None:
    terms = RoyaltyTerms(ladder=TWO_RUNGS, minimum_annual_minor=9_000)
    half = "2025-01-01", "2025-06-30"
    year = first(terms, row(5_500, 150_000, *half))
    assert found(year) == (Verdict.OPEN, None, (Term.LADDER,))
    assert year.due.untold == ("not reported: 2025-07-01 to 2025-12-31, so the minimum is not judged",)
    assert found(first(terms, row(4_500, 150_000, *half))) == (Verdict.SHORT, -1_000, (Term.LADDER,))
    assert found(first(terms, row(9_500, 150_000, *half)))[:2] == (Verdict.ABOVE, 500)


def test_a_milestone_of_days_that_are_not_reported_is_possible_and_not_sure() -> None:
    terms = RoyaltyTerms(ladder=FLAT, milestones=(Milestone("approval", 7_000, date(2025, 8, 1)),))
    year = first(terms, row(1_000, 10_000, "2025-01-01", "2025-06-30"))
    assert year.due.most is not None
    assert (year.due.least.payable_minor, year.due.most.payable_minor, year.verdict) == (1_000, 8_000, Verdict.OPEN)


def test_after_a_hole_the_rung_is_not_told_but_one_rate_is() -> None:
    late = row(1_000, 10_000, "2025-07-01", "2025-12-31")
    assert first(RoyaltyTerms(ladder=FLAT), late).verdict is Verdict.AGREES
    year = first(RoyaltyTerms(ladder=TWO_RUNGS), late)
    assert year.verdict is Verdict.OPEN
    assert year.due.untold[0].startswith("the rung and the cap that are reached hang on sales")


def test_the_rate_of_the_last_rung_for_all_sales_is_told_by_the_whole_year_alone() -> None:
    terms = RoyaltyTerms(ladder=TWO_RUNGS, ladder_basis=LadderBasis.WHOLE)
    year = first(terms, row(3_000, 100_000, "2025-01-01", "2025-06-30"))
    assert (year.verdict, year.due.most) == (Verdict.OPEN, None)


def test_after_a_year_that_is_not_reported_the_advance_may_be_recouped_or_not() -> None:
    terms = RoyaltyTerms(ladder=FLAT, advance_minor=4_000)
    (first_known, *_) = audit(terms, year_row(3_000, 100_000, 2026)).years
    assert first_known.due.most is not None
    assert (first_known.due.least.payable_minor, first_known.due.most.payable_minor) == (6_000, 10_000)
    assert found(first_known)[:2] == (Verdict.SHORT, -3_000)


@pytest.mark.parametrize(
    ("part", "later"),
    [
        (row(0, 10_000, "2025-01-01", "2025-06-30"), year_row(10_000, 100_000, 2026)),
        (row(0, 10_000, "2025-07-01", "2025-12-31"), year_row(10_000, 100_000, 2026)),
    ],
    ids=["the rest of the year", "its beginning"],
)
def test_after_a_year_of_which_part_is_reported_the_rest_may_have_recouped_the_advance(
    part: StatementRow, later: StatementRow
) -> None:
    years = audit(RoyaltyTerms(ladder=FLAT, advance_minor=4_000), part, later, as_of_on=date(2027, 12, 31)).years
    assert [year.verdict for year in years[1:]] == [Verdict.OPEN] * 2
    assert years[1].due.least.payable_minor == 7_000


def test_before_what_is_reported_of_a_year_the_advance_may_have_been_recouped() -> None:
    late = row(9_000, 100_000, "2025-07-01", "2025-12-31")
    assert first(RoyaltyTerms(ladder=FLAT, advance_minor=4_000), late).verdict is Verdict.OPEN


def test_a_year_that_the_licence_cuts_short_owes_no_minimum_for_sure() -> None:
    part = row(10, None, "2025-01-01", "2025-06-30")
    year = first(RoyaltyTerms(minimum_annual_minor=1_000), part, ends_on=date(2025, 6, 30))
    assert (year.verdict, year.due.least.payable_minor) == (Verdict.OPEN, 0)


@pytest.mark.parametrize(
    ("terms", "is_told"),
    [
        (RoyaltyTerms(ladder=FLAT), True),
        (RoyaltyTerms(ladder=TWO_RUNGS), False),
        (RoyaltyTerms(ladder=FLAT, minimum_annual_minor=1), False),
        (RoyaltyTerms(ladder=FLAT, cap_annual_minor=9_000), False),
    ],
)
def test_a_year_that_the_licence_cuts_short_is_not_held_against_terms_for_whole_years(
    terms: RoyaltyTerms, *, is_told: bool
) -> None:
    part = row(1_000, 10_000, "2025-01-01", "2025-06-30")
    year = first(terms, part, ends_on=date(2025, 6, 30))
    assert (year.due.is_told, year.verdict) == (is_told, Verdict.AGREES if is_told else Verdict.OPEN)
    assert bool(year.due.untold) is not is_told


@pytest.mark.parametrize(
    ("rows", "untold", "kept"),
    [
        ([row(5, 50, "2025-01-01", "2025-06-30"), row(5, None, "2025-07-01", "2025-12-31")],
         "rows without net sales: 1 of 2", (Term.MINIMUM,)),
        ([year_row(-5, -50)], "net sales sum to less than nothing", ()),
        ([row(5, 50, "2025-07-01", "2026-06-30")],
         "a.csv:2: royalty has days of more than one contract year, or outside the licence", ()),
    ],
)  # fmt: skip
def test_what_the_sales_do_not_tell_is_left_open_and_said(
    rows: list[StatementRow], untold: str, kept: tuple[Term, ...]
) -> None:
    year = first(RoyaltyTerms(ladder=FLAT, minimum_annual_minor=9), *rows)
    assert (found(year), year.due.untold[0]) == ((Verdict.OPEN, None, kept), untold)


def test_a_year_of_which_nothing_is_reported_is_overdue_once_its_days_of_settlement_are_over() -> None:
    terms = RoyaltyTerms(ladder=FLAT, minimum_annual_minor=900)
    years = audit(terms, year_row(1_000, 10_000), as_of_on=date(2027, 4, 1)).years
    found_then = [(year.verdict, year.due.least.payable_minor, year.open_because, year.terms) for year in years[1:]]
    assert found_then == [
        (Verdict.OVERDUE, 900, ("nothing is reported",), (Term.MINIMUM,)),
        (Verdict.OPEN, 0, ("nothing is reported",), ()),
    ]
    before = audit(terms, year_row(1_000, 10_000), as_of_on=date(2027, 3, 31)).years[1]
    assert (before.verdict, before.due.least.payable_minor) == (Verdict.OPEN, 0)


def test_years_before_the_first_report_are_not_overdue() -> None:
    years = audit(RoyaltyTerms(ladder=FLAT, minimum_annual_minor=900), year_row(1_000, 10_000, 2026)).years
    assert years[0].reports.span.start_on == date(2026, 1, 1)


def test_after_the_last_right_has_expired_no_minimum_is_owed() -> None:
    terms = RoyaltyTerms(ladder=FLAT, minimum_annual_minor=900)
    rows = year_row(1_000, 10_000), year_row(0, 0, 2026)
    assert audit(terms, *rows).years[1].verdict is Verdict.SHORT
    years = audit(terms, *rows, lives={"R1": date(2026, 1, 1)}).years
    assert [(year.verdict, year.reports.span.end_on) for year in years[1:]] == [(Verdict.OPEN, date(2026, 1, 1))]


def test_reports_of_the_year_to_date_are_not_added_to_a_finding() -> None:
    terms = RoyaltyTerms(ladder=TWO_RUNGS)
    rows = row(1_500, 50_000, "2025-01-01", "2025-06-30"), row(3_500, 110_000, "2025-01-01", "2025-12-31", 3)
    year = first(terms, *rows)
    assert (year.verdict, year.open_because[0]) == (
        Verdict.OPEN,
        "a.csv:3: royalty reports days that a.csv:2: royalty reports, too",
    )


def test_the_lines_of_one_report_and_a_payment_without_sales_are_parts_of_a_sum() -> None:
    terms = RoyaltyTerms(ladder=FLAT, minimum_annual_minor=2_000)
    rows = year_row(500, 5_000), year_row(600, 6_000), row(900, 0, "2025-12-01", "2025-12-31")
    assert found(first(terms, *rows)) == (Verdict.AGREES, 0, (Term.MINIMUM,))


def test_a_payment_for_the_year_does_not_report_the_sales_of_a_quarter_that_is_missing() -> None:
    falling = (Rung(0, 100_000), Rung(10_000, 20_000))
    paid = replace(year_row(100, 0), place=Place("a.csv", 3))
    quarters = row(500, 5_000, "2025-01-01", "2025-03-31"), row(100, 5_000, "2025-07-01", "2025-12-31", 4)
    year = first(RoyaltyTerms(ladder=falling), paid, *quarters)
    assert (year.verdict, year.reports.unreported) == (Verdict.OPEN, ((date(2025, 4, 1), date(2025, 6, 30)),))


def test_a_row_that_could_not_be_used_leaves_the_years_open_that_it_may_be_of() -> None:
    terms = RoyaltyTerms(ladder=FLAT)
    rows = year_row(500, 10_000), year_row(500, 10_000, 2026)
    bad = LeftOutRow(Place("a.csv", 9), "L1", (date(2025, 3, 1), date(2025, 3, 31)))
    years = audit(terms, *rows, left_out=(bad,)).years
    assert [year.verdict for year in years[:2]] == [Verdict.OPEN, Verdict.SHORT]
    assert years[0].open_because[0] == "a.csv:9 could not be used, and may be of the year"
    unread = audit(terms, *rows, left_out=(replace(bad, period=None),)).years
    assert {year.verdict for year in unread} == {Verdict.OPEN}


def test_where_rows_tell_their_right_a_year_is_whole_once_each_living_right_is_reported() -> None:
    terms = RoyaltyTerms(ladder=FLAT, minimum_annual_minor=2_000)
    one = replace(year_row(500, 5_000), right_id="R1")
    lives = {"R1": date(2040, 1, 1), "R2": date(2040, 1, 1)}
    assert audit(terms, one, lives=lives).years[0].verdict is Verdict.OPEN
    both = one, replace(year_row(500, 5_000), right_id="R2")
    assert found(audit(terms, *both, lives=lives).years[0]) == (Verdict.SHORT, -1_000, (Term.MINIMUM,))
    assert audit(terms, one, lives=lives | {"R2": date(2024, 12, 31)}).years[0].verdict is Verdict.SHORT


@pytest.mark.parametrize(("as_of_on", "verdict"), [("2026-03-31", Verdict.OPEN), ("2026-04-01", Verdict.SHORT)])
def test_a_minimum_and_a_milestone_are_due_for_sure_once_their_days_of_settlement_are_over(
    as_of_on: str, verdict: Verdict
) -> None:
    minimum = RoyaltyTerms(ladder=FLAT, minimum_annual_minor=2_000)
    milestone = RoyaltyTerms(ladder=FLAT, milestones=(Milestone("approval", 1_000, date(2025, 12, 31)),))
    for terms in (minimum, milestone):
        year = audit(terms, year_row(1_000, 10_000), as_of_on=date.fromisoformat(as_of_on)).years[0]
        assert year.verdict is verdict
    longer = replace(minimum, settlement_days=91)
    year = audit(longer, year_row(1_000, 10_000), as_of_on=date.fromisoformat(as_of_on)).years[0]
    assert year.verdict is Verdict.OPEN


@pytest.mark.parametrize(
    ("terms", "royalties_minor"),
    [
        (RoyaltyTerms(ladder=FLAT), (1_500, 500)),
        (RoyaltyTerms(ladder=FLAT, advance_minor=1_000), (1_000, 0)),
        (RoyaltyTerms(ladder=FLAT, milestones=(Milestone("approval", 700, date(2025, 12, 20)),)), (1_000, 1_700)),
        (RoyaltyTerms(ladder=FLAT, minimum_annual_minor=1_000), (300, 1_700)),
    ],
    ids=["overpaid and credited", "an advance recouped late", "a milestone paid late", "a minimum paid late"],
)
def test_what_one_year_reports_too_little_and_another_too_much_is_settled(
    terms: RoyaltyTerms, royalties_minor: tuple[int, int]
) -> None:
    years = audit(terms, *(year_row(each, 10_000, 2025 + i) for i, each in enumerate(royalties_minor))).years[:2]
    assert [(year.verdict, year.unsettled_minor) for year in years] == [(Verdict.SETTLED, 0)] * 2


def test_of_what_is_short_the_part_alone_is_a_finding_that_no_other_year_makes_good() -> None:
    years = audit(RoyaltyTerms(ladder=FLAT), year_row(400, 10_000), year_row(1_250, 10_000, 2026)).years
    assert [(year.verdict, year.difference_minor, year.unsettled_minor) for year in years[:2]] == [
        (Verdict.SHORT, -600, 350),
        (Verdict.SETTLED, 250, 0),
    ]


def test_a_top_up_in_the_reports_of_a_year_that_is_not_over_leaves_the_year_before_open() -> None:
    terms = RoyaltyTerms(ladder=FLAT, minimum_annual_minor=2_000)
    half = "2026-01-01", "2026-06-30"
    rows = year_row(1_000, 10_000), row(1_500, 5_000, *half)
    year = audit(terms, *rows, as_of_on=date(2026, 7, 31)).years[0]
    assert (year.verdict, year.open_because) == (Verdict.OPEN, ("what is short may have been paid in another year",))
    without = audit(terms, rows[0], row(500, 5_000, *half), as_of_on=date(2026, 7, 31)).years[0]
    assert found(without) == (Verdict.SHORT, -1_000, (Term.MINIMUM,))


@pytest.mark.parametrize(
    ("terms", "rows", "ends_on", "least_minor"),
    [
        (
            RoyaltyTerms(ladder=FLAT),
            [row(0, 150_000, "2025-01-01", "2025-06-30"), row(0, None, "2025-07-01", "2025-12-31")],
            None,
            15_000,
        ),
        (RoyaltyTerms(ladder=TWO_RUNGS), [row(0, 900_000, "2025-04-01", "2025-12-31")], None, 43_000),
        (RoyaltyTerms(ladder=TWO_RUNGS[::-1]), [row(0, 900_000, "2025-04-01", "2025-12-31")], None, 27_000),
        (
            RoyaltyTerms(ladder=TWO_RUNGS, ladder_basis=LadderBasis.WHOLE),
            [row(0, 900_000, "2025-01-01", "2025-09-30")],
            None,
            27_000,
        ),
        (
            RoyaltyTerms(ladder=FLAT, minimum_annual_minor=9_000),
            [row(0, 10_000, "2025-01-01", "2025-12-30")],
            date(2025, 12, 30),
            1_000,
        ),
    ],
    ids=["a blank cell", "a first quarter", "a falling ladder", "the whole at one rate", "a year cut by a day"],
)
def test_sales_that_are_told_bear_the_lowest_rates_at_least(
    terms: RoyaltyTerms, rows: list[StatementRow], ends_on: date | None, least_minor: int
) -> None:
    year = first(terms, *rows, ends_on=ends_on)
    assert found(year) == (Verdict.SHORT, -least_minor, (Term.LADDER,))


def test_sales_beside_a_correction_that_tells_none_or_under_a_cap_that_may_be_reached_bear_nothing_for_sure() -> None:
    corrected = year_row(0, 10_000), row(-5, None, "2025-12-01", "2025-12-31")
    assert first(RoyaltyTerms(ladder=FLAT), *corrected).due.least.payable_minor == 0
    late = row(0, 10_000, "2025-07-01", "2025-12-31")
    assert first(RoyaltyTerms(ladder=FLAT, cap_annual_minor=900), late).due.least.payable_minor == 0


def test_rows_of_days_on_which_the_licence_did_not_run_come_apart() -> None:
    early = row(5, 50, "2024-01-01", "2024-12-31")
    assert audit(RoyaltyTerms(ladder=FLAT), early).outside == (early,)


@pytest.mark.parametrize("terms", [RoyaltyTerms(), RoyaltyTerms(lag_days=60, withholding_ppm=100_000)])
def test_terms_that_do_not_say_how_much_is_due_are_not_audited(terms: RoyaltyTerms) -> None:
    assert audit(terms, year_row(5)).years == ()


def test_an_explanation_leads_to_the_cells_of_the_statement_and_the_key_of_the_licence() -> None:
    year = first(RoyaltyTerms(ladder=FLAT), year_row(900, 10_000))
    lines = list(year.explained.lines())
    assert lines[0].startswith("L1 for 2025-01-01 to 2025-12-31: short by 100 JPY")
    sources = {str(node.source) for node in year.explained.walk() if node.source}
    assert sources == {"a.csv:2025: royalty", "a.csv:2025: sales", "licences.toml: licences[1] (L1).terms"}


def test_an_explanation_of_an_open_year_tells_both_bounds_and_why_they_are_apart() -> None:
    year = first(RoyaltyTerms(minimum_annual_minor=20, cap_annual_minor=50), year_row(30))
    lines = list(year.explained.lines())
    assert "  due at least: 20 JPY  (the licence has no ladder)" in lines
    assert "  due at most: 50 JPY  (the licence has no ladder)" in lines
