"""The digest of a valuation: whoever has the same inputs and version gets the same report."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from chizai.assets.pool import Pool
from chizai.assets.rights import kind_of
from chizai.forecast.backtest import BackTest
from chizai.forecast.receipts import Receipt
from chizai.units.toml import canonical_json
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.distribution import ReceiptPaths
from chizai.valuation.score_map import ScoreEffect


def rerun_digest(as_of_on: date, version: str, digests: Sequence[str]) -> str:
    """Give the SHA-256 digest of all that a valuation depends on.

    Args:
        as_of_on: the day of the value.
        version: of the program that computed it.
        digests: of appraisals, pool, receipts and what was found beside, by the functions below.
    """
    return _digest([str(as_of_on), version, list(digests)])


def appraisals_digest(appraisals: Sequence[Appraisal]) -> str:
    """Give the digest of appraisals as they were written, whatever the order of their keys."""
    return _digest([canonical_json(appraisal) for appraisal in appraisals])


def pool_digest(pool: Pool) -> str:
    """Give the digest of what values depend on beside cash: kinds of rights, and the rights of each licence."""
    rights = [[right.id, kind_of(right)] for right in pool.rights]
    return _digest([rights, [[licence.id, licence.currency, licence.right_ids] for licence in pool.licences]])


def receipts_digest(receipts: Sequence[Receipt], paths: ReceiptPaths | None) -> str:
    """Give the digest of receipts, in any order, and of their futures, bit by bit."""
    rows = sorted((str(receipt.received_on), receipt.licence_id, receipt.amount_minor) for receipt in receipts)
    drawn = None
    if paths is not None:
        numbers = hashlib.sha256(paths.receipts_minor.astype("<i8").tobytes()).hexdigest()
        drawn = [[str(day) for day in paths.paid_on], list(paths.receipts_minor.shape), numbers]
    return _digest([rows, drawn])


def findings_digest(effects: Sequence[ScoreEffect], back_tests: Sequence[BackTest]) -> str:
    """Give the digest of what screening and back-tests found, in the order of rights and licences."""
    moved = [
        [e.right_id, e.hazard_multiplier_ppm, e.hazard_width_ppm, e.decay_shift_ppm_annual, e.decay_width_ppm_annual]
        for e in effects
    ]
    tested = [[test.licence_id, test.forecast_minor, test.year.royalty_minor] for test in back_tests]
    return _digest([moved, tested])


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
