from datetime import date

import pytest

from chizai.deal.measures import Observation, Unit
from chizai.feeds.files import TextFile
from chizai.feeds.observations import read_observations
from chizai.units.result import Failed, Ok, Reason

VALUE = Observation(id="ip-value", unit=Unit.MONEY, reporter="appraiser")
INDEX = Observation(id="tibor", unit=Unit.RATE, reporter="trustee", most=100_000)
EVENT = Observation(id="invalidated", unit=Unit.FLAG, reporter="counsel")
DATES = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))


def file(*rows: str) -> TextFile:
    return TextFile("observations.csv", "\n".join(("observation,on,value", *rows)) + "\n", "0" * 64)


def test_a_number_holds_from_its_day_until_the_next_one() -> None:
    read = read_observations(
        file(
            "ip-value,2026-01-15,1000",
            "ip-value,2026-06-30,900",
            "ip-value,2027-01-15,1",
            "tibor,2026-01-01,1.25%",
            "invalidated,2026-01-15,no",
            "invalidated,2026-07-01,yes",
        ),
        (VALUE, INDEX, EVENT),
        DATES,
    )
    assert isinstance(read, Ok)
    assert read.value == {"ip-value": (1000, 900, 900), "tibor": (12_500,) * 3, "invalidated": (0, 0, 1)}


@pytest.mark.parametrize(
    ("rows", "reason", "says"),
    [
        (("ip-value,2026-06-30,900",), Reason.MISSING, "no number on 2026-03-31 or before"),
        (("ip-value,2026-01-15,1", "ip-value,2026-01-15,2"), Reason.DUPLICATE, "two numbers on 2026-01-15"),
        (("ip-valu,2026-01-15,1",), Reason.UNKNOWN, "'ip-valu' is no observation"),
        (("ip-value,2026-01-15,1.5",), Reason.WRONG_TYPE, "not a whole number"),
        (("ip-value,2026-01-15,-1",), Reason.OUT_OF_RANGE, "lies outside"),
        (("ip-value,2026-01-15,",), Reason.MISSING, "the cell is empty"),
        (("ip-value,15/1/2026,1",), Reason.WRONG_TYPE, "not a date"),
        ((",2026-01-15,1",), Reason.MISSING, "the cell is empty"),
        (("ip-value,2026-01-15",), Reason.INCONSISTENT, "2 cells"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(rows: tuple[str, ...], reason: Reason, says: str) -> None:
    read = read_observations(file(*rows), (VALUE,), DATES)
    assert isinstance(read, Failed)
    assert any(failure.reason is reason and says in failure.what for failure in read.failures), read.failures


def test_a_number_past_the_deals_bound_is_refused() -> None:
    read = read_observations(file("tibor,2026-01-01,11%"), (INDEX,), DATES)
    assert isinstance(read, Failed)
    assert "between 0 and 100_000" in read.failures[0].why


def test_a_flag_is_yes_or_no() -> None:
    read = read_observations(file("invalidated,2026-01-01,1"), (EVENT,), DATES)
    assert isinstance(read, Failed)
    assert "neither yes nor no" in read.failures[0].what
