"""A plain table of royalties, its columns mapped to our fields by the inputs."""

from chizai.assets.statements import LeftOutRow, ReportedSales, Statement
from chizai.feeds.files import TextFile
from chizai.feeds.statements.fine import parse_fine
from chizai.feeds.statements.rows import Known, Remainders, RowBuilder, keys_of
from chizai.feeds.statements.source import StatementSource
from chizai.feeds.tables import TableRow, read_table
from chizai.units.result import Failure, Loaded, Place, Reason

REQUIRED = ("licence", "period_start", "period_end", "royalty", "currency")
"""The fields that a column or a constant must give."""


def read_plain(file: TextFile, source: StatementSource, known: Known) -> Loaded[Statement]:
    """Read a table, one royalty a row; a row that cannot be used is reported and left out.

    So is one that repeats another in every cell, those that the mapping does not name included.

    Amounts below the minor unit are carried from row to row of their licence and rounded down, sales apart from
    royalties; what is left at the end is reported as a break.
    """
    mapping_failures = _mapping_failures(file, source)
    if mapping_failures:
        return Loaded(Statement(file.name, ()), mapping_failures)
    delimiter = "\t" if file.name.endswith(".tsv") else ","
    table = read_table(file, tuple(source.columns.given().values()), None, delimiter)
    rows, failures, royalties, sold = [], list(table.failures), Remainders(), Remainders("net sales")
    first_lines: dict[tuple[str, ...], int] = {}
    left_out = [LeftOutRow(failure.place, "", None) for failure in failures]
    for table_row in table.value:
        first_line = first_lines.setdefault(tuple(table_row.cells.values()), table_row.line)
        if first_line != table_row.line:
            failures.append(_repeated(table_row, first_line))
            left_out.append(_builder(table_row, source).left_out())
            continue
        builder = _builder(table_row, source)
        amount_fine = _amount_fine(builder, "royalty") if builder.required("royalty") else None
        sales_fine = _amount_fine(builder, "sales") if builder.texts.get("sales") else None
        row = builder.row(known)
        currency = builder.currency() if row is not None else None
        if row is not None and amount_fine is not None and currency is not None:
            royalty_minor, sales = royalties.floored(row.licence_id, amount_fine, currency), None
            if sales_fine is not None:
                sales = ReportedSales(builder.cell("sales"), sold.floored(row.licence_id, sales_fine, currency))
            rows.append(builder.counted(row, royalty_minor, sales))
        failures += builder.failures
        left_out += [builder.left_out()] if builder.failures else []
    usable = tuple(counted for counted in rows if counted is not None)
    breaks = (*royalties.breaks(file.name), *sold.breaks(file.name))
    return Loaded(Statement(file.name, usable, breaks, tuple(left_out)), tuple(failures))


def _repeated(row: TableRow, first_line: int) -> Failure:
    what = f"the row says in every cell what line {first_line} says"
    why = "its royalty would be counted twice"
    fix = "remove it; if both are true, tell them apart in a column of their own, such as an invoice number"
    return Failure(Reason.DUPLICATE, row.place(), what, why, fix)


def _builder(row: TableRow, source: StatementSource) -> RowBuilder:
    columns = source.columns.given()
    texts = source.constants.given() | {name: row.cells[column] for name, column in columns.items()}
    return RowBuilder(row.place(columns.get("royalty")), texts, keys_of(source))


def _amount_fine(builder: RowBuilder, name: str) -> int | None:
    try:
        return parse_fine(builder.texts[name])
    except ValueError as error:
        fix = "write digits with a point for decimals, such as 1,234.50, a correction as -7000"
        why = "only an amount can be paid out, or bear a royalty"
        builder.fail(Reason.WRONG_TYPE, name, str(error), why, fix)
        return None


def _mapping_failures(file: TextFile, source: StatementSource) -> tuple[Failure, ...]:
    columns, constants = source.columns.given(), source.constants.given()
    missing = [
        Failure(
            Reason.MISSING,
            Place(file.name, None, name),
            f"neither a column nor a constant gives the {name}",
            "no row can be counted without it",
            f"name its column under [statements.columns], or write {name} under [statements.constants]",
        )
        for name in REQUIRED
        if name not in columns and name not in constants
    ]
    both = [
        Failure(
            Reason.INCONSISTENT,
            Place(file.name, None, name),
            f"the {name} is given by column {columns[name]!r} and as the constant {constants[name]!r}",
            "which of the two holds is unclear",
            "keep one",
        )
        for name in columns
        if name in constants
    ]
    return (*missing, *both)
