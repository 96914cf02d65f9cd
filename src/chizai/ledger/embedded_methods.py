"""What an embedded node answers to each method of Ethereum's JSON-RPC that it has."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from eth.abc import BlockHeaderAPI, ComputationAPI
from eth.exceptions import HeaderNotFound, Revert, TransactionNotFound
from eth_typing import BlockNumber

from chizai.ledger.embedded_blocks import NOBODY, Trial, accept, append, attempt, estimate, set_ahead
from chizai.ledger.embedded_chain import EmbeddedChain, EvmChain
from chizai.ledger.embedded_json import Json, block_json, hexed, log_json, receipt_json, transaction_json

REVERTED, REFUSED, WRONG_PARAMETERS = 3, -32000, -32602
"""The codes of JSON-RPC errors, as EIP-1474 and other nodes have them."""
NEWEST = {"latest", "pending", "safe", "finalized"}
"""Names of the last block: no other waits, and each is final."""
TOPICS_MAX = 4

Method: TypeAlias = Callable[..., object]


class RpcError(Exception):
    """What the node answers instead of a result."""

    def __init__(self, code: int, message: str, content: str | None = None) -> None:
        """Take the answer's parts."""
        super().__init__(message)
        self.answer = {"code": code, "message": message} | ({} if content is None else {"data": content})


def called(answer: Method, *arguments: object) -> object:
    """Call a method.

    Raises:
        RpcError: its parameters are not such as it takes, or it has no result.
    """
    try:
        return answer(*arguments)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise RpcError(WRONG_PARAMETERS, f"these parameters cannot be read: {error}") from error


def _bytes(written: str) -> bytes:
    return bytes.fromhex(written.removeprefix("0x"))


def _header(evm: EvmChain, asked: str) -> BlockHeaderAPI:
    """Find a block by name or number.

    Raises:
        HeaderNotFound: there is none yet.
    """
    if asked in NEWEST:
        return evm.get_canonical_head()
    number = 0 if asked == "earliest" else int(asked, 16)
    return evm.get_canonical_block_header_by_number(BlockNumber(number))


def _known(evm: EvmChain, asked: str) -> BlockHeaderAPI:
    try:
        return _header(evm, asked)
    except HeaderNotFound as error:
        raise RpcError(REFUSED, f"header not found: {asked}") from error


def _send(chain: EmbeddedChain, raw: str) -> str:
    return hexed(accept(chain, _bytes(raw)))


def _mine(chain: EmbeddedChain, *_: object) -> str:
    with chain.store.block():
        append(chain, chain.evm(), ())
    return "0x0"


def _increase_time(chain: EmbeddedChain, seconds: int | str) -> int:
    ahead = _integer(seconds)
    set_ahead(chain, ahead)
    return ahead


def _set_next_time(chain: EmbeddedChain, timestamp: int | str) -> None:
    with chain.store.view():
        parent = chain.evm().get_canonical_head().timestamp
    set_ahead(chain, _integer(timestamp) - parent - chain.terms.step_seconds)


def _integer(written: int | str) -> int:
    return int(written, 16) if isinstance(written, str) else written


def _number(_: EmbeddedChain, evm: EvmChain) -> str:
    return hex(evm.get_canonical_head().block_number)


def _block_by_number(_: EmbeddedChain, evm: EvmChain, asked: str, whole: bool = False) -> Json | None:  # noqa: FBT001, FBT002 JSON-RPC's order
    try:
        return block_json(evm.get_block_by_header(_header(evm, asked)), whole=whole)
    except HeaderNotFound:
        return None


def _block_by_hash(_: EmbeddedChain, evm: EvmChain, asked: str, whole: bool = False) -> Json | None:  # noqa: FBT001, FBT002 JSON-RPC's order
    try:
        return block_json(evm.get_block_by_hash(_bytes(asked)), whole=whole)  # type: ignore[arg-type]
    except HeaderNotFound:
        return None


def _transaction(_: EmbeddedChain, evm: EvmChain, asked: str) -> Json | None:
    try:
        number, place = evm.get_canonical_transaction_index(_bytes(asked))  # type: ignore[arg-type]
    except TransactionNotFound:
        return None
    block = evm.get_canonical_block_by_number(number)
    return transaction_json(block.transactions[place], block, place)


def _receipt(chain: EmbeddedChain, evm: EvmChain, asked: str) -> Json | None:
    try:
        number, place = evm.get_canonical_transaction_index(_bytes(asked))  # type: ignore[arg-type]
    except TransactionNotFound:
        return None
    block = evm.get_canonical_block_by_number(number)
    receipt = evm.get_transaction_receipt_by_index(number, place)
    return receipt_json(block.transactions[place], receipt, block, list(chain.store.logs(number, number, ())))


def _nonce(_: EmbeddedChain, evm: EvmChain, address: str, asked: str = "latest") -> str:
    return hex(evm.get_vm(_known(evm, asked)).state.get_nonce(_bytes(address)))  # type: ignore[arg-type]


