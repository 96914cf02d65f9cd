"""The back-test of the history model: files of series in, coverage, tails and scores against baselines out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

from chizai.app.backtest_baselines import EXTRA, Baselines, has_baselines
from chizai.app.backtest_series import Layout, Panel, read_panel
from chizai.forecast.history_model.reference import WIDTH_YEARS, Reference, default_reference
from chizai.forecast.history_model.rolling import Case, Forecaster, Rolling, roll
from chizai.forecast.score_exceedances import Kupiec, kupiec
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAILS = (0.01, 0.05)
"""Probabilities of the lower tails that are tested."""
INTERVAL = (0.05, 0.95)
"""The central interval whose coverage is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """One forecaster over all cases of a horizon."""

    crps: float
    """Mean of the scaled CRPS; the series that grow most weigh most in it."""
    crps_money: float
    """CRPS in the file's money, summed: the largest series weigh most in it."""
    log_crps: float
    """Mean CRPS of the logarithm: all series weigh alike."""
    mase: float | None
    """Median of the scaled errors of the median path; none where no history has a scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """What came of one file over one horizon."""

    years: int
    n_series: int
    n_origins: int
    n_cases: int
    covered: float
    """Part of the cases whose cumulative cash lay within the interval."""
    tails: tuple[Kupiec, ...]
    """Lower-tail tests by `TAILS`, on origins that are a horizon apart."""
    below: Mapping[float, float]
    """By probability of a tail, the part of the cases of all origins that lay in it; their horizons overlap."""
    forecasters: Mapping[str, Means]
    """By name, ours first."""
    pits: tuple[int, ...]
    """How many cases stood in each tenth of their distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelTest:
    """The back-test of one file."""

    panel: Panel
    horizons: tuple[Horizon, ...]
    """Those that have cases."""
    replaced: Mapping[str, int]
    """How many histories were too short for a baseline, which the drift stood in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTestRun:
    """The back-test of some files."""

    terms: Rolling
    seed: int
    has_baselines: bool
    """Whether the baselines were installed."""
    panels: tuple[PanelTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How files are tested."""

    layout: Layout = field(default_factory=Layout)
    terms: Rolling = field(default_factory=Rolling)
    seed: int = 1
    """Of the random numbers."""
    before: Reference | None = None
    """What is believed before a panel is seen; the default reference, if none is given."""
    is_alone: bool = False
    """Whether the baselines are left out even where they are installed."""


def back_test_files(
    files: Sequence[Path], wanted: Wanted, progress: Callable[[str], None] = lambda _: None
) -> Result[BackTestRun]:
    """Back-test files one after the other.

    Args:
        files: tables of series.
        wanted: how they are laid out and tested.
        progress: is told what is being done.

    Returns:
        what came out; or all that is wrong with the files, or that none of their series is long enough.
    """
    return back_test_tables([(file, wanted.layout) for file in files], wanted, progress)


def back_test_tables(
    tables: Sequence[tuple[Path, Layout]], wanted: Wanted, progress: Callable[[str], None] = lambda _: None
) -> Result[BackTestRun]:
    """Back-test files that are laid out differently; see `back_test_files`."""
    failures: list[Failure] = []
    panels: list[PanelTest] = []
    for file, layout in tables:
        progress(f"reading {file.name}")
        panel = read_panel(file, layout)
        if isinstance(panel, Failed):
            failures += panel.failures
            continue
        progress(f"forecasting {len(panel.value.series):,} series of {file.name}")
        tested = back_test_panel(panel.value, wanted)
        if not tested.horizons:
            failures.append(_too_short(panel.value, wanted.terms))
        panels.append(tested)
    if failures:
        return Failed(tuple(failures))
    run = BackTestRun(terms=wanted.terms, seed=wanted.seed, has_baselines=has_baselines(), panels=tuple(panels))
    return Ok(run)


def back_test_panel(panel: Panel, wanted: Wanted) -> PanelTest:
    """Back-test one panel."""
    import numpy as np

    baselines = Baselines(wanted.seed)
    others: Forecaster = baselines if has_baselines() and not wanted.is_alone else _no_others
    before = wanted.before or default_reference(panel.series[0].periods_a_year)
    cases = roll(panel.series, wanted.terms, before, others, np.random.default_rng(wanted.seed))
    by_years = [(years, [case for case in cases if case.years == years]) for years in WIDTH_YEARS]
    horizons = tuple(_horizon(years, panel, group) for years, group in by_years if group)
    return PanelTest(panel=panel, horizons=horizons, replaced=dict(sorted(baselines.replaced.items())))


def _no_others(*_: object) -> Mapping[str, "NDArray[np.float64]"]:
    return {}


def _horizon(years: int, panel: Panel, cases: Sequence[Case]) -> Horizon:
    names = list(cases[0].scores)
    apart = years * panel.series[0].periods_a_year
    last = max(case.origin for case in cases)
    dates: dict[int, list[Case]] = {}
    for case in cases:
        if (last - case.origin) % apart == 0:
            dates.setdefault(case.origin, []).append(case)
    tails = [kupiec(tail, [[case.pit < tail for case in date] for date in dates.values()]) for tail in TAILS]
    tenths = [min(int(10 * case.pit), 9) for case in cases]
    return Horizon(
        years=years,
        n_series=len({case.series_id for case in cases}),
        n_origins=len({case.origin for case in cases}),
        n_cases=len(cases),
        covered=mean(INTERVAL[0] <= case.pit <= INTERVAL[1] for case in cases),
        tails=tuple(test for test in tails if test is not None),
        below={tail: mean(case.pit < tail for case in cases) for tail in TAILS},
        forecasters={name: _means(cases, name) for name in names},
        pits=tuple(tenths.count(tenth) for tenth in range(10)),
    )


def _means(cases: Sequence[Case], name: str) -> Means:
    scores = [case.scores[name] for case in cases]
    errors = [score.mase for score in scores if score.mase is not None]
    return Means(
        crps=mean(score.crps for score in scores),
        crps_money=sum(score.crps * case.unit for score, case in zip(scores, cases, strict=True)),
        log_crps=mean(score.log_crps for score in scores),
        mase=median(errors) if errors else None,
    )


def _too_short(panel: Panel, terms: Rolling) -> Failure:
    year = panel.series[0].periods_a_year
    what = f"none of its {len(panel.series):,} series can be forecast and compared with what came"
    why = (
        f"a series counts where {terms.least_years} years of it are known, the last of them brought something, at "
        f"least half of its periods did, and {year} more periods are known"
    )
    fix = "add earlier or later periods, or lower --least-years"
    return Failure(Reason.MISSING, Place(panel.name), what, why, fix)


def missing_baselines() -> str:
    """Say that the baselines are not installed, and how they come."""
    return f"baselines are missing: install chizai[{EXTRA}] to compare with AutoETS, AutoTheta, drift and their mean"
