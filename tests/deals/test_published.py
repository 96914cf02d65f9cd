"""Two real deals: what was published of them comes out of their files.

The schedule of one is inferred from its published balance; the payout of the other is put in.
"""

from collections.abc import Callable

from chizai.documents.book import DealBook
from chizai.metrics.returns import format_return, holding_return_ppm
from chizai.units.money import CURRENCIES, format_minor
from chizai.units.rate import share_floor
from chizai.waterfall.tables import class_table, residual_paid


def test_the_notes_stand_at_the_published_balance_after_eleven_payments(book_of: Callable[[str], DealBook]) -> None:
    book = book_of("sesac-2019-1")
    assert book.n_periods_actual == 11
    assert class_table(book.run, "A-2")[10].closing_minor == 515_425_000_00


def test_the_notes_are_as_the_readme_expects(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    rows = class_table(book_of("sesac-2019-1").run, "A-2")
    got = [
        (str(number), str(rows[number - 1].paid_on), format_minor(rows[number - 1].closing_minor, CURRENCIES["USD"]))
        for number in (1, 11, 27, 28)
    ]
    assert got == expected_rows("sesac-2019-1")


def test_the_notes_lose_no_interest_and_what_is_left_is_said_to_be_refinanced(
    book_of: Callable[[str], DealBook], expected_of: Callable[[str], str]
) -> None:
    run = book_of("sesac-2019-1").run
    assert all(row.interest_unpaid_minor == 0 for row in class_table(run, "A-2"))
    owner = sum(residual_paid(run, period, "sesac") for period in range(len(run.inflows_minor)))
    assert f"to the owner, {format_minor(owner, CURRENCIES['USD'])} in all" in expected_of("sesac-2019-1")


def test_a_year_s_interest_on_the_notes_is_what_the_press_reported(book_of: Callable[[str], DealBook]) -> None:
    security = book_of("sesac-2019-1").deal.classes[0]
    assert share_floor(security.balance_minor, security.coupon_ppm_annual) == 27_644_800_00


def test_the_published_notes_are_neither_priced_nor_valued_on_assumed_cash(
    book_of: Callable[[str], DealBook],
) -> None:
    book = book_of("sesac-2019-1")
    assert (book.valuation, book.screening, book.metrics) == (None, None, ())


def test_the_game_fund_gains_and_after_its_fee_loses_what_was_published(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    book = book_of("tokimeki-2000")
    security = book.deal.classes[0]
    received = sum(row.paid_minor for row in class_table(book.run, security.id))
    fee = share_floor(security.balance_minor, security.sales_fee_ppm)
    gross = holding_return_ppm(security.balance_minor, 0, received)
    after_fee = holding_return_ppm(security.balance_minor, fee, received)
    assert (format_return(gross), format_return(after_fee)) == ("+0.88%", "-2.06%")
    assert expected_rows("tokimeki-2000") == [
        ("paid for the units", f"{security.balance_minor:,}", ""),
        ("sales fee", f"{fee:,}", ""),
        ("redeemed on 2003-02-28", f"{received:,}", ""),
        ("gross", f"{received - security.balance_minor:,}", "+0.88%"),
        ("after the fee", f"{received - security.balance_minor - fee:,}", "-2.06%"),
    ]


def test_the_book_reports_the_game_fund_s_returns(book_of: Callable[[str], DealBook]) -> None:
    (found,) = book_of("tokimeki-2000").returns
    assert (found.class_id, found.gross_ppm, found.after_fee_ppm) == ("units", 8_800, -20_583)


def test_each_unit_of_the_game_fund_is_redeemed_at_the_published_sum(book_of: Callable[[str], DealBook]) -> None:
    book = book_of("tokimeki-2000")
    security = book.deal.classes[0]
    n_units = security.balance_minor // security.unit_minor
    payments = [row.paid_minor for row in class_table(book.run, security.id) if row.paid_minor]
    assert n_units == 77_110
    assert payments == [n_units * 10_088]
    assert [row.royalty_minor for row in book.pool.rows()] == [n_units * 5_563, n_units * 4_525]
