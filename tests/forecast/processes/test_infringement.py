import json
from pathlib import Path
from typing import Any

import pytest

from chizai.forecast.processes.course import expected_cash
from chizai.forecast.processes.events import constant, surely_at
from chizai.forecast.processes.infringement import SUITS_PER_1000, Infringement, course_of, suit_hazard

QUARTERS = tuple(quarter / 4 for quarter in range(1, 41))
COPIED = Infringement(hazard_annual=0.05, part_lost=0.3, lasts_years=1.5, recovered_part=0.5, recovery_delay_years=1.0)


def test_the_suits_are_those_of_the_reference_data(shared: Path) -> None:
    counted = json.loads((shared / "data" / "legal_hazard_calibration.json").read_text("utf-8"))
    source = counted["us_filed_suits_per_1000_patents_1980_84"]
    names = {"drugs-health": "drugs_health", "biotechnology": "biotech_lerner"}
    assert {field: source[names.get(field, field)] for field in SUITS_PER_1000} == SUITS_PER_1000


def test_suits_of_a_life_become_suits_a_year() -> None:
    assert suit_hazard(17.0) == pytest.approx(0.001)
    assert suit_hazard(0.0) == 0.0


def test_the_course_is_loss_then_whole_then_recovery() -> None:
    course = course_of(COPIED, 0.25)
    assert (course.during, course.gap_periods, course.after, course.recovery_periods) == (0.7, 6, 1.0, 10)
    paid = expected_cash(course, surely_at(1.0, QUARTERS), (100.0,) * 40)
    # 30 % of six quarters is 180, of which half comes back four quarters after the sixth
    assert paid[2:4] == pytest.approx((100, 70))
    assert paid[9:15] == pytest.approx((100, 100, 100, 100, 100 + 90, 100))
    assert sum(paid) == pytest.approx(4000 - 180 + 90)


def test_a_recovery_in_full_and_without_end_effects_costs_nothing() -> None:
    made_whole = Infringement(hazard_annual=0.05, part_lost=0.3, lasts_years=0.5, recovered_part=1.0)
    table = tuple(min(come, constant(0.05, QUARTERS)[30]) for come in constant(0.05, QUARTERS))
    assert sum(expected_cash(course_of(made_whole, 0.25), table, (100.0,) * 40)) == pytest.approx(4000)


def test_even_a_short_one_lasts_a_period() -> None:
    short = Infringement(hazard_annual=0.05, part_lost=0.3, lasts_years=0.01)
    assert course_of(short, 0.25).gap_periods == 1


@pytest.mark.parametrize(
    "change",
    [
        {"hazard_annual": -1.0},
        {"part_lost": -1.0},
        {"lasts_years": -1.0},
        {"recovered_part": -1.0},
        {"recovery_delay_years": -1.0},
    ],
)
def test_an_impossible_infringement_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is -1"):
        Infringement(**{"hazard_annual": 0.1, "part_lost": 0.1, "lasts_years": 1.0} | change)


def test_lengths_and_counts_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="length of a period"):
        course_of(COPIED, 0.0)
    with pytest.raises(ValueError, match="number of suits"):
        suit_hazard(-1.0)
    with pytest.raises(ValueError, match="life"):
        suit_hazard(1.0, 0.0)
