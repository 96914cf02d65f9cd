"""What happens to the title of a right, in the past tense, dated, each with the paper that shows it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from chizai.assets.evidence import Evidence


class LicenceForm(StrEnum):
    """How a licence was granted."""

    CONTRACT = "contract"
    """By contract alone (通常実施権, 通常使用権, permission to use a work), sole ones too."""
    REGISTERED_EXCLUSIVE = "registered-exclusive"
    """As an exclusive right of its own (専用実施権, 専用使用権)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """What every event has."""

    on: date
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSettled(_Event):
    """A dispute ended."""

    stands: bool
    """Whether the sale goes on where it stood; otherwise it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(_Event):
    """Owners offered the right, or their shares in it, to the special purpose company."""

    sellers: tuple[str, ...]
    buyer: str
    authors: tuple[str, ...] = ()
    """Of a work: everybody with moral rights in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerConsented(_Event):
    """A co-owner who does not sell consented to the sale."""

    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoralCovenantGiven(_Event):
    """An author promised the buyer, and whoever follows it, not to exercise moral rights."""

    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceGranted(_Event):
    """An owner licensed the right."""

    licence_id: str
    licensor: str
    licensee: str
    form: LicenceForm
    consenting: tuple[str, ...] = ()
    """Co-owners who agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRegistered(_Event):
    """A licence was entered in the register."""

    licence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeGranted(_Event):
    """An owner pledged the right, or its share."""

    pledge_id: str
    pledgor: str
    pledgee: str
    consenting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeRegistered(_Event):
    """A pledge was entered in the register."""

    pledge_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeReleased(_Event):
    """A pledge ended."""

    pledge_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentOrdered(_Event):
    """A court's attachment against an owner was entered in the register."""

    attachment_id: str
    debtor: str
    creditor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentLifted(_Event):
    """An attachment ended."""

    attachment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentSigned(_Event):
    """The assignment was signed."""

    signatories: tuple[str, ...]
    names_article_27: bool = False
    """Of a work: whether it names the right of adaptation."""
    names_article_28: bool = False
    """Of a work: whether it names the right in derivative works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRegistered(_Event):
    """The register took note of the transfer; of an application, the office was notified."""

    receipt_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipConfirmed(_Event):
    """The trustee attested that the right is the company's for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensedBack(_Event):
    """The company, owner now, licensed the right back to the originator."""

    licence_id: str
    licensee: str
    consenting: tuple[str, ...] = ()
    """Owners of the other shares who agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRaised(_Event):
    """Somebody called title in question."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightLapsed(_Event):
    """The right ended: invalidated, given up, a fee unpaid."""

    why: str


Event: TypeAlias = (
    DisputeSettled
    | Offered
    | OwnerConsented
    | MoralCovenantGiven
    | LicenceGranted
    | PledgeGranted
    | AssignmentSigned
    | LicenceRegistered
    | PledgeRegistered
    | AttachmentOrdered
    | PledgeReleased
    | AttachmentLifted
    | TransferRegistered
    | OwnershipConfirmed
    | LicensedBack
    | DisputeRaised
    | RightLapsed
)
"""Closed. Events of one day are taken in this order, whatever the order in which they are written: entries of others
before the transfer's, since a day does not say which receipt came first."""

DAY_ORDER: dict[type[Event], int] = {kind: place for place, kind in enumerate(Event.__args__)}


def in_order(event: Event) -> tuple[date, int, str]:
    """Give by what events are sorted: day, then the order of a day, then what they say."""
    return event.on, DAY_ORDER[type(event)], repr(event)
