"""The formula language: small, typed, total and in whole numbers. Text to a checked tree.

    comparison   principal(A, B) <= 10% * original(A, B)
    amounts      max(50_000_000, 50% * annual-interest(A))      a - b is 0 where b is more than a
    ratios       ratio(collections(), interest-due(A), 9.99)    the third is given where the second is 0
    flags        triggered(trap) and not final(), if(flag, this, that)
    dates        payment-date() >= 2030-06-30
    look-back    trailing(4, collections())                     the sum over this period and the three before

Every formula gives a number in every state of the deal: nothing divides by zero, nothing loops, nothing is negative.
"""

import difflib
import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from chizai.deal.model import Deal
from chizai.deal.quantities import QUANTITIES, Kind, kind_of
from chizai.units.rate import INT64_MAX, PPM
from chizai.units.result import Reason


@dataclass(frozen=True, slots=True)
class Literal:
    """A number that is written out; a date as its ordinal."""

    value: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that is read of the deal, summed over its ids."""

    name: str
    of: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Operation:
    """A number made of others; `trailing` holds its number of periods as a literal first."""

    name: str
    """One of + - * min max ratio if trailing < <= > >= = != and or not."""
    operands: tuple["Formula", ...]
    kind: Kind


Formula: TypeAlias = Literal | Quantity | Operation


@dataclass(eq=False)
class FormulaError(Exception):
    """Why a text is no formula of a deal."""

    what: str
    why: str
    fix: str
    reason: Reason = Reason.UNREADABLE


TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>\d[\d_]*(?:\.\d+)?%?)|(?P<name>[a-z]+(?:-[a-z]+)*)"
    r"|(?P<sign><=|>=|!=|[-+*<>=(),]))"
)
IDS = re.compile(r"\s*([A-Za-z0-9_-]+(?:\s*,\s*[A-Za-z0-9_-]+)*)?\s*\)")

LONGEST_TRAIL = 24
"""The most periods over which a formula looks back."""

DEEPEST = 20
"""How deep formulas may stand within one another."""

LONGEST = 2_000
"""The most characters of a formula."""

MOST_SIGNS = 200
"""The most numbers, names and signs of a formula: what is joined by signs is worked out one within the other."""

FUNCTIONS = ("min", "max", "ratio", "if", "trailing")
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")

INSTEAD = {
    "/": "write ratio(part, whole, what it is where the whole is 0)",
    "%": "write it next to its number, such as 50%",
    ".": "write a digit on both sides of the point, such as 0.5",
}
"""What to write instead of signs that the language does not have, or not by themselves."""

OBSERVE = "add it to [[observations]] and write observed(id)"
"""How to measure what the deal does not know by itself."""


def read_formula(text: str, deal: Deal, kind: Kind) -> Formula:
    """Read a formula.

    Args:
        text: as it stands in the deal file.
        deal: whose quantities it may name.
        kind: what it must give.

    Raises:
        FormulaError: it is not one, names what the deal does not have, or gives another kind of number.
    """
    if len(text) > LONGEST:
        what = f"the formula has {len(text):_} characters"
        raise FormulaError(what, f"it has {LONGEST:_} at most", "shorten it", Reason.OUT_OF_RANGE)
    reader = _Reader(text, deal)
    found = reader.disjunction()
    reader.expect_end()
    _demand(found, kind, "the whole formula")
    return found


class _Reader:
    """A place in the text that moves on as it is read."""

    def __init__(self, text: str, deal: Deal) -> None:
        self._text, self._deal, self._at, self._depth, self._n_taken = text, deal, 0, 0, 0

    def _error(self, what: str, why: str, fix: str, reason: Reason = Reason.UNREADABLE) -> FormulaError:
        before = self._text[: self._at].strip()
        place = f" after {before!r}" if before else ""
        return FormulaError(f"{what}{place} in {self._text!r}", why, fix, reason)

    def _token(self) -> tuple[str, str]:
        """Look at the next token: its kind and text; both empty at the end."""
        if not self._text[self._at :].strip():
            return "", ""
        match = TOKEN.match(self._text, self._at)
        if match is None or match.lastgroup is None:
            left = self._text[self._at :].strip()
            fix = INSTEAD.get(left[0], "names are in lower-case letters; the signs are in docs/deal-file.md")
            raise self._error(f"{left[0]!r} cannot stand", "it is no sign of the language", fix)
        return match.lastgroup, match.group(match.lastgroup)

    def _take(self) -> tuple[str, str]:
        found = self._token()
        match = TOKEN.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
            self._n_taken += 1
        if self._n_taken > MOST_SIGNS:
            why = f"a formula has {MOST_SIGNS} numbers, names and signs at most"
            raise self._error("too much stands", why, "shorten it", Reason.OUT_OF_RANGE)
        return found

    def _took(self, *texts: str) -> str | None:
        """Take the next token if it is one of these."""
        kind, text = self._token()
        if kind in {"sign", "name"} and text in texts:
            return self._take()[1]
        return None

    def _expect(self, sign: str) -> None:
        if self._took(sign) is None:
            found = self._token()[1]
            raise self._error(
                f"{sign!r} is missing",
                "the formula is not complete here",
                f"write {sign!r} before {found!r}" if found else f"end it with {sign!r}",
            )

    def expect_end(self) -> None:
        if self._token()[0]:
            found = self._token()[1]
            raise self._error(
                f"{found!r} is left over", "a formula is one expression", "remove it, or join it with a sign"
            )

    def disjunction(self) -> Formula:
        self._depth += 1
        if self._depth > DEEPEST:
            why = f"a formula is {DEEPEST} deep at most"
            raise self._error("too much stands within itself", why, "use fewer parentheses", Reason.OUT_OF_RANGE)
        found = self._conjunction()
        while self._took("or"):
            found = _join("or", found, self._conjunction(), Kind.FLAG)
        self._depth -= 1
        return found

    def _conjunction(self) -> Formula:
        found = self._negation()
        while self._took("and"):
            found = _join("and", found, self._negation(), Kind.FLAG)
        return found

    def _negation(self) -> Formula:
        negated = False
        while self._took("not"):
            negated = not negated
        found = self._comparison()
        if not negated:
            return found
        _demand(found, Kind.FLAG, "what follows 'not'")
        return Operation("not", (found,), Kind.FLAG)

    def _comparison(self) -> Formula:
        left = self._sum()
        sign = self._took(*COMPARISONS)
        if sign is None:
            return left
        right = self._sum()
        _alike(left, right, sign)
        return Operation(sign, (left, right), Kind.FLAG)

    def _sum(self) -> Formula:
        found = self._product()
        while (sign := self._took("+", "-")) is not None:
            right = self._product()
            _alike(found, right, sign)
            _demand_number(found, sign)
            found = Operation(sign, (found, right), found.kind)
        return found

    def _product(self) -> Formula:
        found = self._term()
        while self._took("*"):
            found = _product(found, self._term())
        return found

    def _term(self) -> Formula:
        kind, text = self._take()
        match kind:
            case "number":
                return self._number(text)
            case "date":
                return self._date(text)
            case "name" if text in FUNCTIONS:
                return self._function(text)
            case "name":
                return self._quantity(text)
            case "sign" if text == "(":
                found = self.disjunction()
                self._expect(")")
                return found
            case _:
                what = f"{text!r} cannot stand" if text else "a number is missing"
                raise self._error(what, "a number, quantity or parenthesis must stand here", "complete the formula")

    def _number(self, text: str) -> Literal:
        is_percent, plain = text.endswith("%"), text.rstrip("%").replace("_", "")
        whole, _, decimals = plain.partition(".")
        if not is_percent and not decimals:
            value, kind = int(whole), Kind.AMOUNT
        else:
            places = 4 if is_percent else 6
            if len(decimals) > places:
                what = f"{text!r} is finer than a millionth"
                raise self._error(what, "ratios are parts per million", "round it", Reason.OUT_OF_RANGE)
            value, kind = int(whole + decimals.ljust(places, "0")), Kind.RATIO
        if value > (INT64_MAX if kind is Kind.AMOUNT else 1000 * PPM):
            why = "executors hold 63 bits, and ratios up to 1,000"
            raise self._error(f"{text!r} is too large", why, "lower it", Reason.OUT_OF_RANGE)
        return Literal(value, kind)

    def _date(self, text: str) -> Literal:
        try:
            return Literal(date.fromisoformat(text).toordinal(), Kind.DATE)
        except ValueError as error:
            raise self._error(f"{text!r} is no day", "there is none in the calendar", "mend the date") from error

    def _function(self, name: str) -> Operation:
        self._expect("(")
        operands = [self.disjunction()]
        while self._took(","):
            operands.append(self.disjunction())
        self._expect(")")
        return _function(name, tuple(operands))

    def _quantity(self, name: str) -> Quantity:
        terms = QUANTITIES.get(name)
        if terms is None:
            known_names = (*QUANTITIES, *FUNCTIONS)
            close = difflib.get_close_matches(name, known_names, n=1)
            fix = f"did you mean {close[0]!r}?" if close else f"{OBSERVE}, or use one of: {', '.join(known_names)}"
            raise self._error(f"{name!r} is no quantity", "nothing measures it", fix, Reason.UNKNOWN)
        self._expect("(")
        match = IDS.match(self._text, self._at)
        if match is None:
            raise self._error(f"the ids of {name} are not complete", "ids stand in parentheses", f"write {name}(id)")
        self._at = match.end()
        of = tuple(each.strip() for each in (match.group(1) or "").split(",") if each.strip())
        known = terms.known(self._deal)
        wanted = f"{name}({terms.of})"
        if bool(of) != bool(terms.of) or (len(of) > 1 and not terms.takes_several) or len(set(of)) < len(of):
            given = f"{name}({', '.join(of)})"
            raise self._error(f"{given} is not how it is written", f"it is {wanted}", "give the ids that it needs")
        for each in of:
            if each not in known:
                fix = f"{OBSERVE}, or " if terms.kind is None else ""
                fix += f"use one of: {', '.join(known) or 'none'}"
                what = f"{name}(...) knows no {each!r}"
                raise self._error(what, f"it is {wanted}", fix, Reason.UNKNOWN)
        return Quantity(name, of, kind_of(self._deal, name, of))


def _function(name: str, operands: tuple[Formula, ...]) -> Operation:
    """Check a function's operands and say what it gives."""
    match name, operands:
        case "min" | "max", (first, *others) if others:
            for other in others:
                _alike(first, other, name)
            return Operation(name, operands, first.kind)
        case "ratio", (part, whole, otherwise):
            _alike(part, whole, name)
            _demand(otherwise, Kind.RATIO, "the third of ratio(...), given where the second is 0,")
            return Operation(name, operands, Kind.RATIO)
        case "if", (condition, this, that):
            _demand(condition, Kind.FLAG, "the first of if(...)")
            _alike(this, that, name)
            return Operation(name, operands, this.kind)
        case "trailing", (Literal(value, Kind.AMOUNT), summed) if 1 <= value <= LONGEST_TRAIL:
            _demand(summed, Kind.AMOUNT, "what trailing(...) sums")
            return Operation(name, operands, Kind.AMOUNT)
        case _:
            forms = {
                "min": "min(a, b, ...)",
                "max": "max(a, b, ...)",
                "ratio": "ratio(part, whole, what it is where the whole is 0)",
                "if": "if(flag, this, that)",
                "trailing": f"trailing(1 to {LONGEST_TRAIL} periods, amount)",
            }
            raise FormulaError(f"{name}(...) has other operands than it takes", f"it is {forms[name]}", "mend them")


