"""The pilot of importance sampling: which law makes a class lose often, and as it would lose."""

from typing import TYPE_CHECKING

from chizai.metrics.break_even import owed_slots
from chizai.metrics.engine_joint import draw_inputs, stream_places
from chizai.metrics.engine_request import Request
from chizai.metrics.importance import Lean, event_constants, in_cells, leant_events, no_lean
from chizai.metrics.qmc import market_directions
from chizai.native.random import draws, normals_of, path_keys, stream_constant
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import JointModel
from chizai.waterfall.vector import run_paths
from chizai.waterfall.vector_paths import Asked, Detail, paths_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chizai.deal.program import Program

    Floats = NDArray[np.float64]

N_PILOT = 2**14
"""Paths of each round."""
N_ROUNDS = 4
"""Rounds: each draws from the law that the one before found."""
POOREST = 0.05
"""The part of the paths that stands for those that lose, as long as fewer do."""
ENOUGH = 150
"""So many paths that lose say what the law should be."""
TRUE_PART = 0.1
"""The part of the true law that is kept in each event's, so that no weight is large."""
N_DIRECTIONS = 1
"""Directions of the market in which the law leans: more would be noise of the pilot."""


def lean_towards_loss(model: JointModel, request: Request, class_id: str, seed: int) -> Lean:
    """Find a law in which a class loses principal often.

    Args:
        model: what is drawn.
        request: of whose program each input collects; its first factors weigh collections.
        class_id: of the class.
        seed: of the pilot's random numbers; paths drawn later should have another.
    """
    lean = no_lean(model)
    directions = market_directions(model, request.factors[0])[:, :N_DIRECTIONS]
    for number in range(N_ROUNDS):
        lean = _nearer(model, (request, class_id), lean, directions, (seed, number * N_PILOT, (number + 1) * N_PILOT))
    return lean


def _nearer(
    model: JointModel, wanted: tuple[Request, str], lean: Lean, directions: "Floats", span: tuple[int, int, int]
) -> Lean:
    """Go one round: draw from the law so far, and find the law of the futures that count."""
    import numpy as np
    from scipy.special import ndtr

    request, class_id = wanted
    keys = path_keys(span[0], span[1], N_PILOT)
    pairs = normals_of(draws(keys, stream_constant("lean", "market"), -(-model.n_periods // 2)))
    market = np.ascontiguousarray(pairs.reshape(-1, N_PILOT)[: model.n_periods])
    events, logs = leant_events(lean, event_constants(model), span)
    given = Given(market=market, events=events if model.events else None)
    joint = compile_joint(
        model, Rows(), tilt=Tilt(market=lean.market), given=("market", "events") if model.events else ("market",)
    )
    inputs = np.empty((len(request.program.inputs), model.n_periods, N_PILOT), np.int64)
    weights = np.empty(N_PILOT)
    draw_inputs(joint, stream_places(request.program), span, inputs, given=given, log_weights=weights)
    weights += logs
    counts = np.exp(weights - weights.max()) * _importance(request, class_id, inputs)
    counts /= counts.sum()
    shocks = (np.array(lean.market)[:, None] + market) @ counts
    leant = np.empty(lean.edges.shape)
    for row, edges, normals in zip(leant, lean.edges, events, strict=True):
        found = np.histogram(ndtr(normals), _rising(edges), weights=counts)[0]
        mixed = np.cumsum((1 - TRUE_PART) * found + TRUE_PART * np.diff(edges))
        row[:] = in_cells(np.concatenate(([0.0], mixed)), edges)
    return Lean(market=tuple((directions @ (directions.T @ shocks)).tolist()), edges=lean.edges, leant=leant)


def _rising(edges: "Floats") -> "Floats":
    """Give edges with a last one that no probability passes."""
    import numpy as np

    return np.append(edges[:-1], 1.0 + 1e-9)


def _importance(request: Request, class_id: str, inputs: "NDArray[np.int64]") -> "Floats":
    """Give how much each path counts: what the class loses, or 1 for the poorest where too few lose."""
    import numpy as np

    program: Program = request.program
    asked = [Asked(slot) for slot in owed_slots(program, class_id)]
    run = run_paths(program, paths_of(inputs[0], inputs[1:] if len(inputs) > 1 else None), asked, Detail.TOTALS)
    lost: Floats = run.results_minor[0].sum(axis=0).astype(np.float64)
    if (lost > 0).sum() >= ENOUGH:
        return lost
    collected = np.einsum("t,itn->n", np.array(request.factors[0]), inputs.astype(np.float64))
    poorest: Floats = (collected <= np.quantile(collected, POOREST)).astype(np.float64)
    return poorest
