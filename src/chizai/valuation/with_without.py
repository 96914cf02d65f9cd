"""With and without: a business that has the rights against the same business without them."""

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, share_floor
from chizai.valuation.income_terms import WithAndWithout
from chizai.valuation.methods import MethodValue
from chizai.valuation.sources import Sources
from chizai.valuation.yearly import Subject, YearCash, value_years


def with_and_without(method: WithAndWithout, subject: Subject) -> MethodValue:
    """Value the difference in earnings after tax that the rights make, times its probability.

    Source: IVS 210 (Intangible Assets), "Premium Profit Method or With-and-Without Method", cited from memory.

    Args:
        method: earnings of both cases, for the same years.
        subject: what is valued.
    """
    years = range(len(method.with_minor))
    return value_years([_year(number, method, subject.sources) for number in years], method.terms, subject)


def _year(number: int, method: WithAndWithout, sources: Sources) -> YearCash:
    having_minor, lacking_minor = method.with_minor[number], method.without_minor[number]
    likely_minor = share_floor(having_minor - lacking_minor, method.probability_ppm)
    after_tax_minor = share_floor(likely_minor, PPM - method.terms.tax_ppm)
    label, value = f"difference of year {number + 1} after tax", amount_text(after_tax_minor, sources.currency)
    parts = (
        sources.amount("with_minor", f"earnings of year {number + 1} with the rights", having_minor),
        sources.amount("without_minor", f"earnings of year {number + 1} without them", lacking_minor),
        sources.rate("probability_ppm", "probability", method.probability_ppm),
        sources.below("terms").rate("tax_ppm", "tax", method.terms.tax_ppm),
    )
    because = "(with - without) x probability x (1 - tax), each rounded down"
    return YearCash(after_tax_minor, Explained(label, value, because, parts))
