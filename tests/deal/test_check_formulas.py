"""Formulas of a deal that cannot be read, never change or go round in a circle are found with their key."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chizai.deal.check import check
from chizai.deal.model import Account, Deal
from chizai.units.result import Failure, Reason

# A formula of the full deal, another in its place, and the one failure that follows.
WRONG: list[tuple[str, str, Reason, str, str]] = [
    (
        "max(500_000, min(",
        "max(500_000, (",
        Reason.UNREADABLE,
        "accounts[2] (reserve).target",
        "')' is missing after 'max(500_000, (50% * annual-interest(A, B)'",
    ),
    (
        "1% * cash(reserve)",
        "1% + cash(reserve)",
        Reason.WRONG_TYPE,
        "fees[1] (line-fee).formula",
        "joins ratio and amount",
    ),
    (
        "undrawn(A) + available(line)",
        "undrawn(C)",
        Reason.UNKNOWN,
        "fees[1] (line-fee).base",
        "undrawn(...) knows no 'C'",
    ),
    ("observed(ip-value), 10.0", "principal(B), 10", Reason.WRONG_TYPE, "triggers[2] (ltv).test", "the third of ratio"),
    (
        "65% * observed(ip-value)",
        "observed(ip)",
        Reason.UNKNOWN,
        "ledgers[1] (deficiency).grows_by",
        "observed(...) knows no 'ip'",
    ),
    ("< target(reserve)", "+ target(reserve)", Reason.WRONG_TYPE, "triggers[3] (short).test", "gives an amount"),
    (
        "+ interest-due(A, B)",
        "+ unpaid(A, B)",
        Reason.UNKNOWN,
        "inflows[1] (clean-up).amount",
        "'unpaid' is no quantity",
    ),
    ("< 10% * original", "? 10% * original", Reason.UNREADABLE, "inflows[1] (clean-up).condition", "'?' cannot stand"),
    ("50% * cash(cash)", "50% cash(cash)", Reason.UNREADABLE, "clauses[10] (into-trap).limit", "'cash' is left over"),
    (
        "not triggered(cover) or",
        "not triggered(cove) or",
        Reason.UNKNOWN,
        "clauses[11] (out-of-trap).condition",
        "triggered(...) knows no 'cove'",
    ),
    (
        "not triggered(cover) or final()",
        "1 < 2",
        Reason.INCONSISTENT,
        "(out-of-trap).condition",
        "reads nothing of the deal",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "reason", "key", "says"), WRONG, ids=[f"{n}-{w[3]}" for n, w in enumerate(WRONG)]
)
def test_a_formula_that_is_none_is_said_with_its_key(
    failures_of: Callable[[str, str], tuple[Failure, ...]], old: str, new: str, reason: Reason, key: str, says: str
) -> None:
    failure = next(failure for failure in failures_of(old, new) if key in str(failure.place.key))
    assert failure.reason is reason
    assert says in failure.what
    assert failure.why
    assert failure.fix


def test_a_formula_that_cannot_be_read_hides_no_other_mistake_and_makes_none(
    failures_of: Callable[[str, str], tuple[Failure, ...]],
) -> None:
    (failure,) = failures_of("observed(milestone)", "observed(milestone")
    assert failure.reason is Reason.UNREADABLE
    assert failure.what == "the ids of observed are not complete after 'observed(' in 'observed(milestone'"


def test_what_nobody_measures_is_to_be_observed(failures_of: Callable[[str, str], tuple[Failure, ...]]) -> None:
    (failure,) = failures_of("cash(reserve) < target(reserve)", "ip-index() < 50%")
    assert failure.what.startswith("'ip-index' is no quantity")
    assert failure.fix.startswith("add it to [[observations]] and write observed(id), or use one of: cash,")
    (failure, *_) = failures_of("cash(reserve) < target(reserve)", "observed(ip-index) < 50%")
    assert failure.fix.startswith("add it to [[observations]] and write observed(id), or use one of: tibor,")


@pytest.mark.parametrize(
    ("targets", "circle"),
    [
        ({"a": "target(a)"}, "a -> a"),
        ({"a": "2.0 * target(b)", "b": "min(target(c), 5)", "c": "trailing(3, target(a))"}, "a -> b -> c -> a"),
        ({"a": "target(b)", "b": "target(b)"}, "b -> b"),
    ],
)
def test_targets_that_read_each_other_in_a_circle_are_refused(
    sound: Deal, targets: dict[str, str], circle: str
) -> None:
    accounts = tuple(Account(id=name, opening_minor=1, target=target) for name, target in targets.items())
    failures = check(replace(sound, accounts=(*sound.accounts, *accounts)))
    (cycle,) = [failure for failure in failures if failure.reason is Reason.CYCLE]
    number = 3 + list(targets).index(circle[0])
    assert cycle.place.key == f"accounts[{number}] ({circle[0]}).target"
    assert cycle.what == f"targets read each other in a circle: {circle}"


def test_a_target_that_reads_another_is_fine(full: Deal) -> None:
    cash = replace(full.accounts[0], target="2.0 * target(reserve)")
    failures = check(replace(full, accounts=(cash, *full.accounts[1:])))
    assert [failure.what for failure in failures] == ["no clause pays the target of 'cash'"]
