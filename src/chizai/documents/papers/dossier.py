"""The dossier: a deal's book, its futures and what is said of it in law, from which every paper is made."""

from dataclasses import dataclass
from functools import cached_property

from chizai.documents.book import DealBook
from chizai.documents.deal_tables import DealTables, deal_tables
from chizai.documents.simulation import Simulation
from chizai.law.facts import Known
from chizai.law.rule import Finding
from chizai.law.spc_plan import LiquidationPlan, liquidation_plan


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """All that papers are made from, on one as-of date."""

    book: DealBook
    simulation: Simulation | None
    """Over many futures; none where the inputs do not ask for them."""
    known: Known
    """The facts of law that the deal's files and `law.toml` say."""
    findings: tuple[Finding, ...]
    """What each rule of law comes to."""
    digests: tuple[tuple[str, str], ...]
    """Name and SHA-256 of every file that was read, `law.toml` among them."""

    @cached_property
    def tables(self) -> DealTables:
        """Read the run once for all papers."""
        return deal_tables(self.book)

    @cached_property
    def plan(self) -> LiquidationPlan:
        """Write the asset liquidation plan, item by item."""
        return liquidation_plan(self.book.deal, self.book.pool, self.known)
