"""Which right and which licence a class's loss hangs on: left out one at a time, and while the class loses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from chizai.metrics.paths import Estimate, estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    LossOf: TypeAlias = Callable[[frozenset[str]], NDArray[np.int64]]
    """Losses without some licences, on the same random numbers whatever is left out: a row a class, in minor units;
    shape (n_classes, n_paths)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a right or a licence is to the classes of a deal."""

    name: str
    added_loss_minor: tuple[Estimate, ...]
    """By how much each class's mean loss rises without it; above zero where it protects the class; (n_classes,). The
    error is that of the difference path by path, which shared random numbers make small."""


@dataclass(frozen=True, slots=True)
class ShortfallShare:
    """What one licence brings short while a class loses."""

    name: str
    while_losing_minor: Estimate
    """Mean over the paths in which the class loses of what was expected of it less what it brought; below zero where it
    brings more even then."""
    always_minor: Estimate
    """The same over all paths: near zero where what is expected is the mean."""
    share: float | None
    """Its part of all licences' shortfall while the class loses; none where that is not above zero."""


def left_out(groups: Mapping[str, frozenset[str]], loss_of: "LossOf") -> tuple[LeftOut, ...]:
    """Leave out one name at a time, and give what each class then loses more (the marginal contribution).

    Contributions of one name at a time do not add up: of two licences, either of which pays a class, neither is missed.

    Args:
        groups: of each licence itself alone, of each right all licences that end with it.
        loss_of: gives every class's losses; it is asked once for nothing left out and once for each name.

    Returns:
        in the order of `groups`.

    Raises:
        ValueError: the numbers of classes or of paths differ from one run to another, or there is no path.
    """
    everything = loss_of(frozenset())
    found = []
    for name, removed in groups.items():
        without = loss_of(removed)
        if without.shape != everything.shape:
            raise ValueError(f"losses of {without.shape} without {name}, but {everything.shape} with all")
        added = tuple(estimate(row) for row in without - everything)
        found.append(LeftOut(name, added))
    return tuple(found)


def shortfall_shares(
    expected_minor: Mapping[str, int], received_minor: "NDArray[np.int64]", lost_minor: "NDArray[np.int64]"
) -> tuple[ShortfallShare, ...]:
    """Give what each licence brings short while a class loses: `E[expected - received | loss > 0]`.

    It is the Euler allocation of the pool's shortfall on the condition that the class loses, so it adds up: the sum
    over licences is the pool's mean shortfall then. Source: D. Tasche, Capital Allocation to Business Units and
    Sub-Portfolios: the Euler Principle (2008).

    Args:
        expected_minor: by licence what it is expected to bring over the deal's life.
        received_minor: what it brings, in the same order; shape (n_licences, n_paths).
        lost_minor: what the class loses; shape (n_paths,).

    Returns:
        the largest shortfall first, by name where they are equal; none where the class loses in no path.

    Raises:
        ValueError: the shapes do not fit.
    """
    import numpy as np

    if received_minor.shape != (len(expected_minor), lost_minor.size):
        raise ValueError(f"{received_minor.shape} receipts of {len(expected_minor)} licences, {lost_minor.size} paths")
    loses = lost_minor > 0
    if not loses.any():
        return ()
    short = np.array(list(expected_minor.values()), np.int64)[:, None] - received_minor
    means = [estimate(row[loses]) for row in short]
    together = sum(mean.mean for mean in means)
    found = [
        ShortfallShare(name, mean, estimate(row), mean.mean / together if together > 0 else None)
        for name, mean, row in zip(expected_minor, means, short, strict=True)
    ]
    return tuple(sorted(found, key=_largest_first))


def _largest_first(each: ShortfallShare) -> tuple[float, str]:
    return -each.while_losing_minor.mean, each.name
