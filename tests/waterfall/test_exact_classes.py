"""What classes are promised, worked by hand: coupons, schedules, draws, losses, calls, lines of liquidity.

Quarters have 90 days of 360: 12 % a year is 3 % a quarter.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest

from chizai.deal.program import SlotKind
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table, guarantee_table, residual_paid, scheduled_due

ByHand: TypeAlias = Callable[..., ExactRun]
TWO_YEARS = date(2027, 1, 1)


def security(name: str, balance: int, coupon: int = 0, more: str = "") -> str:
    return f"""
[[classes]]
id = "{name}"
kind = "note"
balance_minor = {balance}
unit_minor = 1
coupon_ppm_annual = {coupon}
day_count = "30E/360"
{more}
"""


def clause(name: str, pay: str, to: str, more: str = "", source: str = 'source = "cash"') -> str:
    return f"""
[[clauses]]
id = "{name}"
pay = "{pay}"
to = [{", ".join(f'"{each}"' for each in to.split())}]
{source}
{more}
"""


INTEREST = clause("interest", "interest", "A")
PRINCIPAL = clause("principal", "principal", "A")
REST = clause("rest", "residual", "p")


def closing(run: ExactRun, kind: SlotKind, of: str) -> list[int]:
    slot = run.program.slot(kind, of)
    return [run.closing(period, slot) for period in range(len(run.inflows_minor))]


def rest(run: ExactRun) -> list[int]:
    return [residual_paid(run, period, "p") for period in range(len(run.inflows_minor))]


def interest_due(run: ExactRun) -> list[int]:
    return [row.interest_due_minor for row in class_table(run, "A")]


def test_a_floating_coupon_is_index_plus_margin_within_floor_and_cap(by_hand: ByHand) -> None:
    terms = 'floating = { index = "tibor", floor_ppm_annual = 20_000, cap_ppm_annual = 50_000 }'
    tibor = '[[observations]]\nid = "tibor"\nunit = "rate"\nreporter = "p"\n'
    deal = security("A", 1_000_000, 10_000, terms) + tibor + INTEREST + REST
    run = by_hand(deal, (20_000,) * 4, (5_000, 30_000, 90_000, 0))
    # 1.5 % is raised to 2 %; 4 %; 10 % is cut to 5 %; 1 % is raised to 2 %; a quarter of each on 1,000,000
    assert interest_due(run) == [5_000, 10_000, 12_500, 5_000]
    assert rest(run) == [15_000, 10_000, 7_500, 15_000]


def test_a_step_up_holds_from_the_first_period_that_starts_on_its_day(by_hand: ByHand) -> None:
    terms = """coupon_steps = [
        { from_on = 2025-07-01, coupon_ppm_annual = 200_000 },
        { from_on = 2025-09-30, coupon_ppm_annual = 0 },
    ]"""
    run = by_hand(security("A", 100_000, 120_000, terms) + INTEREST + REST, (9_000,) * 4)
    # 3 %, 3 %, 5 %, and nothing in the quarter that starts after 30 September
    assert interest_due(run) == [3_000, 3_000, 5_000, 0]


def test_a_planned_balance_asks_for_what_stands_above_it(by_hand: ByHand) -> None:
    plan = """planned_balances = [
        { from_on = 2025-04-01, balance_minor = 80_000 },
        { from_on = 2025-10-01, balance_minor = 50_000 },
    ]"""
    scheduled = clause("scheduled", "scheduled-principal", "A")
    run = by_hand(security("A", 100_000, 0, plan) + scheduled + REST, (15_000, 20_000, 40_000, 10))
    # 20,000 above the plan, of which 15,000 are there; the other 5,000; nothing new until October: 30,000
    assert scheduled_due(run, "A") == (20_000, 5_000, 30_000, 0)
    assert closing(run, SlotKind.PRINCIPAL, "A") == [85_000, 80_000, 50_000, 50_000]
    assert rest(run) == [0, 15_000, 10_000, 10]


def test_interest_that_is_not_paid_becomes_principal_and_bears_interest(by_hand: ByHand) -> None:
    capitalise = clause("add", "capitalise", "A", source="")
    run = by_hand(security("A", 100_000, 120_000) + INTEREST + capitalise + REST, (1_000, 0, 3_151, 5_000))
    # 2,000 of 3,000 are added; 3 % of 102,000 are; 3 % of 105,060 is 3,151.8, and is paid twice
    assert interest_due(run) == [3_000, 3_060, 3_151, 3_151]
    assert closing(run, SlotKind.PRINCIPAL, "A") == [102_000, 105_060, 105_060, 105_060]
    assert closing(run, SlotKind.INTEREST, "A") == [0, 0, 0, 0]
    assert rest(run) == [0, 0, 0, 1_849]


VALUE = '[[observations]]\nid = "value"\nunit = "money"\nreporter = "p"\n'
WRITTEN = (
    clause("down", "write-down", "B", 'limit = "principal(A, B) - observed(value)"', "")
    + clause("up", "write-up", "B", 'limit = "observed(value) - principal(A, B)"', "")
    + REST
)


def test_principal_is_written_down_with_the_value_and_up_again_as_far_as_it_was(by_hand: ByHand) -> None:
    deal = security("A", 100_000) + security("B", 50_000) + VALUE + WRITTEN
    run = by_hand(deal, (0,) * 4, (140_000, 147_000, 200_000, 60_000))
    # 10,000 short; 7,000 of it back; the other 3,000; 90,000 short, of which B can bear 50,000
    assert closing(run, SlotKind.PRINCIPAL, "B") == [40_000, 47_000, 50_000, 0]
    assert closing(run, SlotKind.WRITTEN_OFF, "B") == [10_000, 3_000, 0, 50_000]
    assert closing(run, SlotKind.PRINCIPAL, "A") == [100_000] * 4


def test_what_was_written_off_can_be_read_ahead_of_the_clause_that_writes_it_off(by_hand: ByHand) -> None:
    pay = clause("bonus", "residual", "p", 'limit = "written-off(B)"')
    deal = security("A", 100_000) + security("B", 50_000) + VALUE + pay + WRITTEN.removesuffix(REST)
    run = by_hand(deal, (100_000,) * 4, (140_000, 147_000, 200_000, 60_000))
    assert rest(run) == [0, 10_000, 3_000, 0]


def test_what_a_clause_wrote_off_can_be_read_and_limited_over_the_deal(by_hand: ByHand) -> None:
    down = clause("down", "write-down", "A B", 'limit_minor = 120_000\nspan = "deal"\norder = "pro-rata"', "")
    pay = clause("bonus", "residual", "p", 'limit = "1% * paid(down)"')
    deal = security("A", 300_000) + security("B", 100_000) + down + pay
    run = by_hand(deal, (5_000,) * 4)
    # 120,000 of 400,000 at once: 90,000 and 30,000; nothing is left of the limit afterwards
    assert closing(run, SlotKind.WRITTEN_OFF, "A") == [90_000] * 4
    assert closing(run, SlotKind.WRITTEN_OFF, "B") == [30_000] * 4
    assert rest(run) == [1_200, 0, 0, 0]


def test_a_commitment_is_drawn_when_its_day_comes_and_bears_interest_from_then_on(by_hand: ByHand) -> None:
    draw = clause("draw", "draw", "cash", 'limit_minor = 30_000\ncondition = "observed(ready)"', 'source = "A"')
    ready = '[[observations]]\nid = "ready"\nunit = "flag"\nreporter = "p"\n'
    deal = security("A", 100_000, 120_000, "commitment_minor = 50_000") + ready + draw + INTEREST + REST
    run = by_hand(deal, (10_000,) * 4, (0, 1, 1, 1))
    # 30,000, then the 20,000 that are left, then nothing; 3 % of 100,000, 100,000, 130,000 and 150,000
    assert closing(run, SlotKind.PRINCIPAL, "A") == [100_000, 130_000, 150_000, 150_000]
    assert closing(run, SlotKind.UNDRAWN, "A") == [50_000, 20_000, 0, 0]
    assert rest(run) == [7_000, 10_000 + 30_000 - 3_000, 10_000 + 20_000 - 3_900, 10_000 - 4_500]


def test_a_liquidity_line_earns_interest_and_is_restored_by_repayment(by_hand: ByHand) -> None:
    line = """
