"""Money is an integer of minor units with a currency; nothing else ever holds money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of ISO 4217."""

    code: str
    digits: int
    """How many decimal digits its minor unit stands below the major one: 0 for JPY, 2 for USD."""


CURRENCIES = {
    code: Currency(code, digits)
    for code, digits in {
        "AUD": 2,
        "CAD": 2,
        "CHF": 2,
        "CNY": 2,
        "EUR": 2,
        "GBP": 2,
        "HKD": 2,
        "JPY": 0,
        "KRW": 0,
        "SGD": 2,
        "TWD": 2,
        "USD": 2,
    }.items()
}
"""The currencies that deals and statements may use, by ISO 4217 code."""

_AMOUNT = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?")


def parse_minor(text: str, currency: Currency) -> int:
    """Read a decimal amount as an exact number of minor units.

    Args:
        text: such as `1,234.50` or `-7000`; commas, if any, stand every three digits.
        currency: says how many decimals the minor unit has.

    Raises:
        ValueError: the text is no decimal number, or has a non-zero digit below the minor unit.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not an amount")
    part = (match["part"] or "").ljust(currency.digits, "0")
    kept, below = part[: currency.digits], part[currency.digits :]
    if below and int(below):
        raise ValueError(f"{text!r} has more decimals than {currency.code} has ({currency.digits})")
    return int(match["sign"] + match["whole"].replace(",", "") + kept)


def format_minor(amount_minor: int, currency: Currency) -> str:
    """Write an amount in major units with thousands separated, such as `1,234,567` or `-12.05`."""
    sign = "-" if amount_minor < 0 else ""
    scale = 10**currency.digits
    whole, part = divmod(abs(amount_minor), scale)
    decimals = f".{part:0{currency.digits}d}" if currency.digits else ""
    return f"{sign}{whole:,}{decimals}"


def amount_text(amount_minor: int, currency_code: str) -> str:
    """Write an amount with the code of its currency, such as `1,234 JPY`.

    Raises:
        KeyError: the code is none of `CURRENCIES`.
    """
    return f"{format_minor(amount_minor, CURRENCIES[currency_code])} {currency_code}"


def split_largest_remainder(amount_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide an amount by weights so that nothing is lost and no part is off by a whole unit.

    Each part is floored; the units left over go one each to the largest remainders, the earlier part first on a tie
    (Hamilton's method).

    Args:
        amount_minor: not negative.
        weights: not negative, at least one positive; shape (n_parts,).

    Raises:
        ValueError: the amount or a weight is negative, or all weights are zero.
    """
    _refuse_negative(amount_minor, weights)
    total = sum(weights)
    if total == 0:
        raise ValueError("weights must not all be zero")
    parts = [amount_minor * weight // total for weight in weights]
    remainders = [amount_minor * weight % total for weight in weights]
    left_over = amount_minor - sum(parts)
    for index in sorted(range(len(parts)), key=lambda i: -remainders[i])[:left_over]:
        parts[index] += 1
    return tuple(parts)


def split_first_in_order(amount_minor: int, dues_minor: Sequence[int]) -> tuple[int, ...]:
    """Divide an amount pro rata to what is due, the left-over units to the first that can still take them.

    This is the convention of other waterfall engines: each share is floored, then the list is filled from its
    front. No part exceeds its due; what exceeds all dues together is not given out.

    Args:
        amount_minor: not negative.
        dues_minor: not negative, shape (n_parts,).

    Raises:
        ValueError: the amount or a due is negative.
    """
    _refuse_negative(amount_minor, dues_minor)
    total = sum(dues_minor)
    if total == 0:
        return (0,) * len(dues_minor)
    amount_minor = min(amount_minor, total)
    parts = [amount_minor * due // total for due in dues_minor]
    left_over = amount_minor - sum(parts)
    for index, due in enumerate(dues_minor):
        more = min(left_over, due - parts[index])
        parts[index] += more
        left_over -= more
    return tuple(parts)


def _refuse_negative(amount_minor: int, weights: Sequence[int]) -> None:
    if amount_minor < 0 or min(weights, default=0) < 0:
        raise ValueError("an amount and the weights that divide it cannot be negative")
