"""A step as the compiled loops read it: which slots it uses, and which it changes."""

from dataclasses import dataclass
from functools import cached_property

from chizai.deal.program import NONE
from chizai.waterfall import kernel

MADE_OF_A = (kernel.ADD, kernel.COLLECT, kernel.ACCRUE_AT)


@dataclass(frozen=True)
class Line:
    """A row of `steps` as `kernel` describes it."""

    operation: int
    a: int
    b: int = NONE
    c: int = NONE
    d: int = NONE
    e: int = NONE
    first: int = 0
    last: int = 0
    paid: int = NONE
    received: int = NONE
    is_fresh: int = 0

    def row(self) -> tuple[int, ...]:
        """Give it as whole numbers, in the order of the columns."""
        limits = (self.operation, self.a, self.b, self.c, self.d, self.e, self.first, self.last)
        return (*limits, self.paid, self.received, self.is_fresh)

    @property
    def operands(self) -> tuple[str, ...]:
        """Name the columns that hold slots whose numbers it uses, and does not change."""
        if self.operation in kernel.PAYS:
            return ()
        match self.operation:
            case kernel.CLEAR | kernel.SET | kernel.READ | kernel.ADD:
                return ()
            case kernel.COPY | kernel.NOT | kernel.ACCRUE:
                return ("b",)
            case kernel.COLLECT:
                return ("d",)
            case kernel.SPLIT:
                return ("c", "d")
            case kernel.RATIO:
                return ("b", "c", "d")
            case _:
                return ("b", "c")

    @cached_property
    def reads(self) -> tuple[int, ...]:
        """Give the slots whose numbers it uses."""
        found = [getattr(self, column) for column in self.operands]
        if self.operation == kernel.SPLIT or self.operation in kernel.PAYS:
            found.extend(self.writes)
        elif self.operation in MADE_OF_A or (self.operation == kernel.ACCRUE and not self.is_fresh):
            found.append(self.a)
        return tuple(slot for slot in found if slot != NONE)

    @cached_property
    def writes(self) -> tuple[int, ...]:
        """Give the slots that it changes."""
        match self.operation:
            case kernel.COLLECT:
                return (self.a, self.b)
            case kernel.SPLIT:
                return tuple(range(self.a, self.a + self.b))
            case operation if operation in kernel.PAYS:
                paying = (self.a, self.b, self.c, self.d, self.e, self.paid, self.received)
                return tuple(slot for slot in paying if slot != NONE)
            case _:
                return (self.a,)

    def touches(self, slot: int) -> bool:
        """Tell whether it uses or changes a slot."""
        return slot in self.writes or slot in self.reads

    def overwrites(self, slot: int) -> bool:
        """Tell whether it makes a slot anew, whatever the slot held."""
        return slot in self.writes and slot not in self.reads

    def stands_in_all_of(self, other: "Line") -> bool:
        """Tell whether it stands in all periods in which another does."""
        return self.first <= other.first and other.last <= self.last
