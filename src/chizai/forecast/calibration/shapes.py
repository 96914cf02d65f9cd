"""Whether a process has the right shape: waits against a constant hazard, moves of a logarithm over longer spans."""

import math
from collections.abc import Callable, Sequence

from chizai.forecast.calibration.terms import Beside, Comparison

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
    longest = max(watched_years)
    times = [longest * look / LOOKS for look in range(1, LOOKS + 1)]
    rows = (
        Beside(f"within {time:.4g} years", 1.0 - _left(time, watched_years, came), -math.expm1(-hazard_annual * time))
        for time in times
    )
    return Comparison(of, tuple(rows))


def _left(time: float, watched_years: Sequence[float], came: Sequence[bool]) -> float:
    """Give the part to which nothing has come by a time."""
    events = sorted({wait for wait, event in zip(watched_years, came, strict=True) if event and wait <= time})
    left = 1.0
    for at in events:
        n_come = sum(event and wait == at for wait, event in zip(watched_years, came, strict=True))
        left *= 1.0 - n_come / sum(wait >= at for wait in watched_years)
    return left


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
