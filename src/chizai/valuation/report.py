"""The valuation report: pure figures, each of which explains itself down to its inputs."""

from dataclasses import dataclass
from datetime import date

from chizai.units.explain import Explained
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.distribution import ValueDistribution
from chizai.valuation.market import Comparison
from chizai.valuation.parts import PartsAgainstPool
from chizai.valuation.reconcile import Reconciliation
from chizai.valuation.score_map import ScoreEffect
from chizai.valuation.sensitivity import Sensitivity
from chizai.valuation.side_by_side import SideBySide
from chizai.valuation.track_record import TrackRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraised:
    """What one appraisal comes to."""

    appraisal: Appraisal
    right_ids: tuple[str, ...]
    """What was valued, in the order of the pool."""
    reconciliation: Reconciliation
    """Every method with its weight, and the conclusion."""
    comparisons: tuple[Comparison, ...]
    sensitivities: tuple[Sensitivity, ...]
    """Of the weighted value, the widest first."""
    distribution: ValueDistribution | None
    """Over futures of the receipts: where the whole pool is valued by licence cash and futures are given."""
    track_record: TrackRecord | None
    unsupported_keys: tuple[str, ...]
    """Inputs without evidence: assumptions of the appraiser."""

    def explain(self) -> Explained:
        """Give the conclusion, beside distribution, sensitivity and track record."""
        conclusion = self.reconciliation.origin
        distribution = () if self.distribution is None else (self.distribution.origin,)
        record = () if self.track_record is None else (self.track_record.origin,)
        parts = (conclusion, *distribution, *record, *(moved.origin for moved in self.sensitivities))
        label = f"appraisal {self.appraisal.id} by {self.appraisal.appraiser}"
        return Explained(label, conclusion.value, "the conclusion, with what stands beside it", parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationReport:
    """All appraisals of a pool on a day, compared."""

    as_of_on: date
    version: str
    """Of the program."""
    digest: str
    """Of all inputs and the version: a rerun that gives the same digest gives the same report."""
    appraised: tuple[Appraised, ...]
    """In the user's order."""
    side_by_side: tuple[SideBySide, ...]
    """Of any two appraisals of the same rights in one currency."""
    parts_against_pool: tuple[PartsAgainstPool, ...]
    score_effects: tuple[ScoreEffect, ...]
    """What screening does to hazard and decay, by right; empty without screening."""
    forecast_record: TrackRecord | None
    """Of this program's own forecasts of the last reported year."""

    def explain(self) -> Explained:
        """Give the whole report as one tree."""
        record = () if self.forecast_record is None else (self.forecast_record.origin,)
        parts = (
            *(one.explain() for one in self.appraised),
            *(two.origin for two in self.side_by_side),
            *(several.origin for several in self.parts_against_pool),
            *(effect.origin for effect in self.score_effects),
            *record,
        )
        because = f"rerun digest {self.digest}, version {self.version}"
        return Explained(f"valuation on {self.as_of_on}", f"appraisals: {len(self.appraised)}", because, parts)
