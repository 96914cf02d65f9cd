"""What a calibration is described by: its rows, its settings, its estimates, and what came beside what is fitted."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Generic, TypeAlias, TypeVar

from chizai.forecast.assumptions import ForecastAssumption
from chizai.forecast.joint_terms import CurrencyRisk, LicenceRisk, LicenseeRisk, RightRisk
from chizai.units.rate import PPM
from chizai.units.result import Failure
from chizai.units.schedule import MONTHS_A_YEAR, add_months

LARGEST = 1e15
"""What no number of a row or a setting may pass: past it a fit is no longer exact, and a unit is mistaken."""


@dataclass(frozen=True, slots=True)
class Says:
    """What stands in a column or a setting; it annotates the field that it is read into."""

    what: str
    least: float = -LARGEST
    most: float = LARGEST
    is_above: bool = False
    """Whether the least itself is too little."""


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """A calendar year, quarter or month."""

    starts_on: date
    months: int
    """Its length."""
    text: str = field(compare=False)
    """As it was written."""

    @property
    def next_on(self) -> date:
        """Give the first day after it."""
        return add_months(self.starts_on, self.months)

    @property
    def years(self) -> float:
        """Give its length in years."""
        return self.months / MONTHS_A_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has."""

    line: int
    """The line of the file on which it starts, counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is set beside the rows; a setting that is none has not been set."""

    stand_in: str = "settings"
    """Where they are said, as failures name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceSettings(Settings):
    """Settings of what is said of a licence."""

    licence: Annotated[str | None, Says("id of the licence that the numbers are for")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightSettings(Settings):
    """Settings of what is said of a right."""

    right: Annotated[str | None, Says("id of the right that the numbers are for")] = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number as fitted, in the unit that its name says."""

    name: str
    value: float
    error: float | None = None
    """Standard error; none where the rows do not show it."""
    low: float | None = None
    """Lower end of the central 90 % range."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What came, and what is fitted in its place."""

    label: str
    came: float
    fitted: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came beside what is fitted."""

    of: str
    """What the numbers are, with their unit."""
    rows: tuple[Beside, ...]

    @property
    def miss(self) -> float:
        """Give the root of the mean squared miss."""
        return math.sqrt(math.fsum((row.came - row.fitted) ** 2 for row in self.rows) / len(self.rows))

    @property
    def explained(self) -> float | None:
        """Give the part of the variance of what came that is fitted; none where nothing varies."""
        mean = math.fsum(row.came for row in self.rows) / len(self.rows)
        whole = math.fsum((row.came - mean) ** 2 for row in self.rows)
        return 1.0 - self.miss**2 * len(self.rows) / whole if whole else None


InputsRow: TypeAlias = ForecastAssumption | LicenceRisk | LicenseeRisk | RightRisk | CurrencyRisk
"""A row of one of the tables of `inputs.toml` that calibrations fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """What came out of a calibration."""

    observations: str
    """How many there were, and of what."""
    estimates: tuple[Estimate, ...]
    comparisons: tuple[Comparison, ...]
    remarks: tuple[str, ...] = ()
    """What a reader should know before the numbers are used."""
    goes_in: InputsRow | None = None
    """What goes into the inputs; none where settings that it needs are not set."""
    needed: tuple[str, ...] = ()
    """Settings that it needs besides those of its process, as the rows leave them open."""


R = TypeVar("R", bound=Row)
S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration(Generic[R, S]):
    """A process that can be calibrated on a file of rows."""

    name: str
    """As the command names it."""
    what: str
    source: str
    """Of the process and its fit."""
    row: type[R]
    """What a row holds: fields annotated by `Says`."""
    settings: type[S]
    """What can be set: fields annotated by `Says`, each with a default."""
    needed: tuple[str, ...]
    """Settings without which nothing goes into the inputs."""
    fit: Callable[[Sequence[R], S], Calibrated]
    """Fits rows in which nothing is wrong; a ValueError says why they cannot be fitted."""
    check: Callable[[Sequence[R], S, str], list[Failure]]
    """Lists what is wrong between rows of a file."""


def ppm(part: float) -> int:
    """Give a part or a rate in parts per million, to the nearest."""
    return round(part * PPM)


def minor(amount: float) -> int:
    """Give a fitted amount in whole minor units to six digits: no fit knows more, and machines differ beyond them."""
    return round(float(f"{amount:.6g}"))


def months(years: float) -> int:
    """Give years in months, to the nearest, at least one."""
    return max(round(years * MONTHS_A_YEAR), 1)
