"""What holds of every worked deal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chizai.deal.model import Nature
from chizai.deal.text import read_deal, write_deal
from chizai.documents.book import DealBook
from chizai.units.result import Ok, Place, Reason
from chizai.waterfall.conservation import assert_conserved

NATURES = {
    "anime-copyrights": Nature.DEMONSTRATION,
    "drug-patents": Nature.DEMONSTRATION,
    "electronics-patents": Nature.DEMONSTRATION,
    "mission-forecast": Nature.DEMONSTRATION,
    "mission-split": Nature.DEMONSTRATION,
    "sesac-2019-1": Nature.PUBLISHED,
    "bowie-1997": Nature.PUBLISHED,
    "biopharma-royalty-trust-2000": Nature.PUBLISHED,
    "crescendo-2021": Nature.PUBLISHED,
    "dominos-2007": Nature.PUBLISHED,
    "drug-royalty-iii-2017-1": Nature.PUBLISHED,
    "guangzhou-2019": Nature.PUBLISHED,
    "hi-fi-2022-1": Nature.PUBLISHED,
    "hipgnosis-2022-1": Nature.PUBLISHED,
    "jpr-royalty-sub-2011": Nature.PUBLISHED,
    "scalar-2003": Nature.PUBLISHED,
    "triple-royalty-sub-ii": Nature.PUBLISHED,
    "tokimeki-2000": Nature.PUBLISHED,
}
DIRTY_ROWS = {
    "electronics-patents": [
        (Reason.UNKNOWN, Place("statements/2024-2026.csv", 43, "契約番号")),
        (Reason.MISSING, Place("statements/2024-2026.csv", 57, "実施料(円)")),
    ],
}
PUBLISHERS = (
    "DBRS",
    "Billboard",
    "Dengeki",
    "Asset Securitization Report",
    "SEC filing",
    "chamberweb",
    "scut.edu.cn",
)
each_deal = pytest.mark.parametrize("name", NATURES)


def test_these_are_all_the_deals(deals_folder: Path) -> None:
    assert sorted(path.name for path in deals_folder.iterdir() if path.is_dir()) == sorted(NATURES)


@each_deal
def test_a_deal_is_named_as_its_folder_and_says_whether_it_is_real(
    name: str, book_of: Callable[[str], DealBook]
) -> None:
    deal = book_of(name).deal
    assert (deal.id, deal.nature) == (name, NATURES[name])


@each_deal
def test_a_deal_loads_with_exactly_the_rows_unusable_that_are_meant_to_be(
    name: str, book_of: Callable[[str], DealBook]
) -> None:
    found = [(failure.reason, failure.place) for failure in book_of(name).unusable]
    assert found == DIRTY_ROWS.get(name, [])


@each_deal
def test_a_deal_conserves_every_yen(name: str, book_of: Callable[[str], DealBook]) -> None:
    run = book_of(name).run
    assert_conserved(run)
    assert sum(run.collected(period) for period in range(len(run.program.payment_dates))) > 0


@each_deal
def test_a_deal_written_and_read_again_is_the_same(name: str, deals_folder: Path) -> None:
    read = read_deal((deals_folder / name / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    text = write_deal(read.value)
    again = read_deal(text)
    assert isinstance(again, Ok)
    assert again.value == read.value
    assert write_deal(again.value) == text


@each_deal
def test_a_readme_marks_its_facts_names_its_sources_and_says_what_is_assumed(name: str, deals_folder: Path) -> None:
    text = (deals_folder / name / "README.md").read_text(encoding="utf-8")
    facts = [line for line in text.splitlines() if line.startswith("|") and "[F]" in line]
    sources = ("mission, section", " Act") if NATURES[name] is Nature.DEMONSTRATION else PUBLISHERS
    assert any(source in fact for fact in facts for source in sources)
    assert all(fact.rpartition("[F]")[2].strip(" |") for fact in facts)
    assert "| assumed |" in text or "**assumed**" in text.partition("\n| fact")[2]


@each_deal
def test_a_demonstration_claims_no_company(name: str, book_of: Callable[[str], DealBook]) -> None:
    deal = book_of(name).deal
    names = [party.name for party in deal.parties]
    assert all(party.endswith("(demonstration)") for party in names) is (deal.nature is Nature.DEMONSTRATION)
