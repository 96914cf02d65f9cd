"""What a deal reaches of each target's measure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from chizai.deal.closing import closing_flows
from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import Program, SlotKind
from chizai.metrics.break_even import owed_slots
from chizai.metrics.cover import advance_rate_ppm
from chizai.metrics.debt_service import debt_service_coverage
from chizai.metrics.multiples import MultipleSearch, grid_ppm, least_multiple_ppm
from chizai.metrics.pricing import Flows, price_from_yield
from chizai.metrics.rating_places import (
    RatingGround,
    place_by_default_ppm,
    place_by_loss_ppm,
    place_by_stress_ppm,
)
from chizai.metrics.rating_scale import Idea
from chizai.metrics.risk import wal_years
from chizai.metrics.solver_request import OF_FUTURES, Goal, Measure, Target
from chizai.metrics.solver_runs import ClassFutures, Outlook, expected_run, futures_run, multiples_run
from chizai.units.rate import PPM
from chizai.units.result import Failed, Ok
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table, residual_paid

PART_MAX_PPM = 64 * PPM
"""The largest multiple of what is expected on which a class is tried; it then has a cover of 1/64."""
NEAR_PPM = 1024
"""How far round a likely multiple every other one is tested in the first run."""
ANSWERS_A_RUN = 8
"""How many answers ahead of each class's search all multiples are tested together."""
COST_MAX = 100.0
"""Yearly costs are sought up to this fraction."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What a deal comes to."""

    values: tuple[int | None, ...]
    """Of each target's measure, in its unit; none where there is no value. Shape (n_targets,)."""
    goal: int | None
    """Purchase price in minor units, or yearly cost in ppm, as the goal has it; none where there is no goal or cost."""


@dataclass(slots=True)
class _Subject:
    """A deal under measurement; what several measures need is made once."""

    deal: Deal
    program: Program
    outlook: Outlook
    hints: dict[str, int]
    parts: dict[str, int | None] = field(default_factory=dict)
    """The part of what is expected that each class needs."""
    _run: ExactRun | None = None

    @property
    def run(self) -> ExactRun:
        """The exact run on what is expected."""
        if self._run is None:
            self._run = expected_run(self.program, self.outlook)
        return self._run


def measure(
    deal: Deal, outlook: Outlook, targets: Sequence[Target], goal: Goal, n_paths: int, hints: dict[str, int]
) -> Reached:
    """Measure a deal.

    Args:
        deal: that compiles.
        outlook: what it is measured on.
        targets: whose measures are wanted.
        goal: likewise.
        n_paths: how many of the futures, from the first, are used.
        hints: what part of all that is expected each class of a similar deal needed, in ppm, if known; it is kept up,
            saves time, and changes nothing.

    Raises:
        ValueError: the deal does not compile, or a symbol is asked for and the outlook has nothing that it rests on.
    """
    subject = _Subject(deal, _program(deal), outlook, hints)
    covered = list(dict.fromkeys(target.of for target in targets if target.is_of_cover))
    if covered:
        subject.parts = _least_parts(subject, covered)
    of_futures = _of_futures(subject, [target for target in targets if target.measure in OF_FUTURES], n_paths)
    values = [
        of_futures[target] if target in of_futures else _MEASURES[target.measure](subject, target) for target in targets
    ]
    return Reached(tuple(values), _goal(subject, goal))


def cover_ppm(deal: Deal, outlook: Outlook, class_id: str) -> int | None:
    """Give how many times what a class needs is expected, as `Measure.COVER` says, by the exact executor alone.

    Returns:
        parts per million; none where 64 times what is expected does not pay the class, nor does the whole.

    Raises:
        ValueError: the deal does not compile.
    """
    program = _program(deal)
    part = least_multiple_ppm(lambda tested: _is_paid(program, outlook, class_id, tested), _top_ppm(program, outlook))
    return None if part is None else part_as_cover(part)


