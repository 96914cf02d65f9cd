"""Can a request be solved as it is written? And a deal with numbers put in."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chizai.deal.check import check
from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.metrics.assumptions import MOST_PPM
from chizai.metrics.rating_places import RatingGround
from chizai.metrics.rating_scale import Symbol, notches_down
from chizai.metrics.solver_request import OF_FUTURES, OF_THE_DEAL, Goal, Measure, Sense, SolverRequest, Target, Unknown
from chizai.metrics.solver_runs import Outlook, collects_once
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failed, Failure, Reason, reporter

FIELDS: dict[str, tuple[str, ...]] = {
    "classes": ("balance_minor", "coupon_ppm_annual", "issue_price_ppm"),
    "accounts": ("opening_minor", "target_minor"),
}
"""The numbers of a deal that the solver may choose, by table."""


def put(deal: Deal, numbers: Mapping[str, int]) -> Deal:
    """Give the deal with other numbers.

    Args:
        deal: as it was read.
        numbers: by key, such as `classes.A.balance_minor`; all of `keys_of` the deal.
    """
    of: dict[tuple[str, str], dict[str, Any]] = {}
    for key, number in numbers.items():
        table, item, name = key.split(".")
        of.setdefault((table, item), {})[name] = number
    classes = tuple(replace(item, **of.get(("classes", item.id), {})) for item in deal.classes)
    accounts = tuple(replace(item, **of.get(("accounts", item.id), {})) for item in deal.accounts)
    return replace(deal, classes=classes, accounts=accounts)


def keys_of(deal: Deal) -> tuple[str, ...]:
    """List the keys of all numbers that the solver may choose."""
    items = {"classes": [item.id for item in deal.classes], "accounts": [item.id for item in deal.accounts]}
    return tuple(
        f"{table}.{item}.{name}" for table, fields in FIELDS.items() for item in items[table] for name in fields
    )


_Report = Callable[..., None]


def check_request(deal: Deal, request: SolverRequest, outlook: Outlook, file: str) -> tuple[Failure, ...]:
    """Find everything that keeps a request from being solved; empty if nothing does.

    Args:
        deal: as `read_deal` gives it.
        request: what is asked.
        outlook: what it is measured on.
        file: the name under which the user knows the request, for the places of failures.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    _check_whole(request, report)
    seen: set[str] = set()
    for number, unknown in enumerate(request.unknowns):
        key = f"unknowns[{number + 1}] ({unknown.key})"
        if unknown.key in seen:
            why = "it can have one range only"
            report(Reason.DUPLICATE, f"{key}.key", f"{unknown.key!r} is asked for twice", why, "remove one of the two")
        seen.add(unknown.key)
        _check_unknown(deal, unknown, key, report)
    for number, target in enumerate(request.targets):
        _check_target(deal, target, f"targets[{number + 1}] ({target.quantity})", outlook, report)
    _check_commitments(deal, request, report)
    if failures:
        return tuple(failures)
    highest = compile_deal(put(deal, {unknown.key: unknown.highest for unknown in request.unknowns}), file)
    if isinstance(highest, Failed):
        return highest.failures
    if not collects_once(highest.value):
        why = "an outlook spreads total collections, and does not say how streams move together"
        report(Reason.INCONSISTENT, None, "the deal collects in several streams", why, "size a deal without streams")
    return tuple(failures)


def _check_whole(request: SolverRequest, report: _Report) -> None:
    if not request.unknowns:
        why = "there is nothing to solve for"
        report(Reason.MISSING, "unknowns", "no unknown is given", why, "name a number of the deal, with its range")
    if not request.targets and request.goal is Goal.SATISFY:
        why = "every deal would do"
        report(Reason.MISSING, "targets", "there is neither a target nor a goal", why, "give one of them")
    why = "a frontier is followed where both are given: a class, and the covers to solve for"
    if request.frontier_of is None and request.levels_ppm:
        fix = "name the class whose cover is varied, or leave out levels_ppm"
        report(Reason.MISSING, "frontier_of", "levels_ppm is given without frontier_of", why, fix)
    if request.frontier_of is not None and not request.levels_ppm:
        fix = "list the least covers in ppm, or leave out frontier_of; 1_500_000 is 1.5 times"
        report(Reason.MISSING, "levels_ppm", "frontier_of is given without levels_ppm", why, fix)


