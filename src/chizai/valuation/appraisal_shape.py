"""Whether the methods of an appraisal are told all that they need, in lists that fit, under names that exist."""

from collections import Counter
from collections.abc import Iterator

from chizai.units.result import Reason
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.income_terms import ExcessEarnings, ReliefFromRoyalty, WithAndWithout
from chizai.valuation.input_ranges import Report
from chizai.valuation.inputs import METHOD_LISTS
from chizai.valuation.market_terms import Comparable, ComparableSet, RatioKind

MOST_YEARS = 100
"""No forecast of years goes further."""
MOST_STEPS = 20_000_000
"""Paths times decisions of a development that a workstation holds in its memory."""


def keyed(appraisal: Appraisal, field: str) -> Iterator[tuple[str, str]]:
    """Yield key and id of each item of a list of the appraisal."""
    for index, item in enumerate(getattr(appraisal, field)):
        yield f"{field}[{index + 1}] ({item.id})", item.id


def check_shapes(appraisal: Appraisal, report: Report) -> None:
    """Report what is missing, doubled, of the wrong length or unknown."""
    _check_names(appraisal, report)
    for index, relief in enumerate(appraisal.relief_from_royalty):
        _check_relief(f"relief_from_royalty[{index + 1}] ({relief.id})", relief, appraisal, report)
    for index, excess in enumerate(appraisal.excess_earnings):
        _check_excess(f"excess_earnings[{index + 1}] ({excess.id})", excess, report)
    for index, both in enumerate(appraisal.with_and_without):
        _check_both(f"with_and_without[{index + 1}] ({both.id})", both, report)
    for index, comparables in enumerate(appraisal.comparables):
        _check_comparables(f"comparables[{index + 1}] ({comparables.id})", comparables, report)
    _check_multiples(appraisal, report)
    _check_costs(appraisal, report)
    _check_options(appraisal, report)


def _check_names(appraisal: Appraisal, report: Report) -> None:
    counts = Counter(name for field in METHOD_LISTS for _, name in keyed(appraisal, field))
    if not counts:
        fix = f"add one of {', '.join(METHOD_LISTS)}"
        report(Reason.MISSING, "id", "no method is given", "a value comes from a method", fix)
    sets = Counter(name for _, name in keyed(appraisal, "comparables"))
    for kind, seen in (("method", counts), ("comparables", sets)):
        for name in (name for name, count in seen.items() if count > 1):
            what = f"the {kind} {name!r} stands twice"
            report(Reason.DUPLICATE, "id", what, "weights and readings name one", "give each its own id")


def _check_years(key: str, years: tuple[int, ...], report: Report) -> None:
    if not 1 <= len(years) <= MOST_YEARS:
        what, why = f"{len(years)} years are given", "the value is a sum over years"
        report(Reason.OUT_OF_RANGE, key, what, why, f"give an amount for each of 1 to {MOST_YEARS} years")


def _check_length(key: str, years: tuple[int, ...], n_years: int, report: Report) -> None:
    if len(years) != n_years:
        what = f"{len(years)} years are given where the method has {n_years}"
        report(Reason.INCONSISTENT, key, what, "years are compared one by one", "give as many years in both lists")


def _check_relief(key: str, method: ReliefFromRoyalty, appraisal: Appraisal, report: Report) -> None:
    _check_years(f"{key}.revenue_minor", method.revenue_minor, report)
    if (method.royalty_ppm is None) == (method.comparables is None):
        what = "a royalty rate " + ("is missing" if method.royalty_ppm is None else "and comparables are both given")
        fix = "give either royalty_ppm or the id of comparables"
        report(Reason.INCONSISTENT, f"{key}.royalty_ppm", what, "one rate is saved on all sales", fix)
    if method.comparables is not None:
        _check_reference(key, method.comparables, (RatioKind.ROYALTY_RATE,), appraisal, report)


def _check_excess(key: str, method: ExcessEarnings, report: Report) -> None:
    _check_years(f"{key}.earnings_minor", method.earnings_minor, report)
    for index, asset in enumerate(method.assets):
        asset_key = f"{key}.assets[{index + 1}] ({asset.id}).fair_value_minor"
        _check_length(asset_key, asset.fair_value_minor, len(method.earnings_minor), report)


