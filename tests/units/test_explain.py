from chizai.units.explain import Explained
from chizai.units.result import Place

INTEREST = Explained(
    "interest",
    "100",
    "balance x rate x days",
    (
        Explained("balance", "1,000", source=Place("deal.toml", None, "classes[1].balance_minor")),
        Explained("fraction", "365/365", parts=(Explained("days", "365"),)),
    ),
)


def test_an_explanation_walks_parents_before_parts() -> None:
    assert [node.label for node in INTEREST.walk()] == ["interest", "balance", "fraction", "days"]


def test_an_explanation_reads_as_an_indented_tree_with_rules_and_sources() -> None:
    assert list(INTEREST.lines()) == [
        "interest: 100  (balance x rate x days)",
        "  balance: 1,000  <deal.toml: classes[1].balance_minor>",
        "  fraction: 365/365",
        "    days: 365",
    ]


def test_a_number_that_was_taken_apart_once_is_referred_to() -> None:
    opening = Explained("opening", "1,000", "closing of the period before", (Explained("issued", "1,000"),))
    closing = Explained("closing", "900", "opening - paid", (opening, Explained("paid", "100", parts=(opening,))))
    assert list(closing.lines()) == [
        "closing: 900  (opening - paid)",
        "  opening: 1,000  (closing of the period before)",
        "    issued: 1,000",
        "  paid: 100",
        "    opening: 1,000  (closing of the period before; see above)",
    ]
    assert [node.label for node in closing.walk()] == ["closing", "opening", "issued", "paid"]


def test_a_number_can_explain_itself_after_a_hundred_periods_that_build_on_each_other() -> None:
    balance = Explained("balance 0", "1,000")
    for period in range(1, 101):
        interest = Explained(f"interest {period}", "10", parts=(balance,))
        balance = Explained(f"balance {period}", "1,000", parts=(balance, interest))
    assert len(list(balance.walk())) == 201
    # every interest refers back to the balance before it, which is shown above
    assert len(list(balance.lines())) == 301


def test_a_tree_can_be_shown_to_a_depth() -> None:
    tree = Explained("a", "1", parts=(Explained("b", "2", parts=(Explained("c", "3"),)),))
    assert list(tree.lines(depth=0)) == ["a: 1"]
    assert list(tree.lines(depth=1)) == ["a: 1", "  b: 2"]
    assert list(tree.lines()) == ["a: 1", "  b: 2", "    c: 3"]
