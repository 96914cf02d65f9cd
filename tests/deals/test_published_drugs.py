"""Two trusts of drug royalties: what was published of their classes comes out of their files.

The schedules were solved for to that end; the READMEs say what else would have done.
"""

from collections.abc import Callable, Sequence

from chizai.documents.book import DealBook
from chizai.metrics.cover import advance_rate_ppm
from chizai.units.money import CURRENCIES, format_minor
from chizai.units.rate import PPM
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import account_table, class_table, guarantee_table

DRI, BIOPHARMA = "drug-royalty-iii-2017-1", "biopharma-royalty-trust-2000"
AFTER_OCTOBER_2018 = 5
"""The payment before 7 December 2018, when the balances of both series were published, counted from 0."""


def dollars(amount_minor: int) -> str:
    return format_minor(amount_minor, CURRENCIES["USD"])


def test_dri_s_overcollateralisation_is_40_9_percent_of_the_value(book_of: Callable[[str], DealBook]) -> None:
    book = book_of(DRI)
    assert book.valuation is not None
    balances_minor = [security.balance_minor for security in book.deal.classes]
    assert sum(balances_minor) == 266_000_000_00
    assert book.valuation.value_minor // 100_000_00 == 4_499
    for rate_ppm in (advance_rate_ppm(balances_minor, 449_900_000_00), book.advance_rate_ppm):
        assert rate_ppm is not None
        assert round((PPM - rate_ppm) / 1_000) == 409


def test_dri_s_largest_streams_have_the_published_parts_of_the_value(book_of: Callable[[str], DealBook]) -> None:
    valuation = book_of(DRI).valuation
    assert valuation is not None
    parts = {line.licence_id: round(line.value_minor * 1_000 / valuation.value_minor) for line in valuation.lines}
    assert parts == {"STREAM-1": 358, "STREAM-2": 171, "STREAM-3": 145, "OTHERS": 326}


def test_dri_s_classes_stand_at_the_published_balances_of_december_2018(book_of: Callable[[str], DealBook]) -> None:
    run = book_of(DRI).run
    rows = {name: class_table(run, name)[AFTER_OCTOBER_2018] for name in ("A-2016", "A-1", "A-2")}
    assert {str(row.paid_on) for row in rows.values()} == {"2018-10-15"}
    assert round(rows["A-2016"].closing_minor / 1_000_00) == 59_716
    assert [round(rows[name].closing_minor / 10_000_00) for name in ("A-1", "A-2")] == [5_059, 5_059]


