"""A deal carried out as docs/deal-file.md says, on the deal itself: no steps, no slots, nothing of the compiler.

It is as plain as it can be, and shares with the product only the reader of formulas, the schedule and the day counts.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from tests.waterfall.language.by_the_book_formulas import Formulas

from chizai.deal.cash_in import Inflow, Stream
from chizai.deal.measures import TestPoint, Trigger
from chizai.deal.model import Clause, Deal, Fee, Order, Pay, SecurityClass, Span, When
from chizai.deal.periods import deal_periods
from chizai.deal.program import SlotKind
from chizai.deal.quantities import Kind
from chizai.units.daycount import DayCount, year_fraction
from chizai.units.rate import PPM
from chizai.units.schedule import add_months

ENDLESS = 10**30
Amounts = dict[str, int]


def per_id(items: Sequence[Any], name: str = "") -> Amounts:
    """Give each item's term of a name by its id, or 0."""
    return {item.id: getattr(item, name) if name else 0 for item in items}


class Book:
    """What the deal holds, is owed and remembers, as the periods pass."""

    def __init__(self, deal: Deal) -> None:
        self.deal, self.periods, self.now = deal, deal_periods(deal), 0
        self.cash = per_id(deal.accounts, "opening_minor")
        self.principal, self.undrawn = per_id(deal.classes, "balance_minor"), per_id(deal.classes, "commitment_minor")
        self.interest, self.on_unpaid, self.scheduled, self.written_off = (per_id(deal.classes) for _ in range(4))
        self.fee, self.ledger, self.distributed = per_id(deal.fees), per_id(deal.ledgers), defaultdict[str, int](int)
        self.left, self.claim, self.earned = (per_id(deal.guarantees, name) for name in ("limit_minor", "", ""))
        self.is_on, self.is_waiting, self.breaches, self.cures = (per_id(deal.triggers) for _ in range(4))
        self.called = per_id([each for each in deal.inflows if each.is_call])
        self.paid, self.spent, self.gap = per_id(deal.clauses), defaultdict[tuple[str, int], int](int), Amounts()
        self.stream, self.observed = per_id(deal.streams), Amounts()
        self.collections = self.collected = 0
        self.groups = {group.id: group for group in deal.groups}
        self.formulas = Formulas(self)

    # --- days and rates ---

    @property
    def due_on(self) -> date:
        return self.periods[self.now].due_on

    def started_on(self, period: int) -> date:
        return self.periods[period - 1].due_on if period else self.deal.closing_on

    def part_of_year(self, period: int, day_count: DayCount) -> Fraction:
        of = self.periods[period]
        part = year_fraction(of.start_on, of.end_on, day_count)
        return Fraction(part.numerator, part.denominator)

    def grown(self, base: int, rate_ppm: int, day_count: DayCount) -> int:
        return floor(base * rate_ppm * self.part_of_year(self.now, day_count) / PPM)

    def fixed_coupon(self, security: SecurityClass, period: int) -> int:
        steps = [each for each in security.coupon_steps if each.from_on <= self.started_on(period)]
        return steps[-1].coupon_ppm_annual if steps else security.coupon_ppm_annual

    def coupon(self, security: SecurityClass) -> int:
        fixed, floating = self.fixed_coupon(security, self.now), security.floating
        if floating is None:
            return fixed
        floored = max(fixed + self.observed[floating.index], floating.floor_ppm_annual)
        return floored if floating.cap_ppm_annual is None else min(floored, floating.cap_ppm_annual)

    def premium(self, security: SecurityClass) -> int:
        """Give the premium on a call; a make-whole discounts each lost coupon and the principal forwards from now."""
        terms = security.make_whole
        if terms is None:
            prices = [each.premium_ppm for each in security.call_prices if each.from_on <= self.due_on]
            return prices[-1] if prices else 0
        discount, worth = Fraction(1), Fraction(0)
        for period in range(self.now + 1, len(self.periods)):
            if self.periods[period].due_on <= terms.until_on:
                part = self.part_of_year(period, security.day_count)
                discount /= 1 + Fraction(terms.discount_ppm_annual, PPM) * part
                worth += discount * Fraction(self.fixed_coupon(security, period), PPM) * part
        return max(0, floor((worth + discount - 1) * PPM))

    # --- the order of a period ---

    def carry_out(self, period: int, collected: Mapping[str, int], observed: Amounts) -> None:
        """Carry out a period.

        Args:
            period: counted from 0.
            collected: by stream; of none, under an empty name.
            observed: by observation.
        """
        self.now, self.observed, deal = period, observed, self.deal
        self.is_on |= {each.id: self.is_waiting[each.id] for each in deal.triggers if each.next_period}
        self.run_tests(TestPoint.PERIOD_START)
        for account in deal.accounts:
            self.cash[account.id] += self.grown(self.cash[account.id], account.interest_ppm_annual, account.day_count)
        self.collect(collected)
        self.fall_due()
        self.grow_ledgers(None)
        self.run_tests(TestPoint.BEFORE_PAYMENTS)
        for inflow in deal.inflows:
            self.receive(inflow)
        for clause in deal.clauses:
            for trigger in deal.triggers:
                if trigger.before_clause == clause.id:
                    self.run_test(trigger)
            self.pay_clause(clause)
            self.grow_ledgers(clause.id)
        self.run_tests(TestPoint.AFTER_PAYMENTS)

    def run_tests(self, point: TestPoint) -> None:
        for trigger in self.deal.triggers:
            if trigger.before_clause is None and trigger.tested is point:
                self.run_test(trigger)

    def run_test(self, trigger: Trigger) -> None:
        name, holds = trigger.id, self.formulas.give(("test", trigger.id), trigger.test, Kind.FLAG)
        self.breaches[name] = self.breaches[name] + 1 if holds else 0
        self.cures[name] = 0 if holds else self.cures[name] + 1
        state = self.is_waiting if trigger.next_period else self.is_on
        if self.breaches[name] >= trigger.breach_periods:
            state[name] = 1
        if trigger.cure_periods is not None and self.cures[name] >= trigger.cure_periods:
            state[name] = 0

    def collect(self, collected: Mapping[str, int]) -> None:
        is_called = any(self.called.values())
        self.collections = 0 if is_called else collected[""]
        self.cash[self.deal.collection_account] += self.collections
        for stream in self.deal.streams:
            self.stream[stream.id] = 0 if is_called else self.exchanged(stream, collected[stream.id])
            self.cash[stream.account] += self.stream[stream.id]
            self.collections += self.stream[stream.id]
        self.collected += self.collections

    def exchanged(self, stream: Stream, foreign: int) -> int:
        if stream.currency in {None, self.deal.currency}:
            return foreign
        got, swapped = 0, 0
        if stream.swap is not None:
            swapped = foreign if stream.swap.notional_minor is None else min(foreign, stream.swap.notional_minor)
            got = swapped * stream.swap.rate_ppm // PPM
        return got if stream.spot is None else got + (foreign - swapped) * self.observed[stream.spot] // PPM

    def fall_due(self) -> None:
        for security in self.deal.classes:
            name, coupon = security.id, self.coupon(security)
            if security.interest_on_unpaid:
                self.on_unpaid[name] += self.grown(self.interest[name], coupon, security.day_count)
            self.interest[name] += self.grown(self.principal[name], coupon, security.day_count)
            self.schedule(security)
        for guarantee in self.deal.guarantees:
            owed = self.grown(self.claim[guarantee.id], guarantee.rate_ppm_annual, guarantee.day_count)
            self.earned[guarantee.id] += owed
        for fee in self.deal.fees:
            self.owe(fee)

    def schedule(self, security: SecurityClass) -> None:
        name, outstanding = security.id, self.principal[security.id]
        if security.planned_balances:
            rows = [each.balance_minor for each in security.planned_balances if each.from_on <= self.due_on]
            planned = rows[-1] if rows else security.balance_minor + security.commitment_minor
            self.scheduled[name] = max(0, outstanding - planned)
        elif security.scheduled_principal_ppm:
            falling_due = security.balance_minor * security.scheduled_principal_ppm // PPM
            self.scheduled[name] = min(outstanding, self.scheduled[name] + falling_due)

    def owe(self, fee: Fee) -> None:
        further, base = (
            0 if text is None else self.formulas.give((name, fee.id), text, Kind.AMOUNT)
            for name, text in (("formula", fee.formula), ("base", fee.base))
        )
        last = len(self.periods) if fee.last_period is None else fee.last_period
        if any(self.called.values()) or not fee.first_period <= self.now + 1 <= last:
            return
        before = self.periods[self.now - 1].due_on if self.now else date.min
        amount = fee.amount_minor + further + self.collections * fee.collections_ppm // PPM
        amount += sum(each.amount_minor for each in fee.amounts if before < each.on <= self.due_on)
        weighted = sum(self.grown(self.principal[name], PPM, fee.day_count) for name in fee.classes)
        amount += weighted * fee.balance_ppm_annual // PPM
        amount += self.grown(base, PPM, fee.day_count) * fee.base_ppm_annual // PPM
        self.fee[fee.id] += amount + amount * fee.consumption_tax_ppm // PPM

    def grow_ledgers(self, after: str | None) -> None:
        for ledger in self.deal.ledgers:
            if ledger.after_clause == after:
                self.ledger[ledger.id] += self.formulas.give(("growth", ledger.id), ledger.grows_by, Kind.AMOUNT)

    def receive(self, inflow: Inflow) -> None:
        comes = True
        if inflow.condition is not None:
            comes = bool(self.formulas.give(("comes", inflow.id), inflow.condition, Kind.FLAG))
        comes = comes and not (inflow.is_call and any(self.called.values()))
        if comes and inflow.is_call and inflow.with_premium:
            for security in self.deal.classes:
                self.interest[security.id] += self.principal[security.id] * self.premium(security) // PPM
        amount = self.formulas.give(("amount", inflow.id), inflow.amount, Kind.AMOUNT)
        if comes:
            self.cash[inflow.account] += amount
            self.called |= {inflow.id: 1} if inflow.is_call else {}

    # --- a clause ---

    def pay_clause(self, clause: Clause) -> None:
        most = self.most(clause)
        self.measure_gaps(clause)
        if clause.pay is Pay.DRAW:
            paid = min(most, self.undrawn[clause.source])
            self.undrawn[clause.source] -= paid
            self.principal[clause.source] += paid
            self.cash[clause.to[0]] += paid
        else:
            held = self.cash if clause.source in self.cash else self.left if clause.source else {"": ENDLESS}
            most = min(most, held[clause.source], ENDLESS if clause.against is None else self.ledger[clause.against])
            paid = self.serve(clause, clause.to, clause.order, most)
            held[clause.source] -= paid
            if held is self.left:
                self.claim[clause.source] += paid
            if clause.against is not None:
                self.ledger[clause.against] -= paid
        self.paid[clause.id] = paid
        self.spent[clause.id, self.year(clause)] += paid

    def most(self, clause: Clause) -> int:
        limits = [ENDLESS]
        if clause.limit_minor is not None:
            spent = 0 if clause.span is Span.PERIOD else self.spent[clause.id, self.year(clause)]
            limits.append(clause.limit_minor - spent)
        if clause.limit is not None:
            limits.append(self.formulas.give(("limit", clause.id), clause.limit, Kind.AMOUNT))
        if clause.condition is not None:
            limits.append(ENDLESS * self.formulas.give(("condition", clause.id), clause.condition, Kind.FLAG))
        return min(limits) if self.stands(clause) else 0

    def stands(self, clause: Clause) -> bool:
        return (
            (clause.when is When.EVERY_PERIOD or self.now == len(self.periods) - 1)
            and (clause.from_on is None or clause.from_on <= self.due_on)
            and (clause.until_on is None or self.due_on <= clause.until_on)
            and (not clause.months or self.due_on.month in clause.months)
        )

    def year(self, clause: Clause) -> int:
        """Count the years after closing that are over; a limit over the deal's life knows one only."""
        year, keeps_end = 0, self.deal.schedule.end_of_month
        while clause.span is Span.YEAR and self.due_on > add_months(
            self.deal.closing_on, 12 * (year + 1), end_of_month=keeps_end
        ):
            year += 1
        return year

    def measure_gaps(self, clause: Clause) -> None:
        """Work out what accounts lack to their targets, or what the source holds above its own."""
        if clause.pay is Pay.TOP_UP:
            targets = {name: self.formulas.target(("top-up", clause.id, name), name) for name in clause.to}
            self.gap = {name: max(0, target - self.cash[name]) for name, target in targets.items()}
        elif clause.pay is Pay.RELEASE:
            target = self.formulas.target(("release", clause.id), clause.source)
            self.gap = {clause.to[0]: max(0, self.cash[clause.source] - target)}

    def serve(self, clause: Clause, names: Sequence[str], order: Order, most: int) -> int:
        """Pay recipients and groups up to an amount; give what was paid."""
        paid = 0
        if order is Order.SEQUENTIAL:
            for name in names:
                paid += self.serve_one(clause, name, most - paid)
            return paid
        dues = [sum(self.due(clause, leaf) for leaf in self.leaves(name)) for name in names]
        most = min(most, sum(dues))
        parts = [most * due // sum(dues) if due else 0 for due in dues]
        for number, due in enumerate(dues):
            parts[number] += min(most - sum(parts), due - parts[number])
        return sum(self.serve_one(clause, name, part) for name, part in zip(names, parts, strict=True))

    def serve_one(self, clause: Clause, name: str, most: int) -> int:
        if name in self.groups:
            return self.serve(clause, self.groups[name].members, self.groups[name].order, most)
        paid = min(most, self.due(clause, name))
        left = paid
        for owed in self.owed(clause.pay):
            part = min(left, owed[name])
            owed[name] -= part
            left -= part
        self.hand_over(clause, name, paid, left if clause.pay is Pay.REIMBURSEMENT else 0)
        return paid

    def leaves(self, name: str) -> list[str]:
        if name not in self.groups:
            return [name]
        return [leaf for member in self.groups[name].members for leaf in self.leaves(member)]

    def owed(self, pay: Pay) -> tuple[Amounts, ...]:
        """Give what payments take off, in their order."""
        return {
            Pay.FEE: (self.fee,),
            Pay.INTEREST: (self.on_unpaid, self.interest),
            Pay.CAPITALISE: (self.on_unpaid, self.interest),
            Pay.PRINCIPAL: (self.principal,),
            Pay.WRITE_DOWN: (self.principal,),
            Pay.WRITE_UP: (self.written_off,),
            Pay.TOP_UP: (self.gap,),
            Pay.RELEASE: (self.gap,),
            Pay.REIMBURSEMENT: (self.earned,),
        }.get(pay, ())

    def due(self, clause: Clause, name: str) -> int:
        match clause.pay:
            case Pay.SCHEDULED_PRINCIPAL:
                return min(self.scheduled[name], self.principal[name])
            case Pay.REIMBURSEMENT:
                return self.earned[name] + self.claim[name]
            case Pay.TRANSFER | Pay.RESIDUAL:
                return ENDLESS
            case pay:
                return sum(owed[name] for owed in self.owed(pay))

    def hand_over(self, clause: Clause, name: str, paid: int, restored: int) -> None:
        """Let what has been paid arrive, or become what it turns into."""
        match clause.pay:
            case Pay.TOP_UP | Pay.RELEASE | Pay.TRANSFER:
                self.cash[name] += paid
            case Pay.RESIDUAL:
                self.distributed[name] += paid
            case Pay.CAPITALISE | Pay.WRITE_UP:
                self.principal[name] += paid
            case Pay.WRITE_DOWN:
                self.written_off[name] += paid
            case Pay.SCHEDULED_PRINCIPAL:
                self.principal[name] -= paid
                self.scheduled[name] -= paid
            case Pay.REIMBURSEMENT:
                self.claim[name] -= restored
                is_line = any(each.revolving for each in self.deal.guarantees if each.id == name)
                self.left[name] += restored if is_line else 0
            case _:
                pass

    def kept(self) -> dict[tuple[SlotKind, str], int]:
        """Give every number that lasts, under the name that the program has for it."""
        kept = {
            SlotKind.CASH: self.cash,
            SlotKind.PRINCIPAL: self.principal,
            SlotKind.INTEREST: self.interest | self.earned,
            SlotKind.INTEREST_ON_INTEREST: self.on_unpaid,
            SlotKind.SCHEDULED: self.scheduled,
            SlotKind.WRITTEN_OFF: self.written_off,
            SlotKind.UNDRAWN: self.undrawn,
            SlotKind.DISTRIBUTED: self.distributed,
            SlotKind.FEE: self.fee,
            SlotKind.GUARANTEE_LEFT: self.left,
            SlotKind.CLAIM: self.claim,
            SlotKind.LEDGER: self.ledger,
            SlotKind.INFLOW: self.stream | {"": self.collections},
            SlotKind.STATE: self.is_on | self.called,
        }
        return {(kind, name): amount for kind, amounts in kept.items() for name, amount in amounts.items()}
