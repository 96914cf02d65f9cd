"""A curve in a file of its own is the curve that could stand in the inputs, and what is wrong with it is told."""

import shutil
from pathlib import Path

import pytest
from tests.app.sound import source_of

from chizai.app.assumed import assumed_of
from chizai.app.load import DealFolder, load
from chizai.app.measure import class_measures, outcomes_of
from chizai.metrics.futures import ClassStatistics
from chizai.units.result import Failed, Failure, Ok, Reason

FILE = """
[[curve_files]]
id = "jgb"
file = "jgb.csv"
as_of_on = 2025-12-31
quote = "par"
"""
INLINE = """
[[curves]]
id = "jgb"
as_of_on = 2025-12-31
quote = "par"
points = [{ on = 2026-12-31, rate_ppm_annual = 6_000 }, { on = 2030-12-31, rate_ppm_annual = 11_000 }]
"""
ROWS = "tenor,rate\n1Y,0.6%\n5Y,1.1%\n"


def folder_with(root: Path, into: Path, inputs: str, rows: str | None = ROWS, encoding: str = "utf-8") -> Path:
    """Copy the worked deal with joint futures, whose spreads are measured over the curve that is added."""
    folder = shutil.copytree(root / "docs" / "how-to" / "joint-futures", into / "deal")
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8").replace("n_paths = 100_000", 'n_paths = 500\ncurve = "jgb"')
    file.write_text(text + inputs, encoding="utf-8")
    if rows is not None:
        (folder / "jgb.csv").write_text(rows, encoding=encoding)
    return folder


def failures_of(folder: Path) -> tuple[Failure, ...]:
    loaded = load(folder)
    assert isinstance(loaded, Failed)
    return loaded.failures


def measured(source: DealFolder) -> tuple[ClassStatistics, ...]:
    assumed = assumed_of(source)
    assert isinstance(assumed, Ok)
    return class_measures(source, assumed.value, outcomes_of(assumed.value))


def test_spreads_are_measured_over_a_curve_of_a_file_as_over_the_same_one_of_the_inputs(
    project_root: Path, tmp_path: Path
) -> None:
    from_file = source_of(folder_with(project_root, tmp_path / "file", FILE))
    inline = source_of(folder_with(project_root, tmp_path / "inline", INLINE))
    assert from_file.inputs.curves == inline.inputs.curves
    found = measured(from_file)
    assert found == measured(inline)
    assert all(one.worth.z_spread is not None for one in found)


def test_the_digest_of_a_curve_is_among_those_of_the_inputs_once(project_root: Path, tmp_path: Path) -> None:
    days = FILE.replace("2025-12-31", "2025-12-30").replace('"jgb"', '"day-before"')
    ministry = "国債金利情報,\n基準日,1年,5年\nR7.12.30,0.5,1.0\nR7.12.31,0.6,1.1\n"
    cp932 = 'encoding = "cp932"\n'
    folder = folder_with(project_root, tmp_path, FILE + cp932 + days + cp932, ministry, "cp932")
    source = source_of(folder)
    assert [curve.id for curve in source.inputs.curves] == ["jgb", "day-before"]
    assert [name for name, _ in source.digests].count("jgb.csv") == 1


@pytest.mark.parametrize(
    ("inputs", "rows", "place", "reason"),
    [
        (FILE, None, "jgb.csv", Reason.MISSING),
        (FILE, "tenor,rate\n1Y,0.6\n", "jgb.csv:2: rate", Reason.WRONG_TYPE),
        (FILE, "国債\n", "jgb.csv:1", Reason.UNREADABLE),
        (INLINE + FILE, ROWS, "inputs.toml: curve_files[1] (jgb).id", Reason.DUPLICATE),
        (FILE + FILE, ROWS, "inputs.toml: curve_files[2] (jgb).id", Reason.DUPLICATE),
        (FILE.replace('"jgb"', '"tona"'), ROWS, "inputs.toml: futures.curve", Reason.UNKNOWN),
        (FILE.replace("quote", "quotes"), ROWS, "inputs.toml: curve_files[1] (jgb).quotes", Reason.UNKNOWN),
        (FILE + 'encoding = "utf-16"\n', ROWS, "jgb.csv", Reason.UNKNOWN),
    ],
)
def test_what_is_wrong_with_a_curve_of_a_file_is_told_alone_and_at_its_place(
    project_root: Path, tmp_path: Path, inputs: str, rows: str | None, place: str, reason: Reason
) -> None:
    encoding = "cp932" if reason is Reason.UNREADABLE else "utf-8"
    [failure] = failures_of(folder_with(project_root, tmp_path, inputs, rows, encoding))
    assert (str(failure.place), failure.reason) == (place, reason)
