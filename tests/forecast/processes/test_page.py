import re
from pathlib import Path

from chizai.feeds.calibration import columns_of
from chizai.forecast.calibration.catalogue import CALIBRATIONS

HELPERS = {"__init__", "limits", "squares"}
"""What is no process: rules and a method."""


def rows_of(section: str, project_root: Path) -> list[str]:
    page = (project_root / "docs" / "processes.md").read_text(encoding="utf-8")
    [text] = [part for part in page.split("\n## ") if part.startswith(f"{section}\n")]
    return [line for line in text.splitlines() if line.startswith("| `")]


def test_the_page_has_a_row_for_every_process(project_root: Path) -> None:
    rows = [row.split("|")[1] for row in rows_of("The processes", project_root)]
    named = {name.strip(" `") for row in rows for name in row.split(",")}
    folder = project_root / "src" / "chizai" / "forecast" / "processes"
    fits = {"bass_fit", "renewal_fit"}
    assert named == {path.stem for path in folder.glob("*.py")} - HELPERS - fits


def test_every_calibration_that_the_page_names_exists(project_root: Path) -> None:
    page = (project_root / "docs" / "processes.md").read_text(encoding="utf-8")
    source = "".join(path.read_text("utf-8") for path in (project_root / "src/chizai/forecast/processes").glob("*.py"))
    named = {word for word in page.split("`") if word.startswith("fit_") and word.isidentifier()}
    assert len(named) > 10
    assert {word for word in named if f"def {word}(" not in source} == set()


def test_the_page_says_of_every_process_that_the_command_fits_what_it_reads_and_what_can_be_set(
    project_root: Path,
) -> None:
    rows = {row.split("`")[1]: row for row in rows_of("Calibrate on your own figures", project_root)}
    asked = {
        calibration.name: {
            column.name for noun in (calibration.row, calibration.settings) for column in columns_of(noun)
        }
        for calibration in CALIBRATIONS
    }
    assert rows.keys() == asked.keys()
    shared = {"licence", "right"}
    left_out = {name: columns - shared - set(re.findall(r"`(\w+)`", rows[name])) for name, columns in asked.items()}
    assert {name: columns for name, columns in left_out.items() if columns} == {}
