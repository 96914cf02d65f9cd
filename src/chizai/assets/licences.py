"""Licences: who may use which rights, and what they pay for it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chizai.assets.evidence import Evidence
from chizai.units.toml import STRICT


class LadderBasis(StrEnum):
    """How a royalty ladder's rates apply as sales climb."""

    MARGINAL = "marginal"
    """Each rate to the part of the sales in its rung."""
    WHOLE = "whole"
    """The rate of the rung reached, to all sales."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a royalty ladder."""

    __pydantic_config__ = STRICT

    sales_from_minor: int
    """Annual sales from which the rate applies."""
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """A single payment once something happens."""

    __pydantic_config__ = STRICT

    id: str
    amount_minor: int
    reached_on: date | None = None
    """When it was reached; none while it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyTerms:
    """What a licensee pays. Amounts are minor units of the licence's currency, for one contract year."""

    __pydantic_config__ = STRICT

    ladder: tuple[Rung, ...] = ()
    """Rates on sales, the first rung at sales of 0; empty where royalties are reported as amounts only."""
    ladder_basis: LadderBasis = LadderBasis.MARGINAL
    minimum_annual_minor: int = 0
    """The least that a contract year pays (minimum guarantee)."""
    cap_annual_minor: int | None = None
    """The most that a contract year pays."""
    milestones: tuple[Milestone, ...] = ()
    advance_minor: int = 0
    """Paid beforehand and recouped from royalties before more is paid."""
    lag_days: int = 0
    """Days from the end of a reporting period to the receipt of its cash."""
    settlement_days: int = 90
    """Days from the end of a contract year by which its minimum is paid and its reports are in, and from a milestone by
    which it is paid; no fewer than `lag_days`."""
    withholding_ppm: int = 0
    """Tax that the licensee keeps back and pays to its state."""
    consumption_tax_ppm: int = 0
    """Added to the royalty, received for the state, never part of the pool's income."""

    def is_settled(self, on: date, as_of_on: date) -> bool:
        """Tell whether what falls due on a day is to be paid before another day."""
        return (as_of_on - on).days > max(self.lag_days, self.settlement_days)

    @property
    def bind(self) -> bool:
        """Whether they say anything about how much is due: a ladder, minimum, cap, milestone or advance."""
        return bool(
            self.ladder
            or self.minimum_annual_minor
            or self.cap_annual_minor is not None
            or self.milestones
            or self.advance_minor
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A contract under which rights earn."""

    __pydantic_config__ = STRICT

    id: str
    licensee: str
    right_ids: tuple[str, ...]
    """The rights used; the licence earns no longer than the last of them lives."""
    currency: str
    """ISO 4217 code of what is paid."""
    starts_on: date
    ends_on: date | None = None
    """The last day of use; none where the licence runs as long as its rights."""
    territory: str = "JP"
    exclusive: bool = False
    terms: RoyaltyTerms = field(default_factory=RoyaltyTerms)
    evidence: tuple[Evidence, ...] = ()
