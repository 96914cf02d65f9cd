"""The vector executor gives what the exact one gives, in every slot, period and path; there is no tolerance."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.program import COLLECTIONS_MAX_MINOR, Input, InputKind, Op, Program, SlotKind
from chizai.deal.text import read_deal
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.explain import Explainer
from chizai.waterfall.vector import assert_agreement, replay, run_paths, run_vector
from chizai.waterfall.vector_paths import Asked, Detail, Paths, Reading, paths_of

Cases = st.SearchStrategy[Explainer]
PERCENTS = (100, 0, 37, 81, 250)


def agrees(program: Program, inflows_minor: tuple[int, ...]) -> bool:
    """Tell whether both executors agree on a deal's collections, on parts and multiples of them, and whatever else."""
    paths = np.array([[inflow * percent // 100 for percent in PERCENTS] for inflow in inflows_minor], np.int64)
    chance = np.random.default_rng(len(inflows_minor))
    others = [chance.integers(0, 1 + each.most, paths.shape) for each in program.inputs[1:]]
    observed = np.array(others, np.int64).reshape(-1, *paths.shape)
    vector = run_vector(program, paths, range(len(program.slots)), observed=observed)
    for path in range(len(PERCENTS)):
        exact = run_exact(program, paths[:, path].tolist(), observed[:, :, path].tolist())
        for period in range(len(inflows_minor)):
            if tuple(vector.results_minor[period, :, path]) != exact.balances_minor[period + 1]:
                return False
    return True


@given(data=st.data())
def test_every_slot_of_every_path_is_the_exact_one(any_case: Cases, data: st.DataObject) -> None:
    run = data.draw(any_case).run
    assert agrees(run.program, run.inflows_minor)


def read_program(deal: Path) -> Program:
    read = read_deal((deal / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok), read
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok), compiled
    return compiled.value


def test_the_worked_deals_agree(deals_folder: Path) -> None:
    for deal in sorted(file.parent for file in deals_folder.glob("*/deal.toml")):
        program = read_program(deal)
        assert agrees(program, (30_000_000,) * len(program.payment_dates)), deal


@given(data=st.data(), n_threads=st.integers(1, 4))
def test_threads_and_blocks_change_nothing(any_case: Cases, data: st.DataObject, n_threads: int) -> None:
    run = data.draw(any_case).run
    one = np.array(run.inflows_minor, np.int64)[:, None]
    paths = one * np.arange(1, 1001) // 700
    slots = range(len(run.program.slots))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chizai.waterfall.vector.PATHS_A_TASK", 256)
        together = run_vector(run.program, paths, slots, n_threads)
    for path in (0, 255, 256, 699, 999):
        alone = run_vector(run.program, paths[:, path : path + 1], slots)
        assert (alone.results_minor[:, :, 0] == together.results_minor[:, :, path]).all()


@pytest.fixture
def program(deals_folder: Path) -> Program:
    return read_program(deals_folder / "mission-split")


@pytest.fixture
def anime(deals_folder: Path) -> Program:
    return read_program(deals_folder / "anime-copyrights")


def paid_in(program: Program) -> list[Asked]:
    """Ask for all principal that is paid, and for what is distributed."""
    kinds = {SlotKind.PRINCIPAL: Reading.PAID, SlotKind.DISTRIBUTED: Reading.RECEIVED}
    return [Asked(number, kinds[slot.kind]) for number, slot in enumerate(program.slots) if slot.kind in kinds]


def test_what_is_paid_off_principal_and_what_is_left_of_it_make_the_original(anime: Program) -> None:
    inflows = np.random.default_rng(1).integers(0, 150_000_000, (len(anime.payment_dates), 300))
    principal = anime.slot(SlotKind.PRINCIPAL, "B")
    asked = [Asked(principal), Asked(principal, Reading.PAID)]
    run = run_paths(anime, paths_of(inflows), asked)
    assert (run.of(asked[0]) + run.of(asked[1]) == anime.slots[principal].opening_minor).all()
    assert run.of(asked[1]).max() > run.of(asked[1]).min()


def test_totals_are_the_sums_of_the_periods(anime: Program) -> None:
    n_periods = len(anime.payment_dates)
    paths = paths_of(np.random.default_rng(2).integers(0, 150_000_000, (n_periods, 300)))
    asked = paid_in(anime)
    totals, periods = (run_paths(anime, paths, asked, detail) for detail in (Detail.TOTALS, Detail.PERIODS))
    assert totals.results_minor.shape == (1, len(asked), 300)
    assert periods.results_minor.shape == (n_periods, len(asked), 300)
    assert (totals.results_minor[0] == periods.results_minor.sum(axis=0)).all()
    assert totals.results_minor.any(axis=(0, 2)).all()


def test_paths_made_block_by_block_give_what_paths_at_hand_give(program: Program) -> None:
    inflows = np.random.default_rng(2).integers(0, 60_000_000, (4, 3000))
    asked_for: list[tuple[int, int]] = []

    def block(first: int, stop: int) -> np.ndarray:
        asked_for.append((first, stop))
        return inflows[:, first:stop]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chizai.waterfall.vector.PATHS_A_TASK", 1024)
        made = run_paths(program, Paths(3000, block), paid_in(program), n_threads=2)
    assert (made.results_minor == run_paths(program, paths_of(inflows), paid_in(program)).results_minor).all()
    assert sorted(asked_for) == [(0, 1), (0, 1024), (1024, 2048), (2048, 3000)]


def test_any_path_is_replayed_by_the_exact_executor(program: Program) -> None:
    inflows = np.random.default_rng(2).integers(0, 60_000_000, (4, 300))
    principal = program.slot(SlotKind.PRINCIPAL, "senior")
    exact = replay(program, paths_of(inflows), 123)
    assert exact.inflows_minor == tuple(inflows[:, 123])
    vector = run_vector(program, inflows, [principal])
    assert vector.closing(principal)[:, 123].tolist() == [exact.closing(period, principal) for period in range(4)]


def test_observed_numbers_are_checked_against_what_each_input_may_bring(program: Program) -> None:
    program = replace(program, inputs=(*program.inputs, Input(InputKind.FLAG, "default", 1)))
    inflows, flags = np.full((4, 9), 50_000_000), np.ones((1, 4, 9), np.int64)
    assert run_vector(program, inflows, [0], observed=flags).closing(0).shape == (4, 9)
    with pytest.raises(ValueError, match="a number of flag default lies outside 0 to 1"):
        run_vector(program, inflows, [0], observed=2 * flags)
    with pytest.raises(ValueError, match=r"a block of int64 \(4, 9\), not int64 \(2, 4, 9\)"):
        run_vector(program, inflows, [0])


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (np.zeros((3, 2), np.int64), r"not int64 \(1, 4, 2\)"),
        (np.zeros(4, np.int64), r"not int64 \(1, 4, 4\)"),
        (np.zeros((4, 2)), "a block of float64"),
        (np.zeros((4, 0), np.int64), "there must be a path"),
        (np.full((4, 1), -1), "a number of collections lies outside 0"),
        (np.full((4, 1), COLLECTIONS_MAX_MINOR + 1), "a number of collections lies outside 0"),
    ],
)
def test_inflows_that_no_program_can_run_on_are_refused(program: Program, paths: "np.ndarray", says: str) -> None:
    with pytest.raises(ValueError, match=says):
        run_vector(program, paths, ())


def test_what_was_not_asked_for_is_not_there(program: Program) -> None:
    run = run_vector(program, np.zeros((4, 1), np.int64), [0])
    assert run.closing(0).shape == (4, 1)
    with pytest.raises(ValueError, match=r"closing of .* was not asked for"):
        run.closing(1)
    with pytest.raises(ValueError, match=r"paid of .* was not asked for"):
        run.of(Asked(0, Reading.PAID))


@pytest.mark.parametrize("detail", Detail)
def test_a_vector_run_that_is_off_by_one_yen_is_never_believed(program: Program, detail: Detail) -> None:
    paths = paths_of(np.full((4, 1), 50_000_000))
    for asked in (Asked(0), *paid_in(program)):
        run = run_paths(program, paths, [asked], detail)
        assert_agreement(run, replay(program, paths, 0))
        off = replace(run, results_minor=run.results_minor + 1)
        with pytest.raises(AssertionError, match=f"{asked.reading} of .*: exact"):
            assert_agreement(off, replay(program, paths, 0))


@pytest.mark.parametrize("detail", list(Detail))
def test_a_sum_of_readings_is_that_of_each_by_itself(deals_folder: Path, detail: Detail) -> None:
    program = read_program(min(deals_folder.glob("*/deal.toml")).parent)
    paid = [step for step in program.steps if step.op is Op.PAY][:3]
    parts = [Asked(paid[0].b), *(Asked(step.b, Reading.PAID) for step in paid), Asked(paid[0].e, Reading.RECEIVED)]
    together = Asked(parts[0].slot, parts[0].reading, tuple(parts[1:]))
    paths = paths_of(np.full((len(program.payment_dates), 3), 25_000_000))
    run = run_paths(program, paths, [*dict.fromkeys(parts), together], detail)
    assert (run.of(together) == sum(run.of(each) for each in parts)).all()
    wrong = replace(run, results_minor=run.results_minor + 1)
    with pytest.raises(AssertionError, match="by period"):
        assert_agreement(wrong, replay(program, paths, 0))
