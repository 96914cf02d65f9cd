"""The deal book: all that is known of a deal on one day, from which every document is made."""

from dataclasses import dataclass

from chizai.assets.pool import Pool
from chizai.assets.royalty_audit import LicenceAudit
from chizai.deal.model import Deal
from chizai.documents.provenance import Provenance
from chizai.forecast.backtest import BackTest
from chizai.forecast.receipts import Collections
from chizai.law.gates import GateRecord
from chizai.metrics.break_even import BreakEven
from chizai.metrics.returns import HoldingReturn
from chizai.metrics.summary import ClassMetrics
from chizai.simulate.story import Story
from chizai.units.result import Failure
from chizai.valuation.income import Valuation
from chizai.valuation.report import ValuationReport
from chizai.valuation.screening import Screening
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.inputs import RunInputs


@dataclass(frozen=True, slots=True, kw_only=True)
class DealBook:
    """All that is known of a deal on its as-of date. Periods are those of `run.program.payment_dates`."""

    deal: Deal
    pool: Pool
    collections: Collections
    """Actual receipts up to the as-of date, forecast ones after."""
    inputs: RunInputs
    """What the run was run on: those collections, and what was observed or is assumed."""
    run: ExactRun
    screening: Screening | None
    valuation: Valuation | None
    """The income approach on the as-of date, None where the inputs ask for none."""
    appraisal: ValuationReport | None = None
    """The appraisals that the inputs ask for, compared; none where they ask for none."""
    back_tests: tuple[BackTest, ...]
    """How the history forecasts would have done on the last complete year, where there is history enough."""
    metrics: tuple[ClassMetrics, ...]
    """One for each class that the inputs price, in their order."""
    returns: tuple[HoldingReturn, ...]
    """One for each class that is sold for money, over the deal's whole life, forecasts included."""
    break_evens: tuple[BreakEven, ...]
    """One for each class, in the order of the deal."""
    dscr_ppm: tuple[int | None, ...]
    """Debt service coverage by period, shape (n_periods,)."""
    advance_rate_ppm: int | None
    """Balances of the bonds and notes after the last actual period, over the valuation."""
    story: Story | None = None
    """What each licence brings in the simulated future that this is, and what happens in it; none where licences are
    not drawn together."""
    gates: tuple[GateRecord, ...] = ()
    """What the gates of the law say; none where the deal has no facts of law, or they were not asked."""
    royalty_audits: tuple[LicenceAudit, ...] = ()
    """What was reported of each licence, held against its terms."""
    unusable: tuple[Failure, ...]
    """Input rows that could not be used, each with its place."""
    provenance: Provenance

    @property
    def n_periods_actual(self) -> int:
        """Count the periods whose payment date is not after the as-of date."""
        return sum(day <= self.provenance.as_of_on for day in self.run.program.payment_dates)
