"""What classes are paid and lose in each future, and nothing else of them: all classes in one run of the program."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chizai.metrics.deal_futures import Outcomes
from chizai.metrics.stream_columns import columns_of
from chizai.waterfall.vector_paths import Asked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def paid_by_class(outcomes: Outcomes, class_ids: Sequence[str]) -> "list[NDArray[np.int64]]":
    """Give what each class is paid by payment date, interest, residual and principal together.

    Args:
        outcomes: the deal over its futures.
        class_ids: of classes of the deal, each once.

    Returns:
        for each class, shape (n_periods, n_paths).
    """
    columns = columns_of(outcomes.program, class_ids)
    return _sums(outcomes, [_asked(columns.asked, each.income, each.repaid) for each in columns.classes])


def lost_by_class(outcomes: Outcomes, class_ids: Sequence[str]) -> "list[NDArray[np.int64]]":
    """Give what each class loses: principal still owed after the last payment date, or written off since the start.

    Args:
        outcomes: the deal over its futures.
        class_ids: of classes of the deal, each once.

    Returns:
        for each class, shape (n_paths,).
    """
    columns = columns_of(outcomes.program, class_ids)
    asked = [_asked(columns.asked, each.balance) for each in columns.classes]
    asked += [_asked(columns.asked, each.written_off) for each in columns.classes]
    found = _sums(outcomes, asked)
    n_past = sum(day <= outcomes.start_on for day in outcomes.program.payment_dates)
    # what was written off before the start is alike in all futures
    off_before = [int(each[n_past - 1, 0]) if n_past else 0 for each in found[len(class_ids) :]]
    owed, off = found[: len(class_ids)], found[len(class_ids) :]
    return [one[-1] + other[-1] - before for one, other, before in zip(owed, off, off_before, strict=True)]


def _asked(asked: Sequence[Asked], *numbers: int | None) -> Asked | None:
    """Give the sum of columns as one; none where no step can make it other than 0."""
    parts = [part for number in numbers if number is not None for part in asked[number].parts]
    return Asked(parts[0].slot, parts[0].reading, tuple(parts[1:])) if parts else None


def _sums(outcomes: Outcomes, wanted: Sequence[Asked | None]) -> "list[NDArray[np.int64]]":
    """Give readings by period, 0 for none; shape (n_periods, n_paths) each."""
    import numpy as np

    asked = list(dict.fromkeys(each for each in wanted if each is not None))
    found = dict(zip(asked, outcomes.read(*asked), strict=True)) if asked else {}
    nothing = np.broadcast_to(np.int64(0), (len(outcomes.program.payment_dates), outcomes.paths.n_paths))
    return [nothing if each is None else found[each] for each in wanted]
