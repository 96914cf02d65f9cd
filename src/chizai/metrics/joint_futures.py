"""Joint futures of a deal: what they are resolved on, which of its observations they draw, and one of them told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.assets.pool import Pool
from chizai.deal.program import InputKind, Program
from chizai.forecast.joint_terms import JointTerms
from chizai.forecast.receipts import Collections
from chizai.simulate.ask import Rows
from chizai.simulate.ground import Ground, RateTerms, StreamTerms
from chizai.simulate.resolve import Resolved, resolve
from chizai.simulate.story import Story, story_of
from chizai.units.rate import PPM
from chizai.waterfall.inputs import RunInputs

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAssumed:
    """What licences are drawn on together."""

    terms: JointTerms
    pool: Pool
    if_true: Collections
    """Receipts if every plan comes true; the collections themselves where none may fail."""


def flags_of(program: Program, terms: JointTerms, found: Resolved) -> tuple[tuple[int, int], ...]:
    """Give the number of each input of a program that an event sets, with the number of the event."""
    number_of = {each.of: number for number, each in enumerate(program.inputs)}
    return tuple(
        (number_of[row.observation], event)
        for row in terms.observed
        for event, named in enumerate(found.events)
        if (named.kind, named.of) == (row.event, row.of)
    )


def rates_of(program: Program, terms: JointTerms) -> tuple[int, ...]:
    """Give the number of each input of a program that is a rate which is drawn, in the order of the model's rates."""
    number_of = {each.of: number for number, each in enumerate(program.inputs)}
    return tuple(number_of[observation] for observation, _ in terms.drawn_rates)


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
        rates=tuple(
            RateTerms(observation=each.of, forecast_ppm=tuple(inputs.observed[each.of]), most_ppm=each.most)
            for each in inputs.program.inputs
            if each.kind is InputKind.RATE
        ),
        multiple_ppm=multiple_ppm,
    )
    return resolve(ground, joint.terms)


def story(inputs: RunInputs, joint: JointAssumed, start_on: "date", future: tuple[int, int]) -> Story | None:
    """Tell one joint future, licence by licence, event by event and rate by rate.

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
    drawn = compile_joint(model, Rows(licences=True, events=True, rates=bool(model.rates)))
    rows = np.empty((drawn.n_rows, model.n_periods, 1), np.int64)
    drawn.draw(seed, path, path + 1, rows)
    dates = inputs.program.payment_dates
    return story_of(found, rows[:, :, 0], dates[len(dates) - model.n_periods :])
