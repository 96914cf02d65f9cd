"""What no parameter of a process may be: each rule says what is wrong in one sentence."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite


def require_share(name: str, value: float) -> None:
    """Refuse what is no part of a whole.

    Raises:
        ValueError: the value lies outside 0 to 1.
    """
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{name} is {value:g}, but lies between 0 and 1")


def require_not_negative(name: str, value: float) -> None:
    """Refuse what is below zero or no finite number.

    Raises:
        ValueError: it is.
    """
    if not (isfinite(value) and value >= 0.0):
        raise ValueError(f"{name} is {value:g}, but cannot be below zero")


def require_positive(name: str, value: float) -> None:
    """Refuse what is not above zero, or no finite number.

    Raises:
        ValueError: it is.
    """
    if not (isfinite(value) and value > 0.0):
        raise ValueError(f"{name} is {value:g}, but must be above zero")


def require_correlation(name: str, value: float) -> None:
    """Refuse what is no correlation.

    Raises:
        ValueError: the value lies outside -1 to 1.
    """
    if not -1.0 <= value <= 1.0:
        raise ValueError(f"{name} is {value:g}, but lies between -1 and 1")


def require_rising(name: str, values: Sequence[float], *, strictly: bool = False) -> None:
    """Refuse numbers of which one is below the one before, or equal to it where they must rise strictly.

    Raises:
        ValueError: they do not rise, or one is no number.
    """
    if not all(later > earlier or (later == earlier and not strictly) for earlier, later in pairwise(values)):
        raise ValueError(f"{name} must rise{' strictly' if strictly else ''}")


def require_same_length(what: str, *rows: Sequence[object]) -> None:
    """Refuse rows that do not go together.

    Raises:
        ValueError: their lengths differ.
    """
    if len({len(row) for row in rows}) > 1:
        raise ValueError(f"{what} differ in length: {', '.join(str(len(row)) for row in rows)}")
