"""Three catalogues of music: what was published of their notes comes out of their files.

The level cash was solved for the published value; the terms work on it.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from chizai.documents.book import DealBook
from chizai.metrics.cover import advance_rate_ppm
from chizai.units.money import CURRENCIES, format_minor
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.tables import account_table, class_table, residual_paid

BALANCES_AND_VALUES_MINOR = {
    "hi-fi-2022-1": (732_500_000_00, 1_127_000_000_00),
    "crescendo-2021": (303_800_000_00, 467_400_000_00),
    "hipgnosis-2022-1": (221_650_000_00, 341_000_000_00),
}
each_catalogue = pytest.mark.parametrize("name", BALANCES_AND_VALUES_MINOR)
HI_FI_QUARTER_MINOR = 7_213_293_75
"""A quarter's interest on the notes of HI-FI: 732.5 million at 3.939 % over four."""


def dollars(amount_minor: int) -> str:
    return format_minor(amount_minor, CURRENCIES["USD"])


def repaid_on(book: DealBook) -> str:
    rows = class_table(book.run, book.deal.classes[0].id)
    return next(str(row.paid_on) for row in rows if row.closing_minor == 0)


@each_catalogue
def test_the_notes_are_65_0_percent_of_the_published_value_to_the_digit_given(
    name: str, book_of: Callable[[str], DealBook]
) -> None:
    balance_minor, value_minor = BALANCES_AND_VALUES_MINOR[name]
    book = book_of(name)
    assert [security.balance_minor for security in book.deal.classes] == [balance_minor]
    assert book.valuation is not None
    # solved to a whole dollar of the quarter's cash, which is worth less than a hundred dollars
    assert 0 <= book.valuation.value_minor - value_minor < 100_00
    for rate_ppm in (advance_rate_ppm([balance_minor], value_minor), book.advance_rate_ppm):
        assert rate_ppm is not None
        assert round(rate_ppm / 1_000) == 650


@each_catalogue
def test_no_principal_is_paid_before_the_anticipated_repayment_date_and_all_of_it_after(
    name: str, book_of: Callable[[str], DealBook]
) -> None:
    book = book_of(name)
    turbo = next(clause for clause in book.deal.clauses if clause.id == "full-turbo")
    assert turbo.from_on is not None
    rows = class_table(book.run, book.deal.classes[0].id)
    owner = [residual_paid(book.run, period, "owner") for period in range(len(rows))]
    for row, residual_minor in zip(rows, owner, strict=True):
        if row.paid_on < turbo.from_on:
            assert row.principal_paid_minor == 0 < residual_minor
        else:
            assert row.closing_minor == 0 or residual_minor == 0
    assert rows[-1].closing_minor == 0


