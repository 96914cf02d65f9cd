"""A period that a vault was told of, proofs of its rows and of a document, and a chain that says what it is told to."""

import hashlib
from datetime import date

from chizai.ledger.envelope import commitment_of
from chizai.ledger.lookthrough import Reporting, period_statement, proofs_of
from chizai.ledger.lookthrough_rows import CountedRow
from chizai.ledger.proof import (
    About,
    DocumentProofFile,
    Publication,
    ReportedPeriod,
    RowProofFile,
)
from chizai.ledger.proof_check import Verified
from chizai.ledger.proof_receipt import KeptPeriod, KeptRecord, LedgerReceipt, ReceiptTotals
from chizai.units.result import Failed, Ok, Result

VAULT, ANCHOR = "0x" + "ab" * 20, "0x" + "cd" * 20
SERVICER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
PROGRAM = hashlib.sha256(b"program").digest()
REPORTING = Reporting(program=PROGRAM, currency="JPY", chain_id=1337, vault=VAULT, anchor=ANCHOR, period=3)
AT = 1_893_456_000
"""The first second of 2030."""
DOCUMENT, SALT = "格付意見書 予備格付 A".encode(), bytes(range(32))
RATING = About(kind="rating", period=0)


def row(number: int, cash_minor: int, currency: str = "JPY") -> CountedRow:
    return CountedRow(
        file="q1.csv",
        row=number,
        licence="L1",
        right="R1",
        period_start_on=date(2029, 7, 1),
        period_end_on=date(2029, 9, 30),
        received_on=date(2029, 11, 15),
        royalty_minor=cash_minor,
        cash_minor=cash_minor,
        currency=currency,
    )


ROWS = {0: [row(2, 1_500_000), row(3, 800_000), row(4, -100_000)], 2: [row(2, 70, "USD")]}
_STATED = period_statement(REPORTING, ROWS, bytes(32))
assert isinstance(_STATED, Ok)
STATEMENT = _STATED.value
PROOFS = tuple(RowProofFile(proof=proof) for proof in proofs_of(STATEMENT))
REPORTED = ReportedPeriod(
    program=PROGRAM,
    inputs=(2_200_000, 35_000, 70),
    root=STATEMENT.root,
    by=SERVICER,
    block=17,
    reported_unix_seconds=AT,
    received_minor=2_200_070,
)
ROOT_PUBLISHED = Publication(
    about=About(kind="statement", period=3),
    author=SERVICER,
    version=1,
    root=STATEMENT.root,
    envelope=bytes(32),
    block=16,
    published_unix_seconds=AT - 12,
)
RATED = Publication(
    about=RATING,
    author=SERVICER,
    version=2,
    root=commitment_of(DOCUMENT, SALT),
    envelope=bytes(32),
    block=5,
    published_unix_seconds=AT - 86_400,
)
DOCUMENT_PROOF = DocumentProofFile(chain_id=1337, anchor=ANCHOR, about=RATING, salt=SALT)


def chain(
    reported: ReportedPeriod | None = REPORTED,
    published: tuple[Publication, ...] = (ROOT_PUBLISHED,),
    rated: tuple[Publication, ...] = (RATED,),
) -> ReceiptTotals:
    """Give a chain that says what it is told to."""
    periods = () if reported is None else (KeptPeriod(vault=VAULT, period=3, reported=reported),)
    records = (
        KeptRecord(anchor=ANCHOR, about=ROOT_PUBLISHED.about, versions=published),
        KeptRecord(anchor=ANCHOR, about=RATING, versions=rated),
    )
    return ReceiptTotals(LedgerReceipt(chain_id=1337, periods=periods, records=records), "receipt.json")


def text_of(verified: Result[Verified]) -> str:
    assert isinstance(verified, Ok), verified
    return "\n".join(verified.value.lines)


def why_not(verified: Result[Verified]) -> str:
    assert isinstance(verified, Failed), verified
    return str(verified.failures[0])
