"""The events of a deal's contracts in tables: caught up from the last final block, or made anew from block 0.

A chain of many keepers may take its newest blocks back. So each block that is not final is kept with its hash; if the
chain has another one in its place, what it said is taken back too.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chizai.ledger.artifacts import artifact
from chizai.ledger.indexer_decode import decode_log, event_forms
from chizai.ledger.indexer_store import Event, IndexStore, Reached
from chizai.ledger.node import Node, final_number, lost, said, unanswered
from chizai.ledger.node_batch import asked_at_once
from chizai.ledger.node_patience import NodeLostError
from chizai.units.result import Failed, Failure, Ok, Reason, Result

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress
    from web3.types import FilterParams, LogReceipt

STRETCH = 2_000
"""How many final blocks are asked for at once."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A contract whose events are kept."""

    contract: str
    """Its name in the sources."""
    address: "ChecksumAddress"
    """Where it stands."""
    abi: tuple[Mapping[str, Any], ...]


class _Moved(Exception):  # noqa: N818 not an error: the chain went on, and the work begins anew
    """The chain or the tables changed while they were read."""


def watched(contract: str, address: "ChecksumAddress") -> Watched:
    """Watch a contract that ships with the package."""
    return Watched(contract, address, artifact(contract).abi)


def catch_up(node: Node, store: IndexStore, contracts: Sequence[Watched]) -> Result[Reached]:
    """Bring the tables to the chain's newest block.

    Whoever is killed meanwhile has lost nothing: each stretch of blocks is written whole, and the next call goes on
    after it. With other contracts than before, or on another chain, the tables are made anew from block 0.

    Returns:
        the block up to which they are complete; or why they are not: the node is lost or cannot answer, or it holds
        another block in the place of one that was final.
    """
    from web3.exceptions import Web3RPCError

    try:
        store.begin(_origin(node, contracts))
        for _ in _attempts(node):
            try:
                return _caught_up(node, store, contracts)
            except _Moved:
                continue
    except NodeLostError as error:
        return lost(node.place, error)
    except Web3RPCError as error:
        return unanswered(node.place, error)
    what, why = "its newest blocks change faster than they can be read", "the tables follow one chain"
    return _failed(node, Reason.INCONSISTENT, what, why, "try again when the node is in step with the others")


def rebuild(node: Node, store: IndexStore, contracts: Sequence[Watched]) -> Result[Reached]:
    """Make the tables anew from block 0; the same chain gives the same tables.

    Returns:
        as `catch_up`.
    """
    store.begin("")
    return catch_up(node, store, contracts)


def events(store: IndexStore, *, party: str = "", contract: str = "", name: str = "", since: int = 0) -> list[Event]:
    """Give events in the order of the chain.

    Args:
        store: the tables.
        party: the address, with checksum, that they name or whose transaction they are of; empty for any. It is the
            view of one party: what the chain says of others is not in it.
        contract: the name of the contracts that announced them; empty for any.
        name: what they are, such as `Transfer`; empty for any.
        since: the number of the first block.
    """
    asked = {"block_number >= ?": since, "contract = ?": contract, "event.name = ?": name}
    named = "(block_number, position) IN (SELECT block_number, position FROM party WHERE address = ?)"
    chosen = {condition: value for condition, value in {**asked, named: party}.items() if value != ""}
    return list(store.events(" AND ".join(chosen), tuple(chosen.values())))


def _origin(node: Node, contracts: Sequence[Watched]) -> str:
    whole = [node.genesis_hash, [[each.contract, each.address, each.abi] for each in contracts]]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _attempts(node: Node) -> Iterator[None]:
    yield
    yield from node.patience.pauses()


def _caught_up(node: Node, store: IndexStore, contracts: Sequence[Watched]) -> Result[Reached]:
    reached = _common(node, store)
    if isinstance(reached, Failed):
        return reached
    last, final = reached.value, final_number(node)
    while last is None or last.number < final:
        first = 0 if last is None else last.number + 1
        stretch = _final_stretch(node, contracts, first, min(first + STRETCH - 1, final))
        if isinstance(stretch, Failed):
            return stretch
        last = _added(store, last, *stretch.value)
    store.settle(final)
    last = store.reached()[0]
    for number in range(last.number + 1, node.web3.eth.block_number + 1):
        last = _added(store, last, *_newest(node, contracts, number, last))
    return Ok(last)


