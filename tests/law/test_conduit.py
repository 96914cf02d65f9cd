"""The conduit is tested year by year on the deal's own results, with what failing would cost."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chizai.app.book import make_book
from chizai.law.conduit import ConduitTerms, ConduitYear, conduit_years
from chizai.units.result import Ok

YEAR = ConduitYear(
    ends_on=date(2026, 3, 31),
    received_minor=200_000_000,
    fees_minor=20_000_000,
    interest_minor=30_000_000,
    amortised_minor=50_000_000,
    loss_carried_minor=0,
    dividends_minor=90_000_001,
    paid_out_over_ppm=900_000,
    tax_rate_ppm=300_000,
)


def test_more_than_nine_tenths_of_distributable_profit_must_be_paid() -> None:
    assert YEAR.distributable_minor == 100_000_000
    assert YEAR.passes
    assert not replace(YEAR, dividends_minor=90_000_000).passes


def test_a_year_that_passes_is_taxed_on_what_dividends_leave() -> None:
    assert YEAR.tax_minor == 9_999_999 * 3 // 10
    assert YEAR.cost_of_failing_minor == 30_000_000 - 9_999_999 * 3 // 10


def test_a_year_that_fails_is_taxed_on_all_which_is_what_failing_costs() -> None:
    failed = replace(YEAR, dividends_minor=90_000_000)
    assert failed.tax_minor == failed.cost_of_failing_minor == 30_000_000


def test_a_loss_leaves_nothing_to_pay_and_is_carried() -> None:
    lost = replace(YEAR, received_minor=0, dividends_minor=0)
    assert (lost.distributable_minor, lost.passes, lost.tax_minor, lost.cost_of_failing_minor) == (0, True, 0, 0)
    assert replace(YEAR, loss_carried_minor=40_000_000).distributable_minor == 60_000_000


@pytest.mark.parametrize(
    ("life_months", "first_on"), [(24, date(2026, 3, 31)), (96, date(2026, 3, 31)), (96, date(2020, 3, 31))]
)
def test_a_deals_years_hold_all_its_cash_and_write_off_the_whole_price(
    deals_folder: Path, life_months: int, first_on: date
) -> None:
    book = make_book(deals_folder / "electronics-patents")
    assert isinstance(book, Ok)
    deal, run = book.value.deal, book.value.run
    received = book.value.collections.totals_minor()
    years = conduit_years(deal, run, received, ConduitTerms(first_on, 2_000_000_000, life_months))
    assert years[0].ends_on == first_on
    assert years[-1].ends_on >= run.program.payment_dates[-1]
    assert sum(year.received_minor for year in years) == sum(received)
    assert sum(year.amortised_minor for year in years) == 2_000_000_000
    assert all(year.amortised_minor >= 0 for year in years)
