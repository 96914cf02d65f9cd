"""What is sent under a key acts once, whatever is lost on the way; a refusal names the contract's error."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from web3.middleware import Web3Middleware

from chizai.ledger.artifacts import artifact
from chizai.ledger.node import Node
from chizai.ledger.node_patience import NodeLostError, Patience
from chizai.ledger.sender import (
    Mined,
    Sender,
    order_call,
    order_contract,
    post,
    raise_price,
    resume,
    send,
    settle,
)
from chizai.ledger.sender_outbox import Order, Outbox, State
from chizai.ledger.sender_refusal import decode_refusal, errors, known_errors
from chizai.units.result import Failed, Failure, Ok, Reason, Result

ISSUER = Account.from_key("0x" + "11" * 32)
HOLDER = Account.from_key("0x" + "22" * 32)
CASH = artifact("CashToken")
QUICK = Patience(first_s=0.001, longest_s=0.001, total_s=0.005)


def done(result: Result[Mined]) -> Mined:
    """Give what was done, which it has to be."""
    assert isinstance(result, Ok), result
    return result.value


def refused(result: object) -> Failure:
    """Give the one failure of a result that has to have one."""
    assert isinstance(result, Failed), result
    (failure,) = result.failures
    return failure


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """Give a new outbox."""
    made = Outbox(tmp_path / "outbox.sqlite")
    yield made
    made.close()


@pytest.fixture
def sender(node: Node, outbox: Outbox) -> Sender:
    """Give a sender on a node of each driver in turn."""
    return Sender(node, outbox, ISSUER)


@pytest.fixture
def local(embedded: Node, outbox: Outbox) -> Sender:
    """Give a sender on a chain in a file."""
    return Sender(embedded, outbox, ISSUER)


def cash(sender: Sender) -> Any:
    """Deploy money for tests."""
    made = done(send(sender, order_contract("cash", sender.node, CASH, "JPY", 0, ISSUER.address)))
    assert made.contract is not None
    return sender.node.web3.eth.contract(made.contract, abi=CASH.abi)  # type: ignore[call-overload]


class Losing(Web3Middleware):
    """Loses requests on their way there or answers on their way back, or answers something else once."""

    there: set[str] = set()  # noqa: RUF012 each test sets its own
    back: set[str] = set()  # noqa: RUF012
    instead: dict[str, dict[str, Any]] = {}  # noqa: RUF012

    def wrap_make_request(self, make_request: Callable[..., Any]) -> Callable[..., Any]:
        def request(method: str, params: Any) -> Any:
            if method in self.there:
                raise NodeLostError("the request was lost")
            answer = make_request(method, params)
            if method in self.back:
                raise NodeLostError("the answer was lost")
            if method in self.instead:
                return {"jsonrpc": "2.0", "id": 1} | self.instead.pop(method)
            return answer

        return request


@pytest.fixture
def lossy(local: Sender) -> Iterator[Sender]:
    """Give a sender whose node loses what the test says."""
    local.node.web3.middleware_onion.add(Losing)
    yield local
    Losing.there, Losing.back, Losing.instead = set(), set(), {}


def test_an_order_is_done_once_however_often_it_is_given(sender: Sender) -> None:
    token = cash(sender)
    order = order_call("pay", token, "mint", HOLDER.address, 70)
    first = done(send(sender, order))
    assert done(send(sender, order)) == first
    assert done(send(replace(sender, outbox=sender.outbox), order)) == first
    assert token.functions.balanceOf(HOLDER.address).call() == 70
    assert (first.key, first.block_number, first.contract) == ("pay", 2, None)
    assert sender.node.web3.eth.get_block(2)["hash"].to_0x_hex() == first.block_hash
    entry = sender.outbox.find(sender.chain, "pay")
    assert entry is not None
    assert (entry.nonce, entry.state, entry.versions[0].hash) == (1, State.FINAL, first.hash)


def test_a_key_stands_for_one_order_alone(sender: Sender) -> None:
    token = cash(sender)
    done(send(sender, order_call("pay", token, "mint", HOLDER.address, 70)))
    failure = refused(send(sender, order_call("pay", token, "mint", HOLDER.address, 71)))
    assert failure.reason is Reason.DUPLICATE
    assert failure.place.key == "pay"
    assert refused(send(replace(sender, account=HOLDER), order_call("pay", token, "mint", HOLDER.address, 70)))
    assert token.functions.totalSupply().call() == 70


def test_what_a_contract_would_refuse_is_named_and_not_signed(sender: Sender) -> None:
    token = cash(sender)
    other = replace(sender, account=HOLDER)
    failure = refused(send(other, order_call("forge", token, "mint", HOLDER.address, 70)))
    assert failure.what == f"NotIssuer(caller={HOLDER.address.lower()})"
    assert failure.reason is Reason.OUT_OF_RANGE
    assert other.outbox.find(other.chain, "forge") is None
    assert sender.node.web3.eth.block_number == 1


def test_what_a_contract_refused_in_a_block_is_named_and_stays_refused(sender: Sender) -> None:
    token = cash(sender)
    order = order_call("pay", token, "transfer", HOLDER.address, 70, gas=100_000)
    first, again = (refused(send(sender, order)) for _ in range(2))
    assert first == again
    assert first.what == f"ERC20InsufficientBalance(sender={ISSUER.address.lower()}, balance=0, needed=70)"
    entry = sender.outbox.find(sender.chain, "pay")
    assert entry is not None
    assert entry.state is State.REFUSED
    assert sender.node.web3.eth.block_number == 2


def test_a_block_that_ran_out_of_gas_gives_no_reason(sender: Sender) -> None:
    token = cash(sender)
    failure = refused(send(sender, order_call("pay", token, "mint", HOLDER.address, 70, gas=30_000)))
    assert failure.what == "no reason given"


def test_orders_that_wait_together_stand_in_their_order(sender: Sender) -> None:
    token = cash(sender)
    for number in range(4):
        assert isinstance(post(sender, order_call(f"pay {number}", token, "mint", HOLDER.address, 1)), Ok)
    mined = [done(settle(sender, f"pay {number}")) for number in range(4)]
    assert [each.block_number for each in mined] == [2, 3, 4, 5]


def test_a_request_that_was_lost_is_sent_again(lossy: Sender) -> None:
    token = cash(lossy)
    order = order_call("pay", token, "mint", HOLDER.address, 70)
    Losing.there = {"eth_sendRawTransaction"}
    failure = refused(send(lossy, order))
    assert failure.reason is Reason.UNREADABLE
    assert "the request was lost" in failure.what
    assert token.functions.totalSupply().call() == 0
    Losing.there = set()
    assert done(send(lossy, order)).block_number == 2
    assert token.functions.totalSupply().call() == 70


def test_an_answer_that_was_lost_does_not_send_anything_twice(lossy: Sender) -> None:
    token = cash(lossy)
    order = order_call("pay", token, "mint", HOLDER.address, 70)
    Losing.back = {"eth_sendRawTransaction"}
    assert "the answer was lost" in refused(send(lossy, order)).what
    Losing.back = set()
    assert done(send(lossy, order)).block_number == 2
    assert token.functions.totalSupply().call() == 70
    assert lossy.node.web3.eth.block_number == 2


@pytest.mark.parametrize("method", ["eth_gasPrice", "eth_estimateGas", "eth_getTransactionReceipt", "eth_blockNumber"])
def test_a_node_may_be_lost_at_any_question(lossy: Sender, method: str) -> None:
    token = cash(lossy)
    order = order_call("pay", token, "mint", HOLDER.address, 70)
    Losing.there = {method}
    assert refused(send(lossy, order)).reason is Reason.UNREADABLE
    Losing.there = set()
    done(send(lossy, order))
    assert token.functions.totalSupply().call() == 70


def test_what_was_written_and_never_arrived_goes_first(lossy: Sender) -> None:
    token = cash(lossy)
    Losing.there = {"eth_sendRawTransaction"}
    refused(send(lossy, order_call("first", token, "mint", HOLDER.address, 1)))
    Losing.there = set()
    assert done(send(lossy, order_call("second", token, "mint", HOLDER.address, 2))).block_number == 3
    assert done(settle(lossy, "first")).block_number == 2


def test_a_program_that_comes_back_goes_on_with_all_that_waits(lossy: Sender) -> None:
    token = cash(lossy)
    Losing.there = {"eth_sendRawTransaction"}
    refused(send(lossy, order_call("pay", token, "mint", HOLDER.address, 1)))
    assert refused(resume(lossy)[0]).reason is Reason.UNREADABLE
    Losing.there = {"eth_getTransactionCount"}
    assert refused(resume(lossy)[0]).reason is Reason.UNREADABLE
    Losing.there = set()
    assert [done(each).key for each in resume(lossy)] == ["pay"]
    assert resume(lossy) == []


def test_a_receipt_that_comes_late_is_not_taken_for_a_lost_place(lossy: Sender) -> None:
    token = cash(lossy)
    Losing.instead = {"eth_getTransactionReceipt": {"result": None}}
    assert done(send(lossy, order_call("pay", token, "mint", HOLDER.address, 70))).block_number == 2


def test_a_refusal_of_which_the_node_tells_nothing_gives_no_reason(lossy: Sender) -> None:
    token = cash(lossy)
    Losing.instead = {"eth_estimateGas": {"error": {"code": 3, "message": "execution reverted"}}}
    assert refused(send(lossy, order_call("pay", token, "mint", HOLDER.address, 70))).what == "no reason given"
    Losing.instead = {"eth_call": {"error": {"code": -32000, "message": "missing trie node"}}}
    order = order_call("more", token, "transfer", HOLDER.address, 70, gas=100_000)
    assert refused(send(lossy, order)).what == "no reason given"
    assert refused(send(lossy, order)).what.startswith("ERC20InsufficientBalance")


def test_a_node_that_cannot_answer_is_a_failure_and_the_same_call_goes_on(lossy: Sender) -> None:
    token = cash(lossy)
    order = order_call("pay", token, "mint", HOLDER.address, 70)
    Losing.instead = {"eth_getTransactionCount": {"error": {"code": -32000, "message": "missing trie node"}}}
    failure = refused(send(lossy, order))
    assert (failure.reason, failure.what) == (Reason.UNREADABLE, "it cannot answer: missing trie node")
    assert done(send(lossy, order)).block_number == 2


def test_nothing_is_waited_for_that_was_not_sent(local: Sender) -> None:
    assert refused(settle(local, "pay")).reason is Reason.MISSING
    assert refused(raise_price(local, "pay", 1)).reason is Reason.MISSING


def test_an_account_that_another_program_uses_too_is_found_out(local: Sender) -> None:
    other = Outbox(Path(local.node.url.removeprefix("embedded:")).with_name("other.sqlite"))
    order = Order("one", HOLDER.address, b"", gas=21_000)
    entry = local.outbox.add(local.chain, order, ISSUER.address, 0, lambda _: local_signature(local, order))
    done(send(replace(local, outbox=other), replace(order, key="two", content=b"", gas=22_000)))
    assert entry.nonce == 0
    failure = refused(send(local, order))
    assert failure.reason is Reason.INCONSISTENT
    assert "nonce 0" in failure.what
    other.close()


def local_signature(sender: Sender, order: Order) -> Any:
    """Sign an order with nonce 0."""
    from chizai.ledger.sender_outbox import Signed

    fields = {"nonce": 0, "gas": order.gas, "gasPrice": 0, "value": 0, "data": b"", "to": order.to, "chainId": 1337}
    made = ISSUER.sign_transaction(fields)
    assert sender.node.chain_id == 1337
    return Signed(made.hash.to_0x_hex(), bytes(made.raw_transaction), 0)


def test_a_transaction_that_no_node_takes_says_why(local: Sender) -> None:
    failure = refused(send(local, Order("rich", HOLDER.address, b"", value_wei=5, gas=21_000)))
    assert "balance" in failure.what
    assert refused(send(local, Order("rich too", HOLDER.address, b"", value_wei=5))).reason is Reason.OUT_OF_RANGE


def test_a_transaction_waits_until_its_block_is_final(start_anvil: Callable[..., Node], outbox: Outbox) -> None:
    node = replace(start_anvil(confirmations=2), patience=QUICK)
    sender = Sender(node, outbox, ISSUER)
    order = order_contract("cash", node, CASH, "JPY", 0, ISSUER.address)
    failure = refused(send(sender, order))
    assert failure.reason is Reason.MISSING
    assert "not final after 0.005 s" in failure.what
    node.web3.provider.make_request("anvil_mine", [2])  # type: ignore[arg-type]
    assert done(send(sender, order)).block_number == 1


def test_a_transaction_that_a_reorganisation_dropped_is_sent_again(
    start_anvil: Callable[..., Node], outbox: Outbox
) -> None:
    node = start_anvil()
    sender = Sender(node, outbox, ISSUER)
    token = cash(sender)
    snapshot = node.web3.provider.make_request("evm_snapshot", [])["result"]  # type: ignore[arg-type]
    order = order_call("pay", token, "mint", HOLDER.address, 70)
    before = done(send(sender, order))
    node.web3.provider.make_request("evm_revert", [snapshot])  # type: ignore[arg-type]
    assert token.functions.totalSupply().call() == 0
    after = done(send(sender, order))
    assert after.hash == before.hash
    assert token.functions.totalSupply().call() == 70


def test_a_better_price_keeps_the_nonce_and_acts_once(start_anvil: Callable[..., Node], outbox: Outbox) -> None:
    node = replace(start_anvil("--no-mining"), patience=QUICK)
    ask = node.web3.provider.make_request
    ask("anvil_setBalance", [ISSUER.address, hex(10**20)])  # type: ignore[arg-type]
    sender = Sender(node, outbox, ISSUER)
    order = order_contract("cash", node, CASH, "JPY", 0, ISSUER.address)
    assert refused(send(sender, order)).reason is Reason.MISSING
    assert isinstance(raise_price(sender, "cash", 10**9), Ok)
    assert refused(raise_price(sender, "cash", 10**9)).reason is Reason.OUT_OF_RANGE
    ask("evm_mine", [])  # type: ignore[arg-type]
    mined = done(settle(sender, "cash"))
    entry = outbox.find(sender.chain, "cash")
    assert entry is not None
    assert [each.price_wei for each in entry.versions] == [0, 10**9]
    assert mined.hash == entry.versions[1].hash
    assert done(send(sender, order)) == mined
    assert node.web3.eth.get_transaction_count(ISSUER.address) == 1


def test_a_key_of_one_chain_is_free_on_another(
    embedded: Node, start_anvil: Callable[..., Node], outbox: Outbox
) -> None:
    blocks = []
    for node in (embedded, start_anvil()):
        sender = Sender(node, outbox, ISSUER)
        blocks.append(done(send(sender, order_contract("cash", node, CASH, "JPY", 0, ISSUER.address))).block_number)
    assert blocks == [1, 1]


def test_two_writers_of_one_outbox_take_different_nonces(tmp_path: Path) -> None:
    one, two = Outbox(tmp_path / "outbox.sqlite"), Outbox(tmp_path / "outbox.sqlite")
    entries = []
    for number, each in enumerate((one, two, one)):
        order = Order(f"key {number}", HOLDER.address, b"", gas=21_000)
        entries.append(each.add("chain", order, ISSUER.address, 4, _unsigned))
    assert [entry.nonce for entry in entries] == [4, 5, 6]
    assert two.since("chain", ISSUER.address, 5) == entries[1:]
    assert one.add("chain", Order("key 1", HOLDER.address, b"", gas=1), ISSUER.address, 9, _unsigned) == entries[1]
    one.close()
    two.close()


def _unsigned(nonce: int) -> Any:
    from chizai.ledger.sender_outbox import Signed

    return Signed(f"0x{nonce}", bytes([nonce]), 0)


def test_an_outbox_writes_all_of_an_order_or_nothing(outbox: Outbox) -> None:
    def fail(_: int) -> Any:
        raise RuntimeError("no signature")

    with pytest.raises(RuntimeError):
        outbox.add("chain", Order("pay", HOLDER.address, b"", gas=1), ISSUER.address, 0, fail)
    assert outbox.find("chain", "pay") is None
    outbox.add("chain", Order("pay", HOLDER.address, b"", gas=1), ISSUER.address, 0, _unsigned)


def test_an_outbox_needs_a_file_that_is_a_database(tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").write_text("a page of a novel, long enough to be no header of a database " * 20)
    with pytest.raises(sqlite3.DatabaseError):
        Outbox(tmp_path / "outbox.sqlite")


def test_refusals_are_named_as_their_sources_name_them() -> None:
    from eth_abi import encode  # type: ignore[attr-defined]
    from web3 import Web3

    def revert(signature: str, types: list[str], *values: object) -> bytes:
        return Web3.keccak(text=signature)[:4] + encode(types, values)

    assert str(decode_refusal(revert("Error(string)", ["string"], "no"))) == "Error(message=no)"
    assert str(decode_refusal(revert("Panic(uint256)", ["uint256"], 17))) == "Panic(code=17)"
    assert str(decode_refusal(b"")) == "no reason given"
    assert str(decode_refusal(b"\x01\x02\x03\x04")) == "no known error (0x01020304)"
    cut = revert("Error(string)", ["string"], "no")[:20]
    assert str(decode_refusal(cut)) == f"no known error (0x{cut.hex()})"
    fields = [{"name": "by", "type": "bytes32"}, {"name": "at", "type": "uint64"}]
    own = errors(
        [{"type": "error", "name": "Own", "inputs": [{"name": "what", "type": "tuple", "components": fields}]}]
    )
    (selector,) = own
    assert selector == Web3.keccak(text="Own((bytes32,uint64))")[:4]
    refusal = decode_refusal(revert("Own((bytes32,uint64))", ["(bytes32,uint64)"], (b"\x07" * 32, 9)), own)
    assert refusal.arguments == (("what", (b"\x07" * 32, 9)),)
    single = errors([{"type": "error", "name": "Bare", "inputs": [{"name": "id", "type": "bytes4"}]}])
    assert str(decode_refusal(revert("Bare(bytes4)", ["bytes4"], b"abcd"), single)) == "Bare(id=0x61626364)"


def test_all_errors_of_the_shipped_contracts_are_known() -> None:
    names = {entry["name"] for entry in known_errors().values()}
    assert {"Error", "Panic", "NotIssuer", "ERC20InsufficientBalance"} <= names
