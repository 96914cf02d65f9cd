"""Loops, and variables that change in them, in text of LLVM's language.

A variable is written as a place on the stack; `build.compile_code` turns each into registers before anything else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chizai.native.text import Kind, Text


@dataclass(frozen=True, slots=True)
class Variable:
    """A vector that changes while code runs."""

    text: Text
    kind: Kind
    place: str

    def now(self) -> str:
        """Give what it holds at this point."""
        return self.text.load(self.kind, self.place, self.text.vector_bytes)

    def becomes(self, value: str) -> None:
        """Let it hold something else from here on."""
        self.text.store(self.kind, value, self.place, self.text.vector_bytes)


@dataclass(slots=True)
class Flow:
    """Text with loops and variables."""

    text: Text
    stack: list[str]
    """Lines that make room for variables; they belong to the beginning of the function."""

    def variable(self, kind: Kind, first: str) -> Variable:
        """Make a variable that holds a vector at first."""
        place = f"%{self.text.name()}"
        self.stack.append(f"  {place} = alloca {self.text.vector(kind)}, align {self.text.vector_bytes}")
        made = Variable(self.text, kind, place)
        made.becomes(first)
        return made

    @contextmanager
    def when(self, bit: str) -> Iterator[None]:
        """Do what is written inside only where a single bit, not a vector, is set."""
        name = self.text.name()
        self.text.do(f"  br i1 {bit}, label %{name}.body, label %{name}.end", f"{name}.body:")
        yield
        self.text.do(f"  br label %{name}.end", f"{name}.end:")

    @contextmanager
    def loop(self, stop: int | str, first: int | str = 0, step: int | str = 1) -> Iterator[str]:
        """Repeat what is written inside, for a number that rises by a step and stays below `stop`.

        Args:
            stop: a number, or the name of one; where it is not above the first, the loop is passed by.
            first: the number of the first turn.
            step: by how much it rises, 1 or more.
        """
        name, text = self.text.name(), self.text
        self.stack.append(f"  %{name}.at = alloca i64, align 8")
        text.do(
            f"  store i64 {first}, ptr %{name}.at, align 8",
            f"  br label %{name}.head",
            f"{name}.head:",
            f"  %{name} = load i64, ptr %{name}.at, align 8",
            f"  %{name}.goes.on = icmp slt i64 %{name}, {stop}",
            f"  br i1 %{name}.goes.on, label %{name}.body, label %{name}.end",
            f"{name}.body:",
        )
        yield f"%{name}"
        text.do(
            f"  %{name}.next = add i64 %{name}, {step}",
            f"  store i64 %{name}.next, ptr %{name}.at, align 8",
            f"  br label %{name}.head",
            f"{name}.end:",
        )
