"""Stage 1, before issue: parties, rights, titles, and two appraisals that are sealed, then revealed."""

import hashlib
from collections.abc import Iterator

from chizai.ledger.stages.cast import LATER, PARTS, Member, Part, Role, read_cast
from chizai.ledger.stages.desk import Desk, address_of, asked, enclose, label_of, member, reveal, standing, word
from chizai.ledger.stages.facts import (
    HINGE,
    INVENTOR,
    LATCH,
    LONG_STOP,
    NAMES,
    PRICES_MINOR,
    QUALIFIED,
    SPRING,
    VALUES_MINOR,
    document,
)
from chizai.ledger.stages.turn import Call, Make, Say, Step

APPRAISED = (HINGE, LATCH)
HOLDERS = ("originator", "investor-1", "investor-2")
"""Who may receive units, and is classified for it."""
TITLES = {HINGE: "A hinge", LATCH: "A latch", SPRING: "A spring"}


def found(desk: Desk) -> Iterator[Step]:
    """Make the contracts that all parties share."""
    shown = [member(desk, party) for party in ("trustee", "regulator")]
    founders = [(each.address, each.public, bytes.fromhex(each.identity)) for each in shown]
    yield Make("registry", "Registry", tuple(founders))
    yield Make("anchor", "Anchor", (standing(desk, "registry"),))
    yield Make("cash", "AttestedCash", ("JPY", 0, standing(desk, "registry")))
    yield Make("rights", "AssetRegister", (standing(desk, "registry"), standing(desk, "cash")))
    yield Make("venue", "Settlement")
    yield Make("store", "ProgramStore")


def register(desk: Desk) -> Iterator[Step]:
    """Register every party under its pseudonym, and say how far the law protects who may hold."""
    cast = read_cast(desk.shared)
    for part in PARTS:
        if part.role not in {Role.NONE, Role.TRUSTEE, Role.REGULATOR} and part.id != LATER:
            yield admit(part, cast[part.id])
    for holder in HOLDERS:
        yield Call(f"classify {holder}", "registry", "classify", (cast[holder].address, QUALIFIED))


def admit(part: Part, shown: Member) -> Call:
    """Give the call that registers a party as it shows itself."""
    arguments = (shown.address, int(part.role), shown.public, bytes.fromhex(shown.identity))
    return Call(f"register {part.id}", "registry", "register", arguments)


def offer_rights(desk: Desk) -> Iterator[Step]:
    """Offer two patents with their chains of title; the first belongs to two owners."""
    yield from offer(desk, HINGE, ("originator", "co-owner"))
    yield from offer(desk, LATCH, ("originator",))


def offer(desk: Desk, right: bytes, owners: tuple[str, ...]) -> Iterator[Step]:
    """Offer a right: its description sealed, its commitment and its chain of title on the ledger."""
    name = right.rstrip(b"\0").decode()
    body = document("right", title=TITLES[right], owners=[NAMES[owner] for owner in owners])
    envelope = enclose(desk, label_of("right", subject=right), body)
    addresses = sorted((address_of(desk, owner) for owner in owners), key=str.lower)
    terms = (envelope.commitment, address_of(desk, "spc"), PRICES_MINOR[right], LONG_STOP)
    yield Call(f"offer {name}", "rights", "offer", (right, True, addresses, terms))
    start = hashlib.sha256(envelope.commitment + INVENTOR.encode()).digest()
    end = asked(desk, "rights", "ownersCommitment", addresses)
    evidence = hashlib.sha256(envelope.commitment + b"assignment").digest()
    yield Call(f"title of {name}", "rights", "recordTitle", (right, start, end, evidence))
    yield Call(f"consent to {name}", "rights", "consent", (right, 1))


def consent(desk: Desk) -> Iterator[Step]:
    """Agree to the sale as joint owner: together or not at all."""
    yield Call("consent of the joint owner", "rights", "consent", (HINGE, 1))
    del desk


def opine(desk: Desk) -> Iterator[Step]:
    """Publish an opinion on title, sealed to those who rely on it."""
    yield from publish(desk, "opinion", document("opinion", by=NAMES["counsel"], says="the chain of title is unbroken"))


def appraise(desk: Desk) -> Iterator[Step]:
    """Commit to an appraisal that nobody else can open yet."""
    for right in APPRAISED:
        body = document(
            "valuation", by=NAMES[desk.part.id], value_minor=VALUES_MINOR[desk.part.id], right=TITLES[right]
        )
        yield from publish(desk, "valuation", body, subject=right, publics=(desk.secret.public,))


def show_appraisal(desk: Desk) -> Iterator[Step]:
    """Open the appraisal to its readers, now that both are committed to."""
    for right in APPRAISED:
        for appraiser in VALUES_MINOR:
            count = asked(desk, "anchor", "versionCount", word("valuation"), 0, right, address_of(desk, appraiser))
            if count != 1:
                raise RuntimeError(f"{appraiser} has not committed yet: the script has both do so before either opens")
        reveal(desk, label_of("valuation", subject=right))
    yield Say("both appraisals were committed to before either was opened")


def publish(
    desk: Desk,
    kind: str,
    body: bytes,
    *,
    period: int = 0,
    subject: bytes = bytes(32),
    publics: tuple[bytes, ...] = (),
) -> Iterator[Step]:
    """Seal a document, lay it in the post and anchor its commitment."""
    envelope = enclose(desk, label_of(kind, period=period, subject=subject), body, publics)
    key = f"publish {kind} {period} {subject.hex()}"
    arguments = (word(kind), period, subject, envelope.commitment, envelope.digest)
    yield Call(key, "anchor", "publishAbout", arguments)
