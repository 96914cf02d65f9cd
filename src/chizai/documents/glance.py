"""The deal at a glance, as plain lines for a terminal."""

import textwrap
import unicodedata

from chizai.deal.model import SecurityClass
from chizai.documents.book import DealBook
from chizai.documents.deal_tables import DealTables, deal_tables
from chizai.documents.language import Language, marked
from chizai.documents.names import NATURES
from chizai.documents.opinion_sections import screening_verdict
from chizai.documents.remarks import remarks
from chizai.documents.words import NOTHING, Words, words_of
from chizai.metrics.returns import format_return
from chizai.metrics.summary import ClassMetrics

COLUMNS_MAX = 100
NAME_WIDTH = 20
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
    lines = [*_wrap(title), "=" * COLUMNS_MAX, *_wrap(words.say(NATURES[book.deal.nature])), ""]
    lines += [*_head(tables, words), "", *_classes(tables, words), *_returns(book, words), ""]
    lines += _standing(tables, words)
    lines += [line for remark in remarks(tables, words) for line in _named(words.say("Remark"), remark)]
    return [line.rstrip() for line in lines]


def _head(tables: DealTables, words: Words) -> list[str]:
    book, dates = tables.book, tables.book.run.program.payment_dates
    paid = words.say("{paid} of {all} periods paid", paid=book.n_periods_actual, all=len(dates))
    days = f"{words.day(book.deal.closing_on)} → {words.day(dates[-1])}"
    return [
        *_named(words.say("Deal"), book.deal.id),
        *_named(words.say("As of"), words.listing([words.day(book.provenance.as_of_on), paid])),
        *_named(words.say("Closing → last"), days),
        *_named(words.say("Program digest"), book.provenance.program_digest),
    ]


def _classes(tables: DealTables, words: Words) -> list[str]:
    """Set the classes as a table; what does not fit is left out from the right, never cut."""
    metrics = {item.class_id: item for item in tables.book.metrics}
    heads = [words.say(head) for head in HEADS]
    heads[HEADS.index("Balance now")] += f" {words.currency_name()}"
    rows = [heads, *(_class_row(tables, item, metrics.get(item.id), words) for item in tables.book.deal.classes)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(heads))]
    while len(widths) > 1 and sum(widths) + 2 * (len(widths) - 1) > COLUMNS_MAX:
        widths.pop()
    lines = ["  ".join(_pad(row[i], width, is_left=i == 0) for i, width in enumerate(widths)) for row in rows]
    return [lines[0], "-" * _width(lines[0]), *lines[1:]]


def _class_row(tables: DealTables, security: SecurityClass, priced: ClassMetrics | None, words: Words) -> list[str]:
    rows = tables.classes[security.id]
    balance = rows[tables.period].closing_minor if tables.has_actual else security.balance_minor
    multiples = {found.class_id: found.multiple_ppm for found in tables.book.break_evens}
    last_on = max((row.paid_on for row in rows if row.paid_minor), default=None)
    return [
        security.id,
        words.money_short(security.balance_minor),
        words.percent(security.coupon_ppm_annual),
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
            lines += ["", *_wrap(message)]
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
    lines = _named(words.say("Collections"), collected)
    if book.valuation:
        value = words.money_short(book.valuation.value_minor)
        rate = words.percent(book.valuation.assumptions.discount_ppm_annual)
        lines += _named(
            words.say("Valuation"), words.say("{value} at {rate} (income approach)", value=value, rate=rate)
        )
        lines += _named(words.say("Advance rate"), words.percent(book.advance_rate_ppm))
    if book.screening:
        lines += _named(words.say("Screening"), screening_verdict(book.screening, words))
    return [*lines, *_named(words.say("Lowest DSCR"), _worst_cover(book, words))]


def _worst_cover(book: DealBook, words: Words) -> str:
    known = [(ratio, period) for period, ratio in enumerate(book.dscr_ppm) if ratio is not None]
    if not known:
        return words.say("no debt service ever falls due")
    ratio, period = min(known)
    day = words.day(book.run.program.payment_dates[period])
    state = words.say("paid") if period < book.n_periods_actual else words.say("forecast")
    return words.say("{ratio} on {day} ({state})", ratio=words.times(ratio), day=day, state=state)


def _named(name: str, text: str) -> list[str]:
    """Put a text behind its name, in as many lines as it needs."""
    first, *rest = _wrap(text, COLUMNS_MAX - NAME_WIDTH) or [""]
    return [_pad(name, NAME_WIDTH, is_left=True) + first, *(" " * NAME_WIDTH + line for line in rest)]


def _wrap(text: str, width: int = COLUMNS_MAX) -> list[str]:
    """Break a text into lines; a text with wide characters may be broken anywhere."""
    if _width(text) == len(text):
        return textwrap.wrap(text, width)
    lines = [""]
    for character in text:
        if _width(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _pad(text: str, width: int, *, is_left: bool) -> str:
    space = " " * max(0, width - _width(text))
    return text + space if is_left else space + text


def _width(text: str) -> int:
    """Count the columns that a text takes on a terminal: a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
