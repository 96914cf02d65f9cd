"""The futures of a scenario: its drivers moved, and what is forecast scaled, put off or left out in each of them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from chizai.deal.program import InputKind
from chizai.forecast.joint_stress import moved
from chizai.metrics.deal_futures import Assumed, future_paths, held
from chizai.metrics.scenarios import Scenario, apply
from chizai.units.result import Failed, Ok, Result
from chizai.waterfall.vector_paths import Paths

if TYPE_CHECKING:
    from numpy.typing import NDArray


def moved_by(assumed: Assumed, scenario: Scenario) -> Assumed:
    """Move the drivers of what futures are drawn on."""
    if assumed.joint is None or scenario.drivers is None:
        return assumed
    return replace(assumed, joint=replace(assumed.joint, terms=moved(assumed.joint.terms, scenario.drivers)))


def scenario_paths(assumed: Assumed, scenario: Scenario, file: str) -> Result[Paths]:
    """Draw the futures of a scenario: its drivers moved, then its multiples, outage and delay on all that is forecast.

    Args:
        assumed: what futures are drawn on where nothing is moved; the random numbers are the same.
        scenario: in which `check_scenarios` and `check_drivers` find nothing wrong.
        file: where it stands, for failures.
    """
    import numpy as np

    inputs, dates = assumed.inputs, assumed.inputs.program.payment_dates
    drawn = held(future_paths(moved_by(assumed, scenario)))
    rows: NDArray[np.int64] = drawn.block(0, drawn.n_paths).copy()
    for number, each in enumerate(inputs.program.inputs):
        if each.kind is InputKind.COLLECTIONS:
            actual = np.array(inputs.parts(each.of)[0], np.int64)[:, None]
            scaled = apply(scenario, np.maximum(rows[number] - actual, 0), dates, file)
            if isinstance(scaled, Failed):
                return scaled
            rows[number] = np.clip(scaled.value + actual, 0, each.most)
    return Ok(Paths(drawn.n_paths, lambda start, stop: rows[..., start:stop]))
