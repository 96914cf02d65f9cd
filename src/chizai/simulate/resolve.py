"""From a description to what joint futures are drawn from: `JointTerms` and a pool become a `JointModel`."""

import math
from dataclasses import dataclass

from chizai.assets.licences import Licence
from chizai.forecast.joint_launch import ExpectedLaunch
from chizai.forecast.joint_terms import DEGREES, Centre, Copula, JointTerms, LevelTerms, LicenceRisk
from chizai.forecast.processes import infringement, licensee
from chizai.forecast.processes.course import Course
from chizai.forecast.processes.events import years_from
from chizai.forecast.processes.obsolescence import keep_by_period
from chizai.forecast.processes.popularity import Popularity, Transitions, transitions
from chizai.simulate.ground import Ground
from chizai.simulate.model import Currency, Driver, Fade, Interruption, JointModel, LicenceModel, Rate
from chizai.simulate.resolve_events import (
    Events,
    NamedEvent,
    add_defaults,
    add_ends,
    add_entries,
    add_failure,
    add_infringements,
    add_loss_of_exclusivity,
    add_obsolescence,
    add_successor,
)
from chizai.simulate.resolve_launch import launch_time_deviation, launched_minor
from chizai.simulate.resolve_terms import infringement_of, licensee_of, obsolescence_of
from chizai.simulate.sound import EXPECTED_MAX, RECOVERY_MAX
from chizai.units.rate import PPM
from chizai.units.schedule import add_months


@dataclass(frozen=True, slots=True)
class Resolved:
    """A description, resolved."""

    model: JointModel
    """Its periods are the payment dates after the start."""
    events: tuple[NamedEvent, ...]
    """What the model's events are, in its order."""
    rates: tuple[tuple[str, str], ...] = ()
    """What the model's rates are, in its order: the id of the observation, and the currency."""


@dataclass(frozen=True, slots=True)
class _Touched:
    """Numbers of the events that touch several licences."""

    defaults: dict[str, int]
    """By licensee."""
    ends: dict[str, int]
    """By right."""
    infringements: dict[str, int]
    """By right."""


def resolve(ground: Ground, terms: JointTerms) -> Resolved:
    """Turn a description into the numbers by licence, event and period that are drawn from.

    A licence without forecast receipts after the start is left out. A hazard's probability is taken at the end of the
    use that a payment is for (`Ground.use_years`), a default's on the day of the receipt.

    Args:
        ground: what is known and expected; at least one payment date after the start.
        terms: in which `joint_check.check_joint` finds nothing wrong.
    """
    licence_ids = [licence.id for licence in ground.pool.licences if any(ground.expected_minor(licence.id))]
    events = Events()
    touched = _Touched(
        add_defaults(events, ground, terms, licence_ids),
        add_ends(events, ground, terms, licence_ids),
        add_infringements(events, ground, terms, licence_ids),
    )
    licences = tuple(_licence(ground, terms, licence_id, events, touched) for licence_id in licence_ids)
    model = JointModel(
        n_periods=len(ground.dates),
        sectors=tuple(Driver(id=f"sector:{name}") for name in terms.sectors),
        currencies=_currencies(ground, terms),
        events=tuple(events.events),
        rates=_rates(ground, terms),
        licences=licences,
        n_streams=len(ground.streams),
        certain_minor=ground.certain_minor(),
        most_minor=tuple(stream.most_minor for stream in ground.streams),
        degrees=None if terms.copula is Copula.GAUSSIAN else terms.degrees or DEGREES,
    )
    return Resolved(model, tuple(events.named), terms.drawn_rates)


def _currencies(ground: Ground, terms: JointTerms) -> tuple[Currency, ...]:
    return tuple(
        Currency(
            id=f"currency:{risk.currency}",
            volatility_by_period=transitions(
                Popularity(volatility_annual=risk.volatility_ppm_annual / PPM, reversion_annual=0.0),
                years_from(ground.start_on, ground.dates),
            ).spread,
            market_weight=risk.market_weight_ppm / PPM,
        )
        for risk in terms.currencies
    )


def _rates(ground: Ground, terms: JointTerms) -> tuple[Rate, ...]:
    """Give the observed rates that are drawn, in the order of the description."""
    rates = {each.observation: each for each in ground.rates}
    return tuple(
        Rate(
            currency=terms.number_of(currency),
            forecast_ppm=rates[observation].forecast_ppm[ground.n_past :],
            most_ppm=rates[observation].most_ppm,
        )
        for observation, currency in terms.drawn_rates
    )


