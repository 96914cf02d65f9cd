"""The compiled deal: a flat list of integer steps over slots, with a digest that is the deal's identity.

A slot is one integer that the deal keeps: what an account holds, what a class is owed. A step reads and writes slots.
Every executor runs the same steps in the same order each period; nothing else of the deal is needed to pay it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from chizai.units.daycount import YearFraction


class SlotKind(IntEnum):
    """What a slot holds. The numbers are part of the digest: they never change, new ones are added."""

    CASH = 1
    """Money in an account of the company."""
    PRINCIPAL = 2
    """Outstanding principal of a class."""
    INTEREST = 3
    """Interest owed on a class and not paid yet."""
    INTEREST_ON_INTEREST = 4
    """Interest owed on unpaid interest of a class."""
    FEE = 5
    """Fees owed and not paid yet."""
    CLAIM = 6
    """What a guarantor paid and has not got back."""
    DISTRIBUTED = 7
    """Residual cash paid out so far."""
    GUARANTEE_LEFT = 8
    """How much of a guarantee can still be drawn."""
    SCHEDULED = 9
    """Scheduled principal that has fallen due and is not paid yet; a memo of the principal, not owed beside it."""
    INFLOW = 10
    """The period's collections: a memo, for fees that are a share of them."""
    WORK = 11
    """An intermediate number of one period."""
    UNDRAWN = 12
    """What holders of a class have promised to pay in and have not: a memo until it is drawn."""
    WRITTEN_OFF = 13
    """Principal of a class that was written off and not written up again."""
    LEDGER = 14
    """What a ledger still has to be made good: a memo."""
    ALLOWANCE = 15
    """What a clause may still pay in its year or in the deal's life: a memo."""
    STATE = 16
    """A number that lasts beyond its period and is no money: a trigger, a counter, what a past period measured."""


OWED = frozenset({SlotKind.PRINCIPAL, SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST, SlotKind.FEE, SlotKind.CLAIM})
"""Kinds of slot that are liabilities of the company."""

CREDITED = OWED | {SlotKind.WRITTEN_OFF}
"""Kinds of slot that grow by a credit: what is owed, and what holders lost."""

BOOKED = CREDITED | {SlotKind.CASH, SlotKind.DISTRIBUTED}
"""Kinds of slot that are accounts of the journal."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One integer that the deal keeps."""

    kind: SlotKind
    of: str
    """Id of the account, class, fee, guarantee or party that it belongs to."""
    opening_minor: int = 0
    """Its value at closing."""

    @property
    def label(self) -> str:
        """Name the slot as the journal does, such as `interest:A`."""
        return f"{self.kind.name.lower().replace('_', '-')}:{self.of}"


class Op(IntEnum):
    """What a step does; the numbers are part of the digest.

    Operands are numbers of slots unless said otherwise; NONE means absent.
    """

    COLLECT = 1
    """Cash a receives what input c brings in the period, and memo b holds it; nothing where d is present and not 0."""
    CLEAR = 2
    """a becomes 0."""
    ADD = 3
    """a grows by the period's number in table b."""
    SUM = 4
    """a grows by b."""
    ACCRUE = 5
    """a grows by what b earns at c ppm a year over the period's fraction in row d, rounded down."""
    SHARE = 6
    """a grows by c ppm of b, rounded down."""
    GAP = 7
    """a falls by b, but not below 0."""
    LEAST = 8
    """a falls to b, where b is less."""
    SPLIT = 9
    """The b slots from a on hold dues; they become the parts that source c, at most d, would pay of them pro rata."""
    PAY = 10
    """The least of a, b, c and d leaves each of them, and e grows by it.

    a is the source; b the due that it reduces, c and d caps on it; e what receives it: an account, a distribution, or
    the claim of a guarantor who is the source. A source that is an intermediate number stands for somebody outside.
    """
    COPY = 11
    """a becomes b."""
    NOT = 12
    """a becomes 1 where b is 0, and 0 elsewhere."""
    LESS = 13
    """a becomes 1 where b is less than c, and 0 elsewhere."""
    MOST = 14
    """a rises to b, where b is more."""
    GATE = 15
    """a becomes 0 where b is 0."""
    RATIO = 16
    """a becomes b over c in ppm, rounded down, at most RATIO_MAX; where c is 0 it becomes d."""
    SCALE = 17
    """a grows by b at the rate in c, in ppm, rounded down."""
    READ = 18
    """a becomes what input b brings in the period."""
    ACCRUE_AT = 19
    """a grows by what b earns at the rate in c, in ppm a year, over the period's fraction in row d, rounded down."""


RATIO_MAX = 10**9
"""The largest ratio, in ppm: what is a thousand times covered, or more, counts as a thousand times."""

NONE = -1
"""An operand that is absent."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the program; a row of nine integers."""

    op: Op
    a: int
    b: int = NONE
    c: int = NONE
    d: int = NONE
    e: int = NONE
    clause: int = NONE
    """Number of the clause that the step carries out; absent for collections and accruals."""
    first_period: int = 0
    """The first period in which the step stands, counted from 0."""
    last_period: int = 0
    """The last period in which the step stands."""

    @property
    def limiting(self) -> tuple[int, ...]:
        """The slots that limit a payment and fall by it: the source, and the due and the caps that are present."""
        return tuple(slot for slot in (self.a, self.b, self.c, self.d) if slot != NONE)


COLLECTIONS_MAX_MINOR = 9 * 10**12
"""The most that an input may collect in one period: a share of it in ppm still fits. Executors refuse more."""


class InputKind(IntEnum):
    """What an input brings; the numbers are part of the digest."""

    COLLECTIONS = 1
    """Money that is collected, in minor units."""
    MONEY = 2
    """An observed amount, in minor units."""
    RATE = 3
    """An observed rate, in ppm."""
    FLAG = 4
    """An observed yes or no: 1 or 0."""


@dataclass(frozen=True, slots=True)
class Input:
    """Numbers from outside, one each period: the first input of every program is what it collects."""

    kind: InputKind
    of: str
    """Id of the stream or observation; empty for what belongs to no stream."""
    most: int
    """The largest number that it may bring: executors refuse more, and bounds are followed from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A deal, ready to run."""

    deal_id: str
    currency: str
    terms_sha256: str
    """Digest of all that the deal file promises, so that a change of what no step reads (a payee, a unit) shows too."""
    payment_dates: tuple[date, ...]
    """Shape (n_periods,)."""
    inputs: tuple[Input, ...]
    slots: tuple[Slot, ...]
    tables: tuple[tuple[int, ...], ...]
    """Numbers that depend on the period; shape (n_tables, n_periods)."""
    fractions: tuple[tuple[YearFraction, ...], ...]
    """Parts of a year by day count; shape (n_day_counts, n_periods)."""
    steps: tuple[Step, ...]
    clause_ids: tuple[str, ...]
    """The clauses in payment order."""

    def encode(self) -> bytes:
        """Give the program as bytes: the same program always gives the same, and `decode` gives it back."""
        from chizai.deal.encoding import encode

        return encode(self)

    def digest(self) -> str:
        """Give the SHA-256 of the encoded program in hexadecimal: the deal's identity."""
        return hashlib.sha256(self.encode()).hexdigest()

    def slot(self, kind: SlotKind, of: str) -> int:
        """Give the number of a slot.

        Raises:
            KeyError: the program has no such slot.
        """
        for number, slot in enumerate(self.slots):
            if slot.kind is kind and slot.of == of:
                return number
        raise KeyError(f"the program has no slot {kind.name}:{of}")
