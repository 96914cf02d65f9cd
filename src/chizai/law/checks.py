"""Checks: what must hold for a rule to pass, with an answer of its own where a fact is missing.

A check is passed, failed or unknown. `every` fails when a part fails, whatever else is unknown; `either` passes when a
part passes. So a fact that is added can turn unknown into an answer, and never an answer into unknown. `where` passes
where its condition fails: that it asks nothing there is told beside the outcome, and is no outcome of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

from chizai.law.choice_words import beside_keys
from chizai.law.citation import Citation
from chizai.law.facts import Given, Known
from chizai.law.parameters import Parameter
from chizai.law.said import Said
from chizai.units.result import Place


class Outcome(StrEnum):
    """What a rule, or a part of it, came to."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Test:
    """The smallest check: a condition on facts and on the law's numbers."""

    needs: tuple[str, ...]
    """The facts: `key` of the row at hand, `table.key` of a table of one, `table[].key` of all rows of a table."""
    holds: Callable[..., bool]
    """Takes the facts' values in the order of `needs`, then those of `using`."""
    because: Said
    """What the facts are, said in the same words whether it holds or not; `{0}` stands for the first value."""
    using: tuple[Parameter, ...] = ()
    also: Callable[..., tuple[Any, ...]] | None = None
    """Further values to be said, made of the same."""
    under: tuple[Citation, ...] = ()
    """The articles that ask it, where the rule cites more; none: all that the rule cites."""


