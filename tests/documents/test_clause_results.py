from collections import Counter

from chizai.documents.book import DealBook
from chizai.documents.clause_results import clause_results
from chizai.waterfall.journal import run_entries


def test_a_short_period_shows_what_each_clause_left_unpaid(book: DealBook) -> None:
    # worked by hand: of 3,000,000 the fees take 330,000 and 2 %, and 2,610,000 is left for interest of 4 % on
    # 45,430,000 and 6 % on 30,000,000, pro rata with the odd yen to A; the guarantor fills what B lacks
    results = {result.clause.id: result for result in clause_results(book.deal, book.run, 1)}
    found = {name: (result.due_minor, result.paid_minor, result.unpaid_minor) for name, result in results.items()}
    assert found == {
        "fees": (390_000, 390_000, 0),
        "interest": (3_617_200, 2_610_000, 1_007_200),
        "guaranteed": (501_206, 501_206, 0),
        "scheduled": (6_000_000, 0, 6_000_000),
        "fill": (500_000, 0, 500_000),
        "repay-bank": (501_206, 0, 501_206),
        "release": (None, 0, None),
        "sweep": (None, 0, None),
        "rest": (None, 0, None),
    }
    interest = {line.recipient: (line.due_minor, line.paid_minor) for line in results["interest"].lines}
    assert interest == {"A": (1_817_200, 1_311_206), "B": (1_800_000, 1_298_794)}


def test_principal_falls_due_on_the_last_date(book: DealBook) -> None:
    sweep = clause_results(book.deal, book.run, 4)[7]
    assert [line.recipient for line in sweep.lines] == ["A", "B", "C"]
    assert sweep.unpaid_minor == sum(
        book.run.closing(4, number)
        for number, slot in enumerate(book.run.program.slots)
        if slot.kind.name == "PRINCIPAL"
    )
    assert sweep.unpaid_minor


def test_a_clause_of_the_final_period_has_no_lines_before_it(book: DealBook) -> None:
    assert [len(clause_results(book.deal, book.run, period)[6].lines) for period in range(5)] == [0, 0, 0, 0, 1]


def test_what_clauses_paid_is_what_the_journal_booked(book: DealBook) -> None:
    booked: Counter[tuple[int, str]] = Counter()
    for entry in run_entries(book.run):
        if entry.clause not in {"collection", "accrual"}:
            booked[entry.period, entry.clause] += entry.amount_minor
    paid = {
        (period, result.clause.id): result.paid_minor
        for period in range(len(book.run.inflows_minor))
        for result in clause_results(book.deal, book.run, period)
        if result.paid_minor
    }
    assert paid == dict(booked)
