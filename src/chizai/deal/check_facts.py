"""What the checks of a deal have in common: what follows from it, as far as a wrong deal lets it be worked out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chizai.deal.clause_steps import CASHLESS
from chizai.deal.formula import Formula, FormulaError, Operation, Quantity, read_formula
from chizai.deal.formulas import WrittenFormula, formulas_of
from chizai.deal.model import Clause, Deal, Pay, When
from chizai.deal.periods import deal_periods
from chizai.units.schedule import Period

LONGEST_YEARS = 100
"""The longest that a deal may run; it bounds the number of periods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A deal that may be wrong, its periods, and its formulas."""

    deal: Deal
    periods: tuple[Period, ...]
    """Empty where the schedule is impossible; whatever depends on days is then left unchecked."""
    schedule_error: str
    """Why there are no periods; empty if there are."""
    formulas: tuple[tuple[WrittenFormula, Formula], ...]
    """Those that can be read."""
    unreadable: tuple[tuple[WrittenFormula, FormulaError], ...]

    @property
    def is_too_long(self) -> bool:
        """Whether the deal runs for more years than any does."""
        return self.deal.schedule.final_payment_on.year - self.deal.closing_on.year > LONGEST_YEARS

    @property
    def due_on(self) -> tuple[date, ...]:
        """The payment dates before any roll."""
        return tuple(period.due_on for period in self.periods)


def facts_of(deal: Deal) -> Facts:
    """Work out what follows from a deal; nothing is taken to be right."""
    periods, error = _periods(deal)
    formulas: list[tuple[WrittenFormula, Formula]] = []
    unreadable: list[tuple[WrittenFormula, FormulaError]] = []
    for written in formulas_of(deal):
        try:
            formulas.append((written, read_formula(written.text, deal, written.kind)))
        except FormulaError as failed:
            unreadable.append((written, failed))
    return Facts(
        deal=deal,
        periods=periods,
        schedule_error=error,
        formulas=tuple(formulas),
        unreadable=tuple(unreadable),
    )


def _periods(deal: Deal) -> tuple[tuple[Period, ...], str]:
    if deal.schedule.final_payment_on.year - deal.closing_on.year > LONGEST_YEARS:
        return (), f"the deal runs from {deal.closing_on} to {deal.schedule.final_payment_on}"
    try:
        return deal_periods(deal), ""
    except ValueError as error:
        return (), str(error)


def quantities_in(tree: Formula) -> Iterator[Quantity]:
    """Give every quantity that a formula reads, as often as it does."""
    if isinstance(tree, Quantity):
        yield tree
    elif isinstance(tree, Operation):
        for operand in tree.operands:
            yield from quantities_in(operand)


def reads(facts: Facts, name: str, of: str, *, besides: str = "") -> bool:
    """Tell whether any formula reads a quantity of an id; one that cannot be read may be meant to, if it says the id.

    Args:
        facts: of the deal.
        name: the quantity.
        of: the id.
        besides: the key of a formula that does not count.
    """
    if any(of in written.text for written, _ in facts.unreadable if written.key != besides):
        return True
    trees = (tree for written, tree in facts.formulas if written.key != besides)
    return any(read.name == name and of in read.of for tree in trees for read in quantities_in(tree))


def reached(deal: Deal, *names: str) -> tuple[str, ...]:
    """Give all that names lead to, groups and their members alike, each as often as it is reached.

    Other than `leaves`, it comes to an end on groups that stand within themselves: each is divided once.
    """
    members = {group.id: group.members for group in deal.groups}
    found: list[str] = []
    divided_already: set[str] = set()
    left = list(reversed(names))
    while left:
        name = left.pop()
        found.append(name)
        if name not in divided_already:
            divided_already.add(name)
            left.extend(reversed(members.get(name, ())))
    return tuple(found)


def divided(deal: Deal, *names: str) -> tuple[str, ...]:
    """Give the recipients that names stand for, groups divided."""
    groups = {group.id for group in deal.groups}
    return tuple(name for name in reached(deal, *names) if name not in groups)


def unsound_groups(deal: Deal) -> set[str]:
    """Give the groups that lead to nothing, to what is no class, or back to themselves."""
    members = {group.id: group.members for group in deal.groups}
    classes = {security.id for security in deal.classes}
    wrong = {name for path in circles(members) for name in path}
    wrong |= {name for name, of in members.items() if not of or not set(of) <= classes | members.keys()}
    return {name for name in members if not wrong.isdisjoint(reached(deal, name))}


def circles(ways: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """Give the ways that lead back to where they start, each once, the start alone first."""
    told: set[str] = set()
    for start in ways:
        path = _circle(ways, start)
        if not told.intersection(path):
            told.update(path)
            yield from [path] if path else []


def _circle(ways: Mapping[str, Collection[str]], start: str) -> tuple[str, ...]:
    """Give the shortest way from something back to itself; none if no way leads back."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for path in paths:  # which grows meanwhile
        for to in ways.get(path[-1], ()):
            if to == start:
                return path
            if to not in seen:
                seen.add(to)
                paths.append((*path, to))
    return ()


def standing(facts: Facts, clause: Clause) -> frozenset[int]:
    """Give the periods in which a clause stands, counted from 0; without a schedule, the first and the final of two."""
    return frozenset(number for number in range(final_period(facts) + 1) if is_standing(facts, clause, number))


def is_standing(facts: Facts, clause: Clause, period: int) -> bool:
    """Tell whether a clause stands in a period, counted from 0; without a schedule, whatever its days and months."""
    is_meant = clause.when is When.EVERY_PERIOD or period == final_period(facts)
    return is_meant and (not facts.periods or is_open(clause, facts.periods[period].due_on))


def is_open(clause: Clause, day: date) -> bool:
    """Tell whether the days and months of a clause let it stand on a payment date."""
    return (
        (clause.from_on is None or clause.from_on <= day)
        and (clause.until_on is None or day <= clause.until_on)
        and (not clause.months or day.month in clause.months)
    )


def final_period(facts: Facts) -> int:
    """Number of the final period, counted from 0 as `standing` does."""
    return len(facts.periods) - 1 if facts.periods else 1


def is_any_unknown_source(deal: Deal) -> bool:
    """Tell whether some clause pays out of what does not exist: it may be meant to pay out of anything."""
    known = {account.id for account in deal.accounts} | {guarantee.id for guarantee in deal.guarantees}
    return any(clause.source not in known for clause in deal.clauses if clause.pay not in CASHLESS | {Pay.DRAW})
