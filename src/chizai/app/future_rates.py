"""The observed rates of one future that are drawn: each explained."""

from chizai.app.future_receipts import Drawn
from chizai.simulate.story import RateStory
from chizai.units.explain import Explained
from chizai.units.rate import format_ppm


def rates_of_future(drawn: Drawn) -> dict[tuple[str, int], Explained]:
    """Explain each rate that is drawn, by observation and period: what was forecast, and how far it has moved."""
    if drawn.story is None:
        return {}
    return {
        (rate.observation, drawn.assumed.n_past + period): _drawn(drawn, rate, period)
        for rate in drawn.story.rates
        for period in range(len(rate.drawn_ppm))
    }


def _drawn(drawn: Drawn, rate: RateStory, period: int) -> Explained:
    moved, multiple = f"rate of {rate.currency}", rate.multiple(period)
    parts = [Explained("forecast", format_ppm(rate.forecast_ppm[period]))]
    if multiple is not None:
        parts.append(Explained(moved, f"{multiple:.4f}", "over what the forecast took it for: 1 is as expected"))
    return Explained(
        f"{rate.observation} in future {drawn.path:,} of seed {drawn.seed}",
        format_ppm(rate.drawn_ppm[period]),
        f"forecast x {moved}, rounded down, at most {format_ppm(rate.most_ppm)}",
        tuple(parts),
    )
