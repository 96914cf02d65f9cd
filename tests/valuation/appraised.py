"""A pool of two rights, its receipts and screening, and appraisals of them by one method or by all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from chizai.assets.licences import Licence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent, Trademark
from chizai.assets.statements import Statement, StatementRow
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.backtest import back_test
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Receipt
from chizai.units.explain import Explained
from chizai.units.result import Ok, Place
from chizai.units.toml import read_toml
from chizai.valuation.appraise import AppraisalContext, appraise
from chizai.valuation.assessment import Assessment, ScreeningPolicy, Stage
from chizai.valuation.assumptions import Appraisal, ValueOverride
from chizai.valuation.distribution import ReceiptPaths
from chizai.valuation.income_terms import LicenceCash
from chizai.valuation.report import Appraised, ValuationReport
from chizai.valuation.score_map import ScoreMap
from chizai.valuation.screening import Screening, screen_pool
from chizai.valuation.suitability import Situation

AS_OF_ON = date(2026, 9, 30)
FINAL_ON = date(2031, 9, 30)
OWNERS = (OwnerShare("Maker", 1_000_000),)
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=OWNERS,
    number="6000001",
    filed_on=date(2015, 4, 1),
    registered_on=date(2017, 6, 2),
)
MARK = Trademark(
    id="T1",
    title="Brand",
    jurisdiction="JP",
    owners=OWNERS,
    number="5000001",
    filed_on=date(2016, 4, 1),
    registered_on=date(2022, 10, 2),
)
CASH = LicenceCash(id="cash", discount_ppm_annual=100_000, tax_ppm=306_200, tax_life_years=8)
ALL_METHODS = """
id = "first"
appraiser = "First appraiser"
situation = "licensed"

[[licence_cash]]
id = "cash"
discount_ppm_annual = 100_000
tax_ppm = 306_200
erosion_ppm_annual = 20_000
invalidation_ppm_annual = 5_000
screened = true

[[comparables]]
id = "rates"
kind = "royalty-rate"
rows = [
  { id = "licence A", source = "annual report, note 12", ratio_ppm = 40_000 },
  { id = "licence B", source = "court record", ratio_ppm = 60_000, adjustments = [
    { because = "exclusive, ours is not", change_ppm = -200_000 },
  ] },
]

[[comparables]]
id = "deals"
kind = "deal-multiple"
reading = "lower-quartile"
rows = [
  { id = "sale 1", source = "press release", price_minor = 900_000_000, measure_minor = 100_000_000 },
  { id = "sale 2", source = "press release", ratio_ppm = 8_000_000 },
]

[[relief_from_royalty]]
id = "relief"
revenue_minor = [1_000_000_000, 1_100_000_000, 1_200_000_000]
comparables = "rates"
terms = { discount_ppm_annual = 120_000, tax_ppm = 306_200, timing = "mid-year" }

[[relief_from_royalty]]
id = "own-rate"
revenue_minor = [1_000_000_000]
royalty_ppm = 45_000
terms = { discount_ppm_annual = 120_000, tax_ppm = 306_200 }

[[excess_earnings]]
id = "excess"
earnings_minor = [90_000_000, 95_000_000]
assets = [ { id = "plant", fair_value_minor = [200_000_000, 180_000_000], return_ppm_annual = 40_000 } ]
terms = { discount_ppm_annual = 130_000, tax_ppm = 306_200 }

[[with_and_without]]
id = "premium"
with_minor = [90_000_000, 95_000_000]
without_minor = [40_000_000, 45_000_000]
terms = { discount_ppm_annual = 130_000, tax_ppm = 306_200, tax_life_years = 0 }

[[market_multiples]]
id = "multiple"
measure_minor = 50_000_000
comparables = "deals"

[[costs]]
id = "rebuild"
basis = "replacement"
items = [ { id = "wages", amount_minor = 80_000_000 } ]
physical = { loss_ppm = 400_000, because = "eight of twenty years are gone" }

[[delay_options]]
id = "delay"
developed_minor = 342_200_000
cost_minor = 287_500_000
variance_ppm_annual = 224_000
life_months = 204
riskless_ppm_annual = 67_000

[[abandonment_options]]
id = "stop"
value_minor = 100_000_000
salvage_minor = 60_000_000
volatility_ppm_annual = 300_000
life_months = 60
riskless_ppm_annual = 10_000
n_steps = 51

[[development_options]]
id = "develop"
cost_minor = 100_000_000
spend_annual_minor = 20_000_000
cash_annual_minor = 12_000_000
cash_volatility_ppm_annual = 350_000
riskless_ppm_annual = 50_000
life_months = 120
n_paths = 200

