"""Proofs held against the chain: what was checked, in sentences, or what does not hold."""

import hashlib
from dataclasses import dataclass

from chizai.ledger.envelope import commitment_of
from chizai.ledger.envelope_file import read_envelope
from chizai.ledger.lookthrough import RowProof, break_in
from chizai.ledger.proof import About, DocumentProofFile, ReportedPeriod, ReportedTotals, RowProofFile
from chizai.ledger.proof_words import named, published_lines, row_lines
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

STATEMENT = "statement"
SUBJECT_BYTES = 32
WRAPS_UNPROVED = "Whom its key is sealed to is no part of what was published: a grant changes that and nothing else."


@dataclass(frozen=True, slots=True)
class Verified:
    """A proof that holds."""

    lines: tuple[str, ...]
    """What was checked, one sentence each."""


def verify_row(file: RowProofFile, name: str, chain: ReportedTotals) -> Result[Verified]:
    """Verify that a row is in the reported total, and that the total is what the vault was told and took in.

    Args:
        file: the proof.
        name: of the proof's file, for failures.
        chain: what is asked; of the deal it is asked nothing else.

    Returns:
        what holds; or the first thing that does not.
    """
    proof, place = file.proof, Place(name)
    broken = break_in(proof)
    if broken is not None:
        return _failed(place, broken, "a proof holds to the last byte or not at all")
    if chain.chain_id != proof.reporting.chain_id:
        return _other_chain(place, proof.reporting.chain_id, chain)
    reported = chain.reported(proof.reporting.vault, proof.reporting.period)
    if isinstance(reported, Failed):
        return reported
    broken = _against(proof, reported.value)
    if broken is not None:
        return _failed(place, broken, "the row is then not in what the vault was told")
    anchored = _anchored(proof, place, chain)
    if isinstance(anchored, Failed):
        return anchored
    return Ok(Verified((*row_lines(proof, reported.value), *anchored.value, f"Said by {chain.says}.")))


def verify_document(content: bytes, file: DocumentProofFile, name: str, chain: ReportedTotals) -> Result[Verified]:
    """Verify a document to its digest, signer and time.

    Args:
        content: its bytes, all of them.
        file: its proof.
        name: of the document's file, for failures.
        chain: what is asked.
    """
    place = Place(name)
    if chain.chain_id != file.chain_id:
        return _other_chain(place, file.chain_id, chain)
    published = chain.published(file.anchor, file.about)
    if isinstance(published, Failed):
        return published
    digest, root = hashlib.sha256(content).hexdigest(), commitment_of(content, file.salt)
    found = [each for each in published.value if each.root == root]
    if not found:
        what = f"SHA-256 {digest}, with the salt of its proof, was never published as {named(file.about)}"
        return _failed(place, what, "it was changed, or is not the document that its proof is of")
    return Ok(Verified((f"SHA-256 {digest}.", *published_lines(found, published.value), f"Said by {chain.says}.")))


def verify_sealed(content: bytes, anchor: str, name: str, chain: ReportedTotals) -> Result[Verified]:
    """Verify an envelope that one may not be able to open: that it is the one that was published, by whom and when.

    Args:
        content: the envelope's file.
        anchor: address of the anchor.
        name: of the file, for failures.
        chain: what is asked.
    """
    envelope = read_envelope(content, name)
    if isinstance(envelope, Failed):
        return envelope
    label, digest = envelope.value.label, envelope.value.digest
    subject = subject_of(label.subject)
    if subject is None:
        what = f"it is about {label.subject!r}, which is no subject of a record"
        return _failed(Place(name), what, "a record is about 32 bytes, written in hexadecimal, or about the whole deal")
    about = About(kind=label.kind, period=label.period, subject=subject)
    published = chain.published(anchor, about)
    if isinstance(published, Failed):
        return published
    expected = (digest, envelope.value.commitment)
    found = [each for each in published.value if (each.envelope, each.root) == expected]
    if not found:
        what = f"no envelope {digest.hex()} was published as {named(about)}"
        return _failed(Place(name), what, "it was changed, or was never published")
    lines = (*published_lines(found, published.value), WRAPS_UNPROVED)
    return Ok(Verified((f"Envelope {digest.hex()}.", *lines, f"Said by {chain.says}.")))


def _against(proof: RowProof, reported: ReportedPeriod) -> str | None:
    """Say what the vault was told otherwise; none if all agrees."""
    if reported.root != proof.root:
        return f"the vault was told another root for period {proof.reporting.period}: {reported.root.hex()}"
    if reported.program != proof.reporting.program:
        return f"the vault pays the period by another program: {reported.program.hex()}"
    for stream in proof.streams:
        told = reported.inputs[stream.input] if stream.input < len(reported.inputs) else None
        if told != stream.top.sums.total_minor:
            return f"input {stream.input} was reported as {told}, but its rows come to {stream.top.sums.total_minor}"
    own = [stream for stream in proof.streams if stream.currency == proof.reporting.currency]
    total_minor = sum(stream.top.sums.total_minor for stream in own)  # what is exchanged comes in at the deal's rates
    if reported.received_minor is not None and reported.received_minor < total_minor:
        return f"the vault took in {reported.received_minor}, less than the {total_minor} that was reported"
    return None


def _anchored(proof: RowProof, place: Place, chain: ReportedTotals) -> Result[tuple[str, ...]]:
    if not proof.reporting.anchor:
        return Ok(())
    about = About(kind=STATEMENT, period=proof.reporting.period)
    published = chain.published(proof.reporting.anchor, about)
    if isinstance(published, Failed):
        return published
    found = [each for each in published.value if each.root == proof.root]
    if found:
        return Ok(tuple(published_lines(found, published.value)))
    return _failed(place, f"its root was never published as {named(about)}", "the anchor and the vault disagree")


def subject_of(text: str) -> bytes | None:
    """Read what an envelope is about as the anchor has it: 32 bytes, an address in the lowest; none if it is none."""
    try:
        subject = bytes.fromhex(text.removeprefix("0x")).rjust(SUBJECT_BYTES, b"\0")
    except ValueError:
        return None
    return subject if len(subject) == SUBJECT_BYTES else None


def _other_chain(place: Place, chain_id: int, chain: ReportedTotals) -> Failed:
    what = f"it is of chain {chain_id}, and {chain.says} is of chain {chain.chain_id}"
    return _failed(place, what, "a proof holds against its own chain alone")


def _failed(place: Place, what: str, why: str) -> Failed:
    fix = "trust it in nothing; ask who made it for another, and say what was wrong"
    return Failed((Failure(Reason.INCONSISTENT, place, what, why, fix),))
