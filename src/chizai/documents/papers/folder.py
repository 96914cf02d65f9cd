"""All papers of a deal as files: PDF and HTML in both languages, workbooks where tables matter, keys and digests."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping

from chizai.documents.csv_file import csv_bytes
from chizai.documents.futures_words import DrawnFutures, futures_record
from chizai.documents.language import Language
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.html import html_bytes
from chizai.documents.papers.keys import origin_of
from chizai.documents.papers.kinds import KINDS
from chizai.documents.papers.parts import Kind, make_paper
from chizai.documents.papers.plain import plain_paper
from chizai.documents.papers.tree import Paper, figures_of
from chizai.documents.papers.workbook import paper_workbook
from chizai.documents.typst.render import pdf_bytes
from chizai.documents.words import words_of
from chizai.units.result import Failed, Failure, Ok, Place, Result

KEYS_HEAD = ("paper", "language", "section", "key", "text", "explained_by")


def papers_of(
    dossier: Dossier, only: Collection[str] = (), progress: Callable[[str], None] = lambda _: None
) -> Result[dict[str, bytes]]:
    """Make the papers of a deal, or say all that keeps any of them from being made; the same bytes every time.

    Args:
        dossier: all that is known of the deal.
        only: ids of the kinds that are wanted; none for all.
        progress: told which is being made.
    """
    made = [
        (kind, language, make_paper(kind, dossier, words_of(language, dossier.book.deal.currency)))
        for kind in KINDS
        if not only or kind.id in only
        for language in Language
    ]
    lacking: dict[tuple[Place, str], Failure] = {}
    for _, _, one in made:
        for failure in one.failures if isinstance(one, Failed) else ():
            lacking.setdefault((failure.place, failure.what), failure)  # two papers may lack the same
    if lacking:
        return Failed(tuple(lacking.values()))
    files: dict[str, bytes] = {}
    papers = [(kind, language, paper.value) for kind, language, paper in made if isinstance(paper, Ok)]
    unset: list[Failure] = []
    for kind, language, paper in papers:
        progress(f"{kind.id} ({language})")
        rendered = _rendered(kind, paper, dossier, language)
        if isinstance(rendered, Failed):
            unset += rendered.failures
        else:
            files |= rendered.value
    if unset:
        return Failed(tuple(unset))
    files["keys.csv"] = csv_bytes(KEYS_HEAD, _keys([paper for _, _, paper in papers], dossier.book.deal.id))
    files["manifest.json"] = _manifest(dossier, files)
    return Ok(files)


def _rendered(kind: Kind, paper: Paper, dossier: Dossier, language: Language) -> Result[dict[str, bytes]]:
    """Give a paper in each of its forms."""
    words = words_of(language, dossier.book.deal.currency)
    plain = plain_paper(paper, dossier.book.provenance.program_digest, words)
    name = f"{paper.id}.{language}"
    pdf = pdf_bytes(f"{name}.pdf", plain)
    if isinstance(pdf, Failed):
        return pdf
    files = {f"{name}.pdf": pdf.value, f"{name}.html": html_bytes(plain)}
    return Ok(files | ({f"{name}.xlsx": paper_workbook(paper, words)} if kind.has_workbook else {}))


def _keys(papers: list[Paper], deal_id: str) -> Iterator[tuple[object, ...]]:
    """List every figure of every paper with its key and how it is explained."""
    for paper in papers:
        for section, figure in figures_of(paper):
            yield paper.id, paper.language, section, figure.key, figure.text, origin_of(figure.key, deal_id)


def _manifest(dossier: Dossier, files: Mapping[str, bytes]) -> bytes:
    """List what the papers were made of, and the digest of each: what the ledger anchors."""
    provenance, simulation = dossier.book.provenance, dossier.simulation
    drawn = (
        {}
        if simulation is None
        else {"futures": futures_record(DrawnFutures(terms=simulation.terms, joint=simulation.joint))}
    )
    manifest = {
        "kind": "documents",
        "deal": dossier.book.deal.id,
        "program_digest": provenance.program_digest,
        "version": provenance.version,
        "as_of_on": provenance.as_of_on.isoformat(),
        "inputs": dict(dossier.digests),
        **drawn,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return (json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
