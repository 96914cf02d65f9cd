from pathlib import Path

HELPERS = {"__init__", "limits", "squares"}
"""What is no process: rules and a method."""


def test_the_page_has_a_row_for_every_process(project_root: Path) -> None:
    page = (project_root / "docs" / "processes.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
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
