import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.proved import (
    ANCHOR,
    DOCUMENT,
    DOCUMENT_PROOF,
    RATED,
    RATING,
    ROOT_PUBLISHED,
    SALT,
    SERVICER,
    VAULT,
    chain,
    text_of,
    why_not,
)

from chizai.ledger.envelope import Label, commitment_of, seal
from chizai.ledger.envelope_file import write_envelope
from chizai.ledger.keys import SecretKey
from chizai.ledger.proof import (
    DocumentProofFile,
    read_strict,
    write_strict,
)
from chizai.ledger.proof_check import subject_of, verify_document, verify_sealed
from chizai.ledger.proof_receipt import KeptRecord, LedgerReceipt, ReceiptTotals, receipt_of
from chizai.units.result import Failed, Ok


def test_a_document_is_verified_to_digest_signer_and_time() -> None:
    assert text_of(verify_document(DOCUMENT, DOCUMENT_PROOF, "rating.pdf", chain())).splitlines() == [
        f"SHA-256 {hashlib.sha256(DOCUMENT).hexdigest()}.",
        f"Published as rating of period 0, version 2, by {SERVICER} on 2029-12-31 00:00:00 UTC (block 5).",
        "Said by receipt receipt.json, which is as good as who gave it.",
    ]


def test_a_document_with_any_byte_changed_fails() -> None:
    for at in range(len(DOCUMENT)):
        for bit in range(8):
            changed = bytearray(DOCUMENT)
            changed[at] ^= 1 << bit
            assert "was never published" in why_not(
                verify_document(bytes(changed), DOCUMENT_PROOF, "rating.pdf", chain())
            )


@given(document=st.binary(max_size=400), changed=st.binary(max_size=400))
def test_no_other_document_passes_for_one(document: bytes, changed: bytes) -> None:
    rated = (replace(RATED, root=commitment_of(document, SALT)),)
    verified = verify_document(changed, DOCUMENT_PROOF, "rating.pdf", chain(rated=rated))
    assert isinstance(verified, Ok) == (document == changed)


DOCUMENT_PROOF_FILE = write_strict(DOCUMENT_PROOF)


def test_every_byte_of_a_document_proof_counts() -> None:
    for at in range(len(DOCUMENT_PROOF_FILE)):
        changed = bytearray(DOCUMENT_PROOF_FILE)
        changed[at] ^= 1 << (at % 8)
        read = read_strict(bytes(changed), "rating.pdf.proof.json", DocumentProofFile)
        assert isinstance(read, Failed) or isinstance(
            verify_document(DOCUMENT, read.value, "rating.pdf", chain()), Failed
        ), at


def test_a_document_that_another_version_replaced_is_said_to_be_replaced() -> None:
    later = replace(RATED, version=3, root=bytes(32))
    by_another = replace(later, author="0x" + "ee" * 20, version=9)
    told = text_of(verify_document(DOCUMENT, DOCUMENT_PROOF, "rating.pdf", chain(rated=(RATED, later, by_another))))
    assert "version 3 has replaced it" in told


def test_a_document_of_another_record_fails() -> None:
    other = replace(DOCUMENT_PROOF, about=replace(RATING, period=1))
    assert "it does not tell of any rating of period 1" in why_not(
        verify_document(DOCUMENT, other, "rating.pdf", chain())
    )


# --- envelopes ---

TOKEN = "0x" + "12" * 20


def sealed_about(subject: str) -> bytes:
    label = Label(deal="deal", kind="rating", subject=subject)
    envelope = seal(DOCUMENT, label, [SecretKey(bytes(32)).public])
    assert isinstance(envelope, Ok)
    return write_envelope(envelope.value)


def published_envelope(subject: str, content: bytes) -> ReceiptTotals:
    from chizai.ledger.envelope_file import read_envelope

    envelope = read_envelope(content, "x")
    about = replace(RATING, subject=subject_of(subject) or b"")
    assert isinstance(envelope, Ok)
    version = replace(RATED, about=about, root=envelope.value.commitment, envelope=envelope.value.digest)
    record = KeptRecord(anchor=ANCHOR, about=about, versions=(version,))
    return ReceiptTotals(LedgerReceipt(chain_id=1337, records=(record,)), "receipt.json")


@pytest.mark.parametrize("subject", ["", TOKEN, "77" * 32])
def test_an_envelope_is_verified_by_who_cannot_open_it(subject: str) -> None:
    content = sealed_about(subject)
    told = text_of(verify_sealed(content, ANCHOR, "rating.envelope", published_envelope(subject, content)))
    assert told.startswith("Envelope ")
    assert ("about" in told) == bool(subject)


def test_an_envelope_that_was_changed_or_never_published_fails() -> None:
    content = sealed_about("")
    totals = published_envelope("", content)
    changed = content.replace(b"rating", b"ratinG")
    assert "does not tell of any ratinG" in why_not(verify_sealed(changed, ANCHOR, "rating.envelope", totals))
    other = sealed_about("")
    assert "no envelope " in why_not(verify_sealed(other, ANCHOR, "rating.envelope", totals))
    assert "it is no envelope" in why_not(verify_sealed(b"else", ANCHOR, "rating.envelope", totals))


@pytest.mark.parametrize("subject", ["the first right", "77" * 33, "0x1"])
def test_an_envelope_about_what_no_record_is_about_fails(subject: str) -> None:
    assert "which is no subject of a record" in why_not(
        verify_sealed(sealed_about(subject), ANCHOR, "rating.envelope", chain())
    )


# --- receipts ---


def test_a_receipt_keeps_what_a_chain_says() -> None:
    kept = receipt_of(chain(), ((VAULT, 3),), ((ANCHOR, ROOT_PUBLISHED.about), (ANCHOR, RATING)))
    assert kept == Ok(chain().receipt)


def test_a_receipt_of_what_a_chain_does_not_say_is_all_that_is_missing() -> None:
    kept = receipt_of(chain(None), ((VAULT, 3),), ((ANCHOR, replace(RATING, period=8)),))
    assert isinstance(kept, Failed)
    assert len(kept.failures) == 2


def test_addresses_are_the_same_however_their_letters_are_written() -> None:
    assert isinstance(chain().reported("0x" + "AB" * 20, 3), Ok)
    assert isinstance(chain().published("0x" + "CD" * 20, RATING), Ok)


def test_a_receipt_of_one_period_says_nothing_of_others() -> None:
    assert isinstance(chain().reported(VAULT, 4), Failed)
    assert isinstance(chain().reported(ANCHOR, 3), Failed)
