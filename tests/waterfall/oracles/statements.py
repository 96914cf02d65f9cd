"""A case carried out by both executors, and what they paid, as the other engines write it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from tests.waterfall.oracles.numbers import Case

from chizai.deal.compile import compile_deal
from chizai.deal.program import Program, SlotKind
from chizai.deal.text import read_deal
from chizai.units.result import Ok
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import paid_off
from chizai.waterfall.vector import run_paths
from chizai.waterfall.vector_paths import paths_of
from chizai.waterfall.vector_plan import Asked, Detail, Reading


@dataclass(frozen=True, slots=True)
class Statement:
    """What one executor says of every slot and period."""

    program: Program
    closings: tuple[tuple[int, ...], ...]
    """What slots hold at closing of the deal and after each period, shape (n_periods + 1, n_slots)."""
    payments: tuple[tuple[int, ...], ...]
    """What was paid off them as dues, shape (n_periods, n_slots)."""

    def closing(self, period: int, kind: SlotKind, of: str) -> int:
        return self._held(period + 1, kind, of)

    def grown(self, period: int, kind: SlotKind, of: str) -> int:
        return self._held(period + 1, kind, of) - self._held(period, kind, of)

    def paid(self, period: int, kind: SlotKind, of: str) -> int:
        return self.payments[period][self.program.slot(kind, of)]

    def _held(self, row: int, kind: SlotKind, of: str) -> int:
        numbers = {(slot.kind, slot.of): number for number, slot in enumerate(self.program.slots)}
        return self.closings[row][numbers[kind, of]] if (kind, of) in numbers else 0


def program_of(case: Case) -> Program:
    read = read_deal(case.text)
    assert isinstance(read, Ok), (read, case.text)
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok), compiled
    return compiled.value


def exact_statement(case: Case) -> Statement:
    program = program_of(case)
    run = run_exact(program, case.collections, [case.observed[each.of] for each in program.inputs[1:]])
    assert_conserved(run)
    periods, slots = range(len(program.payment_dates)), range(len(program.slots))
    return Statement(program, run.balances_minor, tuple(tuple(paid_off(run, p, s) for s in slots) for p in periods))


def vector_statement(case: Case) -> Statement:
    program = program_of(case)
    inflows = np.array(case.collections, np.int64)[:, None]
    others = np.array([case.observed[each.of] for each in program.inputs[1:]], np.int64)
    observed = others[:, :, None] if len(others) else None
    slots = range(len(program.slots))
    asked = [Asked(slot, reading) for reading in (Reading.CLOSING, Reading.PAID) for slot in slots]
    results = run_paths(program, paths_of(inflows, observed), asked, Detail.PERIODS).results_minor[:, :, 0].tolist()
    opening = tuple(slot.opening_minor for slot in program.slots)
    closings = (opening, *(tuple(row[: len(slots)]) for row in results))
    return Statement(program, closings, tuple(tuple(row[len(slots) :]) for row in results))


EXECUTORS: dict[str, Callable[[Case], Statement]] = {"exact": exact_statement, "vector": vector_statement}
