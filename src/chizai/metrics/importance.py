"""Importance sampling of rare losses: futures are drawn from laws in which a class loses often, and weighted back.

Each law draws the market's shocks round another mean, along the direction in which the pool's cash moves most, and each
event's own normal from a density that is higher where it makes the event come, early or late. Losses come from many
combinations of events, and no one law is near all of them: so there are several, each for losses of a kind, one for
what all kinds have in common, and one that is all but the true law, so that no weight is large. Each has a fixed share
of the paths, and a path's weight is the true density over that of all laws together, whichever it was drawn from (the
deterministic mixture, or balance heuristic: E. Veach and L. J. Guibas, 1995; A. Owen and Y. Zhou, Safe and Effective
Importance Sampling, 2000). The paths serve the losses of that class alone: other numbers are better drawn plainly.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.engine_request import Request, Source
from chizai.metrics.engine_tally import Tally
from chizai.metrics.joint_inputs import JointInputs, only_streams
from chizai.metrics.paths import Estimate
from chizai.metrics.qmc import market_moves
from chizai.metrics.stream_code import DEFAULT, KINDS, LOST
from chizai.native.random import draws, path_keys, stream_constant
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.kernel import Joint, compile_joint
from chizai.simulate.model import JointModel
from chizai.simulate.thresholds import thresholds_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chizai.deal.program import Program

    Floats = NDArray[np.float64]

N_BINS_COMING = 4
"""Bins of an event's own normal from the least up to where the event comes last; one more is where it never comes."""
UNIFORM_BITS, CELL_BITS = 53, 9
"""A law's probabilities are multiples of 2^-9."""
CYCLE = 4096
"""So many paths are shared out among the laws, then as many again: weights are right for runs of whole cycles."""
SHARES_OF = 64
"""A law has a multiple of so many of them: whole vectors, and few laws in a block."""
LEAST_SHIFT = 2.0**-6
"""Each law moves the market by so much at least, so that its weights tell where the market lies."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lean:
    """Laws from which rare losses are drawn."""

    direction: "Floats"
    """Of length 1: along it the means of the market's shocks are moved; shape (n_periods,)."""
    n_paths: tuple[int, ...]
    """How many of `CYCLE` paths each law draws, multiples of `SHARES_OF`; shape (n_laws,)."""
    shifts: tuple[float, ...]
    """By how much each moves them, not 0; shape (n_laws,)."""
    edges: "Floats"
    """Between which parts of its range, as probabilities, each event's own normal is more or less likely than it truly
    is: from 0 to 1; shape (n_events, n_bins + 1)."""
    leant: "Floats"
    """The probabilities up to the same edges in each law; shape (n_laws, n_events, n_bins + 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Laws:
    """Laws ready to be drawn from."""

    lean: Lean
    joints: tuple[Joint, ...]
    """One for each law; all share their code."""
    constants: tuple[int, ...]
    """What names each event's random numbers: they do not depend on what else there is."""
    law_of: "NDArray[np.int64]"
    """By place in a cycle, the number of the law; shape (CYCLE,)."""
    starts: "Floats"
    """With `slopes`, by law, event and cell, how a uniform number of the law becomes one of the truth:
    `start + slope * number`; flat."""
    slopes: "Floats"
    bins: "NDArray[np.int64]"
    """By law, event and cell, the number of the bin among those of all events; flat."""
    ratios: "Floats"
    """By law and bin, the logarithm of the density over the true one; shape (n_laws, n_events * n_bins)."""


@dataclass(frozen=True, slots=True, eq=False)
class Leant:
    """What was drawn of some paths."""

    along: "Floats"
    """How far the market's shocks lie along the direction; shape (n,)."""
    bins: "NDArray[np.int64]"
    """In which bin, among those of all events, each event's own normal lies; shape (n_events, n)."""
    log_weights: "Floats"
    """Logarithm of the true density over that of all laws together; shape (n,)."""


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


