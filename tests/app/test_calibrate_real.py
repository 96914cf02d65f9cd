"""Processes calibrated on what was published: the command comes out with the published numbers."""

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from chizai.app.calibrate import CalibrationRun, calibrate, find_calibration
from chizai.forecast.joint_terms import RightRisk
from chizai.units.result import Ok

LOST_ON = {
    "Abilify": "2015-04-28",
    "Benicar": "2016-10-26",
    "Celebrex": "2014-12-10",
    "Crestor": "2016-05-26",
    "Diovan": "2014-07-03",
    "Evista": "2014-04-01",
    "Lunesta": "2014-04-16",
    "Micardis": "2014-01-08",
    "Zetia": "2016-12-13",
}
"""When generics of large brands entered the US market, of those that had a whole year before; from memory."""


def run(process: str, file: Path, *settings: str) -> CalibrationRun:
    found = find_calibration(process)
    assert isinstance(found, Ok)
    done = calibrate(found.value, file, settings)
    assert isinstance(done, Ok), done
    return done.value


def write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([columns, *rows])
    return file


def test_the_three_published_diffusions_come_out(shared: Path, tmp_path: Path) -> None:
    source = json.loads((shared / "data" / "bass_oracle.json").read_text("utf-8"))
    for series in source["series"].values():
        rows = [(1949 + number, sold) for number, sold in enumerate(series["sales_k"])]
        done = run("bass", write(tmp_path / "sales.csv", ("period", "sales"), rows))
        market, innovation, imitation = (estimate.value for estimate in done.calibrated.estimates)
        assert market == pytest.approx(series["nls"]["m"], rel=0.001)
        assert (round(innovation, 4), round(imitation, 4)) == (series["nls"]["p"], series["nls"]["q"])


def test_japanese_patents_survive_as_counted_and_are_registered_six_years_after_filing(
    shared: Path, tmp_path: Path
) -> None:
    source = json.loads((shared / "data" / "legal_hazard_calibration.json").read_text("utf-8"))
    survival = source["survival_of_japanese_patents_since_registration"]["2018_end"]
    file = write(tmp_path / "survival.csv", ("age_years", "in_force"), survival.items())
    done = run("renewal", file, "right=P1", "right_age_years=5.5").calibrated
    assert done.estimates[2].value == pytest.approx(5.9, abs=0.1)
    assert done.comparisons[0].miss < 1e-6
    assert [estimate.error for estimate in done.estimates] == [None] * 3
    assert "proves nothing" in done.remarks[0]
    assert isinstance(done.goes_in, RightRisk)
    assert done.goes_in.renewal is not None
    assert done.goes_in.renewal.value_minor_annual == round(done.estimates[0].value * 0.93**5)


def test_one_request_for_invalidation_in_five_is_granted(shared: Path, tmp_path: Path) -> None:
    source = json.loads((shared / "data" / "legal_hazard_calibration.json").read_text("utf-8"))
    in_force = 1_000_000 * source["patents_in_force_japan_2018_million"]
    rows = [(*row, in_force) for row in source["invalidation_trials_patents"]["rows"]]
    columns = ("year", "requests", "granted", "refused", "withdrawn", "in_force")
    hazard, chance = run("challenge", write(tmp_path / "trials.csv", columns, rows)).calibrated.estimates
    assert 1000 * hazard.value == pytest.approx(0.076, abs=0.001)
    assert chance.value == pytest.approx(257.5 / 1305)
    assert chance.error == pytest.approx(0.011, abs=0.0005)


def test_nine_large_us_brands_kept_a_few_per_cent_and_lost_half_within_a_quarter(shared: Path, tmp_path: Path) -> None:
    sales: dict[tuple[str, str], float] = defaultdict(float)
    with (shared / "data" / "cms_partd_brand_2013_2017.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            sales[row["brand"], row["year"]] += float(row["spend_usd"])
    rows = [(brand, LOST_ON[brand], year, spend) for (brand, year), spend in sales.items() if brand in LOST_ON]
    file = write(tmp_path / "brands.csv", ("brand", "lost_on", "period", "sales"), rows)
    left, speed = run("exclusivity", file).calibrated.estimates
    assert left.value == pytest.approx(0.033, abs=0.01)
    assert math.log(2) / speed.value == pytest.approx(0.216, abs=0.01)
    assert left.error is not None
    assert left.error == pytest.approx(0.009, abs=0.003)
