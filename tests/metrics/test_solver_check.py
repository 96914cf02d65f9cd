"""Requests that cannot be solved as they are written: each comes back with its place and what to do."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from chizai.deal.cash_in import Stream
from chizai.deal.model import Clause, Deal, Pay
from chizai.deal.text import read_deal
from chizai.metrics.solver import solve
from chizai.metrics.solver_check import keys_of, put
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target, Unknown, written
from chizai.metrics.solver_runs import Outlook
from chizai.units.result import Failed, Ok, Reason

DEAL = """
id = "asked"
title = "Asked"
title_ja = "求める案件"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2027-01-01, months = 12, business_days = "every-day", roll = "none" }
parties = [{ id = "owner", role = "originator", name = "Owner" }]
accounts = [{ id = "cash" }]
classes = [{ id = "A", kind = "note", balance_minor = 1_000, unit_minor = 100 }]

[[clauses]]
id = "principal"
pay = "principal"
to = ["A"]
source = "cash"

[[clauses]]
id = "rest"
pay = "residual"
to = ["owner"]
source = "cash"
"""
OUTLOOK = Outlook(inflows_minor=(1_000, 1_000), futures_minor=np.full((2, 3), 1_000))
SIZE = Unknown(key="classes.A.balance_minor", low=100, high=2_000, step=100)
COVER = Target(measure=Measure.COVER, of="A", sense=Sense.AT_LEAST, level=1_500_000)
PRICE = replace(COVER, measure=Measure.PRICE, level=900_000, yield_ppm_annual=30_000)
ADVANCE = replace(COVER, measure=Measure.ADVANCE_RATE, valuation_minor=5_000)


@pytest.fixture
def deal() -> Deal:
    read = read_deal(DEAL)
    assert isinstance(read, Ok), read
    return read.value


def failures_of(
    deal: Deal, *unknowns: Unknown, targets: tuple[Target, ...] = (COVER,)
) -> list[tuple[Reason, str, str]]:
    found = solve(deal, SolverRequest(unknowns=unknowns, targets=targets), OUTLOOK, "sizing.toml")
    assert isinstance(found, Failed), found
    assert all(failure.why and failure.fix for failure in found.failures)
    return [(failure.reason, str(failure.place), failure.fix) for failure in found.failures]


def test_a_request_without_unknowns_or_without_anything_wanted_has_no_answer(deal: Deal) -> None:
    found = failures_of(deal, targets=())
    assert [(reason, place) for reason, place, _ in found] == [
        (Reason.MISSING, "sizing.toml: unknowns"),
        (Reason.MISSING, "sizing.toml: targets"),
    ]


@pytest.mark.parametrize(
    ("class_id", "levels_ppm", "missing"), [(None, (1_500_000,), "frontier_of"), ("A", (), "levels_ppm")]
)
def test_a_frontier_that_is_asked_for_by_halves_is_refused(
    deal: Deal, class_id: str | None, levels_ppm: tuple[int, ...], missing: str
) -> None:
    request = SolverRequest(unknowns=(SIZE,), targets=(COVER,), frontier_of=class_id, levels_ppm=levels_ppm)
    found = solve(deal, request, OUTLOOK, "sizing.toml")
    assert isinstance(found, Failed)
    (failure,) = found.failures
    assert (failure.reason, str(failure.place)) == (Reason.MISSING, f"sizing.toml: {missing}")
    assert "or leave out" in failure.fix
    both = replace(request, frontier_of="A", levels_ppm=(1_500_000,))
    assert isinstance(solve(deal, both, OUTLOOK), Ok)


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"key": "classes.A.balance"}, Reason.UNKNOWN, "key"),
        ({"key": "classes.Z.balance_minor"}, Reason.UNKNOWN, "key"),
        ({"key": "fees.servicing.amount_minor"}, Reason.UNKNOWN, "key"),
        ({"key": ""}, Reason.UNKNOWN, "key"),
        ({"step": 0}, Reason.OUT_OF_RANGE, "step"),
        ({"low": 3_000}, Reason.INCONSISTENT, "low"),
    ],
)
def test_an_unknown_that_cannot_be_chosen_is_refused_at_its_place(
    deal: Deal, change: dict[str, str | int], reason: Reason, field: str
) -> None:
    unknown = replace(SIZE, **change)  # type: ignore[arg-type]
    ((found, place, _),) = failures_of(deal, unknown)
    assert (found, place) == (reason, f"sizing.toml: unknowns[1] ({unknown.key}).{field}")


def test_a_slip_of_the_pen_in_a_key_is_answered_with_the_key_that_was_meant(deal: Deal) -> None:
    ((_, _, fix),) = failures_of(deal, replace(SIZE, key="classes.A.balance"))
    assert fix == "did you mean 'classes.A.balance_minor'?"


def test_a_number_that_is_asked_for_twice_is_refused(deal: Deal) -> None:
    assert [reason for reason, _, _ in failures_of(deal, SIZE, SIZE)] == [Reason.DUPLICATE]


@pytest.mark.parametrize(("low", "step"), [(100, 150), (150, 100), (0, 100), (-100, 100)])
def test_a_range_in_which_the_deal_would_be_no_deal_is_refused(deal: Deal, low: int, step: int) -> None:
    # the class is issued in units of 100
    found = failures_of(deal, replace(SIZE, low=low, step=step))
    assert {place for _, place, _ in found} == {"sizing.toml: unknowns[1] (classes.A.balance_minor)"}


def test_a_range_that_no_executor_could_carry_out_is_refused(deal: Deal) -> None:
    coupon = Unknown(key="classes.A.coupon_ppm_annual", low=10_000, high=999_999, step=1)
    interest = replace(deal.clauses[0], id="interest", pay=type(deal.clauses[0].pay).INTEREST)
    bearing = replace(
        deal,
        classes=(replace(deal.classes[0], coupon_ppm_annual=10_000),),
        clauses=(interest, *deal.clauses),
    )
    found = failures_of(bearing, replace(SIZE, high=9 * 10**18), coupon)
    assert {reason for reason, _, _ in found} == {Reason.OVERFLOW}


@pytest.mark.parametrize(
    ("target", "reason", "field"),
    [
        (replace(COVER, of="Z"), Reason.UNKNOWN, ".of"),
        (replace(COVER, of=""), Reason.UNKNOWN, ".of"),
        (replace(COVER, measure=Measure.MINIMUM_DSCR), Reason.INCONSISTENT, ".of"),
        (replace(COVER, sense=Sense.EQUALS, tolerance=-1), Reason.OUT_OF_RANGE, ".tolerance"),
        (replace(PRICE, yield_ppm_annual=None), Reason.MISSING, ".yield_ppm_annual"),
        (replace(PRICE, yield_ppm_annual=-1_000_000), Reason.OUT_OF_RANGE, ".yield_ppm_annual"),
        (replace(ADVANCE, valuation_minor=None), Reason.MISSING, ".valuation_minor"),
        (replace(ADVANCE, valuation_minor=0), Reason.MISSING, ".valuation_minor"),
    ],
)
def test_a_target_that_cannot_be_measured_is_refused_at_its_place(
    deal: Deal, target: Target, reason: Reason, field: str
) -> None:
    ((found, place, _),) = failures_of(deal, SIZE, targets=(target,))
    assert (found, place) == (reason, f"sizing.toml: targets[1] ({target.quantity}){field}")


def test_what_leaves_out_later_payments_of_holders_is_refused(deal: Deal) -> None:
    (committed,) = (replace(security, commitment_minor=1_000) for security in deal.classes)
    draw = Clause(
        id="draw", pay=Pay.DRAW, to=("cash",), source="A", condition="cash(cash) > 0", until_on=date(2025, 12, 31)
    )
    drawn = replace(deal, classes=(committed,), clauses=(draw, *deal.clauses))
    loss = Target(measure=Measure.EXPECTED_LOSS, of="A", sense=Sense.AT_MOST, level=10_000)
    request = SolverRequest(unknowns=(SIZE,), targets=(COVER, PRICE, loss), goal=Goal.LEAST_YEARLY_COST)
    found = solve(drawn, request, OUTLOOK, "sizing.toml")
    assert isinstance(found, Failed)
    assert [(failure.reason, str(failure.place)) for failure in found.failures] == [
        (Reason.INCONSISTENT, "sizing.toml: targets[2] (price of A).measure"),
        (Reason.INCONSISTENT, "sizing.toml: targets[3] (expected-loss of A).measure"),
        (Reason.INCONSISTENT, "sizing.toml: goal"),
    ]
    assert isinstance(solve(drawn, SolverRequest(unknowns=(SIZE,), targets=(COVER,)), OUTLOOK), Ok)


def test_a_deal_that_collects_in_streams_is_refused(deal: Deal) -> None:
    streams = (Stream(id="abroad", account="cash", licences=("L1",)),)
    assert [reason for reason, _, _ in failures_of(replace(deal, streams=streams), SIZE)] == [Reason.INCONSISTENT]


def test_a_mean_over_futures_needs_futures(deal: Deal) -> None:
    request = SolverRequest(unknowns=(SIZE,), targets=(PRICE,))
    found = solve(deal, request, replace(OUTLOOK, futures_minor=None))
    assert isinstance(found, Failed)
    assert [(failure.reason, failure.what) for failure in found.failures] == [(Reason.MISSING, "no futures are given")]


def test_an_outlook_of_other_periods_than_the_deal_is_a_bug_of_the_caller(deal: Deal) -> None:
    with pytest.raises(ValueError, match="3"):
        solve(deal, SolverRequest(unknowns=(SIZE,), targets=(COVER,)), Outlook(inflows_minor=(1, 1, 1)))


def test_numbers_are_put_where_their_keys_say_and_nowhere_else(deal: Deal) -> None:
    changed = put(deal, {"classes.A.balance_minor": 700, "accounts.cash.opening_minor": 5})
    assert (changed.classes[0].balance_minor, changed.accounts[0].opening_minor) == (700, 5)
    assert put(changed, {"classes.A.balance_minor": 1_000, "accounts.cash.opening_minor": 0}) == deal
    assert keys_of(deal) == (
        "classes.A.balance_minor",
        "classes.A.coupon_ppm_annual",
        "classes.A.issue_price_ppm",
        "accounts.cash.opening_minor",
        "accounts.cash.target_minor",
    )


def test_a_request_that_only_wants_the_most_fills_the_range(deal: Deal) -> None:
    found = solve(deal, SolverRequest(unknowns=(SIZE,), targets=(), goal=Goal.MOST_PROCEEDS), OUTLOOK)
    assert isinstance(found, Ok)
    assert found.value.numbers == (("classes.A.balance_minor", 2_000),)


@pytest.mark.parametrize(
    ("measure", "value", "text"),
    [
        (Measure.COVER, 1_500_000, "1.5"),
        (Measure.COVER, 2_000_000, "2"),
        (Measure.PRICE, 999_872, "0.999872"),
        (Measure.MINIMUM_DSCR, -250_000, "-0.25"),
        (Measure.PURCHASE_PRICE, 1_234_567, "1_234_567"),
    ],
)
def test_values_are_written_in_the_unit_of_their_measure(measure: Measure, value: int, text: str) -> None:
    assert written(measure, value) == text
