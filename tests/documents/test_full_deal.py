import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from chizai.documents.book import DealBook
from chizai.documents.clause_results import ClauseResult, clause_results
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.folder import documents_of
from chizai.documents.glance import glance_lines
from chizai.documents.investor_report import investor_report
from chizai.documents.language import Language
from chizai.documents.remarks import remarks
from chizai.documents.targets import target_minor
from chizai.documents.words import words_of

FURTHER = {"added", "written_off"}


def results_of(book: DealBook, period: int) -> dict[str, ClauseResult]:
    return {result.clause.id: result for result in clause_results(book.deal, book.run, period)}


def items_of(documents: dict[str, bytes]) -> set[str]:
    rows = csv.DictReader(io.StringIO(documents["periods.csv"].decode()))
    return {row["item"] for row in rows if row["table"] == "class"}


def heads_of(documents: dict[str, bytes], sheet: str) -> tuple[Any, ...]:
    workbook = openpyxl.load_workbook(io.BytesIO(documents["periods.xlsx"]))
    return next(workbook[sheet].iter_rows(values_only=True))


def test_every_document_of_a_deal_with_all_of_the_language_is_written(full: DealBook, book: DealBook) -> None:
    assert documents_of(full).keys() == documents_of(book).keys()
    assert all(documents_of(full).values())


def test_columns_stand_only_where_a_deal_can_fill_them(full: DealBook, book: DealBook) -> None:
    assert items_of(documents_of(full)) >= FURTHER
    assert items_of(documents_of(book)).isdisjoint(FURTHER)
    assert {"added (JPY)", "written_off (JPY)"} <= set(heads_of(documents_of(full), "Classes"))
    assert "added (JPY)" not in heads_of(documents_of(book), "Classes")


def test_a_deal_that_only_draws_has_no_column_of_write_downs(full: DealBook) -> None:
    clauses = tuple(each for each in full.deal.clauses if each.id not in {"wd", "wu"})
    assert deal_tables(replace(full, deal=replace(full.deal, clauses=clauses))).unused == {"written_off_minor"}


def test_the_workbook_tells_where_triggers_were_on(full: DealBook, book: DealBook) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(documents_of(full)["periods.xlsx"]))
    head, *rows = workbook["Triggers"].iter_rows(values_only=True)
    assert head == ("period", "paid_on", "is_actual", "id", "is_on")
    # the value halves in period 5, the test after its payments holds, and the trigger waits for period 6
    assert [(row[0], row[3]) for row in rows if row[4]] == [(6, "ltv")]
    assert len(rows) == 20
    assert "Triggers" not in openpyxl.load_workbook(io.BytesIO(documents_of(book)["periods.xlsx"])).sheetnames


def test_remarks_tell_triggers_calls_and_write_downs(full: DealBook) -> None:
    assert remarks(deal_tables(full), words_of(Language.ENGLISH, "JPY")) == (
        "Trigger ltv is on, first on 2027-03-31; dates so far: 0, forecast: 1.",
        "Call clean-up is forecast to be made on 2028-09-30.",
        "Class C: ¥0 of principal written off so far, ¥5,000,000 forecast to be written off.",
    )


def test_after_the_fact_remarks_speak_of_the_past(full: DealBook) -> None:
    past = replace(full, provenance=replace(full.provenance, as_of_on=full.run.program.payment_dates[-1]))
    said = remarks(deal_tables(past), words_of(Language.ENGLISH, "JPY"))
    assert "Call clean-up was made on 2028-09-30." in said
    assert "Class C: ¥5,000,000 of principal written off so far, ¥0 forecast to be written off." in said


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("write", [investor_report, deal_summary])
def test_both_pages_show_triggers_by_payment_date(
    full: DealBook, read_html: Callable[[str], Any], language: Language, write: Callable[..., str]
) -> None:
    tables, words = deal_tables(full), words_of(language, "JPY")
    shown = read_html(write(tables, drawings_of(tables, words), words)).tables["triggers-table"]
    assert shown[0][2:] == ["dscr", "ltv"]
    on = words.say("on")
    assert [[cell == on for cell in row[2:]] for row in shown[1:]] == [[False, period == 5] for period in range(10)]


def test_the_report_shows_what_was_added_to_a_class_and_the_target_of_a_formula(
    full: DealBook, read_html: Callable[[str], Any]
) -> None:
    early = replace(full, provenance=replace(full.provenance, as_of_on=full.run.program.payment_dates[1]))
    tables, words = deal_tables(early), words_of(Language.ENGLISH, "JPY")
    page = read_html(investor_report(tables, drawings_of(tables, words), words))
    head, first, *_ = page.tables["classes-table"]
    row = dict(zip(head, first, strict=True))
    assert (row["Added to principal"], row["Written off"]) == ("5,000,000", "0")
    assert (row["Opening balance"], row["Closing balance"]) == ("30,000,000", "35,000,000")
    head, *rows = page.tables["accounts-table"]
    reserve = next(dict(zip(head, row, strict=True)) for row in rows if row[0] == "reserve")
    assert (reserve["Target"], reserve["Short of target"]) == ("500,000", "0")


def test_a_group_is_shown_member_by_member(full: DealBook) -> None:
    # ACT/365F on 182 days: 1.5 % (0.5 % of index and 1 % of margin) on 35,000,000 for A, 3 % on 15,000,000 for B
    interest = results_of(full, 3)["interest"]
    assert {line.recipient: line.paid_minor for line in interest.lines} == {"A": 261_780, "B": 224_383}


def test_a_clause_is_due_up_to_what_its_limit_was_when_its_turn_came(full: DealBook) -> None:
    first, second = results_of(full, 0), results_of(full, 1)
    assert first["fee"].limit_minor == 1_000_000
    assert second["fee"].limit_minor == 1_000_000 - first["fee"].paid_minor
    assert first["into-trap"].limit_minor == 0
    assert (first["draw"].paid_minor, second["draw"].paid_minor) == (0, 5_000_000)
    assert second["draw"].limit_minor is None
    fifth = results_of(full, 4)
    assert (fifth["make-good"].due_minor, fifth["make-good"].paid_minor) == (100_000, 100_000)
    assert fifth["prin"].limit_minor == fifth["prin"].paid_minor


def test_a_target_by_formula_is_what_the_run_worked_out(full: DealBook) -> None:
    # half a year's interest on A and B is below the floor of 500,000 throughout
    assert [target_minor(full.run, period, "reserve") for period in range(10)] == [500_000] * 10
    assert target_minor(full.run, 0, "trap") is None


def test_a_target_is_read_off_a_release_alone(new_book: Callable[..., DealBook], full_text: str) -> None:
    top_up = '[[clauses]]\nid = "top"\npay = "top-up"\nto = ["reserve"]\nsource = "cash"\n'
    assert top_up in full_text
    flat: dict[str, Sequence[int]] = {"tibor": [0] * 10, "ip-value": [0] * 10, "milestone": [0] * 10}
    text = full_text.replace(top_up, "").replace("max(500_000, ", "max(700_000, ")
    book = new_book(text, with_opinions=False, observed={**flat, "usdjpy": [0] * 10})
    assert target_minor(book.run, 0, "reserve") == 700_000


@pytest.mark.parametrize("language", list(Language))
def test_the_glance_shows_an_index_with_its_margin(full: DealBook, language: Language) -> None:
    assert any("tibor + 1%" in line for line in glance_lines(full, language))
