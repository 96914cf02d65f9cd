"""The law's numbers, each with the days from which it holds: a deal of 2019 gets what held in 2019."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Since:
    """A value and the first day on which it holds."""

    on: date
    value: int
    source: str
    """Where the value was seen, or `from memory`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law: a cap, a number of days, a rate, a fee, a threshold."""

    id: str
    unit: str
    """`years`, `months`, `days`, `JPY`, `ppm`, `persons`, `units`, ..."""
    values: tuple[Since, ...]
    """Oldest first."""

    def on(self, day: date) -> int | None:
        """Give the value that held on a day; none before the first."""
        return next((since.value for since in reversed(self.values) if since.on <= day), None)
