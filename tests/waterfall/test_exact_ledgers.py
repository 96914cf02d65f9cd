"""Ledgers, dates and growth without end: what is taken off where, which day counts, and what no number can hold."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import numpy as np
import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.coupon_steps import coupons_ppm
from chizai.deal.coupons import CouponStep
from chizai.deal.model import ClassKind, Deal, SecurityClass
from chizai.deal.periods import deal_periods
from chizai.deal.program import SlotKind
from chizai.units.bankdays import Calendar, Roll
from chizai.units.result import Failed, Ok, Reason
from chizai.units.schedule import Schedule, periods
from chizai.units.toml import read_toml
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.vector import run_vector

ByHand: TypeAlias = Callable[..., ExactRun]
LOSS = """
[[classes]]
id = "A"
kind = "note"
balance_minor = 1_000
unit_minor = 1

[[observations]]
id = "loss"
unit = "money"
reporter = "p"

[[ledgers]]
id = "pdl"
grows_by = "observed(loss)"
"""

TWO_OF_THEM = """
[[classes]]
id = "A"
kind = "note"
balance_minor = 1_200
unit_minor = 1

[[classes]]
id = "B"
kind = "note"
balance_minor = 800
unit_minor = 1

[[groups]]
id = "both"
members = ["A", "B"]
order = "pro-rata"
"""


def clause(name: str, pay: str, to: str, more: str = "") -> str:
    return f'\n[[clauses]]\nid = "{name}"\npay = "{pay}"\nto = ["{to}"]\n{more}\n'


def closing(run: ExactRun, kind: SlotKind, of: str) -> list[int]:
    slot = run.program.slot(kind, of)
    return [run.closing(period, slot) for period in range(len(run.inflows_minor))]


def test_a_loss_is_written_off_once_where_the_clause_takes_it_off_the_ledger(by_hand: ByHand) -> None:
    run = by_hand(LOSS + clause("down", "write-down", "A", 'against = "pdl"'), [0] * 4, [100, 0, 30, 0])
    assert closing(run, SlotKind.PRINCIPAL, "A") == [900, 900, 870, 870]
    assert closing(run, SlotKind.LEDGER, "pdl") == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("to", "terms", "written_off"),
    [
        ('"A", "B"', "", (60, 40)),
        ('"A", "B"', "limit_minor = 50", (30, 20)),
        ('"A", "B"', "limit_minor = 500", (60, 40)),
        ('"B", "A"', "", (60, 40)),
        ('"both"', "", (60, 40)),
        ('"both"', "limit_minor = 50", (30, 20)),
    ],
)
def test_a_loss_of_a_ledger_is_written_off_in_proportion_to_what_is_outstanding(
    by_hand: ByHand, to: str, terms: str, written_off: tuple[int, int]
) -> None:
    classes = TWO_OF_THEM + LOSS[LOSS.index("\n[[observations]]") :]
    down = clause("down", "write-down", "A", f'against = "pdl"\norder = "pro-rata"\n{terms}').replace('"A"', to, 1)
    run = by_hand(classes + down, [0] * 4, [100, 0, 0, 0])
    assert (closing(run, SlotKind.WRITTEN_OFF, "A")[0], closing(run, SlotKind.WRITTEN_OFF, "B")[0]) == written_off
    assert closing(run, SlotKind.LEDGER, "pdl")[0] == 100 - sum(written_off)


def test_a_recovery_is_written_up_against_a_ledger_of_its_own(by_hand: ByHand) -> None:
    recovery = '[[observations]]\nid = "recovered"\nunit = "money"\nreporter = "p"\n'
    ledger = '[[ledgers]]\nid = "up"\ngrows_by = "observed(recovered)"\n'
    down = clause("down", "write-down", "A", 'against = "pdl"')
    deal = LOSS + recovery + ledger + down + clause("up-again", "write-up", "A", 'against = "up"')
    run = by_hand(deal, [0] * 4, [100, 0, 0, 0], [0, 40, 90, 0])
    # 40 come back, then all that is left of the 100; 30 of the recovery stays on its ledger
    assert closing(run, SlotKind.PRINCIPAL, "A") == [900, 940, 1_000, 1_000]
    assert closing(run, SlotKind.LEDGER, "up") == [0, 0, 30, 30]


def test_principal_that_is_borrowed_to_pay_interest_is_booked_in_the_same_period(by_hand: ByHand) -> None:
    deal = LOSS.replace("unit_minor = 1\n", 'unit_minor = 1\ncoupon_ppm_annual = 120_000\nday_count = "30E/360"\n')
    deal = deal.replace('grows_by = "observed(loss)"', 'grows_by = "paid(borrow)"\nafter_clause = "borrow"')
    borrow = clause("borrow", "interest", "A", 'source = "cash"')
    run = by_hand(deal + borrow, [30] * 4, [0] * 4)
    assert closing(run, SlotKind.LEDGER, "pdl") == [30, 60, 90, 120]


def test_a_step_counts_from_the_day_on_which_a_period_starts_before_any_roll() -> None:
    # 31 March 2030 is a Sunday: the period that starts on it starts on Friday the 29th, rolled
    schedule = Schedule(
        start_on=date(2028, 3, 31),
        end_on=date(2032, 3, 31),
        months=12,
        end_of_month=True,
        business_days=Calendar.WEEKENDS,
        roll=Roll.MODIFIED_FOLLOWING,
        accrue_to_payment=True,
    )
    security = SecurityClass(
        id="A",
        kind=ClassKind.NOTE,
        balance_minor=1,
        unit_minor=1,
        coupon_ppm_annual=40_000,
        coupon_steps=(CouponStep(from_on=date(2030, 3, 31), coupon_ppm_annual=90_000),),
    )
    laid_out = periods(schedule)
    assert laid_out[2].start_on == date(2030, 3, 29)
    assert coupons_ppm(security, laid_out) == (40_000, 40_000, 90_000, 90_000)


ENDLESS = """
id = "endless"
title = ""
title_ja = ""
nature = "own"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2125-01-01, months = 1, business_days = "every-day" }
accounts = [{ id = "cash" }]
classes = []
clauses = []
ledgers = [{ id = "x", grows_by = "1000.0 * ledger(x) + 1" }]
"""


def test_growth_without_end_is_refused_once_with_its_place() -> None:
    read = read_toml(ENDLESS, "deal.toml", Deal)
    assert isinstance(read, Ok), read
    assert len(deal_periods(read.value)) == 1200
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Failed)
    [failure] = [each for each in compiled.failures if "(x)" in str(each.place)]
    assert (failure.reason, str(failure.place)) == (Reason.OVERFLOW, "deal.toml: ledgers[1] (x)")
    assert "digits in period" in failure.what


def test_uneven_rates_on_ordinary_amounts_are_no_overflow_and_both_executors_agree(by_hand: ByHand) -> None:
    interest = '[[classes]]\nid = "A"\nkind = "note"\nbalance_minor = 73_250_000_000\nunit_minor = 1\n'
    uneven = interest + 'coupon_ppm_annual = 39_391\nday_count = "ACT/ACT"\n'
    earning = '[{ id = "cash", interest_ppm_annual = 1_234, day_count = "ACT/ACT" }, { id = "trap" }]'
    uneven += clause("interest", "interest", "A", 'source = "trap"\nwhen = "final-period"')
    run = by_hand(uneven, [10**9] * 40, final=date(2035, 1, 1), accounts=earning)
    # 73,250,000,000 x 3.9391 % x 90 / 365, rounded down
    assert closing(run, SlotKind.INTEREST, "A")[0] == 73_250_000_000 * 39_391 * 90 // (365 * 1_000_000)
    # the products pass 63 bits at the edge of what may be collected; the quotients do not
    most = run.program.inputs[0].most
    inflows = np.array([[most, most - 1, 10**9 + 7 * period] for period in range(40)], np.int64)
    slots = range(len(run.program.slots))
    vector = run_vector(run.program, inflows, slots)
    for path in range(inflows.shape[1]):
        exact = run_exact(run.program, inflows[:, path].tolist())
        for slot in slots:
            assert vector.closing(slot)[:, path].tolist() == [exact.closing(period, slot) for period in range(40)]
