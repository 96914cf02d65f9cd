from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chizai.cli.main import app
from chizai.ledger.envelope import commitment_of
from chizai.ledger.proof import About, DocumentProofFile, Publication, write_strict
from chizai.ledger.proof_receipt import KeptRecord, LedgerReceipt

ANCHOR = "0x" + "cd" * 20
ABOUT = About(kind="prospectus", period=0)
PROOF = DocumentProofFile(chain_id=7, anchor=ANCHOR, about=ABOUT, salt=bytes(32))


def chizai(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Give a document with its proof beside it and a receipt of the chain."""
    file = tmp_path / "prospectus.pdf"
    file.write_bytes(b"%PDF")
    version = Publication(
        about=ABOUT,
        author="0x" + "ef" * 20,
        version=1,
        root=commitment_of(b"%PDF", PROOF.salt),
        envelope=bytes(32),
        block=9,
        published_unix_seconds=0,
    )
    record = KeptRecord(anchor=ANCHOR, about=ABOUT, versions=(version,))
    (tmp_path / "prospectus.pdf.proof.json").write_bytes(write_strict(PROOF))
    (tmp_path / "receipt.json").write_bytes(write_strict(LedgerReceipt(chain_id=7, records=(record,))))
    return file


def test_a_document_that_holds_is_told_with_signer_and_time(document: Path) -> None:
    done = chizai("verify", document, "--document", "--receipt", document.with_name("receipt.json"))
    assert done.exit_code == 0, done.output
    assert "by 0xefef" in done.stdout
    assert "on 1970-01-01 00:00:00 UTC (block 9)" in done.stdout
    assert done.stdout.endswith("verified\n")


def test_a_document_that_does_not_hold_ends_with_1_and_says_nothing_verified(document: Path) -> None:
    document.write_bytes(b"%PDf")
    done = chizai("verify", document, "--document", "--receipt", document.with_name("receipt.json"))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "was never published as prospectus of period 0" in done.stderr


def test_a_document_is_no_proof_of_a_row(document: Path) -> None:
    done = chizai("verify", document, "--receipt", document.with_name("receipt.json"))
    assert done.exit_code == 1
    assert f"{document} [unreadable]" in done.stderr


def test_another_anchor_than_expected_is_refused(document: Path) -> None:
    receipt = document.with_name("receipt.json")
    done = chizai("verify", document, "--document", "--receipt", receipt, "--anchor", "0x" + "11" * 20)
    assert done.exit_code == 1
    assert "its anchor is 0xcdcd" in done.stderr


def test_another_chain_is_refused(document: Path) -> None:
    document.with_name("prospectus.pdf.proof.json").write_bytes(write_strict(replace(PROOF, chain_id=8)))
    done = chizai("verify", document, "--document", "--receipt", document.with_name("receipt.json"))
    assert done.exit_code == 1
    assert "it is of chain 8" in done.stderr


@pytest.mark.parametrize("options", [(), ("--node", "http://127.0.0.1:1", "--receipt", "receipt.json")])
def test_one_of_node_and_receipt_is_named(document: Path, options: tuple[str, ...]) -> None:
    done = chizai("verify", document, "--document", *options)
    assert done.exit_code == 2
    assert "name one of --node and --receipt" in done.stderr
