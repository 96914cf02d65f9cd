"""Why is this number what it is? Any cell of the period tables, down to the receipts that it was paid from."""

from dataclasses import dataclass
from datetime import date

from chizai.deal.model import Deal
from chizai.deal.program import NONE, Op, SlotKind
from chizai.forecast.receipts import Collections
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm
from chizai.waterfall.cells import TABLES, Reading
from chizai.waterfall.effects import Effect, effects
from chizai.waterfall.exact import Done, ExactRun

BECAUSE = {
    Reading.OPENING: "the closing balance of the period before",
    Reading.CLOSING: "the opening balance and these movements",
    Reading.DUE: "the opening balance and what fell due",
    Reading.PAID: "the sum of these movements",
    Reading.RECEIVED: "the sum of these movements",
    Reading.PAID_OUT: "the sum of these movements",
}
"""How the parts of a cell make its number."""

DUE = 1
"""Where the due stands among a payment's operands, after the source."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """A run, and where its collections came from."""

    deal: Deal
    run: ExactRun
    collections: Collections
    as_of_on: date | None = None
    """What is paid after this day is forecast, and said to be so; none where that does not matter."""

    def explain(self, table: str, of: str, item: str, period: int) -> Explained:
        """Explain one cell.

        Args:
            table: a key of `TABLES`.
            of: the id of the class, fee, account, guarantee or party.
            item: a key of `TABLES[table]`.
            period: counted from 0.

        Raises:
            KeyError: there is no such table, item or id.
        """
        amount, parts = self._cell(table, of, item, period)
        because = BECAUSE[TABLES[table][item][1]] if parts else "nothing is due, and nothing moved in this period"
        label = f"{table} {of}, {item.replace('_', ' ')} on {self._day(period)}"
        return Explained(label, self._money(amount), because, parts)

    def explain_class(self, class_id: str, period: int) -> Explained:
        """Explain all that a class's holders were paid in one period.

        Raises:
            KeyError: the deal has no such class.
        """
        items = ("interest_paid", "principal_paid", "residual_paid")
        explained = (self.explain("class", class_id, item, period) for item in items)
        parts = tuple(part for part in explained if part.parts)
        total = sum(self._cell("class", class_id, item, period)[0] for item in items)
        because = "interest, principal and residual" if parts else "nothing is due"
        return Explained(f"class {class_id}, paid on {self._day(period)}", self._money(total), because, parts)

    def _cell(self, table: str, of: str, item: str, period: int) -> tuple[int, tuple[Explained, ...]]:
        """Give a cell's number and what it is made of."""
        reading = TABLES[table][item][1]
        read = [self._read(reading, slot, period) for slot in self._slots(table, of, item)]
        return sum(amount for amount, _ in read), tuple(part for _, parts in read for part in parts)

    def _read(self, reading: Reading, slot: int, period: int) -> tuple[int, tuple[Explained, ...]]:
        """Read one slot: the number, and its parts."""
        changes, opening = effects(self.run, period, slot), self.run.opening(period, slot)
        match reading:
            case Reading.PAID | Reading.PAID_OUT:
                payments = self._payments(reading, slot, period)
                return sum(done.amount_minor for done in payments), tuple(map(self._payment, payments))
            case Reading.CLOSING:
                return self.run.closing(period, slot), self._history(slot, period)
            case Reading.OPENING:
                return opening, self._history(slot, period - 1) if period else (self._opening(slot, period),)
            case Reading.DUE:
                steps = self.run.program.steps
                fell_due = [effect for effect in changes if steps[effect.done.step].op is not Op.PAY]
                due_minor = opening + sum(effect.change_minor for effect in fell_due)
                return due_minor, (self._opening(slot, period), *map(self._effect, fell_due))
            case Reading.RECEIVED:
                received = [effect for effect in changes if effect.change_minor > 0]
                return sum(effect.change_minor for effect in received), tuple(map(self._effect, received))

    def _day(self, period: int) -> str:
        day = self.run.program.payment_dates[period]
        return f"{day} (forecast)" if self.as_of_on is not None and day > self.as_of_on else str(day)

    def _slots(self, table: str, of: str, item: str) -> list[int]:
        """Give the slots that an item is read from; none for residual cash that no clause pays."""
        named = {
            "class": [security.id for security in self.deal.classes],
            "fee": [fee.id for fee in self.deal.fees],
            "account": [account.id for account in self.deal.accounts],
            "guarantee": [guarantee.id for guarantee in self.deal.guarantees],
            "party": [party.id for party in self.deal.parties],
        }
        if of not in named[table]:
            raise KeyError(f"{of!r} is no {table} of this deal")
        kinds, _ = TABLES[table][item]
        return [number for number, slot in enumerate(self.run.program.slots) if slot.of == of and slot.kind in kinds]

    def _payments(self, reading: Reading, slot: int, period: int) -> list[Done]:
        """Give the payments into or out of a slot; those of 0 too where something was due: why is worth asking."""
        program, found = self.run.program, []
        receives = program.slots[slot].kind is SlotKind.DISTRIBUTED
        for done in self.run.of_period(period):
            step = program.steps[done.step]
            counted = step.a if reading is Reading.PAID_OUT else step.e if receives else step.b
            if step.op is Op.PAY and counted == slot and (step.b == NONE or done.operands_minor[DUE]):
                found.append(done)
        return found

    def _payment(self, done: Done) -> Explained:
        """Explain a payment by what limited it: the least of what is there, what is due and what is allowed."""
        step = self.run.program.steps[done.step]
        parts = tuple(self._level(slot, done.period, done.step) for slot in step.limiting)
        label = f"clause {self.run.program.clause_ids[step.clause]}"
        return Explained(label, self._money(done.amount_minor), "the least of these", parts)

    def _level(self, slot: int, period: int, step: int) -> Explained:
        """Explain a slot as a step found it: how the period opened, and what changed it since."""
        of = self.run.program.slots[slot]
        if of.kind is SlotKind.INFLOW:
            return self._collected(period)
        value = self.run.opening(period, slot)
        value += sum(effect.change_minor for effect in effects(self.run, period, slot, step))
        parts = self._history(slot, period, step)
        if of.kind is SlotKind.WORK:
            return Explained(of.label, self._money(value), "", parts)
        if len(parts) == 1:
            return Explained(of.label, self._money(value), parts[0].because)
        return Explained(of.label, self._money(value), "the opening balance and what changed it since", parts)

    def _history(self, slot: int, period: int, before: int | None = None) -> tuple[Explained, ...]:
        """Explain what a slot opened with and what changed it; an intermediate number opens with nothing."""
        steps = self.run.program.steps
        changes = [e for e in effects(self.run, period, slot, before) if steps[e.done.step].op is not Op.CLEAR]
        opening = () if self.run.program.slots[slot].kind is SlotKind.WORK else (self._opening(slot, period),)
        return (*opening, *(self._effect(effect) for effect in changes))

    def _opening(self, slot: int, period: int) -> Explained:
        dates = self.run.program.payment_dates
        since = f"after {dates[period - 1]}" if period else f"at closing, {self.deal.closing_on}"
        label = f"opening {self.run.program.slots[slot].label}"
        return Explained(label, self._money(self.run.opening(period, slot)), since)

    def _effect(self, effect: Effect) -> Explained:
        """Explain one change of a slot."""
        done, program = effect.done, self.run.program
        step = program.steps[done.step]
        change = self._money(effect.change_minor)
        match step.op:
            case Op.COLLECT:
                return self._collected(done.period)
            case Op.ACCRUE:
                fraction = program.fractions[step.d][done.period]
                rule = f"{self._money(done.operands_minor[0])} x {format_ppm(step.c)} x {fraction}, rounded down"
                return Explained("accrual", change, rule, (self._level(step.b, done.period, done.step),))
            case Op.SHARE:
                rule = f"{format_ppm(step.c)} of {self._money(done.operands_minor[0])}, rounded down"
                return Explained("share", change, rule, (self._level(step.b, done.period, done.step),))
            case Op.SUM:
                return Explained("sum", change, "", (self._level(step.b, done.period, done.step),))
            case Op.SPLIT:
                available, *dues = map(self._money, done.operands_minor)
                return Explained("pro-rata part", change, f"{available} over dues of {', '.join(dues)}")
            case Op.GAP | Op.LEAST:
                rule = "the gap to it" if step.op is Op.GAP else "at most"
                return Explained("limited", change, rule, (self._level(step.b, done.period, done.step),))
            case Op.ADD | Op.CLEAR:
                return Explained("fixed amount", change, "as the deal file says")
            case Op.PAY:
                return Explained(f"clause {program.clause_ids[step.clause]}", change, self._between(done))

    def _collected(self, period: int) -> Explained:
        lines = tuple(receipt.origin for receipt in self.collections.lines[period])
        inflow = self._money(self.run.inflows_minor[period])
        because = "1 receipt" if len(lines) == 1 else f"{len(lines)} receipts"
        return Explained("collections of the period", inflow, because, lines)

    def _between(self, done: Done) -> str:
        step, slots = self.run.program.steps[done.step], self.run.program.slots
        reached = slots[step.e].label if step.b == NONE else slots[step.b].label
        return f"from {slots[step.a].label} to {reached}"

    def _money(self, amount_minor: int) -> str:
        return amount_text(amount_minor, self.deal.currency)
