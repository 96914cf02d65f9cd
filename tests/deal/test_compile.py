"""The program of a deal: what is compiled, and what is refused because it could leave 63 bits."""

from dataclasses import replace
from typing import Any

import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.model import Account, Clause, Deal, Fee, Order, Pay
from chizai.deal.program import COLLECTIONS_MAX_MINOR, Op, Program, SlotKind
from chizai.units.daycount import DayCount
from chizai.units.rate import INT64_MAX
from chizai.units.result import Failed, Ok, Reason
from chizai.units.schedule import add_months
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import class_table, fee_table, scheduled_due


def compiled(deal: Deal) -> Program:
    result = compile_deal(deal)
    assert isinstance(result, Ok), result
    return result.value


def with_class(deal: Deal, **terms: Any) -> Deal:
    first, *others = deal.classes
    return replace(deal, classes=(replace(first, **terms), *others))


def overflow_keys(deal: Deal) -> list[str | None]:
    result = compile_deal(deal, "a.toml")
    assert isinstance(result, Failed)
    assert {failure.reason for failure in result.failures} == {Reason.OVERFLOW}
    assert {failure.place.file for failure in result.failures} == {"a.toml"}
    return [failure.place.key for failure in result.failures]


def test_each_promise_has_its_slot_and_a_slot_that_is_not_there_is_an_error(sound: Deal) -> None:
    program = compiled(sound)
    assert program.slots[program.slot(SlotKind.PRINCIPAL, "A")].opening_minor == 1_000_000
    assert program.slots[program.slot(SlotKind.INTEREST_ON_INTEREST, "A")].label == "interest-on-interest:A"
    with pytest.raises(KeyError, match="DISTRIBUTED:A"):
        program.slot(SlotKind.DISTRIBUTED, "A")


def test_every_step_reads_and_writes_slots_that_are_there(sound: Deal) -> None:
    program = compiled(sound)
    for step in program.steps:
        assert 0 <= step.a < len(program.slots)
        assert all(slot < len(program.slots) for slot in step.limiting) or step.op is not Op.PAY
        assert 0 <= step.first_period <= step.last_period == len(program.payment_dates) - 1


def test_amounts_that_are_alike_share_a_table(sound: Deal) -> None:
    alike = replace(sound, fees=(replace(sound.fees[0], amount_minor=5_000),))
    assert compiled(alike).tables == ((100_000,) * 4, (5_000,) * 4)


def test_a_product_that_could_pass_63_bits_is_named_with_its_class(sound: Deal) -> None:
    big = with_class(sound, balance_minor=9 * 10**18, scheduled_principal_ppm=0)
    assert overflow_keys(big)[0] == "classes[1] (A)"
    result = compile_deal(big)
    assert isinstance(result, Failed)
    assert result.failures[0].what.startswith("accrue into interest:A could reach ")
    assert result.failures[0].what.endswith("in period 1")


def test_a_product_of_a_fee_or_a_clause_is_named_with_it(sound: Deal) -> None:
    fee = replace(sound, fees=(replace(sound.fees[0], amount_minor=INT64_MAX),))
    assert overflow_keys(fee)[0] == "fees[1] (servicing)"
    target = tuple(replace(each, target_minor=each.target_minor and INT64_MAX) for each in sound.accounts)
    full = replace(sound, accounts=target)
    assert compiled(full)
    drawn = with_class(sound, balance_minor=4 * 10**18, coupon_ppm_annual=0, scheduled_principal_ppm=0)
    insured = replace(
        drawn,
        fees=(),
        guarantees=(replace(drawn.guarantees[0], limit_minor=4 * 10**18),),
        clauses=(Clause(id="insured", pay=Pay.PRINCIPAL, to=("A",), source="cover"), drawn.clauses[-1]),
    )
    assert overflow_keys(insured) == ["clauses[1] (insured).pay"]
    filled = replace(sound, accounts=(Account(id="cash", opening_minor=INT64_MAX), *sound.accounts[1:]))
    assert overflow_keys(filled)[0] == "accounts[1] (cash)"


def test_a_product_of_a_formula_is_named_with_what_the_formula_belongs_to(full: Deal) -> None:
    big = replace(full, observations=tuple(replace(each, most=9 * 10**18) for each in full.observations))
    assert "triggers[2] (ltv)" in overflow_keys(big)


def test_the_step_is_reported_only_for_the_first_period_in_which_it_fails(sound: Deal) -> None:
    big = with_class(sound, balance_minor=9 * 10**18)
    assert len(overflow_keys(big)) == len(set(overflow_keys(big)))


