"""Joint futures as what a program reads: past and all, with flags and rates, for every way of drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.deal.program import Program
from chizai.metrics.engine_joint import stream_places
from chizai.metrics.engine_request import Source
from chizai.simulate.ask import Given, Rows
from chizai.simulate.kernel import Joint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Block = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointInputs:
    """Where what is drawn goes among the inputs of a program."""

    known: "Block"
    """What inputs bring where nothing is drawn: on dates that are over, and what is observed; (n_inputs, n_dates)."""
    streams: tuple[int, ...]
    """Number of the input of each stream."""
    flags: tuple[tuple[int, int], ...] = ()
    """Number of the input that an event sets, and the number of the event."""
    rates: tuple[int, ...] = ()
    """Number of the input of each observed rate that is drawn."""
    n_past: int = 0
    """How many dates are over."""

    @property
    def rows(self) -> Rows:
        """Say what is to be drawn: streams, events where one sets a flag, and rates."""
        return Rows(events=bool(self.flags), rates=bool(self.rates))

    def place(self, streams: "Block", others: "Block", inputs: "Block") -> None:
        """Fill inputs with what was drawn for the dates to come, and with what is known for all else.

        Args:
            streams: shape (n_streams, n_periods, n).
            others: events, which may be left out where none sets a flag, and rates; shape (n_others, n_periods, n).
            inputs: is filled; shape (n_inputs, n_dates, n).
        """
        import numpy as np

        inputs[:] = self.known[:, :, None]
        coming = inputs[:, self.n_past :]
        coming[list(self.streams)] = streams
        coming[list(self.rates)] = others[len(others) - len(self.rates) :]
        for number, event in self.flags:
            np.maximum(coming[number], others[event], out=coming[number])

    def draw(
        self,
        joint: Joint,
        span: tuple[int, int, int],
        inputs: "Block",
        given: Given | None = None,
        log_weights: "Floats | None" = None,
    ) -> None:
        """Draw paths into the inputs; span is the seed and the numbers of the paths."""
        import numpy as np

        seed, first, stop = span
        n_streams = len(self.streams)
        if not self.flags and not self.rates and self.streams == tuple(range(n_streams)):
            inputs[n_streams:] = self.known[n_streams:, :, None]
            inputs[:n_streams, : self.n_past] = self.known[:n_streams, : self.n_past, None]
            joint.draw(seed, first, stop, inputs[:n_streams, self.n_past :], given, log_weights)
            return
        drawn = np.empty((joint.n_rows, inputs.shape[1] - self.n_past, stop - first), np.int64)
        joint.draw(seed, first, stop, drawn, given, log_weights)
        self.place(drawn[:n_streams], drawn[n_streams:], inputs)


def only_streams(program: Program, observed: Sequence[Sequence[int]] = ()) -> JointInputs:
    """Give the inputs of a program no date of which is over, and whose observations are not drawn.

    Args:
        program: what the futures are for.
        observed: what its other inputs bring in all futures, in their order; shape (n_others, n_dates).

    Raises:
        ValueError: there are more or fewer observations than the program reads.
    """
    import numpy as np

    places, n_inputs = stream_places(program), len(program.inputs)
    others = [number for number in range(n_inputs) if number not in places]
    if len(observed) != len(others):
        raise ValueError(f"{len(observed)} observations for {len(others)}")
    known = np.zeros((n_inputs, len(program.payment_dates)), np.int64)
    for number, row in zip(others, observed, strict=True):
        known[number] = row
    return JointInputs(known=known, streams=places)


def plain_source(joint: Joint, seed: int, into: JointInputs) -> Source:
    """Give joint futures as a source, compiled for `into.rows`."""

    def fill(first: int, stop: int, inputs: "Block", _: "Floats | None") -> None:
        into.draw(joint, (seed, first, stop), inputs)

    return Source(fill)
