"""What each event does to the title of a right, or why it cannot have happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from chizai.assets.rights import Copyright
from chizai.law.citation import Citation
from chizai.law.title_effect import effective, holders, opposable, prior_attachments
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
from chizai.law.title_record import HeldLicence, HeldPledge, Status, TitleRecord
from chizai.law.title_regimes import By
from chizai.units.result import Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event cannot have happened, and what to do."""

    what: str
    why: str
    fix: str
    reason: Reason = Reason.INCONSISTENT


Stepped: TypeAlias = TitleRecord | Refusal


def articles(cites: Iterable[Citation]) -> str:
    """Name articles in a message."""
    return "; ".join(cite.said.en for cite in cites)


def wrong_status(record: TitleRecord, did: str, *statuses: Status) -> Refusal:
    """Refuse what is out of turn."""
    what = f"{record.right.id} is {record.status}: it cannot be {did}"
    return Refusal(what, f"that follows on {' or '.join(statuses)}", "correct the day, or add the event before")


def _lacking(names: Iterable[str], what: str, cites: Iterable[Citation]) -> Refusal:
    return Refusal(
        f"{what} without the consent of {', '.join(names)}",
        f"co-owners have to agree ({articles(cites)})",
        "add their consents, each with its paper",
        Reason.MISSING,
    )


def _disagreeing(record: TitleRecord, actor: str, consenting: tuple[str, ...]) -> list[str]:
    """Give the owners of today who would have to agree with what one of them does, and did not."""
    if not record.regime.owners_consent:
        return []
    return [owner for owner in holders(record) if owner != actor and owner not in consenting]


def _offered(record: TitleRecord, event: Offered) -> Stepped:
    if record.status not in {Status.HELD, Status.OFFERED}:
        return wrong_status(record, "offered", Status.HELD)
    strangers = [seller for seller in event.sellers if seller not in record.owners]
    if strangers or not event.sellers or event.buyer in record.owners:
        what = f"{', '.join(event.sellers) or 'nobody'} offered {record.right.id} to {event.buyer}"
        why = f"its owners are {', '.join(record.owners)}: who sells owns it, and who buys does not"
        return Refusal(what, why, "name owners as sellers and another as buyer")
    return replace(
        record,
        status=Status.OFFERED,
        consenting=frozenset(),
        sellers=event.sellers,
        buyer=event.buyer,
        authors=event.authors,
    )


def _consented(record: TitleRecord, event: OwnerConsented) -> Stepped:
    if record.status is not Status.OFFERED:
        return wrong_status(record, "consented to", Status.OFFERED)
    if event.owner not in record.owners or event.owner in record.sellers:
        what = f"{event.owner} consented to the sale of {record.right.id}"
        return Refusal(what, "consent is for co-owners who do not sell", "name one of the other owners")
    return replace(record, consenting=record.consenting | {event.owner})


def _covenanted(record: TitleRecord, event: MoralCovenantGiven) -> Stepped:
    if not isinstance(record.right, Copyright):
        what = f"{event.author} promised not to exercise moral rights in {record.right.id}"
        return Refusal(what, "authors of works alone have them", "leave the event out")
    return replace(record, covenants=record.covenants | {event.author})


def _signed(record: TitleRecord, event: AssignmentSigned) -> Stepped:
    if record.status is not Status.OFFERED:
        return wrong_status(record, "assigned", Status.OFFERED)
    absent = [owner for owner in record.asked if owner not in record.consenting]
    if absent:
        return _lacking(absent, f"{record.right.id} was assigned", record.regime.consent_cites)
    unsigned = [party for party in (*record.sellers, record.buyer) if party not in event.signatories]
    if unsigned:
        what = f"the assignment of {record.right.id} lacks the signature of {', '.join(unsigned)}"
        return Refusal(what, "each seller gives its own share", "add the signatures", Reason.MISSING)
    return replace(record, status=Status.SIGNED, signed=event)


