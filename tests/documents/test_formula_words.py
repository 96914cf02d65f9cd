import pytest

from chizai.deal.formula import FUNCTIONS
from chizai.deal.quantities import QUANTITIES, Kind, kind_of
from chizai.documents.book import DealBook
from chizai.documents.formula_words import formula_words
from chizai.documents.language import Language
from chizai.documents.words import words_of

ENGLISH = words_of(Language.ENGLISH, "JPY")
JAPANESE = words_of(Language.JAPANESE, "JPY")

AMOUNTS = {
    "50% * cash(cash)": ("50% of the cash in account cash", "口座「cash」の預金残高の50%"),
    "cash(cash, trap)": ("the cash in accounts cash and trap", "口座「cash」及び「trap」の預金残高"),
    "principal(A, B, C)": ("the outstanding principal of classes A, B and C", "トランシェA、B及びCの元本残高"),
    "principal(A) - 65% * observed(ip-value)": (
        "the excess of the outstanding principal of class A over 65% of the observed ip-value",
        "トランシェAの元本残高が観測値「ip-value」の65%を超える額",
    ),
    "trailing(4, collections())": (
        "the sum over the last 4 periods of the period's collections",
        "当期の回収金の直近4期の合計",
    ),
    "max(500_000, min(cash(cash), 3_000))": (
        "the greater of (i) ¥500,000 and (ii) (the lesser of (i) the cash in account cash and (ii) ¥3,000)",
        "(i)500,000円及び(ii)((i)口座「cash」の預金残高及び(ii)3,000円のうち最小のもの)のうち最大のもの",
    ),
    "fee-due(f) + paid(fee, fee2)": (
        "the amount owed on fee f plus the amount last paid under clauses fee and fee2",
        "報酬・費用「f」の未払額と直近に条項「fee」及び「fee2」により支払われた額の合計額",
    ),
    "cash(cash) + cash(trap) + 5": (
        "the sum of (i) the cash in account cash, (ii) the cash in account trap and (iii) ¥5",
        "(i)口座「cash」の預金残高、(ii)口座「trap」の預金残高及び(iii)5円の合計額",
    ),
    "80% * (cash(cash) - claim(line))": (
        "80% of (the excess of the cash in account cash over the amount to be reimbursed under guarantee line)",
        "(口座「cash」の預金残高が保証「line」に係る求償債務の額を超える額)の80%",
    ),
    "if(triggered(ltv), cash(cash), 0)": (
        "the cash in account cash if trigger ltv is on, otherwise ¥0",
        "トリガー「ltv」が発動中の場合は口座「cash」の預金残高、それ以外の場合は0円",
    ),
    "cash(cash) * observed(usdjpy)": (
        "the cash in account cash multiplied by the observed usdjpy",
        "口座「cash」の預金残高に観測値「usdjpy」を乗じた値",
    ),
    "300% * cash(cash)": ("300% of the cash in account cash", "口座「cash」の預金残高の300%"),
    "cash(cash) - (cash(trap) - 5)": (
        "the excess of the cash in account cash over (the excess of the cash in account trap over ¥5)",
        "口座「cash」の預金残高が(口座「trap」の預金残高が5円を超える額)を超える額",
    ),
    "cash(cash) - cash(trap) - 5": (
        "the excess of (the excess of the cash in account cash over the cash in account trap) over ¥5",
        "(口座「cash」の預金残高が口座「trap」の預金残高を超える額)が5円を超える額",
    ),
}

