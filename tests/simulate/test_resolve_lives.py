"""Ends of rights, losses of exclusivity and launches in joint futures, against the closed forms of their processes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from chizai.assets.licences import Licence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent
from chizai.forecast.joint_life_terms import (
    ExclusivityRisk,
    LaunchRisk,
    LaunchStage,
    OppositionRisk,
    RenewalRisk,
    SuccessorRisk,
)
from chizai.forecast.joint_terms import Competition, EventKind, JointTerms, LicenceRisk, RightRisk
from chizai.forecast.processes import challenge, launch, opposition
from chizai.forecast.processes.bass import Bass, adopted
from chizai.forecast.processes.events import by_period, constant, first_of
from chizai.forecast.processes.exclusivity import Erosion, expected_part, part_by_period
from chizai.forecast.processes.generations import average_kept
from chizai.forecast.processes.renewal import Renewal, renewal_of_value, will_have_lapsed
from chizai.forecast.receipts import Receipt, collect
from chizai.simulate.ask import Rows
from chizai.simulate.ground import Ground, StreamTerms
from chizai.simulate.kernel import compile_joint
from chizai.simulate.resolve import Resolved, resolve
from chizai.units.explain import Explained

START_ON = date(2025, 12, 31)
DATES = [date(year, month, day) for year in range(2026, 2032) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))]
YEARS = [(day - START_ON).days / 365 for day in DATES]
N_PATHS = 40_000
EACH_MINOR = 1_000_000
CASH = Explained("cash", "1,000,000")
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=(OwnerShare("Owner", 1_000_000),),
    number="1",
    filed_on=date(2015, 4, 1),
    registered_on=date(2018, 4, 1),
    claims=8,
)


def ground(patent: Patent = PATENT, dates: Sequence[date] = DATES) -> Ground:
    licence = Licence(id="L1", licensee="Maker", right_ids=("P1",), currency="JPY", starts_on=date(2024, 1, 1))
    paid = [Receipt(day, "L1", EACH_MINOR, is_actual=False, origin=CASH) for day in dates]
    return Ground(
        pool=Pool((patent,), (), (licence,), ()),
        collections=collect(paid, START_ON, dates),
        payment_dates=dates,
        start_on=START_ON,
        streams=(StreamTerms(licences=(), most_minor=10**12),),
    )


def right(**risks: Any) -> JointTerms:
    return JointTerms(rights=(RightRisk(right="P1", **risks),))


def licence(**risks: Any) -> JointTerms:
    return JointTerms(licences=(LicenceRisk(licence="L1", **risks),))


def drawn(found: Resolved, n_paths: int = N_PATHS) -> NDArray[np.int64]:
    rows: NDArray[np.int64] = np.empty((found.model.n_periods, n_paths), np.int64)
    compile_joint(found.model, Rows()).draw(5, 0, n_paths, rows[None])
    return rows


def assert_mean(found: Resolved, expected: Sequence[float]) -> None:
    cash = drawn(found) / EACH_MINOR
    error = np.maximum(cash.std(axis=1) / np.sqrt(N_PATHS), 1e-6)
    assert np.all(abs(cash.mean(axis=1) - np.array(expected)) <= 4 * error + 2e-6)


def test_a_right_ends_with_the_first_of_challenge_opposition_and_renewal() -> None:
    gazette_on = date(2025, 10, 1)
    terms = right(
        challenge_ppm_annual=40_000,
        decision_months=12,
        invalid_ppm=500_000,
        opposition=OppositionRisk(gazette_on=gazette_on, opposed_ppm=300_000, revoked_ppm=400_000, decision_months=6),
        renewal=RenewalRisk(value_minor_annual=200_000, deviation_ppm=1_500_000, value_decline_ppm_annual=150_000),
    )
    found = resolve(ground(), terms)
    age = (START_ON - date(2018, 4, 1)).days / 365
    worth = Renewal(log_value=0.0, log_deviation=1.5, decay_annual=0.15, n_claims=8)
    opposed = opposition.Opposition(opposed_chance=0.3, revoked_chance=0.4, delay_years=0.5)
    requested = challenge.Challenge(hazard_annual=0.04, invalid_chance=0.5, delay_years=1.0)
    expected = first_of(
        challenge.has_fallen(requested, YEARS),
        opposition.has_fallen(opposed, (START_ON - gazette_on).days / 365, YEARS),
        will_have_lapsed(renewal_of_value(200_000, age, worth), age, YEARS),
    )
    [event] = found.model.events
    assert event.has_come == pytest.approx(expected)
    assert expected[-1] > 0.3
    assert_mean(found, [1 - share for share in expected])


def test_a_lapse_at_a_rate_is_the_first_of_it_and_an_opposition() -> None:
    risk = OppositionRisk(gazette_on=START_ON, opposed_ppm=500_000)
    found = resolve(ground(), right(lapse_ppm_annual=60_000, opposition=risk))
    opposed = opposition.Opposition(opposed_chance=0.5, revoked_chance=0.1, delay_years=0.75)
    expected = first_of(constant(0.06, YEARS), opposition.has_fallen(opposed, 0.0, YEARS))
    assert found.model.events[0].has_come == pytest.approx(expected)


def test_past_its_window_no_opposition_comes_and_past_all_fees_no_lapse() -> None:
    late = OppositionRisk(gazette_on=date(2025, 6, 1), opposed_ppm=1_000_000, revoked_ppm=1_000_000)
    assert resolve(ground(), right(opposition=late)).model.events == ()
    extended = replace(PATENT, filed_on=date(2012, 1, 1), registered_on=date(2000, 12, 1))
    found = resolve(ground(extended), right(renewal=RenewalRisk(value_minor_annual=1)))
    assert found.model.events == ()


def test_a_right_whose_worth_lies_far_below_its_fee_has_as_good_as_lapsed() -> None:
    worthless = RenewalRisk(value_minor_annual=1, deviation_ppm=10_000)
    [event] = resolve(ground(), right(renewal=worthless)).model.events
    assert set(event.has_come) == {1.0}


@pytest.mark.parametrize(("speed_ppm", "left_ppm"), [(1_500_000, 100_000), (6_000_000, 0), (50_000_000, 20_000)])
def test_exclusivity_that_is_lost_on_a_day_erodes_along_its_curve(speed_ppm: int, left_ppm: int) -> None:
    # equal periods, and a loss as one of them begins
    dates = [date(2025, 12, 31).replace(year=2026 + number) for number in range(6)]
    risk = ExclusivityRisk(lost_on=date(2028, 1, 1), left_ppm=left_ppm, speed_ppm_annual=speed_ppm)
    found = resolve(ground(dates=dates), licence(exclusivity=risk))
    [event] = found.model.events
    assert event.has_come == (0.0, 0.0, 1.0, 1.0, 1.0, 1.0)
    assert [(named.kind, named.number) for named in found.events] == [(EventKind.ENTRY, 1)]
    erosion = Erosion(left_part=left_ppm / 10**6, speed_annual=speed_ppm / 10**6)
    years = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    expected = part_by_period(erosion, 2.0, years)
    # where 1 % of what goes is left, the curve is taken to have come to its end
    assert (drawn(found, 3) / EACH_MINOR)[:, 0].tolist() == pytest.approx(expected, abs=0.01)
    assert len({tuple(row) for row in drawn(found, 3).T.tolist()}) == 1


def test_a_loss_that_may_come_early_has_the_mean_of_its_closed_form() -> None:
    risk = ExclusivityRisk(
        lost_on=date(2030, 1, 1), left_ppm=100_000, speed_ppm_annual=8_000_000, early_ppm_annual=150_000
    )
    found = resolve(ground(), licence(exclusivity=risk))
    [event] = found.model.events
    table = [1.0 if day > date(2030, 1, 1) else 0.0 for day in DATES]
    assert event.has_come == pytest.approx(first_of(constant(0.15, YEARS), tuple(table)))
    expected = expected_part(Erosion(left_part=0.1, speed_annual=8.0), event.has_come, YEARS[-1] / len(YEARS))
    cash = drawn(found) / EACH_MINOR
    error = cash.std(axis=1) / np.sqrt(N_PATHS)
    # 1 % of what goes is not waited for
    assert np.all(abs(cash.mean(axis=1) - np.array(expected)) <= 4 * error + 0.01)


def test_a_slow_erosion_is_cut_into_a_dozen_steps_that_never_rise() -> None:
    risk = ExclusivityRisk(lost_on=date(2026, 1, 1), left_ppm=0, speed_ppm_annual=100_000)
    [model] = resolve(ground(), licence(exclusivity=risk)).model.licences
    assert len(model.interruptions) == 13
    assert all(0 <= each.after <= 1 and each.during == 1 for each in model.interruptions)
    assert [each.gap_periods for each in model.interruptions] == list(range(0, 25, 2))


def test_exclusivity_that_is_over_takes_nothing_that_the_forecast_has_not_seen() -> None:
    risk = ExclusivityRisk(lost_on=START_ON, left_ppm=0, speed_ppm_annual=1_000_000)
    found = resolve(ground(), licence(exclusivity=risk))
    assert (found.model.events, found.model.licences[0].interruptions) == ((), ())


def test_a_loss_of_exclusivity_is_told_after_the_competitors_of_a_licence() -> None:
    rivals = Competition(hazard_ppm_annual=50_000, share_lost_ppm=100_000, entrants=2)
    alone = ExclusivityRisk(lost_on=date(2028, 1, 1), left_ppm=0, speed_ppm_annual=1_000_000)
    found = resolve(ground(), licence(competition=rivals, exclusivity=alone))
    assert [(named.kind, named.number) for named in found.events] == [(EventKind.ENTRY, n) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("risk", "development"),
    [
        (LaunchRisk(stage="phase 3", spread_months=12), launch.from_stage("phase 3", scale_years=1.0)),
        (
            LaunchRisk(
                stages=(
                    LaunchStage(success_ppm=700_000, lasts_months=12),
                    LaunchStage(success_ppm=900_000, lasts_months=18),
                )
            ),
            launch.Development(stages=(launch.Stage("1", 0.7, 1.0), launch.Stage("2", 0.9, 1.5)), scale_years=0.5),
        ),
    ],
)
def test_a_product_under_development_brings_what_has_been_launched(
    risk: LaunchRisk, development: launch.Development
) -> None:
    found = resolve(ground(), licence(launch=risk))
    [event] = found.model.events
    assert event.has_come == pytest.approx(launch.has_failed(development, YEARS))
    assert [named.kind for named in found.events] == [EventKind.FAILURE]
    assert_mean(found, launch.has_launched(development, YEARS))


def test_a_successor_takes_users_as_bass_has_it_from_a_day_that_is_drawn() -> None:
    risk = SuccessorRisk(hazard_ppm_annual=200_000, innovation_ppm_annual=400_000, imitation_ppm_annual=2_000_000)
    found = resolve(ground(), licence(successor=risk))
    assert [named.kind for named in found.events] == [EventKind.SUCCESSOR]
    bass = Bass(market=1.0, innovation=0.4, imitation=2.0)
    comes, quarter = by_period(constant(0.2, YEARS)), YEARS[-1] / len(YEARS)
    kept = [average_kept(bass, place * quarter, (place + 1) * quarter) for place in range(11)]
    curve = [*kept, *[0.0] * (len(YEARS) - 11)]
    assert kept[-1] < 0.02
    assert_mean(
        found,
        [
            1 - sum(comes[first] * (1 - curve[period - first]) for first in range(period + 1))
            for period in range(len(YEARS))
        ],
    )


def test_users_that_are_kept_are_the_mean_of_those_that_have_not_gone_over() -> None:
    for bass in (Bass(market=1.0, innovation=0.03, imitation=0.38), Bass(market=1.0, innovation=0.2, imitation=0.0)):
        times = np.linspace(1.0, 3.0, 2_001)
        left = 1 - np.array(adopted(bass, times.tolist()))
        assert average_kept(bass, 1.0, 3.0) == pytest.approx(np.trapezoid(left, times) / 2, rel=1e-6)
