"""What happened to the rights' titles: `title.toml`, a table for each kind of event, each entry with its right."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import field, fields, make_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chizai.assets.evidence import DIGEST
from chizai.assets.placed import Placed
from chizai.feeds.files import TextFile, read_text
from chizai.feeds.law_facts_check import FIRST_DAY, LAST_DAY
from chizai.law.title_events import DAY_ORDER, Event
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.toml import STRICT, key_path, read_toml

TITLE_FILE = "title.toml"


def table_of(kind: type[Event]) -> str:
    """Name the table of a kind of event: `owner_consented` for `OwnerConsented`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


KINDS: dict[str, type[Event]] = {table_of(kind): kind for kind in DAY_ORDER}
"""By table."""


def read_title_events(folder: Path) -> Result[dict[str, tuple[Placed[Event], ...]]]:
    """Read the events of a deal's folder by right; a folder without the file has none."""
    if not (folder / TITLE_FILE).exists():
        return Ok({})
    read = read_text(folder, TITLE_FILE)
    return read if isinstance(read, Failed) else parse_title_events(read.value)


def parse_title_events(file: TextFile) -> Result[dict[str, tuple[Placed[Event], ...]]]:
    """Read the text of `title.toml`: its events by right, in the order of the tables, or all that is wrong with it."""
    read = read_toml(file.text, file.name, _file_type())
    if isinstance(read, Failed):
        return read
    table = tomllib.loads(file.text)
    events: dict[str, tuple[Placed[Event], ...]] = {}
    failures: list[Failure] = []
    for name, kind in KINDS.items():
        for number, entry in enumerate(getattr(read.value, name)):
            happened = kind(**{each.name: getattr(entry, each.name) for each in fields(kind)})
            place = Place(file.name, None, key_path((name, number), table))
            failures += _unfit(happened, place)
            events[entry.right] = (*events.get(entry.right, ()), Placed(happened, place))
    return Failed(tuple(failures)) if failures else Ok(events)


def _unfit(event: Event, place: Place) -> Iterator[Failure]:
    """Find evidence that nobody could ask for, and days that no deal has."""
    if not event.evidence.document.strip() or not DIGEST.fullmatch(event.evidence.sha256):
        at = Place(place.file, None, f"{place.key}.evidence")
        why, fix = "an event rests on a paper", "name the paper and the 64 hexadecimal digits of its SHA-256"
        yield Failure(Reason.MISSING, at, "the evidence names no document with its digest", why, fix)
    if not FIRST_DAY <= event.on <= LAST_DAY:
        at = Place(place.file, None, f"{place.key}.on")
        why, fix = "deals are of our time", f"write a day from {FIRST_DAY} to {LAST_DAY}"
        yield Failure(Reason.OUT_OF_RANGE, at, f"the day {event.on}", why, fix)


@cache
def _file_type() -> type[Any]:
    """Make the dataclass of the file: for each kind of event a list of its fields beside the right's id."""
    strict = {"__pydantic_config__": STRICT}
    tables: list[Any] = []
    for name, kind in KINDS.items():
        right: list[Any] = [("right", str)]
        entry: Any = make_dataclass(
            f"{kind.__name__}Entry", right, bases=(kind,), frozen=True, kw_only=True, namespace=strict
        )
        tables.append((name, tuple[entry, ...], field(default=())))
    return make_dataclass("TitleFile", tables, frozen=True, kw_only=True, namespace=strict)
