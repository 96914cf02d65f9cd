"""A deal over many futures: what its inputs bring in each, and what that pays."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chizai.deal.coupon_steps import is_scheduled, planned_minor
from chizai.deal.model import Deal, SecurityClass
from chizai.deal.periods import deal_periods
from chizai.deal.program import InputKind, Program, SlotKind
from chizai.forecast.futures import Expected, futures
from chizai.forecast.futures_terms import FuturesTerms
from chizai.metrics.break_even import owed_slots
from chizai.metrics.cover_paths import RatioPaths, advance_rate_paths, dscr_paths
from chizai.metrics.futures import ClassPaths
from chizai.units.rate import PPM, share_floor
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.vector import run_paths
from chizai.waterfall.vector_paths import Paths
from chizai.waterfall.vector_plan import Asked, Detail, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
    """Observations of rates, and by how much they are moved; none falls below 0."""


def future_paths(assumed: Assumed) -> Paths:
    """Give the futures of a deal's inputs: one level multiplies all streams of a future, observations stay."""
    import numpy as np

    inputs, terms, program = assumed.inputs, assumed.terms, assumed.inputs.program
    dates = program.payment_dates
    first = sum(day <= assumed.start_on for day in dates)
    shifts = dict(assumed.shifts_ppm)

    def drawn(stream: str, most: int, start: int, stop: int) -> "NDArray[np.int64]":
        actual, forecast = inputs.parts(stream)
        scaled = [max(0, share_floor(amount, assumed.multiple_ppm)) for amount in forecast]
        expected = Expected(start_on=assumed.start_on, payment_dates=dates[first:], inflows_minor=scaled[first:])
        collected = np.repeat(np.array(actual, np.int64)[:, None], stop - start, axis=1)
        if first < len(dates):
            collected[first:] += futures(expected, terms.assumption, most, terms.seed, stop - start, start)
        return np.clip(collected, 0, most)

    def observed(name: str, most: int) -> "NDArray[np.int64]":
        numbers = np.array(inputs.observed[name], np.int64) + shifts.get(name, 0)
        return np.clip(numbers, 0, most)[:, None]

    def block(start: int, stop: int) -> "NDArray[np.int64]":
        rows = np.empty((len(program.inputs), len(dates), stop - start), np.int64)
        for number, each in enumerate(program.inputs):
            is_collected = each.kind is InputKind.COLLECTIONS
            rows[number] = drawn(each.of, each.most, start, stop) if is_collected else observed(each.of, each.most)
        return rows

    return Paths(terms.n_paths, block)


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
    repaid, still, due, *rest = outcomes.read(Asked(principal, Reading.PAID), Asked(principal), Asked(scheduled), *lost)
    unpaid = np.sum(outcomes.read(*(Asked(slot) for slot in interest)), axis=0)
    n_past = sum(day <= outcomes.start_on for day in program.payment_dates)
    return ClassPaths(
        class_id=class_id,
        balance_minor=int(still[n_past - 1, 0]) if n_past else program.slots[principal].opening_minor,
        paid_on=program.payment_dates,
        interest_minor=np.sum(outcomes.read(*income), axis=0),
        principal_minor=repaid,
        owed_minor=still[-1] + unpaid[-1] + sum(written_off[-1] for written_off in rest),
        short_minor=unpaid + np.minimum(due, still),
    )


def cover_of(outcomes: Outcomes) -> RatioPaths:
    """Give the debt service coverage of each period and future: collections less fees paid, over what is due.

    Due are interest with its arrears, and scheduled principal with its arrears, before payment. As
    `debt_service.debt_service_coverage` does, it takes off the fees that are paid out of the collection account; here,
    all that are paid.
    """
    import numpy as np

    program, deal = outcomes.program, outcomes.deal
    [collected] = outcomes.read(Asked(program.slot(SlotKind.INFLOW, "")))
    fees = [Asked(program.slot(SlotKind.FEE, fee.id), Reading.PAID) for fee in deal.fees]
    paid_fees = np.sum(outcomes.read(*fees), axis=0) if fees else np.zeros_like(collected)
    due = np.zeros_like(collected)
    for security in deal.classes:
        for kind in (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST):
            slot = program.slot(kind, security.id)
            due += np.sum(outcomes.read(Asked(slot), Asked(slot, Reading.PAID)), axis=0)
        if is_scheduled(security):
            due += _scheduled_due(outcomes, security)
    return dscr_paths(collected - paid_fees, due)


def _scheduled_due(outcomes: Outcomes, security: SecurityClass) -> "NDArray[np.int64]":
    """Give the scheduled principal of a class before payment: arrears and what falls due, at most the principal."""
    import numpy as np

    program = outcomes.program
    kinds = (SlotKind.PRINCIPAL, SlotKind.SCHEDULED)
    principal, scheduled = (_opening(outcomes, program.slot(kind, security.id)) for kind in kinds)
    if security.planned_balances:
        planned = np.array(planned_minor(security, deal_periods(outcomes.deal)), np.int64)
        return np.asarray(np.maximum(principal - planned[:, None], 0))
    part_minor = share_floor(security.balance_minor, security.scheduled_principal_ppm)
    return np.asarray(np.minimum(scheduled + part_minor, principal))


def _opening(outcomes: Outcomes, slot: int) -> "NDArray[np.int64]":
    """Give what a slot holds before each period; shape (n_periods, n_paths)."""
    import numpy as np

    [closing] = outcomes.read(Asked(slot))
    first = np.full((1, closing.shape[1]), outcomes.program.slots[slot].opening_minor, np.int64)
    return np.concatenate((first, closing[:-1]))


def loan_to_value_of(outcomes: Outcomes, value: str, class_ids: list[str]) -> RatioPaths:
    """Give the balances of classes over an observed value of the rights, after each period's payments."""
    import numpy as np

    balances = np.sum(
        outcomes.read(*(Asked(outcomes.program.slot(SlotKind.PRINCIPAL, of)) for of in class_ids)), axis=0
    )
    [worth] = outcomes.read(Asked(outcomes.program.slot(SlotKind.STATE, value)))
    return advance_rate_paths(balances, worth)
