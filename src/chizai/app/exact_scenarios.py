"""A deal run exactly in each named scenario: what every class returns around its price or yield, and what is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chizai.app.assumed import start_of
from chizai.app.load import DealFolder
from chizai.app.measure import pricings_of
from chizai.app.payments import payments_after
from chizai.deal.program import InputKind
from chizai.documents.simulation import ScenarioOutcome
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.break_even import owed_slots
from chizai.metrics.deal_futures import Assumed
from chizai.metrics.debt_service import debt_service_coverage
from chizai.metrics.pricing import DAYS_A_YEAR
from chizai.metrics.scenarios import Scenario, apply, standard_scenarios
from chizai.metrics.summary import class_metrics
from chizai.units.rate import PPM
from chizai.units.result import Failed, Failure, Ok, Result
from chizai.waterfall.exact import ExactRun, run_exact

LEAST_YIELD_PPM = 1 - PPM
"""The lowest yield that does not lose everything at once."""

PRICE_STEP_PPM, YIELD_STEP_PPM = 20_000, 5_000
"""How far apart the prices and yields of the grid are: two points, and half a point."""


def exact_scenarios(source: DealFolder, assumed: Assumed) -> Result[tuple[ScenarioOutcome, ...]]:
    """Run each scenario exactly, on the forecast part of what every stream collects."""
    import numpy as np

    inputs, dates = assumed.inputs, source.program.payment_dates
    streams = [each.of for each in source.program.inputs if each.kind is InputKind.COLLECTIONS]
    parts = [inputs.parts(stream) for stream in streams]
    forecast = np.array([row for _, row in parts], np.int64).T
    exact = tuple(scenario for scenario in source.inputs.scenarios if scenario.drivers is None)
    named = exact or standard_scenarios(_periods_a_year(dates), sum(day <= assumed.start_on for day in dates))
    failures: list[Failure] = []
    outcomes = []
    for scenario in named:
        scaled = apply(scenario, np.maximum(forecast, 0), dates, INPUTS_FILE)
        if isinstance(scaled, Failed):
            failures += scaled.failures
            continue
        collected = {
            stream: [max(0, sum(both)) for both in zip(actual, column, strict=True)]
            for stream, (actual, _), column in zip(streams, parts, scaled.value.T.tolist(), strict=True)
        }
        rows = [
            collected[each.of] if each.kind is InputKind.COLLECTIONS else list(inputs.observed[each.of])
            for each in source.program.inputs
        ]
        outcomes.append(_outcome(source, scenario, run_exact(source.program, rows[0], rows[1:])))
    return Failed(tuple(failures)) if failures else Ok(tuple(outcomes))


def pricings_around(pricing: PricingAssumption) -> tuple[PricingAssumption, ...]:
    """Give the prices or yields of the grid: what is asked, and a step to either side."""
    if pricing.price_ppm is not None:
        return tuple(
            replace(pricing, price_ppm=pricing.price_ppm + step) for step in (-PRICE_STEP_PPM, 0, PRICE_STEP_PPM)
        )
    asked = pricing.yield_ppm_annual or 0
    return tuple(
        replace(pricing, yield_ppm_annual=max(LEAST_YIELD_PPM, asked + step))
        for step in (-YIELD_STEP_PPM, 0, YIELD_STEP_PPM)
    )


def _periods_a_year(dates: Sequence[date]) -> int:
    """Count the payment dates of a year, from how far the first two lie apart."""
    days = (dates[1] - dates[0]).days if len(dates) > 1 else DAYS_A_YEAR
    return max(1, round(DAYS_A_YEAR / days))


def _outcome(source: DealFolder, scenario: Scenario, run: ExactRun) -> ScenarioOutcome:
    """Price every class at its row of prices or yields, and say what is lost."""
    settlement_on = start_of(source)
    metrics, lost = [], []
    for pricing in pricings_of(source):
        payments = payments_after(run, pricing.class_id, settlement_on)
        metrics.append(tuple(class_metrics(one, settlement_on, payments) for one in pricings_around(pricing)))
        end = len(run.program.payment_dates) - 1
        lost.append(sum(run.closing(end, slot) for slot in owed_slots(run.program, pricing.class_id)))
    days = zip(run.program.payment_dates, debt_service_coverage(source.deal, run), strict=True)
    known = [ratio for day, ratio in days if ratio is not None and day > settlement_on]
    return ScenarioOutcome(scenario, tuple(metrics), tuple(lost), min(known, default=None))
