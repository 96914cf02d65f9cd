"""Multi-period excess earnings: what earnings leave once every other asset has had its return."""

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, share_ceil, share_floor
from chizai.valuation.income_terms import ContributoryAsset, ExcessEarnings
from chizai.valuation.methods import MethodValue
from chizai.valuation.sources import Sources
from chizai.valuation.yearly import Subject, YearCash, value_years


def excess_earnings(method: ExcessEarnings, subject: Subject) -> MethodValue:
    """Value earnings after tax less contributory asset charges.

    Earnings after tax are rounded down and charges up, so that the excess is never overstated. Source: IVS 210
    (Intangible Assets), "Excess Earnings Method"; The Appraisal Foundation, "The Identification of Contributory Assets
    and Calculation of Economic Rents", both cited from memory.

    Args:
        method: earnings, contributory assets and terms; a value of each asset for each year.
        subject: what is valued.
    """
    years = range(len(method.earnings_minor))
    return value_years([_year(number, method, subject.sources) for number in years], method.terms, subject)


def _year(number: int, method: ExcessEarnings, sources: Sources) -> YearCash:
    before_minor = method.earnings_minor[number]
    after_tax_minor = share_floor(before_minor, PPM - method.terms.tax_ppm)
    charges = [_charge(number, index, asset, sources) for index, asset in enumerate(method.assets)]
    excess_minor = after_tax_minor - sum(charge_minor for charge_minor, _ in charges)
    label, value = f"excess earnings of year {number + 1}", amount_text(excess_minor, sources.currency)
    parts = (
        sources.amount("earnings_minor", f"earnings of year {number + 1} before tax", before_minor),
        sources.below("terms").rate("tax_ppm", "tax", method.terms.tax_ppm),
        *(origin for _, origin in charges),
    )
    because = "earnings x (1 - tax), rounded down, less each contributory asset charge"
    return YearCash(excess_minor, Explained(label, value, because, parts))


def _charge(number: int, index: int, asset: ContributoryAsset, sources: Sources) -> tuple[int, Explained]:
    here = sources.below("assets", index, asset.id)
    value_minor = asset.fair_value_minor[number]
    charge_minor = share_ceil(value_minor, asset.return_ppm_annual)
    parts = (
        here.amount("fair_value_minor", f"value of {asset.id} in year {number + 1}", value_minor),
        here.rate("return_ppm_annual", f"return on {asset.id} after tax", asset.return_ppm_annual),
    )
    shown = amount_text(charge_minor, sources.currency)
    return charge_minor, Explained(f"charge for {asset.id}", shown, "value x return, rounded up", parts)
