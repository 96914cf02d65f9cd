"""The deal at a glance, as plain lines for a terminal."""

from chizai.deal.model import SecurityClass
from chizai.documents.book import DealBook
from chizai.documents.coupon_words import coupon_words
from chizai.documents.deal_tables import DealTables, deal_tables
from chizai.documents.futures_words import futures_words
from chizai.documents.gate_words import gate_words
from chizai.documents.language import Language, marked
from chizai.documents.lines import COLUMNS_MAX, named_lines, table_lines, wrap_lines
from chizai.documents.names import NATURES
from chizai.documents.opinion_sections import screening_verdict
from chizai.documents.remarks import remarks
from chizai.documents.story_section import rate_points, story_points
from chizai.documents.words import NOTHING, Words, words_of
from chizai.metrics.returns import format_return
from chizai.metrics.summary import ClassMetrics

HEADS = (
    marked("Class"),
    marked("Size"),
    marked("Coupon"),
    marked("Price"),
    marked("Yield"),
    marked("WAL (y)"),
    marked("Break-even"),
    marked("Balance now"),
    marked("Last payment"),
)


def glance_lines(book: DealBook, language: Language = Language.ENGLISH) -> list[str]:
    """Say what a structurer wants to know first, in lines of at most 100 columns."""
    tables, words = deal_tables(book), words_of(language, book.deal.currency)
    title = words.pick(book.deal.title, book.deal.title_ja)
    lines = [*wrap_lines(title), "=" * COLUMNS_MAX, *wrap_lines(words.say(NATURES[book.deal.nature])), ""]
    lines += [*_head(tables, words), "", *_classes(tables, words), *_returns(book, words), ""]
    lines += _standing(tables, words)
    if book.story is not None:
        happened = story_points(book.story, words)
        lines += [line for point in happened for line in named_lines(words.say("What happens"), point)]
        moved = rate_points(book.story, words)
        lines += [line for point in moved for line in named_lines(words.say("Drawn rate"), point)]
    lines += [line for remark in remarks(tables, words) for line in named_lines(words.say("Remark"), remark)]
    return [line.rstrip() for line in lines]


def _head(tables: DealTables, words: Words) -> list[str]:
    book, dates = tables.book, tables.book.run.program.payment_dates
    future = book.provenance.future
    paid = words.say("{paid} of {all} periods paid", paid=book.n_periods_actual, all=len(dates))
    days = f"{words.day(book.deal.closing_on)} → {words.day(dates[-1])}"
    return [
        *named_lines(words.say("Deal"), book.deal.id),
        *named_lines(words.say("As of"), words.listing([words.day(book.provenance.as_of_on), paid])),
        *named_lines(words.say("Closing → last"), days),
        *named_lines(words.say("Program digest"), book.provenance.program_digest),
        *(named_lines(words.say("Simulated future"), futures_words(future, words)) if future else []),
    ]


def _classes(tables: DealTables, words: Words) -> list[str]:
    """Set the classes as a table; what does not fit is left out from the right, never cut."""
    metrics = {item.class_id: item for item in tables.book.metrics}
    heads = [words.say(head) for head in HEADS]
    heads[HEADS.index("Balance now")] += f" {words.currency_name()}"
    rows = [heads, *(_class_row(tables, item, metrics.get(item.id), words) for item in tables.book.deal.classes)]
    return table_lines(rows)


def _class_row(tables: DealTables, security: SecurityClass, priced: ClassMetrics | None, words: Words) -> list[str]:
    rows = tables.classes[security.id]
    balance = rows[tables.period].closing_minor if tables.has_actual else security.balance_minor
    multiples = {found.class_id: found.multiple_ppm for found in tables.book.break_evens}
    last_on = max((row.paid_on for row in rows if row.paid_minor), default=None)
    return [
        security.id,
        words.money_short(security.balance_minor),
        coupon_words(security, words),
        words.percent(priced.price_ppm) if priced else NOTHING,
        words.percent_of(priced.yield_annual) if priced else NOTHING,
        words.years(priced.wal_years) if priced else NOTHING,
        words.percent(multiples[security.id]),
        words.figure(balance),
        words.day(last_on),
    ]


def _returns(book: DealBook, words: Words) -> list[str]:
    """Say what a whole holding returns, where a sales fee makes it differ from the price."""
    lines: list[str] = []
    for held in book.returns:
        if held.fee_minor:
            message = words.say(
                "Class {id} held from issue to its end returns {gross} gross, {net} after the sales fee.",
                id=held.class_id,
                gross=format_return(held.gross_ppm),
                net=format_return(held.after_fee_ppm),
            )
            lines += ["", *wrap_lines(message)]
    return lines


def _standing(tables: DealTables, words: Words) -> list[str]:
    book = tables.book
    receipts = [receipt for lines in book.collections.lines for receipt in lines]
    received = sum(receipt.amount_minor for receipt in receipts if receipt.is_actual)
    forecast = sum(receipt.amount_minor for receipt in receipts if not receipt.is_actual)
    collected = words.say(
        "{received} received, {forecast} forecast",
        received=words.money_short(received),
        forecast=words.money_short(forecast),
    )
    lines = named_lines(words.say("Collections"), collected)
    if book.valuation:
        value = words.money_short(book.valuation.value_minor)
        rate = words.percent(book.valuation.assumptions.discount_ppm_annual)
        lines += named_lines(
            words.say("Valuation"), words.say("{value} at {rate} (income approach)", value=value, rate=rate)
        )
        lines += named_lines(words.say("Advance rate"), words.percent(book.advance_rate_ppm))
    if book.screening:
        lines += named_lines(words.say("Screening"), screening_verdict(book.screening, words))
    if book.gates:
        lines += named_lines(words.say("Law"), gate_words(book.gates, words))
    return [*lines, *named_lines(words.say("Lowest DSCR"), _worst_cover(book, words))]


def _worst_cover(book: DealBook, words: Words) -> str:
    known = [(ratio, period) for period, ratio in enumerate(book.dscr_ppm) if ratio is not None]
    if not known:
        return words.say("no debt service ever falls due")
    ratio, period = min(known)
    day = words.day(book.run.program.payment_dates[period])
    state = words.say("paid") if period < book.n_periods_actual else words.say("forecast")
    return words.say("{ratio} on {day} ({state})", ratio=words.times(ratio), day=day, state=state)
