import math
from datetime import date, timedelta

import numpy as np
import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it

from chizai.units.explain import Explained
from chizai.units.result import Place
from chizai.valuation.distribution import (
    PERCENTILES_PPM,
    PathTerms,
    ReceiptPaths,
    path_values,
    value_distribution,
)

AS_OF_ON = date(2026, 9, 30)
ORIGIN = Explained("futures", "10,000", "drawn with seed 1", source=Place("inputs.toml", None, "futures"))


def paths(*rows: tuple[int, list[int]]) -> ReceiptPaths:
    days = tuple(AS_OF_ON + timedelta(day) for day, _ in rows)
    return ReceiptPaths(paid_on=days, receipts_minor=np.array([row for _, row in rows], np.int64), origin=ORIGIN)


def test_each_path_is_discounted_on_its_dates() -> None:
    drawn = paths((0, [7, 7]), (100, [1_000_000, 0]), (465, [500_000, 2_000_000]))
    terms = PathTerms(discount_ppm_annual=80_000, tax_ppm=250_000, benefit_factor=1.2)
    rate = ql.InterestRate(0.08, ql.Actual365Fixed(), ql.Compounded, ql.Annual)
    start = ql.Date(30, 9, 2026)
    early, late = (rate.discountFactor(start, start + days) for days in (100, 465))

    values = path_values(drawn, terms, AS_OF_ON)

    expected = [0.75 * 1.2 * (1_000_000 * early + 500_000 * late), 0.75 * 1.2 * 2_000_000 * late]
    assert values == pytest.approx(expected, rel=1e-12)


def test_paths_that_are_all_alike_have_the_value_of_each_and_no_error() -> None:
    values = path_values(paths((365, [1_080_000] * 50)), PathTerms(discount_ppm_annual=80_000), AS_OF_ON)

    found = value_distribution(values, "alike", (ORIGIN,), "JPY")

    assert found.mean_minor in {999_999, 1_000_000}  # the last bit of a float decides
    assert found.standard_error_minor == pytest.approx(0, abs=1e-6)
    assert {minor for _, minor in found.percentiles_minor} == {found.mean_minor}


def test_mean_error_and_percentiles_are_numpy_s() -> None:
    values = np.random.default_rng(1).lognormal(14, 0.6, 9_999)

    found = value_distribution(values, "drawn", (ORIGIN,), "JPY")

    assert found.n_paths == 9_999
    assert found.mean_minor == math.floor(values.mean())
    assert found.standard_error_minor == pytest.approx(values.std(ddof=1) / math.sqrt(9_999), rel=1e-12)
    assert found.deviation_minor == pytest.approx(values.std(ddof=1), rel=1e-12)
    expected = [math.floor(np.percentile(values, part / 1e4, method="inverted_cdf")) for part in PERCENTILES_PPM]
    assert [minor for _, minor in found.percentiles_minor] == expected


def test_the_mean_of_lognormal_futures_is_what_was_expected() -> None:
    level = np.random.default_rng(2).lognormal(-0.02, 0.2, 40_000)
    drawn = paths((365, list(np.floor(1e9 * level).astype(np.int64))))
    values = path_values(drawn, PathTerms(discount_ppm_annual=100_000), AS_OF_ON)

    found = value_distribution(values, "drawn", (ORIGIN,), "JPY")

    assert abs(found.mean_minor - 1e9 / 1.1) < 4 * found.standard_error_minor
    assert found.origin.parts == (ORIGIN,)


def test_one_path_has_no_distribution() -> None:
    with pytest.raises(ValueError, match="1 paths"):
        value_distribution(np.ones(1), "alone", (), "JPY")
