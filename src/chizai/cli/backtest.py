"""The command that back-tests the history model on files of series."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from chizai.app.backtest import Wanted, back_test_files
from chizai.app.backtest_series import Layout
from chizai.app.backtest_text import backtest_lines, backtest_page
from chizai.app.write import write_file
from chizai.cli.show import Progress, fail
from chizai.forecast.history_model.rolling import Rolling
from chizai.units.result import Failed

ZERO, UNKNOWN = "zero", "unknown"
GAPS = (ZERO, UNKNOWN)
"""What a period without a row means: nothing came, or it is not known what came."""
JOINED, WRITTEN = "joined", "written"
NAMES = (JOINED, WRITTEN)
"""Whether a series that carries on under another name is read as one, or names stand as they are written."""


def back_test_series(
    files: Sequence[Path], columns: Mapping[str, str | None], terms: Mapping[str, int], out: Path | None
) -> None:
    """Back-test files, print what came out, and write the page if a place is given.

    Args:
        files: tables of series.
        columns: the options `series`, `period`, `value`, `gaps` and `names`.
        terms: the options `least_years`, `n_paths` and `seed`.
        out: the page's file, Markdown; none for no page.
    """
    for option, possible in (("gaps", GAPS), ("names", NAMES)):
        if columns[option] not in possible:
            what = f"{columns[option]!r} is neither of {', '.join(possible)}"
            raise typer.BadParameter(what, param_hint=f"--{option}")
    layout = Layout(
        series=tuple(name.strip() for name in (columns["series"] or "").split(",") if name.strip()),
        period=columns["period"],
        value=columns["value"],
        is_gap_unknown=columns["gaps"] == UNKNOWN,
        is_name_kept=columns["names"] == WRITTEN,
    )
    rolling = Rolling(n_paths=terms["n_paths"], least_years=terms["least_years"])
    wanted = Wanted(layout=layout, terms=rolling, seed=terms["seed"])
    started = time.perf_counter()
    progress = Progress("backtest")
    run = back_test_files(files, wanted, progress.say)
    progress.end()
    if isinstance(run, Failed):
        fail(run.failures)
    for line in backtest_lines(run.value):
        typer.echo(line)
    if out is not None:
        written = write_file(out, backtest_page(run.value).encode())
        if isinstance(written, Failed):
            fail(written.failures)
        typer.echo(f"\nwritten to {out}  ({time.perf_counter() - started:.1f} s)")
