"""The royalty report of the model patent licence of the US Public Health Service (PHS, NIH).

Sales by product and country give the gross; less deductions it is the net; times the rate, floored, it is the royalty
due; less what is creditable (a minimum paid before), and never below nothing, it is the net royalty due. Each of these
is made anew from the rows and set beside the stated figure; the one made anew counts.
"""

import difflib
from dataclasses import dataclass

from chizai.assets.statements import Break, ReportedSales, Statement
from chizai.feeds.files import TextFile
from chizai.feeds.statements.fine import FINE, format_fine, parse_fine, split_fine
from chizai.feeds.statements.rows import Known, Remainders, RowBuilder, keys_of
from chizai.feeds.statements.source import StatementSource
from chizai.feeds.tables import TableRow, read_table
from chizai.units.money import CURRENCIES, Currency, parse_minor
from chizai.units.rate import PPM, format_ppm, share_floor
from chizai.units.result import Failure, Loaded, Place, Reason

AMOUNT = "amount_"
"""The amount's column is named by its currency, such as `amount_usd`."""
RATE = "royalty_rate"
TOTALS = ("total_gross", "total_net", "royalty_due", "net_royalty_due")
PARTS = ("sale", "deduction", "creditable")


@dataclass(slots=True)
class _Report:
    """What the lines of a report say, in fine units."""

    parts_fine: dict[str, int]
    """The sum of the lines of each kind of `PARTS`."""
    totals: dict[str, tuple[int, TableRow]]
    """The stated totals and their lines."""
    rate: tuple[int, TableRow] | None = None
    sold_in: TableRow | None = None
    """The first line of sales."""


def read_licence_report(file: TextFile, source: StatementSource, known: Known) -> Loaded[Statement]:
    """Read a report into one row, its net royalty due, with a break for each total that its lines do not make.

    A line that cannot be read leaves the royalty unknown: it is reported and there is no row.
    """
    empty = Statement(file.name, ())
    table = read_table(file, ("row_type",))
    column = next((name for row in table.value[:1] for name in row.cells if name.startswith(AMOUNT)), None)
    code = (column or "").removeprefix(AMOUNT).upper()
    if table.failures or code not in CURRENCIES:
        return Loaded(empty, table.failures or (_no_amounts(file),))
    currency = CURRENCIES[code]
    failures: list[Failure] = []
    report = _lines(table.value, column or "", failures)
    if report.rate is None and not failures:
        failures.append(_missing(file, RATE, "without the rate no royalty can be made of the sales"))
    if failures or report.rate is None:
        return Loaded(empty, tuple(failures))
    failures += [_missing(file, name, "it cannot be set beside ours") for name in TOTALS if name not in report.totals]
    computed = _computed(report, report.rate[0])
    breaks = [
        _break(row.place(column), name, stated, computed[name], currency)
        for name, (stated, row) in report.totals.items()
        if stated != computed[name]
    ]
    stated_in = report.totals.get("net_royalty_due", report.rate)[1]
    constants = source.constants.given()
    builder = RowBuilder(stated_in.place(column), {"currency": code, **constants}, keys_of(source))
    remainders = Remainders()
    row = builder.row(known)
    if row is not None:
        stated_net, net_in = report.totals.get("total_net", report.rate)
        if stated_net != computed["total_net"] or "total_net" not in report.totals:
            net_in = report.sold_in or net_in
        sales = ReportedSales(net_in.place(column), split_fine(computed["total_net"], currency)[0])
        row = builder.counted(row, remainders.floored(row.licence_id, computed["net_royalty_due"], currency), sales)
    if "currency" in constants and constants["currency"] != code:
        what = f"the file's amounts are {code}, the inputs say {constants['currency']}"
        builder.fail(Reason.CURRENCY, "currency", what, "amounts cannot be both", "remove the constant")
        row = None
    statement = Statement(file.name, (row,) if row else (), (*breaks, *remainders.breaks(file.name)))
    return Loaded(statement, (*failures, *builder.failures))


def _computed(report: _Report, rate_ppm: int) -> dict[str, int]:
    gross = report.parts_fine["sale"]
    net = gross + report.parts_fine["deduction"]
    due = share_floor(net, rate_ppm)
    owed = max(due + report.parts_fine["creditable"], 0)
    return {"total_gross": gross, "total_net": net, "royalty_due": due, "net_royalty_due": owed}


def _lines(rows: tuple[TableRow, ...], column: str, failures: list[Failure]) -> _Report:
    report = _Report(dict.fromkeys(PARTS, 0), {})
    for row in rows:
        kind = row.cells["row_type"]
        if kind not in (*PARTS, *TOTALS, RATE):
            failures.append(_unknown_line(row, kind))
            continue
        try:
            if kind == RATE:
                report.rate = parse_minor(row.cells[column], Currency("rate", len(str(PPM)) - 1)), row
            elif kind in PARTS:
                report.parts_fine[kind] += parse_fine(row.cells[column])
                report.sold_in = report.sold_in or (row if kind == "sale" else None)
            else:
                report.totals[kind] = parse_fine(row.cells[column]), row
        except ValueError as error:
            why = "the royalty is made of all lines: with one unknown it is unknown"
            fix = "write digits with a point for decimals; a rate of 8% as 0.08"
            failures.append(Failure(Reason.WRONG_TYPE, row.place(column), str(error), why, fix))
    if report.rate is not None and not 0 <= report.rate[0] <= PPM:
        what, why = f"a royalty rate of {format_ppm(report.rate[0])}", "a royalty is between none and all of the sales"
        failures.append(Failure(Reason.OUT_OF_RANGE, report.rate[1].place(column), what, why, "write 8% as 0.08"))
    return report


def _break(place: Place, name: str, stated: int, computed: int, currency: Currency) -> Break:
    return Break(place, name, format_fine(stated, currency), format_fine(computed, currency))


def _unknown_line(row: TableRow, kind: str) -> Failure:
    lines = (*PARTS, *TOTALS, RATE)
    close = difflib.get_close_matches(kind, lines, n=1)
    why = "the royalty is made of all lines: with one unknown it is unknown"
    fix = f"did you mean {close[0]!r}?" if close else f"write one of {', '.join(lines)}"
    return Failure(Reason.UNKNOWN, row.place("row_type"), f"{kind!r} is not a line of this report", why, fix)


def _missing(file: TextFile, name: str, why: str) -> Failure:
    return Failure(Reason.MISSING, Place(file.name, None, name), f"there is no {name} line", why, "ask the sender")


def _no_amounts(file: TextFile) -> Failure:
    what = "no line has an amount in a known currency"
    why = f"the amounts stand in a column named by their currency, at most {FINE.digits} decimals"
    fix = "name the column amount_usd or amount_jpy, and write at least one line"
    return Failure(Reason.MISSING, Place(file.name, None, "amount_usd"), what, why, fix)
