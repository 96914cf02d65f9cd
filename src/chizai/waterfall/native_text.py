"""LLVM's language, written instruction by instruction, over vectors that hold one number for each of several paths."""

import struct
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a vector is made of."""

    WHOLE = "i64"
    """Whole numbers of 64 bits. They wrap around, and have a sign only where they are compared or converted."""
    FLOAT = "double"
    """Floating point of 64 bits, each operation rounded to the nearest by itself."""


Row = tuple[int, ...] | tuple[float, ...]
"""One number for each period, all whole or all floats."""


@dataclass(slots=True)
class Text:
    """Instructions, and the numbers that they read anew in each period."""

    n_lanes: int
    """How many paths a vector holds."""
    lines: list[str] = field(default_factory=list)
    terms: dict[tuple[Kind, Row], int] = field(default_factory=dict)
    """The place of each row in the period's numbers. They stand beside the code, so that deals that differ in nothing
    but numbers share it."""
    n_names: int = 0
    at_hand: dict[int, str] = field(default_factory=dict)
    """Vectors of the period's numbers that stand in this block or above, by place."""

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

    def do(self, *lines: str) -> None:
        """Write lines that make no value."""
        self.lines.extend(lines)

    def say(self, instruction: str) -> str:
        """Write an instruction that makes a value; give the value's name."""
        self.n_names += 1
        name = f"%t{self.n_names}"
        self.lines.append(f"  {name} = {instruction}")
        return name

    def read(self, kind: Kind, place: str, number: int) -> str:
        """Give a vector that holds, for all paths, the one number so many places further on."""
        address = self.say(f"getelementptr {Kind.WHOLE}, ptr {place}, i64 {number}")
        scalar = self.say(f"load {kind}, ptr {address}")
        of = self.vector(kind)
        one = self.say(f"insertelement {of} poison, {kind} {scalar}, i64 0")
        return self.say(f"shufflevector {of} {one}, {of} poison, <{self.n_lanes} x i32> zeroinitializer")

    def term(self, row: Row) -> str:
        """Give the period's number in a row, the same for all paths."""
        kind = Kind.FLOAT if isinstance(row[0], float) else Kind.WHOLE
        place = self.terms.setdefault((kind, row), len(self.terms))
        if place not in self.at_hand:
            self.at_hand[place] = self.read(kind, "%terms.now", place)
        return self.at_hand[place]

    def constant(self, value: int) -> str:
        """Give a whole number, the same for all paths."""
        return f"splat ({Kind.WHOLE} {value})"

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

    def call(self, name: str, kind: Kind, *operands: str) -> str:
        """Call a function of LLVM's own on vectors of one kind."""
        of, width = self.vector(kind), kind.value.replace("double", "f64")
        named = ", ".join(f"{of} {each}" for each in operands)
        return self.say(f"call {of} @{name}.v{self.n_lanes}{width}({named})")

    def compare(self, relation: str, one: str, other: str) -> str:
        """Compare whole numbers with their signs (`slt`, `sge`, `eq`, `ne`); give a vector of bits."""
        return self.say(f"icmp {relation} {self.wholes} {one}, {other}")

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

    def float_plus(self, one: str, other: str) -> str:
        """Add floats."""
        return self.say(f"fadd {self.floats} {one}, {other}")

    def float_times(self, one: str, other: str) -> str:
        """Multiply floats."""
        return self.say(f"fmul {self.floats} {one}, {other}")

    def float_over(self, one: str, other: str) -> str:
        """Divide floats."""
        return self.say(f"fdiv {self.floats} {one}, {other}")

    def declarations(self) -> tuple[str, ...]:
        """Declare the functions of LLVM that instructions may call."""
        lanes, whole, number = self.n_lanes, self.wholes, self.floats
        return (
            f"declare {whole} @llvm.smin.v{lanes}i64({whole}, {whole})",
            f"declare {whole} @llvm.smax.v{lanes}i64({whole}, {whole})",
            f"declare {number} @llvm.fmuladd.v{lanes}f64({number}, {number}, {number})",
            "declare void @llvm.prefetch.p0(ptr, i32, i32, i32)",
        )
