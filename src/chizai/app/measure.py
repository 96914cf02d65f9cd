"""The classes of a deal measured over its futures: those at hand one by one, more than memory holds in a stream."""

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
"""Futures that are kept period by period: covers, ratings and the first estimate of each yield are read from them. More
are measured in a stream, in memory that does not grow with them."""


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
    given = next((curve for curve in source.inputs.curves if curve.id == assumed.terms.curve), None)
    curve = None if given is None else zero_curve(given)
    pricings, settlement_on = pricings_of(source), start_of(source)
    at_hand = tuple(
        class_statistics(class_paths(outcomes, pricing.class_id), pricing, settlement_on, curve) for pricing in pricings
    )
    is_over = all(day <= settlement_on for day in source.program.payment_dates)
    if assumed.terms.n_paths <= PATHS_AT_HAND or is_over or not pricings:
        return at_hand
    return _streamed(assumed, pricings, at_hand, curve)


def _streamed(
    assumed: Assumed,
    pricings: tuple[PricingAssumption, ...],
    first: tuple[ClassStatistics, ...],
    curve: ZeroCurve | None,
) -> tuple[ClassStatistics, ...]:
    """Measure each class over all futures; errors are taken at the yields that the first of them give."""
    from chizai.metrics.engine import engine_of, run_engine
    from chizai.metrics.engine_request import Request, factors_at_yield, source_of
    from chizai.metrics.engine_statistics import Asking, statistics_of

    program, settlement_on = assumed.inputs.program, first[0].settlement_on
    rates = [one.worth.yield_annual or 0.0 for one in first]
    request = Request(
        program=program,
        class_ids=tuple(pricing.class_id for pricing in pricings),
        factors=tuple(factors_at_yield(program.payment_dates, settlement_on, rate) for rate in rates),
        first_period=sum(day <= settlement_on for day in program.payment_dates),
        n_past=assumed.n_past,
    )
    paths = source_of(program, future_paths(assumed))
    tally = run_engine(engine_of(request, paths), paths, (0, assumed.terms.n_paths), cpu_count() or 1)
    return tuple(
        statistics_of(tally, request, Asking(pricing=pricing, settlement_on=settlement_on, curve=curve))
        for pricing in pricings
    )


def pricings_of(source: DealFolder) -> tuple[PricingAssumption, ...]:
    """Give a pricing for each class, par where the inputs say nothing; none where holders may have to pay in."""
    given = {pricing.class_id: pricing for pricing in source.inputs.pricing}
    priced = [of.id for of in source.deal.classes if not of.commitment_minor]
    return tuple(given.get(of, PricingAssumption(class_id=of, price_ppm=PPM)) for of in priced)
