"""A deal over many futures: each of them is what the exact executor makes of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chizai.app.load import load
from chizai.app.receipts import collections_of
from chizai.forecast.futures_terms import FuturesTerms, check_futures
from chizai.metrics.deal_futures import (
    Assumed,
    Outcomes,
    class_paths,
    cover_of,
    future_paths,
    held,
)
from chizai.metrics.debt_service import debt_service_coverage
from chizai.units.result import Ok, Reason
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.tables import class_table
from chizai.waterfall.vector import replay

N_PATHS = 40
TERMS = FuturesTerms(volatility_ppm_annual=300_000, reversion_ppm_annual=400_000, n_paths=N_PATHS, seed=3)


@pytest.fixture(scope="module")
def assumed(deals_folder: Path) -> Assumed:
    loaded = load(deals_folder / "electronics-patents")
    assert isinstance(loaded, Ok), loaded
    source = loaded.value.value
    collections = collections_of(source)
    assert isinstance(collections, Ok)
    inputs = RunInputs(source.deal, source.program, collections.value, source.observed)
    return Assumed(inputs=inputs, terms=TERMS, start_on=source.inputs.as_of_on)


@pytest.fixture(scope="module")
def outcomes(assumed: Assumed) -> Outcomes:
    inputs = assumed.inputs
    return Outcomes(inputs.deal, inputs.program, held(future_paths(assumed)), assumed.start_on)


@pytest.fixture(scope="module")
def runs(outcomes: Outcomes) -> list[ExactRun]:
    return [replay(outcomes.program, outcomes.paths, path) for path in range(N_PATHS)]


def test_what_is_actual_is_the_same_in_every_future_and_the_rest_is_not(assumed: Assumed) -> None:
    block = future_paths(assumed).block(0, N_PATHS)[0]
    actual, forecast = assumed.inputs.parts("")
    n_past = sum(day <= assumed.start_on for day in assumed.inputs.program.payment_dates)
    assert (block[:n_past] == np.array(actual)[:n_past, None]).all()
    uncertain = [row for row, expected in zip(block[n_past:], forecast[n_past:], strict=True) if expected]
    assert uncertain
    assert all(len(set(row.tolist())) > 1 for row in uncertain)


def test_a_future_is_the_same_in_whatever_block_it_is_drawn(assumed: Assumed) -> None:
    paths = future_paths(assumed)
    assert (paths.block(17, 23) == paths.block(0, N_PATHS)[..., 17:23]).all()


def test_a_class_is_paid_in_each_future_what_the_exact_executor_pays(outcomes: Outcomes, runs: list[ExactRun]) -> None:
    for security in outcomes.deal.classes:
        paths = class_paths(outcomes, security.id)
        for path, run in enumerate(runs):
            rows = class_table(run, security.id)
            interest = [row.interest_paid_minor + row.residual_paid_minor for row in rows]
            assert paths.interest_minor[:, path].tolist() == interest
            assert paths.principal_minor[:, path].tolist() == [row.principal_paid_minor for row in rows]
            assert paths.owed_minor[path] == rows[-1].closing_minor + rows[-1].interest_unpaid_minor


def test_a_class_starts_with_its_balance_on_the_day_it_is_priced(outcomes: Outcomes, runs: list[ExactRun]) -> None:
    n_past = sum(day <= outcomes.start_on for day in outcomes.program.payment_dates)
    assert n_past > 0
    assert class_paths(outcomes, "A").balance_minor == class_table(runs[0], "A")[n_past - 1].closing_minor


def test_debt_service_cover_is_in_each_future_what_it_is_in_one(outcomes: Outcomes, runs: list[ExactRun]) -> None:
    ratios = cover_of(outcomes)
    for path, run in enumerate(runs):
        expected = debt_service_coverage(outcomes.deal, run)
        measured = ratios.measured[:, path].tolist()
        assert measured == [ratio is not None for ratio in expected]
        assert [int(r) for r, m in zip(ratios.ratio_ppm[:, path], measured, strict=True) if m] == [
            ratio for ratio in expected if ratio is not None
        ]


@pytest.mark.parametrize("name", ["drug-patents", "triple-royalty-sub-ii", "jpr-royalty-sub-2011"])
def test_debt_service_cover_is_the_same_where_interest_becomes_principal_and_streams_collect(
    deals_folder: Path, name: str
) -> None:
    loaded = load(deals_folder / name)
    assert isinstance(loaded, Ok), loaded
    source = loaded.value.value
    collections = collections_of(source)
    assert isinstance(collections, Ok)
    inputs = RunInputs(source.deal, source.program, collections.value, source.observed)
    assumed = Assumed(inputs=inputs, terms=replace(TERMS, n_paths=3), start_on=source.inputs.as_of_on)
    outcomes = Outcomes(source.deal, source.program, held(future_paths(assumed)), assumed.start_on)
    ratios = cover_of(outcomes)
    for path in range(3):
        run = replay(source.program, outcomes.paths, path)
        both = zip(ratios.ratio_ppm[:, path].tolist(), ratios.measured[:, path].tolist(), strict=True)
        assert tuple(ratio if measured else None for ratio, measured in both) == debt_service_coverage(source.deal, run)


def test_more_royalties_are_more_in_every_period_of_every_future(assumed: Assumed) -> None:

    less, more = (future_paths(replace(assumed, multiple_ppm=part)).block(0, 9) for part in (900_000, 1_100_000))
    assert (less <= more).all()
    assert (less < more).any()


@pytest.mark.parametrize(
    ("terms", "key"),
    [
        (FuturesTerms(volatility_ppm_annual=-1), "futures.volatility_ppm_annual"),
        (FuturesTerms(volatility_ppm_annual=1, reversion_ppm_annual=10**8), "futures.reversion_ppm_annual"),
        (FuturesTerms(volatility_ppm_annual=1, n_paths=0), "futures.n_paths"),
        (FuturesTerms(volatility_ppm_annual=1, seed=-1), "futures.seed"),
        (FuturesTerms(volatility_ppm_annual=1, value="ip"), "futures.value"),
        (FuturesTerms(volatility_ppm_annual=1, curve="swap"), "futures.curve"),
    ],
)
def test_terms_that_cannot_be_drawn_are_named_with_their_key(terms: FuturesTerms, key: str) -> None:
    [failure] = check_futures(terms, ("ip-value",), ("jgb",), "inputs.toml")
    assert str(failure.place) == f"inputs.toml: {key}"
    assert failure.reason in {Reason.OUT_OF_RANGE, Reason.UNKNOWN}


def test_terms_that_can_be_drawn_are_not_complained_of() -> None:
    terms = FuturesTerms(volatility_ppm_annual=200_000, value="ip-value", curve="jgb")
    assert check_futures(terms, ("ip-value",), ("jgb",), "inputs.toml") == []
