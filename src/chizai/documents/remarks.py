"""What is out of the ordinary in a deal, in sentences: shortfalls, losses, draws, shut gates, audits, rows left out."""

from chizai.deal.program import SlotKind
from chizai.documents.audit_remarks import audit_remarks
from chizai.documents.deal_tables import DealTables
from chizai.documents.gate_words import gate_remarks
from chizai.documents.language import marked
from chizai.documents.page import Points, Section
from chizai.documents.words import Words


def remarks_section(tables: DealTables, words: Words) -> Section:
    """Put the remarks where a reader of the page cannot miss them."""
    return Section("remarks", words.say("Remarks"), (Points(remarks(tables, words)),))


def remarks(tables: DealTables, words: Words) -> tuple[str, ...]:
    """Name what is out of the ordinary over the whole life, what is forecast apart from what is past."""
    book = tables.book
    found = [*_shortfalls(tables, words), *_losses(tables, words), *_draws(tables, words), *_events(tables, words)]
    found += gate_remarks(book, words)
    found += audit_remarks(book, words)
    breaks = sum(len(statement.breaks) for statement in book.pool.statements)
    if breaks:
        found.append(words.say("Stated totals that do not agree with their rows: {n}.", n=breaks))
    if book.unusable:
        found.append(words.say("Rows of statements that were left out: {n}.", n=len(book.unusable)))
    return tuple(found) or (words.say("No shortfall, no loss, no draw and no break, so far or forecast."),)


def _shortfalls(tables: DealTables, words: Words) -> list[str]:
    """Tell what stays owed after a payment date, to a class or as a fee."""
    run = tables.book.run
    interest = marked("Class {id} is short of interest, at most {amount}; dates so far: {past}, forecast: {coming}.")
    principal = marked(
        "Class {id} is short of scheduled principal, at most {amount}; dates so far: {past}, forecast: {coming}."
    )
    fee = marked("Fee {id} is not paid in full, at most {amount} short; dates so far: {past}, forecast: {coming}.")
    unpaid: list[tuple[str, str, list[int]]] = []
    for name, rows in tables.classes.items():
        slot = run.program.slot(SlotKind.SCHEDULED, name)
        unpaid.append((interest, name, [row.interest_unpaid_minor for row in rows]))
        unpaid.append((principal, name, [run.closing(period, slot) for period in range(len(rows))]))
    unpaid += [(fee, name, [row.unpaid_minor for row in rows]) for name, rows in tables.fees.items()]
    n_past = tables.book.n_periods_actual
    return [
        words.say(
            message,
            id=name,
            amount=words.money(max(amounts)),
            past=sum(amount > 0 for amount in amounts[:n_past]),
            coming=sum(amount > 0 for amount in amounts[n_past:]),
        )
        for message, name, amounts in unpaid
        if any(amounts)
    ]


def _losses(tables: DealTables, words: Words) -> list[str]:
    """Tell which classes are left unpaid; a class that takes what is left is repaid by it too."""
    book = tables.book
    is_over = book.n_periods_actual == len(book.run.program.payment_dates)
    ended = marked("Class {id} has {amount} outstanding after the last date; no cash of the deal repays it.")
    coming = marked(
        "Class {id} is forecast to have {amount} outstanding after the last date; no cash of the deal repays it."
    )
    left = {
        name: rows[-1].closing_minor - sum(row.residual_paid_minor for row in rows)
        for name, rows in tables.classes.items()
    }
    message = ended if is_over else coming
    return [words.say(message, id=name, amount=words.money(amount)) for name, amount in left.items() if amount > 0]


def _events(tables: DealTables, words: Words) -> list[str]:
    """Tell in which periods triggers were on, when a call is made, and what is written off."""
    n_past, dates = tables.book.n_periods_actual, tables.book.run.program.payment_dates
    found = [
        words.say(
            "Trigger {id} is on, first on {day}; dates so far: {past}, forecast: {coming}.",
            id=name,
            day=words.day(dates[states.index(True)]),
            past=sum(states[:n_past]),
            coming=sum(states[n_past:]),
        )
        for name, states in tables.triggers.items()
        if any(states)
    ]
    made, coming = marked("Call {id} was made on {day}."), marked("Call {id} is forecast to be made on {day}.")
    for name, states in tables.calls.items():
        if any(states):
            first = states.index(True)
            found.append(words.say(made if first < n_past else coming, id=name, day=words.day(dates[first])))
    written = {name: [row.written_off_minor for row in rows] for name, rows in tables.classes.items()}
    return found + [
        words.say(
            "Class {id}: {past} of principal written off so far, {coming} forecast to be written off.",
            id=name,
            past=words.money(sum(amounts[:n_past])),
            coming=words.money(sum(amounts[n_past:])),
        )
        for name, amounts in written.items()
        if any(amounts)
    ]


def _draws(tables: DealTables, words: Words) -> list[str]:
    n_past = tables.book.n_periods_actual
    drawn = {name: [row.drawn_minor for row in rows] for name, rows in tables.guarantees.items()}
    return [
        words.say(
            "Guarantee {id}: {past} drawn so far, {coming} forecast to be drawn.",
            id=name,
            past=words.money(sum(amounts[:n_past])),
            coming=words.money(sum(amounts[n_past:])),
        )
        for name, amounts in drawn.items()
        if any(amounts)
    ]
