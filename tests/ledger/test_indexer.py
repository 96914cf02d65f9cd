"""The same chain gives the same tables, read at once or piece by piece, with what was taken back taken out."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from hypothesis import given, settings
from hypothesis import strategies as st
from web3 import Web3
from web3.middleware import Web3Middleware
from web3.providers.base import BaseProvider

from chizai.ledger import indexer
from chizai.ledger.artifacts import artifact
from chizai.ledger.indexer import Watched, catch_up, events, rebuild, watched
from chizai.ledger.indexer_decode import Decoded, Json, decode_log, event_forms
from chizai.ledger.indexer_store import IndexStore, Reached
from chizai.ledger.node import Node
from chizai.ledger.node_patience import NodeLostError, Patience
from chizai.ledger.sender import Sender, order_call, order_contract, send
from chizai.ledger.sender_outbox import Outbox
from chizai.units.result import Failed, Failure, Ok, Reason, Result

ISSUER = Account.from_key("0x" + "11" * 32)
HOLDER = Account.from_key("0x" + "22" * 32)
THIRD = Account.from_key("0x" + "33" * 32).address
CASH = artifact("CashToken")
NOBODY = "0x" + "00" * 20
TRANSFER = Web3.keccak(text="Transfer(address,address,uint256)")
QUICK = Patience(first_s=0.001, longest_s=0.001, total_s=0.005)


def reached(result: Result[Reached]) -> Reached:
    """Give the block that was reached, as it has to be."""
    assert isinstance(result, Ok), result
    return result.value


def refused(result: object) -> Failure:
    """Give the one failure of a result that has to have one."""
    assert isinstance(result, Failed), result
    (failure,) = result.failures
    return failure


@pytest.fixture
def store(tmp_path: Path) -> Iterator[IndexStore]:
    """Give new tables."""
    made = IndexStore(tmp_path / "index.sqlite")
    yield made
    made.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[[Node, list[Watched]], str]]:
    """Give what digests tables that are made anew from block 0."""
    made: list[IndexStore] = []

    def digest(node: Node, contracts: list[Watched]) -> str:
        made.append(IndexStore(tmp_path / f"fresh {len(made)}.sqlite"))
        reached(catch_up(node, made[-1], contracts))
        return made[-1].digest()

    yield digest
    for each in made:
        each.close()


class Bank:
    """Money on a node, and what is done with it."""

    def __init__(self, node: Node, folder: Path) -> None:
        self.node, self.done = node, 0
        self.senders = {each.address: Sender(node, Outbox(folder / "outbox.sqlite"), each) for each in (ISSUER, HOLDER)}
        made = send(self.senders[ISSUER.address], order_contract("cash", node, CASH, "JPY", 0, ISSUER.address))
        assert isinstance(made, Ok)
        self.token: Any = node.web3.eth.contract(Web3.to_checksum_address(str(made.value.contract)), abi=CASH.abi)

    def do(self, by: Any, function: str, *arguments: object) -> None:
        """Call the money's contract."""
        self.done += 1
        order = order_call(f"{function} {self.done}", self.token, function, *arguments)
        assert isinstance(send(self.senders[by.address], order), Ok)

    @property
    def contracts(self) -> list[Watched]:
        """What is to be watched."""
        return [watched("CashToken", self.token.address)]


@pytest.fixture
def bank(node: Node, tmp_path: Path) -> Bank:
    """Give money on a node of each driver in turn."""
    return Bank(node, tmp_path)


def test_events_stand_in_tables_with_all_that_they_say(bank: Bank, store: IndexStore) -> None:
    bank.do(ISSUER, "mint", HOLDER.address, 2**200)
    bank.do(HOLDER, "transfer", THIRD, 30)
    last = reached(catch_up(bank.node, store, bank.contracts))
    first, second = events(store)
    block = bank.node.web3.eth.get_block(3)
    assert (last.number, last.hash) == (3, block["hash"].to_0x_hex())
    assert first.arguments == {"from": NOBODY, "to": HOLDER.address, "value": 2**200}
    assert second.arguments == {"from": HOLDER.address, "to": THIRD, "value": 30}
    assert (second.name, second.contract, second.address) == ("Transfer", "CashToken", bank.token.address)
    assert (second.block_number, second.position, second.sender) == (3, 0, HOLDER.address)
    assert (second.block_hash, second.made_unix_seconds) == (last.hash, block["timestamp"])
    assert bank.node.web3.eth.get_transaction(second.transaction_hash)["blockNumber"] == 3  # type: ignore[arg-type]


