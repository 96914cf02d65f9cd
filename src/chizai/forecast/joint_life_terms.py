"""What may end a right or begin and end a product's time on the market, as the inputs of joint futures say it.

Each number is an assumption of the deal; `forecast.processes` says on what figures one can be made.
"""

from dataclasses import dataclass
from datetime import date

from chizai.units.toml import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class OppositionRisk:
    """How likely a fresh patent is opposed and revoked (Patent Act, art. 113); past six months nothing can come."""

    __pydantic_config__ = STRICT

    gazette_on: date
    """The day of the gazette that publishes the grant."""
    opposed_ppm: int
    """How likely it is opposed within six months, as seen on that day."""
    revoked_ppm: int = 100_000
    """How likely an opposition ends with the patent revoked."""
    decision_months: int = 9
    """How long it takes to be decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRisk:
    """A patent that is given up in the first year that is worth less to its owner than the fee of the JPO."""

    __pydantic_config__ = STRICT

    value_minor_annual: int
    """What this year is worth to the owner, in yen, such as the royalties that hang on it."""
    deviation_ppm: int = 1_000_000
    """How unsure that is: standard deviation of its logarithm."""
    value_decline_ppm_annual: int = 100_000
    """Part of the worth that each year loses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusivityRisk:
    """A day from which on others may sell the same, and how what a licence brings erodes then."""

    __pydantic_config__ = STRICT

    lost_on: date
    """The day; one that is over is no risk any more: the forecast has seen it."""
    left_ppm: int
    """Part of the royalty that stays in the end."""
    speed_ppm_annual: int
    """How fast the rest goes: 1_000_000 halves it in 0.69 years."""
    early_ppm_annual: int = 0
    """How likely it is lost before that day within a year, as a rate, such as by a settlement or a challenge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessorRisk:
    """A product that may replace the licensed one, and takes its users over as Bass's diffusion has it."""

    __pydantic_config__ = STRICT

    hazard_ppm_annual: int
    """How likely its launch is within a year, as a rate."""
    innovation_ppm_annual: int
    """p: part of the users left that goes over of itself in a year."""
    imitation_ppm_annual: int
    """q: what the part that has gone over adds to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchStage:
    """A stage of development that is still to be passed."""

    __pydantic_config__ = STRICT

    success_ppm: int
    """How likely it is passed."""
    lasts_months: int
    """How long it takes on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchRisk:
    """A product under development: its licence is forecast as if launched, and brings that part of it which has been.

    A failure stops the licence for good. The time to market is in what is expected as long as it has not failed.
    """

    __pydantic_config__ = STRICT

    stage: str | None = None
    """The stage of a medicine that it has just entered, such as `phase 3`; this, or `stages`."""
    stages: tuple[LaunchStage, ...] = ()
    """The stages still to be passed, in their order."""
    spread_months: int = 6
    """How unsure the times are: variance by mean."""
