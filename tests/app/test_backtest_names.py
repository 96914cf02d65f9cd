"""Which names carry on under another, and what a file of survivors is."""

from math import isnan
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from chizai.app.backtest_names import Renamed, join_renamed
from chizai.app.backtest_series import Layout, Panel, read_panel
from chizai.app.backtest_survivors import turnover
from chizai.cli.main import app
from chizai.forecast.history_model.series import Series
from chizai.units.result import Ok

NAN = float("nan")
PERIODS = range(2013, 2018)


def series(name: str, *values: float) -> Series:
    return Series(name, values, 1)


def joins(*panel: Series) -> list[tuple[str, str]]:
    return [(one.old, one.new) for one in join_renamed(panel)[1]]


def ended(name: str) -> Series:
    return series(name, 5.0, 6.0, 0.0, 0.0)


def begun(name: str) -> Series:
    return series(name, NAN, NAN, 7.0, 8.0)


def test_a_payor_whose_name_changes_is_one_series_under_the_new_name() -> None:
    joined, renamed = join_renamed(
        [begun("ROYAL DUTCH SHELL PLC"), ended("SHELL"), series("OTHER", 1.0, 1.0, 1.0, 1.0)]
    )
    assert renamed == (Renamed("SHELL", "ROYAL DUTCH SHELL PLC", 2),)
    assert [one.id for one in joined] == ["ROYAL DUTCH SHELL PLC", "OTHER"]
    assert joined[0].values == (5.0, 6.0, 7.0, 8.0)


def test_a_name_that_changes_twice_is_one_series() -> None:
    panel = [
        series("TATA CHEMICALS PARTNERS", 1.0, 0.0, 0.0, 0.0),
        series("TATA CHEMICALS", NAN, 2.0, 0.0, 0.0),
        series("TATA GROUP", NAN, NAN, 3.0, 4.0),
    ]
    joined, renamed = join_renamed(panel)
    assert [(one.id, one.values) for one in joined] == [("TATA GROUP", (1.0, 2.0, 3.0, 4.0))]
    assert [one.period for one in renamed] == [1, 2]


def test_legal_forms_and_initials_name_nobody() -> None:
    assert joins(ended("株式会社アルファ"), begun("アルファ合同会社")) == [("株式会社アルファ", "アルファ合同会社")]
    assert joins(ended("ﾍﾞｰﾀ(株)"), begun("ベータ GK")) == [("ﾍﾞｰﾀ(株)", "ベータ GK")]
    assert joins(ended("T H MCELVAIN"), begun("McElvain, Inc.")) == [("T H MCELVAIN", "McElvain, Inc.")]
    assert joins(ended("THE FIRST CO"), begun("THE SECOND CO")) == []
    assert joins(ended("A LLC"), begun("A INC")) == []


def test_a_number_is_no_name_and_parts_two() -> None:
    assert joins(ended("31 CO"), begun("31 HOLDINGS")) == []
    assert joins(ended("Track 1"), begun("Track 2")) == []
    assert joins(ended("EL-1"), begun("EL-2")) == []
    assert joins(ended("Album 7"), begun("Album 7 Inc")) == [("Album 7", "Album 7 Inc")]


def test_two_titles_that_share_one_word_are_two() -> None:
    assert joins(ended("Blue Song"), begun("Blue Moon")) == []


def test_one_name_may_have_words_that_the_other_has_not() -> None:
    assert joins(ended("NOVA OFFSHORE"), begun("NOVA")) == [("NOVA OFFSHORE", "NOVA")]
    assert joins(ended("NOVA"), begun("ROYAL NOVA")) == [("NOVA", "ROYAL NOVA")]


def test_a_japanese_name_is_one_word() -> None:
    assert joins(ended("株式会社山田音楽"), begun("山田音楽出版株式会社")) == []


def test_the_first_telling_word_of_the_old_name_must_be_in_the_new_one() -> None:
    assert joins(ended("DOUBLE EAGLE PETROLEUM"), begun("TWIN EAGLE GATHERING")) == []