FLAGS = {
    "triggered(dscr) and not called(clean-up)": (
        "trigger dscr is on and call clean-up has not been made",
        "トリガー「dscr」が発動中、かつ、コール「clean-up」が未行使",
    ),
    "observed(milestone) or final()": (
        "milestone is reported or it is the final payment date",
        "「milestone」が報告済み、又は、最終支払期日",
    ),
    "not (triggered(dscr) and final()) and called(clean-up)": (
        "(trigger dscr is off or it is not the final payment date) and call clean-up has been made",
        "(トリガー「dscr」が非発動、又は、最終支払期日以外)、かつ、コール「clean-up」が行使済み",
    ),
    "ratio(collections(), interest-due(A), 9.99) < 1.40": (
        (
            "the ratio of the period's collections to the interest owed on class A (9.99 where the latter is zero) is"
            " less than 1.40"
        ),
        "トランシェAの支払うべき利息に対する当期の回収金の比率(前者が零のときは9.99)が1.40未満",
    ),
    "not observed(tibor) >= 5%": ("the observed tibor is less than 5%", "観測値「tibor」が5%未満"),
    "period() > 8": ("the number of the period is more than 8", "期の番号が8を超過"),
    "principal(A) = 0": ("the outstanding principal of class A equals ¥0", "トランシェAの元本残高が0円と一致"),
    "principal(A) != 0": (
        "the outstanding principal of class A does not equal ¥0",
        "トランシェAの元本残高が0円と不一致",
    ),
    "payment-date() >= 2030-06-30": (
        "the payment date is on or after 2030-06-30",
        "支払期日が2030年6月30日以後",
    ),
    "not payment-date() >= 2030-06-30": ("the payment date is before 2030-06-30", "支払期日が2030年6月30日より前"),
    "triggered(dscr) = triggered(ltv)": (
        "(trigger dscr is on and trigger ltv is on) or (trigger dscr is off and trigger ltv is off)",
        (
            "(トリガー「dscr」が発動中、かつ、トリガー「ltv」が発動中)、又は、"
            "(トリガー「dscr」が非発動、かつ、トリガー「ltv」が非発動)"
        ),
    ),
    "if(final(), triggered(dscr), triggered(ltv))": (
        (
            "(it is the final payment date and trigger dscr is on) or (it is not the final payment date and trigger ltv"
            " is on)"
        ),
        "(最終支払期日、かつ、トリガー「dscr」が発動中)、又は、(最終支払期日以外、かつ、トリガー「ltv」が発動中)",
    ),
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_reads_as_a_noun_in_both_languages(full: DealBook, text: str) -> None:
    said = tuple(formula_words(full.deal, text, Kind.AMOUNT, words) for words in (ENGLISH, JAPANESE))
    assert said == AMOUNTS[text]


@pytest.mark.parametrize("text", FLAGS)
def test_a_condition_reads_as_a_statement_in_both_languages(full: DealBook, text: str) -> None:
    said = tuple(formula_words(full.deal, text, Kind.FLAG, words) for words in (ENGLISH, JAPANESE))
    assert said == FLAGS[text]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("final() < triggered(ltv)", "it is not the final payment date and trigger ltv is on"),
        ("final() > triggered(ltv)", "it is the final payment date and trigger ltv is off"),
        ("final() <= triggered(ltv)", "it is not the final payment date or trigger ltv is on"),
        ("final() >= triggered(ltv)", "it is the final payment date or trigger ltv is off"),
        ("not final() < triggered(ltv)", "it is the final payment date or trigger ltv is off"),
        ("min(final(), triggered(ltv))", "it is the final payment date and trigger ltv is on"),
        ("not max(final(), triggered(ltv))", "it is not the final payment date and trigger ltv is off"),
        (
            "final() != triggered(ltv)",
            (
                "(it is the final payment date and trigger ltv is off) or (it is not the final payment date and trigger"
                " ltv is on)"
            ),
        ),
    ],
)
def test_flags_that_are_compared_are_said_by_what_holds(full: DealBook, text: str, holds: str) -> None:
    assert formula_words(full.deal, text, Kind.FLAG, ENGLISH) == holds


def test_days_and_ratios_are_chosen_among(full: DealBook) -> None:
    days = formula_words(full.deal, "max(payment-date(), 2027-01-01)", Kind.DATE, ENGLISH)
    ratio = formula_words(full.deal, "min(observed(tibor) - 1%, 50% * 3.5)", Kind.RATIO, ENGLISH)
    assert days == "the later of (i) the payment date and (ii) 2027-01-01"
    assert ratio == ("the lesser of (i) (the difference by which the observed tibor is above 1%) and (ii) 350% of 50%")


def test_a_share_reads_the_same_whichever_side_it_stands_on(full: DealBook) -> None:
    said = {
        formula_words(full.deal, text, Kind.RATIO, ENGLISH)
        for text in ("50% * observed(tibor)", "observed(tibor) * 50%")
    }
    assert said == {"50% of the observed tibor"}


def test_a_count_is_no_money_wherever_it_is_summed(full: DealBook) -> None:
    text = "if(final(), period() + 1, max(2, period())) > 3"
    said = formula_words(full.deal, text, Kind.FLAG, ENGLISH)
    assert "¥" not in said
    assert said.endswith("is more than 3")


def test_what_is_not_alike_never_reads_alike(full: DealBook) -> None:
    alike = [
        "cash(cash) - (cash(trap) + 5)",
        "(cash(cash) - cash(trap)) + 5",
        "cash(cash) - cash(trap) - 5",
        "50% * cash(cash) - cash(trap)",
        "50% * (cash(cash) - cash(trap))",
        "max(cash(cash), cash(trap) + 5)",
        "max(cash(cash), cash(trap)) + 5",
        "if(final(), cash(cash), cash(trap)) + 5",
        "if(final(), cash(cash), cash(trap) + 5)",
        "trailing(2, cash(cash)) + 5",
        "trailing(2, cash(cash) + 5)",
    ]
    for words in (ENGLISH, JAPANESE):
        assert len({formula_words(full.deal, text, Kind.AMOUNT, words) for text in alike}) == len(alike)


@pytest.mark.parametrize("name", sorted(QUANTITIES))
def test_every_quantity_has_words_in_both_languages(full: DealBook, name: str) -> None:
    ids = QUANTITIES[name].known(full.deal)
    of = tuple(ids[:1])
    kind = kind_of(full.deal, name, of)
    english, japanese = (formula_words(full.deal, f"{name}({', '.join(of)})", kind, w) for w in (ENGLISH, JAPANESE))
    assert english.isascii()
    assert english != japanese
    assert all(each in english and each in japanese for each in of)


def test_every_function_is_said(full: DealBook) -> None:
    texts = [*AMOUNTS, *FLAGS]
    assert [name for name in FUNCTIONS if not any(f"{name}(" in text for text in texts)] == []
    assert formula_words(full.deal, texts[0], Kind.AMOUNT, ENGLISH) == AMOUNTS[texts[0]][0]


def test_many_operands_are_numbered_past_ten(full: DealBook) -> None:
    text = f"max({', '.join(str(number) for number in range(12))})"
    assert formula_words(full.deal, text, Kind.AMOUNT, ENGLISH).endswith("(x) ¥9, (11) ¥10 and (12) ¥11")
