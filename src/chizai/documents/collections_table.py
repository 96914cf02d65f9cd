"""Collections by licence and by kind of right: received and forecast."""

from collections.abc import Callable
from dataclasses import dataclass

from chizai.documents.book import DealBook
from chizai.documents.deal_tables import right_kinds_of
from chizai.forecast.receipts import Receipt


@dataclass(frozen=True, slots=True)
class CollectionLine:
    """What one licence, or one kind of right, brought and is expected to bring."""

    key: tuple[str, ...]
    """The licence's id, or the kinds of right."""
    period_actual_minor: int
    """Received in the shown period."""
    period_forecast_minor: int
    """Forecast for the shown period: above 0 only where it is not over."""
    to_date_minor: int
    """Received since closing."""
    to_come_minor: int
    """Forecast from the as-of date to the last period."""


def by_licence(book: DealBook, period: int) -> tuple[CollectionLine, ...]:
    """Give one line for each licence with receipts, by id."""
    return _lines(book, period, lambda receipt: (receipt.licence_id,))


def by_right_kind(book: DealBook, period: int) -> tuple[CollectionLine, ...]:
    """Give one line for each kind of right; a licence of several kinds stands under all of them together."""
    return _lines(book, period, lambda receipt: right_kinds_of(book, receipt.licence_id))


def _lines(book: DealBook, period: int, key_of: Callable[[Receipt], tuple[str, ...]]) -> tuple[CollectionLine, ...]:
    sums: dict[tuple[str, ...], list[int]] = {}
    for number, receipts in enumerate(book.collections.lines):
        for receipt in receipts:
            its = sums.setdefault(key_of(receipt), [0, 0, 0, 0])
            its[2 if receipt.is_actual else 3] += receipt.amount_minor
            if number == period:
                its[0 if receipt.is_actual else 1] += receipt.amount_minor
    return tuple(CollectionLine(key, *sums[key]) for key in sorted(sums))