def _registered(record: TitleRecord, event: TransferRegistered) -> Stepped:
    if record.regime.opposable_by is By.NOTHING:
        what = f"the transfer of {record.right.id} was registered"
        return Refusal(what, "no register takes know-how", "leave the event out")
    open_status = {Status.SIGNED} if record.regime.effective_by is By.REGISTER else {Status.SIGNED, Status.OWNED}
    if record.status not in open_status:
        return wrong_status(record, "registered", *sorted(open_status))
    if record.registered is not None:
        return Refusal(f"the transfer of {record.right.id} was registered twice", "once is enough", "remove one")
    passes = record.regime.effective_by is By.REGISTER
    return replace(record, registered=event, status=Status.REGISTERED if passes else record.status)


def _confirmed(record: TitleRecord, event: OwnershipConfirmed) -> Stepped:
    needed = Status.REGISTERED if record.regime.effective_by is By.REGISTER else Status.SIGNED
    if record.status is not needed or not effective(record).holds:
        return wrong_status(record, f"owned by {record.buyer or 'the company'}", needed)
    earlier = prior_attachments(record)
    if earlier:
        what = f"{record.right.id} was confirmed on {event.on} while {earlier[0].creditor} had attached it"
        return Refusal(what, "the transfer yields to an earlier attachment", "have the attachment lifted first")
    return replace(record, status=Status.OWNED)


def _licensed(record: TitleRecord, event: LicenceGranted) -> Stepped:
    if event.licensor not in holders(record):
        what = f"{event.licensor} licensed {record.right.id} on {event.on}"
        return Refusal(what, f"its owners then were {', '.join(holders(record))}", "name an owner of that day")
    if event.form is LicenceForm.REGISTERED_EXCLUSIVE and not record.regime.exclusive_cites:
        what = f"{record.right.id} was licensed as a right of its own"
        return Refusal(what, "such a right exists for registered industrial property alone", "write form contract")
    absent = _disagreeing(record, event.licensor, event.consenting)
    if absent:
        return _lacking(absent, f"{record.right.id} was licensed", record.regime.consent_cites)
    return _with_licence(record, HeldLicence(event, before_transfer=not effective(record).holds))


def _licensed_back(record: TitleRecord, event: LicensedBack) -> Stepped:
    if not effective(record).holds:
        what = f"{record.right.id} was licensed back on {event.on}"
        return Refusal(
            what, f"the company did not own it: {effective(record).because.en}", "let the transfer come first"
        )
    absent = _disagreeing(record, record.buyer, event.consenting)
    if absent:
        return _lacking(absent, f"{record.right.id} was licensed back", record.regime.consent_cites)
    return _with_licence(record, HeldLicence(event, before_transfer=False))


def _with_licence(record: TitleRecord, held: HeldLicence) -> Stepped:
    if any(each.granted.licence_id == held.granted.licence_id for each in record.licences):
        return _twice(f"licence {held.granted.licence_id}")
    return replace(record, licences=(*record.licences, held))


def _licence_registered(record: TitleRecord, event: LicenceRegistered) -> Stepped:
    if not any(each.granted.licence_id == event.licence_id for each in record.licences):
        return _unknown(f"licence {event.licence_id}")
    before = record.registered is None
    return replace(
        record,
        licences=tuple(
            replace(each, registered=True, registered_before_transfer=before)
            if each.granted.licence_id == event.licence_id and not each.registered
            else each
            for each in record.licences
        ),
    )


def _pledged(record: TitleRecord, event: PledgeGranted) -> Stepped:
    if not record.regime.can_be_pledged:
        what = f"{record.right.id} was pledged on {event.on}"
        why = f"applications and know-how cannot be pledged ({articles(record.regime.pledge_cites) or 'no register'})"
        return Refusal(what, why, "leave the pledge out, or write the day of registration of the right")
    if event.pledgor not in holders(record):
        what = f"{event.pledgor} pledged {record.right.id} on {event.on}"
        return Refusal(what, f"its owners then were {', '.join(holders(record))}", "name an owner of that day")
    absent = _disagreeing(record, event.pledgor, event.consenting)
    if absent:
        return _lacking(absent, f"{record.right.id} was pledged", record.regime.consent_cites)
    if any(each.granted.pledge_id == event.pledge_id for each in record.pledges):
        return _twice(f"pledge {event.pledge_id}")
    return replace(record, pledges=(*record.pledges, HeldPledge(event)))