def _check_both(key: str, method: WithAndWithout, report: Report) -> None:
    _check_years(f"{key}.with_minor", method.with_minor, report)
    _check_length(f"{key}.without_minor", method.without_minor, len(method.with_minor), report)


def _check_comparables(key: str, comparables: ComparableSet, report: Report) -> None:
    for name in (name for name, count in Counter(row.id for row in comparables.rows).items() if count > 1):
        report(Reason.DUPLICATE, f"{key}.rows", f"{name!r} stands twice", "it would count twice", "remove one")
    if not any(not row.excluded_because for row in comparables.rows):
        why = "a quartile is read from at least one"
        report(Reason.MISSING, f"{key}.rows", "no comparable counts", why, "add rows, each with its source")
    for index, row in enumerate(comparables.rows):
        _check_row(f"{key}.rows[{index + 1}] ({row.id})", row, report)


def _check_row(key: str, row: Comparable, report: Report) -> None:
    pair = (row.price_minor is not None, row.measure_minor is not None)
    if (row.ratio_ppm is None) != all(pair) or any(pair) != all(pair):
        what, why = "neither a ratio nor a price and its measure, or both", "the ratio is read in one way"
        report(Reason.INCONSISTENT, key, what, why, "give ratio_ppm alone, or price_minor and measure_minor")
    if not row.source.strip():
        why = "a comparable is worth what can be checked of it"
        report(Reason.MISSING, f"{key}.source", "no source is named", why, "say where its figures are published")
    for index, adjustment in enumerate(row.adjustments):
        if not adjustment.because.strip():
            place, why = f"{key}.adjustments[{index + 1}].because", "an adjustment without a reason cannot be judged"
            report(Reason.MISSING, place, "no reason is given", why, "say what is different")


def _check_reference(key: str, name: str, kinds: tuple[RatioKind, ...], appraisal: Appraisal, report: Report) -> None:
    known = {comparables.id: comparables.kind for comparables in appraisal.comparables}
    fitting = ", ".join(id_ for id_, kind in known.items() if kind in kinds) or "none; add comparables"
    if name not in known:
        what, why = f"there are no comparables {name!r}", "a reading is taken from them"
        report(Reason.UNKNOWN, f"{key}.comparables", what, why, f"name one of: {fitting}")
    elif known[name] not in kinds:
        what, why = f"comparables {name!r} are of kind {known[name]}", "this method reads another kind"
        report(Reason.INCONSISTENT, f"{key}.comparables", what, why, f"name one of: {fitting}")


def _check_multiples(appraisal: Appraisal, report: Report) -> None:
    kinds = (RatioKind.MULTIPLE, RatioKind.DEAL_MULTIPLE)
    for index, method in enumerate(appraisal.market_multiples):
        key = f"market_multiples[{index + 1}] ({method.id})"
        _check_reference(key, method.comparables, kinds, appraisal, report)


def _check_costs(appraisal: Appraisal, report: Report) -> None:
    for index, method in enumerate(appraisal.costs):
        key = f"costs[{index + 1}] ({method.id})"
        if not method.items:
            why = "cost new is the sum of what it is made of"
            report(Reason.MISSING, f"{key}.items", "no costs are given", why, "add items")
        losses = {"physical": method.physical, "functional": method.functional, "economic": method.economic}
        for name, loss in losses.items():
            if loss is not None and not loss.because.strip():
                why = "a loss without a reason cannot be judged"
                report(Reason.MISSING, f"{key}.{name}.because", "no reason is given", why, "say what was lost")


def _check_options(appraisal: Appraisal, report: Report) -> None:
    for index, put in enumerate(appraisal.abandonment_options):
        if put.n_steps % 2 == 0:
            key = f"abandonment_options[{index + 1}] ({put.id}).n_steps"
            why = "the tree is centred on the salvage value only with an odd number"
            report(Reason.OUT_OF_RANGE, key, f"{put.n_steps} steps", why, f"write {put.n_steps + 1}")
    for index, development in enumerate(appraisal.development_options):
        steps = development.life_months * development.steps_a_year * development.n_paths // 12
        if steps > MOST_STEPS:
            key = f"development_options[{index + 1}] ({development.id}).n_paths"
            what, why = f"{steps:_} decisions on all paths", f"{MOST_STEPS:_} fit into the memory of a workstation"
            report(Reason.OUT_OF_RANGE, key, what, why, "lower n_paths or steps_a_year")
