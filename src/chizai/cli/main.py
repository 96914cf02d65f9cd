"""The commands of `chizai`."""

from pathlib import Path
from typing import Annotated

import typer

from chizai.cli.law import law_app
from chizai.cli.law_reference import facts_command, rules_command
from chizai.cli.ledger import ledger_app
from chizai.cli.spc import spc_app

app = typer.Typer(
    help="From intellectual property to securities: one deal file, run and explained to the yen.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help answers in a third of the time
    pretty_exceptions_enable=False,
)
law_app.command("rules")(rules_command)
law_app.command("facts")(facts_command)
app.add_typer(law_app, name="law")
app.add_typer(ledger_app, name="ledger")
app.add_typer(spc_app, name="spc")

Folder = Annotated[Path, typer.Argument(metavar="DEAL", help="Folder of a deal, such as deals/electronics-patents.")]


@app.command("run")
def run_command(
    deal: Folder,
    out: Annotated[Path | None, typer.Option(help="Folder to write; build/<deal> if not given.")] = None,
) -> None:
    """Run a deal from its files and write its documents."""
    from chizai.cli.show import run_deals

    run_deals({deal: out or Path("build") / deal.resolve().name})


@app.command("demo")
def demo_command(
    out: Annotated[Path, typer.Option(help="Folder to write, one folder a deal in it.")] = Path("build/demo"),
) -> None:
    """Run three worked deals: a demonstration and two real ones from published facts."""
    from chizai.app.deals import DEMO, deals_folder
    from chizai.cli.show import run_deals

    run_deals({deals_folder() / name: out / name for name in DEMO})


@app.command("check")
def check_command(deal: Folder) -> None:
    """Say all that is wrong with a deal's files, each with its place; exit with 1 if anything is."""
    from chizai.cli.show import check_deal

    check_deal(deal)


@app.command("explain")
def explain_command(
    deal: Folder,
    of: Annotated[str, typer.Argument(metavar="OF", help="Id of a class, fee, account, guarantee or party.")],
    on: Annotated[str, typer.Argument(metavar="ON", help="A payment date, such as 2028-03-31.")],
    item: Annotated[str | None, typer.Option(help="One column of its table, such as principal_paid.")] = None,
    depth: Annotated[int | None, typer.Option(min=0, help="Levels to show; all, if not given.")] = None,
) -> None:
    """Explain what was paid on a date, down to the statement rows that it was paid from."""
    from chizai.cli.show import explain_number

    explain_number(deal, (of, on, item), depth)


@app.command("audit")
def audit_command(
    deal: Folder,
    out: Annotated[Path | None, typer.Option(help="CSV file to write; none, if not given.")] = None,
    explain: Annotated[
        tuple[str, str] | None, typer.Option(metavar="LICENCE ON", help="Explain the contract year of a day instead.")
    ] = None,
) -> None:
    """Hold what licensees reported against their licences' terms; exit with 1 if a year is short or above."""
    from chizai.cli.audit import audit_royalties

    audit_royalties(deal, out, explain)


@app.command("documents")
def documents_command(
    deal: Folder,
    out: Annotated[Path | None, typer.Option(help="Folder to write; build/<deal>-documents if not given.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Kind of paper, such as term-sheet; repeat for more.")] = None,
) -> None:
    """Write the deal's papers as PDF, HTML and Excel: prospectus, reports, term sheet, rating pack and the rest."""
    from chizai.cli.documents import write_papers

    write_papers(deal, out or Path("build") / f"{deal.resolve().name}-documents", only or [])


@app.command("simulate")
def simulate_command(
    deal: Folder,
    out: Annotated[Path | None, typer.Option(help="Folder to write; build/<deal>-futures if not given.")] = None,
) -> None:
    """Run a deal over many futures and in scenarios: prices, yields, defaults, losses, and what moves them."""
    from chizai.cli.futures import simulate_deal

    simulate_deal(deal, out or Path("build") / f"{deal.resolve().name}-futures")