def test_cash_that_is_moved_often_is_not_counted_twice(sound: Deal) -> None:
    names = ("one", "two", "three")
    chain = [
        Clause(id=f"to-{to}", pay=Pay.TRANSFER, to=(to,), source=source)
        for source, to in zip(("cash", *names), names, strict=False)
    ]
    months = 12 * 99
    long = replace(
        sound,
        accounts=(*sound.accounts, *(Account(id=name) for name in names)),
        clauses=(*sound.clauses[:-1], *chain, replace(sound.clauses[-1], source="three")),
        schedule=replace(sound.schedule, months=1, final_payment_on=add_months(sound.closing_on, months)),
    )
    program = compiled(long)
    run = run_exact(program, (COLLECTIONS_MAX_MINOR,) * months)
    residual = program.slot(SlotKind.DISTRIBUTED, "B")
    # but for the fee: 1 % of collections and 10 % tax on it, and 100 with its tax
    assert run.closing(months - 1, residual) > COLLECTIONS_MAX_MINOR * months * 988 // 1000


@pytest.mark.parametrize("pay", [Pay.RESIDUAL, Pay.TRANSFER])
def test_pro_rata_to_one_recipient_is_the_same_as_sequential(sound: Deal, pay: Pay) -> None:
    clauses = tuple(replace(each, order=Order.PRO_RATA) if each.pay is pay else each for each in sound.clauses)
    assert compiled(replace(sound, clauses=clauses)).steps == compiled(sound).steps


def test_scheduled_principal_never_exceeds_what_is_outstanding(sound: Deal) -> None:
    run = run_exact(compiled(sound), (1_400_000, 0, 0, 0))
    repaid = class_table(run, "A")[0]
    scheduled = run.program.slot(SlotKind.SCHEDULED, "A")
    assert repaid.closing_minor < 100_000
    assert run.closing(1, scheduled) == run.closing(3, scheduled) == repaid.closing_minor


def test_what_is_scheduled_and_not_paid_is_due_again(sound: Deal) -> None:
    plain = replace(with_class(sound, coupon_ppm_annual=0), fees=(), clauses=(sound.clauses[4], sound.clauses[-1]))
    run = run_exact(compiled(plain), (30_000, 0, 170_000, 0))
    assert scheduled_due(run, "A") == (100_000, 170_000, 270_000, 200_000)


def paid_by_schedule(sound: Deal, inflow_minor: int, *before: Clause) -> list[int]:
    """Give what A and C get in the first period, where 100,000 and 300,000 fall due and are paid pro rata."""
    only_a = with_class(sound, coupon_ppm_annual=0)
    twin = replace(only_a.classes[0], id="C", scheduled_principal_ppm=300_000)
    clause = replace(sound.clauses[4], to=("A", "C"), order=Order.PRO_RATA)
    deal = replace(only_a, classes=(*only_a.classes, twin), fees=(), clauses=(*before, clause, sound.clauses[-1]))
    run = run_exact(compiled(deal), (inflow_minor, 0, 0, 0))
    return [class_table(run, name)[0].principal_paid_minor for name in ("A", "C")]


def test_scheduled_principal_that_is_shared_pro_rata_follows_what_has_fallen_due(sound: Deal) -> None:
    # a quarter and three quarters, and the left-over yen to the first
    assert paid_by_schedule(sound, 40_001) == [10_001, 30_000]


def test_scheduled_principal_that_was_prepaid_takes_no_part_in_the_split(sound: Deal) -> None:
    prepaid = Clause(id="prepay", pay=Pay.PRINCIPAL, to=("A",), source="cash", limit_minor=950_000)
    # 50,000 of A are left against 300,000: a seventh and six sevenths of 35,000
    assert paid_by_schedule(sound, 950_000 + 35_000, prepaid) == [950_000 + 5_000, 30_000]


def test_a_fee_waits_for_its_first_period_and_runs_on_opening_balances(sound: Deal) -> None:
    fee = Fee(
        id="late",
        payee="servicer",
        balance_ppm_annual=10_000,
        classes=("A",),
        day_count=DayCount.E30_360,
        first_period=3,
    )
    deal = replace(sound, fees=(fee,), clauses=(replace(sound.clauses[0], to=("late",)), *sound.clauses[1:]))
    run = run_exact(compiled(deal), (0, 0, 0, 0))
    # a quarter of 1 % of 1,000,000, owed twice
    assert [row.due_minor for row in fee_table(run, "late")] == [0, 0, 2_500, 5_000]


def test_interest_on_unpaid_interest_is_owed_only_where_it_is_promised(sound: Deal) -> None:
    thirty = with_class(sound, day_count=DayCount.E30_360, coupon_ppm_annual=120_000)
    without = with_class(thirty, interest_on_unpaid=False)
    deals = [replace(each, guarantees=(), clauses=(each.clauses[1], each.clauses[-1])) for each in (thirty, without)]
    owed = [class_table(run_exact(compiled(each), (0, 0, 0, 0)), "A")[1].interest_unpaid_minor for each in deals]
    assert owed == [30_000 + 30_000 + 900, 30_000 + 30_000]
