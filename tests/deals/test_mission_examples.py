"""The mission's two worked examples."""

from collections.abc import Callable

from chizai.documents.book import DealBook
from chizai.waterfall.tables import class_table, residual_paid


def test_one_hundred_million_is_split_eighty_to_twenty_and_less_takes_from_the_junior_first(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    run = book_of("mission-split").run
    senior, junior = class_table(run, "senior"), class_table(run, "junior")
    got = [
        (inflow // 10**6, above.paid_minor // 10**6, below.paid_minor // 10**6, above.interest_unpaid_minor // 10**6)
        for inflow, above, below in zip(run.inflows_minor, senior, junior, strict=True)
    ]
    assert got[:3] == [(100, 80, 20, 0), (85, 80, 5, 0), (70, 70, 0, 10)]
    assert expected_rows("mission-split") == [
        (
            str(above.paid_on),
            *(f"{part:,}" for part in (inflow, above.paid_minor, below.paid_minor, above.interest_unpaid_minor)),
        )
        for inflow, above, below in zip(run.inflows_minor, senior, junior, strict=True)
    ]


def test_the_senior_class_is_due_the_same_each_year_and_its_arrears_earn_nothing(
    book_of: Callable[[str], DealBook],
) -> None:
    rows = class_table(book_of("mission-split").run, "senior")
    assert [row.interest_due_minor for row in rows] == [80_000_000, 80_000_000, 80_000_000, 90_000_000]


def test_fifty_million_a_year_forecasts_fifty_million_a_year(book_of: Callable[[str], DealBook]) -> None:
    book = book_of("mission-forecast")
    assert [row.royalty_minor for row in book.pool.rows()] == [50_000_000] * 3
    assert [[(receipt.amount_minor, receipt.is_actual) for receipt in lines] for lines in book.collections.lines] == [
        [(50_000_000, False)]
    ] * 5


def test_the_forecast_example_pays_what_its_readme_expects(
    book_of: Callable[[str], DealBook], expected_of: Callable[[str], str]
) -> None:
    book, expected = book_of("mission-forecast"), expected_of("mission-forecast")
    rows = class_table(book.run, "A")
    kept = sum(residual_paid(book.run, period, "originator") for period in range(len(rows)))
    assert book.valuation is not None
    for figure in (
        sum(row.principal_paid_minor for row in rows),
        sum(row.interest_paid_minor for row in rows),
        kept,
        book.valuation.value_minor,
    ):
        assert f"{figure:,}" in expected
    assert [str(row.paid_on) for row in rows if row.closing_minor == 0] == ["2031-03-31"]
