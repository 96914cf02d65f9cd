"""One `Web3` over both drivers: what a contract's reader and writer see is the same on each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

import pytest
from eth_account import Account
from web3.exceptions import BlockNotFound, ContractCustomError, TransactionNotFound, Web3RPCError

from chizai.ledger.artifacts import artifact
from chizai.ledger.embedded_json import block_json
from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.node import FinalTag, Node, NodeTerms, connect, disconnect, final_number
from chizai.ledger.node_patience import NodeLostError, Patience
from chizai.units.result import Failed, Failure, Ok, Reason

if TYPE_CHECKING:
    from web3.types import TxData

ISSUER = Account.from_key("0x" + "11" * 32)
HOLDER = Account.from_key("0x" + "22" * 32)
CASH = artifact("CashToken")
ANSWER = b'{"jsonrpc":"2.0","id":0,"result":"0x539"}'
FREE: Any = {"gas": 3_000_000, "gasPrice": 0}


def signed(node: Node, call: Any, account: Any = ISSUER, **changed: int) -> Any:
    """Sign a call."""
    due = node.web3.eth.get_transaction_count(account.address)
    fields = {"from": account.address, "nonce": due, "chainId": node.chain_id, **FREE, **changed}
    return account.sign_transaction(call.build_transaction(fields)).raw_transaction


def sent(node: Node, call: Any, account: Any = ISSUER) -> Any:
    """Send a call, and give its receipt."""
    found = node.web3.eth.send_raw_transaction(signed(node, call, account))
    return node.web3.eth.wait_for_transaction_receipt(found, timeout=5, poll_latency=0.01)


def cash(node: Node) -> Any:
    """Deploy money for tests."""
    made = node.web3.eth.contract(abi=CASH.abi, bytecode=CASH.bytecode)
    receipt = sent(node, made.constructor("JPY", 0, ISSUER.address))
    return node.web3.eth.contract(receipt["contractAddress"], abi=CASH.abi)


def refused(result: object) -> Failure:
    """Give the one failure of a result that has to have one."""
    assert isinstance(result, Failed)
    (failure,) = result.failures
    return failure


def test_a_contract_is_made_called_and_read(node: Node) -> None:
    token = cash(node)
    sent(node, token.functions.mint(HOLDER.address, 2**200))
    assert token.functions.balanceOf(HOLDER.address).call() == 2**200
    assert token.functions.symbol().call() == "JPY"
    assert node.web3.eth.get_code(token.address).startswith(b"\x60")
    assert node.web3.eth.get_code(HOLDER.address) == b""


def test_a_receipt_says_what_a_transaction_did(node: Node) -> None:
    token = cash(node)
    receipt = sent(node, token.functions.mint(HOLDER.address, 7))
    assert (receipt["status"], receipt["blockNumber"], receipt["transactionIndex"]) == (1, 2, 0)
    assert (receipt["from"], receipt["to"], receipt["contractAddress"]) == (ISSUER.address, token.address, None)
    assert 21_000 < receipt["gasUsed"] == receipt["cumulativeGasUsed"] < 100_000
    (event,) = token.events.Transfer().process_receipt(receipt)
    assert event["args"] == {"from": "0x" + "00" * 20, "to": HOLDER.address, "value": 7}


def test_a_call_that_a_contract_refuses_names_its_error(node: Node) -> None:
    token = cash(node)
    with pytest.raises(ContractCustomError) as refusal:
        token.functions.mint(HOLDER.address, 7).call({"from": HOLDER.address})
    assert refusal.value.data == node.web3.keccak(text="NotIssuer(address)")[:4].to_0x_hex() + (
        HOLDER.address[2:].lower().rjust(64, "0")
    )
    with pytest.raises(ContractCustomError):
        token.functions.mint(HOLDER.address, 7).estimate_gas({"from": HOLDER.address})


def test_a_transaction_that_a_contract_refuses_stands_in_its_block_and_changes_nothing(node: Node) -> None:
    token = cash(node)
    receipt = sent(node, token.functions.mint(HOLDER.address, 7), HOLDER)
    assert (receipt["status"], receipt["blockNumber"]) == (0, 2)
    assert token.functions.totalSupply().call() == 0
    assert node.web3.eth.get_transaction_count(HOLDER.address) == 1


def test_gas_that_was_estimated_is_enough(node: Node) -> None:
    token = cash(node)
    for holder in (ISSUER, HOLDER):
        call = token.functions.mint(holder.address, 7)
        needed = call.estimate_gas({"from": ISSUER.address})
        raw = signed(node, call, gas=needed)
        found = node.web3.eth.send_raw_transaction(raw)
        receipt = node.web3.eth.wait_for_transaction_receipt(found, timeout=5, poll_latency=0.01)
        assert receipt["status"] == 1
        assert receipt["gasUsed"] <= needed <= receipt["gasUsed"] * 5 // 4


@pytest.mark.parametrize(("nonce", "words"), [(0, "nonce too low"), (5, "nonce too high")])
def test_a_chain_in_a_file_takes_transactions_in_their_order_alone(embedded: Node, nonce: int, words: str) -> None:
    token = cash(embedded)
    with pytest.raises(Web3RPCError, match=words):
        embedded.web3.eth.send_raw_transaction(signed(embedded, token.functions.mint(HOLDER.address, 7), nonce=nonce))
    assert embedded.web3.eth.block_number == 1


def test_a_signature_for_another_chain_does_not_count_on_a_chain_in_a_file(embedded: Node) -> None:
    call = cash(embedded).functions.mint(HOLDER.address, 7)
    with pytest.raises(Web3RPCError, match="signed for 1338, and this is 1337"):
        embedded.web3.eth.send_raw_transaction(signed(embedded, call, chainId=1338))
    assert embedded.web3.eth.block_number == 1


@pytest.mark.parametrize("changed", [{"gas": 40_000_000}, {"gas": 21_000}, {"value": 1}, {"gasPrice": 1}])
def test_a_transaction_that_cannot_run_is_not_taken(embedded: Node, changed: dict[str, int]) -> None:
    made = embedded.web3.eth.contract(abi=CASH.abi, bytecode=CASH.bytecode)
    fields = {"nonce": 0, "chainId": 1337, "data": made.bytecode, "value": 0, **FREE, **changed}
    before = embedded.web3.eth.get_block("latest")
    with pytest.raises(Web3RPCError):
        embedded.web3.eth.send_raw_transaction(ISSUER.sign_transaction(fields).raw_transaction)
    assert embedded.web3.eth.get_block("latest") == before


@pytest.mark.parametrize("raw", ["0x", "0x00", "0xc0", "0x02c0", "0x" + "ff" * 40])
def test_bytes_that_are_no_transaction_are_not_taken(node: Node, raw: str) -> None:
    with pytest.raises(Web3RPCError):
        node.web3.eth.send_raw_transaction(raw)  # type: ignore[arg-type]


def test_a_transaction_with_an_access_list_is_taken(node: Node) -> None:
    token = cash(node)
    call = token.functions.mint(HOLDER.address, 7)
    data = call.build_transaction({"from": ISSUER.address, **FREE})["data"]
    fields = {"type": 1, "to": token.address, "data": data, "nonce": 1, "chainId": node.chain_id, "accessList": []}
    found = node.web3.eth.send_raw_transaction(ISSUER.sign_transaction({**fields, **FREE}).raw_transaction)
    node.web3.eth.wait_for_transaction_receipt(found, timeout=5, poll_latency=0.01)
    transaction = node.web3.eth.get_transaction(found)
    assert (transaction["type"], transaction["from"], transaction["hash"]) == (1, ISSUER.address, found)
    assert transaction["v"] in {0, 1}


def test_what_is_not_there_is_not_found(node: Node) -> None:
    nothing = "0x" + "ab" * 32
    with pytest.raises(TransactionNotFound):
        node.web3.eth.get_transaction(nothing)  # type: ignore[arg-type]
    with pytest.raises(TransactionNotFound):
        node.web3.eth.get_transaction_receipt(nothing)  # type: ignore[arg-type]
    with pytest.raises(BlockNotFound):
        node.web3.eth.get_block(nothing)  # type: ignore[arg-type]
    with pytest.raises(BlockNotFound):
        node.web3.eth.get_block(99)


def test_blocks_follow_each_other(node: Node) -> None:
    cash(node)
    first, last = node.web3.eth.get_block("earliest"), node.web3.eth.get_block("latest", full_transactions=True)
    assert last["parentHash"] == first["hash"]
    assert last["timestamp"] >= first["timestamp"]
    (transaction,) = cast("list[TxData]", last["transactions"])
    assert transaction["from"] == ISSUER.address
    assert node.web3.eth.get_block(last["hash"])["transactions"] == [transaction["hash"]]
    assert node.web3.eth.get_block("safe")["number"] in {0, 1}
    assert final_number(node) == 1


def test_what_stood_in_an_earlier_block_can_be_asked(node: Node) -> None:
    token = cash(node)
    sent(node, token.functions.mint(HOLDER.address, 7))
    assert token.functions.totalSupply().call(block_identifier=1) == 0
    assert node.web3.eth.get_transaction_count(ISSUER.address, 1) == 1
    assert node.web3.eth.get_balance(ISSUER.address, 1) == 0
    assert node.web3.eth.get_storage_at(token.address, 2, 1) == bytes(32)
    assert int.from_bytes(node.web3.eth.get_storage_at(token.address, 2), "big") == 7


def test_logs_are_found_by_block_contract_and_topic(node: Node) -> None:
    token, other = cash(node), cash(node)
    for amount in (1, 2):
        sent(node, token.functions.mint(HOLDER.address, amount))
    last = sent(node, other.functions.mint(ISSUER.address, 3))
    eth, transfer = node.web3.eth, node.web3.keccak(text="Transfer(address,address,uint256)")
    holder = "0x" + HOLDER.address[2:].lower().rjust(64, "0")

    def blocks(**asked: Any) -> list[int]:
        return [log["blockNumber"] for log in eth.get_logs(asked)]  # type: ignore[arg-type]

    assert blocks(fromBlock=0) == [3, 4, 5]
    assert blocks(fromBlock="earliest", toBlock=3) == [3]
    assert blocks(fromBlock=0, address=token.address) == [3, 4]
    assert blocks(fromBlock=0, address=[token.address, other.address]) == [3, 4, 5]
    assert blocks(fromBlock=0, topics=[transfer, None, holder]) == [3, 4]
    assert blocks(fromBlock=0, topics=[[transfer.to_0x_hex(), holder]]) == [3, 4, 5]
    assert blocks(fromBlock=0, topics=[holder]) == []
    assert blocks(fromBlock=0, topics=[transfer] * 4) == []
    assert blocks(blockHash=last["blockHash"]) == [5]
    assert eth.get_logs({"blockHash": last["blockHash"]}) == last["logs"]
    with pytest.raises(Web3RPCError):
        eth.get_logs({"blockHash": "0x" + "ab" * 32})  # type: ignore[typeddict-item]


def test_a_test_chain_lets_its_time_be_set(node: Node) -> None:
    def ask(method: str, *parameters: object) -> None:
        assert "error" not in node.web3.provider.make_request(method, list(parameters))  # type: ignore[arg-type]

    begun = node.web3.eth.get_block("latest")["timestamp"]
    ask("evm_increaseTime", 86_400)
    ask("evm_mine")
    later = node.web3.eth.get_block("latest")["timestamp"]
    assert begun + 86_400 <= later <= begun + 86_400 + 60
    ask("evm_setNextBlockTimestamp", later + 1000)
    cash(node)
    assert node.web3.eth.get_block("latest")["timestamp"] == later + 1000


def test_both_nodes_hold_the_same_state_after_the_same_transactions(
    embedded: Node, start_anvil: Callable[..., Node]
) -> None:
    seen = []
    for node in (embedded, start_anvil()):
        token = cash(node)
        sent(node, token.functions.mint(HOLDER.address, 70))
        sent(node, token.functions.transfer(ISSUER.address, 30), HOLDER)
        sent(node, token.functions.transfer(ISSUER.address, 41), HOLDER)
        blocks = [node.web3.eth.get_block(number) for number in range(1, 5)]
        seen.append([(each["stateRoot"], each["receiptsRoot"], each["gasUsed"]) for each in blocks])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("url", ["", "chain.sqlite", "ftp://node.example", "http:", "ws://node.example"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    failure = refused(connect(url))
    assert failure.reason is Reason.UNKNOWN
    assert "embedded:PATH" in failure.fix


def test_a_node_that_is_not_there_is_asked_again_within_a_bound_and_then_a_failure() -> None:
    slept: list[float] = []
    patience = Patience(first_s=1, longest_s=4, total_s=10, sleep=slept.append)
    failure = refused(connect("http://127.0.0.1:9/?key=secret", NodeTerms(patience=patience)))
    assert slept == [1, 2, 4, 3]
    assert failure.reason is Reason.UNREADABLE
    assert "127.0.0.1" in failure.what
    assert "secret" not in str(failure)


def test_the_expected_chain_is_the_one_that_is_opened(tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'chain.sqlite'}"
    failure = refused(connect(url, NodeTerms(chain_id=7)))
    assert failure.reason is Reason.INCONSISTENT
    assert failure.what == "it is chain 1337, not 7"
    node = connect(url, NodeTerms(chain_id=1337))
    assert isinstance(node, Ok)
    disconnect(node.value)


def test_an_address_that_is_no_node_is_refused(start_anvil: Callable[..., Node], monkeypatch: Any) -> None:
    from chizai.ledger.http_node import PatientProvider

    url = start_anvil().url
    monkeypatch.setattr(
        PatientProvider, "make_request", lambda *_: {"jsonrpc": "2.0", "id": 1, "error": {"code": 1, "message": "no"}}
    )
    assert refused(connect(url)).reason is Reason.UNREADABLE


def test_a_node_of_an_address_stays_when_it_is_disconnected(start_anvil: Callable[..., Node]) -> None:
    node = start_anvil(confirmations=3)
    disconnect(node)
    assert node.web3.eth.block_number == final_number(node) == 0


@pytest.mark.parametrize("tag", ["safe", "finalized"])
def test_a_node_that_knows_says_itself_what_is_final(start_anvil: Callable[..., Node], tag: FinalTag) -> None:
    url = start_anvil("--slots-in-an-epoch", "1").url
    node = connect(url, NodeTerms(final_tag=tag))
    assert isinstance(node, Ok)
    node.value.web3.provider.make_request("anvil_mine", [5])  # type: ignore[arg-type]
    final = final_number(node.value)
    assert final == node.value.web3.eth.get_block(tag)["number"]
    assert 0 < final < 5


def test_a_lost_file_is_a_lost_node(tmp_path: Path) -> None:
    node = connect(f"embedded:{tmp_path / 'chain.sqlite'}", NodeTerms(embedded=EmbeddedTerms(step_seconds=1)))
    assert isinstance(node, Ok)
    disconnect(node.value)
    with pytest.raises(NodeLostError, match="the chain's file does not answer"):
        _ = node.value.web3.eth.block_number


@contextmanager
def answering(*statuses: int, body: bytes = ANSWER) -> Iterator[tuple[str, list[bytes]]]:
    """Serve one status after the other, the last for ever; give the address and what was asked."""
    left, asked = list(statuses), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(left.pop(0) if len(left) > 1 else left[0])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def provider(url: str, slept: list[float]) -> Any:
    """Ask a node with pauses that are written down, and not waited for."""
    from chizai.ledger.http_node import PatientProvider

    return PatientProvider(url, Patience(first_s=1, longest_s=2, total_s=5, sleep=slept.append))


def test_a_node_that_comes_back_is_not_lost() -> None:
    slept: list[float] = []
    with answering(503, 429, 200) as (url, asked):
        answer = provider(url, slept).make_request("eth_sendRawTransaction", ["0x00"])
    assert answer["result"] == "0x539"
    assert slept == [1, 2]
    assert len({request.split(b'"id"')[0] for request in asked}) == 1


def test_a_node_that_stays_away_is_lost_after_all_that_is_waited() -> None:
    slept: list[float] = []
    with answering(503) as (url, asked), pytest.raises(NodeLostError, match="HTTP status 503"):
        provider(url, slept).make_request("eth_chainId", [])
    assert slept == [1, 2, 2]
    assert len(asked) == 4


def test_a_block_that_the_keepers_of_a_consortium_signed_is_read(
    embedded: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    signatures = {"extraData": "0x" + "ab" * 97}  # as Clique, IBFT and QBFT have them there
    said = "chizai.ledger.embedded_methods.block_json"
    monkeypatch.setattr(said, lambda block, *, whole: block_json(block, whole=whole) | signatures)
    block: Any = embedded.web3.eth.get_block(0)
    assert len(block["proofOfAuthorityData"]) == 97


def test_what_would_act_twice_is_never_asked_again() -> None:
    slept: list[float] = []
    with answering(503) as (url, asked), pytest.raises(NodeLostError):
        provider(url, slept).make_request("eth_sendTransaction", [])
    assert len(asked) == 1


@pytest.mark.parametrize(("status", "body"), [(401, b"{}"), (404, b"{}"), (200, b"<html>no node</html>")])
def test_an_answer_that_will_not_change_is_not_waited_for(status: int, body: bytes) -> None:
    slept: list[float] = []
    with answering(status, body=body) as (url, _), pytest.raises(NodeLostError):
        provider(url, slept).make_request("eth_chainId", [])
    assert slept == []
