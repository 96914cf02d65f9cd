"""What the other engines' files say, put as whole numbers, and tables put as TOML."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

Table: TypeAlias = dict[str, Any]
"""What the file of another engine holds, or what becomes a table of a deal file."""

IDENTIFIERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


class UnknownTermError(ValueError):
    """A file says something that is not put as a deal file here; better a stop than a number that is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A deal of another engine: the deal file, and what it runs on."""

    text: str
    """The deal file."""
    collections: tuple[int, ...]
    """Cents that come in through no stream, by period."""
    observed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By id of a stream or observation: its numbers by period."""
    ids: Mapping[str, str]
    """By name in the other engine: the id in the deal file. A fee that is never due has none."""
    paid_on: tuple[date, ...]
    """The days that the other engine reports; the deal may run on for a sweep at the end."""


def whole(amount: float | str, scale: int, what: str) -> int:
    """Multiply what a file says by a scale that makes it whole."""
    scaled = Fraction(str(amount)) * scale
    if scaled.denominator != 1:
        raise UnknownTermError(f"{what} {amount} is finer than 1/{scale}")
    return int(scaled)


def cents(amount: float | str) -> int:
    return whole(amount, 100, "amount")


def ppm(rate: float | str) -> int:
    return whole(rate, 1_000_000, "rate")


def percent(rate: float | str) -> str:
    """Write a rate as a formula does."""
    return f"{ppm(rate) // 10_000}.{ppm(rate) % 10_000:04}%"


def day(text: str) -> date:
    return date.fromisoformat(text)


def demand_known(table: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    """Stop where a file has a key that nobody here reads: it may change the numbers."""
    if unknown := [key for key in table if key not in known]:
        raise UnknownTermError(f"{what} has {', '.join(unknown)}, which is not read")


def by_period(rows: Sequence[tuple[date, int]], dates: Sequence[date]) -> tuple[int, ...]:
    """Sum amounts into the first payment date on or after their day."""
    found = [0] * len(dates)
    for on, amount in rows:
        number = next((n for n, paid_on in enumerate(dates) if on <= paid_on), None)
        if number is not None:
            found[number] += amount
    return tuple(found)


def identifiers(names: Sequence[str], stem: str) -> dict[str, str]:
    """Give each name an id: itself where it can be one."""
    return {
        name: name if name and set(name) <= set(IDENTIFIERS) else f"{stem}-{number}"
        for number, name in enumerate(names, 1)
    }


def toml(table: Table) -> str:
    """Write a table with tables of one level below it, and lists of such tables."""
    plain = {key: value for key, value in table.items() if not _is_tables(value)}
    text = _lines(plain)
    for key, rows in table.items():
        if _is_tables(rows):
            text += "".join(f"\n[[{key}]]\n{_lines(row)}" for row in rows)
    return text


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _lines(table: Table) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items() if value is not None)


def _value(value: object) -> str:
    if isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"{value!r} has no place in a deal file")
