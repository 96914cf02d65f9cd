"""Which statement rows a payment period is paid from, and what cash each brings."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chizai.assets.pool import Pool
from chizai.assets.royalty import cash_of_royalty
from chizai.assets.statements import StatementRow
from chizai.deal.model import Deal
from chizai.deal.program import InputKind, Program
from chizai.ledger.merkle import HEX, hashed

ROW = b"CHIZAI ROW 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRow:
    """A statement row as it counts in a period. All of it is in its leaf; who is shown the row sees all of it."""

    __pydantic_config__ = HEX

    file: str
    """The statement, as the servicer names it."""
    row: int
    """Its line there, from 1: two rows that say the same are still two."""
    licence: str
    right: str
    """Empty where the statement does not tell."""
    period_start_on: date
    period_end_on: date
    """Last day of the use that is reported."""
    received_on: date
    royalty_minor: int
    """Before withholding; negative for a correction."""
    cash_minor: int
    """Net of withholding: what is summed. Negative for a correction."""
    currency: str

    def digest(self) -> bytes:
        """Give the SHA-256 of all that the row says, 32 bytes."""
        return hashed(ROW, *(str(getattr(self, name)).encode() for name in self.__slots__))


def counted_rows(pool: Pool, deal: Deal, program: Program, period: int) -> Mapping[int, tuple[CountedRow, ...]]:
    """Give the statement rows whose cash a payment period distributes, by the number of the program's input.

    A row counts in the period in whose days its cash was received, after closing and up to the payment date, as for
    `forecast.receipts.collect`. An input of collections that no row belongs to has none.

    Args:
        pool: all statements; its rows name only licences that it has.
        deal: says which licence belongs to which stream.
        program: the compiled deal.
        period: the payment period, from 1.

    Raises:
        ValueError: the deal has no such period.
    """
    if not 1 <= period <= len(program.payment_dates):
        raise ValueError(f"the deal has no payment period {period}")
    streams = {licence: stream.id for stream in deal.streams for licence in stream.licences}
    numbers = {each.of: number for number, each in enumerate(program.inputs) if each.kind is InputKind.COLLECTIONS}
    rows: dict[int, list[CountedRow]] = {number: [] for number in numbers.values()}
    for row in pool.rows():
        paid_in = bisect_left(program.payment_dates, row.received_on) + 1
        number = numbers.get(streams.get(row.licence_id, ""))
        if paid_in == period and row.received_on > deal.closing_on and number is not None:
            rows[number].append(_counted(row, pool))
    return {number: tuple(each) for number, each in rows.items()}


def _counted(row: StatementRow, pool: Pool) -> CountedRow:
    return CountedRow(
        file=row.place.file,
        row=row.place.row or 0,
        licence=row.licence_id,
        right=row.right_id,
        period_start_on=row.period_start_on,
        period_end_on=row.period_end_on,
        received_on=row.received_on,
        royalty_minor=row.royalty_minor,
        cash_minor=cash_of_royalty(row.royalty_minor, pool.licence(row.licence_id).terms),
        currency=row.currency,
    )
