"""The route of an offering follows from who was solicited, and the ledger's rules and the forms from the route."""

from datetime import date
from typing import Any

import pytest

from chizai.law.checks import Outcome
from chizai.law.facts import Given, Known
from chizai.law.offering import Route, forms_of, route_of, routes_of, transfer_rules
from chizai.units.result import Place

DAY = date(2025, 9, 30)


def known(*investors: dict[str, Any], **offering: Any) -> Known:
    rows = {str(number): row(**investor) for number, investor in enumerate(investors)}
    return Known(DAY, {"offering": row(**offering)}, {"investors": rows})


def row(**values: Any) -> dict[str, Given]:
    return {key: Given(value, Place("law.toml", None, key)) for key, value in values.items()}


BANK = {"qualified": True, "specified": True}
COMPANY = {"qualified": False, "specified": False}


def test_qualified_investors_alone_leave_the_lightest_route_open() -> None:
    assert route_of(known(BANK, BANK, resale_limited=True, solicited_before=0)) is Route.QUALIFIED_ONLY


@pytest.mark.parametrize(("before", "route"), [(48, Route.SMALL_NUMBER), (49, Route.PUBLIC)])
def test_fifty_solicited_within_three_months_make_it_public(before: int, route: Route) -> None:
    facts = known(COMPANY, resale_limited=True, solicited_before=before, through_securities_firm=False)
    assert route_of(facts) is route


def test_a_route_is_not_chosen_while_it_is_unknown_whether_a_lighter_one_is_open() -> None:
    assert route_of(known(COMPANY, solicited_before=0)) is None
    views = {view.route: view.ruling for view in routes_of(known(COMPANY, solicited_before=0))}
    assert views[Route.SMALL_NUMBER].missing == ("offering.resale_limited",)
    assert views[Route.PUBLIC].outcome is Outcome.PASSED


def test_the_route_that_the_deal_names_counts() -> None:
    assert route_of(known(BANK, route="public")) is Route.PUBLIC


@pytest.mark.parametrize(("units", "whole_block", "units_below"), [(49, False, 50), (50, True, 0)])
def test_fewer_than_fifty_units_may_go_in_parts_of_a_holding(units: int, whole_block: bool, units_below: int) -> None:
    rules = transfer_rules(Route.SMALL_NUMBER, known(COMPANY, resale_limited=True, solicited_before=7), units)
    assert (rules.whole_block_only, rules.units_below) == (whole_block, units_below)
    assert (rules.solicited_max, rules.solicited_before, rules.qualified_among_themselves) == (49, 7, True)


def test_only_those_whom_the_route_allows_can_receive() -> None:
    facts = known(BANK)
    assert transfer_rules(Route.QUALIFIED_ONLY, facts, 20).eligible == ("qualified",)
    assert transfer_rules(Route.SPECIFIED_INVESTORS, facts, 20).eligible == ("professional", "qualified")
    assert "general" in transfer_rules(Route.PUBLIC, facts, 20).eligible


def test_a_public_offering_files_statement_half_year_and_annual_report() -> None:
    facts = known(COMPANY, year_total_minor=2_000_000_000, route="public", sold_from_on=date(2025, 9, 30))
    due = {form.number: form.due_on for form in forms_of(Route.PUBLIC, facts, date(2026, 3, 31))}
    assert due == {"5-2": date(2025, 9, 14), "11-2": date(2025, 12, 31), "8-2": date(2026, 6, 30)}
    assert {form.edinet_code for form in forms_of(Route.PUBLIC, facts, None)} == {"052000", "112000", "082000"}


def test_a_small_public_offering_files_a_notice_and_a_placement_nothing() -> None:
    facts = known(COMPANY, year_total_minor=99_999_999, route="public", solicited_from_on=date(2025, 9, 1))
    assert [(form.number, form.due_on) for form in forms_of(Route.PUBLIC, facts, None)] == [("2-2", date(2025, 8, 31))]
    assert forms_of(Route.SMALL_NUMBER, facts, None) == ()


def test_the_codes_are_those_of_the_disclosure_system(shared: Any) -> None:
    listed = (shared / "law" / "edinet_form_codes_030.csv").read_text(encoding="utf-8").splitlines()
    names = {line.split(",")[1]: line.split(",")[3] for line in listed[1:]}
    offered = known(COMPANY, year_total_minor=2_000_000_000, route="public")
    small = known(COMPANY, year_total_minor=1, route="public")
    for form in (*forms_of(Route.PUBLIC, offered, None), *forms_of(Route.PUBLIC, small, None)):
        assert names[form.edinet_code].startswith(form.name.ja)
