from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.program import COLLECTIONS_MAX_MINOR
from chizai.metrics.scenarios import MultipleFrom, Outage, Scenario, apply, check_scenarios, standard_scenarios
from chizai.units.result import Failed, Ok, Reason
from chizai.units.toml import STRICT, read_toml

DATES = [date(2025 + month // 12, month % 12 + 1, 28) for month in range(2, 26, 6)]
FORECAST = [1_000_001, 2_000_000, 3_000_000, 4_000_000]
BASE = Scenario(name="Base case", name_ja="基本シナリオ")
SCENARIOS = st.builds(
    Scenario,
    name=st.just("any"),
    name_ja=st.just("任意"),
    multiple_ppm=st.integers(0, 3_000_000),
    changes=st.lists(st.builds(MultipleFrom, from_on=st.sampled_from(DATES), multiple_ppm=st.integers(0, 2_000_000)))
    .map(lambda changes: {change.from_on: change for change in changes})
    .map(lambda by_day: tuple(by_day[day] for day in sorted(by_day))),
    outage=st.none() | st.builds(Outage, first_period=st.integers(1, 3), last_period=st.integers(3, 6)),
    delay_periods=st.integers(0, 6),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    __pydantic_config__ = STRICT

    scenarios: tuple[Scenario, ...]


def collected(scenario: Scenario, forecast: list[int] = FORECAST) -> list[int]:
    result = apply(scenario, np.array(forecast, np.int64), DATES, "inputs.toml")
    assert isinstance(result, Ok)
    amounts: list[int] = result.value.tolist()
    return amounts


def test_the_standard_scenarios_are_less_later_and_nothing_for_a_year() -> None:
    found = {scenario.name: collected(scenario) for scenario in standard_scenarios(2)}
    assert found == {
        "Base case": FORECAST,
        "Royalties -10%": [900_000, 1_800_000, 2_700_000, 3_600_000],
        "Royalties -20%": [800_000, 1_600_000, 2_400_000, 3_200_000],
        "Royalties -30%": [700_000, 1_400_000, 2_100_000, 2_800_000],
        "One-year delay": [0, 0, 1_000_001, 2_000_000],
        "One-year outage": [0, 0, 3_000_000, 4_000_000],
    }
    assert check_scenarios(standard_scenarios(2), 8, "inputs.toml") == []


def test_a_multiple_from_a_date_replaces_the_one_before_it() -> None:
    changes = (MultipleFrom(from_on=DATES[1], multiple_ppm=500_000), MultipleFrom(from_on=DATES[3], multiple_ppm=0))
    less = replace(BASE, changes=changes)
    assert check_scenarios([less], 8, "inputs.toml") == []
    assert collected(less) == [1_000_001, 1_000_000, 1_500_000, 0]


def test_what_is_delayed_was_earned_when_it_was_forecast() -> None:
    # the outage hits the first two periods; the third comes a period late, the fourth never
    out = replace(BASE, outage=Outage(first_period=1, last_period=2), delay_periods=1, multiple_ppm=500_000)
    assert collected(out) == [0, 0, 0, 1_500_000]


def test_a_delay_past_the_last_date_leaves_nothing() -> None:
    assert collected(replace(BASE, delay_periods=4)) == [0, 0, 0, 0]
    assert collected(replace(BASE, delay_periods=10**30)) == [0, 0, 0, 0]


@given(SCENARIOS, st.lists(st.lists(st.integers(0, 10**12), min_size=4, max_size=4), min_size=1, max_size=4))
def test_a_scenario_does_to_many_paths_what_it_does_to_each(scenario: Scenario, paths: list[list[int]]) -> None:
    forecast = np.array(paths, np.int64).T
    result = apply(scenario, forecast, DATES, "inputs.toml")
    assert isinstance(result, Ok)
    assert result.value.T.tolist() == [collected(scenario, path) for path in paths]
    assert forecast.T.tolist() == paths
    assert result.value.min() >= 0


@given(st.integers(0, COLLECTIONS_MAX_MINOR), st.integers(0, 1_000_000_000))
def test_every_multiple_is_rounded_down_or_refused_however_large(amount: int, multiple_ppm: int) -> None:
    result = apply(replace(BASE, multiple_ppm=multiple_ppm), np.array([amount], np.int64), DATES[:1], "inputs.toml")
    expected = amount * multiple_ppm // 1_000_000
    if expected <= COLLECTIONS_MAX_MINOR:
        assert isinstance(result, Ok)
        assert result.value.tolist() == [expected]
    else:
        assert isinstance(result, Failed)


def test_more_than_executors_take_is_reported_at_the_scenario() -> None:
    forecast = np.array([COLLECTIONS_MAX_MINOR], np.int64)
    result = apply(replace(BASE, multiple_ppm=1_000_001), forecast, DATES[:1], "inputs.toml")
    assert isinstance(result, Failed)
    (failure,) = result.failures
    assert (failure.reason, failure.place.key) == (Reason.OVERFLOW, "scenarios (Base case)")


@pytest.mark.parametrize(
    ("forecast", "message"),
    [
        (np.array([1, 2, 3]), "for 4 dates"),
        (np.array([1.0, 2, 3, 4]), "float64"),
        (np.array([1, 2, 3, -4]), "must lie in"),
        (np.array([1, 2, 3, COLLECTIONS_MAX_MINOR + 1]), "must lie in"),
    ],
)
def test_a_forecast_that_executors_refuse_is_a_bug(forecast: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        apply(BASE, forecast, DATES, "inputs.toml")


def test_scenarios_are_read_from_the_inputs_of_a_deal() -> None:
    text = """
    [[scenarios]]
    name = "Late and little"
    name_ja = "遅延・減少"
    multiple_ppm = 800_000
    changes = [{ from_on = 2026-03-28, multiple_ppm = 400_000 }]
    outage = { first_period = 1, last_period = 1 }
    delay_periods = 1
    """
    result = read_toml(text, "inputs.toml", Inputs)
    assert isinstance(result, Ok)
    assert check_scenarios(result.value.scenarios, 8, "inputs.toml") == []
    assert collected(result.value.scenarios[0]) == [0, 0, 1_600_000, 1_200_000]


@pytest.mark.parametrize(
    ("fields", "reason", "key"),
    [
        ({"name": " "}, Reason.MISSING, "scenarios[1] ( ).name"),
        ({"name_ja": ""}, Reason.MISSING, "scenarios[1] (Base case).name_ja"),
        ({"multiple_ppm": -1}, Reason.OUT_OF_RANGE, "scenarios[1] (Base case).multiple_ppm"),
        ({"multiple_ppm": 10**30}, Reason.OUT_OF_RANGE, "scenarios[1] (Base case).multiple_ppm"),
        ({"delay_periods": -1}, Reason.OUT_OF_RANGE, "scenarios[1] (Base case).delay_periods"),
        (
            {"outage": Outage(first_period=0, last_period=2)},
            Reason.OUT_OF_RANGE,
            "scenarios[1] (Base case).outage",
        ),
        (
            {"outage": Outage(first_period=3, last_period=2)},
            Reason.OUT_OF_RANGE,
            "scenarios[1] (Base case).outage",
        ),
        (
            {"changes": (MultipleFrom(from_on=DATES[0], multiple_ppm=-5),)},
            Reason.OUT_OF_RANGE,
            "scenarios[1] (Base case).changes[1].multiple_ppm",
        ),
        (
            {"changes": (MultipleFrom(from_on=DATES[0], multiple_ppm=5),) * 2},
            Reason.INCONSISTENT,
            "scenarios[1] (Base case).changes[2].from_on",
        ),
    ],
)
def test_a_scenario_that_cannot_be_used_is_reported_at_its_key(
    fields: dict[str, Any], reason: Reason, key: str
) -> None:
    (failure,) = check_scenarios([replace(BASE, **fields)], 8, "inputs.toml")
    assert (failure.reason, failure.place.key, failure.place.file) == (reason, key, "inputs.toml")


def test_two_scenarios_of_one_name_are_reported_in_either_language() -> None:
    alike = [BASE, replace(BASE, name_ja="別名"), replace(BASE, name="Another")]
    failures = check_scenarios(alike, 8, "inputs.toml")
    assert [(failure.reason, failure.place.key) for failure in failures] == [
        (Reason.DUPLICATE, "scenarios[2] (Base case).name"),
        (Reason.DUPLICATE, "scenarios[3] (Another).name_ja"),
    ]