def test_each_party_sees_what_names_it_or_what_it_did(bank: Bank, store: IndexStore) -> None:
    bank.do(ISSUER, "mint", HOLDER.address, 100)
    bank.do(HOLDER, "transfer", THIRD, 30)
    bank.do(HOLDER, "approve", THIRD, 5)
    reached(catch_up(bank.node, store, bank.contracts))

    def seen(**asked: Any) -> list[int]:
        return [event.block_number for event in events(store, **asked)]

    assert seen(party=ISSUER.address) == [2]
    assert seen(party=HOLDER.address) == [2, 3, 4]
    assert seen(party=THIRD) == [3, 4]
    assert seen(party=THIRD, name="Approval") == [4]
    assert seen(party="0x" + "77" * 20) == []
    assert seen(contract="CashToken", since=3) == [3, 4]
    assert seen(contract="ClassToken") == []


def test_tables_made_piece_by_piece_and_anew_are_the_same(
    bank: Bank, store: IndexStore, fresh: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "STRETCH", 2)
    for amount in range(1, 4):
        bank.do(ISSUER, "mint", HOLDER.address, amount)
        reached(catch_up(bank.node, store, bank.contracts))
    digest = store.digest()
    assert reached(catch_up(bank.node, store, bank.contracts)).number == 4
    assert store.digest() == digest
    assert fresh(bank.node, bank.contracts) == digest
    reached(rebuild(bank.node, store, bank.contracts))
    assert store.digest() == digest
    bank.do(ISSUER, "mint", HOLDER.address, 9)
    reached(catch_up(bank.node, store, bank.contracts))
    assert store.digest() != digest


def test_other_contracts_are_other_tables(bank: Bank, store: IndexStore) -> None:
    bank.do(ISSUER, "mint", HOLDER.address, 1)
    reached(catch_up(bank.node, store, []))
    assert events(store) == []
    reached(catch_up(bank.node, store, bank.contracts))
    assert len(events(store)) == 1


def test_an_event_that_a_contract_does_not_declare_is_kept_with_its_bytes(bank: Bank, store: IndexStore) -> None:
    bank.do(ISSUER, "mint", HOLDER.address, 7)
    reached(catch_up(bank.node, store, [Watched("Unknown", bank.token.address, ())]))
    (event,) = events(store)
    assert event.name == ""
    assert event.arguments["content"] == f"0x{7:064x}"
    assert event.arguments["topics"] == [
        TRANSFER.to_0x_hex(),
        f"0x{0:064x}",
        "0x" + HOLDER.address[2:].lower().rjust(64, "0"),
    ]


def test_a_block_that_anvil_took_back_is_taken_out(
    start_anvil: Callable[..., Node], store: IndexStore, tmp_path: Path, fresh: Callable[..., str]
) -> None:
    node = start_anvil()
    bank = Bank(node, tmp_path)
    bank.do(ISSUER, "mint", HOLDER.address, 1)
    watching = replace(node, confirmations=3)
    snapshot = node.web3.provider.make_request("evm_snapshot", [])["result"]  # type: ignore[arg-type]
    bank.do(ISSUER, "mint", THIRD, 2)
    bank.do(ISSUER, "mint", THIRD, 3)
    assert reached(catch_up(watching, store, bank.contracts)) == replace(store.reached()[0], number=4, final=False)
    assert len(events(store, party=THIRD)) == 2
    node.web3.provider.make_request("evm_revert", [snapshot])  # type: ignore[arg-type]
    other = Sender(node, Outbox(tmp_path / "other.sqlite"), ISSUER)
    assert isinstance(send(other, order_call("other", bank.token, "mint", HOLDER.address, 9)), Ok)
    assert reached(catch_up(watching, store, bank.contracts)).number == 3
    assert [event.arguments["value"] for event in events(store)] == [1, 9]
    assert store.digest() == fresh(node, bank.contracts)


