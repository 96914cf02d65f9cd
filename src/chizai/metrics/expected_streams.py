"""What streams bring on average over all joint futures, without drawing one: the known mean of control variates.

Given the market's mean shock y, events are independent of each other and of all else, so that what interruptions leave
is a product. A licence's log-normal level is correlated with y by what it has of the market: its expectation together
with a function of y is that of the function where y is normal round their covariance (I. V. Girsanov, 1960; for one
normal, completing the square). What is left is an integral over y alone, by Gauss and Hermite.

Two things are not exact: amounts are floored, which is taken as half a unit for each that is paid; and a stream that is
cut at its most is as if it were not.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chizai.simulate.model import Interruption, JointModel, LicenceModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

N_NODES = 48
"""Points of the quadrature over the market's mean shock."""
HALF_A_UNIT = 0.5


def expected_streams(model: JointModel) -> "Floats | None":
    """Give the mean of what each stream brings, in minor units; shape (n_streams, n_periods).

    Returns:
        none where no formula stands here: for a t copula, or a licence with an event that several of its interruptions
        or fades share.
    """
    import numpy as np

    if model.degrees is not None or any(_shares_events(each) for each in model.licences):
        return None
    means = np.zeros((model.n_streams, model.n_periods))
    if model.certain_minor:
        means += np.array(model.certain_minor, np.float64)
    for licence in model.licences:
        means[licence.stream] += expected_licence(model, licence)
    return means


def expected_licence(model: JointModel, licence: LicenceModel) -> "Floats":
    """Give the mean of what a licence brings, in minor units, for a model without a t copula; shape (n_periods,)."""
    import numpy as np

    points, weights = np.polynomial.hermite_e.hermegauss(N_NODES)
    weights = weights / weights.sum()
    shifts, growth = _towards_market(model, licence)
    gross, floored, recovered = np.zeros(model.n_periods), np.zeros(model.n_periods), np.zeros(model.n_periods)
    for period, expected_minor in enumerate(licence.expected_minor):
        if not expected_minor:
            continue
        due, shifted = expected_minor * growth[period], points + shifts[period]
        states = [_state(model, each, shifted, period) for each in licence.interruptions]
        faded = [_faded(_come(model, (each.event,), shifted), each.keep, period) for each in licence.fades]
        parts = [left for left, _ in states] + faded
        standing = math.prod(parts, start=np.ones(len(points)))
        gross[period] = due * float(weights @ standing)
        floored[period] = HALF_A_UNIT * float(weights @ (standing > 0))
        for number, interruption in enumerate(licence.interruptions):
            arrives = period + interruption.recovery_periods
            if interruption.recovery and arrives < model.n_periods:
                others = math.prod(parts[:number] + parts[number + 1 :], start=states[number][1])
                left = interruption.during if interruption.gap_periods else interruption.after
                recovered[arrives] += interruption.recovery * due * (1 - left) * float(weights @ others)
    reported = 1 - licence.under_reported
    return gross * reported - floored + recovered * reported + _audited(licence, gross * licence.under_reported)


def _towards_market(model: JointModel, licence: LicenceModel) -> "tuple[Floats, Floats]":
    """Give by period the covariance of the licence's logarithm with the market's mean shock, and what currency adds.

    The second is the mean of level times rate of exchange: both have the mean 1, and the market in common.
    """
    import numpy as np

    root = math.sqrt(model.n_periods)
    shifts, growth = np.zeros(model.n_periods), np.ones(model.n_periods)
    level, both, walk = 0.0, 0.0, 0.0
    for period in range(model.n_periods):
        keep, shock = licence.keep[period], licence.spread[period] * licence.market_weight
        level = level * keep + shock / root
        if licence.currency is not None:
            currency = model.currencies[licence.currency]
            moved = currency.volatility_by_period[period] * currency.market_weight
            both = both * keep + shock * moved
            walk += moved / root
        shifts[period], growth[period] = level + walk, math.exp(both)
    return shifts, growth


def _come(model: JointModel, events: Sequence[int], points: "Floats", *, all_of_them: bool = False) -> "Floats":
    """Give the probability that one of the events has come by each period, or all; shape (n_periods, n_points)."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    has_not, has = np.ones((model.n_periods, len(points))), np.ones((model.n_periods, len(points)))
    for number in events:
        event = model.events[number]
        thresholds = ndtri(np.array(event.has_come))[:, None]
        own = math.sqrt(max(0.0, 1 - event.market_loading**2))
        off = thresholds - event.market_loading * points
        chance = ndtr(off / own) if own else (off > 0).astype(np.float64)
        has_not *= 1 - chance
        has *= chance
    return has if all_of_them else 1 - has_not


def _state(model: JointModel, each: Interruption, points: "Floats", period: int) -> "tuple[Floats, Floats]":
    """Give what an interruption leaves on average in a period, and the chance that it comes then; shape (n_points,)."""
    import numpy as np

    come = _come(model, each.events, points, all_of_them=each.with_last)
    nothing = np.zeros(len(points))
    by_now, before = come[period], come[period - 1] if period else nothing
    over = come[period - each.gap_periods] if period >= each.gap_periods else nothing
    return 1 - by_now + each.during * (by_now - over) + each.after * over, by_now - before


def _faded(come: "Floats", keep: float, period: int) -> "Floats":
    """Give what a fade leaves on average in a period; shape (n_points,)."""
    import numpy as np

    steps = np.diff(come[: period + 1], axis=0, prepend=np.zeros((1, come.shape[1])))
    kept = keep ** np.arange(period + 1, 0, -1.0)
    faded: Floats = 1 - come[period] + kept @ steps
    return faded


def _audited(licence: LicenceModel, unreported: "Floats") -> "Floats":
    """Give what audits bring in of what was not reported since the last one."""
    import numpy as np

    found, first = np.zeros(len(unreported)), 0
    for audit in licence.audits:
        found[audit] = licence.audit_recovery * unreported[first : audit + 1].sum()
        first = audit + 1
    return found


def _shares_events(licence: LicenceModel) -> bool:
    """Tell whether two interruptions or fades wait for one event."""
    named = [number for each in licence.interruptions for number in each.events]
    named += [each.event for each in licence.fades]
    return len(set(named)) < len(named)
