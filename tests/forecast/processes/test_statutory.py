from datetime import date

import numpy as np
import pytest

from chizai.forecast.processes.statutory import Term, Use, draw_in_force, expected_in_force, has_expired, part_in_force

USES = (
    Use(date(2030, 1, 1), date(2030, 3, 31)),
    Use(date(2030, 4, 1), date(2030, 6, 30)),
    Use(date(2030, 7, 1), date(2030, 9, 30)),
)
PENDING = Term(expires_on=date(2030, 4, 30), pending_until_on=date(2030, 7, 31), chance=0.6)


def test_a_right_is_in_force_on_its_last_day_and_not_after() -> None:
    # 30 of the 91 days of the second quarter
    assert part_in_force(date(2030, 4, 30), USES) == pytest.approx([1.0, 30 / 91, 0.0])
    assert part_in_force(date(2030, 6, 30), USES) == (1.0, 1.0, 0.0)
    assert part_in_force(date(2029, 1, 1), USES) == (0.0, 0.0, 0.0)


def test_a_pending_extension_counts_with_its_chance() -> None:
    assert expected_in_force(PENDING, USES) == pytest.approx([1.0, 0.4 * 30 / 91 + 0.6, 0.6 * 31 / 92])


def test_the_mean_of_the_draws_is_the_closed_form() -> None:
    drawn = draw_in_force(PENDING, np.random.default_rng(1), USES, 40_000)
    error = drawn.std(axis=1) / 200
    assert (abs(drawn.mean(axis=1) - expected_in_force(PENDING, USES)) <= 4 * error + 1e-12).all()


def test_without_an_extension_the_end_is_a_cut() -> None:
    cut = Term(expires_on=date(2030, 4, 30))
    assert expected_in_force(cut, USES) == part_in_force(date(2030, 4, 30), USES)
    assert has_expired(cut, (date(2030, 4, 30), date(2030, 5, 1))) == (0.0, 1.0)
    drawn = draw_in_force(cut, np.random.default_rng(1), USES, 9)
    assert drawn.T.tolist() == [list(part_in_force(date(2030, 4, 30), USES))] * 9


def test_the_table_steps_by_the_chance_of_no_extension() -> None:
    days = (date(2030, 4, 30), date(2030, 5, 1), date(2030, 7, 31), date(2030, 8, 1))
    assert has_expired(PENDING, days) == pytest.approx([0.0, 0.4, 0.4, 1.0])


def test_five_years_is_the_longest_extension() -> None:
    Term(expires_on=date(2030, 4, 30), pending_until_on=date(2035, 4, 30), chance=1.0)
    for until_on in (date(2035, 5, 1), date(2030, 4, 29)):
        with pytest.raises(ValueError, match="67"):
            Term(expires_on=date(2030, 4, 30), pending_until_on=until_on)


def test_chances_and_periods_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="chance of an extension"):
        Term(expires_on=date(2030, 4, 30), chance=1.5)
    with pytest.raises(ValueError, match="before it starts"):
        Use(date(2030, 4, 1), date(2030, 3, 31))
