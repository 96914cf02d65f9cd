"""The method that values a patent in development: from an appraisal's terms to a value that explains itself."""

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR
from chizai.valuation.delay_option import format_life
from chizai.valuation.development import DevelopmentValue, Project, value_development
from chizai.valuation.methods import Method, MethodValue, nearest_minor
from chizai.valuation.option_terms import DevelopmentOption
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources


def development_option(method: DevelopmentOption, sources: Sources) -> MethodValue:
    """Value a development that may be given up, with the standard error of its simulation.

    Args:
        method: cost, cash, failure, life, and how it is simulated.
        sources: of the method.
    """
    import numpy as np

    n_steps = n_decisions(method)
    found = value_development(_project(method), n_steps, method.n_paths, np.random.default_rng(method.seed))
    value_minor = nearest_minor(found.option)
    return MethodValue(
        id=method.id,
        method=Method.DEVELOPMENT_OPTION,
        value_minor=value_minor,
        value=found.option,
        standard_error_minor=found.standard_error,
        origin=Explained(
            f"value of {method.id} by {Method.DEVELOPMENT_OPTION}",
            amount_text(value_minor, sources.currency),
            f"least-squares Monte Carlo, {n_steps} decisions on {method.n_paths:,} paths of each set (Schwartz, 2004), "
            f"rounded; standard error {found.standard_error:,.0f} minor units; {_committed(found)}",
            _inputs(method, sources),
        ),
    )


def n_decisions(method: DevelopmentOption) -> int:
    """Give how many times the owner decides until the patent expires: at least once."""
    return max(method.life_months * method.steps_a_year // MONTHS_A_YEAR, 1)


def _committed(found: DevelopmentValue) -> str:
    begun = "" if found.is_begun else "not worth beginning; "
    return f"{begun}without the right to stop {found.committed:,.0f}"


def _project(method: DevelopmentOption) -> Project:
    return Project(
        cost=method.cost_minor,
        spend_annual=method.spend_annual_minor,
        cost_volatility=method.cost_volatility_ppm / PPM,
        cash_annual=method.cash_annual_minor,
        cash_drift_annual=method.cash_drift_ppm_annual / PPM,
        cash_volatility_annual=method.cash_volatility_ppm_annual / PPM,
        correlation=method.correlation_ppm / PPM,
        failure_annual=method.failure_ppm_annual / PPM,
        riskless_annual=method.riskless_ppm_annual / PPM,
        years=method.life_months / MONTHS_A_YEAR,
        terminal_years=method.terminal_ppm / PPM,
    )


def _inputs(method: DevelopmentOption, sources: Sources) -> tuple[Explained, ...]:
    words = {
        "cost_volatility_ppm": "uncertainty of the cost",
        "cash_drift_ppm_annual": "growth of the cash, less its premium for risk",
        "cash_volatility_ppm_annual": "volatility of the cash",
        "correlation_ppm": "correlation of cost and cash",
        "failure_ppm_annual": "intensity of failure",
        "riskless_ppm_annual": "riskless rate, continuous",
        "terminal_ppm": "left at expiry, as part of a year's cash",
    }
    simulated = ("steps_a_year", "n_paths", "seed")
    return (
        sources.amount("cost_minor", "expected cost to completion", method.cost_minor),
        sources.amount("spend_annual_minor", "most that is spent in a year", method.spend_annual_minor),
        sources.amount("cash_annual_minor", "cash in a year if complete today", method.cash_annual_minor),
        *(sources.rate(field, label, getattr(method, field)) for field, label in words.items()),
        sources.leaf("life_months", "life", f"{format_life(method.life_months)} years"),
        *(
            Explained(field, f"{getattr(method, field)}", PROGRAM_ASSUMPTION, source=sources.place(field))
            for field in simulated
        ),
    )
