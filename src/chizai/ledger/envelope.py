"""Envelopes: a body sealed once, its key sealed to each party that may read it, and a commitment for the chain.

What is on the chain says nothing of the body: the commitment is the SHA-256 of 32 bytes of chance and the body's own
SHA-256. Whoever opens an envelope sees whether its body is the one that was committed to, so that no author can show
one body to one party and another to the next. Lengths are padded (Padmé), so that they tell little.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from chizai.ledger.keys import SecretKey, fingerprint, unwrap_key, wrap_key
from chizai.ledger.merkle import hashed
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SALT_BYTES = 32
KEY_BYTES = 32
WORD_BYTES = 8
NONCE = bytes(12)
"""Every content key seals one body, so that a nonce is never used twice under it."""
BODY_MAX_BYTES = 2**28
"""The longest body: a document, not a film."""
CONTENT = b"CHIZAI CONTENT 1"
ENVELOPE = b"CHIZAI ENVELOPE 1"

Chance = Callable[[int], bytes]
"""Gives so many bytes that nobody can guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What an envelope is about. It is bound to the body: an envelope under another label does not open."""

    deal: str
    """What names the deal for good, such as the address of its registry."""
    kind: str
    """The kind of record, such as `valuation` or `statement`; `identity` for who stands behind an address."""
    period: int = 0
    """The payment period, from 1; 0 is before the first."""
    version: int = 1
    """From 1."""
    subject: str = ""
    """The right, class or address that it is about; empty for the whole deal."""

    def bound(self) -> bytes:
        """Give the label as it is bound to the body."""
        numbers = (self.period, self.version)
        return hashed(
            CONTENT,
            self.deal.encode(),
            self.kind.encode(),
            self.subject.encode(),
            *(number.to_bytes(WORD_BYTES, "big") for number in numbers),
        )


@dataclass(frozen=True, slots=True)
class Wrap:
    """The content key, sealed to one party."""

    key: bytes
    """Fingerprint of the party's public key, 32 bytes."""
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed body and who can open it. It may lie anywhere: it shows its label, its rough length and fingerprints."""

    label: Label
    commitment: bytes
    """SHA-256 of the salt and the body's SHA-256: what is published as the record's root, 32 bytes."""
    sealed: bytes = field(repr=False)
    """Salt, length, body and padding, encrypted."""
    wraps: tuple[Wrap, ...] = ()
    """No two for one key; the order means nothing."""

    @property
    def digest(self) -> bytes:
        """The digest of label, commitment and sealed body: what is published as the record's envelope, 32 bytes.

        Wraps are no part of it, so that a grant or a rotation changes nothing on the chain.
        """
        return hashed(ENVELOPE, self.label.bound(), self.commitment, self.sealed)

    @property
    def place(self) -> Place:
        """Where a failure of this envelope is."""
        label = self.label
        return Place(f"envelope {label.kind} {label.subject}".rstrip(), None, f"period {label.period} v{label.version}")


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope held."""

    body: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    """What the commitment is made of beside the body: with it, the bare document proves itself (`proof`)."""


def commitment_of(body: bytes, salt: bytes) -> bytes:
    """Commit to a body: SHA-256 of the salt and the body's SHA-256, 64 bytes together."""
    return hashlib.sha256(salt + hashlib.sha256(body).digest()).digest()


def seal(body: bytes, label: Label, parties: Iterable[bytes], chance: Chance = secrets.token_bytes) -> Result[Envelope]:
    """Seal a body to parties.

    Args:
        body: the document's bytes, at most `BODY_MAX_BYTES`.
        label: what it is.
        parties: public keys of all that may read it, its author among them; one named twice gets one wrap.
        chance: makes salt and key.

    Returns:
        the envelope, or every public key that is none.
    """
    if len(body) > BODY_MAX_BYTES:
        what, why = f"the body has {len(body):,} bytes, more than {BODY_MAX_BYTES:,}", "it is sealed as one piece"
        return Failed((Failure(Reason.OUT_OF_RANGE, Place("body"), what, why, "seal its parts one by one"),))
    salt, content_key = chance(SALT_BYTES), chance(KEY_BYTES)
    commitment = commitment_of(body, salt)
    plain = salt + len(body).to_bytes(WORD_BYTES, "big") + body.ljust(padded_bytes(len(body)), b"\0")
    envelope = Envelope(label, commitment, _cipher(content_key).encrypt(NONCE, plain, label.bound() + commitment))
    return _wrapped(envelope, content_key, tuple(dict.fromkeys(parties)))


def open_envelope(envelope: Envelope, secret: SecretKey) -> Result[Opened]:
    """Open an envelope.

    Returns:
        its body and salt, or why it does not open: it is not sealed to this key, was changed, or holds another body
        than was committed to.
    """
    content_key = _content_key(envelope, secret)
    return content_key if isinstance(content_key, Failed) else _opened(envelope, content_key.value)


