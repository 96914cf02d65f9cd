"""How products begin: what a licence under development is expected to bring, and how unsure its time to market is."""

import math
from collections.abc import Sequence
from itertools import pairwise

from chizai.forecast.joint_launch import ExpectedLaunch, development_of
from chizai.forecast.joint_life_terms import LaunchRisk
from chizai.forecast.processes.bass import Bass, adopted
from chizai.forecast.processes.launch import has_failed, has_launched, launched_if_not_failed
from chizai.simulate.sound import EXPECTED_MAX
from chizai.units.rate import PPM

N_LAUNCHES = 240
"""Into how many times a horizon is cut in which a launch may come."""
DEVIATION_MAX = 2.5
"""No payment's deviation is taken to be larger: so early in a development next to nothing is expected."""


def launched_minor(forecast_minor: Sequence[int], risk: LaunchRisk, years: Sequence[float]) -> tuple[int, ...]:
    """Give what is expected of a licence under development as long as it has not failed.

    A forecast as if launched is multiplied by the part that has been launched by then; one that has the launch in it
    already is divided by the chance that it has not failed.
    """
    if isinstance(risk, ExpectedLaunch):
        failed = has_failed(development_of(risk), years)
        return tuple(
            min(math.floor(amount / (1.0 - gone)), EXPECTED_MAX - 1) if gone < 1.0 else 0
            for amount, gone in zip(forecast_minor, failed, strict=True)
        )
    shares = launched_if_not_failed(development_of(risk), years)
    return tuple(math.floor(amount * share) for amount, share in zip(forecast_minor, shares, strict=True))


def launch_time_deviation(risk: ExpectedLaunch, years: Sequence[float]) -> tuple[float, ...]:
    """Give how far the time of a launch makes each payment stray, as deviations of one normal: how early it comes.

    With m and s the mean and the mean square of what a payment brings over all times of the launch, as long as the
    development has not failed by then, a log-normal of deviation `sqrt(ln(s / m^2))` has the same mean and variance. It
    is below 0 where an early launch brings less in this payment, which is when most have bought.

    Args:
        risk: the launch, and how fast the market takes it up.
        years: ends of the use that each payment is for, years from the start; rising, shape (n_periods,).
    """
    development, bass = (
        development_of(risk),
        Bass(market=1.0, innovation=risk.innovation_ppm_annual / PPM, imitation=risk.imitation_ppm_annual / PPM),
    )
    ends = [years[-1] * number / N_LAUNCHES for number in range(N_LAUNCHES + 1)]
    chances = [later - before for before, later in pairwise(has_launched(development, ends))]
    launches = [(before + later) / 2 for before, later in pairwise(ends)]
    reached = [adopted(bass, [end - launch for launch in launches]) for end in (0.0, *years)]
    failed = has_failed(development, years)
    return tuple(
        _deviation(1.0 - gone, chances, [later - before for before, later in zip(begin, end, strict=True)])
        for gone, (begin, end) in zip(failed, pairwise(reached), strict=True)
    )


def _deviation(standing: float, chances: Sequence[float], sales: Sequence[float]) -> float:
    """Give the deviation of what a payment brings, with the sign of an early launch's effect.

    Args:
        standing: chance that the development has not failed, of which the launches are a part.
        chances: of a launch at each time, early ones first.
        sales: what the payment brings then.
    """
    weighed = list(zip(chances, sales, range(N_LAUNCHES), strict=True))
    mean = math.fsum(chance * sold for chance, sold, _ in weighed)
    square = math.fsum(chance * sold * sold for chance, sold, _ in weighed)
    if mean <= 0.0 or standing <= 0.0:
        return 0.0
    # what has not been launched by the end of the horizon is as late as can be
    late = N_LAUNCHES - math.fsum(chance * (N_LAUNCHES - place) for chance, _, place in weighed) / standing
    early_less_late = math.fsum(chance * sold * (late - place) for chance, sold, place in weighed)
    ratio = max(square * standing / mean**2, 1.0)
    return math.copysign(min(math.sqrt(math.log(ratio)), DEVIATION_MAX), early_less_late)
