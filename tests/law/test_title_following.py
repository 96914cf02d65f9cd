"""Licences, pledges and attachments follow a right to its buyer, or do not, as the law of its kind says."""

from dataclasses import replace
from datetime import date

import pytest
from tests.law.title_story import (
    PAPER,
    SALE,
    TMK,
    attached,
    binds,
    confirmed,
    day,
    licensed,
    offered,
    pledged,
    registered,
    right,
    signed,
    told,
)

from chizai.assets.owners import OwnerShare
from chizai.assets.rights import Patent
from chizai.law.title_effect import carries_adaptation, effective, opposable
from chizai.law.title_events import (
    AttachmentLifted,
    LicenceForm,
    LicenceRegistered,
    LicensedBack,
    OwnerConsented,
    PledgeRegistered,
    PledgeReleased,
)
from chizai.law.title_record import Status
from chizai.units.rate import PPM


@pytest.mark.parametrize(
    ("kind", "form", "entered", "follows_it"),
    [
        ("patent", LicenceForm.CONTRACT, False, True),
        ("copyright", LicenceForm.CONTRACT, False, True),
        ("trademark", LicenceForm.CONTRACT, False, False),
        ("trademark", LicenceForm.CONTRACT, True, True),
        ("patent", LicenceForm.REGISTERED_EXCLUSIVE, False, False),
        ("patent", LicenceForm.REGISTERED_EXCLUSIVE, True, True),
        ("trade-secret", LicenceForm.CONTRACT, False, False),
    ],
)
def test_a_licence_follows_the_right_or_does_not(kind: str, form: LicenceForm, entered: bool, follows_it: bool) -> None:
    entry = [LicenceRegistered(on=day(1), evidence=PAPER, licence_id="L1")] if entered else []
    sale = [event for event in SALE if kind != "trade-secret" or event is not SALE[2]]
    record, failures = told(right(kind), licensed(0, form), *entry, *sale)
    assert not failures
    assert binds(record) == {"L1": follows_it}


def test_a_licence_of_a_mark_that_is_registered_after_the_transfer_comes_too_late() -> None:
    entry = LicenceRegistered(on=day(5), evidence=PAPER, licence_id="L1")
    record, failures = told(right("trademark"), licensed(0), *SALE, entry)
    assert not failures
    assert binds(record) == {"L1": False}


def test_before_april_2012_a_licence_of_a_patent_had_to_be_registered() -> None:
    old = Patent(
        id="R1",
        title="t",
        jurisdiction="JP",
        owners=(OwnerShare("Aoba", PPM),),
        number="1",
        filed_on=date(2004, 5, 1),
        registered_on=date(2005, 5, 1),
    )
    events = [replace(event, on=date(2012, 3, 26) + (event.on - day(0))) for event in (licensed(0), *SALE[:3])]
    record, failures = told(old, *events)
    assert not failures
    assert record.registered is not None
    assert record.registered.on == date(2012, 3, 30)
    assert binds(record) == {"L1": False}


def test_the_originator_gets_a_licence_back_only_from_an_owner_and_with_the_other_owners() -> None:
    back = LicensedBack(on=day(3), evidence=PAPER, licence_id="L2", licensee="Aoba")
    _, failures = told(right(), offered(), signed(), back, registered())
    assert "the company did not own it" in failures[0].why
    record, failures = told(right(), *SALE, replace(back, on=day(6)))
    assert not failures
    assert binds(record) == {"L2": True}
    consent = OwnerConsented(on=day(1), evidence=PAPER, owner="Midori")
    both = right("patent", "Aoba", "Midori")
    _, failures = told(both, offered("Aoba"), consent, *SALE[1:], replace(back, on=day(7)))
    assert "licensed back without the consent of Midori" in failures[0].what
    _, failures = told(both, offered("Aoba"), consent, *SALE[1:], replace(back, on=day(7), consenting=("Midori",)))
    assert not failures


def test_a_pledge_binds_the_buyer_of_a_patent_if_registered_and_of_a_work_until_the_transfer_is() -> None:
    entry = PledgeRegistered(on=day(1), evidence=PAPER, pledge_id="Q1")
    assert binds(told(right(), pledged(0), *SALE)[0]) == {"Q1": False}
    assert binds(told(right(), pledged(0), entry, *SALE)[0]) == {"Q1": True}
    work = right("copyright")
    assert binds(told(work, pledged(0), offered(), signed())[0]) == {"Q1": True}
    assert binds(told(work, pledged(0), offered(), signed(), registered())[0]) == {"Q1": False}
    released = PledgeReleased(on=day(3), evidence=PAPER, pledge_id="Q1")
    assert binds(told(right(), pledged(0), entry, *SALE, released)[0]) == {}
    _, failures = told(right("patent", "Aoba", "Midori"), pledged(0))
    assert "pledged without the consent of Midori" in failures[0].what


def test_a_transfer_yields_to_an_earlier_attachment_until_it_is_lifted() -> None:
    record, failures = told(right(), offered(), signed(), attached(3), registered(), confirmed())
    assert (effective(record).holds, opposable(record).holds, record.status) == (True, False, Status.REGISTERED)
    assert "attached before by Lender" in opposable(record).because.en
    assert "Lender had attached it" in failures[0].what
    lifted = AttachmentLifted(on=day(5), evidence=PAPER, attachment_id="A1")
    record, failures = told(right(), offered(), signed(), attached(3), registered(), lifted, confirmed())
    assert not failures
    assert (opposable(record).holds, record.status) == (True, Status.OWNED)
    _, failures = told(right(), *SALE, attached(8))
    assert "that stands against creditors" in failures[0].why
    record, failures = told(right(), *SALE, attached(8, TMK))
    assert not failures
    assert binds(record) == {"A1": True}


def test_co_owners_of_american_patents_license_and_a_licence_holds() -> None:
    american = right("patent", "Aoba", "Midori", jurisdiction="US")
    record, failures = told(american, licensed(0), pledged(0), offered("Aoba"), signed(), registered())
    assert not failures
    assert binds(record) == {"L1": True, "Q1": False}
    assert carries_adaptation(record).holds


def test_what_the_company_grants_as_owner_binds_it() -> None:
    record, failures = told(right(), *SALE, licensed(8, LicenceForm.CONTRACT, TMK))
    assert not failures
    assert binds(record) == {"L1": True}
