"""How far what a licence earns can stray, so that code which cannot pass any limit need not hold it back."""

import math

from chizai.simulate.model import JointModel, LicenceModel
from chizai.simulate.sound import LICENCE_MAX

NORMAL_MAX = 7.6
"""No normal that is drawn lies further from 0: `native.random` says why."""
LOG_MAX = 600.0
"""The exponential of this, and of its negative, is a float without loss."""


def may_pass(model: JointModel, licence: LicenceModel) -> bool:
    """Tell whether a licence's level could pass what a float holds, or an amount the most of a licence.

    It says so where it cannot tell: the mixing variable of a t copula has no useful bound.
    """
    if model.degrees is not None:
        return True
    weights = abs(licence.market_weight) + abs(licence.sector_weight) + 1.0
    rates = _rates(model, licence)
    log, variance = 0.0, 0.0
    for period, (keep, spread) in enumerate(zip(licence.keep, licence.spread, strict=True)):
        log = keep * log + spread * weights * NORMAL_MAX
        variance = keep * keep * variance + spread * spread
        drift = abs(licence.drift_deviation[period]) if licence.drift_deviation else 0.0
        deviations = licence.level_deviation + drift
        most = log + deviations * NORMAL_MAX + variance + deviations**2 + rates[period]
        if most > LOG_MAX or licence.expected_minor[period] * math.exp(most) >= LICENCE_MAX:
            return True
    return False


def _rates(model: JointModel, licence: LicenceModel) -> list[float]:
    """Give how far the logarithm of the rate of exchange can stray by each period."""
    if licence.currency is None:
        return [0.0] * model.n_periods
    currency = model.currencies[licence.currency]
    rates, log = [], 0.0
    for volatility in currency.volatility_by_period:
        log += volatility * (abs(currency.market_weight) + 1.0) * NORMAL_MAX + volatility**2
        rates.append(log)
    return rates
