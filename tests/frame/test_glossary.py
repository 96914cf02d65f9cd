import re
from collections import Counter
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def rows(project_root: Path) -> list[list[str]]:
    lines = (project_root / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return table[2:]


def test_every_term_has_its_japanese_word_a_meaning_and_a_place(rows: list[list[str]]) -> None:
    assert rows
    assert [row for row in rows if len(row) != 4 or not all(row)] == []


@pytest.mark.parametrize("column", [0, 2])
def test_no_term_and_no_meaning_stands_twice(rows: list[list[str]], column: int) -> None:
    counts = Counter(row[column].casefold() for row in rows)
    assert [term for term, count in counts.items() if count > 1] == []


def test_terms_stand_in_alphabetical_order(rows: list[list[str]]) -> None:
    terms = [row[0].casefold() for row in rows]
    assert terms == sorted(terms)


def test_every_module_that_the_glossary_points_to_exists(rows: list[list[str]], project_root: Path) -> None:
    named = {name for row in rows for name in re.findall(r"`(chizai\.[a-z_.]+)`", row[3])}
    assert named
    sources = {name: project_root / "src" / Path(*name.split(".")) for name in named}
    assert [name for name, path in sources.items() if not path.with_suffix(".py").exists()] == []