@each_catalogue
def test_a_value_that_falls_is_followed_by_the_notes(name: str, book_of: Callable[[str], DealBook]) -> None:
    book = book_of(name)
    balance_minor, value_minor = BALANCES_AND_VALUES_MINOR[name]
    collected, observed = book.inputs.rows()
    lower_minor = value_minor - value_minor // 100
    run = run_exact(book.run.program, collected, [[observed[0], *[lower_minor] * (len(observed) - 1)]])
    rows = class_table(run, book.deal.classes[0].id)
    assert rows[0].closing_minor == balance_minor
    assert [row.closing_minor for row in rows[1:4]] == [lower_minor * 65 // 100] * 3


def test_crescendo_repays_what_a_value_of_four_hundred_million_leaves_uncovered(
    book_of: Callable[[str], DealBook], expected_of: Callable[[str], str]
) -> None:
    book = book_of("crescendo-2021")
    collected, observed = book.inputs.rows()
    run = run_exact(book.run.program, collected, [[*observed[:4], *[400_000_000_00] * (len(observed) - 4)]])
    repaid_minor = sum(row.principal_paid_minor for row in class_table(run, "A")[:19])
    assert repaid_minor == 43_800_000_00
    assert dollars(repaid_minor) in expected_of("crescendo-2021")


def test_hi_fi_is_as_the_readme_expects(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    book = book_of("hi-fi-2022-1")
    rows, (_, reserve, _) = class_table(book.run, "A-2"), book.deal.accounts
    assert book.valuation is not None
    year_minor = sum(row.interest_paid_minor for row in rows[1:5])
    assert year_minor == reserve.opening_minor == 4 * HI_FI_QUARTER_MINOR
    assert expected_rows("hi-fi-2022-1") == [
        ("value on 2022-02-10", dollars(book.valuation.value_minor)),
        ("advance rate", "65.0 %"),
        ("interest of a year, and the reserve at closing", dollars(year_minor)),
        ("paid to the originator at closing", dollars(732_500_000_00 - year_minor)),
        ("notes repaid on", repaid_on(book)),
    ]


def test_hi_fi_traps_half_below_1_40_and_all_below_1_30_and_releases_it_when_cured(
    book_of: Callable[[str], DealBook],
    run_with: Callable[[DealBook, Sequence[int]], ExactRun],
    days_on: Callable[[ExactRun, str], list[str]],
) -> None:
    book = book_of("hi-fi-2022-1")
    percent = [285] * 4 + [135] * 4 + [125] * 4 + [285] * 4
    inflows = [-(-HI_FI_QUARTER_MINOR * each // 100) for each in percent]
    run = run_with(book, [*inflows, *book.run.inflows_minor[len(inflows) :]])
    trapped = [row.closing_minor for row in account_table(run, "cash-trap")]
    left = [inflow - HI_FI_QUARTER_MINOR for inflow in inflows]
    # coverage of four quarters: 1.35 after the eighth, 1.325 and 1.30 after the next, then 1.275 and 1.25
    assert trapped[:7] == [0] * 7
    assert [now - before for before, now in pairwise(trapped[6:10])] == [each // 2 for each in left[7:10]]
    assert [now - before for before, now in pairwise(trapped[9:12])] == left[10:12]
    assert trapped[12] == 0
    assert residual_paid(run, 12, "owner") == trapped[11] + left[12]
    dates = [str(day) for day in run.program.payment_dates]
    assert days_on(run, "coverage-below-140") == dates[7:12]
    assert days_on(run, "coverage-below-130") == dates[10:12]


def test_hi_fi_pays_a_whole_year_s_interest_out_of_its_reserve(
    book_of: Callable[[str], DealBook], run_with: Callable[[DealBook, Sequence[int]], ExactRun]
) -> None:
    book = book_of("hi-fi-2022-1")
    run = run_with(book, [0 if 1 <= period <= 5 else each for period, each in enumerate(book.run.inflows_minor)])
    unpaid = [row.interest_unpaid_minor for row in class_table(run, "A-2")]
    assert unpaid[1:5] == [0] * 4
    assert unpaid[5] == HI_FI_QUARTER_MINOR
    assert account_table(run, "interest-reserve")[4].closing_minor == 0


@pytest.mark.parametrize(
    ("name", "closing", "words", "n_periods"),
    [
        ("crescendo-2021", "2021-12-21", "interest of a year", 4),
        ("hipgnosis-2022-1", "2022-08-16", "interest of half a year", 1),
    ],
)
def test_a_catalogue_is_as_its_readme_expects(
    name: str,
    closing: str,
    words: str,
    n_periods: int,
    book_of: Callable[[str], DealBook],
    expected_rows: Callable[[str], list[tuple[str, ...]]],
) -> None:
    book = book_of(name)
    rows = class_table(book.run, "A")
    assert book.valuation is not None
    assert expected_rows(name) == [
        (f"value on {closing}", dollars(book.valuation.value_minor)),
        ("advance rate", "65.0 %"),
        (words, dollars(sum(row.interest_paid_minor for row in rows[1 : 1 + n_periods]))),
        ("notes repaid on", repaid_on(book)),
    ]


def test_hipgnosis_is_valued_at_the_published_rate_and_pays_the_published_coupon(
    book_of: Callable[[str], DealBook],
) -> None:
    book = book_of("hipgnosis-2022-1")
    assert book.valuation is not None
    assert book.valuation.assumptions.discount_ppm_annual == 70_000
    assert class_table(book.run, "A")[1].interest_paid_minor == 221_650_000_00 * 5 // 200
