"""What the cost approach is told: what it would take to make the rights again, and what they have lost since."""

from dataclasses import dataclass
from enum import StrEnum

from chizai.units.rate import PPM
from chizai.units.toml import STRICT


class CostBasis(StrEnum):
    """What is made again."""

    REPRODUCTION = "reproduction"
    """A replica, with the faults that it has."""
    REPLACEMENT = "replacement"
    """Something of the same use, by today's means: what is superfluous in the old one is not paid for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostItem:
    """One cost of making the rights."""

    __pydantic_config__ = STRICT

    id: str
    """What it is: wages, materials, filing, a study."""
    amount_minor: int
    """As it was spent, or as it is quoted today."""
    index_ppm: int = PPM
    """Price level of today over that of the amount; 1_000_000 where it is a quote of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obsolescence:
    """What a right has lost for one cause."""

    __pydantic_config__ = STRICT

    loss_ppm: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostMethod:
    """Cost new, with the developer's profit, less three obsolescences (IVS 105, cost approach)."""

    __pydantic_config__ = STRICT

    id: str
    basis: CostBasis
    items: tuple[CostItem, ...]
    profit_ppm: int = 0
    """The developer's profit, as a part of the costs."""
    incentive_ppm: int = 0
    """Return for the time and risk until the rights earn, as a part of costs and profit."""
    physical: Obsolescence | None = None
    """Use and age: for a right, the part of its life that is gone."""
    functional: Obsolescence | None = None
    """Better ways to do the same. It counts for a reproduction; a replacement has most of it left out already."""
    economic: Obsolescence | None = None
    """Causes outside the right: demand, regulation, cost of money."""
