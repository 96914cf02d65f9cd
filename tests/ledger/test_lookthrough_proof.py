import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.proved import (
    DOCUMENT,
    DOCUMENT_PROOF,
    PROGRAM,
    PROOFS,
    REPORTED,
    REPORTING,
    ROOT_PUBLISHED,
    ROWS,
    SERVICER,
    VAULT,
    chain,
    row,
    text_of,
    why_not,
)

from chizai.ledger.lookthrough import period_statement, proofs_of
from chizai.ledger.proof import (
    DocumentProofFile,
    Publication,
    ReportedPeriod,
    RowProofFile,
    read_strict,
    write_strict,
)
from chizai.ledger.proof_check import verify_document, verify_row
from chizai.ledger.proof_receipt import LedgerReceipt
from chizai.units.result import Failed, Ok


def test_a_row_is_proved_to_be_in_what_the_vault_took_in() -> None:
    assert text_of(verify_row(PROOFS[0], "proof.json", chain())).splitlines() == [
        "Row 2 of q1.csv: licence L1, 2029-07-01 to 2029-09-30, cash 1,500,000 JPY.",
        "Period 3 has 3 such rows, 2,300,000 JPY less corrections of 100,000 JPY.",
        f"That total is input 0, reported by {SERVICER} to vault {VAULT} on 2030-01-01 00:00:00 UTC (block 17).",
        f"The vault pays the period by program {PROGRAM.hex()}.",
        "The vault took in 2,200,070 JPY when it paid the period.",
        f"Published as statement of period 3, version 1, by {SERVICER} on 2029-12-31 23:59:48 UTC (block 16).",
        "Said by receipt receipt.json, which is as good as who gave it.",
    ]


def test_all_rows_of_all_streams_are_proved() -> None:
    assert len(PROOFS) == 4
    for proof in PROOFS:
        assert "Row " in text_of(verify_row(proof, "proof.json", chain()))
    assert "cash 0.70 USD" in text_of(verify_row(PROOFS[3], "proof.json", chain()))


def test_a_correction_is_proved_as_one() -> None:
    assert "cash -100,000 JPY" in text_of(verify_row(PROOFS[2], "proof.json", chain()))


def test_what_is_exchanged_is_held_against_the_report_and_not_against_what_came_in() -> None:
    """Of a stream of dollars the vault takes in yen, at rates of the deal that no proof knows."""
    told = text_of(verify_row(PROOFS[3], "proof.json", chain(replace(REPORTED, received_minor=2_200_000))))
    assert "The vault took in 2,200,000 JPY" in told


def test_a_period_that_is_not_paid_yet_is_said_to_be_reported_only() -> None:
    told = text_of(verify_row(PROOFS[0], "proof.json", chain(replace(REPORTED, received_minor=None))))
    assert "The period is not paid yet" in told
    assert "took in 2,200,070" not in told


def test_a_challenge_that_is_open_is_said() -> None:
    told = text_of(verify_row(PROOFS[0], "proof.json", chain(replace(REPORTED, is_challenged=True))))
    assert "The report is challenged, and nobody has decided yet." in told


def test_an_unknown_currency_is_written_in_minor_units() -> None:
    statement = period_statement(REPORTING, {0: [row(2, 5, "XTS")]}, bytes(32))
    assert isinstance(statement, Ok)
    (proof,) = proofs_of(statement.value)
    reported = replace(REPORTED, inputs=(5,), root=statement.value.root, received_minor=5)
    published = replace(ROOT_PUBLISHED, root=statement.value.root)
    told = text_of(verify_row(RowProofFile(proof=proof), "proof.json", chain(reported, (published,))))
    assert "cash 5 XTS" in told


def test_a_time_that_no_block_has_is_told_as_it_stands() -> None:
    told = text_of(verify_row(PROOFS[0], "proof.json", chain(replace(REPORTED, reported_unix_seconds=2**60))))
    assert f"on Unix second {2**60} (block 17)" in told


@pytest.mark.parametrize(
    ("reported", "says"),
    [
        (replace(REPORTED, root=bytes(32)), "the vault was told another root for period 3"),
        (replace(REPORTED, program=bytes(32)), "the vault pays the period by another program"),
        (replace(REPORTED, inputs=(2_200_001, 0, 70)), "input 0 was reported as 2200001, but its rows come to 2200000"),
        (replace(REPORTED, inputs=(2_200_000, 0, 71)), "input 2 was reported as 71, but its rows come to 70"),
        (replace(REPORTED, inputs=(2_200_000,)), "input 2 was reported as None"),
        (replace(REPORTED, received_minor=2_199_999), "took in 2199999, less than the 2200000 that was reported"),
        (None, "it does not tell of period 3 of vault"),
    ],
)
def test_a_proof_that_the_vault_contradicts_fails(reported: ReportedPeriod | None, says: str) -> None:
    assert says in why_not(verify_row(PROOFS[0], "proof.json", chain(reported)))


@pytest.mark.parametrize("published", [(), (replace(ROOT_PUBLISHED, root=bytes(32)),)])
def test_a_root_that_was_never_published_fails(published: tuple[Publication, ...]) -> None:
    assert "was never published as statement of period 3" in why_not(
        verify_row(PROOFS[0], "proof.json", chain(published=published))
    )


