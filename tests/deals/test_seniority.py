"""Whatever is collected, nobody is paid before those who rank above."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.documents.book import DealBook
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.tables import class_table, residual_paid, scheduled_due

REPAID_IN_ORDER = {
    "anime-copyrights": (("A1", "A2"), ("B",), ("C",)),
    "drug-patents": (("A",), ("B",)),
    "electronics-patents": (("A",), ("B",), ("C",)),
    "mission-forecast": (("A",), ("originator",)),
}
"""Ranks of which each is wholly repaid before the next gets principal or residual cash."""
DRAWS_PER_MILLE = st.lists(st.integers(0, 2_000), min_size=28, max_size=28)
"""Each period's collections in proportion to the expected ones; the longest deal has 28 periods."""


def stressed(book: DealBook, per_mille: Sequence[int]) -> ExactRun:
    inflows = [inflow * part // 1_000 for inflow, part in zip(book.run.inflows_minor, per_mille, strict=False)]
    run = run_exact(book.run.program, inflows)
    assert_conserved(run)
    return run


def principal_paid(run: ExactRun, period: int, name: str) -> int:
    """Give what a class gets beside interest, or all that a party gets."""
    if any(slot.of == name and slot.kind.name == "PRINCIPAL" for slot in run.program.slots):
        row = class_table(run, name)[period]
        return row.principal_paid_minor + row.residual_paid_minor
    return residual_paid(run, period, name)


@pytest.mark.parametrize("name", REPAID_IN_ORDER)
@given(per_mille=DRAWS_PER_MILLE)
def test_a_class_gets_no_principal_while_one_above_it_is_owed_anything(
    name: str, per_mille: list[int], book_of: Callable[[str], DealBook]
) -> None:
    run = stressed(book_of(name), per_mille)
    ranks = REPAID_IN_ORDER[name]
    for above, below in pairwise(ranks):
        rows_above = [class_table(run, senior) for senior in above]
        for period in range(len(run.inflows_minor)):
            owed = sum(rows[period].closing_minor + rows[period].interest_unpaid_minor for rows in rows_above)
            assert owed == 0 or all(principal_paid(run, period, junior) == 0 for junior in below), (above, below)


@pytest.mark.parametrize(("name", "seniors"), [("electronics-patents", ("A",)), ("anime-copyrights", ("A1", "A2"))])
@given(per_mille=DRAWS_PER_MILLE)
def test_class_b_gets_no_interest_while_class_a_is_owed_any(
    name: str, seniors: tuple[str, ...], per_mille: list[int], book_of: Callable[[str], DealBook]
) -> None:
    run = stressed(book_of(name), per_mille)
    rows_of_b = class_table(run, "B")
    for senior in seniors:
        for row, row_of_b in zip(class_table(run, senior), rows_of_b, strict=True):
            assert row.interest_unpaid_minor == 0 or row_of_b.interest_paid_minor == 0


@given(per_mille=DRAWS_PER_MILLE)
def test_classes_of_one_rank_share_their_shortfall(per_mille: list[int], book_of: Callable[[str], DealBook]) -> None:
    run = stressed(book_of("anime-copyrights"), per_mille)
    first, second = class_table(run, "A1"), class_table(run, "A2")
    for one, other in zip(first, second, strict=True):
        # a split is off by less than a yen; there are two a period, of principal and of interest each
        assert abs(one.closing_minor - other.closing_minor) <= 4 * len(first)
        due, other_due = one.interest_due_minor, other.interest_due_minor
        skew = one.interest_paid_minor * other_due - other.interest_paid_minor * due
        assert abs(skew) <= 2 * (due + other_due)


@given(per_mille=DRAWS_PER_MILLE)
def test_the_owner_gets_nothing_while_the_notes_are_owed_interest_or_scheduled_principal(
    per_mille: list[int], book_of: Callable[[str], DealBook]
) -> None:
    run = stressed(book_of("sesac-2019-1"), per_mille)
    rows, due = class_table(run, "A-2"), scheduled_due(run, "A-2")
    for period, row in enumerate(rows):
        short = row.interest_unpaid_minor > 0 or row.principal_paid_minor < due[period]
        assert not short or residual_paid(run, period, "sesac") == 0


@given(per_mille=DRAWS_PER_MILLE)
def test_the_junior_gets_nothing_while_the_senior_has_a_shortfall(
    per_mille: list[int], book_of: Callable[[str], DealBook]
) -> None:
    run = stressed(book_of("mission-split"), per_mille)
    for senior, junior in zip(class_table(run, "senior"), class_table(run, "junior"), strict=True):
        assert senior.interest_unpaid_minor == 0 or junior.paid_minor == 0
    last = class_table(run, "senior")[-1]
    assert last.closing_minor == 0 or class_table(run, "junior")[-1].paid_minor == 0


@given(per_mille=DRAWS_PER_MILLE)
def test_a_unit_gains_only_once_its_principal_is_back(per_mille: list[int], book_of: Callable[[str], DealBook]) -> None:
    for row in class_table(stressed(book_of("tokimeki-2000"), per_mille), "units"):
        assert row.closing_minor == 0 or row.residual_paid_minor == 0
