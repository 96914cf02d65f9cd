"""Bad input is a value with its place; a bug raises."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

SHOWN_MAX = 600
"""How many characters of one part of a message are shown."""
TOLD_MAX = 3
"""How many failures of one kind are told in full."""
ROWS_NAMED_MAX = 20
"""How many further rows are named."""


class Reason(StrEnum):
    """Why an input cannot be used. The list is closed: a new reason is a design change."""

    UNREADABLE = "unreadable"
    """The file cannot be opened, decoded or parsed."""
    MISSING = "missing"
    """A file, column, key or fact that is required is not there."""
    UNKNOWN = "unknown"
    """A name that nothing defines, or a key that the language does not have."""
    DUPLICATE = "duplicate"
    """The same identity stands twice."""
    WRONG_TYPE = "wrong type"
    """The value is of another kind than the key takes."""
    OUT_OF_RANGE = "out of range"
    """The value is of the right kind but outside what is possible or allowed."""
    INCONSISTENT = "inconsistent"
    """Two facts, each possible alone, contradict each other."""
    CURRENCY = "currency"
    """Amounts of different currencies meet where one is required."""
    CYCLE = "cycle"
    """Things that refer to each other in a circle."""
    OVERFLOW = "overflow"
    """A product would leave the 63 bits that every executor has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something stands."""

    file: str
    """The file as the user named it."""
    row: int | None = None
    """The line of the file, counted from 1."""
    key: str | None = None
    """The column of a table, or the dotted key of a TOML file."""

    def __str__(self) -> str:
        """Say the place as `file:row: key`."""
        row = "" if self.row is None else f":{self.row}"
        key = "" if self.key is None else f": {self.key}"
        return f"{self.file}{row}{key}"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is wrong with an input: what, why it matters, and what to do."""

    reason: Reason
    place: Place
    what: str
    """What is wrong, with the offending value."""
    why: str
    """Which rule it breaks, or what would follow."""
    fix: str
    """What the user can do next."""
    japanese: tuple[str, str, str] | None = None
    """What, why and fix in Japanese, where it stands among the findings of a Japanese page too."""

    def __str__(self) -> str:
        """Say the failure in three short lines under its place."""
        place, what, fix = (_shortened(text) for text in (str(self.place), self.what, self.fix))
        return f"{place} [{self.reason}]\n  what: {what}\n  why:  {self.why}\n  do:   {fix}"


def _shortened(text: str) -> str:
    """Keep the beginning and the end of a text too long to read: a value of a broken file can be megabytes."""
    return text if len(text) <= SHOWN_MAX else f"{text[: SHOWN_MAX // 2]} … {text[-SHOWN_MAX // 2 :]}"


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    """A value that was made whole."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """No value: all that is wrong, never empty."""

    failures: tuple[Failure, ...]

    def __post_init__(self) -> None:
        """Refuse a failure without a reason: that would be a bug here, not bad input."""
        if not self.failures:
            raise ValueError("Failed needs at least one failure")


Result: TypeAlias = Ok[T] | Failed
"""Either the whole value or all the reasons why there is none."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """What could be used of an input, beside what could not: good rows load, bad ones are reported."""

    value: T
    failures: tuple[Failure, ...] = ()


def reporter(failures: list[Failure], file: str) -> Callable[..., None]:
    """Give a function that appends a failure of `file` to `failures`."""

    def report(reason: Reason, key: str | None, what: str, why: str, fix: str, row: int | None = None) -> None:
        failures.append(Failure(reason, Place(file, row, key), what, why, fix))

    return report


def told(failures: Sequence[Failure], say: Callable[[Failure], str] = str) -> Iterator[str]:
    """Say failures, of many rows of a file that fail in one column for one reason the first few alone.

    A table with one mistake in every row would bury all else; the other rows are named in a line.

    Args:
        failures: in the order in which they are told.
        say: how one is told.
    """
    alike: dict[tuple[str, Reason, str | None], list[Failure]] = {}
    for failure in failures:
        place = failure.place
        group = alike.setdefault((place.file, failure.reason, place.key), [])
        group.append(failure)
        if place.row is None or len(group) <= TOLD_MAX:
            yield say(failure)
    for (file, reason, key), group in alike.items():
        rows = [failure.place.row for failure in group[TOLD_MAX:] if failure.place.row is not None]
        if rows:
            named = ", ".join(map(str, rows[:ROWS_NAMED_MAX])) + (", …" if len(rows) > ROWS_NAMED_MAX else "")
            more = f"{len(rows)} more row{'s' if len(rows) > 1 else ''} of this kind"
            yield f"{Place(file, None, key)} [{reason}]\n  what: {more}: {named}"
