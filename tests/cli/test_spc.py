"""The commands of the special purpose company print the plan and the papers, and fail where something is missing."""

import shutil
from pathlib import Path

from typer.testing import CliRunner

from chizai.cli.main import app


def test_the_plan_of_a_demonstration_is_printed_in_japanese(deals_folder: Path) -> None:
    done = CliRunner().invoke(app, ["spc", "plan", str(deals_folder / "drug-patents"), "--language", "ja"])
    assert done.exit_code == 0
    assert "資産の流動化に関する法律 第5条第1項第2号ロ" in done.stdout
    assert "14(2) 募集特定社債の総額(発行予定残高の上限): 記載あり" in done.stdout
    assert "?" not in done.stdout


def test_a_plan_without_law_facts_names_all_that_is_missing_and_fails(deals_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(deals_folder / "drug-patents", tmp_path / "drug-patents")
    (folder / "law.toml").unlink()
    done = CliRunner().invoke(app, ["spc", "plan", str(folder)])
    assert done.exit_code == 1
    _, _, missing = done.stdout.partition("Missing, by who supplies it\n")
    assert "  appraiser\n    plan.valuation_minor: value that was found\n" in missing
    assert missing.count("\n    ") > 40


def test_a_document_that_is_not_attached_fails_the_filing(deals_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(deals_folder / "drug-patents", tmp_path / "drug-patents")
    text = (folder / "law.toml").read_text(encoding="utf-8")
    (folder / "law.toml").write_text(text.replace('kind = "member-list"', 'kind = "other"'), encoding="utf-8")
    done = CliRunner().invoke(app, ["spc", "filing", str(folder)])
    assert done.exit_code == 1
    assert "  FAULTY  list of specified members (Form 7)" in done.stdout
    assert "    not attached\n" in done.stdout
    assert "Scores of practice, which no statute gives\n  true sale: " in done.stdout


def test_a_folder_without_a_deal_is_refused_without_a_traceback(tmp_path: Path) -> None:
    for command in ("plan", "filing"):
        done = CliRunner().invoke(app, ["spc", command, str(tmp_path)])
        assert done.exit_code == 1
        assert "deal.toml" in done.output