def _check_unknown(deal: Deal, unknown: Unknown, key: str, report: _Report) -> None:
    known = keys_of(deal)
    if unknown.key not in known:
        close = difflib.get_close_matches(unknown.key, known, n=1)
        fix = f"did you mean {close[0]!r}?" if close else f"use one of: {', '.join(known)}"
        why = "the solver chooses balances, coupons, issue prices and what accounts hold, by table, id and field"
        report(Reason.UNKNOWN, f"{key}.key", f"{unknown.key!r} is no number that can be chosen", why, fix)
        return
    if unknown.step < 1:
        why = "the range is walked in steps of one or more"
        report(Reason.OUT_OF_RANGE, f"{key}.step", f"step = {unknown.step}", why, "write a step above 0")
    if unknown.low > unknown.high:
        what = f"low = {unknown.low:_} lies above high = {unknown.high:_}"
        report(Reason.INCONSISTENT, f"{key}.low", what, "no number lies between them", "exchange the two")
    if unknown.step >= 1 and unknown.low <= unknown.high:
        _check_range(deal, unknown, key, report)


def _check_range(deal: Deal, unknown: Unknown, key: str, report: _Report) -> None:
    """Check the deal with the first, the second and the last number; that it is funded is a target of its own."""
    second = min(unknown.low + unknown.step, unknown.highest)
    before = {failure.place for failure in check(deal)}
    told: set[str] = set()
    for number in (unknown.low, second, unknown.highest):
        for failure in check(put(deal, {unknown.key: number})):
            at = str(failure.place.key)
            if at != "closing_costs_minor" and failure.place not in before and at not in told:
                told.add(at)
                what = f"{unknown.key} = {number:_}: {failure.what}"
                report(failure.reason, key, what, failure.why, f"change low, high or step; or: {failure.fix}")


def _check_target(deal: Deal, target: Target, key: str, outlook: Outlook, report: _Report) -> None:
    class_ids = [security.id for security in deal.classes]
    if target.measure in OF_THE_DEAL and target.of:
        why = f"{target.measure} is measured of the whole deal"
        report(Reason.INCONSISTENT, f"{key}.of", f"of = {target.of!r}", why, "leave it out")
    elif target.measure not in OF_THE_DEAL and target.of not in class_ids:
        close = difflib.get_close_matches(target.of, class_ids, n=1)
        fix = f"did you mean {close[0]!r}?" if close else f"write one of {', '.join(class_ids)}"
        report(Reason.UNKNOWN, f"{key}.of", f"the deal has no class {target.of!r}", "nothing would be measured", fix)
    if target.tolerance < 0:
        why = "nothing is less than no distance away"
        report(Reason.OUT_OF_RANGE, f"{key}.tolerance", f"tolerance = {target.tolerance}", why, "write 0 or more")
    if target.measure in OF_FUTURES and not outlook.n_paths:
        why = f"{target.measure} is a mean over futures"
        report(Reason.MISSING, key, "no futures are given", why, "draw futures of the collections first")
    if target.measure is Measure.RATING:
        _check_rating(target, key, outlook, report)
    else:
        _check_level(target, key, report)
    if target.measure is Measure.PRICE:
        _check_yield(target.yield_ppm_annual, key, report)
    if target.measure is Measure.ADVANCE_RATE and (target.valuation_minor or 0) <= 0:
        what = (
            "valuation_minor is not above 0" if target.valuation_minor is not None else "valuation_minor is not given"
        )
        why = "the advance rate is balances over the value of the assets"
        report(Reason.MISSING, f"{key}.valuation_minor", what, why, "give what the assets are worth")


