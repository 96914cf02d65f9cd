"""Importance sampling of rare losses: futures are drawn from a law in which a class loses often, and weighted back.

The market's shocks are drawn round other means, and each event's own normal from a density that is higher where it
makes the event come, early or late. Both are found by the cross-entropy method (R. Y. Rubinstein, 1999; P.-T. de Boer
et al., A Tutorial on the Cross-Entropy Method, 2005): of the futures in which the class loses, weighted by what it
loses, take the mean of each shock and how often each normal lies where. As long as too few lose, those with the poorest
collections stand for them. The paths serve the losses of that class alone: other numbers are better drawn plainly.

It saves most where one cause brings the loss. Where many combinations of events do, no one law is near all of them.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.engine_joint import draw_inputs, stream_places
from chizai.metrics.engine_request import Request, Source
from chizai.metrics.engine_tally import Tally
from chizai.metrics.paths import Estimate
from chizai.metrics.stream_code import DEFAULT, KINDS, LOST
from chizai.native.random import draws, path_keys, stream_constant
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.kernel import Joint, compile_joint
from chizai.simulate.model import JointModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chizai.deal.program import Program

    Floats = NDArray[np.float64]

N_BINS_COMING = 4
"""Bins of an event's own normal from the least up to where the event comes last; one more is where it never comes."""
UNIFORM_BITS, CELL_BITS = 53, 9
"""A law's probabilities are multiples of 2^-9."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lean:
    """A law from which rare losses are drawn."""

    market: tuple[float, ...]
    """Mean of the market's shock in each period."""
    edges: "Floats"
    """Between which parts of its range, as probabilities, each event's own normal is more or less likely than it truly
    is: from 0 to 1; shape (n_events, n_bins + 1)."""
    leant: "Floats"
    """The probabilities up to the same edges in this law; the same shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RareLoss:
    """Losses of one class by importance sampling."""

    expected_loss_minor: Estimate
    """Mean of the principal lost."""
    default_frequency: Estimate
    n_effective: float
    """Effective sample size of the weights, `(sum w)^2 / sum w^2`: so many plain paths say as much of an ordinary
    number. Small by intention."""
    n_effective_losses: float
    """The same over the paths in default alone: so many plain paths in default say as much of their frequency."""
    mean_weight: Estimate
    """Should be 1 within its error, which is large where the law is far from the true one."""


def no_lean(model: JointModel) -> Lean:
    """Give a law that is the true one but for rounding to cells, which is weighted back."""
    import numpy as np

    edges = np.ones((len(model.events), N_BINS_COMING + 2))
    for row, event in zip(edges, model.events, strict=True):
        row[:-1] = np.linspace(0.0, event.has_come[-1], N_BINS_COMING + 1)
    cells = [in_cells(row, row) for row in edges]
    return Lean(market=(0.0,) * model.n_periods, edges=edges, leant=np.array(cells).reshape(edges.shape))


def event_constants(model: JointModel) -> tuple[int, ...]:
    """Name the random numbers of each event: they do not depend on what else there is."""
    return tuple(stream_constant("lean", event.id) for event in model.events)


def leaning_joint(model: JointModel, lean: Lean) -> Joint:
    """Make joint futures ready to be drawn from a law."""
    given = ("events",) if model.events else ()
    return compile_joint(model, Rows(), tilt=Tilt(market=lean.market), given=given, n_lanes=16)


def leaning_source(model: JointModel, lean: Lean, seed: int, program: "Program") -> Source:
    """Give the futures of a law as a source of weighted paths.

    Args:
        model: what is drawn.
        lean: the law.
        seed: of the random numbers; another than the one by which the law was found.
        program: what the futures are for; every input of it collects.
    """
    places, constants = stream_places(program), event_constants(model)
    joint = leaning_joint(model, lean)

    def fill(first: int, stop: int, inputs: "NDArray[np.int64]", weights: "Floats | None") -> None:
        events, logs = leant_events(lean, constants, (seed, first, stop))
        given = Given(events=events) if constants else None
        draw_inputs(joint, places, (seed, first, stop), inputs, given=given, log_weights=weights)
        if weights is not None:
            weights += logs

    return Source(fill, is_weighted=True)


def leant_events(lean: Lean, constants: tuple[int, ...], span: tuple[int, int, int]) -> "tuple[Floats, Floats]":
    """Draw the events' own normals from a law, with the logarithms of the paths' weights; (n_events, n), (n,).

    Args:
        lean: the law.
        constants: what names each event's random numbers, as `event_constants` gives them.
        span: the seed, and the numbers of the first path and of the first that is left out.
    """
    import numpy as np
    from scipy.special import ndtri

    seed, first, stop = span
    if not constants:
        return np.empty((0, stop - first)), np.zeros(stop - first)
    keys = path_keys(seed, first, stop - first)
    drawn = np.concatenate([draws(keys, constant, 1) for constant in constants])
    uniform = ((drawn >> np.uint64(64 - UNIFORM_BITS)) + 0.5) * 2.0**-UNIFORM_BITS
    # the first bits say in which cell of the event's own table the number lies
    cells = (drawn >> np.uint64(64 - CELL_BITS)).astype(np.int64)
    cells += (np.arange(len(constants)) << CELL_BITS)[:, None]
    starts, slopes = _tables(lean)
    uniform *= np.take(slopes, cells)
    uniform += np.take(starts, cells)
    logs: Floats = np.take(np.log(slopes), cells).sum(axis=0)
    normals: Floats = ndtri(uniform)
    return normals, logs


def in_cells(probabilities: "Floats", edges: "Floats") -> "Floats":
    """Round probabilities of a law up to each edge to whole cells, each part of the true range keeping one at least.

    Args:
        probabilities: rising from 0 to 1; shape (n_bins + 1,).
        edges: the true ones; the same shape.
    """
    import numpy as np

    is_part = np.diff(edges) > 0
    spare = 2**CELL_BITS - int(is_part.sum())
    wanted = np.diff(probabilities) * is_part
    ends = np.round(np.cumsum(wanted) / wanted.sum() * spare) + np.cumsum(is_part)
    rounded: Floats = np.concatenate(([0.0], ends)) / 2**CELL_BITS
    return rounded


def _tables(lean: Lean) -> "tuple[Floats, Floats]":
    """Give by event and cell how a uniform number of the law becomes one of the truth: `start + slope * number`."""
    import numpy as np

    middles = (np.arange(2**CELL_BITS) + 0.5) / 2**CELL_BITS
    starts, slopes = np.empty((2, len(lean.edges), 2**CELL_BITS))
    for row, (edges, leant) in enumerate(zip(lean.edges, lean.leant, strict=True)):
        number = np.searchsorted(leant, middles) - 1
        slopes[row] = (np.diff(edges) / np.where(np.diff(leant) > 0, np.diff(leant), 1.0))[number]
        starts[row] = edges[number] - slopes[row] * leant[number]
    return starts.ravel(), slopes.ravel()


def rare_loss(tally: Tally, request: Request, class_id: str) -> RareLoss:
    """Read the losses of a class from a run over weighted paths.

    Raises:
        ValueError: the class was not asked for, or the paths are not weighted.
    """
    moments = tally.moments
    weight = len(moments.centre) - 1
    if weight != len(request.class_ids) * KINDS + request.n_controls:
        raise ValueError("the paths are not weighted")
    loss, default = request.number(class_id, LOST), request.number(class_id, DEFAULT)
    total = tally.n_paths + float(moments.sums[weight])
    of_squares = tally.n_paths + 2 * float(moments.sums[weight]) + float(moments.products[weight, weight])
    of_default = float(moments.products[default, default])
    return RareLoss(
        expected_loss_minor=moments.estimate(loss),
        default_frequency=moments.estimate(default),
        n_effective=total**2 / of_squares,
        n_effective_losses=float(moments.sums[default]) ** 2 / of_default if of_default else 0.0,
        mean_weight=moments.estimate(weight),
    )


def deviations_apart(one: Estimate, other: Estimate) -> float:
    """Give by how many standard errors of their difference two independent estimates differ: the plain check.

    Returns:
        infinity where neither has an error and they differ.
    """
    error = math.hypot(one.standard_error or 0.0, other.standard_error or 0.0)
    apart = abs(one.mean - other.mean)
    if error:
        return apart / error
    return math.inf if apart else 0.0
