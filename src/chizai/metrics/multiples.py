"""From which multiple of the forecast on is a class paid in full: one definition and one order of tests for all.

More money does not always pay a class better: where a trigger sweeps cash to it in poor periods only, it may be paid in
full at a half of the forecast and not at the whole. A multiple counts only if the class is paid in full at every tested
multiple from there up. Multiples are tested from the whole forecast down on a fixed grid, as far as the first that
fails; then between that and the one above it, by halving, to the ppm. Every executor asks in this order, so that all
give one number as long as they agree on each multiple.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from chizai.units.rate import PPM

GRID_PPM = 50_000
"""Distance of the grid's multiples up to the whole forecast."""
PARTS_OF_A_DOUBLING = 4
"""Into how many equal parts the grid divides each doubling above the whole forecast."""


@lru_cache
def grid_ppm(top_ppm: int) -> tuple[int, ...]:
    """Give the multiples of the grid, rising.

    Up to the whole forecast they are even: 0, 0.05, 0.1 and so on. Above it they are quarters of doublings: 1.25, 1.5,
    1.75, 2, 2.5 and so on.

    Args:
        top_ppm: the largest multiple that may be tested, 0 or more; the last of the grid.
    """
    grid = set(range(0, PPM + 1, GRID_PPM))
    start_ppm = PPM
    while start_ppm < top_ppm:
        grid |= set(range(start_ppm, 2 * start_ppm, start_ppm // PARTS_OF_A_DOUBLING))
        start_ppm *= 2
    return (*sorted(each for each in grid if each < top_ppm), top_ppm)


@dataclass(frozen=True, slots=True)
class MultipleSearch:
    """A search on its way: what is known of a class, and what is asked next."""

    top_ppm: int = PPM
    """The largest multiple that may be tested; those above the whole forecast are where the whole does not pay."""
    too_low_ppm: int = -1
    """The highest multiple known not to pay the class, among those below `enough_ppm`; -1 where none is known."""
    enough_ppm: int | None = None
    """The lowest multiple from which on all tested ones pay the class; none as long as none is known."""

    @property
    def next_ppm(self) -> int | None:
        """Give the multiple to test next; none where the search is over, and `enough_ppm` is its answer."""
        if self.enough_ppm is None:
            starts = (min(PPM, self.top_ppm), self.top_ppm)
            return next((each for each in starts if each > self.too_low_ppm), None)
        grid = grid_ppm(self.top_ppm)
        below = bisect_left(grid, self.enough_ppm) - 1
        if below >= 0 and grid[below] > self.too_low_ppm:
            return grid[below]
        return (self.too_low_ppm + self.enough_ppm) // 2 if self.enough_ppm - self.too_low_ppm > 1 else None

    def told(self, *, is_paid: bool) -> "MultipleSearch":
        """Go on with what the multiple that was asked for turned out to do.

        Raises:
            ValueError: the search is over.
        """
        multiple_ppm = self.next_ppm
        if multiple_ppm is None:
            raise ValueError("the search is over")
        return replace(self, enough_ppm=multiple_ppm) if is_paid else replace(self, too_low_ppm=multiple_ppm)

    def followed(self, paid: Mapping[int, bool]) -> "MultipleSearch":
        """Go on as far as it is known, by multiple in ppm, what pays the class."""
        search = self
        while (multiple_ppm := search.next_ppm) is not None and multiple_ppm in paid:
            search = search.told(is_paid=paid[multiple_ppm])
        return search

    def ahead(self, n_answers: int) -> Iterator[int]:
        """Give all multiples that may be asked for within so many answers, whatever they are."""
        multiple_ppm = self.next_ppm
        if n_answers and multiple_ppm is not None:
            yield multiple_ppm
            for is_paid in (False, True):
                yield from self.told(is_paid=is_paid).ahead(n_answers - 1)

    def towards(self, least_ppm: int) -> Iterator[int]:
        """Give the multiples that are asked for where the class is paid from one multiple on, and never below it."""
        search = self
        while (multiple_ppm := search.next_ppm) is not None:
            yield multiple_ppm
            search = search.told(is_paid=multiple_ppm >= least_ppm)


def least_multiple_ppm(is_paid: Callable[[int], bool], top_ppm: int = PPM) -> int | None:
    """Find the least multiple from which on every tested one pays a class in full.

    Args:
        is_paid: tells whether a multiple, in ppm, does.
        top_ppm: the largest multiple that may be tested.

    Returns:
        parts per million. It is the least multiple of all up to the whole forecast if the whole pays the class; if it
        does not, likewise of all up to the top; none if the top does not either.
    """
    search = MultipleSearch(top_ppm)
    while (multiple_ppm := search.next_ppm) is not None:
        search = search.told(is_paid=is_paid(multiple_ppm))
    return search.enough_ppm
