"""What holds of every deal, whatever constructs it is made of."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.encoding import decode
from chizai.deal.measures import Trigger
from chizai.deal.model import Clause, Deal, Pay
from chizai.deal.program import Program, SlotKind
from chizai.units.result import Ok
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun, run_exact

Cases: TypeAlias = Callable[..., st.SearchStrategy[Any]]
Deals: TypeAlias = st.SearchStrategy[Deal]
MEMOS = {SlotKind.STATE, SlotKind.WORK}


def compiled(deal: Deal) -> Program:
    program = compile_deal(deal)
    assume(isinstance(program, Ok))
    assert isinstance(program, Ok)
    return program.value


@given(data=st.data())
def test_nothing_is_lost_and_nothing_falls_below_zero(language_case: Cases, data: st.DataObject) -> None:
    case = data.draw(language_case(2))
    for brought in case.inputs:
        run = run_exact(case.program, brought[0], brought[1:])
        assert_conserved(run)
        numbers = [number for row in run.balances_minor for number in row]
        numbers += [number for done in run.done for number in (done.amount_minor, *done.operands_minor)]
        assert {type(number) for number in numbers} == {int}
        assert min(numbers) >= 0
        assert max(numbers) < 2**63


@given(data=st.data())
def test_a_program_is_decoded_whole_and_its_digest_is_stable(language_case: Cases, data: st.DataObject) -> None:
    case = data.draw(language_case(1))
    encoded = case.program.encode()
    again = compile_deal(case.deal)
    assert decode(encoded) == case.program
    assert decode(encoded).encode() == encoded
    assert isinstance(again, Ok)
    assert again.value.digest() == case.program.digest()


# --- a cured trigger leaves no trace ---

FLAG = "event"
CURED = "cured"


@st.composite
def with_a_trigger_that_is_cured(draw: st.DrawFn, deals: Deals) -> Deal:
    """Add a trigger on a flag to any deal, and let some of its clauses depend on it."""
    deal = draw(deals)
    trigger = Trigger(
        id=CURED,
        test=f"observed({FLAG})",
        breach_periods=draw(st.integers(1, 2)),
        cure_periods=draw(st.integers(1, 2)),
        next_period=draw(st.booleans()),
    )
    clauses = []
    for clause in deal.clauses:
        test = draw(st.sampled_from((f"triggered({CURED})", f"not triggered({CURED})")))
        condition = test if clause.condition is None else f"({clause.condition}) and {test}"
        clauses.append(replace(clause, condition=draw(st.sampled_from((clause.condition, condition)))))
    return replace(deal, triggers=(*deal.triggers, trigger), clauses=tuple(clauses))


def continued(run: ExactRun, done: int, forgotten: set[int]) -> Program:
    """Give the program of the periods after the first few, from what these left, with some slots back at closing."""
    program = run.program
    slots = [
        slot if number in forgotten else replace(slot, opening_minor=run.closing(done - 1, number))
        for number, slot in enumerate(program.slots)
    ]
    steps = [
        replace(step, first_period=step.first_period - done, last_period=step.last_period - done)
        for step in program.steps
    ]
    return replace(
        program,
        payment_dates=program.payment_dates[done:],
        slots=tuple(slots),
        tables=tuple(table[done:] for table in program.tables),
        fractions=tuple(row[done:] for row in program.fractions),
        steps=tuple(steps),
    )


@settings(max_examples=100)
@given(data=st.data())
def test_a_cured_trigger_leaves_no_trace_but_what_its_clauses_did(
    language_case: Cases, language_deal: Deals, data: st.DataObject
) -> None:
    case = data.draw(language_case(1, with_a_trigger_that_is_cured(language_deal)))
    program, (brought,) = case.program, case.inputs
    n_periods, trigger = len(program.payment_dates), case.deal.triggers[-1]
    breached, done = trigger.breach_periods, trigger.breach_periods + trigger.cure_periods
    assume(done < n_periods)
    flag = next(number for number, each in enumerate(program.inputs) if each.of == FLAG)
    brought[flag][:done] = [1] * breached + [0] * trigger.cure_periods
    run = run_exact(program, brought[0], brought[1:])
    own = {number for number, slot in enumerate(program.slots) if slot.of == CURED or slot.of.startswith(f"{CURED}:")}
    state = program.slot(SlotKind.STATE, CURED)
    waiting = {number for number in own if program.slots[number].of == f"{CURED}:next-period"} or {state}
    assert [max(run.closing(period, each) for each in waiting) for period in (breached - 1, done - 1)] == [1, 0]
    later = [row[done:] for row in brought]
    # a trigger that waits for the next period shows in its flag a period later, as it must
    fresh = run_exact(continued(run, done, own), later[0], later[1:])
    kept = [number for number in range(len(program.slots)) if number not in own]
    for period in range(n_periods - done):
        found, expected = run.balances_minor[done + period + 1], fresh.balances_minor[period + 1]
        assert [found[number] for number in kept] == [expected[number] for number in kept]
        assert found[state] == expected[state]


@given(data=st.data())
def test_a_trigger_that_no_money_depends_on_changes_nothing(
    language_case: Cases, language_deal: Deals, data: st.DataObject
) -> None:
    deal = data.draw(language_deal)
    other = replace(deal.clauses[0], id="idle", pay=Pay.TRANSFER, to=("trap",), source="empty", against=None)
    idle = replace(other, limit=None, limit_minor=None, condition=f"triggered({CURED})")
    empty = replace(deal.accounts[-1], id="empty", opening_minor=0)
    trigger = Trigger(id=CURED, test=f"observed({FLAG})", cure_periods=1)
    clauses: tuple[Clause, ...] = (idle, *deal.clauses)
    more = replace(deal, accounts=(*deal.accounts, empty), triggers=(*deal.triggers, trigger), clauses=clauses)
    case = data.draw(language_case(1, st.just(more)))
    plain, (brought,) = compiled(deal), case.inputs
    run, without = (run_exact(each, brought[0], brought[1:]) for each in (case.program, plain))
    for number, slot in enumerate(plain.slots):
        if slot.kind not in MEMOS:
            same = case.program.slot(slot.kind, slot.of)
            assert [row[number] for row in without.balances_minor] == [row[same] for row in run.balances_minor]
