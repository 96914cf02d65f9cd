"""What the vault is given: a program's bytes in chunks, and who is paid under which name of the program.

The vault runs the very bytes that `Program.encode` gives, kept as the code of contracts; nothing is translated. Which
of its slots it keeps beyond a period, and in which order, follows from the bytes alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chizai.deal.clause_steps import leaves
from chizai.deal.model import Deal, Pay
from chizai.deal.program import Program, SlotKind

CHUNK = 24_575
"""Bytes of a program in one contract: the largest code of EIP-170, less the STOP that makes it do nothing."""

TRANSIENT = frozenset({SlotKind.WORK})
"""Kinds of slot that the vault forgets after each period, and starts at 0 in the next.

A memo of collections lasts, although each period sets it: what is tested as a period starts may still read the last.
"""


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody whom the vault pays; its number is its place in the list."""

    name: str
    """The id of a class, fee, guarantee or party, as it stands in the program."""
    to: str
    """Address of a class's token, or of an account."""
    is_class: bool
    """Whether `to` is a class's token: its holders at the record date are paid, each by itself."""


def chunks(encoded: bytes) -> tuple[bytes, ...]:
    """Cut a program's bytes into those of one contract each; all but the last are full."""
    return tuple(encoded[start : start + CHUNK] for start in range(0, len(encoded), CHUNK))


def creation(chunk: bytes) -> bytes:
    """Give what a transaction without a recipient carries to keep a chunk as the code of a new contract.

    Eleven bytes that return all that follows them (PUSH2 length, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY,
    RETURNDATASIZE, RETURN), the STOP included which stands before the content.

    Raises:
        ValueError: the chunk is empty or longer than a contract may be.
    """
    if not 0 < len(chunk) <= CHUNK:
        raise ValueError(f"a chunk holds 1 to {CHUNK:,} bytes, not {len(chunk):,}")
    return bytes.fromhex(f"61{len(chunk) + 1:04x}80600a3d393df300") + chunk


def lasting(program: Program) -> tuple[int, ...]:
    """Give the numbers of the slots that the vault keeps from period to period, in the order in which it keeps them."""
    return tuple(number for number, slot in enumerate(program.slots) if slot.kind not in TRANSIENT)


def payees(deal: Deal, addresses: Mapping[str, str], tokens: Mapping[str, str]) -> tuple[Payee, ...]:
    """Say whom a deal's vault pays: the classes in their order, then what fees, guarantees and residuals are paid to.

    Args:
        deal: says which party each fee and guarantee belongs to.
        addresses: of parties, by id; of a class without a token too, if one account holds all of it.
        tokens: of classes, by id.

    Raises:
        KeyError: somebody who is paid has no address.
    """
    classes = [
        Payee(each.id, tokens[each.id], is_class=True)
        if each.id in tokens
        else Payee(each.id, addresses[each.id], is_class=False)
        for each in deal.classes
    ]
    owners = {fee.id: fee.payee for fee in deal.fees} | {each.id: each.provider for each in deal.guarantees}
    parties = {party.id for party in deal.parties}
    for clause in deal.clauses:
        if clause.pay is Pay.RESIDUAL:
            owners |= {leaf: leaf for name in clause.to for leaf in leaves(deal, name) if leaf in parties}
    return (*classes, *(Payee(name, addresses[party], is_class=False) for name, party in owners.items()))
