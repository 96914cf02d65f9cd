import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from chizai.app.load import load
from chizai.cli.main import app
from chizai.units.result import Ok


def chizai(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_run_writes_its_documents_and_says_where(small_deal: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = chizai("run", small_deal, "--out", out)
    assert done.exit_code == 0, done.output
    assert f"written to {out}" in done.stdout
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in out.iterdir()} == {*manifest["files"], "manifest.json"}


def test_a_second_run_takes_the_place_of_the_first_byte_for_byte(small_deal: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    chizai("run", small_deal, "--out", out)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "left-over.txt").write_text("of an earlier version", encoding="utf-8")
    assert chizai("run", small_deal, "--out", out).exit_code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_a_run_that_fails_leaves_the_documents_of_the_last_one(small_deal: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    chizai("run", small_deal, "--out", out)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (small_deal / "licences.toml").unlink()
    assert chizai("run", small_deal, "--out", out).exit_code == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "small-deal"]


def test_a_run_never_writes_over_a_folder_that_is_not_its_own(small_deal: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = chizai("run", small_deal, "--out", precious)
    assert done.exit_code == 1
    assert "it holds something else" in done.stderr
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]


def test_a_file_where_the_folder_should_be_is_a_clear_failure(small_deal: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = chizai("run", small_deal, "--out", tmp_path / "file" / "below")
    assert done.exit_code == 1
    assert "it cannot be written" in done.stderr


def test_check_of_a_sound_deal_gives_its_digest(small_deal: Path) -> None:
    done = chizai("check", small_deal)
    assert done.exit_code == 0, done.output
    loaded = load(small_deal)
    assert isinstance(loaded, Ok)
    assert loaded.value.value.program.digest() in done.stdout


def test_check_reports_a_row_that_a_run_would_leave_out(small_deal: Path) -> None:
    statement = small_deal / "royalties.csv"
    statement.write_text(statement.read_text(encoding="utf-8") + "L7,2026-01-01,2026-06-30,1,JPY\n", encoding="utf-8")
    done = chizai("check", small_deal)
    assert done.exit_code == 1
    assert "royalties.csv:7: licence" in done.stderr
    assert chizai("run", small_deal, "--out", small_deal.parent / "out").exit_code == 0


@pytest.mark.parametrize("folder", ["nowhere", "small-deal/deal.toml"])
def test_what_is_no_deal_folder_is_said_to_be_none(small_deal: Path, folder: str) -> None:
    done = chizai("check", small_deal.parent / folder)
    assert done.exit_code == 1
    assert "a deal is a folder with deal.toml in it" in done.stderr


def test_explain_goes_from_a_payment_down_to_the_statement_row(small_deal: Path) -> None:
    done = chizai("explain", small_deal, "B", "2026-06-30")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("class B, paid on 2026-06-30: 595,068 JPY")
    assert "20,000,000 JPY x 6% x 181/365, rounded down" in done.stdout
    assert "<royalties.csv:5: amount>" in done.stdout


def test_explain_of_a_forecast_goes_down_to_the_history_that_it_rests_on(small_deal: Path) -> None:
    done = chizai("explain", small_deal, "A", "2027-12-30")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("class A, paid on 2027-12-30 (forecast): ")
    for row in (3, 4, 5, 6):
        assert f"<royalties.csv:{row}: amount>" in done.stdout


@pytest.mark.parametrize(
    ("of", "item"),
    [("servicing", "unpaid"), ("reserve", "closing"), ("cover", "left"), ("A", "principal_paid"), ("bank", None)],
)
def test_explain_answers_for_everything_that_has_an_id(small_deal: Path, of: str, item: str | None) -> None:
    done = chizai("explain", small_deal, of, "2026-06-30", *(("--item", item) if item else ()))
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0].split()[1].rstrip(",") == of


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Q", "2026-06-30"), "ask for one of: servicer-co, bank, A, B, C"),
        (("A", "2026-06-29"), "ask for one of: 2026-06-30"),
        (("A", "2026-06-30", "--item", "colour"), "ask for one of: opening, interest_due, interest_paid"),
    ],
)
def test_explain_of_what_is_not_there_says_what_is(small_deal: Path, words: tuple[str, ...], says: str) -> None:
    done = chizai("explain", small_deal, *words)
    assert done.exit_code == 1
    assert says in done.stderr


def test_explain_of_no_date_is_a_wrong_use(small_deal: Path) -> None:
    done = chizai("explain", small_deal, "A", "next spring")
    assert done.exit_code == 2
    assert "'next spring' is no date" in done.stderr


def test_the_schema_describes_the_deal_file(small_deal: Path) -> None:
    schema = json.loads(chizai("schema").stdout)
    deal = tomllib.loads((small_deal / "deal.toml").read_text(encoding="utf-8"))
    described = json.loads(json.dumps(deal, default=str))
    jsonschema.validate(described, schema)
    with pytest.raises(jsonschema.ValidationError, match="colour"):
        jsonschema.validate({**described, "colour": "red"}, schema)


def test_the_demonstration_runs_three_deals_each_into_its_folder(tmp_path: Path) -> None:
    done = chizai("demo", "--out", tmp_path / "demo")
    assert done.exit_code == 0, done.output
    written = {path.parent.name for path in (tmp_path / "demo").rglob("manifest.json")}
    assert written == {"electronics-patents", "sesac-2019-1", "tokimeki-2000"}
    assert "515,425,000" in done.stdout
    assert "-2.06%" in done.stdout
