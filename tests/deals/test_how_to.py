"""The pages of `docs/how-to`: each deal runs, says what its page quotes, and pays what the page works out by hand.

What the pages show of the command line is run by `tests/frame/test_readme.py`.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from chizai.app.book import make_book
from chizai.app.simulate import simulate
from chizai.deal.program import SlotKind
from chizai.documents.book import DealBook
from chizai.units.result import Ok
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.tables import account_table, class_table, fee_table, guarantee_table, residual_paid

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
TOPICS = sorted(path.name for path in HOW_TO.iterdir() if path.is_dir())
QUOTED = re.compile(r"^```(?:toml|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOLVED_FOR = {"rating-floor", "sizing"}
"""Deals whose figures are a first guess: their pages show how better ones are found."""
PAGES = sorted(set(TOPICS) - SOLVED_FOR)
TABLES = {"class": class_table, "fee": fee_table, "account": account_table, "guarantee": guarantee_table}
FIGURES = [
    ("asked-measures", "class", "A", "2026-12-31", "principal_paid", 18_050_000),
    ("borrowing-base-and-substitution", "class", "A", "2027-12-31", "principal_paid", 6_000_000),
    ("borrowing-base-and-substitution", "party", "originator", "2027-12-31", "residual_paid", 1_000_000),
    ("calls", "class", "A", "2028-12-31", "interest_paid", 1_000_000),
    ("calls", "class", "B", "2028-12-31", "interest_paid", 1_588_220),
    ("calls", "party", "originator", "2028-12-31", "residual_paid", 5_000_000),
    ("coupons", "class", "S", "2027-12-31", "interest_paid", 200_000),
    ("coupons", "class", "S", "2028-12-31", "interest_paid", 500_000),
    ("coupons", "class", "V", "2026-12-31", "interest_paid", 120_000),
    ("coupons", "class", "V", "2027-12-31", "interest_paid", 190_000),
    ("coupons", "class", "V", "2028-12-31", "interest_paid", 300_000),
    ("currencies", "account", "cash", "2027-12-31", "received", 13_800_000),
    ("currencies", "class", "A", "2027-12-31", "interest_paid", 800_000),
    ("currencies", "party", "originator", "2027-12-31", "residual_paid", 3_000_000),
    ("deferrable-interest", "class", "B", "2027-12-31", "interest_due", 1_420_000),
    ("deferrable-interest", "class", "C", "2027-12-31", "interest_paid", 580_000),
    ("deferrable-interest", "class", "C", "2027-12-31", "added", 520_000),
    ("deferrable-interest", "class", "C", "2027-12-31", "closing", 11_520_000),
    ("delayed-draw-and-prefunding", "class", "A", "2027-12-31", "added", 10_000_000),
    ("delayed-draw-and-prefunding", "class", "A", "2027-12-31", "interest_paid", 480_000),
    ("delayed-draw-and-prefunding", "class", "A", "2027-12-31", "closing", 18_000_000),
    ("delayed-draw-and-prefunding", "account", "prefunding", "2027-12-31", "paid_out", 4_000_000),
    ("delayed-draw-and-prefunding", "class", "A", "2028-12-31", "interest_paid", 540_000),
    ("early-amortisation-and-default", "class", "A", "2026-12-31", "principal_paid", 9_000_000),
    ("early-amortisation-and-default", "class", "B", "2026-12-31", "principal_paid", 6_000_000),
    ("early-amortisation-and-default", "class", "A", "2027-12-31", "principal_paid", 11_000_000),
    ("early-amortisation-and-default", "class", "A", "2029-12-31", "interest_paid", 302_000),
    ("early-amortisation-and-default", "class", "A", "2029-12-31", "principal_paid", 10_000_000),
    ("early-amortisation-and-default", "class", "B", "2030-12-31", "interest_paid", 1_680_000),
    ("exchange-risk", "account", "hedged", "2026-12-31", "received", 8_750_000),
    ("exchange-risk", "account", "open", "2026-12-31", "received", 9_000_000),
    ("exchange-risk", "class", "O", "2026-12-31", "principal_paid", 7_000_000),
    ("fees", "fee", "trustee-fee", "2026-12-31", "paid", 110_000),
    ("fees", "fee", "servicing", "2026-12-31", "paid", 165_000),
    ("fees", "fee", "administration", "2026-12-31", "paid", 6_000),
    ("fees", "fee", "custody", "2026-12-31", "paid", 15_000),
    ("fees", "fee", "success", "2026-12-31", "paid", 50_000),
    ("fees", "fee", "expenses", "2026-12-31", "paid", 400_000),
    ("fees", "party", "originator", "2026-12-31", "residual_paid", 134_000),
    ("fitted-forecast", "class", "A", "2026-12-31", "principal_paid", 14_451_296),
    ("guarantee-and-liquidity-line", "guarantee", "line", "2027-12-31", "drawn", 453_000),
    ("guarantee-and-liquidity-line", "guarantee", "cover", "2027-12-31", "drawn", 5_000_000),
    ("guarantee-and-liquidity-line", "fee", "commitment-fee", "2028-12-31", "paid", 1_641),
    ("guarantee-and-liquidity-line", "guarantee", "line", "2028-12-31", "left", 1_000_000),
    ("guarantee-and-liquidity-line", "party", "originator", "2028-12-31", "residual_paid", 2_586_299),
    ("joint-futures", "class", "A", "2026-12-31", "principal_paid", 17_000_000),
    ("maturity-sale", "fee", "sale-costs", "2028-12-31", "paid", 1_100_000),
    ("maturity-sale", "class", "A", "2028-12-31", "principal_paid", 50_000_000),
    ("maturity-sale", "party", "originator", "2028-12-31", "residual_paid", 5_400_000),
    ("new-products", "class", "A", "2026-12-31", "principal_paid", 54_451_928),
    ("planned-amortisation", "class", "A", "2027-12-31", "principal_paid", 10_000_000),
    ("planned-amortisation", "class", "B", "2027-12-31", "principal_paid", 3_000_000),
    ("planned-amortisation", "class", "B", "2028-12-31", "principal_paid", 7_000_000),
    ("planned-amortisation", "class", "C", "2028-12-31", "principal_paid", 8_000_000),
    ("preferred-equity", "class", "E", "2026-06-30", "residual_paid", 500_000),
    ("preferred-equity", "account", "cash", "2026-09-30", "closing", 2_395_000),
    ("preferred-equity", "class", "E", "2026-12-31", "residual_paid", 3_370_000),
    ("preferred-equity", "class", "E", "2027-12-31", "residual_paid", 450_000),
    ("principal-orders", "class", "A1", "2027-12-31", "principal_paid", 14_000_000),
    ("principal-orders", "class", "A2", "2027-12-31", "principal_paid", 6_000_000),
    ("principal-orders", "class", "B", "2027-12-31", "principal_paid", 10_000_000),
    ("reserve-account", "account", "reserve", "2027-12-31", "closing", 301_000),
    ("reserve-account", "account", "reserve", "2028-12-31", "closing", 600_000),
    ("reserve-account", "party", "originator", "2028-12-31", "residual_paid", 501_301),
    ("retention", "class", "A", "2026-12-31", "principal_paid", 30_000_000),
    ("royalty-audit", "class", "A", "2026-12-31", "principal_paid", 11_900_000),
    ("simulation", "class", "A", "2026-12-31", "principal_paid", 19_000_000),
    ("triggers", "account", "trap", "2027-12-31", "closing", 175_000),
    ("triggers", "account", "trap", "2028-12-31", "closing", 375_000),
    ("triggers", "account", "trap", "2029-12-31", "closing", 625_000),
    ("triggers", "account", "cash", "2029-12-31", "closing", 250_000),
    ("triggers", "party", "originator", "2030-12-31", "residual_paid", 1_475_000),
    ("turbo-and-sweep", "party", "originator", "2027-12-31", "residual_paid", 3_500_000),
    ("turbo-and-sweep", "class", "A", "2029-12-31", "principal_paid", 10_000_000),
    ("two-waterfalls", "class", "A", "2027-12-31", "principal_paid", 9_400_000),
    ("two-waterfalls", "account", "interest", "2027-12-31", "closing", 0),
    ("write-down-and-up", "class", "B", "2027-12-31", "written_off", 4_000_000),
    ("write-down-and-up", "class", "B", "2028-12-31", "interest_paid", 300_000),
    ("write-down-and-up", "class", "B", "2028-12-31", "added", 3_000_000),
    ("write-down-and-up", "class", "B", "2029-12-31", "principal_paid", 10_000_000),
]
"""Topic, table, id, payment date, column, amount: worked out on the page by hand."""

SWITCHES = [
    ("calls", "clean-up-call", "....."),
    ("calls", "optional-call", "..+++"),
    ("calls", "tax-call", "....."),
    ("delayed-draw-and-prefunding", "milestone", ".++"),
    ("delayed-draw-and-prefunding", "second-patent", "..."),
    ("early-amortisation-and-default", "early", ".++++"),
    ("early-amortisation-and-default", "default", "...++"),
    ("triggers", "tight", ".+++.."),
    ("triggers", "low", "..+..."),
    ("triggers", "lock-up", "...+.."),
]
"""Topic, a trigger, call or flag, and whether it is on after each payment date."""

each_topic = pytest.mark.parametrize("topic", TOPICS)
each_page = pytest.mark.parametrize("topic", PAGES)


@cache
def book_of(topic: str) -> DealBook:
    made = make_book(HOW_TO / topic)
    assert isinstance(made, Ok), made
    return made.value


def page_of(topic: str) -> str:
    return (HOW_TO / topic / "README.md").read_text(encoding="utf-8")


def figure(topic: str, table: str, of: str, on: date, column: str) -> int:
    run = book_of(topic).run
    period = run.program.payment_dates.index(on)
    if table == "party":
        return residual_paid(run, period, of)
    return int(getattr(TABLES[table](run, of)[period], f"{column}_minor"))


@each_topic
def test_a_page_stands_in_a_whole_deal_of_its_name_that_runs_with_every_row_used_and_conserves_every_yen(
    topic: str,
) -> None:
    book = book_of(topic)
    assert (book.deal.id, book.unusable) == (topic, ())
    assert_conserved(book.run)
    assert any(map(book.run.collected, range(len(book.run.program.payment_dates))))


@each_page
def test_no_account_holds_cash_and_no_class_is_owed_anything_once_the_deal_is_over(topic: str) -> None:
    book = book_of(topic)
    assert [account_table(book.run, each.id)[-1].closing_minor for each in book.deal.accounts] == [
        0 for _ in book.deal.accounts
    ]
    for security in book.deal.classes:
        last = class_table(book.run, security.id)[-1]
        assert (last.closing_minor, last.interest_unpaid_minor) == (0, 0)


@each_page
def test_the_lines_that_a_page_quotes_stand_in_its_files_as_they_are(topic: str) -> None:
    files = [path.read_text(encoding="utf-8") for path in sorted((HOW_TO / topic).iterdir()) if path.suffix != ".md"]
    pieces = [piece for quoted in QUOTED.findall(page_of(topic)) for piece in re.split(r"\n\n+", quoted.strip())]
    assert pieces
    for piece in pieces:
        assert any(f"{piece}\n" in text for text in files), piece


@each_topic
def test_the_index_leads_to_every_page(topic: str) -> None:
    assert f"[{topic}]({topic}/README.md)" in (HOW_TO / "README.md").read_text(encoding="utf-8")


def test_every_page_works_a_figure_out_by_hand() -> None:
    assert {topic for topic, *_ in FIGURES} == set(PAGES)


@pytest.mark.parametrize(
    ("topic", "table", "of", "on", "column", "amount"), FIGURES, ids=[" ".join(row[:-1]) for row in FIGURES]
)
def test_a_deal_pays_what_its_page_works_out_by_hand(
    topic: str, table: str, of: str, on: str, column: str, amount: int
) -> None:
    assert figure(topic, table, of, date.fromisoformat(on), column) == amount
    assert f"{amount:,}" in page_of(topic)


@pytest.mark.parametrize(("topic", "of", "is_on"), SWITCHES, ids=[f"{topic} {of}" for topic, of, _ in SWITCHES])
def test_triggers_calls_and_flags_are_on_when_a_page_says(topic: str, of: str, is_on: str) -> None:
    run = book_of(topic).run
    slot = run.program.slot(SlotKind.STATE, of)
    assert "".join("+" if run.closing(period, slot) else "." for period in range(len(is_on))) == is_on


def test_nothing_is_collected_once_the_deal_has_been_called() -> None:
    received = [row.received_minor for row in account_table(book_of("calls").run, "cash")]
    assert received == [12_200_000, 11_900_000, 47_588_220, 0, 0]


def test_retained_units_are_paid_like_all_others() -> None:
    book = book_of("retention")
    retained = {security.id: security.retained_ppm for security in book.deal.classes}
    assert retained == {"A": 50_000, "B": 50_000, "C": 1_000_000}
    paid_minor = class_table(book.run, "A")[0].paid_minor
    assert paid_minor == 30_800_000
    for part_minor in (paid_minor * retained["A"] // 10**6, paid_minor - paid_minor * retained["A"] // 10**6):
        assert f"{part_minor:,}" in page_of("retention")


def test_a_year_without_royalties_costs_the_junior_class_alone() -> None:
    made = simulate(HOW_TO / "simulation")
    assert isinstance(made, Ok), made
    owed_minor = {outcome.scenario.name: outcome.owed_minor for outcome in made.value.scenarios}
    assert owed_minor["Base case"] == (0, 0)
    senior, junior = owed_minor["Nothing in the second year"]
    assert (senior, junior > 0) == (0, True)
