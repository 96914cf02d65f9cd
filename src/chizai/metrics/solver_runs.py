"""What many futures pay the classes of a deal: the one place where the solver meets the vector executor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.deal.program import InputKind, Program, SlotKind
from chizai.metrics.break_even import owed_slots
from chizai.metrics.rating_places import RatingGround
from chizai.units.rate import PPM
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.vector import VectorRun, run_paths
from chizai.waterfall.vector_paths import paths_of
from chizai.waterfall.vector_plan import Asked, Detail, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOST = (SlotKind.PRINCIPAL, SlotKind.WRITTEN_OFF)
"""What of a class is lost principal if it is still there after the last payment date."""
PATHS_A_RUN = 2**15
"""Futures that are run together: what they pay, period by period, stays in memory that long."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outlook:
    """What a deal is sized on."""

    inflows_minor: tuple[int, ...]
    """Expected collections of the program's first input, all of them forecast; shape (n_periods,)."""
    futures_minor: "NDArray[np.int64] | None" = None
    """Futures of the same, shape (n_periods, n_paths); none where no target is a mean over futures."""
    observed: tuple[tuple[int, ...], ...] = ()
    """What the program's other inputs bring where nothing is drawn; shape (n_inputs - 1, n_periods)."""
    observed_futures: "NDArray[np.int64] | None" = None
    """What they bring in each future, shape (n_inputs - 1, n_periods, n_paths); none where it is the same in all."""
    rating: RatingGround | None = None
    """What indicative symbols rest on; none where no target is one."""
    seed: int | None = None
    """What the futures were drawn with, for the record."""
    n_threads: int = 1

    @property
    def n_paths(self) -> int:
        """Count the futures."""
        return 0 if self.futures_minor is None else self.futures_minor.shape[1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassFutures:
    """What one class is paid in a block of futures."""

    interest_minor: "NDArray[np.int64]"
    """Interest, arrears and interest on them; shape (n_periods, n_paths)."""
    principal_minor: "NDArray[np.int64]"
    """Shape (n_periods, n_paths)."""
    residual_minor: "NDArray[np.int64]"
    """Shape (n_periods, n_paths)."""
    lost_minor: "NDArray[np.int64]"
    """Principal still owed after the last payment date, and principal written off; shape (n_paths,)."""
    in_default: "NDArray[np.bool_]"
    """Whether any principal or interest is still owed after the last payment date, or was written off; shape
    (n_paths,)."""


@dataclass(frozen=True, slots=True, eq=False)
class BlockOfFutures:
    """What happens in some of the futures."""

    classes: tuple[ClassFutures, ...]
    """Of the classes that were asked for, in that order."""
    collected_minor: "NDArray[np.int64]"
    """All that the deal collects; shape (n_paths,)."""


def expected_run(program: Program, outlook: Outlook, multiple_ppm: int = PPM) -> ExactRun:
    """Carry out a program exactly on a multiple of what is expected, each period's collections rounded down."""
    inflows_minor = [inflow * multiple_ppm // PPM for inflow in outlook.inflows_minor]
    return run_exact(program, inflows_minor, outlook.observed)


def multiples_run(
    program: Program, outlook: Outlook, multiples_ppm: "NDArray[np.int64]", class_ids: Sequence[str]
) -> "NDArray[np.bool_]":
    """Tell for each multiple of what is expected whether it pays each class in full; shape (n_classes, n_multiples).

    Quotient and remainder are multiplied apart, so that no product passes 63 bits.
    """
    import numpy as np

    whole, part = np.divmod(np.array(outlook.inflows_minor, np.int64), PPM)
    scaled = whole[:, None] * multiples_ppm + part[:, None] * multiples_ppm // PPM
    asked = [_owed(program, class_id) for class_id in class_ids]
    paths = paths_of(scaled, _observed(outlook, multiples_ppm.size))
    run = run_paths(program, paths, [each for some in asked for each in some], Detail.TOTALS, outlook.n_threads)
    return np.array([sum(run.of(each) for each in some) == 0 for some in asked])


def futures_run(program: Program, outlook: Outlook, class_ids: Sequence[str], n_paths: int) -> Iterator[BlockOfFutures]:
    """Carry out a program over the first of the futures; give a block of them at a time.

    Raises:
        ValueError: the outlook has no futures.
    """
    if outlook.futures_minor is None:
        raise ValueError("the outlook has no futures")
    collected = Asked(program.slot(SlotKind.INFLOW, ""))
    asked = {class_id: (_paid(program, class_id), _owed(program, class_id)) for class_id in class_ids}
    wanted = list(dict.fromkeys((collected, *(each for two in asked.values() for some in two for each in some))))
    for first in range(0, n_paths, PATHS_A_RUN):
        some = slice(first, min(first + PATHS_A_RUN, n_paths))
        observed = _observed(outlook, some.stop - first, some)
        paths = paths_of(outlook.futures_minor[:, some], observed)
        run = run_paths(program, paths, wanted, Detail.PERIODS, outlook.n_threads)
        classes = tuple(_class_futures(run, program, *asked[class_id]) for class_id in class_ids)
        yield BlockOfFutures(classes, run.of(collected).sum(axis=0))


def _class_futures(run: VectorRun, program: Program, paid: list[Asked], owed: list[Asked]) -> ClassFutures:
    import numpy as np

    left = [(program.slots[each.slot].kind, run.of(each)[-1]) for each in owed]
    zero = np.zeros(run.results_minor[:, 0, :].shape, np.int64)
    of_kind = {program.slots[each.slot].kind: run.of(each) for each in paid}
    return ClassFutures(
        interest_minor=of_kind[SlotKind.INTEREST] + of_kind[SlotKind.INTEREST_ON_INTEREST],
        principal_minor=of_kind[SlotKind.PRINCIPAL],
        residual_minor=of_kind.get(SlotKind.DISTRIBUTED, zero),
        lost_minor=np.sum([still for kind, still in left if kind in LOST], axis=0),
        in_default=np.any([still > 0 for _, still in left], axis=0),
    )


def _paid(program: Program, class_id: str) -> list[Asked]:
    """Ask for what a class is paid: dues that fall by it, and the residual, which has none."""
    kinds = (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST, SlotKind.PRINCIPAL)
    paid = [Asked(program.slot(kind, class_id), Reading.PAID) for kind in kinds]
    residual = [n for n, slot in enumerate(program.slots) if (slot.kind, slot.of) == (SlotKind.DISTRIBUTED, class_id)]
    return paid + [Asked(slot, Reading.RECEIVED) for slot in residual]


def _owed(program: Program, class_id: str) -> list[Asked]:
    return [Asked(slot) for slot in owed_slots(program, class_id)]


def _observed(outlook: Outlook, n_paths: int, some: slice | None = None) -> "NDArray[np.int64] | None":
    """Give what is observed in some of the futures, or where nothing is drawn; shape (n_inputs - 1, n_periods, n)."""
    import numpy as np

    if some is not None and outlook.observed_futures is not None:
        return outlook.observed_futures[..., some]
    if not outlook.observed:
        return None
    rows = np.array(outlook.observed, np.int64)
    return np.broadcast_to(rows[:, :, None], (*rows.shape, n_paths))


def collects_once(program: Program) -> bool:
    """Tell whether all collections are one input, as an outlook has them."""
    return [each.kind for each in program.inputs].count(InputKind.COLLECTIONS) == 1
