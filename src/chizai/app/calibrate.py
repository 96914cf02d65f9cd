"""Calibration of a process on a user's own figures: a file in; estimates, how well they fit, and what goes in out."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chizai.feeds.calibration import read_rows, read_settings
from chizai.feeds.files import read_file
from chizai.forecast.calibration.catalogue import CALIBRATIONS
from chizai.forecast.calibration.inputs_row import refusals
from chizai.forecast.calibration.terms import Calibrated, Calibration
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRun:
    """A process as calibrated on a file."""

    calibration: Calibration[Any, Any]
    file: str
    sha256: str
    """Digest of the file's bytes."""
    calibrated: Calibrated
    unset: tuple[str, ...]
    """Settings without which nothing goes into the inputs."""
    refusals: tuple[Failure, ...]
    """Why the inputs would not take the numbers."""


def find_calibration(name: str) -> Result[Calibration[Any, Any]]:
    """Find a process by its name."""
    names = [calibration.name for calibration in CALIBRATIONS]
    if name in names:
        return Ok(CALIBRATIONS[names.index(name)])
    close = difflib.get_close_matches(name, names, n=1)
    what, why = f"{name!r} is no process that can be calibrated", "what is fitted, and to what, would be a guess"
    fix = f"did you mean {close[0]!r}?" if close else f"name one of {', '.join(names)}"
    return Failed((Failure(Reason.UNKNOWN, Place("PROCESS"), what, why, fix),))


def calibrate(calibration: Calibration[Any, Any], path: Path, settings: Sequence[str]) -> Result[CalibrationRun]:
    """Calibrate a process on a file.

    Args:
        calibration: the process.
        path: a table of its columns.
        settings: each `name=value`.

    Returns:
        what came out; or all that is wrong with the file and the settings, or why the rows cannot be fitted.
    """
    text = read_file(path)
    if isinstance(text, Failed):
        return text
    rows, given = read_rows(text.value, calibration.row), read_settings(settings, calibration.settings)
    if isinstance(rows, Failed) or isinstance(given, Failed):
        return Failed(tuple(failure for read in (rows, given) if isinstance(read, Failed) for failure in read.failures))
    failures = calibration.check(rows.value, given.value, text.value.name)
    if failures:
        return Failed(tuple(failures))
    try:
        calibrated = calibration.fit(rows.value, given.value)
    except ValueError as error:
        fix = f"add rows, correct them, or set what can be set: `chizai calibrate {calibration.name}` names both"
        why = "the process cannot be fitted to these rows"
        return Failed((Failure(Reason.INCONSISTENT, Place(text.value.name), str(error), why, fix),))
    run = CalibrationRun(
        calibration=calibration,
        file=text.value.name,
        sha256=text.value.sha256,
        calibrated=calibrated,
        unset=tuple(name for name in (*calibration.needed, *calibrated.needed) if getattr(given.value, name) is None),
        refusals=() if calibrated.goes_in is None else tuple(refusals(calibrated.goes_in)),
    )
    return Ok(run)
