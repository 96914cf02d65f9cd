"""Rates are integers in parts per million; every division states its direction."""

from chizai.units.daycount import YearFraction

PPM = 1_000_000
"""Parts per million in one: 52_160 ppm is 5.216 %."""

INT64_MAX = 2**63 - 1
"""The largest number that every executor can hold: no product may pass it."""


def share_floor(amount_minor: int, rate_ppm: int) -> int:
    """Give the part of an amount, rounded down (towards minus infinity)."""
    return amount_minor * rate_ppm // PPM


def share_ceil(amount_minor: int, rate_ppm: int) -> int:
    """Give the part of an amount, rounded up (towards plus infinity)."""
    return -(-amount_minor * rate_ppm // PPM)


def accrue_floor(balance_minor: int, rate_ppm_annual: int, fraction: YearFraction) -> int:
    """Give what a balance earns over part of a year, rounded down: `balance * rate * numerator // (denominator * PPM)`.

    This is the one place that says how interest and time-based fees accrue.
    """
    return balance_minor * rate_ppm_annual * fraction.numerator // (fraction.denominator * PPM)


def format_ppm(rate_ppm: int) -> str:
    """Write a rate in percent without trailing zeros: 52_160 is `5.216%`."""
    sign = "-" if rate_ppm < 0 else ""
    whole, part = divmod(abs(rate_ppm), 10_000)
    decimals = f".{part:04d}".rstrip("0") if part else ""
    return f"{sign}{whole}{decimals}%"
