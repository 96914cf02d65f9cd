"""Clocks: in which period something has come, of single events and of the first or last of several."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from chizai.simulate.kernel_shape import stops_all
from chizai.simulate.model import Interruption, LicenceModel


@dataclass(slots=True)
class Clocks:
    """Rows of clocks: the events in order, then what is made of two rows above."""

    n_events: int
    made: dict[tuple[int, int, bool], int] = field(default_factory=dict)
    """By two rows and whether the later counts: the row."""

    @property
    def n_rows(self) -> int:
        """Give the number of rows."""
        return self.n_events + len(self.made)

    def of(self, interruption: Interruption) -> int:
        """Give the row of an interruption."""
        return self._joined(sorted(set(interruption.events)), is_last=interruption.with_last)

    def of_end(self, licence: LicenceModel) -> int:
        """Give the row of the first interruption that ends a licence."""
        rows = sorted({self.of(each) for each in licence.interruptions if stops_all(each)})
        return self._joined(rows, is_last=False)

    def _joined(self, rows: Sequence[int], *, is_last: bool) -> int:
        return reduce(lambda one, other: self._pair(one, other, is_last=is_last), rows)

    def _pair(self, one: int, other: int, *, is_last: bool) -> int:
        return self.made.setdefault((one, other, is_last), self.n_rows)
