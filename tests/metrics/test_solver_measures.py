"""What a deal comes to, against numbers worked out by hand and against the exact executor path by path."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.measures import Observation, Unit
from chizai.deal.model import Deal
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.metrics.solver_measures import cover_ppm, measure, part_as_cover, yearly_cost_ppm
from chizai.metrics.solver_request import Goal, Measure, Sense, Target
from chizai.metrics.solver_runs import Outlook, expected_run, futures_run
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import class_table

DEAL = """
id = "measured"
title = "Measured"
title_ja = "測る案件"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
closing_costs_minor = 10_000
schedule = { final_payment_on = 2027-01-01, months = 12, business_days = "every-day", roll = "none" }
parties = [{ id = "owner", role = "originator", name = "Owner" }]
accounts = [{ id = "cash" }]

[[classes]]
id = "A"
kind = "note"
balance_minor = 1_000_000
unit_minor = 1
coupon_ppm_annual = 100_000

[[classes]]
id = "B"
kind = "preferred-equity"
balance_minor = 500_000
unit_minor = 1
issue_price_ppm = 0

[[clauses]]
id = "interest"
pay = "interest"
to = ["A"]
source = "cash"

[[clauses]]
id = "principal"
pay = "principal"
to = ["A"]
source = "cash"

[[clauses]]
id = "rest"
pay = "residual"
to = ["B"]
source = "cash"
"""
WRITE_DOWN = """
[[clauses]]
id = "write-down"
pay = "write-down"
to = ["A"]
limit = "principal(A) - 300_000"
"""
EXPECTED = (600_000, 800_000)
"""Two years of 365 days: interest of 100,000 and 500,000 repaid; then 50,000 and 500,000, and 250,000 to B."""
FUTURES = np.array([[600_000, 0, 2_000_000], [800_000, 100_000, 7]])
OUTLOOK = Outlook(inflows_minor=EXPECTED, futures_minor=FUTURES)


@pytest.fixture
def deal() -> Deal:
    read = read_deal(DEAL)
    assert isinstance(read, Ok), read
    return read.value


def program_of(deal: Deal) -> Program:
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok), compiled
    return compiled.value


def reached(deal: Deal, measured: Measure, of: str = "A", outlook: Outlook = OUTLOOK, **terms: int) -> int | None:
    target = replace(Target(measure=measured, of=of, sense=Sense.AT_LEAST, level=1), **terms)  # type: ignore[arg-type]
    return measure(deal, outlook, [target], Goal.SATISFY, outlook.n_paths, {}).values[0]


def test_cover_is_what_is_expected_over_the_least_that_pays_the_class(deal: Deal) -> None:
    # a part m pays it where (1,100,000 - 600,000 m) 1.1 = 800,000 m, so that m = 1.21 / 1.46
    found = cover_ppm(deal, OUTLOOK, "A")
    assert found == pytest.approx(1_460_000 / 1.21, abs=3)
    assert reached(deal, Measure.COVER) == found


def test_a_class_that_needs_more_than_is_expected_has_a_cover_below_one(deal: Deal) -> None:
    poor = replace(OUTLOOK, inflows_minor=(60_000, 80_000))
    rich = cover_ppm(deal, OUTLOOK, "A")
    assert rich is not None
    assert cover_ppm(deal, poor, "A") == pytest.approx(rich / 10, abs=2)
    assert reached(deal, Measure.COVER, outlook=poor) == cover_ppm(deal, poor, "A")


def test_a_class_that_64_times_what_is_expected_does_not_pay_has_no_cover(deal: Deal) -> None:
    poorest = replace(OUTLOOK, inflows_minor=(1_000, 1_000))
    assert cover_ppm(deal, poorest, "A") is None
    assert reached(deal, Measure.COVER, outlook=poorest) is None


def test_what_is_known_of_a_like_deal_changes_no_cover(deal: Deal) -> None:
    target = Target(measure=Measure.COVER, of="A", sense=Sense.AT_LEAST, level=1)
    for hint in (0, 1, 300_000, 662_500, 5_000_000, 10**9):
        found = measure(deal, OUTLOOK, [target], Goal.SATISFY, 0, {"A": hint})
        assert found.values == (cover_ppm(deal, OUTLOOK, "A"),)


def test_a_class_that_needs_nothing_counts_as_needing_a_millionth() -> None:
    assert part_as_cover(0) == part_as_cover(1) == 10**12
    assert part_as_cover(666_666) == 1_500_001
    assert part_as_cover(666_667) == 1_499_999


def test_price_is_the_mean_of_what_is_paid_at_the_yield_of_investors(deal: Deal) -> None:
    # by year: 600,000 + 550,000; 0 + 100,000; 1,100,000 + 0
    worth = Fraction(600_000 + 0 + 1_100_000, 3) / Fraction(12, 10) + Fraction(550_000 + 100_000, 3) / Fraction(
        144, 100
    )
    assert reached(deal, Measure.PRICE, yield_ppm_annual=200_000) == int(worth * 10**6 / 1_000_000)


def test_the_residual_that_a_class_gets_is_part_of_its_price(deal: Deal) -> None:
    # 250,000 of 500,000 in the first future, 900,000 + 7 in the third, at a yield of nothing
    assert reached(deal, Measure.PRICE, "B", yield_ppm_annual=0) == (250_000 + 900_007) * 10**6 // (3 * 500_000)


def test_expected_loss_is_the_principal_owed_in_the_end_over_par_rounded_up(deal: Deal) -> None:
    # the second future pays nothing but interest, of which 110,000 stay; they are no principal
    assert reached(deal, Measure.EXPECTED_LOSS) == -(-1_000_000 * 10**6 // (3 * 1_000_000))


def test_interest_that_stays_unpaid_is_no_expected_loss_where_principal_is_repaid(deal: Deal) -> None:
    principal_first = replace(deal, clauses=(deal.clauses[1], deal.clauses[0], deal.clauses[2]))
    outlook = replace(OUTLOOK, futures_minor=np.array([[600_000], [400_000]]))
    assert reached(principal_first, Measure.EXPECTED_LOSS, outlook=outlook) == 0
    assert reached(deal, Measure.EXPECTED_LOSS, outlook=outlook) == 150_000


def test_principal_that_was_written_off_is_lost_though_it_is_owed_no_more(deal: Deal) -> None:
    cut = read_deal(DEAL + WRITE_DOWN)
    assert isinstance(cut, Ok), cut
    outlook = replace(OUTLOOK, futures_minor=np.array([[600_000, 0], [800_000, 0]]))
    (block,) = futures_run(program_of(cut.value), outlook, ["A", "B"], 2)
    senior = block.classes[0]
    # 500,000 are left after the first year, 300,000 are not written off and repaid; the second future repays nothing
    assert senior.principal_minor.tolist() == [[500_000, 0], [300_000, 0]]
    assert senior.lost_minor.tolist() == [200_000, 1_000_000]
    assert senior.in_default.tolist() == [True, True]
    assert reached(cut.value, Measure.EXPECTED_LOSS, outlook=outlook) == 600_000
    assert reached(deal, Measure.EXPECTED_LOSS, outlook=outlook) == 500_000


def test_dscr_average_life_advance_rate_and_purchase_price_are_those_of_what_is_expected(deal: Deal) -> None:
    assert reached(deal, Measure.MINIMUM_DSCR) == 6_000_000
    assert reached(deal, Measure.WAL) == 1_500_000
    assert reached(deal, Measure.ADVANCE_RATE, valuation_minor=3_000_000) == 333_334
    assert reached(deal, Measure.ADVANCE_RATE, "B", valuation_minor=3_000_000) == 500_000
    assert reached(deal, Measure.PURCHASE_PRICE) == 990_000


def test_a_class_that_repays_nothing_has_no_average_life(deal: Deal) -> None:
    assert reached(deal, Measure.WAL, outlook=replace(OUTLOOK, inflows_minor=(0, 0))) is None


def test_yearly_cost_equates_the_purchase_price_with_what_is_given_up(deal: Deal) -> None:
    # 990,000 for 600,000 and, class B being the originator's own, 550,000
    run = expected_run(program_of(deal), OUTLOOK)
    rate = (600_000 + (600_000**2 + 4 * 990_000 * 550_000) ** 0.5) / (2 * 990_000) - 1
    assert yearly_cost_ppm(deal, run) == int(rate * 10**6) + 1


def test_a_residual_that_is_sold_is_given_up_too(deal: Deal) -> None:
    sold = replace(deal, classes=(deal.classes[0], replace(deal.classes[1], issue_price_ppm=20_000)))
    cost = yearly_cost_ppm(sold, expected_run(program_of(sold), OUTLOOK))
    # 1,000,000 for 600,000 and 800,000
    rate = (600_000 + (600_000**2 + 4 * 1_000_000 * 800_000) ** 0.5) / 2_000_000 - 1
    assert cost == int(rate * 10**6) + 1


def test_funds_that_are_not_paid_back_cost_nothing_and_no_funds_have_no_cost(deal: Deal) -> None:
    nothing = replace(OUTLOOK, inflows_minor=(0, 0))
    assert yearly_cost_ppm(deal, expected_run(program_of(deal), nothing)) == 0
    unpaid = replace(deal, closing_costs_minor=1_000_000)
    assert yearly_cost_ppm(unpaid, expected_run(program_of(unpaid), OUTLOOK)) is None
    tiny = replace(deal, closing_costs_minor=999_999)
    assert yearly_cost_ppm(tiny, expected_run(program_of(tiny), OUTLOOK)) is None


def test_a_deal_that_does_not_compile_cannot_be_measured(deal: Deal) -> None:
    vast = replace(deal, classes=(replace(deal.classes[0], balance_minor=2**62), deal.classes[1]))
    with pytest.raises(ValueError, match="does not compile"):
        cover_ppm(vast, OUTLOOK, "A")


@pytest.mark.parametrize("n_threads", [1, 2])
def test_what_futures_pay_is_what_the_exact_executor_pays_on_each(deal: Deal, n_threads: int) -> None:
    program = program_of(deal)
    paths = np.random.default_rng(1).integers(0, 1_500_000, (2, 40))
    outlook = replace(OUTLOOK, futures_minor=paths, n_threads=n_threads)
    (block,) = futures_run(program, outlook, ["A", "B"], 40)
    senior, junior = block.classes
    assert block.collected_minor.tolist() == paths.sum(axis=0).tolist()
    for path in range(40):
        run = run_exact(program, paths[:, path].tolist())
        for of, class_id in ((senior, "A"), (junior, "B")):
            rows = class_table(run, class_id)
            assert of.interest_minor[:, path].tolist() == [row.interest_paid_minor for row in rows]
            assert of.principal_minor[:, path].tolist() == [row.principal_paid_minor for row in rows]
            assert of.residual_minor[:, path].tolist() == [row.residual_paid_minor for row in rows]
            assert of.lost_minor[path] == rows[-1].closing_minor
            assert of.in_default[path] == (rows[-1].closing_minor + rows[-1].interest_unpaid_minor > 0)


def test_what_is_observed_is_the_same_in_every_future(deal: Deal) -> None:
    trapped = replace(
        deal,
        observations=(Observation(id="halt", unit=Unit.FLAG, reporter="owner"),),
        clauses=tuple(replace(clause, condition="not observed(halt)") for clause in deal.clauses),
    )
    halted = replace(OUTLOOK, observed=((1, 0),))
    # nothing is paid in the first year, and what came in it is paid in the second
    (block,) = futures_run(program_of(trapped), halted, ["A"], 3)
    senior = block.classes[0]
    assert (senior.interest_minor[0] + senior.principal_minor[0]).tolist() == [0, 0, 0]
    assert (senior.interest_minor[1] + senior.principal_minor[1]).tolist() == [1_210_000, 100_000, 1_210_000]
    assert cover_ppm(trapped, halted, "A") == pytest.approx(1_400_000 / 1.21, abs=3)
    # where futures set the flag themselves, the second alone is halted
    flags = np.array([[[0, 1, 0], [0, 0, 0]]])
    (block,) = futures_run(program_of(trapped), replace(OUTLOOK, observed=((0, 0),), observed_futures=flags), ["A"], 3)
    assert (block.classes[0].interest_minor[0] > 0).tolist() == [True, False, True]


def test_without_futures_there_is_nothing_to_run(deal: Deal) -> None:
    with pytest.raises(ValueError, match="no futures"):
        next(futures_run(program_of(deal), replace(OUTLOOK, futures_minor=None), ["A"], 1))
