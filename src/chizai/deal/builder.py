"""A program while it is being compiled: slots, tables and steps grow, each declared once."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from chizai.deal.model import Deal, Nature
from chizai.deal.program import COLLECTIONS_MAX_MINOR, NONE, Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.units.daycount import DayCount, YearFraction, year_fraction
from chizai.units.schedule import Period
from chizai.units.toml import canonical_json

UNLIMITED = 2**62
"""A limit that never binds: more than any amount that a program can hold."""


@dataclass(slots=True)
class Builder:
    """What has been compiled so far, and the clause and periods that the next step belongs to."""

    deal: Deal
    periods: tuple[Period, ...]
    clause: int = NONE
    first_period: int = 0
    last_period: int = field(init=False)
    _inputs: list[Input] = field(default_factory=lambda: [Input(InputKind.COLLECTIONS, "", COLLECTIONS_MAX_MINOR)])
    _slots: dict[tuple[SlotKind, str], Slot] = field(default_factory=dict)
    _tables: dict[tuple[int, ...], int] = field(default_factory=dict)
    _fractions: dict[DayCount, tuple[YearFraction, ...]] = field(default_factory=dict)
    _steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let steps stand to the end."""
        self.last_period = self.final_period

    @property
    def final_period(self) -> int:
        """Number of the final period, counted from 0."""
        return len(self.periods) - 1

    @contextmanager
    def standing(self, first_period: int, last_period: int) -> Iterator[None]:
        """Let the steps of the block stand from one period to another, both included, counted from 0."""
        before = self.first_period, self.last_period
        self.first_period, self.last_period = max(first_period, before[0]), min(last_period, before[1])
        try:
            yield
        finally:
            self.first_period, self.last_period = before

    def declare(self, kind: SlotKind, of: str, opening_minor: int = 0) -> int:
        """Make a slot, unless it is there, and give its number."""
        self._slots.setdefault((kind, of), Slot(kind, of, opening_minor))
        return self.slot(kind, of)

    def slot(self, kind: SlotKind, of: str) -> int:
        """Give the number of a declared slot."""
        return list(self._slots).index((kind, of))

    def slots(self, kinds: Sequence[SlotKind], of: str) -> list[int]:
        """Give the numbers of those slots of an id that are declared."""
        return [self.slot(kind, of) for kind in kinds if self.is_declared(kind, of)]

    def is_declared(self, kind: SlotKind, of: str) -> bool:
        """Tell whether there is such a slot."""
        return (kind, of) in self._slots

    def input(self, kind: InputKind, of: str, most: int) -> int:
        """Make an input of an id that has none yet, and give its number."""
        self._inputs.append(Input(kind, of, most))
        return len(self._inputs) - 1

    def work(self, name: str) -> int:
        """Make an intermediate slot of a fresh name that becomes 0 here."""
        slot = self.scratch(name)
        self.step(Op.CLEAR, slot)
        return slot

    def scratch(self, name: str) -> int:
        """Make an intermediate slot of a fresh name; whoever asks for it sets it before it is read."""
        return self.fresh(SlotKind.WORK, name)

    def fresh(self, kind: SlotKind, name: str) -> int:
        """Make a slot that nobody else has, with a number after its name if need be."""
        found, count = name, 1
        while self.is_declared(kind, found):
            count += 1
            found = f"{name}-{count}"
        return self.declare(kind, found)

    def constant(self, name: str, amount: int) -> int:
        """Make an intermediate slot that holds one number."""
        slot = self.work(name)
        self.step(Op.ADD, slot, self.each_period(amount))
        return slot

    def by_period(self, name: str, amounts: Sequence[int]) -> int:
        """Make an intermediate slot that holds a number for each period; shape (n_periods,)."""
        slot = self.work(name)
        self.step(Op.ADD, slot, self.table(amounts))
        return slot

    def copy(self, name: str, of: int) -> int:
        """Make an intermediate slot that holds what another holds now."""
        slot = self.scratch(name)
        self.step(Op.COPY, slot, of)
        return slot

    def each_period(self, amount: int) -> int:
        """Give the number of the table that holds one amount in every period."""
        return self.table((amount,) * len(self.periods))

    def table(self, amounts: Sequence[int]) -> int:
        """Give the number of the table that holds these amounts; shape (n_periods,)."""
        return self._tables.setdefault(tuple(amounts), len(self._tables))

    def fraction(self, day_count: DayCount) -> int:
        """Give the number of the row of year fractions under a day count."""
        row = tuple(year_fraction(period.start_on, period.end_on, day_count) for period in self.periods)
        self._fractions.setdefault(day_count, row)
        return list(self._fractions).index(day_count)

    def step(self, op: Op, *operands: int) -> None:
        """Append a step of the current clause, standing in the current periods; none if there are no such periods."""
        if self.first_period <= self.last_period:
            a, b, c, d, e = (*operands, NONE, NONE, NONE, NONE)[:5]
            self._steps.append(Step(op, a, b, c, d, e, self.clause, self.first_period, self.last_period))

    def program(self) -> Program:
        """Close the program."""
        return Program(
            deal_id=self.deal.id,
            currency=self.deal.currency,
            terms_sha256=_terms_sha256(self.deal),
            payment_dates=tuple(period.pay_on for period in self.periods),
            inputs=tuple(self._inputs),
            slots=tuple(self._slots.values()),
            tables=tuple(self._tables),
            fractions=tuple(self._fractions.values()),
            steps=tuple(self._steps),
            clause_ids=tuple(clause.id for clause in self.deal.clauses),
        )


def _terms_sha256(deal: Deal) -> str:
    """Digest what the deal promises: all of its file but what only describes it."""
    terms = replace(deal, title="", title_ja="", nature=Nature.OWN)
    return hashlib.sha256(canonical_json(terms).encode()).hexdigest()
