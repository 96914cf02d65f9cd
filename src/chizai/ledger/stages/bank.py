"""Money in the trustee's account: the bank tells the trustee under seal, and the trustee attests it on the ledger."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from chizai.ledger.stages.desk import Desk, address_of, asked, enclose, label_of, read_posted, standing
from chizai.ledger.stages.facts import (
    ACCOUNT,
    BANK_CHARGE_MINOR,
    NAMES,
    PAID_IN_MINOR,
    PAID_OUT_MINOR,
    ROYALTIES,
    document,
)
from chizai.ledger.stages.life import standing_envelope
from chizai.ledger.stages.turn import Act, Call, Refusal, Say, Step


def advise(period: int) -> Act:
    """Give the turn in which the bank tells the trustee what came in; of period 0, what the first holders paid in."""

    def act(desk: Desk) -> Iterator[Step]:
        if period:
            payers = {royalty.licence: royalty.minor for royalty in ROYALTIES[period]}
            _tell(desk, period, standing(desk, "vault"), payers)
        else:
            for party, minor in PAID_IN_MINOR.items():
                _tell(desk, period, address_of(desk, party), {NAMES[party]: minor})
        yield Say("sealed to the trustee: who paid how much, under the bank's own references")

    return act


def _tell(desk: Desk, period: int, to: str, payers: Mapping[str, int]) -> None:
    """Lay a receipt in the post; what it is credited to on the ledger stands in its label."""
    reference = f"EXB-{period:03}-{to[2:10]}"
    told = document("receipt", reference=reference, payers=payers, minor=sum(payers.values()), to=to)
    enclose(desk, label_of("receipt", period=period, subject=bytes.fromhex(to[2:])), told)


def attest(period: int) -> Act:
    """Give the turn in which the trustee attests what the bank told it, each receipt once."""

    def act(desk: Desk) -> Iterator[Step]:
        calls = [_attested(body) for body in read_posted(desk, "receipt", period=period)]
        yield from calls
        if not period:
            yield Refusal("ReferenceUsed", calls[0])

    return act


def _attested(body: bytes) -> Call:
    told = json.loads(body)
    arguments = (_hashed(told["reference"]), told["to"], told["minor"])
    return Call(f"attest {told['reference']}", "cash", "attest", arguments)


def _hashed(reference: str) -> bytes:
    """Give what stands on the ledger of a reference of the bank."""
    return hashlib.sha256(reference.encode()).digest()


def state(period: int, version: int = 1, *, charged: bool = False) -> Act:
    """Give the turn in which the bank states what the account holds; or too little, for a charge of its own."""

    def act(desk: Desk) -> Iterator[Step]:
        moved = [(read_posted(desk, "receipt"), 1), (read_posted(desk, "payment"), -1)]
        held = sum(sign * json.loads(body)["minor"] for bodies, sign in moved for body in bodies)
        balance = document("balance", minor=held - (BANK_CHARGE_MINOR if charged else 0))
        enclose(desk, label_of("balance", period=period, version=version), balance)
        yield Say("sealed to the trustee: what the account holds")

    return act


def reconcile(period: int, version: int = 1) -> Act:
    """Give the turn in which the trustee holds the bank's statement against the ledger; nothing is attested meanwhile.

    The bank's statement itself is named by its commitment.
    """

    def act(desk: Desk) -> Iterator[Step]:
        (body,) = read_posted(desk, "balance", period=period, version=version)
        statement = standing_envelope(desk, "balance", period, version).commitment
        bank_minor = json.loads(body)["minor"]
        yield Call(f"reconcile {period} version {version}", "cash", "reconcile", (statement, bank_minor))
        difference = asked(desk, "cash", "differenceMinor")
        if not difference:
            yield Say(f"bank and ledger agree: {bank_minor:,} JPY")
            return
        yield Say(f"the bank's account holds {-difference:,} JPY less than the ledger: no receipt is attested")
        untold = (_hashed("whatever came in"), standing(desk, "vault"), 1)
        yield Refusal("NotReconciled", Call("attest before they agree", "cash", "attest", untold))

    return act


def ask_payment(desk: Desk) -> Iterator[Step]:
    """Ask that the bank pay to an account of one's own; bank and trustee alone are told which."""
    sealed = enclose(desk, label_of("payment-order"), document("payment-order", account=ACCOUNT))
    yield Call("ask for money", "cash", "askPayment", (PAID_OUT_MINOR, sealed.commitment))


def pay_out(desk: Desk) -> Iterator[Step]:
    """Pay from the trustee's account, and tell the trustee under which reference."""
    (order,) = (json.loads(body) for body in read_posted(desk, "payment-order"))
    fields: dict[str, Any] = {"to": order["account"], "minor": asked(desk, "cash", "payments", 0)[1]}
    enclose(desk, label_of("payment"), document("payment", reference="EXB-OUT-001", **fields))
    yield Say("sealed to the trustee: paid, and to which account")


def confirm(desk: Desk) -> Iterator[Step]:
    """Attest that the bank has paid, which ends the units of money that were set aside for it."""
    (told,) = (json.loads(body) for body in read_posted(desk, "payment"))
    yield Call("money paid out", "cash", "confirmPayment", (0, _hashed(told["reference"])))
    yield Say(f"{told['minor']:,} JPY paid out by the bank, and as many units of money ended")