def confirm_cover(deal: Deal, outlook: Outlook, class_id: str, reached_ppm: int | None) -> None:
    """Hold a cover that was found on the vector executor against the exact one.

    Both test the same multiples in the same order, so that they part only where they disagree on one of them.

    Raises:
        AssertionError: they disagree; this is a bug of Chizai, never of the input.
    """
    exactly = cover_ppm(deal, outlook, class_id)
    if exactly != reached_ppm:
        raise AssertionError(f"cover of {class_id}: exact {exactly}, vector {reached_ppm}")


def part_as_cover(part_ppm: int) -> int:
    """Turn the part of what is expected that a class needs into its cover; what needs nothing counts as 1 ppm."""
    return PPM * PPM // max(part_ppm, 1)


def _least_parts(subject: "_Subject", class_ids: Sequence[str]) -> dict[str, int | None]:
    """Find the part of what is expected that each class needs, many multiples at a time.

    First the grid, and all that a search asks for which ends near the part that a like deal needed; then, class by
    class, all that its search may ask for next.
    """
    import numpy as np

    top = _top_ppm(subject.program, subject.outlook)
    searches = {each: MultipleSearch(top) for each in class_ids}
    tries = {*grid_ppm(top)}.union(*(_near(subject.hints[each], top) for each in class_ids if each in subject.hints))
    while tries:
        tested = sorted(tries)
        paid = multiples_run(subject.program, subject.outlook, np.array(tested, np.int64), class_ids)
        for class_id, row in zip(class_ids, paid.tolist(), strict=True):
            searches[class_id] = searches[class_id].followed(dict(zip(tested, row, strict=True)))
        tries = {each for search in searches.values() for each in search.ahead(ANSWERS_A_RUN)}
    parts = {class_id: search.enough_ppm for class_id, search in searches.items()}
    subject.hints.update({class_id: part for class_id, part in parts.items() if part is not None})
    return parts


def _near(hint_ppm: int, top_ppm: int) -> set[int]:
    """Give all multiples that a search may ask for which ends near a hint: those near it, and the way to them."""
    low, high = (min(max(each, 0), top_ppm) for each in (hint_ppm - NEAR_PPM, hint_ppm + NEAR_PPM))
    search = MultipleSearch(top_ppm)
    return {*range(low, high + 1), *search.towards(low), *search.towards(high)}


def _program(deal: Deal) -> Program:
    match compile_deal(deal):
        case Ok(program):
            return program
        case Failed(failures):
            raise ValueError("the deal does not compile: " + "; ".join(map(str, failures)))


