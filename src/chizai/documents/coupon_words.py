"""The coupon of a class in words: fixed, or over an index."""

from chizai.deal.model import SecurityClass
from chizai.documents.words import Words


def bears_coupon(security: SecurityClass) -> bool:
    """Tell whether a class has a coupon from the start."""
    return bool(security.coupon_ppm_annual) or security.floating is not None


def coupon_words(security: SecurityClass, words: Words) -> str:
    """Say the coupon from closing: `3%`, or `tibor + 1%`."""
    return over_index(security, security.coupon_ppm_annual, words)


def over_index(security: SecurityClass, coupon_ppm_annual: int, words: Words) -> str:
    """Say a rate as a coupon of a class: as it is, or as the margin over its index."""
    rate = words.percent(coupon_ppm_annual)
    if security.floating is None:
        return rate
    return f"{security.floating.index} + {rate}" if coupon_ppm_annual else security.floating.index
