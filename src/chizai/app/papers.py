"""From a deal's folder to its papers: run, drawn into the future, looked at by the law, and written down."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from chizai.app.book import make_book
from chizai.app.law import review
from chizai.app.simulate import simulate
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.folder import papers_of
from chizai.documents.papers.kinds import KINDS
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

NO_TYPESETTER = Failure(
    Reason.MISSING,
    Place("typst"),
    "the typesetter or its fonts are not installed",
    "papers are set by typst, in fonts that they carry with them",
    "install the extra: pip install 'chizai[documents]'",
)
NEEDED = ("typst", "noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
"""The packages of the extra `documents`."""


def make_dossier(folder: Path, progress: Callable[[str], None] = lambda _: None) -> Result[Dossier]:
    """Gather all that papers are made from.

    Args:
        folder: the deal's folder.
        progress: told what is being done, in a few words.
    """
    book = make_book(folder, progress)
    if isinstance(book, Failed):
        return book
    progress("asking the law")
    reviewed = review(folder)
    if isinstance(reviewed, Failed):
        return reviewed
    inputs = reviewed.value.folder.inputs
    asks_for_futures = inputs.futures is not None or inputs.joint is not None
    simulated = simulate(folder, progress) if asks_for_futures else Ok(None)
    if isinstance(simulated, Failed):
        return simulated
    return Ok(
        Dossier(
            book=book.value,
            simulation=simulated.value,
            known=reviewed.value.folder.known,
            findings=reviewed.value.findings,
            digests=tuple(dict.fromkeys((*book.value.provenance.inputs, *reviewed.value.folder.digests))),
        )
    )


def make_papers(
    folder: Path, only: Sequence[str] = (), progress: Callable[[str], None] = lambda _: None
) -> Result[dict[str, bytes]]:
    """Make the papers of a deal, file by file; all that are wanted or none.

    Args:
        folder: the deal's folder.
        only: the kinds that are wanted; none for all.
        progress: told what is being done, in a few words.
    """
    known = [kind.id for kind in KINDS]
    unknown = tuple(_no_kind(name, known) for name in only if name not in known)
    if unknown:
        return Failed(unknown)
    if any(find_spec(name) is None for name in NEEDED):
        return Failed((NO_TYPESETTER,))
    dossier = make_dossier(folder, progress)
    return dossier if isinstance(dossier, Failed) else papers_of(dossier.value, only, progress)


def _no_kind(name: str, known: Sequence[str]) -> Failure:
    what = f"{name!r} is no kind of paper"
    return Failure(
        Reason.UNKNOWN, Place("--only"), what, "nothing would be made of it", f"write one of {', '.join(known)}"
    )
