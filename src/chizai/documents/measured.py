"""What a simulation measures beside its classes over futures: scenarios that are drawn, and what the inputs ask for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.futures import ClassStatistics
from chizai.metrics.scenarios import Scenario

if TYPE_CHECKING:
    # what measures them takes longer to load than most deals to simulate, and few deals ask for it
    from chizai.metrics.asked_losses import RareLosses
    from chizai.metrics.asked_price import AskedPrice
    from chizai.metrics.asked_sensitivities import AskedSensitivity
    from chizai.metrics.asked_stability import Firmness


@dataclass(frozen=True, slots=True)
class DrawnScenario:
    """A scenario that moves drivers of the joint futures, run over futures of its own."""

    scenario: Scenario
    statistics: tuple[ClassStatistics, ...]
    """One a class, in the order of the deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the table `[simulation]` of the inputs asks for; empty where it does not."""

    prices: "tuple[AskedPrice, ...]" = ()
    """One a class with par and yield: to the asked error."""
    rare_losses: "tuple[RareLosses, ...]" = ()
    """One a class that is named."""
    firmness: "tuple[Firmness, ...]" = ()
    """One a class with par."""
    sensitivities: "tuple[AskedSensitivity, ...]" = ()
    """Of all classes that have a yield, in their order."""
    sensitive_ids: tuple[str, ...] = ()
    """Ids of these classes."""
