"""The deal summary: the whole structure on one page, for whoever builds or judges it."""

from chizai.assets.rights import kind_of
from chizai.assets.terms import expires_on
from chizai.deal.closing import closing_flows
from chizai.deal.model import SecurityClass
from chizai.documents.appraisal_section import appraisal_sections
from chizai.documents.clause_words import clause_sentence
from chizai.documents.collections_section import collections_section
from chizai.documents.coupon_words import coupon_words
from chizai.documents.deal_tables import DealTables
from chizai.documents.drawings import Drawings
from chizai.documents.further_terms import further_sections
from chizai.documents.language import marked
from chizai.documents.measure_sections import measure_sections
from chizai.documents.names import CLASS_KINDS, RIGHT_KINDS, ROLES
from chizai.documents.opinion_sections import cover_section, screening_section, valuation_section
from chizai.documents.origin_sections import provenance_section, quality_section
from chizai.documents.page import Fact, Facts, Picture, Points, Section, Table, named_columns, page_html
from chizai.documents.page_head import page_of
from chizai.documents.pricing_section import pricing_section
from chizai.documents.remarks import remarks_section
from chizai.documents.story_section import story_sections
from chizai.documents.trigger_section import trigger_sections
from chizai.documents.words import NOTHING, Words


def deal_summary(tables: DealTables, drawings: Drawings, words: Words) -> str:
    """Write the summary as one HTML file that needs nothing beside it."""
    sections = (
        remarks_section(tables, words),
        _terms(tables, words),
        _classes(tables, words),
        *further_sections(tables.book.deal, words),
        _waterfall(tables, drawings, words),
        *measure_sections(tables.book.deal, words),
        *trigger_sections(tables, words),
        pricing_section(tables, words),
        Section("paydown", words.say("Paydown"), (Picture(drawings.paydown),)),
        _closing(tables, words),
        _rights(tables, words),
        collections_section(tables, words, drawings.collections),
        *story_sections(tables, words),
        cover_section(tables, words, drawings.cover),
        screening_section(tables, words, with_reasons=True),
        valuation_section(tables, words),
        *appraisal_sections(tables, words),
        quality_section(tables, words),
        provenance_section(tables, words),
    )
    return page_html(page_of(tables, words, words.say("Deal summary"), sections), words)


def _terms(tables: DealTables, words: Words) -> Section:
    deal = tables.book.deal
    facts = (
        Fact(words.say("Payment dates"), str(len(tables.book.run.program.payment_dates))),
        Fact(words.say("Months between them"), NOTHING if deal.schedule.months is None else str(deal.schedule.months)),
        Fact(words.say("First payment"), words.day(tables.book.run.program.payment_dates[0])),
        Fact(words.say("Last payment"), words.day(tables.book.run.program.payment_dates[-1])),
        *(Fact(words.say(ROLES[party.role]), party.name) for party in deal.parties),
    )
    return Section("terms", words.say("Terms and parties"), (Facts("terms-facts", facts),))


def _classes(tables: DealTables, words: Words) -> Section:
    def row(security: SecurityClass) -> tuple[str, ...]:
        return (
            security.id,
            words.say(CLASS_KINDS[security.kind]),
            str(security.day_count),
            words.figure(security.balance_minor),
            words.figure(security.unit_minor),
            coupon_words(security, words),
            words.percent(security.scheduled_principal_ppm),
            words.percent(security.issue_price_ppm),
            words.percent(security.sales_fee_ppm),
        )

    heads = named_columns(
        words,
        (marked("Class"), marked("Kind"), marked("Day count")),
        (
            marked("Balance"),
            marked("Unit"),
            marked("Coupon"),
            marked("Scheduled principal a period"),
            marked("Issue price"),
            marked("Sales fee"),
        ),
    )
    rows = tuple(row(security) for security in tables.book.deal.classes)
    note = words.say("Amounts in {currency}.", currency=words.currency_name())
    table = Table(id="terms-classes", columns=heads, rows=rows, note=note)
    return Section("classes", words.say("Classes"), (table,))


def _waterfall(tables: DealTables, drawings: Drawings, words: Words) -> Section:
    deal = tables.book.deal
    sentences = tuple(clause_sentence(deal, clause, words) for clause in deal.clauses)
    return Section(
        "waterfall", words.say("Payment order"), (Picture(drawings.waterfall), Points(sentences, is_numbered=True))
    )


def _closing(tables: DealTables, words: Words) -> Section:
    """Show where the money at closing comes from and where it goes: both sides sum to the same."""
    flows = closing_flows(tables.book.deal)
    sources = tuple((words.say("Class {id}", id=name), words.figure(amount)) for name, amount in flows.raised_minor)
    uses = (
        (words.say("Price of the rights, to the originator"), words.figure(flows.purchase_price_minor)),
        *((words.say("Account {id}", id=name), words.figure(amount)) for name, amount in flows.funded_minor),
        (words.say("Costs of the issue"), words.figure(flows.costs_minor)),
    )
    total = (words.say("All"), words.figure(flows.proceeds_minor))
    source_heads, use_heads = (
        named_columns(words, (marked("Sources"),), (marked("Amount"),)),
        named_columns(words, (marked("Uses"),), (marked("Amount"),)),
    )
    return Section(
        "closing",
        words.say("Sources and uses at closing"),
        (
            Table(id="sources-table", columns=source_heads, rows=sources, total=total),
            Table(id="uses-table", columns=use_heads, rows=uses, total=total),
        ),
    )


def _rights(tables: DealTables, words: Words) -> Section:
    rows = tuple(
        (
            right.id,
            words.say(RIGHT_KINDS[kind_of(right)]),
            right.title,
            right.jurisdiction,
            words.listing([owner.owner for owner in right.owners]),
            words.day(expires_on(right)),
        )
        for right in tables.book.pool.rights
    )
    heads = named_columns(
        words,
        (marked("Right"), marked("Kind"), marked("Title"), marked("Law of"), marked("Owners")),
        (marked("Last day"),),
    )
    note = words.say("{nothing} stands for no fixed end.", nothing=NOTHING)
    return Section("rights", words.say("Rights"), (Table(id="rights-table", columns=heads, rows=rows, note=note),))
