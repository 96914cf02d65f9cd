"""Every cell of the period tables explains itself: the value of the table, from parts that make it."""

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.program import Op, SlotKind
from chizai.units.explain import Explained
from chizai.units.money import CURRENCIES, parse_minor
from chizai.waterfall.cells import TABLES
from chizai.waterfall.explain import Explainer
from chizai.waterfall.tables import account_table, class_table, fee_table, guarantee_table, residual_paid

Cases: TypeAlias = st.SearchStrategy[Explainer]
Cell: TypeAlias = tuple[str, str, str, int]


def amount(node: Explained) -> int:
    number, code = node.value.split()
    return parse_minor(number, CURRENCIES[code])


def cells(case: Explainer, period: int) -> dict[Cell, int]:
    """Give every cell of a period with the number that its table shows."""
    run, deal = case.run, case.deal
    rows: dict[tuple[str, str], object] = {}
    rows |= {("class", each.id): class_table(run, each.id)[period] for each in deal.classes}
    rows |= {("fee", each.id): fee_table(run, each.id)[period] for each in deal.fees}
    rows |= {("account", each.id): account_table(run, each.id)[period] for each in deal.accounts}
    rows |= {("guarantee", each.id): guarantee_table(run, each.id)[period] for each in deal.guarantees}
    found = {
        (table, of, item, period): getattr(row, f"{item}_minor")
        for (table, of), row in rows.items()
        for item in TABLES[table]
    }
    party = {("party", each.id, "residual_paid", period): residual_paid(run, period, each.id) for each in deal.parties}
    return found | party


@given(data=st.data())
def test_a_cell_explains_the_number_of_its_table_by_parts_that_add_up(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    for period in range(len(case.run.inflows_minor)):
        for cell, number_minor in cells(case, period).items():
            explained = case.explain(*cell)
            assert amount(explained) == number_minor, cell
            assert sum(map(amount, explained.parts)) == number_minor, cell


@given(data=st.data())
def test_each_rule_on_the_way_down_makes_its_number(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    period = data.draw(st.integers(0, len(case.run.inflows_minor) - 1))
    for cell in cells(case, period):
        for node in case.explain(*cell).walk():
            parts = [amount(part) for part in node.parts if part.label != "royalty"]
            if node.because == "the least of these":
                assert amount(node) == min(parts)
            elif node.because == "the opening balance and what changed it since" or node.label.startswith("work:"):
                assert amount(node) == sum(parts)


@given(data=st.data())
def test_what_a_class_is_paid_leads_back_to_every_receipt_of_the_period(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    run, program = case.run, case.run.program
    cash = program.slot(SlotKind.CASH, "cash")
    for period, receipts in enumerate(case.inputs.collections.lines):
        done = [(each, program.steps[each.step]) for each in run.of_period(period)]
        paying = [(each, step) for each, step in done if step.op is Op.PAY and step.a == cash and step.b >= 0]
        from_cash = {program.slots[step.b].of for each, step in paying if each.operands_minor[1]}
        for security in case.deal.classes:
            explained = case.explain_class(security.id, period)
            assert amount(explained) == sum(map(amount, explained.parts))
            assert amount(explained) == class_table(run, security.id)[period].paid_minor
            if security.id in from_cash:
                sources = {node.source for node in explained.walk()}
                assert {receipt.origin.source for receipt in receipts} <= sources


@given(data=st.data())
def test_a_cell_that_is_not_there_is_an_error(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    for table, of, item in (
        ("class", "Z", "residual_paid"),
        ("class", "servicer", "residual_paid"),
        ("party", "A", "residual_paid"),
        ("fee", "A", "paid"),
        ("class", "A", "due"),
        ("row", "A", "closing"),
    ):
        with pytest.raises(KeyError):
            case.explain(table, of, item, 0)
