"""Divisions of the compiled loops, exact to the unit, without dividing whole numbers one by one.

No processor divides 64-bit whole numbers on many lanes at once. Floating point gives an estimate of each quotient, and
whole numbers without a sign, which wrap around 64 bits, tell how far it is off: each function says why that is enough.
Numbers with a sign would not do: the compiler takes it that they never wrap.

Nothing that is divided, or divides, is negative. u = 2^-53 is by how much a float is off when rounded, relatively.
"""

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from chizai.deal.program import RATIO_MAX
from chizai.units.rate import PPM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Row: TypeAlias = NDArray[np.int64]

LANES = 256
"""Paths in the innermost loop: their slots stay in the processor's cache."""

MILLION = PPM
MOST_RATIO = RATIO_MAX
LOWERED = 1.0 - 2.0**-49
"""Brings an estimated quotient below the true one, however the numbers that it is made of were rounded."""
SMALL = 2.0**50
"""Products below it are divided in one go; half of what could be, since they are compared in floating point."""


def accrue(changed: "Row", base: "Row", numerator: int, divisor: int, is_fresh: int) -> None:
    """Raise a row by `base * numerator // divisor`, or make it that; the product stays below 2^63.

    Where all products n lie below 2^51, (n + 1/2) / d is, as in `divide`, moved by less than what parts it from the
    whole numbers: 2.01u (n + 1/2) < 1/2. One estimate is then enough, and none where nothing accrues.
    """
    reciprocal, factor, largest = 1.0 / float(divisor), float(numerator), 0
    for lane in range(LANES):
        largest = max(largest, base[lane])
    if float(largest) * factor < SMALL:
        if is_fresh == 1:
            for lane in range(LANES):
                changed[lane] = int((float(base[lane]) * factor + 0.5) * reciprocal)
        elif largest > 0:
            for lane in range(LANES):
                changed[lane] += int((float(base[lane]) * factor + 0.5) * reciprocal)
        return
    lowered = reciprocal * LOWERED
    for lane in range(LANES):
        product = base[lane] * numerator
        grown = divide(np.uint64(product), float(product) * lowered, divisor, reciprocal)
        changed[lane] = grown if is_fresh == 1 else changed[lane] + grown


def accrue_at(changed: "Row", base: "Row", rates: "Row", numerator: int, divisor: int) -> None:
    """Raise a row by `base * rate * numerator // divisor`, which stays below 2^53; the product may pass 63 bits."""
    reciprocal = 1.0 / float(divisor)
    lowered = float(numerator) * reciprocal * LOWERED
    for lane in range(LANES):
        product = np.uint64(base[lane]) * np.uint64(rates[lane]) * np.uint64(numerator)
        estimate = float(base[lane]) * float(rates[lane]) * lowered
        changed[lane] += divide(product, estimate, divisor, reciprocal)


def divide(product: np.uint64, estimate: float, divisor: int, reciprocal: float) -> int:
    """Give `product // divisor`, where the quotient lies below 2^53, or the product below 2^63.

    Let x be the true quotient, and d < 2^40 the divisor.

    1. At most seven roundings and `LOWERED` (16u) went into the estimate: x (1 - 24u) <= estimate <= x. Cut off, it is
       q, less than 1 + 24ux below x, so the remainder r = product - q d lies in 0 <= r < d + 24uxd. Either x < 2^53,
       then r < 25d; or the product, xd, is below 2^63, then r < d + 24 * 2^10. In both r < 2^45.
    2. So r is right even where the product and q d have wrapped around 64 bits, and r + 1/2 is a float without loss.
    3. (r + 1/2) / d is 1/(2d) or more away from every whole number. Two roundings move it by less than 2.01u (r + 1/2)
       / d, which is less than 1/(2d) because 2.01u (r + 1/2) < 2^-51 * 2^45 < 1/2. Cut off, it is r // d exactly.
    """
    quotient = int(estimate)
    remainder = np.int64(product - np.uint64(quotient) * np.uint64(divisor))
    return quotient + int((float(remainder) + 0.5) * reciprocal)


def ratio(changed: "Row", part: "Row", whole: "Row", otherwise: "Row") -> None:
    """Let a row become part over whole in ppm, rounded down, at most `MOST_RATIO`.

    The estimate of the quotient x has four roundings and is cut off at 10^9 + 2. Where x <= 10^9 + 1, it differs from x
    by less than 2^-20, so that q, 2^-10 more than it and cut off, is x rounded down or one more. The remainder then
    lies within the whole to either side of 0: it fits 64 bits whatever the whole is, and its sign tells which. Where x
    is more, q is 10^9 + 1 at least, and one less is still `MOST_RATIO`.
    """
    for lane in range(LANES):
        divisor = max(1, whole[lane])
        estimate = float(part[lane]) * 1e6 / float(divisor)
        quotient = int(min(estimate, MOST_RATIO + 2.0) + 2.0**-10)
        product = np.uint64(part[lane]) * np.uint64(MILLION)
        remainder = np.int64(product - np.uint64(quotient) * np.uint64(divisor))
        found = min(MOST_RATIO, quotient - 1 if remainder < 0 else quotient)
        changed[lane] = found if whole[lane] != 0 else otherwise[lane]


def part_of(amount: int, due: int, total: int) -> int:
    """Give `amount * due // total`, where amount and due are at most total, and that is below 2^53.

    All three are floats without loss. Two roundings move the estimate from the quotient x < 2^53: by less than 1.5
    where it is 2^52 or more, and is then a whole number; by less than 0.75 elsewhere. Cut off, it is at most one less
    and at most two more than x rounded down, so that the remainder lies from -2 to 2 times the total. It is right even
    where both products have wrapped around 64 bits, and says how many units to put back.
    """
    divisor = max(1, total)
    quotient = int(float(amount) * float(due) / float(divisor))
    product = np.uint64(amount) * np.uint64(due)
    remainder = np.int64(product - np.uint64(quotient) * np.uint64(divisor))
    below = 1 if remainder >= divisor else 0
    above = (1 if remainder < 0 else 0) + (1 if remainder < -divisor else 0)
    return quotient + below - above
