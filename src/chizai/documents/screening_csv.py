"""Screening as CSV: one row for each right and criterion, with its reasons in both languages."""

from chizai.documents.book import DealBook
from chizai.documents.csv_file import csv_bytes

HEAD = (
    "right",
    "criterion",
    "score",
    "weight_ppm",
    "verdict",
    "because_en",
    "because_ja",
    "right_score",
    "right_is_eligible",
)


def screening_csv(book: DealBook) -> bytes:
    """Write the findings; only the head where nothing was screened."""
    rights = book.screening.rights if book.screening else ()
    return csv_bytes(
        HEAD,
        (
            (
                right.right_id,
                finding.criterion,
                finding.judgement.score,
                finding.weight_ppm,
                finding.judgement.verdict,
                finding.because(),
                finding.because(japanese=True),
                right.score,
                str(right.is_eligible).lower(),
            )
            for right in rights
            for finding in right.findings
        ),
    )
