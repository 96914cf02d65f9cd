"""Terms of classes, fees, accounts and cash from outside that cannot be kept are found once, with their key."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.deal.said import assert_said_once

from chizai.deal.check import check
from chizai.deal.coupons import CouponStep
from chizai.deal.model import Deal
from chizai.units.bankdays import Calendar
from chizai.units.result import Failure, Place, Reason

MOST = 2**63 - 1

# What stands in the text of the full deal, what stands there instead, and the one failure that follows.
WRONG: list[tuple[str, str, Reason, str, str]] = [
    # amounts
    ("balance_minor = 80_000_000", "balance_minor = -1", Reason.OUT_OF_RANGE, "planned_balances[1]", "-1 is negative"),
    (
        "commitment_minor = 20_000_000",
        "commitment_minor = 20_000_500",
        Reason.INCONSISTENT,
        "A).commitment_minor",
        "units",
    ),
    (
        "amount_minor = 5_000",
        "amount_minor = 0",
        Reason.OUT_OF_RANGE,
        "line-fee).amounts[1].amount_minor",
        "not above 0",
    ),
    ("rate_ppm = 1_500_000", "rate_ppm = 0", Reason.OUT_OF_RANGE, "streams[1] (usd).swap.rate_ppm", "0 is not above 0"),
    ("notional_minor = 100_000", "notional_minor = 0", Reason.OUT_OF_RANGE, "usd).swap.notional_minor", "not above 0"),
    ("most = 200_000", "most = 0", Reason.OUT_OF_RANGE, "observations[1] (tibor).most", "0 is not above 0"),
    ("most = 200_000", f"most = {MOST + 1}", Reason.OVERFLOW, "observations[1] (tibor).most", "is past"),
    ('unit = "flag"', 'unit = "flag"\nmost = 2', Reason.INCONSISTENT, "observations[3] (milestone).most", "could be 2"),
    # rates
    (
        "interest_ppm_annual = 1_000",
        "interest_ppm_annual = -1",
        Reason.OUT_OF_RANGE,
        "accounts[1] (cash).interest",
        "-0.",
    ),
    (
        "rate_ppm_annual = 30_000",
        "rate_ppm_annual = 1_000_001",
        Reason.OUT_OF_RANGE,
        "guarantees[1] (line).rate",
        "100.",
    ),
    ("premium_ppm = 20_000", "premium_ppm = -1", Reason.OUT_OF_RANGE, "A).call_prices[1].premium_ppm", "-0.0001%"),
    ("discount_ppm_annual = 15_000", "discount_ppm_annual = -1", Reason.OUT_OF_RANGE, "B).make_whole.discount", "-0."),
    (
        "retained_ppm = 50_000",
        "retained_ppm = 1_000_001",
        Reason.OUT_OF_RANGE,
        "classes[2] (B).retained_ppm",
        "100.0001%",
    ),
    ("base_ppm_annual = 3_000", "base_ppm_annual = -3_000", Reason.OUT_OF_RANGE, "line-fee).base_ppm_annual", "-0.3%"),
    (
        "coupon_ppm_annual = 80_000",
        "coupon_ppm_annual = 8_000_000",
        Reason.OUT_OF_RANGE,
        "coupon_steps[1].coupon",
        "800%",
    ),
    (
        "floor_ppm_annual = 12_000",
        "floor_ppm_annual = -1",
        Reason.OUT_OF_RANGE,
        "floating.floor_ppm_annual",
        "-0.0001%",
    ),
    (
        "cap_ppm_annual = 60_000",
        "cap_ppm_annual = 11_999",
        Reason.INCONSISTENT,
        "classes[1] (A).floating.cap_ppm_annual",
        "the cap of 1.1999% lies below the floor of 1.2%",
    ),
    # one of two
    ("max(500_000", '1"\ntarget_minor = 5 # max(500_000', Reason.INCONSISTENT, "(reserve).target", "are both given"),
    (
        "commitment_minor = 20_000_000",
        "commitment_minor = 20_000_000\nscheduled_principal_ppm = 1",
        Reason.INCONSISTENT,
        "classes[1] (A).planned_balances",
        "scheduled_principal_ppm and planned_balances are both given",
    ),
    (
        "retained_ppm = 50_000",
        "call_prices = [{ from_on = 2026-01-01, premium_ppm = 1 }]",
        Reason.INCONSISTENT,
        "classes[2] (B).make_whole",
        "call_prices and make_whole are both given",
    ),
    (
        "base_ppm_annual = 3_000\n",
        "",
        Reason.INCONSISTENT,
        "fees[1] (line-fee).base",
        "base_ppm_annual and base belong",
    ),
    ('base = "undrawn(A) + available(line)"\n', "", Reason.INCONSISTENT, "fees[1] (line-fee).base", "belong together"),
    ("limit_minor = 1_000_000\n", "", Reason.MISSING, "clauses[2] (fee).limit_minor", "span = 'year' is given"),
    ("months = 3, ", "", Reason.OUT_OF_RANGE, "schedule", "neither months nor dates are given"),
    ("months = 3, ", "months = 3, dates = [2031-01-15], ", Reason.OUT_OF_RANGE, "schedule", "both months and dates"),
    # days
    (
        "from_on = 2027-01-01, balance",
        "from_on = 2029-01-01, balance",
        Reason.INCONSISTENT,
        "balances[2].from_on",
        "not later",
    ),
    (
        "from_on = 2026-01-01, premium",
        "from_on = 2027-01-01, premium",
        Reason.INCONSISTENT,
        "prices[2].from_on",
        "not later",
    ),
    (
        "from_on = 2027-01-01, premium",
        "from_on = 2031-01-16, premium",
        Reason.OUT_OF_RANGE,
        "prices[2].from_on",
        "never take",
    ),
    (
        "from_on = 2028-01-15",
        "from_on = 2030-10-16",
        Reason.OUT_OF_RANGE,
        "B).coupon_steps[1].from_on",
        "can never take",
    ),
    (
        "balance_minor = 80_000_000",
        "balance_minor = 120_000_001",
        Reason.INCONSISTENT,
        "classes[1] (A).planned_balances[1].balance_minor",
        "120_000_001 is planned where 120_000_000 is outstanding at most",
    ),
    (
        "until_on = 2029-01-15",
        "until_on = 2025-04-15",
        Reason.OUT_OF_RANGE,
        "B).make_whole.until_on",
        "leaves no coupon",
    ),
    ("on = 2026-01-01, amount", "on = 2030-01-16, amount", Reason.OUT_OF_RANGE, "amounts[1].on", "would never be owed"),
    ("last_period = 20", "last_period = 25", Reason.OUT_OF_RANGE, "line-fee).last_period", "25 is no period"),
    ("last_period = 20", "first_period = 0", Reason.OUT_OF_RANGE, "first_period", "0 is no period"),
    # calls
    (
        "coupon_steps =",
        'floating = { index = "usdjpy" }\ncoupon_steps =',
        Reason.INCONSISTENT,
        "classes[2] (B).make_whole",
        "the coupon of 'B' floats",
    ),
    (
        'condition = "principal(A, B, C) < 10% * original(A, B, C)"\n',
        "",
        Reason.MISSING,
        "inflows[1] (clean-up).condition",
        "the call 'clean-up' has no condition",
    ),
    # streams
    ('licences = ["L7"]', "licences = []", Reason.MISSING, "streams[2] (domestic).licences", "licences = []"),
    (
        'licences = ["L7"]',
        'licences = ["L9"]',
        Reason.DUPLICATE,
        "streams[2] (domestic).licences",
        "pays into 'usd' already",
    ),
    (
        'licences = ["L7"]',
        'licences = ["L7", "L7"]',
        Reason.DUPLICATE,
        "streams[2] (domestic).licences",
        "'L7' pays into",
    ),
    ('currency = "USD"', 'currency = "XYZ"', Reason.UNKNOWN, "streams[1] (usd).currency", "'XYZ' is not a currency"),
    ('currency = "USD"', 'currency = "JPY"', Reason.CURRENCY, "streams[1] (usd).swap", "pays in JPY and has a swap"),
    ('["L7"]', '["L7"]\nspot = "usdjpy"', Reason.CURRENCY, "streams[2] (domestic).spot", "pays in JPY and has a spot"),
    (
        '["L7"]',
        '["L7"]\ncurrency = "EUR"',
        Reason.CURRENCY,
        "streams[2] (domestic).currency",
        "in EUR, and the deal in JPY",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "reason", "key", "says"), WRONG, ids=[f"{n}-{w[3]}" for n, w in enumerate(WRONG)]
)
def test_what_is_wrong_is_said_once_with_its_key(
    failures_of: Callable[[str, str], tuple[Failure, ...]], old: str, new: str, reason: Reason, key: str, says: str
) -> None:
    assert_said_once(failures_of(old, new), reason, key, says)


def test_a_swap_that_leaves_a_rest_in_another_currency_is_refused(
    failures_of: Callable[[str, str], tuple[Failure, ...]],
) -> None:
    lost, unread = failures_of('spot = "usdjpy"\n', "")
    assert lost.place == Place("deal.toml", None, "streams[1] (usd).swap.notional_minor")
    assert lost.what == "the swap takes 100_000 in a period, and nothing exchanges the rest"
    assert unread.what == "'usdjpy' is measured for nothing"


def test_a_premium_on_a_call_needs_a_call(failures_of: Callable[[str, str], tuple[Failure, ...]]) -> None:
    found = [failure.what for failure in failures_of("is_call = true\n", "")]
    assert "'A' has a premium on a call, and nothing calls the deal" in found
    assert "'B' has a premium on a call, and nothing calls the deal" in found


def test_a_swap_of_all_that_comes_needs_no_other_exchange(
    failures_of: Callable[[str, str], tuple[Failure, ...]],
) -> None:
    assert failures_of(", notional_minor = 100_000", "") == ()


def test_a_deal_that_uses_the_whole_language_has_nothing_wrong(full: Deal) -> None:
    assert len(full.clauses) == 19


@pytest.mark.parametrize(("from_on", "found"), [(date(2025, 11, 15), []), (date(2025, 11, 16), ["2025-11-15"])])
def test_a_coupon_step_is_compared_with_the_start_of_the_last_period_before_any_roll(
    sound: Deal, from_on: date, found: list[str]
) -> None:
    # the last period starts on Saturday the 15th, and its interest on Monday the 17th
    schedule = replace(sound.schedule, months=1, final_payment_on=date(2025, 12, 15), accrue_to_payment=True)
    step = CouponStep(from_on=from_on, coupon_ppm_annual=50_000)
    first, *others = sound.classes
    stepped = replace(
        sound,
        schedule=replace(schedule, business_days=Calendar.JAPAN_BANK),
        classes=(replace(first, coupon_steps=(step,)), *others),
    )
    assert [f"the last period starts on {day}" for day in found] == [failure.why for failure in check(stepped)]
