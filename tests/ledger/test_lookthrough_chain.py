"""What a node says to proofs: a real anchor, and a contract that emits the vault's events as it is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from eth_account import Account

from chizai.ledger.artifacts import artifact
from chizai.ledger.envelope import commitment_of
from chizai.ledger.lookthrough import Reporting, period_statement, proofs_of
from chizai.ledger.lookthrough_rows import CountedRow
from chizai.ledger.node import Node
from chizai.ledger.node_patience import NodeLostError
from chizai.ledger.proof import About, DocumentProofFile, RowProofFile
from chizai.ledger.proof_chain import ChainTotals
from chizai.ledger.proof_check import verify_document, verify_row
from chizai.ledger.proof_receipt import ReceiptTotals, receipt_of
from chizai.units.result import Failed, Ok, Reason

TRUSTEE, REGULATOR, SERVICER = (Account.from_key(bytes([number]) * 32) for number in (1, 2, 3))
FREE: Any = {"gas": 6_000_000, "gasPrice": 0}
SERVICER_ROLE, TRUSTEE_ROLE = 4, 3
PROGRAM, ROOT, AMENDED = (bytes([number]) * 32 for number in (7, 8, 9))

EMITTER = bytes.fromhex(
    "60803603"  # n = size of the input less 128 bytes: the number of topics, and room for three
    "8060806000" + "37"  # copy the n bytes behind them to memory
    "600035600314601e57"  # are there three?
    "6040356020358260" + "00a200"  # no: emit with two, and stop
    "5b60603560403560203583" + "6000a300"  # yes: emit with three, and stop
)
"""A contract that emits what it is sent, so that events of a vault can come in any order."""


def sent(node: Node, fields: dict[str, Any], account: Any = TRUSTEE) -> Any:
    """Send a transaction that has to succeed, and give its receipt."""
    due = node.web3.eth.get_transaction_count(account.address)
    whole = {"value": 0, "nonce": due, "chainId": node.chain_id, **FREE, **fields}
    found = node.web3.eth.send_raw_transaction(account.sign_transaction(whole).raw_transaction)
    receipt = node.web3.eth.wait_for_transaction_receipt(found, timeout=5, poll_latency=0.01)
    assert receipt["status"] == 1
    return receipt


def called(node: Node, call: Any, account: Any = TRUSTEE) -> Any:
    return sent(node, dict(call.build_transaction({"from": account.address, **FREE})), account)


def padded(kind: str) -> bytes:
    """Write a kind of record as the anchor does."""
    return kind.encode().ljust(32, b"\0")


def deployed(node: Node, name: str, *arguments: Any) -> Any:
    made = artifact(name)
    contract = node.web3.eth.contract(abi=made.abi, bytecode=made.bytecode)
    receipt = sent(node, {"data": contract.constructor(*arguments).data_in_transaction})
    return node.web3.eth.contract(address=receipt["contractAddress"], abi=made.abi)


@pytest.fixture
def anchor(embedded: Node) -> Any:
    """Give an anchor with a servicer who may write to it."""
    founders = [(each.address, b"key", b"\1" * 32) for each in (TRUSTEE, REGULATOR)]
    registry = deployed(embedded, "Registry", *founders)
    called(embedded, registry.functions.register(SERVICER.address, SERVICER_ROLE, b"key", b"\2" * 32))
    return deployed(embedded, "Anchor", registry.address)


@pytest.fixture
def emitter(embedded: Node) -> str:
    """Give the address of what emits the vault's events."""
    n_bytes = len(EMITTER)
    loader = bytes([0x60, n_bytes, 0x60, 12, 0x60, 0, 0x39, 0x60, n_bytes, 0x60, 0, 0xF3])
    address: str = sent(embedded, {"data": loader + EMITTER})["contractAddress"]
    return address


Emit = Callable[..., Any]


@pytest.fixture
def emit(embedded: Node, emitter: str) -> Emit:
    """Give what emits an event of the vault; arguments that are not named are 0 or empty."""

    def emitted(name: str, **named: Any) -> Any:
        from eth_abi.abi import encode

        (event,) = (
            each for each in artifact("WaterfallVault").abi if (each["type"], each.get("name")) == ("event", name)
        )
        assert set(named) <= {field["name"] for field in event["inputs"]}
        kinds = [_kind(field) for field in event["inputs"]]
        values = [named.get(field["name"], _nothing(kind)) for kind, field in zip(kinds, event["inputs"], strict=True)]
        topics = [bytes(embedded.web3.keccak(text=f"{name}({','.join(kinds)})"))]
        plain = []
        for kind, field, value in zip(kinds, event["inputs"], values, strict=True):
            if field["indexed"]:
                topics.append(encode([kind], [value]))
            else:
                plain.append((kind, value))
        data = encode([kind for kind, _ in plain], [value for _, value in plain])
        content = len(topics).to_bytes(32, "big") + b"".join(topics).ljust(96, b"\0") + data
        return sent(embedded, {"to": emitter, "data": content})

    return emitted


