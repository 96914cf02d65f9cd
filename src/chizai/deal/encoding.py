"""The bytes of a program: big-endian 64-bit integers and length-prefixed UTF-8 texts, in one fixed order."""

from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import date
from typing import TypeVar

from chizai.deal.program import Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.units.daycount import YearFraction

T = TypeVar("T")

MAGIC = b"CHIZAI PROGRAM 2"
"""What every encoded program starts with; the number is the format's version."""

WORD = 8
"""Bytes of one integer."""


def encode(program: Program) -> bytes:
    """Give the program as bytes."""
    return MAGIC + b"".join(
        [
            _text(program.deal_id),
            _text(program.currency),
            _text(program.terms_sha256),
            _list(program.payment_dates, lambda day: _word(day.toordinal())),
            _list(program.inputs, lambda each: _word(each.kind) + _text(each.of) + _word(each.most)),
            _list(program.slots, lambda slot: _word(slot.kind) + _text(slot.of) + _word(slot.opening_minor)),
            _list(program.tables, lambda row: _list(row, _word)),
            _list(program.fractions, lambda row: _list(row, lambda f: _word(f.numerator) + _word(f.denominator))),
            _list(program.steps, lambda step: b"".join(map(_word, astuple(step)))),
            _list(program.clause_ids, _text),
        ]
    )


def decode(encoded: bytes) -> Program:
    """Give the program back from its bytes.

    Raises:
        ValueError: the bytes are not a whole program of this format.
    """
    reader = _Reader(encoded)
    program = Program(
        deal_id=reader.text(),
        currency=reader.text(),
        terms_sha256=reader.text(),
        payment_dates=reader.list_of(reader.day),
        inputs=reader.list_of(lambda: Input(InputKind(reader.word()), reader.text(), reader.word())),
        slots=reader.list_of(lambda: Slot(SlotKind(reader.word()), reader.text(), reader.word())),
        tables=reader.list_of(lambda: reader.list_of(reader.word)),
        fractions=reader.list_of(lambda: reader.list_of(lambda: YearFraction(reader.word(), reader.word()))),
        steps=reader.list_of(lambda: Step(Op(reader.word()), *(reader.word() for _ in range(8)))),
        clause_ids=reader.list_of(reader.text),
    )
    reader.finish()
    return program


def _word(number: int) -> bytes:
    return number.to_bytes(WORD, "big", signed=True)


def _text(text: str) -> bytes:
    content = text.encode()
    return _word(len(content)) + content


def _list(items: Sequence[T], one: Callable[[T], bytes]) -> bytes:
    return _word(len(items)) + b"".join(map(one, items))


class _Reader:
    """A place in the bytes that moves on as they are read."""

    def __init__(self, encoded: bytes) -> None:
        self._bytes = encoded
        self._at = 0
        if self._take(len(MAGIC)) != MAGIC:
            raise ValueError("these bytes are not a program of this format")

    def _take(self, length: int) -> bytes:
        taken = self._bytes[self._at : self._at + length]
        if length < 0 or len(taken) < length:
            raise ValueError("the encoded program ends too early")
        self._at += length
        return taken

    def word(self) -> int:
        return int.from_bytes(self._take(WORD), "big", signed=True)

    def day(self) -> date:
        number = self.word()
        if not 1 <= number <= date.max.toordinal():
            raise ValueError(f"{number} is not the number of a day")
        return date.fromordinal(number)

    def text(self) -> str:
        return self._take(self.word()).decode()

    def list_of(self, one: Callable[[], T]) -> tuple[T, ...]:
        length = self.word()
        if length < 0:
            raise ValueError("a list cannot have fewer than no items")
        return tuple(one() for _ in range(length))

    def finish(self) -> None:
        if self._at != len(self._bytes):
            raise ValueError("bytes are left over after the program")
