"""Acting on the chain once: a transaction that may or may not have arrived is never sent twice with effect.

What is to be done has a key. Under it the signed transaction is written, then sent, then waited for until its block is
final. After a crash at any moment, the same call with the same key goes on where it was: the same bytes are sent again,
and a chain takes the same bytes once, as it takes one transaction for each nonce of an account.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from chizai.ledger.artifacts import Artifact
from chizai.ledger.node import Node, final_number, lost, said, unanswered
from chizai.ledger.node_patience import NodeLostError
from chizai.ledger.sender_outbox import Entry, Order, Outbox, Signed, State
from chizai.ledger.sender_refusal import Refusal, decode_refusal
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount
    from web3.contract import Contract
    from web3.types import TxParams, TxReceipt

T = TypeVar("T")

MARGIN = (5, 4)
"""Gas is offered for 5/4 of what was estimated: the state may change until the transaction runs. An assumption."""


@dataclass(frozen=True, slots=True)
class Sender:
    """One account that acts on one chain."""

    node: Node
    outbox: Outbox
    account: "LocalAccount"
    """Who signs. Its key stays in this process."""
    declared: Mapping[bytes, Mapping[str, Any]] | None = None
    """The errors by which refusals are named (`errors` of an ABI); None for those of all contracts that ship."""

    @property
    def chain(self) -> str:
        """Which chain it is."""
        return self.node.genesis_hash


@dataclass(frozen=True, slots=True)
class Mined:
    """A transaction that did what it says, in a block that is final."""

    key: str
    hash: str
    block_number: int
    block_hash: str
    gas_used: int
    contract: str | None
    """The address of the contract that it created."""


def order_call(key: str, contract: "Contract", function: str, *arguments: object, gas: int | None = None) -> Order:
    """Order a call of a contract's function."""
    content = contract.encode_abi(function, args=list(arguments))
    return Order(key, contract.address, bytes.fromhex(content.removeprefix("0x")), gas=gas)


def order_contract(key: str, node: Node, made: Artifact, *arguments: object) -> Order:
    """Order a new contract."""
    factory = node.web3.eth.contract(abi=made.abi, bytecode=made.bytecode)
    content = factory.constructor(*arguments).data_in_transaction
    return Order(key, None, bytes.fromhex(str(content).removeprefix("0x")))


def send(sender: Sender, order: Order) -> Result[Mined]:
    """Do something on the chain, once, and wait until it is final.

    Returns:
        what was done, or why not: the contract refuses (the error is named, nothing was changed), the key stands for
        something else, the node is lost or the block is not final in the time that is waited. After the last two, the
        same call goes on where it was.
    """
    posted = post(sender, order)
    return posted if isinstance(posted, Failed) else settle(sender, order.key)


def post(sender: Sender, order: Order) -> Result[str]:
    """Write and send a transaction without waiting for its block.

    Returns:
        the hash of its first signature, or why there is none: as of `send`.
    """
    return _while_connected(sender, lambda: _post(sender, order))


def settle(sender: Sender, key: str) -> Result[Mined]:
    """Wait until what was posted under a key is final, sending it again if it was lost on the way.

    Returns:
        what was done, or why not: as of `send`; or nothing was posted under the key.
    """
    return _while_connected(sender, lambda: _settle(sender, key))


def stands(sender: Sender, key: str) -> bool:
    """Whether what was posted under a key is in a block; what was signed and may not have been sent is not."""
    entry = sender.outbox.find(sender.chain, key)
    return entry is not None and (entry.state is not State.SIGNED or _receipt(sender, entry) is not None)


def resume(sender: Sender) -> list[Result[Mined]]:
    """Go on with all that was written and may not have arrived, in the order of its nonces, as after a crash."""
    waiting = _while_connected(sender, lambda: Ok(_waiting(sender)))
    if isinstance(waiting, Failed):
        return [waiting]
    return [settle(sender, entry.order.key) for entry in waiting.value]


def raise_price(sender: Sender, key: str, price_wei: int) -> Result[str]:
    """Offer more for the gas of a transaction that no block took yet; the nonce stays, so only one of them can act.

    Returns:
        the hash of the new signature, or why there is none: nothing stands under the key, or it is no higher price.
    """
    return _while_connected(sender, lambda: _raise_price(sender, key, price_wei))


def _while_connected(sender: Sender, act: Callable[[], Result[T]]) -> Result[T]:
    from web3.exceptions import Web3RPCError

    try:
        return act()
    except NodeLostError as error:
        return lost(sender.node.place, error)
    except Web3RPCError as error:
        return unanswered(sender.node.place, error)


