"""Each process is simulated, written as a file, calibrated by the command, and put at the end of a deal's inputs."""

import math
import tomllib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from chizai.cli.main import app
from chizai.forecast.calibration.catalogue import CALIBRATIONS
from chizai.forecast.processes.bass import Bass, expected_sales
from chizai.forecast.processes.exclusivity import Erosion, average_part
from chizai.forecast.processes.generations import Generations, expected_users
from chizai.forecast.processes.popularity import Popularity, draw_levels
from chizai.forecast.processes.renewal import Renewal
from chizai.forecast.processes.renewal_fit import Cohort, in_force

Generator: TypeAlias = np.random.Generator
Rows: TypeAlias = list[tuple[object, ...]]
Row: TypeAlias = dict[str, Any]

SEED = 20
LICENCE, RIGHT, LAUNCHED = "licence=L1", "right=P1", "launched_on=2027-04-01"
FRAGMENT = "At the end of inputs.toml:"
FORECAST = '[[forecasts]]\nlicence = "L1"\nmethod = "history"\nyears = 2\n'
JOINT = '\n[futures]\nn_paths = 100\n\n[joint]\nvolatility_ppm_annual = 100_000\nsectors = ["hinges"]\n'


def chizai(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def written(folder: Path, columns: Sequence[str], rows: Rows) -> Path:
    file = folder / "rows.csv"
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def calibrated(folder: Path, process: str, rows: Rows, *settings: str) -> str:
    """Run the command on rows and give what it prints."""
    [calibration] = [each for each in CALIBRATIONS if each.name == process]
    columns = [name for name in calibration.row.__dataclass_fields__ if name != "line"]
    words = [word for setting in settings for word in ("--set", setting)]
    done = chizai("calibrate", process, written(folder, columns, rows), *words)
    assert done.exit_code == 0, done.output
    return done.stdout


def fragment_of(output: str) -> str:
    return output.partition(FRAGMENT)[2]


def bass_rows(generator: Generator) -> Rows:
    true = Bass(market=2e5, innovation=0.01, imitation=0.5)
    sold = np.asarray(expected_sales(true, [year / 4 for year in range(1, 49)])) + 200 * generator.standard_normal(48)
    return [(f"{2014 + number // 4}-Q{number % 4 + 1}", max(each, 0.0)) for number, each in enumerate(sold)]


def generations_rows(generator: Generator) -> Rows:
    true = Generations(innovation=0.02, imitation=0.5, markets=(1000.0, 600.0), launches_years=(0.0, 1826 / 365))
    launches, days = (date(2010, 1, 1), date(2015, 1, 1)), [date(year, 1, 1) for year in range(2011, 2025)]
    users = expected_users(true, [(day - launches[0]).days / 365 for day in days])
    return [
        (name, launch, day, max(each + 0.01 * max(row) * float(generator.standard_normal()), 0.0))
        for name, launch, row in zip(("first", "second"), launches, users, strict=True)
        for day, each in zip(days, row, strict=True)
        if day > launch
    ]


def launch_rows(generator: Generator) -> Rows:
    rows: Rows = []
    for project in range(600):
        for stage, chance, mean in (("trial", 0.6, 2.0), ("approval", 0.9, 1.0)):
            passed = generator.random() < chance
            rows.append((project, stage, "yes" if passed else "no", generator.gamma(mean / 0.25, 0.25)))
            if not passed:
                break
    return rows


def popularity_rows(generator: Generator) -> Rows:
    days = [date(1990, 1, 1) + timedelta(days=91 * number) for number in range(600)]
    years = [(day - days[0]).days / 365 for day in days]
    levels = draw_levels(Popularity(volatility_annual=0.4, reversion_annual=1.0), generator, years, 1)[:, 0]
    return list(zip(days, 3 * levels, strict=True))


def factors_rows(generator: Generator) -> Rows:
    market, beyond, alone = generator.standard_normal((3, 800))
    sector, own = 0.5 * market + beyond, 0.1 * (0.6 * market + 0.5 * beyond + math.sqrt(0.39) * alone)
    months = [f"{1950 + number // 12}-{number % 12 + 1:02d}" for number in range(800)]
    return list(zip(months, own, market, sector, strict=True))


def currency_rows(generator: Generator) -> Rows:
    days = np.cumsum(generator.integers(1, 30, 1500)).tolist()
    moves = 0.1 * np.sqrt(np.diff(days, prepend=0) / 365) * generator.standard_normal(1500)
    rates = 150 * np.exp(np.cumsum(moves))
    return [(date(1950, 1, 1) + timedelta(days=day), rate) for day, rate in zip(days, rates, strict=True)]


def obsolescence_rows(generator: Generator) -> Rows:
    rows: Rows = []
    for series in range(500):
        onset = generator.exponential(1 / 0.1)
        for period in range(12):
            faded = max(period - math.floor(onset), 0)
            level = 100 * 0.75**faded * math.exp(0.05 * generator.standard_normal())
            rows.append((series, 2010 + period, level))
    return rows


def waiting(generator: Generator, hazard: float, watch_years: float, n_subjects: int) -> list[tuple[float, bool]]:
    return [(min(wait, watch_years), wait < watch_years) for wait in generator.exponential(1 / hazard, n_subjects)]


def competition_rows(generator: Generator) -> Rows:
    return [
        (market, watched, 0.7 * math.exp(0.1 * generator.standard_normal()) if came else "")
        for market, (watched, came) in enumerate(waiting(generator, 0.2, 6.0, 500))
    ]


def events_rows(generator: Generator) -> Rows:
    waits = waiting(generator, 0.05, 10.0, 1000)
    return [(right, watched, "yes" if came else "no") for right, (watched, came) in enumerate(waits)]


def exclusivity_rows(generator: Generator) -> Rows:
    true, rows = Erosion(left_part=0.1, speed_annual=1.5), Rows()
    for brand in range(40):
        lost_on = date(2014, 1, 1) + timedelta(days=int(generator.integers(0, 730)))
        for year in range(2012, 2021):
            start, end = ((date(year + more, 1, 1) - lost_on).days / 365 for more in (0, 1))
            noise = 0.02 * float(generator.standard_normal()) if end > 0 else 0.0
            rows.append((brand, lost_on, year, 500 * max(average_part(true, start, end) + noise, 0.0)))
    return rows


def reporting_rows(generator: Generator) -> Rows:
    found = generator.beta(2.0, 18.0, 400)
    return [(audit, 1_000_000, 1_000_000 * (1 - part)) for audit, part in enumerate(found)]


def licensee_rows(generator: Generator) -> Rows:
    return [
        (symbol, generator.poisson(rate * 20_000), 20_000) for symbol, rate in (("A", 0.001), ("B", 0.03), ("C", 0.2))
    ]


def challenge_rows(generator: Generator) -> Rows:
    rows: Rows = []
    for year in range(2010, 2020):
        requests = int(generator.poisson(0.002 * 500_000))
        granted = int(generator.binomial(requests, 0.2))
        rows.append((year, requests, granted, requests - granted - 100, 100, 500_000))
    return rows


def opposition_rows(generator: Generator) -> Rows:
    rows: Rows = []
    for year in range(2010, 2020):
        opposed = int(generator.binomial(200_000, 0.007))
        rows.append((year, 200_000, opposed, int(generator.binomial(opposed, 0.1))))
    return rows


def renewal_rows(generator: Generator) -> Rows:
    renewal = Renewal(log_value=math.log(3e5), log_deviation=1.8, decay_annual=0.07)
    ages = [float(age) for age in range(4, 17)]
    parts = in_force(Cohort(renewal=renewal, lag_years=6.0), ages)
    return [(age, generator.binomial(200_000, part) / 200_000) for age, part in zip(ages, parts, strict=True)]


SIMULATED: list[tuple[str, Callable[[Generator], Rows], Sequence[str], dict[str, float]]] = [
    (
        "bass",
        bass_rows,
        (LICENCE, LAUNCHED, "unit_minor=1000"),
        {"market_minor": 2e8, "innovation_ppm_annual": 10_000, "imitation_ppm_annual": 500_000},
    ),
    (
        "generations",
        generations_rows,
        (LICENCE, LAUNCHED, "unit_minor=100000"),
        {"innovation_ppm_annual": 20_000, "imitation_ppm_annual": 500_000, "royalty_minor_annual": 1e8},
    ),
    ("launch", launch_rows, (LICENCE,), {"success_ppm": 600_000, "lasts_months": 24, "spread_months": 3}),
    (
        "popularity",
        popularity_rows,
        (LICENCE,),
        {"volatility_ppm_annual": 400_000, "reversion_ppm_annual": 1_000_000},
    ),
    (
        "factors",
        factors_rows,
        (LICENCE, "sector=hinges"),
        {"market_weight_ppm": 600_000, "sector_weight_ppm": 500_000},
    ),
    ("currency", currency_rows, ("currency=USD",), {"volatility_ppm_annual": 100_000}),
    (
        "obsolescence",
        obsolescence_rows,
        (LICENCE,),
        {"hazard_ppm_annual": 100_000, "decline_ppm_annual": 250_000},
    ),
    (
        "competition",
        competition_rows,
        (LICENCE, "entrants=2", "from_on=2027-04-01"),
        {"hazard_ppm_annual": 200_000, "share_lost_ppm": 300_000, "entrants": 2},
    ),
    (
        "exclusivity",
        exclusivity_rows,
        (LICENCE, "lost_on=2027-10-01"),
        {"left_ppm": 100_000, "speed_ppm_annual": 1_500_000},
    ),
    (
        "reporting",
        reporting_rows,
        (LICENCE, "audit_months=24"),
        {"under_reported_ppm": 100_000, "audit_months": 24},
    ),
    ("licensee", licensee_rows, ("licensee=Licensee Ltd", "symbol=B"), {"default_ppm_annual": 30_000}),
    (
        "challenge",
        challenge_rows,
        (RIGHT, "times_average=10", "decision_months=18"),
        {"challenge_ppm_annual": 20_000, "invalid_ppm": 200_000, "decision_months": 18},
    ),
    (
        "opposition",
        opposition_rows,
        (RIGHT, "gazette_on=2026-08-01"),
        {"opposed_ppm": 7_000, "revoked_ppm": 100_000},
    ),
    ("lapse", events_rows, (RIGHT,), {"lapse_ppm_annual": 50_000}),
    (
        "renewal",
        renewal_rows,
        (RIGHT, "right_age_years=12.6"),
        {"value_minor_annual": 3e5 * 0.93**12, "deviation_ppm": 1_800_000, "value_decline_ppm_annual": 70_000},
    ),
    (
        "infringement",
        events_rows,
        (RIGHT, "lost=30%", "lasts_months=36"),
        {"infringement_ppm_annual": 50_000, "infringement_lost_ppm": 300_000, "infringement_months": 36},
    ),
]
NAMES = [process for process, *_ in SIMULATED]


def numbers_in(value: object) -> dict[str, float]:
    """Give every number of a fragment by its key, the first where several bear it."""
    found: dict[str, float] = {}
    for key, part in value.items() if isinstance(value, dict) else ():
        inner = part if isinstance(part, list) else [part]
        for item in reversed(inner):
            found |= numbers_in(item)
        if isinstance(part, int):
            found[key] = part
    return found


def test_every_process_that_can_be_calibrated_is_simulated() -> None:
    assert sorted(NAMES) == sorted(calibration.name for calibration in CALIBRATIONS)


@pytest.mark.parametrize(("process", "rows", "settings", "true"), SIMULATED, ids=NAMES)
def test_a_process_is_found_again_by_the_command_in_what_it_writes_for_the_inputs(
    tmp_path: Path,
    process: str,
    rows: Callable[[Generator], Rows],
    settings: Sequence[str],
    true: dict[str, float],
) -> None:
    output = calibrated(tmp_path, process, rows(np.random.default_rng(SEED)), *settings)
    found = numbers_in(tomllib.loads(fragment_of(output)))
    assert {key: found[key] for key in true} == pytest.approx(true, rel=0.15)


@pytest.mark.parametrize(("process", "rows"), [(process, rows) for process, rows, *_ in SIMULATED], ids=NAMES)
def test_a_process_is_fitted_without_saying_what_it_is_for(
    tmp_path: Path, process: str, rows: Callable[[Generator], Rows]
) -> None:
    only = ("sector=hinges",) if process == "factors" else ()
    output = calibrated(tmp_path, process, rows(np.random.default_rng(SEED)), *only)
    assert "Standard error" in output
    assert "say what it is for: --set " in output
    assert "[[" not in output


@pytest.mark.parametrize(("process", "rows", "settings", "_"), SIMULATED, ids=NAMES)
def test_what_goes_into_the_inputs_is_taken_by_the_deal_as_it_is(
    small_deal: Path,
    tmp_path: Path,
    process: str,
    rows: Callable[[Generator], Rows],
    settings: Sequence[str],
    _: dict[str, float],
) -> None:
    fragment = fragment_of(calibrated(tmp_path, process, rows(np.random.default_rng(SEED)), *settings))
    inputs = small_deal / "inputs.toml"
    text = inputs.read_text(encoding="utf-8")
    text = text.replace(FORECAST, "") if "[[forecasts]]" in fragment else text
    inputs.write_text(text + JOINT + fragment, encoding="utf-8")
    checked = chizai("check", small_deal)
    assert checked.exit_code == 0, checked.output


def test_what_was_calibrated_on_comparables_starts_on_the_day_of_the_licence(tmp_path: Path) -> None:
    for process, rows in (("bass", bass_rows), ("generations", generations_rows)):
        output = calibrated(tmp_path, process, rows(np.random.default_rng(SEED)), LICENCE, LAUNCHED)
        [forecast] = tomllib.loads(fragment_of(output))["forecasts"]
        line = forecast[process].get("line", [forecast[process]])
        # the second generation came 1,826 days after the first
        assert [each["launched_on"] for each in line] == [date(2027, 4, 1), date(2032, 3, 31)][: len(line)]


def test_futures_are_drawn_of_what_was_calibrated(small_deal: Path, tmp_path: Path) -> None:
    wanted = {"popularity", "licensee", "opposition"}
    fragments = [
        fragment_of(calibrated(tmp_path, process, rows(np.random.default_rng(SEED)), *settings))
        for process, rows, settings, _ in SIMULATED
        if process in wanted
    ]
    inputs = small_deal / "inputs.toml"
    inputs.write_text(inputs.read_text(encoding="utf-8") + JOINT + "".join(fragments), encoding="utf-8")
    done = chizai("simulate", small_deal, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
