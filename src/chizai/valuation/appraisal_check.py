"""Whether appraisals can be used: every failure, with its key."""

from collections.abc import Sequence
from functools import partial

from chizai.assets.evidence import DIGEST
from chizai.assets.pool import Pool
from chizai.assets.rights import Right, kind_of
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.units.money import CURRENCIES
from chizai.units.rate import PPM
from chizai.units.result import Failure, Place, Reason
from chizai.valuation.appraisal_shape import check_shapes
from chizai.valuation.assumptions import Appraisal, PastForecast
from chizai.valuation.input_ranges import Report, check_ranges
from chizai.valuation.inputs import inputs_of
from chizai.valuation.score_map import ScoreMap
from chizai.valuation.sources import is_covered
from chizai.valuation.weights_check import check_weights


def appraisal_key(index: int, appraisal: Appraisal) -> str:
    """Name the key of an appraisal as failures and explanations do, such as `appraisals[1] (first)`."""
    return f"appraisals[{index + 1}] ({appraisal.id})"


def subject_of(appraisal: Appraisal, pool: Pool) -> tuple[Right, ...]:
    """Give the rights that are valued, in the order of the pool."""
    return tuple(right for right in pool.rights if not appraisal.right_ids or right.id in appraisal.right_ids)


def check_appraisals(appraisals: Sequence[Appraisal], pool: Pool) -> tuple[Failure, ...]:
    """Give all that is wrong with appraisals by themselves and against the pool's rights."""
    failures: list[Failure] = []
    names = [appraisal.id for appraisal in appraisals]
    for index, appraisal in enumerate(appraisals):
        if appraisal.id in names[:index]:
            what, why = f"appraisal {appraisal.id!r} stands twice", "two are told apart by their names"
            key = f"{appraisal_key(index, appraisal)}.id"
            place = Place(INPUTS_FILE, None, key)
            failures.append(Failure(Reason.DUPLICATE, place, what, why, "give each its own id"))
        failures += check_appraisal(appraisal, appraisal_key(index, appraisal), pool)
    return tuple(failures)


def check_appraisal(appraisal: Appraisal, key: str, pool: Pool) -> list[Failure]:
    """Give all that is wrong with one appraisal.

    Args:
        appraisal: as it was read.
        key: under which failures name it.
        pool: whose rights are valued.
    """
    failures: list[Failure] = []
    report: Report = partial(_report, failures, key)
    _check_subject(appraisal, pool, report)
    check_ranges(appraisal, report)
    check_shapes(appraisal, report)
    check_weights(appraisal, {kind_of(right) for right in subject_of(appraisal, pool)}, report)
    _check_evidence(appraisal, report)
    for number, past in enumerate(appraisal.past_forecasts, start=1):
        _check_past(f"past_forecasts[{number}]", past, report)
    return failures


def check_score_map(score_map: ScoreMap) -> tuple[Failure, ...]:
    """Give all that is wrong with a score map."""
    failures: list[Failure] = []
    ranges = {
        "neutral_score": (1, 100),
        "hazard_at_zero_ppm": (1, 100 * PPM),
        "decay_at_zero_ppm_annual": (0, PPM),
        "hazard_width_ppm": (0, 5 * PPM),
        "decay_width_ppm_annual": (0, PPM),
        "width_at_zero_ppm": (1, 100 * PPM),
    }
    for field, (low, high) in ranges.items():
        value = getattr(score_map, field)
        if not low <= value <= high:
            why, fix = "no rate can be made of it", f"write a number from {low:_} to {high:_}"
            _report(failures, "score_map", Reason.OUT_OF_RANGE, field, f"{value:_}", why, fix)
    return tuple(failures)


def _report(failures: list[Failure], prefix: str, reason: Reason, *words: str) -> None:
    key, what, why, fix = words
    failures.append(Failure(reason, Place(INPUTS_FILE, None, f"{prefix}.{key}"), what, why, fix))


def _check_subject(appraisal: Appraisal, pool: Pool, report: Report) -> None:
    known = [right.id for right in pool.rights]
    if not known:
        report(Reason.MISSING, "right_ids", "the pool has no rights", "a value is of rights", "register a right")
    for right_id in (right_id for right_id in appraisal.right_ids if right_id not in known):
        fix = f"name one of: {', '.join(known) or 'none; the register is empty'}"
        report(Reason.UNKNOWN, "right_ids", f"there is no right {right_id!r}", "a value is of rights", fix)
    if appraisal.currency not in CURRENCIES:
        what, fix = f"{appraisal.currency!r} is no currency here", f"write one of {', '.join(CURRENCIES)}"
        report(Reason.UNKNOWN, "currency", what, "amounts are shown in it", fix)


def _check_evidence(appraisal: Appraisal, report: Report) -> None:
    keys = [given.key for given in inputs_of(appraisal)]
    for number, given in enumerate(appraisal.evidence, start=1):
        key = f"evidence[{number}]"
        if not any(is_covered(known, given.input) for known in keys):
            what, why = f"there is no input {given.input!r}", "evidence shows an input"
            fix = f"write a key such as {keys[0]}" if keys else "add a method"
            report(Reason.UNKNOWN, f"{key}.input", what, why, fix)
        if DIGEST.fullmatch(given.evidence.sha256) is None:
            what, why = f"{given.evidence.sha256!r} is no SHA-256 digest", "the document is found again by it"
            report(Reason.OUT_OF_RANGE, f"{key}.evidence.sha256", what, why, "write its 64 hexadecimal digits")


def _check_past(key: str, past: PastForecast, report: Report) -> None:
    if past.actual_minor <= 0:
        why = "an error is told as a part of what came"
        report(Reason.OUT_OF_RANGE, f"{key}.actual_minor", f"{past.actual_minor:_}", why, "write more than 0")
    if past.until_on <= past.made_on:
        what, why = f"it was made on {past.made_on}, and ends on {past.until_on}", "a forecast comes before the fact"
        report(Reason.INCONSISTENT, f"{key}.made_on", what, why, "mend one of the two days")
    if (past.low_minor is None) != (past.high_minor is None):
        what, why = "one end of the range is missing", "a range has two"
        report(Reason.INCONSISTENT, f"{key}.low_minor", what, why, "give both or none")
    elif past.low_minor is not None and past.high_minor is not None and past.low_minor > past.high_minor:
        what, why = f"the range goes from {past.low_minor:_} to {past.high_minor:_}", "its low end is the lower one"
        report(Reason.INCONSISTENT, f"{key}.low_minor", what, why, "exchange the two")
