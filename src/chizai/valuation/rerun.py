"""The digest of a valuation: whoever has the same inputs and version gets the same value."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from chizai.forecast.receipts import Receipt
from chizai.units.toml import canonical_json
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.distribution import ReceiptPaths
from chizai.valuation.score_map import ScoreEffect


def appraisals_digest(appraisals: Sequence[Appraisal]) -> str:
    """Give the SHA-256 digest of appraisals as they were written, whatever the order of their keys."""
    return _digest([canonical_json(appraisal) for appraisal in appraisals])


def receipts_digest(receipts: Sequence[Receipt], paths: ReceiptPaths | None) -> str:
    """Give the SHA-256 digest of receipts, in any order, and of their futures, bit by bit."""
    rows = sorted((str(receipt.received_on), receipt.licence_id, receipt.amount_minor) for receipt in receipts)
    drawn = None
    if paths is not None:
        numbers = paths.receipts_minor.astype("<i8").tobytes()
        shape = list(paths.receipts_minor.shape)
        drawn = [[str(day) for day in paths.paid_on], shape, hashlib.sha256(numbers).hexdigest()]
    return _digest([rows, drawn])


def rerun_digest(as_of_on: date, version: str, digests: Sequence[str], effects: Sequence[ScoreEffect]) -> str:
    """Give the SHA-256 digest of all that a valuation depends on.

    Args:
        as_of_on: the day of the value.
        version: of the program that computed it.
        digests: of appraisals and receipts.
        effects: of the scores of screening, in the order of the rights.
    """
    moved = [
        [e.right_id, e.hazard_multiplier_ppm, e.hazard_width_ppm, e.decay_shift_ppm_annual, e.decay_width_ppm_annual]
        for e in effects
    ]
    return _digest([str(as_of_on), version, list(digests), moved])


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
