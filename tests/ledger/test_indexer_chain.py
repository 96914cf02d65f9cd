"""Tables of a chain that takes blocks back, changes while it is read, or cannot answer."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.indexed import FAKE, FakeChain, fake, reached, refused

from chizai.ledger.indexer import catch_up, events, rebuild
from chizai.ledger.indexer_store import IndexStore
from chizai.units.result import Reason


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
