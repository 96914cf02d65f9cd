import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from chizai.forecast.processes.fees import (
    JPO_DESIGN,
    JPO_PATENT,
    JPO_UTILITY_MODEL,
    FeeSchedule,
    annual_fee_minor,
)
from chizai.forecast.processes.renewal import (
    Renewal,
    draw_lapsed,
    has_lapsed,
    log_thresholds,
    not_renewed,
    renewal_of_value,
    will_have_lapsed,
)

AGES = tuple(float(age) for age in range(21))
USUAL = Renewal(log_value=math.log(250_000), log_deviation=2.0, decay_annual=0.07)


def test_the_fees_are_those_of_the_reference_data(shared: Path) -> None:
    source = json.loads((shared / "data" / "jp_ip_terms_fees.json").read_text("utf-8"))
    schedules = {"patent": JPO_PATENT, "utility_model": JPO_UTILITY_MODEL, "design": JPO_DESIGN}
    for kind, schedule in schedules.items():
        bands = [(band["years"][0], band["base"], band.get("per_claim", 0)) for band in source[kind]["annual_fee_yen"]]
        assert bands == [(band.from_year, band.base_minor, band.per_claim_minor) for band in schedule.bands]
        assert source[kind]["annual_fee_yen"][-1]["years"][1] == schedule.last_year


def test_fees_add_up_to_the_published_sums(shared: Path) -> None:
    source = json.loads((shared / "data" / "jp_ip_terms_fees.json").read_text("utf-8"))
    for n_claims in (5, 10, 15, 20):
        for years, total in source["patent_fee_oracle_cumulative_yen"][f"{n_claims}_claims"].items():
            fees = (annual_fee_minor(JPO_PATENT, year, n_claims) for year in range(1, int(years) + 1))
            assert sum(fees) == total


@pytest.mark.parametrize(
    ("schedule", "year", "n_claims"),
    [(JPO_PATENT, 0, 1), (JPO_PATENT, 26, 1), (JPO_UTILITY_MODEL, 11, 1), (JPO_PATENT, 1, 0)],
)
def test_fees_of_no_year_or_claim_are_refused(schedule: FeeSchedule, year: int, n_claims: int) -> None:
    with pytest.raises(ValueError, match=f"{n_claims} claims" if n_claims == 0 else f"year {year} "):
        annual_fee_minor(schedule, year, n_claims)


def test_what_is_given_up_is_the_normal_distribution_of_the_threshold() -> None:
    # the tenth year costs 59,400 + 10 x 4,600, and nine years have taken 7 % each
    threshold = math.log(105_400) - 9 * math.log(0.93)
    assert has_lapsed(USUAL, (10.0,)) == pytest.approx([stats.norm(USUAL.log_value, 2.0).cdf(threshold)])


def test_deciding_year_by_year_is_the_closed_form() -> None:
    drawn = draw_lapsed(USUAL, np.random.default_rng(1), AGES, 40_000).mean(axis=1)
    closed = np.asarray(has_lapsed(USUAL, AGES))
    assert (abs(drawn - closed) <= 4 * np.sqrt(closed * (1 - closed) / 40_000) + 1e-12).all()


def test_nothing_is_given_up_while_the_first_fees_last() -> None:
    assert has_lapsed(USUAL, (0.0, 0.5, 3.0)) == (0.0, 0.0, 0.0)
    assert has_lapsed(USUAL, (3.1,))[0] > 0.0
    third, fourth = log_thresholds(USUAL)[2:4]
    assert third == -math.inf
    assert fourth == pytest.approx(math.log(18_300) - 3 * math.log(0.93))


def test_equal_rights_go_together_when_the_fee_passes_their_worth() -> None:
    # 200,000 x 0.93^8 is 112,000, above the ninth fee of 43,800; 0.93^9 leaves 104,000, below the tenth of 105,400
    alike = Renewal(log_value=math.log(200_000), log_deviation=0.0, decay_annual=0.07)
    assert has_lapsed(alike, (9.0, 9.1)) == (0.0, 1.0)
    assert draw_lapsed(alike, np.random.default_rng(1), (9.0, 9.1), 5).tolist() == [[False] * 5, [True] * 5]


def test_a_right_in_force_is_given_up_by_what_is_left_of_the_table() -> None:
    at_eight, at_twelve = has_lapsed(USUAL, (8.0, 12.0))
    (left,) = will_have_lapsed(USUAL, 8.0, (4.0,))
    assert left == pytest.approx((at_twelve - at_eight) / (1 - at_eight))
    assert will_have_lapsed(USUAL, 8.0, (30.0,)) == will_have_lapsed(USUAL, 8.0, (17.0,))


def test_a_right_of_known_worth_is_kept_until_its_fee_passes_it() -> None:
    sure = Renewal(log_value=0.0, log_deviation=0.0, decay_annual=0.5)
    # 1,000,000 this year, the sixth; the tenth is worth 62,500 against 105,400
    known = renewal_of_value(1_000_000, 5.5, sure)
    assert will_have_lapsed(known, 5.5, (0.0, 3.5, 3.6)) == (0.0, 0.0, 1.0)
    assert math.exp(known.log_value) == pytest.approx(32_000_000)


def test_valuable_rights_are_kept_longer() -> None:
    rich, poor = (renewal_of_value(value, 5.5, USUAL) for value in (10_000_000, 100_000))
    pairs = zip(will_have_lapsed(rich, 5.5, AGES[:12]), will_have_lapsed(poor, 5.5, AGES[:12]), strict=True)
    assert all(one <= other for one, other in pairs)


def test_trademarks_lapse_at_their_renewals() -> None:
    assert not_renewed((2.0, 12.0), 0.9, (1.9, 2.0, 11.0, 12.0)) == pytest.approx([0.0, 0.1, 0.1, 0.19])
    assert not_renewed((2.0,), 1.0, (5.0,)) == (0.0,)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"log_deviation": -1.0}, "deviation of the value is -1"),
        ({"decay_annual": -0.1}, "decay is -0.1"),
        ({"decay_annual": 1.0}, "worth nothing"),
        ({"log_value": math.inf}, "worth nothing, or no number"),
    ],
)
def test_impossible_renewals_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Renewal(**{"log_value": 12.0, "log_deviation": 2.0, "decay_annual": 0.1} | change)


def test_ages_and_values_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="age is -1"):
        has_lapsed(USUAL, (-1.0,))
    with pytest.raises(ValueError, match="past year 25"):
        has_lapsed(USUAL, (25.5,))
    with pytest.raises(ValueError, match="value of the year"):
        renewal_of_value(0.0, 5.0, USUAL)
    with pytest.raises(ValueError, match="was certain to have come"):
        will_have_lapsed(Renewal(log_value=0.0, log_deviation=0.0, decay_annual=0.0), 10.0, (1.0,))
    with pytest.raises(ValueError, match="chance of a renewal"):
        not_renewed((1.0,), 1.1, (1.0,))
