"""The vector executor gives what the exact one gives, in every slot, period and path; there is no tolerance."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.bounds import COLLECTIONS_MAX_MINOR
from chizai.deal.compile import compile_deal
from chizai.deal.program import Op, Program, Slot, SlotKind, Step
from chizai.deal.text import read_deal
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.explain import Explainer
from chizai.waterfall.vector import VectorRun, assert_agreement, run_vector

Cases = st.SearchStrategy[Explainer]
PERCENTS = (100, 0, 37, 81, 250)


def agrees(program: Program, inflows_minor: tuple[int, ...]) -> bool:
    """Tell whether both executors agree on a deal's collections and on parts and multiples of them."""
    paths = np.array([[inflow * percent // 100 for percent in PERCENTS] for inflow in inflows_minor], np.int64)
    vector = run_vector(program, paths, range(len(program.slots)))
    for path in range(len(PERCENTS)):
        exact = run_exact(program, [int(inflow) for inflow in paths[:, path]])
        for period in range(len(inflows_minor)):
            if tuple(vector.closing_minor[period, :, path]) != exact.balances_minor[period + 1]:
                return False
    return True


@given(data=st.data())
def test_every_slot_of_every_path_is_the_exact_one(any_case: Cases, data: st.DataObject) -> None:
    run = data.draw(any_case).run
    assert agrees(run.program, run.inflows_minor)


def program_of(deal: Path) -> Program:
    read = read_deal((deal / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok), read
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok), compiled
    return compiled.value


def splitting(available: int, limit: int, dues: list[int]) -> Program:
    """Give a program that splits cash over dues, and pays nothing."""
    amounts = (available, limit, *dues)
    return Program(
        deal_id="split",
        currency="JPY",
        terms_sha256="",
        payment_dates=(date(2026, 1, 1),),
        slots=tuple(Slot(SlotKind.WORK, str(number), amount) for number, amount in enumerate(amounts)),
        tables=(),
        fractions=(),
        steps=(Step(Op.SPLIT, 2, len(dues), 0, 1),),
        clause_ids=(),
    )


def assert_large_splits_agree() -> None:
    chance = Random(1)  # noqa: S311 - test data
    for _ in range(400):
        dues = [chance.randrange(2**51) for _ in range(chance.randrange(1, 5))]
        assert agrees(splitting(chance.randrange(2**53), chance.randrange(2**53), dues), (0,))


def assert_deals_agree() -> None:
    for deal in sorted((Path(__file__).parents[2] / "deals").iterdir()):
        program = program_of(deal)
        assert agrees(program, (30_000_000,) * len(program.payment_dates)), deal


def test_splits_of_large_amounts_agree() -> None:
    assert_large_splits_agree()


def test_the_worked_deals_agree() -> None:
    assert_deals_agree()


@pytest.mark.parametrize("check", [assert_large_splits_agree, assert_deals_agree])
def test_the_kernel_says_the_same_read_as_plain_python(check: Callable[[], None]) -> None:
    program = f"import runpy; runpy.run_path({__file__!r})[{check.__name__!r}]()"
    plain = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


AMOUNTS = st.integers(0, 2**53 - 1)


@given(st.integers(0, 2**53), st.integers(0, 2**53), st.lists(AMOUNTS, min_size=1, max_size=5))
def test_a_split_of_any_amounts_below_2_to_the_53_is_exact(available: int, limit: int, dues: list[int]) -> None:
    assert agrees(splitting(available, limit, [due // len(dues) for due in dues]), (0,))


@given(data=st.data(), n_threads=st.integers(1, 4))
def test_threads_and_blocks_change_nothing(any_case: Cases, data: st.DataObject, n_threads: int) -> None:
    run = data.draw(any_case).run
    one = np.array(run.inflows_minor, np.int64)[:, None]
    paths = one * np.arange(1, 1001) // 700
    slots = range(len(run.program.slots))
    together = run_vector(run.program, paths, slots, n_threads)
    for path in (0, 255, 256, 699, 999):
        alone = run_vector(run.program, paths[:, path : path + 1], slots)
        assert (alone.closing_minor[:, :, 0] == together.closing_minor[:, :, path]).all()


@pytest.fixture
def program(deals_folder: Path) -> Program:
    return program_of(deals_folder / "mission-split")


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (np.zeros((3, 2), np.int64), r"not int64 \(4, n_paths\)"),
        (np.zeros(4, np.int64), r"not int64 \(4, n_paths\)"),
        (np.zeros((4, 2)), "inflows of float64"),
        (np.zeros((4, 0), np.int64), "must be there"),
        (np.full((4, 1), -1), "must be there and lie in 0"),
        (np.full((4, 1), COLLECTIONS_MAX_MINOR + 1), "must be there and lie in 0"),
    ],
)
def test_inflows_that_no_program_can_run_on_are_refused(program: Program, paths: "np.ndarray", says: str) -> None:
    with pytest.raises(ValueError, match=says):
        run_vector(program, paths, ())


def test_a_slot_that_was_not_asked_for_is_not_there(program: Program) -> None:
    run = run_vector(program, np.zeros((4, 1), np.int64), [0])
    assert run.closing(0).shape == (4, 1)
    with pytest.raises(ValueError, match="was not asked for"):
        run.closing(1)


def test_a_vector_run_that_is_off_by_one_yen_is_never_believed(program: Program) -> None:
    run = run_vector(program, np.full((4, 1), 50_000_000), [0, 1])
    off = replace(run, closing_minor=run.closing_minor + np.array([0, 1])[None, :, None])
    assert isinstance(off, VectorRun)
    assert_agreement(run, [50_000_000] * 4)
    with pytest.raises(AssertionError, match="in period 1: exact"):
        assert_agreement(off, [50_000_000] * 4)
