"""The same chain gives the same tables, read at once or piece by piece, with what was taken back taken out."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.indexed import CASH, FAKE, HOLDER, ISSUER, NOBODY, THIRD, TRANSFER, FakeChain, fake, reached, refused
from web3 import Web3
from web3.middleware import Web3Middleware

from chizai.ledger import indexer
from chizai.ledger.indexer import Watched, catch_up, events, rebuild, watched
from chizai.ledger.indexer_decode import Decoded, Json, decode_log, event_forms
from chizai.ledger.indexer_store import IndexStore, Reached
from chizai.ledger.node import Node
from chizai.ledger.node_patience import NodeLostError
from chizai.ledger.sender import Sender, order_call, order_contract, send
from chizai.ledger.sender_outbox import Outbox
from chizai.units.result import Ok, Reason


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


@pytest.mark.parametrize(
    "answer",
    [
        OSError("413 Content Too Large"),
        ValueError("no JSON"),
        {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": "no batches"}},
        [{"jsonrpc": "2.0", "id": 0, "error": {"code": -32005, "message": "too many questions"}}],
    ],
)
def test_a_node_that_takes_no_batches_gives_the_same_tables(
    answer: Any, start_anvil: Callable[..., Node], tmp_path: Path, fresh: Callable[..., str]
) -> None:
    bank, asked = Bank(start_anvil(), tmp_path), []
    for number in range(3):
        bank.do(ISSUER, "mint", HOLDER.address, number)
    whole = fresh(bank.node, bank.contracts)

    def refuse(questions: Any) -> Any:
        asked.append(len(questions))
        if isinstance(answer, Exception):
            raise answer
        return answer

    bank.node.web3.provider.make_batch_request = refuse  # type: ignore[attr-defined]
    assert fresh(bank.node, bank.contracts) == whole
    assert asked == [3]


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
