"""A small deal that has everything: pro rata, limits, a guarantee that is drawn, a shortfall, user text that bites."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from chizai.assets.licences import Licence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent, Trademark
from chizai.assets.statements import Break, Statement, StatementRow
from chizai.deal.compile import compile_deal
from chizai.deal.text import read_deal
from chizai.documents.book import DealBook
from chizai.documents.provenance import Provenance
from chizai.forecast.receipts import Receipt, collect
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.break_even import break_even
from chizai.metrics.cover import advance_rate_ppm
from chizai.metrics.debt_service import debt_service_coverage
from chizai.metrics.returns import holding_returns
from chizai.metrics.summary import ClassPayments, class_metrics
from chizai.units.explain import Explained
from chizai.units.result import Failure, Ok, Place, Reason
from chizai.valuation.assessment import Assessment, ScreeningPolicy, Stage
from chizai.valuation.assumptions import ValuationAssumptions
from chizai.valuation.income import value_receipts
from chizai.valuation.screening import screen_pool
from chizai.waterfall.exact import run_exact
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.tables import class_table

DEAL = """
id = "everything"
title = "<script>alert('deal')</script> & Sons"
title_ja = "=<b>全部入り</b>"
nature = "demonstration"
currency = "JPY"
closing_on = 2024-03-31
collection_account = "collection"
[schedule]
final_payment_on = 2029-03-31
months = 12
business_days = "every-day"
[[parties]]
id = "agent"
role = "trustee"
name = "Agent & <i>Co</i>"
[[parties]]
id = "bank"
role = "guarantor"
name = "Bank"
[[accounts]]
id = "collection"
[[accounts]]
id = "reserve"
opening_minor = 1_000_000
target_minor = 2_000_000
[[classes]]
id = "A"
kind = "specified-bond"
balance_minor = 60_000_000
unit_minor = 1_000_000
coupon_ppm_annual = 40_000
scheduled_principal_ppm = 100_000
[[classes]]
id = "B"
kind = "specified-bond"
balance_minor = 30_000_000
unit_minor = 1_000_000
coupon_ppm_annual = 60_000
[[classes]]
id = "C"
kind = "preferred-equity"
balance_minor = 10_000_000
unit_minor = 50_000
sales_fee_ppm = 30_000
[[fees]]
id = "agency"
payee = "agent"
amount_minor = 300_000
consumption_tax_ppm = 100_000
[[fees]]
id = "collecting"
payee = "agent"
collections_ppm = 20_000
[[guarantees]]
id = "letter"
provider = "bank"
limit_minor = 5_000_000
[[clauses]]
id = "fees"
pay = "fee"
to = ["agency", "collecting"]
source = "collection"
[[clauses]]
id = "interest"
pay = "interest"
to = ["A", "B"]
source = "collection"
order = "pro-rata"
[[clauses]]
id = "guaranteed"
pay = "interest"
to = ["B"]
source = "letter"
[[clauses]]
id = "scheduled"
pay = "scheduled-principal"
to = ["A"]
source = "collection"
[[clauses]]
id = "fill"
pay = "top-up"
to = ["reserve"]
source = "collection"
limit_minor = 500_000
[[clauses]]
id = "repay-bank"
pay = "reimbursement"
to = ["letter"]
source = "collection"
[[clauses]]
id = "release"
pay = "transfer"
to = ["collection"]
source = "reserve"
when = "final-period"
[[clauses]]
id = "sweep"
pay = "principal"
to = ["A", "B", "C"]
source = "collection"
[[clauses]]
id = "rest"
pay = "residual"
to = ["C"]
source = "collection"
"""

BARE = """
id = "bare"
title = "Bare"
title_ja = ""
nature = "published"
currency = "USD"
closing_on = 2024-03-31
collection_account = "all"
[schedule]
final_payment_on = 2026-03-31
months = 12
business_days = "every-day"
[[accounts]]
id = "all"
[[classes]]
id = "U"
kind = "fund-unit"
balance_minor = 1_000_050
unit_minor = 50
[[clauses]]
id = "rest"
pay = "residual"
to = ["U"]
source = "all"
"""

AS_OF_ON = date(2026, 3, 31)
OWNERS = (OwnerShare("SPC", 1_000_000),)
PATENT = Patent(id="P1", title="Modem", jurisdiction="JP", owners=OWNERS, number="6000001", filed_on=date(2015, 4, 1))
MARK = Trademark(id="T1", title="Name", jurisdiction="JP", owners=OWNERS, number="5000001", filed_on=date(2015, 4, 1))
BREAK = Break(Place("2025.csv", None, "total"), "royalty <total>", "100 JPY", "90 JPY")
UNUSABLE = Failure(Reason.UNKNOWN, Place("2025.csv", 7, "licence"), "no licence '<L9>'", "it is lost", "mend it")

MakeBook: TypeAlias = Callable[..., DealBook]
"""Makes a book; its arguments are those of `make_book`."""


def pool_of(currency: str) -> Pool:
    rows = tuple(
        StatementRow(
            place=Place("2025.csv", 2 + number),
            licence_id="L1",
            period_start_on=date(2023 + number, 1, 1),
            period_end_on=date(2023 + number, 12, 31),
            received_on=date(2024 + number, 2, 1),
            royalty_minor=10_000_000,
            currency=currency,
        )
        for number in range(3)
    )
    licences = (
        Licence(id="L1", licensee="<u>Maker</u>", right_ids=("P1",), currency=currency, starts_on=date(2018, 1, 1)),
        Licence(id="L2", licensee="Seller", right_ids=("P1", "T1"), currency=currency, starts_on=date(2018, 1, 1)),
    )
    return Pool((PATENT, MARK), (), licences, (Statement("2025.csv", rows, (BREAK,)),))


def receipts_of(as_of_on: date) -> tuple[Receipt, ...]:
    """Give three receipts a year: enough in the first, far too little in the second."""
    amounts = [(12_000_000, 5_000_000), (2_000_000, 1_000_000), *[(15_000_000, 6_000_000)] * 3]
    receipts = []
    for year, (first, second) in enumerate(amounts):
        for licence, day, amount in (
            ("L1", date(2024 + year, 9, 30), first),
            ("L2", date(2025 + year, 3, 31), second),
            ("L1", date(2025 + year, 3, 31), 0 if year == 1 else 3_000_000),
        ):
            origin = Explained(f"{licence} on {day}", str(amount))
            receipts.append(Receipt(day, licence, amount, is_actual=day <= as_of_on, origin=origin))
    return tuple(receipts)


def make_book(
    text: str = DEAL,
    as_of_on: date = AS_OF_ON,
    *,
    with_opinions: bool = True,
    observed: Mapping[str, Sequence[int]] | None = None,
    **changes: Any,
) -> DealBook:
    """Run a deal on literal receipts, by the real functions.

    Args:
        text: the deal file.
        as_of_on: what is received later is forecast.
        with_opinions: whether rights are screened and valued, classes priced, and statements have flaws.
        observed: numbers of the deal's observations by period.
        changes: fields of the deal that differ from the file.
    """
    read = read_deal(text)
    assert isinstance(read, Ok), read
    deal = replace(read.value, **changes)
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok), compiled
    program = compiled.value
    pool = pool_of(deal.currency)
    receipts = receipts_of(as_of_on)
    collections = collect(receipts, deal.closing_on, program.payment_dates)
    inputs = RunInputs(deal, program, collections, observed or {})
    inflows, *others = inputs.rows()
    run = run_exact(program, inflows, others)
    book = DealBook(
        deal=deal,
        pool=replace(pool, statements=()),
        collections=collections,
        inputs=inputs,
        run=run,
        screening=None,
        valuation=None,
        back_tests=(),
        metrics=(),
        returns=holding_returns(deal, run),
        break_evens=tuple(break_even(inputs, security.id) for security in deal.classes),
        dscr_ppm=debt_service_coverage(deal, run),
        advance_rate_ppm=None,
        unusable=(),
        provenance=Provenance(
            version="1.2.3", as_of_on=as_of_on, program_digest=program.digest(), inputs=(("deal.toml", "ab" * 32),)
        ),
    )
    return with_opinions_of(book, pool, receipts) if with_opinions else book


def with_opinions_of(book: DealBook, pool: Pool, receipts: tuple[Receipt, ...]) -> DealBook:
    as_of_on, final_on = book.provenance.as_of_on, book.run.program.payment_dates[-1]
    views = [Assessment(right_id="P1", stage=Stage.COMMERCIAL, technology_readiness=9)]
    screening = screen_pool(pool, views, ScreeningPolicy(), as_of_on, final_on)
    codes = dict.fromkeys(("L1", "L2"), book.deal.currency)
    rates = ValuationAssumptions(discount_ppm_annual=80_000, tax_ppm=300_000, tax_life_years=8)
    valuation = value_receipts(receipts, codes, rates, as_of_on)
    assert isinstance(screening, Ok), screening
    assert isinstance(valuation, Ok), valuation
    rows = class_table(book.run, "A")
    payments = ClassPayments(
        balance_minor_opening=60_000_000,
        paid_on=[row.paid_on for row in rows],
        interest_minor=[row.interest_paid_minor for row in rows],
        principal_minor=[row.principal_paid_minor for row in rows],
    )
    metrics = class_metrics(PricingAssumption(class_id="A", price_ppm=1_000_000), book.deal.closing_on, payments)
    return replace(
        book,
        pool=pool,
        screening=screening.value,
        valuation=valuation.value,
        metrics=(metrics,),
        advance_rate_ppm=advance_rate_ppm([60_000_000], valuation.value.value_minor),
        unusable=(UNUSABLE,),
    )


class Html(HTMLParser):
    """What a page shows: its tables by id, its section ids, its tags and all its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.sections: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self._rows: list[list[str]] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes.extend(named.items())
        if tag == "section":
            self.sections.append(named["id"])
        if tag == "table":
            self._rows = self.tables[named["id"]] = []
        if tag == "tr":
            self._rows.append([])
        if tag in {"td", "th"}:
            self._rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_cell:
            self._rows[-1][-1] += data


@pytest.fixture(scope="session")
def new_book() -> MakeBook:
    return make_book


@pytest.fixture(scope="session")
def book() -> DealBook:
    return make_book()


@pytest.fixture(scope="session")
def deal_text() -> str:
    return DEAL


@pytest.fixture(scope="session")
def bare_text() -> str:
    return BARE


@pytest.fixture(scope="session")
def bare() -> DealBook:
    """Two periods in dollars, nothing but one class and one clause, nobody's opinion."""
    return make_book(BARE, with_opinions=False)


@pytest.fixture(scope="session")
def full_text() -> str:
    """Nearly every key of the deal file."""
    return (Path(__file__).parent / "full.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def full(full_text: str) -> DealBook:
    """Ten periods of a deal that uses nearly all of the language, its value falling to half."""
    observed = {
        "tibor": [5_000] * 10,
        "ip-value": [80_000_000] * 4 + [40_000_000] * 6,
        "milestone": [0, 1] + [0] * 8,
        "usdjpy": [1_400_000] * 10,
    }
    return make_book(full_text, with_opinions=False, observed=observed)


@pytest.fixture(scope="session")
def read_html() -> Callable[[str], Html]:
    return Html
