"""Envelopes as files, and the record of one that was destroyed.

A file is a line that says what it is, then every part preceded by its length in 8 bytes: the label's deal, kind and
subject, period, version, commitment, sealed body, and for each wrap the key's fingerprint and the wrapped key. There is
one way only to write an envelope.
"""

from dataclasses import dataclass, replace

from chizai.ledger.envelope import WORD_BYTES, Envelope, Label, Wrap
from chizai.ledger.merkle import HEX, hashed
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

MAGIC = b"CHIZAI ENVELOPE 1\n"
"""What every envelope starts with; the number is the format's version."""
SUFFIX = ".envelope"
DIGEST_BYTES = 32
SHREDDED = b"CHIZAI SHREDDED 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shredding:
    """That the key of a body was destroyed: what is published as an attestation, by its digest."""

    __pydantic_config__ = HEX

    envelope: bytes
    """Digest of the envelope that nobody opens any more, 32 bytes."""
    commitment: bytes
    """What it had committed to, 32 bytes; it stays on the chain."""
    reason: str
    """Why, in words without a name: they may be read by all parties."""
    shredded_on: str
    """The day, such as 2031-04-01."""

    @property
    def digest(self) -> bytes:
        """The digest to publish, 32 bytes."""
        return hashed(SHREDDED, self.envelope, self.commitment, self.reason.encode(), self.shredded_on.encode())


def shred(envelope: Envelope, reason: str, shredded_on: str) -> tuple[Envelope, Shredding]:
    """Destroy what opens an envelope: all its wraps. Give what is left, and the record of it.

    The content key exists in the wraps alone, so that a body whose every wrap is gone is noise for good. A party that
    kept a copy with its wrap, or the body, still has it: whoever keeps the files replaces each by what is left here,
    and asks parties to do the same.
    """
    record = Shredding(envelope=envelope.digest, commitment=envelope.commitment, reason=reason, shredded_on=shredded_on)
    return replace(envelope, wraps=()), record


def write_envelope(envelope: Envelope) -> bytes:
    """Write an envelope as a file's content."""
    label = envelope.label
    parts = [
        label.deal.encode(),
        label.kind.encode(),
        label.subject.encode(),
        label.period.to_bytes(WORD_BYTES, "big"),
        label.version.to_bytes(WORD_BYTES, "big"),
        envelope.commitment,
        envelope.sealed,
    ]
    for wrap in envelope.wraps:
        parts += [wrap.key, wrap.wrapped]
    return MAGIC + b"".join(len(part).to_bytes(WORD_BYTES, "big") + part for part in parts)


def read_envelope(content: bytes, file: str) -> Result[Envelope]:
    """Read an envelope.

    Args:
        content: the file's bytes.
        file: its name, for failures.

    Returns:
        the envelope, which `write_envelope` turns into the same bytes again; or why it is none.
    """
    try:
        return Ok(_envelope(_parts(content)))
    except ValueError as error:
        why, fix = "what is not whole cannot be opened", "fetch it again"
        return Failed((Failure(Reason.UNREADABLE, Place(file), f"it is no envelope: {error}", why, fix),))


def _parts(content: bytes) -> list[bytes]:
    if not content.startswith(MAGIC):
        raise ValueError("it does not begin as one")
    parts, at = [], len(MAGIC)
    while at < len(content):
        start = at + WORD_BYTES
        end = start + int.from_bytes(content[at:start], "big")
        if end > len(content) or start > len(content):
            raise ValueError("it ends too early")
        parts.append(content[start:end])
        at = end
    return parts


def _envelope(parts: list[bytes]) -> Envelope:
    fixed = 7
    if len(parts) < fixed or (len(parts) - fixed) % 2:
        raise ValueError("parts are missing")
    deal, kind, subject, period, version, commitment, sealed, *wraps = parts
    if {len(period), len(version)} != {WORD_BYTES} or len(commitment) != DIGEST_BYTES:
        raise ValueError("a number or digest has another length")
    keys = wraps[::2]
    if len(set(keys)) < len(keys) or any(len(key) != DIGEST_BYTES for key in keys):
        raise ValueError("two wraps are for one key, or a fingerprint has another length")
    label = Label(
        deal=deal.decode(),
        kind=kind.decode(),
        subject=subject.decode(),
        period=int.from_bytes(period, "big"),
        version=int.from_bytes(version, "big"),
    )
    return Envelope(label, commitment, sealed, tuple(map(Wrap, keys, wraps[1::2])))
