import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chizai.forecast.processes.opposition import (
    JPO_OPPOSED,
    Opposition,
    draw_fallen,
    fit_opposition,
    has_fallen,
    jpo_opposition,
)

MONTHS = tuple(month / 12 for month in range(1, 25))
FOUGHT = Opposition(opposed_chance=0.5, revoked_chance=0.4, delay_years=0.75)


def test_the_oppositions_are_those_of_the_reference_data(shared: Path) -> None:
    source = json.loads((shared / "data" / "legal_hazard_calibration.json").read_text("utf-8"))
    counted = source["invalidation_trials_patents"]["oppositions_by_right"]
    assert {int(year): n for year, n in counted.items()} == JPO_OPPOSED


def test_seven_in_a_thousand_grants_are_opposed_and_a_tenth_of_those_revoked() -> None:
    average = jpo_opposition()
    assert average.opposed_chance == pytest.approx(0.0067, abs=0.0003)
    assert average.revoked_chance == pytest.approx(0.1, abs=0.001)


@pytest.mark.parametrize("gazette_years_ago", [0.0, 0.2, 0.5, 3.0])
def test_the_share_of_the_draws_is_the_closed_form(gazette_years_ago: float) -> None:
    fallen = draw_fallen(FOUGHT, np.random.default_rng(1), gazette_years_ago, MONTHS, 40_000)
    for drawn, probability in zip(fallen.mean(axis=1), has_fallen(FOUGHT, gazette_years_ago, MONTHS), strict=True):
        error = math.sqrt(probability * (1 - probability) / 40_000)
        assert drawn == pytest.approx(probability, abs=4 * error + 1e-12)


def test_a_fresh_patent_is_revoked_with_both_chances_once_all_is_decided() -> None:
    assert has_fallen(FOUGHT, 0.0, (0.75, 1.0, 1.25, 9.0)) == pytest.approx([0.0, 0.1, 0.2, 0.2])


def test_a_quiet_half_of_the_window_makes_the_rest_likelier_than_half() -> None:
    # uniform in the window: (0.5 / 2) / (1 - 0.5 / 2) of those not opposed so far will be
    assert has_fallen(FOUGHT, 0.25, (9.0,)) == pytest.approx([0.4 * 0.25 / 0.75])


def test_after_the_window_nothing_can_come() -> None:
    assert has_fallen(FOUGHT, 0.5, MONTHS) == (0.0,) * 24
    certain = Opposition(opposed_chance=1.0)
    assert not draw_fallen(certain, np.random.default_rng(1), 0.5, MONTHS, 100).any()


@pytest.mark.parametrize(
    "change", [{"opposed_chance": 1.5}, {"revoked_chance": 1.5}, {"opposed_chance": 0.5, "delay_years": -1.5}]
)
def test_an_impossible_opposition_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"is -?1\.5"):
        Opposition(**{"opposed_chance": 0.1} | change)


def test_a_gazette_to_come_and_empty_counts_are_refused() -> None:
    for ask in (
        lambda: has_fallen(FOUGHT, -0.1, MONTHS),
        lambda: draw_fallen(FOUGHT, np.random.default_rng(1), -0.1, MONTHS, 1),
    ):
        with pytest.raises(ValueError, match="since the gazette"):
            ask()
    with pytest.raises(ValueError, match="number of grants"):
        fit_opposition(1, 0, 1)
    with pytest.raises(ValueError, match="number of all others is -1"):
        fit_opposition(5, 10, 6)


def test_grants_that_nobody_opposed_are_counted_and_leave_the_chance_of_revocation_open() -> None:
    quiet = fit_opposition(0, 500, 0)
    assert (quiet.opposed_chance, quiet.revoked_chance) == pytest.approx((0.5 / 501, 0.5))
