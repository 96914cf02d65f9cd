"""What is known of a right's title at a moment: where its sale stands, and what others hold in it."""

from dataclasses import dataclass
from enum import StrEnum

from chizai.assets.rights import Right
from chizai.law.said import Said
from chizai.law.title_events import (
    AssignmentSigned,
    AttachmentOrdered,
    Event,
    LicenceGranted,
    LicensedBack,
    PledgeGranted,
    TransferRegistered,
)
from chizai.law.title_regimes import Regime


class Status(StrEnum):
    """Where the sale of a right stands, as on the ledger."""

    HELD = "held"
    """By its owners: not offered."""
    OFFERED = "offered"
    SIGNED = "signed"
    REGISTERED = "registered"
    """Of rights that pass by registration alone."""
    OWNED = "owned"
    """By the special purpose company, for good."""
    LAPSED = "lapsed"
    """The right, or its sale, is over."""
    DISPUTED = "disputed"
    """Everything waits."""


STATUSES = {
    Status.HELD: Said("held", "申込み前"),
    Status.OFFERED: Said("offered", "申込み済み"),
    Status.SIGNED: Said("signed", "契約締結済み"),
    Status.REGISTERED: Said("registered", "登録済み"),
    Status.OWNED: Said("owned", "取得済み"),
    Status.LAPSED: Said("lapsed", "終了"),
    Status.DISPUTED: Said("disputed", "係争中"),
}
"""In words."""


@dataclass(frozen=True, slots=True)
class HeldLicence:
    """A licence, and whether the register knew it before the transfer."""

    granted: LicenceGranted | LicensedBack
    registered: bool = False
    before_transfer: bool = True
    """Whether it was granted before the transfer had effect."""
    registered_before_transfer: bool = False


@dataclass(frozen=True, slots=True)
class HeldPledge:
    """A pledge that was not released."""

    granted: PledgeGranted
    registered: bool = False
    registered_before_transfer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRecord:
    """The title of one right after some events."""

    right: Right
    regime: Regime
    status: Status = Status.HELD
    status_before: Status = Status.HELD
    """Where a disputed sale stood."""
    sellers: tuple[str, ...] = ()
    buyer: str = ""
    authors: tuple[str, ...] = ()
    consenting: frozenset[str] = frozenset()
    """Co-owners who do not sell and consented."""
    covenants: frozenset[str] = frozenset()
    """Authors who promised not to exercise moral rights."""
    signed: AssignmentSigned | None = None
    registered: TransferRegistered | None = None
    licences: tuple[HeldLicence, ...] = ()
    pledges: tuple[HeldPledge, ...] = ()
    attachments: tuple[AttachmentOrdered, ...] = ()
    """Not lifted."""
    events: tuple[Event, ...] = ()
    """All that were accepted, in order."""

    @property
    def owners(self) -> tuple[str, ...]:
        """Give the owners before the sale."""
        return tuple(share.owner for share in self.right.owners)

    @property
    def asked(self) -> tuple[str, ...]:
        """Give the co-owners who do not sell and whose consent the sale needs."""
        return tuple(owner for owner in self.owners if self.regime.owners_consent and owner not in self.sellers)


@dataclass(frozen=True, slots=True)
class NotJudged:
    """The title of a right whose country's law is not known here: counsel of that country alone can judge it."""

    right: Right
    n_events: int
    """How many events were told of it; none is judged."""
    effective: bool | None = None
    """What counsel of its country says of the sale; none: nobody has said."""
    opposable: bool | None = None
