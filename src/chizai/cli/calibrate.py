"""The command that calibrates a process on a file, or says what can be calibrated."""

from collections.abc import Sequence
from pathlib import Path

import typer

from chizai.app.calibrate import calibrate, find_calibration
from chizai.app.calibrate_text import calibration_lines, catalogue_lines, process_lines
from chizai.cli.show import fail
from chizai.forecast.calibration.catalogue import CALIBRATIONS
from chizai.units.result import Failed


def calibrate_process(process: str | None, file: Path | None, settings: Sequence[str]) -> None:
    """Print what came out of a calibration; what a process asks for without a file; all processes without a name."""
    if settings and file is None:
        raise typer.BadParameter("they say nothing without a FILE", param_hint="--set")
    if process is None:
        lines = catalogue_lines(CALIBRATIONS)
    else:
        found = find_calibration(process)
        if isinstance(found, Failed):
            fail(found.failures)
        if file is None:
            lines = process_lines(found.value)
        else:
            run = calibrate(found.value, file, settings)
            if isinstance(run, Failed):
                fail(run.failures)
            lines = calibration_lines(run.value)
    for line in lines:
        typer.echo(line)
