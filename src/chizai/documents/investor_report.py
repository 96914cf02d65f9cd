"""The investor report: what came in, what was paid and what is left, on one page in one language."""

from chizai.documents.collections_section import collections_section
from chizai.documents.deal_tables import DealTables
from chizai.documents.drawings import Drawings
from chizai.documents.opinion_sections import cover_section, screening_section, valuation_section
from chizai.documents.origin_sections import provenance_section, quality_section
from chizai.documents.page import Fact, KeyFigures, Paragraph, Section, page_html
from chizai.documents.page_head import page_of
from chizai.documents.paid_sections import (
    accounts_section,
    classes_section,
    fees_section,
    guarantees_section,
    waterfall_section,
)
from chizai.documents.remarks import remarks_section
from chizai.documents.trigger_section import trigger_sections
from chizai.documents.words import Words


def investor_report(tables: DealTables, drawings: Drawings, words: Words) -> str:
    """Write the report as one HTML file that needs nothing beside it."""
    sections = (
        _headline(tables, words),
        remarks_section(tables, words),
        classes_section(tables, words),
        waterfall_section(tables, words),
        *trigger_sections(tables, words),
        collections_section(tables, words, drawings.collections),
        accounts_section(tables, words),
        guarantees_section(tables, words),
        fees_section(tables, words),
        cover_section(tables, words, None),
        screening_section(tables, words, with_reasons=False),
        valuation_section(tables, words),
        quality_section(tables, words),
        provenance_section(tables, words),
    )
    return page_html(page_of(tables, words, words.say("Investor report"), sections), words)


def _headline(tables: DealTables, words: Words) -> Section:
    """Give the key figures of the shown period, and since closing."""
    period = tables.period
    day = words.day(tables.book.run.program.payment_dates[period])
    run = tables.book.run
    collected = [run.collected(p) for p in range(len(run.program.payment_dates))]
    paid = [sum(rows[p].paid_minor for rows in tables.classes.values()) for p in range(period + 1)]
    fees = [sum(rows[p].paid_minor for rows in tables.fees.values()) for p in range(period + 1)]
    figures = (
        (words.say("Collected"), collected[period], sum(collected[: period + 1])),
        (words.say("Paid to holders"), paid[period], sum(paid)),
        (words.say("Fees paid"), fees[period], sum(fees)),
    )
    items = [
        Fact(name, words.money(amount), words.say("{amount} since closing", amount=words.money(total)))
        for name, amount, total in figures
    ]
    items += _owed(tables, words)
    if tables.has_actual:
        lead = words.say("Period {number} of {all}, paid on {day}.", number=period + 1, all=len(collected), day=day)
    else:
        lead = words.say(
            "No period is paid yet. All figures below are the forecast of the first, to be paid on {day}.", day=day
        )
    return Section("key-figures", words.say("At a glance"), (Paragraph(lead), KeyFigures("key", tuple(items))))


def _owed(tables: DealTables, words: Words) -> list[Fact]:
    last = [(name, rows[tables.period]) for name, rows in tables.classes.items()]
    unpaid = sum(row.interest_unpaid_minor for _, row in last)
    short = [name for name, row in last if row.interest_unpaid_minor]
    note = words.say("class {ids}", ids=words.listing(short)) if short else words.say("no class is short of interest")
    balance = sum(row.closing_minor for _, row in last)
    held = sum(rows[tables.period].closing_minor for rows in tables.accounts.values())
    return [
        Fact(words.say("Balances after payment"), words.money(balance)),
        Fact(words.say("Interest unpaid"), words.money(unpaid), note),
        Fact(words.say("Cash held after payment"), words.money(held)),
    ]
