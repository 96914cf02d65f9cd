"""What `[simulation]` asks for: prices to an error, rare losses, firm symbols, sensitivities; and drawn scenarios."""

import json
from dataclasses import replace
from pathlib import Path
from unicodedata import east_asian_width

import numpy as np
import pytest
from tests.app.asking import written
from tests.app.sound import simulation_lines, source_of

from chizai.app.asked import measured
from chizai.app.assumed import assumed_of, start_of
from chizai.app.drawn_scenarios import drawn_scenarios
from chizai.app.load import DealFolder
from chizai.app.measure import class_measures, outcomes_of
from chizai.app.papers import make_dossier
from chizai.documents.language import Language
from chizai.documents.measured import DrawnScenario, Measured
from chizai.documents.measured_files import measured_files
from chizai.documents.measured_glance import measured_lines
from chizai.documents.measured_words import FIRM_HEADS, PRICE_HEADS, RARE_HEADS, SENSITIVE_HEADS, firm_cells, step_words
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import origin_of
from chizai.documents.papers.measured_parts import asked as asked_part
from chizai.documents.papers.measured_parts import drawn_scenarios as drawn_part
from chizai.documents.papers.tree import Cell, Figure, Table
from chizai.documents.simulation import Simulation
from chizai.documents.simulation_files import simulation_files
from chizai.documents.words import words_of
from chizai.forecast.joint_terms import Copula, EventKind
from chizai.metrics.deal_futures import Assumed, future_paths
from chizai.metrics.futures import ClassStatistics
from chizai.metrics.joint_inputs import plain_source
from chizai.metrics.joint_task import joint_task
from chizai.metrics.paths import Estimate
from chizai.metrics.simulation_terms import Moved
from chizai.simulate.kernel import compile_joint
from chizai.simulate.resolve_events import NamedEvent
from chizai.units.result import Ok


def assumption_of(source: DealFolder) -> Assumed:
    assumed = assumed_of(source)
    assert isinstance(assumed, Ok), assumed
    return assumed.value


