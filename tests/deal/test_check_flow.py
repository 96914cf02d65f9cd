"""Clauses that make no sense, cash without a way, and what is there for nothing: each is found once, with its key."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.deal.said import assert_said_once

from chizai.deal.cash_in import Inflow
from chizai.deal.check import check
from chizai.deal.measures import Ledger
from chizai.deal.model import Account, Clause, Deal, Pay, When
from chizai.units.result import Failure, Reason

# What stands in the text of the full deal, what stands there instead, and the one failure that follows.
WRONG: list[tuple[str, str, Reason, str, str]] = [
    (
        'to = ["B"]\n',
        'to = ["B"]\nsource = "cash"\n',
        Reason.INCONSISTENT,
        "(add-interest).source",
        "has the source 'cash'",
    ),
    (
        'to = ["cash"]\nsource = "A"',
        'to = ["cash"]\nsource = "B"',
        Reason.UNKNOWN,
        "clauses[1] (draw).source",
        "'B' is not a class with a commitment",
    ),
    (
        'to = ["cash"]\nsource = "A"',
        'to = ["cash", "trap"]\nsource = "A"',
        Reason.INCONSISTENT,
        "clauses[1] (draw).to",
        "draw goes to 2 recipients",
    ),
    (
        'pay = "release"\nto = ["cash"]\nsource = "reserve"',
        'pay = "release"\nto = ["cash"]\nsource = "trap"',
        Reason.INCONSISTENT,
        "clauses[8] (release).source",
        "'trap' has no target",
    ),
    (
        'pay = "release"\nto = ["cash"]',
        'pay = "release"\nto = ["cash", "trap"]',
        Reason.INCONSISTENT,
        "clauses[8] (release).to",
        "release goes to 2 recipients",
    ),
    (
        "revolving = true\n",
        "",
        Reason.INCONSISTENT,
        "clauses[3] (fee-from-line).source",
        "the guarantee 'line' is to pay fee",
    ),
    (
        'pay = "principal"\nto = ["every"]\nsource = "cash"',
        'pay = "principal"\nto = ["every"]\nsource = "line"',
        Reason.INCONSISTENT,
        "clauses[14] (principal).when",
        "to pay principal in every period",
    ),
    ('to = ["every"]', 'to = ["every", "A"]', Reason.DUPLICATE, "(principal).to", "leads to 'A' more than once"),
    (
        'pay = "capitalise"\nto = ["B"]',
        'pay = "capitalise"\nto = ["C"]',
        Reason.UNKNOWN,
        "(add-interest).to",
        "bears interest",
    ),
    (
        'pay = "write-up"\nto = ["C"]',
        'pay = "write-up"\nto = ["senior"]',
        Reason.INCONSISTENT,
        "clauses[17] (up).to",
        "nothing writes 'A', 'B' down",
    ),
    (
        'limit = "ledger(deficiency) - written-off(C)"\n',
        "",
        Reason.MISSING,
        "clauses[16] (down).limit",
        "neither a limit nor a condition",
    ),
    (
        "ledger(deficiency) - written-off(C)",
        "ledger(deficiency)",
        Reason.INCONSISTENT,
        "clauses[16] (down).limit",
        "the write-down is limited by 'deficiency', and takes nothing off it",
    ),
    (
        "ledger(deficiency) - written-off(C)",
        "ledger(deficiency) - written-off(A)",
        Reason.INCONSISTENT,
        "clauses[16] (down).limit",
        "the write-down is limited by 'deficiency', and takes nothing off it",
    ),
    (
        'pay = "capitalise"\n',
        'pay = "capitalise"\nagainst = "deficiency"\n',
        Reason.INCONSISTENT,
        "clauses[15] (add-interest).against",
        "capitalise is against the ledger 'deficiency'",
    ),
    (
        'pay = "write-up"\n',
        'pay = "write-up"\nagainst = "cash"\n',
        Reason.UNKNOWN,
        "clauses[17] (up).against",
        "'cash' is not a ledger",
    ),
    (
        'pay = "reimbursement"\nto = ["line"]',
        'pay = "fee"\nto = ["line-fee"]',
        Reason.INCONSISTENT,
        "guarantees[1] (line).rate_ppm_annual",
        "no clause pays the provider's claim of 'line'",
    ),
    (
        "limit_minor = 1_000_000",
        "limit_minor = 0",
        Reason.OUT_OF_RANGE,
        "clauses[2] (fee).limit_minor",
        "the limit is 0",
    ),
    ("months = [4, 10]", "months = [4, 13]", Reason.OUT_OF_RANGE, "clauses[18] (dividend).months", "months = [4, 13]"),
    ("months = [4, 10]", "months = [4, 4]", Reason.DUPLICATE, "clauses[18] (dividend).months", "months = [4, 4]"),
    ("months = [4, 10]", "months = [5]", Reason.INCONSISTENT, "(dividend).months", "of the 24 payment dates"),
    (
        "until_on = 2030-12-31",
        "from_on = 2030-11-01\nuntil_on = 2030-12-31",
        Reason.INCONSISTENT,
        "(dividend).months",
        "none meets",
    ),
    (
        "until_on = 2030-12-31",
        "until_on = 2030-12-31\nfrom_on = 2031-01-01",
        Reason.INCONSISTENT,
        "clauses[18] (dividend).until_on",
        "it ends on 2030-12-31, before it begins on 2031-01-01",
    ),
    (
        'limit = "paid(principal)"',
        'when = "final-period"\nmonths = [4]\nlimit = "paid(principal)"',
        Reason.INCONSISTENT,
        "clauses[17] (up).months",
        "the final payment date, 2031-01-15, never meets",
    ),
    (
        "until_on = 2030-12-31\nmonths = [4, 10]\n",
        "",
        Reason.INCONSISTENT,
        "clauses[19] (last).source",
        "'cash' is always empty here: the clause 'dividend' above takes all",
    ),
    (
        'source = "cash"\nwhen = "final-period"',
        'source = "cash"\nwhen = "final-period"\ncondition = "triggered(ltv)"',
        Reason.INCONSISTENT,
        "clauses",
        "nothing takes what is left in 'cash' after the last payment",
    ),
    (
        'source = "reserve"\nwhen = "final-period"',
        'source = "reserve"\nuntil_on = 2030-12-31',
        Reason.INCONSISTENT,
        "accounts[2] (reserve).id",
        "nothing takes what is left in 'reserve' after the last payment",
    ),
    (
        'condition = "not triggered(cover) or final()"',
        'condition = "not triggered(cover) and final()"',
        Reason.INCONSISTENT,
        "accounts[3] (trap).id",
        "nothing takes what is left in 'trap' after the last payment",
    ),
    # what is there for nothing
    (
        'pay = "draw"\nto = ["cash"]\nsource = "A"\ncondition = "observed(milestone)"',
        'pay = "release"\nto = ["cash"]\nsource = "reserve"\ncondition = "observed(milestone)"',
        Reason.INCONSISTENT,
        "classes[1] (A).commitment_minor",
        "no clause draws on the commitment of 'A'",
    ),
    (
        "if(triggered(ltv), cash(cash), 80% * cash(cash))",
        "80% * cash(cash)",
        Reason.INCONSISTENT,
        "triggers[2] (ltv).id",
        "no formula reads the trigger 'ltv'",
    ),
    (
        'condition = "observed(milestone)"\n',
        "",
        Reason.INCONSISTENT,
        "observations[3] (milestone).id",
        "'milestone' is measured for nothing",
    ),
    (
        "breach_periods = 2",
        "breach_periods = 0",
        Reason.OUT_OF_RANGE,
        "triggers[1] (cover).breach_periods",
        "0 periods are none",
    ),
    ("cure_periods = 2", "cure_periods = 0", Reason.OUT_OF_RANGE, "(cover).cure_periods", "0 periods are none"),
    (
        "breach_periods = 2",
        "breach_periods = 25",
        Reason.OUT_OF_RANGE,
        "(cover).breach_periods",
        "more than the deal has",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "reason", "key", "says"), WRONG, ids=[f"{n}-{w[3]}" for n, w in enumerate(WRONG)]
)
def test_what_is_wrong_is_said_once_with_its_key(
    failures_of: Callable[[str, str], tuple[Failure, ...]], old: str, new: str, reason: Reason, key: str, says: str
) -> None:
    assert_said_once(failures_of(old, new), reason, key, says)


def with_clauses(deal: Deal, clauses: Sequence[Clause]) -> Deal:
    return replace(deal, clauses=tuple(clauses))


def without(deal: Deal, *names: str) -> Deal:
    return with_clauses(deal, [clause for clause in deal.clauses if clause.id not in names])


def told(deal: Deal) -> list[tuple[str | None, str]]:
    return [(failure.place.key, failure.what) for failure in check(deal)]


def test_a_ledger_that_nothing_makes_good_and_no_formula_reads_is_kept_for_nothing(full: Deal) -> None:
    idle = replace(full, ledgers=(*full.ledgers, Ledger(id="idle", grows_by="1")))
    what = "nothing makes the ledger 'idle' good, and no formula reads it"
    assert told(idle) == [("ledgers[2] (idle).id", what)]


def test_a_target_that_nothing_fills_is_no_promise_if_the_account_lets_go_what_is_above_it(sound: Deal) -> None:
    unfilled = without(sound, "fill-reserve")
    assert told(unfilled) == [("accounts[2] (reserve).target_minor", "no clause pays the target of 'reserve'")]
    release = Clause(id="let-go", pay=Pay.RELEASE, to=("cash",), source="reserve")
    assert told(with_clauses(unfilled, (release, *unfilled.clauses))) == []


def test_interest_that_is_added_to_the_principal_is_paid_with_it(full: Deal) -> None:
    capitalised = [replace(clause, to=("A",)) if clause.pay is Pay.INTEREST else clause for clause in full.clauses]
    assert told(with_clauses(full, capitalised)) == []
    neither = [clause for clause in capitalised if clause.pay is not Pay.CAPITALISE]
    assert told(with_clauses(full, neither)) == [
        ("classes[2] (B).coupon_ppm_annual", "no clause pays the interest of 'B'")
    ]


@pytest.mark.parametrize(
    ("scheduled_ppm", "left"), [(249_999, "4 of 1_000_000 (0.0004%)"), (100_000, "600_000 of 1_000_000 (60%)")]
)
def test_a_schedule_that_leaves_principal_which_no_clause_pays_contradicts_itself(
    sound: Deal, scheduled_ppm: int, left: str
) -> None:
    classes = (replace(sound.classes[0], scheduled_principal_ppm=scheduled_ppm), sound.classes[1])
    clauses = [replace(c, to=("B",)) if c.pay is Pay.PRINCIPAL else c for c in sound.clauses]
    (failure,) = check(with_clauses(replace(sound, classes=classes), clauses))
    assert failure.place.key == "classes[1] (A).scheduled_principal_ppm"
    assert failure.what == f"the schedule leaves {left} at final maturity, and no principal clause stands there"


def test_a_plan_that_ends_above_0_needs_a_principal_clause_at_final_maturity(full: Deal) -> None:
    first, *others = full.classes
    classes = (replace(first, planned_balances=first.planned_balances[:1]), *others)
    assert told(replace(full, classes=classes)) == []
    days = {Pay.PRINCIPAL: date(2030, 1, 1), Pay.DRAW: date(2029, 1, 1)}
    early = [replace(clause, until_on=days.get(clause.pay, clause.until_on)) for clause in full.clauses]
    (failure,) = check(with_clauses(replace(full, classes=classes), early))
    assert failure.place.key == "classes[1] (A).planned_balances"
    assert failure.what.startswith("the schedule leaves 80_000_000 of 120_000_000 (66.6666%) at final maturity")


def test_an_account_that_a_stream_or_an_inflow_fills_must_let_its_cash_go(sound: Deal) -> None:
    sale = Inflow(id="sale", payer="bank", account="side", amount="5", condition="final()")
    sold = replace(sound, accounts=(*sound.accounts, Account(id="side")), inflows=(sale,))
    assert told(sold) == [("accounts[3] (side).id", "no clause pays out of 'side'")]
    interest = Clause(id="from-side", pay=Pay.INTEREST, to=("A",), source="side")
    some = with_clauses(sold, (interest, *sold.clauses))
    assert told(some) == [("accounts[3] (side).id", "nothing takes what is left in 'side' after the last payment")]
    everything = Clause(id="all", pay=Pay.TRANSFER, to=("cash",), source="side", when=When.FINAL_PERIOD)
    assert told(with_clauses(sold, (interest, everything, *sold.clauses))) == []
    assert told(with_clauses(sold, (*sold.clauses, everything))) == [
        ("clauses", "nothing takes what is left in 'cash' after the last payment")
    ]


def test_a_transfer_into_an_empty_account_in_the_final_period_is_followed(sound: Deal) -> None:
    fill = Clause(id="again", pay=Pay.TOP_UP, to=("reserve",), source="cash")
    release = next(n for n, clause in enumerate(sound.clauses) if clause.id == "release-reserve")
    refilled = (*sound.clauses[: release + 1], fill, *sound.clauses[release + 1 :])
    assert told(with_clauses(sound, refilled)) == [
        ("accounts[2] (reserve).id", "nothing takes what is left in 'reserve' after the last payment")
    ]
    until = replace(fill, condition="not final()")
    assert told(with_clauses(sound, (*refilled[: release + 1], until, *refilled[release + 2 :]))) == []


def test_clauses_that_share_the_year_do_not_shut_each_other_out(sound: Deal) -> None:
    rest = sound.clauses[-1]
    spring = replace(rest, id="spring", months=(1, 4))
    autumn = replace(rest, id="autumn", months=(7, 10))
    assert told(with_clauses(sound, (*sound.clauses[:-1], spring, autumn))) == []
    every = replace(rest, id="every")
    late = with_clauses(sound, (*sound.clauses[:-1], every, autumn))
    assert told(late) == [
        ("clauses[10] (autumn).source", "'cash' is always empty here: the clause 'every' above takes all of it")
    ]
