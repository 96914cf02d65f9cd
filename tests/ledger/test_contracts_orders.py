"""What a maker signs: the settlement contract's digest of an order is that of an independent EIP-712 encoder."""

from collections.abc import Iterator
from typing import Any

import pytest
from eth_account.messages import _hash_eip191_message
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.deal_on_chain import ORDER, deploy, typed

from chizai.ledger.embedded_terms import EmbeddedTerms
from chizai.ledger.node import NodeTerms, connect, disconnect
from chizai.units.result import Ok

CHAIN_ID = 1337
VALUES = {
    "address": st.binary(min_size=20, max_size=20).map(lambda content: "0x" + content.hex()),
    "uint8": st.integers(0, 1),
    "uint64": st.integers(0, 2**64 - 1),
    "uint256": st.integers(0, 2**256 - 1),
}
ORDERS = st.fixed_dictionaries({name: VALUES[kind] for name, kind in ORDER.items()})


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    terms = EmbeddedTerms(chain_id=CHAIN_ID, began_unix_seconds=1_700_000_000, step_seconds=12)
    node = connect(f"embedded:{tmp_path_factory.mktemp('venue') / 'chain.sqlite'}", NodeTerms(embedded=terms))
    assert isinstance(node, Ok), node
    yield deploy(node.value, "Settlement")
    disconnect(node.value)


@settings(max_examples=30, deadline=None)
@given(message=ORDERS)
def test_an_orders_digest_is_that_of_a_wallet(venue: Any, message: dict[str, Any]) -> None:
    assert _digest(venue, message) == _hash_eip191_message(typed(CHAIN_ID, venue.address, message))


@settings(max_examples=15, deadline=None)
@given(message=ORDERS, name=st.sampled_from(sorted(ORDER)), other=ORDERS)
def test_no_field_of_an_order_is_left_out_of_its_digest(
    venue: Any, message: dict[str, Any], name: str, other: dict[str, Any]
) -> None:
    changed = {**message, name: other[name]}
    digests = {_digest(venue, each) for each in (message, changed)}
    assert len(digests) == (1 if changed == message else 2)


def test_the_domain_is_told_as_wallets_ask_for_it(venue: Any) -> None:
    told = venue.functions.eip712Domain().call()
    assert told == [b"\x0f", "Chizai Settlement", "1", CHAIN_ID, venue.address, bytes(32), []]


def _digest(venue: Any, message: dict[str, Any]) -> bytes:
    """Ask the contract; addresses are written with their checksum, as web3 wants them."""
    checksum = venue.w3.to_checksum_address
    values = (checksum(message[name]) if kind == "address" else message[name] for name, kind in ORDER.items())
    return bytes(venue.functions.digestOf(tuple(values)).call())
