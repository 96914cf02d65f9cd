"""Keys that envelopes are sealed to: HPKE (RFC 9180), hybrid with ML-KEM-768, so that both must break to open one.

A secret is 32 bytes of chance, or of a seed (`pseudonym`), in either suite. A public key tells its suite by its length.
"""

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite

SECRET_BYTES = 32
MLKEM_PUBLIC_BYTES = 1184
MLKEM_SEED_BYTES = 64
X25519_BYTES = 32
WRAP = b"CHIZAI WRAP 1"
"""What the key that is derived for a wrap is bound to first: nothing else is ever sealed under it."""


class KeySuite(IntEnum):
    """How a key encapsulates, by its number in IANA's registry of HPKE; all use HKDF-SHA256 and ChaCha20-Poly1305."""

    HYBRID = 0x647A
    """X-Wing: ML-KEM-768 (FIPS 203) and X25519 together; safe as long as either is."""
    CLASSICAL = 0x0020
    """X25519 alone, for a party whose device keeps no other key. A quantum computer would open what is sealed to it."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What opens envelopes. Whoever has it reads all that was ever sealed to its public key."""

    secret: bytes = field(repr=False)
    """32 bytes: the seed of an X-Wing key, or an X25519 key itself."""
    suite: KeySuite = KeySuite.HYBRID

    def __post_init__(self) -> None:
        """Refuse what is no secret of 32 bytes: that would be a bug in the caller."""
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"a secret key has {SECRET_BYTES} bytes, not {len(self.secret)}")

    @property
    def public(self) -> bytes:
        """The public key as it stands in the registry of participants: 1,216 bytes, or 32 of the classical suite."""
        if self.suite is KeySuite.CLASSICAL:
            return _x25519_of(self.secret).public_key().public_bytes_raw()
        from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey

        mlkem_seed, x25519_secret = _expanded(self.secret)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(mlkem_seed).public_key().public_bytes_raw()
        return mlkem + _x25519_of(x25519_secret).public_key().public_bytes_raw()


def fingerprint(public: bytes) -> bytes:
    """Name a public key by its SHA-256; 32 bytes."""
    return hashlib.sha256(public).digest()


def wrap_key(content_key: bytes, public: bytes, bound_to: bytes) -> Result[bytes]:
    """Seal a content key to a party.

    Args:
        content_key: what opens a document's body.
        public: the party's key.
        bound_to: digest of the envelope; the wrap opens in no other one.

    Returns:
        the encapsulated key and the ciphertext, or why the public key is none.
    """
    suite, recipient = _read_public(public) or (None, None)
    if suite is not None and recipient is not None:
        try:
            return Ok(_hpke(suite).encrypt(content_key, recipient, WRAP + bound_to))
        except ValueError:  # a point of X25519 from which no secret can be agreed
            pass
    what = f"its {len(public)} bytes are no public key"
    why, fix = "a body is sealed to each party's own key", "take the key that stands in the registry of participants"
    return Failed((Failure(Reason.WRONG_TYPE, Place(f"key {fingerprint(public).hex()[:16]}"), what, why, fix),))


def unwrap_key(wrapped: bytes, secret: SecretKey, bound_to: bytes) -> bytes | None:
    """Open what `wrap_key` sealed; none where it was sealed to another key, for another envelope, or was changed."""
    from cryptography.exceptions import InvalidTag

    try:
        return _hpke(secret.suite).decrypt(wrapped, _private(secret), WRAP + bound_to)
    except InvalidTag:
        return None


def _hpke(suite: KeySuite) -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    kem = KEM.MLKEM768_X25519 if suite is KeySuite.HYBRID else KEM.X25519
    return Suite(kem, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _expanded(seed: bytes) -> tuple[bytes, bytes]:
    """Expand the seed of an X-Wing key (draft-connolly-cfrg-xwing-kem, section 5.2) into those of its two parts."""
    expanded = hashlib.shake_256(seed).digest(MLKEM_SEED_BYTES + X25519_BYTES)
    return expanded[:MLKEM_SEED_BYTES], expanded[MLKEM_SEED_BYTES:]


def _x25519_of(secret: bytes) -> "X25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(secret)


def _private(key: SecretKey) -> "X25519PrivateKey | MLKEM768X25519PrivateKey":
    if key.suite is KeySuite.CLASSICAL:
        return _x25519_of(key.secret)
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

    mlkem_seed, x25519_secret = _expanded(key.secret)
    return MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(mlkem_seed), _x25519_of(x25519_secret))


def _read_public(public: bytes) -> "tuple[KeySuite, X25519PublicKey | MLKEM768X25519PublicKey] | None":
    """Read a public key of either suite; none where the bytes are neither."""
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PublicKey

    if len(public) == X25519_BYTES:
        return KeySuite.CLASSICAL, X25519PublicKey.from_public_bytes(public)
    if len(public) != MLKEM_PUBLIC_BYTES + X25519_BYTES:
        return None
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES])
    except ValueError:  # a coefficient outside the field (FIPS 203, section 7.2)
        return None
    x25519 = X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:])
    return KeySuite.HYBRID, MLKEM768X25519PublicKey(mlkem, x25519)
