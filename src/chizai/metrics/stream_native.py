"""The statistics' machine code, ready to be called on addresses and numbers."""

from collections.abc import Callable
from ctypes import c_void_p, cast
from dataclasses import dataclass
from functools import lru_cache

from chizai.metrics.stream_code import (
    CARRY,
    CARRY_TAKES,
    MEASURE,
    MEASURE_TAKES,
    MOMENTS,
    MOMENTS_TAKE,
    WEIGH,
    WEIGH_TAKES,
    write_carrying,
    write_measures,
    write_moments,
    write_weighing,
)
from chizai.metrics.stream_columns import ClassColumns
from chizai.native.build import Native, compile_code


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Machine code that measures blocks of paths. It holds no lock of Python while it runs."""

    measure: Callable[..., None]
    """`stream_code.MEASURE`."""
    carry: Callable[..., None]
    """`stream_code.CARRY`."""
    weigh: Callable[..., None]
    """`stream_code.WEIGH`."""
    add_moments: Callable[..., None]
    """`stream_code.MOMENTS`."""
    natives: tuple[Native, ...]
    """The machine code of them all, which lives no longer than these."""


def address_of(function: Callable[..., None]) -> int:
    """Give where a function of machine code stands."""
    return cast(function, c_void_p).value or 0  # type: ignore[arg-type]  # a function of ctypes, that has an address


@lru_cache(maxsize=64)
def statistics_for(classes: tuple[ClassColumns, ...], n_periods: int, n_lanes: int, *, in_full: bool) -> Statistics:
    """Compile the code that measures classes, as `write_measures` writes it.

    Raises:
        ModuleNotFoundError: the extra `vector` is not installed.
    """
    measures = write_measures(classes, n_periods, n_lanes, in_full=in_full)
    natives = (
        compile_code(measures, MEASURE, len(MEASURE_TAKES)),
        compile_code(write_carrying(n_lanes), CARRY, len(CARRY_TAKES)),
        compile_code(write_weighing(n_lanes), WEIGH, len(WEIGH_TAKES)),
        compile_code(write_moments(n_lanes), MOMENTS, len(MOMENTS_TAKE)),
    )
    measure, carry, weigh, add_moments = (each.run for each in natives)
    return Statistics(measure, carry, weigh, add_moments, natives)
