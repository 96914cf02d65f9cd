"""Why is this number what it is? Any cell of the period tables, down to the receipts that it was paid from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from chizai.deal.model import Deal
from chizai.deal.program import NONE, Op, SlotKind, Step
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm
from chizai.waterfall.cells import TABLES, Reading
from chizai.waterfall.effects import ASSIGNS, Effect, effects
from chizai.waterfall.exact import Done, ExactRun
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.number_text import NumberKind, number_kinds, number_text

BECAUSE = {
    Reading.OPENING: "the closing balance of the period before",
    Reading.CLOSING: "the opening balance and these movements",
    Reading.DUE: "the opening balance and what fell due",
    Reading.PAID: "the sum of these movements",
    Reading.RECEIVED: "the sum of these movements",
    Reading.PAID_OUT: "the sum of these movements",
}
"""How the parts of a cell make its number."""

RULES = {
    Op.ADD: ("fixed amount", "as the deal file says"),
    Op.CLEAR: ("nothing", "it starts again"),
    Op.GAP: ("limited", "the gap to it"),
    Op.LEAST: ("limited", "at most"),
    Op.MOST: ("raised", "at least"),
    Op.GATE: ("limited", "nothing unless this holds"),
    Op.COPY: ("taken over", "as it stands"),
    Op.NOT: ("not", "yes where this is no"),
    Op.LESS: ("comparison", "whether the first is less than the second"),
    Op.RATIO: ("ratio", "the first over the second, rounded down; the third where the second is 0"),
}
"""How a step without numbers of its own is named, and what it does."""

DUE = 1
"""Where the due stands among a payment's operands, after the source."""