def _top_ppm(program: Program, outlook: Outlook) -> int:
    """Give the largest multiple to try: no period may collect more than was compiled for."""
    return min(PART_MAX_PPM, program.inputs[0].most * PPM // max(1, *outlook.inflows_minor))


def _is_paid(program: Program, outlook: Outlook, class_id: str, multiple_ppm: int) -> bool:
    run, last = expected_run(program, outlook, multiple_ppm), len(program.payment_dates) - 1
    return not any(run.closing(last, slot) for slot in owed_slots(program, class_id))


def yearly_cost_ppm(deal: Deal, run: ExactRun) -> int | None:
    """Give the all-in yearly cost of the funds: the rate at which what the originator gives up is worth what it gets.

    It gets the purchase price at closing. It gives up the collections, and gets back of them what is paid as residual
    to parties, all that is paid on classes issued for nothing, which are taken to be its own, and what the accounts
    hold in the end. Interest, fees, costs of the issue and idle reserves all count. Annual compounding, ACT/365F.

    Args:
        deal: the deal.
        run: on what is expected.

    Returns:
        parts per million a year, rounded up, so that no cost is understated; 0 where no more is given up than is got;
        none where nothing is got, or the rate is beyond 10,000 % a year.
    """
    from scipy.optimize import brentq

    price_minor = closing_flows(deal).purchase_price_minor
    given_up = _given_up(deal, run)
    if price_minor <= 0:
        return None

    def excess(rate: float) -> float:
        return price_from_yield(given_up, deal.closing_on, rate) - price_minor

    if excess(0.0) <= 0:
        return 0
    if excess(COST_MAX) > 0:
        return None
    return math.ceil(round(float(brentq(excess, 0.0, COST_MAX, xtol=1e-12)) * PPM, 4))


def _given_up(deal: Deal, run: ExactRun) -> list[tuple[date, int]]:
    own = [security.id for security in deal.classes if not security.issue_price_ppm]
    kept = [0] * len(run.program.payment_dates)
    for class_id in own:
        for period, row in enumerate(class_table(run, class_id)):
            kept[period] += row.paid_minor
    for period in range(len(kept)):
        kept[period] += sum(residual_paid(run, period, party.id) for party in deal.parties)
    last = len(kept) - 1
    kept[last] += sum(run.closing(last, n) for n, slot in enumerate(run.program.slots) if slot.kind is SlotKind.CASH)
    days = run.program.payment_dates
    return [(day, run.collected(period) - kept[period]) for period, day in enumerate(days)]


def _goal(subject: _Subject, goal: Goal) -> int | None:
    match goal:
        case Goal.SATISFY:
            return None
        case Goal.MOST_PROCEEDS:
            return closing_flows(subject.deal).purchase_price_minor
        case Goal.LEAST_YEARLY_COST:
            return yearly_cost_ppm(subject.deal, subject.run)


@dataclass(slots=True)
class _Sums:
    """What some futures pay and fail to pay a class, together: whole numbers, so that blocks do not change them."""

    paid_minor: list[int]
    """All payments, by period."""
    principal_minor: list[int]
    """Principal repaid, by period."""
    lost_minor: int = 0
    n_default: int = 0

    def add(self, of: ClassFutures) -> None:
        """Add a block of futures."""
        parts = [rows.sum(axis=1) for rows in (of.interest_minor, of.principal_minor, of.residual_minor)]
        self.paid_minor = [before + int(more) for before, more in zip(self.paid_minor, sum(parts), strict=True)]
        self.principal_minor = [before + int(more) for before, more in zip(self.principal_minor, parts[1], strict=True)]
        self.lost_minor += int(of.lost_minor.sum())
        self.n_default += int(of.in_default.sum())


@dataclass(slots=True)
class _Means:
    """A deal's classes over futures."""

    classes: dict[str, _Sums]
    pars_minor: dict[str, int]
    n_paths: int
    decline: float
    """Mean part of the forecast by which the futures fall short; 0 where nothing is forecast or no symbol asked for."""


def _of_futures(subject: _Subject, targets: Sequence[Target], n_paths: int) -> dict[Target, int | None]:
    """Measure what is a mean over futures, or rests on such."""
    if not targets:
        return {}
    means = _means(subject, list(dict.fromkeys(target.of for target in targets)), n_paths)
    return {target: _OF_FUTURES[target.measure](subject, target, means) for target in targets}


def _means(subject: _Subject, class_ids: Sequence[str], n_paths: int) -> _Means:
    """Run the classes over the first of the futures."""
    none = [0] * len(subject.program.payment_dates)
    sums = {class_id: _Sums(none, none) for class_id in class_ids}
    forecast = sum(map(subject.run.collected, range(len(none)))) if subject.outlook.rating is not None else 0
    fallen_minor = 0
    for block in futures_run(subject.program, subject.outlook, class_ids, n_paths):
        for class_id, of in zip(class_ids, block.classes, strict=True):
            sums[class_id].add(of)
        fallen_minor += int((forecast - block.collected_minor).clip(0).sum())
    pars = {security.id: security.balance_minor for security in subject.deal.classes}
    return _Means(sums, pars, n_paths, fallen_minor / (forecast * n_paths) if forecast > 0 else 0.0)


def _expected_loss(_subject: _Subject, target: Target, means: _Means) -> int | None:
    return -(-means.classes[target.of].lost_minor * PPM // (means.pars_minor[target.of] * means.n_paths))


def _price(subject: _Subject, target: Target, means: _Means) -> int | None:
    flows: Flows = list(zip(subject.program.payment_dates, means.classes[target.of].paid_minor, strict=True))
    worth = price_from_yield(flows, subject.deal.closing_on, (target.yield_ppm_annual or 0) / PPM)
    return math.floor(worth / (means.pars_minor[target.of] * means.n_paths) * PPM)


def _rating(subject: _Subject, target: Target, means: _Means) -> int | None:
    """Give the lowest place of the ideas that count, and of the caps where all of them do."""
    ground = subject.outlook.rating
    if ground is None:
        raise ValueError("the outlook does not say what ratings rest on")
    if target.by is not None:
        return _PLACES[target.by](subject, target.of, means, ground)
    places = [place(subject, target.of, means, ground) for place in _PLACES.values()]
    known = [place for place in (*places, ground.highest_ppm) if place is not None]
    return None if None in places else min(known)


def _place_by_loss(subject: _Subject, class_id: str, means: _Means, ground: RatingGround) -> int | None:
    loss = means.classes[class_id].lost_minor / (means.pars_minor[class_id] * means.n_paths)
    return place_by_loss_ppm(ground, loss, _average_life_years(subject, class_id, means))


def _place_by_default(subject: _Subject, class_id: str, means: _Means, ground: RatingGround) -> int | None:
    frequency = means.classes[class_id].n_default / means.n_paths
    return place_by_default_ppm(ground, frequency, _average_life_years(subject, class_id, means))


def _place_by_stress(subject: _Subject, class_id: str, means: _Means, ground: RatingGround) -> int | None:
    part = subject.parts[class_id]
    return None if part is None else place_by_stress_ppm(ground, part, means.decline)


def _average_life_years(subject: _Subject, class_id: str, means: _Means) -> float:
    """Give the average life of the principal that all futures repay; 0 where none is."""
    repaid = list(zip(subject.program.payment_dates, means.classes[class_id].principal_minor, strict=True))
    return wal_years(repaid, subject.deal.closing_on) or 0.0


def _cover(subject: _Subject, target: Target) -> int | None:
    part = subject.parts[target.of]
    return None if part is None else part_as_cover(part)


def _minimum_dscr(subject: _Subject, _target: Target) -> int | None:
    return min((ratio for ratio in debt_service_coverage(subject.deal, subject.run) if ratio is not None), default=None)


def _wal(subject: _Subject, target: Target) -> int | None:
    repaid = [(row.paid_on, row.principal_paid_minor) for row in class_table(subject.run, target.of)]
    years = wal_years(repaid, subject.deal.closing_on)
    return None if years is None else math.floor(years * PPM)


def _advance_rate(subject: _Subject, target: Target) -> int | None:
    ids = [security.id for security in subject.deal.classes]
    ranked = subject.deal.classes[: ids.index(target.of) + 1]
    return advance_rate_ppm([security.balance_minor for security in ranked], target.valuation_minor or 0)


def _purchase_price(subject: _Subject, _target: Target) -> int | None:
    return closing_flows(subject.deal).purchase_price_minor


_MEASURES: dict[Measure, Callable[[_Subject, Target], int | None]] = {
    Measure.COVER: _cover,
    Measure.MINIMUM_DSCR: _minimum_dscr,
    Measure.WAL: _wal,
    Measure.ADVANCE_RATE: _advance_rate,
    Measure.PURCHASE_PRICE: _purchase_price,
}
_OF_FUTURES: dict[Measure, Callable[[_Subject, Target, _Means], int | None]] = {
    Measure.EXPECTED_LOSS: _expected_loss,
    Measure.PRICE: _price,
    Measure.RATING: _rating,
}
_PLACES: dict[Idea, Callable[[_Subject, str, _Means, RatingGround], int | None]] = {
    Idea.EXPECTED_LOSS: _place_by_loss,
    Idea.DEFAULT: _place_by_default,
    Idea.STRESS: _place_by_stress,
}
