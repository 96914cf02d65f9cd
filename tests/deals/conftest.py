"""The worked deals, each run once, and what their READMEs expect."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from chizai.app.book import make_book
from chizai.deal.program import SlotKind
from chizai.documents.book import DealBook
from chizai.units.result import Ok
from chizai.waterfall.exact import ExactRun, run_exact


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


@pytest.fixture(scope="session")
def days_on() -> Callable[[ExactRun, str], list[str]]:
    """Give the payment dates after which a trigger is on."""

    def read(run: ExactRun, trigger_id: str) -> list[str]:
        slot = run.program.slot(SlotKind.STATE, trigger_id)
        return [str(day) for period, day in enumerate(run.program.payment_dates) if run.closing(period, slot)]

    return read


@pytest.fixture(scope="session")
def run_with() -> Callable[[DealBook, Sequence[int]], ExactRun]:
    """Run a deal of one stream once more, with other collections; what is observed stays."""

    def run(book: DealBook, inflows_minor: Sequence[int]) -> ExactRun:
        _, *observed = book.inputs.rows()
        return run_exact(book.run.program, list(inflows_minor), observed)

    return run
