"""What a right's title amounts to: effective and opposable, two flags, and what follows the right to its buyer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chizai.assets.rights import Copyright
from chizai.law.citation import Citation
from chizai.law.laws import COPYRIGHT
from chizai.law.said import Said
from chizai.law.title_events import AttachmentOrdered, LicenceForm, LicensedBack
from chizai.law.title_record import HeldLicence, HeldPledge, Status, TitleRecord
from chizai.law.title_regimes import By


@dataclass(frozen=True, slots=True)
class Flag:
    """Whether something holds, why, and by which articles."""

    holds: bool
    because: Said
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Follows:
    """Something that others hold in a right, and whether the buyer has to bear it."""

    id: str
    what: Said
    binds: Flag


def effective(record: TitleRecord) -> Flag:
    """Tell whether the transfer to the company has effect between the parties."""
    regime = record.regime
    if record.status is Status.LAPSED:
        return Flag(holds=False, because=Said("the right, or its sale, is over", "権利又は譲渡が終了した"))
    if record.signed is None:
        return Flag(holds=False, because=Said("the assignment is not signed", "譲渡契約が未締結"))
    if regime.effective_by is By.CONTRACT:
        signed = Said(
            f"signed on {record.signed.on}; no register is needed", f"{record.signed.on}に締結。登録を要しない"
        )
        return Flag(holds=True, because=signed, cites=regime.passes[:1])
    if record.registered is None:
        because = Said("it has no effect until it is registered", "登録しなければ効力を生じない")
        return Flag(holds=False, because=because, cites=regime.passes)
    because = Said("registered on {0}", "{0}に登録").filled((record.registered.on,))
    return Flag(holds=True, because=because, cites=regime.passes)


def opposable(record: TitleRecord) -> Flag:
    """Tell whether the transfer stands against others: a second buyer, an attaching creditor, a bankruptcy trustee."""
    has_effect = effective(record)
    if not has_effect.holds:
        return has_effect
    if record.regime.opposable_by is By.NOTHING:
        because = Said("no register takes know-how: secrecy and contract alone hold it", "営業秘密には登録制度がない")
        return Flag(holds=False, because=because)
    earlier = prior_attachments(record)
    if earlier:
        names = ", ".join(each.creditor for each in earlier)
        because = Said(f"attached before by {names}", f"先行する差押えがある({names})")
        return Flag(holds=False, because=because, cites=record.regime.passes)
    if record.registered is None:
        because = Said("not registered: others need not respect it", "未登録のため第三者に対抗することができない")
        return Flag(holds=False, because=because, cites=record.regime.passes)
    because = Said("registered on {0}", "{0}に登録").filled((record.registered.on,))
    return Flag(holds=True, because=because, cites=record.regime.passes)


def prior_attachments(record: TitleRecord) -> tuple[AttachmentOrdered, ...]:
    """Give the attachments against sellers that the transfer has to yield to."""
    return tuple(each for each in record.attachments if each.debtor in record.sellers)


def owned(record: TitleRecord) -> bool:
    """Tell whether the right is the company's for good, a dispute about it apart."""
    status = record.status_before if record.status is Status.DISPUTED else record.status
    return status is Status.OWNED


def holders(record: TitleRecord) -> tuple[str, ...]:
    """Give who owns the right, or shares in it, now."""
    if not effective(record).holds:
        return record.owners
    return (*(owner for owner in record.owners if owner not in record.sellers), record.buyer)


