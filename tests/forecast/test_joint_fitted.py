from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from chizai.assets.licences import Licence
from chizai.assets.pool import Pool
from chizai.assets.statements import Statement, StatementRow
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.fitted import Fitted, fit_licence
from chizai.forecast.joint_fitted import with_fitted
from chizai.forecast.joint_terms import Centre, FittedTerms, JointTerms, LicenceRisk, Obsolescence
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import collect
from chizai.simulate.ask import Rows
from chizai.simulate.ground import Ground, StreamTerms
from chizai.simulate.kernel import compile_joint
from chizai.simulate.resolve import resolve
from chizai.units.result import Ok, Place
from chizai.units.schedule import add_months

AS_OF_ON = date(2025, 12, 31)
DATES = tuple(date(year, 12, 31) for year in range(2026, 2031))
DAYS = (AS_OF_ON, DATES[-1])
LICENCES = tuple(
    Licence(id=name, licensee="Label", right_ids=(), currency="JPY", starts_on=date(2010, 1, 1))
    for name in ("L1", "L2")
)
FITTED, PLAIN = (
    ForecastAssumption(licence=name, method=method)
    for name, method in (("L1", ForecastMethod.FITTED), ("L2", ForecastMethod.HISTORY))
)
N_PATHS = 40_000


def rows(licence_id: str, amounts: list[int], months: int) -> tuple[StatementRow, ...]:
    """Report one amount for each period, the last one to the end of 2025."""
    starts = [add_months(date(2026, 1, 1), months * (index - len(amounts))) for index in range(len(amounts) + 1)]
    return tuple(
        StatementRow(
            place=Place("all.csv", index + 2),
            licence_id=licence_id,
            period_start_on=starts[index],
            period_end_on=starts[index + 1] - timedelta(1),
            received_on=starts[index + 1] - timedelta(1),
            royalty_minor=amount,
            currency="JPY",
        )
        for index, amount in enumerate(amounts)
    )


