"""What a deal costs the originator: the rate that it pays for its money, and how fees and costs raise it step by step.

All flows are the deal's own, paid so far and forecast. Rates are internal rates of return (ACT/365F, annual), as a
borrower reads them: money in at closing, money out later. Where money comes in late again, so that several rates fit,
it is the one at which the deal borrows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.deal.closing import closing_flows
from chizai.deal.model import Deal, Role
from chizai.deal.program import Op, SlotKind
from chizai.metrics.irr import borrowing_rate
from chizai.units.rate import share_floor
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table, fee_table, residual_paid


class CostStep(StrEnum):
    """What is counted, each step with all before it."""

    HOLDERS = "holders"
    """What outside holders pay in and are paid."""
    FEES = "fees"
    """And what service providers are paid."""
    COSTS = "costs"
    """And the costs of the issue at closing."""
    ALL_IN = "all-in"
    """The price of the rights against all that is given up: royalties, and what others pay in, as a refinancing does;
    less what comes back to the originator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One step."""

    step: CostStep
    received_minor: int
    """Money in, over the whole life."""
    paid_minor: int
    """Money out, over the whole life."""
    rate_annual: float | None
    """A fraction a year; None where no rate makes the two worth the same, or several do at which the deal borrows."""
    rates_annual: tuple[float, ...]
    """All rates that make the two worth the same and that a float holds, rising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingCost:
    """The cost of the money that a deal raises."""

    lines: tuple[CostLine, ...]
    """One for each step, in their order."""
    fees_minor: int
    """Paid to service providers over the whole life."""
    closing_costs_minor: int
    retained_minor: int
    """Part of the proceeds that the originator pays itself, for what it keeps of the classes."""


def funding_cost(deal: Deal, run: ExactRun) -> FundingCost:
    """Work out the cost of a deal's money from its run."""
    closing = closing_flows(deal)
    retained = {item.id: item.retained_ppm for item in deal.classes}
    own_minor = sum(share_floor(amount, retained[name]) for name, amount in closing.raised_minor)
    outside: list[tuple[date, int]] = [(deal.closing_on, closing.proceeds_minor - own_minor)]
    back: list[tuple[date, int]] = []
    for security in deal.classes:
        drawn = _drawn(run, security.id)
        for period, row in enumerate(class_table(run, security.id)):
            kept = share_floor(row.paid_minor, security.retained_ppm)
            kept_draw = share_floor(drawn[period], security.retained_ppm)
            outside += [(row.paid_on, drawn[period] - kept_draw), (row.paid_on, kept - row.paid_minor)]
            back.append((row.paid_on, kept - kept_draw))
    fees = [(row.paid_on, -row.paid_minor) for fee in deal.fees for row in fee_table(run, fee.id)]
    costs = [(deal.closing_on, -closing.costs_minor)]
    dates = run.program.payment_dates
    owners = [party.id for party in deal.parties if party.role is Role.ORIGINATOR]
    back += [(day, residual_paid(run, n, owner)) for owner in owners for n, day in enumerate(dates)]
    royalties = [(day, -run.collected(number) - _paid_in(deal, run, number)) for number, day in enumerate(dates)]
    price = [(deal.closing_on, closing.purchase_price_minor - own_minor)]
    return FundingCost(
        lines=(
            _line(CostStep.HOLDERS, outside),
            _line(CostStep.FEES, [*outside, *fees]),
            _line(CostStep.COSTS, [*outside, *fees, *costs]),
            _line(CostStep.ALL_IN, [*price, *royalties, *back]),
        ),
        fees_minor=-sum(amount for _, amount in fees),
        closing_costs_minor=closing.costs_minor,
        retained_minor=own_minor,
    )


def _line(step: CostStep, flows: Iterable[tuple[date, int]]) -> CostLine:
    amounts = [(day, amount) for day, amount in flows if amount]
    cost = borrowing_rate(amounts)
    return CostLine(
        step=step,
        received_minor=sum(amount for _, amount in amounts if amount > 0),
        paid_minor=-sum(amount for _, amount in amounts if amount < 0),
        rate_annual=cost.found.rate,
        rates_annual=cost.rates_annual,
    )


def _paid_in(deal: Deal, run: ExactRun, period: int) -> int:
    """Sum what came in beside royalties in one period; bank interest is no part of it."""
    program, names = run.program, {f"{inflow.id}:amount" for inflow in deal.inflows}
    done = ((program.steps[each.step], each.amount_minor) for each in run.of_period(period))
    return sum(amount for step, amount in done if step.op is Op.PAY and program.slots[step.a].of in names)


def _drawn(run: ExactRun, class_id: str) -> tuple[int, ...]:
    """Give what holders paid in after closing in each period, as they had promised; shape (n_periods,)."""
    slots = [n for n, slot in enumerate(run.program.slots) if (slot.kind, slot.of) == (SlotKind.UNDRAWN, class_id)]
    return tuple(
        sum(run.opening(period, slot) - run.closing(period, slot) for slot in slots)
        for period in range(len(run.program.payment_dates))
    )
