"""Indicative ratings of a simulated deal, prices that follow from them, and what each class's loss hangs on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chizai.app.load import DealFolder
from chizai.deal.program import SlotKind
from chizai.documents.simulation import RatedClass
from chizai.forecast.processes.events import years_from
from chizai.forecast.receipts import Collections
from chizai.metrics.break_even import BreakEven
from chizai.metrics.class_readings import lost_by_class
from chizai.metrics.contribution import LeftOut, left_out
from chizai.metrics.curves import zero_curve
from chizai.metrics.deal_futures import Assumed, Outcomes, class_paths, future_paths, held
from chizai.metrics.futures import ClassStatistics
from chizai.metrics.pricing import years_between
from chizai.metrics.rating import IndicativeRating, indicative_rating
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_facts import forecast_by_licence, forecast_in_currency, pool_facts
from chizai.metrics.rating_ideas import mean_decline, measures_of
from chizai.metrics.rating_prices import price_views, values_on_curve
from chizai.metrics.rating_tables import spread_of
from chizai.metrics.risk_neutral import market_weights, wang_price
from chizai.simulate.shocks import market_shocks
from chizai.units.rate import PPM
from chizai.waterfall.exact import run_exact
from chizai.waterfall.vector_paths import Asked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def rated_classes(
    source: DealFolder,
    assumed: Assumed,
    outcomes: Outcomes,
    statistics: Sequence[ClassStatistics],
    break_evens: Sequence[BreakEven],
) -> tuple[RatedClass, ...]:
    """Place each class that has a par on the scale of symbols, and price it in views kept apart.

    Args:
        source: the deal's folder.
        assumed: what the futures were drawn on.
        outcomes: the deal over them.
        statistics: of its classes.
        break_evens: of its classes.

    Returns:
        none where the inputs ask for no rating, or nothing is forecast any more.
    """
    assumptions = source.inputs.rating
    if assumptions is None:
        return ()
    collected, forecast_minor = _collected(outcomes, assumed)
    if forecast_minor <= 0:
        return ()
    decline_ppm = assumptions.base_decline_of(mean_decline(collected, forecast_minor).mean)
    facts = pool_facts(source.files.pool, forecast_in_currency(assumed.inputs))
    needed = {each.class_id: each for each in break_evens}
    premium = _risk_premium(assumed, assumptions, outcomes.paths.n_paths, collected)
    found = []
    for one in statistics:
        measures = measures_of(one, needed[one.class_id])
        if measures is not None:
            rating = indicative_rating(measures, decline_ppm, facts, assumptions)
            found.append(_priced(source, outcomes, rating, premium))
    return tuple(found)


def _collected(outcomes: Outcomes, assumed: Assumed) -> "tuple[NDArray[np.int64], int]":
    """Give what each future collects from the start on, and what is forecast: in the deal's currency."""
    slot, n_past = outcomes.program.slot(SlotKind.INFLOW, ""), assumed.n_past
    [drawn] = outcomes.read(Asked(slot))
    rows = assumed.inputs.rows()
    forecast = run_exact(outcomes.program, rows[0], rows[1:])
    coming = range(n_past, len(outcomes.program.payment_dates))
    return drawn[n_past:].sum(axis=0), sum(forecast.closing(period, slot) for period in coming)


@dataclass(frozen=True, slots=True, eq=False)
class _RiskPremium:
    """What the market pays for risk: weights where its shocks are known, ranks of what is collected elsewhere."""

    weights: "NDArray[np.float64] | None" = None
    """By payment date and path, 1 on dates that are over; shape (n_dates, n_paths)."""
    driver: "NDArray[np.float64] | None" = None
    """What each path collects; shape (n_paths,)."""
    price_of_risk: float = 0.0
    """Of the whole horizon, for the driver."""