[[guarantees]]
id = "line"
provider = "p"
limit_minor = 2_000
revolving = true
rate_ppm_annual = 80_000
day_count = "30E/360"
"""
    from_line = clause("covered", "interest", "A", source='source = "line"')
    deal = security("A", 100_000, 120_000) + line + INTEREST + from_line + clause("repay", "reimbursement", "line")
    run = by_hand(deal, (1_500, 0, 6_000, 3_000))
    # 1: 1,500 of cash, 1,500 of the line
    # 2: 2 % of 1,500 is 30; the line has 500 for the 3,000
    # 3: 2 % of 2,000 is 40, so 70; A is owed 2,500, 3 % of it, and 3,000: 5,575; 425 are left, 70 and 355
    # 4: 2 % of 1,645 is 32.9; A takes all cash
    assert interest_due(run) == [3_000, 3_000, 5_575, 3_000]
    assert closing(run, SlotKind.INTEREST, "line") == [0, 30, 0, 32]
    rows = guarantee_table(run, "line")
    assert [(row.left_minor, row.claim_minor) for row in rows] == [(500, 1_500), (0, 2_000), (355, 1_645), (355, 1_645)]


def called(amount: str, terms: str, coupon: int = 120_000) -> str:
    return f"""
[[observations]]
id = "sold"
unit = "flag"
reporter = "p"
[[inflows]]
id = "sale"
payer = "p"
account = "cash"
amount = "{amount}"
condition = "observed(sold)"
is_call = true
""" + security("A", 100_000, coupon, terms)


def test_a_call_pays_once_with_its_premium_and_ends_the_collections(by_hand: ByHand) -> None:
    prices = """call_prices = [
        { from_on = 2025-01-01, premium_ppm = 20_000 },
        { from_on = 2025-10-01, premium_ppm = 10_000 },
    ]"""
    deal = called("101% * principal(A) + interest-due(A)", prices) + INTEREST + PRINCIPAL + REST
    run = by_hand(deal, (3_000, 3_000, 500, 9_999), (0, 0, 1, 1))
    # 1 % of 100,000 is owed on top of 3,000; 101,000 and these 4,000 come in, and 1,000 of it is left beside 500
    assert interest_due(run) == [3_000, 3_000, 4_000, 0]
    assert [row.principal_paid_minor for row in class_table(run, "A")] == [0, 0, 100_000, 0]
    assert rest(run) == [0, 0, 1_500, 0]
    assert closing(run, SlotKind.STATE, "sale") == [0, 0, 1, 1]


def test_a_premium_falls_due_at_the_price_of_the_day(by_hand: ByHand) -> None:
    prices = "call_prices = [{ from_on = 2025-07-01, premium_ppm = 20_000 }]"
    deal = called("0", prices) + INTEREST + REST
    early, late = (by_hand(deal, (9_000,) * 4, flags) for flags in ((1, 0, 0, 0), (0, 1, 0, 0)))
    assert interest_due(early)[0] == 3_000
    assert interest_due(late)[1] == 5_000


@pytest.mark.parametrize(("discount_ppm", "when", "n_lost"), [(20_000, 1, 5), (20_000, 5, 1), (35_500, 0, 6)])
def test_a_make_whole_premium_is_the_worth_of_the_coupons_lost(
    by_hand: ByHand, discount_ppm: int, when: int, n_lost: int
) -> None:
    terms = f"make_whole = {{ until_on = 2026-10-01, discount_ppm_annual = {discount_ppm} }}"
    deal = called("0", terms, 50_000).replace("100000", "100000000")
    run = by_hand(deal + INTEREST + REST, (10**7,) * 8, [int(period == when) for period in range(8)], final=TWO_YEARS)
    # an annuity of coupon less discount, a quarter each, over the coupons lost: in floating point
    quarter = discount_ppm / 4e6
    worth = (0.0125 - quarter) * (1 - (1 + quarter) ** -n_lost) / quarter
    assert worth > 0
    # cut off to a whole ppm, which is 100 of 100,000,000
    assert interest_due(run)[when] == 1_250_000 + int(worth * 1e6) * 100


def test_nothing_is_made_good_where_discount_is_dearer_or_the_day_has_passed(by_hand: ByHand) -> None:
    dear = called("0", "make_whole = { until_on = 2026-10-01, discount_ppm_annual = 60_000 }", 50_000)
    run = by_hand(dear + INTEREST + REST, (10**7,) * 8, (1, *[0] * 7), final=TWO_YEARS)
    assert interest_due(run)[0] == 1_250
    late = called("0", "make_whole = { until_on = 2026-10-01, discount_ppm_annual = 0 }", 50_000)
    run = by_hand(late + INTEREST + REST, (10**7,) * 8, (*[0] * 6, 1, 0), final=TWO_YEARS)
    assert interest_due(run)[6] == 1_250


def test_a_group_divides_pro_rata_what_it_gets_by_rank(by_hand: ByHand) -> None:
    group = '[[groups]]\nid = "senior"\nmembers = ["A", "B"]\norder = "pro-rata"\n'
    deal = security("A", 300) + security("B", 100) + security("C", 90) + group
    pay = clause("principal", "principal", "senior C", "limit_minor = 210")
    run = by_hand(deal + pay + REST, (101, 210, 300, 0))
    # 101: 75.75 and 25.25, the odd one to A; then 210 of 299, by 224 to 75: 157 and 52, and one to A;
    # then the 89 that are left of both, and 90 of 121 to C
    assert [row.principal_paid_minor for row in class_table(run, "A")] == [76, 158, 66, 0]
    assert [row.principal_paid_minor for row in class_table(run, "B")] == [25, 52, 23, 0]
    assert [row.principal_paid_minor for row in class_table(run, "C")] == [0, 0, 90, 0]
    assert rest(run) == [0, 0, 300 - 89 - 90, 0]


@pytest.mark.parametrize(("pay", "source"), [("principal", 'source = "cash"'), ("write-down", "")])
def test_a_limit_is_used_up_once_by_a_group_of_one_or_of_several(by_hand: ByHand, pay: str, source: str) -> None:
    groups = """
[[groups]]
id = "solo"
members = ["A"]
order = "pro-rata"
[[groups]]
id = "pair"
members = ["B", "C"]
order = "pro-rata"
"""
    deal = security("A", 300) + security("B", 100) + security("C", 60) + security("D", 90) + groups
    run = by_hand(deal + clause("one", pay, "solo pair D", "limit_minor = 500", source), (600, 0, 0, 0))
    # 300 and 100 and 60, and the 40 that are left of the limit; then the rest of D
    assert [closing(run, SlotKind.PRINCIPAL, name)[0] for name in "ABCD"] == [0, 0, 0, 50]


def test_groups_within_a_group_divide_again(by_hand: ByHand) -> None:
    groups = """
[[groups]]
id = "inner"
members = ["B", "C"]
order = "pro-rata"
[[groups]]
id = "outer"
members = ["A", "inner"]
order = "pro-rata"
"""
    deal = security("A", 500) + security("B", 300) + security("C", 200) + groups
    run = by_hand(deal + clause("one", "principal", "outer"), (100, 0, 0, 0))
    # half to A, half to the inner group: 30 and 20
    assert [closing(run, SlotKind.PRINCIPAL, name)[0] for name in "ABC"] == [450, 270, 180]
