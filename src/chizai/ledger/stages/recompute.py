"""A payment computed anew by whoever asks: the program as the chain keeps it, over what was reported to the vault."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chizai.deal.encoding import decode
from chizai.deal.program import NONE, Op, Program, SlotKind
from chizai.ledger.artifacts import artifact
from chizai.ledger.node import Node
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


@dataclass(frozen=True, slots=True)
class Enacted:
    """A program by which a vault pays from a period on."""

    program: Program
    names: tuple[str, ...]
    """Of its payees, in the order of their numbers."""
    from_period: int
    """From 0."""
    carried: Sequence[int]
    """For each slot that lasts, the slot of the program before that it takes over; empty for the first program."""


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
    enacted = enactments(node, contract)
    if enacted is None:
        return _failed(place, "a program that the chain keeps has another digest than the vault names")
    program, names = enacted[-1].program, enacted[-1].names
    paid = contract.events.Distributed().get_logs(from_block=0)
    run = run_enacted(enacted, _inputs(contract, len(paid), program))
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


def payments(node: Node, vault: "ChecksumAddress", period: int) -> Result[tuple[Mapping[str, int], ...]]:
    """Say what each payee was paid in each period, and will be paid in one that is reported.

    Args:
        node: what is asked.
        vault: its address.
        period: the last period that is asked for, from 1.

    Returns:
        the payments, period by period; or that one is not reported, or that a program is not the one that is named.
    """
    contract = node.web3.eth.contract(address=vault, abi=artifact("WaterfallVault").abi)
    place = Place(str(node.place), None, vault)
    enacted = enactments(node, contract)
    if enacted is None:
        return _failed(place, "a program that the chain keeps has another digest than the vault names")
    found: list[Mapping[str, int]] = []
    for event in contract.events.Distributed().get_logs(from_block=0)[:period]:
        said = event["args"]
        (*_, by) = (each for each in enacted if each.from_period <= said["period"])
        found.append(dict(zip(by.names, said["paid"], strict=True)))
    if len(found) == period:
        return Ok(tuple(found))
    reported = {event["args"]["period"] for event in contract.events.Reported().get_logs(from_block=0)}
    if len(found) < period - 1 or period - 1 not in reported:
        return _failed(place, f"period {period} is not the next one that is reported and not paid")
    run = run_enacted(enacted, _inputs(contract, period, enacted[-1].program))
    return Ok((*found, paid_by(run, period - 1)))


def enactments(node: Node, vault: Any) -> tuple[Enacted, ...] | None:  # noqa: ANN401 - a contract of web3
    """Read from the chain by which programs a vault has paid, oldest first; none where a digest is not the vault's."""
    store = node.web3.eth.contract(address=vault.functions.store().call(), abi=artifact("ProgramStore").abi)
    found: list[Enacted] = []
    for event in vault.events.ProgramSet().get_logs(from_block=0):
        said = event["args"]
        (kept,) = store.events.Kept().get_logs(from_block=0, argument_filters={"layoutAt": said["layoutAt"]})
        encoded = b"".join(bytes(node.web3.eth.get_code(chunk))[1:] for chunk in kept["args"]["chunks"])
        if hashlib.sha256(encoded).digest() != said["digest"]:
            return None
        carried = _carried(node, vault, event["transactionHash"]) if found else ()
        names = tuple(payee["name"] for payee in kept["args"]["payees"])
        found.append(Enacted(decode(encoded), names, said["fromPeriod"], carried))
    return tuple(found)


def _carried(node: Node, vault: Any, amended_by: bytes) -> Sequence[int]:  # noqa: ANN401 - a contract of web3
    """Read what an amendment takes over, from the call that made it: the event does not say it."""
    _, said = vault.decode_function_input(node.web3.eth.get_transaction(amended_by)["input"])  # type: ignore[arg-type]
    carried: Sequence[int] = said["amendment"]["carried"]
    return carried


def run_enacted(enacted: Sequence[Enacted], inputs: Sequence[Sequence[int]]) -> ExactRun:
    """Carry out the first program until the next takes effect, that one from what it takes over, and so on."""
    first, *later = enacted
    run = run_exact(first.program, inputs[0], inputs[1:])
    for each in later:
        before = run.balances_minor[each.from_period]
        run = run_exact(_continued(each, before), inputs[0], inputs[1:])
    return run


def _continued(enacted: Enacted, before: Sequence[int]) -> Program:
    """Give a program that does nothing before its first period, and opens with what it takes over."""
    program, openings = enacted.program, {}
    for slot, source in zip(lasting(program), enacted.carried, strict=True):
        if source < len(before):  # else it keeps its own opening
            openings[slot] = before[source]
    slots = (replace(slot, opening_minor=openings.get(n, slot.opening_minor)) for n, slot in enumerate(program.slots))
    steps = (replace(step, first_period=max(step.first_period, enacted.from_period)) for step in program.steps)
    return replace(program, slots=tuple(slots), steps=tuple(steps))


def _inputs(vault: Any, n_paid: int, program: Program) -> Sequence[Sequence[int]]:  # noqa: ANN401 - a contract of web3
    """Read what was last reported for each period that is paid; nothing for those to come."""
    events = vault.events.Reported().get_logs(from_block=0)
    last = {event["args"]["period"]: event["args"]["inputs"] for event in events}
    n_left = len(program.payment_dates) - n_paid
    return [(*brought, *(0,) * n_left) for brought in zip(*(last[period] for period in range(n_paid)), strict=True)]


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
