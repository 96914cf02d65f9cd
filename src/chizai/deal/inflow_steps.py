"""Cash that comes in, as steps of the program: collections, bank interest, sales, calls and hedges."""

from chizai.deal.builder import Builder
from chizai.deal.cash_in import Inflow, Stream
from chizai.deal.coupon_steps import premiums_ppm
from chizai.deal.formula_steps import evaluate, inverse
from chizai.deal.model import Account
from chizai.deal.program import COLLECTIONS_MAX_MINOR, NONE, InputKind, Op, SlotKind
from chizai.deal.quantities import Kind

COLLECTIONS = 0
"""Number of the input that brings what belongs to no stream."""


def earn_interest(build: Builder, account: Account) -> None:
    """Let the bank pay interest on what an account holds as the period starts."""
    if account.interest_ppm_annual:
        cash = build.slot(SlotKind.CASH, account.id)
        earned = build.work(f"{account.id}:bank-interest")
        build.step(Op.ACCRUE, earned, cash, account.interest_ppm_annual, build.fraction(account.day_count))
        build.step(Op.PAY, earned, NONE, NONE, NONE, cash)


def collect(build: Builder) -> None:
    """Bring in the period's royalties, unless the deal has been called."""
    deal = build.deal
    called = _called(build, "called")
    total = build.slot(SlotKind.INFLOW, "")
    account = build.slot(SlotKind.CASH, deal.collection_account)
    build.step(Op.COLLECT, account, total, COLLECTIONS, called)
    for stream in deal.streams:
        memo = build.declare(SlotKind.INFLOW, stream.id)
        into, number = (
            build.slot(SlotKind.CASH, stream.account),
            build.input(InputKind.COLLECTIONS, stream.id, COLLECTIONS_MAX_MINOR),
        )
        if stream.currency in {None, deal.currency}:
            build.step(Op.COLLECT, into, memo, number, called)
        else:
            _exchange(build, stream, memo, number)
            while_collecting(build, f"{stream.id}:called", memo)
            cash = build.copy(f"{stream.id}:exchanged", memo)
            build.step(Op.PAY, cash, NONE, NONE, NONE, into)
        build.step(Op.SUM, total, memo)


def _exchange(build: Builder, stream: Stream, memo: int, number: int) -> None:
    """Turn what a stream brings into the deal's currency: by the swap as far as it reaches, the rest at spot."""
    rest = build.scratch(f"{stream.id}:foreign")
    build.step(Op.READ, rest, number)
    build.step(Op.CLEAR, memo)
    if stream.swap is not None:
        swapped = build.copy(f"{stream.id}:swapped", rest)
        if stream.swap.notional_minor is not None:
            build.step(Op.LEAST, swapped, build.constant(f"{stream.id}:notional", stream.swap.notional_minor))
        build.step(Op.SHARE, memo, swapped, stream.swap.rate_ppm)
        build.step(Op.GAP, rest, swapped)
    if stream.spot is not None:
        build.step(Op.SCALE, memo, rest, build.slot(SlotKind.STATE, stream.spot))


def receive(build: Builder, inflow: Inflow) -> None:
    """Bring in cash from outside, if its condition holds; a call happens once, and its premiums fall due before it."""
    flag = None
    if inflow.condition is not None:
        flag = evaluate(build, f"{inflow.id}:condition", inflow.condition, Kind.FLAG)
    if inflow.is_call:
        flag = build.constant(f"{inflow.id}:now", 1) if flag is None else build.copy(f"{inflow.id}:now", flag)
        while_collecting(build, f"{inflow.id}:already", flag)
        if inflow.with_premium:
            _owe_premiums(build, inflow, flag)
    amount = build.copy(f"{inflow.id}:amount", evaluate(build, f"{inflow.id}:worth", inflow.amount, Kind.AMOUNT))
    if flag is not None:
        build.step(Op.GATE, amount, flag)
    if inflow.is_call and flag is not None:
        build.step(Op.MOST, build.slot(SlotKind.STATE, inflow.id), flag)
    build.step(Op.PAY, amount, NONE, NONE, NONE, build.slot(SlotKind.CASH, inflow.account))


def while_collecting(build: Builder, owner: str, amount: int) -> None:
    """Let an amount be 0 once the deal has been called."""
    called = _called(build, owner)
    if called != NONE:
        build.step(Op.GATE, amount, inverse(build, owner, called))


def _called(build: Builder, owner: str) -> int:
    """Give a slot that holds yes where the deal has been called, or none if it never can be."""
    calls = [build.slot(SlotKind.STATE, inflow.id) for inflow in build.deal.inflows if inflow.is_call]
    if len(calls) <= 1:
        return calls[0] if calls else NONE
    called = build.copy(owner, calls[0])
    for other in calls[1:]:
        build.step(Op.MOST, called, other)
    return called


def _owe_premiums(build: Builder, inflow: Inflow, flag: int) -> None:
    """Owe each class its premium, as interest, when the deal is called."""
    for security in build.deal.classes:
        premiums = premiums_ppm(security, build.periods)
        if any(premiums):
            rate = build.by_period(f"{inflow.id}:{security.id}:premium-rate", premiums)
            premium = build.work(f"{inflow.id}:{security.id}:premium")
            build.step(Op.SCALE, premium, build.slot(SlotKind.PRINCIPAL, security.id), rate)
            build.step(Op.GATE, premium, flag)
            build.step(Op.SUM, build.slot(SlotKind.INTEREST, security.id), premium)
