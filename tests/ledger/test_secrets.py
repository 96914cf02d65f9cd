"""What must not be read stands nowhere in clear: in the chain's file, in the post, in what is sent, in what is said.

`test_stages_http.py` looks at the recorded bytes of a wire, and at a node's state and log.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.ledger.planted import AMOUNTS, SECRETS, TEXTS, files_for_all, found
from tests.ledger.stage_performance import Played

from chizai.ledger.artifacts import artifact
from chizai.ledger.node import NodeTerms, connect, disconnect
from chizai.ledger.stages.cast import PARTS
from chizai.ledger.stages.facts import COVER_MINOR, NAMES, collected, program
from chizai.ledger.stages.perform import CHAIN
from chizai.units.result import Ok


def as_a_node_tells(deal: Played) -> Iterator[bytes]:
    """Give every transaction as it was sent, and every receipt's logs as any node gives them to whoever asks."""
    node = connect(deal.url, NodeTerms(confirmations=0, embedded=CHAIN))
    assert isinstance(node, Ok)
    eth = node.value.web3.eth
    for number in range(deal.came.n_blocks + 1):
        transactions: Any = eth.get_block(number, full_transactions=True)["transactions"]
        for transaction in transactions:
            yield bytes(transaction["input"])
            for log in eth.get_transaction_receipt(transaction["hash"])["logs"]:
                yield b"".join(map(bytes, log["topics"])) + bytes(log["data"])
    disconnect(node.value)


@pytest.fixture(name="seen", scope="module")
def _seen(deal: Played) -> dict[str, bytes]:
    """Give all that is not a party's own: files, transactions and logs, and what was said aloud."""
    said = "\n".join(line for lines in deal.said.values() for line in lines).encode()
    return files_for_all(deal.rest) | {"told": b"\n".join(as_a_node_tells(deal)), "said": said}


def test_none_of_the_planted_secrets_stands_anywhere_in_clear(seen: dict[str, bytes]) -> None:
    assert len(TEXTS) + len(AMOUNTS) >= 20
    assert not found(seen)
    assert found({"somewhere": b"-" + SECRETS[-1] + b"-"}) == [("somewhere", SECRETS[-1])]


def test_the_scan_finds_what_is_public(seen: dict[str, bytes]) -> None:
    chain = b"".join(content for name, content in seen.items() if name.startswith("chain.sqlite"))
    for public in (bytes.fromhex(program().digest()), collected(4).to_bytes(8, "big"), COVER_MINOR.to_bytes(8, "big")):
        assert public in chain
        assert public in seen["told"]
    assert f"{collected(4):,}".encode() in seen["said"]
    assert artifact("AttestedCash").bytecode[-100:] in chain


def test_the_secrets_are_there_for_those_who_may_read_them(deal: Played) -> None:
    assert all((deal.rest / part.id / "words").is_file() for part in PARTS)
    opened = {seen.party: [kind for kind, _, _ in seen.opened] for seen in deal.came.views}
    assert opened["regulator"].count("identity") == len(NAMES)
