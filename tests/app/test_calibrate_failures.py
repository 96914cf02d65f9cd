"""What is wrong with a file or a setting is said with its place, and nothing is fitted to it."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chizai.cli.main import app
from chizai.documents.lines import width_of
from chizai.forecast.calibration.catalogue import CALIBRATIONS


def chizai(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def calibrate(folder: Path, process: str, text: str, *settings: str) -> Result:
    file = folder / "rows.csv"
    file.write_text(text, encoding="utf-8")
    return chizai("calibrate", process, file, *(word for setting in settings for word in ("--set", setting)))


SALES = "period,sales\n2010,1\n2011,5\n2012,9\n2013,6\n2014,2\n"
BRAND = "brand,lost_on,period,sales\n"
USERS = "generation,launched_on,on,users\n"
FADING = "series,period,royalty\n"
TRIALS = "year,requests,granted,refused,withdrawn,in_force\n"
ALONE = "period,licence_move,market_move\n"
MOVES = "period,licence_move,market_move,sector_move\n"
PROJECTS = "project,stage,passed,lasted_years\n1,trial,yes,1\n2,trial,no,2\n"
DEFAULTS = "symbol,defaults,licensee_years\nA,1,900\nB,0,100\n"

BROKEN = [
    ("bass", "period,sale\n2010,1\n", "rows.csv:1: sales [missing]", "is it 'sale'?"),
    ("bass", SALES + "2015,1,2\n", "rows.csv:7 [inconsistent]", "3 cells, the header 2"),
    ("bass", SALES + "2015,many\n", "rows.csv:7: sales [wrong type]", "'many' is no number"),
    ("bass", SALES + "2015,-1\n", "rows.csv:7: sales [out of range]", "-1 is out of range"),
    ("bass", SALES + "2015,1e300\n", "rows.csv:7: sales [out of range]", "1e+15 at most"),
    ("bass", SALES + "2015,\n", "rows.csv:7: sales [missing]", "the cell is empty"),
    ("bass", SALES + "2015-13,3\n", "rows.csv:7: period [wrong type]", "'2015-13' is no period"),
    ("bass", SALES + "2015-02-99,3\n", "rows.csv:7: period [wrong type]", "'2015-02-99' is no period"),
    ("bass", SALES + "2015-03-31,3\n", "rows.csv:7: period [wrong type]", "'2015-03-31' is a day, and no period"),
    ("bass", SALES + "soon,3\n", "rows.csv:7: period [wrong type]", "'soon' is no period"),
    ("bass", SALES + "0000,3\n", "rows.csv:7: period [wrong type]", "outside the years 1800 to 2200"),
    ("bass", SALES + "2016,3\n", "rows.csv:7: period [inconsistent]", "what came between is not there"),
    ("bass", SALES + "2014,3\n", "rows.csv:7: period [inconsistent]", "2014 stands on line 6 too"),
    ("bass", SALES + "2015-Q1,3\n", "rows.csv:7: period [inconsistent]", "2015-Q1 is not as long as 2014"),
    ("bass", "period,sales\n", "rows.csv [missing]", "it has no rows"),
    ("bass", "period,sales\n2010,1\n", "rows.csv [inconsistent]", "sales of 1 periods are too few"),
    ("bass", SALES.replace(",", ";"), "rows.csv:1 [missing]", "no line names the columns"),
    (
        "generations",
        USERS + "a,2010-01-01,2011-01-01,5\na,2010-01-02,2012-01-01,6\n",
        "launched_on [inconsistent]",
        "2",
    ),
    ("generations", USERS + "a,2010-01-01,2011-01-01,5\na,2010-01-01,2011-01-01,6\n", "on [duplicate]", "line 2 says"),
    (
        "generations",
        USERS + "a,2010-01-01,2012-01-01,5\nb,2011-01-01,2013-01-01,6\n",
        "rows.csv: users [missing]",
        "'a' has no users on 2013-01-01",
    ),
    ("exclusivity", BRAND + "X,2015-06-30,2015,5\nX,2015-06-30,2016,1\n", "sales [missing]", "ended before 2015-06-30"),
    ("exclusivity", BRAND + "X,2015-06-30,2014,0\nX,2015-06-30,2015,1\n", "sales [missing]", "ended before 2015-06-30"),
    ("exclusivity", BRAND + "X,2015-06-30,2014,5\n", "rows.csv [inconsistent]", "0 stretches after a cliff"),
    ("obsolescence", FADING + "a,2010,1\na,2011,1\n", "rows.csv:2: series [missing]", "'a' has 2 periods above 0"),
    ("obsolescence", FADING + "a,2010,1\nb,2010-Q1,1\n", "rows.csv:3: period [inconsistent]", "not as long as 2010"),
    ("popularity", "on,level\n2010-01-01,1\n2010-01-01,2\n", "rows.csv:3: on [duplicate]", "line 2 says the same"),
    ("popularity", "on,level\n2010-01-01,0\n", "rows.csv:2: level [out of range]", "above 0"),
    ("currency", "on,rate\n2010-01-01,1\n2010-01-02,2\n", "rows.csv [inconsistent]", "2 rates are too few"),
    ("reporting", "audit,due,reported\n1,100,20\n", "rows.csv [inconsistent]", "1 findings do not show a spread"),
    ("challenge", TRIALS + "2020,5,1.5,0,0,100\n", "granted [wrong type]", "'1.5' is not a whole number"),
    ("opposition", "year,grants,opposed,revoked\n2020,10,20,5\n", "opposed [inconsistent]", "20 of 10 grants"),
    ("launch", "project,stage,passed,lasted_years\n1,trial,maybe,1\n", "passed [wrong type]", "neither yes nor no"),
    (
        "launch",
        "project,stage,passed,lasted_years\n1,phase 1,no,1\n1,phase 2,yes,2\n",
        "rows.csv:3: stage [inconsistent]",
        "'1' has left 'phase 2', but failed 'phase 1' on line 2",
    ),
    ("renewal", "age_years,in_force\n5,50%\n10,60%\n", "rows.csv:3: in_force [inconsistent]", "no right comes back"),
    ("renewal", "age_years,in_force\n5,50%\n10,20%\n", "rows.csv [inconsistent]", "2 ages are too few"),
    ("factors", MOVES + "2010,1,1,1\n2011,2,1,\n", "rows.csv:3: sector_move [inconsistent]", "line 2 differs"),
    ("factors", MOVES + "2010,1,1,1\n", "--set: sector [inconsistent]", "the sector has no name"),
    ("factors", ALONE + "2010,1,1\n2011,2,2\n2012,4,3\n", "rows.csv: period [missing]", "3 periods"),
    ("factors", ALONE + "".join(f"{year},1,{year}\n" for year in range(2010, 2018)), "rows.csv", "does not move"),
]


@pytest.mark.parametrize(("process", "text", "place", "says"), BROKEN)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, process: str, text: str, place: str, says: str
) -> None:
    done = calibrate(tmp_path, process, text)
    assert done.exit_code == 1, done.output
    assert place in done.stderr
    assert says in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("process", "text", "setting", "says"),
    [
        ("bass", SALES, "licence", "--set: licence [missing]\n  what: 'licence' says no value"),
        ("bass", SALES, "right=P1", "--set: right [unknown]\n  what: 'right' cannot be set here"),
        ("bass", SALES, "unit_minor=0", "--set: unit_minor [out of range]"),
        ("bass", SALES, "unit_minor=yen", "--set: unit_minor [wrong type]\n  what: 'yen' is no number"),
        ("bass", SALES, "market=50", "--set: market_spread [missing]"),
        ("launch", PROJECTS, "entered=phase 1", "do:   set one of trial"),
        ("licensee", DEFAULTS, "symbol=C", "do:   set one of A, B"),
        ("factors", "period,licence_move,market_move\n2010,1,1\n", "sector=a", "the sector has no moves"),
        ("currency", "on,rate\n2010-01-01,1\n", "currency=XXX", "'XXX' is no currency that is known"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_name(
    tmp_path: Path, process: str, text: str, setting: str, says: str
) -> None:
    done = calibrate(tmp_path, process, text, setting)
    assert done.exit_code == 1, done.output
    assert says in done.stderr


def test_a_setting_that_stands_twice_is_refused(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "bass", SALES, "licence=L1", "licence=L2")
    assert done.exit_code == 1
    assert "licence is set twice" in done.stderr


def test_all_that_is_wrong_with_a_file_and_its_settings_is_said_at_once(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "bass", SALES + "2015,many\n", "right=P1")
    assert "2 things to mend" in done.stderr


def test_settings_without_a_file_are_a_wrong_use() -> None:
    assert chizai("calibrate", "bass", "--set", "licence=L1").exit_code == 2


def test_a_misspelt_process_is_told_its_name() -> None:
    done = chizai("calibrate", "bas")
    assert done.exit_code == 1
    assert "did you mean 'bass'?" in done.stderr


def test_a_file_that_is_not_there_is_said_to_be_none(tmp_path: Path) -> None:
    done = chizai("calibrate", "bass", tmp_path / "none.csv")
    assert done.exit_code == 1
    assert "none.csv [missing]" in done.stderr
    assert "deal" not in done.stderr


def test_a_folder_is_said_to_be_one_and_a_link_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows").mkdir()
    monkeypatch.chdir(tmp_path / "rows")
    assert "it is a folder" in chizai("calibrate", "bass", ".").stderr
    (tmp_path / "sales.csv").write_text(SALES, encoding="utf-8")
    Path("link.csv").symlink_to(tmp_path / "sales.csv")
    assert "link.csv, SHA-256" in chizai("calibrate", "bass", "link.csv").stdout


def test_windows_japanese_is_to_be_saved_as_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes("period,sales\n# 売上".encode("cp932"))
    assert chizai("calibrate", "bass", file).stderr.splitlines()[3] == "  do:   save it as UTF-8"


def test_growth_without_an_end_in_sight_needs_a_guess_of_the_market(tmp_path: Path) -> None:
    growing = "period,sales\n" + "".join(f"{2010 + year},{2**year}\n" for year in range(5))
    refused = calibrate(tmp_path, "bass", growing)
    assert refused.exit_code == 1
    assert "a guess of market and spread is needed" in refused.stderr
    fitted = calibrate(tmp_path, "bass", growing, "market=200", "market_spread=0.7")
    assert fitted.exit_code == 0, fitted.output


@pytest.mark.parametrize("process", [calibration.name for calibration in CALIBRATIONS])
def test_a_process_says_which_columns_and_settings_it_has(process: str) -> None:
    [calibration] = [each for each in CALIBRATIONS if each.name == process]
    said = chizai("calibrate", process).stdout
    listed = chizai("calibrate").stdout
    for noun in (calibration.row, calibration.settings):
        for name in set(noun.__dataclass_fields__) - {"line", "stand_in"}:
            assert f"\n  {name} " in said
    assert calibration.what in listed
    for name in calibration.needed:
        assert f"  {name} " in said.partition("settings")[2]


def test_series_that_do_not_fade_show_how_seldom_a_fade_begins_and_nothing_of_its_speed(tmp_path: Path) -> None:
    rows = "".join(f"{series},{2010 + year},5\n" for series in "ab" for year in range(6))
    done = calibrate(tmp_path, "obsolescence", FADING + rows)
    assert "of which 0 fade" in done.stdout
    [onsets] = [line.split() for line in done.stdout.splitlines() if line.startswith("onsets a")]
    assert onsets[3:] == ["0.0833", "—", "0.0003277", "0.3201"]
    assert "\npart that each year then loses" not in done.stdout


def test_a_licence_that_moves_wholly_as_the_market_shows_no_range(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "factors", ALONE + "".join(f"{2010 + year},{year},{2 * year}\n" for year in range(8)))
    [weight] = [line for line in done.stdout.splitlines() if line.startswith("correlation with")]
    assert weight.count("—") == 3


def test_what_is_still_needed_for_the_inputs_is_said(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "licensee", DEFAULTS, "licensee=Maker")
    assert done.exit_code == 0, done.output
    assert "say what it is for: --set symbol=..." in done.stdout
    assert "[[joint.licensees]]" not in done.stdout


def test_rates_out_of_their_order_are_pooled_and_said_to_be(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "licensee", DEFAULTS)
    assert "Remark: A, B: counted out of their order, and pooled." in done.stdout
    assert done.stdout.count("0.0015") >= 2


def test_a_symbol_that_was_hardly_watched_is_said_to_come_out_above_a_worse_one(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "licensee", "symbol,defaults,licensee_years\nA,0,2\nB,1,1000\n")
    assert "Remark: A comes out above B, which is worse: it was watched for too few years." in done.stdout


WATCHED = "right,watched_years,happened\n1,5,no\n2,5,no\n"
UNSEEN = [
    ("lapse", WATCHED, ("right=P1",), "no lapse was seen", "lapse_ppm_annual = 50_000"),
    ("infringement", WATCHED, ("right=P1", "lost=10%"), "no infringement was seen", "infringement_ppm_annual = 50_000"),
    ("challenge", TRIALS + "2020,0,0,9,0,100\n", ("right=P1",), "no grant was seen", "invalid_ppm = 50_000"),
    (
        "opposition",
        "year,grants,opposed,revoked\n2020,499,0,0\n",
        ("right=P1", "gazette_on=2026-01-01"),
        "no opposition was seen",
        "opposed_ppm = 1_000, revoked_ppm = 500_000",
    ),
    (
        "licensee",
        "symbol,defaults,licensee_years\nA,0,100\nB,9,100\n",
        ("licensee=Maker", "symbol=A"),
        "A: no default was seen",
        "default_ppm_annual = 5_000",
    ),
    (
        "launch",
        "project,stage,passed,lasted_years\n1,trial,no,1\n",
        ("licence=L1",),
        "no project that passed trial was seen",
        "success_ppm = 250_000",
    ),
    (
        "competition",
        "market,watched_years,part_left\na,5,\nb,5,\n",
        ("licence=L1", "part_taken=30%"),
        "no entry was seen",
        "hazard_ppm_annual = 50_000, share_lost_ppm = 300_000",
    ),
]


@pytest.mark.parametrize(("process", "text", "settings", "remark", "row"), UNSEEN, ids=[each[0] for each in UNSEEN])
def test_what_never_came_goes_in_as_half_of_one_and_is_remarked_on(
    tmp_path: Path, process: str, text: str, settings: Sequence[str], remark: str, row: str
) -> None:
    done = calibrate(tmp_path, process, text, *settings)
    assert done.exit_code == 0, done.output
    assert f"Remark: {remark}: half of one is counted" in done.stdout
    assert row in done.stdout


def test_what_a_rival_takes_has_to_be_set_where_none_came(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "competition", "market,watched_years,part_left\na,5,\n", "licence=L1")
    assert "say what it is for: --set part_taken=..." in done.stdout
    assert "part that a rival takes" not in done.stdout


AUDITS = "audit,due,reported\n"


def test_audits_weigh_by_what_was_due(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "reporting", AUDITS + "1,1000000000,1000000000\n2,100,50\n3,1000,900\n", "licence=L1")
    assert "under_reported_ppm" not in done.stdout.partition("[[joint.licences]]")[2]
    assert "1.5e-07" in done.stdout


def test_an_overpayment_is_set_against_what_is_missing(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "reporting", AUDITS + "1,100,105\n2,100,85\n", "licence=L1")
    assert "Remark: 1 of 2 audits found more reported than was due, which is set against the rest." in done.stdout
    assert "under_reported_ppm = 50_000" in done.stdout


def test_audits_that_found_nothing_show_no_error_and_send_no_audits_to_the_inputs(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "reporting", AUDITS + "1,100,100\n2,300,300\n", "licence=L1", "audit_months=24")
    [part] = [line for line in done.stdout.splitlines() if line.startswith("part of all")]
    assert part.count("—") == 3
    assert "Remark: no audit found anything missing" in done.stdout
    assert "joint.licences.audit_months [inconsistent]\n  what: audits of what is reported in full" in done.stdout


def test_audits_that_found_the_same_part_show_no_spread_whatever_was_due(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "reporting", AUDITS + "1,100,90\n2,0.3,0.27\n3,7,6.3\n", "licence=L1")
    [part] = [line for line in done.stdout.splitlines() if line.startswith("part of all")]
    assert part.count("—") == 3
    assert "certainty" not in done.stdout
    assert "under_reported_ppm = 100_000" in done.stdout


def test_times_that_agree_show_no_error_and_no_spread(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "launch", PROJECTS.replace("no,2", "no,1"), "licence=L1")
    [years] = [line.split() for line in done.stdout.splitlines() if line.startswith("trial: years")]
    assert years[2:] == ["1", "—", "—", "—"]
    assert "times do not differ within a stage" in done.stdout


def test_numbers_that_the_inputs_would_refuse_do_not_go_in(tmp_path: Path) -> None:
    rates = "on,rate\n" + "".join(f"2020-01-0{day},{100 ** (day % 2)}\n" for day in range(1, 10))
    done = calibrate(tmp_path, "currency", rates, "currency=USD")
    assert done.exit_code == 0, done.output
    said = done.stdout.partition("Nothing goes into inputs.toml; it would refuse this:\n\n")[2]
    assert said.startswith("inputs.toml: joint.currencies.volatility_ppm_annual [out of range]\n  what: ")
    assert "\n  do:   write a number from 0 to 3_000_000" in said


def test_an_erosion_that_takes_nothing_does_not_go_in(tmp_path: Path) -> None:
    rows = "".join(f"X,2015-01-01,{year},5\n" for year in range(2014, 2019))
    done = calibrate(tmp_path, "exclusivity", BRAND + rows, "licence=L1", "lost_on=2030-01-01")
    assert "Nothing goes into inputs.toml; it would refuse this:" in done.stdout
    assert "[[joint.licences]]" not in done.stdout


def test_a_level_that_is_pulled_back_between_two_looks_does_not_show_how_fast(tmp_path: Path) -> None:
    levels = "".join(f"{2000 + year}-01-01,{1 + year % 2}\n" for year in range(20))
    done = calibrate(tmp_path, "popularity", "on,level\n" + levels, "licence=L1")
    [speed] = [line for line in done.stdout.splitlines() if line.startswith("speed of reversion")]
    assert speed.count("—") == 3
    assert "reversion_ppm_annual is " in done.stdout


def test_a_long_comparison_is_shown_in_part_and_measured_whole(tmp_path: Path) -> None:
    months = [f"{2000 + number // 12}-{number % 12 + 1:02d}" for number in range(60)]
    rows = "".join(
        f"{month},{100 if number == 30 else 0.1 * number * (60 - number)}\n" for number, month in enumerate(months)
    )
    done = calibrate(tmp_path, "bass", "period,sales\n" + rows)
    assert "20 of 60 rows are shown, one in 3." in done.stdout


def test_the_same_file_gives_the_same_text(tmp_path: Path) -> None:
    one, other = (calibrate(tmp_path, "bass", SALES, "licence=L1", "launched_on=2027-04-01").stdout for _ in range(2))
    assert one == other


def test_a_long_name_leaves_room_for_its_numbers(tmp_path: Path) -> None:
    name = "x" * 90
    done = calibrate(tmp_path, "launch", f"project,stage,passed,lasted_years\n1,{name},yes,1\n2,{name},no,2\n")
    assert f"{'x' * 43}…  " in done.stdout
    assert "Fitted" in done.stdout
    assert "Standard error" in done.stdout


def test_a_japanese_name_is_as_wide_as_its_columns_and_leaves_room_too(tmp_path: Path) -> None:
    stage = "第三相臨床試験" * 7
    done = calibrate(tmp_path, "launch", f"project,stage,passed,lasted_years\n1,{stage},yes,1\n2,{stage},no,2\n")
    assert f"{stage[:21]}…  " in done.stdout
    assert "Fitted" in done.stdout
    assert max(map(width_of, done.stdout.splitlines())) <= 100


def test_large_numbers_move_the_end_of_a_range_to_a_further_table_and_drop_nothing(tmp_path: Path) -> None:
    rows = "project,stage,passed,lasted_years\n" + "".join(
        f"{number},{'x' * 50},yes,{number}e11\n" for number in (1, 2)
    )
    head = [line.split() for line in calibrate(tmp_path, "launch", rows).stdout.splitlines()]
    assert ["Estimate", "Standard", "error", "90%", "from"] in head
    assert ["to"] in head


def test_a_line_break_in_a_name_does_not_break_the_row(tmp_path: Path) -> None:
    done = calibrate(tmp_path, "licensee", 'symbol,defaults,licensee_years\n"A\nB",1,900\n')
    assert "\ndefaults a year, A\\nB  " in done.stdout


def test_the_name_of_a_file_cannot_break_the_lines_that_go_in(tmp_path: Path) -> None:
    file = tmp_path / "a\n[b].csv"
    file.write_text(SALES, encoding="utf-8")
    done = chizai("calibrate", "bass", file, "--set", 'licence=L"1', "--set", "launched_on=2027-04-01")
    fragment = tomllib.loads(done.stdout.partition("At the end of inputs.toml:")[2])
    assert fragment["forecasts"][0]["licence"] == 'L"1'
