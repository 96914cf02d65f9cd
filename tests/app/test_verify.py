import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chizai.app import verify as verifying
from chizai.app.load import load
from chizai.app.verify import Against, verify, verify_file
from chizai.ledger.envelope import Label, commitment_of, seal
from chizai.ledger.envelope_file import write_envelope
from chizai.ledger.keys import SecretKey
from chizai.ledger.lookthrough import period_statement, proofs_of, reporting_of
from chizai.ledger.lookthrough_rows import counted_rows
from chizai.ledger.node import connect, disconnect
from chizai.ledger.proof import About, DocumentProofFile, Publication, ReportedPeriod, RowProofFile, write_strict
from chizai.ledger.proof_check import Verified
from chizai.ledger.proof_receipt import KeptPeriod, KeptRecord, LedgerReceipt
from chizai.units.result import Failed, Ok, Result

VAULT, ANCHOR, AUTHOR = "0x" + "ab" * 20, "0x" + "cd" * 20, "0x" + "ef" * 20
REPORT = About(kind="report", period=1)
SALT = bytes(32)


@pytest.fixture
def given(small_deal: Path, tmp_path: Path) -> Path:
    """Give a folder with what a party was handed: a row's proof, a report with its proof, an envelope, a receipt."""
    loaded = load(small_deal)
    assert isinstance(loaded, Ok)
    source = loaded.value.value
    program = bytes.fromhex(source.program.digest())
    rows = counted_rows(source.files.pool, source.deal, source.program, 1)
    reporting = reporting_of(source.program, 1337, VAULT, "", 1)
    statement = period_statement(reporting, rows, bytes(32))
    assert isinstance(statement, Ok)
    total = statement.value.streams[0].total.top.sums.total_minor
    report = b"quarterly report"
    envelope = seal(report, Label(deal="deal", kind="report", period=1), [SecretKey(bytes(32)).public])
    assert isinstance(envelope, Ok)
    reported = ReportedPeriod(
        program=program,
        inputs=(total,),
        root=statement.value.root,
        by=AUTHOR,
        block=3,
        reported_unix_seconds=1_800_000_000,
        received_minor=total,
    )
    first = Publication(
        about=REPORT,
        author=AUTHOR,
        version=1,
        root=commitment_of(report, SALT),
        envelope=bytes(32),
        block=2,
        published_unix_seconds=1_800_000_000,
    )
    second = replace(first, version=2, root=envelope.value.commitment, envelope=envelope.value.digest)
    receipt = LedgerReceipt(
        chain_id=1337,
        periods=(KeptPeriod(vault=VAULT, period=1, reported=reported),),
        records=(KeptRecord(anchor=ANCHOR, about=REPORT, versions=(first, second)),),
    )
    folder = tmp_path / "given"
    folder.mkdir()
    proof = DocumentProofFile(chain_id=1337, anchor=ANCHOR, about=REPORT, salt=SALT)
    (folder / "row.json").write_bytes(write_strict(RowProofFile(proof=proofs_of(statement.value)[0])))
    (folder / "report.txt").write_bytes(report)
    (folder / "report.txt.proof.json").write_bytes(write_strict(proof))
    (folder / "report.envelope").write_bytes(write_envelope(envelope.value))
    (folder / "receipt.json").write_bytes(write_strict(receipt))
    return folder


@pytest.fixture
def against(given: Path) -> Against:
    return Against(receipt=given / "receipt.json")


def text_of(verified: Result[Verified]) -> str:
    assert isinstance(verified, Ok), verified
    return "\n".join(verified.value.lines)


def why_not(verified: Result[Verified]) -> str:
    assert isinstance(verified, Failed)
    return str(verified.failures[0])


def test_a_row_of_a_real_statement_is_verified_from_its_proof_and_a_receipt(given: Path, against: Against) -> None:
    assert "of royalties.csv: licence" in text_of(verify(given / "row.json", against))


def test_the_vault_that_is_expected_must_be_the_one_of_the_proof(given: Path, against: Against) -> None:
    assert "Row " in text_of(verify(given / "row.json", replace(against, vault=VAULT.upper().replace("X", "x"))))
    other = replace(against, vault="0x" + "11" * 20)
    assert f"its vault is {VAULT}, not 0x1111" in why_not(verify(given / "row.json", other))
    assert "its anchor is none, not" in why_not(verify(given / "row.json", replace(against, anchor=ANCHOR)))


