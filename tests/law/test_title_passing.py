"""The title of a right passes only as the law lets it, and says by which article it has effect and stands."""

from dataclasses import replace
from datetime import date

import pytest
from tests.law.title_story import (
    KINDS,
    PAPER,
    SALE,
    TMK,
    confirmed,
    day,
    offered,
    pledged,
    registered,
    right,
    signed,
    told,
)

from chizai.assets.owners import Assignment
from chizai.assets.placed import Placed
from chizai.law.title_effect import carries_adaptation, effective, holders, opposable, without_covenant
from chizai.law.title_events import MoralCovenantGiven, OwnerConsented
from chizai.law.title_record import Status
from chizai.law.title_state import begin
from chizai.units.result import Failed, Place, Reason


@pytest.mark.parametrize("kind", KINDS)
def test_industrial_property_passes_by_registration_and_not_before(kind: str) -> None:
    record, failures = told(right(kind), offered(), signed())
    assert not failures
    assert (record.status, effective(record).holds, opposable(record).holds) == (Status.SIGNED, False, False)
    assert "until it is registered" in effective(record).because.en
    record, failures = told(right(kind), *SALE)
    assert not failures
    assert (record.status, effective(record).holds, opposable(record).holds) == (Status.OWNED, True, True)
    assert effective(record).cites[-1].said.en == "Patent Act, art. 98(1)(1)"
    assert effective(record).because.ja == "2026年1月5日に登録"
    assert holders(record) == (TMK,)


def test_a_work_passes_by_contract_and_stands_against_others_once_registered() -> None:
    record, failures = told(right("copyright"), offered(), signed(), confirmed())
    assert not failures
    assert (record.status, effective(record).holds, opposable(record).holds) == (Status.OWNED, True, False)
    record, failures = told(right("copyright"), offered(), signed(), confirmed(3), registered(5))
    assert not failures
    assert (record.status, opposable(record).holds) == (Status.OWNED, True)
    assert [cite.said.ja for cite in opposable(record).cites] == ["著作権法 第61条第1項", "著作権法 第77条第1号"]


def test_know_how_passes_by_contract_and_no_register_takes_it() -> None:
    record, failures = told(right("trade-secret"), offered(), signed(), registered(), confirmed())
    assert [failure.what for failure in failures] == ["the transfer of R1 was registered"]
    assert (record.status, effective(record).holds, opposable(record).holds) == (Status.OWNED, True, False)


def test_an_application_passes_by_notice_and_cannot_be_pledged() -> None:
    pending = right("patent", registered=False)
    record, failures = told(pending, pledged(0), offered(), signed(), registered())
    assert "Patent Act, art. 33(2)" in failures[0].why
    assert (effective(record).holds, effective(record).cites[0].said.en) == (True, "Patent Act, art. 34(4)")


def test_a_patent_of_the_united_states_follows_its_own_law_and_one_of_elsewhere_is_not_guessed() -> None:
    record, failures = told(right("patent", "Aoba", "Midori", jurisdiction="US"), offered(), signed())
    assert not failures
    assert (effective(record).holds, opposable(record).holds) == (True, False)
    refused = begin(Placed(right(jurisdiction="DE"), Place("rights.csv", 2)), ())
    assert isinstance(refused, Failed)
    assert str(refused.failures[0].place) == "rights.csv:2: jurisdiction"


def test_a_gap_in_the_chain_of_title_stops_the_sale_before_it_begins() -> None:
    link = Assignment("R1", "Sora", "Aoba", date(2021, 4, 1), date(2021, 5, 1))
    refused = begin(Placed(right(), Place("rights.csv", 2)), [Placed(link, Place("assignments.csv", 2))])
    assert isinstance(refused, Failed)
    assert "not with the original owner" in refused.failures[0].what


def test_joint_owners_sell_together_or_with_the_consent_of_those_who_stay() -> None:
    both = right("patent", "Aoba", "Midori")
    _, failures = told(both, offered("Aoba"), signed())
    assert failures[0].reason is Reason.MISSING
    assert "without the consent of Midori" in failures[0].what
    assert "Patent Act, art. 73" in failures[0].why
    consent = OwnerConsented(on=day(1), evidence=PAPER, owner="Midori")
    record, failures = told(both, offered("Aoba"), consent, signed(), registered())
    assert not failures
    assert holders(record) == ("Midori", TMK)
    _, failures = told(both, offered("Aoba", "Midori"), signed("Aoba", TMK))
    assert "lacks the signature of Midori" in failures[0].what
    _, failures = told(both, offered("Aoba"), consent, offered("Aoba", on=1), signed())
    assert failures == ()  # of one day, consent follows the offer
    _, failures = told(both, offered("Aoba"), replace(consent, on=day(0)), offered("Aoba", on=1), signed())
    assert "without the consent of Midori" in failures[0].what  # new terms void what was agreed to before


def test_articles_27_and_28_pass_only_if_both_are_named() -> None:
    work = right("copyright")
    assert not carries_adaptation(told(work, offered())[0]).holds
    half = carries_adaptation(told(work, offered(), signed(art_27=True))[0])
    assert (half.holds, half.because.ja) == (False, "第28条の特掲がない")
    assert carries_adaptation(told(work, offered(), signed(art_27=True, art_28=True))[0]).holds
    assert carries_adaptation(told(right(), offered(), signed())[0]).holds


def test_an_author_without_covenant_can_still_exercise_moral_rights() -> None:
    covenant = MoralCovenantGiven(on=day(1), evidence=PAPER, author="Ono")
    assert without_covenant(told(right("copyright"), offered(), signed())[0]) == ("Ono",)
    assert without_covenant(told(right("copyright"), offered(), covenant, signed())[0]) == ()
    _, failures = told(right(), offered(), covenant)
    assert failures[0].why == "authors of works alone have them"
