"""Hundreds of sensitivities of every class in one run, for some twenty times the price of a valuation.

Each path is carried out once more for each period, with a little more cash in it. The difference, over what was added,
is what a class gains by a unit of that period's cash: its response. The addition has a size, so that the jumps of
triggers are counted as often as they are crossed. What a parameter does to the cash of each licence and period, times
the responses, is its sensitivity: the chain rule. A licence's level and years scale its cash; for other parameters the
licence alone is drawn again, for its random numbers do not depend on what is drawn beside it. Hazards are measured by
likelihood ratios, because what comes with an event is no small change of cash.

Where it fails: the responses to cash of several periods are added, so that a jump that only several together bring
about is counted as if each did; and where a licence is drawn again, a change so small that no rounding sees it is none.
`sensitivity_check` holds a sample against plain bumps.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from chizai.metrics.engine_desk import Desk, desk_for, measure_block
from chizai.metrics.engine_request import Engine
from chizai.metrics.joint_inputs import JointInputs, only_streams
from chizai.metrics.paths import Estimate
from chizai.metrics.sensitivity_scores import hazard_scores, mean_shocks
from chizai.metrics.stream_code import KINDS, LOST, PRESENT
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import Joint, compile_joint
from chizai.simulate.model import Interruption, JointModel, LicenceModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Block = NDArray[np.int64]

PATHS_A_BATCH = 512
"""Paths that are worked on in one go; the spread of their means says how far the mean of all may be off."""
ADDED = 0.01
"""What is added to the cash of a period, as a part of what is expected then."""


class Kind(StrEnum):
    """What is moved."""

    LEVEL = "level"
    """All that a licence brings, in proportion."""
    DRIFT = "drift"
    """What a licence brings, in proportion to time: a unit is a growth of one a year."""
    YEAR = "year"
    """What a licence brings in the periods of one year, in proportion."""
    CHANGED = "changed"
    """Another number of a licence, such as its volatility."""
    HAZARD = "hazard"
    """The hazard of an event in all periods, in proportion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A licence with a number that is moved a little."""

    name: str
    """Which number, such as `volatility`."""
    licence: LicenceModel
    """It stands for the licence with the same id."""
    size: float
    """By how much the number was moved, in the unit that the sensitivity is wanted in; not 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What every class gains by a unit more of one parameter, to the first order."""

    kind: Kind
    of: str
    """Id of the licence or event."""
    name: str
    """Number of the year from 0, or the name of what was changed; empty otherwise."""
    present_minor: tuple[Estimate, ...]
    """Gain of each class's mean present value; shape (n_classes,)."""
    lost_minor: tuple[Estimate, ...]
    """Gain of each class's mean loss of principal; shape (n_classes,)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wanted:
    """Which sensitivities are wanted, of what."""

    model: JointModel
    years: tuple[float, ...]
    """Time of each payment date to come in years, for drifts; shape (n_periods,)."""
    periods_a_year: int
    changed: tuple[Changed, ...] = ()
    into: JointInputs | None = None
    """Where futures go among the inputs of the program; none: all of it collects, and no date of it is over."""


def sensitivities(
    engine: Engine, wanted: Wanted, seed: int, n_paths: int, n_threads: int = 1
) -> tuple[Sensitivity, ...]:
    """Give the sensitivity of every class to every licence's level, drift, years and changes, and to every hazard.

    Args:
        engine: what is measured, in brief and without controls; its centre is near the means.
        wanted: of what.
        seed: of the random numbers: the paths are those of a valuation with the same seed.
        n_paths: a multiple of PATHS_A_BATCH, two of them at least.
        n_threads: how many threads share the work; the result does not depend on it.

    Raises:
        ValueError: there are too few paths or no whole batches, the request is in full or has controls, a change has no
            size or names no licence, or hazards are wanted under a t copula.
    """
    _refuse(engine, wanted, n_paths)
    worker = _worker(engine, wanted, seed)
    idle: list[Desk] = []

    def carry_out(first: int) -> "Floats":
        desk = idle.pop() if idle else desk_for(engine, PATHS_A_BATCH)
        gained = _gains(worker, desk, first)
        idle.append(desk)
        return gained

    with ThreadPoolExecutor(n_threads) as threads:
        batches = list(threads.map(carry_out, range(0, n_paths, PATHS_A_BATCH)))
    return _named(worker, batches)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Worker:
    """What every batch needs."""

    engine: Engine
    wanted: Wanted
    seed: int
    joint: Joint
    redrawn: tuple[tuple[int, Joint, float], ...]
    """Number of each changed licence, its own joint futures, and the size of the change."""
    into: JointInputs
    added_minor: "Block"
    """What is added to each stream and period; 0 where nothing is expected; shape (n_streams, n_periods)."""


def _worker(engine: Engine, wanted: Wanted, seed: int) -> _Worker:
    import numpy as np

    model = wanted.model
    expected = np.zeros((model.n_streams, model.n_periods), np.int64)
    for licence in model.licences:
        expected[licence.stream] += np.array(licence.expected_minor, np.int64)
    numbers = {licence.id: number for number, licence in enumerate(model.licences)}
    return _Worker(
        engine=engine,
        wanted=wanted,
        seed=seed,
        joint=compile_joint(model, Rows(licences=True, events=True, rates=bool(model.rates)), n_lanes=16),
        redrawn=tuple(
            (numbers[each.licence.id], compile_joint(alone(model, each.licence), Rows(), n_lanes=16), each.size)
            for each in wanted.changed
        ),
        into=wanted.into or only_streams(engine.request.program),
        added_minor=np.ceil(expected * ADDED).astype(np.int64),
    )


def alone(model: JointModel, licence: LicenceModel) -> JointModel:
    """Give one licence as joint futures of its own: it draws what it draws among the others."""
    named = sorted(
        {number for each in licence.interruptions for number in each.events} | {each.event for each in licence.fades}
    )
    places = {number: place for place, number in enumerate(named)}

    def renamed(each: Interruption) -> Interruption:
        return replace(each, events=tuple(places[number] for number in each.events))

    own = replace(
        licence,
        stream=0,
        interruptions=tuple(renamed(each) for each in licence.interruptions),
        fades=tuple(replace(each, event=places[each.event]) for each in licence.fades),
    )
    events = tuple(model.events[number] for number in named)
    return replace(model, events=events, licences=(own,), n_streams=1, certain_minor=(), most_minor=())


def _gains(worker: _Worker, desk: Desk, first: int) -> "Floats":
    """Give what each parameter gains in a batch, on average; shape (n_parameters, 2 n_classes)."""
    import numpy as np

    model, wanted, stop = worker.wanted.model, worker.wanted, first + PATHS_A_BATCH
    drawn = np.empty((worker.joint.n_rows, model.n_periods, PATHS_A_BATCH), np.int64)
    worker.joint.draw(worker.seed, first, stop, drawn)
    n_streams, n_licences = model.n_streams, len(model.licences)
    worker.into.place(drawn[:n_streams], drawn[n_streams + n_licences :], desk.inputs)
    worth = _measured(worker, desk)
    responses = _responses(worker, desk, worth)
    cash = drawn[n_streams : n_streams + n_licences].astype(np.float64)
    streams = [licence.stream for licence in model.licences]
    # by licence and period: what its cash of that period brings in all
    parts = np.empty((n_licences, model.n_periods, len(worth)))
    for stream in range(n_streams):
        own = [number for number, each in enumerate(streams) if each == stream]
        brought = np.matmul(cash[own].transpose(1, 0, 2), responses[stream].transpose(0, 2, 1))
        parts[own] = brought.transpose(1, 0, 2) / PATHS_A_BATCH
    rows = [parts.sum(axis=1), np.array(wanted.years) @ parts]
    starts = range(0, model.n_periods, wanted.periods_a_year)
    rows.extend(parts[:, year : year + wanted.periods_a_year].sum(axis=1) for year in starts)
    rows.append(_redrawn(worker, drawn[n_streams:], responses, first))
    rows.append(_scored(worker, drawn[n_streams + n_licences :], worth, first))
    return np.concatenate(rows)


def _measured(worker: _Worker, desk: Desk) -> "Floats":
    """Carry out a batch; give each path's present values and losses, class after class; shape (2 n_classes, n)."""
    n_classes = len(worker.engine.request.class_ids)
    measure_block(worker.engine, desk, PATHS_A_BATCH)
    rows = [c * KINDS + kind for kind in (PRESENT, LOST) for c in range(n_classes)]
    worth: Floats = desk.numbers[rows]
    return worth


