"""Decisions to go on although a rule fails: `overrides.toml`."""

from dataclasses import dataclass
from pathlib import Path

from chizai.feeds.files import read_text
from chizai.law.overrides import Override
from chizai.units.result import Failed, Ok, Result
from chizai.units.toml import STRICT, read_toml

OVERRIDES_FILE = "overrides.toml"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the file says, and its name and digest; nothing where there is no file."""

    overrides: tuple[Override, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    overrides: tuple[Override, ...]


def read_overrides(folder: Path) -> Result[Overrides]:
    """Read the overrides of a deal's folder; a folder without the file has none."""
    if not (folder / OVERRIDES_FILE).exists():
        return Ok(Overrides())
    text = read_text(folder, OVERRIDES_FILE)
    if isinstance(text, Failed):
        return text
    read = read_toml(text.value.text, OVERRIDES_FILE, _File)
    if isinstance(read, Failed):
        return read
    return Ok(Overrides(read.value.overrides, ((text.value.name, text.value.sha256),)))
