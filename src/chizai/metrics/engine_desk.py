"""What one thread of the streaming engine works on: a block of paths, from what is drawn to what is summed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.deal.program import Program
from chizai.metrics.engine_request import Engine, Source
from chizai.metrics.stream_bins import N_BINS
from chizai.metrics.stream_code import ENDS, KINDS, SUMS
from chizai.metrics.stream_native import Statistics, statistics_for
from chizai.waterfall.vector import run_block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Block = NDArray[np.int64]

N_LANES = 16
"""Paths in a vector. It is the same on every processor, because floats are summed in so many places."""
MARGIN = 16
"""Numbers between the ends of rows, so that the rows of a block do not meet in the same lines of a cache."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Desk:
    """Room for a block of paths, and sums of whole numbers over all blocks so far."""

    inputs: "Block"
    """Shape (n_inputs, n_periods, n_paths)."""
    results: "Block"
    """Shape (n_periods, n_asked, n_paths)."""
    numbers: "NDArray[np.float64]"
    """Shape (n_numbers, n_paths)."""
    short: "Block"
    """Shape (n_paths,)."""
    sums: "Block"
    """Shape (n_classes, n_periods, SUMS)."""
    ends: "Block"
    """Shape (n_classes, ENDS)."""
    firsts: "Block"
    """Shape (n_classes, n_periods + 1)."""
    counts: "NDArray[np.uint32]"
    """Shape (n_classes, n_periods, N_BINS), or nothing where no histogram is wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class LaneSums:
    """Sums of floats over the paths of one task, in as many places as a vector has lanes."""

    sums: "NDArray[np.float64]"
    """Shape (n_numbers, N_LANES)."""
    products: "NDArray[np.float64]"
    """Shape (n_numbers, n_numbers, N_LANES), of which the upper triangle is filled."""


def desk_for(engine: Engine, n_paths: int) -> Desk:
    """Make room for blocks of so many paths at most."""
    import numpy as np

    program, n_classes = engine.request.program, len(engine.request.class_ids)
    n_periods, width = len(program.payment_dates), n_paths + MARGIN
    n_binned = n_periods if engine.request.in_full else 0
    return Desk(
        inputs=np.zeros((len(program.inputs), n_periods, width), np.int64)[..., :n_paths],
        results=np.zeros((n_periods, len(engine.columns.asked), width), np.int64)[..., :n_paths],
        numbers=np.zeros((len(engine.centre), width))[..., :n_paths],
        short=np.zeros(n_paths, np.int64),
        sums=np.zeros((n_classes, n_periods, SUMS), np.int64),
        ends=np.zeros((n_classes, ENDS), np.int64),
        firsts=np.zeros((n_classes, n_periods + 1), np.int64),
        counts=np.zeros((n_classes, n_binned, N_BINS), np.uint32),
    )


def lane_sums(engine: Engine) -> LaneSums:
    """Begin the sums of a task."""
    import numpy as np

    n_numbers = len(engine.centre)
    return LaneSums(np.zeros((n_numbers, N_LANES)), np.zeros((n_numbers, n_numbers, N_LANES)))


def work(engine: Engine, source: Source, desk: Desk, span: tuple[int, int], into: LaneSums) -> None:
    """Draw, carry out and measure one block of paths.

    Args:
        engine: what is measured.
        source: where the paths come from.
        desk: room for them, and the sums of whole numbers that grow.
        span: number of the first path, and of the first that is left out.
        into: the sums of floats that grow.

    Raises:
        ValueError: the source brings a negative number, or more than was compiled for.
    """
    first, stop = span
    n_paths = stop - first
    weight = desk.numbers[-1, :n_paths] if source.is_weighted else None
    source.fill(first, stop, desk.inputs[..., :n_paths], weight)
    measure_block(engine, desk, n_paths)
    _add_up(engine, desk, n_paths, into, is_weighted=source.is_weighted)


def measure_block(engine: Engine, desk: Desk, n_paths: int) -> None:
    """Carry out and measure the inputs that stand on a desk: its numbers are those of the paths, and its sums grow.

    Raises:
        ValueError: an input is negative, or more than was compiled for.
    """
    inputs = desk.inputs[..., :n_paths]
    refuse_inputs(engine.request.program, inputs)
    run_block(engine.plan, inputs, desk.results[..., :n_paths])
    n_whole = n_paths - n_paths % N_LANES
    if n_whole:
        _measure(engine, engine.statistics, desk, 0, n_whole)
    if n_whole < n_paths:
        classes, n_periods = engine.columns.classes, len(engine.request.program.payment_dates)
        one_by_one = statistics_for(classes, n_periods, 1, in_full=engine.request.in_full)
        _measure(engine, one_by_one, desk, n_whole, n_paths - n_whole)


def refuse_inputs(program: Program, inputs: "Block") -> None:
    """Refuse what the program was not compiled for.

    Raises:
        ValueError: a number is negative, or larger than the most of its input.
    """
    import numpy as np

    for rows, each in zip(inputs, program.inputs, strict=True):
        # read without a sign, a negative number is larger than all others
        if rows.view(np.uint64).max() > each.most:
            name = f"{each.kind.name.lower()} {each.of}".strip()
            raise ValueError(f"a number of {name} lies outside 0 to {each.most:,}")


def _measure(engine: Engine, statistics: Statistics, desk: Desk, first: int, n_paths: int) -> None:
    """Measure some paths of a block, a multiple of the lanes that the code works on."""
    request, on = engine.request, 8 * first
    statistics.measure(
        desk.results.ctypes.data + on,
        desk.results.strides[1],
        desk.results.strides[0],
        engine.factors.ctypes.data,
        engine.before_minor.ctypes.data,
        desk.sums.ctypes.data,
        desk.ends.ctypes.data,
        desk.counts.ctypes.data,
        desk.firsts.ctypes.data,
        desk.numbers.ctypes.data + on,
        desk.numbers.strides[0],
        desk.short.ctypes.data + on,
        request.first_period,
        n_paths,
    )
    if request.controls is None:
        return
    for number, weights in enumerate(request.controls, start=len(request.class_ids) * KINDS):
        made = desk.numbers[number, first : first + n_paths]
        made.fill(0)
        statistics.weigh(
            desk.inputs.ctypes.data + on,
            *desk.inputs.strides[:2],
            *weights.shape,
            weights.ctypes.data,
            made.ctypes.data,
            n_paths,
        )


def _add_up(engine: Engine, desk: Desk, n_paths: int, into: LaneSums, *, is_weighted: bool) -> None:
    """Add the numbers of a block's paths, and their products; a path counts in the place of its number."""
    import numpy as np

    numbers = desk.numbers[:, :n_paths]
    if is_weighted:
        np.exp(numbers[-1], out=numbers[-1])
    numbers -= engine.centre[:, None]
    if is_weighted:
        numbers[:-1] *= numbers[-1] + 1.0
    n_padded = -(-n_paths // N_LANES) * N_LANES
    desk.numbers[:, n_paths:n_padded] = 0
    engine.statistics.add_moments(
        desk.numbers.ctypes.data,
        desk.numbers.strides[0],
        len(desk.numbers),
        into.sums.ctypes.data,
        into.products.ctypes.data,
        n_padded,
    )
