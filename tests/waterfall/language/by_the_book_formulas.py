"""Formulas of a deal, worked out on what a book holds, as docs/deal-file.md says."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from chizai.deal.formula import Formula, Literal, Operation, Quantity, read_formula
from chizai.deal.quantities import Kind
from chizai.units.rate import PPM

if TYPE_CHECKING:
    from tests.waterfall.language.by_the_book import Book

LARGEST_RATIO = 1_000 * PPM
OPERATIONS: dict[str, Callable[..., int]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: max(0, left - right),
    "*": lambda base, rate_ppm: base * rate_ppm // PPM,
    "min": min,
    "max": max,
    "ratio": lambda part, whole, other: other if whole == 0 else min(LARGEST_RATIO, part * PPM // whole),
    "if": lambda flag, this, that: this if flag else that,
    "not": lambda flag: not flag,
    "and": lambda left, right: left and right,
    "or": lambda left, right: left or right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


class Formulas:
    """The formulas of a deal, and what those that look back have measured."""

    def __init__(self, book: "Book") -> None:
        self.book = book
        self.measured: dict[Hashable, list[int]] = defaultdict(list)

    def give(self, place: Hashable, text: str, kind: Kind) -> int:
        """Work out a formula where it stands."""
        return int(self._give(place, read_formula(text, self.book.deal, kind)))

    def target(self, place: Hashable, account_id: str) -> int:
        """Give what an account should hold."""
        account = next(each for each in self.book.deal.accounts if each.id == account_id)
        return account.target_minor or 0 if account.target is None else self.give(place, account.target, Kind.AMOUNT)

    def _give(self, place: Hashable, tree: Formula) -> int:
        match tree:
            case Literal(value):
                return value
            case Quantity(name, of):
                return self._quantity(place, name, of)
            case Operation("trailing", (Literal(n_periods), summed)):
                measured = self.measured[place]
                measured.append(self._give((place, "summed"), summed))
                return sum(measured[-n_periods:])
            case Operation(name, operands):
                return OPERATIONS[name](*(self._give((place, n), each) for n, each in enumerate(operands)))

    def _quantity(self, place: Hashable, name: str, of: tuple[str, ...]) -> int:
        book = self.book
        plain: dict[str, Any] = {
            "collections": book.collections,
            "collected-to-date": book.collected,
            "period": book.now + 1,
            "payment-date": book.due_on.toordinal(),
            "final": book.now == len(book.periods) - 1,
        }
        if name in plain:
            return int(plain[name])
        one: dict[str, Callable[[str], int]] = {
            "target": lambda each: self.target((place, each), each),
            "scheduled-due": lambda each: min(book.scheduled[each], book.principal[each]),
            "annual-interest": self._annual_interest,
            "original": lambda each: next(c.balance_minor for c in book.deal.classes if c.id == each),
            "interest-due": lambda each: book.interest[each] + book.on_unpaid[each],
            "claim": lambda each: book.claim[each] + book.earned[each],
        }
        if name in one:
            return sum(map(one[name], of))
        kept = {"interest-on-unpaid": "on_unpaid", "fee-due": "fee", "available": "left", "triggered": "is_on"}
        amounts = getattr(book, kept.get(name, name.replace("-", "_")))
        return int(sum(amounts[each] for each in of))

    def _annual_interest(self, class_id: str) -> int:
        security = next(each for each in self.book.deal.classes if each.id == class_id)
        return self.book.principal[class_id] * self.book.coupon(security) // PPM
