import math
from collections.abc import Sequence

import numpy as np
import pytest

from chizai.forecast.processes.events import never, surely_at
from chizai.forecast.processes.obsolescence import (
    LEVEL_PASSES,
    Fade,
    Obsolescence,
    draw_fade,
    expected_fade,
    fade_of,
    fit_obsolescence,
    has_come,
    keep_by_period,
    watches,
)

QUARTERS = tuple(quarter / 4 for quarter in range(1, 41))
SLOW = Obsolescence(hazard_annual=0.1, decay_annual=0.2)


def test_the_mean_of_the_draws_is_the_closed_form() -> None:
    keep, table = keep_by_period(SLOW, 0.25), has_come(SLOW, QUARTERS)
    drawn = draw_fade(keep, table, np.random.default_rng(1), 40_000)
    error = drawn.std(axis=1) / math.sqrt(drawn.shape[1])
    assert (abs(drawn.mean(axis=1) - expected_fade(keep, table)) <= 4 * error + 1e-12).all()


def test_a_year_of_periods_loses_the_decay() -> None:
    assert keep_by_period(SLOW, 0.25) ** 4 == pytest.approx(0.8)
    assert keep_by_period(Obsolescence(hazard_annual=0, decay_annual=1), 0.25) == 0.0


def test_a_fade_bites_first_in_the_period_of_its_onset() -> None:
    assert expected_fade(0.9, surely_at(0.5, (0.25, 0.5, 0.75))) == pytest.approx([1.0, 0.9, 0.81])


@pytest.mark.parametrize(("keep", "table"), [(0.5, never(QUARTERS)), (1.0, has_come(SLOW, QUARTERS))])
def test_no_arrival_or_no_decay_leaves_everything(keep: float, table: tuple[float, ...]) -> None:
    assert expected_fade(keep, table) == pytest.approx([1.0] * 40)


def test_both_parts_are_recovered_from_simulated_series() -> None:
    generator = np.random.default_rng(4)
    true = Obsolescence(hazard_annual=0.08, decay_annual=0.25)
    noise = np.exp(0.03 * generator.standard_normal((400, 20)))
    years = tuple(float(year) for year in range(1, 20))
    onset = has_come(true, years)
    fade = np.vstack([np.ones(400), draw_fade(0.75, onset, generator, 400)]).T
    fitted = fit_obsolescence(tuple(tuple(row) for row in 100 * fade * noise), 1.0)
    # about 300 arrivals: the standard error of the hazard is 0.08 / sqrt(300)
    assert fitted.hazard_annual == pytest.approx(0.08, abs=4 * 0.08 / math.sqrt(300))
    assert fitted.decay_annual == pytest.approx(0.25, abs=0.01)


def test_a_hazard_that_is_seen_at_whole_periods_is_counted_without_bias() -> None:
    comes = np.random.default_rng(5).exponential(1 / 0.2, 100_000)
    # a fade that begins within period k after the first is felt in it; in the last it is not seen
    onsets = [math.ceil(time) for time in comes]
    watched = watches([Fade(onset < 9, 10, min(onset, 9), -1.0, 0.0) for onset in onsets])
    n_onsets = sum(watch.has_come for watch in watched)
    hazard = n_onsets / math.fsum(watch.periods for watch in watched)
    assert hazard == pytest.approx(0.2, rel=4 / math.sqrt(n_onsets))


def test_a_hazard_is_counted_while_a_fade_could_show_in_the_noise() -> None:
    generator, years = np.random.default_rng(9), tuple(float(year) for year in range(1, 10))
    true = Obsolescence(hazard_annual=0.1, decay_annual=0.15)
    fade = draw_fade(0.85, has_come(true, years), generator, 1000)
    levels = np.vstack([np.ones(1000), fade]).T * np.exp(0.2 * generator.standard_normal((1000, 10)))
    fitted = fit_obsolescence(levels.tolist(), 1.0)
    # about 200 onsets show, where 450 came
    assert fitted.hazard_annual == pytest.approx(0.1, abs=4 * 0.1 / math.sqrt(200))
    assert fitted.decay_annual == pytest.approx(0.15, abs=0.02)


