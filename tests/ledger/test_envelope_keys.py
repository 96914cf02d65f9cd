"""Keys and wraps against an oracle: the receiver of RFC 9180, written from its text over hash functions alone."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from chizai.ledger.keys import WRAP, KeySuite, SecretKey, fingerprint, unwrap_key, wrap_key
from chizai.units.result import Failed, Ok

SHARED = bytes(range(32))
"""A content key."""
BOUND = b"digest of an envelope"
LABEL = rb"\.//^\ "[:6]
"""What X-Wing ends its combination with."""

RFC_A2 = {
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "skRm": "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
    "pkRm": "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
    "enc": "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
    "pt": "4265617574792069732074727574682c20747275746820626561757479",
    "aad": "436f756e742d30",
    "ct": "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
}
"""RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, sequence number 0."""


@dataclass(frozen=True)
class Receiver:
    """Opens what was sealed to a secret key, in base mode, by section 5.1.1 and 6 of the RFC."""

    secret: bytes
    suite: KeySuite

    def open(self, sealed: bytes, info: bytes, aad: bytes = b"") -> bytes:
        n_enc = 1120 if self.suite is KeySuite.HYBRID else 32
        shared = self._hybrid(sealed[:n_enc]) if self.suite is KeySuite.HYBRID else self._classical(sealed[:n_enc])
        suite_id = b"HPKE" + int(self.suite).to_bytes(2, "big") + bytes([0, 1, 0, 3])
        context = b"\0" + extract(suite_id, b"", b"psk_id_hash", b"") + extract(suite_id, b"", b"info_hash", info)
        secret = extract(suite_id, shared, b"secret", b"")
        key = expand(suite_id, secret, b"key", context, 32)
        nonce = expand(suite_id, secret, b"base_nonce", context, 12)
        return ChaCha20Poly1305(key).decrypt(nonce, sealed[n_enc:], aad)

    def _classical(self, enc: bytes) -> bytes:
        own = X25519PrivateKey.from_private_bytes(self.secret)
        agreed = own.exchange(X25519PublicKey.from_public_bytes(enc))
        suite_id = b"KEM" + int(self.suite).to_bytes(2, "big")
        context = enc + own.public_key().public_bytes_raw()
        return expand(suite_id, extract(suite_id, b"", b"eae_prk", agreed), b"shared_secret", context, 32)

    def _hybrid(self, enc: bytes) -> bytes:
        seeds = hashlib.shake_256(self.secret).digest(96)
        mlkem, own = MLKEM768PrivateKey.from_seed_bytes(seeds[:64]), X25519PrivateKey.from_private_bytes(seeds[64:])
        agreed = own.exchange(X25519PublicKey.from_public_bytes(enc[1088:]))
        parts = (mlkem.decapsulate(enc[:1088]), agreed, enc[1088:], own.public_key().public_bytes_raw(), LABEL)
        return hashlib.sha3_256(b"".join(parts)).digest()


def extract(suite_id: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + suite_id + label + ikm, "sha256")


def expand(suite_id: bytes, secret: bytes, label: bytes, context: bytes, n_bytes: int) -> bytes:
    about = n_bytes.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + context
    return hmac.digest(secret, about + b"\1", "sha256")[:n_bytes]


@pytest.fixture(scope="module")
def hybrid_vector() -> dict[str, Any]:
    vector: dict[str, Any] = json.loads(Path(__file__).with_name("hpke_vector.json").read_text(encoding="utf-8"))
    return vector


def key(number: int, suite: KeySuite = KeySuite.HYBRID) -> SecretKey:
    return SecretKey(hashlib.sha256(b"key %d" % number).digest(), suite)


def test_the_oracle_opens_what_the_rfc_publishes() -> None:
    vector = {name: bytes.fromhex(text) for name, text in RFC_A2.items()}
    receiver = Receiver(vector["skRm"], KeySuite.CLASSICAL)
    assert receiver.open(vector["enc"] + vector["ct"], vector["info"], vector["aad"]) == vector["pt"]
    assert SecretKey(vector["skRm"], KeySuite.CLASSICAL).public == vector["pkRm"]


def test_the_oracle_opens_what_the_draft_of_hybrid_suites_publishes(hybrid_vector: dict[str, Any]) -> None:
    names = ("skRm", "info", "aad", "ct", "pt", "pkRm_begins", "pkRm_ends")
    vector = {name: bytes.fromhex(hybrid_vector[name]) for name in names}
    enc = bytes.fromhex("".join(hybrid_vector["enc"]))
    receiver = Receiver(vector["skRm"], KeySuite.HYBRID)
    assert receiver.open(enc + vector["ct"], vector["info"], vector["aad"]) == vector["pt"]
    public = SecretKey(vector["skRm"]).public
    assert public.startswith(vector["pkRm_begins"])
    assert public.endswith(vector["pkRm_ends"])
    assert len(public) == 1216


@pytest.mark.parametrize("suite", KeySuite)
def test_what_is_wrapped_opens_by_the_text_of_the_rfc(suite: KeySuite) -> None:
    wrapped = wrap_key(SHARED, key(1, suite).public, BOUND)
    assert isinstance(wrapped, Ok)
    assert Receiver(key(1, suite).secret, suite).open(wrapped.value, WRAP + BOUND) == SHARED
    assert unwrap_key(wrapped.value, key(1, suite), BOUND) == SHARED


@pytest.mark.parametrize("suite", KeySuite)
def test_a_wrap_opens_with_its_own_key_in_its_own_envelope_alone(suite: KeySuite) -> None:
    wrapped = wrap_key(SHARED, key(1, suite).public, BOUND)
    assert isinstance(wrapped, Ok)
    assert unwrap_key(wrapped.value, key(2, suite), BOUND) is None
    assert unwrap_key(wrapped.value, key(1, suite), b"digest of another") is None
    assert unwrap_key(wrapped.value[:-1], key(1, suite), BOUND) is None
    assert unwrap_key(b"", key(1, suite), BOUND) is None


def test_a_wrap_of_one_suite_does_not_open_in_the_other() -> None:
    wrapped = wrap_key(SHARED, key(1, KeySuite.CLASSICAL).public, BOUND)
    assert isinstance(wrapped, Ok)
    assert unwrap_key(wrapped.value, key(1), BOUND) is None


@pytest.mark.parametrize(
    "public",
    [b"", bytes(31), bytes(1215), bytes(1600), b"\xff" * 1216, bytes(32), key(1).public[:1184] + bytes(32)],
    ids=["empty", "short", "a-byte-less", "another-kind", "outside-the-field", "no-secret", "no-secret-hybrid"],
)
def test_what_is_no_public_key_is_refused(public: bytes) -> None:
    wrapped = wrap_key(SHARED, public, BOUND)
    assert isinstance(wrapped, Failed)
    assert f"its {len(public)} bytes are no public key" in str(wrapped.failures[0])


def test_a_secret_of_another_length_is_a_bug() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        SecretKey(bytes(31))


def test_a_secret_is_never_printed() -> None:
    assert key(1).secret.hex() not in repr(key(1))
    assert repr(key(1).secret) not in repr(key(1))


def test_a_key_is_named_by_its_sha_256() -> None:
    assert fingerprint(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4
