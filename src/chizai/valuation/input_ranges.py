"""What is possible for each number of an appraisal."""

from collections.abc import Callable

from chizai.units.rate import INT64_MAX, PPM, format_ppm
from chizai.units.result import Reason
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.inputs import inputs_of

Report = Callable[[Reason, str, str, str, str], None]
"""Takes reason, key below the appraisal, what, why and fix."""

MOST_MINOR = INT64_MAX // 1_000
"""The largest amount: a thousand of them still fit into 63 bits."""
_AMOUNT, _POSITIVE, _EARNINGS = (0, MOST_MINOR), (1, MOST_MINOR), (-MOST_MINOR, MOST_MINOR)
_PART, _RATE = (0, PPM), (0, 10 * PPM)
_VOLATILITY, _VARIANCE = (0, 3 * PPM), (0, 9 * PPM)
_RATIO = (0, 1_000 * PPM)
RANGES: dict[str, tuple[int, int]] = {
    "amount_minor": _AMOUNT,
    "cash_annual_minor": _AMOUNT,
    "cash_drift_ppm_annual": (-PPM, PPM),
    "cash_volatility_ppm_annual": _VOLATILITY,
    "change_ppm": (-PPM, 10 * PPM),
    "correlation_ppm": (-PPM, PPM),
    "cost_minor": _POSITIVE,
    "cost_volatility_ppm": (0, PPM),
    "delay_ppm_annual": _PART,
    "developed_minor": _POSITIVE,
    "discount_ppm_annual": _RATE,
    "earnings_minor": _EARNINGS,
    "erosion_ppm_annual": _PART,
    "failure_ppm_annual": _RATE,
    "fair_value_minor": _AMOUNT,
    "incentive_ppm": _RATE,
    "index_ppm": _RATIO,
    "invalidation_ppm_annual": _PART,
    "life_months": (1, 1_200),
    "loss_ppm": _PART,
    "measure_minor": _POSITIVE,
    "n_paths": (100, 200_000),
    "n_steps": (1, 5_001),
    "payout_ppm_annual": _PART,
    "price_minor": _AMOUNT,
    "probability_ppm": _PART,
    "profit_ppm": _RATE,
    "ratio_ppm": _RATIO,
    "return_ppm_annual": _RATE,
    "revenue_minor": _AMOUNT,
    "riskless_ppm_annual": (-PPM // 2, PPM),
    "royalty_ppm": _PART,
    "salvage_minor": _POSITIVE,
    "seed": (0, INT64_MAX),
    "spend_annual_minor": _POSITIVE,
    "steps_a_year": (1, 52),
    "tax_life_years": (0, 100),
    "tax_ppm": (0, PPM - 1),
    "terminal_ppm": _RATIO,
    "upkeep_ppm": _PART,
    "value_minor": _POSITIVE,
    "variance_ppm_annual": _VARIANCE,
    "volatility_ppm_annual": _VOLATILITY,
    "with_minor": _EARNINGS,
    "without_minor": _EARNINGS,
}
"""Least and most of each input, by its field; a field means the same wherever it stands."""


def check_ranges(appraisal: Appraisal, report: Report) -> None:
    """Report every input outside what is possible."""
    for given in inputs_of(appraisal):
        low, high = RANGES[given.field]
        values = given.value if isinstance(given.value, tuple) else (given.value,)
        for wrong in (value for value in values if not low <= value <= high):
            shown = f"{wrong:_}" + (f", which is {format_ppm(wrong)}" if "_ppm" in given.field else "")
            why = "a value cannot be computed outside the possible range"
            report(Reason.OUT_OF_RANGE, given.key, shown, why, f"write a number from {low:_} to {high:_}")
