"""The vector executor: a program over many paths at once, as machine code, equal to the exact one to the unit."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.deal.program import Op, Program
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.vector_paths import Asked, Detail, Paths, Reading, paths_of, read_block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chizai.waterfall.vector_plan import Plan

PATHS_A_TASK = 2**14
"""Paths that one thread carries out in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorRun:
    """A program carried out over many paths."""

    program: Program
    asked: tuple[Asked, ...]
    detail: Detail
    results_minor: "NDArray[np.int64]"
    """What was asked for, in that order: shape (n_periods, n_asked, n_paths), or (1, n_asked, n_paths) for totals."""

    def of(self, asked: Asked) -> "NDArray[np.int64]":
        """Give one thing that was asked for: shape (n_periods, n_paths), or (n_paths,) for totals.

        Raises:
            ValueError: it was not asked for.
        """
        if asked not in self.asked:
            raise ValueError(f"{asked.reading} of {self.program.slots[asked.slot].label} was not asked for")
        found = self.results_minor[:, self.asked.index(asked), :]
        return found[0] if self.detail is Detail.TOTALS else found

    def closing(self, slot: int) -> "NDArray[np.int64]":
        """Give what a slot holds after each period, or after the last, as `of` does."""
        return self.of(Asked(slot))


def run_vector(
    program: Program,
    inflows_minor: "NDArray[np.int64]",
    slots: Sequence[int],
    n_threads: int = 1,
    observed: "NDArray[np.int64] | None" = None,
) -> VectorRun:
    """Carry out a program over paths that are all at hand; give what slots hold after each period.

    Args:
        program: as `compile_deal` gives it.
        inflows_minor: what the first input brings, shape (n_periods, n_paths), 0 or more, at least one path.
        slots: numbers of the slots whose closing values are wanted.
        n_threads: how many threads share the work.
        observed: what the other inputs bring, shape (n_inputs - 1, n_periods, n_paths).

    Raises:
        ValueError: the paths have another shape or kind, or a number is negative or past what was compiled for.
        AssertionError: the executors disagree; this is a bug of Chizai, never of the input.
    """
    asked = [Asked(slot) for slot in slots]
    return run_paths(program, paths_of(inflows_minor, observed), asked, Detail.PERIODS, n_threads)


def run_paths(
    program: Program, paths: Paths, asked: Sequence[Asked], detail: Detail = Detail.TOTALS, n_threads: int = 1
) -> VectorRun:
    """Carry out a program over many paths; give what is asked for. Needs the extra `vector` (llvmlite).

    The first path is carried out by the exact executor too, each time, and must agree. The result does not depend on
    the number of threads, or on how many paths are carried out together.

    Raises:
        ValueError: there is no path, or they have another shape or kind, or a number is negative or past what was
            compiled for.
        AssertionError: the executors disagree; this is a bug of Chizai, never of the input.
    """
    import numpy as np

    from chizai.waterfall.native_build import lanes_for
    from chizai.waterfall.vector_plan import plan_of

    if paths.n_paths < 1:
        raise ValueError("there must be a path")
    plan = plan_of(program, tuple(asked), detail, lanes_for(paths.n_paths))
    n_results = len(program.payment_dates) if detail is Detail.PERIODS else 1
    results = np.empty((n_results, len(asked), paths.n_paths), np.int64)

    def carry_out(first: int) -> None:
        stop = min(first + PATHS_A_TASK, paths.n_paths)
        run_block(plan, read_block(program, paths, first, stop), results[:, :, first:stop])

    with ThreadPoolExecutor(n_threads) as threads:
        exact = threads.submit(replay, program, paths, 0)
        list(threads.map(carry_out, range(0, paths.n_paths, PATHS_A_TASK)))
    run = VectorRun(program, tuple(asked), detail, results)
    assert_agreement(run, exact.result())
    return run


def run_block(plan: "Plan", inputs: "NDArray[np.int64]", results: "NDArray[np.int64]") -> None:
    """Carry out a program over a block of paths and fill the results; nothing is checked. Threads may call it at once.

    Args:
        plan: the compiled program and what is asked of it.
        inputs: shape (n_inputs, n_periods, n_paths), within what was compiled for.
        results: shape (n_results, n_asked, n_paths), a row's paths next to each other.
    """
    import numpy as np

    n_paths = inputs.shape[2]
    n_whole = n_paths - n_paths % plan.n_lanes
    if n_whole:
        whole = inputs[:, :, :n_whole]
        _run_lanes(plan, whole if inputs.strides[2] == inputs.itemsize else np.ascontiguousarray(whole), results)
    if n_whole < n_paths:
        padded = np.zeros((*inputs.shape[:2], plan.n_lanes), np.int64)
        padded[:, :, : n_paths - n_whole] = inputs[:, :, n_whole:]
        made = np.empty((*results.shape[:2], plan.n_lanes), np.int64)
        _run_lanes(plan, padded, made)
        results[:, :, n_whole:] = made[:, :, : n_paths - n_whole]


def _run_lanes(plan: "Plan", inputs: "NDArray[np.int64]", results: "NDArray[np.int64]") -> None:
    """Carry out a number of paths that fills all vectors; the results of other paths stay."""
    plan.native.run(
        plan.terms.ctypes.data,
        plan.opening.ctypes.data,
        inputs.ctypes.data,
        *inputs.strides[:2],
        results.ctypes.data,
        results.strides[1],
        results.strides[0],
        inputs.shape[2],
    )


def replay(program: Program, paths: Paths, path: int) -> ExactRun:
    """Carry out one of many paths exactly, so that its journal can be written and every number of it explained."""
    inputs = read_block(program, paths, path, path + 1)[:, :, 0].tolist()
    return run_exact(program, inputs[0], inputs[1:])


def assert_agreement(run: VectorRun, exact: ExactRun) -> None:
    """Check that the first path is what the exact executor makes of it, in all that was asked for."""
    n_periods = len(run.program.payment_dates)
    parts = {part for each in run.asked for part in each.parts}
    made = {part: [0] * n_periods for part in parts}
    for part in parts:
        if part.reading is Reading.CLOSING:
            made[part] = [exact.closing(period, part.slot) for period in range(n_periods)]
    for done in exact.done:
        step = exact.program.steps[done.step]
        if step.op is Op.PAY:
            for part in parts & {Asked(step.b, Reading.PAID), Asked(step.e, Reading.RECEIVED)}:
                made[part][done.period] += done.amount_minor
    for number, asked in enumerate(run.asked):
        expected = [0] * n_periods
        for part in asked.parts:
            row = made[part]
            if run.detail is Detail.TOTALS:
                row = row[-1:] if part.reading is Reading.CLOSING else [sum(row)]
            expected = [one + other for one, other in zip(expected, row, strict=False)]
        actual = run.results_minor[:, number, 0].tolist()
        if expected != actual:
            label = run.program.slots[asked.slot].label
            raise AssertionError(f"{asked.reading} of {label}, by period: exact {expected}, vector {actual}")
