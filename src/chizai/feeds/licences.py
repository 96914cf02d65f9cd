"""Licences, from TOML: `[[licences]]` tables with the fields of `assets.licences.Licence`."""

import tomllib
from dataclasses import dataclass

from chizai.assets.licences import Licence
from chizai.assets.placed import Placed
from chizai.feeds.files import TextFile
from chizai.units.result import Failed, Ok, Place, Result
from chizai.units.toml import STRICT, key_path, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFile:
    """The whole of licences.toml."""

    __pydantic_config__ = STRICT

    licences: tuple[Licence, ...]


def read_licences(file: TextFile) -> Result[tuple[Placed[Licence], ...]]:
    """Read licences.toml; the place of each licence is its key, such as `licences[2] (L2)`."""
    read = read_toml(file.text, file.name, LicenceFile)
    if isinstance(read, Failed):
        return read
    table = tomllib.loads(file.text)
    return Ok(
        tuple(
            Placed(licence, Place(file.name, None, key_path(["licences", index], table)))
            for index, licence in enumerate(read.value.licences)
        )
    )
