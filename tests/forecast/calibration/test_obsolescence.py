from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pytest

from chizai.forecast.calibration.obsolescence import OBSOLESCENCE, ObsolescenceSettings, RoyaltyRow
from chizai.forecast.calibration.terms import CalendarPeriod
from chizai.forecast.joint_terms import LicenceRisk, Obsolescence

LEVEL = [5.0] * 10
FADING = [5.0, 5.0, 5.0, 5.0, 4.0, 3.2, 2.56, 2.048]
NONE = ObsolescenceSettings()


def rows_of(series: Mapping[str, Sequence[float]]) -> list[RoyaltyRow]:
    return [
        RoyaltyRow(line=2, series=name, period=CalendarPeriod(date(2010 + year, 1, 1), 12, str(2010 + year)), royalty=r)
        for name, own in series.items()
        for year, r in enumerate(own)
    ]


def test_a_series_that_has_faded_to_nothing_counts_until_it_did() -> None:
    ended, open_end = (OBSOLESCENCE.fit(rows_of({"a": [*FADING, *end]}), NONE) for end in ([0.0, 0.0], []))
    assert OBSOLESCENCE.check(rows_of({"a": [*FADING, 0.0, 0.0]}), NONE, "f.csv") == []
    assert ended.estimates == open_end.estimates


@pytest.mark.parametrize(
    ("own", "what"),
    [([*FADING, 0.0, 1.0], "'a' brings 1 after a 0"), ([5.0, 4.0, 3.0, 0.0, 0.0], "'a' has 3 periods above 0")],
)
def test_a_series_that_comes_back_or_ends_too_soon_is_refused(own: Sequence[float], what: str) -> None:
    [failure] = OBSOLESCENCE.check(rows_of({"a": own}), NONE, "f.csv")
    assert failure.what == what


def test_level_series_that_pass_for_fading_are_said_to_be_no_more_than_chance() -> None:
    noise = np.exp(0.1 * np.random.default_rng(2).standard_normal((200, 6)))
    done = OBSOLESCENCE.fit(rows_of({str(name): own.tolist() for name, own in enumerate(noise)}), NONE)
    passing = "no more fade than may pass by chance: were all 200 series level, 2 would be expected to pass at most"
    assert passing in done.remarks
    assert done.estimates[0].value < 0.01


def test_series_of_which_many_fade_are_not_remarked_on() -> None:
    assert OBSOLESCENCE.fit(rows_of({"a": LEVEL, "b": FADING, "c": FADING}), NONE).remarks == ()


def test_series_that_fade_from_the_start_are_said_to_be_undated() -> None:
    done = OBSOLESCENCE.fit(rows_of({"a": [0.8**year for year in range(8)], "b": LEVEL}), NONE)
    assert "1 fade from their first period: they show how fast, and not when a fade begins" in done.remarks
    assert done.comparisons[0].of == "part that has begun to fade"
    assert {row.came for row in done.comparisons[0].rows} == {0.0}


def test_where_no_series_fades_the_decay_has_to_be_said() -> None:
    silent, said = (
        OBSOLESCENCE.fit(rows_of({"a": LEVEL}), ObsolescenceSettings(licence="L1", decay=decay))
        for decay in (None, 0.2)
    )
    assert (silent.goes_in, silent.needed) == (None, ("decay",))
    risk = Obsolescence(hazard_ppm_annual=71_429, decline_ppm_annual=200_000)
    assert said.goes_in == LicenceRisk(licence="L1", obsolescence=risk)
