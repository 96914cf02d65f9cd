"""Amounts finer than the minor unit: summed exactly, rounded down once, the remainder never lost from sight."""

from chizai.units.money import Currency, format_minor, parse_minor

FINE = Currency("fine", 12)
"""Twelve decimals of the major unit: finer than any statement states."""


def parse_fine(text: str) -> int:
    """Read a decimal amount as units of 10^-12 of the major unit.

    Raises:
        ValueError: it is no decimal number, or has more than twelve decimals.
    """
    return parse_minor(text, FINE)


def split_fine(amount_fine: int, currency: Currency) -> tuple[int, int]:
    """Give whole minor units, rounded down (towards minus infinity), and the fine units that remain, 0 or more."""
    scale = int(10 ** (FINE.digits - currency.digits))
    return divmod(amount_fine, scale)


def format_fine(amount_fine: int, currency: Currency) -> str:
    """Write an exact amount with its currency, with no fewer decimals than the currency has."""
    whole, _, decimals = format_minor(amount_fine, FINE).partition(".")
    decimals = decimals.rstrip("0").ljust(currency.digits, "0")
    return f"{whole}.{decimals} {currency.code}" if decimals else f"{whole} {currency.code}"
