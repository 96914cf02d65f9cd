"""A back-test as text: the page for the documentation, and the lines for a terminal."""

from collections.abc import Iterator

from chizai import __version__
from chizai.app.backtest import BackTestRun, Horizon, Means, PanelTest, missing_baselines
from chizai.app.backtest_names import Renamed
from chizai.app.backtest_series import Panel
from chizai.app.backtest_survivors import turnover
from chizai.forecast.history_model.rolling import OURS
from chizai.forecast.score_exceedances import Kupiec

COVERED_FROM, COVERED_TO = 0.87, 0.93
"""Where the coverage of a 90 % interval should lie."""
ACCEPTED = 0.05
"""A tail passes where Kupiec's p-value is at least this."""
BAR = "▁▂▃▄▅▆▇█"
TAIL_HEAD = (
    "| lower tail | met | of | expected | by date | p-value | design effect | p-value, shared shocks | all origins |",
    "|---|---|---|---|---|---|---|---|---|",
)
SHOWN = 3
"""How many new names a terminal shows; the page has all."""

METHOD = """# Back-test of the history model

Each series is forecast from rolling origins, a year apart, with what was known then alone; cumulative cash over 1 and
3 years (12 and 36 months) is compared with what came. What is learnt from the panel (weights of the members, drift,
stops and returns by size, how far years stray together, widths) is learnt before each origin.

A name that carries on under another is one series: the old one's last amount and the new one's first stand in two
periods that follow each other, the new name has the old one's first telling word, which no other name there has, one of
them has all telling words of the other, and their numbers are the same. A word tells where at most three names of the
file have it. The whole file decides, but for its amounts: who a series is can be known afterwards, what it brings not.

- **Coverage** counts all origins.
- **Kupiec's test** counts origins a whole horizon apart, so that no two of one series share a period. Its p-value takes
  all forecasts as independent. Series of one date share their market: the second p-value divides the likelihood ratio
  by the design effect of the dates, and is the one to read where there are many series and few dates. It cannot be told
  from one date. With five it still rejects too often, a right tail in 9 to 14 cases of 100 by simulation. Where a
  distribution has an atom, such as nothing after a stop, the place of an actual in it is drawn at random (randomised
  PIT): another seed meets a tail some times more or less. The last column is how often a tail was met at all origins,
  whose horizons overlap.
- **CRPS** is the fair estimator: of cumulative cash as part of the history's mean (the series that grow most weigh
  most), of its logarithm (all weigh alike), and in money (the largest weigh most).
- **MASE** is the median over cases, of the median path.
"""


def backtest_page(run: BackTestRun) -> str:
    """Write the page: how it was tested, a table for each file and horizon, and what fell short."""
    lines = [*_introduction(run)]
    for test in run.panels:
        lines += _panel_section(test)
    lines += ["## What fell short", "", *(_shortfalls(run) or ["Nothing of what is measured here."]), ""]
    return "\n".join(lines)


def backtest_lines(run: BackTestRun) -> Iterator[str]:
    """Yield the lines for a terminal."""
    for test in run.panels:
        yield f"{test.panel.name}  {test.panel.periods[0]} to {test.panel.periods[-1]}"
        yield from (f"  {line}" for line in _renamed_lines(test.panel))
        yield from (f"  {line}" for line in _survivor_lines(test.panel))
        for horizon in test.horizons:
            yield f"  {_head(horizon)}"
            yield f"    90 % interval covers {horizon.covered:.1%}"
            for tail in horizon.tails:
                yield f"    {tail.probability:.0%} tail met {tail.n_met} of {tail.n} times; {_p_values(tail)}"
            for name, means in horizon.forecasters.items():
                yield f"    {name:<11} CRPS {means.crps:.4f}  of logs {means.log_crps:.4f}  MASE {_error(means)}"
    yield from ([] if run.has_baselines else [missing_baselines()])
    yield from _shortfalls(run)


def _introduction(run: BackTestRun) -> Iterator[str]:
    yield METHOD
    yield f"Chizai {__version__}, {run.terms.n_paths:,} paths a forecast, seed {run.seed};"
    yield f"a series is forecast where at least {run.terms.least_years} years of it are known."
    yield ""
    if not run.has_baselines:
        yield f"The {missing_baselines()}."
        yield ""


