"""A proof, document or envelope, held against a node or a receipt: with nothing but these files and the chain."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from chizai.ledger.envelope_file import MAGIC
from chizai.ledger.proof import DocumentProofFile, ReportedTotals, RowProofFile, read_strict
from chizai.ledger.proof_check import Verified, verify_document, verify_row, verify_sealed
from chizai.ledger.proof_receipt import LedgerReceipt, ReceiptTotals
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

T = TypeVar("T")

PROOF_SUFFIX = ".proof.json"
"""The proof of a document lies beside it under its name with this behind it."""
FILE_MAX_BYTES = 2**30
"""A longer file is no document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What a file is held against: one of node and receipt."""

    node: str = ""
    """`embedded:` and a file, or the address of a node."""
    receipt: Path | None = None
    """A file of what a node said."""
    vault: str = ""
    """Address of the vault that the total must have been reported to; empty takes the proof's word, and names it."""
    anchor: str = ""
    """Address of the anchor that a document must have been published in; empty takes the proof's word."""


def verify(file: Path, against: Against) -> Result[Verified]:
    """Verify that a statement row is in the total that the vault was told and took in.

    Args:
        file: the row's proof.
        against: what is asked.
    """
    proof = _read(file, RowProofFile)
    if isinstance(proof, Failed):
        return proof
    unexpected = _unexpected(file, "vault", against.vault, proof.value.proof.reporting.vault)
    unexpected += _unexpected(file, "anchor", against.anchor, proof.value.proof.reporting.anchor)
    if unexpected:
        return Failed(unexpected)
    with _opened(against) as chain:
        return chain if isinstance(chain, Failed) else verify_row(proof.value, str(file), chain.value)


def verify_file(file: Path, against: Against) -> Result[Verified]:
    """Verify a document, or an envelope that need not be opened, to its digest, signer and time.

    Args:
        file: the document, with its proof beside it; or an envelope, for which `against` names the anchor.
        against: what is asked.
    """
    content = _content(file)
    if isinstance(content, Failed):
        return content
    if content.value.startswith(MAGIC):
        return _verify_envelope(file, content.value, against)
    proof = _read(file.with_name(file.name + PROOF_SUFFIX), DocumentProofFile)
    if isinstance(proof, Failed):
        return proof
    unexpected = _unexpected(file, "anchor", against.anchor, proof.value.anchor)
    if unexpected:
        return Failed(unexpected)
    with _opened(against) as chain:
        if isinstance(chain, Failed):
            return chain
        return verify_document(content.value, proof.value, str(file), chain.value)


def _verify_envelope(file: Path, content: bytes, against: Against) -> Result[Verified]:
    if not against.anchor:
        why, fix = "an envelope does not say where it was published", "name the deal's anchor with --anchor"
        return Failed((Failure(Reason.MISSING, Place(str(file)), "no anchor is named for the envelope", why, fix),))
    with _opened(against) as chain:
        return chain if isinstance(chain, Failed) else verify_sealed(content, against.anchor, str(file), chain.value)


@contextmanager
def _opened(against: Against) -> Iterator[Result[ReportedTotals]]:
    """Open what is asked, and close it afterwards."""
    if against.receipt is not None:
        receipt = _read(against.receipt, LedgerReceipt)
        yield receipt if isinstance(receipt, Failed) else Ok(ReceiptTotals(receipt.value, str(against.receipt)))
        return
    if find_spec("web3") is None:
        yield Failed((_no_extra(against.node),))
        return
    from chizai.ledger.node import EMBEDDED, connect, disconnect
    from chizai.ledger.proof_chain import ChainTotals

    if against.node.startswith(EMBEDDED) and not _is_file(Path(against.node.removeprefix(EMBEDDED))):
        yield Failed((_no_chain(against.node),))  # to open it would make a new one
        return
    node = connect(against.node)
    if isinstance(node, Failed):
        yield node
        return
    try:
        yield Ok(ChainTotals(node.value))
    finally:
        disconnect(node.value)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have, or a folder that nobody may look into
        return False


def _no_extra(node: str) -> Failure:
    what, why = "no node can be asked: the extra `ledger` is not installed", "it has what speaks to nodes"
    return Failure(Reason.MISSING, Place(node), what, why, "pip install 'chizai[ledger]', or give a --receipt")


def _no_chain(node: str) -> Failure:
    what, why = "there is no such chain", "a proof is held against what stands on one"
    return Failure(Reason.MISSING, Place(node), what, why, "name the file of the deal's chain, or another node")


def _read(file: Path, into: type[T]) -> Result[T]:
    content = _content(file)
    return content if isinstance(content, Failed) else read_strict(content.value, str(file), into)


def _content(file: Path) -> Result[bytes]:
    try:
        if file.is_file() and file.stat().st_size > FILE_MAX_BYTES:
            what, why = f"it has more than {FILE_MAX_BYTES:,} bytes", "what is proved is a document, not a film"
            return Failed((Failure(Reason.OUT_OF_RANGE, Place(str(file)), what, why, "name another file"),))
        return Ok(file.read_bytes())
    except FileNotFoundError:
        what, fix = "there is no such file", f"name a file; the proof of a document ends in {PROOF_SUFFIX}"
        return Failed((Failure(Reason.MISSING, Place(str(file)), what, "it is what is verified, or by what", fix),))
    except OSError as error:
        what, why = f"it cannot be opened: {error.strerror}", "it is what is verified, or by what"
        return Failed((Failure(Reason.UNREADABLE, Place(str(file)), what, why, "make the file readable"),))


def _unexpected(file: Path, what: str, expected: str, found: str) -> tuple[Failure, ...]:
    """Say that a proof is of another contract than is expected; nothing where none is."""
    if not expected or expected.lower() == found.lower():
        return ()
    said = f"its {what} is {found or 'none'}, not {expected}"
    why, fix = "another contract may say anything", "ask for a proof against the contract that the deal names"
    return (Failure(Reason.INCONSISTENT, Place(str(file)), said, why, fix),)
