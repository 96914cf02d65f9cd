"""Assessors' views of the rights, from CSV."""

from typing import Any

from chizai.assets.placed import Placed
from chizai.feeds.cells import CellReader, parse_flag, parse_whole
from chizai.feeds.files import TextFile
from chizai.feeds.tables import read_table
from chizai.units.result import Loaded
from chizai.valuation.assessment import Assessment, Stage

COLUMNS = (
    "right_id",
    "stage",
    "technology_readiness",
    "market_outlook_ppm_annual",
    "competitor_erosion_ppm_annual",
    "opposed_or_litigated",
    "evidence",
)
"""The columns of assessments.csv, named as the fields of `Assessment`."""


def read_assessments(file: TextFile) -> Loaded[tuple[Placed[Assessment], ...]]:
    """Read assessments.csv: one right a row; a row with a cell that is no value is left out.

    What the values mean is checked by `valuation.screening_check.check_assessments`.
    """
    table = read_table(file, ("right_id", "stage"), COLUMNS)
    assessments, failures = [], list(table.failures)
    for row in table.value:
        cells = CellReader(row)
        assessment = _read_assessment(cells)
        if assessment is not None:
            assessments.append(Placed(assessment, row.place()))
        failures += cells.failures
    return Loaded(tuple(assessments), tuple(failures))


def _read_assessment(cells: CellReader) -> Assessment | None:
    right_id = cells.required("right_id")
    stage = cells.choice("stage", Stage) if cells.required("stage") else None
    optional: dict[str, Any] = {
        "technology_readiness": cells.whole("technology_readiness"),
        "market_outlook_ppm_annual": cells.parsed(
            "market_outlook_ppm_annual", parse_whole, "a rate is parts per million", "write 3% as 30000"
        ),
        "competitor_erosion_ppm_annual": cells.whole("competitor_erosion_ppm_annual"),
        "opposed_or_litigated": cells.parsed(
            "opposed_or_litigated", parse_flag, "a dispute is pending or not", "write yes or no"
        ),
    }
    if cells.failures or stage is None:
        return None
    given = {name: value for name, value in optional.items() if value is not None}
    return Assessment(right_id=right_id, stage=stage, evidence=cells.text("evidence"), **given)
