"""Joint futures of a deal: what its licences bring together, path by path, and what happens in them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.assets.pool import Pool
from chizai.deal.program import InputKind, Program
from chizai.forecast.joint_terms import JointTerms
from chizai.forecast.receipts import Collections
from chizai.simulate.ask import Rows
from chizai.simulate.ground import Ground, StreamTerms
from chizai.simulate.resolve import Resolved, resolve
from chizai.simulate.story import Story, story_of
from chizai.units.rate import PPM
from chizai.waterfall.inputs import RunInputs

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from chizai.simulate.kernel import Joint


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAssumed:
    """What licences are drawn on together."""

    terms: JointTerms
    pool: Pool
    if_true: Collections
    """Receipts if every plan comes true; the collections themselves where none may fail."""


@dataclass(frozen=True, slots=True, eq=False)
class JointDraw:
    """Joint futures, ready to be drawn into the inputs of a program."""

    joint: "Joint"
    n_events: int
    """How many rows of events are drawn: none where no flag is set by one."""
    streams: tuple[int, ...]
    """Number of the program's input by stream of the model."""
    flags: tuple[tuple[int, int], ...]
    """Number of the program's input that an event sets, and the number of the event."""
    n_past: int
    """How many of the deal's periods are over."""

    def draw(self, seed: int, first: int, stop: int, rows: "NDArray[np.int64]") -> None:
        """Fill the collections of the periods to come, and set the flags of events.

        Args:
            seed: of the random numbers.
            first: number of the first future.
            stop: number after the last.
            rows: what the inputs bring; shape (n_inputs, n_dates, stop - first).
        """
        import numpy as np

        coming = rows[:, self.n_past :]
        if self.streams == (0,) and not self.n_events:
            self.joint.draw(seed, first, stop, coming[:1])
            return
        n_streams = len(self.streams)
        drawn = np.empty((n_streams + self.n_events, *coming.shape[1:]), np.int64)
        self.joint.draw(seed, first, stop, drawn)
        for number, row in zip(self.streams, drawn, strict=False):
            coming[number] = row
        for number, event in self.flags:
            np.maximum(coming[number], drawn[n_streams + event], out=coming[number])


def joint_draw(inputs: RunInputs, joint: JointAssumed, start_on: "date", multiple_ppm: int = PPM) -> JointDraw | None:
    """Make the joint futures of a deal ready to be drawn.

    Args:
        inputs: the deal, what it collects and what it observes; a payment date at least is after the start.
        joint: what licences are drawn on.
        start_on: what is collected on later payment dates, and not actual, is uncertain.
        multiple_ppm: to what forecast receipts come.

    Returns:
        none where no licence is expected to bring anything.
    """
    from chizai.simulate.kernel import compile_joint

    found = resolved(inputs, joint, start_on, multiple_ppm)
    if not found.model.licences:
        return None
    program, flags = inputs.program, flags_of(inputs.program, joint.terms, found)
    return JointDraw(
        joint=compile_joint(found.model, Rows(events=bool(flags))),
        n_events=len(found.events) if flags else 0,
        streams=tuple(n for n, each in enumerate(program.inputs) if each.kind is InputKind.COLLECTIONS),
        flags=flags,
        n_past=sum(day <= start_on for day in program.payment_dates),
    )


def flags_of(program: Program, terms: JointTerms, found: Resolved) -> tuple[tuple[int, int], ...]:
    """Give the number of each input of a program that an event sets, with the number of the event."""
    number_of = {each.of: number for number, each in enumerate(program.inputs)}
    return tuple(
        (number_of[row.observation], event)
        for row in terms.observed
        for event, named in enumerate(found.events)
        if (named.kind, named.of) == (row.event, row.of)
    )


def resolved(inputs: RunInputs, joint: JointAssumed, start_on: "date", multiple_ppm: int = PPM) -> Resolved:
    """Resolve the description of a deal's joint futures.

    Args:
        inputs: the deal, what it collects and what it observes.
        joint: what licences are drawn on.
        start_on: what is collected on later payment dates, and not actual, is uncertain.
        multiple_ppm: to what forecast receipts come.
    """
    licences = {stream.id: stream.licences for stream in inputs.deal.streams}
    ground = Ground(
        pool=joint.pool,
        collections=inputs.collections,
        if_true=joint.if_true,
        payment_dates=inputs.program.payment_dates,
        start_on=start_on,
        streams=tuple(
            StreamTerms(licences=licences.get(each.of, ()), most_minor=each.most)
            for each in inputs.program.inputs
            if each.kind is InputKind.COLLECTIONS
        ),
        multiple_ppm=multiple_ppm,
    )
    return resolve(ground, joint.terms)


def story(inputs: RunInputs, joint: JointAssumed, start_on: "date", future: tuple[int, int]) -> Story | None:
    """Tell one joint future, licence by licence and event by event.

    Args:
        inputs: the deal, what it collects and what it observes; a payment date at least is after the start.
        joint: what licences are drawn on.
        start_on: what is collected on later payment dates, and not actual, is uncertain.
        future: the seed, and the number of the future.

    Returns:
        none where no licence is expected to bring anything.
    """
    import numpy as np

    from chizai.simulate.kernel import compile_joint

    found = resolved(inputs, joint, start_on)
    model, (seed, path) = found.model, future
    if not model.licences:
        return None
    rows = np.empty((model.n_streams + len(model.licences) + len(model.events), model.n_periods, 1), np.int64)
    compile_joint(model, Rows(licences=True, events=True)).draw(seed, path, path + 1, rows)
    dates = inputs.program.payment_dates
    return story_of(found, rows[:, :, 0], dates[len(dates) - model.n_periods :])
