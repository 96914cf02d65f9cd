"""Which assumption matters most: each moved down and up alone, on the same futures (common random numbers)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from chizai.metrics.paths import Estimate, estimate

if TYPE_CHECKING:
    from chizai.metrics.paths import Numbers

Inputs = TypeVar("Inputs")
"""Whatever a value is computed from."""


@dataclass(frozen=True, slots=True)
class Bump(Generic[Inputs]):
    """One assumption moved, all others as they are."""

    name: str
    """What is moved, in English."""
    name_ja: str
    """The same in Japanese."""
    low: Inputs
    """All inputs with this one moved down."""
    high: Inputs
    """All inputs with this one moved up."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What one assumption does to the value."""

    name: str
    name_ja: str
    low: Estimate
    """Mean change from the base when it is moved down, with the error of the paired difference."""
    high: Estimate
    """The same when it is moved up."""

    @property
    def width(self) -> float:
        """How far apart the least and the most of base, low and high are."""
        changes = (0.0, self.low.mean, self.high.mean)
        return max(changes) - min(changes)


@dataclass(frozen=True, slots=True)
class Tornado:
    """The value and what each assumption does to it."""

    base: Estimate
    bars: tuple[Bar, ...]
    """The widest first; of two alike, the one that was named first."""


def tornado(value: "Callable[[Inputs], Numbers]", base: Inputs, bumps: Sequence[Bump[Inputs]]) -> Tornado:
    """Give the sensitivity of a value to each assumption.

    Every path is compared with itself, so what is common to both sides cancels, and the error of a difference is far
    less than that of two means. Source: P. Glasserman, Monte Carlo Methods in Financial Engineering, section 7.1.

    Args:
        value: the value in each path, shape (n_paths,); its n-th path must be the same future for all inputs.
        base: the inputs as they are.
        bumps: each with one of them moved.

    Raises:
        ValueError: two inputs give different numbers of paths, or none.
    """
    import numpy as np

    at_base = value(base)

    def change(inputs: Inputs) -> Estimate:
        moved = value(inputs)
        if moved.shape != at_base.shape:
            raise ValueError(f"{moved.shape} values cannot be paired with {at_base.shape}")
        return estimate(np.subtract(moved, at_base, dtype=np.float64))

    bars = [Bar(bump.name, bump.name_ja, change(bump.low), change(bump.high)) for bump in bumps]
    return Tornado(estimate(at_base), tuple(sorted(bars, key=lambda bar: -bar.width)))
