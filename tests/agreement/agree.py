"""One program, three executors: what every slot that lasts holds after every period, and what is paid out in all."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from tests.agreement.vault import ground, run_vault

from chizai.deal.program import Op, Program, SlotKind
from chizai.ledger.artifacts import Artifact
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.vault_codec import lasting
from chizai.waterfall.vector import run_vector

Inputs: TypeAlias = Sequence[Sequence[int]]
"""What a program's inputs bring, shape (n_inputs, n_periods)."""


def paid_out(run: ExactRun) -> int:
    """Sum what leaves the company, or what a guarantor pays in its stead."""
    slots, steps = run.program.slots, run.program.steps
    found = 0
    for done in run.done:
        step = steps[done.step]
        pays = step.op is Op.PAY and slots[step.a].kind in {SlotKind.CASH, SlotKind.GUARANTEE_LEFT}
        if pays and slots[step.e].kind is not SlotKind.CASH:
            found += done.amount_minor
    return found


def assert_all_agree(program: Program, inputs: Inputs, vault: Artifact | None = None) -> None:
    """Carry out a program by all three executors and compare them.

    Args:
        program: for the exact and the vector executor.
        inputs: what it collects and observes.
        vault: what the vault was built to, if it is to be another than the one that ships.
    """
    run = run_exact(program, inputs[0], inputs[1:])
    block = np.array(inputs, np.int64)[:, :, None]
    vector = run_vector(program, block[0], range(len(program.slots)), observed=block[1:]).results_minor[:, :, 0]
    on_chain = run_vault(ground(vault=vault), program, inputs)
    for period in range(len(program.payment_dates)):
        for slot in lasting(program):
            held = run.closing(period, slot), int(vector[period, slot]), on_chain.closings[period][slot]
            name = f"{program.slots[slot].label} after period {period + 1}"
            assert len(set(held)) == 1, f"{name}: exact {held[0]}, vector {held[1]}, vault {held[2]}"
    assert on_chain.owed == paid_out(run), "the vault owes its payees something else than was paid out"
