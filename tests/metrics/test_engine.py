"""The streaming engine finds what is found in paths at hand, and no thread or block changes a bit of it."""

import gc
import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from chizai.app.load import load
from chizai.app.receipts import collections_of
from chizai.deal.program import Program
from chizai.forecast.futures_terms import FuturesTerms
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.curves import ZeroCurve
from chizai.metrics.deal_futures import Assumed, Outcomes, class_paths, future_paths
from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.engine_request import Request, Source, factors_at_yield, source_of
from chizai.metrics.engine_statistics import Asking, statistics_of
from chizai.metrics.engine_tally import Tally
from chizai.metrics.futures import ClassStatistics, class_statistics, present_values
from chizai.metrics.paths import Estimate, estimate
from chizai.metrics.stream_code import SHORT
from chizai.metrics.stream_native import statistics_for
from chizai.native.build import compile_code
from chizai.units.result import Ok
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.vector_paths import Paths
from chizai.waterfall.vector_plan import plan_of

CURVE = ZeroCurve(date(2024, 1, 1), (1.0, 10.0), (0.01, 0.02))
YIELD_PPM = 30_000


def drawn(first: int, stop: int, inputs: NDArray[np.int64], weights: NDArray[np.float64] | None) -> None:
    """Bring a thin year or a fat one, by the number of the path alone; weigh it by that number too."""
    path = np.arange(first, stop, dtype=np.uint64)
    period = np.arange(inputs.shape[1], dtype=np.uint64)[:, None]
    mixed = (path * np.uint64(0x9E3779B97F4A7C15)) ^ (period * np.uint64(0xBF58476D1CE4E5B9))
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0x94D049BB133111EB)
    level = (path * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)).astype(np.int64)
    inputs[0] = (mixed >> np.uint64(40)).astype(np.int64) * 4 + level * 3
    if weights is not None:
        weights[:] = np.log(0.5 + (level / 2**24))


def request_for(program: Program, class_ids: tuple[str, ...] = ("A", "B", "C")) -> Request:
    factors = factors_at_yield(program.payment_dates, date(2025, 9, 30), YIELD_PPM / 1e6)
    controls = np.array([[factors], [[1.0] * len(factors)]])
    return Request(program=program, class_ids=class_ids, factors=(factors,) * len(class_ids), controls=controls)


def bits(tally: Tally) -> list[object]:
    """Give all that a run found, so that two runs can be compared to the bit."""
    classes = [(repr(replace(each, counts=np.zeros(0, np.int64))), each.counts.tobytes()) for each in tally.classes]
    moments = tally.moments
    return [tally.n_paths, classes, moments.centre.tobytes(), moments.sums.tobytes(), moments.products.tobytes()]


