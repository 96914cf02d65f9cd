"""Randomised quasi-Monte Carlo: the normals that matter most are spread evenly instead of drawn.

Sobol's points (I. M. Sobol, 1967), scrambled as J. Matousek (1998) does, choose the events' own normals, the levels'
uncertainty, and the market's shocks along the directions in which the expected cash of the pool moves most (principal
components, as P. Acworth, M. Broadie and P. Glasserman, 1998, order them). All other normals stay pseudo-random. Each
scramble is an estimate of its own, independent of the others, so that they say how far their mean may be off.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.deal.program import Program
from chizai.metrics.engine_joint import draw_inputs, stream_places
from chizai.metrics.engine_request import Source
from chizai.simulate.ask import Given
from chizai.simulate.kernel import Joint
from chizai.simulate.model import JointModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.stats.qmc import Sobol

    Floats = NDArray[np.float64]

N_MARKET = 4
"""Directions of the market that quasi-random numbers choose."""
PATHS_APART = 2**40
"""Between the numbers of the first paths of two scrambles: they never draw the same pseudo-random numbers."""
BITS = 30
HALF_A_STEP = 2.0 ** -(BITS + 1)
"""A point stands in the middle of its step, so that none is 0."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dimensions:
    """Which normals quasi-random numbers choose."""

    directions: "Floats"
    """Orthonormal directions of the market's shocks as columns, the most important first; (n_periods, n_periods)."""
    n_market: int
    """How many of them are chosen."""
    n_events: int
    n_levels: int

    @property
    def n_all(self) -> int:
        """Count the quasi-random numbers of a path."""
        return self.n_market + self.n_events + self.n_levels

    @property
    def given(self) -> tuple[str, ...]:
        """Name the kinds of normals that are handed in, as `compile_joint` wants them."""
        named = (("market", self.directions.size), ("events", self.n_events), ("levels", self.n_levels))
        return tuple(name for name, size in named if size)


def dimensions_of(model: JointModel, factors: tuple[float, ...], n_market: int = N_MARKET) -> Dimensions:
    """Choose the dimensions of joint futures.

    Args:
        model: what is drawn.
        factors: what a unit collected in each period is worth today; shape (n_periods,).
        n_market: directions of the market, at most; all of them where there are fewer periods.
    """
    has_levels = any(each.level_deviation for each in model.licences)
    return Dimensions(
        directions=market_directions(model, factors),
        n_market=min(n_market, model.n_periods),
        n_events=len(model.events),
        n_levels=len(model.licences) if has_levels else 0,
    )


def market_directions(model: JointModel, factors: tuple[float, ...]) -> "Floats":
    """Give orthonormal directions of the market's shocks, in falling order of how far they move the pool's cash.

    The right singular vectors of the moves are their principal components. Shape (n_periods, n_periods), as columns.
    """
    import numpy as np

    _, _, rows = np.linalg.svd(market_moves(model, factors))
    directions: Floats = np.ascontiguousarray(rows.T)
    return directions


def market_moves(model: JointModel, factors: tuple[float, ...]) -> "Floats":
    """Give how far a shock of the market in each period moves what the pool brings, to the first order.

    It moves the cash of each later period by what is left of it, and events by their loading. Shape (n_periods + 1,
    n_periods), the last row for events, the others by period of the cash.

    Args:
        model: what is drawn.
        factors: what a unit collected in each period is worth today; shape (n_periods,).
    """
    import numpy as np

    n_periods = model.n_periods
    moves = np.zeros((n_periods + 1, n_periods))
    for licence in model.licences:
        worth = np.array(licence.expected_minor, np.float64) * np.array(factors)
        left = np.zeros(n_periods)
        for period in range(n_periods):
            left *= licence.keep[period]
            left[period] += licence.spread[period] * licence.market_weight
            moves[period] += worth[period] * left
        named = [number for each in licence.interruptions for number in each.events]
        loading = sum(abs(model.events[n].market_loading) * model.events[n].has_come[-1] for n in named)
        moves[n_periods] += loading * worth.sum() / math.sqrt(n_periods)
    return moves


class Scramble:
    """One scramble of the points, which are taken one after the other."""

    def __init__(self, dimensions: Dimensions, seed: int, number: int) -> None:
        """Begin a scramble: its seed and number are all that its points depend on."""
        import numpy as np

        self.dimensions = dimensions
        points, self.others = (
            np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(number, part))))
            for part in range(2)
        )
        self.engine = self._engine(points)

    def _engine(self, generator: "np.random.Generator") -> "Sobol":
        from scipy.stats.qmc import Sobol

        return Sobol(self.dimensions.n_all, scramble=True, bits=BITS, rng=generator)

    def next(self, n_paths: int) -> Given:
        """Give the normals of the next points."""
        import numpy as np
        from scipy.special import ndtri

        each = self.dimensions
        points = np.ascontiguousarray(self.engine.random(n_paths).T)
        points += HALF_A_STEP
        normals = ndtri(points, out=points)
        market = self.others.standard_normal((len(each.directions), n_paths))
        for direction, chosen in zip(each.directions.T, normals[: each.n_market], strict=False):
            # what is pseudo-random along the direction makes room; sums by hand, where a library would start threads
            market += direction[:, None] * (chosen - np.einsum("t,tn->n", direction, market))
        first_level = each.n_market + each.n_events
        return Given(
            market=market,
            events=normals[each.n_market : first_level] if each.n_events else None,
            levels=normals[first_level:] if each.n_levels else None,
        )


def scrambled_source(joint: Joint, seed: int, program: Program, scramble: Scramble, number: int) -> Source:
    """Give a scramble's futures as a source, whose paths must be asked for in their order, by one thread.

    Args:
        joint: of streams alone, compiled for the normals that the dimensions hand in.
        seed: of the normals that stay pseudo-random.
        program: what the futures are for; every input of it collects.
        scramble: the points.
        number: of the scramble: its paths are others than those of any other.
    """
    places = stream_places(program)

    def fill(first: int, stop: int, inputs: "NDArray[np.int64]", log_weights: "NDArray[np.float64] | None") -> None:
        span = (seed, first + number * PATHS_APART, stop + number * PATHS_APART)
        draw_inputs(joint, places, span, inputs, given=scramble.next(stop - first), log_weights=log_weights)

    return Source(fill, is_weighted=joint.shape.tilted)
