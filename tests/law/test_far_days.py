"""Days at the ends of what a file of facts may say keep every rule on the calendar; days beyond are refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from tests.law.situation import found, situations

from chizai.feeds.files import TextFile
from chizai.feeds.law_facts import parse_law_facts
from chizai.feeds.law_facts_check import FIRST_DAY, LAST_DAY
from chizai.law.facts import Given, Row
from chizai.units.result import Failed, Reason


def moved(row: Row, day: date) -> dict[str, Given]:
    return {key: replace(given, value=_moved(given.value, day)) for key, given in row.items()}


def _moved(value: object, day: date) -> object:
    if isinstance(value, tuple):
        return tuple(_moved(each, day) for each in value)
    return day if isinstance(value, date) else value


def moved_rows(rows: Mapping[str, Row], day: date) -> dict[str, dict[str, Given]]:
    return {name: moved(row, day) for name, row in rows.items()}


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_no_rule_leaves_the_calendar(day: date) -> None:
    for situation in situations():
        known = situation.known
        many = {table: moved_rows(rows, day) for table, rows in known.many.items()}
        assert found(situation.rule_id, replace(known, one=moved_rows(known.one, day), many=many))


def test_days_beyond_are_refused_with_their_place() -> None:
    text = "[plan]\nstarts_on = 9999-12-31\n\n[[years]]\nid = '2026'\nends_on = 0001-01-01\n"
    read = parse_law_facts(TextFile("law.toml", text, ""))
    assert isinstance(read, Failed)
    assert {(failure.reason, str(failure.place)) for failure in read.failures} == {
        (Reason.OUT_OF_RANGE, "law.toml: plan.starts_on"),
        (Reason.OUT_OF_RANGE, "law.toml: years[1] (2026).ends_on"),
    }
