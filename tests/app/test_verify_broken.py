"""Whatever is done to a proof file, to what it is held against or to the name of a node: a failure, and no proof."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chizai.app.verify import Against, verify, verify_file
from chizai.ledger.envelope import Label, seal
from chizai.ledger.envelope_file import write_envelope
from chizai.ledger.keys import SecretKey
from chizai.ledger.lookthrough import Reporting, period_statement, proofs_of
from chizai.ledger.lookthrough_rows import CountedRow
from chizai.ledger.proof import About, Publication, ReportedPeriod, RowProofFile, write_strict
from chizai.ledger.proof_receipt import KeptPeriod, KeptRecord, LedgerReceipt
from chizai.units.result import Failed, Ok

VAULT, ANCHOR, AUTHOR = "0x" + "ab" * 20, "0x" + "cd" * 20, "0x" + "ef" * 20
ROW = CountedRow(
    file="royalties.csv",
    row=2,
    licence="L-1",
    right="P-1",
    period_start_on=date(2027, 1, 1),
    period_end_on=date(2027, 3, 31),
    received_on=date(2027, 4, 30),
    royalty_minor=1_000,
    cash_minor=900,
    currency="JPY",
)
REPORTING = Reporting(program=bytes(32), currency="JPY", chain_id=1337, vault=VAULT, period=1)

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """Give the proof of one of three rows, beside a receipt of what the vault was told."""
    rows = [ROW, replace(ROW, row=3, cash_minor=-100), replace(ROW, row=4, cash_minor=50)]
    statement = period_statement(REPORTING, {0: rows}, bytes(32))
    assert isinstance(statement, Ok)
    told = ReportedPeriod(
        program=bytes(32), inputs=(850,), root=statement.value.root, by=AUTHOR, block=3, reported_unix_seconds=0
    )
    kept = KeptPeriod(vault=VAULT, period=1, reported=told)
    (tmp_path / "receipt.json").write_bytes(write_strict(LedgerReceipt(chain_id=1337, periods=(kept,))))
    file = tmp_path / "row.json"
    file.write_bytes(write_strict(RowProofFile(proof=proofs_of(statement.value)[0])))
    return file


@pytest.fixture
def against(proof: Path) -> Against:
    return Against(receipt=proof.with_name("receipt.json"))


def test_the_proof_holds_before_anything_is_done_to_it(proof: Path, against: Against) -> None:
    assert isinstance(verify(proof, against), Ok)


def put(path: str, value: object) -> Spoil:
    """Put a value where a path of keys leads."""

    def spoil(whole: dict[str, Any]) -> None:
        *way, last = (int(key) if key.isdigit() else key for key in path.split("."))
        place: Any = whole
        for key in way:
            place = place[key]
        place[last] = value

    return spoil


SPOILS: dict[str, Spoil] = {
    "another-format": put("format", "chizai row proof 2"),
    "no-proof": lambda whole: whole.pop("proof"),
    "one-key-more": put("proof.note", "true"),
    "another-chain": put("proof.reporting.chain_id", 1),
    "another-vault": put("proof.reporting.vault", AUTHOR),
    "a-vault-in-capitals": put("proof.reporting.vault", "0x" + "AB" * 20),
    "a-vault-that-is-no-address": put("proof.reporting.vault", "vault"),
    "an-anchor-that-was-not-bound": put("proof.reporting.anchor", ANCHOR),
    "a-later-period": put("proof.reporting.period", 2),
    "a-period-before-all": put("proof.reporting.period", -1),
    "a-period-beyond-all": put("proof.reporting.period", 10**100),
    "another-program": put("proof.reporting.program", "11" * 32),
    "another-currency": put("proof.reporting.currency", "USD"),
    "more-cash": put("proof.row.cash_minor", 901),
    "cash-beyond-64-bits": put("proof.row.cash_minor", 2**63),
    "cash-as-text": put("proof.row.cash_minor", "900"),
    "cash-as-a-fraction": put("proof.row.cash_minor", 900.0),
    "cash-as-true": put("proof.row.cash_minor", value=True),
    "more-royalty": put("proof.row.royalty_minor", 1_001),
    "another-day": put("proof.row.received_on", "2027-05-01"),
    "no-day": put("proof.row.received_on", "2027-02-30"),
    "another-licence": put("proof.row.licence", "L-2"),
    "a-licence-of-nul": put("proof.row.licence", "\0"),
    "another-line": put("proof.row.row", 3),
    "another-salt": put("proof.salt", "00" * 32),
    "no-salt": put("proof.salt", ""),
    "a-salt-that-is-no-hexadecimal": put("proof.salt", "zz"),
    "no-path": put("proof.path", []),
    "the-other-side": lambda whole: put("proof.path.0.is_left", not whole["proof"]["path"][0]["is_left"])(whole),
    "a-sum-below-0": put("proof.path.0.node.sums.royalties_minor", -1),
    "a-sum-that-wraps": put("proof.path.0.node.sums.corrections_minor", 2**63 - 1),
    "no-rows-beside": put("proof.path.0.node.sums.n_rows", 0),
    "no-streams": put("proof.streams", []),
    "a-stream-twice": lambda whole: whole["proof"]["streams"].append(whole["proof"]["streams"][0]),
    "another-input": put("proof.input", 1),
    "a-larger-total": put("proof.streams.0.top.sums.royalties_minor", 10**6),
    "a-shorter-root": put("proof.root", "11"),
    "nothing-in-it": lambda whole: whole.clear(),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_a_proof_of_which_anything_was_changed_is_none(proof: Path, against: Against, spoil: Spoil) -> None:
    whole = json.loads(proof.read_bytes())
    spoil(whole)
    proof.write_text(json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    assert isinstance(verify(proof, against), Failed)


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut-short": lambda whole: whole[:-1],
    "a-blank-more": lambda whole: whole + b" ",
    "twice": lambda whole: whole * 2,
    "other-line-ends": lambda whole: whole.replace(b"\n", b"\r\n"),
    "a-byte-order-mark": lambda whole: b"\xef\xbb\xbf" + whole,
    "no-utf-8": lambda whole: whole.replace(b"L-1", b"\xff\xfe\xfd"),
    "half-a-character": lambda whole: whole.replace(b"L-1", b"\\ud800"),
    "a-key-twice": lambda whole: whole.replace(b'"salt"', b'"salt": "", "salt"'),
    "a-number-of-6000-digits": lambda whole: whole.replace(b'"input": 0', b'"input": ' + b"9" * 6_000),
    "no-number": lambda whole: whole.replace(b'"input": 0', b'"input": NaN'),
    "brackets-without-end": lambda _: b"[" * 100_000,
    "nothing": lambda _: b"null\n",
}


@pytest.mark.parametrize("spoil", BYTES.values(), ids=BYTES)
def test_a_file_that_is_not_written_as_a_proof_is_none(
    proof: Path, against: Against, spoil: Callable[[bytes], bytes]
) -> None:
    spoilt = spoil(proof.read_bytes())
    assert spoilt != proof.read_bytes()
    proof.write_bytes(spoilt)
    assert isinstance(verify(proof, against), Failed)


NODES = ["http://[", "http://[::1", "http://127.0.0.1:x", "http://127.0.0.1:99999", "http://127.0.0.1:0", "http://"]


@pytest.mark.parametrize("node", NODES)
def test_an_address_that_no_node_can_have_is_refused_at_once(proof: Path, node: str) -> None:
    failed = verify(proof, Against(node=node))
    assert isinstance(failed, Failed)
    assert "begins no address of a node" in str(failed.failures[0])


def test_a_file_name_that_no_file_can_have_is_no_chain(proof: Path) -> None:
    failed = verify(proof, Against(node="embedded:" + "a" * 5_000))
    assert isinstance(failed, Failed)
    assert "there is no such chain" in str(failed.failures[0])


def test_another_database_is_left_as_it_is(proof: Path, tmp_path: Path) -> None:
    file = tmp_path / "accounts.sqlite"
    accounts = sqlite3.connect(file)
    accounts.execute("CREATE TABLE account (name TEXT)")
    accounts.close()
    before = file.read_bytes()
    failed = verify(proof, Against(node=f"embedded:{file}"))
    assert isinstance(failed, Failed)
    assert "it holds other tables: account" in str(failed.failures[0])
    assert file.read_bytes() == before


def test_an_envelope_says_that_whom_it_is_sealed_to_is_not_proved(tmp_path: Path) -> None:
    envelope = seal(b"report", Label(deal="deal", kind="report", period=1), [SecretKey(bytes(32)).public])
    assert isinstance(envelope, Ok)
    version = Publication(
        about=About(kind="report", period=1),
        author=AUTHOR,
        version=1,
        root=envelope.value.commitment,
        envelope=envelope.value.digest,
        block=2,
        published_unix_seconds=0,
    )
    record = KeptRecord(anchor=ANCHOR, about=version.about, versions=(version,))
    (tmp_path / "receipt.json").write_bytes(write_strict(LedgerReceipt(chain_id=7, records=(record,))))
    (tmp_path / "a.envelope").write_bytes(write_envelope(replace(envelope.value, wraps=())))
    verified = verify_file(tmp_path / "a.envelope", Against(receipt=tmp_path / "receipt.json", anchor=ANCHOR))
    assert isinstance(verified, Ok)
    assert any("no part of what was published" in line for line in verified.value.lines)
