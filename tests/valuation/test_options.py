from collections.abc import Iterator
from dataclasses import replace

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import given
from hypothesis import strategies as st

from chizai.valuation.abandonment import Put, abandonment_option, put_value
from chizai.valuation.delay_option import Call, call_value, delay_option
from chizai.valuation.methods import Method
from chizai.valuation.option_terms import AbandonmentOption, DelayOption
from chizai.valuation.sources import Sources

SOURCES = Sources(file="inputs.toml", key="appraisals[1] (first)", path="options[1] (o)", currency="USD")
AVONEX = DelayOption(
    id="o",
    developed_minor=342_200,
    cost_minor=287_500,
    variance_ppm_annual=224_000,
    life_months=17 * 12,
    riskless_ppm_annual=67_000,
)
SALVAGE = AbandonmentOption(
    id="o",
    value_minor=100_000,
    salvage_minor=90_000,
    volatility_ppm_annual=300_000,
    life_months=24,
    riskless_ppm_annual=50_000,
)
PUT = Put(spot=100, strike=100, volatility_annual=0.2, years=1, riskless_annual=0.05)
DAYS_A_YEAR = 365


@pytest.fixture(autouse=True)
def _quantlib_s_day() -> Iterator[None]:
    """QuantLib has one evaluation date for all: leave it as it was."""
    before = ql.Settings.instance().evaluationDate
    yield
    ql.Settings.instance().evaluationDate = before


def process(spot: float, volatility: float, riskless: float, payout: float) -> ql.BlackScholesMertonProcess:
    today, days = ql.Date(1, 1, 2026), ql.Actual365Fixed()
    ql.Settings.instance().evaluationDate = today
    flat = [ql.YieldTermStructureHandle(ql.FlatForward(today, rate, days)) for rate in (payout, riskless)]
    deviation = ql.BlackConstantVol(today, ql.NullCalendar(), volatility, days)
    quote = ql.QuoteHandle(ql.SimpleQuote(spot))
    return ql.BlackScholesMertonProcess(quote, *flat, ql.BlackVolTermStructureHandle(deviation))


def test_the_option_to_delay_of_a_multiple_sclerosis_drug_is_worth_what_was_published() -> None:
    """A. Damodaran: S 3,422, K 2,875, variance .224, 17 years, 6.7 %, cost of delay 1/17: 907 million."""
    found = delay_option(AVONEX, SOURCES)

    assert found.value_minor == 90_687
    assert round(found.value / 100, 2) == 906.87
    assert delay_option(replace(AVONEX, delay_ppm_annual=58_824), SOURCES).value == pytest.approx(found.value, rel=1e-5)


def test_a_call_at_the_money_is_worth_the_textbook_s_value() -> None:
    call = Call(spot=100, strike=100, variance_annual=0.04, years=1, riskless_annual=0.05)

    assert round(call_value(call), 4) == 10.4506


@given(
    st.floats(10, 1000),
    st.floats(10, 1000),
    st.floats(0.01, 2),
    st.integers(30, 20 * DAYS_A_YEAR),
    st.floats(-0.02, 0.15),
    st.floats(0, 0.15),
)
def test_a_call_is_worth_what_quantlib_says(
    spot: float, strike: float, deviation: float, days: int, riskless: float, payout: float
) -> None:
    maturity = ql.Date(1, 1, 2026) + days
    option = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call, strike), ql.EuropeanExercise(maturity))
    option.setPricingEngine(ql.AnalyticEuropeanEngine(process(spot, deviation, riskless, payout)))
    call = Call(
        spot=spot,
        strike=strike,
        variance_annual=deviation**2,
        years=days / DAYS_A_YEAR,
        riskless_annual=riskless,
        payout_annual=payout,
    )

    assert call_value(call) == pytest.approx(option.NPV(), rel=1e-9, abs=1e-9)


def test_a_call_without_uncertainty_is_its_discounted_gain() -> None:
    call = Call(spot=110, strike=100, variance_annual=0, years=1, riskless_annual=0.0)

    assert call_value(call) == 10
    assert call_value(replace(call, spot=90)) == 0


@pytest.mark.parametrize(
    ("spot", "strike", "volatility", "days", "riskless", "payout"),
    [
        (100, 90, 0.3, 730, 0.05, 0.02),
        (100, 90, 0.3, 730, 0.05, 0.1),
        (100, 130, 0.4, 1825, 0.03, 0.0),
        (100, 60, 0.2, 365, 0.01, 0.05),
        (100, 100, 0.2, 365, 0.04, 0.0),
    ],
)
def test_an_abandonment_is_quantlib_s_american_put(
    spot: float, strike: float, volatility: float, days: int, riskless: float, payout: float
) -> None:
    """Its engine solves the integral equation of the exercise boundary: no tree, no grid."""
    last = ql.Date(1, 1, 2026) + days
    option = ql.VanillaOption(
        ql.PlainVanillaPayoff(ql.Option.Put, strike), ql.AmericanExercise(ql.Date(1, 1, 2026), last)
    )
    scheme = ql.QdFpAmericanEngine.accurateScheme()
    option.setPricingEngine(ql.QdFpAmericanEngine(process(spot, volatility, riskless, payout), scheme))
    put = Put(
        spot=spot,
        strike=strike,
        volatility_annual=volatility,
        years=days / DAYS_A_YEAR,
        riskless_annual=riskless,
        payout_annual=payout,
    )

    errors = [abs(put_value(put, n_steps) - option.NPV()) for n_steps in (51, 501)]

    assert errors[1] < 5e-4 * option.NPV()
    assert errors[1] < errors[0] / 3


@given(st.floats(50, 200), st.floats(0, 0.8), st.floats(0, 0.1))
def test_an_american_put_is_worth_at_least_what_it_pays_now_and_less_than_its_strike(
    spot: float, volatility: float, riskless: float
) -> None:
    value = put_value(replace(PUT, spot=spot, volatility_annual=volatility, riskless_annual=riskless), 51)

    assert max(100 - spot, 0) - 1e-9 <= value <= 100


def test_without_volatility_the_best_day_is_taken() -> None:
    certain = replace(PUT, volatility_annual=0.0)

    assert put_value(certain, 11) == 0
    assert put_value(replace(certain, strike=120), 11) == 20
    assert put_value(replace(certain, payout_annual=0.5), 11) == pytest.approx(
        100 * 2.718281828**-0.05 - 100 * 2.718281828**-0.5
    )


@pytest.mark.parametrize("n_steps", [0, 2, -1])
def test_a_tree_of_an_even_number_of_steps_is_refused(n_steps: int) -> None:
    with pytest.raises(ValueError, match="odd"):
        put_value(PUT, n_steps)


def test_rights_that_may_be_given_up_are_worth_more_than_going_on() -> None:
    found = abandonment_option(SALVAGE, SOURCES)

    assert found.method is Method.ABANDONMENT_OPTION
    assert found.value > 100_000
    put = Put(spot=100_000, strike=90_000, volatility_annual=0.3, years=2, riskless_annual=0.05)
    assert found.value_minor == round(100_000 + put_value(put, 501))


def test_the_less_there_is_to_salvage_the_nearer_the_value_is_to_going_on() -> None:
    values = [
        abandonment_option(replace(SALVAGE, salvage_minor=salvage), SOURCES).value for salvage in (1, 50_000, 99_000)
    ]

    assert values == sorted(values)
    assert values[0] == pytest.approx(100_000, abs=1e-6)
