"""A right as an option to develop: Black-Scholes-Merton with cost of delay."""

import math
from dataclasses import dataclass

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm
from chizai.units.schedule import MONTHS_A_YEAR
from chizai.valuation.methods import Method, MethodValue, nearest_minor
from chizai.valuation.option_terms import DelayOption
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A European call; rates compound continuously and are fractions of one."""

    spot: float
    """Value of what is bought, above 0."""
    strike: float
    """What is paid for it, above 0."""
    variance_annual: float
    """Of the logarithm of the value, 0 or more."""
    years: float
    """Until it is exercised, 0 or more."""
    riskless_annual: float
    payout_annual: float = 0.0
    """Part of the value that the holder does not get, each year: dividends, or the cost of delay."""


def call_value(call: Call) -> float:
    """Value a call: `S e^(-yT) N(d1) - K e^(-rT) N(d2)`.

    Source: F. Black and M. Scholes (1973); R. C. Merton (1973) for the payout. For a patent with cost of delay:
    A. Damodaran, Investment Valuation, chapter on the option to delay.
    """
    spot = call.spot * math.exp(-call.payout_annual * call.years)
    strike = call.strike * math.exp(-call.riskless_annual * call.years)
    deviation = math.sqrt(call.variance_annual * call.years)
    if deviation == 0.0:
        return max(spot - strike, 0.0)
    drift = (call.riskless_annual - call.payout_annual) * call.years
    upper = (math.log(call.spot / call.strike) + drift) / deviation + deviation / 2
    return spot * _normal_below(upper) - strike * _normal_below(upper - deviation)


def delay_option(method: DelayOption, sources: Sources) -> MethodValue:
    """Value the right to develop, or not to.

    Args:
        method: value once developed, cost, variance, life and rates.
        sources: of the method.
    """
    years = method.life_months / MONTHS_A_YEAR
    delay = 1 / years if method.delay_ppm_annual is None else method.delay_ppm_annual / PPM
    value = call_value(
        Call(
            spot=method.developed_minor,
            strike=method.cost_minor,
            variance_annual=method.variance_ppm_annual / PPM,
            years=years,
            riskless_annual=method.riskless_ppm_annual / PPM,
            payout_annual=delay,
        )
    )
    value_minor = nearest_minor(value)
    return MethodValue(
        id=method.id,
        method=Method.DELAY_OPTION,
        value_minor=value_minor,
        value=value,
        origin=Explained(
            f"value of {method.id} by {Method.DELAY_OPTION}",
            amount_text(value_minor, sources.currency),
            "S exp(-yT) N(d1) - K exp(-rT) N(d2), rounded (Black, Scholes, Merton)",
            _inputs(method, sources),
        ),
    )


def _inputs(method: DelayOption, sources: Sources) -> tuple[Explained, ...]:
    given = method.delay_ppm_annual
    assumed = f"1/{format_life(method.life_months)} a year"
    because = f"{PROGRAM_ASSUMPTION}: each year of delay costs one year's part of the life"
    delay = (
        Explained("cost of delay y", assumed, because)
        if given is None
        else sources.leaf("delay_ppm_annual", "cost of delay y", format_ppm(given))
    )
    return (
        sources.amount("developed_minor", "value once developed S", method.developed_minor),
        sources.amount("cost_minor", "cost of developing K", method.cost_minor),
        sources.leaf("variance_ppm_annual", "variance a year", f"{method.variance_ppm_annual / PPM:g}"),
        sources.leaf("life_months", "life T", f"{format_life(method.life_months)} years"),
        sources.rate("riskless_ppm_annual", "riskless rate r, continuous", method.riskless_ppm_annual),
        delay,
    )


def format_life(months: int) -> str:
    """Write months as years, without decimals where they are whole."""
    return f"{months / MONTHS_A_YEAR:.4g}"


def _normal_below(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2
