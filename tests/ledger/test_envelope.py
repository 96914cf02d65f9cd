import hashlib
from dataclasses import replace
from itertools import count

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from chizai.ledger.envelope import (
    BODY_MAX_BYTES,
    NONCE,
    Envelope,
    Label,
    Wrap,
    can_open,
    commitment_of,
    grant,
    open_envelope,
    padded_bytes,
    revoke,
    rotate,
    seal,
)
from chizai.ledger.envelope_file import MAGIC, Shredding, read_envelope, shred, write_envelope
from chizai.ledger.keys import KeySuite, SecretKey, fingerprint, wrap_key
from chizai.units.result import Failed, Ok, Result

LABEL = Label(deal="0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", kind="valuation", period=2, version=3, subject="ab12")
BODY = "特許第1234567号の鑑定評価額は金1,250,000,000円".encode()
TRUSTEE, APPRAISER, INVESTOR, LATECOMER = (SecretKey(bytes([number]) * 32) for number in range(1, 5))
DEVICE = SecretKey(b"\5" * 32, KeySuite.CLASSICAL)


def made(envelope: Result[Envelope]) -> Envelope:
    assert isinstance(envelope, Ok), envelope
    return envelope.value


def sealed(*parties: SecretKey, body: bytes = BODY, label: Label = LABEL) -> Envelope:
    return made(seal(body, label, [party.public for party in parties]))


def body_of(envelope: Envelope, secret: SecretKey) -> bytes:
    opened = open_envelope(envelope, secret)
    assert isinstance(opened, Ok), opened
    return opened.value.body


def why_not(envelope: Envelope, secret: SecretKey) -> str:
    opened = open_envelope(envelope, secret)
    assert isinstance(opened, Failed)
    return str(opened.failures[0])


@given(body=st.binary(max_size=3000))
def test_each_entitled_party_reads_the_body_and_nobody_else(body: bytes) -> None:
    envelope = sealed(TRUSTEE, DEVICE, body=body)
    assert body_of(envelope, TRUSTEE) == body
    assert body_of(envelope, DEVICE) == body
    assert "not sealed to this key" in why_not(envelope, INVESTOR)


def test_nothing_of_the_body_shows_in_the_file() -> None:
    content = write_envelope(sealed(TRUSTEE))
    assert BODY not in content
    assert hashlib.sha256(BODY).digest() not in content  # an unsalted digest of a guessable body would give it away


def test_the_commitment_is_the_digest_of_salt_and_the_digest_of_the_body() -> None:
    envelope = sealed(TRUSTEE)
    opened = open_envelope(envelope, TRUSTEE)
    assert isinstance(opened, Ok)
    expected = hashlib.sha256(opened.value.salt + hashlib.sha256(BODY).digest()).digest()
    assert envelope.commitment == expected == commitment_of(BODY, opened.value.salt)


def test_the_same_body_sealed_twice_shares_neither_salt_nor_key_nor_bytes() -> None:
    first, second = sealed(TRUSTEE), sealed(TRUSTEE)
    assert first.commitment != second.commitment
    assert first.sealed[:64] != second.sealed[:64]
    assert first.digest != second.digest


def test_the_same_chance_makes_the_same_sealed_body() -> None:
    def counted(n_bytes: int) -> bytes:
        return bytes([next(numbers)]) * n_bytes

    numbers = count(1)
    first = made(seal(BODY, LABEL, [TRUSTEE.public], counted))
    numbers = count(1)
    second = made(seal(BODY, LABEL, [TRUSTEE.public], counted))
    assert (first.commitment, first.sealed, first.digest) == (second.commitment, second.sealed, second.digest)
    assert first.wraps != second.wraps  # each wrap is made with a key of its own


@pytest.mark.parametrize(
    "other",
    [
        replace(LABEL, deal="another"),
        replace(LABEL, kind="rating"),
        replace(LABEL, period=3),
        replace(LABEL, version=4),
        replace(LABEL, subject="ab13"),
    ],
)
def test_an_envelope_under_another_label_does_not_open(other: Label) -> None:
    assert "stands under a label that is not its own" in why_not(replace(sealed(TRUSTEE), label=other), TRUSTEE)


def test_labels_that_would_run_together_are_told_apart() -> None:
    first = replace(LABEL, deal="ab", kind="c")
    assert first.bound() != replace(LABEL, deal="a", kind="bc").bound()
    assert replace(LABEL, period=1, version=0).bound() != replace(LABEL, period=0, version=1).bound()


def test_one_party_named_twice_gets_one_wrap() -> None:
    assert len(sealed(TRUSTEE, TRUSTEE).wraps) == 1


