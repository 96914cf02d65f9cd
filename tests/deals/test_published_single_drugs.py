"""Two issuers that lived on one drug and fell short: what was published of them comes out of their files.

What was distributed or collected was solved for to that end; only terms and dated outcomes were published.
"""

from collections.abc import Callable
from datetime import date

from chizai.deal.closing import closing_flows
from chizai.documents.book import DealBook
from chizai.units.money import CURRENCIES, format_minor
from chizai.units.rate import share_floor
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.tables import account_table, class_table, fee_table

TRIPLE, JPR = "triple-royalty-sub-ii", "jpr-royalty-sub-2011"


def dollars(amount_minor: int) -> str:
    return format_minor(amount_minor, CURRENCIES["USD"])


def test_triple_s_principal_is_calibrated_to_the_published_sum_on_30_june_2022(
    book_of: Callable[[str], DealBook],
) -> None:
    book = book_of(TRIPLE)
    (security,) = book.deal.classes
    row = [row for row in class_table(book.run, "notes") if row.paid_on <= date(2022, 6, 30)][-1]
    assert (security.balance_minor, security.coupon_ppm_annual) == (400_000_000_00, 95_000)
    assert row.closing_minor == 421_050_000_00
    # in thousands, rounded half up: the filing has 21,053
    assert (share_floor(row.closing_minor, security.retained_ppm) + 500_00) // 1_000_00 == 21_053


def test_triple_is_as_the_readme_expects(
    book_of: Callable[[str], DealBook],
    expected_of: Callable[[str], str],
    expected_rows: Callable[[str], list[tuple[str, ...]]],
) -> None:
    run = book_of(TRIPLE).run
    rows, company = class_table(run, "notes"), account_table(run, "respiratory-company")
    assert expected_rows(TRIPLE) == [
        (
            str(rows[period].paid_on),
            dollars(company[period].paid_out_minor),
            dollars(rows[period].added_minor),
            dollars(rows[period].closing_minor),
        )
        for period in (0, 1, 2, 8, 9)
    ]
    assert f"Retained of it are {dollars(421_050_000_00 // 20)}." in expected_of(TRIPLE)


def test_triple_adds_every_shortfall_to_principal_and_leaves_none_owed(book_of: Callable[[str], DealBook]) -> None:
    rows = class_table(book_of(TRIPLE).run, "notes")
    assert all(row.interest_unpaid_minor == 0 for row in rows)
    assert all(row.added_minor == row.interest_due_minor - row.interest_paid_minor for row in rows)
    missed = sum(row.added_minor for row in rows) * 100 / (400_000_000_00 * 95 // 4_000)
    assert 215 < missed < 225


def test_triple_s_royalties_as_divided_would_have_covered_the_coupon_had_they_been_distributed(
    book_of: Callable[[str], DealBook],
) -> None:
    book = book_of(TRIPLE)
    rows = book.inputs.rows()
    numbers = {each.of: number for number, each in enumerate(book.run.program.inputs)}
    everything = [list(row) for row in rows]
    everything[numbers["distribution"]] = [1_000_000_000_00] * len(rows[0])
    run = run_exact(book.run.program, everything[0], everything[1:])
    table = class_table(run, "notes")
    assert all(row.added_minor == 0 and row.interest_unpaid_minor == 0 for row in table)


def test_triple_s_company_holds_about_the_cash_that_it_reported(book_of: Callable[[str], DealBook]) -> None:
    run = book_of(TRIPLE).run
    held = [row for row in account_table(run, "respiratory-company") if row.paid_on <= date(2020, 9, 30)][-1]
    whole_company = held.closing_minor * 10_000 // 6_375
    assert dollars(whole_company) == "31,768,000.00"
    # with what it had received before closing, and before its costs; 41.4 million were reported
    assert 41_400_000_00 < whole_company + 14_400_000_00 < 47_000_000_00


def test_triple_is_redeemed_on_the_published_day(book_of: Callable[[str], DealBook]) -> None:
    last = class_table(book_of(TRIPLE).run, "notes")[-1]
    assert (str(last.paid_on), last.principal_paid_minor, last.closing_minor) == ("2022-07-20", 421_050_000_00, 0)


def test_jpr_s_net_proceeds_are_those_of_the_filing(book_of: Callable[[str], DealBook]) -> None:
    flows = closing_flows(book_of(JPR).deal)
    assert flows.proceeds_minor == 30_000_000_00
    assert (flows.costs_minor, dict(flows.funded_minor)) == (4_309_000_00, {"interest-reserve": 3_000_000_00})
    assert flows.purchase_price_minor == 22_691_000_00


def test_a_year_s_interest_on_jpr_s_notes_is_more_than_its_whole_reserve(book_of: Callable[[str], DealBook]) -> None:
    book = book_of(JPR)
    due_minor = class_table(book.run, "notes")[1].interest_due_minor
    assert due_minor == 4_200_000_00 > book.deal.accounts[1].opening_minor


def test_jpr_s_reserve_is_gone_with_the_interest_of_september_2012_and_not_before(
    book_of: Callable[[str], DealBook],
) -> None:
    run = book_of(JPR).run
    reserve, notes = account_table(run, "interest-reserve"), class_table(run, "notes")
    assert str(reserve[1].paid_on) == "2012-09-03"  # the first was a Saturday
    assert reserve[0].closing_minor > 0 == reserve[1].closing_minor
    assert [row.interest_unpaid_minor for row in notes[:2]] == [0, 0]


def test_jpr_s_event_of_default_is_in_september_2014(
    book_of: Callable[[str], DealBook], days_on: Callable[[ExactRun, str], list[str]]
) -> None:
    run = book_of(JPR).run
    assert days_on(run, "event-of-default")[0] == "2014-09-01"
    assert class_table(run, "notes")[2].interest_unpaid_minor > 0


def test_jpr_is_as_the_readme_expects(
    book_of: Callable[[str], DealBook],
    expected_of: Callable[[str], str],
    expected_rows: Callable[[str], list[tuple[str, ...]]],
) -> None:
    book = book_of(JPR)
    notes, reserve = class_table(book.run, "notes"), account_table(book.run, "interest-reserve")
    assert expected_rows(JPR) == [
        (
            str(notes[period].paid_on),
            dollars(notes[period].interest_paid_minor),
            dollars(notes[period].interest_unpaid_minor),
            dollars(reserve[period].closing_minor),
        )
        for period in range(4)
    ]
    assert f"BioCryst gets {dollars(closing_flows(book.deal).purchase_price_minor)}." in expected_of(JPR)


def test_jpr_s_default_puts_the_trustee_s_costs_first(book_of: Callable[[str], DealBook]) -> None:
    run = book_of(JPR).run
    costs = fee_table(run, "trustee-costs")
    assert [row.paid_minor for row in costs[:4]] == [0] * 4
    assert costs[4].paid_minor == 5 * 50_000_00
    assert all(row.unpaid_minor == 0 for row in costs[4:])


def test_jpr_s_hedge_takes_its_yen_at_a_hundred_to_the_dollar_and_the_rest_at_spot(
    book_of: Callable[[str], DealBook],
) -> None:
    book = book_of(JPR)
    yen = book.inputs.collected("yen-royalties")
    for period, spot_ppm in enumerate(book.inputs.observed["cents-per-yen"]):
        swapped = min(yen[period], 120_000_000)
        assert book.run.collected(period) == swapped + (yen[period] - swapped) * spot_ppm // 1_000_000
