"""A chain in a file: whole blocks only, whoever is killed and however many write."""

import multiprocessing
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from web3.exceptions import Web3RPCError

from chizai.ledger.embedded import EmbeddedProvider
from chizai.ledger.embedded_chain import open_chain
from chizai.ledger.embedded_store import NodeStore
from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.node import Node, NodeTerms, connect, disconnect
from chizai.units.result import Failed, Ok, Reason

# The runtime `CALLER PUSH1 0 SSTORE STOP` behind what returns it: who called last is kept, and nothing is asked.
KEEPER = bytes.fromhex("600580600b6000396000f3" + "3360005500")
# `INVALID`: uses all gas and gives no reason.
BROKEN = bytes.fromhex("600180600b6000396000f3" + "fe")


def opened(path: Path, terms: EmbeddedTerms | None = None) -> Node:
    """Open a chain that has to open."""
    node = connect(f"embedded:{path}", NodeTerms(embedded=terms))
    assert isinstance(node, Ok), node
    return node.value


def sent(node: Node, nonce: int, secret: int = 1, **fields: Any) -> Any:
    """Send a transaction of an account, and give its receipt."""
    account = Account.from_key(secret.to_bytes(32, "big"))
    whole = {"nonce": nonce, "chainId": node.chain_id, "gas": 200_000, "gasPrice": 0, "value": 0, "data": b"", **fields}
    found = node.web3.eth.send_raw_transaction(account.sign_transaction(whole).raw_transaction)
    return node.web3.eth.get_transaction_receipt(found)


def store(node: Node) -> NodeStore:
    """Give a chain's file."""
    provider = node.web3.provider
    assert isinstance(provider, EmbeddedProvider)
    return provider.chain.store


def test_a_chain_is_the_same_when_its_file_is_opened_again(tmp_path: Path) -> None:
    node = opened(tmp_path / "chain.sqlite", EmbeddedTerms(chain_id=77, step_seconds=5))
    receipt = sent(node, 0, data=KEEPER)
    head = node.web3.eth.get_block("latest")
    disconnect(node)
    again = opened(tmp_path / "chain.sqlite")
    assert again.web3.eth.get_block("latest") == head
    assert again.web3.eth.get_transaction_receipt(receipt["transactionHash"]) == receipt
    assert again.web3.eth.get_code(receipt["contractAddress"]) == KEEPER[11:]
    assert (again.chain_id, again.genesis_hash) == (77, node.genesis_hash)
    assert sent(again, 1, to=receipt["contractAddress"])["blockNumber"] == 2
    disconnect(again)


def test_equal_terms_and_transactions_give_equal_chains(tmp_path: Path) -> None:
    heads = []
    for name in ("one", "two"):
        node = opened(tmp_path / name, EmbeddedTerms(began_unix_seconds=1000, step_seconds=12))
        sent(node, 0, data=KEEPER)
        heads.append(node.web3.eth.get_block("latest"))
        disconnect(node)
    assert heads[0] == heads[1]
    assert heads[0]["timestamp"] == 1012


def test_blocks_follow_the_clock_and_each_is_later_than_the_one_before(tmp_path: Path) -> None:
    times = iter([1000.9, 1000.9, 1500.0])
    chain = open_chain(tmp_path / "chain.sqlite", EmbeddedTerms(), lambda: next(times))
    provider = EmbeddedProvider(chain)

    def ask(method: str, *parameters: object) -> Any:
        return provider.make_request(method, list(parameters))  # type: ignore[arg-type]

    for _ in range(3):
        ask("evm_mine")
    assert [int(ask("eth_getBlockByNumber", hex(n))["result"]["timestamp"], 16) for n in range(4)] == [
        0,
        1000,
        1001,
        1500,
    ]
    assert "follows the clock" in ask("evm_increaseTime", 60)["error"]["message"]
    chain.store.close()


def test_the_time_of_a_test_chain_does_not_go_back(embedded: Node) -> None:
    answer = embedded.web3.provider.make_request("evm_setNextBlockTimestamp", [5])  # type: ignore[arg-type]
    assert "later than the one before" in answer["error"]["message"]


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("eth_sign", [], -32601),
        ("eth_getBlockByNumber", [], -32602),
        ("eth_getBlockByNumber", ["seven"], -32602),
        ("eth_getBalance", ["0x" + "11" * 20, "0x99"], -32000),
        ("eth_sendRawTransaction", ["zz"], -32602),
        ("eth_call", [{"to": "0x" + "11" * 20, "gas": "0xffffffff"}], -32000),
        ("eth_call", [{"to": "0x" + "11" * 20, "value": "0x1"}], -32000),
    ],
)
def test_a_request_that_cannot_be_answered_is_an_error_with_its_code(
    embedded: Node, method: str, parameters: list[object], code: int
) -> None:
    answer = embedded.web3.provider.make_request(method, parameters)  # type: ignore[arg-type]
    assert answer["error"]["code"] == code


def test_a_node_says_what_it_is(embedded: Node) -> None:
    assert embedded.web3.client_version == "chizai-embedded/1"
    assert embedded.web3.net.version == "1337"
    assert embedded.web3.eth.syncing is False
    assert list(embedded.web3.eth.accounts) == []
    assert embedded.web3.is_connected()


def test_a_call_that_fails_without_a_reason_says_how(embedded: Node) -> None:
    contract = sent(embedded, 0, data=BROKEN)["contractAddress"]
    with pytest.raises(Web3RPCError, match="InvalidInstruction"):
        embedded.web3.eth.call({"to": contract})
    with pytest.raises(Web3RPCError, match="InvalidInstruction"):
        embedded.web3.eth.estimate_gas({"to": contract})
    assert sent(embedded, 1, to=contract)["status"] == 0


