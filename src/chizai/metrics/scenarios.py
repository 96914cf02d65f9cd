"""Named scenarios of the collections: less, later or for a while nothing, applied to what was forecast."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from chizai.deal.program import COLLECTIONS_MAX_MINOR
from chizai.forecast.joint_stress import DriverMultiples
from chizai.metrics.assumptions import MOST_PPM
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result, reporter
from chizai.units.toml import STRICT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleFrom:
    """From a date on, another part of the forecast is collected."""

    __pydantic_config__ = STRICT

    from_on: date
    """The first payment date for which it holds."""
    multiple_ppm: int
    """Collections in proportion to the forecast, in parts per million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Payment periods in which nothing is earned, so nothing is collected either then or later."""

    __pydantic_config__ = STRICT

    first_period: int
    """Counted from 1."""
    last_period: int
    """Counted from 1, included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One named course of the collections. Multiples and outage change what is earned; the delay comes after them."""

    __pydantic_config__ = STRICT

    name: str
    """What it is called in English."""
    name_ja: str
    """What it is called in Japanese."""
    multiple_ppm: int = PPM
    """Collections in proportion to the forecast, in parts per million, until a change."""
    changes: tuple[MultipleFrom, ...] = ()
    """Each replaces the multiple before it, in the order of their dates."""
    outage: Outage | None = None
    delay_periods: int = 0
    """By how many payment periods all collections come later; what would come after the last date is not collected."""
    drivers: DriverMultiples | None = None
    """Drivers of the joint futures that are moved: the deal is then run over futures, and not exactly."""


def standard_scenarios(n_periods_a_year: int, n_past: int = 0) -> tuple[Scenario, ...]:
    """Give the scenarios that are looked at unless others are named: base, three haircuts, a year's delay and outage.

    Args:
        n_periods_a_year: payment periods in a year, at least one.
        n_past: payment periods that are over: the outage comes after them.
    """
    base = Scenario(name="Base case", name_ja="基本シナリオ")
    haircuts = [
        replace(
            base,
            name=f"Royalties -{percent}%",
            name_ja=f"ロイヤルティ{percent}%減",
            multiple_ppm=PPM - percent * PPM // 100,
        )
        for percent in (10, 20, 30)
    ]
    delay = replace(base, name="One-year delay", name_ja="入金1年遅延", delay_periods=n_periods_a_year)
    first_year = Outage(first_period=n_past + 1, last_period=n_past + n_periods_a_year)
    outage = replace(base, name="One-year outage", name_ja="1年間入金なし", outage=first_year)
    return (base, *haircuts, delay, outage)


def apply(
    scenario: Scenario, inflows_minor: "NDArray[np.int64]", payment_dates: Sequence[date], file: str
) -> "Result[NDArray[np.int64]]":
    """Give what is collected in a scenario; every multiple is rounded down.

    Args:
        scenario: one in which `check_scenarios` finds nothing wrong.
        inflows_minor: what is forecast, each as executors accept it, shape (n_periods,) or (n_periods, n_paths); it
            stays as it is.
        payment_dates: of the deal; shape (n_periods,).
        file: where the scenario stands, for failures.

    Returns:
        an array of the same shape, or the failure that executors would refuse it.

    Raises:
        ValueError: the shape is another, or a forecast is negative or more than executors accept.
    """
    import numpy as np

    if inflows_minor.dtype != np.int64 or len(inflows_minor) != len(payment_dates):
        raise ValueError(f"inflows of {inflows_minor.dtype} {inflows_minor.shape} for {len(payment_dates)} dates")
    if inflows_minor.size and (inflows_minor.min() < 0 or inflows_minor.max() > COLLECTIONS_MAX_MINOR):
        raise ValueError(f"inflows must lie in 0 to {COLLECTIONS_MAX_MINOR:,} minor units")
    collected = np.zeros_like(inflows_minor)
    for period, day in enumerate(payment_dates):
        arrives = period + scenario.delay_periods
        if arrives < len(payment_dates) and not _is_out(scenario, period):
            whole, rest = np.divmod(inflows_minor[period], PPM)  # so that no product passes 63 bits
            multiple_ppm = _multiple_on(scenario, day)
            collected[arrives] = whole * multiple_ppm + rest * multiple_ppm // PPM
    if collected.size and collected.max() > COLLECTIONS_MAX_MINOR:
        return Failed((_too_much(scenario, int(collected.max()), file),))
    return Ok(collected)


def _is_out(scenario: Scenario, period: int) -> bool:
    out = scenario.outage
    return out is not None and out.first_period <= period + 1 <= out.last_period


def _multiple_on(scenario: Scenario, day: date) -> int:
    begun = [change.multiple_ppm for change in scenario.changes if change.from_on <= day]
    return begun[-1] if begun else scenario.multiple_ppm


def _too_much(scenario: Scenario, most_minor: int, file: str) -> Failure:
    return Failure(
        Reason.OVERFLOW,
        Place(file, None, f"scenarios ({scenario.name})"),
        f"one period would collect {most_minor:,} minor units",
        f"every executor takes up to {COLLECTIONS_MAX_MINOR:,}",
        "lower the multiple, or keep the deal's money in larger units",
    )


def check_scenarios(scenarios: Sequence[Scenario], n_periods: int, file: str) -> list[Failure]:
    """List what is wrong with the scenarios of a deal of some periods, at `scenarios[n]` of the file."""
    failures: list[Failure] = []
    report = reporter(failures, file)
    seen: set[str] = set()
    for number, scenario in enumerate(scenarios, start=1):
        key = f"scenarios[{number}] ({scenario.name})"
        for field in ("name", "name_ja"):
            name = getattr(scenario, field)
            if not name.strip():
                why = "results are shown by the names of their scenarios"
                report(Reason.MISSING, f"{key}.{field}", "the name is empty", why, "write a name")
            elif f"{field} {name}" in seen:
                why = "results are shown by the names of their scenarios"
                report(Reason.DUPLICATE, f"{key}.{field}", f"{name!r} stands twice", why, "rename one of the two")
            seen.add(f"{field} {name}")
        _check_multiples(scenario, key, report)
        _check_timing(scenario, n_periods, key, report)
    return failures


def _check_multiples(scenario: Scenario, key: str, report: Callable[..., None]) -> None:
    multiples = [(f"{key}.multiple_ppm", scenario.multiple_ppm)]
    for number, change in enumerate(scenario.changes, start=1):
        multiples.append((f"{key}.changes[{number}].multiple_ppm", change.multiple_ppm))
    for place, multiple_ppm in multiples:
        if not 0 <= multiple_ppm <= MOST_PPM:
            what = f"{format_ppm(multiple_ppm)} of the forecast"
            why = f"collections are not negative, nor more than {format_ppm(MOST_PPM)} of what is forecast"
            report(Reason.OUT_OF_RANGE, place, what, why, "write the multiple in ppm; 900_000 is 10% less")
    for number, (earlier, later) in enumerate(pairwise(scenario.changes), start=2):
        if later.from_on <= earlier.from_on:
            what, why = f"{later.from_on} stands after {earlier.from_on}", "each change replaces the one before it"
            place = f"{key}.changes[{number}].from_on"
            report(Reason.INCONSISTENT, place, what, why, "sort the changes by date, one a date")


def _check_timing(scenario: Scenario, n_periods: int, key: str, report: Callable[..., None]) -> None:
    out = scenario.outage
    if not 0 <= scenario.delay_periods < n_periods:
        what = f"a delay of {scenario.delay_periods} periods"
        why = f"nothing is collected before it is forecast, nor after the {n_periods} periods of the deal"
        report(Reason.OUT_OF_RANGE, f"{key}.delay_periods", what, why, f"write 0 to {n_periods - 1}")
    if out is not None and not 1 <= out.first_period <= out.last_period <= n_periods:
        what = f"an outage from period {out.first_period} to {out.last_period}"
        why = f"periods count from 1 to {n_periods}, and an outage ends after it begins"
        report(Reason.OUT_OF_RANGE, f"{key}.outage", what, why, "correct the two periods")
