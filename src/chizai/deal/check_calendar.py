"""What the calendar alone decides: formulas of which it is known ahead what they give, whatever is collected."""

from collections.abc import Callable, Iterator

from chizai.deal.check_facts import Facts, final_period, quantities_in, standing
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.formula import COMPARISONS, Formula, Literal, Operation, Quantity
from chizai.deal.program import RATIO_MAX
from chizai.deal.quantities import Kind
from chizai.units.rate import PPM


def check_calendar(facts: Facts) -> Iterator[Complaint]:
    """Find conditions and tests that hold in no period, and limits that are 0 in all: they would change nothing."""
    terms = _terms(facts)
    for written, tree in facts.formulas:
        if written.key not in terms:
            continue
        periods, effect = terms[written.key]
        is_flag, is_read = written.kind is Kind.FLAG, any(quantities_in(tree))
        if is_flag and not is_read:
            continue  # of what reads nothing at all it is complained elsewhere
        if periods and all(known(facts, tree, period) == 0 for period in periods):
            what = "holds in none" if is_flag else "is 0 in all"
            yield Complaint.inconsistent(
                written.key,
                f"{written.text!r} {what} of the {len(periods)} periods in which it counts",
                effect,
                "mend it, or remove what hangs on it",
            )


def _terms(facts: Facts) -> dict[str, tuple[frozenset[int], str]]:
    """Give, by key, the periods in which a formula counts, and what follows if it never is anything but no or 0."""
    every = frozenset(range(len(facts.periods)))
    found: dict[str, tuple[frozenset[int], str]] = {}
    for number, clause in enumerate(facts.deal.clauses):
        for name in ("condition", "limit"):
            found[key_of("clauses", number, clause.id, name)] = standing(facts, clause), "this clause would never pay"
    for number, trigger in enumerate(facts.deal.triggers):
        found[key_of("triggers", number, trigger.id, "test")] = every, "the trigger would never be on"
    for number, inflow in enumerate(facts.deal.inflows):
        for name in ("amount", "condition"):
            found[key_of("inflows", number, inflow.id, name)] = every, "nothing would ever come in"
    return found


def known(facts: Facts, tree: Formula, period: int) -> int | None:
    """Give what a formula gives in a period, as far as it hangs on the calendar alone; none if it hangs on more.

    Args:
        facts: of the deal; without a schedule only the final period is known.
        tree: the formula.
        period: counted from 0, as `standing` does.
    """
    match tree:
        case Literal(value):
            return value
        case Quantity():
            return _quantity(facts, tree, period)
        case Operation("trailing"):
            return None
        case Operation("and" | "or" as name, operands):
            parts = {known(facts, each, period) for each in operands}
            decides = int(name == "or")
            return decides if decides in parts else None if None in parts else 1 - decides
        case Operation("if", (condition, this, that)):
            flag = known(facts, condition, period)
            return None if flag is None else known(facts, this if flag else that, period)
        case Operation(name, operands):
            return _operation(name, [known(facts, each, period) for each in operands])


def _quantity(facts: Facts, quantity: Quantity, period: int) -> int | None:
    match quantity.name:
        case "final":
            return int(period == final_period(facts))
        case "period" if facts.periods:
            return period + 1
        case "payment-date" if facts.periods:
            return facts.due_on[period].toordinal()
        case "original":
            return sum(security.balance_minor for security in facts.deal.classes if security.id in quantity.of)
        case _:
            return None


def _operation(name: str, values: list[int | None]) -> int | None:
    if name in COMPARISONS:
        return _comparison(name, *values)
    numbers = [value for value in values if value is not None]
    return None if len(numbers) < len(values) else _WORKED_OUT[name](*numbers)


def _comparison(sign: str, left: int | None, right: int | None) -> int | None:
    match sign:
        case "<":
            return _less(left, right)
        case ">":
            return _less(right, left)
        case ">=":
            return _inverse(_less(left, right))
        case "<=":
            return _inverse(_less(right, left))
        case _:
            return None if left is None or right is None else int((left == right) == (sign == "="))


def _less(left: int | None, right: int | None) -> int | None:
    """Tell whether one number is less than another: nothing is less than 0."""
    if right == 0:
        return 0
    return None if left is None or right is None else int(left < right)


def _inverse(flag: int | None) -> int | None:
    return None if flag is None else 1 - flag


_WORKED_OUT: dict[str, Callable[..., int]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: max(0, left - right),
    "*": lambda base, rate_ppm: base * rate_ppm // PPM,
    "min": min,
    "max": max,
    "not": lambda flag: 1 - flag,
    "ratio": lambda part, whole, otherwise: min(RATIO_MAX, part * PPM // whole) if whole else otherwise,
}
"""The operations that give what their operands decide, as the executors work them out."""
