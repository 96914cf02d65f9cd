"""What a simulation says first, and that it is what it says in the end."""

import shutil
from pathlib import Path

import pytest
from tests.app.sound import simulation_lines

from chizai.app import measure
from chizai.app.simulate import simulate
from chizai.documents.simulation import FirstResults
from chizai.documents.simulation_glance import first_lines
from chizai.units.result import Ok

FUTURES = "\n[futures]\nvolatility_ppm_annual = 250_000\nn_paths = 500\nseed = 11\n"


@pytest.fixture(params=["one factor", "drawn together"])
def deal(request: pytest.FixtureRequest, small_deal: Path, project_root: Path, tmp_path: Path) -> Path:
    if request.param == "one factor":
        file = small_deal / "inputs.toml"
        file.write_text(file.read_text(encoding="utf-8") + FUTURES, encoding="utf-8")
        return small_deal
    joint = shutil.copytree(project_root / "docs" / "how-to" / "joint-futures", tmp_path / "joint")
    file = joint / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("n_paths = 100_000", "n_paths = 500"), encoding="utf-8")
    return joint


def test_what_is_said_of_many_futures_in_a_stream_is_what_is_said_in_the_end(
    deal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "FEW_PATHS", 100)
    told: list[str | FirstResults] = []
    simulated = simulate(deal, told.append, told.append)
    assert isinstance(simulated, Ok)
    assert [type(each) for each in told[:4]] == [str, str, FirstResults, str]
    [first] = (each for each in told if isinstance(each, FirstResults))
    lines = first_lines(first)
    assert lines == simulation_lines(simulated.value)[: len(lines)]
    for early, late in zip(first.statistics, simulated.value.statistics, strict=True):
        assert early.n_paths == 500
        assert early.worth.price_minor is None or early.worth.price_minor.standard_error is None
        assert (early.worth.yield_annual, early.worth.price_ppm) == (late.worth.yield_annual, late.worth.price_ppm)
        assert early.risk.n_first_short == late.risk.n_first_short


def test_few_futures_are_measured_once(deal: Path) -> None:
    told: list[FirstResults] = []
    simulated = simulate(deal, first=told.append)
    assert isinstance(simulated, Ok)
    assert [each.statistics for each in told] == [simulated.value.statistics]


def test_more_futures_than_are_kept_are_measured_in_a_stream_and_say_the_same(
    deal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_hand = simulate(deal)
    monkeypatch.setattr(measure, "PATHS_AT_HAND", 200)
    streamed = simulate(deal)
    assert isinstance(at_hand, Ok)
    assert isinstance(streamed, Ok)
    assert first_lines(streamed.value) == first_lines(at_hand.value)
    for one, other in zip(streamed.value.statistics, at_hand.value.statistics, strict=True):
        both = one.worth.price_minor, other.worth.price_minor
        if both[0] is not None and both[1] is not None:
            assert both[0].standard_error == pytest.approx(both[1].standard_error, rel=0.05)