def test_all_keys_that_are_none_are_named_at_once() -> None:
    failed = seal(BODY, LABEL, [b"one", TRUSTEE.public, b"another"])
    assert isinstance(failed, Failed)
    assert len(failed.failures) == 2


def test_a_body_that_is_too_long_is_refused() -> None:
    failed = seal(bytes(BODY_MAX_BYTES + 1), LABEL, [TRUSTEE.public])
    assert isinstance(failed, Failed)
    assert "268,435,457 bytes" in str(failed.failures[0])


def test_a_grant_lets_one_more_read_and_changes_nothing_on_the_chain() -> None:
    before = sealed(APPRAISER, TRUSTEE)
    after = made(grant(before, TRUSTEE, [LATECOMER.public]))
    assert body_of(after, LATECOMER) == body_of(after, APPRAISER) == BODY
    assert (after.digest, after.commitment) == (before.digest, before.commitment)
    assert made(grant(after, TRUSTEE, [LATECOMER.public])) == after


def test_who_cannot_read_cannot_grant() -> None:
    assert isinstance(grant(sealed(TRUSTEE), INVESTOR, [INVESTOR.public]), Failed)


def test_nobody_is_granted_what_does_not_open() -> None:
    broken = replace(sealed(TRUSTEE), label=replace(LABEL, period=9))
    assert isinstance(grant(broken, TRUSTEE, [INVESTOR.public]), Failed)


def test_a_grant_to_what_is_no_key_fails() -> None:
    assert isinstance(grant(sealed(TRUSTEE), TRUSTEE, [b"none"]), Failed)


def test_who_is_revoked_reads_no_later_version_but_keeps_what_it_has() -> None:
    copy = sealed(TRUSTEE, INVESTOR)
    passed_on = revoke(copy, INVESTOR.public)
    later = sealed(TRUSTEE, label=replace(LABEL, version=4))
    assert "not sealed to this key" in why_not(passed_on, INVESTOR)
    assert "not sealed to this key" in why_not(later, INVESTOR)
    assert body_of(copy, INVESTOR) == BODY
    assert passed_on.digest == copy.digest
    assert body_of(passed_on, TRUSTEE) == BODY


def test_a_rotation_puts_the_new_key_in_the_place_of_the_former() -> None:
    rotated = made(rotate(sealed(TRUSTEE, INVESTOR), INVESTOR, LATECOMER.public))
    assert body_of(rotated, LATECOMER) == body_of(rotated, TRUSTEE) == BODY
    assert not can_open(rotated, INVESTOR.public)
    assert made(rotate(rotated, LATECOMER, LATECOMER.public)) == rotated
    assert isinstance(rotate(rotated, INVESTOR, LATECOMER.public), Failed)


def test_a_shredded_body_opens_for_nobody_and_the_record_says_which() -> None:
    envelope = sealed(TRUSTEE, INVESTOR)
    left, record = shred(envelope, "retention period is over", "2041-04-01")
    assert "not sealed to this key" in why_not(left, TRUSTEE)
    assert "not sealed to this key" in why_not(left, INVESTOR)
    assert (record.envelope, record.commitment) == (envelope.digest, envelope.commitment)
    assert left.digest == envelope.digest
    assert len({record.digest, replace(record, reason="other").digest, replace(record, shredded_on="").digest}) == 3


def test_a_shredding_binds_reason_and_day_apart() -> None:
    first = Shredding(envelope=bytes(32), commitment=bytes(32), reason="ab", shredded_on="c")
    assert first.digest != replace(first, reason="a", shredded_on="bc").digest


def _lying_envelope(*, committed: bytes, shown: bytes, salt: bytes) -> Envelope:
    """Make what a dishonest author could: a sealed body that is not the one that was committed to."""
    content_key = bytes(32)
    commitment = commitment_of(committed, bytes(32))
    plain = salt + len(shown).to_bytes(8, "big") + shown
    cipher = ChaCha20Poly1305(content_key).encrypt(NONCE, plain, LABEL.bound() + commitment)
    envelope = Envelope(LABEL, commitment, cipher)
    wrapped = wrap_key(content_key, TRUSTEE.public, envelope.digest)
    assert isinstance(wrapped, Ok)
    return replace(envelope, wraps=(Wrap(fingerprint(TRUSTEE.public), wrapped.value),))


def test_an_author_cannot_show_another_body_than_it_committed_to() -> None:
    lying = _lying_envelope(committed=b"100 million yen", shown=b"900 million yen", salt=bytes(32))
    assert "is not the one that was committed to" in why_not(lying, TRUSTEE)
    assert body_of(_lying_envelope(committed=b"one", shown=b"one", salt=bytes(32)), TRUSTEE) == b"one"