@dataclass(frozen=True)
class Explainer:
    """A run, and where its numbers came from."""

    deal: Deal
    run: ExactRun
    inputs: RunInputs
    as_of_on: date | None = None
    """What is paid after this day is forecast, and said to be so; none where that does not matter."""

    @cached_property
    def kinds(self) -> tuple[NumberKind, ...]:
        """Give what each slot counts; shape (n_slots,)."""
        return number_kinds(self.run.program)

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
            return self._inflow(period, of.of)
        value = self.run.opening(period, slot)
        value += sum(effect.change_minor for effect in effects(self.run, period, slot, step))
        parts = self._history(slot, period, step)
        if of.kind in {SlotKind.WORK, SlotKind.STATE}:
            return Explained(of.label, self._number(value, slot), "", parts)
        if len(parts) == 1:
            return Explained(of.label, self._money(value), parts[0].because, parts[0].parts)
        return Explained(of.label, self._money(value), "the opening balance and what changed it since", parts)

    def _history(self, slot: int, period: int, before: int | None = None) -> tuple[Explained, ...]:
        """Explain what a slot opened with and what changed it, or what it was last set to and what changed it since.

        An intermediate number opens with nothing.
        """
        steps, changes = self.run.program.steps, list(effects(self.run, period, slot, before))
        set_at = [number for number, effect in enumerate(changes) if steps[effect.done.step].op in ASSIGNS]
        if set_at:
            changes = changes[set_at[-1] :]
        told = tuple(self._effect(effect) for effect in changes if steps[effect.done.step].op is not Op.CLEAR)
        is_fresh = bool(set_at) or self.run.program.slots[slot].kind is SlotKind.WORK
        return told if is_fresh else (self._opening(slot, period), *told)

    def _opening(self, slot: int, period: int) -> Explained:
        dates = self.run.program.payment_dates
        since = f"after {dates[period - 1]}" if period else f"at closing, {self.deal.closing_on}"
        label = f"opening {self.run.program.slots[slot].label}"
        return Explained(label, self._number(self.run.opening(period, slot), slot), since)

    def _effect(self, effect: Effect) -> Explained:
        """Explain one change of a slot."""
        done, program = effect.done, self.run.program
        step = program.steps[done.step]
        if step.op is Op.COLLECT:
            return self._collected(done.period, program.inputs[max(step.c, 0)].of, done.amount_minor)
        if step.op is Op.PAY:
            change = self._money(effect.change_minor)
            outside = program.slots[step.a].of.split(":")[0]
            cause = f"clause {program.clause_ids[step.clause]}" if step.clause != NONE else f"inflow {outside}"
            is_outside = program.slots[step.a].kind is SlotKind.WORK
            parts = (self._level(step.a, done.period, done.step),) if is_outside else ()
            return Explained(cause, change, self._between(done), parts)
        if step.op in ASSIGNS:
            return self._assigned(done)
        number = self._number(effect.change_minor, step.a)
        label, rule = self._rule(done)
        read = tuple(self._level(slot, done.period, done.step) for slot in _reads(step))
        return Explained(label, number, rule, read)

    def _rule(self, done: Done) -> tuple[str, str]:
        """Say in words how a step changed a number."""
        program, operands = self.run.program, done.operands_minor
        step = program.steps[done.step]
        match step.op:
            case Op.ACCRUE | Op.ACCRUE_AT:
                rate_ppm = step.c if step.op is Op.ACCRUE else operands[1]
                fraction = program.fractions[step.d][done.period]
                base = self._money(operands[0])
                return "accrual", f"{base} x {format_ppm(rate_ppm)} x {fraction}, rounded down"
            case Op.SHARE | Op.SCALE:
                rate_ppm = step.c if step.op is Op.SHARE else operands[1]
                return "share", f"{format_ppm(rate_ppm)} of {self._money(operands[0])}, rounded down"
            case Op.SPLIT:
                available, *dues = map(self._money, operands)
                return "pro-rata part", f"{available} over dues of {', '.join(dues)}"
            case Op.SUM:
                return "sum", ""
            case _:
                return RULES[step.op]

    def _assigned(self, done: Done) -> Explained:
        """Explain what a slot was set to, whatever it held before."""
        program = self.run.program
        step = program.steps[done.step]
        value = self._number(done.amount_minor, step.a)
        read = tuple(self._level(slot, done.period, done.step) for slot in _reads(step))
        if step.op is Op.READ:
            return self._observed(program.inputs[step.b].of, value, done.period)
        return Explained(RULES[step.op][0], value, RULES[step.op][1], read)

    def _observed(self, observation: str, value: str, period: int) -> Explained:
        """Explain what was observed."""
        drawn = self.inputs.drawn.get((observation, period))
        because = f"{'reported' if drawn is None else 'drawn'} for {self._day(period)}"
        return Explained(f"observed {observation}", value, because, () if drawn is None else (drawn,))

    def _inflow(self, period: int, stream: str) -> Explained:
        """Explain what a stream, or all of them together, brought."""
        run = self.run
        value = run.closing(period, run.program.slot(SlotKind.INFLOW, stream))
        if stream or not self.deal.streams:
            return self._collected(period, stream, value)
        parts = tuple(self._inflow(period, each.id) for each in self.deal.streams)
        of_none = value - sum(
            run.closing(period, run.program.slot(SlotKind.INFLOW, each.id)) for each in self.deal.streams
        )
        parts = (self._collected(period, "", of_none), *parts)
        return Explained("collections of the period", self._money(value), "all streams", parts)

    def _collected(self, period: int, stream: str, amount_minor: int) -> Explained:
        """Explain what was collected by the receipts behind it, and the spot rate at which some are exchanged."""
        lines = tuple(receipt.origin for receipt in self.inputs.lines(stream, period))
        because = "1 receipt" if len(lines) == 1 else f"{len(lines)} receipts"
        name = f"collections of the period, stream {stream}" if stream else "collections of the period"
        spots = [each.spot for each in self.deal.streams if each.id == stream and each.spot is not None]
        at_spot = tuple(
            told for spot in spots for told in self._history(self.run.program.slot(SlotKind.STATE, spot), period)
        )
        return Explained(name, self._money(amount_minor), because, (*lines, *at_spot))

    def _between(self, done: Done) -> str:
        step, slots = self.run.program.steps[done.step], self.run.program.slots
        reached = slots[step.e].label if step.b == NONE else slots[step.b].label
        return f"from {slots[step.a].label} to {reached}"

    def _number(self, number: int, slot: int) -> str:
        return number_text(number, self.kinds[slot], self.deal.currency)

    def _money(self, amount_minor: int) -> str:
        return amount_text(amount_minor, self.deal.currency)


def _reads(step: Step) -> tuple[int, ...]:
    """Give the slots that a step works with beside the one that it changes."""
    match step.op:
        case Op.LESS | Op.SCALE | Op.ACCRUE_AT:
            operands: tuple[int, ...] = (step.b, step.c)
        case Op.RATIO:
            operands = (step.b, step.c, step.d)
        case Op.ADD | Op.CLEAR | Op.SPLIT:
            operands = ()
        case _:
            operands = (step.b,)
    return operands
