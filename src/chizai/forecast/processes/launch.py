"""Launch: a product under development passes stage after stage or fails, and each stage takes time.

Stage i is passed with a probability p_i and lasts a gamma-distributed time; all stages share one scale, so that the
time of any run of stages is gamma-distributed too and every table has a closed form. A failure is seen at the end of
its stage. The stages of medicines are reference data from memory (Biotechnology Innovation Organization and others,
Clinical Development Success Rates 2011 to 2020: 7.9 % from the first phase to approval, 10.5 years); other technology
needs rates of its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from chizai.forecast.processes.events import Table, by_period, fit_chance
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_same_length, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of development."""

    name: str
    success: float
    """Probability that it is passed, 0 to 1."""
    lasts_years: float
    """Its mean duration, above 0."""

    def __post_init__(self) -> None:
        """Refuse what no stage has."""
        require_share("probability of success", self.success)
        require_positive("duration of a stage", self.lasts_years)


MEDICINE_STAGES = (
    Stage("phase 1", 0.520, 2.3),
    Stage("phase 2", 0.289, 3.6),
    Stage("phase 3", 0.578, 3.3),
    Stage("approval", 0.906, 1.3),
)
"""Phases of clinical development of medicines, all indications: reference data from memory, to be verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What is left of a development, from the stage that it has just entered."""

    stages: tuple[Stage, ...]
    """Still to be passed, in order; at least one."""
    scale_years: float = 0.5
    """Of the gamma distribution of times: variance by mean; above 0, small where times are as planned."""

    def __post_init__(self) -> None:
        """Refuse what no development has."""
        require_positive("number of stages", len(self.stages))
        require_positive("scale of times", self.scale_years)


def from_stage(name: str, stages: Sequence[Stage] = MEDICINE_STAGES, scale_years: float = 0.5) -> Development:
    """Give the development that has just entered a stage.

    Raises:
        ValueError: no stage bears the name.
    """
    names = [stage.name for stage in stages]
    if name not in names:
        raise ValueError(f"{name!r} is no stage: {', '.join(names)}")
    return Development(stages=tuple(stages[names.index(name) :]), scale_years=scale_years)


def success_chance(development: Development) -> float:
    """Give the probability that all stages are passed: their product."""
    return math.prod(stage.success for stage in development.stages)


def has_launched(development: Development, years: Sequence[float]) -> Table:
    """Give the probability that the product is launched by each time: `product of p_i x P(all durations <= t)`."""
    whole = math.fsum(stage.lasts_years for stage in development.stages)
    chance = success_chance(development)
    return tuple(chance * part for part in _lasted(development, whole, years))


def has_failed(development: Development, years: Sequence[float]) -> Table:
    """Give the probability that a stage was not passed by each time.

    Formula: `sum over i of p_1 .. p_(i-1) (1 - p_i) P(durations of stages 1 to i <= t)`.
    """
    reached = accumulate(
        (stage.success for stage in development.stages[:-1]), lambda chance, p: chance * p, initial=1.0
    )
    ends = accumulate(stage.lasts_years for stage in development.stages)
    rows = [
        [chance * (1.0 - stage.success) * part for part in _lasted(development, end, years)]
        for stage, chance, end in zip(development.stages, reached, ends, strict=True)
    ]
    return tuple(math.fsum(column) for column in zip(*rows, strict=True))


def launched_if_not_failed(development: Development, years: Sequence[float]) -> tuple[float, ...]:
    """Give the probability that the product is launched by each time, where it has not failed by then.

    Whoever draws failure as an event, and nothing else, multiplies what is expected after launch by it: the mean stays.
    It is 0 where failure is certain.
    """
    launched, failed = has_launched(development, years), has_failed(development, years)
    return tuple(
        min(come / (1.0 - gone), 1.0) if gone < 1.0 else 0.0 for come, gone in zip(launched, failed, strict=True)
    )


def expected_after_launch(launched: Table, curve: Sequence[float]) -> tuple[float, ...]:
    """Give what a product is expected to bring whose curve starts at launch: the curve, put off by every launch time.

    Formula: `sum over k <= t of P(launch in k) curve(t - k)`.

    Args:
        launched: the launch's table.
        curve: what each period after launch brings, the launch's own first, any unit; shape (n_periods,).

    Returns:
        in the same unit, shape (n_periods,).

    Raises:
        ValueError: the table does not rise within 0 to 1, or the lengths differ.
    """
    require_same_length("the launch's table and the curve", launched, curve)
    comes = by_period(launched)
    return tuple(math.fsum(comes[k] * curve[t - k] for k in range(t + 1)) for t in range(len(curve)))


def draw_launches(
    development: Development, generator: "np.random.Generator", n_paths: int
) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """Draw when the product is launched and when it fails, stage by stage.

    Returns:
        years to the launch and to the failure, infinite for the one that does not happen; each shape (n_paths,).
    """
    import numpy as np

    now, alive = np.zeros(n_paths), np.ones(n_paths, dtype=np.bool_)
    failed_at = np.full(n_paths, np.inf)
    for stage in development.stages:
        now += generator.gamma(stage.lasts_years / development.scale_years, development.scale_years, n_paths)
        passed = generator.random(n_paths) < stage.success
        failed_at[alive & ~passed] = now[alive & ~passed]
        alive &= passed
    return np.where(alive, now, np.inf), failed_at


def fit_stage(name: str, n_passed: int, n_failed: int, durations_years: Sequence[float]) -> tuple[Stage, float]:
    """Calibrate a stage on projects that have left it.

    Args:
        name: of the stage.
        n_passed: how many passed it.
        n_failed: how many failed.
        durations_years: how long they were in it, above 0; at least one.

    Returns:
        the stage, and the scale of its time, variance by mean, the variance by one project less than there are; 0 for
        one alone. The chance is that of `fit_chance`.

    Raises:
        ValueError: a count is below zero, or there is no duration or one not above zero.
    """
    for count in (n_passed, n_failed):
        require_not_negative("number of projects", count)
    require_positive("number of durations", len(durations_years))
    for duration in durations_years:
        require_positive("duration", duration)
    mean = math.fsum(durations_years) / len(durations_years)
    squares = math.fsum((duration - mean) ** 2 for duration in durations_years)
    return Stage(name, fit_chance(n_passed, n_passed + n_failed), mean), squares / max(
        len(durations_years) - 1, 1
    ) / mean


def _lasted(development: Development, mean_years: float, years: Sequence[float]) -> list[float]:
    """Give the probability that stages of a mean duration have lasted by each time."""
    from scipy.special import gammainc

    shape = mean_years / development.scale_years
    return [float(gammainc(shape, max(time, 0.0) / development.scale_years)) for time in years]
