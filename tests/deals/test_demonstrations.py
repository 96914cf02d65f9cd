"""The mission's three cases: what their READMEs expect is what comes out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from chizai.assets.statements import Break
from chizai.documents.book import DealBook
from chizai.feeds.inputs import read_inputs
from chizai.forecast.receipts import Receipt
from chizai.units.rate import PPM
from chizai.units.result import Ok, Place
from chizai.valuation.assessment import Criterion
from chizai.valuation.findings import Verdict
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import account_table, class_table, fee_table, guarantee_table

DEMONSTRATIONS = ("electronics-patents", "drug-patents", "anime-copyrights")


def forecasts_of(book: DealBook, licence_id: str) -> list[Receipt]:
    lines = [receipt for period in book.collections.lines for receipt in period]
    return [receipt for receipt in lines if receipt.licence_id == licence_id and not receipt.is_actual]


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_each_class_gets_what_the_readme_expects(
    name: str, book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    book = book_of(name)
    got = []
    for security in book.deal.classes:
        rows = class_table(book.run, security.id)
        sums = [
            sum(amounts)
            for amounts in (
                [row.principal_paid_minor for row in rows],
                [row.interest_paid_minor for row in rows],
                [row.residual_paid_minor for row in rows],
            )
        ]
        repaid_on = next(row.paid_on for row in rows if row.closing_minor == 0)
        got.append((security.id, *(f"{amount:,}" for amount in sums), str(repaid_on)))
    assert got == expected_rows(name)


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_collections_and_value_are_what_the_readme_expects(
    name: str, book_of: Callable[[str], DealBook], expected_of: Callable[[str], str]
) -> None:
    book = book_of(name)
    assert f"Collections of the whole life are {sum(book.run.inflows_minor):,} yen" in expected_of(name)
    assert book.valuation is not None
    assert f"worth {book.valuation.value_minor:,} yen on {book.provenance.as_of_on}" in expected_of(name)


@pytest.mark.parametrize(
    ("name", "raised_minor"),
    [("electronics-patents", 2_300_000_000), ("drug-patents", 500_000_000), ("anime-copyrights", 1_000_000_000)],
)
def test_a_demonstration_raises_what_the_mission_says(
    name: str, raised_minor: int, book_of: Callable[[str], DealBook]
) -> None:
    assert sum(security.balance_minor for security in book_of(name).deal.classes) == raised_minor


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_every_class_is_repaid_and_no_fee_is_left_unpaid(name: str, book_of: Callable[[str], DealBook]) -> None:
    book = book_of(name)
    for security in book.deal.classes:
        rows = class_table(book.run, security.id)
        assert rows[-1].closing_minor == 0
        assert all(row.interest_unpaid_minor == 0 for row in rows)
    assert all(row.unpaid_minor == 0 for fee in book.deal.fees for row in fee_table(book.run, fee.id))


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_every_right_is_fit_to_be_securitised(name: str, book_of: Callable[[str], DealBook]) -> None:
    book = book_of(name)
    assert book.screening is not None
    assert book.screening.is_eligible


def test_the_smartphone_patents_stand_where_the_readme_says_on_the_as_of_date(
    book_of: Callable[[str], DealBook], expected_of: Callable[[str], str]
) -> None:
    book = book_of("electronics-patents")
    paid = book.n_periods_actual
    assert paid == 4
    assert f"{sum(book.run.inflows_minor[:paid]):,} yen collected" in expected_of(book.deal.id)
    assert f"class A stands at {class_table(book.run, 'A')[paid - 1].closing_minor:,} yen" in expected_of(book.deal.id)
    fees = sum(row.paid_minor for fee in book.deal.fees for row in fee_table(book.run, fee.id))
    assert f"fees {fees:,}" in expected_of(book.deal.id)


def test_the_smartphone_patents_cover_their_debt_service_comfortably_while_class_a_is_out(
    book_of: Callable[[str], DealBook],
) -> None:
    book = book_of("electronics-patents")
    rows = class_table(book.run, "A")
    covers = [cover for cover, row in zip(book.dscr_ppm, rows, strict=True) if cover and row.opening_minor]
    assert min(covers) // 10_000 == 131
    assert -(-max(covers) // 10_000) == 177


def test_no_cash_is_forecast_after_the_last_patent_of_a_licence_expires_or_the_licence_ends(
    book_of: Callable[[str], DealBook],
) -> None:
    book = book_of("electronics-patents")
    # the last day of use and the licence's days from the end of a quarter to its cash
    assert max(receipt.received_on for receipt in forecasts_of(book, "EL-3")) == date(2029, 8, 29)
    assert max(receipt.received_on for receipt in forecasts_of(book, "EL-5")) == date(2031, 1, 30)
    cut = forecasts_of(book, "EL-3")[-1]
    assert "EP-02, the last of its rights, expires on 2029-05-20" in str(cut.origin)
    assert max(receipt.received_on for receipt in forecasts_of(book, "EL-1")).year == 2032


def test_a_licensee_s_wrong_total_is_shown_with_both_figures(book_of: Callable[[str], DealBook]) -> None:
    breaks = [found for statement in book_of("electronics-patents").pool.statements for found in statement.breaks]
    place = Place("statements/el-6-2026-q2.csv", 8, "amount_jpy")
    assert breaks == [Break(place, "total_gross", "850,673,500 JPY", "850,637,500 JPY")]
    report = book_of("electronics-patents").pool.statements[2]
    assert [row.royalty_minor for row in report.rows] == [10_071_300]


def test_the_reserve_stays_full_until_it_is_released(book_of: Callable[[str], DealBook]) -> None:
    rows = account_table(book_of("electronics-patents").run, "reserve")
    assert {row.closing_minor for row in rows[:-1]} == {90_000_000}
    assert rows[-1].closing_minor == 0


def test_a_drug_before_its_launch_has_no_history_and_still_passes(book_of: Callable[[str], DealBook]) -> None:
    screening = book_of("drug-patents").screening
    assert screening is not None
    for right in screening.rights:
        findings = {finding.criterion: finding.judgement for finding in right.findings}
        assert findings[Criterion.CASH_FLOW].verdict is Verdict.WEAK
        assert findings[Criterion.CASH_FLOW].score == 0
        assert findings[Criterion.MATURITY].verdict is Verdict.PASSED


def test_the_bank_pays_interest_before_the_launch_and_is_repaid(
    book_of: Callable[[str], DealBook], expected_of: Callable[[str], str]
) -> None:
    book = book_of("drug-patents")
    rows = guarantee_table(book.run, "bank-guarantee")
    drawn = {row.paid_on: row.drawn_minor for row in rows if row.drawn_minor}
    assert drawn == {date(2027, 3, 31): 784_656, date(2027, 9, 30): 5_615_342, date(2028, 3, 31): 5_615_342}
    assert sum(row.reimbursed_minor for row in rows) == sum(drawn.values()) == 12_015_340
    assert [str(row.paid_on) for row in rows if row.reimbursed_minor] == ["2028-09-29", "2029-03-30", "2029-09-28"]
    assert rows[-1].left_minor == 24_000_000 - 12_015_340
    assert rows[-1].claim_minor == 0
    for figure in ("784,656", "5,615,342", "12,015,340", "11,984,660", "2028-09-29", "2029-03-30", "2029-09-28"):
        assert figure in expected_of("drug-patents")


def test_the_interest_reserve_pays_before_the_bank_does(book_of: Callable[[str], DealBook]) -> None:
    run = book_of("drug-patents").run
    for reserve, bank in zip(
        account_table(run, "interest-reserve"), guarantee_table(run, "bank-guarantee"), strict=True
    ):
        assert bank.drawn_minor == 0 or reserve.closing_minor == 0


def test_royalties_of_the_drug_reach_the_mission_s_figure_within_five_years_of_the_launch(deals_folder: Path) -> None:
    inputs = read_inputs(deals_folder / "drug-patents")
    assert isinstance(inputs, Ok)
    plan = {planned.year: planned.royalty_minor for planned in inputs.value.forecasts[0].plan}
    assert plan[min(plan) + 3] == 115_000_000
    assert all(royalty > 100_000_000 for year, royalty in plan.items() if year >= min(plan) + 3)


def test_a_drug_that_is_never_sold_costs_its_holders_interest_and_no_principal(
    book_of: Callable[[str], DealBook],
) -> None:
    program = book_of("drug-patents").run.program
    run = run_exact(program, [0] * len(program.payment_dates))
    rows, bank = class_table(run, "A"), guarantee_table(run, "bank-guarantee")
    insurer = guarantee_table(run, "principal-insurance")
    assert bank[-1].left_minor == 0
    assert sum(row.drawn_minor for row in bank) == 24_000_000
    assert [row.drawn_minor for row in insurer if row.drawn_minor] == [400_000_000]
    assert insurer[-1].drawn_minor == 400_000_000
    assert rows[-1].closing_minor == 0
    assert rows[-1].interest_unpaid_minor > 0
    assert sum(row.interest_paid_minor for row in rows) == 16_000_000 + 24_000_000
    assert sum(row.paid_minor for row in class_table(run, "B")) == 0


def test_the_patent_of_taiwan_ends_the_licence_there(book_of: Callable[[str], DealBook]) -> None:
    receipts = forecasts_of(book_of("drug-patents"), "DL-TW")
    assert "DP-04, the last of its rights, expires on 2034-06-20" in str(receipts[-1].origin)


def test_the_anime_classes_of_one_rank_stand_level_to_two_yen(
    book_of: Callable[[str], DealBook], expected_of: Callable[[str], str]
) -> None:
    book = book_of("anime-copyrights")
    paid = book.n_periods_actual
    assert paid == 2
    first, second = (class_table(book.run, name)[paid - 1].closing_minor for name in ("A1", "A2"))
    assert (first, second) == (267_701_819, 267_701_821)
    assert f"A1 stands at {first:,} yen and A2 at {second:,}" in expected_of(book.deal.id)
    assert f"{sum(book.run.inflows_minor[:paid]):,} yen collected" in expected_of(book.deal.id)


def test_the_anime_statements_are_by_title_and_all_count(book_of: Callable[[str], DealBook]) -> None:
    pool = book_of("anime-copyrights").pool
    assert len(pool.rows()) == 728
    assert {row.right_id for row in pool.rows()} == {right.id for right in pool.rights}
    assert len(pool.rights) == 24


def test_a_share_of_a_work_came_to_the_originator_before_the_sale(book_of: Callable[[str], DealBook]) -> None:
    links = [link for link in book_of("anime-copyrights").pool.assignments if link.right_id == "AC-06"]
    assert [(link.assignor, link.share_ppm) for link in links] == [
        ("", 600_000),
        ("", 400_000),
        ("Producer 2 (demonstration)", 400_000),
        ("Originator (demonstration)", PPM),
    ]
