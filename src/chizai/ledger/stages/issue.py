"""Stage 2, issue: program, prospectus, ratings, approval, register of holders, and a price released after title."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from chizai.deal.program import Program
from chizai.law.gate import Gate
from chizai.ledger.envelope import Envelope
from chizai.ledger.stages.before_issue import publish
from chizai.ledger.stages.desk import Desk, address_of, asked, at, enclose, label_of, standing, word
from chizai.ledger.stages.facts import (
    ALLOTTED,
    CHALLENGE_SECONDS,
    COVER_MINOR,
    FUNDING_MINOR,
    GRACE_SECONDS,
    HINGE,
    INVITED_ON,
    JAPAN_SECONDS,
    LATCH,
    NAMES,
    PRICES_MINOR,
    QUALIFIED,
    UNIT_MINOR,
    UNITS,
    day_unix_seconds,
    deal,
    document,
    program,
)
from chizai.ledger.stages.gate_answer import Gated
from chizai.ledger.stages.turn import Call, Make, Refusal, Say, Step, Until
from chizai.waterfall.vault_codec import Payee, chunks, creation, payees

RATED = {"A": "A", "B": "BB"}
"""The rated classes, with indicative ratings that are made up for the demonstration; what is left over has none."""
PAID = ("originator", "trustee", "servicer", "guarantor")
"""The parties that fees, guarantee and residual are paid to, by their ids in the deal."""
SIGNATORIES = ("spc", "trustee")
"""Who must all approve an amendment of the program."""


def _prospectus(desk: Desk) -> Envelope:
    body = document("prospectus", program=program().digest(), originator=NAMES["originator"], classes=UNITS)
    return enclose(desk, label_of("prospectus"), body)


def offer_classes(desk: Desk) -> Iterator[Step]:
    """Anchor the prospectus; keep the program on the ledger; make the classes and the vault that pays them."""
    sealed = _prospectus(desk)
    arguments = (word("prospectus"), 0, bytes(32), sealed.commitment, sealed.digest)
    yield Call("publish prospectus", "anchor", "publishAbout", arguments)
    for number, name in enumerate(UNITS):
        yield Make(f"class {name}", "ClassToken", _class(desk, number, name, sealed.commitment))
    yield from keep(desk, "program", program())
    yield Make("vault", "WaterfallVault", (_vault(desk),))
    for name in UNITS:
        yield Call(f"bind class {name}", f"class {name}", "bindVault", (standing(desk, "vault"),))
    yield Say(f"program {program().digest()}")


def keep(desk: Desk, name: str, made: Program) -> Iterator[Step]:
    """Keep a program of this deal on the ledger, under a name, with the addresses of those whom it pays."""
    pieces = chunks(made.encode())
    for number, piece in enumerate(pieces):
        yield Make(f"{name} {number}", "", content=creation(piece))
    at_addresses = [standing(desk, f"{name} {number}") for number in range(len(pieces))]
    listed = [(each.name, each.to, each.is_class) for each in paid(desk)]
    yield Call(f"keep the {name}", "store", "keep", (at_addresses, bytes.fromhex(made.digest()), listed))


def paid(desk: Desk) -> tuple[Payee, ...]:
    """Give those whom the deal pays, in the order of the program, with their addresses."""
    tokens = {name: str(standing(desk, f"class {name}")) for name in UNITS}
    return payees(deal(), {each: address_of(desk, each) for each in PAID}, tokens)


def kept(desk: Desk, made: Program) -> Mapping[str, Any]:
    """Give what the ledger says of a program that is kept: where its layout is, whom it pays."""
    named = {"digest": bytes.fromhex(made.digest())}
    (found,) = at(desk, "store").events.Kept().get_logs(from_block=0, argument_filters=named)
    said: Mapping[str, Any] = found["args"]
    return said


def _class(desk: Desk, number: int, name: str, prospectus: bytes) -> tuple[object, ...]:
    agencies = [address_of(desk, "rating-agency")] if name in RATED else []
    spc, trustee = address_of(desk, "spc"), address_of(desk, "trustee")
    terms = (number, UNITS[name], UNIT_MINOR, bytes.fromhex(program().digest()), prospectus, spc, trustee, agencies)
    rules = (1 << QUALIFIED, False, True, 0, 49, 0, 0)
    return f"Class {name}", name, standing(desk, "anchor"), standing(desk, "registry"), terms, rules


def _vault(desk: Desk) -> tuple[object, ...]:
    layout_at = kept(desk, program())["layoutAt"]
    signatories = [address_of(desk, each) for each in SIGNATORIES]
    shared = standing(desk, "cash"), standing(desk, "registry"), standing(desk, "store")
    return *shared, layout_at, signatories, CHALLENGE_SECONDS, GRACE_SECONDS, JAPAN_SECONDS


def rate(desk: Desk) -> Iterator[Step]:
    """Publish indicative ratings, class by class."""
    for name, indicative in RATED.items():
        subject = asked(desk, f"class {name}", "subject")
        body = document("rating", of=f"class {name}", indicative=indicative, by=NAMES["rating-agency"])
        yield from publish(desk, "rating", body, subject=subject)


def guarantee(desk: Desk) -> Iterator[Step]:
    """Publish the guarantee and let the vault draw on it, up to its limit."""
    yield from publish(desk, "guarantee", document("guarantee", by=NAMES["guarantor"], limit_minor=COVER_MINOR))
    yield Call("allow draws", "cash", "approve", (standing(desk, "vault"), COVER_MINOR))


def may_issue(desk: Desk) -> Iterator[Step]:
    """Ask the law before anybody is invited, so that nobody pays for what may not be issued."""
    yield Until(day_unix_seconds(INVITED_ON))
    yield _issuing("solicit", *ALLOTTED)
    del desk


def _issuing(before: str, *classes: str) -> Gated:
    amount_minor = sum(UNITS[name] * UNIT_MINOR for name in classes)
    return Gated(Gate.ISSUE, before, classes=classes, amount_minor=amount_minor)


def solicit(desk: Desk) -> Iterator[Step]:
    """Invite those who will hold the classes."""
    for name, holder in ALLOTTED.items():
        yield Call(f"solicit {holder} for {name}", f"class {name}", "solicit", (address_of(desk, holder),))


def subscribe(desk: Desk) -> Iterator[Step]:
    """Pay for the units that were allotted, on the day of payment."""
    yield Until(day_unix_seconds(deal().closing_on))
    arguments = (address_of(desk, "spc"), FUNDING_MINOR[desk.part.id])
    yield Call(f"subscription of {desk.part.id}", "cash", "transfer", arguments)


def approve(desk: Desk) -> Iterator[Step]:
    """Attest each class: its terms, rules, vault, ratings as they stand, and first holders with their units."""
    for name, holder in ALLOTTED.items():
        subject = asked(desk, f"class {name}", "subject")
        approval = asked(desk, f"class {name}", "approvalOf", [address_of(desk, holder)], [UNITS[name]])
        arguments = (word("attestation"), 0, subject, approval, bytes(32))
        yield Call(f"approve class {name}", "anchor", "publishAbout", arguments)


def buy_rights(desk: Desk) -> Iterator[Step]:
    """Sign the sale and pay into escrow, if the law lets it; nothing can be released before title has passed."""
    allowed = "allow the price"
    yield _issuing(allowed, *ALLOTTED)
    yield _buying(allowed, *PRICES_MINOR)
    yield Call(allowed, "cash", "approve", (standing(desk, "rights"), sum(PRICES_MINOR.values())))
    for right in (HINGE, LATCH):
        yield from buy(right)
    yield Refusal("ReleaseBeforeTitle", Call("release too early", "rights", "release", (HINGE,)))


def _buying(before: str, *rights: bytes, period: int = 0) -> Gated:
    names, amount_minor = tuple(map(_named, rights)), sum(PRICES_MINOR[right] for right in rights)
    return Gated(Gate.ACQUIRE, before, period, rights=names, amount_minor=amount_minor)


def _named(right: bytes) -> str:
    return right.rstrip(b"\0").decode()


def buy(right: bytes, period: int = 0) -> Iterator[Step]:
    """Sign the sale of a right and pay its price into escrow, each if the law lets it."""
    signed, paid_for = f"sign {_named(right)}", f"pay for {_named(right)}"
    yield _buying(signed, right, period=period)
    yield Call(signed, "rights", "sign", (right, 1, hashlib.sha256(b"signed" + right).digest()))
    yield _buying(paid_for, right, period=period)
    yield Call(paid_for, "rights", "payFor", (right, PRICES_MINOR[right]))


def register_transfers(desk: Desk) -> Iterator[Step]:
    """Attest that the transfers are registered; then, and only then, the price goes to the originator."""
    for right in (HINGE, LATCH):
        yield from pass_title(right)
    del desk


def pass_title(right: bytes) -> Iterator[Step]:
    """Attest a transfer, release the price, and attest that the right is the company's for good."""
    name = _named(right)
    evidence = hashlib.sha256(b"register" + right).digest()
    yield Call(f"registered {name}", "rights", "recordRegistration", (right, evidence))
    yield Call(f"release {name}", "rights", "release", (right,))
    yield Call(f"owned {name}", "rights", "recordOwnership", (right, evidence))


def issue(desk: Desk) -> Iterator[Step]:
    """Issue each class to its first holder, if the law lets it, and put the opening cash into the vault."""
    for name, holder in ALLOTTED.items():
        issued = f"issue class {name}"
        yield _issuing(issued, name)
        yield Call(issued, f"class {name}", "issue", ([address_of(desk, holder)], [UNITS[name]]))
    opening = asked(desk, "vault", "needed")
    yield Call("opening cash", "cash", "transfer", (standing(desk, "vault"), opening))
