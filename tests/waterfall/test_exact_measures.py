"""What a deal measures and what follows, worked by hand: triggers, look-backs, limits, ledgers, cash from outside."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import SlotKind
from chizai.units.result import Ok
from chizai.units.toml import read_toml
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.tables import residual_paid

ByHand: TypeAlias = Callable[..., ExactRun]
TWO_YEARS = date(2027, 1, 1)
QUIET = """
[[classes]]
id = "A"
kind = "note"
balance_minor = 100_000
unit_minor = 1
"""
BEARING = QUIET + 'coupon_ppm_annual = 120_000\nday_count = "30E/360"\n'


HALF_YEARS = """
id = "half-years"
title = "Half-years"
title_ja = "半年"
nature = "own"
currency = "JPY"
closing_on = 2025-02-28
collection_account = "cash"
schedule = { final_payment_on = 2028-08-31, months = 6, end_of_month = true, business_days = "every-day" }
parties = [{ id = "p", role = "servicer", name = "P" }]
accounts = [{ id = "cash" }]
classes = []
"""


def clause(name: str, pay: str, to: str, more: str = "", source: str = "cash") -> str:
    return f"""
[[clauses]]
id = "{name}"
pay = "{pay}"
to = ["{to}"]
source = "{source}"
{more}
"""


INTEREST = clause("interest", "interest", "A")
TRAP = clause("into-trap", "transfer", "trap", 'condition = "triggered(low)"')
REST = clause("rest", "residual", "p")
TRAPPED = (SlotKind.CASH, "trap")
LEDGER = '[[ledgers]]\nid = "short"\ngrows_by = "observed(loss)"\n'


def observation(name: str, unit: str) -> str:
    return f'[[observations]]\nid = "{name}"\nunit = "{unit}"\nreporter = "p"\n'


def closing(run: ExactRun, kind: SlotKind, of: str) -> list[int]:
    slot = run.program.slot(kind, of)
    return [run.closing(period, slot) for period in range(len(run.inflows_minor))]


def growth(run: ExactRun, kind: SlotKind, of: str) -> list[int]:
    slot = run.program.slot(kind, of)
    return [run.closing(period, slot) - run.opening(period, slot) for period in range(len(run.inflows_minor))]


def rest(run: ExactRun) -> list[int]:
    return [residual_paid(run, period, "p") for period in range(len(run.inflows_minor))]


def trigger(more: str, test: str = "collections() < 1_000") -> str:
    return f'[[triggers]]\nid = "low"\ntest = "{test}"\n{more}\n'


COLLECTED = (500, 500, 2_000, 2_000, 500, 2_000, 500, 600)


@pytest.mark.parametrize(
    ("terms", "trapped"),
    [
        # breached in the 1st, 2nd, 5th, 7th, 8th quarter
        ("", [500, 500, 2_000, 2_000, 500, 2_000, 500, 600]),
        ("cure_periods = 1", [500, 500, 0, 0, 500, 0, 500, 600]),
        ("breach_periods = 2", [0, 500, 2_000, 2_000, 500, 2_000, 500, 600]),
        # on from the 2nd; two good quarters running turn it off in the 4th; the 7th and 8th turn it on again
        ("breach_periods = 2\ncure_periods = 2", [0, 500, 2_000, 0, 0, 0, 0, 600]),
        ("breach_periods = 2\ncure_periods = 2\nnext_period = true", [0, 0, 2_000, 2_000, 0, 0, 0, 0]),
        ("cure_periods = 1\nnext_period = true", [0, 500, 2_000, 0, 0, 2_000, 0, 600]),
        # after the payments it turns clauses on in the next quarter, and off in the one after the good one
        ('tested = "after-payments"\ncure_periods = 1', [0, 500, 2_000, 0, 0, 2_000, 0, 600]),
        # at its start a quarter still sees the collections of the one before; at first there were none
        ('tested = "period-start"\ncure_periods = 1', [500, 500, 2_000, 0, 0, 2_000, 0, 600]),
    ],
)
def test_a_trigger_is_on_and_off_after_so_many_periods(by_hand: ByHand, terms: str, trapped: list[int]) -> None:
    run = by_hand(QUIET + trigger(terms) + TRAP + REST, COLLECTED, final=TWO_YEARS)
    assert growth(run, *TRAPPED) == trapped
    assert rest(run) == [brought - kept for brought, kept in zip(COLLECTED, trapped, strict=True)]


def test_a_trigger_is_tested_just_ahead_of_the_clause_that_it_names(by_hand: ByHand) -> None:
    first = clause("first", "residual", "p", "limit_minor = 400")
    tested = trigger('before_clause = "into-trap"\ncure_periods = 1', "cash(cash) < 200")
    run = by_hand(QUIET + tested + first + TRAP, (500, 600, 599, 0))
    # 100 are left and trapped; then 200; then 200 + 199 with the cash of before, and all but 399 - 400 are gone
    assert rest(run) == [400, 400, 400, 399]
    assert growth(run, *TRAPPED) == [100, 0, 0, 0]


def test_half_is_trapped_below_one_cover_and_all_below_another(by_hand: ByHand) -> None:
    cover = "ratio(collections(), interest-due(A), 9.99)"
    triggers = "".join(
        f'[[triggers]]\nid = "{name}"\ntest = "{cover} < {level}"\ncure_periods = 1\n'
        for name, level in (("thin", "1.40"), ("thinner", "1.30"))
    )
    half = clause("half", "transfer", "trap", 'limit = "50% * cash(cash)"\ncondition = "triggered(thin)"')
    whole = clause("all", "transfer", "trap", 'condition = "triggered(thinner)"')
    run = by_hand(BEARING + triggers + INTEREST + half + whole + REST, (4_200, 4_199, 3_900, 3_899))
    # 3,000 of interest: 1.40 is enough; half of 1,199; half of 900, for 1.30 is enough; all of 899
    assert growth(run, *TRAPPED) == [0, 599, 450, 899]
    assert rest(run) == [1_200, 600, 450, 0]


def test_a_look_back_sums_this_period_and_the_ones_before(by_hand: ByHand) -> None:
    limited = clause("rest", "residual", "p", 'limit = "10% * trailing(3, collections())"')
    run = by_hand(QUIET + limited, (1_000, 2_000, 3_000, 4_005))
    # a tenth of 1,000; of 3,000; of 6,000; of 9,005, rounded down
    assert rest(run) == [100, 300, 600, 900]


def test_a_target_that_looks_back_remembers_what_came_before_its_clause_stood(by_hand: ByHand) -> None:
    accounts = '[{ id = "cash" }, { id = "reserve", target = "trailing(2, collections())" }]'
    top_up = clause("top", "top-up", "reserve", "from_on = 2025-10-01")
    run = by_hand(QUIET + top_up, (1_000, 2_000, 3_000, 500), accounts=accounts)
    # 5,000 in October; 3,500 in January, so nothing more
    assert closing(run, SlotKind.CASH, "reserve") == [0, 0, 5_000, 5_000]


def test_what_is_above_a_target_is_released(by_hand: ByHand) -> None:
    accounts = '[{ id = "cash" }, { id = "reserve", opening_minor = 900, target = "max(200, 1% * principal(A))" }]'
    repay = clause("repay", "principal", "A", "limit_minor = 30_000")
    release = clause("release", "release", "cash", source="reserve")
    run = by_hand(QUIET + repay + release + REST, (40_000, 50_000, 60_000, 60_000), accounts=accounts)
    # 1 % of 70,000, 40,000, 10,000, and then the 200
    assert closing(run, SlotKind.CASH, "reserve") == [700, 400, 200, 200]
    assert rest(run) == [10_200, 20_300, 30_200, 50_000]


def test_a_ratio_over_nothing_is_what_the_formula_says(by_hand: ByHand) -> None:
    fee = '[[fees]]\nid = "late"\npayee = "p"\namount_minor = 4_000\nfirst_period = 3\n'
    limited = clause("rest", "residual", "p", 'limit = "ratio(collections(), fee-due(late), 0.05) * 1_000"')
    run = by_hand(QUIET + fee + limited, (10_000, 7, 10_000, 10_000))
    # nothing is due: 0.05 of 1,000; 10,000 over 4,000; 10,000 over 8,000
    assert rest(run) == [50, 50, 2_500, 1_250]


def test_a_limit_lasts_for_a_year_or_for_the_deal(by_hand: ByHand) -> None:
    yearly, once = (
        clause("rest", "residual", "p", f'limit_minor = 1_000\nspan = "{span}"') for span in ("year", "deal")
    )
    run = by_hand(QUIET + yearly, (400,) * 8, final=TWO_YEARS)
    assert rest(run) == [400, 400, 200, 0, 1_000, 0, 0, 0]
    assert rest(by_hand(QUIET + once, (400,) * 8, final=TWO_YEARS)) == [400, 400, 200, 0, 0, 0, 0, 0]


def test_a_year_from_the_last_of_february_ends_on_the_last_of_february() -> None:
    yearly = clause("rest", "residual", "p", 'limit_minor = 500\nspan = "year"')
    read = read_toml(HALF_YEARS + yearly, "deal.toml", Deal)
    assert isinstance(read, Ok)
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok)
    # the payment of 29 February 2028 is the last of the third year
    assert compiled.value.payment_dates[5] == date(2028, 2, 29)
    assert rest(run_exact(compiled.value, (400,) * 7)) == [400, 100, 500, 0, 500, 0, 500]


@pytest.mark.parametrize(
    ("terms", "paid"),
    [
        ("months = [4, 10]", [100, 0, 200, 0]),
        ("from_on = 2025-07-01\nuntil_on = 2025-10-01", [0, 200, 100, 0]),
        ("from_on = 2025-07-02", [0, 0, 300, 100]),
        ("until_on = 2025-06-30", [100, 0, 0, 0]),
        ("from_on = 2026-01-02", [0, 0, 0, 0]),
        ("until_on = 2025-03-31", [0, 0, 0, 0]),
        ('when = "final-period"', [0, 0, 0, 400]),
        ('when = "final-period"\nuntil_on = 2025-12-31', [0, 0, 0, 0]),
        ('condition = "payment-date() >= 2025-07-01 and not final()"', [0, 200, 100, 0]),
        ('condition = "period() = 2 or period() = 4"', [0, 200, 0, 200]),
    ],
)
def test_a_clause_pays_in_its_window_only(by_hand: ByHand, terms: str, paid: list[int]) -> None:
    assert rest(by_hand(QUIET + clause("rest", "residual", "p", terms), (100,) * 4)) == paid


def test_a_transfer_makes_a_ledger_good_and_moves_no_more(by_hand: ByHand) -> None:
    cover = clause("cover", "transfer", "trap", 'against = "short"')
    run = by_hand(QUIET + observation("loss", "money") + LEDGER + cover + REST, (500,) * 4, (800, 0, 100, 0))
    assert growth(run, *TRAPPED) == [500, 300, 100, 0]
    assert closing(run, SlotKind.LEDGER, "short") == [300, 0, 0, 0]
    assert rest(run) == [0, 200, 400, 500]


def test_what_a_clause_paid_can_limit_another(by_hand: ByHand) -> None:
    fee = '[[fees]]\nid = "f"\npayee = "p"\namount_minor = 1_000\n'
    deal = QUIET + fee + clause("fees", "fee", "f") + clause("bonus", "residual", "p", 'limit = "50% * paid(fees)"')
    run = by_hand(deal, (3_000, 600, 0, 0))
    # 3,000 - 1,000 - 500; 2,100 - 1,000 - 500; 600 for the fee and nothing left; nothing
    assert rest(run) == [500, 500, 0, 0]
    assert closing(run, SlotKind.FEE, "f") == [0, 0, 400, 1_400]


def test_a_foreign_stream_is_swapped_up_to_the_notional_and_the_rest_exchanged_at_spot(by_hand: ByHand) -> None:
    stream = """
