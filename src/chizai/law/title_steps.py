"""What each event does to the title of a right, or why it cannot have happened."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from chizai.assets.rights import Copyright
from chizai.law.said import Said
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
from chizai.law.title_record import STATUSES, HeldLicence, HeldPledge, Status, TitleRecord
from chizai.law.title_refusals import (
    ATTACHED_BEFORE,
    ATTACHED_TOO_LATE,
    ATTACHMENT,
    LICENCE,
    LICENSED_BACK_TOO_EARLY,
    LICENSED_BY_ANOTHER,
    NO_AUTHOR,
    NO_CONSENT,
    NO_DEBTOR,
    NO_EXCLUSIVE_RIGHT,
    NO_PLEDGE,
    NO_REGISTER,
    NOBODY,
    NONE_STANDS,
    NOT_ASKED,
    OUT_OF_TURN,
    PLEDGE,
    PLEDGED_BY_ANOTHER,
    REGISTERED_TWICE,
    STRANGERS,
    TWICE,
    UNREGISTRABLE,
    UNSIGNED,
    Refusal,
    articles,
)
from chizai.law.title_regimes import By

Stepped: TypeAlias = TitleRecord | Refusal


def _wrong_status(record: TitleRecord, did: Said, *statuses: Status) -> Refusal:
    """Refuse what is out of turn."""
    named = [STATUSES[status] for status in statuses]
    asked = Said(" or ".join(each.en for each in named), "又は".join(each.ja for each in named))
    return OUT_OF_TURN.of(record.right.id, STATUSES[record.status], did, asked)


def _disagreeing(record: TitleRecord, actor: str, consenting: tuple[str, ...]) -> list[str]:
    """Give the owners of today who would have to agree with what one of them does, and did not."""
    if not record.regime.owners_consent:
        return []
    return [owner for owner in holders(record) if owner != actor and owner not in consenting]


def _lacking(record: TitleRecord, did: Said, names: Sequence[str]) -> Refusal:
    """Refuse what co-owners had to agree to and did not."""
    return NO_CONSENT.of(record.right.id, did, tuple(names), articles(record.regime.consent_cites))


def _offered(record: TitleRecord, event: Offered) -> Stepped:
    if record.status not in {Status.HELD, Status.OFFERED}:
        return _wrong_status(record, Said("offered", "譲渡の申込みをする"), Status.HELD)
    strangers = [seller for seller in event.sellers if seller not in record.owners]
    if strangers or not event.sellers or event.buyer in record.owners:
        return STRANGERS.of(event.sellers or NOBODY, record.right.id, event.buyer, record.owners)
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
        return _wrong_status(record, Said("consented to", "譲渡に同意する"), Status.OFFERED)
    if event.owner not in record.owners or event.owner in record.sellers:
        return NOT_ASKED.of(event.owner, record.right.id)
    return replace(record, consenting=record.consenting | {event.owner})


def _covenanted(record: TitleRecord, event: MoralCovenantGiven) -> Stepped:
    if not isinstance(record.right, Copyright):
        return NO_AUTHOR.of(event.author, record.right.id)
    return replace(record, covenants=record.covenants | {event.author})


def _signed(record: TitleRecord, event: AssignmentSigned) -> Stepped:
    if record.status is not Status.OFFERED:
        return _wrong_status(record, Said("assigned", "譲渡契約を締結する"), Status.OFFERED)
    absent = [owner for owner in record.asked if owner not in record.consenting]
    if absent:
        return _lacking(record, Said("was assigned", "が譲渡された"), absent)
    unsigned = [party for party in (*record.sellers, record.buyer) if party not in event.signatories]
    if unsigned:
        return UNSIGNED.of(record.right.id, tuple(unsigned))
    return replace(record, status=Status.SIGNED, signed=event)


def _registered(record: TitleRecord, event: TransferRegistered) -> Stepped:
    if record.regime.opposable_by is By.NOTHING:
        return NO_REGISTER.of(record.right.id)
    open_status = {Status.SIGNED} if record.regime.effective_by is By.REGISTER else {Status.SIGNED, Status.OWNED}
    if record.status not in open_status:
        return _wrong_status(record, Said("registered", "移転登録をする"), *sorted(open_status))
    if record.registered is not None:
        return REGISTERED_TWICE.of(record.right.id)
    passes = record.regime.effective_by is By.REGISTER
    return replace(record, registered=event, status=Status.REGISTERED if passes else record.status)


def _confirmed(record: TitleRecord, event: OwnershipConfirmed) -> Stepped:
    needed = Status.REGISTERED if record.regime.effective_by is By.REGISTER else Status.SIGNED
    if record.status is not needed or not effective(record).holds:
        buyer = record.buyer or Said("the company", "会社")
        return _wrong_status(record, Said("owned by {0}", "{0}の所有と確認する").filled((buyer,)), needed)
    earlier = prior_attachments(record)
    if earlier:
        return ATTACHED_BEFORE.of(record.right.id, event.on, earlier[0].creditor)
    return replace(record, status=Status.OWNED)


def _licensed(record: TitleRecord, event: LicenceGranted) -> Stepped:
    if event.licensor not in holders(record):
        return LICENSED_BY_ANOTHER.of(event.licensor, record.right.id, event.on, tuple(holders(record)))
    if event.form is LicenceForm.REGISTERED_EXCLUSIVE and not record.regime.exclusive_cites:
        return NO_EXCLUSIVE_RIGHT.of(record.right.id)
    absent = _disagreeing(record, event.licensor, event.consenting)
    if absent:
        return _lacking(record, Said("was licensed", "が許諾された"), absent)
    return _with_licence(record, HeldLicence(event, before_transfer=not effective(record).holds))


def _licensed_back(record: TitleRecord, event: LicensedBack) -> Stepped:
    if not effective(record).holds:
        return LICENSED_BACK_TOO_EARLY.of(record.right.id, event.on, effective(record).because)
    absent = _disagreeing(record, record.buyer, event.consenting)
    if absent:
        return _lacking(record, Said("was licensed back", "がライセンスバックされた"), absent)
    return _with_licence(record, HeldLicence(event, before_transfer=False))


def _with_licence(record: TitleRecord, held: HeldLicence) -> Stepped:
    if any(each.granted.licence_id == held.granted.licence_id for each in record.licences):
        return TWICE.of(LICENCE.filled((held.granted.licence_id,)))
    return replace(record, licences=(*record.licences, held))


def _licence_registered(record: TitleRecord, event: LicenceRegistered) -> Stepped:
    if not any(each.granted.licence_id == event.licence_id for each in record.licences):
        return NONE_STANDS.of(LICENCE.filled((event.licence_id,)))
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
        cites = record.regime.pledge_cites
        return NO_PLEDGE.of(record.right.id, event.on, articles(cites) if cites else UNREGISTRABLE)
    if event.pledgor not in holders(record):
        return PLEDGED_BY_ANOTHER.of(event.pledgor, record.right.id, event.on, tuple(holders(record)))
    absent = _disagreeing(record, event.pledgor, event.consenting)
    if absent:
        return _lacking(record, Said("was pledged", "に質権が設定された"), absent)
    if any(each.granted.pledge_id == event.pledge_id for each in record.pledges):
        return TWICE.of(PLEDGE.filled((event.pledge_id,)))
    return replace(record, pledges=(*record.pledges, HeldPledge(event)))


def _pledge_registered(record: TitleRecord, event: PledgeRegistered) -> Stepped:
    if not any(each.granted.pledge_id == event.pledge_id for each in record.pledges):
        return NONE_STANDS.of(PLEDGE.filled((event.pledge_id,)))
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
    if kept == record.pledges:
        return NONE_STANDS.of(PLEDGE.filled((event.pledge_id,)))
    return replace(record, pledges=kept)


def _attached(record: TitleRecord, event: AttachmentOrdered) -> Stepped:
    if event.debtor in record.sellers and opposable(record).holds:
        law = articles(record.regime.passes)
        return ATTACHED_TOO_LATE.of(event.creditor, record.right.id, event.debtor, event.on, record.buyer, law)
    if event.debtor not in {*record.owners, *holders(record)}:
        return NO_DEBTOR.of(record.right.id, event.debtor, tuple(holders(record)))
    if any(each.attachment_id == event.attachment_id for each in record.attachments):
        return TWICE.of(ATTACHMENT.filled((event.attachment_id,)))
    return replace(record, attachments=(*record.attachments, event))


def _attachment_lifted(record: TitleRecord, event: AttachmentLifted) -> Stepped:
    kept = tuple(each for each in record.attachments if each.attachment_id != event.attachment_id)
    if kept == record.attachments:
        return NONE_STANDS.of(ATTACHMENT.filled((event.attachment_id,)))
    return replace(record, attachments=kept)


def _disputed(record: TitleRecord, _: DisputeRaised) -> Stepped:
    return replace(record, status=Status.DISPUTED, status_before=record.status)


def _settled(record: TitleRecord, event: DisputeSettled) -> Stepped:
    if record.status is not Status.DISPUTED:
        return _wrong_status(record, Said("settled", "争いを解決する"), Status.DISPUTED)
    return replace(record, status=record.status_before if event.stands else Status.LAPSED)


def _lapsed(record: TitleRecord, _: RightLapsed) -> Stepped:
    return replace(record, status=Status.LAPSED)


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
