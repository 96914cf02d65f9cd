"""What is done on an embedded chain: a block is made, a call is tried without one, its gas is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass

from eth.abc import BlockAPI, BlockHeaderAPI, ComputationAPI, ReceiptAPI, SignedTransactionAPI, StateAPI
from eth.exceptions import HeaderNotFound
from eth.vm.spoof import SpoofTransaction
from eth_typing import BlockNumber
from eth_utils.exceptions import ValidationError

from chizai.ledger.embedded_chain import Berlin, EmbeddedChain, EvmChain
from chizai.ledger.embedded_store import Log

STIPEND_GAS = 2_300
"""What a call that carries value leaves to the called at least (Yellow Paper, G_callstipend)."""
NOBODY = bytes(20)
"""In whose name a call is tried that names nobody."""


class RejectedError(Exception):
    """The node does not take this transaction, or cannot answer: nothing was changed."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A call to be tried."""

    sender: bytes
    """In whose name, 20 bytes; no signature is asked for."""
    to: bytes
    """The contract, 20 bytes; empty to create one."""
    value_wei: int
    content: bytes
    gas: int | None
    """How much gas it may use; None for as much as a block may."""


def accept(chain: EmbeddedChain, raw: bytes) -> bytes:
    """Make a signed transaction the next block.

    A transaction that the contract refuses stands in its block too, with status 0, as on every chain.

    Returns:
        the transaction's hash, 32 bytes.

    Raises:
        RejectedError: it is none, or its signature, chain, nonce, gas or value is wrong.
    """
    transaction = _decoded(raw, chain.terms.chain_id)
    try:
        with chain.store.block():
            evm = chain.evm()
            _check_nonce(transaction, evm)
            append(chain, evm, [transaction])
    except ValidationError as error:
        raise RejectedError(str(error)) from error
    return transaction.hash


def _decoded(raw: bytes, chain_id: int) -> SignedTransactionAPI:
    try:
        transaction = Berlin.get_transaction_builder().decode(raw)
        _ = transaction.sender
    except Exception as error:
        raise RejectedError(f"no signed transaction of Berlin's rules: {error}") from error
    if transaction.chain_id != chain_id:
        raise RejectedError(f"invalid chain id: signed for {transaction.chain_id}, and this is {chain_id}")
    return transaction


def _check_nonce(transaction: SignedTransactionAPI, evm: EvmChain) -> None:
    """Say a wrong nonce in the words that other nodes use."""
    due = evm.get_vm().state.get_nonce(transaction.sender)
    if transaction.nonce != due:
        wrong = "low" if transaction.nonce < due else "high"
        raise RejectedError(f"nonce too {wrong}: {transaction.nonce} stands in the transaction, {due} is next")


def append(chain: EmbeddedChain, evm: EvmChain, transactions: Sequence[SignedTransactionAPI]) -> None:
    """Add a block; inside of the store's `block`."""
    evm.header = _next_header(chain, evm, evm.get_canonical_head())
    result, receipts, _ = evm.mine_all(transactions)
    chain.store.set_terms({"ahead_seconds": "0"})
    chain.store.add_logs(_logs(result.imported_block, receipts))


def _logs(block: BlockAPI, receipts: Sequence[ReceiptAPI]) -> list[Log]:
    made = [
        (log.address, tuple(topic.to_bytes(32, "big") for topic in log.topics), log.data, transaction.hash)
        for transaction, receipt in zip(block.transactions, receipts, strict=True)
        for log in receipt.logs
    ]
    return [
        Log(block.number, position, address, topics, content, transaction_hash, block.hash)
        for position, (address, topics, content, transaction_hash) in enumerate(made)
    ]


def _next_header(chain: EmbeddedChain, evm: EvmChain, parent: BlockHeaderAPI) -> BlockHeaderAPI:
    """Begin the block after `parent`: at the time it has if it stands, or that it would have now."""
    try:
        time = evm.get_canonical_block_header_by_number(BlockNumber(parent.block_number + 1)).timestamp
    except HeaderNotFound:
        ahead = int(chain.store.terms()["ahead_seconds"])
        step = chain.terms.step_seconds
        time = parent.timestamp + step + ahead if step else max(parent.timestamp + 1, int(chain.clock()))
    return evm.create_header_from_parent(parent, timestamp=time)


def set_ahead(chain: EmbeddedChain, seconds: int) -> None:
    """Have the next block stand this much later than a step after its parent.

    Raises:
        RejectedError: the chain follows a clock, which nobody may turn; or the block would stand before its parent.
    """
    if not chain.terms.step_seconds:
        raise RejectedError("this chain follows the clock: only one of fixed steps lets its time be set")
    if chain.terms.step_seconds + seconds < 1:
        raise RejectedError("a block has to stand later than the one before")
    with chain.store.block():
        chain.store.set_terms({"ahead_seconds": str(seconds)})


def attempt(chain: EmbeddedChain, evm: EvmChain, parent: BlockHeaderAPI, trial: Trial) -> ComputationAPI:
    """Run a call as if in the block after `parent`, and drop what it would change; inside of the store's `view`.

    Raises:
        RejectedError: it has more gas than a block, too little to begin, or the sender has not the value.
    """
    header = _next_header(chain, evm, parent)
    gas = header.gas_limit if trial.gas is None else trial.gas
    if gas > header.gas_limit:
        raise RejectedError(f"{gas} is more gas than a block may use, which is {header.gas_limit}")
    return _run(evm.get_vm(header).state, trial, gas)


def _run(state: StateAPI, trial: Trial, gas: int) -> ComputationAPI:
    unsigned = Berlin.create_unsigned_transaction(
        nonce=state.get_nonce(trial.sender),  # type: ignore[arg-type]
        gas_price=0,
        gas=gas,
        to=trial.to,  # type: ignore[arg-type]
        value=trial.value_wei,
        data=trial.content,
    )
    try:
        return state.apply_transaction(SpoofTransaction(unsigned, from_=trial.sender))  # type: ignore[arg-type]
    except ValidationError as error:
        raise RejectedError(str(error)) from error


def estimate(chain: EmbeddedChain, evm: EvmChain, parent: BlockHeaderAPI, trial: Trial) -> ComputationAPI | int:
    """Say how much gas a call needs, or how it fails even with all of a block's.

    What it used is not enough where gas is given back at the end or a call passes 63/64 of it on (EIP-150), so both are
    added and the sum is tried; it may lie a little above the least that would do.
    """
    outcome = attempt(chain, evm, parent, trial)
    if outcome.is_error:
        return outcome
    limit = parent.gas_limit if trial.gas is None else trial.gas
    used = limit - outcome.get_gas_remaining()
    generous = (used + STIPEND_GAS) * 64 // 63
    for gas in (used, generous, 2 * generous):
        if gas < limit and not _run(evm.get_vm(_next_header(chain, evm, parent)).state, trial, gas).is_error:
            return gas
    return limit
