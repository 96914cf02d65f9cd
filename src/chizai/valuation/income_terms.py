"""What the methods of the income approach are told: yearly amounts, rates and when the cash comes."""

from dataclasses import dataclass

from chizai.units.rate import PPM
from chizai.units.toml import STRICT
from chizai.valuation.discounting import Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeTerms:
    """How yearly cash becomes a value."""

    __pydantic_config__ = STRICT

    discount_ppm_annual: int
    """Discount rate after tax, compounded annually."""
    tax_ppm: int = 0
    """Tax on the cash."""
    tax_life_years: int | None = None
    """Years over which a buyer amortises the price for tax; 0 for no benefit, none for the statutory life of the kind
    of right (`tax_lives`)."""
    timing: Timing = Timing.END_YEAR
    """When in each year the cash comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefFromRoyalty:
    """The royalty that an owner saves because it need not take a licence (IVS 210, relief-from-royalty method)."""

    __pydantic_config__ = STRICT

    id: str
    revenue_minor: tuple[int, ...]
    """Sales that use the rights, for each year after the day of the value; 0 or more, shape (n_years,)."""
    royalty_ppm: int | None = None
    """Royalty rate on sales; none where it is read from comparables."""
    comparables: str | None = None
    """Id of the comparables whose reading is the royalty rate."""
    upkeep_ppm: int = 0
    """Part of the royalty that an owner spends on what a licensor would bear: fees, defence, maintenance."""
    terms: IncomeTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributoryAsset:
    """Something else that the earnings need, and what it must earn first."""

    __pydantic_config__ = STRICT

    id: str
    """What it is: working capital, plant, workforce, another right."""
    fair_value_minor: tuple[int, ...]
    """What it is worth in each year; shape (n_years,)."""
    return_ppm_annual: int
    """Return on it after tax. The return of it, its depreciation, is a cost within the earnings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessEarnings:
    """Earnings less what every other asset must earn: what is left is the rights' (multi-period excess earnings)."""

    __pydantic_config__ = STRICT

    id: str
    earnings_minor: tuple[int, ...]
    """Earnings before tax of the business that uses the rights, for each year; may be negative; shape (n_years,)."""
    assets: tuple[ContributoryAsset, ...] = ()
    terms: IncomeTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class WithAndWithout:
    """The business with the rights against the same business without them (IVS 210, with-and-without method)."""

    __pydantic_config__ = STRICT

    id: str
    with_minor: tuple[int, ...]
    """Earnings before tax of each year with the rights; shape (n_years,)."""
    without_minor: tuple[int, ...]
    """The same without them; shape (n_years,)."""
    probability_ppm: int = PPM
    """How likely the difference is, such as that a competitor enters once the rights are gone."""
    terms: IncomeTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceCash:
    """The receipts of licences, discounted on their dates; futures of them, where there are any, give a distribution.

    A licence of several rights, of which only some are valued, counts by their number.
    """

    __pydantic_config__ = STRICT

    id: str
    discount_ppm_annual: int
    """Discount rate after tax, compounded annually on ACT/365F."""
    tax_ppm: int = 0
    tax_life_years: int | None = None
    """As in `IncomeTerms`; tax is saved at the end of each year."""
    erosion_ppm_annual: int = 0
    """Part of the receipts that competitors take each year, compounding. Futures are not eroded once more."""
    invalidation_ppm_annual: int = 0
    """Chance that the rights are invalidated within a year. Futures have their own legal events."""
    screened: bool = False
    """Whether the scores of screening move both, as the score map says."""
