"""From files of series to how good their forecasts were."""

import importlib.util
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from chizai.app import backtest as backtest_module
from chizai.app.backtest import BackTestRun, Wanted, back_test_files, back_test_panel
from chizai.app.backtest_baselines import DRIFT, ETS, MEAN, THETA, Baselines, has_baselines
from chizai.app.backtest_series import Layout, Panel, read_panel
from chizai.app.backtest_text import backtest_lines, backtest_page
from chizai.cli.main import app
from chizai.forecast.history_model.reference import default_reference
from chizai.forecast.history_model.rolling import OURS, Case, Rolling, roll
from chizai.forecast.history_model.series import Series
from chizai.units.result import Failed, Failure, Ok, Reason

FEW = Wanted(terms=Rolling(n_paths=60), seed=5)
NAN = float("nan")


def write(folder: Path, text: str, name: str = "series.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def panel_of(folder: Path, text: str, layout: Layout | None = None) -> Panel:
    panel = read_panel(write(folder, text), layout or Layout())
    assert isinstance(panel, Ok), panel
    return panel.value


def failures_of(folder: Path, text: str, layout: Layout | None = None) -> tuple[Failure, ...]:
    panel = read_panel(write(folder, text), layout or Layout())
    assert isinstance(panel, Failed), panel
    return panel.failures


def random_table(n_series: int = 6, n_years: int = 8) -> str:
    moves = np.random.default_rng(4).normal(0.02, 0.2, (n_series, n_years)).cumsum(axis=1)
    rows = [
        f"S{index},{2000 + year},{1000 * np.exp(moves[index, year]):.2f}"
        for index in range(n_series)
        for year in range(n_years)
    ]
    return "\n".join(["series,period,value", *rows])


def test_a_long_table_is_read_without_being_told_what_stands_where(tmp_path: Path) -> None:
    panel = panel_of(tmp_path, "month,land,product,royalty_usd\n2020-01,A,x,5\n2020-03,A,x,7\n2020-02,B,y,-1.5\n")
    assert panel.periods == ("2020-01", "2020-02", "2020-03")
    assert [series.id for series in panel.series] == ["A / x", "B / y"]
    assert panel.series[0].values == (5.0, 0.0, 7.0)
    np.testing.assert_array_equal(panel.series[1].values, (NAN, -1.5, 0.0))
    assert panel.series[0].periods_a_year == 12


def test_amounts_of_one_series_and_period_are_added_up(tmp_path: Path) -> None:
    text = "year,company,product,royalty_usd\n2013,A,x,5\n2013,A,y,2\n2014,A,x,3\n"
    assert panel_of(tmp_path, text, Layout(series=("company",))).series[0].values == (7.0, 3.0)


def test_a_period_without_a_row_can_be_unknown(tmp_path: Path) -> None:
    text = "year,company,amount\n2013,A,5\n2015,A,2\n2014,B,1\n"
    np.testing.assert_array_equal(panel_of(tmp_path, text, Layout(is_gap_unknown=True)).series[0].values, (5, NAN, 2))


def test_a_wide_table_has_a_column_for_each_period_and_empty_cells_are_not_known(tmp_path: Path) -> None:
    text = 'Country,Code,2005,2006,2007\nA,a,1,"1,500",3\nB,b,,2,\nB,b,1,2,3\n'
    panel = panel_of(tmp_path, text, Layout(series=("Country",)))
    assert panel.series[0].values == (1.0, 1500.0, 3.0)
    assert panel.series[1].values[1] == 4.0
    assert [series.id for series in panel_of(tmp_path, text.rsplit("B,b", 1)[0]).series] == ["A / a", "B / b"]


@pytest.mark.parametrize(
    ("periods", "names", "periods_a_year"),
    [
        (("2020-Q1", "2020-Q2", "2021Q1"), ("2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4", "2021-Q1"), 4),
        (("2020-03-31", "2020-06-30", "2020-09-30"), ("2020-Q1", "2020-Q2", "2020-Q3"), 4),
        (("2020/12/31", "2021/12/31"), ("2020", "2021"), 1),
        (("2020", "2022"), ("2020", "2021", "2022"), 1),
        (("2020-11", "2020-12"), ("2020-11", "2020-12"), 12),
    ],
)
def test_periods_are_as_long_as_they_are_written(
    tmp_path: Path, periods: tuple[str, ...], names: tuple[str, ...], periods_a_year: int
) -> None:
    panel = panel_of(tmp_path, "period,value\n" + "".join(f"{period},1\n" for period in periods))
    assert panel.periods == names
    assert panel.series[0].periods_a_year == periods_a_year
    assert panel.series[0].id == "series.csv"


@pytest.mark.parametrize(
    ("text", "layout", "reason", "what"),
    [
        ("series,period,value\n", Layout(), Reason.MISSING, "no rows"),
        ("series,when,value\nA,2020,1\n", Layout(), Reason.MISSING, "no column is named"),
        ("series,period,value\nA,2020,1\n", Layout(period="x"), Reason.UNKNOWN, "no column 'x'"),
        ("series,period,value\nA,2020,1\n", Layout(value="x"), Reason.UNKNOWN, "no column 'x'"),
        ("series,period,value\nA,2020,1\n", Layout(series=("x",)), Reason.MISSING, "no column 'x'"),
        ("series,period,spend_usd,net_usd\nA,2020,1,2\n", Layout(), Reason.MISSING, "2 columns could be"),
        ("series,period,claims,units\nA,2020,1,2\n", Layout(), Reason.MISSING, "2 columns could be"),
        ("series,period,value\nA,2020,x\n", Layout(), Reason.MISSING, "no column holds numbers"),
        ("series,period,value\nA,2020,x\n", Layout(value="value"), Reason.WRONG_TYPE, "'x' is no amount"),
        ("series,period,value\nA,2020-13,1\n", Layout(), Reason.WRONG_TYPE, "'2020-13' is no period"),
        ("series,period,value\nA,2019-02-29,1\n", Layout(), Reason.WRONG_TYPE, "'2019-02-29' is no period"),
        ("series,period,value\nA,soon,1\n", Layout(), Reason.WRONG_TYPE, "'soon' is no period"),
        ("series,2020,2021,2022\nA,1,x,2\n", Layout(), Reason.WRONG_TYPE, "'x' is no amount"),
        ("series,period,value\nA,1020-01,1\nA,2020-02,1\n", Layout(), Reason.INCONSISTENT, "steps that do not fit"),
        ("", Layout(), Reason.UNREADABLE, "empty"),
    ],
)
def test_what_is_wrong_with_a_table_is_told(
    tmp_path: Path, text: str, layout: Layout, reason: Reason, what: str
) -> None:
    failures = failures_of(tmp_path, text, layout)
    assert failures[0].reason is reason
    assert what in failures[0].what


def cases_of(series: list[Series], n_paths: int = 40) -> tuple[Case, ...]:
    before = default_reference(series[0].periods_a_year)
    return roll(series, Rolling(n_paths=n_paths), before, lambda *_: {}, np.random.default_rng(1))


def yearly(*rows: tuple[float, ...]) -> list[Series]:
    return [Series(str(index), row, 1) for index, row in enumerate(rows)]


def test_what_comes_after_an_origin_plays_no_part_in_its_forecasts() -> None:
    known = ((5.0, 6.0, 7.0, 6.0, 8.0, 7.0), (2.0, 2.5, 2.0, 2.2, 2.1, 2.4))
    changed = ((*known[0][:4], 80.0, 0.0), (*known[1][:4], 0.1, 9.0))
    one, other = (
        [case for case in cases_of(yearly(*rows)) if case.origin + case.years <= 4] for rows in (known, changed)
    )
    assert one
    assert one == other


def test_origins_lie_whole_years_before_the_end_and_dead_series_are_not_forecast() -> None:
    months = tuple(100.0 + index % 5 for index in range(53))
    dead = (*months[:10], *(0.0,) * 43)
    cases = cases_of([Series("goes on", months, 12), Series("dead", dead, 12)])
    assert {case.origin for case in cases if case.series_id == "goes on"} == {29, 41}
    assert {case.series_id for case in cases} == {"goes on"}
    assert {case.years for case in cases} == {1}
    assert cases_of(yearly((0.0, 0.0, 0.0))) == ()
    assert roll([], Rolling(), default_reference(1), lambda *_: {}, np.random.default_rng(1)) == ()


def test_a_horizon_with_an_unknown_period_is_not_scored() -> None:
    cases = cases_of(yearly((5.0, 6.0, 7.0, NAN, 8.0, 7.0, 6.0)))
    assert [(case.origin, case.years) for case in cases] == [(2, 1), (5, 1), (6, 1)]


def test_widths_that_were_too_small_grow_once_that_is_known() -> None:
    generator = np.random.default_rng(3)
    calm = generator.normal(0, 0.01, (30, 5)).cumsum(axis=1)
    wild = generator.choice([-1.5, 1.5], (30, 4)).cumsum(axis=1) + calm[:, -1:]
    cases = cases_of(yearly(*(tuple(row) for row in np.exp(np.hstack([calm, wild])))), n_paths=100)
    first, last = cases[0], [case for case in cases if case.years == 1][-1]
    assert first.width == 1.0
    assert last.width > 1.1


def test_fewer_than_two_paths_or_no_year_is_no_test() -> None:
    with pytest.raises(ValueError, match="two paths"):
        Rolling(n_paths=1)
    with pytest.raises(ValueError, match="one year"):
        Rolling(least_years=0)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test as where the optional extra is not installed."""
    monkeypatch.setattr(backtest_module, "has_baselines", lambda: False)


def run_of(folder: Path, text: str) -> BackTestRun:
    run = back_test_files([write(folder, text)], FEW)
    assert isinstance(run, Ok), run
    return run.value


@pytest.mark.usefixtures("alone")
def test_without_the_baselines_it_runs_and_says_that_they_are_missing(tmp_path: Path) -> None:
    run = run_of(tmp_path, random_table())
    one, three = run.panels[0].horizons
    assert (one.years, one.n_cases, one.n_series, one.n_origins) == (1, 36, 6, 6)
    assert (three.years, three.n_cases, three.tails[0].n) == (3, 24, 12)  # origins 3 years apart
    assert sum(one.pits) == 36
    assert list(one.forecasters) == [OURS]
    for text in (backtest_page(run), "\n".join(backtest_lines(run))):
        assert "baselines are missing: install chizai[backtest]" in text
        assert f"{one.covered:.1%}" in text


@pytest.mark.usefixtures("alone")
def test_the_same_seed_gives_the_same_page(tmp_path: Path) -> None:
    file = write(tmp_path, random_table())
    first, again, other = (back_test_files([file], replace(FEW, seed=seed)) for seed in (5, 5, 6))
    assert first == again
    assert first != other


@pytest.mark.usefixtures("alone")
def test_what_fell_short_is_said(tmp_path: Path) -> None:
    run = run_of(tmp_path, random_table())
    horizon = run.panels[0].horizons[0]
    bad = replace(horizon.tails[0], p_value=0.01, p_value_shared=0.2)
    better = {OURS: horizon.forecasters[OURS], DRIFT: replace(horizon.forecasters[OURS], crps=0.0, mase=None)}
    tails = (bad, replace(bad, p_value_shared=0.01), replace(bad, design_effect=None, p_value_shared=None))
    short = replace(horizon, covered=0.5, tails=tails, forecasters=better)
    spoilt = replace(run, has_baselines=True, panels=(replace(run.panels[0], horizons=(short,), replaced={ETS: 3}),))

    page = backtest_page(spoilt)
    assert "covers 50.0%, outside 87% to 93%" in page
    assert "but not with shared shocks (p 0.200)" in page
    assert "and with shared shocks (p 0.010)" in page
    assert "and one date does not tell of shared shocks." in page
    assert "| 0.010 | one date | one date |" in page
    assert "drift is better by CRPS." in page
    assert "the drift stood in: AutoETS 3" in page
    good = replace(horizon, covered=0.9, tails=())
    assert "Nothing of what is measured here." in backtest_page(
        replace(run, panels=(replace(run.panels[0], horizons=(good,)),))
    )


@pytest.mark.usefixtures("alone")
def test_a_file_whose_series_are_too_short_is_a_failure_beside_the_others(tmp_path: Path) -> None:
    short = write(tmp_path, "series,period,value\nA,2020,1\nA,2021,2\n", "short.csv")
    failed = back_test_files([short, tmp_path / "absent.csv"], FEW)
    assert isinstance(failed, Failed)
    assert [failure.place.file for failure in failed.failures] == ["short.csv", "absent.csv"]
    assert "--least-years" in failed.failures[0].fix


@pytest.mark.usefixtures("alone")
def test_the_command_prints_what_came_out_and_writes_the_page(tmp_path: Path) -> None:
    file, out = write(tmp_path, random_table()), tmp_path / "page.md"
    ran = CliRunner().invoke(app, ["backtest", str(file), "--paths", "50", "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    assert "90 % interval covers" in ran.output
    assert out.read_text(encoding="utf-8").startswith("# Back-test of the history model")
    assert CliRunner().invoke(app, ["backtest", str(file), "--paths", "50", "--out", str(out)]).exit_code == 1


def test_the_command_says_what_is_wrong_with_its_options_and_files(tmp_path: Path) -> None:
    file = write(tmp_path, random_table())
    assert CliRunner().invoke(app, ["backtest", str(file), "--gaps", "maybe"]).exit_code == 2
    ran = CliRunner().invoke(app, ["backtest", str(file), "--series", "licence, series"])
    assert ran.exit_code == 1
    assert "there is no column 'licence'" in ran.output


def test_a_file_that_is_not_there_is_told_without_a_word_of_deals(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["backtest", str(tmp_path / "gone.csv")])
    assert run.exit_code == 1
    assert "gone.csv [missing]" in run.output
    assert "deal" not in run.output


@pytest.fixture
def with_baselines() -> None:
    """Skip where the optional extra is not installed, but never in CI."""
    if not has_baselines():
        if os.environ.get("CI"):
            pytest.fail("CI needs statsforecast")
        pytest.skip("needs statsforecast, which is optional")


@pytest.mark.usefixtures("with_baselines")
def test_the_drift_s_paths_have_the_mean_and_width_of_a_random_walk_with_drift() -> None:
    values = np.cumsum(np.random.default_rng(1).normal(2, 1, 40)) + 100
    paths = Baselines(1)(Series("a", tuple(values), 1), 3, 20_000)[DRIFT]
    slope = (values[-1] - values[0]) / 39
    deviation = paths[2].std()
    assert paths[2].mean() == pytest.approx(values[-1] + 3 * slope, abs=4 * deviation / np.sqrt(20_000))
    assert deviation > paths[0].std() * 1.5


@pytest.mark.usefixtures("with_baselines")
def test_baselines_draw_paths_and_their_mean_averages_ranked_ones() -> None:
    values = 100 + np.random.default_rng(1).normal(0, 5, 60)
    baselines = Baselines(1)
    paths = baselines(Series("a", (NAN, *values[:30], NAN, *values[30:]), 4), 12, 50)
    assert {name: drawn.shape for name, drawn in paths.items()} == dict.fromkeys((DRIFT, ETS, THETA, MEAN), (12, 50))
    totals = [np.sort(paths[name].sum(axis=0)) for name in (DRIFT, ETS, THETA)]
    np.testing.assert_allclose(paths[MEAN].sum(axis=0), np.mean(totals, axis=0))
    assert baselines.replaced == {}


@pytest.mark.usefixtures("with_baselines")
def test_a_history_too_short_for_a_baseline_is_forecast_by_the_drift_or_its_last_year() -> None:
    baselines = Baselines(1)
    paths = baselines(Series("a", (5.0, 6.0, 9.0), 1), 3, 20)
    np.testing.assert_array_equal(paths[ETS], paths[DRIFT])
    np.testing.assert_array_equal(paths[THETA], paths[DRIFT])
    assert baselines.replaced == {ETS: 1, THETA: 1}
    np.testing.assert_array_equal(baselines(Series("a", (5.0,), 1), 2, 3)[DRIFT], np.full((2, 3), 5.0))


@pytest.mark.usefixtures("with_baselines")
@pytest.mark.parametrize("values", [(5.0, 6.0, 9.0, 4.0, 4.0, 2.0, 8.0), (5.0,) * 7], ids=["moving", "constant"])
def test_a_history_just_long_enough_is_forecast_by_every_baseline_and_one_shorter_is_not(
    values: tuple[float, ...],
) -> None:
    baselines = Baselines(1)
    baselines(Series("a", values, 4), 3, 20)
    assert baselines.replaced == {}
    baselines(Series("a", values[:6], 4), 3, 20)
    assert baselines.replaced == {ETS: 1}
    baselines(Series("a", values[:4], 4), 3, 20)
    assert baselines.replaced == {ETS: 2}
    baselines(Series("a", values[:3], 4), 3, 20)
    assert baselines.replaced == {ETS: 3, THETA: 1}


@pytest.mark.usefixtures("with_baselines")
def test_the_baselines_stand_beside_ours_in_the_same_run(tmp_path: Path) -> None:
    run = run_of(tmp_path, random_table(3, 5))
    assert list(run.panels[0].horizons[0].forecasters) == [OURS, DRIFT, ETS, THETA, MEAN]
    assert run.panels[0].replaced
    assert "| AutoTheta |" in backtest_page(run)


def test_the_extra_is_found_by_its_package() -> None:
    assert has_baselines() is (importlib.util.find_spec("statsforecast") is not None)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("name", "layout", "least", "most"),
    [
        ("worldbank_ip_receipts_2005_2014.csv", Layout(), 0.87, 0.93),
        ("onrr_royalty_by_payor_2013_2019.csv", Layout(series=("company",)), 0.87, 0.93),
        ("onrr_monthly_royalties.csv", Layout(), 0.85, 0.97),  # few dates, and one market
    ],
)
def test_ninety_percent_intervals_of_real_series_cover_about_that(
    shared: Path, name: str, layout: Layout, least: float, most: float
) -> None:
    panel = read_panel(shared / "data" / name, layout)
    assert isinstance(panel, Ok)
    for horizon in back_test_panel(panel.value, replace(FEW, terms=Rolling(n_paths=300))).horizons:
        assert least <= horizon.covered <= most
