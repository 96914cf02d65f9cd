import math
from typing import Any

import numpy as np
import pytest

from chizai.forecast.processes.reporting import Reporting, audit_periods, draw_paid, fit_under_reporting, paid

DUE = tuple(100.0 + period for period in range(12))
AUDITED = Reporting(under_reported=0.08, audit_recovery=0.75, audits=(3, 9), certainty=40.0)


def test_an_audit_brings_part_of_what_was_missing_since_the_last() -> None:
    known = Reporting(under_reported=0.1, audit_recovery=0.5, audits=(1, 3))
    assert paid(known, (100.0, 100.0, 200.0, 200.0, 300.0)) == pytest.approx((90, 90 + 10, 180, 180 + 20, 270))


def test_audits_in_full_make_whole() -> None:
    full = Reporting(under_reported=0.3, audit_recovery=1.0, audits=(5, 11))
    assert sum(paid(full, DUE)) == pytest.approx(sum(DUE))


def test_the_mean_of_the_draws_is_the_closed_form() -> None:
    drawn = draw_paid(AUDITED, np.random.default_rng(1), DUE, 40_000)
    error = drawn.std(axis=1) / 200
    assert (abs(drawn.mean(axis=1) - paid(AUDITED, DUE)) <= 4 * error).all()
    assert drawn.std() > 1.0


@pytest.mark.parametrize("part", [0.0, 0.2, 1.0])
def test_a_known_part_is_no_chance(part: float) -> None:
    known = Reporting(under_reported=part, audit_recovery=0.75, audits=(3, 9), certainty=math.inf if part == 0.2 else 9)
    drawn = draw_paid(known, np.random.default_rng(1), DUE, 3)
    assert drawn.T.tolist() == [pytest.approx(paid(known, DUE))] * 3


def test_an_audit_past_the_last_period_brings_nothing() -> None:
    late = Reporting(under_reported=0.2, audit_recovery=0.75, audits=(30,))
    assert paid(late, DUE) == pytest.approx([0.8 * amount for amount in DUE])
    assert draw_paid(late, np.random.default_rng(1), DUE, 1)[:, 0] == pytest.approx(paid(late, DUE))


def test_regular_audits_start_and_repeat() -> None:
    assert audit_periods(12, 4, 3) == (3, 7, 11)
    for every, first in ((0, 1), (1, -1)):
        with pytest.raises(ValueError, match="cannot be held"):
            audit_periods(12, every, first)


def test_the_part_is_recovered_from_simulated_findings() -> None:
    findings = np.random.default_rng(2).beta(0.08 * 40, 0.92 * 40, 5_000)
    fitted = fit_under_reporting(tuple(findings))
    assert fitted.under_reported == pytest.approx(0.08, abs=4 * findings.std() / math.sqrt(5_000))
    assert fitted.certainty == pytest.approx(40, rel=0.12)


def test_findings_that_agree_are_certain() -> None:
    assert fit_under_reporting((0.1, 0.1)).certainty == math.inf


def test_an_audit_weighs_by_what_was_due() -> None:
    assert fit_under_reporting((0.0, 0.5), (1e9, 100.0)).under_reported == pytest.approx(5e-8)
    assert fit_under_reporting((0.1, 0.3), (7.0, 7.0)) == fit_under_reporting((0.1, 0.3))


def test_what_was_reported_too_much_is_set_against_the_rest() -> None:
    assert fit_under_reporting((0.1, -0.05, 0.04)).under_reported == pytest.approx(0.03)
    assert fit_under_reporting((-0.1, 0.05)) == Reporting(under_reported=0.0)


@pytest.mark.parametrize(
    ("findings", "says"),
    [((0.1,), "1 findings do not show"), ((0.1, 1.2), "finding is 1.2"), ((0.0, 1.0), "all or nothing")],
)
def test_findings_that_say_nothing_are_refused(findings: tuple[float, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_under_reporting(findings)


@pytest.mark.parametrize(("due", "says"), [((1.0,), "differ in length"), ((1.0, 0.0), "what was due is 0")])
def test_findings_of_nothing_due_are_refused(due: tuple[float, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_under_reporting((0.1, 0.2), due)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"under_reported": 1.1}, "not reported"),
        ({"audit_recovery": 1.1}, "an audit brings"),
        ({"audits": (3, 3)}, "must rise strictly"),
        ({"audits": (-1,)}, "periods of audits must rise strictly"),
        ({"certainty": 0.0}, "certainty is 0"),
    ],
)
def test_impossible_reporting_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Reporting(**{"under_reported": 0.1} | change)
