"""Deals whose sizes can be worked out by hand, and what is asked of them."""

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import COLLECTIONS_MAX_MINOR
from chizai.deal.text import read_deal
from chizai.forecast.futures import Expected, FuturesAssumption, futures
from chizai.metrics.solver import Solution, solve
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target, Unknown
from chizai.metrics.solver_runs import Outlook
from chizai.units.result import Failed, Failure, Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import class_table

HEAD = """
id = "sized"
title = "To be sized"
title_ja = "規模を求める案件"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2035-01-01, months = %d, business_days = "every-day", roll = "none" }
parties = [{ id = "owner", role = "originator", name = "Owner" }]
accounts = [{ id = "cash" }]
"""
ONE_CLASS = (
    HEAD % 12
    + """
[[classes]]
id = "A"
kind = "note"
balance_minor = 1_000
unit_minor = 1

[[clauses]]
id = "principal"
pay = "principal"
to = ["A"]
source = "cash"

[[clauses]]
id = "rest"
pay = "residual"
to = ["owner"]
source = "cash"
"""
)
RELEASE = """
[[clauses]]
id = "release"
pay = "transfer"
to = ["cash"]
source = "reserve"
when = "final-period"
"""
WITH_RESERVE = ONE_CLASS.replace('{ id = "cash" }]', '{ id = "cash" }, { id = "reserve", opening_minor = 1 }]').replace(
    "\n[[clauses]]", RELEASE + "\n[[clauses]]", 1
)
TWO_CLASSES = (
    HEAD % 3
    + """
[[classes]]
id = "A"
kind = "specified-bond"
balance_minor = 1_000_000_000
unit_minor = 1_000_000
coupon_ppm_annual = 30_000

[[classes]]
id = "B"
kind = "specified-bond"
balance_minor = 500_000_000
unit_minor = 1_000_000
coupon_ppm_annual = 60_000

[[clauses]]
id = "interest"
pay = "interest"
to = ["A", "B"]
source = "cash"

[[clauses]]
id = "principal"
pay = "principal"
to = ["A", "B"]
source = "cash"

[[clauses]]
id = "rest"
pay = "residual"
to = ["owner"]
source = "cash"
"""
)
YEARS = 10
LEVEL = Outlook(inflows_minor=(1_000_000,) * YEARS)
"""A million a year."""


def deal_of(text: str) -> Deal:
    read = read_deal(text)
    assert isinstance(read, Ok), read
    return read.value


def solved(deal: Deal, request: SolverRequest, outlook: Outlook) -> Solution:
    found = solve(deal, request, outlook)
    assert isinstance(found, Ok), [str(failure) for failure in found.failures]
    return found.value


def refused(deal: Deal, request: SolverRequest, outlook: Outlook) -> tuple[Failure, ...]:
    found = solve(deal, request, outlook, "sizing.toml")
    assert isinstance(found, Failed), found
    return found.failures


def size(low: int = 1, high: int = 20_000_000, step: int = 1, of: str = "A") -> Unknown:
    return Unknown(key=f"classes.{of}.balance_minor", low=low, high=high, step=step)


def coupon(of: str, low: int = 10_000, high: int = 200_000) -> Unknown:
    return Unknown(key=f"classes.{of}.coupon_ppm_annual", low=low, high=high, step=100)


def cover(level: int, of: str = "A", sense: Sense = Sense.AT_LEAST, tolerance: int = 0) -> Target:
    return Target(measure=Measure.COVER, of=of, sense=sense, level=level, tolerance=tolerance)


def par(of: str, yield_ppm: int) -> Target:
    return Target(
        measure=Measure.PRICE,
        of=of,
        sense=Sense.EQUALS,
        level=1_000_000,
        tolerance=500,
        yield_ppm_annual=yield_ppm,
    )


def most(*targets: Target, unknowns: tuple[Unknown, ...]) -> SolverRequest:
    return SolverRequest(unknowns=unknowns, targets=targets, goal=Goal.MOST_PROCEEDS)


def spread(deal: Deal, inflows: tuple[int, ...], n_paths: int) -> Outlook:
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok)
    expected = Expected(start_on=deal.closing_on, payment_dates=compiled.value.payment_dates, inflows_minor=inflows)
    assumption = FuturesAssumption(volatility_ppm_annual=250_000, reversion_ppm_annual=300_000)
    drawn = futures(expected, assumption, COLLECTIONS_MAX_MINOR, 7, n_paths)
    return Outlook(inflows_minor=inflows, futures_minor=drawn, seed=7, n_threads=2)


def is_repaid(deal: Deal, inflows: tuple[int, ...], class_id: str) -> bool:
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok)
    last = class_table(run_exact(compiled.value, inflows), class_id)[-1]
    return last.closing_minor == last.interest_unpaid_minor == 0
