"""Successor generations on the users of each product at each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.calibration.bounds import on_bounds, within
from chizai.forecast.calibration.checks import differing, twice
from chizai.forecast.calibration.estimates import curve_errors, relative
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    LicenceSettings,
    Row,
    Says,
    minor,
    ppm,
)
from chizai.forecast.diffusion_terms import GenerationsTerms, GenerationTerms
from chizai.forecast.processes.events import DAYS_A_YEAR
from chizai.forecast.processes.generations import (
    LEAST_IMITATION,
    MOST_IMITATION,
    Generations,
    expected_users,
    fit_generations,
)
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class UsersRow(Row):
    """Users of a generation on a day."""

    generation: Annotated[str, Says("name of the product")]
    launched_on: Annotated[date, Says("first day of its use")]
    on: Annotated[date, Says("day of the count")]
    users: Annotated[float, Says("users on that day, in any unit; none before the launch need a row", least=0.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationsSettings(LicenceSettings):
    """Settings of a line of products."""

    launched_on: Annotated[
        date | None, Says("day on which the licence's own line is launched; later generations follow as in the file")
    ] = None
    unit_minor: Annotated[
        float, Says("royalty a year in minor units that one unit of users brings", least=0.0, is_above=True)
    ] = 1.0


def _check(rows: Sequence[UsersRow], _: GenerationsSettings, file: str) -> list[Failure]:
    failures = [
        *twice(rows, lambda row: (row.generation, row.on), file, "on"),
        *differing(rows, lambda row: row.generation, lambda row: row.launched_on, file, "launched_on"),
    ]
    counted = {(row.generation, row.on) for row in rows}
    for name, launched_on in _line(rows).items():
        for day in _days(rows):
            if day > launched_on and (name, day) not in counted:
                what, why = f"{name!r} has no users on {day}", "all generations are fitted together, on the same days"
                fix = "add the row; write 0 where there were none"
                failures.append(Failure(Reason.MISSING, Place(file, None, "users"), what, why, fix))
    return failures


def _line(rows: Sequence[UsersRow]) -> dict[str, date]:
    """Give each generation's launch, in the order of launches."""
    return dict(sorted({row.generation: row.launched_on for row in rows}.items(), key=lambda item: item[1]))


def _days(rows: Sequence[UsersRow]) -> list[date]:
    return sorted({row.on for row in rows})


def _fit(rows: Sequence[UsersRow], settings: GenerationsSettings) -> Calibrated:
    line, days = _line(rows), _days(rows)
    start_on = min(*line.values(), *days)
    launches = [(day - start_on).days / DAYS_A_YEAR for day in line.values()]
    years = [(day - start_on).days / DAYS_A_YEAR for day in days]
    counted = {(row.generation, row.on): row.users for row in rows}
    users = [[counted.get((name, day), 0.0) for day in days] for name in line]
    fit = fit_generations(users, launches, years)
    # as they were fitted: each generation in parts of its most users
    most = [max(row) for row in users]

    def curve(numbers: Sequence[float]) -> list[float]:
        innovation, imitation, *markets = numbers
        moved = Generations(
            innovation=innovation, imitation=imitation, markets=tuple(markets), launches_years=fit.launches_years
        )
        return [part / top for row, top in zip(expected_users(moved, years), most, strict=True) for part in row]

    numbers = (fit.innovation, fit.imitation, *fit.markets)
    came = [part / top for row, top in zip(users, most, strict=True) for part in row]
    names = ("p, innovation a year", "q, imitation a year", *(f"market that {name} adds" for name in line))
    of_innovation, of_imitation, *of_markets = curve_errors(curve, numbers, came)
    [of_imitation] = within([of_imitation], [fit.imitation], [LEAST_IMITATION], [MOST_IMITATION])
    errors = (of_innovation, of_imitation, *of_markets)
    return Calibrated(
        observations=f"{len(rows)} counts of {len(line)} generations, {days[0]} to {days[-1]}",
        estimates=tuple(map(relative, names, numbers, errors)),
        comparisons=tuple(_comparisons(fit, line, days, (years, users))),
        remarks=tuple(on_bounds(["q"], [fit.imitation], [LEAST_IMITATION], [MOST_IMITATION])),
        goes_in=_forecast(settings, fit, tuple(line.values())),
    )


def _comparisons(
    fit: Generations, line: dict[str, date], days: Sequence[date], seen: tuple[list[float], list[list[float]]]
) -> list[Comparison]:
    years, users = seen
    return [
        Comparison(
            f"users of {name}", tuple(Beside(str(day), *pair) for day, *pair in zip(days, came, row, strict=True))
        )
        for name, came, row in zip(line, users, expected_users(fit, years), strict=True)
    ]


def _forecast(settings: GenerationsSettings, fit: Generations, launches: tuple[date, ...]) -> ForecastAssumption | None:
    if settings.licence is None or settings.launched_on is None:
        return None
    later = settings.launched_on - launches[0]
    line = tuple(
        GenerationTerms(launched_on=launched_on + later, royalty_minor_annual=minor(market * settings.unit_minor))
        for launched_on, market in zip(launches, fit.markets, strict=True)
    )
    terms = GenerationsTerms(
        innovation_ppm_annual=ppm(fit.innovation), imitation_ppm_annual=ppm(fit.imitation), line=line
    )
    return ForecastAssumption(licence=settings.licence, method=ForecastMethod.GENERATIONS, generations=terms)


GENERATIONS = Calibration(
    name="generations",
    what="users of successive products, each of which takes over those of the one before",
    source="J. A. Norton and F. M. Bass 1987; nonlinear least squares of users, launches being known",
    row=UsersRow,
    settings=GenerationsSettings,
    needed=("licence", "launched_on"),
    fit=_fit,
    check=_check,
)
