"""Present value on actual dates, and the tax amortisation benefit."""

import math
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from chizai.units.daycount import DayCount, year_fraction
from chizai.units.rate import PPM


class Timing(StrEnum):
    """When the cash of a year is taken to come."""

    END_YEAR = "end-year"
    """All on the year's last day."""
    MID_YEAR = "mid-year"
    """All in its middle, as for cash that comes evenly."""


def discount_factor(rate_ppm_annual: int, from_on: date, paid_on: date) -> float:
    """Give what one unit of cash paid on a day is worth on an earlier one: `(1 + rate)^(-days / 365)`.

    Args:
        rate_ppm_annual: compounded annually on ACT/365F, above -1_000_000.
        from_on: the day of the value.
        paid_on: the day of the cash.

    Raises:
        ValueError: the cash lies before the value.
    """
    fraction = year_fraction(from_on, paid_on, DayCount.ACT_365F)
    return float((1 + rate_ppm_annual / PPM) ** (-fraction.numerator / fraction.denominator))


def survival_factor(loss_ppm_annual: int, from_on: date, until_on: date) -> float:
    """Give the part that is left on a day of what loses a constant part each year: `(1 - loss)^(days / 365)`.

    Args:
        loss_ppm_annual: from 0 to 1_000_000.
        from_on: the day on which all of it is there.
        until_on: the day that is asked for.
    """
    fraction = year_fraction(from_on, until_on, DayCount.ACT_365F)
    return float((1 - loss_ppm_annual / PPM) ** (fraction.numerator / fraction.denominator))


def present_value(flows: Iterable[tuple[date, float]], rate_ppm_annual: int, as_of_on: date) -> float:
    """Sum cash after a day, each discounted to it; cash on or before it is not counted.

    Args:
        flows: day and amount, in any order.
        rate_ppm_annual: compounded annually on ACT/365F.
        as_of_on: the day of the value.
    """
    return math.fsum(
        amount * discount_factor(rate_ppm_annual, as_of_on, paid_on) for paid_on, amount in flows if paid_on > as_of_on
    )


def year_factor(rate_ppm_annual: int, year: int, timing: Timing) -> float:
    """Give what one unit of a year's cash is worth at the start of the first: `(1 + rate)^-n`, or `^-(n - 1/2)`.

    Args:
        rate_ppm_annual: compounded annually, above -1_000_000.
        year: number of the year, from 1.
        timing: at the end or in the middle of each year.
    """
    years = year - 0.5 if timing is Timing.MID_YEAR else float(year)
    return float((1 + rate_ppm_annual / PPM) ** -years)


def tax_amortisation_factor(
    tax_ppm: int, life_years: int, rate_ppm_annual: int, timing: Timing = Timing.END_YEAR
) -> float:
    """Give by what a value is multiplied because its buyer may amortise it for tax: `n / (n - t * a)`.

    `a` is the annuity of `n` yearly payments of 1 at the rate. The benefit is itself part of what is amortised, so
    the factor is the sum of a geometric series. Straight-line amortisation, as Japan prescribes for intangible assets
    (Corporation Tax Act, Enforcement Order art. 48-2); the benefit is that of IVS 210 (Intangible Assets), section
    "Tax Amortisation Benefit", in its usual closed form. Both are cited from memory and to be verified at their source.

    Args:
        tax_ppm: rate of tax.
        life_years: years of amortisation; 0 for no benefit.
        rate_ppm_annual: the rate that the receipts are discounted at.
        timing: when in each year tax is saved.
    """
    annuity = math.fsum(year_factor(rate_ppm_annual, year, timing) for year in range(1, life_years + 1))
    return life_years / (life_years - tax_ppm / PPM * annuity) if life_years else 1.0