def no_lean(model: JointModel, factors: tuple[float, ...]) -> Lean:
    """Give one law that is all but the true one.

    Args:
        model: what is drawn.
        factors: what a unit collected in each period is worth today; shape (n_periods,).
    """
    import numpy as np

    direction = market_moves(model, factors).sum(axis=0)
    length = float(np.sqrt((direction**2).sum()))
    if not length:
        direction, length = np.ones(model.n_periods), model.n_periods**0.5
    edges = edges_of(model, 0.0)
    leant = np.array([[in_cells(row, row) for row in edges]]).reshape(1, *edges.shape)
    return Lean(direction=direction / length, n_paths=(CYCLE,), shifts=(-LEAST_SHIFT,), edges=edges, leant=leant)


def edges_of(model: JointModel, market: float) -> "Floats":
    """Give bins of each event's own normal: some where it comes, alike in probability, and one where it never does.

    Args:
        model: what is drawn.
        market: where the mean shock of the market stands, for events that depend on it.

    Returns:
        edges as probabilities; shape (n_events, N_BINS_COMING + 2).
    """
    import numpy as np
    from scipy.special import ndtr

    edges = np.ones((len(model.events), N_BINS_COMING + 2))
    for row, event in zip(edges, model.events, strict=True):
        [last] = thresholds_of(event.has_come[-1:], None)
        own = max(1 - event.market_loading**2, 0.01) ** 0.5
        row[:-1] = np.linspace(0.0, ndtr((last - event.market_loading * market) / own), N_BINS_COMING + 1)
    return edges


def laws_of(model: JointModel, lean: Lean, rows: Rows = Rows()) -> Laws:  # noqa: B008 - frozen
    """Make laws ready to be drawn from; rows are what is wanted of a draw."""
    import numpy as np

    given = ("events",) if model.events else ()
    joints = tuple(
        compile_joint(model, rows, tilt=Tilt(market=tuple((shift * lean.direction).tolist())), given=given, n_lanes=16)
        for shift in lean.shifts
    )
    starts, slopes, bins = _tables(lean)
    shares = np.diff(lean.leant, axis=-1)
    ratios = np.log(np.where(shares > 0, shares, 1.0) / np.where(shares > 0, np.diff(lean.edges), 1.0))
    return Laws(
        lean,
        joints,
        tuple(stream_constant("lean", event.id) for event in model.events),
        np.repeat(np.arange(len(lean.shifts)), lean.n_paths),
        starts,
        slopes,
        bins,
        ratios.reshape(len(lean.shifts), -1),
    )


def leaning_source(
    model: JointModel, lean: Lean, seed: int, program: "Program", into: JointInputs | None = None
) -> Source:
    """Give the futures of laws as a source of weighted paths, of which whole cycles should be run.

    Args:
        model: what is drawn.
        lean: the laws.
        seed: of the random numbers; another than the one by which the laws were found.
        program: what the futures are for.
        into: where they go among its inputs; none: every input of it collects, and no date of it is over.
    """
    into = into or only_streams(program)
    laws = laws_of(model, lean, into.rows)

    def fill(first: int, stop: int, inputs: "NDArray[np.int64]", weights: "Floats | None") -> None:
        drawn = draw_leant(laws, into, (seed, first, stop), inputs)
        if weights is not None:
            weights[:] = drawn.log_weights

    return Source(fill, is_weighted=True)


