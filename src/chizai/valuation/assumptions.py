"""What a valuation assumes."""

from dataclasses import dataclass
from datetime import date

from chizai.units.toml import STRICT
from chizai.valuation.cost_terms import CostMethod
from chizai.valuation.income_terms import ExcessEarnings, LicenceCash, ReliefFromRoyalty, WithAndWithout
from chizai.valuation.market_terms import ComparableSet, MarketMultiple
from chizai.valuation.option_terms import AbandonmentOption, DelayOption, DevelopmentOption
from chizai.valuation.sources import InputEvidence
from chizai.valuation.suitability import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationAssumptions:
    """The income approach's rates."""

    __pydantic_config__ = STRICT

    discount_ppm_annual: int
    """Discount rate after tax, compounded annually on ACT/365F."""
    tax_ppm: int = 0
    """Tax on the receipts."""
    tax_life_years: int = 0
    """Years over which a buyer amortises the price for tax, straight-line; 0 where no benefit is counted."""
    erosion_ppm_annual: int = 0
    """Part of the receipts that competitors take each year from the as-of date on, compounding."""
    invalidation_ppm_annual: int = 0
    """Chance that the rights are invalidated within a year, from the as-of date on: no receipt survives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A judgement that goes against a rule, recorded."""

    __pydantic_config__ = STRICT

    by: str
    """Who judged."""
    because: str
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodWeight:
    """What a method counts in the value."""

    __pydantic_config__ = STRICT

    method: str
    """Id of the method."""
    weight_ppm: int
    """All weights of an appraisal are 1_000_000 together."""
    because: str
    override: Override | None = None
    """Needed where the method is unsuited to what is valued and counts all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOverride:
    """A value that an appraiser sets in place of what the methods give; both are shown."""

    __pydantic_config__ = STRICT

    value_minor: int
    by: str
    because: str
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PastForecast:
    """An earlier forecast of the appraiser, and what came."""

    __pydantic_config__ = STRICT

    made_on: date
    until_on: date
    """Last day of what was forecast."""
    forecast_minor: int
    low_minor: int | None = None
    """Lower end of the range that was forecast, if one was."""
    high_minor: int | None = None
    actual_minor: int
    source: str
    """Where both can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What one appraiser assumes of the pool or of some of its rights, method by method."""

    __pydantic_config__ = STRICT

    id: str
    appraiser: str
    right_ids: tuple[str, ...] = ()
    """What is valued; empty for all rights of the pool."""
    situation: Situation
    """How the rights are used: it decides with their kind which methods suit."""
    currency: str = "JPY"
    """ISO 4217 code of all amounts here."""
    relief_from_royalty: tuple[ReliefFromRoyalty, ...] = ()
    excess_earnings: tuple[ExcessEarnings, ...] = ()
    with_and_without: tuple[WithAndWithout, ...] = ()
    licence_cash: tuple[LicenceCash, ...] = ()
    comparables: tuple[ComparableSet, ...] = ()
    market_multiples: tuple[MarketMultiple, ...] = ()
    costs: tuple[CostMethod, ...] = ()
    delay_options: tuple[DelayOption, ...] = ()
    abandonment_options: tuple[AbandonmentOption, ...] = ()
    development_options: tuple[DevelopmentOption, ...] = ()
    weights: tuple[MethodWeight, ...] = ()
    """What each method counts; a method without a weight is shown and does not count. May be empty where there is one
    method alone."""
    override: ValueOverride | None = None
    evidence: tuple[InputEvidence, ...] = ()
    past_forecasts: tuple[PastForecast, ...] = ()
