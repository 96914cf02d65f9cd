"""A calibration as text for a terminal: what came out, and what a process asks for."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from chizai import __version__
from chizai.app.calibrate import CalibrationRun
from chizai.documents.lines import named_lines, tables_lines, width_of, wrap_lines
from chizai.feeds.calibration import SET, Column, columns_of
from chizai.forecast.calibration.inputs_row import TABLES
from chizai.forecast.calibration.terms import Beside, Calibration, Comparison, Estimate
from chizai.units.toml import write_row

LONGEST_LABEL = 44
"""Columns of a terminal that the first column of a table takes at most."""
MOST_SHOWN = 24
"""How many rows of a comparison are shown at most."""
EXACT = 1e-9
"""A miss that is less of the most that came is rounding alone."""
WHOLE_FROM, PLAIN_FROM = 1_000.0, 1e-3
"""From which size a number is written without decimals, and from which with four of them."""


def catalogue_lines(calibrations: Sequence[Calibration[Any, Any]]) -> Iterator[str]:
    """Yield what can be calibrated: each process with its columns and source."""
    for calibration in calibrations:
        columns = ", ".join(column.name for column in columns_of(calibration.row))
        yield from named_lines(calibration.name, calibration.what)
        yield from named_lines("  columns", columns)
        yield from named_lines("  source", calibration.source)


def process_lines(calibration: Calibration[Any, Any]) -> Iterator[str]:
    """Yield what one process asks for: its columns and what can be set."""
    yield from named_lines(calibration.name, calibration.what)
    yield from named_lines("  source", calibration.source)
    yield "columns"
    for column in columns_of(calibration.row):
        yield from named_lines(f"  {column.name}", column.says.what)
    yield f"settings, each {SET} name=value"
    for column in columns_of(calibration.settings):
        yield from named_lines(f"  {column.name}", f"{column.says.what}{_default(column, calibration)}")


def _default(column: Column, calibration: Calibration[Any, Any]) -> str:
    if column.name in calibration.needed:
        return " (needed for inputs.toml)"
    if column.default is None:
        return ""
    return f" ({column.default:g} unless set)" if isinstance(column.default, int | float) else ""


def calibration_lines(run: CalibrationRun) -> Iterator[str]:
    """Yield what came out: estimates, what came beside what is fitted, and what goes into the inputs."""
    calibrated = run.calibrated
    yield from named_lines(run.calibration.name, run.calibration.what)
    yield from named_lines("source", run.calibration.source)
    yield from named_lines("file", f"{_one_line(run.file)}, SHA-256 {run.sha256}")
    yield from named_lines("observations", calibrated.observations)
    yield from named_lines("version", f"Chizai {__version__}")
    yield ""
    yield from tables_lines(
        [("", "Estimate", "Standard error", "90% from", "to"), *map(_estimate, calibrated.estimates)]
    )
    for comparison in calibrated.comparisons:
        yield ""
        yield from _comparison_lines(comparison)
    remarks = [f"Remark: {_one_line(remark)}." for remark in calibrated.remarks]
    yield from ["", *remarks] if remarks else []
    yield ""
    yield from _inputs_lines(run)


def _estimate(estimate: Estimate) -> tuple[str, ...]:
    sure = (estimate.error, estimate.low, estimate.high)
    return (_label(estimate.name), _number(estimate.value), *("—" if part is None else _number(part) for part in sure))


def _comparison_lines(comparison: Comparison) -> Iterator[str]:
    every = math.ceil(len(comparison.rows) / MOST_SHOWN)
    shown = comparison.rows[::every]
    yield from tables_lines([(_label(comparison.of), "Came", "Fitted"), *map(_beside, shown)])
    if every > 1:
        yield f"{len(shown)} of {len(comparison.rows)} rows are shown, one in {every}."
    explained, most = comparison.explained, max(abs(row.came) for row in comparison.rows)
    part = "" if explained is None else f"; the fit explains {round(explained, 3) + 0.0:.1%} of the variance"
    yield f"Root mean square miss {_number(comparison.miss if comparison.miss > EXACT * most else 0.0)}{part}."


def _beside(row: Beside) -> tuple[str, str, str]:
    return _label(row.label), _number(row.came), _number(row.fitted)


def _label(text: str) -> str:
    """Give a text on one line, shortened where it would leave a table no room for its numbers."""
    line = _one_line(text)
    return line if width_of(line) <= LONGEST_LABEL else f"{wrap_lines(line, LONGEST_LABEL - 1)[0]}…"


def _inputs_lines(run: CalibrationRun) -> Iterator[str]:
    row = run.calibrated.goes_in
    if row is None:
        needed = " ".join(f"{SET} {name}=..." for name in run.unset)
        yield f"For what goes into inputs.toml, say what it is for: {needed}"
        return
    if run.refusals:
        yield "Nothing goes into inputs.toml; it would refuse this:"
        for failure in run.refusals:
            yield ""
            yield from str(failure).splitlines()
        return
    yield "At the end of inputs.toml:"
    yield ""
    yield f"# {run.calibration.name}: {run.calibrated.observations}; {_one_line(run.file)}, Chizai {__version__}"
    yield f"# SHA-256 {run.sha256}"
    yield from write_row(TABLES[type(row)], row).splitlines()


def _one_line(text: str) -> str:
    """Give a text as one line can hold it: line breaks and what else cannot be printed are written out."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _number(number: float) -> str:
    """Write a number in four digits or all of its whole ones."""
    size = abs(number)
    if size >= WHOLE_FROM:
        return f"{number:,.0f}"
    return f"{number:.4f}" if PLAIN_FROM <= size < 1.0 else f"{number + 0.0:.4g}"  # no negative zero
