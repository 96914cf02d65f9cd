"""Launch of something new: Bass's diffusion of first purchases.

The part of the market that has bought t years after launch is `F(t) = (1 - d) / (1 + (q / p) d)` with the decay
`d = e^(-(p + q) t)` (F. M. Bass, A New Product Growth for Model Consumer Durables, Management Science 15, 1969). It
counts first purchases: repeat purchases and replacements are another process. `bass_fit` calibrates it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from chizai.forecast.processes.limits import require_not_negative, require_positive, require_rising

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


LOG_BOUND = 60.0
"""Where fits look for the logarithm of a market or a speed: past it lies no market on earth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bass:
    """How a market takes up something new."""

    market: float
    """All who will ever buy, m, in the unit of sales; above 0."""
    innovation: float
    """Part of those who have not bought that buys of itself in a year, p; above 0."""
    imitation: float
    """What the part that has bought adds to it, q; 0 or more."""

    def __post_init__(self) -> None:
        """Refuse what no market has."""
        require_positive("market", self.market)
        require_positive("innovation", self.innovation)
        require_not_negative("imitation", self.imitation)


def adopted(bass: Bass, years: Sequence[float]) -> tuple[float, ...]:
    """Give the part of the market that has bought by each time since launch, F; 0 before it; shape (n_periods,)."""
    speed, ratio = bass.innovation + bass.imitation, bass.imitation / bass.innovation
    return tuple(
        -math.expm1(-speed * time) / (1.0 + ratio * math.exp(-speed * time)) if time > 0 else 0.0 for time in years
    )


def expected_sales(bass: Bass, years: Sequence[float], sold_until_years: float = 0.0) -> tuple[float, ...]:
    """Give the sales of each period: `m (F(end) - F(start))`.

    Args:
        bass: the market.
        years: ends of the periods, years since launch, rising; shape (n_periods,).
        sold_until_years: start of the first period, such as the age of a product that is already sold.

    Returns:
        in the market's unit, shape (n_periods,).

    Raises:
        ValueError: times do not rise.
    """
    ends = (sold_until_years, *years)
    require_rising("ends of periods", ends)
    return tuple(bass.market * (later - before) for before, later in pairwise(adopted(bass, ends)))


def peak_years(bass: Bass) -> float:
    """Give when sales are highest: `ln(q / p) / (p + q)` years after launch, or at launch where q is not above p."""
    if bass.imitation <= bass.innovation:
        return 0.0
    return math.log(bass.imitation / bass.innovation) / (bass.innovation + bass.imitation)


def draw_sales(
    bass: Bass, generator: "np.random.Generator", years: Sequence[float], n_paths: int
) -> "NDArray[np.int64]":
    """Draw the sales of each period, buyer by buyer; the market is rounded to whole buyers.

    Each buyer buys at a time whose distribution is F, independently. `bass_fit.draw_curves` draws what matters more in
    a large market: the parameters, which nobody knows.

    Returns:
        buyers, shape (n_periods, n_paths).

    Raises:
        ValueError: times do not rise.
    """
    import numpy as np

    chances = np.asarray(expected_sales(bass, years)) / bass.market
    later = max(1.0 - float(chances.sum()), 0.0)
    return generator.multinomial(round(bass.market), [*chances, later], n_paths)[:, :-1].T.astype(np.int64)
