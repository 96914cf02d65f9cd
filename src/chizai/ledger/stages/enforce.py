"""What the law does to units: attached, transferred by force, frozen, and moved to a new address after a loss."""

import hashlib
from collections.abc import Iterator

from chizai.ledger.stages.before_issue import admit
from chizai.ledger.stages.cast import LATER, PARTS
from chizai.ledger.stages.desk import Desk, address_of, label_of, member, reveal
from chizai.ledger.stages.facts import ATTACHED_UNITS, LAST_PERIOD, QUALIFIED, UNITS
from chizai.ledger.stages.turn import Call, Refusal, Say, Step

CLASS = "class A"
ATTACHMENT = hashlib.sha256(b"Order of a demonstration: units are attached.").digest()
LOSS = hashlib.sha256(b"Minutes of a demonstration: a holder lost its words.").digest()
"""What the trustee acts upon: on the ledger stands the hash of the paper."""
CLOSED = bytes(32)


def attach(desk: Desk) -> Iterator[Step]:
    """Freeze units of a holder that a court attached; they can be frozen, and not cancelled before redemption."""
    yield Call("open the attachment", CLASS, "openCase", (ATTACHMENT,))
    holder = address_of(desk, "investor-1")
    yield Call("freeze what is attached", CLASS, "setFrozenTokens", (holder, ATTACHED_UNITS))
    yield Refusal("NotRedeemed", Call("cancel unpaid units", CLASS, "cancel", ([holder],)))


def sell_attached(desk: Desk) -> Iterator[Step]:
    """Find that attached units cannot be sold."""
    everything = (address_of(desk, "investor-2"), UNITS["A"])
    call = Call("sell all in spite of it", CLASS, "transfer", everything)
    yield Refusal("ERC7943InsufficientUnfrozenBalance", call)


def give_to_creditor(desk: Desk) -> Iterator[Step]:
    """Transfer the attached units by force, as the court orders, and close the case, which ends the power."""
    holder, creditor = address_of(desk, "investor-1"), address_of(desk, "investor-2")
    yield Call("forced transfer", CLASS, "forcedTransfer", (holder, creditor, ATTACHED_UNITS))
    yield Call("close the attachment", CLASS, "openCase", (CLOSED,))
    yield Say(f"{ATTACHED_UNITS} attached units of class A transferred by force, with the order's hash on the record")
    yield Refusal("NoCaseOpen", Call("freeze without a case", CLASS, "freeze", (holder,)))


def freeze_lost(desk: Desk) -> Iterator[Step]:
    """Freeze the account of a holder that says it lost its words, before anybody else can use them."""
    yield Call("open the loss", CLASS, "openCase", (LOSS,))
    yield Call("freeze the lost account", CLASS, "freeze", (address_of(desk, "investor-2"),))


def use_lost(desk: Desk) -> Iterator[Step]:
    """Find as whoever has the old words that they move nothing any more."""
    call = Call("sell with the old key", CLASS, "transfer", (address_of(desk, "investor-1"), 1))
    yield Refusal("ERC7943CannotSend", call)


def recover(desk: Desk) -> Iterator[Step]:
    """Register the holder under its new address, and move its units there."""
    (part,) = (each for each in PARTS if each.id == LATER)
    yield admit(part, member(desk, LATER))
    lost, found = address_of(desk, "investor-2"), address_of(desk, LATER)
    yield Call(f"classify {LATER}", "registry", "classify", (found, QUALIFIED))
    yield Call("recover", CLASS, "recover", (lost, found))
    yield Call("close the loss", CLASS, "openCase", (CLOSED,))
    yield Say("all units of the lost account moved to the holder's new address; the old one stays shut")


def claim_lost(desk: Desk) -> Iterator[Step]:
    """Take what the vault owes the lost account, which it pays to the one that took its place."""
    lost = address_of(desk, "investor-2")
    yield Call("claim for the lost account", "vault", "claimFor", (lost, list(UNITS).index("A"), LAST_PERIOD - 1))
    yield Say("what the lost account was owed came to the new one")


def grant_again(desk: Desk) -> Iterator[Step]:
    """Open the prospectus to the holder's new key; what stands on the chain stays as it is."""
    reveal(desk, label_of("prospectus"), (member(desk, LATER).public,))
    yield Say("the prospectus opens to the new key; nothing changed on the ledger")