def _product(left: Formula, right: Formula) -> Operation:
    """Multiply by a ratio: the ratio second, the product of the first's kind."""
    if left.kind is Kind.RATIO:
        left, right = right, left
    if right.kind is not Kind.RATIO or left.kind not in {Kind.AMOUNT, Kind.RATIO}:
        what = f"{left.kind} * {right.kind} has no meaning"
        why, fix = "an amount or a ratio is multiplied by a ratio", "write a multiple as 300% or 3.0"
        raise FormulaError(what, why, fix, Reason.WRONG_TYPE)
    return Operation("*", (left, right), left.kind)


def _join(name: str, left: Formula, right: Formula, kind: Kind) -> Operation:
    _demand(left, kind, f"what stands before {name!r}")
    _demand(right, kind, f"what stands after {name!r}")
    return Operation(name, (left, right), kind)


def _alike(left: Formula, right: Formula, sign: str) -> None:
    if left.kind is not right.kind:
        what = f"{sign!r} joins {left.kind} and {right.kind}"
        fix = "compare amounts with amounts; write a ratio with a point or %, such as 1.40 or 50%"
        raise FormulaError(what, "only numbers of one kind can be added or compared", fix, Reason.WRONG_TYPE)


def _demand_number(found: Formula, sign: str) -> None:
    if found.kind not in {Kind.AMOUNT, Kind.RATIO}:
        what, why = f"{sign!r} joins two of {found.kind}", "only amounts and ratios add up"
        raise FormulaError(what, why, "use 'and', 'or', or a comparison", Reason.WRONG_TYPE)


def _demand(found: Formula, kind: Kind, where: str) -> None:
    if found.kind is not kind:
        what, fix = f"{where} gives {_ARTICLES[found.kind]}", f"write something that gives {_ARTICLES[kind]}"
        raise FormulaError(what, f"{_ARTICLES[kind]} is needed", fix, Reason.WRONG_TYPE)


_ARTICLES = {Kind.AMOUNT: "an amount", Kind.RATIO: "a ratio", Kind.FLAG: "a yes or no", Kind.DATE: "a date"}
