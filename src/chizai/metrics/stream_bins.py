"""Histograms of amounts by floating bins: percentiles of any number of paths in a fixed amount of memory.

A bin holds the amounts that share their highest nine bits, so that its width is at most 2^-8 of what lies in it, and an
amount below 512 has a bin of its own. The idea is Gil Tene's HdrHistogram.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from chizai.metrics.paths import Percentiles, nearest_rank

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 8
"""An amount is told from others by so many bits after its highest one."""
N_BINS = (62 - BITS + 2) << BITS
"""Bins of amounts from 0 to 2^63 - 1."""


def bin_of(amount_minor: int) -> int:
    """Give the number of an amount's bin; the amount is 0 or more."""
    shift = max(0, amount_minor.bit_length() - BITS - 1)
    return (shift << BITS) + (amount_minor >> shift)


def middle_of(number: int) -> int:
    """Give the middle of a bin, rounded down: no amount in it is further away than 2^-9 of itself."""
    shift = max(0, (number >> BITS) - 1)
    return ((number - (shift << BITS)) << shift) + ((1 << shift) - 1) // 2


def binned_percentiles(counts: "NDArray[np.int64]", shares_ppm: Sequence[int]) -> Percentiles:
    """Give percentiles by nearest rank, each as the middle of the bin that it lies in.

    Args:
        counts: how many paths lie in each bin; shape (n_periods, N_BINS), at least one path a period.
        shares_ppm: each from 0, the least, to a million, the most.

    Raises:
        ValueError: a share is out of range, or a period has no path.
    """
    columns: list[list[int]] = []
    sizes: list[int] = []
    for row in counts:
        filled = [int(number) for number in row.nonzero()[0]]
        up_to = list(accumulate(int(row[number]) for number in filled))
        sizes.append(up_to[-1] if up_to else 0)
        ranks = [nearest_rank(share, sizes[-1]) for share in shares_ppm]
        columns.append([middle_of(filled[bisect_left(up_to, rank)]) for rank in ranks])
    values = tuple(tuple(column[index] for column in columns) for index in range(len(shares_ppm)))
    return Percentiles(tuple(shares_ppm), tuple(sizes), values)
