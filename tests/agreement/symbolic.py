"""A machine for the code of a contract that carries out one call for all numbers at once, way by way.

It knows the instructions that the vault uses, by the rules of Berlin but for prices. Storage, memory and the code of
other accounts may hold numbers that are not known; where they lie is always known. What it has no rule for it refuses,
so that nothing is proved by chance.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import z3
from eth_utils.crypto import keccak
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
EVERYTHING = 2**200
"""What the money answers to every question."""


@dataclass(frozen=True, slots=True)
class World:
    """What a call finds."""

    address: int
    caller: int
    timestamp: int
    code_of: Callable[[int], bytes]
    storage_of: Callable[[int], Value]
    unknown_code: Mapping[tuple[int, int], Word]
    """Unknown numbers of eight bytes in the code of an account, by its address and the number's place."""


@dataclass(slots=True)
class Outcome:
    """What a call led to."""

    is_done: bool
    returned: bytes
    stored: dict[int, Value]


@dataclass(slots=True)
class Memory:
    """Bytes, of which some belong to words that are not known."""

    known: bytearray = field(default_factory=bytearray)
    unknown: dict[int, tuple[Word, int]] = field(default_factory=dict)
    """By place, the word to which a byte belongs and its number there, from the highest."""

    def reach(self, end: int) -> None:
        """Make the memory at least so long."""
        if end > len(self.known):
            self.known.extend(bytes(end - len(self.known)))

    def write(self, at: int, content: bytes) -> None:
        """Put known bytes."""
        self.reach(at + len(content))
        self.known[at : at + len(content)] = content
        if self.unknown:
            for place in range(at, at + len(content)):
                self.unknown.pop(place, None)

    def store(self, at: int, value: Value) -> None:
        """Put a word."""
        if isinstance(value, int):
            self.write(at, value.to_bytes(32, "big"))
            return
        self.reach(at + 32)
        word = word_of(value)
        for place in range(32):
            self.unknown[at + place] = (word, place)

    def load(self, at: int) -> Value:
        """Get a word."""
        self.reach(at + 32)
        found: Value = int.from_bytes(self.known[at : at + 32], "big")
        if not self.unknown:
            return found
        place = 0
        while place < 32:
            if at + place not in self.unknown:
                place += 1
                continue
            word, first = self.unknown[at + place]
            length = 1
            while place + length < 32 and self.unknown.get(at + place + length) == (word, first + length):
                length += 1
            found = self._with(
                found, place, length, masked(shifted_right(word, 8 * (32 - first - length)), (1 << 8 * length) - 1)
            )
            place += length
        return found

    @staticmethod
    def _with(found: Value, place: int, length: int, part: Value) -> Value:
        shift = 8 * (32 - place - length)
        both = joined(masked(found, WORD - 1 ^ ((1 << 8 * length) - 1) << shift), shifted_left(part, shift))
        assert both is not None
        return both

    def read(self, at: int, length: int) -> bytes:
        """Get bytes that are known."""
        self.reach(at + length)
        if any(place in self.unknown for place in range(at, at + length)):
            raise UnknownShapeError("bytes that are not known are read")
        return bytes(self.known[at : at + length])


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


