"""Stage 4, secondary market: two signed orders, delivery against payment, and look-through by the new holder."""

import json
from collections.abc import Iterator
from typing import Any

from chizai.ledger.lookthrough import proofs_of
from chizai.ledger.proof import RowProofFile, read_strict, write_strict
from chizai.ledger.proof_chain import ChainTotals
from chizai.ledger.proof_check import verify_row
from chizai.ledger.pseudonym_identity import Disclosure, open_identity, purpose_of
from chizai.ledger.stages.desk import (
    Desk,
    address_of,
    asked,
    enclose,
    label_of,
    posted,
    read_posted,
    sound,
    standing,
)
from chizai.ledger.stages.facts import LAST_PERIOD, LONG_STOP, NAMES, TRADED_MINOR, TRADED_UNITS
from chizai.ledger.stages.life import statement_of
from chizai.ledger.stages.turn import Call, Refusal, Say, Step

SELL, BUY = 0, 1
FIELDS = {
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
"""The fields of an order with their types, as EIP-712 has them signed."""
COURT_ORDER = b"Order of a demonstration: whose address is this?"


def sell(desk: Desk) -> Iterator[Step]:
    """Sign an order to sell, and send it to the venue, sealed."""
    yield Call("let the venue deliver", "class A", "approve", (standing(desk, "venue"), TRADED_UNITS))
    enclose(desk, label_of("sale"), _signed_order(desk, SELL))


def buy(desk: Desk) -> Iterator[Step]:
    """Sign an order to buy, and send it to the venue, sealed."""
    yield Call("let the venue pay", "cash", "approve", (standing(desk, "venue"), TRADED_MINOR))
    enclose(desk, label_of("purchase"), _signed_order(desk, BUY))


def _signed_order(desk: Desk, side: int) -> bytes:
    order = {
        "maker": desk.sender.account.address,
        "side": side,
        "token": standing(desk, "class A"),
        "cash": standing(desk, "cash"),
        "units": TRADED_UNITS,
        "priceMinor": TRADED_MINOR,
        "counterparty": "0x" + "00" * 20,
        "nonce": 1,
        "expiry": LONG_STOP,
        "chainId": desk.node.chain_id,
    }
    return json.dumps({"order": order, "signature": _signature(desk, order).hex()}, sort_keys=True).encode()


def _signature(desk: Desk, order: dict[str, Any]) -> bytes:
    from eth_account.messages import encode_typed_data

    domain = {
        "name": "Chizai Settlement",
        "version": "1",
        "chainId": desk.node.chain_id,
        "verifyingContract": standing(desk, "venue"),
    }
    fields = [{"name": name, "type": kind} for name, kind in FIELDS.items()]
    return bytes(desk.sender.account.sign_message(encode_typed_data(domain, {"Order": fields}, order)).signature)


def settle(desk: Desk) -> Iterator[Step]:
    """Match the two orders: units and money change hands at once; the same orders do not serve twice."""
    arguments: tuple[object, ...] = ()
    for kind in ("sale", "purchase"):
        (body,) = read_posted(desk, kind)
        told = json.loads(body)
        arguments += (tuple(told["order"][name] for name in FIELDS), bytes.fromhex(told["signature"]))
    trade = Call("settle the trade", "venue", "settle", arguments)
    yield trade
    yield Refusal("NonceUsed", trade)
    yield Say(f"{TRADED_UNITS} units of class A against {TRADED_MINOR:,} JPY, in one transaction")


def show_row(desk: Desk) -> Iterator[Step]:
    """Give the new holder the proof of one statement row, sealed to it alone."""
    proof = proofs_of(statement_of(desk, LAST_PERIOD))[0]
    enclose(desk, label_of("proof", period=LAST_PERIOD), write_strict(RowProofFile(proof=proof)))
    yield Say("one row shown to the new holder, sealed")


def look_through(desk: Desk) -> Iterator[Step]:
    """Verify as the new holder that the row is in the total that the vault took in, with the chain and the proof."""
    (body,) = read_posted(desk, "proof", period=LAST_PERIOD)
    proof = sound(read_strict(body, "proof", RowProofFile))
    verified = sound(verify_row(proof, "proof", ChainTotals(desk.node)))
    yield Say(
        f"look-through: {len(verified.lines)} facts of a statement row verified with the chain and the proof alone"
    )


def disclose(desk: Desk) -> Iterator[Step]:
    """Open a pseudonym as the regulator: on the record first, then for itself."""
    who = address_of(desk, "investor-2")
    purpose = purpose_of(COURT_ORDER)
    yield Call("disclose", "registry", "disclose", (who, purpose))
    disclosure = Disclosure(
        address=who, purpose=purpose, sealed_identity=asked(desk, "registry", "sealedIdentityOf", who)
    )
    (envelope,) = [each for each in posted(desk) if each.label.kind == "identity" and each.label.subject == who]
    identity = sound(open_identity(envelope, desk.secret, disclosure))
    if identity.name != NAMES["investor-2"]:
        raise RuntimeError("the registrar registered another identity than it was shown")
    yield Say("one pseudonym opened, with the opening on the record; the name stays with the regulator")