def _responses(worker: _Worker, desk: Desk, worth: "Floats") -> "Floats":
    """Give what each path gains by a unit of each stream's cash in each period; (n_streams, n_periods, n_rows, n)."""
    import numpy as np

    n_streams, n_periods = worker.added_minor.shape
    responses = np.zeros((n_streams, n_periods, len(worth), PATHS_A_BATCH))
    coming = desk.inputs[:, worker.into.n_past :]
    for stream, place in enumerate(worker.into.streams):
        for period, added_minor in enumerate(worker.added_minor[stream].tolist()):
            if added_minor:
                coming[place, period] += added_minor
                responses[stream, period] = (_measured(worker, desk) - worth) / added_minor
                coming[place, period] -= added_minor
    return responses


def _redrawn(worker: _Worker, licences: "Block", responses: "Floats", first: int) -> "Floats":
    """Give what changed licences gain; shape (n_changed, n_rows)."""
    import numpy as np

    model = worker.wanted.model
    gained = np.zeros((len(worker.redrawn), responses.shape[2]))
    other = np.empty((1, model.n_periods, PATHS_A_BATCH), np.int64)
    for row, (number, joint, size) in zip(gained, worker.redrawn, strict=True):
        joint.draw(worker.seed, first, first + PATHS_A_BATCH, other)
        moved = (other[0] - licences[number]).astype(np.float64)
        gains = np.matmul(responses[model.licences[number].stream], moved[:, :, None])
        row[:] = gains.sum(axis=0)[:, 0] / (size * PATHS_A_BATCH)
    return gained


