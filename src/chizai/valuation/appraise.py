"""From a pool, its receipts and appraisals to a valuation report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from chizai.assets.pool import Pool
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.forecast.backtest import BackTest
from chizai.forecast.receipts import Receipt
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.valuation.appraisal_check import appraisal_key, check_appraisals, check_score_map, subject_of
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.case import Case, appraised, case_of
from chizai.valuation.distribution import ReceiptPaths
from chizai.valuation.licence_cash import subject_receipts
from chizai.valuation.parts import PartsAgainstPool, PartValue, parts_against_pool
from chizai.valuation.report import Appraised, ValuationReport
from chizai.valuation.rerun import appraisals_digest, findings_digest, pool_digest, receipts_digest, rerun_digest
from chizai.valuation.score_map import ScoreMap, score_effect
from chizai.valuation.screening import Screening
from chizai.valuation.side_by_side import Side, SideBySide, side_by_side
from chizai.valuation.track_record import record_of_back_tests


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalContext:
    """What else is known, beside pool, receipts and appraisals."""

    version: str
    """Of the program, for the digest."""
    paths: ReceiptPaths | None = None
    """Futures of the whole pool's receipts."""
    screening: Screening | None = None
    score_map: ScoreMap = field(default_factory=ScoreMap)
    back_tests: tuple[BackTest, ...] = ()


def appraise(
    pool: Pool,
    receipts: Sequence[Receipt],
    appraisals: Sequence[Appraisal],
    as_of_on: date,
    context: AppraisalContext,
) -> Result[ValuationReport]:
    """Carry out all appraisals and compare them.

    Args:
        pool: as `assets.pool_check` passes it.
        receipts: forecast ones, of licences of the pool; those on or before the as-of date count for nothing.
        appraisals: as they were read.
        as_of_on: the day of the value.
        context: futures, screening, score map, back-tests, version.

    Returns:
        the report, or every failure of the appraisals with its key.
    """
    coming = [receipt for receipt in receipts if receipt.received_on > as_of_on]
    failures = (*check_appraisals(appraisals, pool), *check_score_map(context.score_map))
    failures = failures or tuple(_check_cash(pool, coming, appraisals, context))
    if failures:
        return Failed(failures)
    screened = context.screening.rights if context.screening else ()
    effects = {right.right_id: score_effect(right, context.score_map) for right in screened}
    cases = [
        case_of(appraisal, appraisal_key(index, appraisal), (pool, coming), effects, as_of_on)
        for index, appraisal in enumerate(appraisals)
    ]
    found = tuple(appraised(case, context.paths) for case in cases)
    digests = (
        appraisals_digest(appraisals),
        pool_digest(pool),
        receipts_digest(coming, context.paths),
        findings_digest(tuple(effects.values()), context.back_tests),
    )
    return Ok(
        ValuationReport(
            as_of_on=as_of_on,
            version=context.version,
            digest=rerun_digest(as_of_on, context.version, digests),
            appraised=found,
            side_by_side=tuple(_compared(cases, found)),
            parts_against_pool=tuple(_parts(found, pool)),
            score_effects=tuple(effects.values()),
            forecast_record=record_of_back_tests(context.back_tests),
        )
    )


def _check_cash(
    pool: Pool, coming: Sequence[Receipt], appraisals: Sequence[Appraisal], context: AppraisalContext
) -> Iterator[Failure]:
    """Find appraisals by licence cash without such cash, with cash in another currency, or without their scores."""
    currencies = {licence.id: licence.currency for licence in pool.licences}
    for index, appraisal in enumerate(appraisals):
        if not appraisal.licence_cash:
            continue
        right_ids = [right.id for right in subject_of(appraisal, pool)]
        codes = {currencies[receipt.licence_id] for receipt in subject_receipts(coming, pool, right_ids)}
        key = appraisal_key(index, appraisal)
        if not codes:
            what, why = "no licence of the rights is forecast to pay", "licence cash is what licences pay"
            fix = "add a forecast of the licences, or value by another method"
            yield Failure(Reason.MISSING, Place(INPUTS_FILE, None, f"{key}.licence_cash"), what, why, fix)
        elif codes != {appraisal.currency}:
            what = f"the licences pay in {', '.join(sorted(codes))}, the appraisal is in {appraisal.currency}"
            why, fix = "a value is one amount of one currency", "value the licences of each currency by themselves"
            yield Failure(Reason.CURRENCY, Place(INPUTS_FILE, None, f"{key}.currency"), what, why, fix)
        for number, method in enumerate(appraisal.licence_cash, start=1):
            if method.screened and context.screening is None:
                what, why = "the rights have not been screened", "the scores of screening are to move the rates"
                place = Place(INPUTS_FILE, None, f"{key}.licence_cash[{number}] ({method.id}).screened")
                yield Failure(Reason.MISSING, place, what, why, "add assessments, or write screened = false")


def _compared(cases: Sequence[Case], found: Sequence[Appraised]) -> Iterator[SideBySide]:
    for (case, one), (other_case, other) in combinations(zip(cases, found, strict=True), 2):
        if one.right_ids == other.right_ids and case.sources.currency == other_case.sources.currency:
            first = Side(one.appraisal, one.reconciliation, case.sources)
            second = Side(other.appraisal, other.reconciliation, other_case.sources)
            yield side_by_side(first, second, case.checked_minor)


def _parts(found: Sequence[Appraised], pool: Pool) -> Iterator[PartsAgainstPool]:
    """Compare each valuation of the whole pool with the same appraiser's valuations of some of its rights."""
    for whole in (one for one in found if len(one.right_ids) == len(pool.rights)):
        own = whole.appraisal
        parts = [
            _part_value(one)
            for one in found
            if len(one.right_ids) < len(pool.rights)
            and (one.appraisal.appraiser, one.appraisal.currency) == (own.appraiser, own.currency)
        ]
        if parts:
            yield parts_against_pool(own.appraiser, _part_value(whole), parts, own.currency)


def _part_value(one: Appraised) -> PartValue:
    conclusion = one.reconciliation
    return PartValue(one.appraisal.id, one.right_ids, conclusion.value_minor, conclusion.origin)