def _common(node: Node, store: IndexStore) -> Result[Reached | None]:
    """Take back the blocks that the chain no longer has, and give the last one that it has."""
    for reached in store.reached():
        if _hash(node, reached.number) == reached.hash:
            return Ok(reached)
        if reached.final:
            what = f"its block {reached.number} is another one than {reached.hash}, which was final"
            why = "payments were shown that it does not know: one of two histories is wrong"
            fix = "find out which node is right; then make the tables anew from it, or wait for more confirmations"
            return _failed(node, Reason.INCONSISTENT, what, why, fix)
        store.drop(reached.number)
    return Ok(None)


def _hash(node: Node, number: int) -> str | None:
    from web3.exceptions import BlockNotFound

    try:
        return node.web3.eth.get_block(number)["hash"].to_0x_hex()
    except BlockNotFound:
        return None


def _added(store: IndexStore, before: Reached | None, read: list[Event], now: Reached) -> Reached:
    if not store.add(before, read, now):
        raise _Moved
    return now


def _final_stretch(
    node: Node, contracts: Sequence[Watched], first: int, last: int
) -> Result[tuple[list[Event], Reached]]:
    """Read final blocks; fewer at once if the node does not give so many."""
    from web3.exceptions import Web3RPCError

    while True:
        try:
            logs = _logs(node, contracts, {"fromBlock": first, "toBlock": last})
            break
        except Web3RPCError as error:
            if last == first:
                fix = "use a node that keeps the logs of all blocks"
                return _failed(node, Reason.UNREADABLE, f"it gives no logs: {said(error)}", "tables need them", fix)
            last = (first + last) // 2
    end = _hash(node, last)
    if end is None:
        raise _Moved
    return Ok((_read(node, contracts, logs), Reached(last, end, final=True)))


def _newest(node: Node, contracts: Sequence[Watched], number: int, before: Reached) -> tuple[list[Event], Reached]:
    """Read a block that may still be undone: by its hash, so that all is of the same one."""
    from web3.exceptions import BlockNotFound, Web3RPCError

    try:
        block = node.web3.eth.get_block(number)
        if block["parentHash"].to_0x_hex() != before.hash:
            raise _Moved
        logs = _logs(node, contracts, {"blockHash": block["hash"]})
    except (BlockNotFound, Web3RPCError) as error:
        raise _Moved from error
    return _read(node, contracts, logs), Reached(number, block["hash"].to_0x_hex(), final=False)


def _logs(node: Node, contracts: Sequence[Watched], asked: "FilterParams") -> "Sequence[LogReceipt]":
    if not contracts:
        return ()
    return node.web3.eth.get_logs({**asked, "address": [each.address for each in contracts]})


def _read(node: Node, contracts: Sequence[Watched], logs: "Sequence[LogReceipt]") -> list[Event]:
    forms = {each.address: (each.contract, event_forms(each.abi)) for each in contracts}
    made = _made(node, tuple(dict.fromkeys(log["blockHash"].to_0x_hex() for log in logs)))
    return [_event(log, made[log["blockHash"].to_0x_hex()], *forms[log["address"]]) for log in logs]


def _made(node: Node, hashes: Sequence[str]) -> Mapping[str, tuple[int, Sequence[str]]]:
    """Ask when blocks were made, and by whom their transactions are.

    It is asked in JSON-RPC's words: of each block that has an event, web3 would read every field of all transactions.
    """
    from eth_utils.address import to_checksum_address

    blocks = asked_at_once(node, "eth_getBlockByHash", [[each, True] for each in hashes])
    if None in blocks:
        raise _Moved
    return {
        each: (int(block["timestamp"], 16), [to_checksum_address(one["from"]) for one in block["transactions"]])
        for each, block in zip(hashes, blocks, strict=True)
    }


def _event(
    log: "LogReceipt", made: tuple[int, Sequence[str]], contract: str, declared: Mapping[bytes, Mapping[str, Any]]
) -> Event:
    said = decode_log(declared, [bytes(topic) for topic in log["topics"]], bytes(log["data"]))
    made_unix_seconds, senders = made
    sender = senders[log["transactionIndex"]]
    return Event(
        block_number=log["blockNumber"],
        position=log["logIndex"],
        block_hash=log["blockHash"].to_0x_hex(),
        made_unix_seconds=made_unix_seconds,
        transaction_hash=log["transactionHash"].to_0x_hex(),
        sender=sender,
        address=log["address"],
        contract=contract,
        name=said.name,
        arguments=said.arguments,
        parties=said.parties | {sender},
    )


def _failed(node: Node, reason: Reason, what: str, why: str, fix: str) -> Failed:
    return Failed((Failure(reason, node.place, what, why, fix),))
