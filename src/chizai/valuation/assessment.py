"""What screening needs beside registers and statements, and the policy that it is judged by."""

from dataclasses import dataclass
from enum import StrEnum

from chizai.units.toml import STRICT


class Stage(StrEnum):
    """How near to the market a right is."""

    RESEARCH = "research"
    """Still in research and development: not fit for securitisation."""
    PRE_LAUNCH = "pre-launch"
    """Developed, not sold yet."""
    COMMERCIAL = "commercial"
    """Sold under licence."""


class Criterion(StrEnum):
    """What a right is screened for; closed."""

    CASH_FLOW = "cash-flow"
    PROTECTION = "protection"
    MATURITY = "maturity"
    MARKET = "market"
    COMPETITION = "competition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """An assessor's view of one right."""

    __pydantic_config__ = STRICT

    right_id: str
    stage: Stage
    technology_readiness: int | None = None
    """Technology readiness level, 1 to 9 (ISO 16290); mandatory for patents and utility models."""
    market_outlook_ppm_annual: int = 0
    """Expected growth of the market in which the right is used."""
    competitor_erosion_ppm_annual: int = 0
    """Share of its royalty that competitors are expected to take each year, 0 or more."""
    opposed_or_litigated: bool = False
    """Whether an opposition, an invalidation trial or a suit is pending."""
    evidence: str = ""
    """What the view rests on, as a reader would ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningPolicy:
    """The limits that screening holds a right to. The defaults are this program's, not a law's: set your own."""

    __pydantic_config__ = STRICT

    weight_cash_flow_ppm: int = 300_000
    """What stable cash flow counts in the total score; the five weights together are 1_000_000."""
    weight_protection_ppm: int = 250_000
    weight_maturity_ppm: int = 150_000
    weight_market_ppm: int = 150_000
    weight_competition_ppm: int = 150_000
    cv_limit_ppm: int = 300_000
    """Coefficient of variation of annual royalty above which the cash flow fails."""
    years: int = 3
    """How many complete years of royalty the coefficient is measured on, at least 2."""
    market_full_ppm_annual: int = 100_000
    """Market growth that scores 100; its negative scores 0."""
    market_floor_ppm_annual: int = -100_000
    """Market growth below which the prospects fail."""
    erosion_limit_ppm_annual: int = 200_000
    """Erosion by competitors that scores 0, and above which the position fails."""
    readiness_minimum: int = 7
    """Technology readiness below which a technology fails."""
    dispute_penalty: int = 50
    """Points that a pending opposition or suit takes from legal protection."""
    pending_penalty: int = 50
    """Points that a right not registered yet loses."""
    pass_score: int = 50
    """Score of a finding, and of the whole, from which it passes; a finding below it is weak."""
