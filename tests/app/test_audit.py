"""The royalty audit of a folder, and the model licence's worked report as its oracle."""

import re
from datetime import date
from pathlib import Path

import pytest

from chizai.app.audit import DealAudit, audit_deal, explain_year
from chizai.app.book import make_book
from chizai.assets.licences import Licence, RoyaltyTerms, Rung
from chizai.assets.placed import Placed
from chizai.assets.royalty_audit import AuditedYear, Verdict, audit_licence
from chizai.assets.statements import ReportedSales, StatementRow
from chizai.feeds.files import read_text
from chizai.feeds.statements import read_statement
from chizai.feeds.statements.rows import Known
from chizai.feeds.statements.source import StatementConstants, StatementFormat, StatementSource
from chizai.units.result import Failed, Ok, Place, Reason

REPORT = "phs_nih_example_royalty_report.csv"
YEAR = date(2025, 1, 1), date(2025, 12, 31)
EIGHT_PERCENT = (Rung(0, 80_000),)
PAID_BEFOREHAND = StatementRow(
    place=Place("minimum.csv", 2, "royalty"),
    licence_id="L1",
    period_start_on=YEAR[0],
    period_end_on=YEAR[1],
    received_on=YEAR[0],
    royalty_minor=1_000_000,
    currency="USD",
    sales=ReportedSales(Place("minimum.csv", 2, "sales"), 0),
)


def worked_report(folder: Path, terms: RoyaltyTerms, *others: StatementRow) -> AuditedYear:
    licence = Licence(id="L1", licensee="x", right_ids=("R1",), currency="USD", starts_on=YEAR[0], terms=terms)
    source = StatementSource(
        file=REPORT,
        format=StatementFormat.LICENCE_REPORT,
        constants=StatementConstants(licence="L1", period_start=YEAR[0], period_end=YEAR[1]),
    )
    file = read_text(folder / "data" / "statements", REPORT)
    assert isinstance(file, Ok)
    read = read_statement(file.value, source, Known({"L1": licence}, frozenset({"R1"})))
    assert read.failures == ()
    (year,) = audit_licence(Placed(licence, Place("licences.toml")), (*others, *read.value.rows), YEAR[1]).years
    return year


@pytest.mark.parametrize(
    ("terms", "others", "due_minor"),
    [
        (RoyaltyTerms(ladder=EIGHT_PERCENT, minimum_annual_minor=1_000_000), (PAID_BEFOREHAND,), 1_146_000),
        (RoyaltyTerms(ladder=EIGHT_PERCENT, advance_minor=1_000_000), (), 146_000),
    ],
    ids=["a minimum paid beforehand", "an advance"],
)
def test_the_worked_report_of_the_model_licence_is_what_its_terms_make_due(
    shared: Path, terms: RoyaltyTerms, others: tuple[StatementRow, ...], due_minor: int
) -> None:
    year = worked_report(shared, terms, *others)
    assert (year.verdict, year.difference_minor, year.due.least.payable_minor) == (Verdict.AGREES, 0, due_minor)
    assert year.reports.sales_minor == 14_325_000


def test_a_credit_of_the_worked_report_for_a_minimum_that_no_row_pays_is_short_by_it(shared: Path) -> None:
    year = worked_report(shared, RoyaltyTerms(ladder=EIGHT_PERCENT, minimum_annual_minor=1_000_000))
    assert (year.verdict, year.difference_minor) == (Verdict.SHORT, -1_000_000)


def test_the_worked_report_is_short_where_the_licence_has_a_higher_rate(shared: Path) -> None:
    year = worked_report(shared, RoyaltyTerms(ladder=(Rung(0, 90_000),), advance_minor=1_000_000))
    assert (year.verdict, year.difference_minor) == (Verdict.SHORT, 146_000 - 289_250)


def audit_of(folder: Path) -> DealAudit:
    audited = audit_deal(folder)
    assert isinstance(audited, Ok)
    return audited.value


def with_minimum(folder: Path, minimum_minor: int) -> Path:
    licences = folder / "licences.toml"
    text = licences.read_text(encoding="utf-8") + f"minimum_annual_minor = {minimum_minor}\n"
    licences.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_audited_up_to_its_day(small_deal: Path) -> None:
    (licence,) = audit_of(with_minimum(small_deal, 30_200_000)).licences
    assert [(year.verdict, year.difference_minor) for year in licence.years] == [
        (Verdict.OPEN, None),
        (Verdict.SHORT, -200_000),
        (Verdict.OPEN, None),
    ]