def grant(envelope: Envelope, secret: SecretKey, parties: Sequence[bytes]) -> Result[Envelope]:
    """Let more parties read an envelope, by anybody who can. Who reads it already keeps its wrap.

    Args:
        envelope: what they may read.
        secret: opens it.
        parties: their public keys.
    """
    content_key = _content_key(envelope, secret)
    if isinstance(content_key, Failed):
        return content_key
    opened = _opened(envelope, content_key.value)  # nobody is given a key that opens nothing
    return opened if isinstance(opened, Failed) else _wrapped(envelope, content_key.value, parties)


def revoke(envelope: Envelope, public: bytes) -> Envelope:
    """Take a party's wrap out of an envelope, before it is passed on again.

    It takes nothing back: a copy that the party has still opens. What it may not see is sealed without it from the
    next version on.
    """
    return replace(envelope, wraps=tuple(wrap for wrap in envelope.wraps if wrap.key != fingerprint(public)))


def rotate(envelope: Envelope, former: SecretKey, public: bytes) -> Result[Envelope]:
    """Wrap an envelope to a party's new key in place of the former one.

    Args:
        envelope: what the party may read.
        former: its key so far.
        public: its new public key.
    """
    granted = grant(envelope, former, (public,))
    return (
        granted if isinstance(granted, Failed) or public == former.public else Ok(revoke(granted.value, former.public))
    )


def can_open(envelope: Envelope, public: bytes) -> bool:
    """Tell whether an envelope has a wrap for a key."""
    return any(wrap.key == fingerprint(public) for wrap in envelope.wraps)


def padded_bytes(n_bytes: int) -> int:
    """Round a length up so that only about log log n bits of it show, at the cost of 12% at most.

    Padmé: Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs (PoPETs 2019).
    """
    if n_bytes < 2:  # noqa: PLR2004 - the logarithm of less is none
        return n_bytes
    exponent = n_bytes.bit_length() - 1
    zeros = exponent - exponent.bit_length()
    return -(-n_bytes >> zeros) << zeros


def _cipher(content_key: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(content_key)


def _wrapped(envelope: Envelope, content_key: bytes, parties: Sequence[bytes]) -> Result[Envelope]:
    missing = [public for public in parties if not can_open(envelope, public)]
    results = [wrap_key(content_key, public, envelope.digest) for public in missing]
    failures = tuple(failure for each in results if isinstance(each, Failed) for failure in each.failures)
    if failures:
        return Failed(failures)
    pairs = zip(missing, results, strict=True)
    wraps = tuple(Wrap(fingerprint(public), each.value) for public, each in pairs if isinstance(each, Ok))
    return Ok(replace(envelope, wraps=(*envelope.wraps, *wraps)))


def _content_key(envelope: Envelope, secret: SecretKey) -> Result[bytes]:
    own = fingerprint(secret.public)
    wrap = next((each for each in envelope.wraps if each.key == own), None)
    if wrap is None:
        what, why = "it is not sealed to this key", "only parties to whom it was granted can read it"
        return _failed(Reason.MISSING, envelope, what, why, "ask its author for a grant, or use the key it names")
    content_key = unwrap_key(wrap.wrapped, secret, envelope.digest)
    return _changed(envelope) if content_key is None else Ok(content_key)


def _opened(envelope: Envelope, content_key: bytes) -> Result[Opened]:
    from cryptography.exceptions import InvalidTag

    try:
        plain = _cipher(content_key).decrypt(NONCE, envelope.sealed, envelope.label.bound() + envelope.commitment)
    except (InvalidTag, ValueError):  # the second: a key of another length
        return _changed(envelope)
    salt, rest = plain[:SALT_BYTES], plain[SALT_BYTES:]
    n_bytes, padded = int.from_bytes(rest[:WORD_BYTES], "big"), rest[WORD_BYTES:]
    opened = Opened(padded[:n_bytes], salt)
    if len(salt) == SALT_BYTES and commitment_of(opened.body, salt) == envelope.commitment:
        return Ok(opened)
    what, why = "its body is not the one that was committed to", "its author may have shown others another one"
    return _failed(Reason.INCONSISTENT, envelope, what, why, "keep it as evidence and dispute the record")


def _changed(envelope: Envelope) -> Failed:
    what, why = "it was changed, or stands under a label that is not its own", "no key opens what is not whole"
    return _failed(Reason.UNREADABLE, envelope, what, why, "fetch it again and compare its digest with the chain's")


def _failed(reason: Reason, envelope: Envelope, what: str, why: str, fix: str) -> Failed:
    return Failed((Failure(reason, envelope.place, what, why, fix),))
