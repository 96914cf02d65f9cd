"""The streaming engine: classes over any number of futures, in memory that does not grow with them.

A task is a fixed range of paths. Its thread carries it out in small blocks that stay in its cache: draw what the inputs
bring, carry out the program, measure. Whole numbers are summed as whole numbers; floats path by path in a fixed number
of places within a task, task after task. So no bit depends on the number of threads or the size of the blocks.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from chizai.deal.program import SlotKind
from chizai.metrics.engine_desk import N_LANES, Desk, LaneSums, desk_for, lane_sums, refuse_inputs, work
from chizai.metrics.engine_request import Engine, Request, Source
from chizai.metrics.engine_tally import Tally, tally_of
from chizai.metrics.stream_code import KINDS
from chizai.metrics.stream_columns import columns_of
from chizai.metrics.stream_moments import Moments
from chizai.metrics.stream_native import statistics_for
from chizai.waterfall.exact import run_exact
from chizai.waterfall.vector import VectorRun, assert_agreement, run_block
from chizai.waterfall.vector_paths import Detail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATHS_A_TASK = 2**15
"""Paths whose floats are summed together before those of the next are added."""
PATHS_A_BLOCK = 1024
"""Paths that are drawn, carried out and measured in one go: all that they need lies in a core's own cache."""
N_PILOT = 1024
"""Paths whose means are the centres of all sums of squares."""


def engine_of(request: Request, source: Source, pilot: tuple[int, int] = (0, N_PILOT)) -> Engine:
    """Compile a request, and look at a few paths of a source. Needs the extra `vector` (llvmlite).

    The first path is carried out by the exact executor too, and must agree.

    Args:
        request: what is measured.
        source: where the paths come from.
        pilot: number of the first path that is looked at, and of the first that is not.

    Raises:
        KeyError: the program has no such class.
        ValueError: there are factors or controls for other classes, periods or inputs, or settlement or start
            lies outside the payment dates, or the source brings what the program was not compiled for.
        AssertionError: the executors disagree; this is a bug of Chizai, never of the input.
    """
    import numpy as np

    from chizai.waterfall.vector_plan import plan_of

    _refuse(request)
    program, columns = request.program, columns_of(request.program, request.class_ids)
    n_periods, n_classes = len(program.payment_dates), len(request.class_ids)
    blank = Engine(
        request=request,
        columns=columns,
        plan=plan_of(program, columns.asked, Detail.PERIODS, N_LANES),
        statistics=statistics_for(columns.classes, n_periods, N_LANES, in_full=request.in_full),
        factors=np.array(request.factors, np.float64),
        centre=np.zeros(n_classes * KINDS + request.n_controls + source.is_weighted),
        balances_minor=tuple(
            program.slots[program.slot(SlotKind.PRINCIPAL, of)].opening_minor for of in request.class_ids
        ),
        before_minor=np.zeros(n_classes, np.int64),
    )
    begun = _with_past(blank, _first_path(blank, source, pilot[0]))
    return replace(begun, centre=_centre(begun, source, pilot))


def _refuse(request: Request) -> None:
    program, n_classes = request.program, len(request.class_ids)
    n_periods = len(program.payment_dates)
    if not n_classes or [len(row) for row in request.factors] != [n_periods] * n_classes:
        raise ValueError(f"{len(request.factors)} rows of factors for {n_classes} classes and {n_periods} periods")
    if not 0 <= request.first_period <= n_periods or not 0 <= request.n_past <= n_periods:
        raise ValueError(f"settlement or start lies outside the {n_periods} payment dates")
    shape = (request.n_controls, len(program.inputs), n_periods)
    if request.controls is not None and (request.controls.shape != shape or not request.controls.flags.c_contiguous):
        raise ValueError(f"controls of {request.controls.shape}, not {shape} in C order")


