"""Tax is withheld at the rates of the day, and subsidies are part of what was raised."""

from datetime import date

import pytest

from chizai.law.subsidies import CATALOGUE, subsidy_minor
from chizai.law.withholding import Payment, withheld


@pytest.mark.parametrize(
    ("payment", "paid_on", "individual", "rate_ppm"),
    [
        (Payment.INTEREST, date(2026, 3, 31), False, 153_150),
        (Payment.INTEREST, date(2026, 3, 31), True, 203_150),
        (Payment.DIVIDEND, date(2026, 3, 31), False, 204_200),
        (Payment.DIVIDEND, date(2026, 3, 31), True, 204_200),
        (Payment.INTEREST, date(2012, 12, 31), True, 200_000),
        (Payment.INTEREST, date(2038, 1, 1), False, 150_000),
    ],
)
def test_the_rate_is_that_of_the_day(payment: Payment, paid_on: date, individual: bool, rate_ppm: int) -> None:
    assert withheld(payment, 1_000_000, paid_on, individual=individual).total_minor == rate_ppm


def test_income_tax_and_local_tax_are_each_rounded_down() -> None:
    kept = withheld(Payment.INTEREST, 19, date(2026, 3, 31), individual=True)
    assert (kept.income_tax_minor, kept.local_tax_minor) == (2, 0)


def test_a_negative_payment_or_a_day_without_rates_is_refused() -> None:
    with pytest.raises(ValueError, match="no payment"):
        withheld(Payment.INTEREST, -1, date(2026, 3, 31), individual=True)
    with pytest.raises(ValueError, match="no rate"):
        withheld(Payment.INTEREST, 1, date(1980, 1, 1), individual=True)


def test_three_percent_of_what_guangzhou_raised_was_paid() -> None:
    assert subsidy_minor(CATALOGUE[0], 301_000_000_00) == 9_030_000_00


def test_a_negative_amount_cannot_have_been_raised() -> None:
    with pytest.raises(ValueError, match="cannot be raised"):
        subsidy_minor(CATALOGUE[0], -1)
