"""What `[simulation]` and scenarios cannot be asked, told at its key."""

from pathlib import Path

import pytest
from tests.app.asking import ASKED, failures_of, written

from chizai.app.load import load
from chizai.units.result import Failed, Reason


@pytest.mark.parametrize(
    ("written_so", "instead", "key", "reason"),
    [
        ('classes = ["A"]', 'classes = ["Z"]', "simulation.rare_losses.classes[1]", Reason.UNKNOWN),
        ('classes = ["A"]', "classes = []", "simulation.rare_losses.classes", Reason.MISSING),
        ('classes = ["A"]', 'classes = ["A", "A"]', "simulation.rare_losses.classes[2]", Reason.DUPLICATE),
        ("error_ppm = 1_000", "error_ppm = 0", "simulation.until.error_ppm", Reason.OUT_OF_RANGE),
        ("n_draws = 6", "n_draws = 1", "simulation.stability.n_draws", Reason.OUT_OF_RANGE),
        ("\n[rating]\n", "\n", "simulation.stability", Reason.MISSING),
        ('of = ["level"', 'of = ["levels"', "simulation.sensitivities.of[1]", Reason.OUT_OF_RANGE),
        ("[joint]\n", '[joint]\ncopula = "t"\n', "simulation.sensitivities", Reason.INCONSISTENT),
        ("error_ppm = 1_000", "eror_ppm = 1_000", "simulation.until.eror_ppm", Reason.UNKNOWN),
        ("{ licensee_ppm = ", "{ licensees_ppm = ", "drivers.licensees_ppm", Reason.UNKNOWN),
        ("{ licensee_ppm = 3_", "{ licensee_ppm = -3_", "drivers.licensee_ppm", Reason.OUT_OF_RANGE),
        ("{ licensee_ppm = 3_000_000", "{ popularity_ppm = 999_000_000", "drivers.popularity_ppm", Reason.OUT_OF_RANGE),
        ("{ licensee_ppm = 3_000_000", "{ popularity_ppm = 13_000_000", "often).drivers", Reason.OUT_OF_RANGE),
    ],
)
def test_what_cannot_be_measured_is_refused_at_its_key(
    project_root: Path, tmp_path: Path, written_so: str, instead: str, key: str, reason: Reason
) -> None:
    found = failures_of(project_root, tmp_path, ASKED, (written_so, instead))
    assert [failure.reason for failure in found if str(failure.place).endswith(key)] == [reason], found


def test_a_description_that_is_not_in_order_is_told_before_its_drivers_are_moved(
    project_root: Path, tmp_path: Path
) -> None:
    [failure] = failures_of(project_root, tmp_path, ASKED, ('symbol = "BB"', 'symbol = "Baa1"'))
    assert str(failure.place).endswith("licensees[2] (Newcomer).symbol")


def test_a_driver_that_nothing_describes_is_not_moved(project_root: Path, tmp_path: Path) -> None:
    folder = written(project_root, tmp_path)
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("obsolescence = { hazard", "# {"), encoding="utf-8")
    loaded = load(folder)
    assert isinstance(loaded, Failed)
    [failure] = loaded.failures
    assert str(failure.place).endswith("scenarios[3] (Nothing fades).drivers.obsolescence_ppm")
    assert "describes nothing of obsolescence" in failure.what


def test_without_joint_futures_all_of_it_is_refused(project_root: Path, tmp_path: Path) -> None:
    folder = written(project_root, tmp_path)
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    start, stop = text.index("# Every licence's level"), text.index("[[pricing]]")
    one_factor = text[:start].replace("seed = 7", "seed = 7\nvolatility_ppm_annual = 200_000") + text[stop:]
    file.write_text(one_factor, encoding="utf-8")
    loaded = load(folder)
    assert isinstance(loaded, Failed)
    places = [str(failure.place) for failure in loaded.failures]
    assert places == ["inputs.toml: simulation"]
    quiet = one_factor[: one_factor.index("[simulation.until]")] + one_factor[one_factor.index("[[scenarios]]") :]
    file.write_text(quiet, encoding="utf-8")
    loaded = load(folder)
    assert isinstance(loaded, Failed)
    assert [str(failure.place) for failure in loaded.failures] == [
        "inputs.toml: scenarios[2] (The maker fails thrice as often).drivers",
        "inputs.toml: scenarios[3] (Nothing fades).drivers",
    ]
