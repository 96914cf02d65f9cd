"""Oppositions, renewals, losses of exclusivity and launches, from a deal's files to its futures."""

import shutil
from pathlib import Path

import pytest

from chizai.app.assumed import assumed_of
from chizai.app.load import load
from chizai.app.measure import outcomes_of
from chizai.units.result import Failed, Ok

LIVES = """
exclusivity = { lost_on = 2028-01-01, left_ppm = 200_000, speed_ppm_annual = 2_000_000, early_ppm_annual = 20_000 }
"""
OPPOSED = """
opposition = { gazette_on = 2025-11-01, opposed_ppm = 7_000 }
"""


@pytest.fixture
def joint_deal(project_root: Path, tmp_path: Path) -> Path:
    """Give a copy of the worked deal with joint futures, with few of them, that a test may change."""
    folder = shutil.copytree(project_root / "docs" / "how-to" / "joint-futures", tmp_path / "deal")
    change(folder, "n_paths = 100_000", "n_paths = 2_000")
    return folder


def change(folder: Path, written: str, instead: str) -> None:
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(written) == 1
    file.write_text(text.replace(written, instead), encoding="utf-8")


def collected_minor(folder: Path) -> int:
    loaded = load(folder)
    assert isinstance(loaded, Ok), loaded
    assumed = assumed_of(loaded.value.value)
    assert isinstance(assumed, Ok), assumed
    return int(outcomes_of(assumed.value).paths.block(0, 2_000)[0].sum())


def test_each_takes_from_what_the_futures_bring(joint_deal: Path) -> None:
    before = collected_minor(joint_deal)
    change(joint_deal, 'licence = "L1"\nsector', f'licence = "L1"{LIVES}sector')
    eroded = collected_minor(joint_deal)
    # L1 brings three fifths of what is expected, and most of it goes in the last three years of five
    assert 0.2 * before < before - eroded < 0.4 * before
    change(joint_deal, "plan_fails = true", 'launch = { stage = "approval" }')
    launched = collected_minor(joint_deal)
    assert launched != eroded
    change(joint_deal, 'right = "P1"\n', f'right = "P1"{OPPOSED}')
    assert launched - 0.01 * before < collected_minor(joint_deal) <= launched


def test_what_cannot_be_drawn_is_refused_with_the_deal(joint_deal: Path) -> None:
    change(joint_deal, 'right = "P1"\n', f'right = "P1"{OPPOSED.replace("2025-11-01", "2026-11-01")}')
    change(joint_deal, "plan_fails = true", 'plan_fails = true\nlaunch = { stage = "phase 9" }')
    loaded = load(joint_deal)
    assert isinstance(loaded, Failed)
    assert [str(failure.place) for failure in loaded.failures] == [
        "inputs.toml: joint.rights[1] (P1).opposition.gazette_on",
        "inputs.toml: joint.licences[3] (L3).launch.stage",
        "inputs.toml: joint.licences[3] (L3).launch",
    ]