@app.command("replay")
def replay_command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder that `chizai simulate` wrote.")],
    path: Annotated[int, typer.Option(help="Number of the future, from 0.")],
    deal: Annotated[Path | None, typer.Option(help="Folder of the deal, if it has been moved since.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write; RUN-<path> if not given.")] = None,
    cell: Annotated[
        tuple[str, str] | None, typer.Option(metavar="OF ON", help="Explain what OF was paid ON a date instead.")
    ] = None,
) -> None:
    """Carry out one future of a simulation exactly, and write its journal and all documents."""
    from chizai.cli.futures import replay_path

    replay_path(run, deal, path, out or run.with_name(f"{run.name}-{path}"), cell)


@app.command("solve")
def solve_command(
    deal: Folder,
    out: Annotated[Path | None, typer.Option(help="File to write the sized deal to; none, if not given.")] = None,
) -> None:
    """Size a deal: solve for the numbers that its solve.toml leaves open, against the targets there."""
    from chizai.cli.futures import solve_deal

    solve_deal(deal, out)


@app.command("backtest")
def backtest_command(  # noqa: PLR0913, PLR0917 - each option is a parameter
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV tables of series, long or wide.")],
    series: Annotated[str, typer.Option(help="Columns that name a series, such as company,commodity.")] = "",
    period: Annotated[str | None, typer.Option(help="The column of periods, if not found by name.")] = None,
    value: Annotated[str | None, typer.Option(help="The column of amounts, if not found by name.")] = None,
    gaps: Annotated[str, typer.Option(help="What no row means: zero (nothing came) or unknown.")] = "zero",
    names: Annotated[
        str, typer.Option(help="A renamed series: joined (carries on) or written (as it stands).")
    ] = "joined",
    least_years: Annotated[int, typer.Option(min=1, help="Known years that a series needs.")] = 2,
    paths: Annotated[int, typer.Option(min=2, help="Futures drawn for a forecast.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Of the random numbers.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Markdown file to write; none, if not given.")] = None,
) -> None:
    """Forecast series from rolling origins and compare with what came: coverage, tails, scores, baselines."""
    from chizai.cli.backtest import back_test_series

    columns = {"series": series, "period": period, "value": value, "gaps": gaps, "names": names}
    back_test_series(files, columns, {"least_years": least_years, "n_paths": paths, "seed": seed}, out)


@app.command("calibrate")
def calibrate_command(
    process: Annotated[str | None, typer.Argument(metavar="PROCESS", help="Such as bass; all, if not given.")] = None,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="CSV table of the process's columns.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting; repeat for more.")
    ] = None,
) -> None:
    """Fit a process to your own figures: estimates, how well they fit, and the lines for inputs.toml."""
    from chizai.cli.calibrate import calibrate_process

    calibrate_process(process, file, settings or [])


@app.command("verify")
def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Proof of a statement row; or a document or envelope.")],
    document: Annotated[bool, typer.Option("--document", help="FILE is a document or envelope.")] = False,  # noqa: FBT002 - a flag
    node: Annotated[str, typer.Option(help="Node to ask: embedded:FILE, or its address.")] = "",
    receipt: Annotated[Path | None, typer.Option(help="File of what a node said, instead of a node.")] = None,
    vault: Annotated[str, typer.Option(help="Address of the vault that you expect.")] = "",
    anchor: Annotated[str, typer.Option(help="Address of the anchor that you expect.")] = "",
) -> None:
    """Verify that a row is in the total that the vault took in, or a document to its digest, signer and time."""
    from chizai.cli.verify import verify_against

    options = {"node": node, "vault": vault, "anchor": anchor}
    verify_against(file, is_document=document, options=options, receipt=receipt)


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the deal file, for editors to complete and check it."""
    import json

    from chizai.deal.text import deal_schema

    typer.echo(json.dumps(deal_schema(), indent=2, ensure_ascii=False))


def run() -> None:
    """Run the command line."""
    app()
