"""From a deal's folder to its futures, and from one of them back to every number."""

import json
from pathlib import Path

import pytest
from tests.app.sound import simulation_lines, simulation_of

import chizai
from chizai.app.assumed import assumed_of
from chizai.app.load import load
from chizai.app.replay import folder_of, replay
from chizai.app.simulate import simulate
from chizai.app.write import write_folder
from chizai.documents.simulation_files import simulation_files
from chizai.metrics.deal_futures import future_paths
from chizai.units.result import Failed, Ok
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.tables import class_table
from chizai.waterfall.vector import replay as replay_exactly

FUTURES = """
[futures]
volatility_ppm_annual = 250_000
n_paths = 300
seed = 11
"""


@pytest.fixture
def uncertain_deal(small_deal: Path) -> Path:
    file = small_deal / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8") + FUTURES, encoding="utf-8")
    return small_deal


def test_every_class_is_measured_over_the_futures_and_in_scenarios(uncertain_deal: Path) -> None:
    simulation = simulation_of(uncertain_deal)
    assert [one.class_id for one in simulation.statistics] == ["A", "B", "C"]
    assert {one.n_paths for one in simulation.statistics} == {300}
    names = [outcome.scenario.name for outcome in simulation.scenarios]
    assert names[0] == "Base case"
    assert len(names) == 6
    a_year_of_nothing = simulation.scenarios[names.index("One-year outage")]
    assert sum(a_year_of_nothing.owed_minor) > sum(simulation.scenarios[0].owed_minor)


def test_a_junior_class_defaults_at_least_as_often_as_its_senior(uncertain_deal: Path) -> None:
    risks = [one.risk.n_default for one in simulation_of(uncertain_deal).statistics]
    assert risks == sorted(risks)
    assert risks[-1] > 0


def test_royalties_move_the_class_that_bears_the_first_loss_most(uncertain_deal: Path) -> None:
    tornados = dict(simulation_of(uncertain_deal).tornados)
    [widest, *_] = tornados["C"].bars
    assert widest.name.startswith("Royalties")
    assert widest.low.mean < 0 < widest.high.mean


def test_the_same_seed_gives_the_same_bytes(uncertain_deal: Path) -> None:
    assert simulation_files(simulation_of(uncertain_deal)) == simulation_files(simulation_of(uncertain_deal))


def test_no_line_is_wider_than_a_terminal(uncertain_deal: Path) -> None:
    lines = simulation_lines(simulation_of(uncertain_deal))
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("Base case") for line in lines)


def test_a_deal_without_futures_says_what_to_add(small_deal: Path) -> None:
    simulated = simulate(small_deal)
    assert isinstance(simulated, Failed)
    assert str(simulated.failures[0].place) == "inputs.toml: futures"


def written(folder: Path, out: Path) -> Path:
    result = write_folder(out, simulation_files(simulation_of(folder)))
    assert isinstance(result, Ok)
    return out


def test_any_future_is_carried_out_again_to_its_journal(uncertain_deal: Path, tmp_path: Path) -> None:
    run = written(uncertain_deal, tmp_path / "run")
    for path in (0, 137, 299):
        book = replay(run, uncertain_deal, path)
        assert isinstance(book, Ok), book
        assert_conserved(book.value.run)
        assert book.value.collections.totals_minor() == book.value.run.inflows_minor


def test_the_defaults_that_are_counted_are_those_of_the_futures_carried_out_one_by_one(uncertain_deal: Path) -> None:
    loaded = load(uncertain_deal)
    assert isinstance(loaded, Ok)
    assumed = assumed_of(loaded.value.value)
    assert isinstance(assumed, Ok)
    program = assumed.value.inputs.program
    runs = [replay_exactly(program, future_paths(assumed.value), path) for path in range(300)]
    for one in simulation_of(uncertain_deal).statistics:
        last = [class_table(run, one.class_id)[-1] for run in runs]
        assert one.risk.n_default == sum(row.closing_minor + row.interest_unpaid_minor > 0 for row in last)


def test_a_deal_that_changed_since_is_not_replayed(uncertain_deal: Path, tmp_path: Path) -> None:
    run = written(uncertain_deal, tmp_path / "run")
    file = uncertain_deal / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("seed = 11", "seed = 12"), encoding="utf-8")
    replayed = replay(run, uncertain_deal, 0)
    assert isinstance(replayed, Failed)
    assert {str(failure.place).rsplit(": ", 1)[-1] for failure in replayed.failures} == {"inputs", "futures"}
    assert {failure.what for failure in replayed.failures} == {
        "of the inputs, inputs.toml is not what the simulation had",
        "of the futures, seed is not what the simulation had",
    }


def test_of_what_changed_since_only_what_did_is_named(uncertain_deal: Path, tmp_path: Path) -> None:
    run = written(uncertain_deal, tmp_path / "run")
    record = json.loads((run / "futures.json").read_text(encoding="utf-8"))
    record |= {"version": "0", "futures": {**record["futures"], "seed": 12, "n_paths": 7}}
    (run / "futures.json").write_text(json.dumps(record), encoding="utf-8")
    replayed = replay(run, uncertain_deal, 0)
    assert isinstance(replayed, Failed)
    assert [failure.what for failure in replayed.failures] == [
        f"version was 0, and is {chizai.__version__}",
        "of the futures, n_paths, seed are not what the simulation had",
    ]


def test_a_future_that_was_never_drawn_is_refused(uncertain_deal: Path, tmp_path: Path) -> None:
    replayed = replay(written(uncertain_deal, tmp_path / "run"), uncertain_deal, 300)
    assert isinstance(replayed, Failed)
    assert "300 is no future" in replayed.failures[0].what
    assert "0 to 299" in replayed.failures[0].fix


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no such simulation"), ("{", "not what `chizai simulate` wrote"), ("{}", "does not say what")],
)
def test_a_folder_that_is_no_simulation_says_so(
    uncertain_deal: Path, tmp_path: Path, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "futures.json").write_text(content, encoding="utf-8")
    replayed = replay(tmp_path, uncertain_deal, 0)
    assert isinstance(replayed, Failed)
    assert says in replayed.failures[0].what


def test_a_simulation_leads_to_the_deals_folder(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    checked = dict.fromkeys(("program_digest", "version", "as_of_on", "inputs", "futures"), "")
    (tmp_path / "run" / "futures.json").write_text(json.dumps({**checked, "folder": "../deal"}), encoding="utf-8")
    assert folder_of(tmp_path / "run") == tmp_path / "deal"
