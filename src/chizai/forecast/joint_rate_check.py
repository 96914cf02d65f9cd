"""Whether currencies, and rates that a deal observes, can be drawn: every failure, with its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chizai.forecast.joint_check import Report, report_unknown
from chizai.forecast.joint_terms import JointTerms, ObservedRisk
from chizai.units.result import Failure, Reason, reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """A stream that is exchanged at an observed rate."""

    stream: str
    """Its id."""
    currency: str
    """In which it comes."""
    licences: tuple[str, ...]
    """Ids of the licences that it collects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFacts:
    """A rate that a deal observes."""

    observation: str
    """Its id."""
    coming: tuple[tuple[date, int], ...]
    """Payment dates to come, and what is forecast for each, in parts per million."""
    exchanged: tuple[Exchanged, ...]
    """What comes in at it."""
    classes: tuple[str, ...] = ()
    """Ids of the classes whose coupons follow it."""


def check_rates(terms: JointTerms, currency: str, rates: Sequence[RateFacts], file: str) -> list[Failure]:
    """List what keeps currencies and observed rates from being drawn, and rates that would stand still beside them.

    Args:
        terms: as they stand in the file.
        currency: the deal's.
        rates: all rates that the deal observes.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    facts = {each.observation: each for each in rates}
    _check_currencies(terms, currency, report)
    _check_rows(terms, facts, report)
    if not failures:  # a row that is out of order may be meant for the rate that stands still
        _check_undrawn(terms, rates, report)
    return failures


def _check_currencies(terms: JointTerms, currency: str, report: Report) -> None:
    for number, risk in enumerate(terms.currencies, 1):
        if risk.currency == currency:
            what, why = f"{currency} is the deal's own currency", "it has no rate against itself that could stray"
            fix = "remove it; describe the currencies in which licensees sell or pay"
            report(Reason.INCONSISTENT, f"joint.currencies[{number}] ({currency}).currency", what, why, fix)


def _check_rows(terms: JointTerms, facts: Mapping[str, RateFacts], report: Report) -> None:
    currencies = [risk.currency for risk in terms.currencies]
    seen: list[str] = []
    for number, row in enumerate(terms.observed, 1):
        if row.currency is None:
            continue
        key = f"joint.observed[{number}] ({row.observation})"
        if row.currency not in currencies:
            kind = "a currency of [[joint.currencies]]"
            report_unknown(f"{key}.currency", row.currency, kind, currencies, report)
        if row.of is not None:
            what, why = f"of is {row.of!r} beside a currency", "a rate happens to nothing"
            report(Reason.INCONSISTENT, f"{key}.of", what, why, "remove it, or write event instead of currency")
        if row.observation in seen:
            what, why = f"{row.observation!r} is moved twice", "which of the two holds is unclear"
            report(Reason.DUPLICATE, f"{key}.observation", what, why, "keep one of the two")
        elif row.observation not in facts:
            kind = "a rate that the deal observes"
            report_unknown(f"{key}.observation", row.observation, kind, facts, report)
        else:
            _check_rate(key, row, facts[row.observation], terms, report)
        seen.append(row.observation)


def _check_rate(key: str, row: ObservedRisk, facts: RateFacts, terms: JointTerms, report: Report) -> None:
    nothing = next((day for day, forecast_ppm in facts.coming if not forecast_ppm), None)
    if nothing is not None:
        what, why = f"the forecast of {row.observation!r} is 0 on {nothing}", "it would be 0 in every future"
        fix = "write the rate that is forecast among the observations, or do not draw it"
        report(Reason.OUT_OF_RANGE, f"{key}.observation", what, why, fix)
    for class_id in facts.classes:
        what = f"the coupon of class {class_id!r} follows {row.observation!r}"
        why = "it is a rate of interest, which a rate of exchange does not multiply"
        fix = "remove the row, or name an observation at which a currency is exchanged"
        report(Reason.INCONSISTENT, f"{key}.observation", what, why, fix)
    if all(risk.currency != row.currency for risk in terms.currencies):
        return
    for each in facts.exchanged:
        if each.currency != row.currency:
            what = f"stream {each.stream!r} pays {each.currency}, and is exchanged at {row.observation!r}"
            why = f"a rate of {row.currency} says nothing of it"
            report(Reason.INCONSISTENT, f"{key}.currency", what, why, f'write currency = "{each.currency}"')
            continue
        _check_licences(key, each, terms, report)


def _check_licences(key: str, exchanged: Exchanged, terms: JointTerms, report: Report) -> None:
    """Refuse licences that a second rate would move: two rates of exchange may hold the same move of one currency."""
    for licence_id in exchanged.licences:
        moved_by = terms.licence(licence_id).currency
        if moved_by is None:
            continue
        what = f"licence {licence_id!r} is moved by {moved_by}, and what it pays by {exchanged.currency} too"
        if moved_by == exchanged.currency:
            why = "one rate would be counted twice"
            fix = f"remove currency from the licence: it pays {moved_by} whatever that is worth"
        else:
            why = (
                f"what {exchanged.currency} does is counted twice unless {moved_by} is measured in {exchanged.currency}"
            )
            fix = "remove currency from the licence, and put what that strays into its volatility_ppm_annual"
        report(Reason.INCONSISTENT, f"{key}.currency", what, why, fix)


def _check_undrawn(terms: JointTerms, rates: Sequence[RateFacts], report: Report) -> None:
    """Refuse a spot rate that stands still while its currency strays, unless its licences are moved by it."""
    described = {risk.currency for risk in terms.currencies}
    drawn = {observation for observation, _ in terms.drawn_rates}
    for facts in rates:
        for each in facts.exchanged:
            moved_by = {terms.licence(licence_id).currency for licence_id in each.licences}
            if facts.observation in drawn or each.currency not in described or moved_by == {each.currency}:
                continue
            what = f"stream {each.stream!r} is exchanged at {facts.observation!r}, which no row draws"
            why = f"{each.currency} strays in [[joint.currencies]], and would stand still for this stream"
            fix = f'write observation = "{facts.observation}" and currency = "{each.currency}" in [[joint.observed]]'
            report(Reason.MISSING, "joint.observed", what, why, fix)
