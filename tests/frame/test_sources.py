import os
import subprocess
import sys
from pathlib import Path

import pytest

MOST_LINES = 400
HEAVY = ("jinja2", "jpholiday", "numpy", "pydantic", "rich", "scipy", "vl_convert", "xlsxwriter")
HELP = f"""
import sys
from chizai.cli.main import run
sys.argv = ["chizai", "--help"]
try:
    run()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)
"""


def test_no_source_file_is_too_long_to_read_at_once(project_root: Path) -> None:
    lines = {path.name: path.read_bytes().count(b"\n") for path in (project_root / "src").rglob("*.py")}
    assert lines
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_help_answers_without_loading_what_it_does_not_need(project_root: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(project_root / "src")}
    done = subprocess.run((sys.executable, "-c", HELP), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout
    assert done.stderr.split() == []


@pytest.mark.parametrize("name", ["LICENSE", "README.md", "CHANGELOG.md"])
def test_a_file_that_every_reader_looks_for_is_there_and_says_something(project_root: Path, name: str) -> None:
    assert (project_root / name).read_text(encoding="utf-8").strip()


def test_the_licence_is_the_one_that_the_project_declares(project_root: Path) -> None:
    text = (project_root / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert [line.strip() for line in text.splitlines() if line.strip().startswith("Copyright")] == [
        "Copyright [yyyy] [name of copyright owner]",
    ]
