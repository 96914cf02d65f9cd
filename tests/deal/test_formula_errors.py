"""Why a text is no formula: each reason is said with the place in the text, and what to do."""

import pytest
from tests.deal.formulas_read import read_any

from chizai.deal.formula import DEEPEST, LONGEST, LONGEST_TRAIL, MOST_SIGNS, FormulaError
from chizai.deal.model import Deal
from chizai.units.result import Reason

ERRORS: list[tuple[str, Reason, str]] = [
    # what is not complete, or too much
    ("", Reason.UNREADABLE, "a number is missing in ''"),
    ("1 +", Reason.UNREADABLE, "a number is missing after '1 +' in '1 +'"),
    ("1 + )", Reason.UNREADABLE, "')' cannot stand after '1 + )'"),
    ("(1", Reason.UNREADABLE, "')' is missing after '(1'"),
    ("1 2", Reason.UNREADABLE, "'2' is left over after '1'"),
    ("1 < 2 < 3", Reason.UNREADABLE, "'<' is left over after '1 < 2'"),
    ("final() final()", Reason.UNREADABLE, "'final' is left over"),
    ("min 1", Reason.UNREADABLE, "'(' is missing after 'min'"),
    ("min(1, 2", Reason.UNREADABLE, "')' is missing"),
    ("cash", Reason.UNREADABLE, "'(' is missing after 'cash'"),
    ("cash(reserve", Reason.UNREADABLE, "the ids of cash are not complete"),
    ("cash(reserve,)", Reason.UNREADABLE, "the ids of cash are not complete"),
    ("1 / 2", Reason.UNREADABLE, "'/' cannot stand after '1'"),
    ("10 %", Reason.UNREADABLE, "'%' cannot stand"),
    ("5.", Reason.UNREADABLE, "'.' cannot stand"),
    ("-5", Reason.UNREADABLE, "'-' cannot stand"),
    ("Cash(reserve)", Reason.UNREADABLE, "'C' cannot stand"),
    ("2030-02-30", Reason.UNREADABLE, "'2030-02-30' is no day"),
    ("0000-01-01", Reason.UNREADABLE, "'0000-01-01' is no day"),
    # names
    ("cash(till)", Reason.UNKNOWN, "cash(...) knows no 'till'"),
    ("target(cash)", Reason.UNKNOWN, "target(...) knows no 'cash'"),
    ("undrawn(B)", Reason.UNKNOWN, "undrawn(...) knows no 'B'"),
    ("principal(senior)", Reason.UNKNOWN, "principal(...) knows no 'senior'"),
    ("wealth(A)", Reason.UNKNOWN, "'wealth' is no quantity"),
    ("cash()", Reason.UNREADABLE, "cash() is not how it is written"),
    ("period(A)", Reason.UNREADABLE, "period(A) is not how it is written"),
    ("triggered(ltv, cover)", Reason.UNREADABLE, "triggered(ltv, cover) is not how it is written"),
    ("cash(trap, trap)", Reason.UNREADABLE, "cash(trap, trap) is not how it is written"),
    # kinds
    ("1 + 1%", Reason.WRONG_TYPE, "'+' joins amount and ratio"),
    ("1 < 1%", Reason.WRONG_TYPE, "'<' joins amount and ratio"),
    ("final() + final()", Reason.WRONG_TYPE, "'+' joins two of flag"),
    ("2030-01-01 - 2029-01-01", Reason.WRONG_TYPE, "'-' joins two of date"),
    ("2 * 3", Reason.WRONG_TYPE, "amount * amount has no meaning"),
    ("50% * final()", Reason.WRONG_TYPE, "flag * ratio has no meaning"),
    ("2030-01-01 * 50%", Reason.WRONG_TYPE, "date * ratio has no meaning"),
    ("not 1", Reason.WRONG_TYPE, "what follows 'not' gives an amount"),
    ("1 and final()", Reason.WRONG_TYPE, "what stands before 'and' gives an amount"),
    ("final() or 1%", Reason.WRONG_TYPE, "what stands after 'or' gives a ratio"),
    ("min(1, 1%)", Reason.WRONG_TYPE, "'min' joins amount and ratio"),
    ("if(1, 2, 3)", Reason.WRONG_TYPE, "the first of if(...) gives an amount"),
    ("if(final(), 2, 3%)", Reason.WRONG_TYPE, "'if' joins amount and ratio"),
    ("ratio(1, 2, 3)", Reason.WRONG_TYPE, "the third of ratio(...)"),
    ("trailing(2, 1%)", Reason.WRONG_TYPE, "what trailing(...) sums gives a ratio"),
    # operands
    ("min(1)", Reason.UNREADABLE, "min(...) has other operands than it takes"),
    ("ratio(1, 2)", Reason.UNREADABLE, "ratio(...) has other operands than it takes"),
    ("if(final(), 1)", Reason.UNREADABLE, "if(...) has other operands than it takes"),
    ("trailing(0, 1)", Reason.UNREADABLE, "trailing(...) has other operands than it takes"),
    (f"trailing({LONGEST_TRAIL + 1}, 1)", Reason.UNREADABLE, "trailing(...) has other operands"),
    ("trailing(period(), 1)", Reason.UNREADABLE, "trailing(...) has other operands than it takes"),
    # sizes
    ("0.0000001", Reason.OUT_OF_RANGE, "'0.0000001' is finer than a millionth"),
    ("0.00001%", Reason.OUT_OF_RANGE, "'0.00001%' is finer than a millionth"),
    (f"{2**63}", Reason.OUT_OF_RANGE, "is too large"),
    ("1000.1", Reason.OUT_OF_RANGE, "'1000.1' is too large"),
    ("9" * (LONGEST + 1), Reason.OUT_OF_RANGE, "the formula has 2_001 characters"),
    ("(" * DEEPEST + "1" + ")" * DEEPEST, Reason.OUT_OF_RANGE, "too much stands within itself"),
    (" + ".join("1" * (MOST_SIGNS // 2 + 1)), Reason.OUT_OF_RANGE, "too much stands after"),
]


@pytest.mark.parametrize(
    ("text", "reason", "says"), ERRORS, ids=[f"{n}-{text[:20]}" for n, (text, *_) in enumerate(ERRORS)]
)
def test_a_text_that_is_no_formula_says_why_and_what_to_do(full: Deal, text: str, reason: Reason, says: str) -> None:
    with pytest.raises(FormulaError) as raised:
        read_any(text, full)
    assert says in raised.value.what
    assert raised.value.reason is reason
    assert raised.value.why
    assert raised.value.fix


@pytest.mark.parametrize(
    "text",
    [
        f"{2**63 - 1}",
        "1000.0",
        "9" * 3 + "%",
        "(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1),
        " + ".join("1" * (MOST_SIGNS // 2)),
        f"trailing({LONGEST_TRAIL}, 1)",
        "not " * (MOST_SIGNS - 4) + "final()",
    ],
    ids=["63 bits", "largest ratio", "percent", "deepest", "longest", "trail", "negations"],
)
def test_the_largest_of_everything_is_read(full: Deal, text: str) -> None:
    assert read_any(text, full)
