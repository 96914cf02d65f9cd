"""One appraisal resolved against the pool, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chizai.assets.pool import Pool
from chizai.assets.rights import kind_of
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.forecast.receipts import Receipt
from chizai.units.rate import format_ppm
from chizai.valuation.appraisal_check import check_appraisal, subject_of
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.discounting import tax_amortisation_factor
from chizai.valuation.distribution import (
    PathTerms,
    ReceiptPaths,
    ValueDistribution,
    path_values,
    value_distribution,
)
from chizai.valuation.evaluate import Evaluation, Known, evaluate
from chizai.valuation.inputs import inputs_of, is_sourced
from chizai.valuation.licence_cash import SubjectFacts, effects_by_licence, subject_receipts
from chizai.valuation.reconcile import reconcile, weighted_minor
from chizai.valuation.report import Appraised
from chizai.valuation.score_map import ScoreEffect
from chizai.valuation.sensitivity import NOT_MOVED, sensitivities
from chizai.valuation.sources import Sources
from chizai.valuation.tax_lives import tax_life
from chizai.valuation.track_record import track_record


@dataclass(frozen=True, slots=True)
class Case:
    """One appraisal, with all that its methods need."""

    appraisal: Appraisal
    facts: SubjectFacts
    sources: Sources
    pool: Pool
    known: Known
    """Methods that were carried out for this subject."""

    def evaluation(self, appraisal: Appraisal) -> Evaluation:
        """Carry out a sound appraisal of the same subject."""
        return evaluate(appraisal, self.facts, self.sources, self.known)

    def weighted_minor(self, appraisal: Appraisal) -> int:
        """Give the weighted value of a sound appraisal of the same subject."""
        return weighted_minor(appraisal, self.evaluation(appraisal))

    def checked_minor(self, appraisal: Appraisal) -> int | None:
        """Give the weighted value of an appraisal of the same subject, or none where it cannot be used."""
        if check_appraisal(appraisal, self.sources.key, self.pool):
            return None
        return self.weighted_minor(appraisal)


def case_of(
    appraisal: Appraisal,
    key: str,
    known: tuple[Pool, Sequence[Receipt]],
    effects: Mapping[str, ScoreEffect],
    as_of_on: date,
) -> Case:
    """Resolve an appraisal.

    Args:
        appraisal: as `appraisal_check` passes it.
        key: under which explanations name it.
        known: the pool, and the receipts to come of its licences.
        effects: of the scores, by right; empty without screening.
        as_of_on: the day of the value.
    """
    pool, receipts = known
    rights = subject_of(appraisal, pool)
    its = subject_receipts(receipts, pool, [right.id for right in rights])
    sources = Sources(file=INPUTS_FILE, key=key, currency=appraisal.currency, evidence=appraisal.evidence)
    return Case(appraisal, SubjectFacts(as_of_on, rights, its, effects_by_licence(effects, pool)), sources, pool, {})


def appraised(case: Case, paths: ReceiptPaths | None) -> Appraised:
    """Carry out an appraisal, with its sensitivity, track record, and distribution over futures.

    Args:
        case: the appraisal, resolved.
        paths: futures of the whole pool's receipts, if any.
    """
    appraisal, sources = case.appraisal, case.sources
    evaluation = case.evaluation(appraisal)
    kinds = {kind_of(right) for right in case.facts.rights}
    return Appraised(
        appraisal=appraisal,
        right_ids=tuple(right.id for right in case.facts.rights),
        reconciliation=reconcile(appraisal, evaluation, kinds, sources),
        comparisons=evaluation.comparisons,
        sensitivities=sensitivities(appraisal, case.weighted_minor, sources),
        distribution=_distribution(case, paths),
        track_record=track_record(appraisal.past_forecasts, sources),
        unsupported_keys=tuple(
            given.key
            for given in inputs_of(appraisal)
            if given.field not in NOT_MOVED and not is_sourced(given) and not sources.evidence_of(given.key)
        ),
    )


def _distribution(case: Case, paths: ReceiptPaths | None) -> ValueDistribution | None:
    """Value the futures by the first licence cash method of an appraisal of the whole pool."""
    methods = case.appraisal.licence_cash
    if paths is None or not methods or len(case.facts.rights) < len(case.pool.rights):
        return None
    method, sources = methods[0], case.sources.below("licence_cash", 0, methods[0].id)
    life_years, life = tax_life(method.tax_life_years, case.facts.rights, sources)
    factor = tax_amortisation_factor(method.tax_ppm, life_years, method.discount_ppm_annual)
    terms = PathTerms(discount_ppm_annual=method.discount_ppm_annual, tax_ppm=method.tax_ppm, benefit_factor=factor)
    parts = (
        paths.origin,
        sources.rate("discount_ppm_annual", "discount rate", method.discount_ppm_annual),
        sources.rate("tax_ppm", "tax", method.tax_ppm),
        life,
    )
    because = (
        f"receipts of each future less {format_ppm(method.tax_ppm)} tax, discounted on their dates (ACT/365F), "
        f"x {factor:.6f} for the tax amortisation benefit; erosion and invalidation are in the futures"
    )
    values = path_values(paths, terms, case.facts.as_of_on)
    return value_distribution(values, because, parts, sources.currency)
