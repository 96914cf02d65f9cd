from dataclasses import replace
from datetime import date, timedelta

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.pool import Pool
from chizai.assets.statements import Statement, StatementRow
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.backtest import BackTest, back_test
from chizai.units.result import Place

LICENCE = Licence(id="L1", licensee="Label", right_ids=(), currency="JPY", starts_on=date(2018, 1, 1))
HISTORY = ForecastAssumption(licence="L1", method=ForecastMethod.HISTORY)


def compare_last_year(
    amounts: list[int], assumption: ForecastAssumption = HISTORY, licence: Licence = LICENCE
) -> BackTest | None:
    """Report one amount for each calendar year from 2020 on, and test the forecast of the last."""
    rows = tuple(
        StatementRow(
            place=Place("all.csv", index + 2),
            licence_id="L1",
            period_start_on=date(2020 + index, 1, 1),
            period_end_on=date(2020 + index, 12, 31),
            received_on=date(2020 + index, 12, 31) + timedelta(1),
            royalty_minor=amount,
            currency="JPY",
        )
        for index, amount in enumerate(amounts)
    )
    return back_test(Pool((), (), (licence,), (Statement("all.csv", rows),)), assumption, date(2030, 1, 1))


def test_the_last_year_is_forecast_from_those_before_it() -> None:
    result = compare_last_year([100, 110, 120, 100])

    assert result is not None
    assert (result.forecast_minor, result.error_ppm) == (110, 100_000)
    assert (result.year.start_on, result.year.royalty_minor) == (date(2023, 1, 1), 100)
    assert len([node for node in result.origin.walk() if node.source]) == 4


def test_no_more_years_are_fitted_than_the_assumption_asks_for() -> None:
    result = compare_last_year([900, 100, 100], replace(HISTORY, years=1))

    assert result is not None
    assert result.error_ppm == 0


def test_the_licence_s_terms_bound_the_forecast() -> None:
    result = compare_last_year([100, 100], licence=replace(LICENCE, terms=RoyaltyTerms(cap_annual_minor=80)))

    assert result is not None
    assert result.error_ppm == -200_000


def test_a_history_too_short_a_dead_year_and_a_plan_have_no_back_test() -> None:
    assert compare_last_year([]) is None
    assert compare_last_year([100]) is None
    assert compare_last_year([100, 0]) is None
    assert compare_last_year([100, 100], replace(HISTORY, method=ForecastMethod.PLAN)) is None
