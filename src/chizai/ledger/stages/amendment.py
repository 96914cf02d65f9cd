"""The program amended by the deal's own rule: every signatory approves the same bytes, or nothing changes."""

from collections.abc import Iterator

from chizai.deal.program import Program
from chizai.ledger.payees import digest_of_payees
from chizai.ledger.stages.desk import Desk, asked, at
from chizai.ledger.stages.facts import AMENDED_FEE_MINOR, DEAL, LAST_PERIOD, amend_deal, amended, program
from chizai.ledger.stages.issue import keep, kept, paid
from chizai.ledger.stages.turn import Call, Refusal, Say, Step
from chizai.waterfall.vault_codec import lasting

OWN_OPENING = 2**256 - 1
"""Says of a slot that it takes over nothing, and begins as the new program has it begin."""


def carried(old: Program, new: Program) -> tuple[int, ...]:
    """Say for each slot of a new program that lasts which slot of the old one it takes over: that of the same name."""
    known = {(slot.kind, slot.of, slot.label): number for number, slot in enumerate(old.slots)}
    slots = (new.slots[number] for number in lasting(new))
    return tuple(known.get((slot.kind, slot.of, slot.label), OWN_OPENING) for slot in slots)


def propose(desk: Desk) -> Iterator[Step]:
    """Keep the amended program on the ledger and approve it, which alone changes nothing."""
    yield from keep(desk, "amended program", amended())
    yield _approval(desk)
    yield Refusal("NotApproved", _amend(desk))


def agree(desk: Desk) -> Iterator[Step]:
    """Approve as the other signatory what one has compiled by oneself, paid to those whom one knows: else it fails."""
    yield _approval(desk)


def take_effect(desk: Desk) -> Iterator[Step]:
    """Put the amended program in place, which anybody may once all have approved."""
    yield _amend(desk)
    digest = asked(desk, "vault", "programDigest").hex()
    yield Say(f"program amended from period {LAST_PERIOD}: trustee's fee {AMENDED_FEE_MINOR:,} JPY; now {digest}")


def _amend(desk: Desk) -> Call:
    """Give the call that amends: which program, paid to whom, from when, and what it takes over."""
    layout_at, digest = kept(desk, amended())["layoutAt"], bytes.fromhex(amended().digest())
    amendment = (layout_at, digest, digest_of_payees(paid(desk)), LAST_PERIOD - 1, carried(program(), amended()))
    return Call("amend", "vault", "amend", (amendment,))


def _approval(desk: Desk) -> Call:
    """Approve what the call that amends will say, byte by byte, and amend one's own copy of the deal."""
    from eth_utils.crypto import keccak

    amend_deal(desk.folder / DEAL)
    call = _amend(desk)
    said = bytes.fromhex(at(desk, "vault").encode_abi("amend", args=list(call.arguments)).removeprefix("0x"))
    return Call(f"approve amendment as {desk.part.id}", "vault", "approve", (keccak(said[4:]),))
