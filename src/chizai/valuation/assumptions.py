"""What a valuation assumes."""

from dataclasses import dataclass

from chizai.units.toml import STRICT


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