def test_a_series_that_strays_too_far_to_show_a_fade_is_not_watched_once_it_is_known_what_one_is_like() -> None:
    steep = fade_of([5.0, 5.0, 5.0, 5.0, 4.5, 4.05, 3.65, 3.28], 1.0, 0.05)
    wild = fade_of([5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0], 1.0, 0.05)
    assert [watch.has_come for watch in watches([steep, steep, wild])] == [True, True]
    assert [watch.periods for watch in watches([wild])] == [5.0]


@pytest.mark.parametrize(("n_periods", "period_years"), [(5, 1.0), (10, 1.0), (60, 1 / 12)])
def test_of_level_series_with_noise_one_in_a_hundred_at_most_passes_for_fading(
    n_periods: int, period_years: float
) -> None:
    noise = np.exp(0.1 * np.random.default_rng(7).standard_normal((1000, n_periods)))
    passed = sum(fade_of(row.tolist(), period_years, 0.05).has_begun for row in noise)
    assert passed <= 1000 * LEVEL_PASSES + 4 * math.sqrt(1000 * LEVEL_PASSES)


def test_a_slow_fade_of_quarters_is_seen_as_one_of_years_is() -> None:
    generator, quarters = np.random.default_rng(8), tuple(quarter / 4 for quarter in range(1, 40))
    true = Obsolescence(hazard_annual=0.1, decay_annual=0.15)
    fade = draw_fade(keep_by_period(true, 0.25), has_come(true, quarters), generator, 300)
    levels = np.vstack([np.ones(300), fade]).T * np.exp(0.05 * generator.standard_normal((300, 40)))
    fitted = fit_obsolescence(levels.tolist(), 0.25)
    # about 180 onsets
    assert fitted.hazard_annual == pytest.approx(0.1, abs=4 * 0.1 / math.sqrt(180))
    assert fitted.decay_annual == pytest.approx(0.15, abs=0.01)


def test_a_series_that_fades_from_its_first_period_shows_how_fast_and_not_when() -> None:
    fading, level = [0.8**year for year in range(8)], [5.0] * 8
    assert fade_of(fading, 1.0, 0.05).has_begun
    assert watches([fade_of(fading, 1.0, 0.05)]) == ()
    fitted = fit_obsolescence([fading, level], 1.0)
    assert fitted.decay_annual == pytest.approx(0.2)
    assert fitted.hazard_annual == fit_obsolescence([level], 1.0).hazard_annual
    with pytest.raises(ValueError, match="each fades from its first period"):
        fit_obsolescence([fading], 1.0)


def test_level_series_have_not_begun_to_fade() -> None:
    assert not fade_of((5.0, 5.0, 5.0, 5.0), 1.0, 0.05).has_begun
    assert fit_obsolescence([(5.0, 5.0, 5.0, 5.0)], 1.0).decay_annual == 0.0


@pytest.mark.parametrize(
    ("series", "period_years", "least_fall", "says"),
    [
        ([], 1.0, 0.05, "no series shows when"),
        ([(1.0, 1.0, 1.0)], 1.0, 0.05, "3 levels are too few"),
        ([(1.0, 1.0, 0.0, 1.0)], 1.0, 0.05, "level is 0"),
        ([(1.0,) * 4], 0.0, 0.05, "length of a period"),
        ([(1.0,) * 4], 1.0, 0.0, "least fall"),
    ],
)
def test_series_that_say_nothing_are_refused(
    series: Sequence[Sequence[float]], period_years: float, least_fall: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        fit_obsolescence(series, period_years, least_fall)


@pytest.mark.parametrize(("hazard", "decay", "says"), [(-1, 0.1, "hazard"), (0.1, 1.1, "decay"), (0.1, -0.1, "decay")])
def test_no_technology_has_such_numbers(hazard: float, decay: float, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Obsolescence(hazard_annual=hazard, decay_annual=decay)


def test_a_part_kept_lies_between_0_and_1() -> None:
    with pytest.raises(ValueError, match="part kept"):
        draw_fade(1.1, (0.1,), np.random.default_rng(1), 1)
    with pytest.raises(ValueError, match="part kept"):
        expected_fade(-0.1, (0.1,))
    with pytest.raises(ValueError, match="length of a period"):
        keep_by_period(SLOW, 0.0)
