"""Whole deals, made up at random but valid, with what they collect: for what must hold of every deal."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from chizai.deal.check import check
from chizai.deal.closing import closing_flows
from chizai.deal.compile import compile_deal
from chizai.deal.model import (
    Account,
    ClassKind,
    Clause,
    Deal,
    Fee,
    Guarantee,
    Nature,
    Order,
    Party,
    Pay,
    PaymentSchedule,
    Role,
    SecurityClass,
    When,
)
from chizai.forecast.receipts import Collections, Receipt
from chizai.units.bankdays import Calendar, Roll
from chizai.units.daycount import DayCount
from chizai.units.explain import Explained
from chizai.units.rate import share_floor
from chizai.units.result import Ok, Place
from chizai.units.schedule import add_months
from chizai.waterfall.exact import run_exact
from chizai.waterfall.explain import Explainer

CLOSING_ON = date(2025, 1, 15)
AMOUNTS = st.integers(0, 10**7) | st.integers(0, 10**11)
ORDERS = st.sampled_from(Order)
LIMITS = st.none() | AMOUNTS


@st.composite
def schedules(draw: st.DrawFn) -> PaymentSchedule:
    months = draw(st.sampled_from((1, 3, 6, 12)))
    end_on = add_months(CLOSING_ON, months * draw(st.integers(2, 5))) + timedelta(days=draw(st.integers(0, 9)))
    return PaymentSchedule(
        final_payment_on=end_on,
        months=months,
        end_of_month=draw(st.booleans()),
        business_days=draw(st.sampled_from(Calendar)),
        roll=draw(st.sampled_from((Roll.NONE, Roll.FOLLOWING))),
        accrue_to_payment=draw(st.booleans()),
    )


@st.composite
def classes(draw: st.DrawFn, number: int) -> SecurityClass:
    unit = draw(st.sampled_from((1, 100, 10**6)))
    return SecurityClass(
        id="ABCD"[number],
        kind=draw(st.sampled_from(ClassKind)),
        balance_minor=unit * draw(st.integers(1, 10**4)),
        unit_minor=unit,
        coupon_ppm_annual=draw(st.just(0) | st.integers(1, 2000).map(lambda bp: 100 * bp)),
        day_count=draw(st.sampled_from(DayCount)),
        interest_on_unpaid=draw(st.booleans()),
        scheduled_principal_ppm=draw(st.just(0) | st.integers(1, 600_000)),
        issue_price_ppm=draw(st.integers(900_000, 1_100_000)),
    )


@st.composite
def fees(draw: st.DrawFn, number: int, of: tuple[SecurityClass, ...]) -> Fee:
    on_balances = draw(st.booleans())
    return Fee(
        id=f"fee-{number}",
        payee="servicer",
        amount_minor=draw(st.integers(1, 10**5)),
        collections_ppm=draw(st.integers(0, 10**5)),
        balance_ppm_annual=draw(st.integers(1, 20_000)) if on_balances else 0,
        classes=tuple(each.id for each in of) if on_balances else (),
        day_count=draw(st.sampled_from(DayCount)),
        consumption_tax_ppm=draw(st.sampled_from((0, 100_000))),
        first_period=draw(st.integers(1, 2)),
    )


@st.composite
def accounts(draw: st.DrawFn, of: tuple[SecurityClass, ...]) -> tuple[Account, ...]:
    raised = sum(share_floor(each.balance_minor, each.issue_price_ppm) for each in of)
    opening = draw(st.integers(1, max(1, raised // 2))) if raised else 0
    reserve = Account(id="reserve", opening_minor=opening, target_minor=draw(LIMITS))
    return (Account(id="cash"), *draw(st.sampled_from(((), (reserve,) if opening else ()))))


def clause(pay: Pay, *to: str, source: str = "cash", **terms: Any) -> Clause:
    name = f"{pay}-{'-'.join(to)}-from-{source}"
    return Clause(id=name, pay=pay, to=to, source=source, **terms)


@st.composite
def fair_clauses(draw: st.DrawFn, deal: Deal) -> tuple[Clause, ...]:
    """Give any payment order that keeps every promise: limits, pro rata, guarantor and reserve may stand in."""
    with_coupon = [each.id for each in deal.classes if each.coupon_ppm_annual]
    scheduled = [each.id for each in deal.classes if each.scheduled_principal_ppm]
    all_of_them = [each.id for each in deal.classes]
    reserve = next((each for each in deal.accounts if each.id == "reserve"), None)
    found: list[Clause] = []

    def pay(kind: Pay, names: list[str], source: str = "cash", when: When = When.EVERY_PERIOD) -> None:
        if names:
            terms = {"order": draw(ORDERS), "limit_minor": draw(LIMITS), "when": when}
            found.append(clause(kind, *names, source=source, **terms))

    pay(Pay.FEE, [fee.id for fee in deal.fees])
    pay(Pay.INTEREST, with_coupon)
    if reserve:
        pay(Pay.INTEREST if with_coupon else Pay.PRINCIPAL, with_coupon or all_of_them, "reserve")
    if deal.guarantees:
        pay(Pay.INTEREST, with_coupon, "guarantee")
        pay(Pay.PRINCIPAL, draw(st.permutations(all_of_them)), "guarantee", When.FINAL_PERIOD)
        pay(Pay.REIMBURSEMENT, ["guarantee"])
    pay(Pay.SCHEDULED_PRINCIPAL, scheduled)
    if reserve and reserve.target_minor is not None:
        pay(Pay.TOP_UP, ["reserve"])
        pay(Pay.TRANSFER, ["cash"], "reserve", When.FINAL_PERIOD)
    pay(Pay.PRINCIPAL, all_of_them, when=draw(st.sampled_from(When)))
    return (*found, clause(Pay.RESIDUAL, draw(st.sampled_from((all_of_them[-1], "servicer")))))


def sequential_clauses(deal: Deal) -> tuple[Clause, ...]:
    """Give the strict order of payments: all interest by rank, then all principal by rank."""
    reserve = [each for each in deal.accounts if each.id == "reserve"]
    with_coupon = [each.id for each in deal.classes if each.coupon_ppm_annual]
    found = [clause(Pay.TRANSFER, "cash", source="reserve") for _ in reserve]
    found += [clause(Pay.FEE, *(fee.id for fee in deal.fees)) for _ in deal.fees[:1]]
    found += [clause(Pay.INTEREST, name) for name in with_coupon]
    found += [clause(Pay.TOP_UP, "reserve") for each in reserve if each.target_minor is not None]
    found.append(clause(Pay.PRINCIPAL, *(each.id for each in deal.classes)))
    return (*found, clause(Pay.RESIDUAL, "servicer"))


@st.composite
def deals(draw: st.DrawFn, *, sequential: bool) -> Deal:
    of = tuple(draw(classes(number)) for number in range(draw(st.integers(1, 4))))
    if sequential:
        of = tuple(replace(each, scheduled_principal_ppm=0) for each in of)
    guarantee = Guarantee(id="guarantee", provider="servicer", limit_minor=draw(st.integers(1, 10**10)))
    deal = Deal(
        id="made-up",
        title=draw(st.text(st.characters(codec="utf-8"), max_size=9)),
        title_ja="乱数の案件",
        nature=Nature.DEMONSTRATION,
        currency=draw(st.sampled_from(("JPY", "USD"))),
        closing_on=CLOSING_ON,
        collection_account="cash",
        schedule=draw(schedules()),
        parties=(Party(id="servicer", role=Role.SERVICER, name="S"),),
        accounts=draw(accounts(of)),
        classes=of,
        fees=tuple(draw(fees(number, of)) for number in range(draw(st.integers(0, 2)))),
        guarantees=() if sequential else draw(st.sampled_from(((), (guarantee,)))),
        clauses=(),
    )
    deal = replace(deal, closing_costs_minor=draw(st.integers(0, closing_flows(deal).purchase_price_minor)))
    return replace(deal, clauses=sequential_clauses(deal) if sequential else draw(fair_clauses(deal)))


@st.composite
def lines(draw: st.DrawFn, paid_on: date) -> tuple[Receipt, ...]:
    """Give the receipts of a period: none, a few, or one that is a correction."""
    amounts = draw(st.lists(AMOUNTS, max_size=3))
    if draw(st.booleans()) and amounts:
        amounts.append(-draw(st.integers(0, sum(amounts))))
    return tuple(
        Receipt(
            received_on=paid_on,
            licence_id="L1",
            amount_minor=amount,
            is_actual=True,
            origin=Explained("royalty", str(amount), source=Place(f"{paid_on}.csv", row)),
        )
        for row, amount in enumerate(amounts)
    )


@st.composite
def cases(draw: st.DrawFn, *, sequential: bool = False) -> Explainer:
    """Give a deal, its run, and the receipts that it ran on."""
    deal = draw(deals(sequential=sequential))
    assert check(deal) == ()
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok), compiled
    collections = Collections(tuple(draw(lines(day)) for day in compiled.value.payment_dates))
    return Explainer(deal, run_exact(compiled.value, collections.totals_minor()), collections)


@pytest.fixture(scope="session")
def any_case() -> st.SearchStrategy[Explainer]:
    """Give runs of deals with any payment order."""
    return cases()


@pytest.fixture(scope="session")
def sequential_case() -> st.SearchStrategy[Explainer]:
    """Give runs of deals that pay strictly by rank."""
    return cases(sequential=True)
