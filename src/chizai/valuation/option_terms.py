"""What the option approach is told. Rates for options compound continuously, as in their formulas."""

from dataclasses import dataclass

from chizai.units.toml import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayOption:
    """A right that may be developed at a cost until it expires: a call with cost of delay."""

    __pydantic_config__ = STRICT

    id: str
    developed_minor: int
    """Present value of the cash once developed."""
    cost_minor: int
    """Present value of the cost of developing it."""
    variance_ppm_annual: int
    """Variance of the logarithm of the developed value over a year: 224_000 is .224."""
    life_months: int
    """Until the right expires."""
    riskless_ppm_annual: int
    delay_ppm_annual: int | None = None
    """Part of the value that each year of delay costs; none for one over the years of life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonmentOption:
    """Rights that may be given up for a salvage value at any time: what they are worth with an American put."""

    __pydantic_config__ = STRICT

    id: str
    value_minor: int
    """Present value of going on."""
    salvage_minor: int
    """What giving up brings at any time."""
    volatility_ppm_annual: int
    life_months: int
    """How long giving up brings the salvage."""
    riskless_ppm_annual: int
    payout_ppm_annual: int = 0
    """Part of the value that is paid out each year."""
    n_steps: int = 501
    """Steps of the tree, odd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentOption:
    """A patent in development, whose cost and cash are both uncertain and which may be given up at any time."""

    __pydantic_config__ = STRICT

    id: str
    cost_minor: int
    """Expected cost to completion."""
    spend_annual_minor: int
    """The most that can be spent on it in a year."""
    cost_volatility_ppm: int = 0
    """How uncertain the cost is; the variance of the total is `s^2 / (2 - s^2)` of its mean's square."""
    cash_annual_minor: int
    """Cash in a year, after tax, if it were complete today."""
    cash_drift_ppm_annual: int = 0
    """Growth of the cash, less its premium for risk."""
    cash_volatility_ppm_annual: int = 0
    correlation_ppm: int = 0
    """Of the shocks to cost and to cash, -1_000_000 to 1_000_000."""
    failure_ppm_annual: int = 0
    """Intensity of a failure that ends the development for nothing."""
    riskless_ppm_annual: int
    life_months: int
    """Until the patent expires."""
    terminal_ppm: int = 0
    """What is left at expiry, in years of the cash: 1_000_000 is one year's."""
    steps_a_year: int = 4
    """How often the owner decides whether to go on."""
    n_paths: int = 5_000
    """Of each of two sets: one to find the rule by, one to judge it on."""
    seed: int = 1
    """Of the random numbers: the same seed gives the same value."""
