"""Ratings, appraisals and the story of a future, from a deal's files to its documents."""

import csv
import io
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tests.app.sound import simulation_lines

from chizai.app.assumed import assumed_of
from chizai.app.book import make_book
from chizai.app.load import load
from chizai.app.rating import contributions
from chizai.app.replay import replay
from chizai.app.simulate import simulate
from chizai.app.write import write_folder
from chizai.documents.book import DealBook
from chizai.documents.folder import documents_of
from chizai.documents.language import Language
from chizai.documents.simulation import Simulation
from chizai.documents.simulation_files import simulation_files
from chizai.metrics.rating_scale import steps_below_top
from chizai.units.result import Failed, Ok, Reason

RATING = """
[rating]
price_of_risk_ppm = 250_000
licensees = [{ licensee = "Maker", symbol = "A-" }]

[[curves]]
id = "flat"
as_of_on = 2025-12-31
quote = "zero"
points = [{ on = 2026-12-31, rate_ppm_annual = 10_000 }, { on = 2031-12-31, rate_ppm_annual = 10_000 }]
"""
APPRAISALS = """
[[appraisals]]
id = "first"
appraiser = "First appraiser"
situation = "licensed"

[[appraisals.licence_cash]]
id = "cash"
discount_ppm_annual = 80_000

[[appraisals.licence_cash]]
id = "careful"
discount_ppm_annual = 120_000

[[appraisals.weights]]
method = "cash"
weight_ppm = 750_000
because = "contracts in force"

[[appraisals.weights]]
method = "careful"
weight_ppm = 250_000
because = "a second look"

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


def with_inputs(root: Path, into: Path, *more: str) -> Path:
    """Copy the worked deal with joint futures, with few of them and more inputs."""
    folder = shutil.copytree(root / "docs" / "how-to" / "joint-futures", into / "deal")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8").replace("n_paths = 100_000", 'n_paths = 1_000\ncurve = "flat"')
    if not any("[[curves]]" in each for each in more):
        text = text.replace('curve = "flat"\n', "")
    file.write_text("\n".join([text, *more]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def rated(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    simulated = simulate(with_inputs(project_root, tmp_path_factory.mktemp("rated"), RATING))
    assert isinstance(simulated, Ok), simulated
    return simulated.value


@pytest.fixture(scope="module")
def appraised(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> DealBook:
    made = make_book(with_inputs(project_root, tmp_path_factory.mktemp("appraised"), APPRAISALS))
    assert isinstance(made, Ok), made
    return made.value


def rows_of(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"))))


def test_a_senior_class_is_rated_no_lower_than_its_junior(rated: Simulation) -> None:
    senior, junior = (one.rating for one in rated.ratings)
    assert (senior.class_id, junior.class_id) == ("A", "B")
    assert steps_below_top(senior.symbol) <= steps_below_top(junior.symbol)


def test_a_single_licensee_caps_at_the_symbol_that_is_given_for_it(rated: Simulation) -> None:
    caps = {str(cap.kind): cap.symbol for cap in rated.ratings[0].rating.caps}
    assert caps["single licensee"] == "A-"


def test_each_price_is_lower_the_more_is_asked_for_risk(rated: Simulation) -> None:
    gained = 0.0
    for one in rated.ratings:
        assert one.views is not None
        assert one.risk_neutral_minor is not None
        gained += one.risk_neutral_minor.mean - one.views.expected_minor.mean
        if one.views.risk_adjusted_minor is not None:
            assert one.views.risk_adjusted_minor.mean < one.views.expected_minor.mean
    # of a senior class whose coupon is above the curve, later repayment in a poor market can outweigh what it loses
    assert gained < 0


def test_without_a_curve_there_is_a_symbol_and_no_price(project_root: Path, tmp_path: Path) -> None:
    simulated = simulate(with_inputs(project_root, tmp_path, "[rating]\n"))
    assert isinstance(simulated, Ok)
    assert [one.views for one in simulated.value.ratings] == [None, None]
    assert not any("Risk-adjusted" in line for line in simulation_lines(simulated.value))


def test_no_class_gains_from_what_is_left_out_and_the_patent_of_both_large_licences_is_missed_most(
    rated: Simulation,
) -> None:
    assert [each.name for each in rated.contributions] == [
        *(f"licence L{number}" for number in (1, 2, 3)),
        *(f"right P{number}" for number in (1, 2)),
    ]
    losses = {each.name: sum(added.mean for added in each.added_loss_minor) for each in rated.contributions}
    assert min(losses.values()) >= 0
    assert max(losses, key=losses.__getitem__) == "right P1"


def test_contributions_come_of_one_factor_too(project_root: Path) -> None:
    loaded = load(project_root / "docs" / "how-to" / "simulation")
    assert isinstance(loaded, Ok)
    source = loaded.value.value
    assumed = assumed_of(source)
    assert isinstance(assumed, Ok)
    fewer = replace(assumed.value, terms=replace(assumed.value.terms, n_paths=50))
    [licence, right] = contributions(source, fewer, ["A", "B"])
    assert (licence.name, right.name) == ("licence L1", "right P1")
    assert licence.added_loss_minor == right.added_loss_minor


def test_ratings_are_written_with_their_whole_explanation(rated: Simulation) -> None:
    files = simulation_files(rated)
    assert [row["class"] for row in rows_of(files, "ratings.csv")] == ["A", "B"]
    assert len(rows_of(files, "contributions.csv")) == 10
    told = files["ratings.txt"].decode()
    for words in ("indicative rating of A", "by expected loss", "by break-even under stress", "cap: single right"):
        assert words in told


@pytest.mark.parametrize("language", Language)
def test_the_lines_of_ratings_fit_a_terminal_and_say_that_they_are_indicative(
    rated: Simulation, language: Language
) -> None:
    lines = simulation_lines(rated, language)
    assert max(map(len, lines)) <= 100
    table = "\n".join(lines)
    said = ("Added loss of A", "right P1") if language is Language.ENGLISH else ("Aの損失の増加", "権利P1")
    assert all(words in table for words in said)
    assert any(("no agency" in line) or ("格付機関" in line) for line in lines)


def test_without_the_table_nothing_is_rated(project_root: Path, tmp_path: Path) -> None:
    simulated = simulate(with_inputs(project_root, tmp_path))
    assert isinstance(simulated, Ok)
    assert (simulated.value.ratings, simulated.value.contributions) == ((), ())
    assert "ratings.csv" not in simulation_files(simulated.value)


def test_a_deal_that_expects_nothing_more_is_not_rated(project_root: Path, tmp_path: Path) -> None:
    folder = with_inputs(project_root, tmp_path, "[rating]\n")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    forecasts = text[text.index("[[forecasts]]") : text.index("[futures]")]
    joint = text[text.index("[joint]") : text.index("[[pricing]]")]
    file.write_text(text.replace(forecasts, "").replace(joint, "[joint]\n"), encoding="utf-8")
    simulated = simulate(folder)
    assert isinstance(simulated, Ok), simulated
    assert simulated.value.ratings == ()


@pytest.mark.parametrize(
    ("more", "key", "reason"),
    [
        (
            '[rating]\nlicensees = [{ licensee = "Makers", symbol = "A" }]',
            "rating.licensees[1].licensee",
            Reason.UNKNOWN,
        ),
        (APPRAISALS.replace('"careful"\nweight', '"carefree"\nweight'), ".method", Reason.UNKNOWN),
        ("[score_map]\nneutral_score = 0", "score_map.neutral_score", Reason.OUT_OF_RANGE),
    ],
)
def test_what_is_wrong_with_a_view_is_told_with_its_key(
    project_root: Path, tmp_path: Path, more: str, key: str, reason: Reason
) -> None:
    loaded = load(with_inputs(project_root, tmp_path, more))
    assert isinstance(loaded, Failed)
    assert [failure.reason for failure in loaded.failures if str(failure.place).endswith(key)] == [reason]


def test_an_appraisal_is_the_weighted_value_of_its_methods_beside_another(appraised: DealBook) -> None:
    report = appraised.appraisal
    assert report is not None
    first, second = report.appraised
    cash, careful = (weighed.value.value_minor for weighed in first.reconciliation.weighed)
    assert first.reconciliation.value_minor == (cash * 750_000 + careful * 250_000) // 1_000_000
    assert second.reconciliation.value_minor == 70_000_000
    assert first.distribution is not None
    assert first.distribution.mean_minor < cash
    assert len(report.side_by_side) == 1


def test_appraisals_stand_in_every_document(appraised: DealBook) -> None:
    documents = documents_of(appraised)
    assert {row["method_id"] for row in rows_of(documents, "appraisals.csv")} == {"cash", "careful"}
    told = documents["appraisals.txt"].decode()
    assert "rerun digest" in told
    assert "inputs.toml: " in told
    for name, title in (("summary.en.html", "Appraisals"), ("summary.ja.html", "鑑定評価")):
        assert title in documents[name].decode()
        assert "75%" in documents[name].decode()
    book = openpyxl.load_workbook(io.BytesIO(documents["periods.xlsx"]))
    assert "Appraisals" in book.sheetnames


def test_a_value_has_no_distribution_where_nothing_says_how_receipts_stray(project_root: Path, tmp_path: Path) -> None:
    folder = with_inputs(project_root, tmp_path, APPRAISALS)
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    cut = text[text.index("[futures]") : text.index("[[pricing]]")]
    file.write_text(text.replace(cut, ""), encoding="utf-8")
    made = make_book(folder)
    assert isinstance(made, Ok), made
    assert made.value.appraisal is not None
    assert [one.distribution for one in made.value.appraisal.appraised] == [None, None]
    assert "Mean over" not in documents_of(made.value)["summary.en.html"].decode()


def test_a_plan_that_is_too_large_if_it_comes_true_fails_the_futures_of_an_appraisal(
    project_root: Path, tmp_path: Path
) -> None:
    folder = with_inputs(project_root, tmp_path, APPRAISALS)
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("5_000_000, probability", "11_000_000_000_000, probability"), encoding="utf-8")
    made, simulated = make_book(folder), simulate(folder)
    assert isinstance(made, Failed)
    assert isinstance(simulated, Failed)
    assert made.failures == simulated.failures
    assert {failure.reason for failure in made.failures} == {Reason.OVERFLOW}


def test_appraisals_of_what_no_licence_pays_fail_with_their_key(project_root: Path, tmp_path: Path) -> None:
    folder = with_inputs(project_root, tmp_path, APPRAISALS)
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("as_of_on = 2025-12-31\nrights", "as_of_on = 2031-12-31\nrights"), encoding="utf-8")
    made = make_book(folder)
    assert isinstance(made, Failed)
    assert any("licence_cash" in str(failure.place) for failure in made.failures)


def test_the_story_of_a_future_stands_in_its_documents(project_root: Path, tmp_path: Path) -> None:
    folder = with_inputs(project_root, tmp_path)
    simulated = simulate(folder)
    assert isinstance(simulated, Ok)
    assert isinstance(write_folder(tmp_path / "run", simulation_files(simulated.value)), Ok)
    happy, unhappy = replay(tmp_path / "run", folder, 1), replay(tmp_path / "run", folder, 3)
    assert isinstance(happy, Ok)
    assert isinstance(unhappy, Ok)
    documents = documents_of(unhappy.value)
    assert "Maker defaults" in documents["summary.en.html"].decode()
    assert "number 3 of 1,000 futures" in documents["summary.en.html"].decode()
    assert "将来シナリオ1,000本" in documents["report.ja.html"].decode()
    assert "Makerが債務不履行" in documents["summary.ja.html"].decode()
    rows = rows_of(documents, "future.csv")
    story = unhappy.value.story
    assert story is not None
    assert len(rows) == len(story.licences) * len(story.dates)
    assert any("default of Maker" in row["events_so_far"] for row in rows)
    assert "Future" in openpyxl.load_workbook(io.BytesIO(documents["periods.xlsx"])).sheetnames
    assert "future.csv" not in documents_of(replace(happy.value, story=None))