@dataclass(frozen=True, slots=True)
class Every:
    """Passed where each part is."""

    parts: tuple["Check", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Passed where one part is."""

    parts: tuple["Check", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Passed where the part fails."""

    part: "Check"


@dataclass(frozen=True, slots=True)
class Where:
    """Passed where the condition fails, or the part is passed."""

    condition: "Check"
    part: "Check"


@dataclass(frozen=True, slots=True)
class Each:
    """Passed where the part is for each row of a table; where there is none, too."""

    table: str
    part: "Check"


Check: TypeAlias = Test | Every | Either | Not | Where | Each
"""Closed."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a check came to, and why."""

    outcome: Outcome
    because: tuple[Said, ...] = ()
    """The facts that decided; for unknown, none."""
    missing: tuple[str, ...] = ()
    """The facts that are missing, as `table.key` or `table (row).key`."""
    sources: tuple[Place, ...] = ()
    """Where the facts that decided were read."""
    decided: tuple[Place, ...] = ()
    """Of these, where those of the test that decided were read: the facts of a condition are left out."""
    under: tuple[Citation, ...] = ()
    """The articles that ask what decided; none where a part that decided does not tell its own."""
    applies: bool = True
    """Whether anything was asked; not, if it passed only because no condition held, or there is no row."""


def every(*parts: Check) -> Check:
    """Ask that each part holds."""
    return Every(parts)


def either(*parts: Check) -> Check:
    """Ask that one of the parts holds."""
    return Either(parts)


def where(condition: Check, check: Check) -> Check:
    """Ask a check only where a condition holds."""
    return Where(condition, check)


def needs_of(check: Check, table: str) -> Iterator[str]:
    """Yield the facts that a check asks for, as `table.key`; `table` is the one of the row at hand."""
    match check:
        case Test():
            for need in check.needs:
                yield need.replace("[]", "") if "." in need else f"{table}.{need}"
        case Every() | Either():
            for part in check.parts:
                yield from needs_of(part, table)
        case Not():
            yield from needs_of(check.part, table)
        case Where():
            yield from needs_of(check.condition, table)
            yield from needs_of(check.part, table)
        case Each():
            yield from needs_of(check.part, check.table)


def apply(check: Check, known: Known, table: str, row_id: str | None) -> Ruling:
    """Apply a check to what is known of one row, or of a table of one.

    Args:
        check: what must hold.
        known: all facts.
        table: the table of the row at hand.
        row_id: the row; none for a table of one.
    """
    match check:
        case Test():
            return _tested(check, known, table, row_id)
        case Every():
            return _joined([apply(part, known, table, row_id) for part in check.parts], Outcome.FAILED)
        case Either():
            return _joined([apply(part, known, table, row_id) for part in check.parts], Outcome.PASSED)
        case Not():
            return _turned(apply(check.part, known, table, row_id))
        case Where():
            condition, part = (apply(each, known, table, row_id) for each in (check.condition, check.part))
            joined = _joined([_turned(condition), part], Outcome.PASSED)
            if joined.outcome is Outcome.FAILED:
                joined = replace(joined, decided=part.decided, under=part.under)
            return replace(joined, applies=joined.applies and condition.outcome is not Outcome.FAILED)
        case Each():
            rows = known.many.get(check.table)
            if rows is None:
                return Ruling(Outcome.UNKNOWN, missing=(check.table,))
            return _joined([apply(check.part, known, check.table, each) for each in rows], Outcome.FAILED)


def _joined(rulings: list[Ruling], decisive: Outcome) -> Ruling:
    """Join the parts of a check, of which one with the decisive outcome decides."""
    other = Outcome.PASSED if decisive is Outcome.FAILED else Outcome.FAILED
    decided = [ruling for ruling in rulings if ruling.outcome is decisive]
    unknown = [ruling for ruling in rulings if ruling.outcome is Outcome.UNKNOWN]
    outcome = decisive if decided else Outcome.UNKNOWN if unknown else other
    told = decided or unknown or rulings
    return Ruling(
        outcome,
        _once(said for ruling in told for said in ruling.because),
        _once(fact for ruling in told for fact in ruling.missing),
        _once(place for ruling in told for place in ruling.sources),
        _once(place for ruling in told for place in ruling.decided),
        _once(article for ruling in told for article in ruling.under) if all(each.under for each in told) else (),
        applies=outcome is not Outcome.PASSED or any(ruling.applies for ruling in told),
    )


def _once(values: Iterator[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _turned(ruling: Ruling) -> Ruling:
    turned = {Outcome.PASSED: Outcome.FAILED, Outcome.FAILED: Outcome.PASSED, Outcome.UNKNOWN: Outcome.UNKNOWN}
    return Ruling(turned[ruling.outcome], ruling.because, ruling.missing, ruling.sources, ruling.decided, ruling.under)


def _tested(test: Test, known: Known, table: str, row_id: str | None) -> Ruling:
    values: list[Any] = []
    missing: list[str] = []
    places: list[Place] = []
    for need in test.needs:
        found = list(_found(need, known, table, row_id))
        missing += [name for name, given in found if given is None]
        places += [given.place for _, given in found if given is not None]
        answers = tuple(given.value for _, given in found if given is not None)
        values.append(answers if "[]" in need else answers[0] if answers else None)
    for parameter in test.using:
        value = parameter.on(known.as_of_on)
        missing += [f"{parameter.id} on {known.as_of_on}"] if value is None else []
        values.append(value)
    if missing:
        return Ruling(Outcome.UNKNOWN, missing=tuple(missing))
    told = (*values, *(test.also(*values) if test.also else ()))
    said = test.because.filled(beside_keys(each) for each in told)
    outcome = Outcome.PASSED if test.holds(*values) else Outcome.FAILED
    return Ruling(outcome, (said,), sources=tuple(places), decided=tuple(places), under=test.under)


def _found(need: str, known: Known, table: str, row_id: str | None) -> Iterator[tuple[str, Given | None]]:
    """Look a fact up: its name for messages, and what is known of it."""
    where_, _, key = need.rpartition(".")
    if where_.endswith("[]"):
        name = where_.removesuffix("[]")
        rows = known.many.get(name)
        if rows is None:
            yield name, None
        for each, row in (rows or {}).items():
            yield f"{name} ({each}).{key}", row.get(key)
    elif where_ or row_id is None:
        row = known.one.get(where_ or table, {})
        yield f"{where_ or table}.{key}", row.get(key)
    else:
        row = known.many[table][row_id]
        yield f"{table} ({row_id}).{key}", row.get(key)