@pytest.fixture(scope="module")
def folder(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(project_root, tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def source(folder: Path) -> DealFolder:
    return source_of(folder)


@pytest.fixture(scope="module")
def assumed(source: DealFolder) -> Assumed:
    return assumption_of(source)


@pytest.fixture(scope="module")
def dossier(folder: Path) -> Dossier:
    made = make_dossier(folder)
    assert isinstance(made, Ok), made
    return made.value


@pytest.fixture(scope="module")
def simulation(dossier: Dossier) -> Simulation:
    assert dossier.simulation is not None
    return dossier.simulation


@pytest.fixture(scope="module")
def statistics(simulation: Simulation) -> tuple[ClassStatistics, ...]:
    return simulation.statistics


@pytest.fixture(scope="module")
def found(simulation: Simulation) -> Measured:
    return simulation.measured


@pytest.fixture(scope="module")
def drawn(simulation: Simulation) -> tuple[DrawnScenario, ...]:
    return simulation.drawn_scenarios


def test_what_the_engine_draws_is_what_is_paid_past_and_flags_included(source: DealFolder, assumed: Assumed) -> None:
    task = joint_task(assumed, start_of(source))
    assert task is not None
    assert (task.into.n_past, len(task.into.flags)) == (1, 1)
    whole = future_paths(assumed).block(0, 300)
    drawn = np.empty_like(whole)
    plain = plain_source(compile_joint(task.found.model, task.into.rows), assumed.terms.seed, task.into)
    plain.fill(0, 300, drawn, None)
    assert (drawn == whole).all()
    assert len(np.unique(whole[-1])) == 2


def test_prices_to_an_asked_error_are_those_of_plain_futures_with_a_smaller_one(
    found: Measured, statistics: tuple[ClassStatistics, ...]
) -> None:
    assert [price.class_id for price in found.prices] == ["A", "B"]
    for price, one, par in zip(found.prices, statistics, (60_000_000, 20_000_000), strict=True):
        plain = one.worth.price_minor
        assert plain is not None
        assert plain.standard_error is not None
        assert price.price.standard_error is not None
        assert price.is_reached
        assert price.price.standard_error <= price.error_asked == 0.001
        error = (plain.standard_error**2 / par**2 + price.price.standard_error**2) ** 0.5
        assert price.price.mean == pytest.approx(plain.mean / par, abs=4 * error)


def test_futures_stop_at_the_most_that_may_be(
    source: DealFolder, assumed: Assumed, statistics: tuple[ClassStatistics, ...]
) -> None:
    terms = source.inputs.simulation
    assert terms is not None
    assert terms.until is not None
    strict = replace(terms.until, error_ppm=1, most_paths=16_384)
    only = replace(terms, until=strict, rare_losses=None, stability=None, sensitivities=None)
    [price, _] = measured(replace(source, inputs=replace(source.inputs, simulation=only)), assumed, statistics).prices
    assert (price.is_reached, price.n_paths) == (False, 16_384)


def test_rare_losses_are_those_of_plain_futures(found: Measured, statistics: tuple[ClassStatistics, ...]) -> None:
    [rare] = found.rare_losses
    loss = statistics[0].risk.expected_loss
    assert loss is not None
    assert loss.standard_error is not None
    assert rare.expected_loss.standard_error is not None
    error = (loss.standard_error**2 + rare.expected_loss.standard_error**2) ** 0.5
    assert rare.expected_loss.mean == pytest.approx(loss.mean, abs=4 * error)
    assert rare.apart is not None
    assert rare.apart < 4
    assert (rare.n_paths, rare.plain) == (16_384, statistics[0].risk.default_frequency)


def test_symbols_spread_over_draws_of_the_parameters_from_that_of_the_description(found: Measured) -> None:
    [senior, junior] = found.firmness
    assert senior.class_id == "A"
    assert len(senior.symbols) == len(senior.draws) == 6
    assert len({draw.expected_loss for draw in senior.draws}) == 6
    assert sum(share for _, share in senior.stability.shares) == pytest.approx(1)
    assert junior.draws[0].expected_loss > senior.draws[0].expected_loss


def test_the_sensitivities_that_are_asked_for_come_with_errors_and_the_sign_that_they_must_have(
    found: Measured, assumed: Assumed, source: DealFolder
) -> None:
    kinds = {each.kind for each in found.sensitivities}
    assert kinds == {Moved.LEVEL, Moved.HAZARD, Moved.VOLATILITY, Moved.MARKET_WEIGHT, Moved.YEAR}
    by_name = {(each.kind, str(each.of)): each for each in found.sensitivities}
    for of in ("L1", "L2", "L3"):
        assert by_name[Moved.LEVEL, of].present_minor[1].mean > 0
    assert by_name[Moved.HAZARD, "default of Maker"].present_minor[0].mean < 0
    assert by_name[Moved.HAZARD, "default of Maker"].lost_minor[1].mean > 0
    # all levels together are a bump of all royalties, which is drawn again here
    more = replace(assumed, multiple_ppm=1_010_000)
    worth = [class_measures(source, each, outcomes_of(each))[1].worth.price_minor for each in (assumed, more)]
    assert worth[0] is not None
    assert worth[1] is not None
    summed = sum(by_name[Moved.LEVEL, of].present_minor[1].mean for of in ("L1", "L2", "L3"))
    assert summed == pytest.approx(worth[1].mean - worth[0].mean, rel=0.1)


def test_a_scenario_moves_its_drivers_alone_and_is_held_against_the_same_futures(
    drawn: tuple[DrawnScenario, ...], statistics: tuple[ClassStatistics, ...]
) -> None:
    described, failing, unfading = drawn
    assert described.statistics == statistics
    assert described.scenario.name == "As described"
    junior = [each.statistics[1].risk.default_frequency.mean for each in drawn]
    assert junior[1] > junior[0]
    assert failing.statistics[0].risk.expected_loss != described.statistics[0].risk.expected_loss
    assert unfading.statistics[1].worth.price_ppm != described.statistics[1].worth.price_ppm


def test_a_scenario_that_moves_drivers_is_not_run_on_the_forecast_too(simulation: Simulation) -> None:
    assert [outcome.scenario.name for outcome in simulation.scenarios] == ["Sales last a year less"]


@pytest.mark.parametrize("language", list(Language))
def test_the_terminal_shows_a_table_of_each_thing_that_was_asked_in_a_hundred_columns(
    simulation: Simulation, language: Language
) -> None:
    lines = simulation_lines(simulation, language)
    assert all(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) <= 100 for line in lines)
    words = words_of(language, "JPY")
    for head in (PRICE_HEADS, RARE_HEADS, FIRM_HEADS, SENSITIVE_HEADS):
        assert any(line.startswith(words.say(head[0])) and words.say(head[-1]) in line for line in lines), head
    assert any(words.pick("Nothing fades", "陳腐化なし") in line for line in lines)


def test_each_table_stands_in_a_file_with_all_its_errors(simulation: Simulation) -> None:
    files = simulation_files(simulation)
    rows = {name: content.decode().splitlines() for name, content in files.items() if name.endswith(".csv")}
    assert len(rows["drawn_scenarios.csv"]) == 1 + 3 * 2
    assert len(rows["prices_until.csv"]) == 1 + 2
    assert len(rows["rare_losses.csv"]) == 1 + 1
    assert len(rows["rating_stability.csv"]) == 1 + 2
    assert len(rows["rating_stability_draws.csv"]) == 1 + 2 * 6
    assert len(rows["sensitivities.csv"]) == 1 + 2 * len(simulation.measured.sensitivities)
    assert all("error" in ",".join(rows[name][:1]) for name in ("prices_until.csv", "rare_losses.csv"))
    assert set(rows) < set(json.loads(files["manifest.json"])["files"])


def test_a_rating_pack_has_the_tables_with_the_key_of_every_number(dossier: Dossier) -> None:
    words = words_of(Language.ENGLISH, "JPY")
    drawn, asked = drawn_part(dossier, words), asked_part(dossier, words)
    assert isinstance(drawn, tuple)
    assert isinstance(asked, tuple)
    tables = [table for table in (*drawn, *asked) if isinstance(table, Table)]
    assert [table.id for table in tables] == [
        "drawn-scenarios-A",
        "drawn-scenarios-B",
        "prices-until",
        "rare-losses",
        "rating-stability",
        "sensitivities",
    ]
    for table in tables:
        for row in table.rows:
            numbers = [cell for cell in row if isinstance(cell, Figure)]
            assert len(row) == len(table.columns)
            assert len(numbers) == sum(column.is_number for column in table.columns)
            assert all("chizai simulate" in origin_of(number.key, "deal") for number in numbers)


def test_nothing_is_measured_where_nothing_is_asked(
    source: DealFolder, assumed: Assumed, statistics: tuple[ClassStatistics, ...]
) -> None:
    quiet = replace(source, inputs=replace(source.inputs, simulation=None, scenarios=()))
    assert measured(quiet, assumed, statistics) == Measured()
    assert drawn_scenarios(quiet, assumed) == Ok(())


def test_nothing_of_it_is_shown_where_nothing_is_asked(dossier: Dossier, simulation: Simulation) -> None:
    quiet = replace(simulation, measured=Measured(), drawn_scenarios=())
    words = words_of(Language.ENGLISH, "JPY")
    assert measured_lines(quiet, words) == []
    assert measured_files(quiet) == {}
    for without in (replace(dossier, simulation=quiet), replace(dossier, simulation=None)):
        assert drawn_part(without, words) == ()
        assert asked_part(without, words) == ()


def test_under_a_t_copula_prices_and_rare_losses_are_those_of_plain_futures(
    source: DealFolder, assumed: Assumed
) -> None:
    joint, terms = assumed.joint, source.inputs.simulation
    assert joint is not None
    assert terms is not None
    heavy = replace(assumed, joint=replace(joint, terms=replace(joint.terms, copula=Copula.T)))
    statistics = class_measures(source, heavy, outcomes_of(heavy))
    only = replace(terms, stability=None, sensitivities=None)
    found = measured(replace(source, inputs=replace(source.inputs, simulation=only)), heavy, statistics)
    [rare] = found.rare_losses
    assert rare.apart is not None
    assert rare.apart < 4
    plain, price = statistics[1].worth.price_minor, found.prices[1].price
    assert plain is not None
    assert plain.standard_error is not None
    assert abs(price.mean - plain.mean / 20_000_000) < 4 * (plain.standard_error / 20_000_000 + 0.001)


def test_a_japanese_page_says_in_japanese_what_is_moved_and_keeps_the_keys_of_the_english_one(dossier: Dossier) -> None:
    def sensitive(language: Language) -> tuple[tuple[Cell, ...], ...]:
        parts = asked_part(dossier, words_of(language, "JPY"))
        assert isinstance(parts, tuple)
        [table] = [table for table in parts if isinstance(table, Table) and table.id == "sensitivities"]
        return table.rows

    english, japanese = sensitive(Language.ENGLISH), sensitive(Language.JAPANESE)
    assert ("B", "default of Maker: hazard +10%") in [row[:2] for row in english]
    assert ("B", "Makerの債務不履行:発生率 +10%") in [row[:2] for row in japanese]
    keys = [[cell.key for row in rows for cell in row if isinstance(cell, Figure)] for rows in (english, japanese)]
    assert keys[0] == keys[1]
    assert "measured/B hazard default of Maker/present_minor" in keys[0]


def test_one_of_several_events_alike_is_named_by_its_number(found: Measured) -> None:
    of_second = replace(found.sensitivities[0], kind=Moved.HAZARD, of=NamedEvent(EventKind.ENTRY, "L1", 2))
    said = [step_words(of_second, words_of(language, "JPY")) for language in Language]
    assert said == ["entry of L1 (2): hazard +10%", "L1への競合参入(2):発生率 +10%"]


def test_a_mean_of_notches_that_rounds_to_none_has_no_sign(found: Measured) -> None:
    hardly_up = replace(found.firmness[0].stability, notches_mean=Estimate(-0.04, 0.01))
    assert firm_cells(hardly_up, words_of(Language.ENGLISH, "JPY"))[2] == "0.0 ± 0.0"
