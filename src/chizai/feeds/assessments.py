"""Assessors' views of the rights, from CSV."""

from typing import Any

from chizai.assets.placed import Placed
from chizai.feeds.cells import CellReader, parse_flag, parse_whole
from chizai.feeds.files import TextFile
from chizai.feeds.tables import read_table
from chizai.units.result import Loaded, Reason
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
READINESS_MAX = 9
"""The highest technology readiness level (ISO 16290)."""


def read_assessments(file: TextFile) -> Loaded[tuple[Placed[Assessment], ...]]:
    """Read assessments.csv: one right a row; a row with any failure, or a right's second one, is left out."""
    table = read_table(file, ("right_id", "stage"), COLUMNS)
    assessments: dict[str, Placed[Assessment]] = {}
    failures = list(table.failures)
    for row in table.value:
        cells = CellReader(row)
        assessment = _read_assessment(cells)
        if assessment is not None and assessment.right_id in assessments:
            what = f"right {assessment.right_id!r} is assessed twice"
            why = "which view screening should take is unclear"
            cells.fail(Reason.DUPLICATE, "right_id", what, why, "keep the later view")
        elif assessment is not None:
            assessments[assessment.right_id] = Placed(assessment, row.place())
        failures += cells.failures
    return Loaded(tuple(assessments.values()), tuple(failures))


def _read_assessment(cells: CellReader) -> Assessment | None:
    right_id = cells.required("right_id")
    stage = cells.choice("stage", Stage) if cells.required("stage") else None
    optional: dict[str, Any] = {
        "technology_readiness": _readiness(cells),
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


def _readiness(cells: CellReader) -> int | None:
    level = cells.whole("technology_readiness", least=1)
    if level is not None and level > READINESS_MAX:
        what, why = f"{level} is above {READINESS_MAX}", "technology readiness is a level from 1 to 9 (ISO 16290)"
        cells.fail(Reason.OUT_OF_RANGE, "technology_readiness", what, why, "write 1 to 9")
        return None
    return level
