"""The pilot of importance sampling: which laws make a class lose often, and as it would lose.

They are found by the cross-entropy method (R. Y. Rubinstein, 1999; P.-T. de Boer et al., A Tutorial on the
Cross-Entropy Method, 2005) over mixtures (O. Cappe et al., Adaptive Importance Sampling in General Mixture Classes,
2008): each round draws from the laws so far, and fits new ones to the paths in which the class loses, weighted by what
it loses. As long as too few lose, those with the poorest collections stand for them, and one law is enough.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.break_even import owed_slots
from chizai.metrics.engine_request import Request
from chizai.metrics.importance import (
    CYCLE,
    LEAST_SHIFT,
    SHARES_OF,
    Lean,
    Leant,
    draw_leant,
    edges_of,
    in_cells,
    laws_of,
    no_lean,
)
from chizai.metrics.importance_kinds import Kinds, kinds_of
from chizai.metrics.joint_inputs import JointInputs, only_streams
from chizai.simulate.model import JointModel
from chizai.waterfall.vector import run_paths
from chizai.waterfall.vector_paths import Asked, Detail, paths_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

N_PILOT = 2**14
"""Paths of each round."""
N_ROUNDS = 5
"""Rounds: each draws from the laws that the one before found."""
N_ROUNDS_ALIKE = 2
"""Rounds that look for one law alone."""
N_KINDS = 8
"""Kinds of losses that are told apart, each with a law of its own."""
POOREST = 0.05
"""The part of the paths that stands for those that lose, as long as fewer do."""
ENOUGH = 150
"""So many paths that lose say what the laws should be."""
TRUE_PART = 0.1
"""The part of the true law that is kept in each event's, so that few weights are large."""
COMMON_PART, TRUE_LAW_PART = 0.15, 0.05
"""Parts of the paths that are drawn from the law of all losses together, and from one that is all but the true one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Losers:
    """Paths that count, of those that a round drew."""

    along: "Floats"
    bins: "NDArray[np.int64]"
    """Within each event's own; shape (n_events, n)."""
    counts: "Floats"
    """How much each counts; they sum to 1."""
    is_enough: bool
    """Whether they are paths that lose."""


def lean_towards_loss(
    model: JointModel, request: Request, class_id: str, seed: int, into: JointInputs | None = None
) -> Lean:
    """Find laws in which a class loses principal often.

    Args:
        model: what is drawn.
        request: its first factors weigh collections.
        class_id: of the class.
        seed: of the pilot's random numbers; paths drawn later should have another.
        into: where futures go among the inputs of the program; none: all of it collects, and no date is over.
    """
    import numpy as np

    into = into or only_streams(request.program)
    lean = no_lean(model, request.factors[0][into.n_past :])
    chance = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed)))
    so_far: list[_Losers] = []
    for number in range(N_ROUNDS):
        span = (seed, number * N_PILOT, (number + 1) * N_PILOT)
        losers = _losers(model, (request, class_id, into), lean, span)
        is_alike = number < N_ROUNDS_ALIKE or not losers.is_enough
        if is_alike:
            so_far.clear()
        so_far.append(losers)
        sizes = (1 if is_alike else N_KINDS, lean.edges.shape[1] - 1)
        kinds = kinds_of(*_together(so_far), sizes, chance)
        # the losers of later rounds are told apart together, by the same bins
        market = kinds.common_along * float(lean.direction.sum()) * model.n_periods**-0.5
        lean = _lean_of(lean, kinds, edges_of(model, market) if is_alike else lean.edges)
    return lean


def _together(rounds: list[_Losers]) -> "tuple[Floats, NDArray[np.int64], Floats]":
    """Give the losers of several rounds, each of which counts as much as its effective number of paths."""
    import numpy as np

    counts = np.concatenate([each.counts / (each.counts**2).sum() for each in rounds])
    along, bins = (np.concatenate(rows, axis=-1) for rows in zip(*((e.along, e.bins) for e in rounds), strict=True))
    return along, bins, counts / counts.sum()


