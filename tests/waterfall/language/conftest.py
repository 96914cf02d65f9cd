"""Whole deals made up at random out of every construct of the language, and what they collect and observe.

They are sensible, not sound: every id exists and every formula can be read, but cash may be stranded, a promise may
have no clause, and clauses stand in any order. The executors must agree on all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, TypeAlias

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from chizai.deal.cash_in import Inflow, Stream, Swap
from chizai.deal.compile import compile_deal
from chizai.deal.coupons import CallPrice, CouponStep, Floating, MakeWhole, PlannedBalance
from chizai.deal.measures import Ledger, Observation, TestPoint, Trigger, Unit
from chizai.deal.model import (
    Account,
    ClassKind,
    Clause,
    Deal,
    Fee,
    FeeAmount,
    Group,
    Guarantee,
    Nature,
    Order,
    Party,
    Pay,
    PaymentSchedule,
    Role,
    SecurityClass,
    Span,
    When,
)
from chizai.deal.program import Program
from chizai.deal.quantities import Kind
from chizai.units.bankdays import Roll
from chizai.units.daycount import DayCount
from chizai.units.result import Ok
from chizai.units.schedule import Stub, add_months

CLOSING_ON = date(2025, 1, 15)
AMOUNTS = st.sampled_from((0, 1, 7)) | st.integers(0, 10**6) | st.integers(0, 10**10)
RATES = st.sampled_from((0, 1, 333_333, 500_000)) | st.integers(0, 200_000)
DAY_COUNTS = st.sampled_from(DayCount)
UNDECIDED = {Kind.AMOUNT: "0", Kind.FLAG: "final()"}
"""What stands for a formula until the deal has all that a formula can name."""
GUARANTEED = (Pay.INTEREST, Pay.SCHEDULED_PRINCIPAL, Pay.PRINCIPAL, Pay.FEE)
CASHLESS = (Pay.CAPITALISE, Pay.WRITE_DOWN, Pay.WRITE_UP)
MAKES_GOOD = (Pay.TRANSFER, Pay.WRITE_DOWN, Pay.WRITE_UP)

Inputs: TypeAlias = list[list[list[int]]]
Formulas: TypeAlias = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Case:
    """A deal, its program, and what some futures bring it."""

    deal: Deal
    program: Program
    inputs: Inputs
    """Shape (n_paths, n_inputs, n_periods)."""


def written(draw: st.DrawFn, deal: Deal, formula: Formulas) -> Deal:
    """Write every formula that is still undecided."""

    def one(text: str | None, kind: Kind = Kind.AMOUNT, *, depth: int = 2, without: str = "") -> Any:
        return None if text is None else formula(draw, deal, kind, depth, without=without)

    return replace(
        deal,
        accounts=tuple(replace(each, target=one(each.target, depth=1, without="target")) for each in deal.accounts),
        fees=tuple(replace(each, formula=one(each.formula), base=one(each.base)) for each in deal.fees),
        ledgers=tuple(replace(each, grows_by=one(each.grows_by)) for each in deal.ledgers),
        triggers=tuple(replace(each, test=one(each.test, Kind.FLAG)) for each in deal.triggers),
        inflows=tuple(
            replace(each, amount=one(each.amount), condition=one(each.condition, Kind.FLAG)) for each in deal.inflows
        ),
        clauses=tuple(
            replace(each, limit=one(each.limit), condition=one(each.condition, Kind.FLAG, depth=1))
            for each in deal.clauses
        ),
    )


def maybe(draw: st.DrawFn, kind: Kind = Kind.AMOUNT, one_in: int = 3) -> str | None:
    """Leave room for a formula, sometimes."""
    return UNDECIDED[kind] if draw(st.integers(1, one_in)) == 1 else None


# --- what a deal is made of ---


def days(draw: st.DrawFn, n: int) -> list[date]:
    """Give days within the life of a deal, in order, some of them before the first period."""
    offsets = draw(st.lists(st.integers(-30, 1000), max_size=n, unique=True))
    return [CLOSING_ON + timedelta(days=offset) for offset in sorted(offsets)]


@st.composite
def schedules(draw: st.DrawFn) -> PaymentSchedule:
    if draw(st.integers(0, 4)) == 0:
        gaps = draw(st.lists(st.integers(20, 300), min_size=3, max_size=5))
        dates = tuple(CLOSING_ON + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps)))
        return PaymentSchedule(final_payment_on=dates[-1], dates=dates)
    months = draw(st.sampled_from((1, 3, 6, 12)))
    return PaymentSchedule(
        final_payment_on=add_months(CLOSING_ON, months * draw(st.integers(3, 5)))
        + timedelta(draw(st.sampled_from((0, 20)))),
        months=months,
        stub=draw(st.sampled_from(Stub)),
        end_of_month=draw(st.booleans()),
        roll=draw(st.sampled_from((Roll.NONE, Roll.FOLLOWING))),
        accrue_to_payment=draw(st.booleans()),
    )


@st.composite
def classes(draw: st.DrawFn, name: str) -> SecurityClass:
    balance = draw(st.integers(1, 10**5) | st.integers(1, 10**10))
    planned = [PlannedBalance(from_on=day, balance_minor=draw(st.integers(0, balance))) for day in days(draw, 2)]
    has_make_whole = draw(st.integers(0, 3)) == 0
    discounted_until = CLOSING_ON + timedelta(days=draw(st.integers(0, 1500)))
    return SecurityClass(
        id=name,
        kind=draw(st.sampled_from(ClassKind)),
        balance_minor=balance,
        unit_minor=1,
        coupon_ppm_annual=draw(RATES),
        day_count=draw(DAY_COUNTS),
        interest_on_unpaid=draw(st.booleans()),
        scheduled_principal_ppm=0 if planned else draw(RATES),
        coupon_steps=tuple(CouponStep(from_on=day, coupon_ppm_annual=draw(RATES)) for day in days(draw, 2)),
        floating=draw(
            st.none()
            | st.builds(
                Floating,
                index=st.just("index"),
                floor_ppm_annual=st.integers(0, 20_000),
                cap_ppm_annual=st.none() | st.integers(20_000, 80_000),
            )
        ),
        planned_balances=tuple(planned),
        commitment_minor=draw(st.sampled_from((0, 1, 10**7))),
        call_prices=()
        if has_make_whole
        else tuple(CallPrice(from_on=day, premium_ppm=draw(RATES)) for day in days(draw, 2)),
        make_whole=MakeWhole(until_on=discounted_until, discount_ppm_annual=draw(RATES)) if has_make_whole else None,
    )


@st.composite
def fees(draw: st.DrawFn, name: str, of: list[str]) -> Fee:
    first = draw(st.integers(1, 2))
    on_balances, base = draw(st.lists(st.sampled_from(of), max_size=2, unique=True)), maybe(draw)
    return Fee(
        id=name,
        payee="party",
        amount_minor=draw(st.integers(0, 10**5)),
        collections_ppm=draw(st.integers(0, 100_000)),
        balance_ppm_annual=draw(RATES) if on_balances else 0,
        classes=tuple(on_balances),
        day_count=draw(DAY_COUNTS),
        consumption_tax_ppm=draw(st.sampled_from((0, 100_000))),
        first_period=first,
        last_period=draw(st.none() | st.integers(first, 9)),
        amounts=tuple(FeeAmount(on=day, amount_minor=draw(AMOUNTS)) for day in days(draw, 2)),
        formula=maybe(draw),
        base=base,
        base_ppm_annual=draw(st.sampled_from((1_000, 12_500, 200_000))) if base else 0,
    )


def accounts(draw: st.DrawFn) -> tuple[Account, ...]:
    target = maybe(draw, one_in=2)
    reserve = Account(
        id="reserve",
        opening_minor=draw(AMOUNTS),
        target=target,
        target_minor=None if target else draw(AMOUNTS),
        interest_ppm_annual=draw(st.sampled_from((0, 10_000, 125_000))),
        day_count=draw(DAY_COUNTS),
    )
    trap = Account(id="trap", part_of="cash", opening_minor=draw(st.sampled_from((0, 5_000))))
    return (Account(id="cash", interest_ppm_annual=draw(st.sampled_from((0, 1_000)))), reserve, trap)


def groups(draw: st.DrawFn, of: list[str]) -> tuple[Group, ...]:
    """Give no group, one, or one within another."""
    if len(of) == 1:
        return ()
    senior = Group(id="senior", members=tuple(of[:2]), order=draw(st.sampled_from(Order)))
    every = Group(id="every", members=("senior", *of[2:]), order=draw(st.sampled_from(Order)))
    return draw(st.sampled_from(((), (senior,), (senior, every))))


@st.composite
def streams(draw: st.DrawFn, name: str) -> Stream:
    if draw(st.booleans()):
        return Stream(id=name, account=draw(st.sampled_from(("cash", "trap"))), licences=("L1",))
    notional = draw(st.none() | AMOUNTS)
    swap = draw(st.none() | st.just(Swap(provider="party", rate_ppm=1_500_000, notional_minor=notional)))
    return Stream(
        id=name,
        account=draw(st.sampled_from(("cash", "reserve"))),
        licences=("L2",),
        currency="USD",
        swap=swap,
        spot="fx" if swap is None or notional is not None else None,
    )


@st.composite
def triggers(draw: st.DrawFn, name: str, clause_ids: list[str]) -> Trigger:
    return Trigger(
        id=name,
        test=UNDECIDED[Kind.FLAG],
        tested=draw(st.sampled_from(TestPoint)),
        before_clause=draw(st.none() | st.sampled_from(clause_ids)) if draw(st.booleans()) else None,
        breach_periods=draw(st.integers(1, 3)),
        cure_periods=draw(st.none() | st.integers(1, 3)),
        next_period=draw(st.booleans()),
    )


@st.composite
def inflows(draw: st.DrawFn, name: str) -> Inflow:
    is_call = draw(st.booleans())
    condition = UNDECIDED[Kind.FLAG] if is_call else maybe(draw, Kind.FLAG)
    account = draw(st.sampled_from(("cash", "trap")))
    amount = UNDECIDED[Kind.AMOUNT]
    return Inflow(
        id=name,
        payer="party",
        account=account,
        amount=amount,
        condition=condition,
        is_call=is_call,
        with_premium=draw(st.booleans()),
    )


@st.composite
def clauses(draw: st.DrawFn, number: int, pay: Pay, deal: Deal) -> Clause:
    to, source = _ends(draw, pay, deal)
    against = "shortfall" if pay in MAKES_GOOD and deal.ledgers and draw(st.booleans()) else None
    window = [draw(st.none() | st.just(day)) for day in [*days(draw, 2), None, None][:2]]
    limit_minor = draw(st.none() | AMOUNTS)
    return Clause(
        id=f"c{number}",
        pay=pay,
        to=to,
        source=source,
        order=draw(st.sampled_from(Order)),
        limit_minor=limit_minor,
        span=Span.PERIOD if limit_minor is None else draw(st.sampled_from(Span)),
        limit=maybe(draw),
        condition=maybe(draw, Kind.FLAG),
        when=draw(st.sampled_from((When.EVERY_PERIOD, When.EVERY_PERIOD, When.FINAL_PERIOD))),
        from_on=window[0],
        until_on=window[1],
        months=tuple(draw(st.lists(st.integers(1, 12), min_size=4, max_size=9, unique=True)))
        if draw(st.integers(0, 5)) == 0
        else (),
        against=against,
    )


def _ends(draw: st.DrawFn, pay: Pay, deal: Deal) -> tuple[tuple[str, ...], str]:
    """Give the recipients and the source of a clause."""
    accounts, guarantees = [each.id for each in deal.accounts], [each.id for each in deal.guarantees]
    source = draw(st.sampled_from(accounts + (guarantees if pay in GUARANTEED else [])))
    others = [each for each in accounts if each != source]

    def several(names: list[str]) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)))

    match pay:
        case Pay.FEE:
            return several([fee.id for fee in deal.fees]), source
        case Pay.REIMBURSEMENT:
            return several(guarantees), source
        case Pay.TOP_UP:
            return ("reserve",), draw(st.sampled_from(("cash", "trap")))
        case Pay.RELEASE:
            return (draw(st.sampled_from(("cash", "trap"))),), "reserve"
        case Pay.TRANSFER:
            return (draw(st.sampled_from(others)),), source
        case Pay.RESIDUAL:
            return (draw(st.sampled_from((deal.classes[-1].id, "party"))),), source
        case Pay.DRAW:
            return (draw(st.sampled_from(accounts)),), next(each.id for each in deal.classes if each.commitment_minor)
        case _:
            return _holders(draw, deal), "" if pay in CASHLESS else source


def _holders(draw: st.DrawFn, deal: Deal) -> tuple[str, ...]:
    """Give classes and groups of them, no class twice."""
    grouped = {"senior": {"A", "B"}, "every": {"A", "B", "C"}}
    found: list[str] = []
    for name in draw(st.permutations([each.id for each in deal.classes] + [each.id for each in deal.groups])):
        taken = set().union(*(grouped.get(each, {each}) for each in found))
        if not taken & grouped.get(name, {name}):
            found.append(name)
    return tuple(found[: draw(st.integers(1, len(found)))])


@st.composite
def deals(draw: st.DrawFn, formula: Formulas) -> Deal:
    of = tuple(draw(classes(name)) for name in "ABC"[: draw(st.integers(1, 3))])
    names = [each.id for each in of]
    line = Guarantee(
        id="line", provider="party", limit_minor=draw(AMOUNTS), revolving=True, rate_ppm_annual=draw(RATES)
    )
    cover = Guarantee(id="cover", provider="party", limit_minor=draw(AMOUNTS))
    most = {Unit.MONEY: 10**10, Unit.RATE: 2_000_000, Unit.FLAG: None}
    observed = {"index": Unit.RATE, "fx": Unit.RATE, "value": Unit.MONEY, "event": Unit.FLAG}
    deal = Deal(
        id="made-up",
        title="Made up",
        title_ja="乱数の案件",
        nature=Nature.DEMONSTRATION,
        currency="JPY",
        closing_on=CLOSING_ON,
        collection_account="cash",
        schedule=draw(schedules()),
        parties=(Party(id="party", role=Role.SERVICER, name="P"),),
        accounts=accounts(draw),
        classes=of,
        fees=tuple(draw(fees(f"fee-{number}", names)) for number in range(draw(st.integers(1, 2)))),
        guarantees=draw(st.sampled_from(((line,), (cover,), (line, cover)))),
        groups=groups(draw, names),
        observations=tuple(Observation(id=k, unit=v, reporter="party", most=most[v]) for k, v in observed.items()),
        streams=tuple(draw(streams(f"stream-{number}")) for number in range(draw(st.integers(0, 2)))),
        ledgers=draw(st.sampled_from(((), (Ledger(id="shortfall", grows_by="0"),)))),
        inflows=tuple(draw(inflows(f"in-{number}")) for number in range(draw(st.integers(0, 2)))),
        clauses=(),
    )
    pays = [pay for pay in Pay if pay is not Pay.DRAW or any(each.commitment_minor for each in of)]
    order = draw(st.lists(st.sampled_from(pays), min_size=2, max_size=9))
    deal = replace(deal, clauses=tuple(draw(clauses(number, pay, deal)) for number, pay in enumerate(order)))
    clause_ids = [each.id for each in deal.clauses]
    named = tuple(draw(triggers(f"trigger-{number}", clause_ids)) for number in range(draw(st.integers(0, 2))))
    after = draw(st.none() | st.sampled_from(clause_ids))
    ledgers = tuple(replace(each, after_clause=after) for each in deal.ledgers)
    return written(draw, replace(deal, triggers=named, ledgers=ledgers), formula)


def futures(program: Program, seed: int, n_paths: int) -> Inputs:
    """Make up what a program's inputs bring: nothing, little, much, and the most there can be."""
    chance = Random(seed)  # noqa: S311 - test data

    def number(most: int) -> int:
        top = chance.choice((0, 1, min(most, 50_000), min(most, 10**7), min(most, 10**10), most))
        return most if chance.random() < 0.02 else chance.randint(0, top)

    return [[[number(each.most) for _ in program.payment_dates] for each in program.inputs] for _ in range(n_paths)]


@st.composite
def cases(draw: st.DrawFn, of: st.SearchStrategy[Deal], n_paths: int) -> Case:
    deal = draw(of)
    compiled = compile_deal(deal)
    assume(isinstance(compiled, Ok))
    assert isinstance(compiled, Ok)
    return Case(deal, compiled.value, futures(compiled.value, draw(st.integers(0, 2**32)), n_paths))


@pytest.fixture(scope="session")
def language_deal(formula: Formulas) -> st.SearchStrategy[Deal]:
    """Give deals that are made of every construct."""
    return deals(formula)


@pytest.fixture(scope="session")
def language_case(language_deal: st.SearchStrategy[Deal]) -> Callable[..., st.SearchStrategy[Case]]:
    """Give a function that makes programs of such deals, or of given ones, with as many futures as are asked for."""

    def made(n_paths: int, of: st.SearchStrategy[Deal] | None = None) -> st.SearchStrategy[Case]:
        return cases(language_deal if of is None else of, n_paths)

    return made
