"""The mission's split, run by the exact executor in each scenario, priced at several yields and prices."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.program import COLLECTIONS_MAX_MINOR, Program
from chizai.deal.text import read_deal
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.grid import PaymentsOf, ScenarioPayments, grid, run_scenarios
from chizai.metrics.scenarios import Scenario, standard_scenarios
from chizai.metrics.summary import ClassPayments
from chizai.units.result import Failed, Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import class_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

BALANCE = 1_000_000_000
CLOSING = date(2022, 12, 31)
FORECAST = np.array([100_000_000, 100_000_000, 100_000_000, 1_400_000_000])


@pytest.fixture(scope="module")
def program(deals_folder: Path) -> Program:
    """Give the mission's split: 1,000 million yen at 8 % a year to the senior class, repaid in the fourth year."""
    read = read_deal((deals_folder / "mission-split" / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok)
    return compiled.value


def senior_of(program: Program) -> PaymentsOf:
    """Say what the senior class is paid out of inflows."""

    def payments_of(inflows_minor: "NDArray[np.int64]") -> ClassPayments:
        rows = class_table(run_exact(program, inflows_minor.tolist()), "senior")
        principal = [row.principal_paid_minor for row in rows]
        return ClassPayments(
            balance_minor_opening=BALANCE,
            paid_on=program.payment_dates,
            interest_minor=[row.paid_minor - paid for row, paid in zip(rows, principal, strict=True)],
            principal_minor=principal,
        )

    return payments_of


def at_yields(*rates_ppm: int) -> list[PricingAssumption]:
    return [PricingAssumption(class_id="senior", yield_ppm_annual=rate) for rate in rates_ppm]


def run_all(program: Program, scenarios: Sequence[Scenario]) -> tuple[ScenarioPayments, ...]:
    run = run_scenarios(scenarios, FORECAST, program.payment_dates, senior_of(program), "inputs.toml")
    assert isinstance(run, Ok)
    return run.value


def test_a_class_that_every_haircut_still_pays_has_one_price_in_all_of_them(program: Program) -> None:
    base, less, _, _, late, out = run_all(program, standard_scenarios(1))
    assert list(base.payments.interest_minor) == [80_000_000] * 4
    found = grid([base, less], at_yields(80_000, 0), program.payment_dates[0])
    # settled after the first year: three years of 80 million, and par
    at_eight, at_nothing = found.cells
    assert at_nothing[0].price_minor == at_nothing[1].price_minor == BALANCE + 240_000_000
    assert at_eight[0].price_ppm == at_eight[1].price_ppm
    assert at_eight[0].price_ppm == pytest.approx(1_000_000, abs=300)  # 2024 has a day more than 365
    # a year's delay: the last receipt never comes, and what comes each year is a year late
    assert list(late.payments.interest_minor) == [0, 100_000_000, 100_000_000, 100_000_000]
    assert list(out.payments.interest_minor) == [0, 100_000_000, 100_000_000, 120_000_000]


def test_the_grid_stands_in_the_order_in_which_it_was_asked(program: Program) -> None:
    scenarios = standard_scenarios(1)
    pricings = [*at_yields(100_000, 50_000), PricingAssumption(class_id="senior", price_ppm=900_000)]
    found = grid(run_all(program, scenarios), pricings, CLOSING)
    assert (found.pricings, found.scenarios) == (tuple(pricings), scenarios)
    assert [len(row) for row in found.cells] == [len(scenarios)] * 3
    for high, low in zip(*found.cells[:2], strict=True):
        assert high.price_minor < low.price_minor
        assert high.wal_years == low.wal_years
    base, delay = found.cells[2][0], found.cells[2][4]
    assert (base.price_ppm, delay.price_ppm) == (900_000, 900_000)
    assert base.yield_annual is not None
    assert delay.yield_annual is not None
    assert base.yield_annual > 0.08
    assert delay.yield_annual < 0
    assert (base.loss_minor, delay.loss_minor) == (0, BALANCE)


def test_many_futures_fit_the_grid_as_what_they_are_paid_together(program: Program) -> None:
    def together(inflows_minor: "NDArray[np.int64]") -> ClassPayments:
        each = [senior_of(program)(inflows_minor[:, path]) for path in range(inflows_minor.shape[1])]
        return replace(
            each[0],
            balance_minor_opening=len(each) * BALANCE,
            interest_minor=[sum(amounts) for amounts in zip(*(one.interest_minor for one in each), strict=True)],
            principal_minor=[sum(amounts) for amounts in zip(*(one.principal_minor for one in each), strict=True)],
        )

    scenarios, futures = standard_scenarios(1), np.stack([FORECAST, FORECAST], axis=1)
    run = run_scenarios(scenarios, futures, program.payment_dates, together, "inputs.toml")
    assert isinstance(run, Ok)
    many = grid(run.value, at_yields(70_000), CLOSING).cells[0]
    one = grid(run_all(program, scenarios), at_yields(70_000), CLOSING).cells[0]
    assert [cell.price_ppm for cell in many] == pytest.approx([cell.price_ppm for cell in one], abs=1)
    assert [cell.wal_years for cell in many] == [cell.wal_years for cell in one]


def test_every_scenario_that_executors_would_refuse_is_reported(program: Program) -> None:
    boom, base, more = (
        Scenario(name=name, name_ja=name, multiple_ppm=multiple)
        for name, multiple in (("Boom", 1_000_001), ("Base", 1_000_000), ("More", 2_000_000))
    )
    forecast = np.full(4, COLLECTIONS_MAX_MINOR)
    run = run_scenarios([boom, base, more], forecast, program.payment_dates, senior_of(program), "inputs.toml")
    assert isinstance(run, Failed)
    assert [failure.place.key for failure in run.failures] == ["scenarios (Boom)", "scenarios (More)"]