class FakeChain(BaseProvider):
    """A chain whose blocks a test makes and takes back; each mints its serial number, never, once or twice."""

    address = "0x" + "0C" * 20

    def __init__(self) -> None:
        super().__init__()
        self.serial = 0
        self.blocks: list[dict[str, Any]] = []
        self.before: Callable[[str], None] = lambda _: None
        self.most_blocks = 1_000_000
        self.grow(1)

    def grow(self, count: int) -> None:
        """Add blocks; the serial number of each says how many events it holds."""
        for _ in range(count):
            parent = self.blocks[-1]["hash"] if self.blocks else "0x" + "00" * 32
            self.blocks.append(self._block(len(self.blocks), parent))
            self.serial += 1

    def _block(self, number: int, parent: str) -> dict[str, Any]:
        found = Web3.keccak(text=f"block {self.serial}").to_0x_hex()
        transaction = {"hash": found, "from": ISSUER.address, "transactionIndex": "0x0"}
        topics = [TRANSFER.to_0x_hex(), f"0x{0:064x}", "0x" + THIRD[2:].lower().rjust(64, "0")]
        log = {
            "address": self.address,
            "topics": topics,
            "data": f"0x{self.serial:064x}",
            "blockNumber": hex(number),
            "blockHash": found,
            "transactionHash": found,
            "transactionIndex": "0x0",
        }
        return {
            "number": hex(number),
            "hash": found,
            "parentHash": parent,
            "timestamp": hex(number),
            "transactions": [transaction],
            "logs": [{**log, "logIndex": hex(position)} for position in range(self.serial % 3)],
        }

    def make_request(self, method: Any, params: Any) -> Any:
        self.before(method)
        answer = getattr(self, method)(*params)
        return {"jsonrpc": "2.0", "id": 1} | (answer if "error" in answer else {"result": answer["is"]})

    def eth_blockNumber(self) -> Any:  # noqa: N802 the method's own name
        return {"is": hex(len(self.blocks) - 1)}

    def eth_getBlockByNumber(self, number: str, _: bool) -> Any:  # noqa: N802
        return {"is": next((each for each in self.blocks if each["number"] == number), None)}

    def eth_getBlockByHash(self, found: Any, _: bool) -> Any:  # noqa: N802
        return {"is": next((each for each in self.blocks if each["hash"] == found), None)}

    def eth_getLogs(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        if "blockHash" in asked:
            chosen = [each for each in self.blocks if each["hash"] == Web3.to_hex(bytes(asked["blockHash"]))]
            if not chosen:
                return {"error": {"code": -32000, "message": "unknown block"}}
        else:
            first, last = int(asked["fromBlock"], 16), int(asked["toBlock"], 16)
            if last - first >= self.most_blocks:
                return {"error": {"code": -32005, "message": "too many"}}
            chosen = self.blocks[first : last + 1]
        return {"is": [log for each in chosen for log in each["logs"]]}


def fake(chain: FakeChain, confirmations: int = 3) -> Node:
    """Open a chain of a test."""
    return Node("http://fake", Web3(chain), 1, str(chain.blocks[0]["hash"]), confirmations, None, QUICK)


FAKE = [Watched("CashToken", Web3.to_checksum_address(FakeChain.address), CASH.abi)]


@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6)), min_size=1, max_size=6))
@settings(max_examples=12)
def test_whatever_a_chain_takes_back_the_tables_are_those_of_what_stands(
    moves: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, chain = tmp_path_factory.mktemp("reorganised"), FakeChain()
    store, again = IndexStore(folder / "index"), IndexStore(folder / "again")
    node = fake(chain)
    for back, forth in moves:
        keep = max(len(chain.blocks) - back, 1)
        del chain.blocks[keep:]
        chain.grow(forth + back)
        assert reached(catch_up(node, store, FAKE)).number == len(chain.blocks) - 1
    reached(rebuild(node, again, FAKE))
    assert store.digest() == again.digest()
    standing = [int(log["data"], 16) for block in chain.blocks for log in block["logs"]]
    assert [event.arguments["value"] for event in events(store)] == standing
    store.close()
    again.close()


def test_a_chain_that_takes_back_a_final_block_is_not_followed(store: IndexStore) -> None:
    chain = FakeChain()
    chain.grow(9)
    node = fake(chain)
    reached(catch_up(node, store, FAKE))
    before = store.digest()
    del chain.blocks[4:]
    chain.grow(6)
    failure = refused(catch_up(node, store, FAKE))
    assert failure.reason is Reason.INCONSISTENT
    assert "was final" in failure.what
    assert refused(catch_up(node, store, FAKE)) == failure
    assert store.digest() != before  # what was not final is taken back
    reached(rebuild(node, store, FAKE))


def test_a_chain_that_becomes_shorter_is_followed_back(store: IndexStore) -> None:
    chain = FakeChain()
    chain.grow(9)
    reached(catch_up(fake(chain), store, FAKE))
    del chain.blocks[8:]
    assert reached(catch_up(fake(chain), store, FAKE)).number == 7
    assert max(event.block_number for event in events(store)) <= 7


@pytest.mark.parametrize("method", ["eth_getLogs", "eth_getBlockByHash", "eth_getBlockByNumber"])
@pytest.mark.parametrize("question", range(1, 5))
def test_a_chain_that_changes_while_it_is_read_gives_the_tables_of_what_stands(
    store: IndexStore, method: str, question: int, fresh: Callable[..., str]
) -> None:
    chain, asked = FakeChain(), [0]
    chain.grow(4)
    node = fake(chain, confirmations=4)
    reached(catch_up(node, store, FAKE))
    chain.grow(2)

    def change(seen: str) -> None:
        asked[0] += seen == method
        if asked[0] == question:
            asked[0] += 1
            del chain.blocks[5:]
            chain.grow(3)

    chain.before = change
    reached(catch_up(node, store, FAKE))
    chain.before = lambda _: None
    assert reached(catch_up(node, store, FAKE)).number == len(chain.blocks) - 1
    assert store.digest() == fresh(node, FAKE)


def test_a_chain_that_never_stands_still_is_given_up(store: IndexStore) -> None:
    chain = FakeChain()
    chain.grow(5)

    def change(seen: str) -> None:
        if seen == "eth_getLogs":
            del chain.blocks[3:]
            chain.grow(4)

    chain.before = change
    failure = refused(catch_up(fake(chain, confirmations=6), store, FAKE))
    assert failure.reason is Reason.INCONSISTENT
    assert "faster" in failure.what


def test_a_node_that_cannot_answer_is_a_failure(store: IndexStore, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = FakeChain()
    monkeypatch.setattr(chain, "eth_blockNumber", lambda: {"error": {"code": -32000, "message": "not in step"}})
    failure = refused(catch_up(fake(chain), store, FAKE))
    assert (failure.reason, failure.what) == (Reason.UNREADABLE, "it cannot answer: not in step")


def test_final_blocks_that_vanish_while_they_are_read_are_read_again(store: IndexStore) -> None:
    chain = FakeChain()
    chain.grow(6)

    def change(seen: str) -> None:
        if seen == "eth_getLogs" and len(chain.blocks) == 7:
            del chain.blocks[5:]

    chain.before = change
    assert reached(catch_up(fake(chain, confirmations=0), store, FAKE)).number == 4


def test_a_node_that_gives_few_blocks_at_once_is_asked_for_fewer(store: IndexStore, fresh: Callable[..., str]) -> None:
    chain = FakeChain()
    chain.grow(20)
    whole = fresh(fake(chain), FAKE)
    chain.most_blocks = 3
    reached(catch_up(fake(chain), store, FAKE))
    assert store.digest() == whole
    chain.most_blocks = 0
    failure = refused(rebuild(fake(chain), store, FAKE))
    assert failure.reason is Reason.UNREADABLE
    assert "too many" in failure.what


def test_a_lost_node_loses_no_tables(embedded: Node, store: IndexStore, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(indexer, "STRETCH", 1)
    bank = Bank(embedded, tmp_path)
    for amount in range(1, 4):
        bank.do(ISSUER, "mint", HOLDER.address, amount)
    questions = [0]

    class Lost(Web3Middleware):
        def wrap_make_request(self, make_request: Any) -> Any:
            def request(method: Any, params: Any) -> Any:
                questions[0] += method == "eth_getLogs"
                if questions[0] == 3:
                    raise NodeLostError("it is gone")
                return make_request(method, params)

            return request

    embedded.web3.middleware_onion.add(Lost, "lost")
    assert refused(catch_up(embedded, store, bank.contracts)).reason is Reason.UNREADABLE
    assert store.reached()[0].number == 1
    embedded.web3.middleware_onion.remove("lost")
    assert reached(catch_up(embedded, store, bank.contracts)).number == 4
    assert [event.arguments["value"] for event in events(store)] == [1, 2, 3]


def test_tables_that_another_process_fills_are_not_filled_twice(tmp_path: Path, store: IndexStore) -> None:
    chain, other = FakeChain(), IndexStore(tmp_path / "index.sqlite")
    chain.grow(5)

    def race(seen: str) -> None:
        if seen == "eth_getLogs":
            chain.before = lambda _: None
            reached(catch_up(fake(chain), other, FAKE))

    chain.before = race
    assert reached(catch_up(fake(chain), store, FAKE)).number == 5
    assert [event.block_number for event in events(store)] == [1, 2, 2, 4, 5, 5]
    other.close()


def test_blocks_that_could_not_be_written_whole_leave_nothing(store: IndexStore) -> None:
    chain = FakeChain()
    chain.grow(3)
    reached(catch_up(fake(chain), store, FAKE))
    before, last = store.digest(), store.reached()[0]
    (twice,) = events(store, since=1)[:1]
    with pytest.raises(sqlite3.IntegrityError):
        store.add(last, [replace(twice, block_number=4), twice], Reached(4, "0x04", final=False))
    assert store.digest() == before
    assert store.reached()[0] == last


def test_tables_need_a_file_that_is_a_database(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_text("a page of a novel, long enough to be no header of a database " * 20)
    with pytest.raises(sqlite3.DatabaseError):
        IndexStore(tmp_path / "index.sqlite")


def test_events_are_read_as_their_sources_declare_them() -> None:
    from eth_abi import encode  # type: ignore[attr-defined]

    part = [{"name": "who", "type": "address"}, {"name": "root", "type": "bytes32"}]
    form = {
        "type": "event",
        "name": "Told",
        "inputs": [
            {"name": "kind", "type": "string", "indexed": True},
            {"name": "", "type": "uint8", "indexed": True},
            {"name": "to", "type": "address[]", "indexed": False},
            {"name": "parts", "type": "tuple[]", "indexed": False, "components": part},
            {"name": "open", "type": "bool", "indexed": False},
        ],
    }
    forms = event_forms([form, {**form, "anonymous": True}, {"type": "function", "name": "other", "inputs": []}])
    (topic,) = forms
    assert topic == Web3.keccak(text="Told(string,uint8,address[],(address,bytes32)[],bool)")
    kind = bytes(Web3.keccak(text="plan"))
    content = encode(["address[]", "(address,bytes32)[]", "bool"], [[THIRD], [(HOLDER.address, b"\7" * 32)], True])
    said = decode_log(forms, [topic, kind, (9).to_bytes(32, "big")], content)
    assert said.name == "Told"
    assert said.arguments == {
        "kind": "0x" + kind.hex(),
        "1": 9,
        "to": [THIRD],
        "parts": [{"who": HOLDER.address, "root": "0x" + "07" * 32}],
        "open": True,
    }
    assert said.parties == {THIRD, HOLDER.address}


def test_a_log_that_is_cut_off_is_kept_with_its_bytes() -> None:
    said = decode_log(event_forms(CASH.abi), [bytes(TRANSFER), b"\0" * 32, b"\1" * 32], b"\5")
    assert (said.name, said.arguments["content"]) == ("", "0x05")


@pytest.mark.parametrize("topics", [0, 1, 2, 4])
def test_a_log_of_another_form_is_kept_with_its_bytes(topics: int) -> None:
    logged = [bytes(TRANSFER), *(number.to_bytes(32, "big") for number in range(3))][:topics]
    kept: list[Json] = ["0x" + each.hex() for each in logged]
    said = decode_log(event_forms(CASH.abi), logged, b"\5" * 32)
    assert said == Decoded("", {"topics": kept, "content": "0x" + "05" * 32}, frozenset())
