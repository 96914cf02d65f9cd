from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent
from chizai.assets.statements import Statement, StatementRow
from chizai.forecast.actuals import actual_receipts
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod, PlanYear
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Receipt
from chizai.units.result import Failed, Failure, Ok, Place, Reason
from chizai.units.schedule import add_months

AS_OF_ON = date(2026, 4, 30)
UNTIL_ON = date(2031, 12, 31)
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=(OwnerShare("Maker", 1_000_000),),
    number="6000001",
    filed_on=date(2015, 4, 1),
    registered_on=date(2017, 6, 2),
)
LICENCE = Licence(id="L1", licensee="Maker of phones", right_ids=("P1",), currency="JPY", starts_on=date(2018, 1, 1))
HISTORY = ForecastAssumption(licence="L1", method=ForecastMethod.HISTORY)


def rows(amounts: list[int], months: int = 3, start_on: date = date(2023, 4, 1)) -> tuple[StatementRow, ...]:
    """Report one amount for each period, received ten days after its end."""
    starts = [add_months(start_on, months * index) for index in range(len(amounts) + 1)]
    return tuple(
        StatementRow(
            place=Place("statements/all.csv", index + 2),
            licence_id="L1",
            period_start_on=starts[index],
            period_end_on=starts[index + 1] - timedelta(1),
            received_on=starts[index + 1] + timedelta(9),
            royalty_minor=amount,
            currency="JPY",
        )
        for index, amount in enumerate(amounts)
    )


def pool(reported: tuple[StatementRow, ...], licence: Licence = LICENCE, patent: Patent = PATENT) -> Pool:
    return Pool((patent,), (), (licence,), (Statement("statements/all.csv", reported),))


def with_terms(terms: RoyaltyTerms) -> Licence:
    return replace(LICENCE, terms=terms)


def forecast(
    of: Pool, assumption: ForecastAssumption = HISTORY, as_of_on: date = AS_OF_ON, until_on: date = UNTIL_ON
) -> tuple[Receipt, ...]:
    result = project_receipts(of, (assumption,), as_of_on, until_on)
    assert isinstance(result, Ok), result
    return result.value


def failures(of: Pool, *assumptions: ForecastAssumption, as_of_on: date = AS_OF_ON) -> tuple[Failure, ...]:
    result = project_receipts(of, assumptions, as_of_on, UNTIL_ON)
    assert isinstance(result, Failed)
    return result.failures


