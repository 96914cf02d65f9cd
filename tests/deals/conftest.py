"""The worked deals, each run once, and what their READMEs expect."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from chizai.app.book import make_book
from chizai.documents.book import DealBook
from chizai.units.result import Ok


@pytest.fixture(scope="session")
def book_of(deals_folder: Path) -> Callable[[str], DealBook]:
    """Run a deal by the name of its folder."""

    @cache
    def run(name: str) -> DealBook:
        made = make_book(deals_folder / name)
        assert isinstance(made, Ok), made
        return made.value

    return run


@pytest.fixture(scope="session")
def expected_of(deals_folder: Path) -> Callable[[str], str]:
    """Give what a deal's README says under "Expected", one line a paragraph."""

    def read(name: str) -> str:
        text = (deals_folder / name / "README.md").read_text(encoding="utf-8").partition("\n## Expected\n")[2]
        assert text, name
        return re.sub(r"(?<![|\n])\n(?![|\n])", " ", text)

    return read


@pytest.fixture(scope="session")
def expected_rows(expected_of: Callable[[str], str]) -> Callable[[str], list[tuple[str, ...]]]:
    """Give the rows of the table under "Expected", without its header."""

    def read(name: str) -> list[tuple[str, ...]]:
        lines = [line for line in expected_of(name).splitlines() if line.startswith("|")]
        return [tuple(cell.strip(" *") for cell in line.strip("|").split("|")) for line in lines[2:]]

    return read
