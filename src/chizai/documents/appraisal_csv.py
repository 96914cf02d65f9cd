"""Appraisals as files: one row for each method, and the whole explanation of every value."""

from collections.abc import Iterator

from chizai.documents.csv_file import csv_bytes
from chizai.valuation.report import ValuationReport

HEAD = (
    "appraisal",
    "appraiser",
    "method_id",
    "method",
    "suited",
    "weight_ppm",
    "value_minor",
    "low_minor",
    "high_minor",
    "standard_error_minor",
    "conclusion_minor",
    "currency",
)


def appraisal_rows(report: ValuationReport) -> Iterator[tuple[object, ...]]:
    """Yield every method of every appraisal, with the appraisal's conclusion."""
    for one in report.appraised:
        for weighed in one.reconciliation.weighed:
            value = weighed.value
            yield (
                one.appraisal.id,
                one.appraisal.appraiser,
                value.id,
                value.method,
                weighed.suited.suitability,
                weighed.weight_ppm,
                value.value_minor,
                value.low_minor,
                value.high_minor,
                value.standard_error_minor,
                one.reconciliation.value_minor,
                one.appraisal.currency,
            )


def appraisal_files(report: ValuationReport) -> dict[str, bytes]:
    """Make the files of appraisals."""
    explained = "\n".join(report.explain().lines())
    return {
        "appraisals.csv": csv_bytes(HEAD, appraisal_rows(report)),
        "appraisals.txt": f"{explained}\n".encode(),
    }
