"""One sound deal with a bit of everything, for tests to change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chizai.deal.model import Deal
from chizai.deal.text import read_deal
from chizai.units.result import Failed, Failure, Ok

TEXT = """
id = "sound"
title = "A sound deal"
title_ja = "健全な案件"
nature = "own"
currency = "JPY"
closing_on = 2025-01-15
collection_account = "cash"
closing_costs_minor = 1_000
schedule = { final_payment_on = 2026-01-15, months = 3, business_days = "every-day" }
parties = [
    { id = "servicer", role = "servicer", name = "Servicer" },
    { id = "bank", role = "guarantor", name = "Bank" },
]
accounts = [{ id = "cash" }, { id = "reserve", opening_minor = 5_000, target_minor = 5_000 }]
guarantees = [{ id = "cover", provider = "bank", limit_minor = 50_000 }]

[[classes]]
id = "A"
kind = "specified-bond"
balance_minor = 1_000_000
unit_minor = 1_000
coupon_ppm_annual = 40_000
scheduled_principal_ppm = 100_000

[[classes]]
id = "B"
kind = "fund-unit"
balance_minor = 500_000
unit_minor = 1_000

[[fees]]
id = "servicing"
payee = "servicer"
amount_minor = 100
collections_ppm = 10_000
balance_ppm_annual = 5_000
classes = ["A", "B"]
consumption_tax_ppm = 100_000

[[clauses]]
id = "servicing-fee"
pay = "fee"
to = ["servicing"]
source = "cash"

[[clauses]]
id = "interest"
pay = "interest"
to = ["A"]
source = "cash"

[[clauses]]
id = "covered-interest"
pay = "interest"
to = ["A"]
source = "cover"

[[clauses]]
id = "repay-bank"
pay = "reimbursement"
to = ["cover"]
source = "cash"

[[clauses]]
id = "schedule"
pay = "scheduled-principal"
to = ["A"]
source = "cash"

[[clauses]]
id = "fill-reserve"
pay = "top-up"
to = ["reserve"]
source = "cash"

[[clauses]]
id = "release-reserve"
pay = "transfer"
to = ["cash"]
source = "reserve"
when = "final-period"

[[clauses]]
id = "principal"
pay = "principal"
to = ["A", "B"]
source = "cash"
order = "pro-rata"

[[clauses]]
id = "rest"
pay = "residual"
to = ["B"]
source = "cash"
"""


@pytest.fixture(scope="session")
def sound_text() -> str:
    """Give the text of a deal in which nothing is wrong."""
    return TEXT


@pytest.fixture(scope="session")
def sound(sound_text: str) -> Deal:
    """Give that deal."""
    read = read_deal(sound_text)
    assert isinstance(read, Ok), read
    return read.value


@pytest.fixture(scope="session")
def full_text() -> str:
    """Give the text of a sound deal that uses nearly every construct of the language."""
    return (Path(__file__).parent / "full.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def full(full_text: str) -> Deal:
    """Give that deal."""
    read = read_deal(full_text)
    assert isinstance(read, Ok), read
    return read.value


@pytest.fixture(scope="session")
def failures_of(full_text: str) -> Callable[[str, str], tuple[Failure, ...]]:
    """Give what is wrong with that deal once a part of its text, which stands there once, is another."""

    def failures(old: str, new: str) -> tuple[Failure, ...]:
        assert full_text.count(old) == 1, f"{old!r} stands {full_text.count(old)} times"
        read = read_deal(full_text.replace(old, new), "deal.toml")
        return read.failures if isinstance(read, Failed) else ()

    return failures
