"""The command that holds royalty statements against their licences."""

from pathlib import Path

import typer

from chizai.app.audit import audit_deal, explain_year
from chizai.app.write import write_file
from chizai.cli.show import day_of, fail
from chizai.documents.audit_lines import audit_csv, audit_lines
from chizai.units.result import Failed


def audit_royalties(deal: Path, out: Path | None, asked: tuple[str, str] | None) -> None:
    """Print the audit of a deal's royalties, or the explanation of one contract year.

    Ends with 1 where a year is short, above or overdue.

    Args:
        deal: the deal's folder.
        out: file of the audit as CSV; none, if not given.
        asked: id of a licence and a day in the contract year to explain; none for the audit.
    """
    if asked and out is not None:
        raise typer.BadParameter("an explanation is printed; leave out one of --out and --explain", param_hint="--out")
    on = day_of(asked[1]) if asked else None
    audit = audit_deal(deal)
    if isinstance(audit, Failed):
        fail(audit.failures)
    if asked and on:
        explained = explain_year(audit.value, asked[0], on)
        if isinstance(explained, Failed):
            fail(explained.failures)
        for line in explained.value.lines():
            typer.echo(line)
        return
    if out is not None:
        written = write_file(out, audit_csv(audit.value.licences))
        if isinstance(written, Failed):
            fail(written.failures)
    for line in audit_lines(audit.value.licences, audit.value.as_of_on, audit.value.n_unusable):
        typer.echo(line)
    years = (year for each in audit.value.licences for year in each.years)
    if any(year.is_finding for year in years):
        raise typer.Exit(1)
