"""Hundreds of sensitivities in one run are those of plain bumps, one by one."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from chizai.deal.program import COLLECTIONS_MAX_MINOR, Input, InputKind, Program
from chizai.metrics.engine import engine_of
from chizai.metrics.engine_joint import joint_source
from chizai.metrics.engine_request import Engine, Request
from chizai.metrics.importance import deviations_apart
from chizai.metrics.joint_inputs import only_streams
from chizai.metrics.sensitivities import PATHS_A_BATCH, Changed, Kind, Sensitivity, Wanted, alone, sensitivities
from chizai.metrics.sensitivity_check import plain_bump
from chizai.metrics.sensitivity_scores import hazard_scores, mean_shocks
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Event, Fade, JointModel, LicenceModel
from chizai.simulate.reference import draw_reference

N_PATHS = 2**13
YEARS = tuple((period + 1) / 4 for period in range(40))


def livelier(licence: LicenceModel, part: float) -> LicenceModel:
    return replace(licence, spread=tuple(each * (1 + part) for each in licence.spread))


@pytest.fixture(scope="module")
def engine(reference: Program, few_licences: JointModel, in_brief: Request) -> Engine:
    return engine_of(in_brief, joint_source(compile_joint(few_licences, Rows()), 1, reference))


@pytest.fixture(scope="module")
def wanted(few_licences: JointModel) -> Wanted:
    changed = (Changed(name="volatility", licence=livelier(few_licences.licences[3], 0.02), size=0.02),)
    return Wanted(model=few_licences, years=YEARS, periods_a_year=4, changed=changed)


@pytest.fixture(scope="module")
def found(engine: Engine, wanted: Wanted) -> tuple[Sensitivity, ...]:
    return sensitivities(engine, wanted, 5, N_PATHS, 2)


def one(found: tuple[Sensitivity, ...], kind: Kind, of: str, name: str = "") -> Sensitivity:
    [only] = [each for each in found if (each.kind, each.of, each.name) == (kind, of, name)]
    return only


def with_licence(model: JointModel, licence: LicenceModel) -> JointModel:
    return replace(model, licences=tuple(licence if each.id == licence.id else each for each in model.licences))


def test_every_licence_year_change_and_hazard_has_its_own(found: tuple[Sensitivity, ...]) -> None:
    names = [(each.kind, each.of, each.name) for each in found]
    assert len(set(names)) == len(names) == 4 + 4 + 4 * 10 + 1 + 3


def test_levels_drifts_years_and_changes_are_those_of_plain_bumps(
    engine: Engine, few_licences: JointModel, found: tuple[Sensitivity, ...]
) -> None:
    licence = few_licences.licences[3]

    def scaled(part: float, by_year: float, periods: range = range(40)) -> JointModel:
        amounts = [
            round(amount * (1 + part) * (1 + by_year * years)) if number in periods else amount
            for number, (amount, years) in enumerate(zip(licence.expected_minor, YEARS, strict=True))
        ]
        return with_licence(few_licences, replace(licence, expected_minor=tuple(amounts)))

    volatile = [with_licence(few_licences, livelier(licence, part)) for part in (-0.1, 0.1)]
    for kind, name, models, size in (
        (Kind.LEVEL, "", (scaled(-0.05, 0), scaled(0.05, 0)), 0.1),
        (Kind.DRIFT, "", (scaled(0, -0.005), scaled(0, 0.005)), 0.01),
        (Kind.YEAR, "7", (scaled(-0.1, 0, range(28, 32)), scaled(0.1, 0, range(28, 32))), 0.2),
        (Kind.CHANGED, "volatility", (volatile[0], volatile[1]), 0.2),
    ):
        plain = plain_bump(engine, models, size, 6, N_PATHS)
        ours = one(found, kind, "licence-3", name).present_minor
        for mine, yours in zip(ours, plain, strict=True):
            assert deviations_apart(mine, yours) < 4.5, (kind, mine, yours)
        assert plain[2].standard_error is not None
        assert abs(plain[2].mean) > 2 * plain[2].standard_error


def test_hazards_are_those_of_plain_bumps_whether_loaded_on_the_market_or_not(
    engine: Engine, few_licences: JointModel, found: tuple[Sensitivity, ...]
) -> None:
    for number in (0, 2):
        event = few_licences.events[number]

        def likelier(part: float, event: Event = event) -> JointModel:
            moved = replace(event, has_come=tuple(1 - (1 - each) ** (1 + part) for each in event.has_come))
            return replace(few_licences, events=tuple(moved if e.id == event.id else e for e in few_licences.events))

        plain = plain_bump(engine, (likelier(-0.2), likelier(0.2)), 0.4, 6, N_PATHS)
        ours = one(found, Kind.HAZARD, event.id)
        for mine, yours in zip(ours.present_minor, plain, strict=True):
            assert deviations_apart(mine, yours) < 4.5, event.id
        assert ours.present_minor[2].mean < 0 < ours.lost_minor[1].mean


def test_years_add_up_to_the_level_and_losses_fall_with_it(found: tuple[Sensitivity, ...]) -> None:
    level = one(found, Kind.LEVEL, "licence-1")
    years = [one(found, Kind.YEAR, "licence-1", str(year)) for year in range(10)]
    for place in range(3):
        total = sum(each.present_minor[place].mean for each in years)
        assert total == pytest.approx(level.present_minor[place].mean, rel=1e-9)
    assert level.lost_minor[0].mean < 0
    assert level.lost_minor[2].mean == 0


def test_the_threads_change_nothing(engine: Engine, wanted: Wanted, found: tuple[Sensitivity, ...]) -> None:
    assert sensitivities(engine, wanted, 5, N_PATHS, 1) == found


def test_two_streams_have_their_own_responses(
    reference: Program, few_licences: JointModel, in_brief: Request, engine: Engine, found: tuple[Sensitivity, ...]
) -> None:
    # a second stream that no step collects is worth nothing to anybody; a rate stands between the two
    rate, other = Input(InputKind.RATE, "rate", 10**6), Input(InputKind.COLLECTIONS, "other", COLLECTIONS_MAX_MINOR)
    program = replace(reference, inputs=(*reference.inputs, rate, other))
    idle = replace(few_licences.licences[3], id="idle", stream=1)
    model = replace(
        few_licences,
        licences=(*few_licences.licences, idle),
        n_streams=2,
        certain_minor=(*few_licences.certain_minor, (0,) * 40),
    )
    request = replace(in_brief, program=program)
    source = joint_source(compile_joint(model, Rows()), 1, program, [(0,) * 40])
    both = engine_of(request, source)
    wanted = Wanted(model=model, years=YEARS, periods_a_year=4, into=only_streams(program, ((0,) * 40,)))
    made = sensitivities(both, wanted, 5, 2 * PATHS_A_BATCH)
    plain = Wanted(model=few_licences, years=YEARS, periods_a_year=4)
    alike = sensitivities(engine, plain, 5, 2 * PATHS_A_BATCH)
    assert one(made, Kind.LEVEL, "licence-2").present_minor == one(alike, Kind.LEVEL, "licence-2").present_minor
    assert {each.mean for each in one(made, Kind.LEVEL, "idle").present_minor} == {0.0}
    assert len(found) > len(alike)


def test_a_licence_alone_draws_what_it_draws_among_others(few_licences: JointModel) -> None:
    fading = replace(few_licences.licences[2], fades=(Fade(event=1, keep=0.9),))
    model = with_licence(few_licences, fading)
    among, own = np.empty((5, 40, 64), np.int64), np.empty((1, 40, 64), np.int64)
    compile_joint(model, Rows(licences=True)).draw(8, 0, 64, among)
    compile_joint(alone(model, fading), Rows()).draw(8, 0, 64, own)
    assert (among[3] == own[0]).all()


def test_mean_shocks_are_those_that_the_kernel_draws(few_licences: JointModel) -> None:
    for n_periods in (40, 39):
        cut = replace(
            few_licences,
            n_periods=n_periods,
            events=tuple(replace(e, has_come=e.has_come[:n_periods]) for e in few_licences.events),
            licences=tuple(
                replace(
                    e, expected_minor=e.expected_minor[:n_periods], keep=e.keep[:n_periods], spread=e.spread[:n_periods]
                )
                for e in few_licences.licences
            ),
            certain_minor=(),
        )
        market = draw_reference(cut, Rows(), 3, (10, 74)).market
        assert mean_shocks(cut, 3, 10, 64) == pytest.approx(market.sum(axis=0) / n_periods**0.5, abs=1e-12)


@pytest.mark.parametrize("loading", [0.0, 0.4, -0.7])
def test_scores_are_the_slopes_of_the_logarithm_of_the_law(loading: float) -> None:
    event = Event(id="e", has_come=(0.0, 0.1, 0.1, 0.4, 1.0), market_loading=loading)
    periods, shocks = np.array([1, 3, 4]), np.array([-0.5, 0.2, 1.0])

    def log_chances(part: float) -> NDArray[np.float64]:
        come = np.concatenate(([0.0], 1 - (1 - np.array(event.has_come)) ** (1 + part), [1.0]))
        up_to = ndtr((ndtri(come)[:, None] - loading * shocks) / np.sqrt(1 - loading**2))
        logs: NDArray[np.float64] = np.log(np.diff(up_to, axis=0)[periods, range(3)])
        return logs

    slopes = (log_chances(1e-5) - log_chances(-1e-5)) / 2e-5
    assert hazard_scores(event, periods, shocks) == pytest.approx(slopes, rel=1e-4)


def test_what_cannot_be_moved_is_refused(engine: Engine, wanted: Wanted, few_licences: JointModel) -> None:
    for n_paths in (PATHS_A_BATCH, 1000):
        with pytest.raises(ValueError, match="whole batches"):
            sensitivities(engine, wanted, 5, n_paths)
        with pytest.raises(ValueError, match="whole batches"):
            plain_bump(engine, (few_licences, few_licences), 1.0, 5, n_paths)
    full = replace(engine, request=replace(engine.request, in_full=True))
    stranger = replace(few_licences.licences[0], id="stranger")
    for wrong_engine, wrong, message in (
        (full, wanted, "in brief"),
        (engine, replace(wanted, model=replace(few_licences, degrees=4)), "t copula"),
        (engine, replace(wanted, years=YEARS[:3]), "3 years and 40 dates"),
        (engine, replace(wanted, changed=(replace(wanted.changed[0], size=0.0),)), "no size"),
        (engine, replace(wanted, changed=(replace(wanted.changed[0], licence=stranger),)), "not there"),
    ):
        with pytest.raises(ValueError, match=message):
            sensitivities(wrong_engine, wrong, 5, N_PATHS)
