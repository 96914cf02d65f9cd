"""Divisions of the machine code, exact to the unit, without dividing whole numbers one by one.

No processor divides 64-bit whole numbers on many lanes at once. Floating point gives an estimate of each quotient;
where that is not enough, whole numbers that wrap around 64 bits tell how far it is off. Each function says why that is
right. Nothing may be taken for granted of what wraps: the instructions carry no flag that says that they never do.

Nothing that is divided, or divides, is negative. u = 2^-53 is by how much a float is off when rounded, relatively.
"""

from chizai.deal.program import RATIO_MAX
from chizai.units.rate import PPM
from chizai.waterfall.native_text import Kind, Text

LOWERED = 1.0 - 2.0**-49
"""Brings an estimated quotient below the true one, however the numbers that it is made of were rounded."""
SMALL = 2**50
"""Products below it are divided by one estimate."""
HALF = 0.5
MOST_RATIO = RATIO_MAX

Wholes = tuple[int, ...]
"""One whole number for each period."""


def accrue_small(text: Text, base: str, numerators: Wholes, divisors: Wholes) -> str:
    """Give `base * numerator // divisor`, where all products p lie below `SMALL`.

    Let x = p / d be the true quotient. (p + 1/2) / d = x + 1/(2d) is 1/(2d) or more away from every whole number above
    or below. The estimate of it has at most three roundings: of numerator over divisor, of the product with the base
    (none where the processor multiplies and adds in one), of the sum; half over divisor enters rounded, too. They move
    it by less than 3.01u (p + 1/2) / d, which is less than 1/(2d) because 6.02u (p + 1/2) < 6.02 * 2^-3 < 1. Cut off,
    it is x rounded down.
    """
    rates = text.term(tuple(n / d for n, d in zip(numerators, divisors, strict=True)))
    halves = text.term(tuple(HALF / each for each in divisors))
    return text.cut_off(text.call("llvm.fmuladd", Kind.FLOAT, text.to_float(base), rates, halves))


def accrue(text: Text, base: str, numerators: Wholes, divisors: Wholes) -> str:
    """Give `base * numerator // divisor`, which stays below 2^53, or the product below 2^63."""
    product = text.times(base, text.term(numerators))
    lowered = text.term(tuple(n * (1.0 / d) * LOWERED for n, d in zip(numerators, divisors, strict=True)))
    return divide(text, product, text.float_times(text.to_float(base), lowered), divisors)


def accrue_at(text: Text, base: str, rate: str, numerators: Wholes, divisors: Wholes) -> str:
    """Give `base * rate * numerator // divisor`, which stays below 2^53; the product may pass 63 bits."""
    product = text.times(text.times(base, rate), text.term(numerators))
    lowered = text.term(tuple(n * (1.0 / d) * LOWERED for n, d in zip(numerators, divisors, strict=True)))
    estimate = text.float_times(text.to_float(base), text.to_float(rate))
    return divide(text, product, text.float_times(estimate, lowered), divisors)


def divide(text: Text, product: str, estimate: str, divisors: Wholes) -> str:
    """Give `product // divisor`, where the quotient lies below 2^53, or the product below 2^63.

    Let x be the true quotient, and d < 2^40 the divisor.

    1. At most seven roundings and `LOWERED` (16u) went into the estimate: x (1 - 24u) <= estimate <= x. Cut off, it is
       q, less than 1 + 24ux below x, so the remainder r = product - q d lies in 0 <= r < d + 24uxd. Either x < 2^53,
       then r < 25d; or the product, xd, is below 2^63, then r < d + 24 * 2^10. In both r < 2^45.
    2. So r is right even where the product and q d have wrapped around 64 bits, and r + 1/2 is a float without loss.
    3. (r + 1/2) / d is 1/(2d) or more away from every whole number. Two roundings move it by less than 2.01u (r + 1/2)
       / d, which is less than 1/(2d) because 2.01u (r + 1/2) < 2^-51 * 2^45 < 1/2. Cut off, it is r // d exactly.
    """
    quotient = text.cut_off(estimate)
    remainder = text.minus(product, text.times(quotient, text.term(divisors)))
    above = text.float_plus(text.to_float(remainder), text.constant_float(HALF))
    reciprocals = text.term(tuple(1.0 / each for each in divisors))
    return text.plus(quotient, text.cut_off(text.float_times(above, reciprocals)))


def ratio(text: Text, part: str, whole: str, otherwise: str) -> str:
    """Give part over whole in ppm, rounded down, at most `MOST_RATIO`; something else where the whole is 0.

    The estimate of the quotient x has four roundings and is cut off at 10^9 + 2. Where x <= 10^9 + 1, it differs from x
    by less than 2^-20, so that q, 2^-10 more than it and cut off, is x rounded down or one more. The remainder then
    lies within the whole to either side of 0: it fits 64 bits whatever the whole is, and its sign tells which. Where x
    is more, q is 10^9 + 1 at least, and one less is still `MOST_RATIO`.
    """
    divisor = text.most(text.constant(1), whole)
    million = text.float_times(text.to_float(part), text.constant_float(float(PPM)))
    estimate, limit = text.float_over(million, text.to_float(divisor)), text.constant_float(MOST_RATIO + 2.0)
    is_below = text.say(f"fcmp olt {text.floats} {estimate}, {limit}")
    limited = text.choose(is_below, estimate, limit, Kind.FLOAT)
    quotient = text.cut_off(text.float_plus(limited, text.constant_float(2.0**-10)))
    remainder = text.minus(text.times(part, text.constant(PPM)), text.times(quotient, divisor))
    over = text.counted(text.compare("slt", remainder, text.constant(0)))
    found = text.least(text.constant(MOST_RATIO), text.minus(quotient, over))
    return text.choose(text.is_zero(whole), otherwise, found)


def part_of(text: Text, amount: str, due: str, total: str) -> str:
    """Give `amount * due // total`, where amount and due are at most total, and that is below 2^53; 0 if it is 0.

    All three are floats without loss. Two roundings move the estimate from the quotient x < 2^53: by less than 1.5
    where it is 2^52 or more, and is then a whole number; by less than 0.75 elsewhere. Cut off, it is at most one less
    and at most two more than x rounded down, so that the remainder lies from -2 to 2 times the total. It is right even
    where both products have wrapped around 64 bits, and says how many units to put back.
    """
    divisor = text.most(text.constant(1), total)
    estimate = text.float_times(text.to_float(amount), text.to_float(due))
    quotient = text.cut_off(text.float_over(estimate, text.to_float(divisor)))
    remainder = text.minus(text.times(amount, due), text.times(quotient, divisor))
    below = text.counted(text.compare("sge", remainder, divisor))
    above = text.counted(text.compare("slt", remainder, text.constant(0)))
    far_above = text.counted(text.compare("slt", remainder, text.minus(text.constant(0), divisor)))
    return text.minus(text.minus(text.plus(quotient, below), above), far_above)