def test_a_document_is_verified_with_the_proof_beside_it(given: Path, against: Against) -> None:
    told = text_of(verify_file(given / "report.txt", against))
    assert hashlib.sha256(b"quarterly report").hexdigest() in told
    assert f"by {AUTHOR} on 2027-01-15 08:00:00 UTC" in told
    assert "version 2 has replaced it" in told


def test_a_document_of_another_anchor_than_expected_fails(given: Path, against: Against) -> None:
    assert "SHA-256" in text_of(verify_file(given / "report.txt", replace(against, anchor=ANCHOR)))
    other = replace(against, anchor=VAULT)
    assert f"its anchor is {ANCHOR}" in why_not(verify_file(given / "report.txt", other))


def test_a_document_that_was_changed_fails(given: Path, against: Against) -> None:
    (given / "report.txt").write_bytes(b"quarterly repors")
    assert "was never published as report of period 1" in why_not(verify_file(given / "report.txt", against))


def test_an_envelope_is_verified_against_the_anchor_that_is_named(given: Path, against: Against) -> None:
    told = text_of(verify_file(given / "report.envelope", replace(against, anchor=ANCHOR)))
    assert told.startswith("Envelope ")
    assert "no anchor is named" in why_not(verify_file(given / "report.envelope", against))


def _without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def _folder(name: str) -> Callable[[Path], object]:
    def put(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return put


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without("row.json"), "row.json [missing]"),
        (_without("receipt.json"), "receipt.json [missing]"),
        (_folder("row.json"), "it cannot be opened"),
        (lambda folder: (folder / "row.json").write_bytes(b"{}"), "row.json: proof [unreadable]"),
        (lambda folder: (folder / "receipt.json").write_bytes(b"no json"), "receipt.json [unreadable]"),
    ],
    ids=["no-proof", "no-receipt", "a-folder", "empty-proof", "no-json"],
)
def test_files_that_cannot_be_used_are_named(
    given: Path, against: Against, spoil: Callable[[Path], object], says: str
) -> None:
    spoil(given)
    assert says in why_not(verify(given / "row.json", against))


@pytest.mark.parametrize("name", ["report.txt", "report.txt.proof.json", "receipt.json"])
def test_a_document_without_all_that_proves_it_fails(given: Path, against: Against, name: str) -> None:
    (given / name).unlink()
    assert "there is no such file" in why_not(verify_file(given / "report.txt", against))


def test_an_envelope_without_a_receipt_fails(given: Path, against: Against) -> None:
    (given / "receipt.json").unlink()
    verified = verify_file(given / "report.envelope", replace(against, anchor=ANCHOR))
    assert "receipt.json [missing]" in why_not(verified)


def test_a_file_too_long_for_a_document_is_not_read(
    given: Path, against: Against, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "FILE_MAX_BYTES", 10)
    assert "it has more than 10 bytes" in why_not(verify_file(given / "report.txt", against))


def test_a_node_that_is_none_is_a_failure(given: Path) -> None:
    assert "begins no address of a node" in why_not(verify(given / "row.json", Against(node="ftp://host")))


def test_a_node_needs_the_extra_that_speaks_to_it(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "find_spec", lambda _: None)
    assert "the extra `ledger` is not installed" in why_not(
        verify(given / "row.json", Against(node="http://127.0.0.1:8545"))
    )


def test_a_chain_where_nothing_stands_says_so(given: Path, tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'chain.sqlite'}"
    node = connect(url)
    assert isinstance(node, Ok)
    disconnect(node.value)
    told = why_not(verify_file(given / "report.txt", Against(node=url, anchor=ANCHOR)))
    assert f"{url}: {ANCHOR}" in told
    assert "no contract stands there" in told


def test_a_chain_that_is_not_there_is_not_made(given: Path, tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'chain.sqlite'}"
    assert "there is no such chain" in why_not(verify_file(given / "report.txt", Against(node=url)))
    assert not (tmp_path / "chain.sqlite").exists()