[[streams]]
id = "usd"
account = "cash"
licences = ["L9"]
currency = "USD"
swap = { provider = "p", rate_ppm = 1_500_000, notional_minor = 1_000 }
spot = "usdjpy"
"""
    deal = QUIET + observation("usdjpy", "rate") + stream + REST
    run = by_hand(deal, (0, 0, 10, 20), (1_600_000, 1_600_001, 999_999, 0), (700, 1_500, 1_001, 1_001))
    # 700 at 1.5; 1,000 at 1.5 and 500 at 1.600001, which is 800.0005; 1 at 0.999999 is nothing; and nothing at 0
    assert rest(run) == [1_050, 2_300, 1_510, 1_520]
    assert closing(run, SlotKind.INFLOW, "") == [1_050, 2_300, 1_510, 1_520]


def test_a_bank_pays_interest_on_what_an_account_held_as_the_period_began(by_hand: ByHand) -> None:
    reserve = 'id = "reserve", opening_minor = 100_000, interest_ppm_annual = 40_000, day_count = "30E/360"'
    run = by_hand(QUIET + REST, (70,) * 4, accounts=f'[{{ id = "cash" }}, {{ {reserve} }}]')
    # 1 % a quarter, rounded down: 1,000, 1,010, 1,020.1, 1,030.3
    assert growth(run, SlotKind.CASH, "reserve") == [1_000, 1_010, 1_020, 1_030]
    assert rest(run) == [70] * 4


def test_a_hedge_pays_where_its_condition_holds(by_hand: ByHand) -> None:
    hedge = """
