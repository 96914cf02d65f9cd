import csv
import io
from datetime import date

import pytest

from chizai.app.explain import explain_cell
from chizai.documents.book import DealBook
from chizai.documents.deal_tables import deal_tables
from chizai.documents.journal_csv import journal_csv
from chizai.documents.period_tables import periods_csv
from chizai.documents.screening_csv import screening_csv
from chizai.documents.valuation_csv import valuation_csv
from chizai.units.money import CURRENCIES, format_minor
from chizai.units.result import Ok
from chizai.waterfall.journal import journal
from chizai.waterfall.tables import class_table


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_long_table_holds_every_amount_of_every_period(book: DealBook) -> None:
    rows = rows_of(periods_csv(deal_tables(book)))
    found = {
        (int(row["period"]), row["item"]): int(row["amount_minor"])
        for row in rows
        if (row["table"], row["id"]) == ("class", "B")
    }
    for period, row in enumerate(class_table(book.run, "B"), 1):
        assert found[period, "opening"] == row.opening_minor
        assert found[period, "interest_due"] == row.interest_due_minor
        assert found[period, "interest_paid"] == row.interest_paid_minor
        assert found[period, "principal_paid"] == row.principal_paid_minor
        assert found[period, "residual_paid"] == row.residual_paid_minor
        assert found[period, "interest_unpaid"] == row.interest_unpaid_minor
        assert found[period, "closing"] == row.closing_minor
    assert {row["table"] for row in rows} == {"class", "fee", "account", "guarantee", "collections"}
    assert {row["currency"] for row in rows} == {"JPY"}


@pytest.mark.parametrize("name", ["book", "full"])
def test_every_cell_of_the_long_table_can_be_explained_and_is_what_its_explanation_says(
    name: str, request: pytest.FixtureRequest
) -> None:
    book: DealBook = request.getfixturevalue(name)
    currency = CURRENCIES[book.deal.currency]
    explained = 0
    for row in rows_of(periods_csv(deal_tables(book))):
        if row["table"] != "collections":
            answer = explain_cell(book, row["id"], date.fromisoformat(row["paid_on"]), row["item"])
            assert isinstance(answer, Ok), row
            assert answer.value.value == f"{format_minor(int(row['amount_minor']), currency)} {currency.code}", row
            explained += 1
    assert explained > 100


def test_collections_of_the_long_table_sum_to_the_inflows(book: DealBook) -> None:
    rows = [row for row in rows_of(periods_csv(deal_tables(book))) if row["table"] == "collections"]
    sums = [sum(int(row["amount_minor"]) for row in rows if row["period"] == str(period)) for period in range(1, 6)]
    assert sums == list(book.run.inflows_minor)
    assert {(row["is_actual"], row["item"]) for row in rows} == {("true", "received"), ("false", "forecast")}


def test_no_amount_of_the_long_table_stands_twice(book: DealBook) -> None:
    keys = [(row["period"], row["table"], row["id"], row["item"]) for row in rows_of(periods_csv(deal_tables(book)))]
    assert len(keys) == len(set(keys))


def test_the_journal_is_written_entry_by_entry_with_closing_as_period_0(book: DealBook) -> None:
    rows = rows_of(journal_csv(book))
    entries = journal(book.deal, book.run)
    assert [int(row["amount_minor"]) for row in rows] == [entry.amount_minor for entry in entries]
    assert [(row["debit"], row["credit"]) for row in rows] == [(entry.debit, entry.credit) for entry in entries]
    assert {row["period"] for row in rows if row["clause"] == "closing"} == {"0"}


def test_screening_is_written_in_both_languages(book: DealBook) -> None:
    assert book.screening is not None
    rows = rows_of(screening_csv(book))
    findings = [finding for right in book.screening.rights for finding in right.findings]
    assert [(row["criterion"], int(row["score"]), row["verdict"]) for row in rows] == [
        (finding.criterion.value, finding.judgement.score, finding.judgement.verdict.value) for finding in findings
    ]
    assert [row["because_ja"] for row in rows] == [finding.because(japanese=True) for finding in findings]


def test_the_valuation_is_written_licence_by_licence(book: DealBook) -> None:
    assert book.valuation is not None
    rows = rows_of(valuation_csv(book))
    assert [row["licence"] for row in rows] == ["L1", "L2"]
    assert sum(int(row["value_minor"]) for row in rows) == book.valuation.value_minor


def test_without_opinions_the_files_hold_their_heads_alone(bare: DealBook) -> None:
    assert len(screening_csv(bare).splitlines()) == len(valuation_csv(bare).splitlines()) == 1
