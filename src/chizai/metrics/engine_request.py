"""What the streaming engine is asked for, where its futures come from, and what is compiled of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chizai.deal.program import Program
from chizai.metrics.pricing import Compounding, discount_factor, years_between
from chizai.metrics.stream_code import KINDS
from chizai.metrics.stream_columns import Columns
from chizai.waterfall.vector_paths import Paths, read_block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chizai.metrics.stream_native import Statistics
    from chizai.waterfall.vector_plan import Plan

    Block = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where futures come from."""

    fill: "Callable[[int, int, Block, NDArray[np.float64] | None], None]"
    """Fills an array of shape (n_inputs, n_periods, n) with what the inputs bring in the paths from the first number up
    to the second, which is left out; for weighted ones, another of shape (n,) with the logarithms of their weights.
    Path k must be the same in whatever block it comes, and threads may ask for several blocks at once."""
    is_weighted: bool = False
    """Whether paths are drawn by another law than the true one, and weighted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """What is to be measured."""

    program: Program
    class_ids: tuple[str, ...]
    """Of classes of the program, each once."""
    factors: tuple[tuple[float, ...], ...]
    """What a unit paid to each class on each payment date is worth today; shape (n_classes, n_periods)."""
    first_period: int = 0
    """Number of the first payment date after settlement: what is paid earlier is not counted."""
    n_past: int = 0
    """Number of payment dates that were over at the start, the same in every future."""
    controls: "NDArray[np.float64] | None" = None
    """Weighted sums of what the inputs bring that are measured beside the classes, such as the present value of all
    collections; shape (n_controls, n_inputs, n_periods)."""
    in_full: bool = True
    """Whether shortfalls and percentiles are wanted; present values, losses and defaults always are."""

    @property
    def n_controls(self) -> int:
        """Count the controls."""
        return 0 if self.controls is None else len(self.controls)

    def number(self, class_id: str, kind: int) -> int:
        """Give the place of a class's number among the moments; kinds are those of `stream_code`.

        Raises:
            ValueError: the class was not asked for.
        """
        return self.class_ids.index(class_id) * KINDS + kind

    @property
    def control_numbers(self) -> list[int]:
        """Give the places of the controls among the moments."""
        first = len(self.class_ids) * KINDS
        return list(range(first, first + self.n_controls))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Engine:
    """A request that is compiled, and what a first few paths have told."""

    request: Request
    columns: Columns
    plan: "Plan"
    statistics: "Statistics"
    factors: "NDArray[np.float64]"
    """Those of the request; shape (n_classes, n_periods)."""
    centre: "NDArray[np.float64]"
    """Near the mean of each number of a path; shape (n_numbers,)."""
    balances_minor: tuple[int, ...]
    """Principal of each class at the start; shape (n_classes,)."""
    before_minor: "NDArray[np.int64]"
    """What was written off of each class before the start; shape (n_classes,)."""


def source_of(program: Program, paths: Paths) -> Source:
    """Give futures that are made block by block, or are all at hand, as a source."""

    def fill(first: int, stop: int, inputs: "Block", _: "NDArray[np.float64] | None") -> None:
        inputs[:] = read_block(program, paths, first, stop)

    return Source(fill)


def factors_at_yield(payment_dates: Sequence[date], settlement_on: date, yield_annual: float) -> tuple[float, ...]:
    """Give what a unit on each date is worth at settlement at an annual yield; 0 on and before settlement.

    Raises:
        ValueError: the yield loses everything within a year.
    """
    return tuple(
        discount_factor(years_between(settlement_on, day), yield_annual, Compounding.ANNUAL)
        if day > settlement_on
        else 0.0
        for day in payment_dates
    )
