"""How something new is taken up, as the inputs say it: by Bass's diffusion, or by a line of generations.

The formulas are those of `forecast.processes.bass` and `generations`; a market is counted in the royalty that it
brings.
"""

from dataclasses import dataclass
from datetime import date

from chizai.forecast.joint_life_terms import LaunchRisk
from chizai.units.toml import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class BassTerms:
    """First purchases of a product, from its launch on: at a known day, or once its development has passed."""

    __pydantic_config__ = STRICT

    market_minor: int
    """Royalty of all first purchases that will ever be made, before withholding and without consumption tax."""
    innovation_ppm_annual: int
    """p: part of those who have not bought that buys of itself in a year."""
    imitation_ppm_annual: int
    """q: what the part that has bought adds to it."""
    launched_on: date | None = None
    """The first day of sales, over or to come; this, or `launch`."""
    launch: LaunchRisk | None = None
    """The stages that are still to be passed as of the deal's day, and how long they take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationTerms:
    """One generation of a line of products."""

    __pydantic_config__ = STRICT

    launched_on: date
    """The first day of its use, over or to come."""
    royalty_minor_annual: int
    """Royalty a year of all users that it adds to the line, once all of them use it."""
    licensed: bool = True
    """Whether the licence is for it: a successor that it is not for takes users away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationsTerms:
    """A line of products, each of which takes over the users of the one before; all share p and q."""

    __pydantic_config__ = STRICT

    innovation_ppm_annual: int
    """p of all generations."""
    imitation_ppm_annual: int
    """q of all generations."""
    line: tuple[GenerationTerms, ...]
    """The generations in the order of their launch; a user pays as much in one as in another."""