def test_a_sealed_body_without_a_whole_salt_is_refused() -> None:
    assert "is not the one that was committed to" in why_not(
        _lying_envelope(committed=b"", shown=b"", salt=b""), TRUSTEE
    )


def test_a_wrap_of_something_else_than_a_key_opens_nothing() -> None:
    envelope = sealed(TRUSTEE)
    wrapped = wrap_key(b"short", TRUSTEE.public, envelope.digest)
    assert isinstance(wrapped, Ok)
    wrong = replace(envelope, wraps=(Wrap(fingerprint(TRUSTEE.public), wrapped.value),))
    assert "it was changed" in why_not(wrong, TRUSTEE)


@given(n_bytes=st.integers(0, 2**28))
def test_padding_adds_at_most_an_eighth_and_never_takes_away(n_bytes: int) -> None:
    padded = padded_bytes(n_bytes)
    assert n_bytes <= padded <= n_bytes * 1.12 + 1
    assert padded_bytes(padded) == padded


def test_many_lengths_look_alike() -> None:
    assert [padded_bytes(n_bytes) for n_bytes in (0, 1, 9, 100, 1000)] == [0, 1, 10, 104, 1024]
    assert len({padded_bytes(n_bytes) for n_bytes in range(2**16, 2**17)}) == 33
    assert len(sealed(TRUSTEE, body=bytes(1000)).sealed) == len(sealed(TRUSTEE, body=bytes(1020)).sealed)


@given(body=st.binary(max_size=300), n_parties=st.integers(0, 3))
def test_an_envelope_and_its_file_are_the_same(body: bytes, n_parties: int) -> None:
    envelope = sealed(*(TRUSTEE, APPRAISER, DEVICE)[:n_parties], body=body)
    content = write_envelope(envelope)
    assert made(read_envelope(content, "a.envelope")) == envelope


SMALL = write_envelope(sealed(DEVICE))
"""A whole envelope for one party."""


@given(at=st.integers(0, len(SMALL) - 1), flip=st.integers(1, 255))
def test_an_envelope_with_one_byte_changed_is_found_out(at: int, flip: int) -> None:
    changed = bytearray(SMALL)
    changed[at] ^= flip
    read = read_envelope(bytes(changed), "a.envelope")
    assert isinstance(read, Failed) or isinstance(open_envelope(read.value, DEVICE), Failed)


def test_every_single_bit_of_an_envelope_counts() -> None:
    for at in range(len(SMALL)):
        changed = bytearray(SMALL)
        changed[at] ^= 1 << (at % 8)
        read = read_envelope(bytes(changed), "a.envelope")
        assert isinstance(read, Failed) or isinstance(open_envelope(read.value, DEVICE), Failed), at


def parts(*contents: bytes) -> bytes:
    return MAGIC + b"".join(len(content).to_bytes(8, "big") + content for content in contents)


HEAD = (b"deal", b"kind", b"", bytes(8), bytes(8), bytes(32), b"sealed")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "does not begin as one"),
        (b"%PDF-1.7", "does not begin as one"),
        (MAGIC, "parts are missing"),
        (MAGIC + b"\0", "ends too early"),
        (MAGIC + b"\0\0\0\0\0\0\0\5abc", "ends too early"),
        (parts(*HEAD[:-1]), "parts are missing"),
        (parts(*HEAD, bytes(32)), "parts are missing"),
        (parts(*HEAD[:3], bytes(7), *HEAD[4:]), "another length"),
        (parts(*HEAD[:5], bytes(31), HEAD[6]), "another length"),
        (parts(*HEAD, bytes(31), b"wrap"), "a fingerprint has another length"),
        (parts(*HEAD, bytes(32), b"wrap", bytes(32), b"wrap"), "two wraps are for one key"),
        (parts(b"\xff", *HEAD[1:]), "can't decode"),
    ],
)
def test_what_is_no_envelope_is_said_to_be_none(content: bytes, says: str) -> None:
    read = read_envelope(content, "a.envelope")
    assert isinstance(read, Failed)
    assert says in read.failures[0].what
    assert read.failures[0].place.file == "a.envelope"


@given(content=st.binary(max_size=200))
def test_any_bytes_are_an_envelope_or_a_failure(content: bytes) -> None:
    read = read_envelope(MAGIC + content, "a.envelope")
    assert isinstance(read, Failed) or write_envelope(read.value) == MAGIC + content


def test_neither_body_nor_sealed_bytes_are_printed() -> None:
    envelope = sealed(TRUSTEE)
    opened = open_envelope(envelope, TRUSTEE)
    assert isinstance(opened, Ok)
    assert "1,250,000,000" not in repr(opened.value)
    assert repr(envelope.sealed)[2:40] not in repr(envelope)
