"""A time to market that nobody knows: what it does to each payment, held against launches that are drawn."""

import math

import numpy as np
import pytest

from chizai.forecast.joint_launch import ExpectedLaunch, development_of
from chizai.forecast.joint_life_terms import LaunchStage
from chizai.forecast.processes.bass import Bass, adopted
from chizai.forecast.processes.launch import draw_launches
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import JointModel, LicenceModel
from chizai.simulate.resolve_launch import DEVIATION_MAX, launch_time_deviation

RISK = ExpectedLaunch(
    stages=(LaunchStage(success_ppm=600_000, lasts_months=12), LaunchStage(success_ppm=900_000, lasts_months=12)),
    spread_months=3,
    innovation_ppm_annual=100_000,
    imitation_ppm_annual=600_000,
)
YEARS = tuple(float(year) for year in range(1, 11))
N_PATHS = 60_000


def test_each_payment_strays_as_launches_that_are_drawn_make_it_stray() -> None:
    bass, found = Bass(market=1.0, innovation=0.1, imitation=0.6), launch_time_deviation(RISK, YEARS)
    launches, failures = draw_launches(development_of(RISK), np.random.default_rng(3), N_PATHS)
    for year, deviation in list(zip(YEARS, found, strict=True))[1:]:
        launched = np.minimum(launches[failures > year], YEARS[-1] + 1)
        before, after = (np.array(adopted(bass, (end - launched).tolist())) for end in (year - 1, year))
        sold = after - before
        strays = math.sqrt(math.log1p(float(sold.var() / sold.mean() ** 2)))
        assert abs(deviation) == pytest.approx(strays, rel=0.05, abs=0.01)
        assert math.copysign(1.0, deviation) == math.copysign(1.0, -float(np.corrcoef(sold, launched)[0, 1]))


def test_a_launch_at_a_known_time_strays_by_next_to_nothing_once_it_has_come() -> None:
    sure = ExpectedLaunch(
        stages=(LaunchStage(success_ppm=1_000_000, lasts_months=12),),
        spread_months=1,
        innovation_ppm_annual=100_000,
        imitation_ppm_annual=0,
    )
    found = launch_time_deviation(sure, YEARS)
    assert max(map(abs, found[3:])) < 0.05
    assert launch_time_deviation(sure, (0.0, 0.01))[0] == 0.0
    assert max(launch_time_deviation(RISK, tuple(number / 50 for number in range(1, 500)))) == DEVIATION_MAX


def test_what_goes_below_in_some_periods_keeps_its_mean_and_mirrors_the_others() -> None:
    licence = LicenceModel(
        id="L1",
        stream=0,
        expected_minor=(10**9,) * 2,
        keep=(1.0, 1.0),
        spread=(0.0, 0.0),
        drift_deviation=(0.5, -0.5),
    )
    model = JointModel(n_periods=2, licences=(licence,))
    drawn = np.empty((1, 2, 40_000), np.int64)
    compile_joint(model, Rows()).draw(1, 0, 40_000, drawn)
    first, second = drawn[0] / 10**9
    for row in (first, second):
        assert row.mean() == pytest.approx(1.0, abs=4 * row.std() / 200)
    assert np.corrcoef(np.log(first), np.log(second))[0, 1] == pytest.approx(-1.0, abs=1e-6)