def by_year(receipts: tuple[Receipt, ...]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for receipt in receipts:
        sums[receipt.received_on.year] = sums.get(receipt.received_on.year, 0) + receipt.amount_minor
    return sums


def test_fifty_million_in_each_of_three_years_forecasts_fifty_million_a_year() -> None:
    yearly = rows([50_000_000] * 3, months=12, start_on=date(2023, 1, 1))

    receipts = forecast(pool(yearly), as_of_on=date(2026, 1, 31))

    assert by_year(receipts) == dict.fromkeys(range(2026, 2032), 50_000_000)
    assert [receipt.received_on for receipt in receipts][:2] == [date(2026, 12, 31), date(2027, 12, 31)]


def test_the_forecast_keeps_the_history_s_quarters_and_seasons() -> None:
    receipts = forecast(pool(rows([10, 20, 30, 40] * 3)))

    assert [receipt.amount_minor for receipt in receipts[:5]] == [10, 20, 30, 40, 10]
    assert receipts[0].received_on == date(2026, 6, 30)


def test_a_season_of_corrections_and_a_year_without_royalty_weigh_nothing() -> None:
    assert [r.amount_minor for r in forecast(pool(rows([-10, 20, 30, 60] * 3)))[:4]] == [0, 18, 27, 55]
    assert {r.amount_minor for r in forecast(pool(rows([0] * 12)))} == {0}


def test_an_irregular_history_is_forecast_in_even_quarters() -> None:
    reported = rows([100], months=12) + rows([25] * 8, start_on=date(2024, 4, 1))

    assert [receipt.amount_minor for receipt in forecast(pool(reported))[:4]] == [25, 25, 25, 25]


def test_a_report_that_leads_over_a_year_s_end_counts_by_its_days() -> None:
    # a year to March 2025, then three quarters: the last twelve months are the quarters and 90 of the year's 365 days
    reported = rows([3650], months=12, start_on=date(2024, 4, 1)) + rows([10, 20, 30], start_on=date(2025, 4, 1))

    receipts = forecast(pool(reported), replace(HISTORY, years=1), as_of_on=date(2026, 1, 31))

    assert [receipt.amount_minor for receipt in receipts[:4]] == [240, 240, 240, 240]  # 960 a year
    assert any(node.because == "90 of 365 days, rounded down" for node in receipts[0].origin.walk())


def test_a_report_of_two_years_is_two_years() -> None:
    (year,) = rows([7310], months=12, start_on=date(2023, 1, 1))
    reported = replace(year, period_end_on=date(2024, 12, 31), received_on=date(2025, 1, 10))  # 365 and 366 days

    def annual(years: int) -> int:
        receipts = forecast(pool((reported,)), replace(HISTORY, years=years), as_of_on=date(2025, 1, 31))
        return sum(receipt.amount_minor for receipt in receipts[:4])

    assert (annual(1), annual(2)) == (3660, 3655)


def test_the_level_drifts_at_each_anniversary_and_is_rounded_down_once() -> None:
    assumption = replace(HISTORY, drift_ppm_annual=-50_000)
    yearly = rows([1001, 1000, 1001], months=12)

    amounts = [receipt.amount_minor for receipt in forecast(pool(yearly), assumption)]

    assert amounts == [1000, 950, 902, 857, 814]  # 1000 x .95^2 = 902.5, x .95^3 = 857.375, x .95^4 = 814.506


def test_the_minimum_guarantee_raises_and_the_cap_holds_the_year() -> None:
    yearly = rows([1000] * 3, months=12)

    assert forecast(pool(yearly, with_terms(RoyaltyTerms(minimum_annual_minor=1200))))[0].amount_minor == 1200
    assert forecast(pool(yearly, with_terms(RoyaltyTerms(cap_annual_minor=700))))[0].amount_minor == 700


def test_cash_comes_after_the_lag_and_less_withholding() -> None:
    terms = RoyaltyTerms(lag_days=45, withholding_ppm=100_000)

    first = forecast(pool(rows([1000] * 12), with_terms(terms)))[0]

    assert (first.received_on, first.amount_minor, first.is_actual) == (date(2026, 8, 14), 900, False)


def test_cash_that_is_overdue_is_expected_on_the_day_after_the_as_of_date() -> None:
    receipts = forecast(pool(rows([1000] * 12)), as_of_on=date(2026, 7, 15))

    assert receipts[0].received_on == date(2026, 7, 16)
    assert "due on 2026-06-30 and not reported yet" in receipts[0].origin.because


def test_the_licence_s_end_prorates_the_period_by_days_and_stops_the_rest() -> None:
    receipts = forecast(pool(rows([910] * 12), replace(LICENCE, ends_on=date(2026, 8, 31))))

    assert [receipt.amount_minor for receipt in receipts] == [910, 910 * 62 // 92]


def test_nothing_is_earned_after_the_last_right_expires() -> None:
    patent = replace(PATENT, filed_on=date(2007, 6, 30))

    receipts = forecast(pool(rows([910] * 12), patent=patent))

    assert receipts[-1].received_on == date(2027, 6, 30)
    assert len(receipts) == 5


def test_the_last_of_several_rights_keeps_a_licence_earning() -> None:
    early = replace(PATENT, id="P0", filed_on=date(2007, 6, 30))
    licence = replace(LICENCE, right_ids=("P0", "P1"))
    reported = Statement("statements/all.csv", rows([910] * 12))

    receipts = forecast(Pool((early, PATENT), (), (licence,), (reported,)))

    assert receipts[-1].received_on == UNTIL_ON


def test_a_plan_earns_royalty_times_probability_in_quarters() -> None:
    planned = (PlanYear(year=2028, royalty_minor=100_000_000, probability_ppm=800_000),)
    assumption = ForecastAssumption(licence="L1", method=ForecastMethod.PLAN, plan=planned)

    assert [r.amount_minor for r in forecast(pool(()), assumption)] == [20_000_000] * 4


def test_a_certain_plan_is_the_plan() -> None:
    planned = tuple(PlanYear(year=year, royalty_minor=100_000_000) for year in range(2027, 2032))
    assumption = ForecastAssumption(licence="L1", method=ForecastMethod.PLAN, plan=planned)

    assert by_year(forecast(pool(()), assumption))[2028] == 100_000_000


def test_a_plan_without_reports_starts_after_the_as_of_date() -> None:
    planned = (PlanYear(year=2026, royalty_minor=3640),)
    assumption = ForecastAssumption(licence="L1", method=ForecastMethod.PLAN, plan=planned)

    assert [r.amount_minor for r in forecast(pool(()), assumption)] == [910 * 61 // 91, 910, 910]


def test_a_licence_earns_from_its_start() -> None:
    planned = (PlanYear(year=2027, royalty_minor=3650),)
    assumption = ForecastAssumption(licence="L1", method=ForecastMethod.PLAN, plan=planned)

    receipts = forecast(pool((), replace(LICENCE, starts_on=date(2027, 9, 1))), assumption)

    assert [r.amount_minor for r in receipts] == [912 * 30 // 92, 912]  # 3650 = 913 + 913 + 912 + 912
    assert "use is forecast from 2027-09-01 on" in receipts[0].origin.parts[0].because


def test_cash_that_arrives_after_the_last_day_asked_for_is_left_out() -> None:
    lagging = pool(rows([910] * 12), with_terms(RoyaltyTerms(lag_days=1)))

    assert forecast(lagging)[-1].received_on == date(2031, 10, 1)


def test_a_forecast_quarter_leads_down_to_the_rows_of_statements() -> None:
    reported = rows([10, 20, 30, 40] * 3)

    leaves = {node.source for node in forecast(pool(reported))[0].origin.walk() if node.source}

    assert {row.place for row in reported} <= leaves
    assert Place("inputs.toml", None, "forecasts[1] (L1).drift_ppm_annual") in leaves


def test_actual_receipts_are_the_rows_received_so_far_net_of_withholding() -> None:
    reported = rows([1000, -105])
    of = pool(reported, with_terms(RoyaltyTerms(withholding_ppm=100_000)))

    receipts = actual_receipts(of, reported[1].received_on)

    assert [receipt.amount_minor for receipt in receipts] == [900, -95]
    assert [receipt.origin.parts[0].source for receipt in receipts] == [row.place for row in reported]
    assert actual_receipts(of, reported[1].received_on - timedelta(1)) == receipts[:1]


def test_a_row_that_arrives_after_the_as_of_date_is_not_known() -> None:
    reported = rows([1000] * 12 + [9999])

    assert forecast(pool(reported))[0].amount_minor == 1000


@given(st.lists(st.integers(0, 10**11), min_size=12, max_size=12), st.integers(0, 120))
def test_no_day_is_counted_twice_and_none_is_left_out(amounts: list[int], days: int) -> None:
    """The level of a year without drift is forecast whole, whatever its seasons, from the day after the last report."""
    as_of_on = AS_OF_ON + timedelta(days)

    receipts = forecast(pool(rows(amounts)), as_of_on=as_of_on, until_on=date(2027, 3, 31))

    assert sum(receipt.amount_minor for receipt in receipts) == sum(amounts) // 3
    assert all(type(receipt.amount_minor) is int for receipt in receipts)
    assert all(receipt.received_on > as_of_on for receipt in receipts)


@given(st.dates(date(2026, 4, 1), date(2031, 1, 1)), st.integers(0, 700))
def test_an_earlier_end_never_brings_more_cash(ends_on: date, days: int) -> None:
    reported = rows([10, 20, 30, 40] * 3)
    later = forecast(pool(reported, replace(LICENCE, ends_on=ends_on + timedelta(days))))

    earlier = forecast(pool(reported, replace(LICENCE, ends_on=ends_on)))

    assert sum(r.amount_minor for r in earlier) <= sum(r.amount_minor for r in later)


PLAN = ForecastAssumption(licence="L1", method=ForecastMethod.PLAN, plan=(PlanYear(year=2028, royalty_minor=1),))


@pytest.mark.parametrize(
    ("assumption", "reason", "key"),
    [
        (replace(HISTORY, licence="L2"), Reason.UNKNOWN, "forecasts[1] (L2).licence"),
        (replace(HISTORY, years=10**30), Reason.OUT_OF_RANGE, "forecasts[1] (L1).years"),
        (replace(HISTORY, drift_ppm_annual=10**7), Reason.OUT_OF_RANGE, "forecasts[1] (L1).drift_ppm_annual"),
        (replace(HISTORY, years=0), Reason.OUT_OF_RANGE, "forecasts[1] (L1).years"),
        (replace(HISTORY, drift_ppm_annual=-1_000_001), Reason.OUT_OF_RANGE, "forecasts[1] (L1).drift_ppm_annual"),
        (replace(HISTORY, plan=PLAN.plan), Reason.INCONSISTENT, "forecasts[1] (L1).plan"),
        (replace(HISTORY, years=4), Reason.MISSING, "forecasts[1] (L1).years"),
        (replace(PLAN, plan=()), Reason.MISSING, "forecasts[1] (L1).plan"),
        (replace(PLAN, drift_ppm_annual=1), Reason.INCONSISTENT, "forecasts[1] (L1).drift_ppm_annual"),
        (replace(PLAN, plan=PLAN.plan * 2), Reason.DUPLICATE, "forecasts[1] (L1).plan[2].year"),
        (
            replace(PLAN, plan=(PlanYear(year=9998, royalty_minor=1),)),
            Reason.OUT_OF_RANGE,
            "forecasts[1] (L1).plan[1].year",
        ),
        (
            replace(PLAN, plan=(PlanYear(year=2028, royalty_minor=10**400),)),
            Reason.OUT_OF_RANGE,
            "forecasts[1] (L1).plan[1].royalty_minor",
        ),
        (
            replace(PLAN, plan=(PlanYear(year=2028, royalty_minor=-1),)),
            Reason.OUT_OF_RANGE,
            "forecasts[1] (L1).plan[1].royalty_minor",
        ),
        (
            replace(PLAN, plan=(PlanYear(year=2028, royalty_minor=1, probability_ppm=1_000_001),)),
            Reason.OUT_OF_RANGE,
            "forecasts[1] (L1).plan[1].probability_ppm",
        ),
    ],
)
def test_an_assumption_that_cannot_be_used_is_reported_at_its_key(
    assumption: ForecastAssumption, reason: Reason, key: str
) -> None:
    (failure,) = failures(pool(rows([1000] * 12)), assumption)

    assert (failure.reason, failure.place) == (reason, Place("inputs.toml", None, key))


def test_a_licence_is_forecast_once() -> None:
    assert failures(pool(rows([1000] * 12)), HISTORY, HISTORY)[0].reason is Reason.DUPLICATE


def test_a_hole_in_the_history_is_no_year_without_royalty() -> None:
    reported = rows([1000] * 12)

    (failure,) = failures(pool(reported[:5] + reported[6:]), HISTORY)

    assert failure.reason is Reason.MISSING
    assert "from 2024-10-01 to 2026-03-31 without a hole" in failure.what


def test_a_history_without_any_report_says_so() -> None:
    assert "statements report nothing" in failures(pool(()), HISTORY)[0].what


def test_corrections_that_outweigh_royalties_are_no_level() -> None:
    assert failures(pool(rows([-1000] * 12)), HISTORY)[0].reason is Reason.OUT_OF_RANGE


def test_a_licensee_that_stopped_reporting_is_not_forecast_on() -> None:
    (failure,) = failures(pool(rows([1000] * 12)), HISTORY, as_of_on=date(2027, 6, 1))

    assert failure.reason is Reason.INCONSISTENT


def test_a_long_lag_is_no_sign_of_a_licensee_that_stopped() -> None:
    lagging = pool(rows([1000] * 12), with_terms(RoyaltyTerms(lag_days=90)))

    assert forecast(lagging, as_of_on=date(2027, 6, 1))[0].received_on == date(2027, 6, 2)


def test_a_right_that_the_pool_does_not_have_leaves_the_licence_s_life_unknown() -> None:
    (failure,) = failures(pool(rows([1000] * 12), replace(LICENCE, right_ids=("P9",))), HISTORY)

    assert (failure.reason, "P9" in failure.what) == (Reason.UNKNOWN, True)


def test_an_advance_is_said_to_be_taken_as_recouped() -> None:
    receipts = forecast(pool(rows([1000] * 12), with_terms(RoyaltyTerms(advance_minor=5000))))

    assert "the advance of 5,000 JPY is taken as recouped" in receipts[0].origin.because


def test_a_licence_without_rights_or_end_earns_to_the_last_day_asked_for() -> None:
    receipts = forecast(pool(rows([910] * 12), replace(LICENCE, right_ids=())))

    assert receipts[-1].received_on == UNTIL_ON
