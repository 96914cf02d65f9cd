"""The facts of law that a deal's own files do not say: `law.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, make_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from chizai.feeds.files import TextFile, read_text
from chizai.feeds.law_facts_check import law_file_failures
from chizai.law.catalogue import TABLES
from chizai.law.facts import LAW_FILE, Fact, Given, Kind, Known, Row, Supplier, Table
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.toml import STRICT, key_path, read_toml

TYPES: dict[Kind, Any] = {
    Kind.DAY: date,
    Kind.YES_NO: bool,
    Kind.COUNT: int,
    Kind.MONEY: int,
    Kind.PROFIT: int,
    Kind.SHARE: int,
    Kind.TEXT: str,
    Kind.NAMES: tuple[str, ...],
    Kind.DAYS: tuple[date, ...],
}
"""The type of each kind of fact, in TOML as in Python."""


@dataclass(frozen=True, slots=True)
class LawFile:
    """What `law.toml` says."""

    as_of_on: date | None
    """The day whose law is asked for; none: the deal's closing."""
    one: Mapping[str, Row]
    many: Mapping[str, Mapping[str, Row]]
    digests: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 digest of the file; none where there is none."""


def read_law_facts(folder: Path) -> Result[LawFile]:
    """Read `law.toml` of a deal's folder; a folder without one says nothing."""
    if not (folder / LAW_FILE).exists():
        return Ok(LawFile(None, {}, {}))
    read = read_text(folder, LAW_FILE)
    return read if isinstance(read, Failed) else parse_law_facts(read.value)


def parse_law_facts(file: TextFile) -> Result[LawFile]:
    """Read the text of `law.toml`: its facts, or all that is wrong with it."""
    read = read_toml(file.text, file.name, law_file_type())
    if isinstance(read, Failed):
        return read
    made = law_file(read.value, file, ())
    failures = tuple(law_file_failures(read.value, made.one, made.many, file.name))
    return Failed(failures) if failures else Ok(made)


@cache
def law_file_type(*, with_deal: bool = False) -> type[Any]:
    """Make the dataclass that a file of facts is read into.

    Args:
        with_deal: whether it may say what the deal's files say too, as situations in tests do.
    """
    tables = [_field(table, with_deal=with_deal) for table in TABLES.values() if _facts(table, with_deal=with_deal)]
    return _strict("LawFile", [("as_of_on", date | None), *tables])


def law_file(value: Any, file: TextFile, path: tuple[str | int, ...]) -> LawFile:
    """Turn what was read into facts with their places.

    Args:
        value: an instance of `law_file_type`.
        file: where it was read.
        path: the keys that lead to it in the file; none for a whole file.
    """
    table = tomllib.loads(file.text)
    one: dict[str, Row] = {}
    many: dict[str, dict[str, Row]] = {}
    for each in fields(value):
        content = getattr(value, each.name)
        if content is None or each.name == "as_of_on":
            continue
        if isinstance(content, tuple):
            rows = enumerate(content)
            many[each.name] = {row.id: _row(row, file, (*path, each.name, place), table) for place, row in rows}
        else:
            one[each.name] = _row(content, file, (*path, each.name), table)
    return LawFile(value.as_of_on, one, many, ((file.name, file.sha256),))


def joined(deal: Known, file: LawFile) -> Result[Known]:
    """Put the facts of `law.toml` beside those that the deal's files say.

    Returns:
        all that is known, as of the file's day if it names one; or the rows that no file of the deal has.
    """
    failures = [
        _foreign(name, row_id, deal, row)
        for name, rows in file.many.items()
        if name in deal.many
        for row_id, row in rows.items()
        if row_id not in deal.many[name]
    ]
    if failures:
        return Failed(tuple(failures))
    one = {name: {**deal.one.get(name, {}), **file.one.get(name, {})} for name in {*deal.one, *file.one}}
    many = {
        name: {
            row_id: {**deal.many.get(name, {}).get(row_id, {}), **file.many.get(name, {}).get(row_id, {})}
            for row_id in deal.many.get(name, file.many.get(name, {}))
        }
        for name in {*deal.many, *file.many}
    }
    return Ok(Known(file.as_of_on or deal.as_of_on, one, many))


def _facts(table: Table, *, with_deal: bool) -> list[Fact]:
    return [fact for fact in table.facts if with_deal or fact.by is not Supplier.DEAL]


def _field(table: Table, *, with_deal: bool) -> tuple[str, Any]:
    keys = [(fact.key, _type(fact) | None) for fact in _facts(table, with_deal=with_deal)]
    row: Any = _strict(table.name, keys, ("id",) if table.many else ())
    return (table.name, (tuple[row, ...] if table.many else row) | None)


def _type(fact: Fact) -> Any:
    if not fact.choices:
        return TYPES[fact.kind]
    choice: Any = Literal.__getitem__(fact.choices)
    return tuple[choice, ...] if fact.kind is Kind.NAMES else choice


def _strict(name: str, keys: Iterable[tuple[str, Any]], required: tuple[str, ...] = ()) -> type[Any]:
    """Make a dataclass whose keys may all be absent, apart from required texts."""
    made: list[Any] = [(key, str) for key in required]
    made += [(key, kind, field(default=None)) for key, kind in keys]
    return make_dataclass(name, made, frozen=True, kw_only=True, namespace={"__pydantic_config__": STRICT})


def _row(row: Any, file: TextFile, path: tuple[str | int, ...], table: Mapping[str, Any]) -> dict[str, Given]:
    return {
        each.name: Given(getattr(row, each.name), Place(file.name, None, key_path((*path, each.name), table)))
        for each in fields(row)
        if each.name != "id" and getattr(row, each.name) is not None
    }


def _foreign(name: str, row_id: str, deal: Known, row: Row) -> Failure:
    place = next((given.place for given in row.values()), Place(LAW_FILE, None, name))
    what = f"the deal has no {row_id!r} among its {name}"
    known = ", ".join(deal.many[name]) or "none"
    return Failure(Reason.UNKNOWN, place, what, "its facts would belong to nothing", f"write one of {known}")
