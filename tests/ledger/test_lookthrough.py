import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.app.load import DealFolder, load
from chizai.deal.program import InputKind
from chizai.forecast.actuals import actual_receipts
from chizai.forecast.receipts import collect
from chizai.ledger.lookthrough import (
    PeriodStatement,
    Reporting,
    RowProof,
    break_in,
    period_statement,
    proofs_of,
    reporting_of,
    root_of,
)
from chizai.ledger.lookthrough_rows import CountedRow, counted_rows
from chizai.ledger.merkle import (
    Node,
    Sibling,
    SumError,
    Sums,
    climb,
    empty_top,
    hashed,
    joined,
    leaf,
    number_of,
    path_of,
    tree_of,
)
from chizai.units.result import Failed, Ok, Reason
from chizai.waterfall.inputs import RunInputs

SECRET = bytes(range(32))
REPORTING = Reporting(
    program=hashlib.sha256(b"program").digest(),
    currency="JPY",
    chain_id=1337,
    vault="0x" + "ab" * 20,
    anchor="0x" + "cd" * 20,
    period=3,
)
AMOUNTS = st.integers(-(10**12), 10**12)


def row(number: int, cash_minor: int, currency: str = "JPY") -> CountedRow:
    return CountedRow(
        file="statements.csv",
        row=number,
        licence=f"L{number % 3}",
        right="",
        period_start_on=date(2027, 1, 1),
        period_end_on=date(2027, 3, 31),
        received_on=date(2027, 5, 10),
        royalty_minor=cash_minor,
        cash_minor=cash_minor,
        currency=currency,
    )


def stated(rows: Mapping[int, Sequence[CountedRow]], reporting: Reporting = REPORTING) -> PeriodStatement:
    statement = period_statement(reporting, rows, SECRET)
    assert isinstance(statement, Ok), statement
    return statement.value


def proofs(amounts: Sequence[int]) -> tuple[RowProof, ...]:
    return proofs_of(stated({0: [row(number, amount) for number, amount in enumerate(amounts, 2)]}))


def leaves(amounts: Sequence[int]) -> list[Node]:
    return [leaf(bytes([number]) * 32, b"row", amount) for number, amount in enumerate(amounts)]


# --- the tree ---


def by_the_rfc(nodes: Sequence[Node]) -> Node:
    """Give the top as RFC 6962, section 2.1, defines it: split at the largest power of two below the number of leaves.

    The digest of a node is worked out here from SHA-256 alone.
    """
    if len(nodes) == 1:
        return nodes[0]
    split = 1 << ((len(nodes) - 1).bit_length() - 1)
    left, right = by_the_rfc(nodes[:split]), by_the_rfc(nodes[split:])
    parts = [b"CHIZAI NODE 1"]
    for node in (left, right):
        numbers = (node.sums.n_rows, node.sums.royalties_minor, node.sums.corrections_minor)
        parts += [node.digest, b"".join(number.to_bytes(8, "big") for number in numbers)]
    content = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    both = [left.sums, right.sums]
    sums = Sums(
        sum(each.n_rows for each in both),
        sum(each.royalties_minor for each in both),
        sum(each.corrections_minor for each in both),
    )
    return Node(hashlib.sha256(content).digest(), sums)


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=40))
def test_the_top_is_what_rfc_6962_makes_of_the_leaves(amounts: list[int]) -> None:
    assert tree_of(leaves(amounts)).top == by_the_rfc(leaves(amounts))


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=40))
def test_the_top_counts_all_rows_and_sums_royalties_and_corrections_apart(amounts: list[int]) -> None:
    sums = tree_of(leaves(amounts)).top.sums
    assert sums.n_rows == len(amounts)
    assert sums.royalties_minor == sum(amount for amount in amounts if amount > 0)
    assert sums.corrections_minor == -sum(amount for amount in amounts if amount < 0)
    assert sums.total_minor == sum(amounts)


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=40))
def test_each_leaf_has_a_path_to_the_top_that_tells_its_number(amounts: list[int]) -> None:
    tree = tree_of(leaves(amounts))
    for number, start in enumerate(leaves(amounts)):
        path = path_of(tree, number)
        assert climb(start, path) == tree.top
        assert number_of(path) == number
        assert len(path) <= (len(amounts) - 1).bit_length()


