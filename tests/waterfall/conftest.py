"""Whole deals, made up at random but valid, with what they collect: for what must hold of every deal."""

from collections.abc import Callable, Sequence
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
from chizai.deal.quantities import QUANTITIES, Kind, kind_of
from chizai.forecast.receipts import Collections, Receipt
from chizai.units.bankdays import Calendar, Roll
from chizai.units.daycount import DayCount
from chizai.units.explain import Explained
from chizai.units.rate import share_floor
from chizai.units.result import Ok, Place
from chizai.units.schedule import add_months
from chizai.units.toml import read_toml
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.explain import Explainer
from chizai.waterfall.inputs import RunInputs

CLOSING_ON = date(2025, 1, 15)
AMOUNTS = st.integers(0, 10**7) | st.integers(0, 10**11)
ORDERS = st.sampled_from(Order)
LIMITS = st.none() | AMOUNTS.map(lambda amount: amount + 1)
JOINED = {
    Kind.AMOUNT: ("+", "-"),
    Kind.RATIO: ("+", "-"),
    Kind.FLAG: ("and", "or"),
}
COMPARED = ("<", "<=", ">", ">=", "=", "!=")


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
    unit, kind = draw(st.sampled_from((1, 100, 10**6))), draw(st.sampled_from(ClassKind))
    coupons = st.just(0) | st.integers(1, 2000).map(lambda bp: 100 * bp)
    return SecurityClass(
        id="ABCD"[number],
        kind=kind,
        balance_minor=unit * draw(st.integers(1, 10**4)),
        unit_minor=unit,
        # a coupon would be a dividend, and these deals pay more often than that may be
        coupon_ppm_annual=0 if kind is ClassKind.PREFERRED_EQUITY else draw(coupons),
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


def emptied(deal: Deal) -> list[Clause]:
    """Give what the reserve holds back at the end."""
    last = clause(Pay.TRANSFER, "cash", source="reserve", when=When.FINAL_PERIOD)
    return [replace(last, id="empty-reserve") for each in deal.accounts if each.id == "reserve"]


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
    found += emptied(deal)
    pay(Pay.PRINCIPAL, all_of_them, when=draw(st.sampled_from(When)))
    # preferred equity gets no dividend as often as these deals pay
    holders = [each.id for each in deal.classes[-1:] if each.kind is not ClassKind.PREFERRED_EQUITY]
    return (*found, clause(Pay.RESIDUAL, draw(st.sampled_from((*holders, "servicer")))))


def sequential_clauses(deal: Deal) -> tuple[Clause, ...]:
    """Give the strict order of payments: all interest by rank, then all principal by rank."""
    reserve = [each for each in deal.accounts if each.id == "reserve"]
    with_coupon = [each.id for each in deal.classes if each.coupon_ppm_annual]
    found = [clause(Pay.TRANSFER, "cash", source="reserve") for _ in reserve]
    found += [clause(Pay.FEE, *(fee.id for fee in deal.fees)) for _ in deal.fees[:1]]
    found += [clause(Pay.INTEREST, name) for name in with_coupon]
    found += [clause(Pay.TOP_UP, "reserve") for each in reserve if each.target_minor is not None]
    found += emptied(deal) if reserve and reserve[0].target_minor is not None else []
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
    inputs = RunInputs(deal, compiled.value, collections, {})
    return Explainer(deal, run_exact(compiled.value, collections.totals_minor()), inputs)


@pytest.fixture(scope="session")
def any_case() -> st.SearchStrategy[Explainer]:
    """Give runs of deals with any payment order."""
    return cases()


@pytest.fixture(scope="session")
def sequential_case() -> st.SearchStrategy[Explainer]:
    """Give runs of deals that pay strictly by rank."""
    return cases(sequential=True)


HAND_HEAD = """
id = "by-hand"
title = "By hand"
title_ja = "手計算"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = {{ final_payment_on = {final}, months = 3, business_days = "every-day" }}
parties = [{{ id = "p", role = "servicer", name = "P" }}]
accounts = {accounts}
"""
CASH = '[{ id = "cash" }, { id = "trap" }]'


@pytest.fixture(scope="session")
def by_hand() -> Callable[..., ExactRun]:
    """Give a function that runs a small deal exactly, from the text of its tables and what it collects and observes.

    The deal need not be sound: what a test does not look at can be left out.
    """

    def run(tables: str, *brought: Sequence[int], final: date = date(2026, 1, 1), accounts: str = CASH) -> ExactRun:
        read = read_toml(HAND_HEAD.format(final=final, accounts=accounts) + tables, "deal.toml", Deal)
        assert isinstance(read, Ok), read
        compiled = compile_deal(read.value)
        assert isinstance(compiled, Ok), compiled
        done = run_exact(compiled.value, brought[0], brought[1:])
        assert_conserved(done)
        return done

    return run


# --- formulas of every kind, for the deals of `language` ---


def written_formula(draw: st.DrawFn, deal: Deal, kind: Kind, depth: int = 2, *, without: str = "") -> str:
    """Give the text of a formula.

    Args:
        draw: makes the choices.
        deal: what it may name.
        kind: what it gives.
        depth: how many operations may stand within one another.
        without: a quantity that it may not read.
    """

    def part(of: Kind) -> str:
        return written_formula(draw, deal, of, depth - 1, without=without)

    if depth == 0:
        return _leaf(draw, deal, kind, without)
    forms: list[Callable[[], str]] = [
        lambda: _leaf(draw, deal, kind, without),
        lambda: f"if({part(Kind.FLAG)}, {part(kind)}, {part(kind)})",
        lambda: f"{draw(st.sampled_from(('min', 'max')))}({part(kind)}, {part(kind)})",
    ]
    if kind in JOINED:
        forms.append(lambda: f"({part(kind)}) {draw(st.sampled_from(JOINED[kind]))} ({part(kind)})")
    if kind is Kind.AMOUNT:
        forms.append(lambda: f"trailing({draw(st.integers(1, 4))}, {part(kind)})")
        forms.append(lambda: f"{_multiplier(draw, deal, part)} * ({part(kind)})")
        forms.append(lambda: f"({part(kind)}) * {draw(st.integers(0, 300))}%")
    if kind is Kind.RATIO:
        forms.append(lambda: f"ratio({part(Kind.AMOUNT)}, {part(Kind.AMOUNT)}, {part(kind)})")
        forms.append(lambda: f"({part(kind)}) * {_multiplier(draw, deal, part)}")
    if kind is Kind.FLAG:
        compared = st.sampled_from(Kind)
        forms.append(lambda: f"not ({part(kind)})")
        forms.extend([lambda: _comparison(draw, draw(compared), part)] * 3)
    return forms[draw(st.integers(0, len(forms) - 1))]()


def _comparison(draw: st.DrawFn, of: Kind, part: Callable[[Kind], str]) -> str:
    return f"({part(of)}) {draw(st.sampled_from(COMPARED))} ({part(of)})"


def _multiplier(draw: st.DrawFn, deal: Deal, part: Callable[[Kind], str]) -> str:
    """Give a ratio that is never large, so that amounts stay far from 63 bits."""
    form = draw(st.integers(0, 3))
    if form == 0:
        return f"min(ratio({part(Kind.AMOUNT)}, {part(Kind.AMOUNT)}, {part(Kind.RATIO)}), 2.0)"
    observed = _quantities(deal, Kind.RATIO, "").get("observed", [])
    return draw(st.sampled_from(("0.333333", "65%", "1.40", *(f"observed({each})" for each in observed))))


def _leaf(draw: st.DrawFn, deal: Deal, kind: Kind, without: str) -> str:
    if kind is Kind.DATE and draw(st.booleans()):
        return f"{CLOSING_ON + timedelta(days=draw(st.integers(0, 1500)))}"
    if kind is Kind.AMOUNT and draw(st.integers(0, 4)) == 0:
        return f"{draw(AMOUNTS):_}"
    quantities = _quantities(deal, kind, without)
    if kind is Kind.RATIO and (not quantities or draw(st.booleans())):
        return draw(st.sampled_from(("0%", "0.000001", "12.5%", "1.30", "9.99", "300%")))
    name = draw(st.sampled_from(list(quantities)))
    of = draw(st.sampled_from(quantities[name]))
    if QUANTITIES[name].takes_several and draw(st.booleans()):
        others = [each for each in quantities[name] if each != of]
        of = ", ".join((of, *others[: draw(st.integers(0, 2))]))
    return f"{name}({of})"


def _quantities(deal: Deal, kind: Kind, without: str) -> dict[str, list[str]]:
    """Give every quantity of a kind that can be read of the deal, and the ids that it can be of."""
    found: dict[str, list[str]] = {}
    for name, terms in QUANTITIES.items():
        for each in terms.known(deal) if terms.of else [""]:
            if name != without and kind_of(deal, name, (each,)) is kind:
                found.setdefault(name, []).append(each)
    return found


@pytest.fixture(scope="session")
def formula() -> Callable[..., str]:
    """Give `written_formula`."""
    return written_formula
