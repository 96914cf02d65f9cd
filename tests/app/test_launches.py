"""A licence that is forecast from a launch on: expected in a run, drawn in joint futures, with the same mean."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.app.sound import assumption_of, simulation_of

from chizai.app.book import make_book
from chizai.app.replay import replay
from chizai.app.write import write_folder
from chizai.documents.simulation_files import simulation_files
from chizai.metrics.deal_futures import future_paths
from chizai.units.result import Ok

LAUNCH = """method = "bass"

[forecasts.bass]
market_minor = 60_000_000
innovation_ppm_annual = 50_000
imitation_ppm_annual = 500_000
launch = { stages = [{ success_ppm = 700_000, lasts_months = 12 }], spread_months = 3 }
"""


@pytest.fixture
def launching(project_root: Path, tmp_path: Path) -> Path:
    """Give a deal whose third licence waits for a launch, and in which nothing else happens."""
    folder = shutil.copytree(project_root / "docs" / "how-to" / "joint-futures", tmp_path / "deal")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    start, stop = text.index('method = "plan"', text.index('licence = "L3"')), text.index("[futures]")
    end = text.index("[[pricing]]")
    futures = "[futures]\nn_paths = 4_000\nseed = 7\n\n[joint]\n"
    file.write_text(text[:start] + LAUNCH + "\n" + futures + "\n" + text[end:], encoding="utf-8")
    assert stop < end
    return folder


def test_what_a_launch_is_expected_to_bring_comes_in_every_future_unless_it_may_fail(launching: Path) -> None:
    assumed = assumption_of(launching)
    expected = np.array(assumed.inputs.rows())
    assert (future_paths(assumed).block(0, 4_000) == expected[:, :, None]).all()
    book = make_book(launching)
    assert isinstance(book, Ok)
    assert (np.array(book.value.run.inflows_minor) == expected[0]).all()
    assert expected[0, -1] > expected[0, 0]


def test_a_launch_that_may_fail_brings_more_or_nothing_and_the_same_on_average(launching: Path) -> None:
    expected = np.array(assumption_of(launching).inputs.rows())[0]
    file = launching / "inputs.toml"
    risk = '[joint]\n[[joint.licences]]\nlicence = "L3"\nplan_fails = true\n'
    file.write_text(file.read_text(encoding="utf-8").replace("[joint]\n", risk), encoding="utf-8")
    assumed = assumption_of(launching)
    drawn = future_paths(assumed).block(0, 4_000)[0].astype(float)
    without = 20_000_000
    last = drawn[-1] - without
    assert set(np.unique(last == 0)) == {True, False}
    assert (last == 0).mean() == pytest.approx(0.3, abs=4 * (0.21 / 4_000) ** 0.5)
    for row, mean in zip(drawn, expected, strict=True):
        assert row.mean() == pytest.approx(mean, abs=4 * row.std() / 4_000**0.5 + 1)

    simulation = simulation_of(launching)
    assert isinstance(write_folder(launching / "run", simulation_files(simulation)), Ok)
    [path, *_] = np.flatnonzero(last)
    book = replay(launching / "run", launching, int(path))
    assert isinstance(book, Ok), book
    told = "\n".join(line for receipt in book.value.collections.lines[-1] for line in receipt.origin.lines())
    assert "its own demand, and how early it is launched, have moved it" in told
