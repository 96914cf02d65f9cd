"""The commands of the shared ledger."""

import time
from pathlib import Path
from typing import Annotated

import typer

ledger_app = typer.Typer(help="The shared ledger.", no_args_is_help=True, rich_markup_mode=None)


@ledger_app.callback()
def ledger_command() -> None:
    """Keep accounts together: parties, securities, payments and proofs on one ledger."""


@ledger_app.command("demo")
def demo_command(
    node: Annotated[str, typer.Option(help="embedded:FILE, or a test node's address; a new chain if not given.")] = "",
    out: Annotated[Path, typer.Option(help="Folder to write: one folder a party.")] = Path("build/ledger-demo"),
) -> None:
    """Play a deal's life on the ledger in four stages, each party with its own keys, and print what each sees."""
    from chizai.app.ledger_demo import Demonstration, demonstrate, view_lines
    from chizai.cli.show import fail
    from chizai.units.result import Failed

    started = time.perf_counter()
    came = demonstrate(Demonstration(out, node), typer.echo)
    if isinstance(came, Failed):
        fail(came.failures)
    for line in view_lines(came.value):
        typer.echo(line)
    typer.echo(f"\nwritten to {out}  ({time.perf_counter() - started:.1f} s)")
