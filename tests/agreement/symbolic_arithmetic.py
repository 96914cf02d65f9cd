"""What two words make on a way, also where they are not known: the instructions that reckon and compare."""

from collections.abc import Callable
from dataclasses import dataclass

import z3
from tests.agreement.symbolic_paths import Way
from tests.agreement.symbolic_word import (
    WORD,
    Differing,
    UnknownShapeError,
    Value,
    Word,
    bound,
    joined,
    masked,
    number,
    shifted_left,
    shifted_right,
    term,
    word_of,
)

LIMIT = 2**63
"""Numbers of slots are below it."""


def signed(value: int) -> int:
    """Read a word as a number that may be below 0."""
    return value - WORD if value >> 255 else value


def _divided(x: int, y: int) -> int:
    return 0 if y == 0 else x // y


def _byte(place: int, value: int) -> int:
    return value >> 8 * (31 - place) & 0xFF if place < 32 else 0


def _extended(width: int, value: int) -> int:
    bits = 8 * (width + 1)
    return value if width > 30 else (value & (1 << bits) - 1) - (value >> bits - 1 & 1) * (1 << bits)


KNOWN: dict[int, Callable[[int, int], int]] = {
    0x01: lambda x, y: x + y,
    0x02: lambda x, y: x * y,
    0x03: lambda x, y: x - y,
    0x04: _divided,
    0x05: lambda x, y: 0 if y == 0 else abs(signed(x)) // abs(signed(y)) * (1 if (x ^ y) >> 255 == 0 else -1),
    0x06: lambda x, y: 0 if y == 0 else x % y,
    0x0A: lambda x, y: pow(x, y, WORD),
    0x0B: _extended,
    0x10: lambda x, y: x < y,
    0x11: lambda x, y: x > y,
    0x12: lambda x, y: signed(x) < signed(y),
    0x13: lambda x, y: signed(x) > signed(y),
    0x14: lambda x, y: x == y,
    0x16: lambda x, y: x & y,
    0x17: lambda x, y: x | y,
    0x18: lambda x, y: x ^ y,
    0x1A: _byte,
    0x1B: lambda by, x: x << by if by < 256 else 0,
    0x1C: lambda by, x: x >> by if by < 256 else 0,
    0x1D: lambda by, x: signed(x) >> min(by, 255),
}
"""What two known words make; cut to 256 bits afterwards."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """What is known of numbers on one way, put to use."""

    way: Way

    def both(self, op: int, x: Value, y: Value) -> Value:
        """Give what an instruction makes of two words, the first from the top of the stack.

        Raises:
            UnknownShapeError: there is no rule for it.
        """
        if isinstance(x, int) and isinstance(y, int):
            return int(KNOWN[op](x, y)) % WORD
        rules: dict[int, Callable[[Value, Value], Value]] = {
            0x01: self._sum, 0x02: self._product, 0x03: self._difference, 0x04: self._quotient, 0x10: self._less,
            0x11: lambda a, b: self._less(b, a), 0x14: self._equal, 0x16: self._and, 0x17: self._or,
            0x18: self._differing, 0x1B: lambda by, of: shifted_left(self._narrowed(of), self._known(by)),
            0x1C: lambda by, of: shifted_right(of, self._known(by)),
        }  # fmt: skip
        if op not in rules:
            raise UnknownShapeError(f"instruction {op:#x} of a number that is not known")
        return rules[op](x, y)

    @staticmethod
    def _known(value: Value) -> int:
        if not isinstance(value, int):
            raise UnknownShapeError("a shift is not known")
        return value

    def _sum(self, x: Value, y: Value) -> Value:
        return number(term(x) + term(y), bound(word_of(x)) + bound(word_of(y)) - 1)

    def _product(self, x: Value, y: Value) -> Value:
        for one, other in ((x, y), (y, x)):
            if isinstance(one, int) and one in {0, 1}:
                return other if one else 0
        product = term(x) * term(y)
        self.way.products[product.get_id()] = (product, term(x), term(y))
        return number(product, (bound(word_of(x)) - 1) * (bound(word_of(y)) - 1) + 1)

    def _difference(self, x: Value, y: Value) -> Value:
        if x == y:
            return 0
        if self.way.decides(term(x) >= term(y)):
            return number(term(x) - term(y), bound(word_of(x)))
        return number(term(x) - term(y) + WORD, WORD)

    def _quotient(self, x: Value, y: Value) -> Value:
        if isinstance(y, int):
            return number(term(x) / y, (bound(word_of(x)) - 1) // y + 1) if y else 0
        if self.way.decides(term(y) == 0):
            return 0
        return number(self.way.divided(z3.IntVal(x) if isinstance(x, int) else term(x), term(y)), bound(word_of(x)))

    def _less(self, x: Value, y: Value) -> Value:
        if isinstance(y, int) and bound(word_of(x)) <= y:
            return 1
        return int(self.way.decides(term(x) < term(y)))

    def _equal(self, x: Value, y: Value) -> Value:
        return int(x == y or self.way.decides(term(x) == term(y)))

    def _and(self, x: Value, y: Value) -> Value:
        if isinstance(x, int):
            return masked(y, x)
        if isinstance(y, int):
            return masked(x, y)
        raise UnknownShapeError("a mask is not known")

    def _narrowed(self, value: Value) -> Value:
        """Bound a number more closely, if what is known on this way says that it is one of a slot."""
        if isinstance(value, Word) and len(value.fields) == 1 and not value.known:
            (only,) = value.fields
            if not only.at and only.below > LIMIT and self.way.is_sure(only.term < LIMIT):
                return number(only.term, LIMIT)
        return value

    def _or(self, x: Value, y: Value) -> Value:
        x, y = self._narrowed(x), self._narrowed(y)
        both = joined(x, y)
        if both is not None:
            return both
        # of bits that overlap only this is known, and it is enough: the result is no less than either, and no longer
        most = 1 << (max(bound(word_of(x)), bound(word_of(y))) - 1).bit_length()
        overlaid = self.way.named("overlaid")
        self.way.solver.add(overlaid >= term(x), overlaid >= term(y), overlaid < most)
        return number(overlaid, most)

    def _differing(self, x: Value, y: Value) -> Value:
        for one, other in ((x, y), (y, x)):
            if isinstance(one, int) and one == 0:
                return other
            if isinstance(one, Differing):
                if other == one.one:
                    return one.other
                if other == one.other:
                    return one.one
        if isinstance(x, Differing) or isinstance(y, Differing):
            raise UnknownShapeError("an exclusive or of three numbers")
        return 0 if x == y else Differing(x, y)

    def is_zero(self, value: Value) -> bool:
        """Tell whether a word is 0 on this way."""
        if isinstance(value, int):
            return value == 0
        if isinstance(value, Differing):
            return self.way.decides(term(value.one) == term(value.other))
        return self.way.decides(term(value) == 0)
