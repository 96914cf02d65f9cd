"""Exponentials, logarithms and points on a circle in machine code, without branches, on all lanes of a vector alike.

Each is a polynomial after a reduction that loses nothing. Every operation is rounded by itself and those that multiply
and add are rounded once, by name; so the bits are the same for any number of lanes and on any processor. The
polynomials run through the function at the Chebyshev nodes of their interval, computed with 80 digits (N. J. Higham,
Accuracy and Stability of Numerical Algorithms, 2002, on evaluation by Horner; L. N. Trefethen, Approximation Theory and
Approximation Practice, 2013, on the nodes). They are within 2^-52 of the truth, relatively, before they are rounded.
"""

import math
import struct
from collections.abc import Sequence

from chizai.native.text import Text

MANTISSA_BITS = 52
ROUNDER = 1.5 * 2.0**52
"""Added to a float below 2^51 it leaves the nearest whole number in the lowest bits of the sum."""
EXPONENT_MOST = 1000.0
"""Exponents of 2 are held within so much either way: what a float can hold and more than anything needs."""

EXP2 = (
    0.6931471805599453,
    0.24022650695910097,
    0.0555041086648216,
    0.009618129107606888,
    0.0013333558146416936,
    0.0001540353044173605,
    1.5252733829836134e-05,
    1.3215442587921507e-06,
    1.0178062445837718e-07,
    7.0725859493055565e-09,
    4.454960599620728e-10,
)
"""(2^r - 1) / r over r from -1/2 to 1/2, the lowest power first."""
LOG = (
    1.0,
    -0.4999999999999845,
    0.33333333333337173,
    -0.2500000000076956,
    0.19999999999909318,
    -0.1666666655489462,
    0.14285714173578096,
    -0.1250000725329438,
    0.11111124270511763,
    -0.09999754859995885,
    0.0909028658518164,
    -0.08337810610043331,
    0.07707347824005895,
    -0.0710242204207069,
    0.064733768826712,
    -0.06339266227186051,
    0.07092012090709178,
    -0.06606377274291701,
    0.02991471437061158,
)
"""ln(1 + f) / f over f from the root of 1/2, less 1, to the root of 2, less 1."""
SINE = (
    1.1107207345395915,
    -0.45676559374971354,
    0.05635119642914205,
    -0.0033105000948264454,
    0.00011344902567117628,
    -2.544625117965686e-06,
    3.983792781681386e-08,
)
"""sin(r pi / 2) / r / sqrt 2 by r^2, over r to 1/2."""
COSINE = (
    0.7071067811865476,
    -0.8723580249548599,
    0.17937142921708463,
    -0.014752708726892442,
    0.0006500151735503144,
    -1.7820531100105167e-05,
    3.3309040813137663e-07,
    -4.469803598136422e-09,
)
"""cos(r pi / 2) / sqrt 2 by r^2, over r to 1/2."""

LEAST_MANTISSA_BITS = struct.unpack(">q", struct.pack(">d", math.sqrt(0.5)))[0]
"""The bits of the root of 1/2: logarithms are reduced to the interval from it to its double."""
EXPONENT_MASK = -(2**MANTISSA_BITS)


def polynomial(text: Text, terms: Sequence[float], of: str) -> str:
    """Give a polynomial by Horner's rule, the lowest power first."""
    value = text.constant_float(terms[-1])
    for each in reversed(terms[:-1]):
        value = text.fused(value, of, text.constant_float(each))
    return value


def exp2(text: Text, exponent: str, *, is_held: bool = True) -> str:
    """Give 2 to a power; 2^0 is exactly 1.

    The power is split into the nearest whole number, which goes to the float's own exponent, and the rest r, exactly;
    then 2^r = 1 + r (r's polynomial).

    Args:
        text: where it is written.
        exponent: the power.
        is_held: whether it is held within `EXPONENT_MOST` either way; else it must lie within.
    """
    held = exponent
    if is_held:
        held = text.float_least(held, text.constant_float(EXPONENT_MOST))
        held = text.float_most(held, text.constant_float(-EXPONENT_MOST))
    shifted = text.float_plus(held, text.constant_float(ROUNDER))
    whole = text.float_minus(shifted, text.constant_float(ROUNDER))
    rest = text.float_minus(held, whole)
    small = text.fused(polynomial(text, EXP2, rest), rest, text.constant_float(1.0))
    # the lowest bits of the shifted float hold the whole number; all above them are moved out
    exponent_bits = text.shifted_left(text.bits_of(shifted), MANTISSA_BITS)
    return text.float_of(text.plus(text.bits_of(small), exponent_bits))


def log_times(text: Text, number: str, factor: float) -> str:
    """Give the natural logarithm of a positive normal float times a factor.

    The number is m 2^e with m between the root of 1/2 and its double, exactly, and f = m - 1 is exact too. Where e is
    0, as for numbers near 1, nothing is lost by adding e ln 2. To divide, for a series in (m - 1) / (m + 1), would take
    longer than the longer polynomial: a processor divides few numbers at a time.
    """
    bits = text.bits_of(number)
    above = text.minus(bits, text.constant(LEAST_MANTISSA_BITS))
    exponent = text.to_float(text.halved(above, MANTISSA_BITS))
    mantissa = text.float_of(text.minus(bits, text.both(above, text.constant(EXPONENT_MASK))))
    rest = text.float_minus(mantissa, text.constant_float(1.0))
    square = text.float_times(rest, rest)
    even, odd = (polynomial(text, [each * factor for each in LOG[start::2]], square) for start in (0, 1))
    series = text.float_times(text.fused(odd, rest, even), rest)
    return text.fused(exponent, text.constant_float(math.log(2.0) * factor), series)


def quarter_circle(text: Text, turned: str) -> tuple[str, str]:
    """Give cosine and sine of an angle in the first quarter of the circle, both between 0 and 1.

    With r from -1/2 to 1/2 quarter turns away from the middle of the quarter, they are cos r / sqrt 2 less and plus
    sin r / sqrt 2, by the sum of angles.

    Args:
        text: where it is written.
        turned: r.
    """
    square = text.float_times(turned, turned)
    sine = text.float_times(polynomial(text, SINE, square), turned)
    cosine = polynomial(text, COSINE, square)
    return text.float_minus(cosine, sine), text.float_plus(cosine, sine)


def with_sign_of(text: Text, number: str, bits: str) -> str:
    """Turn the sign of floats where the highest bit is set."""
    sign = text.both(bits, text.constant(2**63))
    return text.float_of(text.differing(text.bits_of(number), sign))
