"""Who stands behind a pseudonym: sealed to the regulator, committed to on the chain, opened only on the record.

The registrar checks who somebody is when it registers the address, and sees that the commitment it writes is that of
the envelope. The regulator keeps the envelope, or is sent it when it asks. It says on the chain that it opens a
pseudonym, and why, before it does: `open_identity` wants that record.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass

from chizai.ledger.envelope import Chance, Envelope, Label, open_envelope, seal
from chizai.ledger.keys import SecretKey
from chizai.units.result import Failed, Failure, Ok, Reason, Result

IDENTITY = "identity"
"""The kind of such an envelope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who uses an address."""

    address: str
    name: str
    """As the register that `registered_as` names writes it."""
    registered_as: str = ""
    """By what it is known to an authority, such as a corporate number; empty where by none."""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A regulator's record that it opens a pseudonym: the registry's event `Disclosed`."""

    address: str
    purpose: bytes
    """Digest of the order, 32 bytes; see `purpose_of`."""
    sealed_identity: bytes
    """The commitment that stands in the registry for the address, 32 bytes."""


def purpose_of(order: bytes) -> bytes:
    """Give what is recorded as the purpose of an opening: the SHA-256 of the order's document."""
    return hashlib.sha256(order).digest()


def seal_identity(
    identity: Identity, deal: str, regulator: bytes, chance: Chance = secrets.token_bytes
) -> Result[Envelope]:
    """Seal who uses an address to the regulator alone; the envelope's commitment goes to the registry.

    Args:
        identity: who.
        deal: what names the deal for good.
        regulator: its public key.
        chance: makes salt and key, as of `seal`.
    """
    fields = {name: getattr(identity, name) for name in identity.__slots__}
    body = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    return seal(body, Label(deal=deal, kind=IDENTITY, subject=identity.address), (regulator,), chance)


def open_identity(envelope: Envelope, secret: SecretKey, disclosure: Disclosure) -> Result[Identity]:
    """Open a pseudonym after the opening was recorded.

    Args:
        envelope: the sealed identity.
        secret: the regulator's key.
        disclosure: what stands on the chain of it.

    Returns:
        who it is; or why not: the record is of another address or commitment, or the envelope does not open.
    """
    if envelope.label.subject != disclosure.address or envelope.label.kind != IDENTITY:
        return _other(envelope, f"it is no identity of {disclosure.address}")
    if envelope.commitment != disclosure.sealed_identity:
        return _other(envelope, "its commitment is not the one in the registry")
    opened = open_envelope(envelope, secret)
    if isinstance(opened, Failed):
        return opened
    identity = _read(opened.value.body)
    if identity is None or identity.address != disclosure.address:
        return _other(envelope, f"what it holds is no identity of {disclosure.address}")
    return Ok(identity)


def _read(body: bytes) -> Identity | None:
    try:
        fields = json.loads(body)
        return Identity(**{name: str(value) for name, value in fields.items()})
    except (ValueError, TypeError, AttributeError):
        return None


def _other(envelope: Envelope, what: str) -> Failed:
    why = "an opening counts for one address and for what its registration committed to"
    fix = "ask the registrar for the envelope of this address; if there is none, its registration was unfounded"
    return Failed((Failure(Reason.INCONSISTENT, envelope.place, what, why, fix),))
