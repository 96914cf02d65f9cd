"""What the compiler makes of a deal is what docs/deal-file.md says of it, number by number."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.waterfall.language.by_the_book import Book
from tests.waterfall.language.test_agreement import BROUGHT, FIXED

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import InputKind, Op, Program, SlotKind
from chizai.deal.text import read_deal
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact

Cases: TypeAlias = Callable[..., st.SearchStrategy[Any]]


def differences(deal: Deal, program: Program, brought: Sequence[Sequence[int]]) -> list[str]:
    """Give the first numbers in which a run of the program differs from the book.

    Args:
        deal: for the book.
        program: for the run.
        brought: what its inputs bring, shape (n_inputs, n_periods).
    """
    run, book = run_exact(program, brought[0], brought[1:]), Book(deal)
    for period in range(len(program.payment_dates)):
        amounts = {(each.kind, each.of): row[period] for each, row in zip(program.inputs, brought, strict=True)}
        collected = {of: amount for (kind, of), amount in amounts.items() if kind is InputKind.COLLECTIONS}
        observed = {of: amount for (kind, of), amount in amounts.items() if kind is not InputKind.COLLECTIONS}
        book.carry_out(period, collected, observed)
        kept = book.kept()
        found = [
            f"period {period + 1}, {slot.label}: book {kept[slot.kind, slot.of]}, run {run.closing(period, number)}"
            for number, slot in enumerate(program.slots)
            if kept.get((slot.kind, slot.of), run.closing(period, number)) != run.closing(period, number)
        ]
        if found:
            return found
    return []


@settings(max_examples=150)
@given(data=st.data())
def test_a_program_pays_what_the_deal_file_is_said_to_mean(language_case: Cases, data: st.DataObject) -> None:
    case = data.draw(language_case(2))
    for brought in case.inputs:
        assert differences(case.deal, case.program, brought) == []


def test_a_rate_that_is_off_by_one_ppm_differs_from_the_book() -> None:
    read = read_deal(FIXED)
    assert isinstance(read, Ok)
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok)
    program, steps = compiled.value, list(compiled.value.steps)
    assert differences(read.value, program, BROUGHT[0]) == []
    number = next(number for number, step in enumerate(steps) if step.op is Op.ACCRUE)
    steps[number] = replace(steps[number], c=steps[number].c + 1)
    (first, *_) = differences(read.value, replace(program, steps=tuple(steps)), BROUGHT[0])
    assert "interest:A: book" in first


@given(data=st.data())
@settings(max_examples=50)
def test_the_book_holds_every_number_that_lasts(language_case: Cases, data: st.DataObject) -> None:
    case = data.draw(language_case(1))
    book = Book(case.deal)
    book.distributed |= {slot.of: 0 for slot in case.program.slots if slot.kind is SlotKind.DISTRIBUTED}
    lasting = {(slot.kind, slot.of) for slot in case.program.slots} - {
        (slot.kind, slot.of)
        for slot in case.program.slots
        if slot.kind in {SlotKind.WORK, SlotKind.ALLOWANCE} or ":" in slot.of
    }
    observed = {(SlotKind.STATE, each.id) for each in case.deal.observations}
    assert lasting - observed <= book.kept().keys()
