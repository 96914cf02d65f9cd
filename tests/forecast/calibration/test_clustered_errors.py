import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from chizai.forecast.calibration.estimates import clustered_errors
from chizai.forecast.calibration.exclusivity import EXCLUSIVITY, BrandRow, ExclusivitySettings
from chizai.forecast.calibration.terms import CalendarPeriod, Calibrated

TIMES = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
CAME = [1.0, 1.2, 1.1, 2.0, 2.3, 2.2, 4.0, 3.8]
CLUSTERS = ["a", "a", "b", "b", "b", "c", "c", "d"]


def line(numbers: Sequence[float]) -> list[float]:
    return [numbers[0] + numbers[1] * time for time in TIMES]


def calibrated(sales: dict[str, Sequence[float]]) -> Calibrated:
    rows = [
        BrandRow(
            line=2,
            brand=brand,
            lost_on=date(2014, 1, 1),
            period=CalendarPeriod(date(2013 + year, 1, 1), 12, str(2013 + year)),
            sales=amount,
        )
        for brand, own in sales.items()
        for year, amount in enumerate(own)
    ]
    return EXCLUSIVITY.fit(rows, ExclusivitySettings())


def _without(name: str) -> tuple[float, float]:
    kept = [place for place, of in enumerate(CLUSTERS) if of != name]
    slope, level = np.polyfit([TIMES[place] for place in kept], [CAME[place] for place in kept], 1)
    return float(level), float(slope)


def test_errors_of_a_line_are_those_of_fits_without_one_cluster_each() -> None:
    slope, level = np.polyfit(TIMES, CAME, 1)
    left_out = np.array([_without(name) for name in "abcd"])
    errors = np.sqrt(3 / 4 * np.sum((left_out - left_out.mean(axis=0)) ** 2, axis=0))
    assert clustered_errors(line, (float(level), float(slope)), CAME, CLUSTERS) == pytest.approx(errors, rel=1e-4)


@pytest.mark.parametrize("clusters", [["a"] * 8, ["a"] * 7 + ["b"]], ids=["one cluster", "one observation beside it"])
def test_one_cluster_shows_no_error(clusters: Sequence[str]) -> None:
    assert clustered_errors(line, (1.0, 0.5), CAME, clusters) == (None, None)


def test_one_brand_shows_no_error_and_is_said_to_be_alone() -> None:
    done = calibrated({"X": [100.0, 60.0, 40.0, 31.0, 25.0]})
    assert [estimate.error for estimate in done.estimates] == [None, None]
    assert done.remarks[-1].startswith("one brand does not show how far another may differ")


def test_a_cliff_within_the_first_period_does_not_show_how_steep_it_is() -> None:
    done = calibrated({"X": [100.0, 2.0, 2.0, 2.0], "Y": [100.0, 3.0, 3.0, 3.0]})
    assert done.remarks == (
        "speed of the rest lies at 50, the most that is looked for: the rows show no more than its side",
    )
    assert done.estimates[1].error is None


def test_a_brand_of_which_nothing_stays_shows_how_fast_it_goes() -> None:
    done = calibrated({"X": [100.0, 62.0, 18.0, 3.0], "Y": [100.0, 60.0, 21.0, 4.0]})
    assert done.remarks[0].startswith("part that stays lies at 0, the least that is looked for")
    assert done.estimates[0].error is None
    assert done.estimates[1].error is not None


def test_the_time_in_which_half_is_gone_is_said_of_a_speed_that_the_rows_show() -> None:
    done = calibrated({"X": [100.0, 60.0, 40.0, 31.0, 25.0], "Y": [100.0, 65.0, 39.0, 30.0, 27.0]})
    half = math.log(2.0) / done.estimates[1].value
    assert done.remarks == (f"half of what goes is gone in {half:.2g} years",)
