import pytest

from chizai.metrics.rating_reference import IDEALISED
from chizai.metrics.rating_scale import Symbol
from chizai.metrics.rating_stability import ParameterDraw, rating_stability


def draws(*losses: float) -> list[ParameterDraw]:
    """Give draws of six years' average life; year 6 has A 0.32065 %, A- 0.5005 %, BBB+ 0.7535 % and BB 5.3735 %."""
    return [ParameterDraw(expected_loss=loss, average_life_years=6.0) for loss in losses]


def test_a_symbol_moves_with_the_parameters() -> None:
    found = rating_stability(Symbol.A_MINUS, draws(0.004, 0.003, 0.007, 0.05), IDEALISED)
    assert found.shares == ((Symbol.A, 0.25), (Symbol.A_MINUS, 0.25), (Symbol.BBB_PLUS, 0.25), (Symbol.BB, 0.25))
    assert found.notches == (0, -1, 1, 5)
    assert (found.notches_mean.mean, found.kept.mean, found.worst) == (1.25, 0.5, Symbol.BB)


def test_a_symbol_that_no_draw_moves_is_kept_without_error() -> None:
    found = rating_stability(Symbol.A_MINUS, draws(0.004, 0.0041, 0.0042), IDEALISED)
    assert found.shares == ((Symbol.A_MINUS, 1.0),)
    assert (found.kept.mean, found.kept.standard_error, found.notches_mean.standard_error) == (1.0, 0.0, 0.0)


def test_a_draw_is_read_at_its_own_average_life() -> None:
    [draw] = draws(0.004)
    longer = ParameterDraw(expected_loss=0.004, average_life_years=9.0)
    assert rating_stability(Symbol.A, [draw, longer], IDEALISED).notches == (1, 0)


def test_no_draws_say_nothing() -> None:
    with pytest.raises(ValueError, match="at least one path"):
        rating_stability(Symbol.A, [], IDEALISED)
