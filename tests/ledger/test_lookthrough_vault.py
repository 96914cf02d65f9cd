"""The whole way of a row: from a statement to a vault that paid it, and back with nothing but chain and proof file."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from typer.testing import CliRunner

from chizai.app.load import DealFolder, load
from chizai.cli.main import app
from chizai.ledger.artifacts import artifact
from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.lookthrough import PeriodStatement, period_statement, proofs_of, reporting_of
from chizai.ledger.lookthrough_rows import counted_rows
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.ledger.proof import RowProofFile, write_strict
from chizai.units.result import Ok
from chizai.waterfall.vault_codec import chunks, creation

TRUSTEE, REGULATOR, SERVICER = (Account.from_key(bytes([number]) * 32) for number in (1, 2, 3))
SERVICER_ROLE = 4
MONEY_ENOUGH = 10**15
AFTER_THE_FIRST_PAYMENT_DATE = EmbeddedTerms(began_unix_seconds=1_800_000_000, step_seconds=12)
FREE: Any = {"gas": 20_000_000, "gasPrice": 0}


class Chain:
    """A node, and what is done on it in turn."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def send(self, fields: dict[str, Any], account: Any = TRUSTEE) -> Any:
        due = self.node.web3.eth.get_transaction_count(account.address)
        whole = {"value": 0, **FREE, **fields, "nonce": due, "chainId": self.node.chain_id}
        found = self.node.web3.eth.send_raw_transaction(account.sign_transaction(whole).raw_transaction)
        receipt = self.node.web3.eth.wait_for_transaction_receipt(found, timeout=5, poll_latency=0.01)
        assert receipt["status"] == 1
        return receipt

    def call(self, call: Any, account: Any = TRUSTEE) -> Any:
        return self.send(dict(call.build_transaction({"from": account.address, **FREE})), account)

    def deploy(self, name: str, *arguments: Any) -> Any:
        made = artifact(name)
        contract = self.node.web3.eth.contract(abi=made.abi, bytecode=made.bytecode)
        content = contract.constructor(*arguments).data_in_transaction
        return self.node.web3.eth.contract(address=self.send({"data": content})["contractAddress"], abi=made.abi)


def vault_of(chain: Chain, source: DealFolder) -> tuple[Any, Any]:
    """Put a deal on the chain, with money enough: its vault, and the anchor of its records."""
    founders = [(each.address, b"key", b"\1" * 32) for each in (TRUSTEE, REGULATOR)]
    registry = chain.deploy("Registry", *founders)
    chain.call(registry.functions.register(SERVICER.address, SERVICER_ROLE, b"key", b"\2" * 32))
    cash, store = chain.deploy("CashToken", "JPY", 0, TRUSTEE.address), chain.deploy("ProgramStore")
    encoded = source.program.encode()
    kept = [chain.send({"data": creation(chunk)})["contractAddress"] for chunk in chunks(encoded)]
    names = sorted({slot.of for slot in source.program.slots if slot.of and ":" not in slot.of})
    payees = [(name, TRUSTEE.address, False) for name in names]
    receipt = chain.call(store.functions.keep(kept, sha256(encoded).digest(), payees))
    (event,) = store.events.Kept().process_receipt(receipt)
    terms = (cash.address, registry.address, store.address, event["args"]["layoutAt"], [TRUSTEE.address], 0, 0, 32_400)
    vault = chain.deploy("WaterfallVault", terms)
    chain.call(cash.functions.mint(vault.address, MONEY_ENOUGH))
    return vault, chain.deploy("Anchor", registry.address)


def pay(chain: Chain, source: DealFolder, folder: Path) -> PeriodStatement:
    """Report, anchor and pay the first period, and write the proofs of its rows."""
    vault, anchor = vault_of(chain, source)
    rows = counted_rows(source.files.pool, source.deal, source.program, 1)
    reporting = reporting_of(source.program, chain.node.chain_id, vault.address, anchor.address, 1)
    statement = period_statement(reporting, rows, bytes(range(32)))
    assert isinstance(statement, Ok)
    totals = {each.total.input: each.total.top.sums.total_minor for each in statement.value.streams}
    inputs = [totals.get(number, 0) for number in range(len(source.program.inputs))]
    kind = b"statement".ljust(32, b"\0")
    chain.call(anchor.functions.publish(kind, 1, statement.value.root, bytes(32)), SERVICER)
    chain.call(vault.functions.report(0, inputs, statement.value.root), SERVICER)
    chain.call(vault.functions.distribute(0))
    for number, proof in enumerate(proofs_of(statement.value)):
        (folder / f"row-{number}.json").write_bytes(write_strict(RowProofFile(proof=proof)))
    return statement.value


@pytest.fixture
def paid(small_deal: Path, tmp_path: Path) -> tuple[str, PeriodStatement]:
    """Give the node's URL and the statement of a deal whose first period was paid; nothing else is left of it."""
    loaded = load(small_deal)
    assert isinstance(loaded, Ok)
    url = f"embedded:{tmp_path / 'chain.sqlite'}"
    node = connect(url, NodeTerms(embedded=AFTER_THE_FIRST_PAYMENT_DATE))
    assert isinstance(node, Ok)
    statement = pay(Chain(node.value), loaded.value.value, tmp_path)
    disconnect(node.value)
    return url, statement


def test_a_row_is_traced_into_what_the_vault_took_in(paid: tuple[str, PeriodStatement], tmp_path: Path) -> None:
    url, statement = paid
    proofs = sorted(tmp_path.glob("row-*.json"))
    assert len(proofs) == sum(len(each.rows) for each in statement.streams) > 0
    total = statement.streams[0].total.top.sums.total_minor
    for proof in proofs:
        options = ["--node", url, "--vault", statement.reporting.vault]
        done = CliRunner().invoke(app, ["verify", str(proof), *options])
        assert done.exit_code == 0, done.output
        assert f"The vault took in {total:,} JPY when it paid the period." in done.stdout
        assert f"by program {statement.reporting.program.hex()}" in done.stdout
        assert f"by {SERVICER.address} on 2027-01-15" in done.stdout


def test_a_proof_that_claims_more_than_the_vault_took_in_fails(
    paid: tuple[str, PeriodStatement], tmp_path: Path
) -> None:
    url, _ = paid
    proof = tmp_path / "row-0.json"
    content = proof.read_bytes()
    raised = content.replace(b'"cash_minor": ', b'"cash_minor": 1')
    assert raised != content
    proof.write_bytes(raised)
    done = CliRunner().invoke(app, ["verify", str(proof), "--node", url])
    assert done.exit_code == 1
    assert "do not lead to the total" in done.stderr
