"""Joint futures as a source of the streaming engine: drawn straight into what the program reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chizai.deal.program import InputKind, Program
from chizai.metrics.engine_request import Source
from chizai.simulate.ask import Given
from chizai.simulate.kernel import Joint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Block = NDArray[np.int64]


def stream_places(program: Program) -> tuple[int, ...]:
    """Give the numbers of the inputs that collect, in the order of the streams of joint futures."""
    return tuple(number for number, each in enumerate(program.inputs) if each.kind is InputKind.COLLECTIONS)


def joint_source(joint: Joint, seed: int, program: Program, observed: "Sequence[Sequence[int]]" = ()) -> Source:
    """Give joint futures as a source.

    Args:
        joint: drawn with streams alone, one for each input of the program that collects.
        seed: of the random numbers.
        program: what the futures are for.
        observed: what its other inputs bring in all futures, in their order; shape (n_others, n_periods).

    Raises:
        ValueError: there are more or fewer streams or observations than the program reads.
    """

    def fill(first: int, stop: int, inputs: "Block", log_weights: "NDArray[np.float64] | None") -> None:
        draw_inputs(joint, places, (seed, first, stop), inputs, log_weights=log_weights)
        for place, row in zip(others, rows, strict=True):
            inputs[place] = row

    places = stream_places(program)
    others = [number for number in range(len(program.inputs)) if number not in places]
    rows = _columns(observed, len(program.payment_dates))
    if joint.n_rows != len(places) or len(rows) != len(others):
        raise ValueError(f"{joint.n_rows} streams and {len(rows)} observations for {len(places)} and {len(others)}")
    return Source(fill, is_weighted=joint.shape.tilted)


def draw_inputs(
    joint: Joint,
    places: tuple[int, ...],
    span: tuple[int, int, int],
    inputs: "Block",
    *,
    given: Given | None = None,
    log_weights: "NDArray[np.float64] | None" = None,
) -> None:
    """Draw streams into their places among a program's inputs; span is the seed and the numbers of the paths."""
    import numpy as np

    seed, first, stop = span
    if places == tuple(range(len(places))):
        joint.draw(seed, first, stop, inputs[: len(places)], given, log_weights)
        return
    drawn = np.empty((len(places), *inputs.shape[1:]), np.int64)
    joint.draw(seed, first, stop, drawn, given, log_weights)
    inputs[list(places)] = drawn


def _columns(observed: Sequence[Sequence[int]], n_periods: int) -> "list[Block]":
    """Give observations as columns that fit many paths."""
    import numpy as np

    rows = [np.array(row, np.int64)[:, None] for row in observed]
    if any(len(row) != n_periods for row in rows):
        raise ValueError(f"an observation has not {n_periods} periods")
    return rows
