"""Random numbers that are a function of seed, path and what they are for, in machine code and, beside it, in NumPy.

Whole numbers of 64 bits are counted up and mixed: a path begins at a mixed number of its own, everything that is drawn
in it at a constant further on, made from the words that name it, and each draw is one odd step further. So a number
depends neither on what else is drawn, nor on the order, the threads or the blocks. The mixing is the finaliser of
SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, Fast Splittable Pseudorandom Number Generators, 2014) with the
constants of variant 13 (D. Stafford, Better Bit Mixing, 2011).

One draw gives two normals by the method of G. E. P. Box and M. E. Muller (1958): the lowest 40 bits their radius, so
that none is further from 0 than 7.54 (which 5 pairs in 10^13 would be), the other 24 the angle: two bits for the signs,
22 for the quarter of a turn.
"""

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from chizai.native.maths import log_times, quarter_circle, with_sign_of
from chizai.native.text import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TWO_TO_64 = 2**64
STEP = 0x9E3779B97F4A7C15
"""From one draw to the next, and from one path to the next: 2^64 over the golden ratio, odd."""
MIX = (30, 0xBF58476D1CE4E5B9, 27, 0x94D049BB133111EB, 31)
RADIUS_BITS, ANGLE_BITS = 40, 22
UNIT = 2.0**12
"""Its last bit, and that of all floats up to its double, is worth 2^-40."""
QUARTER = 2.0**29
"""Its last bit is worth 2^-23."""
FLOAT_BITS = {UNIT: 0x40B0000000000000, QUARTER: 0x41C0000000000000}


@lru_cache(maxsize=64)
def seed_key(seed: int) -> int:
    """Give where the paths of a seed begin: 64 bits."""
    return stream_constant("seed", "", seed)


def signed(bits: int) -> int:
    """Give 64 bits as a whole number with a sign."""
    return bits - TWO_TO_64 if bits >= TWO_TO_64 // 2 else bits


def stream_constant(kind: str, name: str, number: int = 0) -> int:
    """Give how far on the numbers of something begin: the first 64 bits of the SHA-256 of the words that name it.

    Args:
        kind: what sort of thing draws them.
        name: its id.
        number: which of several series of one thing.
    """
    words = f"{kind}\x1f{name}\x1f{number}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:8], "little")


def mixed(text: Text, number: str) -> str:
    """Mix 64 bits, one to one, so that all of them depend on each."""
    first, one, second, other, third = MIX
    number = text.times(text.differing(number, text.shifted_right(number, first)), text.constant(one))
    number = text.times(text.differing(number, text.shifted_right(number, second)), text.constant(other))
    return text.differing(number, text.shifted_right(number, third))


def squared_radius(text: Text, draw: str) -> str:
    """Give -2 ln u of the u that the lowest bits choose, between 0 and 1; it follows chi-square with 2 degrees."""
    low = text.both(draw, text.constant(2**RADIUS_BITS - 1))
    above = text.float_of(text.either(low, text.constant(FLOAT_BITS[UNIT])))
    uniform = text.float_minus(above, text.constant_float(UNIT - 2.0**-41))
    return log_times(text, uniform, -2.0)


def normal_pair(text: Text, draw: str) -> tuple[str, str]:
    """Give two independent standard normals of one draw."""
    return normals_at(text, draw, text.root(squared_radius(text, draw)))


def normals_at(text: Text, draw: str, radius: str) -> tuple[str, str]:
    """Give the two normals of a draw, the root of whose `squared_radius` has been made before."""
    # the lowest of the bits is set: angles stand in the middle of their steps
    steps = text.both(text.shifted_right(draw, RADIUS_BITS - 1), text.constant(2 ** (ANGLE_BITS + 1) - 2))
    above = text.float_of(text.either(steps, text.constant(FLOAT_BITS[QUARTER] + 1)))
    turned = text.float_minus(above, text.constant_float(QUARTER + 0.5))
    cosine, sine = quarter_circle(text, turned)
    one = with_sign_of(text, text.float_times(radius, cosine), draw)
    return one, with_sign_of(text, text.float_times(radius, sine), text.shifted_left(draw, 1))


def path_keys(seed: int, first: int, n_paths: int) -> "NDArray[np.uint64]":
    """Give where the numbers of paths begin, as the machine code does; shape (n_paths,)."""
    import numpy as np

    paths = np.arange(first, first + n_paths, dtype=np.uint64)
    return _mixed(np.uint64(seed_key(seed)) + paths * np.uint64(STEP))


def draws(keys: "NDArray[np.uint64]", constant: int, n_draws: int) -> "NDArray[np.uint64]":
    """Give draws of one thing in paths, as the machine code does; shape (n_draws, n_paths)."""
    import numpy as np

    begin = (keys + np.uint64(constant))[None]
    return _mixed(begin + np.arange(n_draws, dtype=np.uint64)[:, None] * np.uint64(STEP))


def squared_radii_of(drawn: "NDArray[np.uint64]") -> "NDArray[np.float64]":
    """Give what `squared_radius` does, by NumPy's logarithm."""
    import numpy as np

    uniform = ((drawn & np.uint64(2**RADIUS_BITS - 1)).astype(np.float64) + 0.5) / 2**RADIUS_BITS
    squared: NDArray[np.float64] = -2.0 * np.log(uniform)
    return squared


def normals_of(drawn: "NDArray[np.uint64]") -> "NDArray[np.float64]":
    """Give what `normal_pair` does, by NumPy's functions; shape (2, ...)."""
    import numpy as np

    steps = (drawn >> np.uint64(RADIUS_BITS)) & np.uint64(2**ANGLE_BITS - 1)
    angle = (steps.astype(np.float64) + 0.5) / 2**ANGLE_BITS * (np.pi / 2)
    radius = np.sqrt(squared_radii_of(drawn))
    signs = [1.0 - 2.0 * ((drawn >> np.uint64(bit)) & np.uint64(1)).astype(np.float64) for bit in (63, 62)]
    return np.stack((radius * np.cos(angle) * signs[0], radius * np.sin(angle) * signs[1]))


def _mixed(number: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Mix 64 bits as `mixed` does; they wrap around."""
    import numpy as np

    first, one, second, other, third = (np.uint64(each) for each in MIX)
    number = (number ^ (number >> first)) * one
    number = (number ^ (number >> second)) * other
    return number ^ (number >> third)