def _check_level(target: Target, key: str, report: _Report) -> None:
    if target.level is None:
        why = f"a bound on {target.measure} is a number"
        report(Reason.MISSING, f"{key}.level", "level is not given", why, "write it in the unit of the measure")
    for name, value in (("symbol", target.symbol), ("by", target.by)):
        if value is not None:
            why = f"{target.measure} is no rating"
            report(Reason.INCONSISTENT, f"{key}.{name}", f"{name} = {value.value!r}", why, "leave it out")


def _check_rating(target: Target, key: str, outlook: Outlook, report: _Report) -> None:
    if target.symbol is None:
        why, fix = "a rating is bounded by a symbol", 'write it, such as symbol = "A-"'
        report(Reason.MISSING, f"{key}.symbol", "symbol is not given", why, fix)
    if target.level is not None:
        what, why = f"level = {target.level:_}", "a rating is bounded by a symbol, not by a number"
        report(Reason.INCONSISTENT, f"{key}.level", what, why, "leave it out")
    if target.sense is not Sense.AT_LEAST:
        what, why = f"sense = {target.sense.value!r}", "a rating is a floor: a class may always do better"
        report(Reason.INCONSISTENT, f"{key}.sense", what, why, 'write "at least"')
    if outlook.rating is None:
        what, why = "nothing says what ratings rest on", "a symbol on tables that nobody chose would be a guess"
        fix = "add a table [rating] to the inputs; an empty one takes the reference data"
        report(Reason.MISSING, key, what, why, fix)
    elif target.by is None and target.symbol is not None:
        _check_caps(target.symbol, outlook.rating, key, report)


def _check_caps(symbol: Symbol, ground: RatingGround, key: str, report: _Report) -> None:
    """Refuse a symbol that a cap keeps from every class, however it is sized."""
    for cap in ground.caps:
        if cap.symbol is not None and notches_down(cap.symbol, symbol) < 0:
            why = "it follows from the pool and the bounds under [rating.caps]; the sizes of classes do not change it"
            fix = f"write {cap.symbol.value} or lower, or change the pool or its terms under [rating]"
            report(Reason.INCONSISTENT, f"{key}.symbol", f"a {cap.kind} caps every class at {cap.symbol}", why, fix)


def _check_commitments(deal: Deal, request: SolverRequest, report: _Report) -> None:
    """Refuse measures that set what holders get against what they pay at closing, where they pay in more later."""
    committed = [security.id for security in deal.classes if security.commitment_minor]
    for number, target in enumerate(request.targets):
        if target.measure in OF_FUTURES and target.of in committed:
            what = f"class {target.of!r} has a commitment that its holders may have to pay in"
            why = f"the {target.measure} per par at closing would leave out what they pay"
            key = f"targets[{number + 1}] ({target.quantity}).measure"
            report(Reason.INCONSISTENT, key, what, why, "bound its cover or its average life instead")
    if committed and request.goal is Goal.LEAST_YEARLY_COST:
        what = f"holders of {', '.join(committed)} may have to pay in after closing"
        why = "the yearly cost would leave out what they pay"
        report(
            Reason.INCONSISTENT, "goal", what, why, "write most-proceeds or satisfy, or size it without a commitment"
        )


def _check_yield(yield_ppm: int | None, key: str, report: _Report) -> None:
    if yield_ppm is None:
        why = "a price follows from the yield that investors require"
        fix = "write it in ppm; 30_000 is 3%"
        report(Reason.MISSING, f"{key}.yield_ppm_annual", "yield_ppm_annual is not given", why, fix)
    elif not -PPM < yield_ppm <= MOST_PPM:
        what = f"a yield of {format_ppm(yield_ppm)} a year"
        why = f"-100% loses everything at once, and nobody asks for more than {format_ppm(MOST_PPM)}"
        fix = "write a yield above -1_000_000; 30_000 is 3%"
        report(Reason.OUT_OF_RANGE, f"{key}.yield_ppm_annual", what, why, fix)