def test_a_leaf_that_is_left_over_is_not_doubled() -> None:
    three, four = leaves([1, 2, 3]), leaves([1, 2, 3])
    assert tree_of(three).top != tree_of([*four, four[-1]]).top


def test_the_parts_of_a_node_count_and_not_their_sum_alone() -> None:
    """Of the scheme that covers sums alone, two trees with one digest and different leaves are known."""
    left, right = leaves([30, 70])
    shifted = joined(replace(left, sums=Sums(1, 20, 0)), replace(right, sums=Sums(1, 80, 0)))
    assert shifted.sums == joined(left, right).sums
    assert shifted.digest != joined(left, right).digest


def test_a_node_cannot_pass_for_a_leaf() -> None:
    left, right = leaves([1, 2])
    node = joined(left, right)
    content = b"".join(
        len(part).to_bytes(8, "big") + part
        for part in (left.digest, b"\0" * 7 + b"\1" + b"\0" * 7 + b"\1" + bytes(8), right.digest)
    )
    assert leaf(left.digest, content, 2).digest != node.digest
    assert empty_top().digest not in {left.digest, node.digest}


def test_parts_that_would_run_together_are_told_apart() -> None:
    assert hashed(b"tag", b"ab", b"c") != hashed(b"tag", b"a", b"bc")
    assert hashed(b"tag", b"", b"a") != hashed(b"tag", b"a")
    assert hashed(b"taga", b"b") != hashed(b"tag", b"ab")


@pytest.mark.parametrize("amounts", [[2**63], [-(2**63)], [2**62, 2**62], [-(2**62), -(2**62), 5]])
def test_a_sum_that_reaches_2_to_63_makes_no_tree(amounts: list[int]) -> None:
    with pytest.raises(SumError, match="below 2"):
        tree_of(leaves(amounts))
    assert tree_of(leaves([2**63 - 1, -(2**63 - 1)])).top.sums.total_minor == 0


@pytest.mark.parametrize("sums", [Sums(1, -5, 0), Sums(1, 0, -5), Sums(-1, 0, 0), Sums(0, 5, 0), Sums(1, 2**63, 0)])
def test_a_path_with_sums_that_no_rows_have_is_refused(sums: Sums) -> None:
    (start,) = leaves([10])
    with pytest.raises(SumError):
        climb(start, [Sibling(Node(bytes(32), sums), is_left=False)])


def test_a_tree_has_a_leaf() -> None:
    with pytest.raises(ValueError, match="at least one leaf"):
        tree_of([])


# --- proofs ---


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=30))
def test_every_row_is_proved_and_all_proofs_tell_one_total(amounts: list[int]) -> None:
    made = proofs(amounts)
    assert [break_in(proof) for proof in made] == [None] * len(amounts)
    assert [proof.row.cash_minor for proof in made] == amounts
    assert {proof.stream.top.sums.total_minor for proof in made} == {sum(amounts)}
    assert len({proof.root for proof in made}) == 1


def test_a_row_that_says_another_thing_is_not_in_the_total() -> None:
    proof = proofs([500, 300, -20])[0]
    changes = {
        "file": "other.csv",
        "row": 9,
        "licence": "L9",
        "right": "R1",
        "period_start_on": date(2027, 1, 2),
        "period_end_on": date(2027, 3, 30),
        "received_on": date(2027, 5, 11),
        "royalty_minor": 501,
        "cash_minor": 501,
        "currency": "USD",
    }
    assert set(changes) == set(CountedRow.__slots__)
    for name, value in changes.items():
        other = replace(proof, row=replace(proof.row, **{name: value}))  # type: ignore[arg-type] # one field each
        assert break_in(other) == "the row, its salt and its path do not lead to the total", name


