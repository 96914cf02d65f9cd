"""Whatever happens to a title, in whatever order it is told, what is said of it agrees with itself."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.law.title_story import (
    KINDS,
    PAPER,
    SALE,
    TMK,
    attached,
    day,
    licensed,
    offered,
    pledged,
    right,
    signed,
    told,
)

from chizai.assets.rights import Copyright, Right, TradeSecret
from chizai.law.title_effect import effective, holders, opposable, owned
from chizai.law.title_events import (
    AttachmentLifted,
    DisputeRaised,
    DisputeSettled,
    Event,
    LicenceForm,
    LicenceRegistered,
    LicensedBack,
    OwnerConsented,
    PledgeRegistered,
    RightLapsed,
)
from chizai.law.title_record import Status


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
