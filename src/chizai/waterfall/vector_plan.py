"""The program, and what is asked of it, as the compiled loops read them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING

from chizai.deal.program import NONE, Op, Program, Step
from chizai.units.daycount import YearFraction
from chizai.units.rate import PPM
from chizai.waterfall import kernel
from chizai.waterfall.vector_fuse import fuse, pay_at_once, share_rows
from chizai.waterfall.vector_line import Line
from chizai.waterfall.vector_paths import Asked, Detail, Reading

__all__ = ["Asked", "Detail", "Plan", "Reading", "plan_of"]

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A program, and what is asked of it, in arrays."""

    steps: "NDArray[np.int64]"
    """Shape (n_steps, 11), as `kernel` says."""
    tables: "NDArray[np.int64]"
    """Shape (n_tables, n_periods)."""
    opening: "NDArray[np.int64]"
    """What each row of slots holds at closing of the deal; shape (n_rows,)."""
    asked: "NDArray[np.int64]"
    """The row of each number asked for, shape (n_asked,)."""
    n_spare: int
    """How many rows the loops need to work in, behind the slots."""


@dataclass(slots=True)
class _Draft:
    """A plan in the making: each table, constant and sum of payments is kept once."""

    program: Program
    opening: list[int]
    tables: dict[tuple[int, ...], int] = field(default_factory=dict)
    constants: dict[int, int] = field(default_factory=dict)
    sums: dict[Asked, int] = field(default_factory=dict)

    def table(self, row: tuple[int, ...]) -> int:
        """Give the number of a table."""
        return self.tables.setdefault(row, len(self.tables))

    def constant(self, value: int) -> int:
        """Give the slot of a constant."""
        return self.constants.setdefault(value, self._slot(value) if value not in self.constants else 0)

    def sum_of(self, asked: Asked) -> int:
        """Give the slot that adds up what is paid or received."""
        return self.sums.setdefault(asked, self._slot(0) if asked not in self.sums else 0)

    def _slot(self, opening: int) -> int:
        self.opening.append(opening)
        return len(self.opening) - 1


@lru_cache(maxsize=64)
def plan_of(program: Program, asked: tuple[Asked, ...], detail: Detail) -> Plan:
    """Turn a program and what is asked of it into arrays."""
    import numpy as np

    last = len(program.payment_dates) - 1
    draft = _Draft(program, [slot.opening_minor for slot in program.slots])
    slots = [each.slot if each.reading is Reading.CLOSING else draft.sum_of(each) for each in asked]
    lines = tuple(_line(step, draft) for step in program.steps)
    if detail is Detail.PERIODS:
        lines = (*(Line(kernel.CLEAR, slot, last=last) for slot in draft.sums.values()), *lines)
    lines = fuse(tuple(_of_constants(line, draft) for line in fuse(lines, frozenset(slots))), frozenset(slots))
    lines = pay_at_once(lines, frozenset(slots))
    rows = share_rows(lines, slots, len(draft.opening))
    opening = [0] * (1 + max(rows.values(), default=-1))
    for slot, row in rows.items():
        opening[row] = draft.opening[slot]
    return Plan(
        steps=np.array([_placed(line, rows).row() for line in lines], np.int64).reshape(-1, kernel.N_COLUMNS),
        tables=np.array(list(draft.tables), np.int64).reshape(-1, last + 1),
        opening=np.array(opening, np.int64),
        asked=np.array([rows[slot] for slot in slots], np.int64),
        n_spare=2 + max((step.b for step in program.steps if step.op is Op.SPLIT), default=0),
    )


def _of_constants(line: Line, draft: _Draft) -> Line:
    """Copy what is the same in every period from a row that is set once."""
    if line.operation == kernel.SET:
        values = set(list(draft.tables)[line.b])
        if len(values) == 1:
            return replace(line, operation=kernel.COPY, b=draft.constant(values.pop()))
    return line


def _placed(line: Line, rows: dict[int, int]) -> Line:
    """Put the rows of its slots into a step."""
    columns = {*line.operands, "a"}
    if line.operation == kernel.COLLECT:
        columns.add("b")
    if line.operation in kernel.PAYS:
        columns |= {"b", "c", "d", "e", "paid", "received"}
    held = {column: getattr(line, column) for column in columns}
    return replace(line, **{column: NONE if slot == NONE else rows[slot] for column, slot in held.items()})


def _line(step: Step, draft: _Draft) -> Line:
    """Give a step as the loops read it.

    Numbers by period stand in tables: of ADD in b; of ACCRUE and SHARE, which become one operation, the numerator in c
    and the divisor in d; of ACCRUE_AT and SCALE, which become another, in d and e. Operations that change a by b become
    those that make a of b and c. The limits of PAY close up.
    """
    program = draft.program
    always = (YearFraction(1, 1),) * len(program.payment_dates)
    line = Line(int(step.op), step.a, step.b, step.c, step.d, step.e, step.first_period, step.last_period)
    match step.op:
        case Op.ADD:
            return replace(line, b=draft.table(program.tables[step.b]))
        case Op.ACCRUE | Op.SHARE:
            fractions = program.fractions[step.d] if step.op is Op.ACCRUE else always
            numerator, divisor = _rate(step.c, fractions, draft)
            return replace(line, operation=kernel.ACCRUE, c=numerator, d=divisor)
        case Op.ACCRUE_AT | Op.SCALE:
            fractions = program.fractions[step.d] if step.op is Op.ACCRUE_AT else always
            numerator, divisor = _rate(1, fractions, draft)
            return replace(line, operation=kernel.ACCRUE_AT, d=numerator, e=divisor)
        case Op.COLLECT:
            return replace(line, c=max(0, step.c))
        case Op.SUM | Op.GAP | Op.LEAST | Op.MOST | Op.GATE:
            return replace(line, b=step.a, c=step.b)
        case Op.PAY:
            paid, received = Asked(step.b, Reading.PAID), Asked(step.e, Reading.RECEIVED)
            b, c, d = (*(slot for slot in step.limiting[1:]), NONE, NONE, NONE)[:3]
            sums = draft.sums.get(paid, NONE), draft.sums.get(received, NONE)
            return replace(line, b=b, c=c, d=d, paid=sums[0], received=sums[1])
        case _:
            return line


def _rate(rate_ppm: int, fractions: Sequence[YearFraction], draft: _Draft) -> tuple[int, int]:
    """Give the tables of numerator and divisor, the rate cancelled so that no product passes 63 bits."""
    common = gcd(rate_ppm, PPM)
    numerators = tuple(rate_ppm // common * fraction.numerator for fraction in fractions)
    return draft.table(numerators), draft.table(tuple(PPM // common * fraction.denominator for fraction in fractions))
