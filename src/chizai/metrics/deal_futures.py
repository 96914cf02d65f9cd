"""A deal over many futures: what its inputs bring in each, and what that pays."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from chizai.deal.model import Deal
from chizai.deal.program import InputKind, Program, SlotKind
from chizai.forecast.futures import Expected, futures
from chizai.forecast.futures_terms import FuturesTerms
from chizai.metrics.break_even import owed_slots
from chizai.metrics.cover_paths import RatioPaths, advance_rate_paths, dscr_paths
from chizai.metrics.cover_steps import DEBT_SERVICE, FEES_PAID, measuring_cover
from chizai.metrics.futures import ClassPaths
from chizai.metrics.joint_futures import JointAssumed, flags_of, rates_of, resolved
from chizai.units.rate import PPM, share_floor
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.vector import run_paths
from chizai.waterfall.vector_paths import Paths
from chizai.waterfall.vector_plan import Asked, Detail, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from chizai.metrics.joint_inputs import JointInputs
    from chizai.simulate.resolve import Resolved


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A deal over futures, and how they are run."""

    deal: Deal
    program: Program
    paths: Paths
    start_on: date
    """What was paid up to this day is the same in every future."""
    n_threads: int = 1

    def read(self, *asked: Asked) -> "list[NDArray[np.int64]]":
        """Give readings of slots by period; shape (n_periods, n_paths) each."""
        run = run_paths(self.program, self.paths, asked, Detail.PERIODS, self.n_threads)
        return [run.of(each) for each in asked]

    def slots(self, kind: SlotKind, of: str) -> list[int]:
        """Give the slot of a kind that something has, or none."""
        return [number for number, slot in enumerate(self.program.slots) if (slot.kind, slot.of) == (kind, of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What futures are drawn on, and how it is moved to see what it matters."""

    inputs: RunInputs
    terms: FuturesTerms
    start_on: date
    """What is collected on later payment dates, and not actual, is uncertain."""
    multiple_ppm: int = PPM
    """To what forecast receipts come."""
    shifts_ppm: tuple[tuple[str, int], ...] = ()
    """Observations of rates, and by how much they are moved after the start; none falls below 0."""
    joint: JointAssumed | None = None
    """What licences are drawn on together; none: one factor, as the terms say."""

    @property
    def n_past(self) -> int:
        """Count the payment dates up to the start."""
        return sum(day <= self.start_on for day in self.inputs.program.payment_dates)


def future_paths(assumed: Assumed) -> Paths:
    """Give the futures of a deal's inputs: those of its licences drawn together, or one level for all of them.

    Observations stay, but for flags that events set and rates that are drawn.
    """
    import numpy as np

    known, draw = known_inputs(assumed), _draw_of(assumed)

    def block(start: int, stop: int) -> "NDArray[np.int64]":
        rows = np.empty((*known.shape, stop - start), np.int64)
        rows[:] = known[:, :, None]
        draw(start, stop, rows)
        return rows

    return Paths(assumed.terms.n_paths, block)


def known_inputs(assumed: Assumed) -> "NDArray[np.int64]":
    """Give what has been collected and what is observed or assumed, by input and period."""
    import numpy as np

    inputs, observed = assumed.inputs, _observed(assumed)
    return np.array(
        [
            np.clip(np.array(inputs.parts(each.of)[0], np.int64), 0, each.most)
            if each.kind is InputKind.COLLECTIONS
            else observed[each.of]
            for each in inputs.program.inputs
        ],
        np.int64,
    )


def _observed(assumed: Assumed) -> "Mapping[str, tuple[int, ...]]":
    """Give what is observed or forecast where nothing is drawn, by observation; some are moved after the start."""
    first, shifts, moved = assumed.n_past, dict(assumed.shifts_ppm), {}
    for each in assumed.inputs.program.inputs:
        if each.kind is not InputKind.COLLECTIONS:
            past, coming = (assumed.inputs.observed[each.of][part] for part in (slice(first), slice(first, None)))
            numbers = (*past, *(number + shifts.get(each.of, 0) for number in coming))
            moved[each.of] = tuple(min(max(number, 0), each.most) for number in numbers)
    return moved


def joint_inputs_of(assumed: Assumed) -> "tuple[Resolved, JointInputs] | None":
    """Resolve the joint futures of a deal, and say where they go among the inputs of its program.

    Returns:
        none where licences are not drawn together, all dates are over, or no licence is expected to bring anything.
    """
    from chizai.metrics.joint_inputs import JointInputs

    joint, program = assumed.joint, assumed.inputs.program
    if joint is None or assumed.n_past == len(program.payment_dates):
        return None
    found = resolved_on(assumed, joint)
    if not found.model.licences:
        return None
    return found, JointInputs(
        known=known_inputs(assumed),
        streams=tuple(n for n, each in enumerate(program.inputs) if each.kind is InputKind.COLLECTIONS),
        flags=flags_of(program, joint.terms, found),
        rates=rates_of(program, joint.terms),
        n_past=assumed.n_past,
    )


def resolved_on(assumed: Assumed, joint: JointAssumed) -> "Resolved":
    """Resolve a description of joint futures on what a deal's futures are drawn on, its moved observations too."""
    known = replace(assumed.inputs, observed=_observed(assumed))
    return resolved(known, joint, assumed.start_on, assumed.multiple_ppm)


def _draw_of(assumed: Assumed) -> "Callable[[int, int, NDArray[np.int64]], None]":
    """Give what fills the periods to come of some futures, their first and last number being given."""
    if assumed.n_past == len(assumed.inputs.program.payment_dates):
        return _draw_nothing
    if assumed.joint is None:
        return partial(_draw_one_factor, assumed)
    return _draw_jointly(assumed)


def _draw_jointly(assumed: Assumed) -> "Callable[[int, int, NDArray[np.int64]], None]":
    """Draw licences together, and what is observed of them."""
    from chizai.simulate.kernel import compile_joint

    drawn = joint_inputs_of(assumed)
    if drawn is None:
        return _draw_nothing
    found, into = drawn
    joint = compile_joint(found.model, into.rows)

    def draw(start: int, stop: int, rows: "NDArray[np.int64]") -> None:
        into.draw(joint, (assumed.terms.seed, start, stop), rows)

    return draw


def _draw_nothing(start: int, stop: int, rows: "NDArray[np.int64]") -> None:
    """Leave what is known: nothing is expected any more."""


def _draw_one_factor(assumed: Assumed, start: int, stop: int, rows: "NDArray[np.int64]") -> None:
    """Multiply all streams of a future by one level."""
    import numpy as np

    inputs, terms, first = assumed.inputs, assumed.terms, assumed.n_past
    dates = inputs.program.payment_dates[first:]
    for number, each in enumerate(inputs.program.inputs):
        if each.kind is InputKind.COLLECTIONS:
            actual, forecast = (amounts[first:] for amounts in inputs.parts(each.of))
            scaled = [max(0, share_floor(amount, assumed.multiple_ppm)) for amount in forecast]
            expected = Expected(start_on=assumed.start_on, payment_dates=dates, inflows_minor=scaled)
            drawn = futures(expected, terms.assumption, each.most, terms.seed, stop - start, start)
            rows[number, first:] = np.clip(drawn + np.array(actual, np.int64)[:, None], 0, each.most)


def held(paths: Paths) -> Paths:
    """Draw all futures once and keep them, where several runs are made of them."""
    everything = paths.block(0, paths.n_paths)
    return Paths(paths.n_paths, lambda start, stop: everything[..., start:stop])


def class_paths(outcomes: Outcomes, class_id: str) -> ClassPaths:
    """Give what a class is paid and stays owed in each future; its balance is that at the start, alike in all."""
    import numpy as np

    program = outcomes.program
    kinds = (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST)
    interest = [program.slot(kind, class_id) for kind in kinds]
    principal, scheduled = (program.slot(kind, class_id) for kind in (SlotKind.PRINCIPAL, SlotKind.SCHEDULED))
    lost = [Asked(slot) for slot in owed_slots(program, class_id) if slot not in (principal, *interest)]
    received = [Asked(slot, Reading.RECEIVED) for slot in outcomes.slots(SlotKind.DISTRIBUTED, class_id)]
    income = [Asked(slot, Reading.PAID) for slot in interest] + received
    unpaid_of = [Asked(slot) for slot in interest]
    first = (Asked(principal, Reading.PAID), Asked(principal), Asked(scheduled))
    # all of it in one run, whose code is made once
    repaid, still, due, *others = outcomes.read(*first, *lost, *unpaid_of, *income)
    written_off, others = others[: len(lost)], others[len(lost) :]
    unpaid, earned = (np.sum(each, axis=0) for each in (others[: len(interest)], others[len(interest) :]))
    n_past = sum(day <= outcomes.start_on for day in program.payment_dates)
    short = unpaid + np.minimum(due, still)
    short[-1] = unpaid[-1] + still[-1]
    off_before = sum(int(each[n_past - 1, 0]) for each in written_off) if n_past else 0
    return ClassPaths(
        class_id=class_id,
        balance_minor=int(still[n_past - 1, 0]) if n_past else program.slots[principal].opening_minor,
        paid_on=program.payment_dates,
        interest_minor=earned,
        principal_minor=repaid,
        owed_minor=still[-1] + unpaid[-1],
        lost_minor=still[-1] + sum(each[-1] for each in written_off) - off_before,
        short_minor=short,
    )


def cover_of(outcomes: Outcomes) -> RatioPaths:
    """Give the debt service coverage of each period and future, as `debt_service.debt_service_coverage` gives one's."""
    measured = measuring_cover(outcomes.deal, outcomes.program)
    [collected] = outcomes.read(Asked(outcomes.program.slot(SlotKind.INFLOW, "")))
    due, fees = replace(outcomes, program=measured).read(
        *(Asked(measured.slot(SlotKind.STATE, name)) for name in (DEBT_SERVICE, FEES_PAID))
    )
    return dscr_paths(collected - fees, due)


def loan_to_value_of(outcomes: Outcomes, value: str, class_ids: list[str]) -> RatioPaths:
    """Give the balances of classes over an observed value of the rights, after each period's payments."""
    import numpy as np

    balances = np.sum(
        outcomes.read(*(Asked(outcomes.program.slot(SlotKind.PRINCIPAL, of)) for of in class_ids)), axis=0
    )
    [worth] = outcomes.read(Asked(outcomes.program.slot(SlotKind.STATE, value)))
    return advance_rate_paths(balances, worth)
