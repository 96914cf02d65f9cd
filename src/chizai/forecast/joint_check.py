"""Whether joint futures can be drawn as they are described: every failure, with its key."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import TypeAlias, TypeVar

from chizai.assets.pool import Pool
from chizai.forecast.joint_terms import (
    Copula,
    EventKind,
    JointTerms,
    LicenceRisk,
    LicenseeRisk,
    ObservedRisk,
    RightRisk,
)
from chizai.forecast.processes.licensee import SYMBOLS
from chizai.units.money import CURRENCIES
from chizai.units.rate import PPM
from chizai.units.result import Failure, Reason, reporter

Report: TypeAlias = Callable[[Reason, str, str, str, str], None]

Row = TypeVar("Row")

SHARE, CORRELATION, RATE = (0, PPM), (-PPM, PPM), (0, 10 * PPM)
"""Least and most of a part of something, of a correlation, and of a rate a year: beyond it, the unit is another."""

BOUNDS_OF_UNITS = {"_ppm": SHARE, "_ppm_annual": RATE, "_months": (1, 1_200)}
"""Least and most of a number, by the unit in which its name ends."""

BOUNDS = {
    "decline_ppm_annual": SHARE,
    "degrees": (4, 100),
    "deviation_ppm": (10_000, 5 * PPM),
    "entrants": (1, 20),
    "imitation_ppm_annual": (0, 10 * PPM),
    "innovation_ppm_annual": (1, PPM),
    "market_minor": (1, 10**15),
    "royalty_minor_annual": (1, 10**15),
    "drift_deviation_ppm_annual": (0, PPM // 5),
    "level_deviation_ppm": (0, 3 * PPM),
    "market_weight_ppm": CORRELATION,
    "sector_weight_ppm": CORRELATION,
    "speed_ppm_annual": (10_000, 50 * PPM),
    "value_decline_ppm_annual": (0, PPM * 9 // 10),
    "value_minor_annual": (1, 10**15),
    "volatility_ppm_annual": (0, 3 * PPM),
}
"""Least and most of the numbers that are not bounded by their unit; the logarithm of a level can hold no more, and a
process needs some of them above nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The names that a description may use."""

    licences: tuple[str, ...]
    """Ids of licences."""
    licensees: tuple[str, ...]
    rights: tuple[str, ...]
    """Ids of rights."""
    flags: tuple[str, ...]
    """Ids of the deal's observations that are flags."""
    symbols: tuple[str, ...]
    """Credit ratings whose default rates are known."""


def known_names(pool: Pool, flags: Sequence[str]) -> Known:
    """Give the names of a pool and of a deal's flags, as a description may use them."""
    return Known(
        licences=tuple(licence.id for licence in pool.licences),
        licensees=tuple(dict.fromkeys(licence.licensee for licence in pool.licences)),
        rights=tuple(right.id for right in pool.rights),
        flags=tuple(flags),
        symbols=SYMBOLS,
    )


