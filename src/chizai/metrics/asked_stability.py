"""How firm the symbols of a deal's classes are: the parameters of its futures are drawn, and it is run on each draw."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chizai.forecast.joint_stress import DriverMultiples, Stress, moved, stresses_of
from chizai.metrics.deal_futures import Assumed
from chizai.metrics.rating_scale import Symbol
from chizai.metrics.rating_stability import ParameterDraw, RatingStability, rating_stability
from chizai.metrics.rating_tables import IdealisedRow, loss_lines, symbol_of_rate
from chizai.metrics.simulation_terms import StabilityTerms
from chizai.units.rate import PPM

MOST_PPM = 10 * PPM
"""No driver is drawn at more than ten times what is described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """One draw of the parameters."""

    forecast_ppm: int = PPM
    """To how much of the forecast all royalties come."""
    drivers: DriverMultiples = DriverMultiples()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How firm a class's symbol by expected loss is."""

    class_id: str
    stability: RatingStability
    draws: tuple[ParameterDraw, ...]
    """The class on each draw, in the order of the draws."""
    symbols: tuple[Symbol, ...]
    """Its symbol on each."""


def parameters_of(assumed: Assumed, terms: StabilityTerms) -> tuple[Parameters, ...]:
    """Draw the parameters: the forecast of all royalties, and each driver that is described, each by itself.

    Each is multiplied by a log-normal number of mean 1. The same seed gives the same draws.
    """
    import numpy as np

    normals = np.random.Generator(np.random.SFC64(np.random.SeedSequence(terms.seed)))
    used = () if assumed.joint is None else stresses_of(assumed.joint.terms)
    drawn = []
    for _ in range(terms.n_draws):
        # all drivers are drawn whether they are used or not, so that one that is added leaves the others as they are
        forecast, *shocks = normals.standard_normal(1 + len(Stress)).tolist()
        multiples = {
            f"{stress}_ppm": min(_log_normal_ppm(shock, terms.driver_deviation_ppm), MOST_PPM)
            for stress, shock in zip(Stress, shocks, strict=True)
            if stress in used
        }
        forecast_ppm = _log_normal_ppm(forecast, terms.forecast_deviation_ppm)
        drawn.append(Parameters(forecast_ppm=forecast_ppm, drivers=DriverMultiples(**multiples)))
    return tuple(drawn)


def _log_normal_ppm(shock: float, deviation_ppm: int) -> int:
    deviation = deviation_ppm / PPM
    return round(PPM * math.exp(deviation * shock - deviation**2 / 2))


def with_parameters(assumed: Assumed, drawn: Parameters) -> Assumed:
    """Give what futures are drawn on where the parameters are those of a draw."""
    joint = assumed.joint
    if joint is not None:
        joint = replace(joint, terms=moved(joint.terms, drawn.drivers))
    return replace(assumed, multiple_ppm=assumed.multiple_ppm * drawn.forecast_ppm // PPM, joint=joint)


def firmness_of(
    measured: Callable[[Parameters], Sequence[tuple[str, ParameterDraw]]],
    draws: Sequence[Parameters],
    table: Sequence[IdealisedRow],
) -> tuple[Firmness, ...]:
    """Say where each class lands over draws of the parameters, from its symbol where they are as described.

    Args:
        measured: runs the deal on parameters, and gives each class by its id.
        draws: at least one.
        table: idealised rates, the best symbol first.
    """
    base = measured(Parameters())
    rows = [measured(each) for each in draws]

    def symbol_of(draw: ParameterDraw) -> Symbol:
        return symbol_of_rate(loss_lines(table, draw.average_life_years), draw.expected_loss)

    found = []
    for place, (class_id, first) in enumerate(base):
        its = tuple(row[place][1] for row in rows)
        stability = rating_stability(symbol_of(first), its, table)
        found.append(Firmness(class_id=class_id, stability=stability, draws=its, symbols=tuple(map(symbol_of, its))))
    return tuple(found)