def test_a_year_between_two_names_parts_them() -> None:
    assert joins(series("NOVA INC", 5.0, 0.0, 0.0, 0.0), begun("NOVA LLC")) == []


def test_names_that_run_beside_each_other_are_two() -> None:
    assert joins(series("NOVA INC", 5.0, 6.0, 7.0, 0.0), begun("NOVA LLC")) == []


def test_two_names_that_could_follow_are_left_apart() -> None:
    assert joins(ended("NOVA"), begun("NOVA GAS"), begun("NOVA COAL")) == []
    assert joins(ended("NOVA OIL"), ended("NOVA COAL"), begun("NOVA")) == []


def test_a_word_that_many_names_have_tells_nothing() -> None:
    north, south = (series(f"PACIFIC {place}", 1.0, 1.0, 1.0, 1.0) for place in ("NORTH", "SOUTH"))
    assert joins(ended("PACIFIC INC"), begun("PACIFIC LLC"), north) == [("PACIFIC INC", "PACIFIC LLC")]
    assert joins(ended("PACIFIC INC"), begun("PACIFIC LLC"), north, south) == []


def test_where_two_columns_name_a_series_the_second_must_be_alike() -> None:
    assert joins(ended("NOVA OIL / Coal"), begun("NOVA CORP / Gas")) == []
    assert joins(ended("NOVA OIL / Gas"), begun("NOVA CORP / Gas")) == [("NOVA OIL / Gas", "NOVA CORP / Gas")]


def test_columns_after_the_first_do_not_make_a_name_common() -> None:
    products = [series(f"NOVA OIL / {product}", 1.0, 1.0, 1.0, 1.0) for product in ("Coal", "Oil", "Sulfur")]
    assert joins(ended("NOVA OIL / Gas"), begun("NOVA CORP / Gas"), *products) == [
        ("NOVA OIL / Gas", "NOVA CORP / Gas")
    ]


def test_what_is_not_known_of_one_name_is_what_the_other_brought() -> None:
    joined, _ = join_renamed([series("NOVA INC", 5.0, 6.0, NAN, NAN), begun("NOVA LLC")])
    assert joined[0].values == (5.0, 6.0, 7.0, 8.0)


@given(
    st.dictionaries(
        st.builds(
            "{} {}".format, st.sampled_from(["NOVA", "ORION", "VEGA", "LYRA"]), st.sampled_from(["LLC", "GAS", "INC"])
        ),
        st.lists(st.sampled_from([NAN, 0.0, 0.0, 1.0, 3.0]), min_size=6, max_size=6),
    )
)
def test_joining_neither_makes_nor_loses_an_amount(tables: dict[str, list[float]]) -> None:
    panel = [series(name, *values) for name, values in tables.items()]
    joined, renamed = join_renamed(panel)
    assert len(joined) == len(panel) - len(renamed)
    for period in range(6):
        brought = [[one.values[period] for one in some] for some in (panel, joined)]
        before, after = (sum(value for value in values if not isnan(value)) for values in brought)
        assert before == after


def table(rows: list[tuple[str, dict[int, float]]]) -> str:
    lines = [f"{name},{year},{amount}" for name, amounts in rows for year, amount in amounts.items()]
    return "\n".join(["company,year,royalty_usd", *lines])


def renamed_table(n_renamed: int) -> str:
    names = [f"{word}A" for word in ("LYR", "ORION", "VEG", "NOV")]
    steady = [(f"S{index}", {year: 10.0 + index + year % 3 for year in PERIODS}) for index in range(6)]
    rows = [(f"{name} INC", {year: 20.0 for year in PERIODS if year < 2015}) for name in names[:n_renamed]]
    rows += [(f"{name} LLC", {year: 21.0 for year in PERIODS if year >= 2015}) for name in names[:n_renamed]]
    return table([*steady, *rows])


def panel_of(file: Path, layout: Layout) -> Panel:
    panel = read_panel(file, layout)
    assert isinstance(panel, Ok), panel
    return panel.value


