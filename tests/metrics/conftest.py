"""A small deal over the joint futures of four licences, that the tests of what is drawn share."""

import math
from datetime import date
from pathlib import Path

import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.metrics.engine_request import Request, factors_at_yield
from chizai.simulate.model import Event, Interruption, JointModel, LicenceModel
from chizai.units.result import Ok

N_PERIODS = 40


@pytest.fixture(scope="session")
def reference(project_root: Path) -> Program:
    """Give the deal that speed is measured on."""
    read = read_deal((project_root / "benchmarks" / "reference_deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok)
    return compiled.value


def has_come(hazard: float) -> tuple[float, ...]:
    return tuple(-math.expm1(-hazard * (period + 1) / 4) for period in range(N_PERIODS))


@pytest.fixture(scope="session")
def few_licences() -> JointModel:
    """Give four licences on two rights and a licensee, which together just carry the reference deal."""
    events = (
        Event(id="right-1", has_come=has_come(0.03)),
        Event(id="right-2", has_come=has_come(0.02)),
        Event(id="licensee", has_come=has_come(0.04), market_loading=0.4),
    )
    licences = tuple(
        LicenceModel(
            id=f"licence-{number}",
            stream=0,
            expected_minor=(20_000_000 + 2_000_000 * number,) * N_PERIODS,
            keep=(0.9,) * N_PERIODS,
            spread=(0.1,) * N_PERIODS,
            market_weight=0.6,
            interruptions=(
                Interruption(events=(number % 2,)),
                *((Interruption(events=(2,), recovery=0.5, recovery_periods=3, after=0.3),) * (number > 1)),
            ),
        )
        for number in range(4)
    )
    certain = ((0,) * (N_PERIODS - 1) + (300_000_000,),)
    return JointModel(n_periods=N_PERIODS, events=events, licences=licences, certain_minor=certain)


@pytest.fixture(scope="session")
def in_brief(reference: Program) -> Request:
    """Ask for present values and losses of all three classes."""
    factors = factors_at_yield(reference.payment_dates, date(2025, 9, 30), 0.03)
    return Request(program=reference, class_ids=("A", "B", "C"), factors=(factors,) * 3, in_full=False)
