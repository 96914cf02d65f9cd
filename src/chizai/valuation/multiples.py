"""The market approach: a measure of the rights times what comparable ones were paid for it."""

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, share_floor
from chizai.valuation.market import Comparison
from chizai.valuation.market_terms import MarketMultiple, RatioKind
from chizai.valuation.methods import Method, MethodValue
from chizai.valuation.sources import Sources

METHODS = {RatioKind.MULTIPLE: Method.MULTIPLE, RatioKind.DEAL_MULTIPLE: Method.DEAL_MULTIPLE}
"""Method of each kind of comparables that a measure can be multiplied by."""


def market_multiple(method: MarketMultiple, comparison: Comparison, sources: Sources) -> MethodValue:
    """Value a measure at the multiple that is read, its range at the quartiles.

    Args:
        method: the measure.
        comparison: of multiples or deal multiples.
        sources: of the method.
    """
    value_minor = share_floor(method.measure_minor, comparison.read_ppm)
    used = METHODS[comparison.kind]
    parts = (sources.amount("measure_minor", "measure of the rights", method.measure_minor), comparison.origin)
    return MethodValue(
        id=method.id,
        method=used,
        value_minor=value_minor,
        value=method.measure_minor * comparison.read_ppm / PPM,
        low_minor=share_floor(method.measure_minor, comparison.lower_ppm),
        high_minor=share_floor(method.measure_minor, comparison.upper_ppm),
        origin=Explained(
            f"value of {method.id} by {used}",
            amount_text(value_minor, sources.currency),
            "measure x multiple, rounded down",
            parts,
        ),
    )
