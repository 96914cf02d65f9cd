"""A worked deal, rated: from its folder to a symbol, and which licences its classes hang on."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from chizai.app.load import DealFolder, load
from chizai.app.receipts import collections_of
from chizai.forecast.futures_terms import FuturesTerms
from chizai.forecast.receipts import Collections
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.break_even import break_even
from chizai.metrics.contribution import left_out
from chizai.metrics.curves import zero_curve
from chizai.metrics.deal_futures import Assumed, Outcomes, class_paths, future_paths, held
from chizai.metrics.futures import class_statistics
from chizai.metrics.rating import IndicativeRating, indicative_rating
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_facts import forecast_by_licence, history_months, pool_facts
from chizai.metrics.rating_ideas import mean_decline, measures_of
from chizai.metrics.rating_prices import price_views
from chizai.metrics.rating_scale import steps_below_top
from chizai.metrics.rating_tables import spread_of
from chizai.units.result import Ok
from chizai.waterfall.inputs import RunInputs

TERMS = FuturesTerms(volatility_ppm_annual=500_000, n_paths=400, seed=5)
BONDS = ("A", "B")


@pytest.fixture(scope="module")
def source(deals_folder: Path) -> DealFolder:
    loaded = load(deals_folder / "electronics-patents")
    assert isinstance(loaded, Ok), loaded
    return loaded.value.value


@pytest.fixture(scope="module")
def inputs(source: DealFolder) -> RunInputs:
    collections = collections_of(source)
    assert isinstance(collections, Ok)
    return RunInputs(source.deal, source.program, collections.value, source.observed)


def outcomes_of(inputs: RunInputs, source: DealFolder) -> Outcomes:
    assumed = Assumed(inputs=inputs, terms=TERMS, start_on=source.inputs.as_of_on)
    return Outcomes(inputs.deal, inputs.program, held(future_paths(assumed)), assumed.start_on)


@pytest.fixture(scope="module")
def outcomes(inputs: RunInputs, source: DealFolder) -> Outcomes:
    return outcomes_of(inputs, source)


@pytest.fixture(scope="module")
def ratings(inputs: RunInputs, source: DealFolder, outcomes: Outcomes) -> dict[str, IndicativeRating]:
    forecast = forecast_by_licence(inputs.collections)
    collected = outcomes.paths.block(0, TERMS.n_paths)[0].sum(axis=0)
    decline = mean_decline(collected, sum(inputs.collected("")))
    found = {}
    for class_id in BONDS:
        pricing = PricingAssumption(class_id=class_id, yield_ppm_annual=30_000)
        statistics = class_statistics(class_paths(outcomes, class_id), pricing, source.inputs.as_of_on)
        measures = measures_of(statistics, break_even(inputs, class_id))
        assert measures is not None
        facts = pool_facts(source.files.pool, forecast)
        assumptions = RatingAssumptions()
        base_decline_ppm = assumptions.base_decline_of(decline.mean)
        found[class_id] = indicative_rating(measures, base_decline_ppm, facts, assumptions)
    return found


def test_a_senior_class_never_stands_below_the_class_that_protects_it(ratings: dict[str, IndicativeRating]) -> None:
    for view in ("by_expected_loss", "by_default", "by_stress"):
        senior, junior = (getattr(ratings[class_id], view).symbol for class_id in BONDS)
        assert steps_below_top(senior) <= steps_below_top(junior)
    assert steps_below_top(ratings["A"].uncapped) < steps_below_top(ratings["B"].uncapped)


def test_shares_of_licensees_make_a_whole_and_the_history_is_the_statements(
    inputs: RunInputs, source: DealFolder
) -> None:
    pool = source.files.pool
    facts = pool_facts(pool, forecast_by_licence(inputs.collections))
    total = sum(each.share_ppm for each in facts.licensees)
    assert 1_000_000 <= total < 1_000_000 + len(facts.licensees)
    assert {each.name for each in facts.licensees} <= {licence.licensee for licence in pool.licences}
    assert {each.name for each in facts.rights} <= {right.id for right in pool.rights}
    ends = [row.period_end_on for row in pool.rows()]
    starts = [row.period_start_on for row in pool.rows()]
    assert facts.history_months == round((max(ends) - min(starts)).days / 365.25 * 12)
    assert history_months(replace(pool, statements=())) == 0


def test_a_licence_that_is_to_bring_less_than_nothing_has_no_share(source: DealFolder) -> None:
    pool = source.files.pool
    first, second = pool.licences[:2]
    facts = pool_facts(pool, {first.id: 100, second.id: -50})
    assert facts.licensees[0].share_ppm == 1_000_000
    with pytest.raises(KeyError):
        pool_facts(pool, {"no such licence": 1})


def without(inputs: RunInputs, removed: frozenset[str]) -> RunInputs:
    lines = tuple(
        tuple(each for each in period if each.is_actual or each.licence_id not in removed)
        for period in inputs.collections.lines
    )
    return replace(inputs, collections=Collections(lines))


def test_no_class_gains_from_losing_a_licence_and_none_hurts_like_all(inputs: RunInputs, source: DealFolder) -> None:
    def loss_of(removed: frozenset[str]) -> NDArray[np.int64]:
        run = outcomes_of(without(inputs, removed), source)
        return np.array([class_paths(run, class_id).lost_minor for class_id in BONDS])

    licences = {licence_id: frozenset({licence_id}) for licence_id in forecast_by_licence(inputs.collections)}
    found = left_out({**licences, "all": frozenset(licences)}, loss_of)
    for each in found:
        assert all(added.mean >= 0 for added in each.added_loss_minor)
    everything = found[-1]
    assert everything.added_loss_minor[0].mean > max(each.added_loss_minor[0].mean for each in found[:-1])


def test_the_three_views_of_a_deals_class_stand_in_order(
    source: DealFolder, outcomes: Outcomes, ratings: dict[str, IndicativeRating]
) -> None:
    curve = zero_curve(source.inputs.curves[0])
    spread = spread_of(RatingAssumptions().spread_table, ratings["B"].symbol)
    views = price_views(class_paths(outcomes, "B"), source.inputs.as_of_on, curve, spread)
    assert views.risk_adjusted_minor is not None
    assert 0 < views.risk_adjusted_minor.mean < views.expected_minor.mean
