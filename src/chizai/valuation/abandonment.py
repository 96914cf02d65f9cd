"""Rights that may be given up for a salvage value: an American put on a binomial tree."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR
from chizai.valuation.delay_option import format_life
from chizai.valuation.methods import Method, MethodValue, nearest_minor
from chizai.valuation.option_terms import AbandonmentOption
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


LEAST_CHANCE = 1e-300
"""Below it nothing happens on any tree."""
LARGEST_LOG = 600.0
"""A value that rose so far is not given up; its exponential is still a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """An American put; rates compound continuously and are fractions of one."""

    spot: float
    """Value of what may be given up, above 0."""
    strike: float
    """What giving it up brings, above 0."""
    volatility_annual: float
    """Standard deviation of the logarithm of the value over a year, 0 or more."""
    years: float
    """How long it may be given up, above 0."""
    riskless_annual: float
    payout_annual: float = 0.0


def put_value(put: Put, n_steps: int) -> float:
    """Value an American put on the binomial tree of D. Leisen and M. Reimer (1996).

    Its nodes are centred on the strike by the Peizer-Pratt inversion, so that it does not swing from step to step as
    other trees do. Without volatility there is one path, and the best of its steps is taken.

    Args:
        put: value, salvage and rates.
        n_steps: odd, 1 or more.

    Raises:
        ValueError: the number of steps is even or not positive.
    """
    import numpy as np

    if n_steps < 1 or n_steps % 2 == 0:
        raise ValueError(f"the tree needs an odd number of steps, not {n_steps}")
    step_years = put.years / n_steps
    discount = math.exp(-put.riskless_annual * step_years)
    if put.volatility_annual == 0.0:
        growth = math.exp((put.riskless_annual - put.payout_annual) * step_years)
        return max(discount**n * max(put.strike - put.spot * growth**n, 0.0) for n in range(n_steps + 1))
    up_chance, log_up, log_down = _tree(put, n_steps)
    values = np.maximum(put.strike - _spots(put.spot, log_up, log_down, n_steps), 0.0)
    for step in range(n_steps - 1, -1, -1):
        later = discount * (up_chance * values[1:] + (1 - up_chance) * values[:-1])
        values = np.maximum(later, put.strike - _spots(put.spot, log_up, log_down, step))
    return float(values[0])


def _spots(spot: float, log_up: float, log_down: float, step: int) -> "NDArray[np.float64]":
    """Give the values of a step's nodes, the lowest first; shape (step + 1,)."""
    import numpy as np

    ups = np.arange(step + 1)
    logs = np.minimum(ups * log_up + (step - ups) * log_down, LARGEST_LOG)
    nodes: NDArray[np.float64] = spot * np.exp(logs)
    return nodes


def _tree(put: Put, n_steps: int) -> tuple[float, float, float]:
    """Give the chance of a rise, and the logarithms of what a rise and a fall multiply by."""
    deviation = put.volatility_annual * math.sqrt(put.years)
    drift = (put.riskless_annual - put.payout_annual) * put.years
    lower = (math.log(put.spot / put.strike) + drift) / deviation - deviation / 2
    rise, fall = _chances(lower, n_steps)
    rise_with_spot, fall_with_spot = _chances(lower + deviation, n_steps)
    growth = drift / n_steps
    log_up = growth + math.log(rise_with_spot) - math.log(rise)
    return rise, log_up, growth + math.log(fall_with_spot) - math.log(fall)


def _chances(z: float, n_steps: int) -> tuple[float, float]:
    """Give the binomial chances of a rise and a fall whose tail is the normal one at z, never 0.

    Source: D. B. Peizer and J. W. Pratt (1968), method 2. The smaller chance is computed by itself, for the larger one
    less than 1 would cancel its digits.
    """
    scaled = z / (n_steps + 1 / 3 + 0.1 / (n_steps + 1))
    quarter = 0.25 * math.exp(-scaled * scaled * (n_steps + 1 / 6))
    larger = 0.5 + math.sqrt(0.25 - quarter)
    smaller = max(quarter / larger, LEAST_CHANCE)
    return (larger, smaller) if z >= 0 else (smaller, larger)


def abandonment_option(method: AbandonmentOption, sources: Sources) -> MethodValue:
    """Value rights with the option to give them up: the value of going on and the put together.

    Args:
        method: value, salvage, volatility, time and rates.
        sources: of the method.
    """
    put = put_value(
        Put(
            spot=method.value_minor,
            strike=method.salvage_minor,
            volatility_annual=method.volatility_ppm_annual / PPM,
            years=method.life_months / MONTHS_A_YEAR,
            riskless_annual=method.riskless_ppm_annual / PPM,
            payout_annual=method.payout_ppm_annual / PPM,
        ),
        method.n_steps,
    )
    value_minor = nearest_minor(method.value_minor + put)
    shown = amount_text(nearest_minor(put), sources.currency)
    because = f"American put by a binomial tree of {method.n_steps} steps (Leisen and Reimer), shown rounded"
    option = Explained("option to abandon", shown, because, _inputs(method, sources))
    going_on = sources.amount("value_minor", "value of going on", method.value_minor)
    return MethodValue(
        id=method.id,
        method=Method.ABANDONMENT_OPTION,
        value_minor=value_minor,
        value=method.value_minor + put,
        origin=Explained(
            f"value of {method.id} by {Method.ABANDONMENT_OPTION}",
            amount_text(value_minor, sources.currency),
            "value of going on and option to abandon together, rounded",
            (going_on, option),
        ),
    )


def _inputs(method: AbandonmentOption, sources: Sources) -> tuple[Explained, ...]:
    return (
        sources.amount("salvage_minor", "salvage value", method.salvage_minor),
        sources.rate("volatility_ppm_annual", "volatility", method.volatility_ppm_annual),
        sources.leaf("life_months", "time to abandon", f"{format_life(method.life_months)} years"),
        sources.rate("riskless_ppm_annual", "riskless rate, continuous", method.riskless_ppm_annual),
        sources.rate("payout_ppm_annual", "payout", method.payout_ppm_annual),
        Explained("steps", f"{method.n_steps}", PROGRAM_ASSUMPTION, source=sources.place("n_steps")),
    )
