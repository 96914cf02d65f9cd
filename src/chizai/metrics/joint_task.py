"""A deal's joint futures made ready for what the streaming engine can do with them beside measuring classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chizai.metrics.deal_futures import Assumed, joint_inputs_of
from chizai.metrics.engine_request import Request, factors_at_yield
from chizai.metrics.joint_inputs import JointInputs
from chizai.simulate.resolve import Resolved

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTask:
    """Joint futures of a deal, resolved, and where they go."""

    assumed: Assumed
    found: Resolved
    into: JointInputs
    settlement_on: date
    """What is paid up to this day is not counted."""

    def request(self, yields: Sequence[tuple[str, float]], controls: "NDArray[np.float64] | None" = None) -> Request:
        """Ask for present values, losses and defaults of classes, each at its annual yield."""
        program = self.assumed.inputs.program
        dates = program.payment_dates
        return Request(
            program=program,
            class_ids=tuple(of for of, _ in yields),
            factors=tuple(factors_at_yield(dates, self.settlement_on, rate) for _, rate in yields),
            first_period=sum(day <= self.settlement_on for day in dates),
            n_past=self.into.n_past,
            controls=controls,
            in_full=False,
        )


def joint_task(assumed: Assumed, settlement_on: date) -> JointTask | None:
    """Make a deal's joint futures ready.

    Args:
        assumed: what they are drawn on.
        settlement_on: what is paid up to this day is not counted.

    Returns:
        none where licences are not drawn together, all dates are over, or no licence is expected to bring anything.
    """
    drawn = joint_inputs_of(assumed)
    if drawn is None:
        return None
    found, into = drawn
    return JointTask(assumed=assumed, found=found, into=into, settlement_on=settlement_on)
