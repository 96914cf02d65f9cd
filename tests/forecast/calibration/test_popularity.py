import math
from datetime import date, timedelta

import numpy as np
import pytest

from chizai.forecast.calibration.popularity import POPULARITY, LevelRow
from chizai.forecast.calibration.terms import LicenceSettings
from chizai.forecast.processes.popularity import Popularity, draw_levels


def remarks(generator: np.random.Generator, half_lives: float) -> tuple[str, ...]:
    years = [91 * number / 365 for number in range(1, 81)]
    speed = half_lives * math.log(2) / years[-1]
    levels = draw_levels(Popularity(volatility_annual=0.3, reversion_annual=speed), generator, years, 1)[:, 0]
    rows = [
        LevelRow(line=2, on=date(2000, 1, 1) + timedelta(days=91 * number), level=float(level))
        for number, level in enumerate(levels)
    ]
    return POPULARITY.fit(rows, LicenceSettings()).remarks


@pytest.mark.parametrize("half_lives", [3.4, 7.0])
def test_series_of_few_half_lives_are_remarked_on_though_their_speed_comes_out_high(half_lives: float) -> None:
    generator = np.random.default_rng(1)
    n_remarks = sum(len(remarks(generator, half_lives)) for _ in range(60))
    assert n_remarks > 0.85 * 60


def test_a_series_of_many_half_lives_is_not_remarked_on() -> None:
    assert remarks(np.random.default_rng(2), 60.0) == ()