def _scored(worker: _Worker, came: "Block", worth: "Floats", first: int) -> "Floats":
    """Give what hazards gain, by their scores; shape (n_events, n_rows)."""
    import numpy as np

    model, n_classes = worker.wanted.model, len(worker.engine.request.class_ids)
    rows = [c * KINDS + kind for kind in (PRESENT, LOST) for c in range(n_classes)]
    off = worth - worker.engine.centre[rows][:, None]
    is_loaded = any(each.market_loading for each in model.events)
    shocks = mean_shocks(model, worker.seed, first, PATHS_A_BATCH) if is_loaded else None
    gained = np.empty((len(model.events), len(rows)))
    for number, event in enumerate(model.events):
        periods = model.n_periods - came[number].sum(axis=0)
        gained[number] = off @ hazard_scores(event, periods, shocks) / PATHS_A_BATCH
    return gained


def _named(worker: _Worker, batches: "Sequence[Floats]") -> tuple[Sensitivity, ...]:
    """Give each parameter its name, and its mean over batches with its error."""
    import numpy as np

    model, wanted, n_classes = worker.wanted.model, worker.wanted, len(worker.engine.request.class_ids)
    ids = [licence.id for licence in model.licences]
    names = [(Kind.LEVEL, of, "") for of in ids] + [(Kind.DRIFT, of, "") for of in ids]
    n_years = -(-model.n_periods // wanted.periods_a_year)
    names += [(Kind.YEAR, of, str(year)) for year in range(n_years) for of in ids]
    names += [(Kind.CHANGED, each.licence.id, each.name) for each in wanted.changed]
    names += [(Kind.HAZARD, event.id, "") for event in model.events]
    values = np.array(batches)
    means, errors = values.mean(axis=0).tolist(), (values.std(axis=0, ddof=1) / math.sqrt(len(values))).tolist()
    found = []
    for (kind, of, name), mean, error in zip(names, means, errors, strict=True):
        both = [Estimate(*each) for each in zip(mean, error, strict=True)]
        found.append(
            Sensitivity(
                kind=kind,
                of=of,
                name=name,
                present_minor=tuple(both[:n_classes]),
                lost_minor=tuple(both[n_classes:]),
            )
        )
    return tuple(found)


def _refuse(engine: Engine, wanted: Wanted, n_paths: int) -> None:
    model, program = wanted.model, engine.request.program
    if n_paths % PATHS_A_BATCH or n_paths < 2 * PATHS_A_BATCH:
        raise ValueError(f"{n_paths} paths are not two or more whole batches of {PATHS_A_BATCH}")
    if engine.request.in_full or engine.request.n_controls:
        raise ValueError("the request must be in brief and without controls")
    if model.degrees is not None:
        raise ValueError("there is no score of a hazard under a t copula")
    n_past = 0 if wanted.into is None else wanted.into.n_past
    if len(wanted.years) != model.n_periods or len(program.payment_dates) != model.n_periods + n_past:
        raise ValueError(f"{len(wanted.years)} years and {len(program.payment_dates)} dates, {model.n_periods} periods")
    ids = {licence.id for licence in model.licences}
    if any(not each.size or each.licence.id not in ids for each in wanted.changed):
        raise ValueError("a change has no size, or is of a licence that is not there")
