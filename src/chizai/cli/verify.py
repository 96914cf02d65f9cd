"""The command that verifies a proof, a document or an envelope."""

from collections.abc import Mapping
from pathlib import Path

import typer

from chizai.app.verify import Against, verify, verify_file
from chizai.cli.show import fail
from chizai.units.result import Failed


def verify_against(file: Path, *, is_document: bool, options: Mapping[str, str], receipt: Path | None) -> None:
    """Verify a file and print what holds; end with 1 if anything does not.

    Args:
        file: the proof of a row, or a document or envelope.
        is_document: whether it is one of the latter.
        options: the options `node`, `vault` and `anchor`, empty where not given.
        receipt: the option of this name.
    """
    if bool(options["node"]) == (receipt is not None):
        raise typer.BadParameter("name one of --node and --receipt", param_hint="--node")
    against = Against(node=options["node"], receipt=receipt, vault=options["vault"], anchor=options["anchor"])
    verified = verify_file(file, against) if is_document else verify(file, against)
    if isinstance(verified, Failed):
        fail(verified.failures)
    for line in verified.value.lines:
        typer.echo(line)
    typer.echo("verified")
