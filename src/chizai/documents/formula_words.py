"""Formulas of the deal file as prose, in brackets wherever it could be read in two ways.

Flags are first brought to `and`, `or` and plain statements: `not (a < b)` is said as `a is at least b`.
"""

from dataclasses import replace
from datetime import date

from chizai.deal.formula import Formula, Literal, Operation, Quantity, read_formula
from chizai.deal.model import Deal
from chizai.deal.quantities import Kind
from chizai.documents.language import marked
from chizai.documents.quantity_words import flag_words, quantity_words
from chizai.documents.words import Words
from chizai.units.rate import PPM

COMPARED = {
    "<": marked("{left} is less than {right}"),
    "<=": marked("{left} is at most {right}"),
    ">": marked("{left} is more than {right}"),
    ">=": marked("{left} is at least {right}"),
    "=": marked("{left} equals {right}"),
    "!=": marked("{left} does not equal {right}"),
}
COMPARED_DAYS = {
    "<": marked("{left} is before {right}"),
    "<=": marked("{left} is on or before {right}"),
    ">": marked("{left} is after {right}"),
    ">=": marked("{left} is on or after {right}"),
    "=": marked("{left} is the same day as {right}"),
    "!=": marked("{left} is another day than {right}"),
}
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
DUALS = {"and": "or", "or": "and"}
EXTREMES = {"min": marked("the lesser of {items}"), "max": marked("the greater of {items}")}
EXTREME_DAYS = {"min": marked("the earlier of {items}"), "max": marked("the later of {items}")}
JOINED = {"and": marked("{one} and {other}"), "or": marked("{one} or {other}")}
EXCESS = {
    Kind.AMOUNT: marked("the excess of {left} over {right}"),
    Kind.RATIO: marked("the difference by which {left} is above {right}"),
}


def formula_words(deal: Deal, text: str, kind: Kind, words: Words) -> str:
    """Say a formula; the same text always gives the same words.

    Args:
        deal: to which it belongs.
        text: as it stands in the deal file, checked.
        kind: what it gives: an amount, a ratio and a day become a noun, a flag a statement.
        words: of the reader.
    """
    return _said(read_formula(text, deal, kind), words)


def _said(node: Formula, words: Words) -> str:
    """Say a formula that stands alone."""
    if node.kind is Kind.FLAG:
        return _statement(_plain(node), words)
    return _noun(node, words, is_count=_counts(node))


def _plain(node: Formula, *, holds: bool = True) -> Formula:
    """Bring a flag, or its contrary, to `and`, `or`, comparisons of numbers, and quantities that may be negated."""
    match node:
        case Operation("not", (inner,)):
            return _plain(inner, holds=not holds)
        case Operation("and" | "or", operands):
            name = node.name if holds else DUALS[node.name]
            return replace(node, name=name, operands=tuple(_plain(each, holds=holds) for each in operands))
        case Operation("min" | "max", operands):
            name = "and" if (node.name == "min") is holds else "or"
            return Operation(name, tuple(_plain(each, holds=holds) for each in operands), Kind.FLAG)
        case Operation("if", (condition, this, that)):
            parts = (_where((condition, True), (this, holds)), _where((condition, False), (that, holds)))
            return Operation("or", parts, Kind.FLAG)
        case Operation(sign, (left, right)) if left.kind is Kind.FLAG:
            return _compared_flags(sign if holds else OPPOSITES[sign], left, right)
        case Operation(sign):
            return node if holds else replace(node, name=OPPOSITES[sign])
        case _:
            return node if holds else Operation("not", (node,), Kind.FLAG)


def _where(*parts: tuple[Formula, bool]) -> Operation:
    """Say that some flags hold, and others do not."""
    return Operation("and", tuple(_plain(each, holds=holds) for each, holds in parts), Kind.FLAG)


def _compared_flags(sign: str, left: Formula, right: Formula) -> Formula:
    """Say a comparison of two flags, of which yes is the greater, by what holds and what does not."""
    match sign:
        case "<":
            return _where((left, False), (right, True))
        case ">":
            return _where((left, True), (right, False))
        case "<=":
            parts = (_plain(left, holds=False), _plain(right))
        case ">=":
            parts = (_plain(left), _plain(right, holds=False))
        case _:
            same = sign == "="
            parts = (_where((left, True), (right, same)), _where((left, False), (right, not same)))
    return Operation("or", parts, Kind.FLAG)


def _statement(node: Formula, words: Words) -> str:
    """Say a flag that is brought to its plain form.

    Raises:
        TypeError: it is no flag: formulas that were read give one wherever one is needed.
    """
    match node:
        case Operation("and" | "or", operands):
            said = ""
            for each in _flat(node.name, operands):
                part = _statement(each, words)
                if isinstance(each, Operation) and each.name in JOINED:
                    part = _bracketed(part, words)
                said = words.say(JOINED[node.name], one=said, other=part) if said else part
            return said
        case Operation("not", (Quantity() as quantity,)):
            return flag_words(quantity, words, holds=False)
        case Operation(sign, (left, right)):
            is_count = _counts(left) or _counts(right)
            messages = COMPARED_DAYS if left.kind is Kind.DATE else COMPARED
            sides = [_noun(each, words, is_count=is_count) for each in (left, right)]
            return words.say(messages[sign], left=sides[0], right=sides[1])
        case Quantity():
            return flag_words(node, words, holds=True)
        case _:
            raise TypeError(f"{node} is no flag")


