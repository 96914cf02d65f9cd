"""Relief from royalty: what an owner saves because it need not take a licence."""

from dataclasses import dataclass

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, share_floor
from chizai.valuation.income_terms import ReliefFromRoyalty
from chizai.valuation.methods import MethodValue
from chizai.valuation.yearly import Subject, YearCash, value_years


@dataclass(frozen=True, slots=True)
class RoyaltyRate:
    """The rate that is saved, and how it was come by."""

    rate_ppm: int
    origin: Explained


def relief_from_royalty(method: ReliefFromRoyalty, rate: RoyaltyRate, subject: Subject) -> MethodValue:
    """Value the royalty that is saved on the sales of each year.

    `sales x rate`, less upkeep, less tax, each rounded down, then discounted. Source: IVS 210 (Intangible Assets),
    "Relief-from-Royalty Method", cited from memory.

    Args:
        method: sales, upkeep and terms.
        rate: the method's own, or the reading of its comparables.
        subject: what is valued.
    """
    return value_years([_year(number, method, rate, subject) for number in _years(method)], method.terms, subject)


def _years(method: ReliefFromRoyalty) -> range:
    return range(len(method.revenue_minor))


def _year(number: int, method: ReliefFromRoyalty, rate: RoyaltyRate, subject: Subject) -> YearCash:
    sources, revenue_minor = subject.sources, method.revenue_minor[number]
    royalty_minor = share_floor(revenue_minor, rate.rate_ppm)
    saved_minor = share_floor(royalty_minor, PPM - method.upkeep_ppm)
    after_tax_minor = share_floor(saved_minor, PPM - method.terms.tax_ppm)
    upkeep = (sources.rate("upkeep_ppm", "upkeep", method.upkeep_ppm),) if method.upkeep_ppm else ()
    less_upkeep = " x (1 - upkeep)" if upkeep else ""
    parts = (
        sources.amount("revenue_minor", f"sales of year {number + 1}", revenue_minor),
        rate.origin,
        *upkeep,
        sources.below("terms").rate("tax_ppm", "tax", method.terms.tax_ppm),
    )
    label, value = f"royalty saved in year {number + 1} after tax", amount_text(after_tax_minor, sources.currency)
    because = f"sales x royalty rate{less_upkeep} x (1 - tax), each rounded down"
    return YearCash(after_tax_minor, Explained(label, value, because, parts))
