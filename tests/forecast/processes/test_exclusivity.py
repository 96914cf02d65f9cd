import csv
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad

from chizai.forecast.processes.events import constant, draw_periods, never
from chizai.forecast.processes.exclusivity import (
    Erosion,
    ErosionPoint,
    average_part,
    course_of,
    draw_parts,
    expected_part,
    fit_erosion,
    part_by_period,
)

QUARTERS = tuple(quarter / 4 for quarter in range(1, 41))
STEEP = Erosion(left_part=0.1, speed_annual=2.0)
CLIFFS_YEARS = {
    "Abilify": 2015.32,
    "Benicar": 2016.82,
    "Celebrex": 2014.94,
    "Crestor": 2016.40,
    "Cymbalta": 2013.95,
    "Diovan": 2014.50,
    "Evista": 2014.25,
    "Lunesta": 2014.29,
    "Micardis": 2014.02,
    "Zetia": 2016.95,
}
"""When generics of ten large brands entered the US market, in years; from memory."""


def brand_points(file: Path) -> dict[str, list[ErosionPoint]]:
    sales: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            sales[row["brand"]][int(row["year"])] += float(row["spend_usd"])
    return {
        brand: [
            ErosionPoint(
                from_years=year - cliff,
                until_years=year + 1 - cliff,
                part=sales[brand][year] / sales[brand][max(int(cliff) - 1, 2013)],
            )
            for year in range(max(int(cliff), 2014), 2018)
        ]
        for brand, cliff in CLIFFS_YEARS.items()
    }


@pytest.mark.parametrize(("start", "end"), [(-2.0, -1.0), (-0.5, 0.5), (0.0, 1.0), (1.5, 4.0)])
def test_the_mean_part_is_the_integral_of_the_curve(start: float, end: float) -> None:
    integral, _ = quad(lambda t: 1.0 if t < 0 else 0.1 + 0.9 * math.exp(-2 * t), start, end, points=[0.0])
    assert average_part(STEEP, start, end) == pytest.approx(integral / (end - start), abs=1e-9)


def test_a_known_cliff_is_whole_before_and_erodes_after() -> None:
    parts = part_by_period(STEEP, 1.0, QUARTERS)
    assert parts[:4] == (1.0,) * 4
    assert parts[4] == pytest.approx(average_part(STEEP, 0.0, 0.25))
    assert parts[-1] == pytest.approx(0.1, abs=1e-6)
    assert part_by_period(STEEP, -1.0, QUARTERS)[0] == pytest.approx(average_part(STEEP, 1.0, 1.25))


def test_the_mean_of_uncertain_cliffs_is_the_closed_form() -> None:
    table = constant(0.2, QUARTERS)
    drawn = draw_parts(STEEP, draw_periods(table, np.random.default_rng(1), 40_000), 40, 0.25)
    error = drawn.std(axis=1) / 200
    assert (abs(drawn.mean(axis=1) - expected_part(STEEP, table, 0.25)) <= 4 * error + 1e-12).all()


def test_without_a_cliff_everything_is_sold() -> None:
    assert expected_part(STEEP, never(QUARTERS), 0.25) == (1.0,) * 40
    assert (draw_parts(STEEP, np.array([40, 99]), 40, 0.25) == 1.0).all()


def test_the_nearest_course_pays_the_same_over_its_gap() -> None:
    course = course_of(STEEP, 0.25, 4)
    assert course.during == pytest.approx(average_part(STEEP, 0.0, 1.0))
    assert (course.gap_periods, course.after) == (4, 0.1)


def test_both_numbers_are_recovered_from_simulated_brands() -> None:
    generator = np.random.default_rng(2)
    starts = generator.uniform(-1, 4, 400)
    points = [
        ErosionPoint(
            from_years=float(start),
            until_years=float(start) + 1,
            part=average_part(STEEP, float(start), float(start) + 1) * math.exp(0.1 * generator.standard_normal()),
        )
        for start in starts
    ]
    fitted = fit_erosion(points)
    assert fitted.left_part == pytest.approx(0.1, abs=0.03)
    assert fitted.speed_annual == pytest.approx(2.0, abs=0.25)


def test_ten_large_us_brands_kept_a_few_per_cent_and_lost_half_within_a_quarter(shared: Path) -> None:
    points = brand_points(shared / "data" / "cms_partd_brand_2013_2017.csv")
    fitted = fit_erosion([point for brand in points.values() for point in brand])
    assert fitted.left_part == pytest.approx(0.033, abs=0.005)
    assert math.log(2) / fitted.speed_annual == pytest.approx(0.195, abs=0.01)


def test_each_brand_erodes_as_the_nine_others_say_within_a_tenth_of_its_sales(shared: Path) -> None:
    points = brand_points(shared / "data" / "cms_partd_brand_2013_2017.csv")
    misses = []
    for brand, own in points.items():
        fitted = fit_erosion([point for other in points if other != brand for point in points[other]])
        misses += [point.part - average_part(fitted, point.from_years, point.until_years) for point in own]
    assert abs(float(np.mean(misses))) < 0.02
    assert float(np.sqrt(np.mean(np.square(misses)))) == pytest.approx(0.10, abs=0.01)


@pytest.mark.parametrize(
    ("make", "terms", "says"),
    [
        (Erosion, {"left_part": 1.1, "speed_annual": 1.0}, "part that stays"),
        (Erosion, {"left_part": 0.1, "speed_annual": 0.0}, "speed of erosion"),
        (ErosionPoint, {"from_years": 1.0, "until_years": 1.0, "part": 1.0}, "length of the stretch"),
        (ErosionPoint, {"from_years": 0.0, "until_years": 1.0, "part": -1.0}, "part that is sold"),
    ],
)
def test_impossible_numbers_are_refused(make: Any, terms: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make(**terms)


def test_stretches_without_length_and_too_few_of_them_are_refused() -> None:
    with pytest.raises(ValueError, match="length of the stretch"):
        average_part(STEEP, 1.0, 0.5)
    with pytest.raises(ValueError, match="number of periods"):
        course_of(STEEP, 0.25, 0)
    before = ErosionPoint(from_years=-2.0, until_years=-1.0, part=1.0)
    with pytest.raises(ValueError, match="0 stretches after a cliff are too few"):
        fit_erosion([before, before])