def _flat(name: str, operands: tuple[Formula, ...]) -> list[Formula]:
    """Give the operands of a chain of one operation."""
    found: list[Formula] = []
    for each in operands:
        if isinstance(each, Operation) and each.name == name:
            found += _flat(name, each.operands)
        else:
            found.append(each)
    return found


def _noun(node: Formula, words: Words, *, is_count: bool) -> str:
    """Say a number; whole ones are money unless they are compared with a count."""
    match node:
        case Literal():
            return _literal(node, words, is_count=is_count)
        case Quantity():
            return quantity_words(node, words)
        case Operation("+"):
            return _sum(node, words, is_count=is_count)
        case Operation("*", (base, rate)):
            return _product(base, rate, words, is_count=is_count)
        case Operation("-", (left, right)):
            message = EXCESS[node.kind]
            return words.say(message, **_tights(words, is_count=is_count, left=left, right=right))
        case Operation("ratio", (part, whole, otherwise)):
            is_count = _counts(part) or _counts(whole)
            return words.say(
                "the ratio of {part} to {whole} ({otherwise} where the latter is zero)",
                **_tights(words, is_count=is_count, part=part, whole=whole, otherwise=otherwise),
            )
        case Operation("trailing", (Literal(n_periods), summed)):
            summed_words = _tight(summed, words, is_count=is_count)
            return words.say("the sum over the last {n} periods of {summed}", n=n_periods, summed=summed_words)
        case Operation("if", (condition, this, that)):
            return words.say(
                "{this} if {condition}, otherwise {that}",
                condition=_said(condition, words),
                **_tights(words, is_count=is_count, this=this, that=that),
            )
        case Operation(name, operands):
            items = [_tight(each, words, is_count=is_count) for each in operands]
            extremes = EXTREME_DAYS if node.kind is Kind.DATE else EXTREMES
            return words.say(extremes[name], items=_numbered(items, words))


def _literal(node: Literal, words: Words, *, is_count: bool) -> str:
    match node.kind:
        case Kind.DATE:
            return words.day(date.fromordinal(node.value))
        case Kind.RATIO:
            return words.percent(node.value) if node.value < PPM else words.decimal(node.value)
        case _:
            return f"{node.value:,}" if is_count else words.money(node.value)


def _sum(node: Operation, words: Words, *, is_count: bool) -> str:
    parts = [_tight(each, words, is_count=is_count) for each in _flat("+", node.operands)]
    if len(parts) > 2:  # noqa: PLR2004 - two are said more simply
        return words.say("the sum of {items}", items=_numbered(parts, words))
    return words.say("{one} plus {other}", one=parts[0], other=parts[1])


def _product(base: Formula, rate: Formula, words: Words, *, is_count: bool) -> str:
    """Say a share in percent as such: `50% of the cash in account collection`."""
    if isinstance(base, Literal) and base.kind is Kind.RATIO:
        base, rate = rate, base
    base_words = _tight(base, words, is_count=is_count)
    if isinstance(rate, Literal):
        return words.say("{share} of {base}", share=words.percent(rate.value), base=base_words)
    return words.say("{base} multiplied by {rate}", base=base_words, rate=_tight(rate, words, is_count=False))


def _tights(words: Words, *, is_count: bool, **nodes: Formula) -> dict[str, str]:
    return {name: _tight(node, words, is_count=is_count) for name, node in nodes.items()}


def _tight(node: Formula, words: Words, *, is_count: bool) -> str:
    """Say a number as part of another: in brackets where its end could not be told."""
    said = _said(node, words) if node.kind is Kind.FLAG else _noun(node, words, is_count=is_count)
    return said if _is_tight(node) else _bracketed(said, words)


def _is_tight(node: Formula) -> bool:
    match node:
        case Operation("*", (base, rate)):
            return isinstance(rate, Literal) or (isinstance(base, Literal) and base.kind is Kind.RATIO)
        case Operation(name):
            return name in {"ratio", "trailing"}
        case _:
            return True


def _bracketed(said: str, words: Words) -> str:
    return words.say("({said})", said=said)


def _numbered(items: list[str], words: Words) -> str:
    """Number the operands, so that each can be told from its own parts."""
    numerals = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    marks = (*numerals, *map(str, range(len(numerals) + 1, len(items) + 1)))
    return words.all_of(
        [words.say("({mark}) {item}", mark=mark, item=item) for mark, item in zip(marks, items, strict=False)]
    )


def _counts(node: Formula) -> bool:
    """Tell whether a number counts periods rather than money."""
    match node:
        case Quantity(name):
            return name == "period"
        case Operation("if", (_, this, that)):
            return _counts(this) or _counts(that)
        case Operation("ratio"):
            return False
        case Operation(_, operands):
            return any(_counts(each) for each in operands)
        case _:
            return False
