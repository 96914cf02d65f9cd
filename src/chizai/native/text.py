"""LLVM's language, written instruction by instruction, over vectors that hold one number for each of several paths."""

import struct
from dataclasses import dataclass, field
from enum import StrEnum

TWO_TO_64 = 2**64
ALIGNED = 8
"""Bytes at a multiple of which each number lies."""


class Kind(StrEnum):
    """What a vector is made of."""

    WHOLE = "i64"
    """Whole numbers of 64 bits. They wrap around, and have a sign only where they are compared or converted."""
    FLOAT = "double"
    """Floating point of 64 bits, each operation rounded to the nearest by itself."""


_SHORT = {Kind.WHOLE: "i64", Kind.FLOAT: "f64"}
"""How the names of LLVM's functions call each kind."""


@dataclass(slots=True)
class Text:
    """Instructions in the making."""

    n_lanes: int
    """How many paths a vector holds."""
    lines: list[str] = field(default_factory=list)
    n_names: int = 0
    called: dict[str, str] = field(default_factory=dict)
    """Declarations of LLVM's own functions that are called, by name."""

    def vector(self, kind: Kind) -> str:
        """Name the type of a vector."""
        return f"<{self.n_lanes} x {kind}>"

    @property
    def wholes(self) -> str:
        """Name the type of a vector of whole numbers."""
        return self.vector(Kind.WHOLE)

    @property
    def floats(self) -> str:
        """Name the type of a vector of floats."""
        return self.vector(Kind.FLOAT)

    @property
    def vector_bytes(self) -> int:
        """Give the bytes that a vector of either kind takes."""
        return 8 * self.n_lanes

    def do(self, *lines: str) -> None:
        """Write lines that make no value."""
        self.lines.extend(lines)

    def taken(self) -> list[str]:
        """Take what has been written: it stands in the text no more."""
        lines, self.lines = self.lines, []
        return lines

    def name(self) -> str:
        """Give a name that nothing else bears, without the sign before it."""
        self.n_names += 1
        return f"t{self.n_names}"

    def say(self, instruction: str) -> str:
        """Write an instruction that makes a value; give the value's name."""
        name = f"%{self.name()}"
        self.lines.append(f"  {name} = {instruction}")
        return name

    def at(self, place: str, n_bytes: int | str) -> str:
        """Give the place so many bytes further on; a number, or the name of one."""
        return self.say(f"getelementptr i8, ptr {place}, i64 {n_bytes}")

    def read_one(self, place: str, number: int | str = 0) -> str:
        """Give the one whole number, not a vector, that stands so many numbers further on."""
        return self.say(f"load i64, ptr {self.say(f'getelementptr i64, ptr {place}, i64 {number}')}, align 8")

    def read(self, kind: Kind, place: str, number: int | str) -> str:
        """Give a vector that holds, for all paths, the one number so many places further on."""
        address = self.say(f"getelementptr {Kind.WHOLE}, ptr {place}, i64 {number}")
        return self.spread(kind, self.say(f"load {kind}, ptr {address}"))

    def spread(self, kind: Kind, scalar: str) -> str:
        """Give a vector that holds one number for all paths."""
        of = self.vector(kind)
        one = self.say(f"insertelement {of} poison, {kind} {scalar}, i64 0")
        return self.say(f"shufflevector {of} {one}, {of} poison, <{self.n_lanes} x i32> zeroinitializer")

    def load(self, kind: Kind, place: str, aligned: int = ALIGNED) -> str:
        """Read a vector, one number for each path, from a place that is a multiple of so many bytes."""
        return self.say(f"load {self.vector(kind)}, ptr {place}, align {aligned}")

    def store(self, kind: Kind, value: str, place: str, aligned: int = ALIGNED) -> None:
        """Write a vector to a place that is a multiple of so many bytes."""
        self.do(f"  store {self.vector(kind)} {value}, ptr {place}, align {aligned}")

    def lane_numbers(self) -> str:
        """Give the number of each path in the vector, from 0."""
        return "<" + ", ".join(f"{Kind.WHOLE} {number}" for number in range(self.n_lanes)) + ">"

    def chosen_places(self, place: str, numbers: str) -> str:
        """Give for each path the place so many numbers further on, its own number of them."""
        return self.say(f"getelementptr {Kind.WHOLE}, ptr {place}, {self.wholes} {numbers}")

    def gather(self, kind: Kind, places: str, bits: str) -> str:
        """Read for each path the number at its own place where the bit is set; elsewhere give 0 and read nothing."""
        of, name = self.vector(kind), self._many("gather", kind)
        bits_of, ptrs = f"<{self.n_lanes} x i1>", f"<{self.n_lanes} x ptr>"
        self.called[name] = f"declare {of} {name}({ptrs}, i32, {bits_of}, {of})"
        return self.say(f"call {of} {name}({ptrs} {places}, i32 {ALIGNED}, {bits_of} {bits}, {of} zeroinitializer)")

    def scatter(self, kind: Kind, value: str, places: str, bits: str) -> None:
        """Write for each path the number to its own place where the bit is set; no two places are the same."""
        of, name = self.vector(kind), self._many("scatter", kind)
        bits_of, ptrs = f"<{self.n_lanes} x i1>", f"<{self.n_lanes} x ptr>"
        self.called[name] = f"declare void {name}({of}, {ptrs}, i32, {bits_of})"
        self.do(f"  call void {name}({of} {value}, {ptrs} {places}, i32 {ALIGNED}, {bits_of} {bits})")

    def _many(self, what: str, kind: Kind) -> str:
        return f"@llvm.masked.{what}.v{self.n_lanes}{_SHORT[kind]}.v{self.n_lanes}p0"

    def constant(self, value: int) -> str:
        """Give a whole number, the same for all paths; from 2^63 on, as its bits."""
        return f"splat ({Kind.WHOLE} {value if value < TWO_TO_64 // 2 else value - TWO_TO_64})"

    def constant_float(self, value: float) -> str:
        """Give a float, the same for all paths."""
        return f"splat ({Kind.FLOAT} 0x{struct.pack('>d', value).hex()})"

    def plus(self, one: str, other: str) -> str:
        """Add whole numbers."""
        return self.say(f"add {self.wholes} {one}, {other}")

    def minus(self, one: str, other: str) -> str:
        """Subtract whole numbers."""
        return self.say(f"sub {self.wholes} {one}, {other}")

    def times(self, one: str, other: str) -> str:
        """Multiply whole numbers."""
        return self.say(f"mul {self.wholes} {one}, {other}")

    def least(self, one: str, other: str) -> str:
        """Give the lesser of two whole numbers."""
        return self.call("llvm.smin", Kind.WHOLE, one, other)

    def most(self, one: str, other: str) -> str:
        """Give the greater of two whole numbers."""
        return self.call("llvm.smax", Kind.WHOLE, one, other)

    def both(self, one: str, other: str) -> str:
        """Give the bits that are set in both."""
        return self.say(f"and {self.wholes} {one}, {other}")

    def either(self, one: str, other: str) -> str:
        """Give the bits that are set in one or both."""
        return self.say(f"or {self.wholes} {one}, {other}")

    def differing(self, one: str, other: str) -> str:
        """Give the bits that are set in one but not in both."""
        return self.say(f"xor {self.wholes} {one}, {other}")

    def shifted_left(self, whole: str, n_bits: int) -> str:
        """Move the bits up; those moved out are lost."""
        return self.say(f"shl {self.wholes} {whole}, {self.constant(n_bits)}")

    def shifted_right(self, whole: str, n_bits: int) -> str:
        """Move the bits down, as of a number without a sign."""
        return self.say(f"lshr {self.wholes} {whole}, {self.constant(n_bits)}")

    def halved(self, whole: str, n_bits: int) -> str:
        """Halve a number with a sign so many times, rounded down."""
        return self.say(f"ashr {self.wholes} {whole}, {self.constant(n_bits)}")

    def call(self, name: str, kind: Kind, *operands: str) -> str:
        """Call a function of LLVM's own on vectors of one kind."""
        of = self.vector(kind)
        named = ", ".join(f"{of} {each}" for each in operands)
        whole_name = f"@{name}.v{self.n_lanes}{_SHORT[kind]}"
        self.called[whole_name] = f"declare {of} {whole_name}({', '.join([of] * len(operands))})"
        return self.say(f"call {of} {whole_name}({named})")

    def compare(self, relation: str, one: str, other: str) -> str:
        """Compare whole numbers with their signs (`slt`, `sge`, `eq`, `ne`); give a vector of bits."""
        return self.say(f"icmp {relation} {self.wholes} {one}, {other}")

    def float_compare(self, relation: str, one: str, other: str) -> str:
        """Compare floats (`olt`, `oge`), none of them not a number; give a vector of bits."""
        return self.say(f"fcmp {relation} {self.floats} {one}, {other}")

    def is_zero(self, number: str) -> str:
        """Give bits that are set where a whole number is 0."""
        return self.compare("eq", number, self.constant(0))

    def choose(self, bits: str, one: str, other: str, kind: Kind = Kind.WHOLE) -> str:
        """Give one number where the bit is set, the other elsewhere."""
        of = self.vector(kind)
        return self.say(f"select <{self.n_lanes} x i1> {bits}, {of} {one}, {of} {other}")

    def counted(self, bits: str) -> str:
        """Give 1 where the bit is set, and 0 elsewhere."""
        return self.say(f"zext <{self.n_lanes} x i1> {bits} to {self.wholes}")

    def to_float(self, whole: str) -> str:
        """Give whole numbers as floats, rounded to the nearest; they have a sign."""
        return self.say(f"sitofp {self.wholes} {whole} to {self.floats}")

    def cut_off(self, number: str) -> str:
        """Give floats between 0 and 2^63 as whole numbers, rounded down."""
        return self.say(f"fptosi {self.floats} {number} to {self.wholes}")

    def bits_of(self, number: str) -> str:
        """Give the bits of floats as whole numbers."""
        return self.say(f"bitcast {self.floats} {number} to {self.wholes}")

    def float_of(self, bits: str) -> str:
        """Give the floats that have these bits."""
        return self.say(f"bitcast {self.wholes} {bits} to {self.floats}")

    def float_plus(self, one: str, other: str) -> str:
        """Add floats."""
        return self.say(f"fadd {self.floats} {one}, {other}")

    def float_minus(self, one: str, other: str) -> str:
        """Subtract floats."""
        return self.say(f"fsub {self.floats} {one}, {other}")

    def float_times(self, one: str, other: str) -> str:
        """Multiply floats."""
        return self.say(f"fmul {self.floats} {one}, {other}")

    def float_over(self, one: str, other: str) -> str:
        """Divide floats."""
        return self.say(f"fdiv {self.floats} {one}, {other}")

    def fused(self, one: str, other: str, added: str) -> str:
        """Give `one * other + added`, rounded once: not a matter of the processor, so that bits are the same on all."""
        return self.call("llvm.fma", Kind.FLOAT, one, other, added)

    def root(self, number: str) -> str:
        """Give the square root, rounded to the nearest."""
        return self.call("llvm.sqrt", Kind.FLOAT, number)

    def float_least(self, one: str, other: str) -> str:
        """Give the lesser of two floats, none of them not a number."""
        return self.choose(self.float_compare("olt", one, other), one, other, Kind.FLOAT)

    def float_most(self, one: str, other: str) -> str:
        """Give the greater of two floats, none of them not a number."""
        return self.choose(self.float_compare("ogt", one, other), one, other, Kind.FLOAT)

    def declarations(self) -> tuple[str, ...]:
        """Declare the functions of LLVM that have been called so far."""
        return tuple(self.called.values())
