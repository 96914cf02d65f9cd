"""Yearly cash after tax, discounted, with the tax amortisation benefit: what the income methods have in common."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chizai.assets.rights import Right
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.valuation.discounting import Timing, tax_amortisation_factor, year_factor
from chizai.valuation.income_terms import IncomeTerms
from chizai.valuation.methods import Method, MethodValue, nearest_minor
from chizai.valuation.sources import Sources
from chizai.valuation.tax_lives import tax_life

FACTOR_DIGITS = 7
"""Decimals of the tax amortisation benefit factor. The value is the present value times the factor as it is shown, so
that a reader who multiplies the two comes to the same figure."""


@dataclass(frozen=True, slots=True)
class YearCash:
    """What one year brings."""

    after_tax_minor: int
    origin: Explained


@dataclass(frozen=True, slots=True)
class Subject:
    """What is valued, and by which method."""

    id: str
    method: Method
    rights: Collection[Right]
    sources: Sources
    """Of the method."""


def value_years(cash: Sequence[YearCash], terms: IncomeTerms, subject: Subject) -> MethodValue:
    """Discount yearly cash and add the tax amortisation benefit.

    Args:
        cash: of each year after the day of the value, after tax; shape (n_years,).
        terms: discount rate, tax, timing.
        subject: what it is the value of.
    """
    sources = subject.sources.below("terms")
    life_years, life = tax_life(terms.tax_life_years, subject.rights, sources)
    exact = tax_amortisation_factor(terms.tax_ppm, life_years, terms.discount_ppm_annual, terms.timing)
    factor = round(exact, FACTOR_DIGITS)
    present = math.fsum(
        year.after_tax_minor * year_factor(terms.discount_ppm_annual, number, terms.timing)
        for number, year in enumerate(cash, start=1)
    )
    shares = (sources.rate("discount_ppm_annual", "discount rate", terms.discount_ppm_annual),)
    words = "(n - 1/2)" if terms.timing is Timing.MID_YEAR else "n"
    discounted = Explained(
        f"present value of {subject.id}",
        amount_text(nearest_minor(present), sources.currency),
        f"sum of each year's cash / (1 + rate)^{words}, shown rounded",
        (*(year.origin for year in cash), *shares),
    )
    value = present * factor
    return MethodValue(
        id=subject.id,
        method=subject.method,
        value_minor=nearest_minor(value),
        value=value,
        before_benefit=present,
        origin=Explained(
            f"value of {subject.id} by {subject.method}",
            amount_text(nearest_minor(value), sources.currency),
            "present value x tax amortisation benefit factor, rounded",
            (discounted, benefit_explained(factor, terms, life, sources)),
        ),
    )


def benefit_explained(factor: float, terms: IncomeTerms, life: Explained, sources: Sources) -> Explained:
    """Explain a tax amortisation benefit factor by tax, life and discount rate."""
    return Explained(
        "tax amortisation benefit factor",
        f"{factor:.{FACTOR_DIGITS}f}",
        f"n / (n - tax x annuity of n years, {terms.timing}), to {FACTOR_DIGITS} decimals",
        (
            sources.rate("tax_ppm", "tax", terms.tax_ppm),
            life,
            sources.rate("discount_ppm_annual", "discount rate", terms.discount_ppm_annual),
        ),
    )
