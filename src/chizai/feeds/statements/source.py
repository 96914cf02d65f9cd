"""How the inputs describe a statement: its file, its format, and where its facts stand."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from chizai.units.toml import STRICT


class StatementFormat(StrEnum):
    """The forms of statement that are read."""

    CSV = "csv"
    """A table with one royalty a row; tab-separated where the file ends in `.tsv`."""
    LICENCE_REPORT = "licence-report"
    """The royalty report of the model patent licence of the US Public Health Service."""
    DDEX = "ddex"
    """A sales report in the flat-file format of DDEX (DSR)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementColumns:
    """For each field of a statement's row, the header of the file's column; empty where there is none."""

    __pydantic_config__ = STRICT

    licence: str = ""
    right: str = ""
    period_start: str = ""
    period_end: str = ""
    received: str = ""
    royalty: str = ""
    sales: str = ""
    currency: str = ""

    def given(self) -> dict[str, str]:
        """Give the columns that are named, by field."""
        return _given(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementConstants:
    """For each field of a statement's row, what holds for the whole file; empty where a column says it."""

    __pydantic_config__ = STRICT

    licence: str = ""
    right: str = ""
    period_start: date | None = None
    period_end: date | None = None
    received: date | None = None
    currency: str = ""

    def given(self) -> dict[str, str]:
        """Give the constants that are set, as texts, by field."""
        return _given(self)


def _given(of: StatementColumns | StatementConstants) -> dict[str, str]:
    values = {field.name: getattr(of, field.name) for field in fields(of)}
    return {name: str(value) for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerLicence:
    """Under which licence a rights controller of a DDEX report is paid."""

    __pydantic_config__ = STRICT

    controller: str
    """The name in the report's RightsController cells."""
    licence: str
    """The licence's id, empty for a controller that is not the pool's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSource:
    """One statement of the inputs."""

    __pydantic_config__ = STRICT

    file: str
    """Relative to the deal's folder."""
    format: StatementFormat
    encoding: str = "utf-8"
    """`utf-8`, or `cp932` for Windows Japanese."""
    columns: StatementColumns = field(default_factory=StatementColumns)
    """CSV: the header of the file's column for each field."""
    constants: StatementConstants = field(default_factory=StatementConstants)
    """What the file does not say, the same for all its rows."""
    controllers: tuple[ControllerLicence, ...] = ()
    """DDEX: who is paid under which licence."""
