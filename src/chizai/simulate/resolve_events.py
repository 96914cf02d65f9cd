"""The events of a description, each with its probability by payment period, and which licences they touch."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from chizai.assets.terms import expires_on
from chizai.forecast.joint_launch import development_of
from chizai.forecast.joint_life_terms import SuccessorRisk
from chizai.forecast.joint_terms import Competition, EventKind, JointTerms, Obsolescence, RightRisk
from chizai.forecast.processes.competition import Entrant, has_entered
from chizai.forecast.processes.events import Table, constant, first_of, never, years_from
from chizai.forecast.processes.launch import has_failed
from chizai.forecast.processes.licensee import has_defaulted
from chizai.forecast.processes.obsolescence import has_come
from chizai.simulate.ground import Ground
from chizai.simulate.model import Event, Interruption
from chizai.simulate.resolve_lives import ends_of, erosion_steps, has_been_lost, successor_steps
from chizai.simulate.resolve_terms import licensee_of, obsolescence_of
from chizai.units.rate import PPM


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """What an event of the model is."""

    kind: EventKind
    of: str
    """What it happens to: a licensee's name, a right's or a licence's id."""
    number: int = 1
    """Which of several alike, such as the second competitor."""

    @property
    def id(self) -> str:
        """Name its random numbers."""
        return f"{self.kind}:{self.of}:{self.number}"

    def __str__(self) -> str:
        """Say what comes, such as `default of Maker`."""
        return f"{self.kind} of {self.of}" + (f" ({self.number})" if self.number > 1 else "")


@dataclass(slots=True)
class Events:
    """The events that have been described so far, numbered in the order in which they came."""

    named: list[NamedEvent] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def add(self, named: NamedEvent, has_come: Table, market_weight_ppm: int = 0) -> int:
        """Add an event; give its number.

        Args:
            named: what it is.
            has_come: its probability by each payment period.
            market_weight_ppm: its correlation with the market.
        """
        self.named.append(named)
        self.events.append(Event(id=named.id, has_come=has_come, market_loading=market_weight_ppm / PPM))
        return len(self.events) - 1


def add_defaults(events: Events, ground: Ground, terms: JointTerms, licence_ids: Collection[str]) -> dict[str, int]:
    """Add the default of each licensee that is described; give their numbers by licensee.

    A default is felt in the first payment that it comes before: a licensee pays nothing once it has defaulted, whatever
    was used.
    """
    numbers = {}
    for risk in terms.licensees:
        its = [each.id for each in ground.pool.licences if each.licensee == risk.licensee and each.id in licence_ids]
        if its:
            named = NamedEvent(EventKind.DEFAULT, risk.licensee)
            table = has_defaulted(licensee_of(risk), ground.receipt_years(its))
            numbers[risk.licensee] = events.add(named, table, risk.market_weight_ppm)
    return numbers


def add_ends(events: Events, ground: Ground, terms: JointTerms, licence_ids: Collection[str]) -> dict[str, int]:
    """Add the end of each right that is observed or carries a licence that may lose all; give their numbers by right.

    An expiry is in the table from the first payment on whose use begins after it: the forecast itself has cut the
    payment in which it falls.
    """
    risks = {risk.right: risk for risk in terms.rights}
    wanted = dict.fromkeys(row.of for row in terms.observed if row.event is EventKind.END and row.of is not None)
    for licence_id in licence_ids:
        right_ids = ground.pool.licence(licence_id).right_ids
        tables = [_end_table(ground, right_id, risks.get(right_id), {licence_id}) for right_id in right_ids]
        earns_until = max(period for period, amount in enumerate(ground.expected_minor(licence_id)) if amount)
        if all(table[earns_until] for table in tables):
            wanted.update(dict.fromkeys(right_ids))
    numbers = {}
    for right_id in wanted:
        risk, its = risks.get(right_id), set(_carried_by(ground, right_id, licence_ids)) or licence_ids
        weight_ppm = 0 if risk is None else risk.market_weight_ppm
        table = _end_table(ground, right_id, risk, its)
        numbers[right_id] = events.add(NamedEvent(EventKind.END, right_id), table, weight_ppm)
    return numbers


def _end_table(ground: Ground, right_id: str, risk: RightRisk | None, licence_ids: Collection[str]) -> Table:
    """Give the probability that a right has ended, by invalidation, revocation, lapse or expiry."""
    years = ground.use_years(licence_ids)
    right = ground.pool.right(right_id)
    lost = never(years) if risk is None else first_of(*ends_of(risk, right, ground.start_on, years))
    expiry = ground.years_until(expires_on(right))
    begun = (0.0, *years[:-1])
    return tuple(1.0 if begin >= expiry else share for begin, share in zip(begun, lost, strict=True))


