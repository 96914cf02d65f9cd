"""Could a product leave 63 bits? Upper bounds of every slot, followed through all periods."""

from math import gcd

from chizai.deal.complaint import key_of
from chizai.deal.program import NONE, Op, Program, SlotKind, Step
from chizai.units.rate import INT64_MAX, PPM, accrue_floor, share_floor
from chizai.units.result import Failure, Place, Reason

COLLECTIONS_MAX_MINOR = 9 * 10**12
"""The most that one period may collect: a share of it in ppm still fits. Executors refuse more."""


SPLIT_HEADROOM = 2**10
"""By how much all dues of a pro-rata split stay below the largest number."""


def overflows(program: Program, file: str) -> tuple[Failure, ...]:
    """Find the steps whose products or sums could pass the largest 64-bit number, whatever is collected.

    Of each clause, fee or class only the first step that fails is reported. The product of a pro-rata split may pass 63
    bits, but its dues stay below 2^53, so that an executor of fixed width can still divide it exactly.
    """
    most = [slot.opening_minor for slot in program.slots]
    cash = sum(slot.opening_minor for slot in program.slots if slot.kind is SlotKind.CASH)
    failures: dict[Place, Failure] = {}
    for period in range(len(program.payment_dates)):
        cash += COLLECTIONS_MAX_MINOR
        for step in program.steps:
            if step.first_period <= period <= step.last_period:
                largest = _advance(program, most, step, period, cash)
                if largest > INT64_MAX:
                    failure = _failure(program, step, period, largest, file)
                    failures.setdefault(failure.place, failure)
    return tuple(failures.values())


def _advance(program: Program, most: list[int], step: Step, period: int, cash: int) -> int:
    """Raise the bounds of the slots that a step writes; give the largest number that it could make.

    All cash that there has been bounds what any account holds, however often it is moved.
    """
    match step.op:
        case Op.COLLECT:
            most[step.a] = min(most[step.a] + COLLECTIONS_MAX_MINOR, cash)
            most[step.b] = COLLECTIONS_MAX_MINOR
        case Op.CLEAR:
            most[step.a] = 0
        case Op.ADD:
            most[step.a] += program.tables[step.b][period]
        case Op.SUM:
            most[step.a] += most[step.b]
        case Op.ACCRUE:
            fraction = program.fractions[step.d][period]
            most[step.a] += accrue_floor(most[step.b], step.c, fraction)
            return max(most[step.b] * _reduced(step.c) * fraction.numerator, most[step.a])
        case Op.SHARE:
            most[step.a] += share_floor(most[step.b], step.c)
            return max(most[step.b] * _reduced(step.c), most[step.a])
        case Op.PAY if step.e != NONE:
            received = min(most[slot] for slot in step.limiting)
            from_cash = program.slots[step.a].kind is SlotKind.CASH
            most[step.e] = min(most[step.e] + received, cash) if from_cash else most[step.e] + received
            return most[step.e]
        case Op.SPLIT:
            return sum(most[step.a : step.a + step.b]) * SPLIT_HEADROOM
        case Op.GAP | Op.LEAST | Op.PAY:
            return 0
    return most[step.a]


def _reduced(rate_ppm: int) -> int:
    """Give a rate's numerator once it is cancelled against a million, as executors of fixed width multiply it."""
    return rate_ppm // gcd(rate_ppm, PPM)


def _failure(program: Program, step: Step, period: int, largest: int, file: str) -> Failure:
    written = program.slots[step.a]
    if step.clause == NONE:
        tables = {SlotKind.CASH: "accounts", SlotKind.FEE: "fees", SlotKind.WORK: "fees"}
        key = f"{tables.get(written.kind, 'classes')} ({written.of.split(':')[0]})"
    else:
        key = key_of("clauses", step.clause, program.clause_ids[step.clause], "pay")
    return Failure(
        Reason.OVERFLOW,
        Place(file, None, key),
        f"{step.op.name.lower()} into {written.label} could reach {largest:.3e} in period {period + 1}",
        f"every executor holds whole numbers up to {INT64_MAX:,} only",
        "lower the balances or rates, or keep the deal's money in larger units",
    )