def test_a_row_whose_cash_has_not_arrived_yet_is_not_counted(small_deal: Path) -> None:
    inputs = with_minimum(small_deal, 30_200_000) / "inputs.toml"
    inputs.write_text(inputs.read_text(encoding="utf-8").replace("2026-09-30", "2026-01-31"), encoding="utf-8")
    (licence,) = audit_of(small_deal).licences
    assert [year.verdict for year in licence.years] == [Verdict.OPEN] * 3


def test_rows_that_cannot_be_used_are_counted_apart(small_deal: Path) -> None:
    statement = small_deal / "royalties.csv"
    statement.write_text(statement.read_text(encoding="utf-8") + "L1,2026-01-01,2026-06-30,n/a,JPY\n", encoding="utf-8")
    assert audit_of(small_deal).n_unusable == 1


@pytest.mark.parametrize("licence_id", ["L1", "L-1"])
def test_a_row_that_cannot_be_used_leaves_its_years_open_whether_or_not_its_licence_is_known(
    small_deal: Path, licence_id: str
) -> None:
    statement = with_minimum(small_deal, 30_200_000) / "royalties.csv"
    text = statement.read_text(encoding="utf-8") + f"{licence_id},2025-01-01,2025-06-30,n/a,JPY\n"
    statement.write_text(text, encoding="utf-8")
    (licence,) = audit_of(small_deal).licences
    assert [year.verdict for year in licence.years] == [Verdict.OPEN] * 3


def test_a_licence_is_audited_no_longer_than_the_last_of_its_rights_lives(small_deal: Path) -> None:
    rights = with_minimum(small_deal, 30_200_000) / "rights.csv"
    text = re.sub(r"201[23]-04-01", "2005-06-30", rights.read_text(encoding="utf-8"))
    rights.write_text(text, encoding="utf-8")
    (licence,) = audit_of(small_deal).licences
    last = licence.years[-1]
    assert (last.reports.span.end_on, last.verdict) == (date(2025, 6, 30), Verdict.OPEN)


def test_a_folder_that_cannot_be_read_is_not_audited(small_deal: Path) -> None:
    (small_deal / "licences.toml").unlink()
    assert isinstance(audit_deal(small_deal), Failed)


def test_a_book_holds_the_audit_of_its_folder(small_deal: Path) -> None:
    book = make_book(with_minimum(small_deal, 30_200_000))
    assert isinstance(book, Ok)
    assert book.value.royalty_audits == audit_of(small_deal).licences


def test_a_year_explains_itself_by_any_of_its_days_down_to_the_licence(small_deal: Path) -> None:
    explained = explain_year(audit_of(with_minimum(small_deal, 30_200_000)), "L1", date(2025, 12, 31))
    assert isinstance(explained, Ok)
    sources = [str(node.source) for node in explained.value.walk() if node.source]
    assert sources == ["royalties.csv:4: amount", "royalties.csv:5: amount", "licences.toml: licences[1] (L1).terms"]


@pytest.mark.parametrize(
    ("licence_id", "on", "fix"),
    [
        ("L9", date(2025, 1, 1), "ask for one of: L1"),
        ("L1", date(2023, 12, 31), "ask for one of: 2024-01-01 to 2024-12-31, 2025-01-01"),
    ],
)
def test_what_the_audit_does_not_have_is_answered_with_what_it_has(
    small_deal: Path, licence_id: str, on: date, fix: str
) -> None:
    explained = explain_year(audit_of(with_minimum(small_deal, 1)), licence_id, on)
    assert isinstance(explained, Failed)
    (failure,) = explained.failures
    assert failure.reason is Reason.UNKNOWN
    assert failure.fix.startswith(fix)


def test_a_licence_without_terms_has_no_year_to_explain(small_deal: Path) -> None:
    explained = explain_year(audit_of(small_deal), "L1", date(2025, 1, 1))
    assert isinstance(explained, Failed)
    assert explained.failures[0].fix == "ask for another licence"
