"""A deal's contracts on a chain of their own, made of the bytes that ship, with one key for each party."""

from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak
from web3.exceptions import ContractCustomError

from chizai.ledger.artifacts import artifact
from chizai.ledger.node import Node
from chizai.ledger.sender_refusal import decode_refusal

ROLES = (
    "none",
    "originator",
    "spc",
    "trustee",
    "servicer",
    "appraiser",
    "counsel",
    "rating-agency",
    "guarantor",
    "underwriter",
    "investor",
    "regulator",
)
"""The roles by their numbers in the contracts, written down once more."""
QUALIFIED = 3
PRICE_MINOR = 300_000_000
IDENTITY = b"sealed identity".ljust(32, b"\0")
PROSPECTUS = b"prospectus".ljust(32, b"\0")
LONG_STOP = 2_000_000_000
FREE: Any = {"gas": 8_000_000, "gasPrice": 0}


def key_of(name: str) -> Any:
    """Give a party's own key."""
    return Account.from_key(keccak(text=name))


def word(text: str) -> bytes:
    """Write a short text as 32 bytes, as the names of kinds and rights stand on the chain."""
    return text.encode().ljust(32, b"\0")


ORDER = {
    "maker": "address",
    "side": "uint8",
    "token": "address",
    "cash": "address",
    "units": "uint256",
    "priceMinor": "uint256",
    "counterparty": "address",
    "nonce": "uint256",
    "expiry": "uint64",
    "chainId": "uint256",
}
"""The fields of an order and their types, in their order, as EIP-712 has them signed."""


@dataclass(frozen=True, slots=True)
class Deal:
    """The contracts of one deal."""

    node: Node
    registry: Any
    anchor: Any
    rights: Any
    token: Any
    cash: Any
    venue: Any


def send(node: Node, by: str, call: Any) -> Any:
    """Send a call that has to succeed, and give its receipt."""
    account = key_of(by)
    due = node.web3.eth.get_transaction_count(account.address)
    fields = {"from": account.address, "nonce": due, "chainId": node.chain_id, **FREE}
    raw = account.sign_transaction(call.build_transaction(fields)).raw_transaction
    receipt = node.web3.eth.wait_for_transaction_receipt(node.web3.eth.send_raw_transaction(raw), 5, 0.01)
    assert receipt["status"] == 1, call
    return receipt


def refusal(by: str, call: Any) -> str:
    """Give the name of the error with which a call is refused; empty if it is not."""
    try:
        call.call({"from": key_of(by).address})
    except ContractCustomError as error:
        return decode_refusal(bytes.fromhex(str(error.data).removeprefix("0x"))).error
    return ""


def deploy(node: Node, name: str, *arguments: Any) -> Any:
    """Make a contract of the bytes that ship."""
    built = artifact(name)
    made = node.web3.eth.contract(abi=built.abi, bytecode=built.bytecode)
    receipt = send(node, "deployer", made.constructor(*arguments))
    return node.web3.eth.contract(receipt["contractAddress"], abi=built.abi)


def founded(node: Node) -> Deal:
    """Found a deal: parties registered, a patent signed, a class issued to the seller, money with the buyer."""
    trustee, regulator = ((key_of(name).address, name.encode(), IDENTITY) for name in ("trustee", "regulator"))
    registry = deploy(node, "Registry", trustee, regulator)
    for name in (*ROLES[1:3], *ROLES[4:10]):
        send(node, "trustee", registry.functions.register(key_of(name).address, ROLES.index(name), b"key", IDENTITY))
    for name in ("seller", "buyer"):
        send(node, "trustee", registry.functions.register(key_of(name).address, 10, b"key", IDENTITY))
        send(node, "trustee", registry.functions.classify(key_of(name).address, QUALIFIED))
    anchor = deploy(node, "Anchor", registry.address)
    cash = deploy(node, "CashToken", "JPY", 0, key_of("bank").address)
    rights = deploy(node, "AssetRegister", registry.address, cash.address)
    venue = deploy(node, "Settlement")
    deal = Deal(node, registry, anchor, rights, _class(node, anchor, registry), cash, venue)
    _issue(deal)
    _fund(deal)
    _sign_patent(deal)
    return deal


def order(deal: Deal, maker: str, side: int, changed: dict[str, Any]) -> dict[str, Any]:
    """Write an order: ten units for five million, but for what is changed."""
    plain = {
        "maker": key_of(changed.get("maker", maker)).address,
        "side": side,
        "token": deal.token.address,
        "cash": deal.cash.address,
        "units": 10,
        "priceMinor": 5_000_000,
        "counterparty": "0x" + "00" * 20,
        "nonce": 0,
        "expiry": LONG_STOP,
        "chainId": deal.node.chain_id,
    }
    return {name: changed.get(name, value) if name != "maker" else value for name, value in plain.items()}


