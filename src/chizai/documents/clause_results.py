"""What each clause did in one period: due, paid, and what stayed unpaid, recipient by recipient."""

from dataclasses import dataclass

from chizai.deal.builder import UNLIMITED
from chizai.deal.clause_steps import CASHLESS, leaves
from chizai.deal.model import Clause, Deal, Pay
from chizai.deal.program import NONE, Op, Step
from chizai.waterfall.exact import Done, ExactRun


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One recipient of a clause."""

    recipient: str
    due_minor: int | None
    """None where nothing is due: the clause pays what there is."""
    paid_minor: int


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause in one period."""

    number: int
    """Its place in the payment order, counted from 1."""
    clause: Clause
    lines: tuple[ClauseLine, ...]
    """One for each recipient, groups divided, in the deal's order; empty where the clause does not stand in the period.
    """
    limit_minor: int | None = None
    """The most that it could pay in the period as its turn came; None where only the cash limits it."""

    @property
    def due_minor(self) -> int | None:
        """Sum what is due, held to the clause's limit; None where nothing is due."""
        dues = [line.due_minor for line in self.lines if line.due_minor is not None]
        if not dues:
            return None
        return sum(dues) if self.limit_minor is None else min(sum(dues), self.limit_minor)

    @property
    def paid_minor(self) -> int:
        """Sum what the clause paid."""
        return sum(line.paid_minor for line in self.lines)

    @property
    def unpaid_minor(self) -> int | None:
        """Give what was due under the clause and not paid by it; None where nothing is due."""
        return None if self.due_minor is None else self.due_minor - self.paid_minor


def clause_results(deal: Deal, run: ExactRun, period: int) -> tuple[ClauseResult, ...]:
    """Read one period's waterfall off a run, clause by clause in payment order.

    Principal that is repaid as far as the cash reaches is due on the last payment date only.

    Args:
        deal: the deal that was run.
        run: its run.
        period: counted from 0.
    """
    done = [(run.program.steps[done.step], done) for done in run.of_period(period)]
    is_last = period == len(run.program.payment_dates) - 1
    results = []
    for number, clause in enumerate(deal.clauses):
        paid = [(step, it) for step, it in done if step.clause == number and step.op is Op.PAY]
        has_due = clause.pay is not Pay.PRINCIPAL or is_last
        names = [leaf for name in clause.to for leaf in leaves(deal, name)] if paid else []
        lines = tuple(_line(run, name, paid, has_due=has_due) for name in names)
        results.append(ClauseResult(number + 1, clause, lines, _limit_minor(run, period, number, clause)))
    return tuple(results)


def _line(run: ExactRun, name: str, paid: list[tuple[Step, Done]], *, has_due: bool) -> ClauseLine:
    its = [(step, it) for step, it in paid if _recipient(run, step) == name]
    dues = [due for step, it in its if (due := _due_minor(step, it)) is not None]
    return ClauseLine(name, sum(dues) if dues and has_due else None, sum(it.amount_minor for _, it in its))


def _recipient(run: ExactRun, step: Step) -> str:
    """Name whom a payment serves: the owner of the due that it reduces, or else of what receives it."""
    return run.program.slots[step.e if step.b == NONE else step.b].of


def _due_minor(step: Step, done: Done) -> int | None:
    """Give the due and its cap, whichever is less, as they stood before the payment."""
    operands = dict(zip(step.limiting, done.operands_minor, strict=True))
    return min((operands[slot] for slot in (step.b, step.c) if slot != NONE), default=None)


ADDING = frozenset({Op.ADD, Op.SUM, Op.ACCRUE, Op.SHARE, Op.SCALE, Op.ACCRUE_AT})
"""What lets a slot grow by its amount; other steps but payments set it to their amount."""


def _limit_minor(run: ExactRun, period: int, number: int, clause: Clause) -> int | None:
    """Give what limits a clause as it begins to divide or to pay, or None if nothing does."""
    steps = run.program.steps
    for done in run.of_period(period):
        step = steps[done.step]
        if step.clause == number and step.op in {Op.SPLIT, Op.PAY}:
            limit = step.c if step.op is Op.SPLIT and clause.pay in CASHLESS else step.d
            held = UNLIMITED if limit == NONE else _held_minor(run, period, limit, done.step)
            return None if held >= UNLIMITED else held
    return None


def _held_minor(run: ExactRun, period: int, slot: int, before_step: int) -> int:
    """Give a limit's slot ahead of a step."""
    held = run.opening(period, slot)
    for done in run.of_period(period):
        step = run.program.steps[done.step]
        if done.step == before_step:
            break
        if step.op is Op.PAY and slot in step.limiting:
            held -= done.amount_minor
        elif step.op is not Op.PAY and step.a == slot:
            held = held + done.amount_minor if step.op in ADDING else done.amount_minor
    return held
