"""Plain bumps: the whole of the futures drawn again with a parameter moved, to hold sensitivities against."""

import math
from typing import TYPE_CHECKING

from chizai.metrics.engine_desk import desk_for, measure_block
from chizai.metrics.engine_joint import draw_inputs, stream_places
from chizai.metrics.engine_request import Engine
from chizai.metrics.paths import Estimate
from chizai.metrics.sensitivities import PATHS_A_BATCH
from chizai.metrics.stream_code import KINDS, PRESENT
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import JointModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def plain_bump(
    engine: Engine, models: tuple[JointModel, JointModel], size: float, seed: int, n_paths: int
) -> tuple[Estimate, ...]:
    """Give what each class's mean present value gains by a unit of a parameter, on common random numbers.

    Args:
        engine: what is measured; every input of its program collects.
        models: without and with the parameter moved, or with it moved down and up.
        size: by how much it is moved between the two.
        seed: of the random numbers.
        n_paths: a multiple of PATHS_A_BATCH, two of them at least.

    Raises:
        ValueError: there are too few paths, or no whole batches.
    """
    import numpy as np

    if n_paths % PATHS_A_BATCH or n_paths < 2 * PATHS_A_BATCH:
        raise ValueError(f"{n_paths} paths are not two or more whole batches of {PATHS_A_BATCH}")
    joints = [compile_joint(model, Rows(), n_lanes=16) for model in models]
    places, desk = stream_places(engine.request.program), desk_for(engine, PATHS_A_BATCH)
    rows = [number * KINDS + PRESENT for number in range(len(engine.request.class_ids))]
    gained: list[Floats] = []
    for first in range(0, n_paths, PATHS_A_BATCH):
        worth = []
        for joint in joints:
            draw_inputs(joint, places, (seed, first, first + PATHS_A_BATCH), desk.inputs)
            measure_block(engine, desk, PATHS_A_BATCH)
            worth.append(desk.numbers[rows].mean(axis=1))
        gained.append((worth[1] - worth[0]) / size)
    values = np.array(gained)
    errors = values.std(axis=0, ddof=1) / math.sqrt(len(values))
    return tuple(Estimate(*each) for each in zip(values.mean(axis=0).tolist(), errors.tolist(), strict=True))