def _nothing(kind: str) -> Any:
    if kind.endswith("]"):
        return []
    return {"address": "0x" + "00" * 20, "bytes32": bytes(32)}.get(kind, 0)


def _kind(field: dict[str, Any]) -> str:
    """Write the type of a field as a signature does."""
    if not field["type"].startswith("tuple"):
        return str(field["type"])
    return f"({','.join(map(_kind, field['components']))}){field['type'].removeprefix('tuple')}"


def reporting(vault: str, anchor: str = "", period: int = 1) -> Reporting:
    return Reporting(
        program=PROGRAM, currency="JPY", chain_id=1337, vault=vault.lower(), anchor=anchor.lower(), period=period
    )


def row(number: int, cash_minor: int) -> CountedRow:
    return CountedRow(
        file="q1.csv",
        row=number,
        licence="L1",
        right="",
        period_start_on=date(2027, 1, 1),
        period_end_on=date(2027, 3, 31),
        received_on=date(2027, 5, 10),
        royalty_minor=cash_minor,
        cash_minor=cash_minor,
        currency="JPY",
    )


def begun(emit: Emit) -> None:
    emit("ProgramSet", digest=PROGRAM, fromPeriod=0)


def reported(emit: Emit, *, root: bytes = ROOT, period: int = 0, inputs: tuple[int, ...] = (500,)) -> Any:
    return emit("Reported", period=period, by=SERVICER.address, inputs=list(inputs), root=root)


def test_a_row_is_verified_against_a_node(embedded: Node, anchor: Any, emitter: str, emit: Emit) -> None:
    statement = period_statement(reporting(emitter, anchor.address), {0: [row(2, 700), row(3, -200)]}, bytes(32))
    assert isinstance(statement, Ok)
    begun(emit)
    called(embedded, anchor.functions.publish(padded("statement"), 1, statement.value.root, bytes(32)), SERVICER)
    report = reported(emit, root=statement.value.root)
    emit("Distributed", period=0, received=500)
    proof = RowProofFile(proof=proofs_of(statement.value)[0])
    verified = verify_row(proof, "row.json", ChainTotals(embedded))
    assert isinstance(verified, Ok), verified
    told = "\n".join(verified.value.lines)
    assert f"reported by {SERVICER.address} to vault {emitter.lower()}" in told
    assert f"(block {report['blockNumber']})" in told
    assert "The vault took in 500 JPY" in told
    assert f"version 1, by {SERVICER.address} on 2023-11-14" in told
    assert told.endswith(f"Said by {embedded.url}.")


def test_a_receipt_of_a_node_says_what_the_node_says(embedded: Node, anchor: Any, emitter: str, emit: Emit) -> None:
    begun(emit)
    reported(emit)
    called(embedded, anchor.functions.publish(padded("statement"), 1, ROOT, bytes(32)), SERVICER)
    node, about = ChainTotals(embedded), About(kind="statement", period=1)
    kept = receipt_of(node, ((emitter, 1),), ((anchor.address, about),))
    assert isinstance(kept, Ok)
    receipt = ReceiptTotals(kept.value, "receipt.json")
    assert receipt.reported(emitter, 1) == node.reported(emitter, 1)
    assert receipt.published(anchor.address, about) == node.published(anchor.address, about)


def test_a_document_is_verified_against_a_node_through_its_versions(embedded: Node, anchor: Any) -> None:
    subject = b"\x11" * 32
    first, second = (commitment_of(body, bytes(32)) for body in (b"first", b"second"))
    functions = anchor.functions
    called(embedded, functions.publishAbout(padded("report"), 2, subject, first, b"\5" * 32), SERVICER)
    called(embedded, functions.publishAbout(padded("report"), 2, b"\x12" * 32, first, bytes(32)), SERVICER)
    called(embedded, functions.supersede(padded("report"), 2, subject, second, bytes(32), first), SERVICER)
    about = About(kind="report", period=2, subject=subject)
    published = ChainTotals(embedded).published(anchor.address, about)
    assert isinstance(published, Ok)
    assert [(each.version, each.root, each.envelope[:1]) for each in published.value] == [
        (1, first, b"\5"),
        (2, second, b"\0"),
    ]
    proof = DocumentProofFile(chain_id=1337, anchor=anchor.address.lower(), about=about, salt=bytes(32))
    verified = verify_document(b"first", proof, "report.pdf", ChainTotals(embedded))
    assert isinstance(verified, Ok)
    assert "version 2 has replaced it" in "\n".join(verified.value.lines)
    assert isinstance(verify_document(b"firsT", proof, "report.pdf", ChainTotals(embedded)), Failed)


def test_what_was_never_published_is_no_version(embedded: Node, anchor: Any) -> None:
    assert ChainTotals(embedded).published(anchor.address, About(kind="report", period=2)) == Ok(())


