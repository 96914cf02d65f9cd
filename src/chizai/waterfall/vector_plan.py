"""A program and what is asked of it, compiled, with the numbers that belong to it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chizai.deal.program import Program
from chizai.waterfall.native_build import Native, compile_code
from chizai.waterfall.native_program import write_program
from chizai.waterfall.vector_paths import Asked, Detail, Reading

__all__ = ["Asked", "Detail", "Plan", "Reading", "plan_of"]

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A program ready to run."""

    native: Native
    terms: "NDArray[np.int64]"
    """Numbers of each period, floats among them as their bits; shape (n_periods, n_terms)."""
    opening: "NDArray[np.int64]"
    """What the code carries from period to period, at closing of the deal; shape (n_carried,)."""
    n_lanes: int
    """The code carries out a multiple of so many paths."""


@lru_cache(maxsize=64)
def plan_of(program: Program, asked: tuple[Asked, ...], detail: Detail, n_lanes: int) -> Plan:
    """Compile a program and what is asked of it; programs that differ in nothing but numbers share their code.

    Args:
        program: as `compile_deal` gives it.
        asked: what each row of the results is.
        detail: whether results are given after each period or after the last.
        n_lanes: paths in a vector.
    """
    import numpy as np

    written = write_program(program, asked, detail, n_lanes)
    terms = np.zeros((len(program.payment_dates), len(written.terms)), np.int64)
    for number, row in enumerate(written.terms):
        # floats keep their bits; whole numbers are bits already
        terms[:, number] = np.array(row, np.float64 if isinstance(row[0], float) else np.int64).view(np.int64)
    return Plan(compile_code(written.code), terms, np.array(written.opening, np.int64), n_lanes)