def draw_leant(laws: Laws, into: JointInputs, span: tuple[int, int, int], inputs: "NDArray[np.int64]") -> Leant:
    """Draw paths from laws, each from the law of its place in the cycle.

    Args:
        laws: what is drawn from.
        into: where it goes among the inputs.
        span: the seed, and the numbers of the first path and of the first that is left out.
        inputs: is filled; shape (n_inputs, n_periods, n).
    """
    import numpy as np

    seed, first, stop = span
    normals, bins = _events(laws, span)
    along, logs = np.empty(stop - first), np.empty(stop - first)
    for law, start, end in _runs(laws.lean, first, stop):
        here = slice(start - first, end - first)
        given = Given(events=normals[:, here]) if laws.constants else None
        joint, run = laws.joints[law], (seed, start, end)
        into.draw(joint, run, inputs[..., here], given, logs[here])
        # the weight of a normal z drawn round m is exp(-m z' - m^2 / 2) with z' = z - m
        shift = laws.lean.shifts[law]
        along[here] = shift / 2 - logs[here] / shift
    return Leant(along, bins, -_log_mixture(laws, along, bins))


def _runs(lean: Lean, first: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """Give runs of paths of one law: its number, that of the first path, and of the first that is left out."""
    start = first - first % CYCLE
    while start < stop:
        for law, n_paths in enumerate(lean.n_paths):
            begin, end = max(start, first), min(start + n_paths, stop)
            if begin < end:
                yield law, begin, end
            start += n_paths


def _events(laws: Laws, span: tuple[int, int, int]) -> "tuple[Floats, NDArray[np.int64]]":
    """Draw the events' own normals, and say in which bins they lie; both of shape (n_events, n)."""
    import numpy as np
    from scipy.special import ndtri

    seed, first, stop = span
    if not laws.constants:
        return np.empty((0, stop - first)), np.empty((0, stop - first), np.int64)
    keys = path_keys(seed, first, stop - first)
    drawn = np.concatenate([draws(keys, constant, 1) for constant in laws.constants])
    uniform = ((drawn >> np.uint64(64 - UNIFORM_BITS)) + 0.5) * 2.0**-UNIFORM_BITS
    # the first bits say in which cell of the table of the path's law and the event the number lies
    cells = (drawn >> np.uint64(64 - CELL_BITS)).astype(np.int64)
    law = laws.law_of[np.arange(first, stop) % CYCLE]
    tables = law * len(laws.constants) + np.arange(len(laws.constants))[:, None]
    cells += tables << CELL_BITS
    uniform *= np.take(laws.slopes, cells)
    uniform += np.take(laws.starts, cells)
    normals: Floats = ndtri(uniform)
    return normals, np.take(laws.bins, cells)


def _log_mixture(laws: Laws, along: "Floats", bins: "NDArray[np.int64]") -> "Floats":
    """Give the logarithm of the density of all laws together, over the true one; shape (n,)."""
    import numpy as np

    shifts = np.array(laws.lean.shifts)[:, None]
    logs = shifts * along - shifts**2 / 2 + np.log(np.array(laws.lean.n_paths) / CYCLE)[:, None]
    for law, ratios in enumerate(laws.ratios):
        logs[law] += np.take(ratios, bins).sum(axis=0)
    most = logs.max(axis=0)
    logs -= most
    mixture: Floats = most + np.log(np.exp(logs, out=logs).sum(axis=0))
    return mixture


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


def _tables(lean: Lean) -> "tuple[Floats, Floats, NDArray[np.int64]]":
    """Give by law, event and cell `Laws.starts`, `Laws.slopes` and `Laws.bins`."""
    import numpy as np

    n_laws, n_events, n_edges = lean.leant.shape
    middles = (np.arange(2**CELL_BITS) + 0.5) / 2**CELL_BITS
    starts, slopes = np.empty((2, n_laws, n_events, 2**CELL_BITS))
    bins = np.empty(starts.shape, np.int64)
    for law, event in np.ndindex(n_laws, n_events):
        edges, leant = lean.edges[event], lean.leant[law, event]
        number = np.searchsorted(leant, middles) - 1
        slope = (np.diff(edges) / np.where(np.diff(leant) > 0, np.diff(leant), 1.0))[number]
        starts[law, event], slopes[law, event] = edges[number] - slope * leant[number], slope
        bins[law, event] = number + event * (n_edges - 1)
    return starts.ravel(), slopes.ravel(), bins.ravel()


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