[[weights]]
method = "cash"
weight_ppm = 700_000
because = "contracts in force"

[[weights]]
method = "relief"
weight_ppm = 300_000
because = "a check from the market"

[[evidence]]
input = "licence_cash[1] (cash).discount_ppm_annual"
evidence.document = "Opinion on the cost of capital"
evidence.sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
evidence.page = 4

[[past_forecasts]]
made_on = 2024-12-31
until_on = 2025-12-31
forecast_minor = 110_000_000
low_minor = 90_000_000
high_minor = 130_000_000
actual_minor = 100_000_000
source = "report of 2025"
"""


def row(licence_id: str, year: int, royalty_minor: int) -> StatementRow:
    end_on = date(year, 6, 30)
    return StatementRow(
        place=Place("all.csv", year),
        licence_id=licence_id,
        right_id="",
        period_start_on=date(year - 1, 7, 1),
        period_end_on=end_on,
        received_on=end_on,
        royalty_minor=royalty_minor,
        currency="JPY",
    )


def licence(name: str, *right_ids: str) -> Licence:
    return Licence(id=name, licensee="Maker of phones", right_ids=right_ids, currency="JPY", starts_on=date(2018, 1, 1))


ROWS = tuple(row(name, year, 50_000_000 + year) for name in ("L1", "L2") for year in (2024, 2025, 2026))
POOL = Pool((PATENT, MARK), (), (licence("L1", "P1"), licence("L2", "P1", "T1")), (Statement("all.csv", ROWS),))
FORECASTS = tuple(ForecastAssumption(licence=name, method=ForecastMethod.HISTORY, years=2) for name in ("L1", "L2"))


def forecast() -> tuple[Receipt, ...]:
    projected = project_receipts(POOL, FORECASTS, AS_OF_ON, FINAL_ON)
    assert isinstance(projected, Ok), projected
    return projected.value


def screening(*assessments: Assessment) -> Screening:
    result = screen_pool(POOL, assessments, ScreeningPolicy(), AS_OF_ON, FINAL_ON)
    assert isinstance(result, Ok), result
    return result.value


def paths(receipts: Sequence[Receipt]) -> ReceiptPaths:
    days = sorted({receipt.received_on for receipt in receipts})
    totals = [sum(receipt.amount_minor for receipt in receipts if receipt.received_on == day) for day in days]
    levels = np.random.default_rng(1).lognormal(-0.02, 0.2, 500)
    drawn = np.floor(np.outer(totals, levels)).astype(np.int64)
    origin = Explained("futures", "500", "drawn round the forecast", source=Place("inputs.toml", None, "futures"))
    return ReceiptPaths(paid_on=tuple(days), receipts_minor=drawn, origin=origin)


RECEIPTS = forecast()
SCREENING = screening(Assessment(right_id="P1", stage=Stage.COMMERCIAL, technology_readiness=9))
CONTEXT = AppraisalContext(version="0.1.0")
SCREENED = AppraisalContext(version="0.1.0", screening=SCREENING)


def appraisal(name: str = "first", **changes: object) -> Appraisal:
    base = Appraisal(id=name, appraiser="First appraiser", situation=Situation.LICENSED, licence_cash=(CASH,))
    return replace(base, **changes)  # type: ignore[arg-type]  # each test names the fields that it changes


def whole() -> Appraisal:
    read = read_toml(ALL_METHODS, "inputs.toml", Appraisal)
    assert isinstance(read, Ok), read
    return read.value


def report(*appraisals: Appraisal, context: AppraisalContext = SCREENED) -> ValuationReport:
    result = appraise(POOL, RECEIPTS, appraisals, AS_OF_ON, context)
    assert isinstance(result, Ok), [str(failure) for failure in result.failures]
    return result.value


def one(sole: Appraisal, context: AppraisalContext = SCREENED) -> Appraised:
    return report(sole, context=context).appraised[0]


def full() -> ValuationReport:
    second = replace(
        whole(),
        id="second",
        appraiser="Second appraiser",
        override=ValueOverride(
            value_minor=500_000_000, by="Head of valuation", because="a bid was received", given_on=AS_OF_ON
        ),
    )
    part = appraisal("patent alone", right_ids=("P1",), licence_cash=(replace(CASH, screened=True),))
    tests = tuple(filter(None, (back_test(POOL, assumption, AS_OF_ON) for assumption in FORECASTS)))
    context = AppraisalContext(
        version="0.1.0", paths=paths(RECEIPTS), screening=SCREENING, score_map=ScoreMap(), back_tests=tests
    )
    return report(whole(), second, part, context=context)