def typed(chain_id: int, venue: str, message: dict[str, Any]) -> Any:
    """Encode an order as a wallet does, apart from the contract (EIP-712, by eth-account)."""
    domain = {"name": "Chizai Settlement", "version": "1", "chainId": chain_id, "verifyingContract": venue}
    fields = [{"name": name, "type": kind} for name, kind in ORDER.items()]
    return encode_typed_data(domain, {"Order": fields}, message)


def signed(deal: Deal, maker: str, message: dict[str, Any], changed: dict[str, Any]) -> bytes:
    """Sign an order as its maker, on the deal's chain, unless something else is said."""
    chain_id = changed.get("signed_for_chain", deal.node.chain_id)
    signer = key_of(changed.get("signed_by", changed.get("maker", maker)))
    return bytes(signer.sign_message(typed(chain_id, deal.venue.address, message)).signature)


def _class(node: Node, anchor: Any, registry: Any) -> Any:
    spc, trustee = key_of("spc").address, key_of("trustee").address
    terms = (0, 100, 1_000_000, word("program"), PROSPECTUS, spc, trustee, [key_of("rating-agency").address])
    rules = (1 << QUALIFIED, False, False, 0, 0, 0, 0)
    return deploy(node, "ClassToken", "Class A", "A", anchor.address, registry.address, terms, rules)


def _issue(deal: Deal) -> None:
    node, token, publish = deal.node, deal.token, deal.anchor.functions.publishAbout
    holders, units, about = [key_of("seller").address], [100], token.functions.subject().call()
    send(node, "spc", token.functions.bindVault(_vault(node)))
    send(node, "spc", deal.anchor.functions.publish(word("prospectus"), 0, PROSPECTUS, bytes(32)))
    send(node, "rating-agency", publish(word("rating"), 0, about, word("A"), bytes(32)))
    approval = token.functions.approvalOf(holders, units).call()
    send(node, "trustee", publish(word("attestation"), 0, about, approval, bytes(32)))
    send(node, "spc", token.functions.issue(holders, units))


def _vault(node: Node) -> str:
    """Make what a class takes for a vault: its own store, with a program of the class's terms and some payees.

    EQ(CALLDATASIZE, 4) leads to ADDRESS, the answer of `store` and `layoutAt`; other calls get the two digests.
    """
    answer = "7f" + word("program").hex() + "600052" + "60aa602052" + "60406000f3"
    code = bytes.fromhex("3660041460" + f"{7 + len(answer) // 2:02x}" + "57" + answer + "5b3060005260206000f3")
    creation = bytes.fromhex(f"60{len(code):02x}8060093d393df3") + code
    account = key_of("deployer")
    fields = {
        "from": account.address,
        "nonce": node.web3.eth.get_transaction_count(account.address),
        "chainId": node.chain_id,
        "data": creation,
        "value": 0,
        **FREE,
    }
    signed_raw = account.sign_transaction(fields).raw_transaction
    receipt = node.web3.eth.wait_for_transaction_receipt(node.web3.eth.send_raw_transaction(signed_raw), 5, 0.01)
    return str(receipt["contractAddress"])


def _fund(deal: Deal) -> None:
    much = 10 * PRICE_MINOR
    for name, spender in (("spc", deal.rights), ("buyer", deal.venue)):
        send(deal.node, "bank", deal.cash.functions.mint(key_of(name).address, much))
        send(deal.node, name, deal.cash.functions.approve(spender.address, much))
    send(deal.node, "seller", deal.token.functions.approve(deal.venue.address, 1_000))


def _sign_patent(deal: Deal) -> None:
    node, calls, right = deal.node, deal.rights.functions, word("patent")
    owners = [key_of("originator").address]
    offered = (word("description"), key_of("spc").address, PRICE_MINOR, LONG_STOP)
    send(node, "originator", calls.offer(right, True, owners, offered))  # noqa: FBT003 - positional in the ABI
    chain_end = calls.ownersCommitment(owners).call()
    send(node, "originator", calls.recordTitle(right, word("inventor"), chain_end, word("assignment")))
    send(node, "originator", calls.consent(right, 1))
    send(node, "spc", calls.sign(right, 1, word("signed")))
    send(node, "spc", calls.payFor(right, PRICE_MINOR))