def _balance(_: EmbeddedChain, evm: EvmChain, address: str, asked: str = "latest") -> str:
    return hex(evm.get_vm(_known(evm, asked)).state.get_balance(_bytes(address)))  # type: ignore[arg-type]


def _code(_: EmbeddedChain, evm: EvmChain, address: str, asked: str = "latest") -> str:
    return hexed(evm.get_vm(_known(evm, asked)).state.get_code(_bytes(address)))  # type: ignore[arg-type]


def _storage(_: EmbeddedChain, evm: EvmChain, address: str, slot: str, asked: str = "latest") -> str:
    state = evm.get_vm(_known(evm, asked)).state
    return hexed(state.get_storage(_bytes(address), int(slot, 16)).to_bytes(32, "big"))  # type: ignore[arg-type]


def _trial(asked: Mapping[str, str]) -> Trial:
    return Trial(
        sender=_bytes(asked["from"]) if "from" in asked else NOBODY,
        to=_bytes(asked.get("to") or ""),
        value_wei=int(asked.get("value", "0x0"), 16),
        content=_bytes(asked.get("data") or asked.get("input") or ""),
        gas=int(asked["gas"], 16) if "gas" in asked else None,
    )


def _call(chain: EmbeddedChain, evm: EvmChain, asked: Mapping[str, str], block: str = "latest", *_: object) -> str:
    return hexed(_checked(attempt(chain, evm, _known(evm, block), _trial(asked))).output)


def _estimate(chain: EmbeddedChain, evm: EvmChain, asked: Mapping[str, str], block: str = "latest", *_: object) -> str:
    needed = estimate(chain, evm, _known(evm, block), _trial(asked))
    return hex(needed) if isinstance(needed, int) else hexed(_checked(needed).output)  # the latter raises: it failed


def _checked(outcome: ComputationAPI) -> ComputationAPI:
    if not outcome.is_error:
        return outcome
    if isinstance(outcome.error, Revert):
        raise RpcError(REVERTED, "execution reverted", hexed(outcome.output))
    raise RpcError(REFUSED, f"execution failed: {type(outcome.error).__name__}")


def _logs(chain: EmbeddedChain, evm: EvmChain, asked: Mapping[str, Any]) -> list[Json]:
    first, last = _stretch(evm, asked)
    addresses = tuple(_bytes(each) for each in _listed(asked.get("address")))
    topics = [{_bytes(each) for each in _listed(place)} for place in asked.get("topics", ())[:TOPICS_MAX]]
    return [log_json(log) for log in chain.store.logs(first, last, addresses) if _matches(log.topics, topics)]


def _stretch(evm: EvmChain, asked: Mapping[str, Any]) -> tuple[int, int]:
    if "blockHash" not in asked:
        return _limit(evm, asked.get("fromBlock", "latest")), _limit(evm, asked.get("toBlock", "latest"))
    try:
        number = evm.get_block_header_by_hash(_bytes(asked["blockHash"])).block_number  # type: ignore[arg-type]
    except HeaderNotFound as error:
        raise RpcError(REFUSED, f"unknown block: {asked['blockHash']}") from error
    return number, number


def _limit(evm: EvmChain, asked: str) -> int:
    return _header(evm, asked).block_number if asked in NEWEST or asked == "earliest" else int(asked, 16)


def _listed(asked: str | list[str] | None) -> list[str]:
    return [asked] if isinstance(asked, str) else asked or []


def _matches(topics: tuple[bytes, ...], asked: list[set[bytes]]) -> bool:
    """Say whether each place that asks for something has it (JSON-RPC's filter of topics)."""
    return len(asked) <= len(topics) and all(not any_of or topics[at] in any_of for at, any_of in enumerate(asked))


WRITES: dict[str, Method] = {
    "eth_sendRawTransaction": _send,
    "evm_mine": _mine,
    "evm_increaseTime": _increase_time,
    "evm_setNextBlockTimestamp": _set_next_time,
}
"""What changes the chain."""

READS: dict[str, Method] = {
    "web3_clientVersion": lambda chain, evm: "chizai-embedded/1",  # noqa: ARG005 all take the same
    "net_version": lambda chain, evm: str(chain.terms.chain_id),  # noqa: ARG005
    "eth_chainId": lambda chain, evm: hex(chain.terms.chain_id),  # noqa: ARG005
    "eth_syncing": lambda chain, evm: False,  # noqa: ARG005
    "eth_accounts": lambda chain, evm: [],  # noqa: ARG005
    "eth_gasPrice": lambda chain, evm: "0x0",  # noqa: ARG005
    "eth_blockNumber": _number,
    "eth_getBlockByNumber": _block_by_number,
    "eth_getBlockByHash": _block_by_hash,
    "eth_getTransactionByHash": _transaction,
    "eth_getTransactionReceipt": _receipt,
    "eth_getTransactionCount": _nonce,
    "eth_getBalance": _balance,
    "eth_getCode": _code,
    "eth_getStorageAt": _storage,
    "eth_call": _call,
    "eth_estimateGas": _estimate,
    "eth_getLogs": _logs,
}
"""What reads the chain, each at one moment of it."""
