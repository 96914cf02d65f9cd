"""Sections that say where the numbers come from, and what in the inputs could not be used or does not agree."""

from chizai.documents.deal_tables import DealTables
from chizai.documents.futures_words import futures_words
from chizai.documents.language import marked
from chizai.documents.page import Block, Column, Fact, Facts, Paragraph, Points, Section, Table
from chizai.documents.words import Words


def quality_section(tables: DealTables, words: Words) -> Section:
    """Show totals that do not reconcile, both figures, and rows that could not be used."""
    breaks = [found for statement in tables.book.pool.statements for found in statement.breaks]
    blocks: list[Block] = []
    if breaks:
        heads = (marked("Place"), marked("What should agree"), marked("Stated"), marked("Computed from the rows"))
        rows = tuple(
            (str(found.place), words.pick(found.what, found.what_ja), found.stated, found.computed) for found in breaks
        )
        caption = words.say("Totals that do not reconcile: {number}", number=len(breaks))
        blocks.append(_table("breaks-table", heads, rows, caption, words))
    if tables.book.unusable:
        heads = (marked("Place"), marked("What is wrong"), marked("Why"), marked("What to do"))
        rows = tuple((str(row.place), row.what, row.why, row.fix) for row in tables.book.unusable)
        caption = words.say("Rows that were left out: {number}", number=len(rows))
        blocks.append(_table("unusable-table", heads, rows, caption, words))
    if not blocks:
        blocks.append(Paragraph(words.say("All rows were used, and all stated totals agree with their rows.")))
    return Section("quality", words.say("Quality of the statements"), tuple(blocks))


def _table(name: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str, words: Words) -> Table:
    return Table(id=name, columns=tuple(Column(words.say(head)) for head in heads), rows=rows, caption=caption)


def provenance_section(tables: DealTables, words: Words) -> Section:
    """Name the inputs by digest, the version, and how to have any number explained."""
    book = tables.book
    deal, provenance = book.deal, book.provenance
    day = book.run.program.payment_dates[tables.period]
    facts = Facts(
        "provenance-facts",
        (
            Fact(words.say("Chizai version"), provenance.version),
            Fact(words.say("As of"), words.day(provenance.as_of_on)),
            *(
                [Fact(words.say("Simulated future"), futures_words(provenance.future, words))]
                if provenance.future
                else []
            ),
        ),
    )
    heads = (Column(words.say("Input file")), Column("SHA-256"))
    inputs = Table(id="inputs-table", columns=heads, rows=provenance.inputs)
    paid = [name for name, rows in tables.classes.items() if rows[tables.period].paid_minor]
    asked = paid[-1] if paid else deal.classes[0].id
    command = f"chizai explain deals/{deal.id} {asked} {day.isoformat()}"
    points = Points(
        (
            words.say(
                "Any amount of a class explains itself down to the rows of statements: {command}", command=command
            ),
            words.say("The same inputs give the same files, byte for byte; manifest.json holds their digests."),
            words.say("Forecasts, values, prices and yields are indicative: they follow from the stated assumptions."),
            words.say("Nothing here is investment, legal, tax or accounting advice."),
        )
    )
    return Section("provenance", words.say("Where the numbers come from"), (facts, inputs, points))