def _risk_premium(
    assumed: Assumed, assumptions: RatingAssumptions, n_paths: int, collected: "NDArray[np.int64]"
) -> _RiskPremium:
    """Say how a price of risk weighs the futures: by the market's walk where licences are drawn together."""
    import numpy as np

    if assumptions.price_of_risk_ppm is None:
        return _RiskPremium()
    price, dates = assumptions.price_of_risk_ppm / PPM, assumed.inputs.program.payment_dates
    if assumed.joint is None:
        horizon = years_between(assumed.start_on, dates[-1])
        return _RiskPremium(driver=collected.astype(float), price_of_risk=price * math.sqrt(horizon))
    coming = dates[assumed.n_past :]
    period_years = np.diff(years_from(assumed.start_on, coming), prepend=0.0)
    shocks = market_shocks(assumed.terms.seed, len(coming), (0, n_paths))
    weights = np.ones((len(dates), n_paths))
    weights[assumed.n_past :] = market_weights(shocks, period_years.tolist(), price)
    return _RiskPremium(weights=weights)


def _priced(source: DealFolder, outcomes: Outcomes, rating: IndicativeRating, premium: _RiskPremium) -> RatedClass:
    """Price a class on the curve of the futures: as expected, at its symbol's spread, and under a price of risk."""
    assumptions = source.inputs.rating or RatingAssumptions()
    named = source.inputs.futures.curve if source.inputs.futures is not None else None
    given = next((curve for curve in source.inputs.curves if curve.id == named), None)
    if given is None:
        return RatedClass(rating=rating)
    curve, paths, start_on = zero_curve(given), class_paths(outcomes, rating.class_id), outcomes.start_on
    spread = spread_of(assumptions.spread_table, rating.symbol)
    views = price_views(paths, start_on, curve, spread, premium.weights)
    neutral = None if views.risk_neutral is None else views.risk_neutral.price_minor
    if premium.driver is not None:
        neutral = wang_price(values_on_curve(paths, start_on, curve), premium.driver, premium.price_of_risk)
    return RatedClass(rating=rating, views=views, risk_neutral_minor=neutral)


def contributions(source: DealFolder, assumed: Assumed, class_ids: Sequence[str]) -> tuple[LeftOut, ...]:
    """Leave out each licence, and each right with all its licences, on the same futures: what each class then loses.

    Args:
        source: the deal's folder.
        assumed: what the futures are drawn on.
        class_ids: the classes that are looked at.

    Returns:
        licences, then rights, in the order of the pool; those that nothing is forecast of are left away.
    """
    known: dict[frozenset[str], NDArray[np.int64]] = {}

    def loss_of(removed: frozenset[str]) -> "NDArray[np.int64]":
        import numpy as np

        if removed not in known:
            inputs = assumed.inputs
            paths = held(future_paths(_without(assumed, removed)))
            run = Outcomes(inputs.deal, inputs.program, paths, assumed.start_on)
            known[removed] = np.array(lost_by_class(run, class_ids))
        return known[removed]

    pool, forecast = source.files.pool, forecast_by_licence(assumed.inputs.collections)
    groups = {f"licence {licence_id}": frozenset({licence_id}) for licence_id in forecast}
    for right in pool.rights:
        its = frozenset(each.id for each in pool.licences if right.id in each.right_ids and each.id in forecast)
        if its:
            groups[f"right {right.id}"] = its
    return left_out(groups, loss_of)


def _without(assumed: Assumed, removed: frozenset[str]) -> Assumed:
    """Take what some licences are forecast to bring out of what futures are drawn on."""

    def left(collections: Collections) -> Collections:
        return Collections(
            tuple(
                tuple(each for each in lines if each.is_actual or each.licence_id not in removed)
                for lines in collections.lines
            )
        )

    joint = assumed.joint
    return replace(
        assumed,
        inputs=replace(assumed.inputs, collections=left(assumed.inputs.collections)),
        joint=None if joint is None else replace(joint, if_true=left(joint.if_true)),
    )
