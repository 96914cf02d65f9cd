import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from chizai.forecast.calibration.popularity import POPULARITY, LevelRow
from chizai.forecast.calibration.terms import Calibrated, LicenceSettings
from chizai.forecast.processes.popularity import Popularity, draw_levels


def calibrated(levels: Sequence[float]) -> Calibrated:
    rows = [
        LevelRow(line=2, on=date(2000, 1, 1) + timedelta(days=91 * number), level=level)
        for number, level in enumerate(levels)
    ]
    return POPULARITY.fit(rows, LicenceSettings())


def remarks(generator: np.random.Generator, half_lives: float) -> tuple[str, ...]:
    years = [91 * number / 365 for number in range(1, 81)]
    speed = half_lives * math.log(2) / years[-1]
    levels = draw_levels(Popularity(volatility_annual=0.3, reversion_annual=speed), generator, years, 1)[:, 0]
    return calibrated(levels.tolist()).remarks


@pytest.mark.parametrize("half_lives", [3.4, 7.0])
def test_series_of_few_half_lives_are_remarked_on_though_their_speed_comes_out_high(half_lives: float) -> None:
    generator = np.random.default_rng(1)
    n_remarks = sum(len(remarks(generator, half_lives)) for _ in range(60))
    assert n_remarks > 0.85 * 60


def test_a_series_of_many_half_lives_is_not_remarked_on() -> None:
    assert remarks(np.random.default_rng(2), 60.0) == ()


def test_a_level_that_is_pulled_back_between_two_looks_is_said_not_to_show_how_fast() -> None:
    done = calibrated([1.0 + number % 2 for number in range(40)])
    assert done.remarks == ("the level is pulled back between two looks: the rows do not show how fast",)
    assert done.estimates[1].error is None
