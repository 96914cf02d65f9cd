"""A deal over many futures: what its inputs bring in each, and what that pays."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from chizai.deal.model import Deal
from chizai.deal.program import InputKind, Program, SlotKind
from chizai.forecast.futures import Expected, futures
from chizai.forecast.futures_terms import FuturesTerms
from chizai.metrics.break_even import owed_slots
from chizai.metrics.cover_paths import RatioPaths, advance_rate_paths, dscr_paths
from chizai.metrics.cover_steps import DEBT_SERVICE, FEES_PAID, measuring_cover
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
    """Observations of rates, and by how much they are moved after the start; none falls below 0."""


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
        numbers = np.array(inputs.observed[name], np.int64)
        numbers[first:] += shifts.get(name, 0)
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
    repaid, still, due, *written_off = outcomes.read(
        Asked(principal, Reading.PAID), Asked(principal), Asked(scheduled), *lost
    )
    unpaid = np.sum(outcomes.read(*(Asked(slot) for slot in interest)), axis=0)
    n_past = sum(day <= outcomes.start_on for day in program.payment_dates)
    short = unpaid + np.minimum(due, still)
    short[-1] = unpaid[-1] + still[-1]
    off_before = sum(int(each[n_past - 1, 0]) for each in written_off) if n_past else 0
    return ClassPaths(
        class_id=class_id,
        balance_minor=int(still[n_past - 1, 0]) if n_past else program.slots[principal].opening_minor,
        paid_on=program.payment_dates,
        interest_minor=np.sum(outcomes.read(*income), axis=0),
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
