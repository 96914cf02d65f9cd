"""A payment computed anew by whoever asks: the program as the chain keeps it, over what was reported to the vault."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chizai.deal.encoding import decode
from chizai.deal.program import NONE, Op, Program, SlotKind
from chizai.ledger.artifacts import artifact
from chizai.ledger.node import Node
from chizai.ledger.proof_chain import ChainTotals
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.waterfall.exact import Done, ExactRun, run_exact
from chizai.waterfall.vault_codec import lasting

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

OUTSIDE = (SlotKind.CASH, SlotKind.GUARANTEE_LEFT)
"""Where money that a payee gets comes from."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The last payment of a vault, computed anew and found equal to the unit."""

    period: int
    """The last period that was paid, from 1."""
    digest: str
    """Of the program, in hexadecimal."""
    n_slots: int
    """How many numbers of the vault were compared."""
    paid_minor: Mapping[str, int]
    """What the exact executor pays each payee in the period, and the vault paid."""


def recompute(node: Node, vault: "ChecksumAddress") -> Result[Recomputed]:
    """Compute a vault's last payment by the exact executor, from the chain alone.

    Args:
        node: what is asked; of the deal nothing else is known.
        vault: its address.

    Returns:
        the payment, if program, every number that lasts and every amount paid agree to the unit; or what does not.
    """
    contract = node.web3.eth.contract(address=vault, abi=artifact("WaterfallVault").abi)
    place = Place(str(node.place), None, vault)
    program, names = _program(node, contract)
    if program is None:
        return _failed(place, "the program that the chain keeps has another digest than the vault names")
    paid = contract.events.Distributed().get_logs(from_block=0)
    inputs = _inputs(node, vault, len(paid), program)
    if isinstance(inputs, Failed):
        return inputs
    run = run_exact(program, inputs.value[0], inputs.value[1:])
    closing = contract.functions.closing().call()
    compared = lasting(program)
    for slot in compared:
        computed = run.closing(len(paid) - 1, slot)
        if computed != closing[slot]:
            label = program.slots[slot].label
            return _failed(place, f"{label} is {closing[slot]} in the vault, and {computed} when computed")
    amounts = paid_by(run, len(paid) - 1)
    told = dict(zip(names, paid[-1]["args"]["paid"], strict=True))
    if {name: amount for name, amount in told.items() if amount} != amounts:
        return _failed(place, f"it paid {told}, and {amounts} when computed")
    return Ok(Recomputed(len(paid), program.digest(), len(compared), amounts))


def _program(node: Node, vault: Any) -> tuple[Program | None, tuple[str, ...]]:  # noqa: ANN401 - a contract of web3
    """Read the program and its payees' names from the chain; no program where its digest is not the vault's."""
    layout = vault.events.ProgramSet().get_logs(from_block=0)[-1]["args"]["layoutAt"]
    store = node.web3.eth.contract(address=vault.functions.store().call(), abi=artifact("ProgramStore").abi)
    (kept,) = store.events.Kept().get_logs(from_block=0, argument_filters={"layoutAt": layout})
    encoded = b"".join(bytes(node.web3.eth.get_code(chunk))[1:] for chunk in kept["args"]["chunks"])
    names = tuple(payee["name"] for payee in kept["args"]["payees"])
    sound = hashlib.sha256(encoded).digest() == vault.functions.programDigest().call()
    return (decode(encoded) if sound else None), names


def _inputs(node: Node, vault: str, n_paid: int, program: Program) -> Result[Sequence[Sequence[int]]]:
    """Read what was reported for each period that is paid; nothing for those to come."""
    totals = ChainTotals(node)
    by_period = []
    for period in range(1, n_paid + 1):
        reported = totals.reported(vault, period)
        if isinstance(reported, Failed):
            return reported
        by_period.append(reported.value.inputs)
    n_left = len(program.payment_dates) - n_paid
    return Ok([(*brought, *(0,) * n_left) for brought in zip(*by_period, strict=True)])


def paid_by(run: ExactRun, period: int) -> dict[str, int]:
    """Sum what a period, from 0, pays to each payee, as the vault counts it: from accounts and by guarantors."""
    found: dict[str, int] = {}
    for done in run.of_period(period):
        name = _payee(run.program, done)
        if name and done.amount_minor:
            found[name] = found.get(name, 0) + done.amount_minor
    return found


def _payee(program: Program, done: Done) -> str:
    """Name who gets what a step moves: whoever is owed it, or else receives it; nobody where it stays in accounts."""
    step, slots = program.steps[done.step], program.slots
    if step.op is not Op.PAY or slots[step.a].kind not in OUTSIDE:
        return ""
    if step.e != NONE and slots[step.e].kind is SlotKind.CASH:
        return ""
    return slots[step.e if step.b == NONE else step.b].of


def _failed(place: Place, what: str) -> Failed:
    why, fix = "three executors of one program agree to the unit", "challenge the report, and keep this as evidence"
    return Failed((Failure(Reason.INCONSISTENT, place, what, why, fix),))