def _first_path(engine: Engine, source: Source, path: int) -> "NDArray[np.int64]":
    """Give what is asked of one path, which both executors carry out; shape (n_periods, n_asked)."""
    import numpy as np

    program, desk = engine.request.program, desk_for(engine, 1)
    source.fill(path, path + 1, desk.inputs, np.zeros(1) if source.is_weighted else None)
    refuse_inputs(program, desk.inputs)
    run_block(engine.plan, desk.inputs, desk.results[..., :1])
    inputs = desk.inputs[:, :, 0].tolist()
    run = VectorRun(program, engine.columns.asked, Detail.PERIODS, desk.results[..., :1])
    assert_agreement(run, run_exact(program, inputs[0], inputs[1:]))
    return desk.results[:, :, 0]


def _with_past(engine: Engine, results: "NDArray[np.int64]") -> Engine:
    """Say what each class was owed at the start, and what had been written off: alike in every future."""
    import numpy as np

    n_past = engine.request.n_past
    if not n_past:
        return engine
    start = results[n_past - 1]
    return replace(
        engine,
        balances_minor=tuple(_of(start, each.balance) for each in engine.columns.classes),
        before_minor=np.array([_of(start, each.written_off) for each in engine.columns.classes], np.int64),
    )


def _of(results: "NDArray[np.int64]", column: int | None) -> int:
    return 0 if column is None else int(results[column])


def _centre(engine: Engine, source: Source, pilot: tuple[int, int]) -> "NDArray[np.float64]":
    """Give numbers near the means; of weighted paths, which are for losses, 0 but for the weight."""
    centre = engine.centre.copy()
    if source.is_weighted:
        centre[-1] = 1.0
        return centre
    return run_engine(engine, source, pilot).moments.means()


def run_engine(
    engine: Engine, source: Source, span: tuple[int, int], n_threads: int = 1, block: int = PATHS_A_BLOCK
) -> Tally:
    """Carry out paths and measure them.

    The result depends neither on the number of threads nor on the size of the blocks. Where paths are weighted, whole
    numbers count paths as they were drawn: only the moments are weighted.

    Args:
        engine: as `engine_of` gave it for this source, or one that is weighted alike.
        source: where the paths come from.
        span: number of the first path, and of the first that is left out.
        n_threads: how many threads share the work.
        block: how many paths are drawn in one go, a multiple of 16.

    Raises:
        ValueError: there is no path, the block is no multiple of the lanes, or the source brings what the program was
            not compiled for.
    """
    first, stop = span
    if stop <= first:
        raise ValueError(f"no path lies from {first} to {stop}")
    if block < N_LANES or block % N_LANES:
        raise ValueError(f"a block of {block} paths is no multiple of {N_LANES}")
    idle: list[Desk] = []
    desks: list[Desk] = []

    def carry_out(task: int) -> LaneSums:
        try:
            desk = idle.pop()
        except IndexError:
            desk = desk_for(engine, block)
            desks.append(desk)
        into, end = lane_sums(engine), min(task + PATHS_A_TASK, stop)
        for start in range(task, end, block):
            work(engine, source, desk, (start, min(start + block, end)), into)
        idle.append(desk)
        return into

    with ThreadPoolExecutor(n_threads) as threads:
        moments = _folded(engine, threads.map(carry_out, range(first, stop, PATHS_A_TASK)), stop - first)
    return tally_of(engine, desks, moments)


def _folded(engine: Engine, tasks: Iterable[LaneSums], n_paths: int) -> Moments:
    """Add up the floats of tasks, in their order."""
    import numpy as np

    n_numbers = len(engine.centre)
    sums, products = np.zeros(n_numbers), np.zeros((n_numbers, n_numbers))
    for each in tasks:
        sums += each.sums.sum(axis=-1)
        products += each.products.sum(axis=-1)
    upper = np.triu(products)
    return Moments(n_paths=n_paths, centre=engine.centre, sums=sums, products=upper + np.triu(upper, 1).T)
