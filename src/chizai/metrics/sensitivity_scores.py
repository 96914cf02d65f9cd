"""Likelihood ratios: what a class gains with the hazard of an event, without drawing anything again.

The mean of a number over futures moves with a parameter of their law as its covariance with the score does, the
derivative of the logarithm of the law's density (P. W. Glynn, 1990; P. Glasserman, Monte Carlo Methods in Financial
Engineering, section 7.3). Losing a right changes a path by a jump, so that no derivative along the path would see it.
The law here is that of the period in which the event comes, given the market's mean shock.
"""

import math
from typing import TYPE_CHECKING

from chizai.native.random import draws, normals_of, path_keys, stream_constant
from chizai.simulate.model import Event, JointModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def mean_shocks(model: JointModel, seed: int, first: int, n_paths: int) -> "Floats":
    """Give the market's mean shock of each path, as the kernel draws it if nothing is handed in; shape (n_paths,)."""
    keys = path_keys(seed, first, n_paths)
    pairs = normals_of(draws(keys, stream_constant("market", ""), -(-model.n_periods // 2)))
    # the kernel takes the two normals of a draw for two periods in turn; an odd last one has no partner
    total: Floats = pairs[0].sum(axis=0) + pairs[1][: model.n_periods // 2].sum(axis=0)
    return total / math.sqrt(model.n_periods)


def hazard_scores(event: Event, periods: "NDArray[np.int64]", shocks: "Floats | None") -> "Floats":
    """Give the score of an event's hazard in each path: the hazard of all periods grows in proportion.

    With the hazard times 1 + x, the probability that it has not come becomes its power 1 + x; so the probability that
    it has come, H, grows by -(1 - H) ln(1 - H) for a unit of x.

    Args:
        event: without a t copula.
        periods: in which it comes; the number of periods where it never does; shape (n_paths,).
        shocks: the market's mean shock; shape (n_paths,). Needed where the event is loaded on it.
    """
    import numpy as np

    come = np.concatenate(([0.0], event.has_come, [1.0]))
    survives = 1 - come
    grows = np.zeros(len(come))
    inner = (survives > 0) & (survives < 1)
    grows[inner] = -survives[inner] * np.log(survives[inner])
    if not event.market_loading or shocks is None:
        chance = np.diff(come)
        scores = np.divide(np.diff(grows), chance, out=np.zeros(len(chance)), where=chance > 0)
        return scores[periods]
    return _loaded_scores(event.market_loading, come, grows, periods, shocks)


def _loaded_scores(
    loading: float, come: "Floats", grows: "Floats", periods: "NDArray[np.int64]", shocks: "Floats"
) -> "Floats":
    """Give the scores where the latent normal has a loading: `(phi(b) b' - phi(a) a') / (Phi(b) - Phi(a))`."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    own = math.sqrt(1 - loading**2)
    thresholds = ndtri(come)
    inner = np.isfinite(thresholds)
    moved = np.zeros(len(come))
    # d threshold = dH / phi(threshold), and the two densities in one exponential
    moved[inner] = grows[inner] * math.sqrt(2 * math.pi)

    def at(places: "NDArray[np.int64]") -> "tuple[Floats, Floats]":
        threshold = np.clip(thresholds[places], -40.0, 40.0)
        standing = (threshold - loading * shocks) / own
        return ndtr(standing), moved[places] / own * np.exp((threshold**2 - standing**2) / 2) / math.sqrt(2 * math.pi)

    (before, falls), (after, rises) = at(periods), at(periods + 1)
    chance = after - before
    return np.divide(rises - falls, chance, out=np.zeros(len(periods)), where=chance > 0)
