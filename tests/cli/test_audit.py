import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chizai.cli.main import app

TERMS = """
ladder = [{ sales_from_minor = 0, rate_ppm = 50_000 }, { sales_from_minor = 500_000_000, rate_ppm = 60_000 }]
"""
ROWS = """licence,from,to,sales,amount,currency
L1,2024-01-01,2024-06-30,"300,000,000","15,000,000",JPY
L1,2024-07-01,2024-12-31,"300,000,000","16,000,000",JPY
L1,2025-01-01,2025-06-30,"300,000,000","15,000,000",JPY
L1,2025-07-01,2025-12-31,"300,000,000","15,000,000",JPY
L1,2026-01-01,2026-06-30,,"15,200,000",JPY
"""


def chizai(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["audit", *map(str, words)])


@pytest.fixture
def sold_deal(small_deal: Path) -> Path:
    """Give the small deal with a ladder and net sales: its second year stays on the first rung."""
    licences, inputs = small_deal / "licences.toml", small_deal / "inputs.toml"
    licences.write_text(licences.read_text(encoding="utf-8") + TERMS, encoding="utf-8")
    text = inputs.read_text(encoding="utf-8").replace('royalty = "amount"', 'royalty = "amount"\nsales = "sales"')
    inputs.write_text(text, encoding="utf-8")
    (small_deal / "royalties.csv").write_text(ROWS, encoding="utf-8")
    return small_deal


def test_a_year_that_is_short_is_shown_with_its_figures_and_term_and_ends_with_1(sold_deal: Path) -> None:
    done = chizai(sold_deal)
    assert done.exit_code == 1
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "2024-01-01 600,000,000 31,000,000 31,000,000 0 agrees (ladder)" in lines
    assert "2025-01-01 600,000,000 31,000,000 30,000,000 -1,000,000 short (ladder)" in lines
    assert "2026-01-01 — — 15,200,000 — open" in lines
    assert "2026-01-01: no net sales are reported; not reported: 2026-07-01 to 2026-12-31" in lines
    assert lines[-2:] == [
        "Contract years with reports up to 2026-09-30: agrees 1, short 1, above 0, settled 0, overdue 0, open 1.",
        "This is arithmetic on what was reported. It is no audit of the licensees' books.",
    ]


def test_a_deal_without_a_difference_ends_with_0(sold_deal: Path) -> None:
    statement = sold_deal / "royalties.csv"
    honest = ROWS.replace('2025-12-31,"300,000,000","15', '2025-12-31,"300,000,000","16')
    statement.write_text(honest, encoding="utf-8")
    assert chizai(sold_deal).exit_code == 0


def test_a_year_of_which_nothing_is_reported_ends_with_1_once_it_is_overdue(sold_deal: Path) -> None:
    (sold_deal / "royalties.csv").write_text("\n".join(ROWS.splitlines()[:3]) + "\n", encoding="utf-8")
    done = chizai(sold_deal)
    assert done.exit_code == 1
    assert "short 0, above 0, settled 0, overdue 1, open 1" in done.stdout


def test_of_a_year_that_is_short_what_another_makes_good_is_told(sold_deal: Path) -> None:
    text = ROWS.replace('2024-12-31,"300,000,000","16,000,000"', '2024-12-31,"300,000,000","16,400,000"')
    (sold_deal / "royalties.csv").write_text(text, encoding="utf-8")
    assert "short (ladder), 400,000 of it made good" in chizai(sold_deal).stdout


@pytest.mark.parametrize("name", ["anime-copyrights", "drug-patents", "electronics-patents"])
def test_no_year_of_a_demonstration_is_short_or_above(deals_folder: Path, name: str) -> None:
    done = chizai(deals_folder / name)
    assert done.exit_code == 0, done.output
    assert "short 0, above 0" in done.stdout


def test_the_csv_has_a_row_a_contract_year_with_the_rows_that_it_was_reported_in(
    sold_deal: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out" / "audit.csv"
    chizai(sold_deal, "--out", out)
    with out.open(encoding="utf-8", newline="") as file:
        first, second, third = csv.DictReader(file)
    assert (first["finding"], first["terms"], first["open_because"]) == ("agrees", "ladder", "")
    assert (second["sales_minor"], second["due_least_minor"], second["due_most_minor"]) == (
        "600000000",
        "31000000",
        "31000000",
    )
    assert (second["reported_minor"], second["difference_minor"]) == ("30000000", "-1000000")
    assert second["rows"] == "royalties.csv:4: amount; royalties.csv:5: amount"
    assert (third["sales_minor"], third["due_most_minor"], third["difference_minor"]) == ("", "", "")


def test_a_file_that_is_there_is_not_written_over(sold_deal: Path, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    out.write_text("mine", encoding="utf-8")
    done = chizai(sold_deal, "--out", out)
    assert (done.exit_code, out.read_text(encoding="utf-8")) == (1, "mine")
    assert "it is there already" in done.stderr


def test_rows_left_out_and_rows_outside_the_licence_are_told(sold_deal: Path) -> None:
    more = "L1,2023-01-01,2023-12-31,,5,JPY\nL1,2026-01-01,2026-06-30,many,5,JPY\n"
    (sold_deal / "royalties.csv").write_text(ROWS + more, encoding="utf-8")
    done = chizai(sold_deal)
    assert "Rows that could not be used and are not counted: 1; `chizai check` names them." in done.stdout
    assert "Rows for days on which the licence did not run: 1, the first at royalties.csv:7: amount" in done.stdout


def test_a_licence_without_terms_and_one_without_reports_are_said_to_be_so(
    small_deal: Path, deals_folder: Path
) -> None:
    assert "no ladder, minimum, cap, milestone or advance is written" in chizai(small_deal).stdout
    assert chizai(deals_folder / "drug-patents").stdout.count("nothing is reported\n") == 2


def test_a_year_is_explained_down_to_the_cell_of_its_sales(sold_deal: Path) -> None:
    done = chizai(sold_deal, "--explain", "L1", "2025-05-05")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("L1 for 2025-01-01 to 2025-12-31: short by 1,000,000 JPY")
    assert "<royalties.csv:5: sales>" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--explain", "L9", "2025-05-05"), 1, "ask for one of: L1"),
        (("--explain", "L1", "2023-05-05"), 1, "is in no contract year of L1"),
        (("--explain", "L1", "May"), 2, "'May' is no date"),
        (("--explain", "L1", "2025-05-05", "--out", "a.csv"), 2, "leave out one of --out and --explain"),
    ],
)
def test_what_cannot_be_explained_is_said(sold_deal: Path, words: tuple[str, ...], code: int, says: str) -> None:
    done = chizai(sold_deal, *words)
    assert done.exit_code == code
    assert says in done.stderr


def test_what_is_no_deal_folder_is_said_to_be_none(tmp_path: Path) -> None:
    done = chizai(tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "a deal is a folder with deal.toml in it" in done.stderr
