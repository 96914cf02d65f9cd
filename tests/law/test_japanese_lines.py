"""What the law's commands print in Japanese is Japanese, but for the deal's own data."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.documents.english import data_of, english
from typer.testing import CliRunner

from chizai.app.law import read_law_folder
from chizai.cli.main import app
from chizai.units.result import Ok


def printed(folder: Path, command: Sequence[str]) -> list[str]:
    name, *rest = command[1:]
    result = CliRunner().invoke(app, [command[0], name, str(folder), *rest, "--language", "ja"])
    assert "Traceback" not in result.output
    return result.output.splitlines()


@pytest.mark.parametrize("deal", ["anime-copyrights", "drug-patents"])
@pytest.mark.parametrize(
    "command",
    [
        ("law", "check", "--all"),
        ("law", "title"),
        ("law", "duties"),
        ("law", "conduit"),
        ("spc", "plan"),
        ("spc", "filing"),
    ],
)
def test_no_line_of_the_law_holds_english(deals_folder: Path, deal: str, command: Sequence[str]) -> None:
    read = read_law_folder(deals_folder / deal)
    assert isinstance(read, Ok)
    given = read.value
    facts = [(dict(given.known.one), {table: dict(rows) for table, rows in given.known.many.items()})]
    lines = printed(deals_folder / deal, command)
    assert lines
    assert english(lines, data_of((given.deal, given.pool.rights, given.pool.licences, facts))) == []


def test_duties_name_their_state_and_owner_in_japanese_in_columns(deals_folder: Path) -> None:
    first, *_ = printed(deals_folder / "drug-patents", ("law", "duties"))
    assert first.startswith("2025-09-29  履行済み  特定目的会社        commencement-notification: 業務開始届出")


def test_missing_facts_stand_under_who_can_say_them_in_japanese(deals_folder: Path) -> None:
    lines = printed(deals_folder / "drug-patents", ("law", "check"))
    missing = lines[lines.index("不足している事実(提供者別)") :]
    assert {line.strip() for line in missing if line.startswith("  ") and not line.startswith("    ")} >= {
        "弁理士",
        "法律顧問",
        "鑑定評価人",
    }
