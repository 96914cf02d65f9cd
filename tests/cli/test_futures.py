import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chizai.cli.main import app

FUTURES = "\n[futures]\nvolatility_ppm_annual = 250_000\nn_paths = 200\n"


def chizai(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def uncertain_deal(small_deal: Path) -> Path:
    file = small_deal / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8") + FUTURES, encoding="utf-8")
    return small_deal


def test_a_deal_is_simulated_and_one_future_replayed_and_explained(uncertain_deal: Path, tmp_path: Path) -> None:
    out = tmp_path / "futures"
    simulated = chizai("simulate", uncertain_deal, "--out", out)
    assert simulated.exit_code == 0, simulated.output
    assert f"written to {out}" in simulated.stdout
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in out.iterdir()} == {*manifest["files"], "manifest.json"}
    replayed = chizai("replay", out, "--path", "42")
    assert replayed.exit_code == 0, replayed.output
    assert (tmp_path / "futures-42" / "journal.csv").is_file()
    explained = chizai("replay", out, "--path", "42", "--cell", "A", "2027-06-30")
    assert explained.exit_code == 0, explained.output
    assert explained.stdout.startswith("class A, paid on 2027-06-30 (forecast)")
    assert "what future 42 of seed 1 collects" in explained.stdout


def test_a_deal_that_was_moved_is_named(uncertain_deal: Path, tmp_path: Path) -> None:
    out = tmp_path / "futures"
    chizai("simulate", uncertain_deal, "--out", out)
    moved = uncertain_deal.rename(tmp_path / "moved")
    lost = chizai("replay", out, "--path", "0")
    assert lost.exit_code == 1
    assert "there is no such folder" in lost.stderr
    assert chizai("replay", out, "--path", "0", "--deal", moved).exit_code == 0


@pytest.mark.parametrize(
    ("cell", "says"), [(("Z", "2027-06-30"), "'Z' is no class"), (("A", "soon"), "'soon' is no date")]
)
def test_a_cell_that_is_not_there_is_named(
    uncertain_deal: Path, tmp_path: Path, cell: tuple[str, str], says: str
) -> None:
    out = tmp_path / "futures"
    chizai("simulate", uncertain_deal, "--out", out)
    done = chizai("replay", out, "--path", "0", "--cell", *cell)
    assert done.exit_code > 0
    assert says in done.stderr


def test_a_deal_without_futures_is_not_simulated(small_deal: Path, tmp_path: Path) -> None:
    done = chizai("simulate", small_deal, "--out", tmp_path / "futures")
    assert done.exit_code == 1
    assert "inputs.toml: futures" in done.stderr
    assert not (tmp_path / "futures").exists()


def test_a_simulation_never_writes_over_a_folder_that_is_not_its_own(uncertain_deal: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = chizai("simulate", uncertain_deal, "--out", precious)
    assert done.exit_code == 1
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]
    replayed = chizai("replay", precious, "--path", "0")
    assert replayed.exit_code == 1
    assert "there is no such simulation" in replayed.stderr


def test_a_folder_for_machine_code_that_cannot_be_used_is_named_and_nothing_else_changes(
    uncertain_deal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "futures"
    usual = chizai("simulate", uncertain_deal, "--out", out)
    monkeypatch.setenv("CHIZAI_CACHE", str(uncertain_deal / "inputs.toml"))
    told = chizai("simulate", uncertain_deal, "--out", out)
    assert told.exit_code == 0
    assert "inputs.toml/machine-code: it cannot be made" in told.stderr
    assert "CHIZAI_CACHE=off" in told.stderr
    assert told.stdout.rpartition("written to")[0] == usual.stdout.rpartition("written to")[0]
