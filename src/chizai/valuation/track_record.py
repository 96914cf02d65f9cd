"""How an appraiser's earlier forecasts did: forecast against actual."""

from collections.abc import Sequence
from dataclasses import dataclass

from chizai.forecast.backtest import BackTest
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm
from chizai.valuation.assumptions import PastForecast
from chizai.valuation.sources import Sources


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Errors of forecasts, in parts per million of what came, rounded towards minus infinity."""

    n_forecasts: int
    bias_ppm: int
    """Mean of (forecast - actual) / actual: positive where too much was promised."""
    absolute_error_ppm: int
    """Mean of the same without sign."""
    cumulative_ppm: int
    """All forecasts together over all that came, less one: what a buyer of all of them was promised too much."""
    n_ranges: int
    """How many forecasts gave a range."""
    n_within: int
    """Of how many of these the actual lay within."""
    origin: Explained


@dataclass(frozen=True, slots=True)
class _Pair:
    forecast_minor: int
    actual_minor: int
    origin: Explained

    @property
    def error_ppm(self) -> int:
        return (self.forecast_minor - self.actual_minor) * PPM // self.actual_minor


def track_record(forecasts: Sequence[PastForecast], sources: Sources) -> TrackRecord | None:
    """Sum up earlier forecasts.

    Args:
        forecasts: each with an actual above 0.
        sources: of the appraisal.

    Returns:
        the record; none without forecasts.
    """
    pairs = [_pair(past, sources.below("past_forecasts", index)) for index, past in enumerate(forecasts)]
    ranges = [
        past.low_minor <= past.actual_minor <= past.high_minor
        for past in forecasts
        if past.low_minor is not None and past.high_minor is not None
    ]
    return _record(pairs, ranges)


def record_of_back_tests(back_tests: Sequence[BackTest]) -> TrackRecord | None:
    """Sum up what this program's own forecasts would have said of the last reported years, against what came."""
    return _record([_Pair(test.forecast_minor, test.year.royalty_minor, test.origin) for test in back_tests], [])


def _record(pairs: Sequence[_Pair], ranges: Sequence[bool]) -> TrackRecord | None:
    if not pairs:
        return None
    errors, n = [pair.error_ppm for pair in pairs], len(pairs)
    bias_ppm, absolute_ppm = sum(errors) // n, sum(map(abs, errors)) // n
    forecast, actual = (
        sum(amounts) for amounts in zip(*((p.forecast_minor, p.actual_minor) for p in pairs), strict=True)
    )
    cumulative_ppm = (forecast - actual) * PPM // actual
    told = f"bias {format_ppm(bias_ppm)}, absolute {format_ppm(absolute_ppm)}, together {format_ppm(cumulative_ppm)}"
    because = "means of (forecast - actual) / actual, rounded down"
    if ranges:
        because += f"; {sum(ranges)} of {len(ranges)} actuals within the range that was given"
    origin = Explained(f"track record of {n} forecasts", told, because, tuple(pair.origin for pair in pairs))
    return TrackRecord(n, bias_ppm, absolute_ppm, cumulative_ppm, len(ranges), sum(ranges), origin)


def _pair(past: PastForecast, sources: Sources) -> _Pair:
    said, came = (amount_text(minor, sources.currency) for minor in (past.forecast_minor, past.actual_minor))
    told = f"source: {past.source}"
    parts = (
        Explained("forecast", said, told, source=sources.place("forecast_minor")),
        Explained("actual", came, told, source=sources.place("actual_minor")),
    )
    error = (past.forecast_minor - past.actual_minor) * PPM // past.actual_minor
    label = f"error of the forecast of {past.made_on} until {past.until_on}"
    origin = Explained(label, format_ppm(error), "(forecast - actual) / actual", parts)
    return _Pair(past.forecast_minor, past.actual_minor, origin)
