"""Words of 256 bits of which parts are not known: whole numbers of z3 at places that do not overlap."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import z3

WORD = 1 << 256


@dataclass(frozen=True, slots=True)
class Field:
    """A whole number that is not known, within a word."""

    at: int
    """How many bits stand below it."""
    term: Any
    """What it is, as an integer of z3."""
    below: int
    """The number is less than this."""

    @property
    def end(self) -> int:
        """How many bits stand below what is above it."""
        return self.at + (self.below - 1).bit_length()


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word, and the fields that are not; no two of them share a bit."""

    known: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """The exclusive or of two words, which is only ever undone or compared with 0."""

    one: int | Word
    other: int | Word


Value: TypeAlias = "int | Word | Differing"


class UnknownShapeError(Exception):
    """The machine met something that it has no rule for: nothing is proved."""


def variable(name: str, below: int, solver: Any) -> Word:
    """Make an unknown number from 0 up to a bound."""
    term = z3.Int(name)
    solver.add(term >= 0, term < below)
    return Word(0, (Field(0, term, below),))


def word_of(value: Value) -> Word:
    """Read a value as a word."""
    if isinstance(value, Differing):
        raise UnknownShapeError("an exclusive or is used as a number")
    return value if isinstance(value, Word) else Word(value, ())


def whole(word: Word) -> Value:
    """Give a word, as a plain number if all of it is known."""
    return word if word.fields else word.known


def bound(word: Word) -> int:
    """Give a number that a word is below."""
    return 1 + word.known + sum((each.below - 1) << each.at for each in word.fields)


def term(value: Value) -> Any:
    """Give a value as an integer of z3."""
    word, fields = word_of(value), word_of(value).fields
    if len(fields) == 1 and not fields[0].at and not word.known:
        return fields[0].term
    return sum((each.term * (1 << each.at) for each in fields), start=0) + word.known


def number(of: Any, below: int) -> Value:
    """Make a word of an integer of z3 that is from 0 up to a bound."""
    if below > WORD:
        raise UnknownShapeError("a number could leave 256 bits")
    return Word(0, (Field(0, of, below),))


def shifted_right(value: Value, by: int) -> Value:
    """Shift towards the low bits: what falls out is lost."""
    word = word_of(value)
    return whole(Word(word.known >> by, tuple(_cut_low(word.fields, by))))


def _cut_low(fields: tuple[Field, ...], by: int) -> Iterator[Field]:
    for each in fields:
        if each.at >= by:
            yield Field(each.at - by, each.term, each.below)
        elif each.end > by:
            yield Field(0, each.term / (1 << by - each.at), (each.below - 1 >> by - each.at) + 1)


def shifted_left(value: Value, by: int) -> Value:
    """Shift towards the high bits: what falls out is lost."""
    word = word_of(value)
    if any(each.end + by > 256 > each.at + by for each in word.fields):
        raise UnknownShapeError("a shift cuts a number in two")
    kept = (Field(each.at + by, each.term, each.below) for each in word.fields if each.at + by < 256)
    return whole(Word(word.known << by & WORD - 1, tuple(kept)))


def masked(value: Value, mask: int) -> Value:
    """Keep the bits of a mask."""
    word = word_of(value)
    return whole(Word(word.known & mask, tuple(_masked(word.fields, mask))))


def _masked(fields: tuple[Field, ...], mask: int) -> Iterator[Field]:
    for each in fields:
        width = each.end - each.at
        part = mask >> each.at & (1 << width) - 1
        if part == (1 << width) - 1:
            yield each
        elif part & part + 1 == 0 and part:  # its low bits
            yield Field(each.at, each.term % (part + 1), part + 1)
        elif part:
            raise UnknownShapeError("a mask takes bits out of the middle of a number")


def joined(one: Value, other: Value) -> "Value | None":
    """Give one word with the bits of two, if they share none; None if they may."""
    left, right = word_of(one), word_of(other)
    if not left.fields and not right.fields:
        return left.known | right.known
    spans = [*_spans(left), *_spans(right)]
    if any(a < d and c < b for place, (a, b) in enumerate(spans) for c, d in spans[:place]):
        return None
    fields = sorted((*left.fields, *right.fields), key=lambda each: each.at)
    return Word(left.known | right.known, tuple(fields))


def _spans(word: Word) -> Iterator[tuple[int, int]]:
    """Give the runs of bits of a word that may be other than 0."""
    for each in word.fields:
        yield each.at, each.end
    at, known = 0, word.known
    while known:
        skipped = (known & -known).bit_length() - 1
        at, known = at + skipped, known >> skipped
        length = (~known & known + 1).bit_length() - 1
        yield at, at + length
        at, known = at + length, known >> length
