"""A machine for the code of a contract that carries out one call for all numbers at once, way by way.

It knows the instructions that the vault uses, by the rules of Berlin but for prices. Storage, memory and the code of
other accounts may hold numbers that are not known; where they lie is always known. What it has no rule for it refuses,
so that nothing is proved by chance.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from eth_utils.crypto import keccak
from tests.agreement.symbolic_arithmetic import KNOWN, Arithmetic
from tests.agreement.symbolic_memory import Memory
from tests.agreement.symbolic_paths import Way
from tests.agreement.symbolic_word import WORD, UnknownShapeError, Value, Word

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
                self._reckon(op)
            elif op in {0x00, 0xF3, 0xFD}:
                returned = b"" if op == 0 else self._returned(op)
                return Outcome(op != 0xFD, returned, self.stored)
            else:
                self._other(op)

    def _reckon(self, op: int) -> None:
        x, y = self.stack.pop(), self.stack.pop()
        if not (isinstance(x, int) and isinstance(y, int)):
            self.reckoned_at.add(self.at - 1)
        self.stack.append(Arithmetic(self.way).both(op, x, y))

    def is_zero(self, value: Value) -> bool:
        return Arithmetic(self.way).is_zero(value)

    def _returned(self, op: int) -> bytes:
        at, length = self.place(), self.place()
        return self.memory.read(at, length) if op == 0xFD else b""

    def place(self) -> int:
        value = self.stack.pop()
        if not isinstance(value, int):
            raise UnknownShapeError("a place is not known")
        return value

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