[[inflows]]
id = "hedge"
payer = "p"
account = "trap"
amount = "1_000 - collections()"
condition = "period() > 1"
"""
    run = by_hand(QUIET + hedge + REST, (100, 400, 1_500, 999))
    assert growth(run, *TRAPPED) == [0, 600, 0, 1]


def test_a_fee_is_the_sum_of_its_bases_and_its_tax(by_hand: ByHand) -> None:
    fee = """
[[fees]]
id = "f"
payee = "p"
amount_minor = 10
collections_ppm = 100_000
amounts = [{ on = 2025-05-05, amount_minor = 500 }]
formula = "1% * cash(trap)"
base = "principal(A) - 50_000"
base_ppm_annual = 40_000
balance_ppm_annual = 20_000
classes = ["A"]
day_count = "30E/360"
consumption_tax_ppm = 100_000
last_period = 3
"""
    accounts = '[{ id = "cash" }, { id = "trap", opening_minor = 333 }]'
    run = by_hand(QUIET + fee + clause("fees", "fee", "f") + REST, (9_999,) * 4, accounts=accounts)
    # 10 + 999 of collections + 500 (a quarter of 2 % of 100,000) + 500 (a quarter of 4 % of 50,000) + 3 of 3.33:
    # 2,012 and 201 of tax; in July 500 more: 2,512 and 251; nothing in the last
    assert [9_999 - paid for paid in rest(run)] == [2_213, 2_763, 2_213, 0]


def test_all_collections_so_far_can_be_read_even_as_a_period_starts(by_hand: ByHand) -> None:
    tested = trigger('tested = "period-start"', "collected-to-date() >= 300")
    run = by_hand(QUIET + tested + TRAP + REST, (100, 200, 300, 400))
    assert growth(run, *TRAPPED) == [0, 0, 300, 400]


def test_collections_of_a_stream_can_be_read_as_a_period_starts(by_hand: ByHand) -> None:
    stream = '[[streams]]\nid = "s"\naccount = "cash"\nlicences = ["L1"]\n'
    tested = trigger('tested = "period-start"\ncure_periods = 1', "stream(s) >= 200")
    run = by_hand(QUIET + stream + tested + TRAP + REST, (0,) * 4, (100, 200, 150, 400))
    assert growth(run, *TRAPPED) == [0, 0, 150, 0]
