"""Comparable ratios: adjusted, freed of outliers, read by quartile."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm, share_floor
from chizai.valuation.market_terms import Comparable, ComparableSet, OutlierRule, RatioKind, Reading
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources

FENCES_NEED = 4
"""Of fewer comparables nobody can say which lies far from the others."""
READINGS = {Reading.LOWER_QUARTILE: 1, Reading.MEDIAN: 2, Reading.UPPER_QUARTILE: 3}
"""Quartile of each reading but the mean."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A comparable's ratio as it counts, or why it does not."""

    comparable: Comparable
    raw_ppm: int
    """As its source says, rounded down."""
    adjusted_ppm: int
    """After all adjustments, each rounded down."""
    left_out_because: str
    """Empty where it counts."""
    origin: Explained


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparables say together; quartiles of those that count, in parts per million, rounded down."""

    id: str
    kind: RatioKind
    ratios: tuple[Ratio, ...]
    """All that were looked at, in the user's order."""
    lower_ppm: int
    median_ppm: int
    upper_ppm: int
    mean_ppm: int
    read_ppm: int
    """The point that is taken."""
    origin: Explained


def quartile_floor(rising: Sequence[int], quarter: int) -> int:
    """Give a quartile by linear interpolation between order statistics, rounded down.

    The rule is number 7 of R. J. Hyndman and Y. Fan (1996), that of most spreadsheets, in whole numbers.

    Args:
        rising: at least one number, sorted.
        quarter: 1 for the lower quartile, 2 for the median, 3 for the upper one.
    """
    at, quarters = divmod((len(rising) - 1) * quarter, 4)
    after = rising[min(at + 1, len(rising) - 1)]
    return (rising[at] * (4 - quarters) + after * quarters) // 4


def compare(comparables: ComparableSet, sources: Sources) -> Comparison:
    """Adjust and read comparables.

    Args:
        comparables: as `appraisal_shape` passes them: each with a ratio, or with price and measure; at least one
            counts, and the fences always leave those between the quartiles.
        sources: of the set.
    """
    ratios = [
        _ratio(row, comparables.kind, sources.below("rows", index, row.id))
        for index, row in enumerate(comparables.rows)
    ]
    if comparables.outliers is OutlierRule.FENCES:
        ratios = _without_outliers(ratios)
    counted = sorted(ratio.adjusted_ppm for ratio in ratios if not ratio.left_out_because)
    lower, median, upper = (quartile_floor(counted, quarter) for quarter in (1, 2, 3))
    mean = sum(counted) // len(counted)
    reading = comparables.reading
    read_ppm = mean if reading is Reading.MEAN else quartile_floor(counted, READINGS[reading])
    origin = Explained(
        f"{reading} of {comparables.id}",
        ratio_text(read_ppm, comparables.kind),
        f"of {len(counted)} of {len(ratios)} comparables, rounded down; quartiles "
        + " / ".join(ratio_text(ppm, comparables.kind) for ppm in (lower, median, upper)),
        tuple(ratio.origin for ratio in ratios),
    )
    return Comparison(comparables.id, comparables.kind, tuple(ratios), lower, median, upper, mean, read_ppm, origin)


def ratio_text(ratio_ppm: int, kind: RatioKind) -> str:
    """Write a royalty rate in percent and a multiple in times, such as `3.25x`."""
    if kind is RatioKind.ROYALTY_RATE:
        return format_ppm(ratio_ppm)
    whole, part = divmod(ratio_ppm, PPM)
    return f"{whole}" + (f".{part:06d}".rstrip("0") if part else "") + "x"


def _ratio(row: Comparable, kind: RatioKind, sources: Sources) -> Ratio:
    raw_ppm, raw = _raw(row, kind, sources)
    adjusted_ppm, parts = raw_ppm, [raw]
    for index, adjustment in enumerate(row.adjustments):
        adjusted_ppm = share_floor(adjusted_ppm, PPM + adjustment.change_ppm)
        here = sources.below("adjustments", index)
        parts.append(here.rate("change_ppm", f"adjustment: {adjustment.because}", adjustment.change_ppm))
    words = "x (1 + each adjustment), each rounded down" if row.adjustments else "as its source says"
    left_out = f"does not count: {row.excluded_because}" if row.excluded_because else ""
    because = "; ".join(filter(None, (words, left_out)))
    origin = Explained(f"comparable {row.id}", ratio_text(adjusted_ppm, kind), because, tuple(parts))
    return Ratio(row, raw_ppm, adjusted_ppm, row.excluded_because, origin)


def _raw(row: Comparable, kind: RatioKind, sources: Sources) -> tuple[int, Explained]:
    told = f"source: {row.source}"
    if row.ratio_ppm is not None:
        shown = ratio_text(row.ratio_ppm, kind)
        return row.ratio_ppm, Explained(f"ratio of {row.id}", shown, told, source=sources.place("ratio_ppm"))
    price_minor, measure_minor = row.price_minor or 0, row.measure_minor or 1
    ratio_ppm = price_minor * PPM // measure_minor
    money = partial(amount_text, currency_code=sources.currency)
    parts = (
        Explained(f"price of {row.id}", money(price_minor), told, source=sources.place("price_minor")),
        Explained(f"measure of {row.id}", money(measure_minor), told, source=sources.place("measure_minor")),
    )
    shown = ratio_text(ratio_ppm, kind)
    return ratio_ppm, Explained(f"ratio of {row.id}", shown, "price / measure, rounded down", parts)


def _without_outliers(ratios: Sequence[Ratio]) -> list[Ratio]:
    """Mark what lies beyond the fences, computed once from all that the user lets count."""
    counted = sorted(ratio.adjusted_ppm for ratio in ratios if not ratio.left_out_because)
    if len(counted) < FENCES_NEED:
        return list(ratios)
    lower, upper = quartile_floor(counted, 1), quartile_floor(counted, 3)
    reach = 3 * (upper - lower)
    return [
        _left_out(ratio, lower, upper)
        if not ratio.left_out_because and not 2 * lower - reach <= 2 * ratio.adjusted_ppm <= 2 * upper + reach
        else ratio
        for ratio in ratios
    ]


def _left_out(ratio: Ratio, lower_ppm: int, upper_ppm: int) -> Ratio:
    because = (
        f"outlier: beyond 1.5 interquartile ranges outside {lower_ppm:_} to {upper_ppm:_} ppm "
        f"(the fences are an {PROGRAM_ASSUMPTION})"
    )
    told = f"{ratio.origin.because}; does not count: {because}"
    origin = Explained(ratio.origin.label, ratio.origin.value, told, ratio.origin.parts)
    return Ratio(ratio.comparable, ratio.raw_ppm, ratio.adjusted_ppm, because, origin)