def _panel_section(test: PanelTest) -> Iterator[str]:
    panel = test.panel
    yield f"## {panel.name}"
    yield ""
    yield f"{panel.periods[0]} to {panel.periods[-1]}, {len(panel.series):,} series; SHA-256 `{panel.sha256}`."
    if test.replaced:
        counts = ", ".join(f"{name} {count:,}" for name, count in test.replaced.items())
        yield f"Histories too short for a baseline, for which the drift stood in: {counts}."
    yield from _survivor_lines(panel)
    yield ""
    if panel.renamed:
        names = "; ".join(_renaming(panel, one) for one in panel.renamed)
        yield f"<details><summary>Names that carry on under another, read as one: {len(panel.renamed)}</summary>"
        yield ""
        yield f"{names}."
        yield ""
        yield "</details>"
        yield ""
    for horizon in test.horizons:
        yield f"### {_head(horizon)}"
        yield ""
        yield f"90 % interval covers **{horizon.covered:.1%}**; {_tenths(horizon)}"
        yield ""
        yield from TAIL_HEAD
        for tail in horizon.tails:
            dates = " ".join(f"{n_met / n:.1%}" for n_met, n in tail.by_date)
            yield (
                f"| {tail.probability:.0%} | {tail.n_met} | {tail.n} | {tail.n * tail.probability:.1f} | {dates} "
                f"| {tail.p_value:.3f} | {_number(tail.design_effect, 1)} | {_number(tail.p_value_shared)} "
                f"| {horizon.below[tail.probability]:.1%} |"
            )
        yield ""
        yield "| forecaster | CRPS | CRPS of logs | CRPS in money, ours = 1 | MASE |"
        yield "|---|---|---|---|---|"
        ours = horizon.forecasters[OURS].crps_money
        for name, means in horizon.forecasters.items():
            money = f"{means.crps_money / ours:.2f}"
            yield f"| {name} | {means.crps:.4f} | {means.log_crps:.4f} | {money} | {_error(means)} |"
        yield ""


def _renamed_lines(panel: Panel) -> Iterator[str]:
    if panel.renamed:
        shown = "; ".join(_renaming(panel, one) for one in panel.renamed[:SHOWN])
        more = f" and {len(panel.renamed) - SHOWN} more" if len(panel.renamed) > SHOWN else ""
        yield f"names that carry on under another, read as one (--names written keeps them apart): {shown}{more}"


def _renaming(panel: Panel, one: Renamed) -> str:
    return f"{one.old} → {one.new} ({panel.periods[one.period]})"


def _survivor_lines(panel: Panel) -> Iterator[str]:
    change = turnover(panel.series)
    if change.is_of_survivors:
        yield (
            f"{change.n_begun:,} series begin after {panel.periods[0]} and {change.n_ended:,} end before "
            f"{panel.periods[-1]}: what has ended seems to be left out, so that the file teaches milder falls and "
            "stops than there were."
        )


def _head(horizon: Horizon) -> str:
    years = f"{horizon.years} year{'s' if horizon.years > 1 else ''}"
    origins = f"{horizon.n_origins} origin{'s' if horizon.n_origins > 1 else ''}"
    return f"{years}: {horizon.n_cases:,} cases of {horizon.n_series:,} series at {origins}"


def _tenths(horizon: Horizon) -> str:
    most = max(horizon.pits)
    bars = "".join(BAR[round((len(BAR) - 1) * count / most)] for count in horizon.pits)
    return f"actuals by tenth of their distribution: {bars} (even is right)."


def _error(means: Means) -> str:
    return "none" if means.mase is None else f"{means.mase:.3f}"


def _number(number: float | None, places: int = 3) -> str:
    return "one date" if number is None else f"{number:.{places}f}"


def _p_values(tail: Kupiec) -> str:
    return f"p {tail.p_value:.3f}, with shared shocks {_number(tail.p_value_shared)}"


def _with_shared(p_value: float | None) -> str:
    if p_value is None:
        return "and one date does not tell of shared shocks"
    return f"{'but not' if p_value >= ACCEPTED else 'and'} with shared shocks (p {p_value:.3f})"


def _shortfalls(run: BackTestRun) -> list[str]:
    return [
        f"- {test.panel.name}, {horizon.years} year{'s' if horizon.years > 1 else ''}: {what}"
        for test in run.panels
        for horizon in test.horizons
        for what in _shortfalls_of(horizon)
    ]


def _shortfalls_of(horizon: Horizon) -> Iterator[str]:
    if not COVERED_FROM <= horizon.covered <= COVERED_TO:
        yield f"the 90 % interval covers {horizon.covered:.1%}, outside {COVERED_FROM:.0%} to {COVERED_TO:.0%}."
    for tail in horizon.tails:
        if tail.p_value < ACCEPTED:
            yield (
                f"the {tail.probability:.0%} tail was met {tail.n_met} times of {tail.n}; Kupiec rejects it "
                f"(p {tail.p_value:.3f}), {_with_shared(tail.p_value_shared)}."
            )
    ours = horizon.forecasters[OURS]
    for name, means in horizon.forecasters.items():
        worse = [
            label
            for label, own, other in (
                ("CRPS", ours.crps, means.crps),
                ("CRPS of logs", ours.log_crps, means.log_crps),
                ("CRPS in money", ours.crps_money, means.crps_money),
            )
            if own > other
        ]
        if worse:
            yield f"{name} is better by {', '.join(worse)}."
