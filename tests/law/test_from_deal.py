"""What a deal's own files say of the law's facts is taken from them, each with its place."""

from datetime import date
from pathlib import Path

import pytest

from chizai.app.law import read_law_folder
from chizai.law.facts import Known
from chizai.law.facts_deal import FACTS
from chizai.law.from_deal import ranks
from chizai.units.result import Ok


@pytest.fixture(scope="module")
def known(deals_folder: Path) -> Known:
    read = read_law_folder(deals_folder / "electronics-patents")
    assert isinstance(read, Ok)
    return read.value.known


def test_every_fact_that_is_said_to_come_from_the_deal_does(known: Known) -> None:
    for table, facts in FACTS.items():
        rows = [known.one[table]] if table in known.one else list(known.many[table].values())
        for fact in facts:
            assert any(fact.key in row for row in rows), f"{table}.{fact.key}"


def test_each_has_its_place(known: Known) -> None:
    right = known.many["rights"]["EP-01"]
    assert str(right["filed_on"].place) == "rights.csv: EP-01.filed_on"
    assert str(right["transfer_registered_on"].place) == "assignments.csv: EP-01.transfer_registered_on"
    assert (right["sellers"].value, right["stage_at_transfer"].value) == (("Originator (demonstration)",), "registered")


def test_a_licence_earns_no_longer_with_a_right_than_the_right_lives(known: Known) -> None:
    for right in known.many["rights"].values():
        if "last_royalty_on" in right:
            assert right["last_royalty_on"].value <= min(right["expires_on"].value, date(2032, 9, 30))


def test_classes_rank_by_when_they_are_first_repaid(deals_folder: Path) -> None:
    read = read_law_folder(deals_folder / "electronics-patents")
    assert isinstance(read, Ok)
    assert ranks(read.value.deal) == {"A": 1, "B": 2, "C": 3}