def pool(months: int = 12, deviation: float = 0.2) -> Pool:
    """Give licences whose royalties walk at random."""
    walk = np.random.default_rng(5).normal(0, deviation / np.sqrt(12 / months), 8 * 12 // months).cumsum()
    amounts = [round(amount) for amount in 10_000_000 * np.exp(walk)]
    reported = tuple(row for licence in LICENCES for row in rows(licence.id, amounts, months))
    return Pool((), (), LICENCES, (Statement("all.csv", reported),))


def fit(of: Pool) -> Fitted:
    its_rows = [row for row in of.rows() if row.licence_id == "L1"]
    fitted = fit_licence((0, FITTED), of, its_rows, DAYS)
    assert isinstance(fitted, Ok)
    return fitted.value


def filled(terms: JointTerms, of: Pool | None = None) -> JointTerms:
    return with_fitted(terms, of or pool(), (FITTED, PLAIN), DAYS)


def cumulative(of: Pool, terms: JointTerms) -> np.ndarray:
    """Draw joint futures of the first licence and add up what each brings."""
    forecast = project_receipts(of, (FITTED,), *DAYS)
    assert isinstance(forecast, Ok)
    ground = Ground(
        pool=of,
        collections=collect(forecast.value, AS_OF_ON, DATES),
        payment_dates=DATES,
        start_on=AS_OF_ON,
        streams=(StreamTerms(licences=(), most_minor=2**50),),
    )
    drawn = np.empty((1, len(DATES), N_PATHS), np.int64)
    compile_joint(resolve(ground, terms).model, Rows()).draw(1, 0, N_PATHS, drawn)
    summed: np.ndarray = drawn[0].sum(axis=0)
    return summed


@pytest.mark.parametrize(("months", "deviation"), [(12, 0.1), (12, 0.3), (3, 0.2)])
def test_futures_of_a_fitted_licence_are_spread_as_its_fit_predicts(months: int, deviation: float) -> None:
    of = pool(months, deviation)
    paths = fit(of).prediction.paths
    predicted = paths[:, paths[-1] > 0].sum(axis=0)

    drawn = cumulative(of, filled(JointTerms(), of))

    ours, theirs = (np.log(np.quantile(cash, [0.05, 0.5, 0.95])) for cash in (drawn, predicted))
    assert ours[2] - ours[0] == pytest.approx(theirs[2] - theirs[0], rel=0.15)
    np.testing.assert_allclose(ours, theirs, atol=0.12)


def test_the_forecast_of_a_fitted_licence_is_the_median_of_its_futures() -> None:
    of = pool()

    drawn = cumulative(of, filled(JointTerms(), of))

    assert np.median(drawn) == pytest.approx(sum(fit(of).middle_minor()), rel=0.03)
    assert np.mean(drawn) > 1.02 * np.median(drawn)


def test_a_forecast_that_is_the_mean_is_the_mean_of_its_futures() -> None:
    of = pool()
    risk = LicenceRisk(licence="L1", forecast_is=Centre.MEAN)

    drawn = cumulative(of, filled(JointTerms(licences=(risk,)), of))

    error = np.std(drawn) / np.sqrt(N_PATHS)
    assert abs(np.mean(drawn) - sum(fit(of).middle_minor())) < 4 * error


def test_only_a_fitted_licence_is_filled_in_and_the_general_numbers_stay_for_others() -> None:
    terms = filled(JointTerms(volatility_ppm_annual=250_000, reversion_ppm_annual=500_000))

    assert isinstance(terms, FittedTerms)
    assert terms.fitted == ("L1",)
    level = terms.level("L1")
    assert level.volatility_ppm_annual not in {0, 250_000}
    assert (level.reversion_ppm_annual, level.market_weight_ppm, level.forecast_is) == (0, 500_000, Centre.MEDIAN)
    assert min(level.level_deviation_ppm, level.drift_deviation_ppm_annual) > 0
    other = terms.level("L2")
    assert (other.volatility_ppm_annual, other.reversion_ppm_annual, other.forecast_is) == (
        250_000,
        500_000,
        Centre.MEAN,
    )


def test_what_a_licence_s_own_row_writes_stays() -> None:
    fade = Obsolescence(hazard_ppm_annual=50_000, decline_ppm_annual=100_000)
    risk = LicenceRisk(licence="L1", volatility_ppm_annual=90_000, obsolescence=fade)
    general = JointTerms(reversion_ppm_annual=500_000, licences=(LicenceRisk(licence="L2"), risk))

    terms = filled(general)

    assert terms.level("L1").volatility_ppm_annual == 90_000
    assert terms.level("L1").reversion_ppm_annual == 500_000
    assert terms.level("L1").level_deviation_ppm > 0
    assert terms.licence("L1").obsolescence == fade
    assert [one.licence for one in terms.licences] == ["L2", "L1"]
    pulled = filled(JointTerms(licences=(LicenceRisk(licence="L1", reversion_ppm_annual=300_000),)))
    assert pulled.level("L1").reversion_ppm_annual == 300_000


def test_nothing_is_filled_in_where_all_is_written_or_nothing_is_fitted() -> None:
    written = LicenceRisk(licence="L1", volatility_ppm_annual=1, level_deviation_ppm=2, drift_deviation_ppm_annual=3)
    terms = JointTerms(licences=(written,))

    assert filled(terms) is terms
    assert with_fitted(terms, pool(), (PLAIN,), DAYS) is terms


def test_a_licence_that_cannot_be_fitted_is_left_to_its_forecast_s_failure() -> None:
    terms = JointTerms()

    assert with_fitted(terms, Pool((), (), LICENCES, ()), (FITTED,), DAYS) is terms


def test_what_a_fit_knows_is_held_to_what_a_level_can_have() -> None:
    wild = Pool((), (), LICENCES, (Statement("all.csv", rows("L1", [1, 10**9, 3, 10**8, 20], 12)),))

    level = filled(JointTerms(), wild).level("L1")

    assert level.level_deviation_ppm <= 3_000_000
    assert level.drift_deviation_ppm_annual <= 200_000
    assert level.volatility_ppm_annual <= 3_000_000


def test_a_number_once_filled_in_is_kept_when_terms_change() -> None:
    terms = filled(JointTerms())

    assert isinstance(replace(terms, market_weight_ppm=0), FittedTerms)