def test_a_file_is_read_with_names_joined_unless_they_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "payors.csv"
    file.write_text(renamed_table(1), encoding="utf-8")
    assert [one.id for one in panel_of(file, Layout()).series if "LYRA" in one.id] == ["LYRA LLC"]
    kept = panel_of(file, Layout(is_name_kept=True))
    assert [one.id for one in kept.series if "LYRA" in one.id] == ["LYRA INC", "LYRA LLC"]
    assert kept.renamed == ()


def test_the_command_shows_some_joins_and_its_page_all(tmp_path: Path) -> None:
    file, page = tmp_path / "payors.csv", tmp_path / "page.md"
    file.write_text(renamed_table(4), encoding="utf-8")
    run = CliRunner().invoke(app, ["backtest", str(file), "--paths", "20", "--out", str(page)])
    assert run.exit_code == 0, run.output
    assert "--names written keeps them apart): LYRA INC → LYRA LLC (2015)" in run.output
    assert "and 1 more" in run.output
    text = page.read_text(encoding="utf-8")
    assert "read as one: 4</summary>" in text
    assert all(f"{name} INC → {name} LLC (2015)" in text for name in ("LYRA", "ORIONA", "VEGA", "NOVA"))
    apart = CliRunner().invoke(app, ["backtest", str(file), "--paths", "20", "--names", "written"])
    assert apart.exit_code == 0, apart.output
    assert "→" not in apart.output


def test_the_command_refuses_another_way_with_names(tmp_path: Path) -> None:
    file = tmp_path / "payors.csv"
    file.write_text(renamed_table(1), encoding="utf-8")
    assert CliRunner().invoke(app, ["backtest", str(file), "--names", "maybe"]).exit_code == 2


def survivors(n_ended: int) -> list[Series]:
    lasting = [series(f"S{index}", NAN, 1.0, 1.0) for index in range(40)]
    return lasting + [series(f"E{index}", 1.0, 1.0, 0.0) for index in range(n_ended)]


def test_a_file_in_which_much_begins_and_hardly_anything_ends_is_one_of_survivors() -> None:
    assert (turnover(survivors(2)).n_begun, turnover(survivors(2)).n_ended) == (40, 2)
    assert turnover(survivors(2)).is_of_survivors
    assert not turnover(survivors(3)).is_of_survivors
    assert not turnover([series("S", 1.0, 1.0, 1.0)] * 100).is_of_survivors


def test_series_that_never_brought_anything_neither_begin_nor_end() -> None:
    assert turnover([series("S", 0.0, 0.0, NAN)]).n_ended == 0


def test_the_command_says_where_what_has_ended_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "brands.csv"
    early = [(f"E{index}", {year: 5.0 + year % 2 for year in PERIODS}) for index in range(4)]
    late = [(f"L{index}", {year: 5.0 for year in PERIODS if year > 2014}) for index in range(25)]
    file.write_text(table([*early, *late]), encoding="utf-8")
    run = CliRunner().invoke(app, ["backtest", str(file), "--paths", "20"])
    assert "25 series begin after 2013 and 0 end before 2017" in " ".join(run.output.split())


def part_that_stops(panel: Panel, years: range, least: float) -> float:
    """Part of the payors that brought more than `least` in a year and never anything after it."""
    after = [
        any(value > 0 for value in one.values[year + 1 :])
        for one in panel.series
        for year in years
        if one.values[year] > least
    ]
    return after.count(False) / len(after)


def test_new_names_are_much_of_what_looked_like_stops_of_large_payors(shared: Path) -> None:
    file = shared / "data" / "onrr_royalty_by_payor_2013_2019.csv"
    joined, written = (panel_of(file, Layout(series=("company",), is_name_kept=kept)) for kept in (False, True))
    names = [(one.old, one.new) for one in joined.renamed]
    assert ("SHELL", "ROYAL DUTCH SHELL PLC") in names
    assert ("MARUBENI OIL & GAS USA INC", "MARUBENI CORP") in names
    parts = [
        round(part_that_stops(panel, years, 1e6), 3) for panel in (written, joined) for years in (range(3), range(3, 6))
    ]
    assert parts == [0.041, 0.209, 0.035, 0.129]
