"""The code of joint futures in the making, and what its parts share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chizai.native.flow import Flow, Variable
from chizai.native.random import STEP, mixed, normal_pair, normals_at, squared_radius
from chizai.native.text import Kind, Text
from chizai.simulate.kernel_numbers import heading_of
from chizai.simulate.kernel_shape import JointShape


@dataclass(slots=True)
class Draft:
    """The code in the making."""

    shape: JointShape
    text: Text
    flow: Flow
    keys: str = ""
    """Where the random numbers of each path begin."""
    mixing: str = ""
    """The variable of the t copula, and, beside it, its square."""
    squared_mixing: str = ""
    weight: Variable | None = None
    """Logarithm of the density ratio of each path."""
    shared: dict[str, str] = field(default_factory=dict)
    """Numbers of the heading that have been read, by name."""

    def heading(self, name: str) -> str:
        """Give a number of the heading; it is read once, at the beginning."""
        if name not in self.shared:
            number, place = heading_of(self.shape).index(name), f"%head{len(self.shared)}"
            self.flow.stack.append(f"  {place}.at = getelementptr i64, ptr %numbers, i64 {number}")
            self.flow.stack.append(f"  {place} = load i64, ptr {place}.at, align 8")
            self.shared[name] = place
        return self.shared[name]

    def scratch(self, part: str) -> str:
        """Give where a part of the scratch begins."""
        return self.text.at("%scratch", self.heading(f"scratch.{part}"))

    def row(self, place: str, number: int | str) -> str:
        """Give the place of a vector, so many vectors further on."""
        return self.text.at(place, self.text.say(f"mul i64 {number}, {self.text.vector_bytes}"))

    def vector(self, kind: Kind, place: str, number: int | str = 0) -> str:
        """Read a vector of the scratch, so many vectors further on."""
        return self.text.load(kind, self.row(place, number), self.text.vector_bytes)

    def put(self, kind: Kind, value: str, place: str, number: int | str = 0) -> None:
        """Write a vector to the scratch, so many vectors further on."""
        self.text.store(kind, value, self.row(place, number), self.text.vector_bytes)

    def when(self, period: str) -> str:
        """Give a period's number for all paths; it is read because to spread it out keeps the processor longer."""
        return self.text.read(Kind.WHOLE, self.text.at("%numbers", self.heading("periods.at")), period)

    @contextmanager
    def each(self, name: str, n_numbers: int) -> Iterator[tuple[str, str]]:
        """Repeat what is written inside for each record of a kind; gives its number and its place.

        Args:
            name: the kind, as the heading calls it.
            n_numbers: how many numbers a record has.
        """
        with self.flow.loop(self.heading(f"n.{name}")) as number:
            start = self.text.at("%numbers", self.heading(f"at.{name}"))
            yield number, self.text.at(start, self.text.say(f"mul i64 {number}, {8 * n_numbers}"))

    def stream(self, place: str, number: int = 0) -> Variable:
        """Give the counter of the random numbers of something, whose constant stands at a place."""
        constant = self.text.read(Kind.WHOLE, place, number)
        return self.flow.variable(Kind.WHOLE, self.text.plus(self.keys, constant))

    def next_draw(self, counter: Variable) -> str:
        """Give the next 64 random bits."""
        now = counter.now()
        counter.becomes(self.text.plus(now, self.text.constant(STEP)))
        return mixed(self.text, now)

    def next_pair(self, counter: Variable) -> tuple[str, str]:
        """Give the next two normals."""
        return normal_pair(self.text, self.next_draw(counter))

    def put_normals(self, counter: Variable, row: str, stop: int | str) -> None:
        """Write normals to a row, two at a time, up to a period or the one after it.

        These are three loops of their own because a processor looks only some hundred instructions ahead: in a short
        loop it finds several turns to work on at once, in a long one less than two.
        """
        with self.flow.loop(stop, 0, 2) as period:
            self.put(Kind.WHOLE, self.next_draw(counter), self.row(row, period), 1)
        with self.flow.loop(stop, 0, 2) as period:
            first = self.row(row, period)
            squared = squared_radius(self.text, self.vector(Kind.WHOLE, first, 1))
            self.put(Kind.FLOAT, self.text.root(squared), first)
        with self.flow.loop(stop, 0, 2) as period:
            first = self.row(row, period)
            radius, draw = self.vector(Kind.FLOAT, first), self.vector(Kind.WHOLE, first, 1)
            for number, normal in enumerate(normals_at(self.text, draw, radius)):
                self.put(Kind.FLOAT, normal, first, number)

    def tilted(self, normal: str, place: str, mean: int | str, half_square: int | str) -> str:
        """Move a normal by a mean, and count by how much that changes its density.

        The density of a standard normal at m + z over that of z is exp(-m z - m^2 / 2).
        """
        text = self.text
        if self.weight is None:
            return normal
        moved = text.read(Kind.FLOAT, place, mean)
        less = text.float_minus(self.weight.now(), text.read(Kind.FLOAT, place, half_square))
        negative = text.float_minus(text.constant_float(0.0), moved)
        self.weight.becomes(text.fused(negative, normal, less))
        return text.float_plus(normal, moved)
