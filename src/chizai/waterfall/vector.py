"""The vector executor: a program over many paths at once, in compiled loops, equal to the exact one to the unit."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

from chizai.deal.bounds import COLLECTIONS_MAX_MINOR
from chizai.deal.program import Op, Program, Step
from chizai.units.rate import PPM
from chizai.waterfall.exact import run_exact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATHS_A_TASK = 2**14
"""Paths that one thread carries out in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorRun:
    """A program carried out over many paths."""

    program: Program
    slots: tuple[int, ...]
    """The slots that were asked for, in the order of `closing_minor`."""
    closing_minor: "NDArray[np.int64]"
    """Those slots after each period, shape (n_periods, n_asked, n_paths)."""

    def closing(self, slot: int) -> "NDArray[np.int64]":
        """Give one slot after each period, shape (n_periods, n_paths).

        Raises:
            ValueError: the slot was not asked for.
        """
        if slot not in self.slots:
            raise ValueError(f"{self.program.slots[slot].label} was not asked for")
        return self.closing_minor[:, self.slots.index(slot), :]


def run_vector(
    program: Program, inflows_minor: "NDArray[np.int64]", slots: Sequence[int], n_threads: int = 1
) -> VectorRun:
    """Carry out a program over many paths. Needs the extra `vector` (Numba).

    The first path is carried out by the exact executor too, each time, and must agree: compiled code that went stale on
    a disk can never be believed. The result does not depend on the number of threads.

    Args:
        program: as `compile_deal` gives it.
        inflows_minor: what is collected, shape (n_periods, n_paths), 0 or more, at least one path.
        slots: numbers of the slots whose closing values are wanted.
        n_threads: how many threads share the work.

    Raises:
        ValueError: the inflows have another shape or kind, or one is negative or past what was compiled for.
        AssertionError: the executors disagree; this is a bug of Chizai, never of the input.
    """
    import numpy as np

    from chizai.waterfall.kernel import run_paths

    n_periods = len(program.payment_dates)
    if inflows_minor.dtype != np.int64 or inflows_minor.shape[:-1] != (n_periods,):
        raise ValueError(f"inflows of {inflows_minor.dtype} {inflows_minor.shape}, not int64 ({n_periods}, n_paths)")
    if not inflows_minor.size or inflows_minor.min() < 0 or inflows_minor.max() > COLLECTIONS_MAX_MINOR:
        raise ValueError(f"inflows must be there and lie in 0 to {COLLECTIONS_MAX_MINOR:,} minor units")
    n_paths = inflows_minor.shape[1]
    plan, asked = _plan(program), np.array(slots, np.int64)
    inflows = np.ascontiguousarray(inflows_minor)
    closing = np.empty((n_periods, len(slots), n_paths), np.int64)

    def carry_out(start: int) -> None:
        paths = np.array((start, min(start + PATHS_A_TASK, n_paths)), np.int64)
        run_paths(plan, inflows, asked, closing, paths)

    with ThreadPoolExecutor(n_threads) as threads:
        list(threads.map(carry_out, range(0, n_paths, PATHS_A_TASK)))
    run = VectorRun(program, tuple(slots), closing)
    assert_agreement(run, [int(inflow) for inflow in inflows[:, 0]])
    return run


def _plan(program: Program) -> tuple["NDArray[np.int64]", ...]:
    """Give the program as the arrays that the kernel reads."""
    import numpy as np

    n_periods = len(program.payment_dates)
    numerators = [[fraction.numerator for fraction in row] for row in program.fractions]
    denominators = [[fraction.denominator for fraction in row] for row in program.fractions]
    return (
        np.array([_row(step) for step in program.steps], np.int64),
        np.array(program.tables, np.int64).reshape(-1, n_periods),
        np.array(numerators, np.int64).reshape(-1, n_periods),
        np.array(denominators, np.int64).reshape(-1, n_periods),
        np.array([[slot.opening_minor for slot in program.slots]], np.int64),
    )


def _row(step: Step) -> tuple[int, ...]:
    """Give a step as the kernel reads it, with its rate cancelled so that no product passes 63 bits."""
    rate_ppm = step.c if step.op in {Op.ACCRUE, Op.SHARE} else PPM
    common = gcd(rate_ppm, PPM)
    operands = (step.op, step.a, step.b, step.c, step.d, step.e)
    return (*map(int, operands), step.first_period, step.last_period, rate_ppm // common, PPM // common)


def assert_agreement(run: VectorRun, inflows_minor: Sequence[int]) -> None:
    """Check that the first path is what the exact executor makes of it, in every slot asked for and every period."""
    exact = run_exact(run.program, inflows_minor)
    for period in range(len(inflows_minor)):
        for slot in run.slots:
            expected, actual = exact.closing(period, slot), int(run.closing(slot)[period, 0])
            if expected != actual:
                label = run.program.slots[slot].label
                raise AssertionError(f"{label} in period {period + 1}: exact {expected}, vector {actual}")
