"""The commands of the law: what the rules find, and what has to be done when."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chizai.law.gate import Gate

law_app = typer.Typer(
    help="The law of a deal: rules beside their articles.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Folder = Annotated[Path, typer.Argument(metavar="DEAL", help="Folder of a deal, such as deals/electronics-patents.")]


class Language(StrEnum):
    """The language of what is printed."""

    ENGLISH = "en"
    JAPANESE = "ja"


@law_app.command("check")
def check_command(
    deal: Folder,
    articles: Annotated[Path | None, typer.Option(help="Texts of articles to quote, as JSON.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Print what passed, too.")] = False,  # noqa: FBT002 - a switch
    language: Annotated[Language, typer.Option(help="Language of the findings.")] = Language.ENGLISH,
) -> None:
    """Say what each rule finds of a deal, and which facts are missing; exit with 1 if a rule fails."""
    from chizai.app.law import review
    from chizai.cli.show import fail
    from chizai.documents.law_lines import overdue_lines, remark_lines, review_lines
    from chizai.feeds.articles import Articles, read_articles
    from chizai.law.checks import Outcome
    from chizai.law.duties import overdue
    from chizai.units.result import Failed

    found = review(deal)
    texts = None if articles is None else read_articles(articles)
    if isinstance(found, Failed):
        fail(found.failures)
    if isinstance(texts, Failed):
        fail(texts.failures)
    quote = (Articles({}) if texts is None else texts.value).quote
    late = overdue(found.value.calendar, found.value.folder.inputs.as_of_on)
    for line in review_lines(found.value.findings, found.value.folder.title, quote, language.value, every=every):
        typer.echo(line)
    for line in remark_lines(found.value.folder.remarks, language.value):
        typer.echo(line)
    for line in overdue_lines(late, language.value):
        typer.echo(line)
    if found.value.of(Outcome.FAILED) or found.value.folder.title or late:
        raise typer.Exit(1)


@law_app.command("duties")
def duties_command(
    deal: Folder,
    out: Annotated[Path | None, typer.Option(help="Folder for duties.csv and duties.ics; none, if not given.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the list.")] = Language.ENGLISH,
) -> None:
    """List what has to be done when, by whom, and what is overdue."""
    from chizai import __version__
    from chizai.app.law import review
    from chizai.app.write import write_folder
    from chizai.cli.show import fail
    from chizai.documents.duties_files import duties_documents
    from chizai.documents.law_lines import duty_lines
    from chizai.units.result import Failed

    found = review(deal)
    if isinstance(found, Failed):
        fail(found.failures)
    folder = found.value.folder
    if out is not None:
        on, made_of = folder.inputs.as_of_on, (folder.digests, __version__)
        written = write_folder(out, duties_documents(found.value.calendar, on, folder.deal.id, *made_of))
        if isinstance(written, Failed):
            fail(written.failures)
    for line in duty_lines(found.value.calendar, folder.inputs.as_of_on, language.value):
        typer.echo(line)


@law_app.command("conduit")
def conduit_command(
    deal: Folder,
    language: Annotated[Language, typer.Option(help="Language of the table.")] = Language.ENGLISH,
) -> None:
    """Project the conduit test of each business year, and what failing it would cost."""
    from chizai.app.law import conduit
    from chizai.cli.show import fail
    from chizai.documents.law_lines import conduit_lines
    from chizai.units.result import Failed

    years = conduit(deal)
    if isinstance(years, Failed):
        fail(years.failures)
    for line in conduit_lines(years.value, language.value):
        typer.echo(line)


@law_app.command("gate")
def gate_command(
    deal: Folder,
    act: Annotated[Gate, typer.Argument(metavar="ACT", help="issue, acquire (pay for an asset) or distribute.")],
    year: Annotated[str, typer.Option(help="The business year that is distributed; the last, if not given.")] = "",
    out: Annotated[Path | None, typer.Option(help="File for the record, as JSON; none, if not given.")] = None,
) -> None:
    """Ask whether an act may be done: open, not shut where something is unknown, or shut; exit with 1 if it is shut."""
    from chizai import __version__
    from chizai.app.gates import ask_gate
    from chizai.app.write import write_file
    from chizai.cli.show import fail
    from chizai.documents.gate_record import gate_json, gate_lines
    from chizai.law.gates import GateState
    from chizai.units.result import Failed

    asked = ask_gate(deal, act, year=year)
    if isinstance(asked, Failed):
        fail(asked.failures)
    if out is not None:
        written = write_file(out, gate_json(asked.value, __version__))
        if isinstance(written, Failed):
            fail(written.failures)
    for line in gate_lines(asked.value):
        typer.echo(line)
    if asked.value.record.state is GateState.SHUT:
        raise typer.Exit(1)


@law_app.command("title")
def title_command(
    deal: Folder,
    language: Annotated[Language, typer.Option(help="Language of the list.")] = Language.ENGLISH,
) -> None:
    """Say of each right whether its transfer is effective and opposable; exit with 1 if it cannot be followed.

    Both are unknown of a right whose country's law is not known here, which is no fault.
    """
    from chizai.app.title import title_views
    from chizai.cli.show import fail
    from chizai.documents.failure_words import failure_text
    from chizai.documents.title_lines import title_lines
    from chizai.units.result import Failed

    views = title_views(deal)
    if isinstance(views, Failed):
        fail(views.failures)
    for view in views.value:
        for line in title_lines(view.right_id, view.record, view.unsaid, language.value):
            typer.echo(line)
    refused = [failure for view in views.value for failure in view.failures]
    if refused:
        fail(refused, lambda failure: failure_text(failure, language.value))


@law_app.command("costs")
def costs_command(deal: Folder) -> None:
    """Work out registration tax on the transfers, and the official fees over the deal's life."""
    from chizai.app.law import official_costs
    from chizai.cli.show import fail
    from chizai.units.result import Failed

    costs = official_costs(deal)
    if isinstance(costs, Failed):
        fail(costs.failures)
    for line in costs.value.lines():
        typer.echo(line)
