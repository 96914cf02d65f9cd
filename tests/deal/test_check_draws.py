"""A draw that comes too late for anything to repay it is refused; one that is repaid, or cannot come, is not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chizai.deal.check import check
from chizai.deal.model import Clause, Deal, Pay, When
from chizai.units.result import Failure

LATE = "'A' may be drawn on in the final period, and no clause below repays it there"


def drawn_last(full: Deal, **terms: Any) -> Deal:
    """Move the draw below every other clause but the last, and change its terms."""
    draw, *others, last = full.clauses
    return replace(full, clauses=(*others, replace(draw, **terms), last))


def draws_too_late(deal: Deal) -> list[Failure]:
    return [failure for failure in check(deal) if failure.what == LATE]


@pytest.mark.parametrize(
    ("terms", "name", "fix"),
    [
        (
            {},
            "until_on",
            '2030-10-15, or condition = "(observed(milestone)) and not final()"',
        ),
        ({"condition": None, "limit": "5"}, "until_on", 'until_on = 2030-10-15, or condition = "not final()"'),
        ({"condition": None, "limit_minor": 5}, "until_on", 'or condition = "not final()"'),
        ({"when": When.FINAL_PERIOD}, "when", "move it above a clause with pay = 'principal' to 'A'"),
        (
            {"condition": None, "from_on": date(2031, 1, 1)},
            "when",
            "move it above a clause with pay = 'principal' to 'A'",
        ),
    ],
)
def test_a_draw_in_the_final_period_below_all_that_repays_it_is_refused(
    full: Deal, terms: dict[str, Any], name: str, fix: str
) -> None:
    (failure,) = draws_too_late(drawn_last(full, **terms))
    assert failure.place.key == f"clauses[18] (draw).{name}"
    assert failure.fix.endswith(fix)


@pytest.mark.parametrize(
    "terms",
    [
        {"condition": None},
        {"until_on": date(2031, 1, 14)},
        {"condition": "observed(milestone) and not final()"},
        {"source": "B"},
    ],
    ids=["all drawn in the first period", "ends before", "not in the final period", "no commitment"],
)
def test_a_draw_that_cannot_come_in_the_final_period_is_not_too_late(full: Deal, terms: dict[str, Any]) -> None:
    assert draws_too_late(drawn_last(full, **terms)) == []


def test_a_draw_above_what_repays_it_is_not_too_late(full: Deal) -> None:
    assert check(full) == ()
    wound_up = replace(full.clauses[-1], to=("A",))
    assert draws_too_late(replace(drawn_last(full), clauses=(*drawn_last(full).clauses[:-1], wound_up))) == []


@pytest.mark.parametrize(("to", "condition"), [("B", None), ("A", "not final()")])
def test_a_clause_below_that_pays_another_class_or_not_in_the_final_period_repays_nothing(
    full: Deal, to: str, condition: str | None
) -> None:
    below = Clause(id="below", pay=Pay.PRINCIPAL, to=(to,), source="cash", condition=condition)
    late = drawn_last(full)
    assert draws_too_late(replace(late, clauses=(*late.clauses[:-1], below, late.clauses[-1])))


def test_a_schedule_does_not_repay_what_is_drawn_after_it_fell_due(full: Deal) -> None:
    late = drawn_last(full)
    planned = next(clause for clause in late.clauses if clause.pay is Pay.SCHEDULED_PRINCIPAL)
    again = replace(planned, id="again")
    assert draws_too_late(replace(late, clauses=(*late.clauses[:-1], again, late.clauses[-1])))


def test_nothing_is_said_of_draws_where_a_mistake_elsewhere_may_be_why(full: Deal) -> None:
    late = drawn_last(full)
    assert draws_too_late(replace(late, clauses=(*late.clauses[:-1], replace(late.clauses[-1], to=("AA",))))) == []
    assert draws_too_late(replace(late, schedule=replace(late.schedule, months=None))) == []
