"""Internal rate of return: the one rate at which what is paid and what is received are worth the same, if it is one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from chizai.metrics.pricing import TIMES_A_YEAR, Compounding, Flows, from_continuous, years_between
from chizai.metrics.root import root_between

if TYPE_CHECKING:
    from datetime import date

TOUCHING = 1e-12
"""Payments and receipts whose logarithms differ by less are worth the same."""
FIRST_STEP = 1.0
"""How far, in continuous rates a year, a root is first sought beyond the last turning point."""

Terms: TypeAlias = Sequence[tuple[float, float]]
"""A sum of exponentials `a exp(-r t)` as (t, a), by rising t, no a zero."""


class NoIrr(StrEnum):
    """Why there is no internal rate of return."""

    ONE_SIDED = "money flows one way only"
    NO_RATE = "what is paid and what is received are worth the same at no rate"
    SEVERAL_RATES = "what is paid and what is received are worth the same at several rates"
    BEYOND_FLOAT = "the rate is beyond what a float holds"


@dataclass(frozen=True, slots=True)
class Irr:
    """An internal rate of return, or why there is none: exactly one of the two is set."""

    rate: float | None
    """A fraction a year: 0.05 is 5 %."""
    why_none: NoIrr | None


def irr(flows: Flows, compounding: Compounding = Compounding.ANNUAL) -> Irr:
    """Give the rate at which dated flows of both signs are together worth nothing.

    All real rates are found, so one that is given is the only one.

    Args:
        flows: negative where money is paid, positive where it is received; in any order.
        compounding: how the rate is quoted; time is counted ACT/365F from the first flow.
    """
    terms = _terms(flows)
    return _only(_roots(terms), compounding) if _sign_changes(terms) else Irr(None, NoIrr.ONE_SIDED)


@dataclass(frozen=True, slots=True)
class BorrowingRate:
    """The rate that borrowed money costs, among all at which its flows are worth nothing."""

    found: Irr
    rates_annual: tuple[float, ...]
    """All of them that a float holds, rising, a fraction a year."""


def borrowing_rate(flows: Flows) -> BorrowingRate:
    """Give the annual rate that borrowed money costs, also where some comes in late and several rates fit.

    Of several, it is the one at which the flows borrow and do not lend: money in gains on money out as the rate rises,
    so that at any higher rate next to it the money is worth more than it costs. It is where the only rate goes when the
    late money is added little by little. G. B. Hazen, A New Perspective on Multiple Internal Rates of Return, The
    Engineering Economist 48 (2003), proves that each rate is one of borrowing or of lending.

    Args:
        flows: positive where money is received, negative where it is paid; in any order.

    Returns:
        the rate; none also where there are several at which the flows borrow.
    """
    found = irr(flows)
    if found.why_none is not NoIrr.SEVERAL_RATES:
        return BorrowingRate(found, () if found.rate is None else (found.rate,))
    terms = _terms(flows)
    roots, turn = _roots(terms), _sign_changes(terms)[0]
    rising = [(years, amount * (turn - years)) for years, amount in terms]
    borrowing = [rate for rate in roots if _balance(rising, rate) > 0]
    quoted = (_quoted(rate, Compounding.ANNUAL) for rate in roots)
    held = tuple(rate for rate in quoted if rate is not None)
    return BorrowingRate(_only(borrowing, Compounding.ANNUAL), held)


def _terms(flows: Flows) -> Terms:
    by_day: dict[date, int] = {}
    for day, amount in flows:
        by_day[day] = by_day.get(day, 0) + amount
    days = sorted(day for day, amount in by_day.items() if amount)
    return [(years_between(days[0], day), float(by_day[day])) for day in days]


def _only(rates: Sequence[float], compounding: Compounding) -> Irr:
    """Quote the only one of some continuous rates."""
    if len(rates) != 1:
        return Irr(None, NoIrr.SEVERAL_RATES if rates else NoIrr.NO_RATE)
    quoted = _quoted(rates[0], compounding)
    return Irr(quoted, NoIrr.BEYOND_FLOAT if quoted is None else None)


def _quoted(rate: float, compounding: Compounding) -> float | None:
    """Quote a continuous rate; none where a float holds it only as all that can be lost, or not at all."""
    quoted = from_continuous(rate, compounding)
    is_held = math.isfinite(quoted) and (compounding is Compounding.CONTINUOUS or quoted > -TIMES_A_YEAR[compounding])
    return quoted if is_held else None


def _sign_changes(terms: Terms) -> list[float]:
    """Give a time between each two neighbours of opposite signs."""
    return [(start + end) / 2 for (start, low), (end, high) in pairwise(terms) if (low > 0) != (high > 0)]


def _roots(terms: Terms) -> list[float]:
    """Find all rates at which a sum of exponentials is zero, rising.

    Descartes' rule of signs, as it is proved for such sums (G. Polya and G. Szego, Problems and Theorems in Analysis
    II, part V, chapter 1): times `exp(r t)` with t between a change of sign, the sum has a derivative with one change
    of sign less; between the zeros of that derivative it is monotone, so it has at most one zero there.
    """
    changes = _sign_changes(terms)
    if not changes:
        return []
    turning = _roots([(years, amount * (changes[0] - years)) for years, amount in terms])
    touching = {rate for rate in turning if abs(_balance(terms, rate)) < TOUCHING}
    ends = pairwise([-math.inf, *turning, math.inf])
    crossing = [_crossing(terms, low, high) for low, high in ends if low not in touching and high not in touching]
    return sorted([*touching, *(rate for rate in crossing if rate is not None)])


def _crossing(terms: Terms, low: float, high: float) -> float | None:
    """Give the rate between two at which a sum that is monotone there changes its sign, if it does."""
    # the last term outweighs all others at very low rates, the first at very high ones
    is_positive_low = (terms[-1][1] if low == -math.inf else _balance(terms, low)) > 0
    is_positive_high = (terms[0][1] if high == math.inf else _balance(terms, high)) > 0
    if is_positive_low == is_positive_high:
        return None
    start = next((end for end in (low, high) if math.isfinite(end)), 0.0)
    if low == -math.inf:
        low = _reached(terms, start, -FIRST_STEP, is_positive=is_positive_low)
    if high == math.inf:
        high = _reached(terms, start, FIRST_STEP, is_positive=is_positive_high)
    return root_between(lambda rate: _balance(terms, rate), low, high)


def _reached(terms: Terms, start: float, step: float, *, is_positive: bool) -> float:
    """Go from a rate in ever longer steps until the sum has the sign that it keeps from there on."""
    while (_balance(terms, start + step) > 0) != is_positive:
        step *= 2
    return start + step


def _balance(terms: Terms, rate: float) -> float:
    """Compare what is received with what is paid: the difference of their logarithms, without overflow at any rate."""
    received = _log_sum([math.log(amount) - rate * years for years, amount in terms if amount > 0])
    return received - _log_sum([math.log(-amount) - rate * years for years, amount in terms if amount < 0])


def _log_sum(logs: Sequence[float]) -> float:
    largest = max(logs)
    return largest + math.log(sum(math.exp(log - largest) for log in logs))
