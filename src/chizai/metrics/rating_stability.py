"""How firm a symbol is: what becomes of it where the parameters of the futures are not what they were estimated as.

An error of sampling can be drawn away with more paths; that of the parameters cannot. So whoever simulates draws the
parameters several times, runs the deal on each draw, and hands the expected losses in.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chizai.metrics.paths import Estimate, estimate
from chizai.metrics.rating_scale import SCALE, Symbol, lowest, notches_down
from chizai.metrics.rating_tables import IdealisedRow, loss_lines, symbol_of_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterDraw:
    """A class on one draw of the parameters."""

    expected_loss: float
    """Mean over that draw's futures of the principal that is lost, as a part of par."""
    average_life_years: float
    """Of the principal that is repaid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingStability:
    """Where a symbol lands over draws of the parameters."""

    base: Symbol
    """The symbol at the parameters as estimated."""
    shares: tuple[tuple[Symbol, float], ...]
    """What share of the draws has each symbol that occurs, the best symbol first; they sum to one."""
    notches: tuple[int, ...]
    """Notches moved down in each draw, negative for up; shape (n_draws,)."""
    notches_mean: Estimate
    """Mean of the notches moved down."""
    kept: Estimate
    """Share of the draws with the symbol of the base or a better one."""
    worst: Symbol
    """The lowest symbol of any draw."""


def rating_stability(base: Symbol, draws: Sequence[ParameterDraw], table: Sequence[IdealisedRow]) -> RatingStability:
    """Place a class on the scale by its expected loss in each draw of the parameters.

    Args:
        base: the symbol by expected loss at the parameters as estimated.
        draws: independent draws, at least one.
        table: idealised rates, the best symbol first.

    Raises:
        ValueError: there is no draw.
    """
    import numpy as np

    symbols = [symbol_of_rate(loss_lines(table, draw.average_life_years), draw.expected_loss) for draw in draws]
    notches = np.array([notches_down(base, symbol) for symbol in symbols], np.int64)
    counts = Counter(symbols)
    return RatingStability(
        base=base,
        shares=tuple((symbol, counts[symbol] / len(draws)) for symbol in SCALE if symbol in counts),
        notches=tuple(int(each) for each in notches),
        notches_mean=estimate(notches),
        kept=estimate(notches <= 0),
        worst=lowest(symbols),
    )
