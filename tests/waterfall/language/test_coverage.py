"""The made-up deals use all of the language: otherwise what holds of them would say nothing about the rest."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chizai.deal import measures
from chizai.deal.compile import compile_deal
from chizai.deal.formula import COMPARISONS, FUNCTIONS, Formula, Literal, Operation, Quantity, read_formula
from chizai.deal.formulas import formulas_of
from chizai.deal.model import Deal, Order, Pay, Span, When
from chizai.deal.program import InputKind, Op, Program, SlotKind
from chizai.deal.quantities import QUANTITIES, Kind
from chizai.units.result import Ok

N_EXAMPLES = 200
MOST_REFUSED = N_EXAMPLES // 10
SIGNS = {"+", "-", "*", "and", "or", "not", *COMPARISONS, *FUNCTIONS}
OPTIONAL = {
    "accounts": ("target", "target_minor", "part_of", "interest_ppm_annual"),
    "classes": (
        "coupon_steps",
        "floating",
        "planned_balances",
        "scheduled_principal_ppm",
        "commitment_minor",
        "call_prices",
        "make_whole",
    ),
    "fees": ("amounts", "formula", "base", "balance_ppm_annual", "collections_ppm", "last_period"),
    "guarantees": ("revolving", "rate_ppm_annual"),
    "streams": ("currency", "swap", "spot"),
    "triggers": ("before_clause", "cure_periods", "next_period"),
    "inflows": ("condition", "is_call"),
    "clauses": ("limit_minor", "limit", "condition", "from_on", "until_on", "months", "against"),
    "schedule": ("dates", "months"),
}
"""What a deal may leave out, by table."""


@pytest.fixture(scope="module")
def sample(language_deal: st.SearchStrategy[Deal]) -> tuple[list[Deal], list[Program]]:
    """Give deals as the strategy makes them, the same each time, and the programs of those that compile."""
    made: list[Deal] = []

    @settings(max_examples=N_EXAMPLES, derandomize=True, database=None, phases=[Phase.generate])
    @given(deal=language_deal)
    def collect(deal: Deal) -> None:
        made.append(deal)

    collect()
    results = [compile_deal(deal) for deal in made]
    return made, [result.value for result in results if isinstance(result, Ok)]


def nodes(tree: Formula) -> Iterator[Formula]:
    yield tree
    for operand in tree.operands if isinstance(tree, Operation) else ():
        yield from nodes(operand)


def test_few_of_them_are_refused(sample: tuple[list[Deal], list[Program]]) -> None:
    deals, programs = sample
    assert len(deals) - len(programs) <= MOST_REFUSED


def test_every_operation_kind_of_slot_and_kind_of_input_occurs(sample: tuple[list[Deal], list[Program]]) -> None:
    _, programs = sample
    assert {step.op for program in programs for step in program.steps} == set(Op)
    assert {slot.kind for program in programs for slot in program.slots} == set(SlotKind)
    assert {each.kind for program in programs for each in program.inputs} == set(InputKind)


def test_every_clause_order_span_and_test_point_occurs(sample: tuple[list[Deal], list[Program]]) -> None:
    deals, _ = sample
    clauses = [clause for deal in deals for clause in deal.clauses]
    assert {clause.pay for clause in clauses} == set(Pay)
    assert {clause.order for clause in clauses} == {group.order for d in deals for group in d.groups} == set(Order)
    assert {clause.span for clause in clauses} == set(Span)
    assert {clause.when for clause in clauses} == set(When)
    assert {trigger.tested for deal in deals for trigger in deal.triggers} == set(measures.TestPoint)


def test_every_quantity_and_every_sign_of_a_formula_occurs(sample: tuple[list[Deal], list[Program]]) -> None:
    deals, _ = sample
    read = [read_formula(each.text, deal, each.kind) for deal in deals for each in formulas_of(deal)]
    found = [node for tree in read for node in nodes(tree)]
    assert {node.name for node in found if isinstance(node, Quantity)} == set(QUANTITIES)
    assert {node.name for node in found if isinstance(node, Operation)} == SIGNS
    assert {node.kind for node in found if isinstance(node, Literal)} == {Kind.AMOUNT, Kind.RATIO, Kind.DATE}


def test_every_optional_term_is_given_and_left_out(sample: tuple[list[Deal], list[Program]]) -> None:
    deals, _ = sample
    for table, names in OPTIONAL.items():
        tables: list[Any] = [getattr(deal, table) for deal in deals]
        rows = [row for each in tables for row in (each if isinstance(each, tuple) else (each,))]
        for name in names:
            assert {bool(getattr(row, name)) for row in rows} == {True, False}, (table, name)
