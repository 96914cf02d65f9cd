"""What holds of the royalty audit whatever is sold and reported."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.assets.audited import audit, first, row, year_row

from chizai.assets.licences import LadderBasis, RoyaltyTerms, Rung
from chizai.assets.royalty_audit import AuditedYear, Verdict
from chizai.assets.statements import StatementRow

rates = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=4)
ladders = rates.map(lambda ppm: tuple(Rung(i * 1_000, rate) for i, rate in enumerate(ppm)))
amounts = st.integers(0, 10_000)
sales_of_years = st.lists(amounts, min_size=1, max_size=3)


def reported(sales: list[int], royalties: list[int] | None = None) -> list[StatementRow]:
    paid = royalties or [0] * len(sales)
    return [year_row(royalty, sold, 2025 + i) for i, (sold, royalty) in enumerate(zip(sales, paid, strict=True))]


def payable(years: tuple[AuditedYear, ...]) -> list[int]:
    assert all(year.due.is_told for year in years if year.reports.rows)
    return [year.due.least.payable_minor for year in years if year.reports.rows]


@given(ladders, amounts, amounts, st.integers(0, 2_000), st.integers(0, 2_000))
def test_due_never_falls_as_sales_grow_on_a_marginal_ladder(
    ladder: tuple[Rung, ...], sales_minor: int, more_minor: int, minimum_minor: int, advance_minor: int
) -> None:
    terms = RoyaltyTerms(ladder=ladder, minimum_annual_minor=minimum_minor, advance_minor=advance_minor)
    (less,), (more,) = (payable(audit(terms, year_row(0, s)).years) for s in (sales_minor, sales_minor + more_minor))
    assert less <= more


@given(ladders, st.sampled_from(LadderBasis), sales_of_years, amounts, amounts)
def test_due_lies_between_the_minimum_and_the_cap(
    ladder: tuple[Rung, ...], basis: LadderBasis, sales: list[int], one: int, other: int
) -> None:
    minimum, cap = sorted((one, other))
    terms = RoyaltyTerms(ladder=ladder, ladder_basis=basis, minimum_annual_minor=minimum, cap_annual_minor=cap)
    assert all(minimum <= due <= cap for due in payable(audit(terms, *reported(sales)).years))


@given(ladders, sales_of_years, amounts, amounts)
def test_an_advance_takes_off_what_is_due_and_never_more_than_itself(
    ladder: tuple[Rung, ...], sales: list[int], minimum: int, advance: int
) -> None:
    terms = RoyaltyTerms(ladder=ladder, minimum_annual_minor=minimum)
    without = payable(audit(terms, *reported(sales)).years)
    due = payable(audit(replace(terms, advance_minor=advance), *reported(sales)).years)
    assert sum(without) - sum(due) == min(advance, sum(without))
    assert all(0 <= less <= more for less, more in zip(due, without, strict=True))


@given(ladders, sales_of_years, amounts, st.none() | st.integers(10_000, 20_000), amounts)
def test_what_the_terms_make_due_is_never_a_finding_whatever_the_reports_leave_out(
    ladder: tuple[Rung, ...], sales: list[int], minimum: int, cap: int | None, advance: int
) -> None:
    terms = RoyaltyTerms(ladder=ladder, minimum_annual_minor=minimum, cap_annual_minor=cap, advance_minor=advance)
    honest = reported(sales, payable(audit(terms, *reported(sales)).years))
    silent = [year_row(each.royalty_minor, None, each.period_end_on.year) for each in honest]
    for rows in (honest, silent, honest[1:], silent[1:], [silent[0], *honest[1:]]):
        verdicts = {year.verdict for year in audit(terms, *rows).years}
        assert not verdicts & {Verdict.SHORT, Verdict.ABOVE}
    assert {year.verdict for year in audit(terms, *honest).years if year.reports.rows} == {Verdict.AGREES}


limits = st.tuples(amounts, st.none() | st.integers(10_000, 20_000), st.integers(0, 20_000))
"""A minimum, a cap and an advance."""


@given(ladders, st.lists(amounts, min_size=4, max_size=4), st.sets(st.integers(0, 3)), limits)
def test_quarters_of_an_honest_licensee_are_no_finding_whichever_of_them_are_missing(
    ladder: tuple[Rung, ...], sales: list[int], missing: set[int], limits: tuple[int, int | None, int]
) -> None:
    minimum, cap, advance = limits
    terms = RoyaltyTerms(ladder=ladder, minimum_annual_minor=minimum, cap_annual_minor=cap, advance_minor=advance)
    starts = [date(2025, month, 1) for month in (1, 4, 7, 10)]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), date(2025, 12, 31)]
    paid_before, rows = 0, []
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        so_far = row(0, sum(sales[: i + 1]), "2025-01-01", str(end))
        due_so_far = first(terms, so_far).due.least.payable_minor
        rows.append(row(due_so_far - paid_before, sales[i], str(start), str(end)))
        paid_before = due_so_far
    kept = [each for i, each in enumerate(rows) if i not in missing]
    found_in = {year.verdict for year in audit(terms, *kept).years}
    assert not found_in & {Verdict.SHORT, Verdict.ABOVE}
