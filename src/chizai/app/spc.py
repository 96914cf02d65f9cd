"""The special purpose company of a deal: its plan, its filings, its scores."""

from dataclasses import dataclass
from pathlib import Path

from chizai.app.law import read_law_folder
from chizai.law.spc_filing import Filed, Notification, commencement_notification, formation_pack
from chizai.law.spc_plan import LiquidationPlan, liquidation_plan
from chizai.law.spc_scores import Score, remoteness_score, true_sale_score
from chizai.units.result import Failed, Ok, Result


@dataclass(frozen=True, slots=True)
class Filings:
    """What the company has to have ready before its business begins."""

    formation: tuple[Filed, ...]
    notification: Notification
    scores: tuple[Score, ...]


def plan_of(folder: Path) -> Result[LiquidationPlan]:
    """Write the asset liquidation plan of a deal's folder."""
    read = read_law_folder(folder)
    if isinstance(read, Failed):
        return read
    return Ok(liquidation_plan(read.value.deal, read.value.pool, read.value.known))


def filings_of(folder: Path) -> Result[Filings]:
    """Say where the papers of formation and notification stand, and how far the company is off its originator."""
    read = read_law_folder(folder)
    if isinstance(read, Failed):
        return read
    known = read.value.known
    scores = (true_sale_score(known), remoteness_score(known))
    return Ok(Filings(formation_pack(known), commencement_notification(known), scores))
