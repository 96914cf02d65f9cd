"""A sales report in the flat-file format of DDEX (Digital Sales Report message suite, parts 1 and 8).

Records stand one a line, cells apart by tabs; comment lines that begin with `#` and a record's type name its cells.
What a rights controller is due is the sum of AllocatedAmount over the blocks' licensor records (LI01); the summary
records (SY02) state the same as AllocatedRevenue, and the net revenue it was made of as AllocatedNetRevenue. Both are
compared for each controller. FOOT counts all lines of the file with comments, the summary records and the blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from chizai.assets.statements import Break, LeftOutRow, Statement
from chizai.feeds.files import TextFile
from chizai.feeds.statements.fine import format_fine, parse_fine
from chizai.feeds.statements.rows import Known, Remainders, RowBuilder, keys_of
from chizai.feeds.statements.source import StatementSource
from chizai.feeds.tables import TableRow
from chizai.units.money import CURRENCIES, Currency
from chizai.units.result import Failure, Loaded, Place, Reason

SUMMARY, LICENSOR = "SY02", "LI01"
COMPARED = (("AllocatedRevenue", "AllocatedAmount"), ("AllocatedNetRevenue", "AllocatedNetRevenue"))
"""The cell of a summary record and that of the licensor records which should sum to it."""
DUE = "AllocatedAmount"


@dataclass(slots=True)
class _Controller:
    """One rights controller's figures, in fine units."""

    stated_fine: dict[str, int] = field(default_factory=dict)
    summed_fine: dict[str, int] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)
    summary: TableRow | None = None
    licensor: TableRow | None = None
    unreadable: bool = False


def read_ddex(file: TextFile, source: StatementSource, known: Known) -> Loaded[Statement]:
    """Read a report into one row for each mapped rights controller, with breaks where its totals do not agree.

    A controller one of whose records cannot be read has no row, for its sum is unknown. Sums below the minor unit are
    rounded down and the remainder is reported as a break.
    """
    failures: list[Failure] = []
    records = list(_records(file, failures))
    head = next((record for kind, record in records if kind == "HEAD"), None)
    if head is None:
        failures.append(_no_record(file, "HEAD", "the period of use is unknown without it"))
        return Loaded(Statement(file.name, ()), tuple(failures))
    left_out = [LeftOutRow(failure.place, "", None) for failure in failures]
    controllers = _controllers(records, failures)
    breaks = [*_total_breaks(controllers), *_count_breaks(file, records, failures)]
    licence_of = {pair.controller: pair.licence for pair in source.controllers}
    rows, remainders = [], Remainders()
    for name, figures in controllers.items():
        builder = _builder(head, figures, licence_of.get(name, ""), source)
        if name not in licence_of:
            failures.append(_unmapped(file, name, figures))
            left_out.append(builder.left_out())
        elif licence_of[name] and figures.unreadable:
            left_out.append(builder.left_out())
        elif licence_of[name] and figures.licensor is not None:
            currency = builder.currency()
            row = builder.row(known)
            if currency is not None and row is not None:
                due_minor = remainders.floored(row.licence_id, figures.summed_fine[DUE], currency)
                rows.append(builder.counted(row, due_minor))
            failures += builder.failures
            left_out += [builder.left_out()] if builder.failures else []
    failures += [
        _no_record(file, name, f"the inputs map this rights controller to licence {licence_of[name]}")
        for name in licence_of
        if name not in controllers
    ]
    usable = tuple(row for row in rows if row is not None)
    statement = Statement(file.name, usable, (*breaks, *remainders.breaks(file.name)), tuple(left_out))
    return Loaded(statement, tuple(failures))


def _records(file: TextFile, failures: list[Failure]) -> Iterator[tuple[str, TableRow]]:
    """Yield each record's type and its cells; a missing trailing cell is empty."""
    names: dict[str, list[str]] = {}
    for line, text in enumerate(_lines(file), 1):
        cells = [cell.strip() for cell in text.split("\t")]
        kind = cells[0].removeprefix("#")
        if text.startswith("#"):
            names[kind] = cells[1:]
            continue
        if kind == "HEAD" and kind not in names:
            names[kind] = _head_names(file)
        if cells == [""]:
            continue
        if kind in names and len(cells) - 1 <= len(names[kind]):
            padded = cells[1:] + [""] * (len(names[kind]) - len(cells) + 1)
            yield kind, TableRow(file.name, line, dict(zip(names[kind], padded, strict=True)))
            continue
        what = (
            f"record {kind!r} has {len(cells) - 1} cells" if kind in names else f"no line names the cells of {kind!r}"
        )
        why = "which cell means what is unclear"
        fix = f"add the comment line #{kind} that names its cells, as DDEX part 8 does"
        failures.append(Failure(Reason.UNREADABLE, Place(file.name, line), what, why, fix))


