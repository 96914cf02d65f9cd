"""Everything that is written of a deal: file names and their bytes."""

import hashlib
import json
from collections.abc import Mapping

from chizai.documents.appraisal_csv import appraisal_files
from chizai.documents.book import DealBook
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.futures_words import futures_record
from chizai.documents.investor_report import investor_report
from chizai.documents.journal_csv import journal_csv
from chizai.documents.language import Language
from chizai.documents.period_tables import periods_csv
from chizai.documents.screening_csv import screening_csv
from chizai.documents.story_csv import rates_csv, story_csv
from chizai.documents.valuation_csv import valuation_csv
from chizai.documents.words import words_of
from chizai.documents.workbook import workbook_bytes


def documents_of(book: DealBook) -> dict[str, bytes]:
    """Make all documents of a deal; the same book gives the same bytes anywhere."""
    tables = deal_tables(book)
    documents: dict[str, bytes] = {}
    for language in Language:
        words = words_of(language, book.deal.currency)
        drawings = drawings_of(tables, words)
        documents[f"summary.{language}.html"] = deal_summary(tables, drawings, words).encode()
        documents[f"report.{language}.html"] = investor_report(tables, drawings, words).encode()
        documents[f"waterfall.{language}.svg"] = drawings.waterfall.encode()
        if language is Language.ENGLISH:
            documents["paydown.svg"] = drawings.paydown.encode()
    documents["periods.csv"] = periods_csv(tables)
    documents["periods.xlsx"] = workbook_bytes(tables)
    documents["journal.csv"] = journal_csv(book)
    documents["screening.csv"] = screening_csv(book)
    documents["valuation.csv"] = valuation_csv(book)
    if book.appraisal is not None:
        documents |= appraisal_files(book.appraisal)
    if book.story is not None:
        documents["future.csv"] = story_csv(book.story)
        if book.story.rates:
            documents["rates.csv"] = rates_csv(book.story)
    documents["manifest.json"] = _manifest(book, documents)
    return documents


def _manifest(book: DealBook, documents: Mapping[str, bytes]) -> bytes:
    """List what the documents were made of and the digest of each."""
    provenance = book.provenance
    manifest = {
        "kind": "run" if provenance.future is None else "replay",
        "deal": book.deal.id,
        "program_digest": provenance.program_digest,
        "version": provenance.version,
        "as_of_on": provenance.as_of_on.isoformat(),
        "inputs": dict(provenance.inputs),
        **({} if provenance.future is None else {"future": futures_record(provenance.future)}),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in documents.items()},
    }
    return (json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
