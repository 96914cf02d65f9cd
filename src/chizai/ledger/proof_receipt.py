"""Receipts: what a node said of a period and its records, kept in a file for who has no node.

A receipt is as good as who gives it: it is no proof of what stands on the chain. It names the chain, the contracts and
the blocks, so that anybody with a node can check it.
"""

from dataclasses import dataclass
from typing import Literal

from chizai.ledger.merkle import HEX
from chizai.ledger.proof import About, Publication, ReportedPeriod, ReportedTotals
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

RECEIPT: Literal["chizai ledger receipt 1"] = "chizai ledger receipt 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPeriod:
    """What stood reported to a vault for one payment period."""

    __pydantic_config__ = HEX

    vault: str
    period: int
    """From 1."""
    reported: ReportedPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """All versions of one record in an anchor."""

    __pydantic_config__ = HEX

    anchor: str
    about: About
    versions: tuple[Publication, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerReceipt:
    """What a node said."""

    __pydantic_config__ = HEX

    format: Literal["chizai ledger receipt 1"] = RECEIPT
    chain_id: int
    periods: tuple[KeptPeriod, ...] = ()
    records: tuple[KeptRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptTotals:
    """A receipt as something that answers proofs."""

    receipt: LedgerReceipt
    file: str
    """Its name, for failures."""

    @property
    def says(self) -> str:
        """Who says it."""
        return f"receipt {self.file}, which is as good as who gave it"

    @property
    def chain_id(self) -> int:
        """Which chain it is of."""
        return self.receipt.chain_id

    def reported(self, vault: str, period: int) -> Result[ReportedPeriod]:
        """Give what stood reported for a payment period, from 1; or that the receipt does not say."""
        for kept in self.receipt.periods:
            if kept.vault.lower() == vault.lower() and kept.period == period:
                return Ok(kept.reported)
        return self._silent(f"period {period} of vault {vault}")

    def published(self, anchor: str, about: About) -> Result[tuple[Publication, ...]]:
        """Give all versions of a record, oldest first; or that the receipt does not say."""
        for kept in self.receipt.records:
            if kept.anchor.lower() == anchor.lower() and kept.about == about:
                return Ok(kept.versions)
        return self._silent(f"any {about.kind} of period {about.period} in anchor {anchor}")

    def _silent(self, asked: str) -> Failed:
        why, fix = "a proof is held against it", "ask a node, or for a receipt that covers it"
        return Failed((Failure(Reason.MISSING, Place(self.file), f"it does not tell of {asked}", why, fix),))


def receipt_of(
    chain: ReportedTotals, vault_periods: tuple[tuple[str, int], ...], records: tuple[tuple[str, About], ...]
) -> Result[LedgerReceipt]:
    """Ask a chain and keep what it says.

    Args:
        chain: what is asked.
        vault_periods: addresses of vaults, each with a payment period, from 1.
        records: addresses of anchors, each with what was published.
    """
    reported = [(vault, period, chain.reported(vault, period)) for vault, period in vault_periods]
    published = [(anchor, about, chain.published(anchor, about)) for anchor, about in records]
    answers = (*(each[2] for each in reported), *(each[2] for each in published))
    failures = tuple(failure for each in answers if isinstance(each, Failed) for failure in each.failures)
    if failures:
        return Failed(failures)
    return Ok(
        LedgerReceipt(
            chain_id=chain.chain_id,
            periods=tuple(
                KeptPeriod(vault=vault, period=period, reported=each.value)
                for vault, period, each in reported
                if isinstance(each, Ok)
            ),
            records=tuple(
                KeptRecord(anchor=anchor, about=about, versions=each.value)
                for anchor, about, each in published
                if isinstance(each, Ok)
            ),
        )
    )
