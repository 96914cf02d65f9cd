"""What the documents show is what happens: each command in a `console` or `sh` block is run, its output compared.

A line of a block that starts with `$ ` is a command; the lines up to the next one are its output, all of it, where
a line `...` stands for any lines. A block fenced as `console fails` shows commands that end with a failure.
`chizai` is run in a folder that holds the worked deals; of `python3 dev.py` only the recipe's name is checked,
since its recipes run these tests; what a reader does before the project is there is not run.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(?:console|sh)( fails)?[ ]*\n(.*?)^```[ ]*$", re.MULTILINE | re.DOTALL)
BEFORE_THE_PROJECT = ("git", "cd")
RECIPES = ("demo", "test", "lint", "bench", "translate", "lock")


@dataclass(frozen=True, slots=True)
class Example:
    """A command as a document shows it."""

    words: tuple[str, ...]
    shown: tuple[str, ...]
    """The lines of output; none: the document shows no output, and any will do."""
    fails: bool


def examples(text: str) -> list[Example]:
    found = []
    for fails, block in FENCE.findall(text):
        for part in re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip().splitlines()
            found.append(Example(tuple(shlex.split(command)), tuple(line.rstrip() for line in shown), bool(fails)))
    return found


def agrees(shown: tuple[str, ...], real: str) -> bool:
    lines = [line.rstrip() for line in real.strip().splitlines()]
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in shown)
    return not shown or re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def run(example: Example, folder: Path) -> subprocess.CompletedProcess[str]:
    plain = {"PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "120"}
    return subprocess.run(
        (sys.executable, "-m", "chizai", *example.words[1:]),
        cwd=folder,
        env={**os.environ, **plain},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_of_a_document_does_what_it_shows(document: Path, tmp_path: Path) -> None:
    if (ROOT / "deals").is_dir():
        shutil.copytree(ROOT / "deals", tmp_path / "deals")
    for shown in ("calibration", "how-to", "legal-review"):
        if (ROOT / "docs" / shown).is_dir():
            shutil.copytree(ROOT / "docs" / shown, tmp_path / "docs" / shown)
    for example in examples(document.read_text(encoding="utf-8")):
        program, *words = example.words
        if program == "chizai":
            done = run(example, tmp_path)
            assert bool(done.returncode) == example.fails, f"{example.words}\n{done.stdout}"
            assert agrees(example.shown, done.stdout), f"{example.words} really says:\n{done.stdout}"
        elif program == "python3":
            assert words[:1] == ["dev.py"], example.words
            assert set(words[1:2]) <= set(RECIPES), example.words
        else:
            assert program in BEFORE_THE_PROJECT, f"no test can run {example.words}"


def test_commands_are_found_with_the_output_that_is_shown() -> None:
    text = (
        "a\n```console\n$ chizai check a\\\n  'b c'\nfine\n\n$ chizai x\n```\n"
        "```sh fails\n$ chizai y\n...\n```\n```toml\n$ chizai no\n```\n"
    )
    assert examples(text) == [
        Example(("chizai", "check", "a", "b c"), ("fine",), fails=False),
        Example(("chizai", "x"), (), fails=False),
        Example(("chizai", "y"), ("...",), fails=True),
    ]


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ((), "whatever\n", True),
        (("a", "b"), "a  \nb\n", True),
        (("a", "b"), "a\nc\n", False),
        (("a",), "a\nb\n", False),
        (("a", "..."), "a\nb\nc\n", True),
        (("a", "...", "d"), "a\nd\n", True),
        (("...", "d"), "a\nb\n", False),
        (("1.5",), "125\n", False),
    ],
)
def test_output_agrees_line_by_line_where_it_is_not_left_out(shown: tuple[str, ...], real: str, same: bool) -> None:
    assert agrees(shown, real) is same
