"""Parts on events: what of the kinds that a holder must be told at once happened in the shown period."""

from collections.abc import Iterator
from datetime import date

from chizai.assets.terms import expires_on
from chizai.deal.program import SlotKind
from chizai.documents.language import marked
from chizai.documents.page import named_columns
from chizai.documents.papers.common import points
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.keys import figure
from chizai.documents.papers.period_parts import shown_day
from chizai.documents.papers.tree import Block, Paragraph, Table
from chizai.documents.remarks import remarks
from chizai.documents.words import NOTHING, Words


def events(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Look for each kind of event in the shown period, and say what was found, none included."""
    if not dossier.tables.has_actual:
        return (Paragraph(words.say("No period is paid yet, so no event of one has happened.")),)
    day = shown_day(dossier)
    rows = tuple(
        (
            name,
            words.say("yes") if found else words.say("no"),
            words.listing(found) or NOTHING,
            figure(str(len(found)), "cover", f"events {day.isoformat()}", item),
        )
        for name, item, found in _looked_for(dossier, words)
    )
    lead = words.say(
        "Looked for from {since} to {day}.", since=formal_day(_since(dossier), words), day=formal_day(day, words)
    )
    columns = named_columns(words, (marked("Kind of event"), marked("Happened"), marked("What")), (marked("Count"),))
    return (Paragraph(lead), Table(id="events", columns=columns, rows=rows))


def outlook(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Name what is out of the ordinary over the whole life, what is forecast apart from what is past."""
    return (points(remarks(dossier.tables, words)),)


def _since(dossier: Dossier) -> date:
    """Give the day before the shown period: closing, or the payment date before."""
    dates, period = dossier.book.run.program.payment_dates, dossier.tables.period
    return dates[period - 1] if period else dossier.book.deal.closing_on


def _looked_for(dossier: Dossier, words: Words) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each kind of event, its item, and what was found."""
    tables, book, period = dossier.tables, dossier.book, dossier.tables.period
    since, day = _since(dossier), shown_day(dossier)
    unpaid = {name: rows[period].interest_unpaid_minor for name, rows in tables.classes.items()}
    yield words.say("Interest not paid when due"), "interest_unpaid", _named(unpaid, words)
    run = book.run
    due = {item.id: run.program.slot(SlotKind.SCHEDULED, item.id) for item in book.deal.classes}
    behind = {name: run.closing(period, slot) for name, slot in due.items()}
    yield words.say("Scheduled principal not paid when due"), "principal_unpaid", _named(behind, words)
    fees = {name: rows[period].unpaid_minor for name, rows in tables.fees.items()}
    yield words.say("Fees not paid in full"), "fees_unpaid", _named(fees, words)
    drawn = {name: rows[period].drawn_minor for name, rows in tables.guarantees.items()}
    yield words.say("A guarantee or liquidity line drawn"), "guarantees_drawn", _named(drawn, words)
    written = {name: rows[period].written_off_minor for name, rows in tables.classes.items()}
    yield words.say("Principal written off"), "written_off", _named(written, words)
    turned = [name for name, on in tables.triggers.items() if on[period] and not (period and on[period - 1])]
    yield words.say("A trigger turned on"), "triggers_on", turned
    made = [name for name, on in tables.calls.items() if on[period] and not (period and on[period - 1])]
    yield words.say("A call made"), "calls", made
    ends = ((right.id, expires_on(right)) for right in book.pool.rights)
    over = [name for name, end in ends if end is not None and since <= end < day]
    yield words.say("The term of a right ended"), "rights_ended", over
    ended = [one.id for one in book.pool.licences if one.ends_on is not None and since <= one.ends_on < day]
    yield words.say("A licence ended"), "licences_ended", ended
    reported = [each for each in book.pool.statements if any(since < row.received_on <= day for row in each.rows)]
    broken = [statement.file for statement in reported if statement.breaks]
    yield words.say("Statements whose totals do not agree"), "statements_broken", broken


def _named(amounts: dict[str, int], words: Words) -> list[str]:
    return [f"{name} {words.money(amount)}" for name, amount in amounts.items() if amount > 0]
