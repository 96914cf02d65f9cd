"""Strict TOML: text into frozen dataclasses and back, with a failure and its place for all that is wrong."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

T = TypeVar("T")

Path: TypeAlias = tuple[int | str, ...]
"""The keys and list positions (from 0) that lead to a value of a TOML table."""

STRICT = {"extra": "forbid"}
"""What a dataclass read from TOML carries as `__pydantic_config__`: a key that it does not know is an error."""


MISSING_KEY = frozenset({"missing", "missing_argument"})
"""What pydantic calls a key that is required and not there."""


def read_toml(text: str, file: str, into: type[T]) -> Result[T]:
    """Read TOML into a dataclass, without any conversion between kinds: a float is never a whole number.

    Args:
        text: the whole file.
        file: its name as the user gave it, for failures.
        into: a frozen dataclass of ints, booleans, strings, dates, enumerations and such dataclasses, each alone,
            optional, or in tuples of any length or mappings.

    Returns:
        the value, or every failure of the text with its key.
    """
    from pydantic import ValidationError

    try:
        table = tomllib.loads(text)
        written = json.dumps(table, default=str)
    except (ValueError, RecursionError) as error:
        # beside syntax errors: a number of thousands of digits, or brackets nested a thousand deep
        return Failed((_syntax_failure(error, file, text),))
    try:
        value: T = _reader(into).validate_json(written, strict=True)  # type: ignore[arg-type]  # a class has a hash
    except ValidationError as error:
        details = error.errors(include_url=False)
        if details[0]["type"] == "json_invalid":  # what we wrote ourselves is refused for its depth alone
            return Failed((_syntax_failure(RecursionError("tables or lists are nested too deep"), file, text),))
        meant = [_meant(detail, into) for detail in details if detail["type"] == "unexpected_keyword_argument"]
        told = [detail for detail in details if not (detail["type"] in MISSING_KEY and detail["loc"] in meant)]
        return Failed(tuple(_failure(detail, file, table, into) for detail in told))
    mixed = tuple(
        Failure(Reason.WRONG_TYPE, Place(file, None, key_path(path, table)), *words)
        for path, words in _mixed_dates(value, table, ())
    )
    return Failed(mixed) if mixed else Ok(value)


@lru_cache(maxsize=64)
def _reader(into: type[Any]) -> "TypeAdapter[Any]":
    """Give what reads a dataclass: to make it takes longer than to read with it."""
    from pydantic import TypeAdapter

    return TypeAdapter(into)


def write_toml(value: Any) -> str:
    """Write a dataclass as TOML: keys in the order of its fields, those at their default left out.

    The same value always gives the same text, and `read_toml` gives the value back.
    """
    import tomli_w

    return tomli_w.dumps(_table(value), multiline_strings=False)


def write_row(table: str, row: Any) -> str:
    """Write a dataclass as a row of an array of tables, `[[table]]`: what stands in it inline, defaults left out.

    It can be put at the end of a file that has such a table already, or has none.
    """
    return "".join([f"[[{table}]]\n", *(f"{key} = {_inline(content)}\n" for key, content in _table(row).items())])


def _inline(content: Any) -> str:
    match content:
        case bool() | str():
            return json.dumps(content, ensure_ascii=False).replace("\x7f", "\\u007f")  # which JSON takes as it is
        case int():
            return f"{content:_}"
        case list():
            return "".join(["[\n", *(f"    {_inline(item)},\n" for item in content), "]"])
        case dict():
            return f"{{ {', '.join(f'{key} = {_inline(item)}' for key, item in content.items())} }}"
        case _:
            return str(content)


def canonical_json(value: Any) -> str:
    """Write a dataclass as JSON in one way only, fields at their default left out: what a digest is taken of.

    The order of keys, comments, and which library wrote the file make no difference; any content does.
    """
    return json.dumps(_table(value), default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def json_schema(of: type[Any]) -> dict[str, Any]:
    """Give the JSON Schema of what `read_toml` accepts for a dataclass, for editors to complete and check."""
    from chizai.units.toml_schema import documented_schema

    return documented_schema(of)


def _table(value: Any) -> dict[str, Any]:
    table = {}
    for field in fields(value):
        content = getattr(value, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if content != default:
            table[field.name] = _plain(content)
    return table


def _plain(content: Any) -> Any:
    if is_dataclass(content):
        return _table(content)
    if isinstance(content, Enum):
        return content.value
    if isinstance(content, tuple):
        return [_plain(item) for item in content]
    if isinstance(content, Mapping):
        return {key: _plain(item) for key, item in content.items()}
    return content


def _mixed_dates(value: Any, raw: Any, path: Path) -> Iterator[tuple[Path, tuple[str, str, str]]]:
    """Find texts given where a date is meant and dates where a text is: JSON, on the way, writes both alike."""
    if isinstance(raw, dict):
        for key, item in raw.items():
            yield from _mixed_dates(value[key] if isinstance(value, dict) else getattr(value, key), item, (*path, key))
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from _mixed_dates(value[index], item, (*path, index))
    elif isinstance(value, date) and isinstance(raw, str):
        yield path, (f"{raw!r} is a text", "this key takes a date", f"write it without quotes: {value}")
    elif isinstance(value, str) and isinstance(raw, date | time):
        yield path, (f"{raw} is a date or a time", "this key takes a text", f'write it in quotes: "{raw}"')


def _syntax_failure(error: Exception, file: str, text: str) -> Failure:
    found = re.search(r"^(?P<what>.*) \(at line (?P<row>\d+), column (?P<column>\d+)\)$", str(error))
    what = f"{found['what']} (column {found['column']})" if found else str(error)
    end_row = text.count("\n") + 1 if "end of document" in what else None
    row = int(found["row"]) if found else end_row
    return Failure(
        Reason.UNREADABLE,
        Place(file, row),
        what,
        "the file is not valid TOML from here on",
        "mend the line; dates are written 2027-03-31, whole numbers 1_000_000, text in quotes",
    )


def _failure(detail: "ErrorDetails", file: str, table: Mapping[str, Any], into: type[Any]) -> Failure:
    """Say in our words what pydantic found."""
    path = [step for step in detail["loc"] if isinstance(step, int) or not step.startswith("function-")]
    place = Place(file, None, key_path(path, table) or None)
    match detail["type"]:
        case missing if missing in MISSING_KEY:
            return Failure(Reason.MISSING, place, "the key is missing", "it is required", "add the key")
        case "unexpected_keyword_argument":
            return _unknown_key(place, path, into)
        case "enum" | "literal_error":
            what = f"{detail['input']!r} is not one of the values that this key takes"
            return Failure(Reason.OUT_OF_RANGE, place, what, "the language has no other", f"write {_expected(detail)}")
        case "value_error":
            what = detail["msg"].removeprefix("Value error, ")
            return Failure(Reason.INCONSISTENT, place, what, "these values contradict each other", "change one of them")
        case _:
            what = f"{detail['input']!r}: {detail['msg'][0].lower()}{detail['msg'][1:]}"
            why = "money is a whole number of minor units, a rate a whole number of parts per million, a date a date"
            return Failure(Reason.WRONG_TYPE, place, what, why, "write the value in the kind that the key takes")


def _expected(detail: "ErrorDetails") -> str:
    return str(detail.get("ctx", {}).get("expected", "one of the documented values"))


def _unknown_key(place: Place, path: Sequence[int | str], into: type[Any]) -> Failure:
    close = _closest_key(path, into)
    fix = f"did you mean {close!r}?" if close else f"remove it; the keys here are {', '.join(_known_keys(path, into))}"
    return Failure(
        Reason.UNKNOWN, place, "there is no such key here", "a key that nothing reads would be lost silently", fix
    )


def _meant(detail: "ErrorDetails", into: type[Any]) -> tuple[int | str, ...]:
    """Give the path of the key that a misspelt one was meant to be, so that it is not called missing as well."""
    *table, _ = detail["loc"]
    return (*table, _closest_key(detail["loc"], into) or "")


def _closest_key(path: Sequence[int | str], into: type[Any]) -> str | None:
    return next(iter(difflib.get_close_matches(str(path[-1]), _known_keys(path, into), n=1)), None)


def _known_keys(path: Sequence[int | str], into: type[Any]) -> list[str]:
    """List the keys of the table in which the last step of a path stands."""
    schema = json_schema(into)
    node = _table_node(schema, schema)
    for step in path[:-1]:
        inner = node["items"] if isinstance(step, int) else node.get("properties", {}).get(step)
        node = _table_node(inner or node["additionalProperties"], schema)
    return list(node["properties"])


def _table_node(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a node of a schema to what it stands for: the definition it names, or the choice that is not null."""
    while "$ref" in node or "anyOf" in node:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        else:
            node = next(choice for choice in node["anyOf"] if choice.get("type") != "null")
    return node


def key_path(path: Sequence[int | str], table: Mapping[str, Any]) -> str:
    """Write a path into a TOML table as `clauses[3] (senior-interest).to`, naming list items by their `id`."""
    words = ""
    here: Any = table
    for step in path:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = {}
        if isinstance(step, int):
            name = here.get("id") if isinstance(here, dict) else None
            words += f"[{step + 1}]" + (f" ({name})" if isinstance(name, str) else "")
        else:
            words += f".{step}" if words else step
    return words