def test_a_receipt_without_the_anchor_does_not_prove_what_stands_there() -> None:
    silent = replace(chain(), receipt=replace(chain().receipt, records=()))
    assert "it does not tell of any statement of period 3" in why_not(verify_row(PROOFS[0], "proof.json", silent))


def test_a_statement_that_was_replaced_is_said_to_be() -> None:
    later = replace(ROOT_PUBLISHED, version=2, root=bytes(32))
    told = text_of(verify_row(PROOFS[0], "proof.json", chain(published=(ROOT_PUBLISHED, later))))
    assert "version 2 has replaced it" in told


def test_a_deal_without_an_anchor_is_proved_by_its_vault_alone() -> None:
    reporting = replace(REPORTING, anchor="")
    statement = period_statement(reporting, ROWS, bytes(32))
    assert isinstance(statement, Ok)
    proof = RowProofFile(proof=proofs_of(statement.value)[0])
    told = text_of(verify_row(proof, "proof.json", chain(replace(REPORTED, root=statement.value.root))))
    assert "Published as" not in told


def test_a_proof_holds_on_its_own_chain_alone() -> None:
    other = replace(chain(), receipt=replace(chain().receipt, chain_id=1))
    assert "it is of chain 1337, and receipt receipt.json" in why_not(verify_row(PROOFS[0], "proof.json", other))
    assert "it is of chain 1337" in why_not(verify_document(DOCUMENT, DOCUMENT_PROOF, "rating.pdf", other))


def test_a_proof_that_does_not_hold_by_itself_is_not_even_asked_about() -> None:
    broken = replace(PROOFS[0], proof=replace(PROOFS[0].proof, salt=bytes(32)))
    assert "do not lead to the total" in why_not(verify_row(broken, "proof.json", chain(None)))


PROOF_FILE = write_strict(PROOFS[0])


def test_a_proof_and_its_file_are_the_same() -> None:
    for proof in PROOFS:
        assert read_strict(write_strict(proof), "proof.json", RowProofFile) == Ok(proof)
    assert read_strict(write_strict(DOCUMENT_PROOF), "x", DocumentProofFile) == Ok(DOCUMENT_PROOF)
    receipt = chain().receipt
    assert read_strict(write_strict(receipt), "x", LedgerReceipt) == Ok(receipt)


def holds(content: bytes) -> bool:
    read = read_strict(content, "proof.json", RowProofFile)
    return isinstance(read, Ok) and isinstance(verify_row(read.value, "proof.json", chain()), Ok)


def test_every_byte_of_a_proof_counts() -> None:
    assert holds(PROOF_FILE)
    for at in range(len(PROOF_FILE)):
        changed = bytearray(PROOF_FILE)
        changed[at] ^= 1 << (at % 8)
        assert not holds(bytes(changed)), at


@given(at=st.integers(0, len(PROOF_FILE) - 1), flip=st.integers(1, 255))
def test_a_proof_with_any_byte_changed_fails(at: int, flip: int) -> None:
    changed = bytearray(PROOF_FILE)
    changed[at] ^= flip
    assert not holds(bytes(changed))


@given(at=st.integers(0, len(PROOF_FILE) - 1))
def test_a_proof_with_a_byte_less_or_more_fails(at: int) -> None:
    assert not holds(PROOF_FILE[:at] + PROOF_FILE[at + 1 :])
    assert not holds(PROOF_FILE[:at] + b" " + PROOF_FILE[at:])


def replaced(value: Any, number: int, new: object) -> Any:
    """Put another value in the place of one, by its number among all of a tree."""
    seen = count()

    def walk(node: Any) -> Any:
        if next(seen) == number:
            return new
        if isinstance(node, dict):
            return {key: walk(item) for key, item in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node

    return walk(value)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.text(max_size=70), st.lists(st.integers(), max_size=2)
)


@given(number=st.integers(0, 90), new=VALUES)
def test_a_proof_with_any_value_changed_fails_in_words(number: int, new: object) -> None:
    read = json.loads(PROOF_FILE)
    other = replaced(read, number, new)
    content = (json.dumps(other, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
    assert holds(content) == (content == PROOF_FILE)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda read: read.pop("proof"), "proof"),
        (lambda read: read.update(format="chizai row proof 9"), "format"),
        (lambda read: read["proof"]["row"].update(cash_minor=1.5), "proof.row.cash_minor"),
        (lambda read: read["proof"]["row"].update(royalty_minor="1"), "proof.row.royalty_minor"),
        (lambda read: read["proof"].update(salt="zz"), "proof.salt"),
        (lambda read: read["proof"]["reporting"].update(vault="0xAB"), "proof.reporting"),
        (lambda read: read.update(more=1), "more"),
    ],
)
def test_a_file_that_is_no_proof_names_the_key(change: Callable[[dict[str, object]], object], key: str) -> None:
    read = json.loads(PROOF_FILE)
    change(read)
    failed = read_strict(json.dumps(read).encode(), "proof.json", RowProofFile)
    assert isinstance(failed, Failed)
    assert (failed.failures[0].place.file, failed.failures[0].place.key) == ("proof.json", key)


def test_a_proof_that_is_written_in_another_way_is_refused() -> None:
    failed = read_strict(json.dumps(json.loads(PROOF_FILE)).encode(), "proof.json", RowProofFile)
    assert isinstance(failed, Failed)
    assert "not written as such a file is" in failed.failures[0].what
