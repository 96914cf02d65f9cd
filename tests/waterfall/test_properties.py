"""What holds of every deal, whatever it promises and collects."""

from collections import defaultdict
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.model import Deal, Order
from chizai.deal.program import NONE, Op, SlotKind
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import Done, ExactRun
from chizai.waterfall.explain import Explainer
from chizai.waterfall.tables import account_table, class_table, fee_table, guarantee_table, residual_paid, scheduled_due

Cases: TypeAlias = st.SearchStrategy[Explainer]


def payments(run: ExactRun, period: int) -> list[Done]:
    return [done for done in run.of_period(period) if run.program.steps[done.step].op is Op.PAY]


def paid_to_others(deal: Deal, run: ExactRun, period: int) -> int:
    """Sum what leaves the company in a period, from the tables alone."""
    to_classes = sum(class_table(run, security.id)[period].paid_minor for security in deal.classes)
    to_fees = sum(fee_table(run, fee.id)[period].paid_minor for fee in deal.fees)
    to_parties = sum(residual_paid(run, period, party.id) for party in deal.parties)
    guaranteed = [guarantee_table(run, guarantee.id)[period] for guarantee in deal.guarantees]
    of_guarantors = sum(row.reimbursed_minor - row.drawn_minor for row in guaranteed)
    return to_classes + to_fees + to_parties + of_guarantors


@given(data=st.data())
def test_what_comes_in_is_paid_out_or_still_there(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    assert_conserved(case.run)
    for period, inflow_minor in enumerate(case.run.inflows_minor):
        rows = [account_table(case.run, account.id)[period] for account in case.deal.accounts]
        opening, closing = sum(row.opening_minor for row in rows), sum(row.closing_minor for row in rows)
        assert opening + inflow_minor == paid_to_others(case.deal, case.run, period) + closing


@given(data=st.data())
def test_money_is_a_whole_number_everywhere_and_never_below_zero(any_case: Cases, data: st.DataObject) -> None:
    run = data.draw(any_case).run
    numbers = [number for row in run.balances_minor for number in row]
    numbers += [number for done in run.done for number in (done.amount_minor, *done.operands_minor)]
    assert {type(number) for number in numbers} == {int}
    assert min(numbers) >= 0


@given(data=st.data())
def test_no_payment_exceeds_what_is_due_or_what_is_there(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    run = case.run
    for security in case.deal.classes:
        for row, scheduled in zip(class_table(run, security.id), scheduled_due(run, security.id), strict=True):
            assert row.interest_paid_minor + row.interest_unpaid_minor == row.interest_due_minor
            assert row.opening_minor - row.principal_paid_minor == row.closing_minor
            assert scheduled <= row.opening_minor
    for account in case.deal.accounts:
        for money in account_table(run, account.id):
            assert money.opening_minor + money.received_minor - money.paid_out_minor == money.closing_minor
            assert money.paid_out_minor <= money.opening_minor + money.received_minor
    for fee in case.deal.fees:
        assert all(each.paid_minor + each.unpaid_minor == each.due_minor for each in fee_table(run, fee.id))


@given(data=st.data())
def test_a_clause_pays_no_more_than_its_limit_and_only_when_it_stands(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    last = len(case.run.inflows_minor) - 1
    for period in range(last + 1):
        paid: dict[int, int] = defaultdict(int)
        for done in payments(case.run, period):
            paid[case.run.program.steps[done.step].clause] += done.amount_minor
        for number, clause in enumerate(case.deal.clauses):
            assert (number in paid) == (clause.when == "every-period" or period == last)
            assert clause.limit_minor is None or paid[number] <= clause.limit_minor


@given(data=st.data())
def test_a_guarantor_pays_up_to_its_limit_and_claims_what_it_paid(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    for guarantee in case.deal.guarantees:
        rows = guarantee_table(case.run, guarantee.id)
        drawn = reimbursed = 0
        for row in rows:
            drawn, reimbursed = drawn + row.drawn_minor, reimbursed + row.reimbursed_minor
            assert row.left_minor == guarantee.limit_minor - drawn >= 0
            assert row.claim_minor == drawn - reimbursed >= 0


@given(data=st.data())
def test_pro_rata_parts_lie_within_a_unit_of_the_exact_proportion(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    run = case.run
    for period in range(len(run.inflows_minor)):
        for number, clause in enumerate(case.deal.clauses):
            its = [done for done in payments(run, period) if run.program.steps[done.step].clause == number]
            if clause.order is not Order.PRO_RATA or len(clause.to) == 1 or not its:
                continue
            dues: dict[str, int] = defaultdict(int)
            paid: dict[str, int] = defaultdict(int)
            for done in its:
                step = run.program.steps[done.step]
                reached = run.program.slots[step.e if step.b == NONE else step.b].of
                due_minor = done.operands_minor[1] if step.c == NONE else min(done.operands_minor[1:3])
                dues[reached] += due_minor
                paid[reached] += done.amount_minor
            total = sum(dues.values())
            limit = total if clause.limit_minor is None else clause.limit_minor
            there = min(its[0].operands_minor[0], limit, total)
            assert sum(paid.values()) == there
            # floored parts fall short by less than a unit each, and the first may take all that is left over
            assert all(abs(paid[name] * total - there * dues[name]) <= len(dues) * total for name in dues)


@given(data=st.data())
def test_a_junior_class_gets_nothing_while_a_senior_one_is_owed_interest(
    sequential_case: Cases, data: st.DataObject
) -> None:
    case = data.draw(sequential_case)
    tables = [class_table(case.run, security.id) for security in case.deal.classes]
    for period in range(len(case.run.inflows_minor)):
        for rank, senior in enumerate(tables):
            if senior[period].interest_unpaid_minor:
                assert sum(junior[period].paid_minor for junior in tables[rank + 1 :]) == 0
                assert residual_paid(case.run, period, "servicer") == 0


@given(data=st.data())
def test_junior_principal_waits_until_the_senior_balance_is_repaid(sequential_case: Cases, data: st.DataObject) -> None:
    case = data.draw(sequential_case)
    tables = [class_table(case.run, security.id) for security in case.deal.classes]
    for period in range(len(case.run.inflows_minor)):
        for rank, senior in enumerate(tables):
            if senior[period].closing_minor:
                assert sum(junior[period].principal_paid_minor for junior in tables[rank + 1 :]) == 0
                assert residual_paid(case.run, period, "servicer") == 0


@given(data=st.data())
def test_interest_on_unpaid_interest_does_not_compound_on_itself(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    run, program = case.run, case.run.program
    for security in case.deal.classes:
        owed, on_owed = (program.slot(kind, security.id) for kind in (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST))
        for period in range(len(run.inflows_minor)):
            accrued = [d for d in run.of_period(period) if program.steps[d.step].a == on_owed]
            assert all(done.operands_minor == (run.opening(period, owed),) for done in accrued)
            assert bool(accrued) == bool(security.coupon_ppm_annual and security.interest_on_unpaid)
