"""The section on triggers: in which periods each was on."""

from chizai.documents.deal_tables import DealTables
from chizai.documents.language import marked
from chizai.documents.page import Column, Section, Table, named_columns
from chizai.documents.words import NOTHING, Words


def trigger_sections(tables: DealTables, words: Words) -> tuple[Section, ...]:
    """Set the triggers as a table, one row a payment date; nothing where the deal has none."""
    if not tables.triggers:
        return ()
    n_past = tables.book.n_periods_actual
    rows = tuple(
        (
            words.day(paid_on),
            words.say("paid") if period < n_past else words.say("forecast"),
            *(words.say("on") if states[period] else NOTHING for states in tables.triggers.values()),
        )
        for period, paid_on in enumerate(tables.book.run.program.payment_dates)
    )
    heads = (*named_columns(words, (marked("Payment date"), marked("State")), ()), *map(Column, tables.triggers))
    note = words.say("{nothing} stands for a trigger that is off.", nothing=NOTHING)
    return (
        Section("triggers", words.say("Triggers"), (Table(id="triggers-table", columns=heads, rows=rows, note=note),)),
    )
