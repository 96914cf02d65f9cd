import hashlib
import shutil
from pathlib import Path

from chizai.app.book import make_book
from chizai.documents.book import DealBook
from chizai.documents.folder import documents_of
from chizai.units.result import Ok
from chizai.waterfall.tables import class_table


def book_of(folder: Path) -> DealBook:
    made = make_book(folder)
    assert isinstance(made, Ok), [str(failure) for failure in getattr(made, "failures", ())]
    return made.value


def test_a_sound_folder_becomes_a_deal_book(small_deal: Path) -> None:
    book = book_of(small_deal)
    assert book.unusable == ()
    assert book.screening is not None
    assert book.valuation is not None
    assert [metrics.class_id for metrics in book.metrics] == ["A"]
    assert len(book.dscr_ppm) == len(book.run.program.payment_dates) == 6


def test_the_waterfall_pays_out_exactly_what_the_licences_brought(small_deal: Path) -> None:
    book = book_of(small_deal)
    assert book.collections.totals_minor() == book.run.inflows_minor
    actual = [receipt.amount_minor for lines in book.collections.lines for receipt in lines if receipt.is_actual]
    assert actual == [14_900_000, 15_200_000]


def test_what_arrives_after_the_as_of_date_is_not_known(small_deal: Path) -> None:
    inputs = small_deal / "inputs.toml"
    inputs.write_text(inputs.read_text(encoding="utf-8").replace("2026-09-30", "2026-06-30"), encoding="utf-8")
    book = book_of(small_deal)
    actual = [receipt.amount_minor for lines in book.collections.lines for receipt in lines if receipt.is_actual]
    assert actual == [14_900_000]


def test_a_row_that_cannot_be_used_is_reported_and_the_good_rows_still_pay(small_deal: Path) -> None:
    statement = small_deal / "royalties.csv"
    statement.write_text(statement.read_text(encoding="utf-8") + "L1,2026-01-01,2026-06-30,n/a,JPY\n", encoding="utf-8")
    book = book_of(small_deal)
    [failure] = book.unusable
    assert str(failure.place) == "royalties.csv:7: amount"
    assert book.run.inflows_minor[0] == 14_900_000


def test_every_file_that_was_read_stands_in_the_provenance_with_its_digest(small_deal: Path) -> None:
    stated = dict(book_of(small_deal).provenance.inputs)
    real = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in small_deal.iterdir()}
    assert stated == real


def test_the_book_is_the_same_wherever_the_folder_stands(small_deal: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "renamed"
    shutil.copytree(small_deal, elsewhere)
    assert book_of(small_deal) == book_of(elsewhere)


def test_classes_are_priced_on_what_is_still_to_come(small_deal: Path) -> None:
    book = book_of(small_deal)
    [metrics] = book.metrics
    rows = [row for row in class_table(book.run, "A") if row.paid_on > book.provenance.as_of_on]
    assert metrics.principal_minor_total == sum(row.principal_paid_minor for row in rows)
    assert metrics.interest_minor_total == sum(row.interest_paid_minor for row in rows)


def test_the_advance_rate_counts_bonds_with_or_without_a_coupon_and_no_equity(small_deal: Path) -> None:
    deal = small_deal / "deal.toml"
    deal.write_text(
        deal.read_text(encoding="utf-8")
        .replace("coupon_ppm_annual = 60_000", "coupon_ppm_annual = 0")
        .replace('to = ["A", "B"]', 'to = ["A"]', 1),
        encoding="utf-8",
    )
    book = book_of(small_deal)
    assert book.valuation is not None
    owed = sum(class_table(book.run, name)[0].closing_minor for name in ("A", "B"))
    assert book.advance_rate_ppm == -(-owed * 1_000_000 // book.valuation.value_minor)


def test_the_summary_says_by_how_much_the_forecast_would_have_missed_the_last_year(small_deal: Path) -> None:
    book = book_of(small_deal)
    [test] = book.back_tests
    assert (test.forecast_minor, test.year.royalty_minor) == (15_400_000 + 15_100_000, 14_900_000 + 15_200_000)
    assert "+1.33%" in documents_of(book)["summary.en.html"].decode()
