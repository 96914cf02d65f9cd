"""What each class of a deal gains by a little more of each parameter of its joint futures."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from chizai.forecast.joint_terms import JointTerms, LicenceRisk
from chizai.forecast.processes.events import years_from
from chizai.metrics.deal_futures import resolved_on
from chizai.metrics.engine import engine_of
from chizai.metrics.joint_inputs import plain_source
from chizai.metrics.joint_task import JointTask
from chizai.metrics.paths import Estimate
from chizai.metrics.sensitivities import PATHS_A_BATCH, Changed, Kind, Sensitivity, Wanted, sensitivities
from chizai.metrics.simulation_terms import Moved
from chizai.simulate.kernel import compile_joint
from chizai.simulate.resolve_events import NamedEvent
from chizai.units.rate import PPM

STEPS = {
    Moved.LEVEL: 0.01,
    Moved.DRIFT: 0.01,
    Moved.YEAR: 0.01,
    Moved.VOLATILITY: 0.01,
    Moved.MARKET_WEIGHT: 0.1,
    Moved.HAZARD: 0.1,
}
"""What is shown is the gain by so much more: a hundredth of the cash, of growth a year and of volatility, a tenth of
correlation and of a hazard."""
MOVED_PPM = 1_000
"""By how much a number of a licence is moved, for which it is drawn again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSensitivity:
    """What every class gains by a step more of one parameter, to the first order."""

    kind: Moved
    of: str | NamedEvent
    """Id of the licence, or the event."""
    year: int | None
    """Number of the year from 1, for what a licence brings in one."""
    step: float
    """By how much more."""
    present_minor: tuple[Estimate, ...]
    """Gain of each class's mean present value; shape (n_classes,)."""
    lost_minor: tuple[Estimate, ...]
    """Gain of each class's mean loss of principal; shape (n_classes,)."""


def asked_sensitivities(
    task: JointTask, yields: list[tuple[str, float]], wanted: Collection[Moved], n_paths: int, n_threads: int
) -> tuple[AskedSensitivity, ...]:
    """Give the sensitivities of classes that are wanted.

    Args:
        task: the deal, without a t copula.
        yields: each class with the annual yield at which it is valued, at least one.
        wanted: the kinds.
        n_paths: raised to whole batches.
        n_threads: how many threads share the work; the result does not depend on it.
    """
    request, seed = task.request(yields), task.assumed.terms.seed
    dates = request.program.payment_dates[task.into.n_past :]
    years = years_from(task.assumed.start_on, dates)
    source = plain_source(compile_joint(task.found.model, task.into.rows), seed, task.into)
    asked = Wanted(
        model=task.found.model,
        years=years,
        periods_a_year=max(1, round(len(dates) / years[-1])),
        changed=tuple(_changed(task, wanted)),
        into=task.into,
    )
    whole = -(-n_paths // PATHS_A_BATCH) * PATHS_A_BATCH
    events = {named.id: named for named in task.found.events}
    found = sensitivities(engine_of(request, source), asked, seed, whole, n_threads)
    return tuple(_stepped(each, events) for each in found if _kind(each) in wanted)


def _kind(found: Sensitivity) -> Moved:
    return Moved(found.name if found.kind is Kind.CHANGED else found.kind.value)


def _stepped(found: Sensitivity, events: dict[str, NamedEvent]) -> AskedSensitivity:
    kind = _kind(found)
    step = STEPS[kind]

    def times(each: Estimate) -> Estimate:
        return Estimate(each.mean * step, None if each.standard_error is None else each.standard_error * step)

    return AskedSensitivity(
        kind=kind,
        of=events.get(found.of, found.of),
        year=int(found.name) + 1 if kind is Moved.YEAR else None,
        step=step,
        present_minor=tuple(map(times, found.present_minor)),
        lost_minor=tuple(map(times, found.lost_minor)),
    )


def _changed(task: JointTask, wanted: Collection[Moved]) -> Iterator[Changed]:
    """Yield each licence with a number moved, as it is drawn on then."""
    joint = task.assumed.joint
    if joint is None:
        return
    for licence in task.found.model.licences:
        level, risk = joint.terms.level(licence.id), joint.terms.licence(licence.id)
        # a correlation is moved towards 0, so that the squares of both still sum to 1 at most
        towards_ppm = -MOVED_PPM if level.market_weight_ppm > 0 else MOVED_PPM
        for kind, size_ppm, other in (
            (
                Moved.VOLATILITY,
                MOVED_PPM,
                replace(risk, volatility_ppm_annual=level.volatility_ppm_annual + MOVED_PPM),
            ),
            (
                Moved.MARKET_WEIGHT,
                towards_ppm,
                replace(risk, market_weight_ppm=level.market_weight_ppm + towards_ppm),
            ),
        ):
            if kind in wanted:
                found = resolved_on(task.assumed, replace(joint, terms=_with(joint.terms, other)))
                [drawn] = [each for each in found.model.licences if each.id == licence.id]
                yield Changed(name=kind.value, licence=drawn, size=size_ppm / PPM)


def _with(terms: JointTerms, risk: LicenceRisk) -> JointTerms:
    """Put a licence's row into a description."""
    others = tuple(each for each in terms.licences if each.licence != risk.licence)
    return replace(terms, licences=(*others, risk))
