import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.valuation.market import Comparison, compare, quartile_floor, ratio_text
from chizai.valuation.market_terms import (
    Adjustment,
    Comparable,
    ComparableSet,
    MarketMultiple,
    OutlierRule,
    RatioKind,
    Reading,
)
from chizai.valuation.methods import Method
from chizai.valuation.multiples import market_multiple
from chizai.valuation.sources import Sources

SOURCES = Sources(file="inputs.toml", key="appraisals[1] (first)", currency="JPY")
RATES = (30_000, 40_000, 50_000, 55_000, 70_000)


def row(name: str, ratio_ppm: int, *adjustments: Adjustment, excluded_because: str = "") -> Comparable:
    return Comparable(
        id=name,
        source="register of licences",
        ratio_ppm=ratio_ppm,
        adjustments=adjustments,
        excluded_because=excluded_because,
    )


def read(
    *rows: Comparable,
    kind: RatioKind = RatioKind.ROYALTY_RATE,
    reading: Reading = Reading.MEDIAN,
    outliers: OutlierRule = OutlierRule.FENCES,
) -> Comparison:
    comparables = ComparableSet(id="peers", kind=kind, rows=rows, reading=reading, outliers=outliers)
    return compare(comparables, SOURCES.below("comparables", 0, "peers"))


def n_counted(found: Comparison) -> int:
    return sum(not ratio.left_out_because for ratio in found.ratios)


def rows(*ratios_ppm: int) -> list[Comparable]:
    return [row(f"c{number}", ratio) for number, ratio in enumerate(ratios_ppm)]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40), st.sampled_from([1, 2, 3]))
def test_quartiles_are_numpy_s_rounded_down(numbers: list[int], quarter: int) -> None:
    assert quartile_floor(sorted(numbers), quarter) == int(np.floor(np.percentile(numbers, 25 * quarter)))


@pytest.mark.parametrize(
    ("reading", "read_ppm"),
    [
        (Reading.LOWER_QUARTILE, 40_000),
        (Reading.MEDIAN, 50_000),
        (Reading.UPPER_QUARTILE, 55_000),
        (Reading.MEAN, 49_000),
    ],
)
def test_comparables_are_read_at_the_point_that_is_asked_for(reading: Reading, read_ppm: int) -> None:
    found = read(*rows(*RATES), reading=reading)

    assert found.read_ppm == read_ppm
    assert (found.lower_ppm, found.median_ppm, found.upper_ppm, found.mean_ppm) == (40_000, 50_000, 55_000, 49_000)


def test_adjustments_are_applied_one_after_the_other_and_recorded() -> None:
    exclusive, older = (
        Adjustment(because="exclusive", change_ppm=100_000),
        Adjustment(because="older", change_ppm=-500_000),
    )

    (ratio,) = read(row("c", 30_001, exclusive, older)).ratios

    assert (ratio.raw_ppm, ratio.adjusted_ppm) == (30_001, 16_500)  # 33,001.1 down, then half of it down
    assert [part.label for part in ratio.origin.parts[1:]] == ["adjustment: exclusive", "adjustment: older"]
    assert "source: register of licences" in ratio.origin.parts[0].because


def test_what_lies_beyond_the_fences_does_not_count_and_says_so() -> None:
    found = read(*rows(*RATES, 400_000))

    outlier = found.ratios[-1]
    assert "outlier" in outlier.left_out_because
    assert outlier.left_out_because in outlier.origin.because
    assert n_counted(found) == 5
    assert found.median_ppm == 50_000


def test_outliers_count_where_they_are_kept_and_where_there_are_too_few_to_tell() -> None:
    assert n_counted(read(*rows(*RATES, 400_000), outliers=OutlierRule.KEEP)) == 6
    assert n_counted(read(*rows(1, 2, 1_000_000))) == 3


def test_an_excluded_comparable_is_shown_and_does_not_count() -> None:
    found = read(row("near", 40_000), row("far", 90_000, excluded_because="settles a suit"))

    assert (n_counted(found), found.read_ppm) == (1, 40_000)
    assert "settles a suit" in found.ratios[1].origin.because


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=30))
def test_the_fences_always_leave_something(ratios: list[int]) -> None:
    found = read(*rows(*ratios))

    assert n_counted(found) > len(ratios) // 2 - 1
    assert found.lower_ppm <= found.median_ppm <= found.upper_ppm


def test_a_price_and_its_measure_make_a_multiple() -> None:
    deal = Comparable(id="sale", source="press release", price_minor=1_000_000, measure_minor=300_000)

    found = read(deal, kind=RatioKind.DEAL_MULTIPLE)

    assert found.read_ppm == 3_333_333
    assert found.origin.value == "3.333333x"
    leaves = [node for node in found.origin.walk() if not node.parts]
    assert [leaf.value for leaf in leaves] == ["1,000,000 JPY", "300,000 JPY"]


@pytest.mark.parametrize(
    ("kind", "method"), [(RatioKind.MULTIPLE, Method.MULTIPLE), (RatioKind.DEAL_MULTIPLE, Method.DEAL_MULTIPLE)]
)
def test_a_measure_is_valued_at_the_multiple_with_the_quartiles_as_its_range(kind: RatioKind, method: Method) -> None:
    peers = read(*rows(8_000_000, 10_000_000, 12_500_000, 13_000_000, 16_000_000), kind=kind)

    found = market_multiple(MarketMultiple(id="m", measure_minor=1_001, comparables="peers"), peers, SOURCES)

    assert found.method is method
    assert (found.low_minor, found.value_minor, found.high_minor) == (10_010, 12_512, 13_013)
    assert found.value == pytest.approx(12_512.5)


def test_rates_are_written_in_percent_and_multiples_in_times() -> None:
    assert ratio_text(52_500, RatioKind.ROYALTY_RATE) == "5.25%"
    assert ratio_text(12_500_000, RatioKind.MULTIPLE) == "12.5x"
    assert ratio_text(3_000_000, RatioKind.DEAL_MULTIPLE) == "3x"