def _lines(file: TextFile) -> list[str]:
    return file.text.replace("\r\n", "\n").removesuffix("\n").split("\n")


def _head_names(file: TextFile) -> list[str]:
    """Find the names of the header's cells, which may stand below it."""
    for text in _lines(file):
        if text.startswith("#HEAD\t"):
            return [cell.strip() for cell in text.split("\t")[1:]]
    return []


def _controllers(records: list[tuple[str, TableRow]], failures: list[Failure]) -> dict[str, _Controller]:
    controllers: dict[str, _Controller] = {}
    for kind, record in records:
        family = kind.split(".")[0]
        if family not in {SUMMARY, LICENSOR}:
            continue
        figures = controllers.setdefault(record.cells.get("RightsController", ""), _Controller())
        if family == SUMMARY:
            figures.summary = figures.summary or record
            figures.currencies.add(record.cells.get("Currency", ""))
        else:
            figures.licensor = figures.licensor or record
        sums = figures.stated_fine if family == SUMMARY else figures.summed_fine
        for pair in COMPARED:
            column = pair[0] if family == SUMMARY else pair[1]
            amount_fine = _amount_fine(record, column, failures)
            figures.unreadable |= amount_fine is None
            sums[column] = sums.get(column, 0) + (amount_fine or 0)
    return controllers


def _amount_fine(record: TableRow, column: str, failures: list[Failure]) -> int | None:
    try:
        return parse_fine(record.cells.get(column) or "0")
    except ValueError as error:
        why = "a rights controller's sum is unknown while one of its amounts is"
        failures.append(Failure(Reason.WRONG_TYPE, record.place(column), str(error), why, "ask the sender"))
        return None


def _total_breaks(controllers: dict[str, _Controller]) -> Iterator[Break]:
    for name, figures in controllers.items():
        if figures.summary is None or figures.unreadable:
            continue
        code = min(figures.currencies)
        currency = CURRENCIES.get(code, Currency(code, 0))
        for stated_column, summed_column in COMPARED:
            stated = figures.stated_fine[stated_column]
            summed = figures.summed_fine.get(summed_column, 0)
            if stated != summed:
                what = f"{stated_column} of {name} against the sum of its {summed_column}"
                place = figures.summary.place(stated_column)
                what_ja = f"{name}の{stated_column}と{summed_column}の合計"
                yield Break(place, what, format_fine(stated, currency), format_fine(summed, currency), what_ja)


def _count_breaks(file: TextFile, records: list[tuple[str, TableRow]], failures: list[Failure]) -> Iterator[Break]:
    foot = next((record for kind, record in records if kind == "FOOT"), None)
    if foot is None:
        failures.append(_no_record(file, "FOOT", "the file may have been cut off"))
        return
    counts = {
        "NumberOfLinesInFile": len(_lines(file)),
        "NumberOfSummaryRecords": sum(kind.startswith("SY") for kind, _ in records),
        "NumberOfBlocksInFile": len({record.cells["BlockId"] for _, record in records if "BlockId" in record.cells}),
    }
    for column, counted in counts.items():
        stated = foot.cells.get(column, "")
        if stated != str(counted):
            yield Break(foot.place(column), column, stated, str(counted))


def _builder(head: TableRow, figures: _Controller, licence: str, source: StatementSource) -> RowBuilder:
    record = figures.licensor or figures.summary or head
    texts = {
        **source.constants.given(),
        "licence": licence,
        "period_start": head.cells.get("UsageStartDate", ""),
        "period_end": head.cells.get("UsageEndDate", ""),
        "currency": "/".join(sorted(figures.currencies)),
    }
    keys = keys_of(source) | {
        "licence": "RightsController",
        "period_start": "UsageStartDate",
        "period_end": "UsageEndDate",
        "currency": "Currency",
    }
    return RowBuilder(record.place(DUE), texts, keys)


def _unmapped(file: TextFile, name: str, figures: _Controller) -> Failure:
    record = figures.licensor or figures.summary
    place = record.place("RightsController") if record else Place(file.name)
    what = f"the inputs map rights controller {name!r} to no licence"
    why = "whether its royalty is the pool's is unknown, so it is left out"
    fix = 'add it under [[statements.controllers]], with licence = "" if it is not the pool\'s'
    return Failure(Reason.UNKNOWN, place, what, why, fix)


def _no_record(file: TextFile, kind: str, why: str) -> Failure:
    what = f"there is no record of {kind}"
    return Failure(Reason.MISSING, Place(file.name, None, kind), what, why, "ask the sender for the whole file")
