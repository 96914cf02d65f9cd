"""What keeps papers from being made is said before anything is worked out."""

import csv
import io
from pathlib import Path

import pytest

from chizai.app import papers
from chizai.app.papers import make_papers
from chizai.units.result import Failed, Ok

APPRAISALS = """
[[appraisals]]
id = "first"
appraiser = "First appraiser"
situation = "licensed"
[[appraisals.licence_cash]]
id = "cash"
discount_ppm_annual = 80_000
[[appraisals.weights]]
method = "cash"
weight_ppm = 1_000_000
because = "contracts in force"
[[appraisals]]
id = "second"
appraiser = "Second appraiser"
situation = "licensed"
[[appraisals.licence_cash]]
id = "cash"
discount_ppm_annual = 100_000
[appraisals.override]
value_minor = 70_000_000
by = "The second appraiser's partner"
because = "a sale last year"
given_on = 2025-12-01
"""


def test_a_kind_of_paper_that_there_is_not_is_named_with_those_that_there_are(small_deal: Path) -> None:
    made = make_papers(small_deal, ["term-sheet", "leaflet"])
    assert isinstance(made, Failed)
    (failure,) = made.failures
    assert "'leaflet'" in failure.what
    assert "term-sheet, liquidation-plan, prospectus" in failure.fix


def test_without_the_typesetter_the_extra_is_named(small_deal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "find_spec", lambda _: None)
    made = make_papers(small_deal)
    assert isinstance(made, Failed)
    assert "chizai[documents]" in made.failures[0].fix


def test_what_is_wrong_with_a_deals_files_comes_back(small_deal: Path) -> None:
    (small_deal / "deal.toml").write_text("id = 1", encoding="utf-8")
    assert isinstance(make_papers(small_deal), Failed)


def test_a_term_sheet_needs_neither_futures_nor_facts_of_law(small_deal: Path) -> None:
    made = make_papers(small_deal, ["term-sheet", "funding-cost"])
    assert isinstance(made, Ok), made
    assert "term-sheet.ja.pdf" in made.value
    assert "funding-cost.en.xlsx" in made.value


def test_a_fact_that_two_papers_lack_is_named_once(small_deal: Path) -> None:
    made = make_papers(small_deal, ["risk-warning", "rating-pack", "prospectus"])
    assert isinstance(made, Failed)
    named = [(failure.place, failure.what) for failure in made.failures]
    assert len(set(named)) == len(named)
    assert {str(place) for place, _ in named} >= {
        "inputs.toml: futures",
        "inputs.toml: rating",
        "law.toml: offering.route",
    }


def test_two_appraisals_stand_beside_each_other_with_their_digest(small_deal: Path) -> None:
    inputs = small_deal / "inputs.toml"
    inputs.write_text(inputs.read_text(encoding="utf-8") + APPRAISALS, encoding="utf-8")
    made = make_papers(small_deal, ["valuation-report"])
    assert isinstance(made, Ok), made
    text = made.value["valuation-report.en.html"].decode()
    assert "second less first" in text
    assert "The second appraiser&#39;s partner" in text
    assert "Rerun digest" in text
    rows = list(csv.DictReader(io.StringIO(made.value["keys.csv"].decode())))
    assert {row["text"] for row in rows if row["key"] == "appraisal/second/conclusion_minor"} == {
        "¥70,000,000",
        "70,000,000円",
    }
