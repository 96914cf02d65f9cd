"""Whether rates that a deal observes can be drawn with a currency: every failure, with its key."""

from collections.abc import Sequence
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


def check_rates(terms: JointTerms, rates: Sequence[RateFacts], file: str) -> list[Failure]:
    """List what keeps observed rates from being drawn, at `joint.observed` of the file.

    Args:
        terms: as they stand in the file.
        rates: all rates that the deal observes.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    facts = {each.observation: each for each in rates}
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
    return failures


def _check_rate(key: str, row: ObservedRisk, facts: RateFacts, terms: JointTerms, report: Report) -> None:
    nothing = next((day for day, forecast_ppm in facts.coming if not forecast_ppm), None)
    if nothing is not None:
        what, why = f"the forecast of {row.observation!r} is 0 on {nothing}", "it would be 0 in every future"
        fix = "write the rate that is forecast among the observations, or do not draw it"
        report(Reason.OUT_OF_RANGE, f"{key}.observation", what, why, fix)
    if all(risk.currency != row.currency for risk in terms.currencies):
        return
    for each in facts.exchanged:
        if each.currency != row.currency:
            what = f"stream {each.stream!r} pays {each.currency}, and is exchanged at {row.observation!r}"
            why = f"a rate of {row.currency} says nothing of it"
            report(Reason.INCONSISTENT, f"{key}.currency", what, why, f'write currency = "{each.currency}"')
            continue
        for licence_id in each.licences:
            if terms.licence(licence_id).currency == row.currency:
                what = f"licence {licence_id!r} is moved by {row.currency}, and exchanged at {row.observation!r} too"
                why = "one rate would be counted twice"
                fix = f"remove currency from the licence: it pays {row.currency} whatever that is worth"
                report(Reason.INCONSISTENT, f"{key}.currency", what, why, fix)
