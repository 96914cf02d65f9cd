"""The title of a right moves only as the law lets it, and says by which article it has effect and stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.evidence import Evidence
from chizai.assets.owners import Assignment, OwnerShare
from chizai.assets.placed import Placed
from chizai.assets.rights import Authorship, Copyright, Design, Patent, Right, Trademark, TradeSecret, UtilityModel
from chizai.law.title_effect import carries_adaptation, effective, follows, holders, opposable, owned, without_covenant
from chizai.law.title_events import (
    AssignmentSigned,
    AttachmentLifted,
    AttachmentOrdered,
    DisputeRaised,
    DisputeSettled,
    Event,
    LicenceForm,
    LicenceGranted,
    LicenceRegistered,
    LicensedBack,
    MoralCovenantGiven,
    Offered,
    OwnerConsented,
    OwnershipConfirmed,
    PledgeGranted,
    PledgeRegistered,
    PledgeReleased,
    RightLapsed,
    TransferRegistered,
)
from chizai.law.title_record import Status, TitleRecord
from chizai.law.title_state import after, begin, replay
from chizai.units.rate import PPM
from chizai.units.result import Failed, Failure, Ok, Place, Reason

PAPER = Evidence("register extract", "0" * 64)
TMK = "Hikari TMK"
KINDS: dict[str, type[Right]] = {
    "patent": Patent,
    "utility-model": UtilityModel,
    "design": Design,
    "trademark": Trademark,
}


def day(number: int) -> date:
    return date(2026, 1, 1) + timedelta(days=number)


def right(kind: str = "patent", *owners: str, jurisdiction: str = "JP", registered: bool = True) -> Right:
    names = owners or ("Aoba",)
    shares = tuple(OwnerShare(name, PPM // len(names)) for name in names)
    common = {"id": "R1", "title": "t", "jurisdiction": jurisdiction, "owners": shares}
    if kind == "copyright":
        return Copyright(authorship=Authorship.FILM, published_on=date(2015, 5, 1), **common)  # type: ignore[arg-type]
    if kind == "trade-secret":
        return TradeSecret(kept_secret_since=date(2015, 5, 1), **common)  # type: ignore[arg-type]
    registered_on = date(2020, 5, 1) if registered else None
    filed = {"number": "1", "filed_on": date(2018, 5, 1), "registered_on": registered_on}
    return KINDS[kind](**common, **filed)  # type: ignore[arg-type]


def begun(of: Right) -> TitleRecord:
    result = begin(Placed(of, Place("rights.csv", 2)), ())
    assert isinstance(result, Ok)
    return result.value


def told(of: Right, *events: Event) -> tuple[TitleRecord, tuple[Failure, ...]]:
    placed = [Placed(event, Place("title.csv", row)) for row, event in enumerate(events, 2)]
    loaded = replay(begun(of), placed)
    return loaded.value, loaded.failures


def offered(*sellers: str, on: int = 0) -> Offered:
    return Offered(on=day(on), evidence=PAPER, sellers=sellers or ("Aoba",), buyer=TMK, authors=("Ono",))


def signed(*signatories: str, on: int = 2, art_27: bool = False, art_28: bool = False) -> AssignmentSigned:
    return AssignmentSigned(
        on=day(on),
        evidence=PAPER,
        signatories=signatories or ("Aoba", TMK),
        names_article_27=art_27,
        names_article_28=art_28,
    )


def registered(on: int = 4) -> TransferRegistered:
    return TransferRegistered(on=day(on), evidence=PAPER, receipt_number="123")


def confirmed(on: int = 6) -> OwnershipConfirmed:
    return OwnershipConfirmed(on=day(on), evidence=PAPER)


def licensed(
    on: int, form: LicenceForm = LicenceForm.CONTRACT, licensor: str = "Aoba", *consenting: str
) -> LicenceGranted:
    return LicenceGranted(
        on=day(on),
        evidence=PAPER,
        licence_id="L1",
        licensor=licensor,
        licensee="Kaze",
        form=form,
        consenting=consenting,
    )


def pledged(on: int, pledgor: str = "Aoba", *consenting: str) -> PledgeGranted:
    return PledgeGranted(
        on=day(on), evidence=PAPER, pledge_id="Q1", pledgor=pledgor, pledgee="Bank", consenting=consenting
    )


def attached(on: int, debtor: str = "Aoba") -> AttachmentOrdered:
    return AttachmentOrdered(on=day(on), evidence=PAPER, attachment_id="A1", debtor=debtor, creditor="Lender")


SALE = (offered(), signed(), registered(), confirmed())


def binds(record: TitleRecord) -> dict[str, bool]:
    return {each.id: each.binds.holds for each in follows(record)}


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


def test_a_dispute_stops_the_sale_and_goes_back_to_where_it_was_or_ends_it() -> None:
    raised = DisputeRaised(on=day(3), evidence=PAPER, by="Midori")
    settled = DisputeSettled(on=day(5), evidence=PAPER, stands=True)
    record, failures = told(right(), offered(), signed(), raised, registered())
    assert record.status is Status.DISPUTED
    assert "in dispute" in failures[0].what
    record, failures = told(right(), offered(), signed(), raised, settled, registered(6))
    assert not failures
    assert record.status is Status.REGISTERED
    record, failures = told(right(), offered(), signed(), raised, replace(settled, stands=False), registered(6))
    assert record.status is Status.LAPSED
    assert failures[0].why == "what has lapsed does not come back"
    record, failures = told(right(), *SALE, replace(raised, on=day(8)), replace(raised, on=day(9)))
    assert owned(record)
    assert "in dispute" in failures[0].what


def test_nothing_is_done_with_a_right_that_has_ended() -> None:
    record, failures = told(right(), *SALE, RightLapsed(on=day(9), evidence=PAPER, why="fee unpaid"), licensed(10))
    assert (record.status, effective(record).holds, opposable(record).holds) == (Status.LAPSED, False, False)
    assert len(failures) == 1
    _, failures = told(right(), offered(on=20_000))
    assert "expired on 2038-05-01" in failures[0].what


@pytest.mark.parametrize(
    ("events", "match"),
    [
        ([registered()], "it cannot be registered"),
        ([offered("Kumo")], "its owners are Aoba"),
        ([*SALE, offered(on=8)], "it cannot be offered"),
        ([OwnerConsented(on=day(0), evidence=PAPER, owner="Aoba")], "it cannot be consented to"),
        ([offered(), OwnerConsented(on=day(1), evidence=PAPER, owner="Aoba")], "co-owners who do not sell"),
        ([signed()], "it cannot be assigned"),
        ([offered(), signed(), confirmed()], "it cannot be owned by"),
        ([licensed(0, LicenceForm.CONTRACT, "Kumo")], "Kumo licensed R1"),
        ([licensed(0), licensed(1)], "licence L1 stands twice"),
        ([*SALE, licensed(8)], "its owners then were Hikari TMK"),
        ([pledged(0), pledged(1)], "pledge Q1 stands twice"),
        ([pledged(0, "Kumo")], "Kumo pledged R1"),
        ([attached(0), attached(1)], "attachment A1 stands twice"),
        ([attached(0, "Kumo")], "name an owner as debtor"),
        ([LicenceRegistered(on=day(0), evidence=PAPER, licence_id="L9")], "no licence L9 stands"),
        ([PledgeRegistered(on=day(0), evidence=PAPER, pledge_id="Q9")], "no pledge Q9 stands"),
        ([PledgeReleased(on=day(0), evidence=PAPER, pledge_id="Q9")], "no pledge Q9 stands"),
        ([AttachmentLifted(on=day(0), evidence=PAPER, attachment_id="A9")], "no attachment A9 stands"),
        ([DisputeSettled(on=day(0), evidence=PAPER, stands=True)], "it cannot be settled"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_its_reason(events: Sequence[Event], match: str) -> None:
    _, failures = told(right(), *events)
    assert len(failures) == 1
    assert match in str(failures[0])


def test_events_follow_their_days() -> None:
    record, _ = told(right(), offered(on=5))
    earlier: Placed[Event] = Placed(signed(on=4), Place("title.csv", 3))
    refused = after(record, earlier)
    assert isinstance(refused, Failed)
    assert "is before 2026-01-06, the day of the last event" in refused.failures[0].what


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


def test_refusals_that_need_a_work_or_two_owners() -> None:
    _, failures = told(right("copyright"), licensed(0, LicenceForm.REGISTERED_EXCLUSIVE))
    assert "industrial property alone" in failures[0].why
    _, failures = told(right("copyright"), offered(), signed(), registered(), registered(5))
    assert "registered twice" in failures[0].what
    _, failures = told(right("patent", "Aoba", "Midori"), licensed(0))
    assert "licensed without the consent of Midori" in failures[0].what


@st.composite
def histories(draw: st.DrawFn) -> tuple[Right, list[Event]]:
    """Draw a sale of which steps may be missing, and whatever else may happen before, during and after it."""
    owners = draw(st.sampled_from([("Aoba",), ("Aoba", "Midori")]))
    of = right(draw(st.sampled_from([*KINDS, "copyright", "trade-secret"])), *owners)
    who = st.sampled_from(["Aoba", "Midori", TMK])
    usual = st.sampled_from([True] * 6 + [False])
    consent = OwnerConsented(on=day(1), evidence=PAPER, owner="Midori")
    sale = (offered(*draw(st.sampled_from([("Aoba",), owners]))), signed("Aoba", "Midori", TMK), *SALE[2:])
    others: tuple[Event, ...] = (
        consent,
        licensed(0, draw(st.sampled_from(LicenceForm)), draw(who), "Midori"),
        LicenceRegistered(on=day(0), evidence=PAPER, licence_id="L1"),
        LicensedBack(on=day(0), evidence=PAPER, licence_id="L2", licensee="Aoba"),
        pledged(0, draw(who), "Midori"),
        PledgeRegistered(on=day(0), evidence=PAPER, pledge_id="Q1"),
        attached(0, draw(who)),
        AttachmentLifted(on=day(0), evidence=PAPER, attachment_id="A1"),
        DisputeRaised(on=day(0), evidence=PAPER, by="Midori"),
        DisputeSettled(on=day(0), evidence=PAPER, stands=draw(st.booleans())),
        RightLapsed(on=day(0), evidence=PAPER, why="fee unpaid"),
    )
    extra = draw(st.lists(st.tuples(st.sampled_from(others), st.integers(0, 8)), max_size=6))
    kept = [event for event in sale if draw(usual)] + [consent] * draw(st.integers(0, 1))
    return of, [*kept, *(replace(event, on=day(on)) for event, on in extra)]


@given(histories(), st.randoms(use_true_random=False))
def test_whatever_happens_the_two_flags_agree_with_each_other_and_with_all_consents(
    history: tuple[Right, list[Event]], shuffle: Random
) -> None:
    of, events = history
    record, failures = told(of, *events)
    assert len(failures) + len(record.events) == len(events)
    if opposable(record).holds:
        assert effective(record).holds
    if effective(record).holds or owned(record):
        assert record.signed is not None
        assert set(record.owners) <= {*record.sellers, *record.consenting}
    if owned(record) and record.status is not Status.LAPSED:
        assert effective(record).holds
        assert TMK in holders(record)
    if not isinstance(of, Copyright | TradeSecret) and record.status is not Status.LAPSED:
        assert effective(record).holds == (record.registered is not None)
    shuffled = list(events)
    shuffle.shuffle(shuffled)
    again, refused = told(of, *shuffled)
    assert again == record
    assert sorted(failure.what for failure in refused) == sorted(failure.what for failure in failures)
