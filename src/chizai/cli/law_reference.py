"""The commands that show the rules of law themselves, and the facts that `law.toml` may say."""

from typing import Annotated

import typer

from chizai.cli.law import Language
from chizai.units.result import Failure, Place, Reason


def rules_command(
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="Id of a rule, such as ASA-005.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the rules.")] = Language.ENGLISH,
) -> None:
    """List the rules; or print one with its articles, its consequence and the facts that it needs."""
    from chizai.cli.show import fail
    from chizai.documents.rule_lines import rule_lines
    from chizai.law.catalogue import RULES

    found = [each for each in RULES if rule is None or each.id == rule]
    if not found:
        fail((_unknown("rule", str(rule), "`chizai law rules` lists them all"),))
    for line in rule_lines(found, language.value):
        typer.echo(line)


def facts_command(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help="A table of law.toml, such as plan.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the meanings.")] = Language.ENGLISH,
) -> None:
    """List what law.toml may say: tables, keys, kinds, who supplies each; a star marks what a rule asks for."""
    from chizai.cli.show import fail
    from chizai.documents.rule_lines import fact_lines
    from chizai.law.catalogue import TABLES

    found = [each for name, each in TABLES.items() if table is None or name == table]
    if not found:
        fail((_unknown("table", str(table), f"write one of {', '.join(TABLES)}"),))
    for line in fact_lines(found, language.value):
        typer.echo(line)


def _unknown(what: str, name: str, fix: str) -> Failure:
    return Failure(Reason.UNKNOWN, Place(what.upper()), f"no {what} is called {name!r}", "nothing can be shown", fix)
