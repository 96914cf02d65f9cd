from datetime import date

from chizai.forecast.receipts import Receipt, collect
from chizai.units.explain import Explained

CLOSING_ON = date(2026, 3, 31)
PAYMENT_DATES = (date(2026, 6, 30), date(2026, 9, 30))


def receipt(received_on: date, amount_minor: int) -> Receipt:
    return Receipt(received_on, "L1", amount_minor, is_actual=True, origin=Explained("cash", str(amount_minor)))


def test_cash_received_on_a_payment_date_is_distributed_on_it() -> None:
    receipts = [receipt(date(2026, 7, 1), 4), receipt(date(2026, 6, 30), 2), receipt(date(2026, 4, 1), 1)]

    assert collect(receipts, CLOSING_ON, PAYMENT_DATES).totals_minor() == (3, 4)


def test_cash_until_closing_and_after_the_last_payment_date_is_not_collected() -> None:
    receipts = [receipt(CLOSING_ON, 1), receipt(date(2026, 10, 1), 2)]

    assert collect(receipts, CLOSING_ON, PAYMENT_DATES).lines == ((), ())