def check_joint(terms: JointTerms, known: Known, file: str) -> list[Failure]:
    """List what is wrong with joint futures, at `joint` of the file.

    Args:
        terms: as they stand in the file.
        known: the names of the deal and its pool.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    check_numbers(terms, "joint", report)
    _check_copula(terms, report)
    for key, risk in _rows(terms.licences, "licences", "licence"):
        check_licence(key, risk, terms, report)
    for key, licensee in _rows(terms.licensees, "licensees", "licensee"):
        _check_licensee(key, licensee, known, report)
    for key, right in _rows(terms.rights, "rights", "right"):
        _check_right(key, right, report)
    _check_names(terms, known, report)
    _check_observed(terms, known, report)
    return failures


def _rows(rows: Sequence[Row], table: str, name: str) -> Iterator[tuple[str, Row]]:
    """Yield rows of a table with their keys, such as `joint.rights[2] (P1)`."""
    return ((f"joint.{table}[{number}] ({getattr(row, name)})", row) for number, row in enumerate(rows, 1))


def _numbers(noun: object, key: str) -> Iterator[tuple[str, str, int]]:
    """Yield every whole number in a noun and in those within it: key, name, number."""
    for field in fields(noun):  # type: ignore[arg-type] # a dataclass, as the caller knows
        value, at = getattr(noun, field.name), f"{key}.{field.name}"
        if isinstance(value, int) and not isinstance(value, bool):
            yield at, field.name, value
        elif is_dataclass(value):
            yield from _numbers(value, at)
        elif isinstance(value, tuple):
            for number, item in enumerate(value, 1):
                if is_dataclass(item):
                    first = getattr(item, fields(item)[0].name)
                    yield from _numbers(item, f"{at}[{number}] ({first})")


def check_numbers(noun: object, key: str, report: Report) -> None:
    """Report every number in a noun, and in those within it, that lies outside its bounds, at a key."""
    for at, name, number in _numbers(noun, key):
        _check_bounds(at, name, number, report)


def _check_bounds(key: str, name: str, number: int, report: Report) -> None:
    units = sorted((unit for unit in BOUNDS_OF_UNITS if name.endswith(unit)), key=len)
    low, high = BOUNDS[name] if name in BOUNDS else BOUNDS_OF_UNITS[units[-1]]
    if not low <= number <= high:
        what, why = f"{name} is {number:_}", f"it lies between {low:_} and {high:_}"
        unit = "; parts per million: 20 % is 200_000" if "_ppm" in name else ""
        report(Reason.OUT_OF_RANGE, key, what, why, f"write a number from {low:_} to {high:_}{unit}")


def _check_copula(terms: JointTerms, report: Report) -> None:
    if terms.degrees is not None and terms.copula is Copula.GAUSSIAN:
        what, why = "degrees of freedom stand beside the Gaussian copula", "only the t copula has them"
        report(Reason.INCONSISTENT, "joint.degrees", what, why, 'remove them, or write copula = "t"')
    if terms.degrees is not None and terms.degrees % 2:
        what, why = f"{terms.degrees} degrees of freedom", "an even number of them is drawn"
        report(Reason.OUT_OF_RANGE, "joint.degrees", what, why, f"write {terms.degrees - 1} or {terms.degrees + 1}")


def check_licence(key: str, risk: LicenceRisk, terms: JointTerms, report: Report) -> None:
    """Report what contradicts itself in what is said of a licence, at a key."""
    market = terms.level(risk.licence).market_weight_ppm
    if market**2 + risk.sector_weight_ppm**2 > PPM**2:
        what = f"weights of {market:_} and {risk.sector_weight_ppm:_}"
        why = "the squares of the correlations with market and sector sum to one at most: the rest is the licence's own"
        report(Reason.INCONSISTENT, f"{key}.sector_weight_ppm", what, why, "lower one of the two weights")
    if (risk.sector is None) != (risk.sector_weight_ppm == 0):
        what = f"sector {risk.sector!r} with a weight of {risk.sector_weight_ppm:_}"
        why, fix = "one of the two alone changes nothing", "write both sector and sector_weight_ppm, or neither"
        report(Reason.INCONSISTENT, f"{key}.sector", what, why, fix)
    if risk.audit_months is not None and not risk.under_reported_ppm:
        what, why = "audits of what is reported in full", "they would find nothing"
        report(Reason.INCONSISTENT, f"{key}.audit_months", what, why, "write under_reported_ppm too, or no audits")


def _check_licensee(key: str, risk: LicenseeRisk, known: Known, report: Report) -> None:
    if (risk.default_ppm_annual is None) == (risk.symbol is None):
        what = "neither default_ppm_annual nor symbol" if risk.symbol is None else "both default_ppm_annual and symbol"
        report(Reason.INCONSISTENT, key, what, "one of the two says how likely a default is", "write one of them")
    if risk.symbol is not None and risk.symbol not in known.symbols:
        what, why = f"{risk.symbol!r} is no symbol of the scale", "no default rate could be looked up for it"
        report(Reason.UNKNOWN, f"{key}.symbol", what, why, f"write one of {', '.join(known.symbols)}")


def _check_right(key: str, risk: RightRisk, report: Report) -> None:
    if risk.infringement_ppm_annual and not risk.infringement_lost_ppm:
        what, why = "an infringement that loses nothing", "it would change nothing"
        fix = "write infringement_lost_ppm, or no infringement"
        report(Reason.INCONSISTENT, f"{key}.infringement_lost_ppm", what, why, fix)


def _check_names(terms: JointTerms, known: Known, report: Report) -> None:
    """Check that every name is known and described once."""
    currencies = [risk.currency for risk in terms.currencies]
    for table, field, names, kind, allowed in (
        ("licences", "licence", [risk.licence for risk in terms.licences], "a licence of the pool", known.licences),
        ("licensees", "licensee", [risk.licensee for risk in terms.licensees], "a licensee", known.licensees),
        ("rights", "right", [risk.right for risk in terms.rights], "a right of the pool", known.rights),
        ("currencies", "currency", currencies, "a currency", tuple(CURRENCIES)),
    ):
        for number, name in enumerate(names, 1):
            key = f"joint.{table}[{number}] ({name}).{field}"
            if name not in allowed:
                report_unknown(key, name, kind, allowed, report)
            if name in names[: number - 1]:
                what, why = f"{name!r} is described twice", "which of the two holds is unclear"
                report(Reason.DUPLICATE, key, what, why, "keep one of the two")
    for number, name in enumerate(terms.sectors, 1):
        if name in terms.sectors[: number - 1]:
            what, why = f"{name!r} is named twice", "it is one sector"
            report(Reason.DUPLICATE, f"joint.sectors[{number}]", what, why, "keep one of the two")
    for key, risk in _rows(terms.licences, "licences", "licence"):
        if risk.sector is not None and risk.sector not in terms.sectors:
            report_unknown(f"{key}.sector", risk.sector, "a sector of [joint]", terms.sectors, report)
        if risk.currency is not None and risk.currency not in currencies:
            report_unknown(f"{key}.currency", risk.currency, "a currency of [[joint.currencies]]", currencies, report)


def _check_observed(terms: JointTerms, known: Known, report: Report) -> None:
    may_come: dict[EventKind, tuple[str, ...]] = {
        EventKind.DEFAULT: tuple(risk.licensee for risk in terms.licensees),
        EventKind.END: known.rights,
        EventKind.INFRINGEMENT: tuple(risk.right for risk in terms.rights if risk.infringement_ppm_annual),
        EventKind.OBSOLESCENCE: tuple(risk.licence for risk in terms.licences if risk.obsolescence is not None),
        EventKind.ENTRY: tuple(risk.licence for risk in terms.licences if risk.competition or risk.exclusivity),
        EventKind.SUCCESSOR: tuple(risk.licence for risk in terms.licences if risk.successor is not None),
        EventKind.FAILURE: tuple(risk.licence for risk in terms.licences if risk.plan_fails or risk.launch),
    }
    for key, row in _rows(terms.observed, "observed", "observation"):
        if (row.event is None) == (row.currency is None):
            what = "neither event nor currency" if row.event is None else "both event and currency"
            why = "an event sets a flag, a currency moves a rate, and no observation is both"
            report(Reason.INCONSISTENT, key, what, why, "write event and of, or currency")
        elif row.event is not None:
            _check_flag(key, row, may_come[row.event], known, report)


def _check_flag(key: str, row: ObservedRisk, may_come: Sequence[str], known: Known, report: Report) -> None:
    if row.observation not in known.flags:
        report_unknown(f"{key}.observation", row.observation, "a flag that the deal observes", known.flags, report)
    if row.of is None:
        what, why = f"an event of kind {row.event} without of", "whose it is decides when it comes"
        report(Reason.MISSING, f"{key}.of", what, why, f"write one of: {', '.join(may_come) or 'none'}")
    elif row.of not in may_come:
        kind = f"what an event of kind {row.event} is described for"
        report_unknown(f"{key}.of", row.of, kind, may_come, report)


def report_unknown(key: str, name: str, kind: str, known: Iterable[str], report: Report) -> None:
    """Report a name at a key that is not one of those known, and say which was meant."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    fix = f"did you mean {close[0]!r}?" if close else f"use one of: {', '.join(names) or 'none'}"
    report(Reason.UNKNOWN, key, f"{name!r} is not {kind}", "nothing would be drawn for it", fix)