def test_dri_is_as_the_readme_expects(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    book = book_of(DRI)
    tables = {security.id: class_table(book.run, security.id) for security in book.deal.classes}
    assert book.valuation is not None
    n_paid = next(n for n in range(40) if all(rows[n].closing_minor == 0 for rows in tables.values()))
    assert expected_rows(DRI) == [
        ("value on 2017-06-15", dollars(book.valuation.value_minor)),
        ("overcollateralisation", "40.9 %"),
        ("Series 2016-1 after 2018-10-15", dollars(tables["A-2016"][AFTER_OCTOBER_2018].closing_minor)),
        ("Class A-1 after 2018-10-15", dollars(tables["A-1"][AFTER_OCTOBER_2018].closing_minor)),
        ("Class A-2 after 2018-10-15", dollars(tables["A-2"][AFTER_OCTOBER_2018].closing_minor)),
        ("reserve at closing", dollars(book.deal.accounts[1].opening_minor)),
        ("all repaid on", str(tables["A-1"][n_paid].paid_on)),
    ]


def test_dri_s_reserve_holds_six_months_of_interest_but_a_million_at_least(book_of: Callable[[str], DealBook]) -> None:
    book = book_of(DRI)
    libor = book.inputs.observed["dollar-libor"]
    fixed = {"A-2016": 39_790, "A-2": 36_000}
    tables = {name: class_table(book.run, name) for name in (*fixed, "A-1")}
    for period, row in enumerate(account_table(book.run, "reserve")):
        coupons = fixed | {"A-1": libor[period] + 25_000}
        opening = {name: rows[period].opening_minor for name, rows in tables.items()}
        half_year = sum(opening[name] * coupons[name] // PPM for name in coupons) // 2
        expected = max(half_year, 1_000_000_00) if any(opening.values()) else 0
        assert abs(row.closing_minor - expected) <= 1


def test_biopharma_s_classes_have_the_published_sizes(book_of: Callable[[str], DealBook]) -> None:
    balances = {security.id: security.balance_minor for security in book_of(BIOPHARMA).deal.classes}
    assert balances == {"senior": 57_150_000_00, "mezzanine": 22_000_000_00, "equity": 21_160_000_00}


def test_biopharma_s_schedule_is_calibrated_so_that_its_covenants_break_in_the_published_quarters(
    book_of: Callable[[str], DealBook], days_on: Callable[[ExactRun, str], list[str]]
) -> None:
    run = book_of(BIOPHARMA).run
    # a quarter is paid out a month after its end: 4Q01, then 1Q02 to 3Q02
    assert days_on(run, "mezzanine-covenant")[0] == "2002-01-31"
    assert days_on(run, "senior-covenant")[:3] == ["2002-04-30", "2002-07-31", "2002-10-31"]
    assert days_on(run, "early-amortisation")[0] == "2002-10-31"


def test_biopharma_is_as_the_readme_expects(
    book_of: Callable[[str], DealBook],
    days_on: Callable[[ExactRun, str], list[str]],
    expected_rows: Callable[[str], list[tuple[str, ...]]],
) -> None:
    run = book_of(BIOPHARMA).run
    senior, equity = class_table(run, "senior"), class_table(run, "equity")
    early_on = days_on(run, "early-amortisation")[0]
    paid_equity = [str(row.paid_on) for row in equity[:-1] if row.residual_paid_minor]
    assert expected_rows(BIOPHARMA) == [
        ("mezzanine covenant first breached in the payment of", days_on(run, "mezzanine-covenant")[0]),
        ("senior covenant first breached in the payment of", days_on(run, "senior-covenant")[0]),
        ("early amortisation from the payment of", early_on),
        ("senior class after it", next(dollars(row.closing_minor) for row in senior if str(row.paid_on) == early_on)),
        ("senior class repaid on", next(str(row.paid_on) for row in senior if row.closing_minor == 0)),
        ("equity gets its last cash but for the end on", paid_equity[-1]),
        (
            "paid by the guarantor in all",
            dollars(sum(row.drawn_minor for row in guarantee_table(run, "zcsi-guaranty"))),
        ),
    ]


def test_biopharma_s_senior_class_is_repaid_by_the_forecast_quarter_of_2005(book_of: Callable[[str], DealBook]) -> None:
    rows = class_table(book_of(BIOPHARMA).run, "senior")
    repaid_on = next(row.paid_on for row in rows if row.closing_minor == 0)
    assert (repaid_on.year, repaid_on.month) == (2005, 1)
    assert all(row.interest_unpaid_minor == 0 for row in rows)
    balance = next(row.closing_minor for row in rows if str(row.paid_on) == "2002-10-31")
    assert balance <= 31_000_000_00


def test_biopharma_s_mezzanine_class_is_paid_by_its_guarantor_alone_until_the_senior_one_is_repaid(
    book_of: Callable[[str], DealBook], days_on: Callable[[ExactRun, str], list[str]]
) -> None:
    run = book_of(BIOPHARMA).run
    early = set(days_on(run, "early-amortisation"))
    tables = [class_table(run, "senior"), class_table(run, "mezzanine"), guarantee_table(run, "zcsi-guaranty")]
    alone = 0
    for senior, mezzanine, guaranty in zip(*tables, strict=True):
        if str(senior.paid_on) in early and senior.closing_minor:
            alone += 1
            assert guaranty.drawn_minor == mezzanine.paid_minor > 0
        assert mezzanine.interest_unpaid_minor == 0
    assert alone == 9


def test_biopharma_without_a_dip_breaks_no_covenant_in_2001(
    book_of: Callable[[str], DealBook],
    run_with: Callable[[DealBook, Sequence[int]], ExactRun],
    days_on: Callable[[ExactRun, str], list[str]],
) -> None:
    book = book_of(BIOPHARMA)
    level = sum(book.run.inflows_minor[2:6]) // 4
    run = run_with(book, [*book.run.inflows_minor[:2], *[level] * 4, *book.run.inflows_minor[6:]])
    assert days_on(run, "mezzanine-covenant")[0] > "2002-01-31"
