"""Title: broken chains and owners that make no whole."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.owners import Assignment, OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.rights import Authorship, Copyright, Patent, Right
from chizai.assets.title import check_chain, check_owners
from chizai.units.money import split_largest_remainder
from chizai.units.rate import PPM
from chizai.units.result import Place, Reason


def patent(*owners: tuple[str, int], jurisdiction: str = "JP") -> Placed[Right]:
    shares = tuple(OwnerShare(name, share_ppm) for name, share_ppm in owners)
    right = Patent(id="R1", title="t", jurisdiction=jurisdiction, number="1", filed_on=date(2010, 1, 1), owners=shares)
    return Placed(right, Place("rights.csv", 2))


def links(*assignments: Assignment) -> list[Placed[Assignment]]:
    return [Placed(link, Place("assignments.csv", row)) for row, link in enumerate(assignments, 2)]


def passes(giver: str, taker: str, year: int, share_ppm: int = PPM, *, registered: bool = True) -> Assignment:
    on = date(year, 5, 1)
    return Assignment("R1", giver, taker, on, on if registered else None, share_ppm=share_ppm)


def test_a_whole_chain_that_ends_with_the_stated_owners_finds_nothing() -> None:
    chain = links(passes("", "A", 2010), passes("A", "B", 2015), passes("B", "C", 2018, 400_000))
    assert check_chain(patent(("B", 600_000), ("C", 400_000)), chain) == ()


def test_the_order_of_rows_does_not_matter() -> None:
    chain = links(passes("A", "B", 2015), passes("", "A", 2010))
    assert check_chain(patent(("B", PPM)), chain) == ()


def test_an_assignor_who_was_not_owner_is_one_gap_at_its_cell() -> None:
    chain = links(passes("", "A", 2010), passes("B", "C", 2015))
    (failure,) = check_chain(patent(("C", PPM)), chain)
    assert str(failure.place) == "assignments.csv:3: assignor"
    assert "B gave 100% of R1 on 2015-05-01, holding nothing" in failure.what


def test_an_unregistered_patent_transfer_has_no_effect() -> None:
    chain = links(passes("", "A", 2010), passes("A", "B", 2015, registered=False))
    (failure,) = check_chain(patent(("B", PPM)), chain)
    assert failure.reason is Reason.MISSING
    assert "art. 98(1)" in failure.why


def test_whether_a_foreign_patent_passes_unregistered_is_left_to_its_law_and_gaps_are_still_found() -> None:
    chain = links(passes("", "A", 2010), passes("A", "B", 2015, registered=False))
    assert check_chain(patent(("B", PPM), jurisdiction="TW"), chain) == ()
    (failure,) = check_chain(patent(("C", PPM), jurisdiction="TW"), chain)
    assert "ends with B 100%" in failure.what


def test_every_fault_of_title_is_told_in_japanese_too() -> None:
    chains = [
        links(passes("", "A", 2010), passes("A", "B", 2015, registered=False)),
        links(passes("", "A", 2010), passes("B", "C", 2015)),
        links(passes("", "A", 2010)),
        links(passes("A", "B", 2015)),
        links(Assignment("R1", "", "A", date(2010, 5, 1), date(2009, 5, 1)), passes("A", "B", 2015, 0)),
    ]
    owners = [patent(("A", PPM), ("B", 0)), patent(("A", 500_000), ("A", 400_000))]
    faults = [each for chain in chains for each in check_chain(patent(("B", PPM)), chain)]
    faults += [each for right in owners for each in check_owners(right)]
    assert len({failure.why for failure in faults}) == 9
    for failure in faults:
        assert failure.japanese is not None
        assert all(re.search(r"[\u3040-\u30ff]", text) for text in failure.japanese)
        assert "R1" in failure.japanese[0] or "登録日" in failure.japanese[0]


def test_an_unregistered_copyright_transfer_passes_the_right() -> None:
    film = Copyright(
        id="R1",
        title="t",
        jurisdiction="JP",
        authorship=Authorship.FILM,
        published_on=date(2000, 1, 1),
        owners=(OwnerShare("B", PPM),),
    )
    chain = links(passes("", "A", 2000, registered=False), passes("A", "B", 2015, registered=False))
    assert check_chain(Placed(film, Place("rights.csv", 2)), chain) == ()


def test_a_chain_that_ends_with_another_owner_names_both() -> None:
    (failure,) = check_chain(patent(("B", PPM)), links(passes("", "A", 2010)))
    assert "ends with A 100%; the register states B 100%" in failure.what
    assert str(failure.place) == "rights.csv:2: owners"


def test_a_chain_without_origin_is_missing_its_first_link() -> None:
    (failure,) = check_chain(patent(("B", PPM)), links(passes("A", "B", 2015)))
    assert failure.reason is Reason.MISSING
    assert "begins with A" in failure.what


def test_no_chain_finds_nothing() -> None:
    assert check_chain(patent(("A", PPM)), []) == ()


def test_a_registration_before_its_assignment_and_a_share_of_nothing_are_failures() -> None:
    early = Assignment("R1", "", "A", date(2010, 5, 1), date(2009, 5, 1))
    nothing = passes("A", "B", 2015, 0)
    reasons = [failure.reason for failure in check_chain(patent(("A", PPM)), links(early, nothing))]
    assert reasons == [Reason.INCONSISTENT, Reason.OUT_OF_RANGE]


@pytest.mark.parametrize(
    ("owners", "reason"),
    [
        ([("A", 600_000), ("B", 390_000)], Reason.INCONSISTENT),
        ([], Reason.INCONSISTENT),
        ([("A", 500_000), ("A", 500_000)], Reason.DUPLICATE),
        ([("A", PPM), ("B", 0)], Reason.OUT_OF_RANGE),
    ],
)
def test_owners_that_make_no_whole_are_a_failure(owners: list[tuple[str, int]], reason: Reason) -> None:
    assert [failure.reason for failure in check_owners(patent(*owners))] == [reason]


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=8))
def test_any_split_of_the_whole_among_owners_is_sound(weights: list[int]) -> None:
    shares = split_largest_remainder(PPM, weights)
    owners = [(f"O{i}", share) for i, share in enumerate(shares)]
    chain = links(passes("", "O", 2010), *(passes("O", name, 2015, share) for name, share in owners))
    assert check_owners(patent(*owners)) == ()
    assert check_chain(patent(*owners), chain) == ()
