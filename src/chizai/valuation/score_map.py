"""What screening scores do to a value: a hazard multiplied, a decay shifted, each with its width.

The map is an assumption of this program: no published study ties these scores to these rates. It is written as numbers
that a user replaces, and its own uncertainty is shown as a range of the value.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from chizai.forecast.assumptions import INPUTS_FILE
from chizai.units.explain import Explained
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Place
from chizai.units.toml import STRICT
from chizai.valuation.assessment import Criterion
from chizai.valuation.criteria import FULL
from chizai.valuation.findings import CriterionFinding, RightScreening
from chizai.valuation.sources import ASSUMPTION, PROGRAM_ASSUMPTION

DECAY_CRITERIA = (Criterion.MATURITY, Criterion.MARKET, Criterion.COMPETITION)
"""Their weighted mean moves the decay; protection moves the hazard, and steadiness of cash the widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreMap:
    """How scores become rates. All defaults are assumptions of this program."""

    __pydantic_config__ = STRICT

    neutral_score: int = 50
    """The score that moves nothing."""
    hazard_at_zero_ppm: int = 2_000_000
    """What a protection score of 0 multiplies the hazard of invalidation by; a score as far above the neutral one as 0
    is below divides by it."""
    decay_at_zero_ppm_annual: int = 50_000
    """What a score of 0 for maturity, market and competition adds to the erosion; higher ones take away."""
    hazard_width_ppm: int = 400_000
    """Standard deviation of the logarithm of the multiplier."""
    decay_width_ppm_annual: int = 20_000
    """Standard deviation of the shift."""
    width_at_zero_ppm: int = 2_000_000
    """What a cash flow score of 0 multiplies both widths by."""


@dataclass(frozen=True, slots=True)
class ScoreEffect:
    """What one right's scores do."""

    right_id: str
    hazard_multiplier_ppm: int
    """1_000_000 leaves the hazard as it is; rounded down, as all here."""
    hazard_width_ppm: int
    """Standard deviation of its logarithm."""
    decay_shift_ppm_annual: int
    """Added to the erosion; negative where the scores are good."""
    decay_width_ppm_annual: int
    origin: Explained


@dataclass(frozen=True, slots=True)
class MovedRates:
    """Rates after the scores."""

    invalidation_ppm_annual: int
    erosion_ppm_annual: int


def score_effect(screening: RightScreening, score_map: ScoreMap) -> ScoreEffect:
    """Give what a right's scores do to hazard and decay.

    `multiplier = at_zero ^ x` and `shift = at_zero * x`, with `x = (neutral - score) / neutral`; widths are multiplied
    by `width_at_zero ^ x` of the cash flow score.

    Args:
        screening: all criteria of the right.
        score_map: the map, its neutral score from 1.
    """
    findings = {finding.criterion: finding for finding in screening.findings}
    below = {name: _below(finding.judgement.score, score_map) for name, finding in findings.items()}
    weights = {name: findings[name].weight_ppm for name in DECAY_CRITERIA}
    total = sum(weights.values())
    worse = sum(weights[name] * below[name] for name in DECAY_CRITERIA) / total if total else 0.0
    widening = (score_map.width_at_zero_ppm / PPM) ** below[Criterion.CASH_FLOW]
    multiplier_ppm = math.floor(PPM * (score_map.hazard_at_zero_ppm / PPM) ** below[Criterion.PROTECTION])
    shift_ppm = math.floor(score_map.decay_at_zero_ppm_annual * worse)
    hazard_width_ppm = math.floor(score_map.hazard_width_ppm * widening)
    decay_width_ppm = math.floor(score_map.decay_width_ppm_annual * widening)
    origin = Explained(
        f"effect of the scores of {screening.right_id}",
        f"hazard x {multiplier_ppm / PPM:.3f} (deviation of the logarithm {format_ppm(hazard_width_ppm)}), "
        f"erosion {format_ppm(shift_ppm)} a year (deviation {format_ppm(decay_width_ppm)})",
        "score map: power of the protection score, weighted mean of maturity, market and competition, widths by the "
        "cash flow score",
        (*map(_score_leaf, findings.values()), _map_leaf(score_map)),
    )
    return ScoreEffect(screening.right_id, multiplier_ppm, hazard_width_ppm, shift_ppm, decay_width_ppm, origin)


def mean_effect(effects: Sequence[ScoreEffect], name: str) -> ScoreEffect:
    """Give the mean effect of the rights that a licence uses, rounded down.

    Args:
        effects: at least one.
        name: whose mean it is.
    """
    n = len(effects)
    if n == 1:
        return effects[0]
    multiplier_ppm = sum(effect.hazard_multiplier_ppm for effect in effects) // n
    shift_ppm = sum(effect.decay_shift_ppm_annual for effect in effects) // n
    origin = Explained(
        f"effect of the scores of {name}",
        f"hazard x {multiplier_ppm / PPM:.3f}, erosion {format_ppm(shift_ppm)} a year",
        f"mean of its {n} rights, rounded down",
        tuple(effect.origin for effect in effects),
    )
    return ScoreEffect(
        name,
        multiplier_ppm,
        sum(effect.hazard_width_ppm for effect in effects) // n,
        shift_ppm,
        sum(effect.decay_width_ppm_annual for effect in effects) // n,
        origin,
    )


def moved_rates(effect: ScoreEffect, rates: MovedRates, deviations: int = 0) -> MovedRates:
    """Move hazard and erosion by an effect: `1 - (1 - h)^multiplier`, and the shift added, held from 0 to 1.

    Both are rounded to the nearest part per million.

    Args:
        effect: of the scores.
        rates: without screening.
        deviations: how many standard deviations on the bad side: 0 for the estimate, 1 and -1 for its range.
    """
    multiplier = effect.hazard_multiplier_ppm / PPM * math.exp(deviations * effect.hazard_width_ppm / PPM)
    survival = (1 - rates.invalidation_ppm_annual / PPM) ** multiplier
    erosion_ppm = rates.erosion_ppm_annual + effect.decay_shift_ppm_annual + deviations * effect.decay_width_ppm_annual
    return MovedRates(round(PPM * (1 - survival)), min(max(erosion_ppm, 0), PPM))


def _below(score: int, score_map: ScoreMap) -> float:
    """Give how far a score lies below the neutral one, in parts of it; negative above."""
    return (score_map.neutral_score - score) / score_map.neutral_score


def _score_leaf(finding: CriterionFinding) -> Explained:
    because = f"{ASSUMPTION}: judged by screening, whose own explanation says why"
    return Explained(f"{finding.criterion} score", f"{finding.judgement.score} of {FULL}", because)


def _map_leaf(score_map: ScoreMap) -> Explained:
    told = (
        f"neutral {score_map.neutral_score}, hazard at 0 x {score_map.hazard_at_zero_ppm / PPM:g}, "
        f"decay at 0 {format_ppm(score_map.decay_at_zero_ppm_annual)}"
    )
    place = Place(INPUTS_FILE, None, "score_map")
    return Explained("score map", told, f"{PROGRAM_ASSUMPTION} unless it is replaced", source=place)
