"""Deals sized to a symbol from their files, simulated again with the answers put in: the symbol is there."""

import shutil
from pathlib import Path

import pytest

from chizai.app.simulate import simulate
from chizai.app.solve import Sizing, size_deal
from chizai.deal.text import write_deal
from chizai.metrics.rating_scale import Symbol, steps_below_top
from chizai.metrics.solver_request import Measure, written
from chizai.units.result import Failed, Ok, Reason

JOINT_REQUEST = """
goal = "most-proceeds"

[[unknowns]]
key = "classes.A.balance_minor"
low = 1_000_000
high = 80_000_000
step = 1_000_000

[[targets]]
measure = "rating"
of = "A"
sense = "at least"
symbol = "BBB"
"""
JOINT_RATING = """
[rating]
base_decline_ppm = 150_000
[rating.caps]
licensee_share_max_ppm = 1_000_000
right_share_max_ppm = 1_000_000
history_months_min = 0
"""


@pytest.fixture(params=["rating-floor", "joint-futures"])
def rated_deal(request: pytest.FixtureRequest, project_root: Path, tmp_path: Path) -> Path:
    """Give a deal whose futures are of one factor, and one whose licences are drawn together and set a flag."""
    folder = shutil.copytree(project_root / "docs" / "how-to" / request.param, tmp_path / "deal")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8").replace("n_paths = 100_000", "n_paths = 8_000")
    if request.param == "joint-futures":
        (folder / "solve.toml").write_text(JOINT_REQUEST, encoding="utf-8")
        text = text.split("[rating]", maxsplit=1)[0] + JOINT_RATING
        assert "[[joint.observed]]" in text
    file.write_text(text, encoding="utf-8")
    return folder


def sized(folder: Path) -> Sizing:
    found = size_deal(folder)
    assert isinstance(found, Ok), [str(failure) for failure in found.failures]
    return found.value


def test_a_deal_that_was_sized_to_a_symbol_has_it_when_it_is_simulated_again(rated_deal: Path) -> None:
    found = sized(rated_deal)
    (rated_deal / "deal.toml").write_text(write_deal(found.solution.deal), encoding="utf-8")
    again = simulate(rated_deal)
    assert isinstance(again, Ok), again
    ratings = {each.rating.class_id: each.rating for each in again.value.ratings}
    floors = [each for each in found.solution.achieved if each.target.by is None]
    assert floors
    for floor in floors:
        assert floor.target.symbol is not None
        rating = ratings[floor.target.of]
        assert steps_below_top(rating.symbol) <= steps_below_top(floor.target.symbol)
        told = {
            each.target.by: written(Measure.RATING, each.reached or 0)
            for each in found.solution.achieved
            if each.target.of == floor.target.of
        }
        assert told == {
            None: rating.symbol,
            "expected-loss": rating.by_expected_loss.symbol,
            "default": rating.by_default.symbol,
            "stress": rating.by_stress.symbol,
        }


def test_a_symbol_without_a_table_of_ratings_says_what_to_add(rated_deal: Path) -> None:
    file = rated_deal / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8").split("[rating]", maxsplit=1)[0], encoding="utf-8")
    found = size_deal(rated_deal)
    assert isinstance(found, Failed)
    assert found.failures[0].reason is Reason.MISSING
    assert "[rating]" in found.failures[0].fix


def test_what_a_pool_caps_is_refused_before_anything_is_tried(project_root: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(project_root / "docs" / "how-to" / "rating-floor", tmp_path / "deal")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8").replace("right_share_max_ppm = 1_000_000\n", "")
    file.write_text(text.replace("n_paths = 100_000", "n_paths = 100"), encoding="utf-8")
    request = folder / "solve.toml"
    request.write_text(request.read_text(encoding="utf-8").replace('"A-"', f'"{Symbol.AA_MINUS}"'), encoding="utf-8")
    found = size_deal(folder)
    assert isinstance(found, Failed)
    assert [failure.what for failure in found.failures] == ["a single right caps every class at A"]