@pytest.mark.parametrize(
    ("reporting", "says"),
    [
        (replace(REPORTING, period=4), "the totals do not lead to the root"),
        (replace(REPORTING, chain_id=1), "the totals do not lead to the root"),
        (replace(REPORTING, vault="0x" + "aa" * 20), "the totals do not lead to the root"),
        (replace(REPORTING, currency="USD"), "the totals do not lead to the root"),
        (replace(REPORTING, anchor=""), "the totals do not lead to the root"),
        (replace(REPORTING, program=bytes(32)), "the totals do not lead to the root"),
    ],
)
def test_a_proof_is_of_its_own_report_alone(reporting: Reporting, says: str) -> None:
    assert break_in(replace(proofs([5, 6])[0], reporting=reporting)) == says


def test_a_total_that_was_raised_does_not_lead_to_the_root() -> None:
    proof = proofs([500])[0]  # alone, so that no path stands between row and total
    raised = leaf(proof.salt, replace(proof.row, cash_minor=900).digest(), 900)
    other = replace(proof, row=replace(proof.row, cash_minor=900), streams=(replace(proof.streams[0], top=raised),))
    assert break_in(other) == "the totals do not lead to the root"


def test_a_path_of_another_row_or_with_less_steps_leads_elsewhere() -> None:
    first, second, *_ = proofs([1, 2, 3, 4, 5])
    assert break_in(replace(first, path=second.path)) is not None
    assert break_in(replace(first, path=first.path[:-1])) is not None
    assert break_in(replace(first, path=())) is not None
    assert break_in(replace(first, salt=second.salt)) is not None


def test_a_path_with_a_negative_sum_is_no_path() -> None:
    proof = proofs([500, 300])[0]
    lower = replace(proof.path[0], node=replace(proof.path[0].node, sums=Sums(1, -100, 0)))
    assert "its path is none" in str(break_in(replace(proof, path=(lower,))))


def test_streams_are_listed_once_each_and_in_order() -> None:
    statement = stated({0: [row(2, 5)], 1: [row(3, 6)]})
    proof = proofs_of(statement)[0]
    for streams in ((), proof.streams[1:], proof.streams[::-1], (*proof.streams, proof.streams[1])):
        assert "not each listed once" in str(break_in(replace(proof, streams=streams)))
    below = replace(proof.streams[0], input=-1)  # would be read as the last of the reported inputs
    assert "not each listed once" in str(break_in(replace(proof, input=-1, streams=(below,))))
    with pytest.raises(KeyError):
        _ = replace(proof, input=7).stream


def test_a_total_says_its_currency() -> None:
    statement = stated({0: [row(2, 5)]})
    other = replace(statement.streams[0].total, currency="USD")
    proof = replace(proofs_of(statement)[0], streams=(other,), root=root_of(REPORTING, [other]))
    assert break_in(proof) == "the row is in JPY, the total in USD"


def test_streams_of_other_currencies_stand_side_by_side_under_one_root() -> None:
    statement = stated({0: [row(2, 500), row(3, 20)], 2: [row(4, 7, "USD")], 5: []})
    assert [(each.total.input, each.total.currency) for each in statement.streams] == [(0, "JPY"), (2, "USD"), (5, "")]
    assert [each.total.top.sums.total_minor for each in statement.streams] == [520, 7, 0]
    made = proofs_of(statement)
    assert [(proof.input, proof.row.row) for proof in made] == [(0, 2), (0, 3), (2, 4)]
    assert [break_in(proof) for proof in made] == [None] * 3


def test_proofs_are_made_of_the_rows_that_may_be_shown() -> None:
    statement = stated({0: [row(number, number) for number in range(2, 12)]})
    ours = proofs_of(statement, lambda each: each.licence == "L0")
    assert [proof.row.row for proof in ours] == [3, 6, 9]
    assert set(ours) < set(proofs_of(statement))


def test_a_period_without_rows_has_a_root_and_no_proofs() -> None:
    statement = stated({0: []})
    assert proofs_of(statement) == ()
    assert statement.root != stated({0: []}, replace(REPORTING, period=4)).root


@given(order=st.permutations(range(2, 12)))
def test_the_order_in_which_rows_come_changes_nothing(order: list[int]) -> None:
    straight = stated({0: [row(number, number) for number in range(2, 12)]})
    assert stated({0: [row(number, number) for number in order]}) == straight


