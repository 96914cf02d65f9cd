"""What one thread of the streaming engine works on: a block of paths, from what is drawn to what is summed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.deal.program import Program
from chizai.metrics.engine_request import Engine, Source
from chizai.metrics.stream_bins import N_BINS
from chizai.metrics.stream_code import ENDS, KINDS, SUMS
from chizai.metrics.stream_native import address_of, statistics_for
from chizai.waterfall.vector import run_block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Block = NDArray[np.int64]

N_LANES = 16
"""Paths in a vector. It is the same on every processor, because floats are summed in so many places."""
PATHS_A_STEP = 64
"""Paths of a block that are carried out and measured before the next: what they make stays in the nearest caches."""
MARGIN = 16
"""Numbers between the ends of rows, so that the rows of a block do not meet in the same lines of a cache."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Desk:
    """Room for a block of paths, and sums of whole numbers over all blocks so far."""

    inputs: "Block"
    """Shape (n_inputs, n_periods, n_paths)."""
    results: "Block"
    """Shape (n_periods, n_asked, PATHS_A_STEP)."""
    numbers: "NDArray[np.float64]"
    """Shape (n_numbers, n_paths)."""
    short: "Block"
    """Shape (PATHS_A_STEP,)."""
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
        results=np.zeros((n_periods, len(engine.columns.asked), PATHS_A_STEP + MARGIN), np.int64)[..., :PATHS_A_STEP],
        numbers=np.zeros((len(engine.centre), width))[..., :n_paths],
        short=np.zeros(PATHS_A_STEP, np.int64),
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
    n_whole = n_paths - n_paths % N_LANES
    if n_whole:
        _carry_out(engine, desk, n_whole)
    if n_whole < n_paths:
        run_block(engine.plan, inputs[..., n_whole:], desk.results[..., : n_paths - n_whole])
        _measure_rest(engine, desk, n_whole, n_paths - n_whole)
    if engine.request.controls is not None:
        _weigh(engine, desk, n_paths)


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


def _carry_out(engine: Engine, desk: Desk, n_paths: int) -> None:
    """Carry out and measure the first paths of a block, a multiple of the lanes."""
    plan, statistics = engine.plan, engine.statistics
    statistics.carry(
        address_of(plan.native.run),
        address_of(statistics.measure),
        PATHS_A_STEP,
        plan.terms.ctypes.data,
        plan.opening.ctypes.data,
        desk.inputs.ctypes.data,
        *desk.inputs.strides[:2],
        *_measuring(engine, desk, 0, n_paths),
    )


def _measure_rest(engine: Engine, desk: Desk, first: int, n_paths: int) -> None:
    """Measure the last paths of a block, which do not fill a vector, one by one."""
    request = engine.request
    n_periods = len(request.program.payment_dates)
    one_by_one = statistics_for(engine.columns.classes, n_periods, 1, in_full=request.in_full)
    one_by_one.measure(*_measuring(engine, desk, first, n_paths))


def _measuring(engine: Engine, desk: Desk, first: int, n_paths: int) -> tuple[int, ...]:
    """Give what `stream_code.MEASURE` takes, for so many paths from a number of the block on."""
    return (
        desk.results.ctypes.data,
        desk.results.strides[1],
        desk.results.strides[0],
        engine.factors.ctypes.data,
        engine.before_minor.ctypes.data,
        desk.sums.ctypes.data,
        desk.ends.ctypes.data,
        desk.counts.ctypes.data,
        desk.firsts.ctypes.data,
        desk.numbers.ctypes.data + 8 * first,
        desk.numbers.strides[0],
        desk.short.ctypes.data,
        engine.request.first_period,
        n_paths,
    )


def _weigh(engine: Engine, desk: Desk, n_paths: int) -> None:
    """Weigh the inputs of a block for each control; paths beyond it, up to a whole vector, are nobody's."""
    request, n_whole = engine.request, -(-n_paths // N_LANES) * N_LANES
    for number, weights in enumerate(request.controls if request.controls is not None else ()):
        made = desk.numbers[len(request.class_ids) * KINDS + number, :n_whole]
        made.fill(0)
        engine.statistics.weigh(
            desk.inputs.ctypes.data,
            *desk.inputs.strides[:2],
            *weights.shape,
            weights.ctypes.data,
            made.ctypes.data,
            n_whole,
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
