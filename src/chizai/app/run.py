"""A deal run for its report: its book, and what the gates of the law say where it has facts of law."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from chizai.app.book import make_book
from chizai.documents.book import DealBook
from chizai.law.facts import LAW_FILE
from chizai.units.result import Failed, Ok, Result


def run_deal(folder: Path, progress: Callable[[str], None] = lambda _: None) -> Result[DealBook]:
    """Run a deal from its files, and ask the gates of the law if there is a `law.toml`.

    Args:
        folder: the deal's folder.
        progress: told what is being done, in a few words.
    """
    book = make_book(folder, progress)
    if isinstance(book, Failed) or not (folder / LAW_FILE).exists():
        return book
    progress("asking the law")
    # the rules take as long to load as the deal takes to run, and most deals have no facts of law
    from chizai.app.gates import ask_gates
    from chizai.law.gate import Gate

    asked = ask_gates(folder, tuple(Gate))
    if isinstance(asked, Failed):
        return asked
    provenance = book.value.provenance
    inputs = dict(provenance.inputs) | {name: digest for each in asked.value for name, digest in each.inputs}
    gates = tuple(each.record for each in asked.value)
    return Ok(replace(book.value, gates=gates, provenance=replace(provenance, inputs=tuple(inputs.items()))))
