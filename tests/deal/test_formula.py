"""The formula language: what a text means, what it gives, and why it is none."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.deal.formulas_read import read_any

from chizai.deal.check_names import IDENTIFIER
from chizai.deal.formula import (
    MOST_SIGNS,
    Formula,
    FormulaError,
    Literal,
    Operation,
    Quantity,
    read_formula,
)
from chizai.deal.formulas import formulas_of, quantities_read
from chizai.deal.model import Account, Deal
from chizai.deal.quantities import QUANTITIES, Kind
from chizai.units.result import Reason


def shape(tree: Formula) -> str:
    """Write a tree with the operation first, so that what belongs to what can be seen."""
    match tree:
        case Literal(value):
            return str(value)
        case Quantity(name, of):
            return f"{name}:{'+'.join(of)}"
        case Operation(name, operands):
            return f"({name} {' '.join(map(shape, operands))})"


SHAPES = [
    ("1_000", "1000"),
    ("50%", "500000"),
    ("0.0001%", "1"),
    ("1.40", "1400000"),
    ("9.99", "9990000"),
    ("300%", "3000000"),
    ("2030-06-30", str(date(2030, 6, 30).toordinal())),
    (" cash ( reserve ) ", "cash:reserve"),
    ("cash(cash,reserve , trap)", "cash:cash+reserve+trap"),
    ("period()", "period:"),
    ("fee-due(line-fee)", "fee-due:line-fee"),
    ("7 - 2 - 1", "(- (- 7 2) 1)"),
    ("7 - (2 - 1)", "(- 7 (- 2 1))"),
    ("1 + 2 * 50%", "(+ 1 (* 2 500000))"),
    ("(1 + 2) * 50%", "(* (+ 1 2) 500000)"),
    ("50% * 2", "(* 2 500000)"),
    ("50% * 2 * 10%", "(* (* 2 500000) 100000)"),
    ("1 + 2 < 3 + 4", "(< (+ 1 2) (+ 3 4))"),
    ("1 < 2 and 3 >= 4 or not 5 != 6", "(or (and (< 1 2) (>= 3 4)) (not (!= 5 6)))"),
    ("1 < 2 and (3 <= 4 or 5 = 6)", "(and (< 1 2) (or (<= 3 4) (= 5 6)))"),
    ("not not final()", "final:"),
    ("not not not final()", "(not final:)"),
    ("not final() = called(clean-up)", "(not (= final: called:clean-up))"),
    ("min(1, 2, max(3, 4))", "(min 1 2 (max 3 4))"),
    ("ratio(1, 2, 9.99)", "(ratio 1 2 9990000)"),
    ("if(1 > 2, 3, 4)", "(if (> 1 2) 3 4)"),
    ("trailing(4, collections())", "(trailing 4 collections:)"),
]


@pytest.mark.parametrize(("text", "meant"), SHAPES)
def test_a_text_is_read_as_it_is_meant(full: Deal, text: str, meant: str) -> None:
    assert shape(read_any(text, full)) == meant


KINDS = [
    ("5", Kind.AMOUNT),
    ("5.0", Kind.RATIO),
    ("5%", Kind.RATIO),
    ("2030-01-01", Kind.DATE),
    ("payment-date() >= 2030-01-01", Kind.FLAG),
    ("final()", Kind.FLAG),
    ("observed(ip-value)", Kind.AMOUNT),
    ("observed(tibor)", Kind.RATIO),
    ("observed(milestone)", Kind.FLAG),
    ("50% * observed(ip-value)", Kind.AMOUNT),
    ("50% * observed(tibor)", Kind.RATIO),
    ("observed(tibor) + 1%", Kind.RATIO),
    ("ratio(principal(A), original(A), 0%)", Kind.RATIO),
    ("if(triggered(ltv), 1%, 2%)", Kind.RATIO),
    ("if(triggered(ltv), 2030-01-01, payment-date())", Kind.DATE),
    ("min(2030-01-01, payment-date())", Kind.DATE),
    ("max(final(), triggered(ltv))", Kind.FLAG),
    ("trailing(2, paid(interest))", Kind.AMOUNT),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_formula_gives_one_kind_of_number(full: Deal, text: str, kind: Kind) -> None:
    assert read_formula(text, full, kind).kind is kind
    for other in set(Kind) - {kind}:
        with pytest.raises(FormulaError) as raised:
            read_formula(text, full, other)
        assert raised.value.what.startswith("the whole formula gives a")
        assert raised.value.reason is Reason.WRONG_TYPE


def test_the_longest_sum_can_be_followed_to_its_end(full: Deal) -> None:
    longest = " + ".join(["cash(cash)"] * (MOST_SIGNS // 4) + ["cash(trap)"])
    deal = replace(full, accounts=(*full.accounts[:2], replace(full.accounts[2], target=longest)))
    assert Quantity("cash", ("trap",), Kind.AMOUNT) in quantities_read(deal)


def test_every_formula_of_a_deal_is_found_with_its_key_and_kind(full: Deal) -> None:
    written = list(formulas_of(full))
    assert [each.key for each in written if each.kind is Kind.FLAG] == [
        "triggers[1] (cover).test",
        "triggers[2] (ltv).test",
        "triggers[3] (short).test",
        "inflows[1] (clean-up).condition",
        "clauses[1] (draw).condition",
        "clauses[9] (make-good).condition",
        "clauses[10] (into-trap).condition",
        "clauses[11] (out-of-trap).condition",
    ]
    assert [each.key for each in written if each.kind is Kind.AMOUNT] == [
        "accounts[2] (reserve).target",
        "fees[1] (line-fee).formula",
        "fees[1] (line-fee).base",
        "ledgers[1] (deficiency).grows_by",
        "inflows[1] (clean-up).amount",
        "clauses[10] (into-trap).limit",
        "clauses[14] (principal).limit",
        "clauses[16] (down).limit",
        "clauses[17] (up).limit",
    ]
    for each in written:
        assert read_formula(each.text, full, each.kind).kind is each.kind


# --- what holds of all texts ---

WORDS = (
    *QUANTITIES,
    *("min", "max", "ratio", "if", "trailing", "and", "or", "not"),
    *("(", ")", ",", "+", "-", "*", "<", "<=", ">", ">=", "=", "!=", "%", "_", "."),
    *("cash", "reserve", "A", "B", "tibor", "milestone", "ltv", "clean-up", "principal", "usd", "line"),
    *("0", "1", "4", "1_000", "50%", "1.40", "2030-06-30", "2030-13-01", "٣", "²", "\u3000", "\x1c"),
)
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
TEXTS |= st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


@given(TEXTS, st.sampled_from(Kind))
def test_any_text_is_a_formula_or_says_why_not_and_always_the_same(full: Deal, text: str, kind: Kind) -> None:
    def outcome() -> Formula | tuple[str, str, str]:
        try:
            return read_formula(text, full, kind)
        except FormulaError as error:
            return error.what, error.why, error.fix

    first = outcome()
    assert outcome() == first
    assert all(first) if isinstance(first, tuple) else first.kind is kind


def literals(kind: Kind) -> st.SearchStrategy[tuple[str, Formula]]:
    match kind:
        case Kind.AMOUNT:
            return st.integers(0, 2**63 - 1).map(lambda value: (f"{value:_}", Literal(value, Kind.AMOUNT)))
        case Kind.RATIO:
            return st.integers(0, 10**9).map(
                lambda ppm: (f"{ppm // 10**6}.{ppm % 10**6:06}", Literal(ppm, Kind.RATIO))
            ) | st.integers(0, 10**9).map(lambda ppm: (f"{ppm // 10**4}.{ppm % 10**4:04}%", Literal(ppm, Kind.RATIO)))
        case Kind.FLAG:
            return st.sampled_from([("final()", Quantity("final", (), Kind.FLAG))])
        case Kind.DATE:
            return st.dates().map(lambda day: (f"{day}", Literal(day.toordinal(), Kind.DATE)))


JOINED: dict[Kind, tuple[str, ...]] = {Kind.AMOUNT: ("+", "-"), Kind.RATIO: ("+", "-", "*"), Kind.FLAG: ("and", "or")}


@st.composite
def written(draw: st.DrawFn, kind: Kind, depth: int = 3) -> tuple[str, Formula]:
    """Give a tree and its text, every operation in parentheses."""
    if depth == 0 or draw(st.booleans()):
        return draw(literals(kind))

    def part(of: Kind) -> tuple[str, Formula]:
        return draw(written(of, depth - 1))

    def joined() -> tuple[str, Formula]:
        (left, a), (right, b) = part(kind), part(kind)
        sign = draw(st.sampled_from(JOINED.get(kind, ("min",))))
        text = f"min({left}, {right})" if sign == "min" else f"({left} {sign} {right})"
        return text, Operation(sign, (b, a) if sign == "*" else (a, b), kind)  # of two ratios, the first stands second

    def chosen() -> tuple[str, Formula]:
        (flag, a), (this, b), (that, c) = part(Kind.FLAG), part(kind), part(kind)
        return f"if({flag}, {this}, {that})", Operation("if", (a, b, c), kind)

    def compared() -> tuple[str, Formula]:
        of = draw(st.sampled_from(Kind))
        (left, a), (right, b) = part(of), part(of)
        sign = draw(st.sampled_from(("<", "<=", ">", ">=", "=", "!=")))
        return f"({left} {sign} {right})", Operation(sign, (a, b), Kind.FLAG)

    return draw(st.sampled_from([joined, chosen, *[compared] * (kind is Kind.FLAG)]))()


@given(st.sampled_from(Kind).flatmap(written))
def test_what_is_written_out_is_read_back(full: Deal, pair: tuple[str, Formula]) -> None:
    text, tree = pair
    assert read_formula(text, full, tree.kind) == tree


@given(st.from_regex(IDENTIFIER, fullmatch=True))
def test_a_formula_can_say_every_name_that_a_deal_can_give(full: Deal, name: str) -> None:
    deal = replace(full, accounts=(Account(id=name), *full.accounts[:-1]))
    assert read_formula(f"cash({name})", deal, Kind.AMOUNT) == Quantity("cash", (name,), Kind.AMOUNT)
