"""Direct licence cash as a method of an appraisal: receipts of the subject's licences, moved by its scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chizai.assets.pool import Pool
from chizai.assets.rights import Right
from chizai.forecast.receipts import Receipt
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.result import Failed, Result
from chizai.valuation.assumptions import ValuationAssumptions
from chizai.valuation.discounting import tax_amortisation_factor
from chizai.valuation.income import Valuation, value_receipts
from chizai.valuation.income_terms import IncomeTerms, LicenceCash
from chizai.valuation.methods import Method, MethodValue
from chizai.valuation.score_map import MovedRates, ScoreEffect, mean_effect, moved_rates
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources
from chizai.valuation.tax_lives import tax_life
from chizai.valuation.yearly import benefit_explained


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """What is known of the rights that are valued, beside what an appraiser assumes."""

    as_of_on: date
    rights: tuple[Right, ...]
    receipts: tuple[Receipt, ...] = ()
    """The subject's part of the receipts after the as-of date, all in the currency of the appraisal."""
    effects: Mapping[str, ScoreEffect] | None = None
    """What the scores do, by licence id; none without screening."""


def subject_receipts(receipts: Sequence[Receipt], pool: Pool, right_ids: Sequence[str]) -> tuple[Receipt, ...]:
    """Give the part of receipts that some rights bring: by their number among the rights of each licence.

    Args:
        receipts: of any licences of the pool.
        pool: all rights and licences.
        right_ids: the subject.

    Returns:
        each receipt of a licence that uses one of them, its part rounded down.
    """
    used = {licence.id: set(licence.right_ids) for licence in pool.licences}
    valued = set(right_ids)
    return tuple(
        _part(receipt, len(used[receipt.licence_id] & valued), len(used[receipt.licence_id]))
        for receipt in receipts
        if used[receipt.licence_id] & valued
    )


def effects_by_licence(effects: Mapping[str, ScoreEffect], pool: Pool) -> dict[str, ScoreEffect]:
    """Give what scores do to each licence: the mean of its rights that were screened."""
    of_licence = {
        licence.id: [effects[right_id] for right_id in licence.right_ids if right_id in effects]
        for licence in pool.licences
    }
    return {licence_id: mean_effect(its, licence_id) for licence_id, its in of_licence.items() if its}


def licence_cash(method: LicenceCash, facts: SubjectFacts, sources: Sources) -> MethodValue:
    """Value receipts on their dates by the income approach, with the range that the score map's widths give.

    Args:
        method: rates, and whether scores move them.
        facts: receipts and scores; at least one receipt.
        sources: of the method.
    """
    life_years, life = tax_life(method.tax_life_years, facts.rights, sources)
    given = (method, facts, life_years, sources.currency)
    valuations = _valuations(*given)
    value_minor = _total(valuations)
    return MethodValue(
        id=method.id,
        method=Method.LICENCE_CASH,
        value_minor=value_minor,
        value=float(value_minor),
        before_benefit=float(sum(valuation.present_value_minor for valuation in valuations)),
        low_minor=_total(_valuations(*given, deviations=1)) if method.screened else None,
        high_minor=_total(_valuations(*given, deviations=-1)) if method.screened else None,
        origin=Explained(
            f"value of {method.id} by {Method.LICENCE_CASH}",
            amount_text(value_minor, sources.currency),
            "sum of the licences' values at the rates below" + (", moved by the scores" if method.screened else ""),
            (
                *(valuation.origin for valuation in valuations),
                *_rates_explained(*given[:2], (life_years, life), sources),
            ),
        ),
    )


def _rates_explained(
    method: LicenceCash, facts: SubjectFacts, tax: tuple[int, Explained], sources: Sources
) -> tuple[Explained, ...]:
    life_years, life = tax
    factor = tax_amortisation_factor(method.tax_ppm, life_years, method.discount_ppm_annual)
    terms = IncomeTerms(discount_ppm_annual=method.discount_ppm_annual, tax_ppm=method.tax_ppm)
    effects = _effects(method, facts)
    return (
        benefit_explained(factor, terms, life, sources),
        sources.rate("erosion_ppm_annual", "erosion by competitors", method.erosion_ppm_annual),
        sources.rate("invalidation_ppm_annual", "invalidation", method.invalidation_ppm_annual),
        *(effects[licence_id].origin for licence_id in _earning(facts) if licence_id in effects),
    )


def _valuations(
    method: LicenceCash, facts: SubjectFacts, life_years: int, currency: str, deviations: int = 0
) -> list[Valuation]:
    """Value each licence at its own rates, some standard deviations of the score map on the bad side."""
    effects = _effects(method, facts)
    plain = MovedRates(method.invalidation_ppm_annual, method.erosion_ppm_annual)
    found = []
    for licence_id in _earning(facts):
        effect = effects.get(licence_id)
        rates = moved_rates(effect, plain, deviations) if effect else plain
        assumptions = ValuationAssumptions(
            discount_ppm_annual=method.discount_ppm_annual,
            tax_ppm=method.tax_ppm,
            tax_life_years=life_years,
            erosion_ppm_annual=rates.erosion_ppm_annual,
            invalidation_ppm_annual=rates.invalidation_ppm_annual,
        )
        its = [receipt for receipt in facts.receipts if receipt.licence_id == licence_id]
        found.append(_sound(value_receipts(its, {licence_id: currency}, assumptions, facts.as_of_on)))
    return found


def _sound(valued: Result[Valuation]) -> Valuation:
    """Take a valuation of assumptions that were checked, in one currency."""
    if isinstance(valued, Failed):
        raise TypeError(f"an unchecked appraisal was valued: {valued.failures[0]}")
    return valued.value


def _effects(method: LicenceCash, facts: SubjectFacts) -> Mapping[str, ScoreEffect]:
    return facts.effects or {} if method.screened else {}


def _earning(facts: SubjectFacts) -> list[str]:
    return sorted({receipt.licence_id for receipt in facts.receipts})


def _total(valuations: Sequence[Valuation]) -> int:
    return sum(valuation.value_minor for valuation in valuations)


def _part(receipt: Receipt, n_valued: int, n_used: int) -> Receipt:
    if n_valued == n_used:
        return receipt
    part_minor = receipt.amount_minor * n_valued // n_used
    because = f"{PROGRAM_ASSUMPTION}: {n_valued} of the {n_used} rights of the licence, by number, rounded down"
    origin = Explained(f"part of {receipt.origin.label}", f"{part_minor:,} minor units", because, (receipt.origin,))
    return replace(receipt, amount_minor=part_minor, origin=origin)