@dataclass(slots=True)
class Call:
    """A call under way."""

    world: World
    way: Way
    code: bytes
    data: bytes
    stack: list[Value] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    stored: dict[int, Value] = field(default_factory=dict)
    answer: bytes = b""
    at: int = 0
    reckoned_at: set[int] = field(default_factory=set)
    """Where in the code two numbers met of which one at least is not known."""

    def run(self) -> Outcome:
        """Carry out the call to its end."""
        while True:
            op = self.code[self.at] if self.at < len(self.code) else 0
            self.at += 1
            if 0x5F < op < 0x80:
                length = op - 0x5F
                self.stack.append(int.from_bytes(self.code[self.at : self.at + length], "big"))
                self.at += length
            elif 0x7F < op < 0x90:
                self.stack.append(self.stack[0x7F - op])
            elif 0x8F < op < 0xA0:
                deep = 0x8E - op
                self.stack[-1], self.stack[deep] = self.stack[deep], self.stack[-1]
            elif op in KNOWN:
                self.stack.append(self._both(op, self.stack.pop(), self.stack.pop()))
            elif op in {0x00, 0xF3, 0xFD}:
                returned = b"" if op == 0 else self._returned(op)
                return Outcome(op != 0xFD, returned, self.stored)
            else:
                self._other(op)

    def _returned(self, op: int) -> bytes:
        at, length = self.place(), self.place()
        return self.memory.read(at, length) if op == 0xFD else b""

    def place(self) -> int:
        value = self.stack.pop()
        if not isinstance(value, int):
            raise UnknownShapeError("a place is not known")
        return value

    def _is(self, condition: object) -> bool:
        return self.way.decides(condition)

    # --- two words ---

    def _both(self, op: int, x: Value, y: Value) -> Value:
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
        self.reckoned_at.add(self.at - 1)
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
        if self._is(term(x) >= term(y)):
            return number(term(x) - term(y), bound(word_of(x)))
        return number(term(x) - term(y) + WORD, WORD)

    def _quotient(self, x: Value, y: Value) -> Value:
        if isinstance(y, int):
            return number(term(x) / y, (bound(word_of(x)) - 1) // y + 1) if y else 0
        if self._is(term(y) == 0):
            return 0
        return number(self.way.divided(z3.IntVal(x) if isinstance(x, int) else term(x), term(y)), bound(word_of(x)))

    def _less(self, x: Value, y: Value) -> Value:
        if isinstance(y, int) and bound(word_of(x)) <= y:
            return 1
        return int(self._is(term(x) < term(y)))

    def _equal(self, x: Value, y: Value) -> Value:
        return int(x == y or self._is(term(x) == term(y)))

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
        if isinstance(value, int):
            return value == 0
        if isinstance(value, Differing):
            return self._is(term(value.one) == term(value.other))
        return self._is(term(value) == 0)

    # --- everything else ---

    def _other(self, op: int) -> None:
        if op in FOUND:
            self.stack.append(FOUND[op](self))
        elif op in DONE:
            DONE[op](self)
        elif 0x9F < op < 0xA5:
            del self.stack[0xA0 - op - 2 :]  # what is noted for others changes nothing
        else:
            raise UnknownShapeError(f"instruction {op:#x}")

    def hashed(self) -> int:
        return int.from_bytes(keccak(self.memory.read(self.place(), self.place())), "big")

    def datum(self) -> int:
        at = self.place()
        return int.from_bytes(self.data[at : at + 32].ljust(32, b"\0"), "big")

    def copy(self, source: bytes) -> None:
        to, at, length = self.place(), self.place(), self.place()
        self.memory.write(to, source[at : at + length].ljust(length, b"\0"))

    def loaded(self) -> Value:
        place = self.place()
        return self.stored[place] if place in self.stored else self.world.storage_of(place)

    def store(self) -> None:
        place = self.place()
        self.stored[place] = self.stack.pop()

    def go(self) -> None:
        self.at = self.place()

    def go_if(self) -> None:
        to, condition = self.place(), self.stack.pop()
        self.at = self.at if self.is_zero(condition) else to

    def copy_code(self) -> None:
        account, to, at, length = (self.place() for _ in range(4))
        self.memory.write(to, self.world.code_of(account)[at : at + length].ljust(length, b"\0"))
        for (whose, place), word in self.world.unknown_code.items():
            if whose == account and at <= place and place + 8 <= at + length:
                for byte in range(8):
                    self.memory.unknown[to + place - at + byte] = (word, 24 + byte)
            elif whose == account and place < at + length and at < place + 8:
                raise UnknownShapeError("a number is copied in part")

    def ask(self, n_words: int) -> None:
        """Answer a call of another contract: the money has enough, and that is all that is asked here."""
        *_, to, length = (self.place() for _ in range(n_words))
        self.answer = EVERYTHING.to_bytes(32, "big")
        self.memory.write(to, self.answer[:length])
        self.stack.append(1)


FOUND: dict[int, Callable[[Call], Value]] = {
    0x15: lambda call: int(call.is_zero(call.stack.pop())),
    0x19: lambda call: WORD - 1 - call.place(),
    0x20: Call.hashed,
    0x30: lambda call: call.world.address,
    0x33: lambda call: call.world.caller,
    0x34: lambda _: 0,
    0x35: Call.datum,
    0x36: lambda call: len(call.data),
    0x38: lambda call: len(call.code),
    0x3B: lambda call: len(call.world.code_of(call.place())),
    0x3D: lambda call: len(call.answer),
    0x42: lambda call: call.world.timestamp,
    0x51: lambda call: call.memory.load(call.place()),
    0x54: Call.loaded,
    0x5A: lambda _: 1 << 60,
}
"""Instructions that find one word."""

DONE: dict[int, Callable[[Call], object]] = {
    0x37: lambda call: call.copy(call.data),
    0x39: lambda call: call.copy(call.code),
    0x3C: Call.copy_code,
    0x3E: lambda call: call.copy(call.answer),
    0x50: lambda call: call.stack.pop(),
    0x52: lambda call: call.memory.store(call.place(), call.stack.pop()),
    0x53: lambda call: call.memory.write(call.place(), bytes([call.place() & 0xFF])),
    0x55: Call.store,
    0x56: Call.go,
    0x57: Call.go_if,
    0x5B: lambda _: None,
    0xF1: lambda call: call.ask(7),
    0xFA: lambda call: call.ask(6),
}
"""Instructions that change something and find nothing."""
