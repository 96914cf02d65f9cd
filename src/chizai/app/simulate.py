"""A deal over many futures, in named scenarios, and moved assumption by assumption: from its files to the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chizai.app.assumed import assumed_of, start_of
from chizai.app.drawn_scenarios import drawn_scenarios
from chizai.app.load import DealFolder, load
from chizai.app.measure import class_measures, first_measures, outcomes_of, pricings_of
from chizai.app.payments import payments_after
from chizai.app.provenance import provenance_of
from chizai.app.rating import contributions, rated_classes
from chizai.deal.program import InputKind
from chizai.documents.measured import Measured
from chizai.documents.simulation import FirstResults, ScenarioOutcome, Simulation
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.break_even import break_even, owed_slots
from chizai.metrics.class_readings import paid_by_class
from chizai.metrics.cover_paths import coverage_percentiles
from chizai.metrics.deal_futures import (
    Assumed,
    cover_of,
    loan_to_value_of,
)
from chizai.metrics.debt_service import debt_service_coverage
from chizai.metrics.futures import SHARES_PPM, ClassStatistics, discounted
from chizai.metrics.joint_bumps import joint_bumps
from chizai.metrics.pricing import DAYS_A_YEAR
from chizai.metrics.scenarios import Scenario, apply, standard_scenarios
from chizai.metrics.summary import class_metrics
from chizai.metrics.tornado import Bump, Tornado, tornado
from chizai.units.rate import PPM
from chizai.units.result import Failed, Failure, Ok, Result
from chizai.waterfall.exact import ExactRun, run_exact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TORNADO_PATHS = 10_000
"""Futures on which sensitivities are measured: their errors are those of paired differences."""

BUMP_PPM = 100_000
"""By how much royalties are moved: a tenth."""

RATE_BUMP_PPM = 10_000
"""By how much an observed rate is moved: one percentage point."""

LEAST_YIELD_PPM = 1 - PPM
"""The lowest yield that does not lose everything at once."""

PRICE_STEP_PPM, YIELD_STEP_PPM = 20_000, 5_000
"""How far apart the prices and yields of the grid are: two points, and half a point."""


def simulate(
    folder: Path,
    progress: Callable[[str], None] = lambda _: None,
    first: Callable[[FirstResults], None] | None = None,
) -> Result[Simulation]:
    """Run a deal over its futures.

    Args:
        folder: the deal's folder.
        progress: told what is being done, in a few words.
        first: told what is known of the classes long before all else is.
    """
    progress("reading")
    loaded = load(folder)
    if isinstance(loaded, Failed):
        return loaded
    source = loaded.value.value
    assumed = assumed_of(source)
    if isinstance(assumed, Failed):
        return assumed
    progress(f"drawing {assumed.value.terms.n_paths:,} futures")
    early = None if first is None else first_measures(source, assumed.value)
    if first is not None and early is not None:
        first(_first_results(source, assumed.value, early))
    outcomes = outcomes_of(assumed.value)
    progress("paying")
    statistics = class_measures(source, assumed.value, outcomes)
    if first is not None and early is None:
        first(_first_results(source, assumed.value, statistics))
    progress("in scenarios")
    scenarios = _scenarios(source, assumed.value)
    if isinstance(scenarios, Failed):
        return scenarios
    progress("moving assumptions")
    tornados = _tornados(source, assumed.value, statistics)
    break_evens = tuple(break_even(assumed.value.inputs, security.id) for security in source.deal.classes)
    ratings = rated_classes(source, assumed.value, outcomes, statistics, break_evens)
    drawn = drawn_scenarios(source, assumed.value)
    if isinstance(drawn, Failed):
        return drawn
    value = assumed.value.terms.value
    classes = [security.id for security in source.deal.classes]
    return Ok(
        Simulation(
            deal=source.deal,
            terms=assumed.value.terms,
            joint=source.inputs.joint,
            start_on=assumed.value.start_on,
            payment_dates=source.program.payment_dates,
            statistics=statistics,
            cover=coverage_percentiles(cover_of(outcomes), SHARES_PPM),
            loan_to_value=()
            if value is None
            else tuple(
                (of, coverage_percentiles(loan_to_value_of(outcomes, value, classes[: number + 1]), SHARES_PPM))
                for number, of in enumerate(classes)
            ),
            break_evens=break_evens,
            rows=tuple(_row_of(pricing) for pricing in pricings_of(source)),
            scenarios=scenarios.value,
            tornados=tornados,
            ratings=ratings,
            contributions=contributions(source, _fewer(assumed.value), [one.class_id for one in statistics])
            if source.inputs.rating
            else (),
            drawn_scenarios=drawn.value,
            measured=_measured(source, assumed.value, statistics, progress),
            provenance=provenance_of(source),
        )
    )


def _measured(
    source: DealFolder, assumed: Assumed, statistics: tuple[ClassStatistics, ...], progress: Callable[[str], None]
) -> Measured:
    """Measure what the inputs ask for beside the classes."""
    if source.inputs.simulation is None:
        return Measured()
    # loaded where it is asked for: it takes longer than most deals to simulate
    from chizai.app.asked import measured

    return measured(source, assumed, statistics, progress)


def _first_results(source: DealFolder, assumed: Assumed, statistics: tuple[ClassStatistics, ...]) -> FirstResults:
    return FirstResults(
        deal=source.deal,
        terms=assumed.terms,
        joint=source.inputs.joint,
        statistics=statistics,
        provenance=provenance_of(source),
    )


def _scenarios(source: DealFolder, assumed: Assumed) -> Result[tuple[ScenarioOutcome, ...]]:
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
        metrics.append(tuple(class_metrics(one, settlement_on, payments) for one in _row_of(pricing)))
        end = len(run.program.payment_dates) - 1
        lost.append(sum(run.closing(end, slot) for slot in owed_slots(run.program, pricing.class_id)))
    days = zip(run.program.payment_dates, debt_service_coverage(source.deal, run), strict=True)
    known = [ratio for day, ratio in days if ratio is not None and day > settlement_on]
    return ScenarioOutcome(scenario, tuple(metrics), tuple(lost), min(known, default=None))


def _row_of(pricing: PricingAssumption) -> tuple[PricingAssumption, ...]:
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


def _tornados(
    source: DealFolder, assumed: Assumed, statistics: Sequence[ClassStatistics]
) -> tuple[tuple[str, Tornado], ...]:
    """Move each assumption alone and see what each class is worth at its yield, on the same futures."""
    base, settlement_on = _fewer(assumed), start_of(source)
    bumps = _bumps(source, base)
    rates = {one.class_id: one.worth.yield_annual for one in statistics if one.worth.yield_annual is not None}

    def worths(moved: Assumed) -> "dict[str, NDArray[np.float64]]":
        outcomes = outcomes_of(moved)
        paid, days = paid_by_class(outcomes, list(rates)), outcomes.program.payment_dates
        return {
            of: discounted(zip(days, each, strict=True), outcomes.paths.n_paths, settlement_on, rate)
            for (of, rate), each in zip(rates.items(), paid, strict=True)
        }

    # all classes are paid from one draw of each move
    all_moved = [base, *(moved for bump in bumps for moved in (bump.low, bump.high))]
    known = {id(moved): worths(moved) for moved in all_moved}

    def worth_of(class_id: str, moved: Assumed) -> "NDArray[np.float64]":
        return known[id(moved)][class_id]

    return tuple((of, tornado(partial(worth_of, of), base, bumps)) for of in rates)


def _fewer(assumed: Assumed) -> Assumed:
    """Take no more futures than differences need."""
    return replace(assumed, terms=replace(assumed.terms, n_paths=min(assumed.terms.n_paths, TORNADO_PATHS)))


def _bumps(source: DealFolder, base: Assumed) -> list[Bump[Assumed]]:
    """Give what is moved: royalties, how far they stray, how fast they are pulled back, and each observed rate."""
    royalties = Bump(
        "Royalties -10% / +10%",
        "ロイヤルティ -10% / +10%",
        replace(base, multiple_ppm=PPM - BUMP_PPM),
        replace(base, multiple_ppm=PPM + BUMP_PPM),
    )
    bumps = [royalties, *(_one_factor_bumps(base) if base.joint is None else joint_bumps(base, base.joint))]
    indices = {of.floating.index for of in source.deal.classes if of.floating is not None}
    for observation in source.deal.observations:
        if observation.id in indices:
            low, high = (
                replace(base, shifts_ppm=((observation.id, step),)) for step in (-RATE_BUMP_PPM, RATE_BUMP_PPM)
            )
            bumps.append(Bump(f"{observation.id} -1 / +1 point", f"{observation.id} -1 / +1ポイント", low, high))
    return bumps


def _one_factor_bumps(base: Assumed) -> list[Bump[Assumed]]:
    """Move how far all collections stray, and how fast they are pulled back."""
    volatility, reversion = base.terms.assumption.volatility_ppm_annual, base.terms.reversion_ppm_annual

    def with_terms(**changes: int) -> Assumed:
        return replace(base, terms=replace(base.terms, **changes))  # type: ignore[arg-type] # whole numbers all

    bumps = [
        Bump(
            "Volatility x 0.5 / x 1.5",
            "ボラティリティ 0.5倍 / 1.5倍",
            with_terms(volatility_ppm_annual=volatility // 2),
            with_terms(volatility_ppm_annual=volatility * 3 // 2),
        )
    ]
    if reversion:
        bumps.append(
            Bump(
                "Mean reversion x 0.5 / x 2",
                "平均回帰速度 0.5倍 / 2倍",
                with_terms(reversion_ppm_annual=reversion // 2),
                with_terms(reversion_ppm_annual=reversion * 2),
            )
        )
    return bumps
