"""The journal as CSV: every movement once, as a debit and a credit of the same amount."""

from chizai.documents.book import DealBook
from chizai.documents.csv_file import csv_bytes
from chizai.waterfall.journal import Entry, journal

HEAD = ("period", "booked_on", "debit", "credit", "amount_minor", "currency", "clause")


def journal_rows(book: DealBook) -> list[tuple[object, ...]]:
    """Give the entries from closing on, in the order of time; closing is period 0."""
    return [_row(entry, book.deal.currency) for entry in journal(book.deal, book.run)]


def journal_csv(book: DealBook) -> bytes:
    """Write the journal."""
    return csv_bytes(HEAD, journal_rows(book))


def _row(entry: Entry, currency: str) -> tuple[object, ...]:
    period = entry.period + 1  # closing is -1
    return period, entry.booked_on, entry.debit, entry.credit, entry.amount_minor, currency, entry.clause
