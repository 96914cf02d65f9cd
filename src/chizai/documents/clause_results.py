"""What each clause did in one period: due, paid, and what stayed unpaid, recipient by recipient."""

from dataclasses import dataclass

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
    """One for each recipient, in the deal's order; empty where the clause does not stand in the period."""

    @property
    def due_minor(self) -> int | None:
        """Sum what is due, held to the clause's limit; None where nothing is due."""
        dues = [line.due_minor for line in self.lines if line.due_minor is not None]
        limit = self.clause.limit_minor
        if not dues:
            return None
        return sum(dues) if limit is None else min(sum(dues), limit)

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
        lines = tuple(_line(run, name, paid, has_due=has_due) for name in clause.to) if paid else ()
        results.append(ClauseResult(number + 1, clause, lines))
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
