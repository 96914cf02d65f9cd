"""Successor generations: each new generation takes over the users of the one before while its own market grows.

With F_i the part that generation i has reached since its launch, users of the first are `F_1 m_1 (1 - F_2)`, of the
second `F_2 (m_2 + F_1 m_1) (1 - F_3)`, and so on (J. A. Norton and F. M. Bass, A Diffusion Theory Model of Adoption and
Substitution for Successive Generations of High-Technology Products, Management Science 33, 1987). All generations
share p and q, as Norton and Bass found; users stand for sales where each user buys at a steady rate.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from chizai.forecast.processes.bass import LOG_BOUND, Bass, adopted
from chizai.forecast.processes.bass_fit import USUAL_IMITATION, USUAL_INNOVATION
from chizai.forecast.processes.limits import (
    require_not_negative,
    require_positive,
    require_rising,
    require_same_length,
)
from chizai.forecast.processes.squares import least_squares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_IMITATION, MOST_IMITATION = 0.0, 50.0
"""Where q is looked for: from none to a market that doubles within a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generations:
    """A line of products, each of which replaces the one before."""

    innovation: float
    """p of all generations, above 0."""
    imitation: float
    """q of all generations, 0 or more."""
    markets: tuple[float, ...]
    """What each generation adds to the market, m_i, in the unit of users; above 0; shape (n_generations,)."""
    launches_years: tuple[float, ...]
    """When each is launched, strictly rising; shape (n_generations,)."""

    def __post_init__(self) -> None:
        """Refuse what no line of products has."""
        require_same_length("markets and launches", self.markets, self.launches_years)
        require_rising("launches", self.launches_years, strictly=True)
        for market in self.markets:
            require_positive("market", market)
        require_positive("innovation", self.innovation)
        require_not_negative("imitation", self.imitation)


def expected_users(generations: Generations, years: Sequence[float]) -> tuple[tuple[float, ...], ...]:
    """Give the users of each generation at each time; shape (n_generations, n_periods)."""
    reached = [_reached(generations, launch, years) for launch in generations.launches_years]
    after_last = (0.0,) * len(years)
    rows, potential = [], after_last
    for market, (own, successor) in zip(generations.markets, pairwise((*reached, after_last)), strict=True):
        potential = tuple(part * (market + earlier) for part, earlier in zip(own, potential, strict=True))
        rows.append(tuple(users * (1.0 - left) for users, left in zip(potential, successor, strict=True)))
    return tuple(rows)


def average_kept(bass: Bass, from_years: float, until_years: float) -> float:
    """Give the mean part of its users that a product keeps over a stretch of time after its successor's launch.

    Formula: the integral of `1 - F` from 0 to t is `ln((p + q) / (p + q e^(-(p + q) t))) / q`, and `(1 - e^(-p t)) / p`
    where q is 0.

    Args:
        bass: the successor's p and q; its market does not matter.
        from_years: start of the stretch, years since the launch, 0 or more.
        until_years: its end, later.

    Raises:
        ValueError: the stretch begins before the launch, or has no length.
    """
    require_not_negative("start of the stretch", from_years)
    require_positive("length of the stretch", until_years - from_years)
    p, q = bass.innovation, bass.imitation

    def kept(years: float) -> float:
        if not q:
            return -math.expm1(-p * years) / p
        return math.log((p + q) / (p + q * math.exp(-(p + q) * years))) / q

    return (kept(until_years) - kept(from_years)) / (until_years - from_years)


def expected_part_kept(generations: Generations, hazard_annual: float, years: Sequence[float]) -> tuple[float, ...]:
    """Give the part of its users that the last generation is expected to keep from a successor that comes by a hazard.

    Formula: `1 - integral over 0 to t of h e^(-h u) F(t - u) du`, by quadrature.

    Args:
        generations: whose p and q the successor shares.
        hazard_annual: launches of a successor a year, 0 or more.
        years: times, 0 or more.

    Raises:
        ValueError: the hazard is below zero.
    """
    from scipy.integrate import quad

    require_not_negative("hazard", hazard_annual)
    unit = _unit(generations)

    def lost(time: float) -> float:
        value, _ = quad(
            lambda wait: hazard_annual * math.exp(-hazard_annual * wait) * adopted(unit, (time - wait,))[0], 0.0, time
        )
        return float(value)

    return tuple(1.0 - lost(time) for time in years)


def draw_part_kept(
    generations: Generations,
    generator: "np.random.Generator",
    hazard_annual: float,
    years: Sequence[float],
    n_paths: int,
) -> "NDArray[np.float64]":
    """Draw when a successor comes, and give the part of its users that the last generation keeps.

    Returns:
        parts, shape (n_periods, n_paths).

    Raises:
        ValueError: the hazard is below zero.
    """
    import numpy as np

    require_not_negative("hazard", hazard_annual)
    waits = generator.exponential(1.0, n_paths) / hazard_annual if hazard_annual else np.full(n_paths, np.inf)
    unit = _unit(generations)
    return 1.0 - np.array([adopted(unit, (time - waits).tolist()) for time in years])


def fit_generations(
    users: Sequence[Sequence[float]], launches_years: Sequence[float], years: Sequence[float]
) -> Generations:
    """Calibrate p, q and the markets by nonlinear least squares of users, launches being known.

    Args:
        users: of each generation at each time, 0 or more; shape (n_generations, n_periods).
        launches_years: of each generation, strictly rising.
        years: the times; more observations than parameters are needed.

    Raises:
        ValueError: lengths differ, numbers are out of range or too few, a generation has no user, or the users leave a
            number open.
    """
    require_same_length("generations and launches", users, launches_years)
    for row in users:
        require_same_length("users and their times", row, years)
        require_positive("most users of a generation", max(row))
    if len(users) * len(years) <= len(users) + 2:
        raise ValueError(f"{len(years)} times are too few for {len(users) + 2} parameters")
    most = [max(row) for row in users]

    def generations_of(numbers: Sequence[float]) -> Generations:
        imitation, *logs = numbers
        innovation, *markets = map(math.exp, logs)
        return Generations(
            innovation=innovation, imitation=imitation, markets=tuple(markets), launches_years=tuple(launches_years)
        )

    def misses(numbers: list[float]) -> list[float]:
        rows = zip(expected_users(generations_of(numbers), years), users, most, strict=True)
        return [(model - seen) / top for curve, row, top in rows for model, seen in zip(curve, row, strict=True)]

    logs = [math.log(number) for number in (USUAL_INNOVATION, *most)]
    lowest, highest = [LEAST_IMITATION, *[-LOG_BOUND] * len(logs)], [MOST_IMITATION, *[LOG_BOUND] * len(logs)]
    fit = least_squares(misses, [USUAL_IMITATION, *logs], lowest, highest)
    if not fit.is_determined:
        raise ValueError("the users leave p, q or a market open: others fit them as well, as before growth slows down")
    return generations_of(fit.numbers)


def _unit(generations: Generations) -> Bass:
    return Bass(market=1.0, innovation=generations.innovation, imitation=generations.imitation)


def _reached(generations: Generations, launch_years: float, years: Sequence[float]) -> tuple[float, ...]:
    return adopted(_unit(generations), [time - launch_years for time in years])
