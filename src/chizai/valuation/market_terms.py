"""What the market approach is told: rows that a user supplies, each with its source."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.units.toml import STRICT


class RatioKind(StrEnum):
    """What the ratio of a comparable is."""

    ROYALTY_RATE = "royalty-rate"
    """Royalty over sales, of comparable licences."""
    MULTIPLE = "multiple"
    """Price over a measure such as annual royalty, of comparable rights or companies that are quoted."""
    DEAL_MULTIPLE = "deal-multiple"
    """The same, of transactions that were closed."""


class Reading(StrEnum):
    """Which point of the comparables is taken."""

    LOWER_QUARTILE = "lower-quartile"
    MEDIAN = "median"
    UPPER_QUARTILE = "upper-quartile"
    MEAN = "mean"


class OutlierRule(StrEnum):
    """What happens to comparables that lie far from the others."""

    KEEP = "keep"
    """They count."""
    FENCES = "fences"
    """Those beyond 1.5 interquartile ranges outside the quartiles do not (J. W. Tukey, 1977)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Why a comparable would pay more or less if it were like what is valued."""

    __pydantic_config__ = STRICT

    because: str
    """The difference: exclusivity, territory, stage, date, size."""
    change_ppm: int
    """What it changes, relative: -200_000 takes a fifth. Several are applied one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """One licence, company or transaction that is looked at."""

    __pydantic_config__ = STRICT

    id: str
    source: str
    """Where its figures are published, as a reader would ask for it."""
    ratio_ppm: int | None = None
    """Its rate or multiple; 1_000_000 is 100 %, or one time."""
    price_minor: int | None = None
    """Instead of the ratio: what was paid ..."""
    measure_minor: int | None = None
    """... and the measure that it is held against, in the same currency."""
    agreed_on: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    excluded_because: str = ""
    """Why it does not count although it was looked at; empty where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableSet:
    """Comparables that are read together."""

    __pydantic_config__ = STRICT

    id: str
    kind: RatioKind
    rows: tuple[Comparable, ...]
    reading: Reading = Reading.MEDIAN
    outliers: OutlierRule = OutlierRule.FENCES


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketMultiple:
    """A measure of the rights times what comparable ones were paid for the same measure."""

    __pydantic_config__ = STRICT

    id: str
    measure_minor: int
    """The measure of what is valued, such as its royalty of the last year."""
    comparables: str
    """Id of the comparables: multiples or deal multiples."""
