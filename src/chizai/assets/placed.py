"""A noun beside the place where it was read, so that a check can name that place."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from chizai.units.result import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A value and where the user wrote it."""

    value: T
    place: Place
    """The row of a table or the key of a TOML file, without the column or the field."""

    def at(self, field: str) -> Place:
        """Give the place of one field: the column of the row, or the key below the key."""
        key = f"{self.place.key}.{field}" if self.place.key else field
        return Place(self.place.file, self.place.row, key)
