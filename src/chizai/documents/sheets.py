"""What the workbook's sheets hold, as data: titles, columns and rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

from chizai.documents.appraisal_csv import HEAD as APPRAISAL_HEAD
from chizai.documents.appraisal_csv import appraisal_rows
from chizai.documents.deal_tables import DealTables
from chizai.documents.futures_words import futures_record
from chizai.documents.journal_csv import HEAD as JOURNAL_HEAD
from chizai.documents.journal_csv import journal_rows
from chizai.documents.story_csv import HEAD as STORY_HEAD
from chizai.documents.story_csv import RATES_HEAD, rate_rows, story_rows
from chizai.documents.valuation_csv import HEAD as VALUATION_HEAD
from chizai.documents.valuation_csv import valuation_rows
from chizai.simulate.story import Story
from chizai.valuation.report import ValuationReport
from chizai.waterfall.tables import AccountRow, ClassRow, FeeRow, GuaranteeRow

MINOR = "_minor"
"""Columns whose names end so hold minor units; the sheet shows them in major ones."""

Rows: TypeAlias = Mapping[str, Sequence[ClassRow | FeeRow | AccountRow | GuaranteeRow]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Amounts stand in minor units in the columns whose names end in `_minor`."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def sheets_of(tables: DealTables) -> tuple[Sheet, ...]:
    """Give all sheets of a deal."""
    book = tables.book
    return (
        _summary(tables),
        _periodic(tables, "Classes", tables.classes),
        _periodic(tables, "Fees", tables.fees),
        _periodic(tables, "Accounts", tables.accounts),
        _periodic(tables, "Guarantees", tables.guarantees),
        *_triggers(tables),
        _collections(tables),
        Sheet("Journal", JOURNAL_HEAD, tuple(journal_rows(book))),
        Sheet("Valuation", VALUATION_HEAD, tuple(valuation_rows(book))),
        *([] if book.appraisal is None else [_appraisals(book.appraisal)]),
        *([] if book.story is None else _future(book.story)),
        _provenance(tables),
    )


def _future(story: Story) -> Iterator[Sheet]:
    """Yield what a simulated joint future brings, and the rates that are drawn in it."""
    yield Sheet("Future", STORY_HEAD, tuple(story_rows(story)))
    if story.rates:
        yield Sheet("Rates", RATES_HEAD, tuple(rate_rows(story)))


def _summary(tables: DealTables) -> Sheet:
    book = tables.book
    metrics = {item.class_id: item for item in book.metrics}
    head = (
        "class",
        "kind",
        "balance_minor",
        "coupon_ppm_annual",
        "closing_minor",
        "price_ppm",
        "yield_annual",
        "wal_years",
        "modified_years",
        "convexity",
    )
    rows = []
    for security in book.deal.classes:
        priced = metrics.get(security.id)
        closing_minor = tables.classes[security.id][tables.period].closing_minor
        row = (security.id, security.kind, security.balance_minor, security.coupon_ppm_annual)
        figures = (priced.price_ppm, priced.yield_annual, priced.wal_years, priced.modified_years) if priced else ()
        rest = (*figures, priced.convexity) if priced else (None,) * 5
        rows.append((*row, closing_minor if tables.has_actual else security.balance_minor, *rest))
    return Sheet("Summary", head, tuple(rows))


def _periodic(tables: DealTables, title: str, its: Rows) -> Sheet:
    """Give one row for each period and item, the columns those of its table."""
    first: Iterable[ClassRow | FeeRow | AccountRow | GuaranteeRow] = (rows[0] for rows in its.values())
    names = [field.name for row in first for field in fields(row) if field.name.endswith(MINOR)]
    names = [name for name in dict.fromkeys(names) if name not in tables.unused]
    n_actual = tables.book.n_periods_actual
    rows = tuple(
        (period + 1, paid_on, period < n_actual, name, *(getattr(its[name][period], column) for column in names))
        for period, paid_on in enumerate(tables.book.run.program.payment_dates)
        for name in its
    )
    return Sheet(title, ("period", "paid_on", "is_actual", "id", *names), rows)


def _triggers(tables: DealTables) -> tuple[Sheet, ...]:
    """Give one row for each period and trigger, where the deal has any."""
    n_actual = tables.book.n_periods_actual
    rows = tuple(
        (period + 1, paid_on, period < n_actual, name, states[period])
        for period, paid_on in enumerate(tables.book.run.program.payment_dates)
        for name, states in tables.triggers.items()
    )
    return (Sheet("Triggers", ("period", "paid_on", "is_actual", "id", "is_on"), rows),) if rows else ()


def _collections(tables: DealTables) -> Sheet:
    rows = tuple(
        (period + 1, receipt.received_on, receipt.is_actual, receipt.licence_id, receipt.amount_minor)
        for period, receipts in enumerate(tables.book.collections.lines)
        for receipt in receipts
    )
    return Sheet("Collections", ("period", "received_on", "is_actual", "licence", "amount_minor"), rows)


def _appraisals(report: ValuationReport) -> Sheet:
    return Sheet("Appraisals", APPRAISAL_HEAD, tuple(appraisal_rows(report)))


def _provenance(tables: DealTables) -> Sheet:
    provenance, deal = tables.book.provenance, tables.book.deal
    rows = (
        ("deal", deal.id),
        ("title", deal.title),
        ("title_ja", deal.title_ja),
        ("nature", deal.nature),
        ("as_of_on", provenance.as_of_on),
        ("version", provenance.version),
        ("program_digest", provenance.program_digest),
        *([("future", futures_record(provenance.future))] if provenance.future else []),
        *((f"sha256 {name}", digest) for name, digest in provenance.inputs),
    )
    return Sheet("Provenance", ("what", "value"), rows)
