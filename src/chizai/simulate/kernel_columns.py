"""A licence's numbers by period, as its code reads them."""

import math
from collections.abc import Sequence

from chizai.simulate.kernel_shape import JointShape, LicenceShape, own_weight
from chizai.simulate.model import LicenceModel

LOG2_E = 1.0 / math.log(2.0)
"""The code takes 2 to a power: logarithms are to the base 2."""


def stops_of(licence: LicenceModel, shape: LicenceShape, joint: JointShape) -> dict[str, int]:
    """Give after which period a licence earns nothing more, and after which it recovers nothing more."""
    earned = [period + 1 for period, expected in enumerate(licence.expected_minor) if expected]
    audited = [each + 1 for each in licence.audits] if shape.audits else []
    stop = max((*earned, *audited), default=0)
    lag = max((each.recovery_periods for each in licence.interruptions if each.recovery), default=0)
    return {"stop": stop, "tail": min(joint.n_periods, stop + lag) if shape.recovers else stop}


def columns_of(licence: LicenceModel, shape: LicenceShape, *, is_mixed: bool) -> dict[str, list[float]]:
    """Give a licence's numbers by period.

    The logarithm less half its variance is a process of the first order like the logarithm: its bias in a period is
    what that one adds to what is kept of the bias before. A mixing variable needs the biases themselves.
    """
    drifts = licence.drift_deviation or (0.0,) * len(licence.keep)
    biases = _biases(licence, drifts)
    if shape.moves and not is_mixed:
        before = [0.0, *biases[:-1]]
        biases = [bias - keep * last for bias, keep, last in zip(biases, licence.keep, before, strict=True)]
    own = own_weight(licence.market_weight, licence.sector_weight)
    reported = 1.0 if shape.audits else 1.0 - licence.under_reported
    found = licence.under_reported * licence.audit_recovery
    audits = [found if period in licence.audits else 0.0 for period in range(len(drifts))]
    return {
        "expected": [each * reported for each in licence.expected_minor],
        "keep": [float(each) for each in licence.keep],
        "market": [each * licence.market_weight * LOG2_E for each in licence.spread],
        "sector": [each * licence.sector_weight * LOG2_E for each in licence.spread],
        "own": [each * own * LOG2_E for each in licence.spread],
        "drift": [each * LOG2_E for each in drifts],
        "bias": [each * LOG2_E for each in biases],
        "audit": audits,
        "unaudited": [0.0 if each else 1.0 for each in audits],
    }


def _biases(licence: LicenceModel, drifts: Sequence[float]) -> list[float]:
    """Give half the variance of the logarithm by period, negative: what makes the mean of its exponential 1."""
    variance, biases = 0.0, []
    for keep, spread, drift in zip(licence.keep, licence.spread, drifts, strict=True):
        variance = keep * keep * variance + spread * spread
        biases.append(-(variance + licence.level_deviation**2 + drift**2) / 2)
    return biases
