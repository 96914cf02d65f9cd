"""The classes of a deal measured over its futures: those at hand one by one, more than memory holds in a stream."""

from collections.abc import Sequence
from dataclasses import replace
from os import cpu_count

from chizai.app.assumed import start_of
from chizai.app.load import DealFolder
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.curves import ZeroCurve, zero_curve
from chizai.metrics.deal_futures import Assumed, Outcomes, class_paths, future_paths, held
from chizai.metrics.futures import ClassStatistics, class_statistics
from chizai.units.rate import PPM

PATHS_AT_HAND = 100_000
"""Futures that are kept period by period: covers and ratings are read from them. More are measured in a stream, in
memory that does not grow with them."""
FEW_PATHS = 20_000
"""Up to so many futures are measured one by one about as soon as in a stream."""


def outcomes_of(assumed: Assumed) -> Outcomes:
    """Draw the futures of a deal, no more than are kept at hand, and make them ready to be run."""
    inputs, n_paths = assumed.inputs, min(assumed.terms.n_paths, PATHS_AT_HAND)
    kept = replace(assumed, terms=replace(assumed.terms, n_paths=n_paths))
    return Outcomes(inputs.deal, inputs.program, held(future_paths(kept)), assumed.start_on, cpu_count() or 1)


def class_measures(source: DealFolder, assumed: Assumed, outcomes: Outcomes) -> tuple[ClassStatistics, ...]:
    """Measure each class; one that the inputs do not price is priced at par.

    Args:
        source: the deal's folder.
        assumed: what the futures are drawn on.
        outcomes: those of them that are at hand.
    """
    curve, settlement_on = _curve_of(source, assumed), start_of(source)
    if assumed.terms.n_paths > PATHS_AT_HAND and _can_stream(source):
        first = _streamed(source, assumed, PATHS_AT_HAND, _asked_yields(source))
        # errors of prices are taken at the yields that the first futures give
        rates = [one.worth.yield_annual or 0.0 for one in first]
        return _streamed(source, assumed, assumed.terms.n_paths, rates)
    return tuple(
        class_statistics(class_paths(outcomes, pricing.class_id), pricing, settlement_on, curve)
        for pricing in pricings_of(source)
    )


def first_measures(source: DealFolder, assumed: Assumed) -> tuple[ClassStatistics, ...] | None:
    """Measure each class in a stream where that is sooner done than `class_measures`, of which all is said here.

    Returns:
        the same numbers, floats but for rounding; but percentiles are the middles of bins, and prices have no error
        yet. None where there are few futures, or more than are kept at hand.
    """
    n_paths = assumed.terms.n_paths
    if not FEW_PATHS < n_paths <= PATHS_AT_HAND or not _can_stream(source):
        return None
    return tuple(_without_error(one) for one in _streamed(source, assumed, n_paths, _asked_yields(source)))


def _without_error(one: ClassStatistics) -> ClassStatistics:
    """Leave out the error of a price, which was not taken at the price's own yield."""
    price = one.worth.price_minor
    return replace(one, worth=replace(one.worth, price_minor=price and replace(price, standard_error=None)))


def _can_stream(source: DealFolder) -> bool:
    """Tell whether there is a class to be priced and a payment date to come."""
    return bool(pricings_of(source)) and source.program.payment_dates[-1] > start_of(source)


def _asked_yields(source: DealFolder) -> list[float]:
    """Give the yield that each class is priced at, or 0 where its price is asked."""
    return [(pricing.yield_ppm_annual or 0) / PPM for pricing in pricings_of(source)]


def _curve_of(source: DealFolder, assumed: Assumed) -> ZeroCurve | None:
    """Give what spreads are measured over."""
    given = next((curve for curve in source.inputs.curves if curve.id == assumed.terms.curve), None)
    return None if given is None else zero_curve(given)


def _streamed(
    source: DealFolder, assumed: Assumed, n_paths: int, rates: Sequence[float]
) -> tuple[ClassStatistics, ...]:
    """Measure each class over the first futures; errors of prices are taken at the yields that are given."""
    from chizai.metrics.engine import engine_of, run_engine
    from chizai.metrics.engine_request import Request, factors_at_yield, source_of
    from chizai.metrics.engine_statistics import Asking, statistics_of

    program, settlement_on, pricings = source.program, start_of(source), pricings_of(source)
    request = Request(
        program=program,
        class_ids=tuple(pricing.class_id for pricing in pricings),
        factors=tuple(factors_at_yield(program.payment_dates, settlement_on, rate) for rate in rates),
        first_period=sum(day <= settlement_on for day in program.payment_dates),
        n_past=assumed.n_past,
    )
    paths, curve = source_of(program, future_paths(assumed)), _curve_of(source, assumed)
    tally = run_engine(engine_of(request, paths), paths, (0, n_paths), cpu_count() or 1)
    return tuple(
        statistics_of(tally, request, Asking(pricing=pricing, settlement_on=settlement_on, curve=curve))
        for pricing in pricings
    )


def pricings_of(source: DealFolder) -> tuple[PricingAssumption, ...]:
    """Give a pricing for each class, par where the inputs say nothing; none where holders may have to pay in."""
    given = {pricing.class_id: pricing for pricing in source.inputs.pricing}
    priced = [of.id for of in source.deal.classes if not of.commitment_minor]
    return tuple(given.get(of, PricingAssumption(class_id=of, price_ppm=PPM)) for of in priced)
