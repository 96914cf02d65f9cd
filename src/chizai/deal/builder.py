"""A program while it is being compiled: slots, tables and steps grow, each declared once."""

import hashlib
from dataclasses import dataclass, field, replace

from chizai.deal.model import Deal, Nature
from chizai.deal.program import NONE, Op, Program, Slot, SlotKind, Step
from chizai.units.daycount import DayCount, YearFraction, year_fraction
from chizai.units.schedule import Period
from chizai.units.toml import canonical_json


@dataclass(slots=True)
class Builder:
    """What has been compiled so far, and the clause and periods that the next step belongs to."""

    deal: Deal
    periods: tuple[Period, ...]
    clause: int = NONE
    first_period: int = 0
    _slots: dict[tuple[SlotKind, str], Slot] = field(default_factory=dict)
    _tables: list[tuple[int, ...]] = field(default_factory=list)
    _fractions: dict[DayCount, tuple[YearFraction, ...]] = field(default_factory=dict)
    _steps: list[Step] = field(default_factory=list)

    @property
    def last_period(self) -> int:
        """Number of the final period, counted from 0."""
        return len(self.periods) - 1

    def declare(self, kind: SlotKind, of: str, opening_minor: int = 0) -> int:
        """Make a slot, unless it is there, and give its number."""
        self._slots.setdefault((kind, of), Slot(kind, of, opening_minor))
        return self.slot(kind, of)

    def slot(self, kind: SlotKind, of: str) -> int:
        """Give the number of a declared slot."""
        return list(self._slots).index((kind, of))

    def work(self, name: str) -> int:
        """Make an intermediate slot that starts each period at 0."""
        slot = self.declare(SlotKind.WORK, name)
        self.step(Op.CLEAR, slot)
        return slot

    def each_period(self, amount: int) -> int:
        """Give the number of the table that holds one amount in every period."""
        row = (amount,) * len(self.periods)
        if row not in self._tables:
            self._tables.append(row)
        return self._tables.index(row)

    def fraction(self, day_count: DayCount) -> int:
        """Give the number of the row of year fractions under a day count."""
        row = tuple(year_fraction(period.start_on, period.end_on, day_count) for period in self.periods)
        self._fractions.setdefault(day_count, row)
        return list(self._fractions).index(day_count)

    def step(self, op: Op, *operands: int) -> None:
        """Append a step of the current clause, standing from its first period to the last."""
        a, b, c, d, e = (*operands, NONE, NONE, NONE, NONE)[:5]
        self._steps.append(Step(op, a, b, c, d, e, self.clause, self.first_period, self.last_period))

    def program(self) -> Program:
        """Close the program."""
        return Program(
            deal_id=self.deal.id,
            currency=self.deal.currency,
            terms_sha256=_terms_sha256(self.deal),
            payment_dates=tuple(period.pay_on for period in self.periods),
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
