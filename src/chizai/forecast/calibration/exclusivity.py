"""Erosion after a loss of exclusivity on the sales of brands through their cliffs."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.calibration.bounds import bound_of, on_bounds, within
from chizai.forecast.calibration.checks import differing, gaps, grouped
from chizai.forecast.calibration.estimates import clustered_errors, normal, relative
from chizai.forecast.calibration.terms import (
    Beside,
    CalendarPeriod,
    Calibrated,
    Calibration,
    Comparison,
    LicenceSettings,
    Row,
    Says,
    ppm,
)
from chizai.forecast.joint_life_terms import ExclusivityRisk
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.processes.events import DAYS_A_YEAR
from chizai.forecast.processes.exclusivity import HIGHEST, LOWEST, Erosion, ErosionPoint, average_part, fit_erosion
from chizai.units.result import Failure, Place, Reason

ONE_BRAND = "one brand does not show how far another may differ from it: there is no error"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandRow(Row):
    """A brand's sales of a period."""

    brand: Annotated[str, Says("name of the brand")]
    lost_on: Annotated[date, Says("day from which others could sell the same")]
    period: Annotated[CalendarPeriod, Says("2014, 2014-Q1 or 2014-03; one at least ended before that day")]
    sales: Annotated[float, Says("sales in it, in any unit", least=0.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusivitySettings(LicenceSettings):
    """Settings of a loss of exclusivity."""

    lost_on: Annotated[date | None, Says("day on which the licence loses its exclusivity")] = None


def _check(rows: Sequence[BrandRow], _: ExclusivitySettings, file: str) -> list[Failure]:
    failures = list(differing(rows, lambda row: row.brand, lambda row: row.lost_on, file, "lost_on"))
    for brand, own in _brands(rows).items():
        failures += gaps(own, lambda row: row.period, file, "period")
        base = _base(own)
        if base is None or not base.sales:
            what = f"{brand!r} has no sales in a period that ended before {own[0].lost_on}"
            fix = "add the last period before the day, or leave the brand out"
            place = Place(file, own[0].line, "sales")
            failures.append(Failure(Reason.MISSING, place, what, "what stayed is a part of what was sold", fix))
    return failures


def _brands(rows: Sequence[BrandRow]) -> dict[str, list[BrandRow]]:
    return grouped(rows, lambda row: row.brand)


def _base(own: Sequence[BrandRow]) -> BrandRow | None:
    """Give the last period of a brand that ended before others could sell the same."""
    return max(
        (row for row in own if row.period.next_on <= row.lost_on), key=lambda row: row.period.starts_on, default=None
    )


def _points(rows: Sequence[BrandRow]) -> Iterator[tuple[BrandRow, ErosionPoint]]:
    """Yield the rows that end after their brand's day, with what they sold of the last before it."""
    for own in _brands(rows).values():
        base = _base(own)
        for row in own:
            if base is not None and row.period.next_on > row.lost_on:
                point = ErosionPoint(
                    from_years=(row.period.starts_on - row.lost_on).days / DAYS_A_YEAR,
                    until_years=(row.period.next_on - row.lost_on).days / DAYS_A_YEAR,
                    part=row.sales / base.sales,
                )
                yield row, point


def _fit(rows: Sequence[BrandRow], settings: ExclusivitySettings) -> Calibrated:
    after = list(_points(rows))
    points = [point for _, point in after]
    fit = fit_erosion(points)

    def curve(numbers: Sequence[float]) -> list[float]:
        moved = Erosion(left_part=numbers[0], speed_annual=numbers[1])
        return [average_part(moved, point.from_years, point.until_years) for point in points]

    numbers, brands = (fit.left_part, fit.speed_annual), [row.brand for row, _ in after]
    errors = clustered_errors(curve, numbers, [point.part for point in points], brands)
    of_left, of_speed = within(errors, numbers, LOWEST, HIGHEST)
    beside = (
        Beside(f"{row.brand} {row.period.text}", point.part, part)
        for (row, point), part in zip(after, curve(numbers), strict=True)
    )
    return Calibrated(
        observations=f"{len(points)} periods after the day, of {len(_brands(rows))} brands",
        estimates=(
            normal("part that stays in the end", fit.left_part, of_left, most=1.0),
            relative("speed a year of the rest", fit.speed_annual, of_speed),
        ),
        comparisons=(Comparison("part that is sold", tuple(beside)),),
        remarks=(*_remarks(fit), *([ONE_BRAND] if len(set(brands)) == 1 else [])),
        goes_in=_risk(settings, fit),
    )


def _remarks(fit: Erosion) -> Iterator[str]:
    yield from on_bounds(("part that stays", "speed of the rest"), (fit.left_part, fit.speed_annual), LOWEST, HIGHEST)
    if bound_of(fit.speed_annual, LOWEST[1], HIGHEST[1]) is None:
        yield f"half of what goes is gone in {math.log(2.0) / fit.speed_annual:.2g} years"


def _risk(settings: ExclusivitySettings, fit: Erosion) -> LicenceRisk | None:
    if settings.licence is None or settings.lost_on is None:
        return None
    risk = ExclusivityRisk(
        lost_on=settings.lost_on, left_ppm=ppm(fit.left_part), speed_ppm_annual=ppm(fit.speed_annual)
    )
    return LicenceRisk(licence=settings.licence, exclusivity=risk)


EXCLUSIVITY = Calibration(
    name="exclusivity",
    what="erosion after a loss of exclusivity",
    source="left + (1 - left) e^(-speed t), least squares of parts of former sales; errors by leaving out one brand",
    row=BrandRow,
    settings=ExclusivitySettings,
    needed=("licence", "lost_on"),
    fit=_fit,
    check=_check,
)
