"""Spot rates that are drawn: what a swap takes is not touched, all else is, and a replay says by how much."""

import csv
import io
import math
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from tests.app.exchange_risk import CURRENCY, DOLLAR_VOLATILITY, DRAWN, N_PATHS, SPOT, change, copied
from tests.app.sound import assumption_of, simulation_of, source_of

from chizai.app import measure
from chizai.app.asked import measured
from chizai.app.explain import explain_cell
from chizai.app.measure import class_measures, outcomes_of
from chizai.app.replay import replay
from chizai.app.solve import size_deal
from chizai.app.tornados import bumps_of
from chizai.app.write import write_folder
from chizai.documents.book import DealBook
from chizai.documents.folder import documents_of
from chizai.documents.glance import glance_lines
from chizai.documents.simulation_files import simulation_files
from chizai.metrics.deal_futures import Assumed, class_paths, future_paths
from chizai.metrics.simulation_terms import Moved
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Ok
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.tables import account_table, class_table


@pytest.fixture
def deal(project_root: Path, tmp_path: Path) -> Path:
    """Give a copy of the worked deal that a test may change."""
    return copied(project_root, tmp_path)


@pytest.fixture(scope="module")
def replayed(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Assumed, dict[int, DealBook]]:
    """Give what futures are drawn on, and some of them carried out exactly."""
    folder = copied(project_root, tmp_path_factory.mktemp("replayed"))
    assert isinstance(write_folder(folder / "run", simulation_files(simulation_of(folder))), Ok)
    books = {}
    for path in range(12):
        book = replay(folder / "run", folder, path)
        assert isinstance(book, Ok), book
        books[path] = book.value
    return assumption_of(folder), books


def drawn(assumed: Assumed, of: str, n_paths: int = N_PATHS) -> "np.ndarray":
    number = [each.of for each in assumed.inputs.program.inputs].index(of)
    return np.array(future_paths(assumed).block(0, n_paths)[number])


def test_a_currency_without_volatility_leaves_the_deal_itself_to_the_yen(deal: Path) -> None:
    change(deal, "volatility_ppm_annual = 80_000", "")
    change(deal, DOLLAR_VOLATILITY, "volatility_ppm_annual = 0")
    assumed = assumption_of(deal)
    assert (future_paths(assumed).block(0, N_PATHS) == np.array(assumed.inputs.rows())[:, :, None]).all()


def test_what_is_not_said_to_be_drawn_stays_as_it_is_observed(deal: Path) -> None:
    change(deal, DRAWN, "")
    change(deal, CURRENCY, "")
    assert set(drawn(assumption_of(deal), SPOT).flat) == {1_500_000}


