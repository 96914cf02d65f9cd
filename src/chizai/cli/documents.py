"""The command that writes a deal's papers."""

import time
from collections.abc import Sequence
from pathlib import Path

import typer

from chizai.app.write import write_folder
from chizai.cli.show import Progress, fail
from chizai.units.result import Failed


def write_papers(deal: Path, out: Path, only: Sequence[str]) -> None:
    """Make the papers of a deal and write them, or say all that keeps them from being made."""
    from chizai.app.papers import make_papers

    started = time.perf_counter()
    progress = Progress(deal.name)
    papers = make_papers(deal, only, progress.say)
    progress.end()
    if isinstance(papers, Failed):
        fail(papers.failures)
    written = write_folder(out, papers.value)
    if isinstance(written, Failed):
        fail(written.failures)
    for name, content in papers.value.items():
        typer.echo(f"{name:<34}{len(content):>12,} bytes")
    typer.echo(f"\nwritten to {out}  ({time.perf_counter() - started:.1f} s)")
