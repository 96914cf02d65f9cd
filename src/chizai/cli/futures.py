"""The commands over many futures: simulate, replay and solve."""

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from chizai.app.write import write_file, write_folder
from chizai.cli.show import Progress, day_of, fail
from chizai.units.result import Failed, told

if TYPE_CHECKING:
    from chizai.documents.book import DealBook
    from chizai.documents.simulation import FirstResults

# What a command needs is loaded with it: the documents of a deal take longer to load than ten thousand futures to draw.


def _keep_code() -> None:
    """Let machine code be kept between commands, and say where it cannot be."""
    from chizai.app.code_shelf import keep_code

    wrong = keep_code()
    if wrong is not None:
        for text in told((wrong,)):
            typer.echo(f"{text}\n", err=True)


def simulate_deal(deal: Path, out: Path) -> None:
    """Run a deal over its futures, print what came out, and write it."""
    from chizai.app.simulate import simulate
    from chizai.documents.simulation_files import simulation_files
    from chizai.documents.simulation_glance import first_lines, further_lines

    def show_first(results: "FirstResults") -> None:
        progress.end()
        for line in first_lines(results):
            typer.echo(line)

    _keep_code()
    started = time.perf_counter()
    progress = Progress(deal.name)
    simulated = simulate(deal, progress.say, show_first)
    progress.end()
    if isinstance(simulated, Failed):
        fail(simulated.failures)
    seen_from_out = Path(os.path.relpath(deal.resolve(), out.resolve())).as_posix()
    simulation = replace(simulated.value, folder=seen_from_out)
    written = write_folder(out, simulation_files(simulation))
    if isinstance(written, Failed):
        fail(written.failures)
    for line in further_lines(simulation):
        typer.echo(line)
    typer.echo(f"\nwritten to {out}  ({time.perf_counter() - started:.1f} s)\n")


def solve_deal(deal: Path, out: Path | None) -> None:
    """Size a deal, print what was found, and write the sized deal file if a place is given."""
    from chizai.app.solve import size_deal
    from chizai.deal.text import write_deal
    from chizai.documents.sizing_glance import sizing_lines

    _keep_code()
    progress = Progress(deal.name)
    sized = size_deal(deal, progress.say)
    progress.end()
    if isinstance(sized, Failed):
        fail(sized.failures)
    solution, request = sized.value.solution, sized.value.request
    for line in sizing_lines(request.goal, solution, sized.value.frontier, sized.value.provenance):
        typer.echo(line)
    if out is not None:
        written = write_file(out, write_deal(solution.deal).encode())
        if isinstance(written, Failed):
            fail(written.failures)
        typer.echo(f"\nsized deal written to {out}\n")


def replay_path(run: Path, deal: Path | None, path: int, out: Path, cell: tuple[str, str] | None) -> None:
    """Carry out one future exactly; write its documents, or explain one of its numbers.

    Args:
        run: the folder of the simulation.
        deal: the deal's folder; none: where the simulation found it.
        path: number of the future.
        out: where the documents go.
        cell: id and payment date of what is to be explained, instead of documents.
    """
    from chizai.app.replay import folder_of, replay
    from chizai.documents.folder import documents_of
    from chizai.documents.glance import glance_lines

    _keep_code()
    folder = folder_of(run) if deal is None else deal
    day = None if cell is None else day_of(cell[1])
    book = replay(run, folder, path)
    if isinstance(book, Failed):
        fail(book.failures)
    if cell is not None and day is not None:
        _explain(book.value, cell[0], day)
        return
    written = write_folder(out, documents_of(book.value))
    if isinstance(written, Failed):
        fail(written.failures)
    for line in glance_lines(book.value):
        typer.echo(line)
    typer.echo(f"\nfuture {path:,} of {run}, written to {out}\n")


def _explain(book: "DealBook", of: str, day: date) -> None:
    from chizai.app.explain import explain_cell

    explained = explain_cell(book, of, day)
    if isinstance(explained, Failed):
        fail(explained.failures)
    for line in explained.value.lines():
        typer.echo(line)
