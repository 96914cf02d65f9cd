"""What the processes say in closed form is what the joint futures draw: one driver at a time."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from chizai.forecast.processes import (
    challenge,
    competition,
    exclusivity,
    infringement,
    launch,
    licensee,
    obsolescence,
    renewal,
)
from chizai.forecast.processes.copula import both_below
from chizai.forecast.processes.course import Course, expected_cash
from chizai.forecast.processes.currency import Exchange, volatility_by_period
from chizai.forecast.processes.events import Table, constant
from chizai.forecast.processes.popularity import Popularity, transitions
from chizai.forecast.processes.renewal_fit import fit_cohort
from chizai.forecast.processes.reporting import Reporting, paid
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Currency, Event, Fade, Interruption, JointModel, LicenceModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_PATHS = 40_000
PERIOD_YEARS = 0.25
QUARTERS = tuple(PERIOD_YEARS * quarter for quarter in range(1, 25))
EXPECTED = tuple(1_000_000 + 20_000 * quarter for quarter in range(24))
RIVALS = (
    competition.Entrant(hazard_annual=0.2, part_taken=0.3),
    competition.Entrant(hazard_annual=0.5, part_taken=0.1, not_before_years=2.0),
)
DEVELOPMENT = launch.Development(stages=(launch.Stage("proof", 0.4, 1.0), launch.Stage("approval", 0.8, 0.8)))
"""Short, so that most is decided within the periods."""


def one(**changes: Any) -> LicenceModel:
    """Give a licence that does not stray, unless a test says how."""
    terms: dict[str, Any] = {"expected_minor": EXPECTED, "keep": (1.0,) * 24, "spread": (0.0,) * 24}
    return LicenceModel(id="one", stream=0, **terms | changes)


def drawn(licence: LicenceModel, *tables: Table, currency: Currency | None = None) -> "NDArray[np.int64]":
    """Draw one licence; shape (n_periods, n_paths)."""
    events = tuple(Event(id=f"event {number}", has_come=table) for number, table in enumerate(tables))
    currencies = () if currency is None else (currency,)
    model = JointModel(n_periods=24, events=events, licences=(licence,), currencies=currencies)
    rows = np.empty((1, 24, N_PATHS), np.int64)
    compile_joint(model, Rows()).draw(7, 0, N_PATHS, rows)
    paths: NDArray[np.int64] = rows[0]
    return paths


def interruption(course: Course, event: int = 0) -> Interruption:
    return Interruption(
        events=(event,),
        during=course.during,
        gap_periods=course.gap_periods,
        after=course.after,
        recovery=course.recovery,
        recovery_periods=course.recovery_periods,
    )


def assert_mean(paths: "NDArray[np.int64]", closed: "tuple[float, ...] | NDArray[np.float64]") -> None:
    """Hold the mean of the paths to a closed form, up to a unit or two that are rounded down."""
    error = paths.std(axis=1) / math.sqrt(N_PATHS)
    assert (abs(paths.mean(axis=1) - np.asarray(closed)) <= 4 * error + 3.0).all()


def assert_course(course: Course, table: Table) -> None:
    licence = one(interruptions=(interruption(course),))
    assert_mean(drawn(licence, table), expected_cash(course, table, EXPECTED))


def test_a_licensees_default_recovery_and_replacement() -> None:
    weak = licensee.Licensee(default_hazard_annual=0.15, recovery=0.4, replacement_gap_years=0.75, replaced_part=0.6)
    assert_course(licensee.course_of(weak, PERIOD_YEARS), licensee.has_defaulted(weak, QUARTERS))


def test_an_infringement_and_what_is_recovered() -> None:
    copied = infringement.Infringement(hazard_annual=0.2, part_lost=0.4, lasts_years=1.0, recovered_part=0.25)
    assert_course(infringement.course_of(copied, PERIOD_YEARS), constant(0.2, QUARTERS))


def test_a_challenge_that_ends_a_right() -> None:
    often = challenge.Challenge(hazard_annual=0.5, invalid_chance=0.25, delay_years=1.0, pending_years=0.5)
    assert_course(Course(), challenge.has_fallen(often, QUARTERS))


def test_a_right_that_is_given_up_when_its_year_is_worth_less_than_its_fee() -> None:
    table = renewal.will_have_lapsed(fit_cohort().renewal, 6.0, QUARTERS)
    assert table[-1] > 0.25
    assert_course(Course(), table)


def test_an_uncertain_cliff_and_the_generics_after_it() -> None:
    erosion = exclusivity.Erosion(left_part=0.1, speed_annual=2.0)
    assert_course(exclusivity.course_of(erosion, PERIOD_YEARS, 4), constant(0.2, QUARTERS))


def test_a_development_whose_failure_is_the_event_brings_its_mean() -> None:
    failed = launch.has_failed(DEVELOPMENT, QUARTERS)
    planned = tuple(
        round(amount * part)
        for amount, part in zip(EXPECTED, launch.launched_if_not_failed(DEVELOPMENT, QUARTERS), strict=True)
    )
    licence = one(expected_minor=planned, interruptions=(interruption(Course()),))
    launched = launch.has_launched(DEVELOPMENT, QUARTERS)
    assert_mean(drawn(licence, failed), tuple(a * b for a, b in zip(EXPECTED, launched, strict=True)))


def test_technology_that_fades_from_a_time_that_nobody_knows() -> None:
    slow = obsolescence.Obsolescence(hazard_annual=0.2, decay_annual=0.3)
    keep, table = obsolescence.keep_by_period(slow, PERIOD_YEARS), obsolescence.has_come(slow, QUARTERS)
    licence = one(fades=(Fade(event=0, keep=keep),))
    assert_mean(drawn(licence, table), np.asarray(EXPECTED) * obsolescence.expected_fade(keep, table))


def test_rivals_that_take_parts_of_parts() -> None:
    interruptions = tuple(interruption(competition.course_of(rival), n) for n, rival in enumerate(RIVALS))
    licence = one(interruptions=interruptions)
    tables = (competition.has_entered(rival, QUARTERS) for rival in RIVALS)
    assert_mean(drawn(licence, *tables), np.asarray(EXPECTED) * competition.expected_part(RIVALS, QUARTERS))


def test_popularity_that_is_pulled_back() -> None:
    moves = transitions(Popularity(volatility_annual=0.4, reversion_annual=0.8), QUARTERS)
    licence = one(keep=moves.keep, spread=moves.spread)
    paths = drawn(licence)
    assert_mean(paths, EXPECTED)
    assert np.log(paths[-1]).var() == pytest.approx(moves.variance[-1], rel=4 * math.sqrt(2 / N_PATHS))


def test_a_currency() -> None:
    volatility = volatility_by_period(Exchange(volatility_annual=0.2), QUARTERS)
    licence = one(currency=0)
    paths = drawn(licence, currency=Currency(id="USD", volatility_by_period=volatility))
    assert_mean(paths, EXPECTED)
    assert np.log(paths[-1]).var() == pytest.approx(0.04 * 6, rel=4 * math.sqrt(2 / N_PATHS))


def test_reports_that_say_too_little_and_audits() -> None:
    reporting = Reporting(under_reported=0.1, audit_recovery=0.7, audits=(3, 11, 19))
    licence = one(
        under_reported=reporting.under_reported, audit_recovery=reporting.audit_recovery, audits=reporting.audits
    )
    assert_mean(drawn(licence), paid(reporting, EXPECTED))


@pytest.mark.parametrize("degrees", [None, 4])
@pytest.mark.parametrize("loading", [0.0, 0.6, 1.0])
def test_two_events_come_together_as_the_copula_says(loading: float, degrees: int | None) -> None:
    tables = constant(0.05, QUARTERS), constant(0.1, QUARTERS)
    model = JointModel(
        n_periods=24,
        events=tuple(
            Event(id=str(number), has_come=table, market_loading=loading) for number, table in enumerate(tables)
        ),
        licences=(one(),),
        degrees=degrees,
    )
    rows = np.empty((3, 24, N_PATHS), np.int64)
    compile_joint(model, Rows(events=True)).draw(7, 0, N_PATHS, rows)
    for period in (3, 23):
        both = float((rows[1, period] & rows[2, period]).mean())
        closed = both_below(tables[0][period], tables[1][period], loading**2, degrees)
        assert both == pytest.approx(closed, abs=4 * math.sqrt(closed * (1 - closed) / N_PATHS))