def _losers(
    model: JointModel, wanted: tuple[Request, str, JointInputs], lean: Lean, span: tuple[int, int, int]
) -> _Losers:
    """Draw a round, and keep the paths that count."""
    import numpy as np

    request, class_id, into = wanted
    inputs = np.empty((*into.known.shape, N_PILOT), np.int64)
    drawn: Leant = draw_leant(laws_of(model, lean, into.rows), into, span, inputs)
    lost, is_enough = _importance(request, class_id, inputs, into)
    places = np.flatnonzero(lost)
    logs = drawn.log_weights[places]
    counts = np.exp(logs - logs.max()) * lost[places]
    first_bins = np.arange(len(drawn.bins))[:, None] * (lean.edges.shape[1] - 1)
    return _Losers(drawn.along[places], (drawn.bins - first_bins)[:, places], counts / counts.sum(), is_enough)


def _lean_of(lean: Lean, kinds: Kinds, edges: "Floats") -> Lean:
    """Give laws for kinds of losses, in terms of edges that may be others than those by which they were told apart."""
    import numpy as np

    true = np.diff(lean.edges)
    laws = np.concatenate((kinds.bins, kinds.common_bins[None]))
    laws = np.concatenate(((1 - TRUE_PART) * laws + TRUE_PART * true, true[None]))
    ends = np.concatenate((np.zeros((*laws.shape[:2], 1)), np.cumsum(laws, axis=-1)), axis=-1)
    moved = [[_moved(*each) for each in zip(lean.edges, row, edges, strict=True)] for row in ends]
    shifts = [*kinds.along.tolist(), kinds.common_along, -LEAST_SHIFT]
    parts = [*(kinds.parts * (1 - COMMON_PART - TRUE_LAW_PART)).tolist(), COMMON_PART, TRUE_LAW_PART]
    return Lean(
        direction=lean.direction,
        n_paths=shared_out(parts),
        shifts=tuple(each if abs(each) >= LEAST_SHIFT else -LEAST_SHIFT for each in shifts),
        edges=edges,
        leant=np.array(moved).reshape(len(parts), *edges.shape),
    )


def _moved(edges: "Floats", ends: "Floats", onto: "Floats") -> "Floats":
    """Give a law's probabilities up to other edges, in whole cells, its density being even between the old ones."""
    import numpy as np

    return in_cells(np.interp(onto, edges, ends), onto)


def shared_out(parts: list[float]) -> tuple[int, ...]:
    """Share the paths of a cycle out: each law has some, and as near to its part as whole vectors allow."""
    spare = CYCLE // SHARES_OF - len(parts)
    up_to, total, shares = 0.0, sum(parts), []
    done = 0
    for part in parts:
        up_to += part / total * spare
        shares.append(1 + round(up_to) - done)
        done = round(up_to)
    return tuple(SHARES_OF * each for each in shares)


def _importance(
    request: Request, class_id: str, inputs: "NDArray[np.int64]", into: JointInputs
) -> "tuple[Floats, bool]":
    """Give how much each path counts, and whether it is what the class loses; 1 for the poorest where too few lose."""
    import numpy as np

    program = request.program
    asked = [Asked(slot) for slot in owed_slots(program, class_id)]
    run = run_paths(program, paths_of(inputs[0], inputs[1:] if len(inputs) > 1 else None), asked, Detail.TOTALS)
    lost: Floats = run.results_minor[0].sum(axis=0).astype(np.float64)
    if (lost > 0).sum() >= ENOUGH:
        return lost, True
    cash = np.delete(inputs, into.rates, axis=0) if into.rates else inputs
    collected = np.einsum("t,itn->n", np.array(request.factors[0]), cash.astype(np.float64))
    poorest: Floats = (collected <= np.quantile(collected, POOREST)).astype(np.float64)
    return poorest, False
