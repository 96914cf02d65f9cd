"""Where a class stands between the lines of the scale: what a search for a symbol walks along.

A symbol jumps where a line is passed, and tells a search nothing before. A place does: it counts the notches above C,
and goes on evenly from one line to the next, so that its whole part is the symbol of `rating_tables`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import Cap
from chizai.metrics.rating_scale import Symbol, place_of_symbol_ppm
from chizai.metrics.rating_tables import default_lines, loss_lines
from chizai.units.rate import PPM

RATES = 0.0, 2.0
"""The best rate of loss or default, and one past all lines: interest that is added can lose more than par."""


@dataclass(frozen=True, slots=True)
class RatingGround:
    """What the indicative symbols of a deal's classes rest on, however the classes are sized."""

    assumptions: RatingAssumptions
    caps: tuple[Cap, ...]
    """They follow from the pool alone."""

    @property
    def highest_ppm(self) -> int | None:
        """Give the place that no class passes; none where no cap applies."""
        return min((place_of_symbol_ppm(cap.symbol) for cap in self.caps if cap.symbol is not None), default=None)


def place_ppm(lines: Iterable[tuple[Symbol, float]], rate: float, ends: tuple[float, float]) -> int:
    """Give the place of a rate: its symbol's, and how far it stands on the way to the line of the next better one.

    Args:
        lines: of each symbol the highest rate that it allows, the best symbol first.
        rate: a fraction, or a multiple below zero, as in `symbol_of_multiple`.
        ends: the best rate that there is, and one at which a notch below the last line is lost.

    Returns:
        millionths of a notch above C, rounded down; below 0 for a rate past all lines.
    """
    better, worst = ends
    for symbol, line in lines:
        if rate <= line:
            part = (line - rate) / (line - better) if line > better else 0.0
            return place_of_symbol_ppm(symbol) + min(PPM - 1, floor(part * PPM))
        better = line
    return floor((better - rate) / (worst - better) * PPM)


def place_by_loss_ppm(ground: RatingGround, expected_loss: float, years: float) -> int:
    """Give the place of an expected loss, as a part of par, for a class of an average life in years."""
    return place_ppm(loss_lines(ground.assumptions.idealised_table, years), expected_loss, RATES)


def place_by_default_ppm(ground: RatingGround, frequency: float, years: float) -> int:
    """Give the place of a default probability for a class of an average life in years."""
    return place_ppm(default_lines(ground.assumptions.idealised_table, years), frequency, RATES)


def place_by_stress_ppm(ground: RatingGround, needed_ppm: int, decline: float) -> int:
    """Give the place of what a class withstands.

    Args:
        ground: with the required multiples.
        needed_ppm: the part of the forecast from which on the class is paid in full; more than the whole stands below
            the table, and the further the more is needed.
        decline: mean part of the forecast by which the futures fall short.
    """
    base_ppm = ground.assumptions.base_decline_of(decline)
    multiple_ppm = (PPM - needed_ppm) * PPM // base_ppm
    lines = ((row.symbol, -row.multiple_ppm) for row in ground.assumptions.stress_table)
    return place_ppm(lines, -multiple_ppm, (-PPM * PPM / base_ppm, PPM))
