"""Statements: good rows load, bad ones are reported, totals that do not agree are shown with both figures."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.statements import ReportedSales, Statement
from chizai.feeds.files import TextFile, read_text
from chizai.feeds.statements import read_statement
from chizai.feeds.statements.fine import FINE, format_fine, parse_fine, split_fine
from chizai.feeds.statements.rows import Known
from chizai.feeds.statements.source import (
    ControllerLicence,
    StatementColumns,
    StatementConstants,
    StatementFormat,
    StatementSource,
)
from chizai.units.money import CURRENCIES
from chizai.units.result import Loaded, Ok, Place, Reason

NIH = """# the model licence's example
row_type,catalog_number,product_name,country,units_sold,amount_usd
sale,1,A,US,250,62500
sale,1,A,UK,32,16500
sale,1,A,FR,25,15625
sale,2,B,US,0,0
sale,3,C,US,57,57125
sale,4,D,US,12,1500
total_gross,,,,,153250
deduction,,Freight,,,-3000
deduction,,Returns,,,-7000
total_net,,,,,143250
royalty_rate,,,,,0.08
royalty_due,,,,,11460
creditable,,Minimum annual royalty,,,-10000
net_royalty_due,,,,,1460
"""
DDEX = (
    "HEAD\tdsrf/30\t2025-01-01\t2025-03-31\n"
    "#HEAD\tMessageVersion\tUsageStartDate\tUsageEndDate\n"
    "#SY02.01\tSummaryRecordId\tCurrency\tRightsController\tAllocatedRevenue\tAllocatedNetRevenue\n"
    "#LI01.01\tBlockId\tRightsController\tAllocatedNetRevenue\tAllocatedAmount\n"
    "#FOOT\tNumberOfLinesInFile\tNumberOfSummaryRecords\tNumberOfBlocksInFile\n"
    "SY02.01\t1\tUSD\tPUB\t2.0\t0.5\n"
    "LI01.01\tB1\tPUB\t0.25\t1.0049\n"
    "LI01.01\tB2\tPUB\t0.25\t1.0\n"
    "FOOT\t9\t1\t3\n"
)


def known() -> Known:
    terms = RoyaltyTerms(lag_days=45)
    licences = [
        Licence(id="L1", licensee="x", right_ids=("R1",), currency="USD", starts_on=date(2010, 1, 1), terms=terms),
        Licence(id="L2", licensee="y", right_ids=("R1",), currency="JPY", starts_on=date(2010, 1, 1)),
    ]
    return Known({licence.id: licence for licence in licences}, frozenset({"R1"}))


def constants(**more: Any) -> StatementConstants:
    return StatementConstants(period_start=date(2025, 1, 1), period_end=date(2025, 12, 31), **more)


def read(text: str, form: StatementFormat, **more: Any) -> Loaded[Statement]:
    source = StatementSource(file="statements/a.csv", format=form, **more)
    return read_statement(TextFile(source.file, text, ""), source, known())


def read_csv(text: str, columns: dict[str, str], **more: Any) -> Loaded[Statement]:
    return read(text, StatementFormat.CSV, columns=StatementColumns(**columns), constants=constants(**more))


def test_the_model_licence_report_comes_out_at_its_net_royalty_due() -> None:
    loaded = read(NIH, StatementFormat.LICENCE_REPORT, constants=constants(licence="L1"))
    (row,) = loaded.value.rows
    assert (row.royalty_minor, row.currency, row.received_on) == (146_000, "USD", date(2026, 2, 14))
    assert (row.place.row, loaded.value.breaks, loaded.failures) == (16, (), ())
    assert row.sales == ReportedSales(Place("statements/a.csv", 12, "amount_usd"), 14_325_000)


@pytest.mark.parametrize(
    ("stated", "written", "total", "computed"),
    [
        ("total_gross,,,,,153250", "total_gross,,,,,153251", "total_gross", "153,250.00 USD"),
        ("total_net,,,,,143250", "total_net,,,,,1", "total_net", "143,250.00 USD"),
        ("royalty_due,,,,,11460", "royalty_due,,,,,11461", "royalty_due", "11,460.00 USD"),
        ("net_royalty_due,,,,,1460", "net_royalty_due,,,,,0.5", "net_royalty_due", "1,460.00 USD"),
    ],
)
def test_each_total_is_made_anew_and_a_wrong_one_is_a_break_with_both_figures(
    stated: str, written: str, total: str, computed: str
) -> None:
    text = NIH.replace("\n" + stated, "\n" + written)
    loaded = read(text, StatementFormat.LICENCE_REPORT, constants=constants(licence="L1"))
    (found,) = loaded.value.breaks
    assert (found.what, found.computed) == (total, computed)
    assert found.stated != computed
    assert loaded.value.rows[0].royalty_minor == 146_000


@pytest.mark.parametrize("written", ["total_net,,,,,1\n", ""])
def test_net_sales_that_no_total_states_lead_to_the_first_line_of_sales(written: str) -> None:
    text = NIH.replace("total_net,,,,,143250\n", written)
    loaded = read(text, StatementFormat.LICENCE_REPORT, constants=constants(licence="L1"))
    assert loaded.value.rows[0].sales == ReportedSales(Place("statements/a.csv", 3, "amount_usd"), 14_325_000)


def test_credit_beyond_the_royalty_leaves_nothing_due() -> None:
    text = NIH.replace(",-10000", ",-20000")
    loaded = read(text, StatementFormat.LICENCE_REPORT, constants=constants(licence="L1"))
    assert loaded.value.rows[0].royalty_minor == 0
    assert loaded.value.breaks[0].computed == "0.00 USD"


@pytest.mark.parametrize(
    ("old", "new", "reason", "n_rows"),
    [
        ("62500", "62,5,00", Reason.UNREADABLE, 0),
        ("sale,2", "slae,2", Reason.UNKNOWN, 0),
        (",62500", ",many", Reason.WRONG_TYPE, 0),
        ("royalty_rate,,,,,0.08\n", "", Reason.MISSING, 0),
        ("0.08", "8", Reason.OUT_OF_RANGE, 0),
        ("total_net,,,,,143250\n", "", Reason.MISSING, 1),
        ("amount_usd", "amount", Reason.MISSING, 0),
    ],
)
def test_a_report_with_an_unknown_line_has_no_royalty_and_says_why(
    old: str, new: str, reason: Reason, n_rows: int
) -> None:
    loaded = read(NIH.replace(old, new, 1), StatementFormat.LICENCE_REPORT, constants=constants(licence="L1"))
    expected = Reason.INCONSISTENT if reason is Reason.UNREADABLE else reason
    assert ([failure.reason for failure in loaded.failures], len(loaded.value.rows)) == ([expected], n_rows)


def test_a_report_in_dollars_is_not_what_the_inputs_call_yen() -> None:
    loaded = read(NIH, StatementFormat.LICENCE_REPORT, constants=constants(licence="L1", currency="JPY"))
    assert loaded.value.rows == ()
    assert {failure.reason for failure in loaded.failures} == {Reason.CURRENCY}


def test_the_ddex_rows_sum_exactly_are_floored_and_the_remainder_and_every_disagreement_is_a_break() -> None:
    pairs = (ControllerLicence(controller="PUB", licence="L1"),)
    loaded = read(DDEX, StatementFormat.DDEX, controllers=pairs)
    (row,) = loaded.value.rows
    assert (row.royalty_minor, row.period_end_on, row.received_on) == (200, date(2025, 3, 31), date(2025, 5, 15))
    assert loaded.failures == ()
    assert [(b.stated, b.computed) for b in loaded.value.breaks] == [
        ("2.00 USD", "2.0049 USD"),
        ("3", "2"),
        ("0.0049 USD", "0.00 USD"),
    ]
    assert [b.what_ja for b in loaded.value.breaks] == [
        "PUBのAllocatedRevenueとAllocatedAmountの合計",
        "",
        "ライセンスL1の実施料の最小通貨単位未満の端数(ファイル全体で切捨て)",
    ]


@pytest.mark.parametrize(
    ("old", "new", "licence", "reason"),
    [
        ("PUB", "PUB", None, Reason.UNKNOWN),
        ("1.0049", "x", "L1", Reason.WRONG_TYPE),
        ("HEAD\tdsrf", "HAED\tdsrf", "L1", Reason.UNREADABLE),
        ("FOOT\t9\t1\t3\n", "", "L1", Reason.MISSING),
        ("#LI01.01", "#LI", "L1", Reason.UNREADABLE),
        ("USD", "JPY", "L1", Reason.CURRENCY),
        ("PUB", "PUB", "L9", Reason.UNKNOWN),
        ("2025-03-31", "2025-02-31", "L1", Reason.WRONG_TYPE),
    ],
)
def test_a_ddex_report_with_something_wrong_says_what(old: str, new: str, licence: str | None, reason: Reason) -> None:
    pairs = () if licence is None else (ControllerLicence(controller="PUB", licence=licence),)
    loaded = read(DDEX.replace(old, new), StatementFormat.DDEX, controllers=pairs)
    assert loaded.failures[0].reason is reason


def test_a_controller_that_is_not_the_pools_is_passed_over_and_an_absent_one_is_not() -> None:
    pairs = (ControllerLicence(controller="PUB", licence=""), ControllerLicence(controller="SOC", licence="L1"))
    loaded = read(DDEX, StatementFormat.DDEX, controllers=pairs)
    assert loaded.value.rows == ()
    assert [(failure.reason, failure.place.key) for failure in loaded.failures] == [(Reason.MISSING, "SOC")]


def test_a_plain_row_takes_its_fields_from_columns_and_constants() -> None:
    text = 'Licence No.,Amount,Paid\nL1,"1,234.50",2026/1/15\nL1,-7000,2026-01-15\n'
    columns = {"licence": "Licence No.", "royalty": "Amount", "received": "Paid"}
    loaded = read_csv(text, columns, currency="USD", right="R1")
    assert [row.royalty_minor for row in loaded.value.rows] == [123_450, -700_000]
    assert {row.received_on for row in loaded.value.rows} == {date(2026, 1, 15)}
    assert str(loaded.value.rows[0].place) == "statements/a.csv:2: Amount"


@pytest.mark.parametrize(
    ("row", "key", "reason"),
    [
        ("L1,12x,USD", "Amount", Reason.WRONG_TYPE),
        ("L1,,USD", "Amount", Reason.MISSING),
        ("L9,1,USD", "Lic", Reason.UNKNOWN),
        (",1,USD", "Lic", Reason.MISSING),
        ("L1,1,JPY", "Cur", Reason.CURRENCY),
        ("L1,99999999999999999999,USD", "Amount", Reason.OVERFLOW),
        ("L1,0.0000000000001,USD", "Amount", Reason.WRONG_TYPE),
    ],
)
def test_a_plain_row_that_cannot_be_used_is_reported_at_its_cell_and_the_others_load(
    row: str, key: str, reason: Reason
) -> None:
    columns = {"licence": "Lic", "royalty": "Amount", "currency": "Cur"}
    loaded = read_csv(f"Lic,Amount,Cur\n{row}\nL1,5,USD\n", columns)
    (failure,) = loaded.failures
    assert (failure.reason, str(failure.place)) == (reason, f"statements/a.csv:2: {key}")
    assert [r.royalty_minor for r in loaded.value.rows] == [500]


def test_an_unknown_currency_of_a_licence_and_its_rows_leaves_no_amount_to_read() -> None:
    odd = Licence(id="L3", licensee="z", right_ids=("R1",), currency="YEN", starts_on=date(2010, 1, 1))
    source = StatementSource(
        file="a.csv",
        format=StatementFormat.CSV,
        columns=StatementColumns(royalty="Amount"),
        constants=constants(licence="L3", currency="JPN"),
    )
    loaded = read_statement(TextFile("a.csv", "Amount\n1\n", ""), source, Known({"L3": odd}, frozenset()))
    (failure,) = loaded.failures
    assert (failure.reason, failure.fix) == (Reason.UNKNOWN, "write JPY")


def test_blank_lines_of_a_ddex_report_count_as_lines_and_no_records() -> None:
    pairs = (ControllerLicence(controller="PUB", licence="L1"),)
    loaded = read(DDEX.replace("FOOT\t9", "\nFOOT\t10"), StatementFormat.DDEX, controllers=pairs)
    assert loaded.failures == ()
    assert "NumberOfLinesInFile" not in [found.what for found in loaded.value.breaks]


SALES = {"licence": "Lic", "royalty": "Due", "sales": "Sold"}


def test_net_sales_stand_in_a_column_of_their_own_and_an_empty_cell_reports_none() -> None:
    loaded = read_csv('Lic,Due,Sold\nL1,1,"1,000.50"\nL1,1,\nL1,-1,-20\n', SALES, currency="USD")
    sales = [row.sales for row in loaded.value.rows]
    cells = [Place("statements/a.csv", row, "Sold") for row in (2, 4)]
    assert sales == [ReportedSales(cells[0], 100_050), None, ReportedSales(cells[1], -2_000)]
    assert (loaded.failures, loaded.value.breaks) == ((), ())


def test_rows_left_out_are_kept_as_far_as_they_can_be_read() -> None:
    text = (
        "Lic,From,To,Due\nL1,2025-01-01,2025-03-31,many\nL9,2025-04-01,2025-06-30,5\nL1,June,2025-06-30,5\n"
        "L1,2025-07-01,2025-09-30,5\nL1,2025-07-01,2025-09-30,5\nL1,5\n"
    )
    columns = StatementColumns(licence="Lic", period_start="From", period_end="To", royalty="Due")
    loaded = read(text, StatementFormat.CSV, columns=columns, constants=StatementConstants(currency="USD"))
    told = {(row.place.row, row.licence_id, row.period) for row in loaded.value.left_out}
    assert told == {
        (2, "L1", (date(2025, 1, 1), date(2025, 3, 31))),
        (3, "L9", (date(2025, 4, 1), date(2025, 6, 30))),
        (4, "L1", None),
        (6, "L1", (date(2025, 7, 1), date(2025, 9, 30))),
        (7, "", None),
    }


def test_a_ddex_controller_that_cannot_be_used_is_kept_as_left_out() -> None:
    loaded = read(DDEX, StatementFormat.DDEX)
    assert [(row.licence_id, row.period) for row in loaded.value.left_out] == [
        ("", (date(2025, 1, 1), date(2025, 3, 31)))
    ]


def test_sales_below_the_minor_unit_are_carried_like_royalties_and_apart_from_them() -> None:
    loaded = read_csv("Lic,Due,Sold\nL1,1.005,2.006\nL1,1,2.006\n", SALES, currency="USD")
    assert [row.sales and row.sales.amount_minor for row in loaded.value.rows] == [200, 201]
    assert [found.what.split(" of ")[0] for found in loaded.value.breaks] == ["royalty", "net sales"]


@pytest.mark.parametrize(("cell", "reason"), [("many", Reason.WRONG_TYPE), ("9" * 20, Reason.OVERFLOW)])
def test_sales_that_cannot_be_read_are_reported_at_their_cell_and_the_row_is_left_out(
    cell: str, reason: Reason
) -> None:
    loaded = read_csv(f"Lic,Due,Sold\nL1,1,{cell}\nL1,5,6\n", SALES, currency="USD")
    (failure,) = loaded.failures
    assert (failure.reason, str(failure.place)) == (reason, "statements/a.csv:2: Sold")
    assert [row.royalty_minor for row in loaded.value.rows] == [500]


def test_a_date_of_a_row_that_does_not_exist_is_reported_at_its_cell() -> None:
    source = StatementSource(
        file="a.csv",
        format=StatementFormat.CSV,
        columns=StatementColumns(royalty="Amount", period_end="End"),
        constants=StatementConstants(licence="L1", currency="USD", period_start=date(2025, 1, 1)),
    )
    text = "Amount,End\n1,2025-02-30\n1,\n2,2025-12-31\n"
    loaded = read_statement(TextFile("a.csv", text, ""), source, known())
    assert [str(failure.place) for failure in loaded.failures] == ["a.csv:2: End", "a.csv:3: End"]
    assert [row.royalty_minor for row in loaded.value.rows] == [200]


def test_a_field_without_source_and_a_field_with_two_are_failures() -> None:
    loaded = read_csv("Lic,Cur\nL1,USD\n", {"licence": "Lic", "currency": "Cur"}, licence="L1")
    assert [failure.reason for failure in loaded.failures] == [Reason.MISSING, Reason.INCONSISTENT]


def test_a_misnamed_column_is_answered_with_the_nearest() -> None:
    loaded = read_csv("Licence,Amuont\nL1,1\n", {"licence": "Licence", "royalty": "Amount"}, currency="USD")
    assert loaded.failures[0].fix == "is it 'Amuont'?"


def test_a_period_that_ends_before_it_starts_is_a_failure() -> None:
    columns = {"royalty": "Amount", "period_end": "End"}
    source = StatementSource(
        file="a.csv",
        format=StatementFormat.CSV,
        columns=StatementColumns(**columns),
        constants=StatementConstants(licence="L1", currency="USD", period_start=date(2025, 1, 1)),
    )
    loaded = read_statement(TextFile("a.csv", "Amount,End\n1,2024-12-31\n", ""), source, known())
    assert [failure.reason for failure in loaded.failures] == [Reason.INCONSISTENT]


def test_a_row_that_repeats_another_in_every_cell_is_left_out_and_said() -> None:
    repeated = "Amount,Title\n100,Song\n100,Film\n100,Song\n"
    loaded = read_csv(repeated, {"royalty": "Amount"}, licence="L1", currency="USD")
    assert [row.royalty_minor for row in loaded.value.rows] == [100_00, 100_00]
    (failure,) = loaded.failures
    assert (failure.reason, failure.place.row) == (Reason.DUPLICATE, 4)
    assert "line 2" in failure.what


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=20))
def test_amounts_below_the_minor_unit_are_carried_so_that_rows_sum_to_the_floored_total(
    tenths_of_cents: list[int],
) -> None:
    text = "No.,Amount\n" + "\n".join(
        f"{number},{'-' if t < 0 else ''}{abs(t) // 1000}.{abs(t) % 1000:03d}"
        for number, t in enumerate(tenths_of_cents)
    )
    loaded = read_csv(text, {"royalty": "Amount"}, licence="L1", currency="USD")
    assert loaded.failures == ()
    assert sum(row.royalty_minor for row in loaded.value.rows) == sum(tenths_of_cents) // 10
    assert bool(loaded.value.breaks) == bool(sum(tenths_of_cents) % 10)


@given(st.integers(-(10**20), 10**20), st.sampled_from(["JPY", "USD"]))
def test_an_exact_amount_is_written_and_read_back_and_its_floor_loses_nothing(amount_fine: int, code: str) -> None:
    currency = CURRENCIES[code]
    assert parse_fine(format_fine(amount_fine, currency).removesuffix(f" {code}")) == amount_fine
    whole_minor, left_fine = split_fine(amount_fine, currency)
    scale = 10 ** (FINE.digits - currency.digits)
    assert whole_minor * scale + left_fine == amount_fine
    assert 0 <= left_fine < scale


def of_shared(shared: Path, name: str, form: StatementFormat, **more: Any) -> Loaded[Statement]:
    file = read_text(shared / "data/statements", name)
    assert isinstance(file, Ok)
    return read_statement(file.value, StatementSource(file=name, format=form, **more), known())


def test_the_published_example_report_comes_out(shared: Path) -> None:
    name = "phs_nih_example_royalty_report.csv"
    loaded = of_shared(shared, name, StatementFormat.LICENCE_REPORT, constants=constants(licence="L1"))
    assert [row.royalty_minor for row in loaded.value.rows] == [146_000]
    assert (loaded.value.breaks, loaded.failures) == ((), ())


def test_the_published_ddex_sample_does_not_reconcile_and_shows_both_figures(shared: Path) -> None:
    licence_of = {"PUB_3": "L1", "PUB_2": "L1", "SOC_1": "", "Residual": ""}
    pairs = tuple(ControllerLicence(controller=name, licence=licence) for name, licence in licence_of.items())
    name = "ddex_dsrf_UGCProfile_2015-Q4_IS.tsv"
    loaded = of_shared(shared, name, StatementFormat.DDEX, controllers=pairs)
    assert loaded.failures == ()
    assert [row.royalty_minor for row in loaded.value.rows] == [12_523, 4_181]
    assert [(b.place.row, b.stated, b.computed) for b in loaded.value.breaks] == [
        (10, "0.00 USD", "125.23 USD"),
        (11, "0.00 USD", "31.84 USD"),
        (11, "0.00 USD", "0.01 USD"),
        (12, "63.41 USD", "41.81 USD"),
        (12, "1,879.87 USD", "0.00 USD"),
        (13, "8,307.77 USD", "1.15 USD"),
    ]


@pytest.mark.parametrize(("column", "n_rows", "n_failures"), [("Amount", 6, 0), ("Source", 0, 6)])
def test_the_dirty_publisher_statement_loads_what_is_an_amount(
    shared: Path, column: str, n_rows: int, n_failures: int
) -> None:
    columns = StatementColumns(royalty=column)
    more = {"columns": columns, "constants": constants(licence="L1", currency="USD")}
    loaded = of_shared(shared, "dmp_royaltystatement.csv", StatementFormat.CSV, **more)
    assert (len(loaded.value.rows), len(loaded.failures)) == (n_rows, n_failures)
