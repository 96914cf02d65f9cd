"""The section on collections: by licence and by kind of right, received and forecast."""

from collections.abc import Callable

from chizai.documents.collections_table import CollectionLine, by_licence, by_right_kind
from chizai.documents.deal_tables import DealTables
from chizai.documents.language import marked
from chizai.documents.names import RIGHT_KINDS
from chizai.documents.page import Paragraph, Picture, Section, Table, named_columns
from chizai.documents.words import Words

HEADS = (
    marked("Received in the period"),
    marked("Forecast for the period"),
    marked("Received since closing"),
    marked("Forecast to come"),
)


def collections_section(tables: DealTables, words: Words, chart_svg: str) -> Section:
    """Tell what came in and what is expected, with the chart of all periods."""
    book, period = tables.book, tables.period
    licences, kinds = by_licence(book, period), by_right_kind(book, period)

    def licence_name(line: CollectionLine) -> tuple[str, ...]:
        licence = book.pool.licence(line.key[0])
        return licence.id, licence.licensee

    def kind_name(line: CollectionLine) -> tuple[str, ...]:
        return (" + ".join(words.say(RIGHT_KINDS[kind]) for kind in line.key),)

    by_licence_table = _table("licences-table", (marked("Licence"), marked("Licensee")), licences, licence_name, words)
    by_kind_table = _table("kinds-table", (marked("Kind of right"),), kinds, kind_name, words)
    note = Paragraph(words.say("Cash net of withholding tax, in {currency}.", currency=words.currency_name()))
    return Section("collections", words.say("Collections"), (note, by_licence_table, by_kind_table, Picture(chart_svg)))


def _table(
    name: str,
    texts: tuple[str, ...],
    lines: tuple[CollectionLine, ...],
    name_of: Callable[[CollectionLine], tuple[str, ...]],
    words: Words,
) -> Table:
    rows = tuple((*name_of(line), *(words.figure(amount) for amount in _amounts(line))) for line in lines)
    totals = [sum(column) for column in zip(*(_amounts(line) for line in lines), strict=True)] or [0] * len(HEADS)
    total = (words.say("All"), *[""] * (len(texts) - 1), *(words.figure(amount) for amount in totals))
    return Table(id=name, columns=named_columns(words, texts, HEADS), rows=rows, total=total)


def _amounts(line: CollectionLine) -> tuple[int, int, int, int]:
    return line.period_actual_minor, line.period_forecast_minor, line.to_date_minor, line.to_come_minor