def _licence(ground: Ground, terms: JointTerms, licence_id: str, events: Events, touched: _Touched) -> LicenceModel:
    licence, risk, level = ground.pool.licence(licence_id), terms.licence(licence_id), terms.level(licence_id)
    years, drift_annual = years_from(ground.start_on, ground.dates), level.drift_deviation_ppm_annual / PPM
    popularity = Popularity(
        volatility_annual=level.volatility_ppm_annual / PPM, reversion_annual=level.reversion_ppm_annual / PPM
    )
    moves, drift = transitions(popularity, years), tuple(drift_annual * age for age in years) if drift_annual else ()
    forecast_minor = ground.expected_minor(licence_id, ground.if_true if risk.plan_fails else None)
    if risk.launch is not None:
        forecast_minor = launched_minor(forecast_minor, risk.launch, ground.use_years({licence_id}))
    return LicenceModel(
        id=licence_id,
        stream=ground.stream_of(licence_id),
        expected_minor=_means_minor(forecast_minor, level, moves, drift),
        keep=moves.keep,
        spread=moves.spread,
        market_weight=level.market_weight_ppm / PPM,
        sector_weight=risk.sector_weight_ppm / PPM,
        sector=None if risk.sector is None else terms.sectors.index(risk.sector),
        level_deviation=level.level_deviation_ppm / PPM,
        drift_deviation=_with_launch_time(ground, risk, drift),
        currency=None if risk.currency is None else terms.number_of(risk.currency),
        interruptions=_interruptions(ground, terms, licence, events, touched),
        fades=_fades(ground, terms, licence_id, events),
        under_reported=risk.under_reported_ppm / PPM,
        audit_recovery=risk.audit_recovery_ppm / PPM,
        audits=_audits(ground, risk),
    )


def _with_launch_time(ground: Ground, risk: LicenceRisk, drift: tuple[float, ...]) -> tuple[float, ...]:
    """Add to how unsure the drift is how unsure the time of an expected launch is; one normal stands for both."""
    if not isinstance(risk.launch, ExpectedLaunch):
        return drift
    times = launch_time_deviation(risk.launch, ground.use_years({risk.licence}))
    drifts = drift or (0.0,) * len(times)
    return tuple(math.copysign(math.hypot(time, own), time) for time, own in zip(times, drifts, strict=True))


def _means_minor(
    forecast_minor: tuple[int, ...], level: LevelTerms, moves: Transitions, drift: tuple[float, ...]
) -> tuple[int, ...]:
    """Give the mean of each period: a log-normal's is `exp(v / 2)` times its median, v the logarithm's variance."""
    if level.forecast_is is Centre.MEAN:
        return forecast_minor
    fixed = (level.level_deviation_ppm / PPM) ** 2
    drifts = drift or (0.0,) * len(forecast_minor)
    logs = ((walk + fixed + each**2) / 2 for walk, each in zip(moves.variance, drifts, strict=True))
    means = (int(median * math.exp(log)) for median, log in zip(forecast_minor, logs, strict=True))
    return tuple(min(mean, EXPECTED_MAX - 1) for mean in means)


def _interruptions(
    ground: Ground, terms: JointTerms, licence: Licence, events: Events, touched: _Touched
) -> tuple[Interruption, ...]:
    """Give all that stops or cuts a licence's royalties."""
    years = ground.period_years
    found = [
        _interruption(touched.defaults[licence.licensee], licensee.course_of(licensee_of(risk), years))
        for risk in terms.licensees
        if risk.licensee == licence.licensee
    ]
    if licence.right_ids and all(right_id in touched.ends for right_id in licence.right_ids):
        ends = tuple(touched.ends[right_id] for right_id in licence.right_ids)
        found.append(Interruption(events=ends, with_last=True))
    found += [
        _interruption(touched.infringements[right.right], infringement.course_of(infringement_of(right), years))
        for right in terms.rights
        if right.right in licence.right_ids and right.right in touched.infringements
    ]
    competition = terms.licence(licence.id).competition
    if competition is not None:
        left = Course(after=1 - competition.share_lost_ppm / PPM)
        found += [_interruption(number, left) for number in add_entries(events, ground, competition, licence.id)]
    found += add_loss_of_exclusivity(events, ground, terms, licence.id)
    successor = terms.licence(licence.id).successor
    found += [] if successor is None else add_successor(events, ground, successor, licence.id)
    failure = add_failure(events, ground, terms, licence.id)
    return (*found, *(() if failure is None else (Interruption(events=(failure,)),)))


def _interruption(event: int, course: Course) -> Interruption:
    """Let royalties run a course once an event has come."""
    return Interruption(
        events=(event,),
        during=course.during,
        gap_periods=course.gap_periods,
        after=course.after,
        recovery=min(course.recovery, RECOVERY_MAX),
        recovery_periods=course.recovery_periods,
    )


def _fades(ground: Ground, terms: JointTerms, licence_id: str, events: Events) -> tuple[Fade, ...]:
    risk = terms.licence(licence_id).obsolescence
    if risk is None:
        return ()
    number = add_obsolescence(events, ground, risk, licence_id)
    return (Fade(event=number, keep=keep_by_period(obsolescence_of(risk), ground.period_years)),)


def _audits(ground: Ground, risk: LicenceRisk) -> tuple[int, ...]:
    """Give the periods in which an audit pays: those with the first payment date on or after each of its days."""
    if risk.audit_months is None:
        return ()
    paid, number = [], 1
    while (due_on := add_months(ground.start_on, risk.audit_months * number)) <= ground.dates[-1]:
        paid.append(next(period for period, day in enumerate(ground.dates) if day >= due_on))
        number += 1
    return tuple(dict.fromkeys(paid))
