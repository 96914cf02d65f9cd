"""Could a product leave 63 bits? Upper bounds of every slot, followed through all periods."""

from math import gcd

from chizai.deal.complaint import key_of
from chizai.deal.program import NONE, Op, Program, SlotKind, Step
from chizai.units.rate import INT64_MAX, PPM, accrue_floor, share_floor
from chizai.units.result import Failure, Place, Reason

COLLECTIONS_MAX_MINOR = 9 * 10**12
"""The most that one period may collect: a share of it in ppm still fits. Executors refuse more."""


def overflows(program: Program, file: str) -> tuple[Failure, ...]:
    """Find the steps whose products or sums could pass the largest 64-bit number, whatever is collected.

    Of each clause, fee or class only the first step that fails is reported. A pro-rata split multiplies in 128 bits and
    is exempt.
    """
    most = [slot.opening_minor for slot in program.slots]
    failures: dict[Place, Failure] = {}
    for period in range(len(program.payment_dates)):
        for step in program.steps:
            if step.first_period <= period <= step.last_period:
                largest = _advance(program, most, step, period)
                if largest > INT64_MAX:
                    failure = _failure(program, step, period, largest, file)
                    failures.setdefault(failure.place, failure)
    return tuple(failures.values())


def _advance(program: Program, most: list[int], step: Step, period: int) -> int:
    """Raise the bounds of the slots that a step writes; give the largest number that it could make."""
    match step.op:
        case Op.COLLECT:
            most[step.a] += COLLECTIONS_MAX_MINOR
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
            most[step.e] += min(most[slot] for slot in (step.a, step.b, step.c, step.d) if slot != NONE)
            return most[step.e]
        case Op.GAP | Op.LEAST | Op.SPLIT | Op.PAY:
            return 0
    return most[step.a]


def _reduced(rate_ppm: int) -> int:
    """Give a rate's numerator once it is cancelled against a million, as executors of fixed width multiply it."""
    return rate_ppm // gcd(rate_ppm, PPM)


def _failure(program: Program, step: Step, period: int, largest: int, file: str) -> Failure:
    written = program.slots[step.a]
    if step.clause == NONE:
        table = "fees" if written.kind in {SlotKind.FEE, SlotKind.WORK} else "classes"
        key = f"{table} ({written.of.split(':')[0]})"
    else:
        key = key_of("clauses", step.clause, program.clause_ids[step.clause], "pay")
    return Failure(
        Reason.OVERFLOW,
        Place(file, None, key),
        f"{step.op.name.lower()} into {written.label} could reach {largest:.3e} in period {period + 1}",
        f"every executor holds whole numbers up to {INT64_MAX:,} only",
        "lower the balances or rates, or keep the deal's money in larger units",
    )