def test_salts_depend_on_the_secret_and_the_order_of_leaves_on_the_salts() -> None:
    rows = {0: [row(number, 1) for number in range(2, 40)]}
    ours = stated(rows)
    theirs = period_statement(REPORTING, rows, SECRET[::-1])
    assert isinstance(theirs, Ok)
    assert not set(ours.streams[0].salts) & set(theirs.value.streams[0].salts)
    assert ours.streams[0].rows != theirs.value.streams[0].rows
    assert sorted(ours.streams[0].salts) == list(ours.streams[0].salts)


def test_the_salts_of_a_period_tell_nothing_of_the_next() -> None:
    rows = {0: [row(2, 1)]}
    now, then = stated(rows), stated(rows, replace(REPORTING, period=4))
    assert now.streams[0].salts != then.streams[0].salts


def test_a_proof_shows_no_other_row_but_in_sums() -> None:
    proof = proofs([500, 300, 700, 900])[0]
    shown = repr(proof)
    assert shown.count("CountedRow(") == 1
    assert all(len(sibling.node.digest) == 32 for sibling in proof.path)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row(2, 5), row(2, 5)], Reason.DUPLICATE),
        ([row(2, 5), row(3, 5, "USD")], Reason.CURRENCY),
        ([row(2, 2**63)], Reason.OVERFLOW),
        ([row(2, 2**62), row(3, 2**62)], Reason.OVERFLOW),
    ],
)
def test_rows_that_cannot_be_summed_are_refused(rows: list[CountedRow], reason: Reason) -> None:
    failed = period_statement(REPORTING, {1: rows}, SECRET)
    assert isinstance(failed, Failed)
    assert failed.failures[0].reason is reason
    assert failed.failures[0].place.key == "input 1"


def test_a_short_secret_is_a_bug() -> None:
    with pytest.raises(ValueError, match="can be guessed"):
        period_statement(REPORTING, {}, bytes(31))


@pytest.mark.parametrize("address", ["", "0x" + "AB" * 20, "0x" + "ab" * 19, "ab" * 20])
def test_an_address_is_written_in_one_way(address: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        replace(REPORTING, vault=address)
    if address:
        with pytest.raises(ValueError, match="is no address"):
            replace(REPORTING, anchor=address)


# --- rows of real pools ---


def folder_of(path: Path) -> DealFolder:
    loaded = load(path)
    assert isinstance(loaded, Ok), loaded
    return loaded.value.value


def test_rows_of_each_period_come_to_what_the_program_collects(deals_folder: Path) -> None:
    n_rows = 0
    for path in sorted(folder for folder in deals_folder.iterdir() if (folder / "deal.toml").is_file()):
        source = folder_of(path)
        deal, program, pool = source.deal, source.program, source.files.pool
        collections = collect(actual_receipts(pool, date.max), deal.closing_on, program.payment_dates)
        inputs = RunInputs(deal, program, collections, source.observed)
        for period in range(1, len(program.payment_dates) + 1):
            rows = counted_rows(pool, deal, program, period)
            expected = {
                number: inputs.collected(each.of)[period - 1]
                for number, each in enumerate(program.inputs)
                if each.kind is InputKind.COLLECTIONS
            }
            assert {number: sum(one.cash_minor for one in each) for number, each in rows.items()} == expected
            n_rows += sum(map(len, rows.values()))
    assert n_rows > 100


def test_every_row_of_a_small_deal_is_proved(small_deal: Path) -> None:
    source = folder_of(small_deal)
    rows = counted_rows(source.files.pool, source.deal, source.program, 1)
    reporting = reporting_of(source.program, 1337, "0x" + "AB" * 20, "", 1)
    assert reporting.program.hex() == source.program.digest()
    assert (reporting.currency, reporting.vault, reporting.anchor) == ("JPY", "0x" + "ab" * 20, "")
    made = proofs_of(stated(rows, reporting))
    assert len(made) == len(rows[0]) > 0
    assert [break_in(proof) for proof in made] == [None] * len(made)


@pytest.mark.parametrize("period", [0, 1000])
def test_a_period_that_the_deal_does_not_have_is_a_bug(small_deal: Path, period: int) -> None:
    source = folder_of(small_deal)
    with pytest.raises(ValueError, match=f"no payment period {period}"):
        counted_rows(source.files.pool, source.deal, source.program, period)