def are_near(one: Estimate | None, other: Estimate | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.mean == pytest.approx(other.mean, rel=1e-12) and one.standard_error == pytest.approx(
        other.standard_error, rel=1e-9
    )


def assert_same(ours: ClassStatistics, theirs: ClassStatistics) -> None:
    assert (ours.class_id, ours.settlement_on, ours.n_paths, ours.paid_on) == (
        theirs.class_id,
        theirs.settlement_on,
        theirs.n_paths,
        theirs.paid_on,
    )
    mine, yours = ours.risk, theirs.risk
    assert (mine.n_default, mine.owed_minor_total, mine.n_first_short) == (
        yours.n_default,
        yours.owed_minor_total,
        yours.n_first_short,
    )
    assert mine.loss_given_default == yours.loss_given_default
    for name in ("default_frequency", "expected_loss", "shortfall_frequency"):
        assert are_near(getattr(mine, name), getattr(yours, name)), name
    assert are_near(ours.worth.price_minor, theirs.worth.price_minor)
    for name in ("yield_annual", "price_ppm", "macaulay_years", "modified_years", "convexity", "z_spread", "wal_years"):
        mine_of, yours_of = getattr(ours.worth, name), getattr(theirs.worth, name)
        assert (mine_of is None) == (yours_of is None), name
        assert mine_of is None or mine_of == pytest.approx(yours_of, rel=1e-12), name
    assert ours.payments_minor.shares_ppm == theirs.payments_minor.shares_ppm
    assert ours.payments_minor.n_measured == theirs.payments_minor.n_measured
    for my_row, your_row in zip(ours.payments_minor.values, theirs.payments_minor.values, strict=True):
        assert my_row == pytest.approx(your_row, rel=2**-8)


DEALS = ["electronics-patents", "drug-patents", "triple-royalty-sub-ii", "jpr-royalty-sub-2011", "hi-fi-2022-1"]


@pytest.fixture(scope="module", params=DEALS)
def outcomes(request: pytest.FixtureRequest, deals_folder: Path) -> Outcomes:
    loaded = load(deals_folder / request.param)
    assert isinstance(loaded, Ok), loaded
    source = loaded.value.value
    collections = collections_of(source)
    assert isinstance(collections, Ok)
    inputs = RunInputs(source.deal, source.program, collections.value, source.observed)
    terms = FuturesTerms(volatility_ppm_annual=400_000, reversion_ppm_annual=200_000, n_paths=203, seed=3)
    assumed = Assumed(inputs=inputs, terms=terms, start_on=source.inputs.as_of_on, multiple_ppm=800_000)
    return Outcomes(source.deal, source.program, future_paths(assumed), assumed.start_on)


def test_statistics_are_those_of_the_same_paths_at_hand(outcomes: Outcomes) -> None:
    program, paths = outcomes.program, outcomes.paths
    class_ids = tuple(each.id for each in outcomes.deal.classes)
    n_past = sum(day <= outcomes.start_on for day in program.payment_dates)
    factors = factors_at_yield(program.payment_dates, outcomes.start_on, YIELD_PPM / 1e6)
    asked = Request(
        program=program, class_ids=class_ids, factors=(factors,) * len(class_ids), first_period=n_past, n_past=n_past
    )
    source = source_of(program, paths)
    tally = run_engine(engine_of(asked, source, (0, paths.n_paths)), source, (0, paths.n_paths), 2, 32)
    for class_id in class_ids:
        for pricing in (
            PricingAssumption(class_id=class_id, yield_ppm_annual=YIELD_PPM),
            PricingAssumption(class_id=class_id, price_ppm=900_000),
        ):
            at_hand = class_statistics(class_paths(outcomes, class_id), pricing, outcomes.start_on, CURVE)
            asking = Asking(pricing=pricing, settlement_on=outcomes.start_on, curve=CURVE)
            ours = statistics_of(tally, asked, asking)
            if pricing.price_ppm is not None and at_hand.worth.price_minor is not None:
                # at a price, the error is that at the factors of the request
                error = None if ours.worth.price_minor is None else ours.worth.price_minor.standard_error
                price = Estimate(at_hand.worth.price_minor.mean, error)
                at_hand = replace(at_hand, worth=replace(at_hand.worth, price_minor=price))
            assert_same(ours, at_hand)


@pytest.fixture(scope="module")
def tally(reference: Program) -> Tally:
    source = Source(drawn)
    return run_engine(engine_of(request_for(reference), source), source, (0, 40_001))


@pytest.mark.parametrize(("n_threads", "block"), [(1, 16), (2, 512), (7, 48)])
def test_no_bit_depends_on_the_threads_or_the_size_of_the_blocks(
    reference: Program, tally: Tally, n_threads: int, block: int
) -> None:
    source = Source(drawn)
    other = run_engine(engine_of(request_for(reference), source), source, (0, 40_001), n_threads, block)
    assert bits(other) == bits(tally)


def test_numbers_of_a_path_are_what_its_payments_make(reference: Program) -> None:
    source, n_paths = Source(drawn), 999
    request = request_for(reference)
    tally = run_engine(engine_of(request, source), source, (0, n_paths))
    block = np.zeros((1, len(reference.payment_dates), n_paths), np.int64)
    drawn(0, n_paths, block, None)
    deal = read_deal_of(reference)
    outcomes = Outcomes(deal, reference, Paths(n_paths, lambda first, stop: block[..., first:stop]), date(2025, 9, 30))
    rows = []
    for class_id in request.class_ids:
        paths = class_paths(outcomes, class_id)
        short = np.logical_or.reduce(paths.short_minor > 0, axis=0)
        present = present_values(paths, date(2025, 9, 30), YIELD_PPM / 1e6)
        rows += [present, paths.lost_minor, (paths.owed_minor > 0) | (paths.lost_minor > 0), short]
    collected = np.array(request.factors[0]) @ block[0]
    rows += [collected, block[0].sum(axis=0)]
    numbers = np.array(rows, np.float64)
    assert {float(share) for share in numbers[2].tolist()} == {0.0, 1.0}
    np.testing.assert_allclose(tally.moments.means(), numbers.mean(axis=1), rtol=1e-12)
    np.testing.assert_allclose(
        tally.moments.covariance(), np.cov(numbers), rtol=1e-8, atol=1e-6 * np.cov(numbers).max()
    )
    for number, row in enumerate(numbers):
        assert are_near(tally.moments.estimate(number), estimate(row)), number


def read_deal_of(program: Program) -> Any:
    """Give what `class_paths` needs of a deal beside its program: nothing."""
    return program


def test_weights_make_means_of_another_law(reference: Program) -> None:
    n_paths = 5_000
    plain, weighted = Source(drawn), Source(drawn, is_weighted=True)
    request = request_for(reference, ("A",))
    tally = run_engine(engine_of(request, weighted), weighted, (0, n_paths), 2)
    block, logs = np.zeros((1, len(reference.payment_dates), n_paths), np.int64), np.zeros(n_paths)
    drawn(0, n_paths, block, logs)
    weights = np.exp(logs)
    each = [
        run_engine(engine_of(request, plain, (0, 8)), plain, (path, path + 1)).moments.means() for path in range(40)
    ]
    some = run_engine(engine_of(request, weighted, (0, 8)), weighted, (0, 40)).moments
    expected = (np.array(each) * weights[:40, None]).mean(axis=0)
    np.testing.assert_allclose(some.means()[:-1], expected, rtol=1e-12)
    means = tally.moments.means()
    assert means[-1] == pytest.approx(weights.mean(), rel=1e-12)
    assert tally.moments.estimate(len(means) - 1).standard_error == pytest.approx(
        weights.std(ddof=1) / math.sqrt(n_paths), rel=1e-9
    )
    assert bits(run_engine(engine_of(request, weighted), weighted, (0, n_paths), 7, 16)) == bits(tally)


def test_a_class_that_was_measured_in_brief_has_the_same_losses_and_no_percentiles(
    reference: Program, tally: Tally
) -> None:
    source = Source(drawn)
    request = replace(request_for(reference), in_full=False)
    brief = run_engine(engine_of(request, source), source, (0, 40_001))
    assert [each.lost_minor for each in brief.classes] == [each.lost_minor for each in tally.classes]
    kept = [number for number in range(14) if number not in (SHORT, 4 + SHORT, 8 + SHORT)]
    assert brief.moments.sums[kept].tobytes() == tally.moments.sums[kept].tobytes()
    with pytest.raises(ValueError, match="were not asked for"):
        statistics_of(
            brief,
            request,
            Asking(pricing=PricingAssumption(class_id="A", price_ppm=1), settlement_on=date(2025, 9, 30)),
        )


def test_what_cannot_be_measured_is_refused(reference: Program) -> None:
    source, request = Source(drawn), request_for(reference)
    engine = engine_of(request, source)
    for wrong in (
        replace(request, factors=request.factors[:2]),
        replace(request, factors=((1.0,),) * 3),
        replace(request, class_ids=(), factors=()),
        replace(request, first_period=41),
        replace(request, n_past=-1),
        replace(request, controls=np.zeros((1, 2, 40))),
        replace(request, controls=np.zeros((2, 1, 40), order="F")),
    ):
        with pytest.raises(ValueError, match=r"factors|payment date|controls"):
            engine_of(wrong, source)
    with pytest.raises(ValueError, match="no path"):
        run_engine(engine, source, (5, 5))
    for block in (0, 24):
        with pytest.raises(ValueError, match="multiple"):
            run_engine(engine, source, (0, 5), block=block)
    with pytest.raises(KeyError):
        engine_of(replace(request, class_ids=("A", "B", "Z")), source)


@pytest.mark.parametrize("amount", [-1, 9 * 10**12 + 1])
def test_what_the_program_was_not_compiled_for_is_refused_wherever_it_comes(reference: Program, amount: int) -> None:
    def wrong(first: int, stop: int, inputs: NDArray[np.int64], _: NDArray[np.float64] | None) -> None:
        inputs[:] = 10**6
        if first <= 5_000 < stop:
            inputs[0, 7, 5_000 - first] = amount

    engine = engine_of(request_for(reference), Source(wrong))
    with pytest.raises(ValueError, match="lies outside 0 to 9,000,000,000,000"):
        run_engine(engine, Source(wrong), (0, 10_000), 2)


def test_an_engine_keeps_its_code_whatever_else_is_compiled(reference: Program) -> None:
    request = request_for(reference)
    engine = engine_of(request, Source(drawn))
    before = bits(run_engine(engine, Source(drawn), (0, 100)))
    for forgotten in (statistics_for, plan_of, compile_code):
        forgotten.cache_clear()
    gc.collect()
    assert all(each.engine is not None for each in engine.statistics.natives)
    assert bits(run_engine(engine, Source(drawn), (0, 96))) != before
    assert bits(run_engine(engine, Source(drawn), (0, 100))) == before


@pytest.mark.parametrize("n_paths", [16, 100, 1000])
def test_paths_that_are_all_paid_alike_are_counted_like_others(reference: Program, n_paths: int) -> None:
    def alike(first: int, stop: int, inputs: NDArray[np.int64], _: NDArray[np.float64] | None) -> None:
        inputs[0] = np.where(np.arange(first, stop) % 32 < 16, 70_000_000, 40_000_000 + np.arange(first, stop))

    engine = engine_of(request_for(reference), Source(alike))
    tally = run_engine(engine, Source(alike), (0, n_paths))
    counts = np.array([each.counts.sum(axis=1) for each in tally.classes])
    assert (counts == n_paths).all()
    one_by_one = np.sum(
        [
            [each.counts for each in run_engine(engine, Source(alike), (n, n + 1)).classes]
            for n in range(n_paths if n_paths <= 100 else 0)
        ],
        axis=0,
    )
    assert n_paths > 100 or (one_by_one == [each.counts for each in tally.classes]).all()
