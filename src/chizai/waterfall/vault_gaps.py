"""What the vault cannot run, in one table: a deal that uses it is refused for the vault, with the place named."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chizai.deal.complaint import key_of
from chizai.deal.program import NONE, Op, Program, Step
from chizai.units.result import Failure, Place, Reason
from chizai.waterfall.effects import ASSIGNS
from chizai.waterfall.vault_codec import CHUNK, TRANSIENT, lasting

LASTING_MAX = 4096
"""How many slots the vault keeps at most: four in each of 1,024 words."""
SLOTS_MAX = 2**16 - 2
"""How many slots, and inputs, 16 bits can number beside none."""
ROWS_MAX = 2**16 - 1
"""How many tables, and rows of fractions, 16 bits can count."""
PAYEES_MAX = 254
"""How many payees 8 bits can number beside nobody."""


class Standing(StrEnum):
    """Whether a gap will close."""

    NOT_YET = "not yet"
    """The vault could run it, and does not do so now."""
    NEVER = "never"
    """The chain, or what the vault promises, forbids it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One construct that the vault does not run."""

    standing: Standing
    construct: str
    """What a program may contain that the vault refuses."""
    why: str
    """Which limit or promise it would break."""
    fix: str
    """What the structurer can do instead."""


CARRIED_OVER = Gap(
    Standing.NOT_YET,
    "an intermediate number that is read in a period before the period sets it",
    "the vault keeps only numbers that last, and starts every other at 0 in each period",
    "keep the number in a ledger or a trigger",
)
NEGATIVE = Gap(
    Standing.NEVER,
    "a number below 0 in a table, an opening balance or a rate",
    "the vault refuses a program with a number that could take more than there is",
    "state amounts and rates as 0 or more, and what is taken off as a clause of its own",
)
TOO_LARGE = Gap(
    Standing.NEVER,
    "more slots, payees or inputs than one contract can describe",
    f"the description of a program is kept in one contract, whose code is at most {CHUNK + 1:,} bytes (EIP-170)",
    "split the deal, or leave out triggers and formulas that nothing reads",
)

GAPS = (CARRIED_OVER, NEGATIVE, TOO_LARGE)
"""All constructs of the deal language's programs that the vault does not run; every other one it runs."""


def vault_gaps(program: Program, file: str, n_payees: int) -> tuple[Failure, ...]:
    """Find what of a program the vault cannot run; nothing if it runs all of it.

    Args:
        program: as it has been compiled.
        file: the name under which the user knows the deal.
        n_payees: how many payees the vault is given.
    """
    found = dict.fromkeys(_found(program, n_payees))
    return tuple(
        Failure(Reason.OUT_OF_RANGE, Place(file, None, key), f"the vault never runs {what}", gap.why, gap.fix)
        if gap.standing is Standing.NEVER
        else Failure(Reason.UNKNOWN, Place(file, None, key), f"the vault does not run {what} yet", gap.why, gap.fix)
        for gap, key, what in found
    )


_Found = tuple[Gap, str, str]
"""A gap, the key of the deal's place that uses it, and what is used."""


def _found(program: Program, n_payees: int) -> Iterator[_Found]:
    yield from _size(program, n_payees)
    yield from _negatives(program)
    yield from _carried_over(program)


def _size(program: Program, n_payees: int) -> Iterator[_Found]:
    n_slots, n_lasting, n_inputs = len(program.slots), len(lasting(program)), len(program.inputs)
    n_chunks = -(-len(program.encode()) // CHUNK)
    described = 64 + 32 * (n_chunks + n_payees + n_inputs) + 2 * n_slots + 10 * n_lasting
    rows = max(len(program.tables), len(program.fractions))
    limits = (n_lasting > LASTING_MAX, n_slots > SLOTS_MAX, n_payees > PAYEES_MAX, rows > ROWS_MAX, described > CHUNK)
    if any(limits):
        yield TOO_LARGE, "id", f"{n_slots:,} slots, {n_inputs:,} inputs and {n_payees:,} payees"


def _negatives(program: Program) -> Iterator[_Found]:
    for slot in program.slots:
        if slot.opening_minor < 0:
            yield NEGATIVE, slot.of, f"the opening balance {slot.opening_minor:,} of {slot.label}"
    for step in program.steps:
        number = _least(program, step)
        if number < 0:
            yield NEGATIVE, _key(program, step), f"the number {number:,} that goes into {program.slots[step.a].label}"


def _least(program: Program, step: Step) -> int:
    """Give the smallest number that a step takes from the program itself."""
    match step.op:
        case Op.ADD:
            return min(program.tables[step.b], default=0)
        case Op.ACCRUE | Op.SHARE:
            return step.c
        case _:
            return 0


def _carried_over(program: Program) -> Iterator[_Found]:
    """Follow each period in which other steps stand than in the one before: what is read before it is set?"""
    transient = {number for number, slot in enumerate(program.slots) if slot.kind in TRANSIENT}
    starts = {step.first_period for step in program.steps} | {step.last_period + 1 for step in program.steps}
    for period in sorted(starts & set(range(len(program.payment_dates)))):
        unset = set(transient)
        for step in program.steps:
            if step.first_period <= period <= step.last_period:
                for slot in sorted(_reads(step) & unset):
                    yield CARRIED_OVER, _key(program, step), f"{program.slots[slot].label}, read before it is set"
                unset -= {step.b if step.op is Op.COLLECT else step.a}


def _reads(step: Step) -> set[int]:
    """Give the slots whose value matters to a step."""
    operands: tuple[int, ...]
    match step.op:
        case Op.COLLECT:
            operands = (step.a, step.d)
        case Op.SPLIT:
            operands = (*range(step.a, step.a + step.b), step.c, step.d)
        case Op.PAY:
            operands = (*step.limiting, step.e)
        case Op.CLEAR | Op.READ:
            operands = ()
        case Op.ADD:
            operands = (step.a,)
        case Op.RATIO:
            operands = (step.b, step.c, step.d)
        case Op.LESS:
            operands = (step.b, step.c)
        case Op.SCALE | Op.ACCRUE_AT:
            operands = (step.a, step.b, step.c)
        case op:
            operands = (step.b,) if op in ASSIGNS else (step.a, step.b)
    return set(operands) - {NONE}


def _key(program: Program, step: Step) -> str:
    """Give the clause that a step carries out, or what its slot belongs to."""
    if step.clause != NONE:
        return key_of("clauses", step.clause, program.clause_ids[step.clause], "pay")
    return program.slots[step.a].of.split(":")[0]
