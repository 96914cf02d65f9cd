"""Blocks, transactions, receipts and logs of an embedded node in the form of Ethereum's JSON-RPC."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from eth.abc import BlockAPI, ReceiptAPI, SignedTransactionAPI
from web3 import Web3
from web3.utils.address import get_create_address

from chizai.ledger.embedded_store import Log

Json: TypeAlias = dict[str, object]
"""An object of JSON."""

LEGACY = "0x0"
ACCESS_LIST = "0x1"


def hexed(content: bytes) -> str:
    """Write bytes as JSON-RPC does."""
    return "0x" + content.hex()


@lru_cache(maxsize=4096)
def address_json(address: bytes) -> str | None:
    """Write an address; None where there is none, as in a transaction that creates a contract.

    Few addresses come often, and a checksum takes a hash.
    """
    return Web3.to_checksum_address(hexed(address)) if address else None


def block_json(block: BlockAPI, *, whole: bool) -> Json:
    """Write a block, with its transactions `whole` or with their hashes."""
    header = block.header
    transactions = [
        transaction_json(each, block, place) if whole else hexed(each.hash)
        for place, each in enumerate(block.transactions)
    ]
    return {
        "number": hex(header.block_number),
        "hash": hexed(header.hash),
        "parentHash": hexed(header.parent_hash),
        "timestamp": hex(header.timestamp),
        "stateRoot": hexed(header.state_root),
        "transactionsRoot": hexed(header.transaction_root),
        "receiptsRoot": hexed(header.receipt_root),
        "sha3Uncles": hexed(header.uncles_hash),
        "logsBloom": hexed(header.bloom.to_bytes(256, "big")),
        "miner": address_json(header.coinbase),
        "difficulty": hex(header.difficulty),
        "extraData": hexed(header.extra_data),
        "gasLimit": hex(header.gas_limit),
        "gasUsed": hex(header.gas_used),
        "mixHash": hexed(header.mix_hash),
        "nonce": hexed(header.nonce),
        "uncles": [],
        "transactions": transactions,
    }


def transaction_json(transaction: SignedTransactionAPI, block: BlockAPI, place: int) -> Json:
    """Write a transaction that stands at a place of a block."""
    typed = transaction.type_id is not None
    parity = transaction.y_parity
    return {
        "type": ACCESS_LIST if typed else LEGACY,
        "hash": hexed(transaction.hash),
        "blockHash": hexed(block.hash),
        "blockNumber": hex(block.number),
        "transactionIndex": hex(place),
        "from": address_json(transaction.sender),
        "to": address_json(transaction.to),
        "nonce": hex(transaction.nonce),
        "gas": hex(transaction.gas),
        "gasPrice": hex(transaction.gas_price),
        "value": hex(transaction.value),
        "input": hexed(transaction.data),
        "chainId": hex(transaction.chain_id or 0),
        "v": hex(parity if typed else 35 + 2 * (transaction.chain_id or 0) + parity),  # EIP-2930 and EIP-155
        "r": hex(transaction.r),
        "s": hex(transaction.s),
    }


def receipt_json(transaction: SignedTransactionAPI, receipt: ReceiptAPI, block: BlockAPI, logs: Sequence[Log]) -> Json:
    """Write the receipt of a transaction that is alone in its block."""
    created = None if transaction.to else get_create_address(address_json(transaction.sender), transaction.nonce)  # type: ignore[arg-type]
    return {
        "type": LEGACY if transaction.type_id is None else ACCESS_LIST,
        "transactionHash": hexed(transaction.hash),
        "transactionIndex": "0x0",
        "blockHash": hexed(block.hash),
        "blockNumber": hex(block.number),
        "from": address_json(transaction.sender),
        "to": address_json(transaction.to),
        "contractAddress": created,
        "gasUsed": hex(receipt.gas_used),
        "cumulativeGasUsed": hex(receipt.gas_used),
        "effectiveGasPrice": hex(transaction.gas_price),
        "status": hex(int.from_bytes(receipt.state_root, "big")),
        "logsBloom": hexed(block.header.bloom.to_bytes(256, "big")),
        "logs": [log_json(log) for log in logs],
    }


def log_json(log: Log) -> Json:
    """Write a log."""
    return {
        "address": address_json(log.address),
        "topics": [hexed(topic) for topic in log.topics],
        "data": hexed(log.content),
        "blockNumber": hex(log.block_number),
        "blockHash": hexed(log.block_hash),
        "transactionHash": hexed(log.transaction_hash),
        "transactionIndex": "0x0",
        "logIndex": hex(log.position),
        "removed": False,
    }