def _pledge_registered(record: TitleRecord, event: PledgeRegistered) -> Stepped:
    if not any(each.granted.pledge_id == event.pledge_id for each in record.pledges):
        return _unknown(f"pledge {event.pledge_id}")
    before = record.registered is None
    return replace(
        record,
        pledges=tuple(
            replace(each, registered=True, registered_before_transfer=before)
            if each.granted.pledge_id == event.pledge_id and not each.registered
            else each
            for each in record.pledges
        ),
    )


def _pledge_released(record: TitleRecord, event: PledgeReleased) -> Stepped:
    kept = tuple(each for each in record.pledges if each.granted.pledge_id != event.pledge_id)
    return _unknown(f"pledge {event.pledge_id}") if kept == record.pledges else replace(record, pledges=kept)


def _attached(record: TitleRecord, event: AttachmentOrdered) -> Stepped:
    if event.debtor in record.sellers and opposable(record).holds:
        what = f"{event.creditor} attached {record.right.id} as {event.debtor}'s on {event.on}"
        why = f"it was {record.buyer}'s, and that stands against creditors ({articles(record.regime.passes)})"
        return Refusal(what, why, "contest the attachment, and leave it out")
    if event.debtor not in {*record.owners, *holders(record)}:
        what = f"{record.right.id} was attached as {event.debtor}'s"
        return Refusal(what, f"its owners are {', '.join(holders(record))}", "name an owner as debtor")
    if any(each.attachment_id == event.attachment_id for each in record.attachments):
        return _twice(f"attachment {event.attachment_id}")
    return replace(record, attachments=(*record.attachments, event))


def _attachment_lifted(record: TitleRecord, event: AttachmentLifted) -> Stepped:
    kept = tuple(each for each in record.attachments if each.attachment_id != event.attachment_id)
    if kept == record.attachments:
        return _unknown(f"attachment {event.attachment_id}")
    return replace(record, attachments=kept)


def _disputed(record: TitleRecord, _: DisputeRaised) -> Stepped:
    return replace(record, status=Status.DISPUTED, status_before=record.status)


def _settled(record: TitleRecord, event: DisputeSettled) -> Stepped:
    if record.status is not Status.DISPUTED:
        return wrong_status(record, "settled", Status.DISPUTED)
    return replace(record, status=record.status_before if event.stands else Status.LAPSED)


def _lapsed(record: TitleRecord, _: RightLapsed) -> Stepped:
    return replace(record, status=Status.LAPSED)


def _twice(what: str) -> Refusal:
    return Refusal(f"{what} stands twice", "a name must lead to one thing", "rename or remove one", Reason.DUPLICATE)


def _unknown(what: str) -> Refusal:
    return Refusal(f"no {what} stands", "nothing can be registered or ended of it", "add its grant", Reason.UNKNOWN)


STEPS: dict[type[Event], Callable[..., Stepped]] = {
    DisputeSettled: _settled,
    Offered: _offered,
    OwnerConsented: _consented,
    MoralCovenantGiven: _covenanted,
    LicenceGranted: _licensed,
    LicenceRegistered: _licence_registered,
    PledgeGranted: _pledged,
    PledgeRegistered: _pledge_registered,
    PledgeReleased: _pledge_released,
    AttachmentOrdered: _attached,
    AttachmentLifted: _attachment_lifted,
    AssignmentSigned: _signed,
    TransferRegistered: _registered,
    OwnershipConfirmed: _confirmed,
    LicensedBack: _licensed_back,
    DisputeRaised: _disputed,
    RightLapsed: _lapsed,
}
"""By event."""
DURING_DISPUTE = (DisputeSettled, AttachmentOrdered, AttachmentLifted, PledgeReleased, RightLapsed)
"""What happens though everything waits: acts of courts and of others."""
