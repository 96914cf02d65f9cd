"""Shares of licensees and rights are taken of amounts in one currency, whatever licensees pay in."""

import shutil
from pathlib import Path

import pytest
from tests.app.sound import assumption_of

from chizai.app.simulate import simulate
from chizai.metrics.rating_caps import Exposure
from chizai.metrics.rating_facts import forecast_by_licence, forecast_in_currency
from chizai.units.rate import PPM
from chizai.units.result import Ok

INPUTS = "\n[futures]\nn_paths = 20\n\n[joint]\n\n[rating]\n"


def folder_with(root: Path, into: Path, name: str) -> Path:
    folder = shutil.copytree(root / "docs" / "how-to" / name, into / "deal")
    file = folder / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8") + INPUTS, encoding="utf-8")
    return folder


def test_dollars_count_for_the_yen_that_they_are_exchanged_for(project_root: Path, tmp_path: Path) -> None:
    folder = folder_with(project_root, tmp_path, "currencies")
    inputs = assumption_of(folder).inputs
    assert forecast_by_licence(inputs.collections) == {"L1": 15_000_000, "L2": 18_000_000}
    # each year 4 million cents by the swap at 1.5 yen, 2 million at the rate that holds when they come
    spot = [inputs.observed["yen-a-cent"][period] for period in range(3)]
    yen = sum(6_000_000 + 2_000_000 * rate // PPM for rate in spot)
    assert forecast_in_currency(inputs) == {"L1": 15_000_000, "L2": yen}
    simulated = simulate(folder)
    assert isinstance(simulated, Ok), simulated
    share_ppm = -(-yen * PPM // (15_000_000 + yen))
    assert simulated.value.ratings[0].rating.facts.licensees[0] == Exposure("Foreign licensee", share_ppm)


@pytest.mark.parametrize("brought", [0, 6_000_000])
def test_a_stream_that_brings_nothing_counts_for_nothing(project_root: Path, tmp_path: Path, brought: int) -> None:
    folder = folder_with(project_root, tmp_path, "currencies")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8").replace("royalty_minor = 6_000_000", f"royalty_minor = {brought}")
    file.write_text(text, encoding="utf-8")
    assert (forecast_in_currency(assumption_of(folder).inputs).get("L2", 0) > 0) == (brought > 0)


def test_in_one_currency_nothing_is_exchanged(project_root: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(project_root / "docs" / "how-to" / "joint-futures", tmp_path / "deal")
    inputs = assumption_of(folder).inputs
    assert forecast_in_currency(inputs) == forecast_by_licence(inputs.collections)