def add_infringements(
    events: Events, ground: Ground, terms: JointTerms, licence_ids: Collection[str]
) -> dict[str, int]:
    """Add the infringement of each right that may be infringed; give their numbers by right."""
    numbers = {}
    for risk in terms.rights:
        its = set(_carried_by(ground, risk.right, licence_ids))
        if risk.infringement_ppm_annual and its:
            table = constant(risk.infringement_ppm_annual / PPM, ground.use_years(its))
            named = NamedEvent(EventKind.INFRINGEMENT, risk.right)
            numbers[risk.right] = events.add(named, table, risk.market_weight_ppm)
    return numbers


def _carried_by(ground: Ground, right_id: str, licence_ids: Collection[str]) -> Iterator[str]:
    return (
        licence.id for licence in ground.pool.licences if right_id in licence.right_ids and licence.id in licence_ids
    )


def add_obsolescence(events: Events, ground: Ground, risk: Obsolescence, licence_id: str) -> int:
    """Add the day on which a licence's use begins to fade; give its number."""
    table = has_come(obsolescence_of(risk), ground.use_years({licence_id}))
    return events.add(NamedEvent(EventKind.OBSOLESCENCE, licence_id), table)


def add_entries(events: Events, ground: Ground, risk: Competition, licence_id: str) -> list[int]:
    """Add the entry of each competitor of a licence; give their numbers."""
    [closed_years] = years_from(ground.start_on, [risk.from_on or ground.start_on])
    entrant = Entrant(
        hazard_annual=risk.hazard_ppm_annual / PPM,
        part_taken=risk.share_lost_ppm / PPM,
        not_before_years=closed_years,
    )
    table = has_entered(entrant, ground.use_years({licence_id}))
    named = (NamedEvent(EventKind.ENTRY, licence_id, number) for number in range(1, risk.entrants + 1))
    return [events.add(each, table) for each in named]


def add_loss_of_exclusivity(events: Events, ground: Ground, terms: JointTerms, licence_id: str) -> list[Interruption]:
    """Add the day on which others may sell what a licence is about, as their entry; give what it takes, step by step.

    Nothing where exclusivity is not described, or has been lost by the start: the forecast has seen it then.
    """
    own = terms.licence(licence_id)
    risk = own.exclusivity
    if risk is None or risk.lost_on <= ground.start_on:
        return []
    years = ground.use_years({licence_id})
    number = 1 if own.competition is None else own.competition.entrants + 1
    event = events.add(NamedEvent(EventKind.ENTRY, licence_id, number), has_been_lost(risk, ground.start_on, years))
    return erosion_steps(risk, event, len(years), ground.period_years)


def add_successor(events: Events, ground: Ground, risk: SuccessorRisk, licence_id: str) -> list[Interruption]:
    """Add the launch of a product that replaces a licence's; give what it takes, step by step."""
    years = ground.use_years({licence_id})
    event = events.add(NamedEvent(EventKind.SUCCESSOR, licence_id), constant(risk.hazard_ppm_annual / PPM, years))
    return successor_steps(risk, event, len(years), ground.period_years)


def add_failure(events: Events, ground: Ground, terms: JointTerms, licence_id: str) -> int | None:
    """Add the failure of a licence's plan or development; give its number, or none where neither may fail.

    The probability of a plan's failure by a payment is one less what is expected of what comes if the plan comes true,
    so that the mean of all futures is the forecast; where the plan's own probability rises again, a plan that failed
    stays so.
    """
    risk = terms.licence(licence_id)
    if risk.launch is not None:
        table = has_failed(development_of(risk.launch), ground.use_years({licence_id}))
        return events.add(NamedEvent(EventKind.FAILURE, licence_id), table)
    if not risk.plan_fails:
        return None
    failed: list[float] = []
    planned = ground.expected_minor(licence_id, ground.if_true)
    for expected_minor, planned_minor in zip(ground.expected_minor(licence_id), planned, strict=True):
        share = 1.0 - expected_minor / planned_minor if planned_minor else 0.0
        failed.append(max([share, *failed[-1:]]))
    return events.add(NamedEvent(EventKind.FAILURE, licence_id), tuple(failed))
