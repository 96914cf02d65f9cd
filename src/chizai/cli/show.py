"""What the commands print: results on standard output, what is wrong on standard error."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from chizai.app.write import write_folder
from chizai.units.result import Failed, Failure, told

if TYPE_CHECKING:
    from rich.status import Status


def run_deals(folders: Mapping[Path, Path]) -> None:
    """Run deals one after the other, showing progress; each is written to its folder.

    Args:
        folders: a deal's folder, and where its documents go.
    """
    from chizai.app.run import run_deal
    from chizai.documents.folder import documents_of
    from chizai.documents.glance import glance_lines

    for deal, out in folders.items():
        started = time.perf_counter()
        progress = Progress(deal.name)
        book = run_deal(deal, progress.say)
        if isinstance(book, Failed):
            progress.end()
            fail(book.failures)
        progress.say("writing documents")
        written = write_folder(out, documents_of(book.value))
        progress.end()
        if isinstance(written, Failed):
            fail(written.failures)
        for line in glance_lines(book.value):
            typer.echo(line)
        typer.echo(f"\nwritten to {out}  ({time.perf_counter() - started:.1f} s)\n")


def check_deal(deal: Path) -> None:
    """Print what is wrong with a deal's files, or that nothing is."""
    from chizai.app.book import make_book

    book = make_book(deal)
    if isinstance(book, Failed):
        fail(book.failures)
    if book.value.unusable:
        fail(book.value.unusable)
    program = book.value.run.program
    typer.echo(f"{deal}: nothing is wrong; program {program.digest()}, {len(program.steps)} steps")


def explain_number(deal: Path, cell: tuple[str, str, str | None], depth: int | None) -> None:
    """Print the explanation of one number.

    Args:
        deal: the deal's folder.
        cell: id of what is asked for, payment date, and column if not the usual one.
        depth: how many levels of the explanation to show; none for all.
    """
    from chizai.app.book import make_book
    from chizai.app.explain import explain_cell

    of, on, item = cell
    day = day_of(on)
    book = make_book(deal)
    if isinstance(book, Failed):
        fail(book.failures)
    explained = explain_cell(book.value, of, day, item)
    if isinstance(explained, Failed):
        fail(explained.failures)
    for line in explained.value.lines(depth):
        typer.echo(line)


def day_of(text: str) -> date:
    """Read a date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2028-03-31", param_hint="ON") from None


def fail(failures: Sequence[Failure], say: Callable[[Failure], str] = str) -> NoReturn:
    """Print failures and end with 1.

    Args:
        failures: at least one.
        say: how one is told.
    """
    for text in told(failures, say):
        typer.echo(f"{text}\n", err=True)
    typer.echo(f"{len(failures)} thing{'s' if len(failures) > 1 else ''} to mend", err=True)
    raise typer.Exit(1)


def _status(name: str) -> "Status":
    """Begin the line of what is being done."""
    from rich.console import Console
    from rich.status import Status

    status = Status(name, console=Console(stderr=True))
    status.start()
    return status


class Progress:
    """One line that says what is being done; silent where nobody watches."""

    def __init__(self, name: str) -> None:
        """Show the name of what is being done, where somebody watches."""
        self._name = name
        self._status = _status(name) if sys.stderr.isatty() else None

    def say(self, doing: str) -> None:
        """Say what is being done now; the line comes back if it was taken away."""
        if self._status:
            self._status.update(f"{self._name}: {doing}")
            self._status.start()

    def end(self) -> None:
        """Take the line away, so that results can be printed."""
        if self._status:
            self._status.stop()
