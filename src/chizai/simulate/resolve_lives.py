"""How rights and products end: what a description says of it, as tables and courses."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from chizai.assets.rights import Patent, Right
from chizai.forecast.joint_life_check import renewal_of
from chizai.forecast.joint_life_terms import ExclusivityRisk, OppositionRisk, RenewalRisk, SuccessorRisk
from chizai.forecast.joint_terms import RightRisk
from chizai.forecast.processes import challenge, opposition
from chizai.forecast.processes.bass import Bass
from chizai.forecast.processes.events import Table, constant, first_of, never, surely_at, years_from
from chizai.forecast.processes.exclusivity import Erosion, average_part
from chizai.forecast.processes.generations import average_kept
from chizai.forecast.processes.renewal import has_lapsed, will_have_lapsed
from chizai.simulate.model import Interruption
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR

STEPS_MAX = 12
"""Into how many steps an erosion is cut: each is an interruption of its own."""
ERODED = 0.01
"""The part of what goes that is still there when an erosion is taken to be over."""


def ends_of(risk: RightRisk, right: Right, start_on: date, years: Sequence[float]) -> Iterator[Table]:
    """Yield the table of each way in which a right may end before its term; they are independent.

    Args:
        risk: what is described; `joint_life_check` finds nothing wrong in it.
        right: to which it may happen.
        start_on: the day from which the times are counted.
        years: times.
    """
    request = challenge.Challenge(
        hazard_annual=risk.challenge_ppm_annual / PPM,
        invalid_chance=risk.invalid_ppm / PPM,
        delay_years=risk.decision_months / MONTHS_A_YEAR,
    )
    yield challenge.has_fallen(request, years)
    yield constant(risk.lapse_ppm_annual / PPM, years)
    if isinstance(right, Patent) and risk.opposition is not None:
        yield _revoked(risk.opposition, start_on, years)
    if isinstance(right, Patent) and risk.renewal is not None:
        yield _given_up(risk.renewal, right, start_on, years)


def _revoked(risk: OppositionRisk, start_on: date, years: Sequence[float]) -> Table:
    of_one = opposition.Opposition(
        opposed_chance=risk.opposed_ppm / PPM,
        revoked_chance=risk.revoked_ppm / PPM,
        delay_years=risk.decision_months / MONTHS_A_YEAR,
    )
    [ago] = years_from(risk.gazette_on, [start_on])
    return opposition.has_fallen(of_one, ago, years)


def _given_up(risk: RenewalRisk, right: Patent, start_on: date, years: Sequence[float]) -> Table:
    """Give the table of a lapse; a right past all fees cannot lapse, one of no worth has as good as lapsed."""
    [age] = years_from(right.registered_on or start_on, [start_on])
    renewal = renewal_of(risk, right, age)
    if renewal is None:
        return never(years)
    if has_lapsed(renewal, (age,)) == (1.0,):
        return surely_at(0.0, years)
    return will_have_lapsed(renewal, age, years)


def has_been_lost(risk: ExclusivityRisk, start_on: date, years: Sequence[float]) -> Table:
    """Give the table of a loss of exclusivity: on its day for certain, or before it."""
    [lost_years] = years_from(start_on, [risk.lost_on])
    return first_of(surely_at(lost_years, years), constant(risk.early_ppm_annual / PPM, years))


def erosion_steps(risk: ExclusivityRisk, event: int, n_periods: int, period_years: float) -> list[Interruption]:
    """Cut an erosion into steps: interruptions of one event that multiply to the mean part of each period.

    Step k begins so many periods after the event and takes the part `c_k / c_(k-1)`, c being the mean part over a step;
    the last leaves what stays in the end.

    Args:
        risk: the erosion.
        event: number of the loss of exclusivity.
        n_periods: of the deal.
        period_years: length of a period.
    """
    erosion = Erosion(left_part=risk.left_ppm / PPM, speed_annual=risk.speed_ppm_annual / PPM)
    over = math.ceil(-math.log(ERODED) / (erosion.speed_annual * period_years))

    def part(from_years: float, until_years: float) -> float:
        return average_part(erosion, from_years, until_years)

    return _steps(event, part, (min(n_periods, over), erosion.left_part), period_years)


def successor_steps(risk: SuccessorRisk, event: int, n_periods: int, period_years: float) -> list[Interruption]:
    """Cut what a successor takes into steps, as `erosion_steps` does.

    Args:
        risk: the successor.
        event: number of its launch.
        n_periods: of the deal.
        period_years: length of a period.
    """
    bass = Bass(market=1.0, innovation=risk.innovation_ppm_annual / PPM, imitation=risk.imitation_ppm_annual / PPM)
    speed, ratio = bass.innovation + bass.imitation, bass.imitation / bass.innovation
    # where 1 - F, which is d (1 + r) / (1 + r d) with the decay d, has come down
    over = math.ceil(-math.log(ERODED / (1.0 + ratio * (1.0 - ERODED))) / (speed * period_years))

    def part(from_years: float, until_years: float) -> float:
        return average_kept(bass, from_years, until_years)

    return _steps(event, part, (min(n_periods, over), 0.0), period_years)


def _steps(
    event: int, part: Callable[[float, float], float], end: tuple[int, float], period_years: float
) -> list[Interruption]:
    """Cut a fall into interruptions: the mean part over each stretch, and from which period on what part stays."""
    over, left = end
    width = math.ceil(over / STEPS_MAX)
    firsts = [*range(0, over, width), over]
    parts = [part(one * period_years, other * period_years) for one, other in pairwise(firsts)]
    levels = [1.0, *parts, left]
    return [
        Interruption(events=(event,), during=1.0, gap_periods=first, after=min(now / before, 1.0) if before else 0.0)
        for first, (before, now) in zip(firsts, pairwise(levels), strict=True)
    ]
