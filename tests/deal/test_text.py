"""The deal file as text, its schema, and what follows from it at once: periods and closing."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest

from chizai.deal.closing import closing_flows
from chizai.deal.model import Deal
from chizai.deal.periods import deal_periods
from chizai.deal.text import deal_schema, read_deal, write_deal
from chizai.units.bankdays import Calendar
from chizai.units.result import Failed, Ok, Reason


def test_a_deal_file_is_read_and_written_back(sound: Deal) -> None:
    text = write_deal(sound)
    assert read_deal(text) == Ok(sound)
    assert text.splitlines()[0] == 'id = "sound"'
    assert "interest_on_unpaid" not in text


def test_what_cannot_be_read_and_what_cannot_be_kept_come_with_the_name_of_the_file(sound_text: str) -> None:
    for spoilt, key, reason in (
        (sound_text.replace("months = 3", "months = 3.0"), "schedule.months", Reason.WRONG_TYPE),
        (sound_text.replace("months = 3", "months = 5"), "schedule", Reason.OUT_OF_RANGE),
    ):
        read = read_deal(spoilt, "my/deal.toml")
        assert isinstance(read, Failed)
        assert [(each.place.file, each.place.key, each.reason) for each in read.failures] == [
            ("my/deal.toml", key, reason)
        ]


SHAPE = [
    ('currency = "JPY"\n', ""),
    ('nature = "own"', 'nature = "real"'),
    ("months = 3", 'months = "3"'),
    ("months = 3", "months = 3.5"),
    ("balance_minor = 500_000", "balance_minor = true"),
    ('collection_account = "cash"', "collection_account = 1"),
    ('pay = "residual"', 'pay = "everything"'),
    ('to = ["servicing"]', 'to = "servicing"'),
    ("closing_costs_minor", "closing_cost_minor"),
    ("kind = ", "sort = "),
    ("target_minor = 5_000", "target = 5_000"),
]


def as_json(text: str) -> Any:
    return json.loads(json.dumps(tomllib.loads(text), default=str))


def test_the_published_schema_accepts_what_is_read(sound_text: str) -> None:
    schema = deal_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(as_json(sound_text), schema)
    assert "Principal at closing." in json.dumps(schema)


@pytest.mark.parametrize(("old", "new"), SHAPE)
def test_the_published_schema_rejects_the_shapes_that_are_not_read(sound_text: str, old: str, new: str) -> None:
    assert old in sound_text
    spoilt = sound_text.replace(old, new, 1)
    assert isinstance(read_deal(spoilt), Failed)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json(spoilt), deal_schema())


def test_the_periods_run_from_closing_to_final_maturity(sound: Deal) -> None:
    found = deal_periods(sound)
    assert [period.pay_on for period in found] == [
        date(2025, 4, 15),
        date(2025, 7, 15),
        date(2025, 10, 15),
        date(2026, 1, 15),
    ]
    assert (found[0].start_on, found[-1].end_on) == (sound.closing_on, sound.schedule.final_payment_on)


def test_accrual_follows_the_rolled_date_where_the_deal_says_so(sound: Deal) -> None:
    # 15 November 2025 is a Saturday
    rolled = replace(sound.schedule, months=1, business_days=Calendar.JAPAN_BANK, final_payment_on=date(2025, 12, 15))
    for accrue, end_on in ((True, date(2025, 11, 17)), (False, date(2025, 11, 15))):
        period = deal_periods(replace(sound, schedule=replace(rolled, accrue_to_payment=accrue)))[9]
        assert (period.pay_on, period.end_on) == (date(2025, 11, 17), end_on)


def test_what_the_classes_raise_pays_costs_and_reserves_and_the_rest_the_originator(sound: Deal) -> None:
    first, second = sound.classes
    below_par = replace(sound, classes=(replace(first, issue_price_ppm=999_999, balance_minor=1_001_000), second))
    flows = closing_flows(below_par)
    assert flows.raised_minor == (("A", 1_000_998), ("B", 500_000))  # 1,000,998.999 rounded down
    assert flows.funded_minor == (("reserve", 5_000),)
    assert flows.proceeds_minor == 1_500_998
    assert flows.purchase_price_minor == 1_500_998 - 5_000 - 1_000
