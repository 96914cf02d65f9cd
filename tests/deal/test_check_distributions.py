"""Preferred equity of a special purpose company is paid a dividend a year and one in between."""

from dataclasses import replace
from datetime import date

import pytest

from chizai.deal.check_distributions import check_distributions
from chizai.deal.check_facts import facts_of
from chizai.deal.model import ClassKind, Clause, Deal, Pay, PaymentSchedule, When


def distributions(deal: Deal) -> list[str]:
    """Give the keys of the complaints, the most junior class being preferred equity."""
    *seniors, junior = deal.classes
    preferred = replace(junior, kind=ClassKind.PREFERRED_EQUITY)
    return [complaint.key for complaint in check_distributions(facts_of(replace(deal, classes=(*seniors, preferred))))]


@pytest.mark.parametrize(
    ("months", "terms", "keys"),
    [
        (12, {}, []),
        (6, {}, []),
        (3, {}, ["clauses[9] (rest).months"]),
        (1, {}, ["clauses[9] (rest).months"]),
        (3, {"months": (1, 7)}, []),
        (3, {"months": (1, 4)}, []),
        (3, {"months": (1, 4, 7)}, ["clauses[9] (rest).months"]),
        (1, {"when": When.FINAL_PERIOD}, []),
        (3, {"to": ("bank",)}, []),
    ],
)
def test_preferred_equity_is_paid_once_a_year_and_once_in_between(
    sound: Deal, months: int, terms: dict[str, object], keys: list[str]
) -> None:
    changed: Clause = replace(sound.clauses[-1], **terms)  # type: ignore[arg-type]
    longer = PaymentSchedule(final_payment_on=date(2028, 1, 15), months=months)
    assert distributions(replace(sound, clauses=(*sound.clauses[:-1], changed), schedule=longer)) == keys


def two_dividends(sound: Deal, **second: object) -> Deal:
    """Give a deal paid every quarter whose equity receives what is left in January and July, and by a second clause."""
    rest = replace(sound.clauses[-1], months=(1, 7))
    other: Clause = replace(rest, id="other", **second)  # type: ignore[arg-type]
    longer = PaymentSchedule(final_payment_on=date(2028, 1, 15), months=3)
    return replace(sound, clauses=(*sound.clauses[:-1], rest, other), schedule=longer)


@pytest.mark.parametrize(
    ("second", "keys"),
    [
        ({"months": (4, 10)}, ["clauses[10] (other).months"]),
        ({"months": (4,)}, ["clauses[10] (other).months"]),
        ({"months": (1, 7)}, []),
        ({"months": (4, 10), "to": ("bank",)}, []),
        ({"months": (), "pay": Pay.INTEREST}, ["clauses[10] (other).months"]),
        ({"months": (7,), "pay": Pay.INTEREST}, []),
        ({"months": (), "pay": Pay.PRINCIPAL}, []),
        ({"months": (), "condition": "final()"}, []),
        ({"months": (), "condition": "period() = 3"}, ["clauses[10] (other).months"]),
    ],
)
def test_all_clauses_that_pay_a_dividend_count_together(
    sound: Deal, second: dict[str, object], keys: list[str]
) -> None:
    assert distributions(two_dividends(sound, **second)) == keys


def test_what_preferred_equity_receives_as_the_company_is_wound_up_is_no_dividend(sound: Deal) -> None:
    dates = (date(2025, 3, 31), date(2025, 9, 30), date(2025, 11, 30))
    short = PaymentSchedule(final_payment_on=dates[-1], dates=dates)
    assert distributions(replace(sound, schedule=short)) == []
    longer = PaymentSchedule(final_payment_on=date(2026, 1, 15), dates=(*dates, date(2026, 1, 15)))
    assert distributions(replace(sound, schedule=longer)) == ["clauses[9] (rest).months"]


def test_distributions_of_a_deal_without_a_schedule_are_not_counted(sound: Deal) -> None:
    assert distributions(replace(sound, schedule=replace(sound.schedule, months=5))) == []
