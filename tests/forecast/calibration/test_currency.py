import math
from datetime import date, timedelta

import numpy as np
import pytest

from chizai.forecast.calibration.currency import CURRENCY, CurrencySettings, RateRow
from chizai.forecast.calibration.terms import Calibrated


def calibrated(days: list[int], logs: list[float]) -> Calibrated:
    start = date(2020, 1, 1)
    rows = [
        RateRow(line=2, on=start + timedelta(days=day), rate=math.exp(log)) for day, log in zip(days, logs, strict=True)
    ]
    return CURRENCY.fit(rows, CurrencySettings())


def test_a_rate_that_wanders_is_not_seen_to_be_pulled_back() -> None:
    generator, days = np.random.default_rng(1), list(range(0, 1500, 7))
    tables = [
        calibrated(days, (0.01 * np.cumsum(generator.standard_normal(len(days)))).tolist()).comparisons[0]
        for _ in range(400)
    ]
    came, fitted = (
        np.mean([[getattr(row, side) ** 2 for row in table.rows] for table in tables], axis=0)
        for side in ("came", "fitted")
    )
    # the longest span of 107 steps leaves about two that are apart: a mean of 400 squares of each
    assert came / fitted == pytest.approx(1.0, abs=4 * math.sqrt(2 / 400 / 2))


@pytest.mark.parametrize(
    ("days", "says"), [(730, "the rate moved by -29.29% a year; futures keep"), (182, "futures keep today's as their")]
)
def test_a_trend_is_told_as_a_part_of_the_rate_and_from_a_year_on(days: int, says: str) -> None:
    done = calibrated([0, days // 2, days], [math.log(100), math.log(70), math.log(50)])
    [remark] = done.remarks
    assert remark.startswith(says)


def test_unequal_steps_leave_the_volatility_less_sure() -> None:
    logs = [0.0, 0.1, 0.0, 0.1, 0.0]
    equal, unequal = (calibrated(days, logs).estimates[0] for days in ([0, 10, 20, 30, 40], [0, 1, 2, 3, 40]))
    assert equal.error == pytest.approx(equal.value * math.sqrt(0.5 / 3))
    assert (unequal.error or 0.0) / unequal.value > 1.1 * math.sqrt(0.5 / 3)
