"""Whatever stands in a file, a calibration ends with estimates or with what is wrong, never with a traceback."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chizai.app.calibrate import calibrate
from chizai.app.calibrate_text import calibration_lines
from chizai.feeds.calibration import columns_of
from chizai.forecast.calibration.catalogue import CALIBRATIONS
from chizai.forecast.calibration.terms import CalendarPeriod, Calibration
from chizai.units.result import Failed

NUMBERS = ("0", "1e-12", "0.5", "1", "2", "7", "40%", "1e9", "1e15", "-3")
CELLS: dict[Any, st.SearchStrategy[str]] = {
    str: st.sampled_from(("a", "b", "c")),
    int: st.sampled_from(("0", "1", "5", "200000")),
    float: st.sampled_from(NUMBERS),
    bool: st.sampled_from(("yes", "no")),
}
DAYS = ("2010-01-01", "2010-01-02", "2013-06-30", "2020-02-29", "1900-01-01", "2199-12-31")


def cell(kind: type, number: int) -> st.SearchStrategy[str]:
    """Draw a cell; periods follow one another, most days do."""
    if kind is CalendarPeriod:
        return st.sampled_from((str(2000 + number), str(2000 + number), "2005"))
    if kind in CELLS:
        return CELLS[kind]
    return st.sampled_from((f"{2000 + number}-04-01", f"{2000 + number}-04-01", *DAYS))


@pytest.mark.parametrize("calibration", CALIBRATIONS, ids=lambda calibration: calibration.name)
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_table_of_its_columns_is_calibrated_or_refused(
    tmp_path: Path, calibration: Calibration[Any, Any], data: st.DataObject
) -> None:
    columns = columns_of(calibration.row)
    n_rows = data.draw(st.integers(1, 12))
    rows = [[data.draw(cell(column.kind, number)) for column in columns] for number in range(n_rows)]
    file = tmp_path / "rows.csv"
    lines = [[column.name for column in columns], *rows]
    file.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    needed = {"licence": "L1", "right": "P1", "right_age_years": "4", "licensee": "L", "symbol": "a", "currency": "USD"}
    needed |= {"launched_on": "2027-04-01", "lost_on": "2030-01-01", "gazette_on": "2026-01-01", "lost": "0.5"}
    run = calibrate(calibration, file, [f"{name}={needed[name]}" for name in calibration.needed])
    said = [str(failure) for failure in run.failures] if isinstance(run, Failed) else list(calibration_lines(run.value))
    assert not any("nan" in text.lower().split() for text in said)
    assert not isinstance(run, Failed) or not any("Traceback" in text or "NoneType" in text for text in said)