def test_a_report_that_was_challenged_is_open_until_somebody_decides(embedded: Node, emitter: str, emit: Emit) -> None:
    def state() -> tuple[bytes, bool]:
        found = ChainTotals(embedded).reported(emitter, 1)
        assert isinstance(found, Ok)
        return found.value.root, found.value.is_challenged

    begun(emit)
    reported(emit)
    assert state() == (ROOT, False)
    emit("Challenged", period=0, by=TRUSTEE.address)
    assert state() == (ROOT, True)
    emit("Resolved", period=0, by=TRUSTEE.address, stands=True)
    assert state() == (ROOT, False)
    emit("Challenged", period=0, by=REGULATOR.address)
    emit("Resolved", period=0, by=TRUSTEE.address, stands=False)
    refused = ChainTotals(embedded).reported(emitter, 1)
    assert isinstance(refused, Failed)
    assert "period 1 stands reported to it nowhere" in refused.failures[0].what
    reported(emit, root=AMENDED)
    assert state() == (AMENDED, False)


def test_a_period_is_told_by_its_own_program_and_payment(embedded: Node, emitter: str, emit: Emit) -> None:
    begun(emit)
    for period in (0, 1):
        reported(emit, period=period, inputs=(500 + period, 7))
    emit("Distributed", period=0, received=499)
    emit("ProgramSet", digest=AMENDED, fromPeriod=1)
    first, second = (ChainTotals(embedded).reported(emitter, period) for period in (1, 2))
    assert isinstance(first, Ok)
    assert isinstance(second, Ok)
    assert (first.value.program, first.value.inputs, first.value.received_minor) == (PROGRAM, (500, 7), 499)
    assert (second.value.program, second.value.inputs, second.value.received_minor) == (AMENDED, (501, 7), None)


def test_a_vault_without_a_program_for_the_period_says_so(embedded: Node, emitter: str, emit: Emit) -> None:
    reported(emit)
    failed = ChainTotals(embedded).reported(emitter, 1)
    assert isinstance(failed, Failed)
    assert "it has no program for period 1" in failed.failures[0].what


def test_a_contract_that_is_no_vault_is_found_out(embedded: Node, emitter: str, emit: Emit) -> None:
    begun(emit)
    topic = embedded.web3.keccak(text="Reported(uint256,address,int64[],bytes32)")
    nonsense = (3).to_bytes(32, "big") + bytes(topic) + bytes(64) + b"\xff" * 64
    sent(embedded, {"to": emitter, "data": nonsense})
    failed = ChainTotals(embedded).reported(emitter, 1)
    assert isinstance(failed, Failed)
    assert "does not answer as the contract WaterfallVault" in failed.failures[0].what


def test_a_vault_that_was_told_nothing_says_so(embedded: Node, emitter: str, emit: Emit) -> None:
    begun(emit)
    failed = ChainTotals(embedded).reported(emitter, 1)
    assert isinstance(failed, Failed)
    assert failed.failures[0].reason is Reason.MISSING


def test_a_kind_that_no_anchor_has_was_never_published(embedded: Node, anchor: Any) -> None:
    assert ChainTotals(embedded).published(anchor.address, About(kind="k" * 33, period=1)) == Ok(())


@pytest.mark.parametrize(("address", "says"), [("0x" + "11" * 20, "no contract stands there"), ("0x1", "no address")])
def test_an_address_where_nothing_stands_is_named(embedded: Node, address: str, says: str) -> None:
    for failed in (
        ChainTotals(embedded).reported(address, 1),
        ChainTotals(embedded).published(address, About(kind="report", period=1)),
    ):
        assert isinstance(failed, Failed)
        assert says in failed.failures[0].what
        assert failed.failures[0].place.key == address


def test_what_is_not_final_is_not_told(embedded: Node, anchor: Any) -> None:
    called(embedded, anchor.functions.publish(padded("report"), 1, ROOT, bytes(32)), SERVICER)
    about = About(kind="report", period=1)
    waiting = ChainTotals(replace(embedded, confirmations=1))
    assert waiting.published(anchor.address, about) == Ok(())
    sent(embedded, {"to": SERVICER.address})
    published = waiting.published(anchor.address, about)
    assert isinstance(published, Ok)
    assert len(published.value) == 1


def test_a_node_that_is_lost_is_a_failure(embedded: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise NodeLostError("the node does not answer")

    monkeypatch.setattr(embedded.web3.provider, "make_request", silent)
    monkeypatch.setattr(embedded.web3.eth, "get_code", silent)
    for failed in (
        ChainTotals(embedded).reported("0x" + "11" * 20, 1),
        ChainTotals(embedded).published("0x" + "11" * 20, About(kind="report", period=1)),
    ):
        assert isinstance(failed, Failed)
        assert "does not answer" in failed.failures[0].what
