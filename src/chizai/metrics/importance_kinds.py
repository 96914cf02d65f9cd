"""Tells kinds of losses apart: which events had come, how early, and how poor the market was.

A mixture of laws in which everything is independent, fitted by expectation and maximisation (A. P. Dempster, N. M.
Laird and D. B. Rubin, 1977) to weighted paths. A kind that few paths speak for stays near what all have in common.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

N_TURNS = 15
"""Turns of expectation and maximisation."""
COMMON_PATHS = 10.0
"""So many effective paths of what all have in common are added to each kind's."""
EVENNESS = 0.3
"""How evenly paths belong to all kinds at first, from 0 (to one) up."""
LEAST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kinds:
    """Kinds of losses."""

    parts: "Floats"
    """How much of what counts is of each kind; shape (n_kinds,), of sum 1."""
    along: "Floats"
    """Mean of the market's shocks along the direction; shape (n_kinds,)."""
    bins: "Floats"
    """How often each event's own normal lies in each bin; shape (n_kinds, n_events, n_bins)."""
    common_along: float
    """The same of all together."""
    common_bins: "Floats"


def kinds_of(
    along: "Floats",
    bins: "NDArray[np.int64]",
    counts: "Floats",
    sizes: tuple[int, int],
    chance: "np.random.Generator",
) -> Kinds:
    """Tell kinds apart.

    Args:
        along: how far the market's shocks lie along the direction; shape (n_paths,).
        bins: in which bin each event's own normal lies; shape (n_events, n_paths).
        counts: how much each path counts; of sum 1.
        sizes: number of kinds, and of bins.
        chance: says how paths belong to kinds at first.
    """
    import numpy as np

    n_kinds, n_bins = sizes
    n_events, n_paths = bins.shape
    by_event = np.zeros((n_paths, n_events, n_bins))
    np.put_along_axis(by_event, bins.T[..., None], 1.0, axis=-1)
    lies = by_event.reshape(n_paths, -1)
    common, mean = _sums(counts[:, None], lies)[0], float(counts @ along)
    n_effective = 1.0 / float((counts**2).sum())
    belongs = chance.dirichlet([EVENNESS] * n_kinds, n_paths)
    for _ in range(N_TURNS):
        paths = belongs * (counts * n_effective)[:, None]
        n_of = paths.sum(axis=0)
        found = (_sums(paths, lies) + COMMON_PATHS * common) / (n_of + COMMON_PATHS)[:, None]
        means = (_sums(paths, along[:, None])[:, 0] + COMMON_PATHS * mean) / (n_of + COMMON_PATHS)
        logs = np.einsum("nb,kb->nk", lies, np.log(np.maximum(found, LEAST)))
        logs += np.log(np.maximum(n_of, LEAST)) + np.outer(along, means) - means**2 / 2
        belongs = np.exp(logs - logs.max(axis=1, keepdims=True))
        belongs /= belongs.sum(axis=1, keepdims=True)
    return Kinds(
        parts=n_of / n_of.sum(),
        along=means,
        bins=found.reshape(n_kinds, n_events, n_bins),
        common_along=mean,
        common_bins=common.reshape(n_events, n_bins),
    )


def _sums(paths: "Floats", numbers: "Floats") -> "Floats":
    """Add up numbers by kind, by hand, where a library would start threads; shape (n_kinds, n_numbers)."""
    import numpy as np

    summed: Floats = np.einsum("nk,nb->kb", paths, numbers)
    return summed
