"""One sound deal with a bit of everything, for tests to change."""

import pytest

from chizai.deal.model import Deal
from chizai.deal.text import read_deal
from chizai.units.result import Ok

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
kind = "preferred-equity"
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
