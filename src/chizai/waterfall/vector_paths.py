"""What a program is run over, all at hand or made block by block when its turn comes, and what is asked of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chizai.deal.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Block = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Futures of a deal: what each input of its program brings, by period and path."""

    n_paths: int
    block: "Callable[[int, int], Block]"
    """Gives the paths from the first number up to the second, which is left out: int64, shape (n_inputs, n_periods, n),
    or (n_periods, n) for a program that only collects. Path k must be the same in whatever block it comes, and threads
    may ask for several blocks at once."""


class Reading(StrEnum):
    """What is read of a slot."""

    CLOSING = "closing"
    """What it holds after a period's last step."""
    PAID = "paid"
    """What payments took off it as the due that they pay, in a period."""
    RECEIVED = "received"
    """What payments brought to it as their receiver, in a period."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One number that is wanted of every path: a reading of a slot, or the sum of several."""

    slot: int
    reading: Reading = Reading.CLOSING
    also: "tuple[Asked, ...]" = ()
    """What is added to it, each a reading of one slot."""

    @property
    def parts(self) -> "tuple[Asked, ...]":
        """Give the readings whose sum it is."""
        return (Asked(self.slot, self.reading), *self.also)


class Detail(StrEnum):
    """How much is wanted of it."""

    TOTALS = "totals"
    """One number a path: the sum over all periods of what is paid or received; what a slot holds after the last."""
    PERIODS = "periods"
    """One number a path and period."""


def paths_of(inflows_minor: "Block", observed: "Block | None" = None) -> Paths:
    """Give paths that are all at hand.

    Args:
        inflows_minor: what the first input brings, shape (n_periods, n_paths).
        observed: what the others bring, shape (n_inputs - 1, n_periods, n_paths).
    """
    import numpy as np

    n_paths = inflows_minor.shape[-1]
    if observed is None:
        return Paths(n_paths, lambda first, stop: inflows_minor[..., first:stop])

    def block(first: int, stop: int) -> "Block":
        return np.concatenate((inflows_minor[None, :, first:stop], observed[:, :, first:stop]))

    return Paths(n_paths, block)


def read_block(program: Program, paths: Paths, first: int, stop: int) -> "Block":
    """Give a block of paths, checked; shape (n_inputs, n_periods, stop - first).

    Raises:
        ValueError: it has another shape or kind, or a number is negative or past what was compiled for.
    """
    import numpy as np

    block = paths.block(first, stop)
    shape = (len(program.inputs), len(program.payment_dates), stop - first)
    if block.dtype != np.int64 or block.shape not in {shape, shape[1:] if shape[0] == 1 else shape}:
        raise ValueError(f"a block of {block.dtype} {block.shape}, not int64 {shape}")
    block = block.reshape(shape)
    for number, each in enumerate(program.inputs):
        # read without a sign, a negative number is larger than all others
        if block[number].view(np.uint64).max() > each.most:
            name = f"{each.kind.name.lower()} {each.of}".strip()
            raise ValueError(f"a number of {name} lies outside 0 to {each.most:,}")
    return block