def test_gas_is_estimated_within_what_the_call_may_use(embedded: Node) -> None:
    contract = sent(embedded, 0, data=KEEPER)["contractAddress"]
    needed = embedded.web3.eth.estimate_gas({"to": contract, "from": contract})
    assert 41_000 < needed < 45_000
    assert embedded.web3.eth.estimate_gas({"to": contract, "from": contract, "gas": needed}) == needed
    with pytest.raises(Web3RPCError, match="OutOfGas"):
        embedded.web3.eth.estimate_gas({"to": contract, "from": contract, "gas": needed - 1})


def test_a_call_changes_nothing(embedded: Node) -> None:
    contract = sent(embedded, 0, data=KEEPER)["contractAddress"]
    embedded.web3.eth.call({"to": contract, "from": contract})
    assert embedded.web3.eth.get_storage_at(contract, 0) == bytes(32)


def test_a_block_that_could_not_be_finished_leaves_nothing(embedded: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(embedded, 0, data=KEEPER)
    before = embedded.web3.eth.get_block("latest")

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(NodeStore, "add_logs", fail)
        with pytest.raises(Exception, match="disk full"):
            sent(embedded, 1, data=KEEPER)
    assert embedded.web3.eth.get_block("latest") == before
    assert sent(embedded, 1, data=KEEPER)["blockNumber"] == 2


def test_what_was_not_written_as_a_block_is_not_in_the_file(tmp_path: Path) -> None:
    kept = NodeStore(tmp_path / "chain.sqlite")
    with kept.block():
        kept[b"one"] = b"1"
        kept[b"two"] = b"2"
    with kept.view():
        kept[b"one"] = b"3"
        assert kept[b"one"] == b"3"
    with kept.block():
        assert kept[b"one"] == b"1"
        del kept[b"two"]
        assert not kept.exists(b"two")
        with pytest.raises(KeyError):
            del kept[b"two"]
    assert kept.exists(b"one")
    assert not kept.exists(b"two")
    kept.close()


def test_a_file_of_another_chain_is_not_opened_for_this_one(tmp_path: Path) -> None:
    disconnect(opened(tmp_path / "chain.sqlite", EmbeddedTerms(chain_id=7)))
    other = connect(f"embedded:{tmp_path / 'chain.sqlite'}", NodeTerms(embedded=EmbeddedTerms(chain_id=8)))
    assert isinstance(other, Failed)
    assert other.failures[0].reason is Reason.INCONSISTENT
    assert "chain_id=7" in other.failures[0].what


def test_a_file_of_another_form_is_not_opened(tmp_path: Path) -> None:
    disconnect(opened(tmp_path / "chain.sqlite"))
    with sqlite3.connect(tmp_path / "chain.sqlite") as file:
        file.execute("UPDATE term SET value = 'chizai-node-9' WHERE name = 'form'")
    file.close()
    other = connect(f"embedded:{tmp_path / 'chain.sqlite'}")
    assert isinstance(other, Failed)
    assert "chizai-node-9" in other.failures[0].what


def test_a_file_that_is_no_database_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "chain.sqlite").write_text("a page of a novel, long enough to be no header of a database " * 20)
    other = connect(f"embedded:{tmp_path / 'chain.sqlite'}")
    assert isinstance(other, Failed)
    assert other.failures[0].reason is Reason.UNREADABLE
    assert "novel" in (tmp_path / "chain.sqlite").read_text()


@pytest.mark.parametrize("name", ["", "nowhere/chain.sqlite"])
def test_a_chain_needs_a_folder(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    other = connect(f"embedded:{name}")
    assert isinstance(other, Failed)
    assert other.failures[0].reason is Reason.MISSING


@pytest.mark.parametrize("terms", [{"chain_id": 0}, {"gas_limit_block": 20_999}, {"step_seconds": -1}])
def test_terms_of_no_chain_are_a_bug(terms: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no chain has these terms"):
        EmbeddedTerms(**terms)


def write(path: Path, secret: int, count: int) -> None:
    """Send transactions of one account, as a process of its own."""
    node = opened(path)
    for nonce in range(count):
        assert sent(node, nonce, secret, to="0x" + "11" * 20)["status"] == 1
    disconnect(node)


def test_several_processes_write_one_at_a_time_while_others_read(tmp_path: Path) -> None:
    path, count = tmp_path / "chain.sqlite", 6
    reader = opened(path, EmbeddedTerms(step_seconds=1))
    context = multiprocessing.get_context("fork")  # a fresh interpreter would take seconds to load the machine
    writers = [context.Process(target=write, args=(path, secret, count)) for secret in (1, 2, 3)]
    for writer in writers:
        writer.start()
    heights = [0]
    while any(writer.is_alive() for writer in writers):
        latest = reader.web3.eth.get_block("latest")
        assert latest["number"] >= heights[-1]
        assert reader.web3.eth.get_block(latest["hash"])["stateRoot"] == latest["stateRoot"]
        heights.append(latest["number"])
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert reader.web3.eth.block_number == 3 * count
    numbers = range(1, 3 * count + 1)
    blocks = [reader.web3.eth.get_block(number) for number in numbers]
    assert all(len(block["transactions"]) == 1 for block in blocks)
    assert len({block["transactions"][0] for block in blocks}) == 3 * count
    disconnect(reader)
