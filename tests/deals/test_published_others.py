"""A franchise and two deals of patents: what was published of them comes out of their files.

Plans and collections are assumed or solved for to that end.
"""

from collections.abc import Callable, Sequence

from chizai.documents.book import DealBook
from chizai.units.money import CURRENCIES, format_minor
from chizai.units.rate import share_floor
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table, guarantee_table, residual_paid

DOMINOS, GUANGZHOU, SCALAR = "dominos-2007", "guangzhou-2019", "scalar-2003"
IN_2008 = slice(2, 6)
"""The payments of January to October 2008."""


def test_a_year_s_interest_on_the_pizza_notes_is_84_176_and_7_629_million(book_of: Callable[[str], DealBook]) -> None:
    book = book_of(DOMINOS)
    got = {}
    for security in book.deal.classes:
        rows = class_table(book.run, security.id)[IN_2008]
        assert {row.paid_on.year for row in rows} == {2008}
        got[security.id] = sum(row.interest_paid_minor for row in rows)
        assert got[security.id] == share_floor(security.balance_minor, security.coupon_ppm_annual)
    assert got == {"A-2": 84_176_000_00, "M-1": 7_629_000_00}


def test_the_pizza_notes_are_as_the_readme_expects(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    run = book_of(DOMINOS).run
    senior, subordinated = class_table(run, "A-2"), class_table(run, "M-1")

    def dollars(amount_minor: int) -> str:
        return format_minor(amount_minor, CURRENCIES["USD"])

    days = f"{senior[IN_2008][0].paid_on} to {senior[IN_2008][-1].paid_on}"
    totals = [
        ("outstanding in all", str(first.paid_on), dollars(first.closing_minor + second.closing_minor))
        for first, second in zip(senior, subordinated, strict=True)
    ]
    repaid = senior[-1].principal_paid_minor + subordinated[-1].principal_paid_minor
    assert expected_rows(DOMINOS) == [
        ("interest of Class A-2 in 2008", days, dollars(sum(row.interest_paid_minor for row in senior[IN_2008]))),
        ("interest of Class M-1 in 2008", days, dollars(sum(row.interest_paid_minor for row in subordinated[IN_2008]))),
        totals[15],
        totals[18],
        ("repaid by the refinancing", str(senior[-1].paid_on), dollars(repaid)),
    ]
    assert (senior[-1].closing_minor, subordinated[-1].closing_minor) == (0, 0)


def test_the_insurers_of_the_pizza_notes_pay_nothing_unless_cash_fails_and_then_75_to_25(
    book_of: Callable[[str], DealBook], run_with: Callable[[DealBook, Sequence[int]], ExactRun]
) -> None:
    book = book_of(DOMINOS)
    policies = ("mbia-policy", "ambac-policy")
    assert all(row.drawn_minor == 0 for policy in policies for row in guarantee_table(book.run, policy))
    run = run_with(book, [0] * len(book.run.inflows_minor))
    three_quarters, one_quarter = (guarantee_table(run, policy)[1].drawn_minor for policy in policies)
    assert three_quarters == 3 * one_quarter == 84_176_000_00 // 4 * 3 // 4
    assert class_table(run, "A-2")[1].interest_unpaid_minor == 0
    assert class_table(run, "M-1")[1].interest_paid_minor == 0


def test_the_subordinated_pizza_notes_get_nothing_while_the_senior_ones_lack_interest(
    book_of: Callable[[str], DealBook], run_with: Callable[[DealBook, Sequence[int]], ExactRun]
) -> None:
    book = book_of(DOMINOS)
    run = run_with(book, [20_000_000_00] * len(book.run.inflows_minor))
    assert class_table(run, "M-1")[1].interest_paid_minor == 0
    assert guarantee_table(run, "mbia-policy")[1].drawn_minor > 0


def test_guangzhou_is_as_the_readme_expects(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    book = book_of(GUANGZHOU)
    (security,) = book.deal.classes
    rows = class_table(book.run, "senior")

    def yuan(amount_minor: int) -> str:
        return format_minor(amount_minor, CURRENCIES["CNY"])

    left = sum(residual_paid(book.run, period, "originator") for period in range(len(rows)))
    assert expected_rows(GUANGZHOU) == [
        ("raised", yuan(security.balance_minor)),
        ("interest of a whole year on it", yuan(share_floor(security.balance_minor, security.coupon_ppm_annual))),
        ("fees of five years", yuan(sum(book.run.inflows_minor))),
        ("interest paid", yuan(sum(row.interest_paid_minor for row in rows))),
        ("left to the originator", yuan(left)),
        ("repaid on", next(str(row.paid_on) for row in rows if row.closing_minor == 0)),
    ]
    assert (security.balance_minor, security.coupon_ppm_annual) == (301_000_000_00, 40_000)


def test_guangzhou_s_eleven_borrowers_pay_in_proportion_to_what_they_got(book_of: Callable[[str], DealBook]) -> None:
    book = book_of(GUANGZHOU)
    paid: dict[str, int] = {}
    for receipt in (receipt for lines in book.collections.lines for receipt in lines):
        paid[receipt.licence_id] = paid.get(receipt.licence_id, 0) + receipt.amount_minor
    assert len(paid) == 11
    total = sum(paid.values())
    financed = {name: round(each * 3_010 / total) for name, each in paid.items()}
    assert financed.pop("SME-01") == 230
    assert set(financed.values()) == {278}


def test_scalar_is_as_the_readme_expects(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    book = book_of(SCALAR)
    rows = class_table(book.run, "notes")
    left = sum(residual_paid(book.run, period, "scalar") for period in range(len(rows)))
    assert expected_rows(SCALAR) == [
        ("raised", f"{book.deal.classes[0].balance_minor:,}"),
        ("royalties in five years", f"{sum(book.run.inflows_minor):,}"),
        ("interest", f"{sum(row.interest_paid_minor for row in rows):,}"),
        ("left to Scalar", f"{left:,}"),
        ("repaid on", next(str(row.paid_on) for row in rows if row.closing_minor == 0)),
    ]


def test_scalar_s_pool_is_four_patents_used_by_one_licensee(book_of: Callable[[str], DealBook]) -> None:
    pool = book_of(SCALAR).pool
    assert [licence.licensee for licence in pool.licences] == ["Pin Change"]
    assert pool.licences[0].right_ids == tuple(right.id for right in pool.rights)
    assert len(pool.rights) == 4


def test_the_bowie_bonds_are_as_the_readme_expects(
    book_of: Callable[[str], DealBook], expected_rows: Callable[[str], list[tuple[str, ...]]]
) -> None:
    book = book_of("bowie-1997")
    rows = class_table(book.run, "bonds")
    level = {row.interest_paid_minor + row.principal_paid_minor for row in rows[:-1]}
    life_halves = sum(row.principal_paid_minor * half for half, row in enumerate(rows, 1)) / rows[0].opening_minor
    (in_2004,) = [row for row in rows if row.paid_on.year == 2004 and row.paid_on <= book.provenance.as_of_on]
    assert [round(2 * payment_minor / 10_000_00) for payment_minor in level] == [632]
    assert expected_rows("bowie-1997") == [
        ("interest and principal of a year", format_minor(2 * level.pop(), CURRENCIES["USD"])),
        ("average life", f"{life_halves / 2:.1f} years"),
        (f"balance on {in_2004.paid_on}", format_minor(in_2004.closing_minor, CURRENCIES["USD"])),
        ("repaid on", next(str(row.paid_on) for row in rows if row.closing_minor == 0)),
    ]


def test_the_bowie_bonds_miss_no_payment_and_their_guarantor_pays_none(book_of: Callable[[str], DealBook]) -> None:
    run = book_of("bowie-1997").run
    assert all(row.interest_unpaid_minor == 0 for row in class_table(run, "bonds"))
    assert all(row.drawn_minor == 0 for row in guarantee_table(run, "emi-guarantee"))


def test_emi_pays_what_the_bowie_catalogue_does_not_bring(
    book_of: Callable[[str], DealBook], run_with: Callable[[DealBook, Sequence[int]], ExactRun]
) -> None:
    book = book_of("bowie-1997")
    run = run_with(book, [inflow // 2 for inflow in book.run.inflows_minor])
    planned = [row.closing_minor for row in class_table(book.run, "bonds")]
    # half of each payment, out of a guarantee of four of them, lasts for eight half-years
    assert [row.closing_minor for row in class_table(run, "bonds")][:7] == planned[:7]
    assert guarantee_table(run, "emi-guarantee")[0].drawn_minor == book.run.inflows_minor[0] // 2
