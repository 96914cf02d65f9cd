"""The chain of an embedded node: py-evm under Berlin's rules, without mining, rewards or a price for gas.

A transaction that is accepted is a block at once. A block that is written is final: nobody else could write another.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eth.abc import BlockHeaderAPI  # this module is loaded when an embedded node is opened, not before
from eth.chains.base import MiningChain
from eth.consensus.noproof import NoProofConsensus
from eth.db.atomic import AtomicDB
from eth.typing import HeaderParams
from eth.vm.forks.berlin import BerlinVM

from chizai.ledger.embedded_store import FORM, NodeStore
from chizai.ledger.embedded_terms import EmbeddedTerms

DIFFICULTY = 131_072
"""What Berlin's rules let a block's difficulty not fall below. Nobody mines here."""


class OtherChainError(Exception):
    """The file holds another chain than the one that was asked for, or none of this form."""


class Berlin(BerlinVM):
    """Berlin's rules, where a block needs no proof of work and pays nobody."""

    consensus_class = NoProofConsensus

    @staticmethod
    def get_block_reward() -> int:
        """Give no reward: there is no ether here, and no gas to pay for with it."""
        return 0


class EvmChain(MiningChain):
    """A chain under these rules from its first block on."""

    vm_configuration = ((0, Berlin),)  # type: ignore[assignment]  # block numbers are ints

    def create_header_from_parent(self, parent_header: BlockHeaderAPI, **header_params: HeaderParams) -> BlockHeaderAPI:
        """Begin a block; its gas limit is that of all blocks."""
        return super().create_header_from_parent(parent_header, **header_params, gas_limit=parent_header.gas_limit)


@dataclass(frozen=True, slots=True)
class EmbeddedChain:
    """An open chain."""

    store: NodeStore
    terms: EmbeddedTerms
    rules: type[EvmChain]
    clock: Callable[[], float]
    """Says the time, in seconds since 1970."""

    def evm(self) -> EvmChain:
        """Give the machine over the last block; inside of the store's `block` or `view`."""
        return self.rules(AtomicDB(self.store))


def open_chain(path: Path, terms: EmbeddedTerms | None, clock: Callable[[], float] = time.time) -> EmbeddedChain:
    """Open a file's chain, or begin one in it.

    Args:
        path: the file.
        terms: what the chain is to be; without them, what the file says, or else the usual.
        clock: says the time, unless the terms set blocks a fixed number of seconds apart.

    Raises:
        OtherChainError: the file holds a chain of other terms, or something else.
        sqlite3.DatabaseError: the file is no database, or cannot be made.
    """
    store = NodeStore(path)
    try:
        with store.block():
            return _opened(store, terms, clock)
    except BaseException:
        store.close()
        raise


def _opened(store: NodeStore, terms: EmbeddedTerms | None, clock: Callable[[], float]) -> EmbeddedChain:
    written = store.terms()
    if written:
        if written.get("form") != FORM:
            raise OtherChainError(f"its form is {written.get('form')!r}, and {FORM!r} is what can be read")
        found = EmbeddedTerms.read(written)
        if terms not in {None, found}:
            raise OtherChainError(f"it was begun as {found}, not as {terms}")
        return _chain(store, found, clock)
    begun = terms or EmbeddedTerms()
    store.set_terms({"form": FORM, "ahead_seconds": "0", **begun.written()})
    chain = _chain(store, begun, clock)
    first = {"difficulty": DIFFICULTY, "gas_limit": begun.gas_limit_block, "timestamp": begun.began_unix_seconds}
    chain.rules.from_genesis(AtomicDB(store), first, {})  # type: ignore[arg-type]  # plain ints will do
    return chain


def _chain(store: NodeStore, terms: EmbeddedTerms, clock: Callable[[], float]) -> EmbeddedChain:
    rules = EvmChain.configure("EvmChain", chain_id=terms.chain_id)
    return EmbeddedChain(store, terms, rules, clock)
