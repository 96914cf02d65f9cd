import math
from dataclasses import replace

import numpy as np
import pytest

from chizai.valuation.development import DevelopmentValue, Project, completed_value, value_development
from chizai.valuation.development_option import development_option, n_decisions
from chizai.valuation.methods import Method
from chizai.valuation.option_terms import DevelopmentOption
from chizai.valuation.sources import Sources

SOURCES = Sources(file="inputs.toml", key="appraisals[1] (first)", path="development_options[1] (d)", currency="JPY")
CERTAIN = Project(cost=100, spend_annual=50, cash_annual=30, riskless_annual=0.05, years=20)
RISKY = Project(
    cost=100,
    spend_annual=20,
    cash_annual=12,
    cash_drift_annual=0.02,
    cash_volatility_annual=0.35,
    failure_annual=0.07,
    riskless_annual=0.05,
    years=20,
)
N_STEPS = 80
"""Quarters of twenty years."""


def value(project: Project, n_paths: int = 4_000, seed: int = 1) -> DevelopmentValue:
    return value_development(project, N_STEPS, n_paths, np.random.default_rng(seed))


def certain_value(project: Project, n_spent: int) -> float:
    """Spend in advance at each quarter's start, then receive the cash until the patent expires."""
    quarter, rate = 0.25, project.riskless_annual
    spent = sum(project.spend_annual * quarter * math.exp(-rate * quarter * step) for step in range(n_spent))
    left = project.years - n_spent * quarter
    cash = project.cash_annual * (1 - math.exp(-rate * left)) / rate
    return math.exp(-rate * quarter * n_spent) * cash - spent


def lattice_value(project: Project, inner: int) -> float:
    """Value a project of certain cost on a binomial tree of its cash, with several moves between two decisions."""
    quarter = project.years / N_STEPS
    up = math.exp(project.cash_volatility_annual * math.sqrt(quarter / inner))
    chance = (math.exp(project.cash_drift_annual * quarter / inner) - 1 / up) / (up - 1 / up)
    discount = math.exp(-(project.riskless_annual + project.failure_annual) * quarter / inner)
    n_spent = math.ceil(project.cost / (project.spend_annual * quarter))
    last = n_spent * inner
    cash = project.cash_annual * np.exp(math.log(up) * (2 * np.arange(last + 1, dtype=np.float64) - last))
    values = completed_value(project, cash, project.years - n_spent * quarter)
    for step in range(last - 1, -1, -1):
        values = discount * (chance * values[1:] + (1 - chance) * values[:-1])
        if step % inner == 0:
            values = np.maximum(values - project.spend_annual * quarter, 0)
    return float(values[0])


def test_without_uncertainty_the_value_is_the_net_present_value() -> None:
    found = value(CERTAIN, 100)

    assert found.option == pytest.approx(certain_value(CERTAIN, 8), rel=1e-12)
    assert found.committed == pytest.approx(found.option, rel=1e-12)
    assert found.standard_error < 1e-12


def test_without_uncertainty_a_loss_is_not_begun() -> None:
    loss = replace(CERTAIN, cash_annual=2)

    found = value(loss, 100)

    assert certain_value(loss, 8) < 0
    assert (found.option, found.standard_error, found.is_begun) == (0, 0, False)
    assert found.committed == pytest.approx(certain_value(loss, 8), rel=1e-12)


def test_with_a_certain_cost_it_is_the_value_on_a_binomial_tree() -> None:
    found = value(RISKY, 40_000)

    expected = lattice_value(RISKY, 50)
    # The rule of the regression is not the best one: at most one part in a hundred may be lost by it.
    assert abs(found.option - expected) < 4 * found.standard_error + 0.01 * expected
    assert found.option > found.committed + 1


@pytest.mark.parametrize("cash_annual", [8.0, 12.0, 20.0])
def test_the_right_to_stop_is_never_worth_less_than_going_on(cash_annual: float) -> None:
    project = replace(RISKY, cash_annual=cash_annual, spend_annual=10, cost_volatility=0.5, correlation=-0.3)

    found = value(project)

    assert found.option >= max(0.0, found.committed) - 4 * found.standard_error


def test_an_uncertain_cost_has_its_mean_and_its_variance() -> None:
    """Pindyck: what is spent in all has mean K and variance s^2 K^2 / (2 - s^2) where nothing is discounted."""
    project = Project(cost=100, spend_annual=10, cost_volatility=0.5, cash_annual=0, riskless_annual=0, years=200)

    found = value_development(project, 2_000, 4_000, np.random.default_rng(3))

    deviation = 100 * math.sqrt(0.25 / 1.75)
    assert abs(found.committed + 100) < 4 * found.committed_standard_error
    assert found.committed_standard_error * math.sqrt(4_000) == pytest.approx(deviation, rel=0.1)


def test_an_uncertain_cost_is_worth_more_to_whoever_may_stop() -> None:
    dear = replace(RISKY, spend_annual=10, cash_annual=16)

    steady, wild = value(dear, 20_000), value(replace(dear, cost_volatility=0.8), 20_000)

    assert wild.option - steady.option > 4 * math.hypot(wild.standard_error, steady.standard_error)


def test_a_failure_in_development_takes_from_the_value() -> None:
    safe, unsafe = value(replace(CERTAIN, failure_annual=0), 100), value(replace(CERTAIN, failure_annual=0.2), 100)

    assert unsafe.option < safe.option


def test_cash_that_grows_as_fast_as_the_riskless_rate_is_worth_its_years() -> None:
    project = replace(CERTAIN, cash_drift_annual=0.05, terminal_years=3)

    assert completed_value(project, np.array([10.0]), 7.0).tolist() == [100.0]


def test_a_patent_that_expires_before_completion_brings_nothing() -> None:
    found = value(replace(CERTAIN, cost=1_000_000), 100)

    assert not found.is_begun
    assert found.committed < -600


def test_the_same_seed_gives_the_same_value_and_another_seed_one_nearby() -> None:
    first, again, other = value(RISKY), value(RISKY), value(RISKY, seed=2)

    assert first == again
    assert first != other
    assert abs(first.option - other.option) < 4 * math.hypot(first.standard_error, other.standard_error)


def test_the_method_scales_with_its_amounts_and_shows_its_error() -> None:
    method = DevelopmentOption(
        id="d",
        cost_minor=100_000_000,
        spend_annual_minor=20_000_000,
        cash_annual_minor=12_000_000,
        cash_drift_ppm_annual=20_000,
        cash_volatility_ppm_annual=350_000,
        failure_ppm_annual=70_000,
        riskless_ppm_annual=50_000,
        life_months=240,
        n_paths=4_000,
    )

    found = development_option(method, SOURCES)

    assert found.method is Method.DEVELOPMENT_OPTION
    assert found.value == pytest.approx(value(RISKY).option * 1e6, rel=1e-9)
    assert found.value_minor == round(found.value)
    assert found.standard_error_minor == pytest.approx(value(RISKY).standard_error * 1e6, rel=1e-9)
    assert "not worth beginning" not in found.origin.because
    assert "not worth beginning" in development_option(replace(method, cash_annual_minor=1), SOURCES).origin.because


def test_there_is_one_decision_at_least() -> None:
    short = DevelopmentOption(
        id="d", cost_minor=1, spend_annual_minor=1, cash_annual_minor=1, riskless_ppm_annual=0, life_months=1
    )

    assert n_decisions(short) == 1
    assert n_decisions(replace(short, life_months=30)) == 10