def carries_adaptation(record: TitleRecord) -> Flag:
    """Tell whether the rights of articles 27 and 28 of the Copyright Act passed with a work, or stay by presumption."""
    cites = (COPYRIGHT.article("61", 2),)
    if not isinstance(record.right, Copyright) or record.right.jurisdiction != "JP":
        return Flag(holds=True, because=Said("the presumption is about works in Japan", "日本の著作権に限る推定"))
    if record.signed is None:
        return Flag(holds=False, because=Said("the assignment is not signed", "譲渡契約が未締結"), cites=cites)
    named = {"27": record.signed.names_article_27, "28": record.signed.names_article_28}
    lacking = [article for article, is_named in named.items() if not is_named]
    if lacking:
        texts = Said(f"art. {' and '.join(lacking)} not named", f"第{'条・第'.join(lacking)}条の特掲がない")
        return Flag(holds=False, because=texts, cites=cites)
    return Flag(holds=True, because=Said("art. 27 and 28 are named", "第27条及び第28条の特掲がある"), cites=cites)


def without_covenant(record: TitleRecord) -> tuple[str, ...]:
    """Give the authors who could still exercise moral rights (Copyright Act, art. 59)."""
    return tuple(author for author in record.authors if author not in record.covenants)


def follows(record: TitleRecord) -> tuple[Follows, ...]:
    """Tell of each licence, pledge and attachment whether it binds the company."""
    return tuple(_follows(record))


def _follows(record: TitleRecord) -> Iterator[Follows]:
    for licence in record.licences:
        what = Said(f"licence of {licence.granted.licensee}", f"{licence.granted.licensee}のライセンス")
        yield Follows(licence.granted.licence_id, what, _licence_binds(record, licence))
    for pledge in record.pledges:
        what = Said(f"pledge of {pledge.granted.pledgee}", f"{pledge.granted.pledgee}の質権")
        yield Follows(pledge.granted.pledge_id, what, _pledge_binds(record, pledge))
    for attachment in record.attachments:
        what = Said(f"attachment of {attachment.creditor}", f"{attachment.creditor}の差押え")
        because = Said("in the register since {0}", "{0}に登録").filled((attachment.on,))
        yield Follows(attachment.attachment_id, what, Flag(holds=True, because=because, cites=record.regime.passes))


def _licence_binds(record: TitleRecord, licence: HeldLicence) -> Flag:
    regime, granted = record.regime, licence.granted
    if isinstance(granted, LicensedBack) or not licence.before_transfer:
        return Flag(holds=True, because=Said("granted when the company was an owner", "会社が権利者となった後の許諾"))
    if granted.form is LicenceForm.REGISTERED_EXCLUSIVE:
        return _by_registration(licence.registered_before_transfer, regime.exclusive_cites)
    moved_on = _moved_on(record)
    by_statute = regime.licence_binds_by is By.STATUTE and (moved_on is None or moved_on >= regime.licence_binds_from)
    if by_statute:
        because = Said("the law lets it bind whoever acquires the right", "法律上当然に譲受人に対抗することができる")
        return Flag(holds=True, because=because, cites=regime.licence_cites)
    if regime.licence_binds_by is By.NOTHING:
        because = Said("nothing makes it bind a buyer", "譲受人に対抗する方法がない")
        return Flag(holds=False, because=because, cites=regime.licence_cites)
    return _by_registration(licence.registered_before_transfer, regime.licence_cites)


def _pledge_binds(record: TitleRecord, pledge: HeldPledge) -> Flag:
    cites = record.regime.pledge_cites
    if not pledge.registered_before_transfer and record.regime.effective_by is By.CONTRACT:
        stands = not opposable(record).holds
        because = Said("not registered; the transfer stands against others: {0}", "未登録。移転の対抗力: {0}").filled(
            (not stands,)
        )
        return Flag(stands, because, cites)
    return _by_registration(pledge.registered_before_transfer, cites)


def _by_registration(registered: bool, cites: tuple[Citation, ...]) -> Flag:  # noqa: FBT001 - what the flag says
    return Flag(
        registered, Said("registered before the transfer: {0}", "移転前の登録: {0}").filled((registered,)), cites
    )


def _moved_on(record: TitleRecord) -> date | None:
    """Give the day on which the transfer had effect; none while it has not."""
    if not effective(record).holds:
        return None
    by_register = record.regime.effective_by is By.REGISTER
    event = record.registered if by_register else record.signed
    return None if event is None else event.on
