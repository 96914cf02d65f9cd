"""From a description of licences to their joint futures, and from one of them back to every receipt."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.app.sound import assumption_of, simulation_lines, simulation_of

from chizai.app import measure
from chizai.app.book import make_book
from chizai.app.load import load
from chizai.app.measure import outcomes_of
from chizai.app.replay import replay
from chizai.app.solve import size_deal
from chizai.app.write import write_folder
from chizai.documents.book import DealBook
from chizai.documents.simulation_files import simulation_files
from chizai.forecast.joint_terms import EventKind
from chizai.metrics.deal_futures import Assumed, class_paths, future_paths
from chizai.units.result import Failed, Ok, Reason
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.tables import class_table

N_PATHS = 400


def copied(project_root: Path, into: Path) -> Path:
    """Copy the worked deal with joint futures, with few of them."""
    folder = shutil.copytree(project_root / "docs" / "how-to" / "joint-futures", into / "deal")
    change(folder, "n_paths = 100_000", f"n_paths = {N_PATHS}")
    return folder


@pytest.fixture
def joint_deal(project_root: Path, tmp_path: Path) -> Path:
    """Give a copy that a test may change."""
    return copied(project_root, tmp_path)


def change(folder: Path, written: str, instead: str) -> None:
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    assert written in text
    file.write_text(text.replace(written, instead), encoding="utf-8")


def described(folder: Path, joint: str) -> Path:
    """Put another description into a deal's inputs."""
    file = folder / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    start, stop = text.index("# Every licence's level"), text.index("[[pricing]]")
    file.write_text(text[:start] + joint + "\n" + text[stop:], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def replayed(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Assumed, dict[int, DealBook]]:
    """Give what futures are drawn on, and some of them carried out exactly, in which much happens."""
    folder = copied(project_root, tmp_path_factory.mktemp("replayed"))
    for hazard in ("default_ppm_annual = 30_000", "hazard_ppm_annual = 50_000", "hazard_ppm_annual = 60_000"):
        change(folder, hazard, hazard.replace("0_000", "00_000"))
    written = write_folder(folder / "run", simulation_files(simulation_of(folder)))
    assert isinstance(written, Ok)
    books = {}
    for path in range(16):
        book = replay(folder / "run", folder, path)
        assert isinstance(book, Ok), book
        books[path] = book.value
    return assumption_of(folder), books


def test_without_volatility_and_hazard_every_future_is_the_deal_itself_to_the_yen(joint_deal: Path) -> None:
    described(joint_deal, "[joint]\n")
    assumed = assumption_of(joint_deal)
    drawn = future_paths(assumed).block(0, N_PATHS)
    assert (drawn == np.array(assumed.inputs.rows())[:, :, None]).all()
    book = make_book(joint_deal)
    assert isinstance(book, Ok)
    outcomes = outcomes_of(assumed)
    for security in book.value.deal.classes:
        paid = class_paths(outcomes, security.id)
        rows = class_table(book.value.run, security.id)
        assert (paid.interest_minor == np.array([[row.interest_paid_minor] for row in rows])).all()
        assert (paid.principal_minor == np.array([[row.principal_paid_minor] for row in rows])).all()
    for one, priced in zip(simulation_of(joint_deal).statistics, book.value.metrics, strict=True):
        assert one.risk.n_default == 0
        assert one.worth.price_ppm == priced.price_ppm


def test_a_deal_without_a_table_of_futures_draws_joint_ones_all_the_same(joint_deal: Path) -> None:
    change(joint_deal, f"[futures]\nn_paths = {N_PATHS}\nseed = 7\n", "")
    simulation = simulation_of(joint_deal)
    assert simulation.terms.n_paths == 10_000
    assert any("drawn together (Gaussian copula" in line for line in simulation_lines(simulation))


@pytest.mark.parametrize(
    ("written", "instead", "joint"),
    [
        ("months = 12", "dates = [2029-12-31, 2030-12-31]", "volatility_ppm_annual = 3_000_000"),
        ("final_payment_on = 2030", "final_payment_on = 2080", "drift_deviation_ppm_annual = 200_000"),
    ],
)
def test_what_can_be_written_is_drawn_over_decades_and_over_years_without_a_payment(
    joint_deal: Path, written: str, instead: str, joint: str
) -> None:
    deal = joint_deal / "deal.toml"
    deal.write_text(deal.read_text(encoding="utf-8").replace(written, instead), encoding="utf-8")
    described(joint_deal, f"[joint]\n{joint}\n")
    assert simulation_of(joint_deal).statistics[0].risk.default_frequency.mean > 0.08


def test_the_same_futures_come_in_blocks_of_any_size(joint_deal: Path) -> None:
    paths = future_paths(assumption_of(joint_deal))
    whole = paths.block(0, 300)
    parts = [paths.block(first, stop) for first, stop in ((0, 1), (1, 130), (130, 300))]
    assert (np.concatenate(parts, axis=2) == whole).all()
    assert len(np.unique(whole[0, -1])) > 250


def test_a_future_carried_out_exactly_is_what_the_vector_executor_made_of_it(
    replayed: tuple[Assumed, dict[int, DealBook]],
) -> None:
    assumed, books = replayed
    outcomes = outcomes_of(assumed)
    paid = {of.id: class_paths(outcomes, of.id) for of in assumed.inputs.deal.classes}
    for path, book in books.items():
        assert_conserved(book.run)
        for of, all_paths in paid.items():
            rows = class_table(book.run, of)
            assert [row.interest_paid_minor for row in rows] == all_paths.interest_minor[:, path].tolist()
            assert [row.principal_paid_minor for row in rows] == all_paths.principal_minor[:, path].tolist()


def test_a_default_sets_the_flag_that_observes_it_and_the_trigger_that_reads_it(
    replayed: tuple[Assumed, dict[int, DealBook]],
) -> None:
    _, books = replayed
    seen = 0
    for book in books.values():
        assert book.story is not None
        [period] = [
            each.period
            for each in book.story.happened
            if (each.event.kind, each.event.of) == (EventKind.DEFAULT, "Maker")
        ] or [5]
        assert list(book.inputs.observed["maker-default"]) == [0] * period + [1] * (5 - period)
        seen += period < 5
    assert seen


def test_each_receipt_of_a_future_is_explained_by_what_was_expected_its_level_and_its_events(
    replayed: tuple[Assumed, dict[int, DealBook]],
) -> None:
    _, books = replayed
    words = set()
    for book in books.values():
        assert book.story is not None
        by_licence = {one.licence_id: one for one in book.story.licences}
        for period, lines in enumerate(book.collections.lines):
            for licence_id, one in by_licence.items():
                its = [receipt for receipt in lines if receipt.licence_id == licence_id]
                assert sum(receipt.amount_minor for receipt in its) == one.paid_minor[period]
                level = one.level(period)
                if level is not None:
                    paid = int(one.expected_minor[period] * one.standing[period] * level + 0.5)
                    assert abs(paid - one.paid_minor[period]) <= 1
            words |= {node.label for receipt in lines for node in receipt.origin.walk()}
    assert {"expected where nothing happens", "level", "left by events", "default of Maker"} <= words
    assert {"entry of L2", "obsolescence of L1", "failure of L3"} <= words


def test_what_is_recovered_where_nothing_was_expected_is_a_receipt_of_its_own(joint_deal: Path, tmp_path: Path) -> None:
    for year in (2028, 2029, 2030):
        change(joint_deal, f"    {{ year = {year}, royalty_minor = 12_000_000 }},\n", "")
    change(joint_deal, "default_ppm_annual = 30_000", "default_ppm_annual = 500_000")
    written = write_folder(tmp_path / "run", simulation_files(simulation_of(joint_deal)))
    assert isinstance(written, Ok)
    labels = set()
    for path in range(10):
        book = replay(tmp_path / "run", joint_deal, path)
        assert isinstance(book, Ok)
        assert_conserved(book.value.run)
        labels |= {receipt.origin.label for lines in book.value.collections.lines for receipt in lines}
    assert "L1 cash recovered by 2028-12-31" in labels


def test_a_stream_that_is_cut_to_the_most_that_it_may_bring_is_divided_by_what_was_expected(
    joint_deal: Path, tmp_path: Path
) -> None:
    described(joint_deal, "[joint]\nvolatility_ppm_annual = 3_000_000\n")
    change(joint_deal, "12_000_000 }", "8_000_000_000_000 }")
    written = write_folder(tmp_path / "run", simulation_files(simulation_of(joint_deal)))
    assert isinstance(written, Ok)
    book = replay(tmp_path / "run", joint_deal, 0)
    assert isinstance(book, Ok)
    drawn = future_paths(assumption_of(joint_deal)).block(0, 1)[0, :, 0].tolist()
    assert list(book.value.collections.totals_minor()) == drawn


@pytest.mark.parametrize("joint", ["", "[joint]\nvolatility_ppm_annual = 300_000\n"])
def test_more_futures_than_are_kept_are_measured_in_a_stream_alike(
    joint_deal: Path, monkeypatch: pytest.MonkeyPatch, joint: str
) -> None:
    if joint:
        described(joint_deal, joint)
    at_hand = simulation_of(joint_deal).statistics
    monkeypatch.setattr(measure, "PATHS_AT_HAND", 150)
    streamed = simulation_of(joint_deal).statistics
    for one, other in zip(streamed, at_hand, strict=True):
        assert one.n_paths == other.n_paths == N_PATHS
        assert (one.risk.n_default, one.risk.n_first_short) == (other.risk.n_default, other.risk.n_first_short)
        assert one.worth.yield_annual == pytest.approx(other.worth.yield_annual, abs=1e-12)
        assert one.worth.price_minor is not None
        assert other.worth.price_minor is not None
        assert one.worth.price_minor.mean == pytest.approx(other.worth.price_minor.mean, rel=1e-12)
        for values, exact in zip(one.payments_minor.values, other.payments_minor.values, strict=True):
            assert values == pytest.approx(exact, rel=2**-8)


def test_a_deal_that_is_over_has_nothing_to_stream(joint_deal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "PATHS_AT_HAND", 150)
    change(joint_deal, "as_of_on = 2025-12-31", "as_of_on = 2031-06-30")
    assert {one.n_paths for one in simulation_of(joint_deal).statistics} == {150}


def test_streams_are_drawn_together_and_each_keeps_its_licences(project_root: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(project_root / "docs" / "how-to" / "currencies", tmp_path / "deal")
    file = folder / "inputs.toml"
    more = "\n[futures]\nn_paths = 50\n\n[joint]\nvolatility_ppm_annual = 300_000\nmarket_weight_ppm = 1_000_000\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    drawn = future_paths(assumption_of(folder)).block(0, 50)
    assert isinstance(write_folder(tmp_path / "run", simulation_files(simulation_of(folder))), Ok)
    book = replay(tmp_path / "run", folder, 7)
    assert isinstance(book, Ok), book
    inputs = book.value.inputs
    for number, each in enumerate(inputs.program.inputs):
        if each.of not in inputs.observed:
            assert list(inputs.collected(each.of)) == drawn[number, :, 7].tolist()
            assert len(np.unique(drawn[number, -1])) == 50
    assert_conserved(book.value.run)


def test_each_driver_is_moved_alone(joint_deal: Path) -> None:
    names = {bar.name for _, found in simulation_of(joint_deal).tornados for bar in found.bars}
    assert names == {
        "Royalties -10% / +10%",
        "Popularity x 0.5 / x 2",
        "Obsolescence x 0.5 / x 2",
        "Competition x 0.5 / x 2",
        "Legal events x 0.5 / x 2",
        "Licensee defaults x 0.5 / x 2",
    }


def test_more_of_any_event_is_worse_for_the_junior_class(joint_deal: Path) -> None:
    change(joint_deal, f"n_paths = {N_PATHS}", "n_paths = 4_000")
    bars = {bar.name: bar for bar in dict(simulation_of(joint_deal).tornados)["B"].bars}
    for name in ("Obsolescence", "Competition", "Legal events", "Licensee defaults"):
        bar = bars[f"{name} x 0.5 / x 2"]
        assert bar.high.mean < 0 < bar.low.mean


def test_a_deal_that_expects_nothing_draws_nothing(joint_deal: Path, tmp_path: Path) -> None:
    file = joint_deal / "inputs.toml"
    text = file.read_text(encoding="utf-8")
    forecasts = text[text.index("[[forecasts]]") : text.index("[futures]")]
    described(joint_deal, "[joint]\nvolatility_ppm_annual = 200_000\n")
    change(joint_deal, forecasts, "")
    written = write_folder(tmp_path / "run", simulation_files(simulation_of(joint_deal)))
    assert isinstance(written, Ok)
    book = replay(tmp_path / "run", joint_deal, 0)
    assert isinstance(book, Ok)
    assert book.value.story is None
    assert not any(book.value.collections.totals_minor())


def test_a_deal_that_is_over_draws_nothing(joint_deal: Path) -> None:
    change(joint_deal, "as_of_on = 2025-12-31", "as_of_on = 2031-06-30")
    assumed = assumption_of(joint_deal)
    assert not future_paths(assumed).block(0, 3)[0].any()


@pytest.mark.parametrize(
    ("written", "instead", "key", "reason"),
    [
        ("[futures]\n", "[futures]\nvolatility_ppm_annual = 1\n", "futures.volatility_ppm_annual", Reason.INCONSISTENT),
        ("[futures]\n", "[futures]\nreversion_ppm_annual = 1\n", "futures.reversion_ppm_annual", Reason.INCONSISTENT),
        ('licensee = "Maker"', 'licensee = "Makers"', "joint.licensees[1] (Makers).licensee", Reason.UNKNOWN),
        ("probability_ppm = 800_000 },\n]", "probability_ppm = 900_000 },\n]", "plan_fails", Reason.INCONSISTENT),
    ],
)
def test_what_is_wrong_with_a_description_is_told_with_its_key(
    joint_deal: Path, written: str, instead: str, key: str, reason: Reason
) -> None:
    change(joint_deal, written, instead)
    loaded = load(joint_deal)
    assert isinstance(loaded, Failed)
    assert [failure.reason for failure in loaded.failures if str(failure.place).endswith(key)] == [reason]


def test_futures_without_a_volatility_say_what_to_add(joint_deal: Path) -> None:
    described(joint_deal, "")
    loaded = load(joint_deal)
    assert isinstance(loaded, Failed)
    [failure] = loaded.failures
    assert failure.reason is Reason.MISSING
    assert "[joint]" in failure.fix


def test_a_deal_is_sized_on_joint_futures(joint_deal: Path) -> None:
    (joint_deal / "solve.toml").write_text(
        """
[[unknowns]]
key = "classes.B.balance_minor"
low = 1_000_000
high = 40_000_000
step = 1_000_000

[[targets]]
measure = "expected-loss"
of = "A"
sense = "at most"
level = 30_000
""",
        encoding="utf-8",
    )
    sized = size_deal(joint_deal)
    assert isinstance(sized, Ok), sized
    assert sized.value.provenance.future is not None
    assert sized.value.provenance.future.joint is not None