def _post(sender: Sender, order: Order) -> Result[str]:
    found = sender.outbox.find(sender.chain, order.key)
    if found is None:
        _forward(sender)
        settled = _with_gas(sender, order)
        if isinstance(settled, Failed):
            return settled
        found = _written(sender, settled.value)
    if _does(found) != _does(Entry(order, sender.account.address, 0, State.SIGNED, ())):
        what = f"the key {order.key!r} stands for another transaction"
        fix = "give each thing that is to be done a key of its own, and do not change what stands under one"
        return _failed(sender, Reason.DUPLICATE, order.key, what, "one key is one transaction, for ever", fix)
    if found.state is State.SIGNED:
        refused = _broadcast(sender, found)
        if refused is not None:
            return refused
    return Ok(found.versions[0].hash)


def _does(entry: Entry) -> tuple[object, ...]:
    order = entry.order
    return entry.account, order.to, order.content, order.value_wei


def _with_gas(sender: Sender, order: Order) -> Result[Order]:
    """Settle the gas of an order; one that would be refused now is not signed at all."""
    from web3.exceptions import ContractLogicError, Web3RPCError

    if order.gas is not None:
        return Ok(order)
    eth = sender.node.web3.eth
    try:
        needed = eth.estimate_gas(_call(sender, order), "pending")
    except ContractLogicError as error:
        return _refused(sender, order.key, _content(error.data))
    except Web3RPCError as error:
        what = f"the node does not say how much gas it needs: {said(error)}"
        fix = "check that the account and the contract are those of this chain"
        return _failed(sender, Reason.OUT_OF_RANGE, order.key, what, "it could not run", fix)
    limit = eth.get_block("latest")["gasLimit"]
    return Ok(replace(order, gas=min(limit, needed * MARGIN[0] // MARGIN[1])))


def _call(sender: Sender, order: Order) -> "TxParams":
    from web3.types import Wei

    call: TxParams = {"from": sender.account.address, "data": order.content, "value": Wei(order.value_wei)}
    if order.to is not None:
        call["to"] = order.to
    return call


def _written(sender: Sender, order: Order) -> Entry:
    eth, account = sender.node.web3.eth, sender.account.address
    price_wei = eth.gas_price
    taken = eth.get_transaction_count(account)
    return sender.outbox.add(
        sender.chain, order, account, taken, lambda nonce: _signed(sender, order, nonce, price_wei)
    )


def _signed(sender: Sender, order: Order, nonce: int, price_wei: int) -> Signed:
    fields: dict[str, Any] = {
        "chainId": sender.node.chain_id,
        "nonce": nonce,
        "gas": order.gas,
        "gasPrice": price_wei,
        "value": order.value_wei,
        "data": order.content,
    }
    if order.to is not None:
        fields["to"] = order.to
    made = sender.account.sign_transaction(fields)
    return Signed(made.hash.to_0x_hex(), bytes(made.raw_transaction), price_wei)


def _waiting(sender: Sender) -> list[Entry]:
    """Give what the chain does not have yet. A chain that lost its last blocks has it no longer, whatever we noted."""
    account = sender.account.address
    return sender.outbox.since(sender.chain, account, sender.node.web3.eth.get_transaction_count(account))


def _forward(sender: Sender) -> None:
    """Send again what may not have arrived: no later transaction is taken before it."""
    for entry in _waiting(sender):
        _broadcast(sender, entry)


def _broadcast(sender: Sender, entry: Entry) -> Failed | None:
    """Send the last signature, and say why if the node has neither it nor another of the same nonce."""
    from web3.exceptions import Web3RPCError

    eth = sender.node.web3.eth
    try:
        eth.send_raw_transaction(entry.versions[-1].raw)
    except Web3RPCError as error:
        known = any(_is_known(sender, each) for each in entry.versions)
        if known or eth.get_transaction_count(entry.account) > entry.nonce:
            return None
        what = f"the node does not take it: {said(error)}"
        fix = "mend what the node names, then do the same again: nothing acts twice"
        return _failed(sender, Reason.OUT_OF_RANGE, entry.order.key, what, "no block can have it", fix)
    return None


def _is_known(sender: Sender, signed: Signed) -> bool:
    from web3.exceptions import TransactionNotFound

    try:
        sender.node.web3.eth.get_transaction(signed.hash)  # type: ignore[arg-type]
    except TransactionNotFound:
        return False
    return True


def _settle(sender: Sender, key: str) -> Result[Mined]:
    pauses = sender.node.patience.pauses()
    while True:
        entry = sender.outbox.find(sender.chain, key)
        if entry is None:
            what = f"nothing was sent under the key {key!r}"
            return _failed(sender, Reason.MISSING, key, what, "there is nothing to wait for", "send it")
        receipt = _receipt(sender, entry)
        final = final_number(sender.node)
        if receipt is not None and receipt["blockNumber"] <= final:
            return _outcome(sender, entry, receipt)
        if receipt is None:
            overtaken = _overtaken(sender, entry, final)
            if overtaken is not None:
                return overtaken
            _forward(sender)
        if next(pauses, END) is END:
            what = f"it is not final after {sender.node.patience.total_s} s"
            fix = "do the same again, which waits on; offer more for its gas if no block takes it"
            return _failed(sender, Reason.MISSING, key, what, "a block that is not final may be undone", fix)


END = object()
"""No pause is left."""


def _receipt(sender: Sender, entry: Entry) -> "TxReceipt | None":
    from web3.exceptions import TransactionNotFound

    for signed in entry.versions:
        try:
            return sender.node.web3.eth.get_transaction_receipt(signed.hash)  # type: ignore[arg-type]
        except TransactionNotFound:
            continue
    return None


def _overtaken(sender: Sender, entry: Entry, final: int) -> Failed | None:
    """Find out whether a final block holds another transaction of the same nonce: then ours can never act."""
    if sender.node.web3.eth.get_transaction_count(entry.account, final) <= entry.nonce:
        return None
    if _receipt(sender, entry) is not None:  # it came in between the two questions
        return None
    what = f"another transaction took its place, nonce {entry.nonce} of {entry.account}"
    why = "it was signed outside of this outbox, and a chain takes one for each nonce: this one will never act"
    fix = "let one outbox sign for the account, and send this under a new key"
    return _failed(sender, Reason.INCONSISTENT, entry.order.key, what, why, fix)


def _outcome(sender: Sender, entry: Entry, receipt: "TxReceipt") -> Result[Mined]:
    done = receipt["status"] == 1
    sender.outbox.set_state(sender.chain, entry.order.key, State.FINAL if done else State.REFUSED)
    if not done:
        return _refused(sender, entry.order.key, _replayed(sender, entry.order, receipt["blockNumber"]))
    return Ok(
        Mined(
            key=entry.order.key,
            hash=receipt["transactionHash"].to_0x_hex(),
            block_number=receipt["blockNumber"],
            block_hash=receipt["blockHash"].to_0x_hex(),
            gas_used=receipt["gasUsed"],
            contract=receipt["contractAddress"],
        )
    )


def _replayed(sender: Sender, order: Order, block_number: int) -> bytes:
    """Run a refused transaction again before its block, since a receipt holds no reason.

    Others of its block may have run before it, and gas may have run out: then there is none to be had.
    """
    from web3.exceptions import ContractLogicError, Web3RPCError

    try:
        sender.node.web3.eth.call(_call(sender, order), block_number - 1)
    except ContractLogicError as error:
        return _content(error.data)
    except Web3RPCError:
        return b""
    return b""


def _content(written: object) -> bytes:
    """Read the bytes of a revert from what a node says of it."""
    try:
        return bytes.fromhex(str(written).removeprefix("0x"))
    except ValueError:
        return b""


def _refused(sender: Sender, key: str, content: bytes) -> Failed:
    refusal: Refusal = decode_refusal(content, sender.declared)
    why = "a contract does what its rules allow and nothing else; nothing was changed"
    fix = "mend what the error names, and send it under a new key if this one was already in a block"
    return _failed(sender, Reason.OUT_OF_RANGE, key, str(refusal), why, fix)


def _raise_price(sender: Sender, key: str, price_wei: int) -> Result[str]:
    entry = sender.outbox.find(sender.chain, key)
    if entry is None:
        what = f"nothing was sent under the key {key!r}"
        return _failed(sender, Reason.MISSING, key, what, "there is no gas to pay for", "send it")
    offered = entry.versions[-1].price_wei
    if price_wei <= offered:
        what = f"{price_wei} wei is not more than the {offered} wei already offered"
        why, fix = "a node keeps the better offer", "offer more; many nodes ask for a tenth more at least"
        return _failed(sender, Reason.OUT_OF_RANGE, key, what, why, fix)
    signed = _signed(sender, entry.order, entry.nonce, price_wei)
    sender.outbox.add_version(sender.chain, key, signed)
    refused = _broadcast(sender, replace(entry, versions=(*entry.versions, signed)))
    return Ok(signed.hash) if refused is None else refused


def _failed(sender: Sender, reason: Reason, key: str, what: str, why: str, fix: str) -> Failed:
    place = Place(sender.node.place.file, None, key)
    return Failed((Failure(reason, place, what, why, fix),))
