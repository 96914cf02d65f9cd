"""Fitted amounts as whole minor units."""

import pytest

from chizai.forecast.calibration.terms import minor


@pytest.mark.parametrize(("amount", "whole"), [(9_914_656_139.4, 9_914_660_000), (123_456.7, 123_457), (0.4, 0)])
def test_an_amount_keeps_six_digits(amount: float, whole: int) -> None:
    assert minor(amount) == whole
