from dataclasses import replace
from datetime import date, timedelta
from statistics import geometric_mean

import numpy as np
import pytest

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.pool import Pool
from chizai.assets.statements import Statement, StatementRow
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod, PlanYear, Prior
from chizai.forecast.backtest import BackTest, back_test
from chizai.forecast.fitted import Fitted, fit_licence
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Receipt
from chizai.forecast.reported import by_licence, known_rows
from chizai.units.result import Failed, Failure, Ok, Place, Reason
from chizai.units.schedule import add_months

AS_OF_ON = date(2026, 1, 31)
UNTIL_ON = date(2028, 12, 31)
LICENCE = Licence(id="L1", licensee="Label", right_ids=(), currency="JPY", starts_on=date(2010, 1, 1))
FITTED = ForecastAssumption(licence="L1", method=ForecastMethod.FITTED)
RISING = [1_000_000 * 11**year // 10**year for year in range(6)]
SEASONAL = [1_000_000, 2_000_000, 3_000_000, 6_000_000]


def reported(amounts: list[int], months: int = 12, licence_id: str = "L1") -> tuple[StatementRow, ...]:
    """Report one amount for each period, the last one to the end of 2025, received ten days after its end."""
    starts = [add_months(date(2026, 1, 1), months * (index - len(amounts))) for index in range(len(amounts) + 1)]
    return tuple(
        StatementRow(
            place=Place("all.csv", index + 2),
            licence_id=licence_id,
            period_start_on=starts[index],
            period_end_on=starts[index + 1] - timedelta(1),
            received_on=starts[index + 1] + timedelta(9),
            royalty_minor=amount,
            currency="JPY",
        )
        for index, amount in enumerate(amounts)
    )


def pool(rows: tuple[StatementRow, ...], *licences: Licence) -> Pool:
    return Pool((), (), licences or (LICENCE,), (Statement("all.csv", rows),))


def forecast(of: Pool, *assumptions: ForecastAssumption, until_on: date = UNTIL_ON) -> tuple[Receipt, ...]:
    result = project_receipts(of, assumptions or (FITTED,), AS_OF_ON, until_on)
    assert isinstance(result, Ok), result
    return result.value


def amounts_of(of: Pool, *assumptions: ForecastAssumption) -> list[int]:
    return [receipt.amount_minor for receipt in forecast(of, *assumptions)]


def failure_of(of: Pool, assumption: ForecastAssumption = FITTED, as_of_on: date = AS_OF_ON) -> Failure:
    result = project_receipts(of, (assumption,), as_of_on, UNTIL_ON)
    assert isinstance(result, Failed)
    (failure,) = result.failures
    return failure


def fit(of: Pool, assumption: ForecastAssumption = FITTED, until_on: date = UNTIL_ON) -> Fitted:
    rows = by_licence(known_rows(of, AS_OF_ON)).get("L1", ())
    fitted = fit_licence((0, assumption), of, rows, (AS_OF_ON, until_on))
    assert isinstance(fitted, Ok)
    return fitted.value


@pytest.mark.parametrize("growth", [0.9, 1.1])
def test_a_steady_trend_goes_on_where_an_average_would_stand_still(growth: float) -> None:
    history = [round(10_000_000 * growth**year) for year in range(10)]

    first, second, third = amounts_of(pool(reported(history)))

    np.testing.assert_allclose([first, second, third], [history[-1] * growth**n for n in (1, 2, 3)], rtol=0.08)
    assert abs(first - history[-1] * growth) < 0.1 * abs(sum(history[-3:]) / 3 - history[-1] * growth)


def test_the_season_of_the_history_goes_on() -> None:
    receipts = forecast(pool(reported(SEASONAL * 5, months=3)))

    year = [receipt.amount_minor for receipt in receipts[:4]]
    np.testing.assert_allclose(year, SEASONAL, rtol=0.06)
    assert [receipt.received_on for receipt in receipts[:2]] == [date(2026, 3, 31), date(2026, 6, 30)]


def test_a_forecast_is_in_the_money_of_its_history() -> None:
    small, large = (amounts_of(pool(reported([times * amount for amount in RISING]))) for times in (1, 1_000))

    np.testing.assert_allclose([amount * 1_000 for amount in small], large, rtol=2e-5)


def test_every_complete_year_counts_however_far_back() -> None:
    lately = [1_000_000] * 3
    rose, fell = (amounts_of(pool(reported([*before, *lately])))[0] for before in ([500_000] * 6, [2_000_000] * 6))

    assert rose != fell


def test_years_of_mixed_reports_are_fitted_by_year_and_spread_over_even_quarters() -> None:
    rows = reported([4_000_000] * 5)[:-1] + reported([1_000_000] * 4, months=3)

    amounts = amounts_of(pool(rows))

    assert max(amounts[:4]) - min(amounts[:4]) <= 1
    assert sum(amounts[:4]) == pytest.approx(4_000_000, rel=0.03)


def test_reports_of_four_months_keep_their_seasons_in_a_fit_by_year() -> None:
    first, second, third = amounts_of(pool(reported([1_000_000, 2_000_000, 3_000_000] * 5, months=4)))[:3]

    np.testing.assert_allclose([second / first, third / first], [2, 3], rtol=1e-5)


def test_the_terms_hold_each_forecast_year() -> None:
    history = reported([2_500_000] * 20, months=3)
    capped = amounts_of(pool(history, replace(LICENCE, terms=RoyaltyTerms(cap_annual_minor=4_000_000))))
    raised = amounts_of(pool(history, replace(LICENCE, terms=RoyaltyTerms(minimum_annual_minor=90_000_000))))

    assert [sum(amounts[:4]) for amounts in (capped, raised)] == [4_000_000, 90_000_000]


def test_the_life_of_the_licence_cuts_its_last_period_by_days() -> None:
    ending = replace(LICENCE, ends_on=date(2027, 6, 30))

    receipts = forecast(pool(reported(RISING), ending))

    assert len(receipts) == 2
    whole = fit(pool(reported(RISING), ending)).middle_minor()[1]
    assert receipts[-1].amount_minor == whole * 181 // 365


def test_a_fit_is_the_same_each_time_and_hangs_on_its_seed() -> None:
    history = pool(reported(RISING))

    assert forecast(history) == forecast(history)
    assert amounts_of(history) != amounts_of(history, replace(FITTED, seed=2))


def test_other_licences_and_their_order_change_nothing() -> None:
    other = replace(LICENCE, id="L2")
    both = pool(reported(RISING) + reported(RISING, licence_id="L2"), LICENCE, other)
    second = replace(FITTED, licence="L2")

    alone = amounts_of(pool(reported(RISING)))
    one_way, other_way = (forecast(both, *order) for order in ((FITTED, second), (second, FITTED)))
    by_id = {name: [r.amount_minor for r in one_way if r.licence_id == name] for name in ("L1", "L2")}
    assert by_id["L1"] == alone
    assert by_id["L2"] != alone
    assert [receipt.amount_minor for receipt in one_way] == [receipt.amount_minor for receipt in other_way]


def test_a_short_history_is_believed_to_decay_and_a_long_one_to_stand() -> None:
    short, long = pool(reported([1_000_000] * 4)), pool(reported([1_000_000] * 5))
    decay, steady = (replace(FITTED, prior=prior) for prior in (Prior.DECAY, Prior.STEADY))

    assert amounts_of(short) == amounts_of(short, decay)
    assert amounts_of(long) == amounts_of(long, steady)
    assert amounts_of(short, decay)[-1] < 0.97 * amounts_of(short, steady)[-1]


def test_one_year_of_reports_is_enough_for_a_fit() -> None:
    first, _, third = amounts_of(pool(reported([1_000_000])))

    assert first == pytest.approx(1_000_000 * np.exp(-0.045), rel=0.04)
    assert third < first


COMPARABLES = (8_000_000, 10_000_000, 12_500_000, 9_000_000)


def test_without_a_report_the_level_is_the_geometric_mean_of_the_comparables() -> None:
    of_comparables = replace(FITTED, comparables_minor=COMPARABLES, prior=Prior.STEADY)

    receipts = forecast(pool((), replace(LICENCE, starts_on=date(2026, 4, 1))), of_comparables)

    assert receipts[0].received_on == date(2026, 6, 30)
    first_year = sum(receipt.amount_minor for receipt in receipts[:4])
    assert first_year == pytest.approx(geometric_mean(COMPARABLES), rel=0.04)


def test_comparables_tell_less_the_more_is_reported() -> None:
    decay = replace(FITTED, prior=Prior.DECAY)
    of_comparables = replace(decay, comparables_minor=(1_500_000, 1_700_000, 2_000_000, 1_800_000))

    def pull(n_years: int) -> float:
        history = pool(reported([1_000_000] * n_years))
        return amounts_of(history, of_comparables)[0] / amounts_of(history, decay)[0]

    assert pull(1) > 1.03
    assert abs(pull(6) - 1) < 0.02


def test_a_fit_explains_itself_down_to_the_rows_and_the_keys() -> None:
    of_comparables = replace(FITTED, comparables_minor=COMPARABLES)
    receipt = forecast(pool(reported(SEASONAL * 3, months=3)), of_comparables)[0]

    nodes = list(receipt.origin.walk())
    told = {node.label: node for node in nodes}
    assert told["seed of the random numbers"].value == "1"
    assert told["comparables a year"].source == Place("inputs.toml", None, "forecasts[1] (L1).comparables_minor")
    assert told["trend believed before"].value == "decay: -4.5% a year, give or take 2.5%"
    assert told["fit of L1"].because.endswith("foretold 12 reported quarters")
    assert told["season"].value.count(":") == 3
    assert told["reference data of the models' weights"].value.startswith("SHA-256 ")
    assert {node.source for node in nodes if node.label.startswith("L1 royalty for")} == {
        Place("all.csv", row) for row in range(2, 14)
    }


def test_a_fit_of_comparables_alone_says_so() -> None:
    receipt = forecast(pool(()), replace(FITTED, comparables_minor=COMPARABLES))[0]

    assert any(node.because.endswith("comparables alone") for node in receipt.origin.walk())


def test_a_blank_period_now_and_then_is_no_obstacle() -> None:
    amounts = amounts_of(pool(reported([*SEASONAL * 4, 1_000_000, 0, 3_000_000, 6_000_000], months=3)))

    assert len(amounts) == 12
    assert min(amounts) > 0


@pytest.mark.parametrize(
    ("rows", "reason", "told"),
    [
        ((), Reason.MISSING, "statements report nothing"),
        (reported([1, 2, 3], months=3), Reason.MISSING, "from 2025-04-01 to 2025-12-31 without a hole"),
        (reported([9, 9, 0]), Reason.OUT_OF_RANGE, "brought 0 JPY"),
        (reported([9, 9, -1]), Reason.OUT_OF_RANGE, "brought -1 JPY, in 2 of all 3 years royalties came"),
        (reported([0, 0, 0, 0, 9, 0, 0, 0], months=3), Reason.OUT_OF_RANGE, "in 1 of all 8 quarters royalties came"),
    ],
)
def test_a_history_that_cannot_be_fitted_is_reported(rows: tuple[StatementRow, ...], reason: Reason, told: str) -> None:
    failure = failure_of(pool(rows))

    assert (failure.reason, failure.place) == (reason, Place("inputs.toml", None, "forecasts[1] (L1).method"))
    assert told in failure.what


def test_a_licensee_that_stopped_reporting_is_not_fitted() -> None:
    assert failure_of(pool(reported(RISING)), as_of_on=date(2027, 6, 1)).reason is Reason.INCONSISTENT


def test_a_right_that_the_pool_does_not_have_is_reported_once() -> None:
    assert "P9" in failure_of(pool(reported(RISING), replace(LICENCE, right_ids=("P9",)))).what


HISTORY = replace(FITTED, method=ForecastMethod.HISTORY)
PLAN = replace(FITTED, method=ForecastMethod.PLAN, plan=(PlanYear(year=2027, royalty_minor=1),))


@pytest.mark.parametrize(
    ("assumption", "reason", "key"),
    [
        (replace(FITTED, years=5), Reason.INCONSISTENT, "years"),
        (replace(FITTED, drift_ppm_annual=1), Reason.INCONSISTENT, "drift_ppm_annual"),
        (replace(FITTED, plan=PLAN.plan), Reason.INCONSISTENT, "plan"),
        (replace(HISTORY, prior=Prior.DECAY), Reason.INCONSISTENT, "prior"),
        (replace(HISTORY, comparables_minor=(1, 2)), Reason.INCONSISTENT, "comparables_minor"),
        (replace(PLAN, seed=2), Reason.INCONSISTENT, "seed"),
        (replace(FITTED, seed=-1), Reason.OUT_OF_RANGE, "seed"),
        (replace(FITTED, comparables_minor=(5,)), Reason.OUT_OF_RANGE, "comparables_minor"),
        (replace(FITTED, comparables_minor=(5, 0)), Reason.OUT_OF_RANGE, "comparables_minor[2]"),
        (replace(FITTED, comparables_minor=(2**63, 1)), Reason.OUT_OF_RANGE, "comparables_minor[1]"),
    ],
)
def test_what_a_method_cannot_use_is_reported_at_its_key(
    assumption: ForecastAssumption, reason: Reason, key: str
) -> None:
    failure = failure_of(pool(reported(RISING)), assumption)

    assert (failure.reason, failure.place) == (reason, Place("inputs.toml", None, f"forecasts[1] (L1).{key}"))


def compare_last_year(amounts: list[int], licence: Licence = LICENCE) -> BackTest | None:
    return back_test(pool(reported(amounts), licence), FITTED, AS_OF_ON, 4)


def test_the_last_year_is_fitted_from_those_before_it() -> None:
    result = compare_last_year([*RISING, 2_000_000])

    assert result is not None
    (before,) = amounts_of_the_year_before(RISING)
    assert result.forecast_minor == before
    assert result.error_ppm == (before - 2_000_000) * 1_000_000 // 2_000_000
    places = {node.source for node in result.origin.walk() if node.source}
    assert Place("inputs.toml", None, "forecasts[5] (L1).seed") in places


def amounts_of_the_year_before(amounts: list[int]) -> list[int]:
    """Forecast 2025 as if nothing of it were known."""
    rows = reported([*amounts, 1])[:-1]
    result = project_receipts(pool(rows), (FITTED,), date(2025, 1, 31), date(2025, 12, 31))
    assert isinstance(result, Ok)
    return [receipt.amount_minor for receipt in result.value]


def test_a_trend_is_missed_by_less_than_by_an_average() -> None:
    fitted = compare_last_year(RISING)
    average = back_test(pool(reported(RISING)), HISTORY, AS_OF_ON)

    assert fitted is not None
    assert average is not None
    assert abs(fitted.error_ppm) < abs(average.error_ppm) / 3


def test_years_that_cannot_be_fitted_or_tested_have_no_back_test() -> None:
    assert compare_last_year([100]) is None
    assert compare_last_year([100, 0]) is None
    assert compare_last_year([100, 0, 100]) is None


def test_the_licence_s_terms_bound_the_fitted_year() -> None:
    result = compare_last_year([100_000] * 3, replace(LICENCE, terms=RoyaltyTerms(cap_annual_minor=80_000)))

    assert result is not None
    assert result.error_ppm == -200_000
