"""The valuation as CSV: one row for each licence."""

from chizai.documents.book import DealBook
from chizai.documents.csv_file import csv_bytes

HEAD = (
    "licence",
    "valued_on",
    "receipts_minor",
    "after_tax_minor",
    "present_value_minor",
    "tax_benefit_minor",
    "value_minor",
    "currency",
)


def valuation_rows(book: DealBook) -> list[tuple[object, ...]]:
    """Give the valuation's lines; none where nothing was valued."""
    valuation = book.valuation
    if valuation is None:
        return []
    return [
        (
            line.licence_id,
            valuation.as_of_on,
            line.receipts_minor,
            line.after_tax_minor,
            line.present_value_minor,
            line.tax_benefit_minor,
            line.value_minor,
            valuation.currency,
        )
        for line in valuation.lines
    ]


def valuation_csv(book: DealBook) -> bytes:
    """Write the lines; only the head where nothing was valued."""
    return csv_bytes(HEAD, valuation_rows(book))