def test_what_was_observed_on_dates_that_are_over_stays_in_every_future(deal: Path) -> None:
    change(deal, "as_of_on = 2025-12-31", "as_of_on = 2027-06-30")
    rows = drawn(assumption_of(deal), SPOT)
    assert (rows[0] == 1_500_000).all()
    assert all(len(np.unique(row)) > N_PATHS // 2 for row in rows[1:])


def test_a_forecast_that_is_moved_is_drawn_from_where_it_has_moved_to(deal: Path) -> None:
    change(deal, "as_of_on = 2025-12-31", "as_of_on = 2027-06-30")
    assumed = assumption_of(deal)
    rows = drawn(assumed, SPOT)
    moved = drawn(replace(assumed, shifts_ppm=((SPOT, 150_000),)), SPOT)
    assert (moved[0] == rows[0]).all()
    assert abs(moved[1:] - rows[1:] * 1.1).max() <= 2


def test_so_many_dollars_at_so_drawn_a_rate_are_too_few_in_the_part_of_futures_that_the_page_works_out(
    deal: Path,
) -> None:
    n_paths = 2**16
    assumed = assumption_of(deal)
    yen = drawn(assumed, "open-dollars", n_paths)[0] * drawn(assumed, SPOT, n_paths)[0] // PPM
    variance = 0.11**2 + 0.08**2 * (1 - math.exp(-1))
    short = NormalDist().cdf((math.log(7.84 / 9) + variance / 2) / variance**0.5)
    assert short == pytest.approx(0.153, abs=5e-4)
    assert abs((yen < 7_840_000).mean() - short) < 4 * (short * (1 - short) / n_paths) ** 0.5


def test_the_swap_takes_its_notional_at_its_own_rate_and_the_drawn_one_takes_the_rest(
    replayed: tuple[Assumed, dict[int, DealBook]],
) -> None:
    assumed, books = replayed
    swapped, not_swapped, rates = (drawn(assumed, of) for of in ("swapped-dollars", "open-dollars", SPOT))
    assert (swapped == not_swapped).all()
    assert (swapped < 5_000_000).any()
    for path, book in books.items():
        hedged, left = (account_table(book.run, of) for of in ("hedged", "open"))
        for period, cents in enumerate(swapped[:, path].tolist()):
            rate, notional = int(rates[period, path]), min(cents, 5_000_000)
            assert hedged[period].received_minor == notional * 1_450_000 // PPM + (cents - notional) * rate // PPM
            assert left[period].received_minor == cents * rate // PPM


def test_a_swap_of_all_that_comes_leaves_nothing_to_the_dollar(deal: Path) -> None:
    change(deal, "volatility_ppm_annual = 80_000", "")
    change(deal, "notional_minor = 5_000_000", "notional_minor = 6_000_000", "deal.toml")
    hedged, not_hedged = simulation_of(deal).statistics
    assert hedged.risk.n_default == 0
    assert not_hedged.risk.n_default > N_PATHS // 5


def test_a_future_carried_out_exactly_is_what_the_vector_executor_made_of_it(
    replayed: tuple[Assumed, dict[int, DealBook]],
) -> None:
    assumed, books = replayed
    outcomes, rates = outcomes_of(assumed), drawn(assumed, SPOT)
    paid = {of.id: class_paths(outcomes, of.id) for of in assumed.inputs.deal.classes}
    for path, book in books.items():
        assert_conserved(book.run)
        assert list(book.inputs.observed[SPOT]) == rates[:, path].tolist()
        for of, all_paths in paid.items():
            rows = class_table(book.run, of)
            assert [row.interest_paid_minor for row in rows] == all_paths.interest_minor[:, path].tolist()
            assert [row.principal_paid_minor for row in rows] == all_paths.principal_minor[:, path].tolist()


def test_a_replay_explains_the_drawn_rate_by_its_forecast_and_how_far_the_currency_has_moved(
    replayed: tuple[Assumed, dict[int, DealBook]],
) -> None:
    _, books = replayed
    for path, book in books.items():
        assert book.story is not None
        [rate] = book.story.rates
        assert rate.drawn_ppm == book.inputs.observed[SPOT]
        told = explain_cell(book, "open", date(2028, 12, 31))
        assert isinstance(told, Ok), told
        nodes = {node.label: node for node in told.value.walk()}
        assert nodes[f"observed {SPOT}"].because == "drawn for 2028-12-31 (forecast)"
        assert nodes[f"{SPOT} in future {path} of seed 7"].value == nodes[f"observed {SPOT}"].value
        assert nodes["forecast"].value == "150%"
        assert nodes["rate of USD"].value == f"{rate.drawn_ppm[2] / 1_500_000:.4f}"


def test_a_replay_writes_the_drawn_rates_into_its_papers(replayed: tuple[Assumed, dict[int, DealBook]]) -> None:
    book = replayed[1][6]
    assert book.story is not None
    [rate] = book.story.rates
    written = documents_of(book)
    rows = list(csv.DictReader(io.StringIO(written["rates.csv"].decode())))
    assert [int(row["drawn_ppm"]) for row in rows] == list(rate.drawn_ppm)
    assert {row["forecast_ppm"] for row in rows} == {"1500000"}
    low = format_ppm(min(rate.drawn_ppm))
    assert any(line.startswith("Drawn rate") and f"from {low}" in line for line in glance_lines(book))
    assert "この将来シナリオでの値" in written["summary.ja.html"].decode()


def test_more_futures_than_are_kept_are_measured_in_a_stream_alike(deal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_hand = simulation_of(deal).statistics
    monkeypatch.setattr(measure, "PATHS_AT_HAND", 150)
    for one, other in zip(simulation_of(deal).statistics, at_hand, strict=True):
        assert (one.n_paths, one.risk.n_default) == (other.n_paths, other.risk.n_default)
        assert one.worth.price_minor is not None
        assert other.worth.price_minor is not None
        assert one.worth.price_minor.mean == pytest.approx(other.worth.price_minor.mean, rel=1e-12)


def test_flags_that_events_set_and_rates_are_drawn_in_one_future(deal: Path) -> None:
    change(deal, '\n[[classes]]\nid = "H"', FLAG + '\n[[classes]]\nid = "H"', "deal.toml")
    change(deal, '\n[[clauses]]\nid = "rest-O"', FIRST_REST + '\n[[clauses]]\nid = "rest-O"', "deal.toml")
    change(deal, f"{SPOT},2025-12-31,150%\n", f"{SPOT},2025-12-31,150%\nfailed,2025-12-31,no\n", "observations.csv")
    rates = drawn(assumption_of_untold(deal), SPOT)
    change(deal, '[[pricing]]\nclass_id = "H"', DEFAULT + '[[pricing]]\nclass_id = "H"')
    assumed = assumption_of(deal)
    assert (drawn(assumed, SPOT) == rates).all()
    failed, dollars = drawn(assumed, "failed"), drawn(assumed, "open-dollars")
    assert set(failed.flat) == {0, 1}
    assert ((dollars == 0) == (failed == 1)).all()


def assumption_of_untold(deal: Path) -> Assumed:
    """Give what futures are drawn on before an event sets the flag."""
    assumed = assumption_of(deal)
    assert not drawn(assumed, "failed").any()
    return assumed


FLAG = """
[[observations]]
id = "failed"
unit = "flag"
reporter = "bank"
"""
FIRST_REST = """
[[clauses]]
id = "rest-of-a-failure"
pay = "residual"
to = ["originator"]
source = "open"
condition = "observed(failed)"
"""
DEFAULT = """[[joint.licensees]]
licensee = "Foreign licensee"
default_ppm_annual = 200_000

[[joint.observed]]
observation = "failed"
event = "default"
of = "Foreign licensee"

"""
ASKED = """
[simulation.until]
error_ppm = 1_000

[simulation.rare_losses]
classes = ["H", "O"]
n_paths = 16_384

[simulation.sensitivities]
of = ["level", "volatility"]
n_paths = 4_096
"""


def test_prices_to_an_error_rare_losses_and_sensitivities_are_of_the_same_futures(deal: Path) -> None:
    change(deal, f"n_paths = {N_PATHS}", "n_paths = 20_000")
    file = deal / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8") + ASKED, encoding="utf-8")
    source, assumed = source_of(deal), assumption_of(deal)
    statistics = class_measures(source, assumed, outcomes_of(assumed))
    found = measured(source, assumed, statistics)
    for asked, plain in zip(found.prices, statistics, strict=True):
        assert asked.is_reached
        worth = plain.worth.price_minor
        assert worth is not None
        assert worth.standard_error is not None
        par = 28_000_000
        error = math.hypot(asked.price.standard_error or 0.0, worth.standard_error / par)
        assert abs(asked.price.mean - worth.mean / par) < 4 * error
    for rare in found.rare_losses:
        assert rare.apart is not None
        assert rare.apart < 4
        assert abs(rare.mean_weight.mean - 1) < 4 * (rare.mean_weight.standard_error or 0.0)


def test_a_hundredth_more_dollars_gains_a_class_what_futures_of_so_many_more_gain_it(deal: Path) -> None:
    change(deal, f"n_paths = {N_PATHS}", "n_paths = 4_096")
    file = deal / "inputs.toml"
    file.write_text(file.read_text(encoding="utf-8") + ASKED, encoding="utf-8")
    source, assumed = source_of(deal), assumption_of(deal)
    statistics = class_measures(source, assumed, outcomes_of(assumed))
    levels = [
        each
        for each in measured(source, assumed, statistics).sensitivities
        if (each.kind, each.of) == (Moved.LEVEL, "L2")
    ]
    less, more = (
        class_paths(outcomes_of(replace(assumed, multiple_ppm=multiple_ppm)), "O").lost_minor.mean()
        for multiple_ppm in (995_000, 1_005_000)
    )
    assert [each.lost_minor[0].mean for each in levels] == [0]
    assert levels[0].lost_minor[1].mean == pytest.approx(more - less, rel=0.1)


def test_a_deal_is_sized_on_the_rates_that_are_drawn(project_root: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(project_root / "docs" / "how-to" / "joint-futures", tmp_path / "deal")
    change(folder, "n_paths = 100_000", "n_paths = 4_000")
    change(folder, '\n[[clauses]]\nid = "interest-A"', INDEXED + '\n[[clauses]]\nid = "interest-A"', "deal.toml")
    change(folder, "2025-12-31,no\n", f"2025-12-31,no\n{SPOT},2025-12-31,150%\n", "observations.csv")
    change(folder, '[[pricing]]\nclass_id = "A"', MOVED + '[[pricing]]\nclass_id = "A"')
    (folder / "solve.toml").write_text(SIZED, encoding="utf-8")
    sizes = []
    for volatility in ("0", "400_000"):
        change(folder, "volatility_ppm_annual = 110_000", f"volatility_ppm_annual = {volatility}")
        sized = size_deal(folder)
        assert isinstance(sized, Ok), sized
        sizes.append(sized.value.solution.numbers[0][1])
        change(
            folder, f'currency = "USD"\nvolatility_ppm_annual = {volatility}', f'currency = "USD"\n{DOLLAR_VOLATILITY}'
        )
    assert sizes[1] < sizes[0]


INDEXED = f"""
[[observations]]
id = "{SPOT}"
unit = "rate"
reporter = "servicer"

[[inflows]]
id = "dollars"
payer = "servicer"
account = "cash"
amount = "20_000_000 * observed({SPOT}) - 20_000_000"
"""
MOVED = f"""[[joint.currencies]]
currency = "USD"
{DOLLAR_VOLATILITY}

[[joint.observed]]
observation = "{SPOT}"
currency = "USD"

"""
SIZED = """
[[unknowns]]
key = "classes.B.balance_minor"
low = 1_000_000
high = 60_000_000
step = 1_000_000

[[targets]]
measure = "expected-loss"
of = "B"
sense = "at most"
level = 60_000
"""


def test_a_deal_that_expects_nothing_leaves_its_rates_as_they_are_forecast(deal: Path) -> None:
    change(deal, "royalty_minor = 6_000_000", "royalty_minor = 0")
    assert set(drawn(assumption_of(deal), SPOT).flat) == {1_500_000}


def test_a_tenth_off_the_spot_rate_costs_what_is_sold_at_it_and_hardly_what_is_swapped(deal: Path) -> None:
    bars = {of: {bar.name: bar for bar in found.bars} for of, found in simulation_of(deal).tornados}
    hedged, not_hedged = (bars[of][f"{SPOT} -10% / +10%"] for of in ("H", "O"))
    assert not_hedged.low.mean < 4 * hedged.low.mean < 0
    assert not_hedged.low.mean == pytest.approx(bars["O"]["Royalties -10% / +10%"].low.mean, rel=1e-3)


def test_a_spot_rate_that_was_observed_is_not_moved(deal: Path) -> None:
    change(deal, "as_of_on = 2025-12-31", "as_of_on = 2027-06-30")
    moved = {bump.name: bump for bump in bumps_of(source_of(deal), assumption_of(deal))}[f"{SPOT} -10% / +10%"]
    rates = drawn(assumption_of(deal), SPOT)
    low, high = (drawn(each, SPOT) for each in (moved.low, moved.high))
    assert (low[0] == high[0]).all()
    assert (low[0] == rates[0]).all()
    assert abs(low[1:] - rates[1:] * 0.9).max() <= 2
    assert abs(high[1:] - rates[1:] * 1.1).max() <= 2
