"""Whether a process has the right shape: waits against a hazard, counts against chance, moves over longer spans."""

import math
from collections.abc import Callable, Sequence
from itertools import groupby

from chizai.forecast.calibration.terms import Beside, Comparison

STRAYS_BELOW = 0.01
"""Counts stray where chance alone would bring as much less often than this."""
FEWEST_EXPECTED = 5.0
"""Of fewer, Pearson's sum is not chi-squared."""
LOOKS = 4
"""At how many times waits are looked at."""


def waits(of: str, watched_years: Sequence[float], came: Sequence[bool], hazard_annual: float) -> Comparison:
    """Hold waits against a constant hazard: the part to which an event has come by a time, by both.

    What came is counted with those that left the watch: E. L. Kaplan and P. Meier, Nonparametric Estimation from
    Incomplete Observations (1958).

    Args:
        of: what is counted.
        watched_years: of each subject, until the event or the end of the watch.
        came: whether it was the event.
        hazard_annual: as fitted.
    """
    longest, left = max(watched_years), _left(watched_years, came)
    rows = []
    for look in range(1, LOOKS + 1):
        time = longest * look / LOOKS
        [*_, part] = (1.0, *(part for wait, part in left if wait <= time))
        rows.append(Beside(f"within {time:.4g} years", 1.0 - part, -math.expm1(-hazard_annual * time)))
    return Comparison(of, tuple(rows))


def _left(watched_years: Sequence[float], came: Sequence[bool]) -> list[tuple[float, float]]:
    """Give the part to which nothing has come, from each time on at which something did."""
    steps, left, at_risk = list[tuple[float, float]](), 1.0, len(watched_years)
    waits_by_time = sorted(zip(watched_years, came, strict=True))
    for wait, group in groupby(waits_by_time, key=lambda item: item[0]):
        events = [event for _, event in group]
        left *= 1.0 - sum(events) / at_risk
        at_risk -= len(events)
        steps.append((wait, left))
    return steps


def strays(comparison: Comparison) -> tuple[str, ...]:
    """Remark on counts that stray further than chance from what is fitted, where their variance is at most their mean.

    The test is Pearson's: the sum of `(came - fitted)^2 / fitted` against chi-squared with one degree of freedom less
    than there are counts. Neighbours of which too few are expected are counted together first (W. G. Cochran, Some
    Methods for Strengthening the Common chi-squared Tests, 1954).
    """
    from scipy.special import gammaincc

    counts = _enough(comparison.rows)
    freedom = len(counts) - 1
    squares = math.fsum((came - fitted) ** 2 / fitted for came, fitted in counts)
    if freedom < 1 or gammaincc(freedom / 2.0, squares / 2.0) >= STRAYS_BELOW:
        return ()
    times = squares / freedom
    return (f"{comparison.of} vary {times:.1f} times as much as by chance: the rate moves, and is less sure than said",)


def _enough(rows: Sequence[Beside]) -> list[tuple[float, float]]:
    """Give what came and what is fitted, neighbours together until enough is expected, the rest with the last."""
    counts, came, fitted = list[tuple[float, float]](), 0.0, 0.0
    for row in rows:
        came, fitted = came + row.came, fitted + row.fitted
        if fitted >= FEWEST_EXPECTED:
            counts.append((came, fitted))
            came, fitted = 0.0, 0.0
    if counts:
        last_came, last_fitted = counts.pop()
        counts.append((last_came + came, last_fitted + fitted))
    return counts


def spans(logs: Sequence[float], years: Sequence[float], variance: Callable[[float], float]) -> Comparison:
    """Hold moves of a logarithm over one, two, four ... steps against a process: root mean squares of both.

    Args:
        logs: of what is observed.
        years: when.
        variance: of a move over so many years, as fitted.
    """
    rows, lag = [], 1
    while 2 * lag < len(logs):
        moved = [later - before for before, later in zip(logs, logs[lag:], strict=False)]
        lasted = [end - start for start, end in zip(years, years[lag:], strict=False)]
        came = math.sqrt(math.fsum(move * move for move in moved) / len(moved))
        fitted = math.sqrt(math.fsum(map(variance, lasted)) / len(lasted))
        rows.append(Beside(f"over {math.fsum(lasted) / len(lasted):.3g} years", came, fitted))
        lag *= 2
    return Comparison("move of the logarithm, root mean square", tuple(rows))
