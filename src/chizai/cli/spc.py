"""The commands of the special purpose company: its plan, and the papers before its business begins."""

from typing import Annotated

import typer

from chizai.cli.law import Folder, Language

spc_app = typer.Typer(
    help="The special purpose company: its asset liquidation plan and its filings.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@spc_app.command("plan")
def plan_command(
    deal: Folder,
    language: Annotated[Language, typer.Option(help="Language of the plan.")] = Language.ENGLISH,
) -> None:
    """Print the asset liquidation plan item by item; exit with 1 if an item is missing or contradicts the deal."""
    from chizai.app.spc import plan_of
    from chizai.cli.show import fail
    from chizai.documents.spc_lines import plan_lines
    from chizai.units.result import Failed

    plan = plan_of(deal)
    if isinstance(plan, Failed):
        fail(plan.failures)
    for line in plan_lines(plan.value, language.value):
        typer.echo(line)
    if plan.value.missing or plan.value.faults:
        raise typer.Exit(1)


@spc_app.command("filing")
def filing_command(
    deal: Folder,
    language: Annotated[Language, typer.Option(help="Language of the list.")] = Language.ENGLISH,
) -> None:
    """Say where the papers of formation and notification stand; exit with 1 if one is not ready."""
    from chizai.app.spc import filings_of
    from chizai.cli.show import fail
    from chizai.documents.spc_lines import filing_lines
    from chizai.law.spc_filing import Standing
    from chizai.units.result import Failed

    found = filings_of(deal)
    if isinstance(found, Failed):
        fail(found.failures)
    it = found.value
    for line in filing_lines(it.formation, it.notification, it.scores, language.value):
        typer.echo(line)
    papers = (*it.formation, *it.notification.papers)
    if any(paper.standing not in {Standing.READY, Standing.NOT_NEEDED} for paper in papers):
        raise typer.Exit(1)
