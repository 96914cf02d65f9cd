"""More cash is never worse: a deal that pays by rank alone and collects more owes no class more, at any date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.coupons import CouponStep, Floating, PlannedBalance
from chizai.deal.measures import Observation, Unit
from chizai.deal.model import (
    Account,
    ClassKind,
    Clause,
    Deal,
    Fee,
    Guarantee,
    Nature,
    Party,
    Pay,
    PaymentSchedule,
    Role,
    SecurityClass,
)
from chizai.deal.program import Program, SlotKind
from chizai.units.result import Ok
from chizai.units.schedule import add_months
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.tables import residual_paid

CLOSING_ON = date(2025, 1, 15)
RATES = st.sampled_from((0, 1, 333_333)) | st.integers(0, 200_000)
COLLECTED = st.integers(0, 10**4) | st.integers(0, 10**7)
OWED = (SlotKind.PRINCIPAL, SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST)
N_PERIODS = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A deal, what it collects, and what it collects in the better case."""

    deal: Deal
    collected: tuple[int, ...]
    better: tuple[int, ...]
    index_ppm: tuple[int, ...]


def clause(pay: Pay, *to: str, source: str = "cash") -> Clause:
    return Clause(id=f"{pay}-{source}", pay=pay, to=to, source=source)


@st.composite
def classes(draw: st.DrawFn, name: str) -> SecurityClass:
    balance = draw(st.integers(1, 10**7))
    day = CLOSING_ON + timedelta(days=draw(st.integers(0, 700)))
    return SecurityClass(
        id=name,
        kind=ClassKind.NOTE,
        balance_minor=balance,
        unit_minor=1,
        coupon_ppm_annual=draw(RATES),
        interest_on_unpaid=draw(st.booleans()),
        coupon_steps=(CouponStep(from_on=day, coupon_ppm_annual=draw(RATES)),) if draw(st.booleans()) else (),
        floating=draw(st.sampled_from((None, Floating(index="index", floor_ppm_annual=20_000, cap_ppm_annual=70_000)))),
        planned_balances=draw(
            st.sampled_from(((), (PlannedBalance(from_on=day, balance_minor=draw(st.integers(0, balance))),)))
        ),
        commitment_minor=draw(st.sampled_from((0, 10**5))),
    )


def by_rank(deal: Deal) -> tuple[Clause, ...]:
    """Give the strict order of payments, with reserve and line of liquidity standing in for interest."""
    names = tuple(security.id for security in deal.classes)
    drawn = [clause(Pay.DRAW, "cash", source=each.id) for each in deal.classes if each.commitment_minor]
    planned = tuple(each.id for each in deal.classes if each.planned_balances)
    return (
        *drawn,
        clause(Pay.TRANSFER, "cash", source="reserve"),
        clause(Pay.FEE, "fee"),
        clause(Pay.INTEREST, *names),
        clause(Pay.INTEREST, *names, source="line"),
        clause(Pay.REIMBURSEMENT, "line"),
        clause(Pay.TOP_UP, "reserve"),
        *([clause(Pay.SCHEDULED_PRINCIPAL, *planned)] if planned else []),
        clause(Pay.PRINCIPAL, *names),
        clause(Pay.RESIDUAL, "party"),
    )


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    of = tuple(draw(classes(name)) for name in "ABC"[: draw(st.integers(1, 3))])
    target = draw(
        st.sampled_from(("10% * principal(A)", "max(5_000, min(50% * annual-interest(A), 70_000))", "40_000"))
    )
    deal = Deal(
        id="by-rank",
        title="By rank",
        title_ja="順位",
        nature=Nature.DEMONSTRATION,
        currency="JPY",
        closing_on=CLOSING_ON,
        collection_account="cash",
        schedule=PaymentSchedule(final_payment_on=add_months(CLOSING_ON, 3 * N_PERIODS), months=3),
        parties=(Party(id="party", role=Role.SERVICER, name="P"),),
        accounts=(Account(id="cash"), Account(id="reserve", opening_minor=draw(COLLECTED), target=target)),
        classes=of,
        fees=(
            Fee(
                id="fee",
                payee="party",
                amount_minor=draw(COLLECTED),
                collections_ppm=draw(RATES),
                formula="0.1% * principal(A)",
            ),
        ),
        guarantees=(
            Guarantee(
                id="line",
                provider="party",
                limit_minor=draw(st.integers(1, 10**6)),
                revolving=draw(st.booleans()),
                rate_ppm_annual=draw(RATES),
            ),
        ),
        observations=(Observation(id="index", unit=Unit.RATE, reporter="party", most=100_000),),
        clauses=(),
    )
    collected = draw(st.tuples(*[COLLECTED] * N_PERIODS))
    more = draw(st.tuples(*[st.just(0) | st.just(1) | COLLECTED] * N_PERIODS))
    better = tuple(some + extra for some, extra in zip(collected, more, strict=True))
    index = draw(st.tuples(*[st.integers(0, 100_000)] * N_PERIODS))
    return Pair(replace(deal, clauses=by_rank(deal)), collected, better, index)


def program_of(deal: Deal) -> Program:
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok), compiled
    return compiled.value


def owed(run: ExactRun, class_id: str, period: int, kinds: Sequence[SlotKind]) -> int:
    return sum(run.closing(period, run.program.slot(kind, class_id)) for kind in kinds)


@settings(max_examples=300)
@given(pair=pairs())
def test_more_collections_leave_no_class_with_more_owed_and_never_less_to_the_residual(pair: Pair) -> None:
    program = program_of(pair.deal)
    run, better = (run_exact(program, collected, [pair.index_ppm]) for collected in (pair.collected, pair.better))
    received = received_better = 0
    for period in range(N_PERIODS):
        for security in pair.deal.classes:
            for kinds in (OWED, OWED[:1]):
                assert owed(better, security.id, period, kinds) <= owed(run, security.id, period, kinds)
        received += residual_paid(run, period, "party")
        received_better += residual_paid(better, period, "party")
        assert received_better >= received
