"""A panel forecast again and again from rolling origins, each with what was known then alone, and scored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from chizai.forecast.history_model.fit import fit
from chizai.forecast.history_model.learn import learn, learn_widths
from chizai.forecast.history_model.paths import draw_paths
from chizai.forecast.history_model.reference import WIDTH_YEARS, Reference
from chizai.forecast.history_model.series import Series, earns
from chizai.forecast.scoring import crps, mase, naive_error, pit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

OURS = "chizai"
"""The name of the history model among the forecasters."""
HORIZON_YEARS = max(WIDTH_YEARS)
"""How far every forecast reaches."""
LOG_FLOOR = 0.01
"""Part of the scale that is added to cash before its logarithm is scored: less cannot be told from nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """How a panel is tested."""

    n_paths: int = 1000
    least_years: int = 2
    """A series is forecast where so many years of it are known, the last of them brought something, and at least half
    of its periods did."""

    def __post_init__(self) -> None:
        """Refuse what says nothing."""
        if self.n_paths < 2 or self.least_years < 1:  # noqa: PLR2004 - a distribution has at least two paths
            raise ValueError("at least two paths are drawn, and one year is known")


@dataclass(frozen=True, slots=True)
class Score:
    """How good one forecaster was in one case."""

    crps: float
    """Of cumulative cash, as part of the history's mean over as many periods."""
    log_crps: float
    """Of the logarithm of cumulative cash, in which a small series counts as a large one."""
    mase: float | None
    """Of the median path; none where the history has no scale."""


@dataclass(frozen=True, slots=True)
class Case:
    """One series forecast at one date over one horizon."""

    series_id: str
    origin: int
    """How many periods of the panel were known."""
    years: int
    """The horizon."""
    actual: float
    """Cumulative cash that came."""
    pit: float
    """Where it stood in the history model's distribution, randomised where that has an atom."""
    width: float
    """What deviations were multiplied by, as learnt by then."""
    unit: float
    """What scores are divided by: the mean of the absolute history times the horizon's periods."""
    scores: Mapping[str, Score]
    """By forecaster."""


Forecaster = Callable[[Series, int, int], Mapping[str, "Array"]]
"""From a history, how many periods follow and how many paths are drawn, to paths by name of the forecaster; each of
shape (n_periods, n_paths)."""


def roll(
    panel: Sequence[Series], terms: Rolling, before: Reference, others: Forecaster, generator: "np.random.Generator"
) -> tuple[Case, ...]:
    """Forecast a panel from every origin a whole number of years before its end.

    Nothing that came after an origin plays a part in its forecasts: weights, drift, stops and shared shocks are learnt
    from the panel until then, widths from forecasts whose horizon was over by then.

    Args:
        panel: series on the same periods, NaN before a series begins and where nothing is known.
        terms: how it is tested.
        before: what is believed before the panel is seen.
        others: forecasters to be compared with; they give the same names each time.
        generator: of the random numbers.

    Returns:
        the cases in the order of origin, series and horizon.
    """
    if not panel:
        return ()
    year, length = panel[0].periods_a_year, len(panel[0].values)
    cases: list[Case] = []
    for origin in range(length % year or year, length, year):
        known = [series.until(origin) for series in panel]
        tried = [index for index, series in enumerate(known) if earns(series, terms.least_years)]
        if not tried:
            continue
        reference = learn_widths(_squares(cases, origin, year), learn(known, before))
        fitted = fit([known[index] for index in tried], reference)
        for row, index in enumerate(tried):
            ours = draw_paths(fitted, row, HORIZON_YEARS * year, terms.n_paths, generator)
            paths = {OURS: ours, **others(known[index], HORIZON_YEARS * year, terms.n_paths)}
            cases += _cases(panel[index], origin, paths, reference, generator)
    return tuple(cases)


def _squares(cases: Sequence[Case], origin: int, year: int) -> dict[int, list[list[float]]]:
    """Give by horizon and date the squares of normal scores that were known by an origin.

    A score under a width is about the one without it divided by the width, because widths stretch logarithms; it is
    multiplied by it again, so that corrections do not correct themselves.
    """
    squares: dict[int, dict[int, list[float]]] = {years: {} for years in WIDTH_YEARS}
    for case in cases:
        if case.origin + case.years * year <= origin:
            score = NormalDist().inv_cdf(case.pit) * case.width
            squares[case.years].setdefault(case.origin, []).append(score**2)
    return {years: list(dates.values()) for years, dates in squares.items()}


def _cases(
    series: Series, origin: int, paths: Mapping[str, "Array"], reference: Reference, generator: "np.random.Generator"
) -> Iterator[Case]:
    """Score the forecasters over each horizon whose periods are all known."""
    import numpy as np

    history = series.until(origin).array
    scale = naive_error(history, series.periods_a_year)
    for years, width in zip(WIDTH_YEARS, reference.widths, strict=True):
        n_periods = years * series.periods_a_year
        came = np.array(series.values[origin : origin + n_periods], np.float64)
        if len(came) < n_periods or np.isnan(came).any():
            continue
        unit = float(np.nanmean(np.abs(history))) * n_periods
        actual = float(came.sum())
        totals = {name: drawn[:n_periods].sum(axis=0) for name, drawn in paths.items()}
        scores = {
            name: Score(
                crps=crps(totals[name], actual) / unit,
                log_crps=crps(_logs(totals[name], unit), float(_logs(np.array(actual), unit))),
                mase=None if scale is None else mase(np.median(drawn[:n_periods], axis=1), came, scale),
            )
            for name, drawn in paths.items()
        }
        stands = pit(totals[OURS], actual, float(generator.random()))
        yield Case(series.id, origin, years, actual, stands, width, unit, scores)


def _logs(cash: "Array", unit: float) -> "Array":
    import numpy as np

    return np.log(np.maximum(cash, 0.0) / unit + LOG_FLOOR)
