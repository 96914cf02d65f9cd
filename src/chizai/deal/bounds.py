"""Could a product leave 63 bits? Upper bounds of every slot, followed through all periods."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

from chizai.deal.complaint import key_of
from chizai.deal.program import NONE, RATIO_MAX, Op, Program, SlotKind, Step
from chizai.units.daycount import YearFraction
from chizai.units.rate import INT64_MAX, PPM, accrue_floor
from chizai.units.result import Failure, Place, Reason

HEADROOM = 2**10
"""By how much a quotient of two slots stays below the largest number: it is exact in floating point, too."""


def overflows(program: Program, file: str, places: Mapping[str, str] | None = None) -> tuple[Failure, ...]:
    """Find the steps whose products or sums could pass the largest 64-bit number, whatever is collected.

    Of each clause, fee or class only the first step that fails is reported. A product that is divided may pass 63 bits
    where its quotient stays below 2^53, so that an executor of fixed width can still divide it exactly.

    Args:
        program: as it has been compiled.
        file: the name under which the user knows the deal.
        places: by id, where it is defined in the deal, such as `fees[1] (servicing)`; ids alone are named without.
    """
    failures: dict[Place, Failure] = {}
    bound = opening_bounds(program)
    for period in range(len(program.payment_dates)):
        bound.period = period
        for step in program.steps:
            if step.first_period <= period <= step.last_period:
                largest = advance(bound, step)
                if largest > INT64_MAX:
                    failure = _failure(
                        program, step, period, largest, Place(file, None, _key(program, step, places or {}))
                    )
                    failures.setdefault(failure.place, failure)
                    for written in {step.a, step.e} - {NONE}:
                        bound.most[written] = min(bound.most[written], INT64_MAX)
    return tuple(failures.values())


_OF_HOLDERS = frozenset({SlotKind.PRINCIPAL, SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST, SlotKind.WRITTEN_OFF})
"""Kinds of slot between which an amount of one class is turned over: what one gains, another has lost."""


@dataclass(slots=True)
class SlotBounds:
    """How much each slot can hold at most, as the periods pass."""

    program: Program
    most: list[int]
    cash: int
    """All cash that there has been: it bounds what any account holds, however often it is moved."""
    claims: dict[str, int]
    """All that there has been to claim of a class, by id: it bounds each of its slots, however often one turns into
    another."""
    period: int = 0


def opening_bounds(program: Program) -> SlotBounds:
    """Give the bounds at closing."""
    cash = sum(slot.opening_minor for slot in program.slots if slot.kind is SlotKind.CASH)
    claims: dict[str, int] = {}
    for slot in program.slots:
        if slot.kind in _OF_HOLDERS:
            claims[slot.of] = claims.get(slot.of, 0) + slot.opening_minor
    return SlotBounds(program, [slot.opening_minor for slot in program.slots], cash, claims)


def advance(bound: SlotBounds, step: Step) -> int:
    """Raise the bounds of the slots that a step writes; give the largest number that it could make."""
    most = bound.most
    match step.op:
        case Op.COLLECT:
            collected = bound.program.inputs[max(step.c, 0)].most
            bound.cash += collected
            most[step.a] = min(most[step.a] + collected, bound.cash)
            most[step.b] = collected
        case Op.ADD:
            most[step.a] += bound.program.tables[step.b][bound.period]
        case Op.SUM:
            _raise(bound, step.a, most[step.b])
        case Op.ACCRUE | Op.SHARE | Op.ACCRUE_AT | Op.SCALE:
            return _grow(bound, step)
        case Op.PAY:
            return _receive(bound, step)
        case Op.SPLIT:
            return sum(most[step.a : step.a + step.b]) * HEADROOM
        case Op.RATIO:
            most[step.a] = max(RATIO_MAX, most[step.d])
            return max(most[step.b], most[step.c]) * 2  # the remainder of the division is a few times the divisor
        case Op.CLEAR | Op.COPY | Op.NOT | Op.LESS | Op.READ | Op.LEAST | Op.MOST | Op.GAP | Op.GATE:
            most[step.a] = _set(bound, step)
    return most[step.a]


def _set(bound: SlotBounds, step: Step) -> int:
    """Bound what a slot becomes."""
    most = bound.most
    match step.op:
        case Op.COPY:
            return most[step.b]
        case Op.READ:
            return bound.program.inputs[step.b].most
        case Op.LEAST:
            return min(most[step.a], most[step.b])
        case Op.MOST:
            return max(most[step.a], most[step.b])
        case Op.NOT | Op.LESS:
            return 1
        case Op.CLEAR:
            return 0
        case _:  # GAP and GATE can only lower it
            return most[step.a]


def _grow(bound: SlotBounds, step: Step) -> int:
    """Bound a growth by a rate: either its product stays below 63 bits, or its quotient far enough below."""
    most, base = bound.most, bound.most[step.b]
    is_known, is_annual = step.op in {Op.ACCRUE, Op.SHARE}, step.op in {Op.ACCRUE, Op.ACCRUE_AT}
    rate_ppm = step.c if is_known else most[step.c]
    fraction = bound.program.fractions[step.d][bound.period] if is_annual else YearFraction(1, 1)
    grown = accrue_floor(base, rate_ppm, fraction)
    product = base * (_reduced(rate_ppm) if is_known else rate_ppm) * fraction.numerator
    _raise(bound, step.a, grown)
    return max(min(product, grown * HEADROOM), most[step.a])


def _raise(bound: SlotBounds, slot: int, grown: int) -> None:
    """Let a slot grow, and with it what there is to claim of its class."""
    bound.most[slot] += grown
    written = bound.program.slots[slot]
    if written.kind in _OF_HOLDERS:
        bound.claims[written.of] += grown


def _receive(bound: SlotBounds, step: Step) -> int:
    """Bound what receives a payment; a source that nothing else limits is empty afterwards."""
    most, slots = bound.most, bound.program.slots
    received = min(most[slot] for slot in step.limiting)
    if step.limiting == (step.a,):
        most[step.a] = 0
    if step.e == NONE:
        return 0
    source, receiver = slots[step.a], slots[step.e]
    most[step.e] += received
    if receiver.kind is SlotKind.GUARANTEE_LEFT:
        most[step.e] = min(most[step.e], receiver.opening_minor)
    elif source.kind is SlotKind.CASH:
        most[step.e] = min(most[step.e], bound.cash)
    elif receiver.kind is SlotKind.CASH:
        bound.cash += received
    elif receiver.kind in _OF_HOLDERS:
        most[step.e] = min(most[step.e], bound.claims[receiver.of])
    return most[step.e]


def _reduced(rate_ppm: int) -> int:
    """Give a rate's numerator once it is cancelled against a million, as executors of fixed width multiply it."""
    return rate_ppm // gcd(rate_ppm, PPM)


def _key(program: Program, step: Step, places: Mapping[str, str]) -> str:
    """Give the place of the clause that a step carries out, or of what its slot belongs to."""
    if step.clause != NONE:
        return key_of("clauses", step.clause, program.clause_ids[step.clause], "pay")
    owner = program.slots[step.a].of.split(":")[0]
    return places.get(owner, owner or "collection_account")


def _failure(program: Program, step: Step, period: int, largest: int, place: Place) -> Failure:
    return Failure(
        Reason.OVERFLOW,
        place,
        f"{step.op.name.lower()} into {program.slots[step.a].label} could reach a number of {len(str(largest))} digits"
        f" in period {period + 1}",
        f"every executor holds whole numbers up to {INT64_MAX:,} only",
        "lower the balances, rates or what an observation can be (most), or keep the deal's money in larger units",
    )
