"""Oppositions, renewals, losses of exclusivity and launches that cannot be drawn: each is refused at its key."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chizai.assets.licences import Licence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent, TradeSecret
from chizai.forecast.joint_check import check_joint, known_names
from chizai.forecast.joint_life_check import check_lives, renewal_of
from chizai.forecast.joint_life_terms import (
    ExclusivityRisk,
    LaunchRisk,
    LaunchStage,
    OppositionRisk,
    RenewalRisk,
)
from chizai.forecast.joint_stress import Stress, stressed
from chizai.forecast.joint_terms import EventKind, JointTerms, LicenceRisk, ObservedRisk, RightRisk
from chizai.units.result import Failure, Reason

AS_OF_ON = date(2025, 12, 31)
OWNERS = (OwnerShare("Owner", 1_000_000),)
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=OWNERS,
    number="1",
    filed_on=date(2015, 4, 1),
    registered_on=date(2018, 4, 1),
)
SECRET = TradeSecret(id="K1", title="Recipe", jurisdiction="JP", owners=OWNERS, kept_secret_since=date(2020, 1, 1))
LICENCE = Licence(id="L1", licensee="Maker", right_ids=("P1",), currency="JPY", starts_on=date(2024, 1, 1))
OPPOSED = OppositionRisk(gazette_on=date(2025, 10, 1), opposed_ppm=7_000)
RENEWED = RenewalRisk(value_minor_annual=2_000_000)
EXCLUSIVE = ExclusivityRisk(lost_on=date(2027, 4, 1), left_ppm=100_000, speed_ppm_annual=1_500_000)
LAUNCHED = LaunchRisk(stage="phase 3")


def failures_of(terms: JointTerms, patent: Patent = PATENT) -> list[Failure]:
    pool = Pool((patent, SECRET), (), (LICENCE,), ())
    failures = check_joint(terms, known_names(pool, ("generics", "failed")), "inputs.toml")
    failures = failures or check_lives(terms, pool, AS_OF_ON, "inputs.toml")
    assert all(failure.why and failure.fix for failure in failures)
    return failures


def right(name: str = "P1", **risks: Any) -> JointTerms:
    return JointTerms(rights=(RightRisk(right=name, **risks),))


def licence(**risks: Any) -> JointTerms:
    return JointTerms(licences=(LicenceRisk(licence="L1", **risks),))


def test_a_description_of_all_of_them_is_in_order() -> None:
    observed = (
        ObservedRisk(observation="generics", event=EventKind.ENTRY, of="L1"),
        ObservedRisk(observation="failed", event=EventKind.FAILURE, of="L1"),
    )
    terms = replace(
        right(opposition=OPPOSED, renewal=RENEWED, challenge_ppm_annual=5_000),
        licences=licence(exclusivity=EXCLUSIVE, launch=LAUNCHED).licences,
        observed=observed,
    )
    assert failures_of(terms) == []


@pytest.mark.parametrize(
    ("terms", "reason", "key"),
    [
        (right("K1", opposition=OPPOSED), Reason.INCONSISTENT, "rights[1] (K1).opposition"),
        (right("K1", renewal=RENEWED), Reason.INCONSISTENT, "rights[1] (K1).renewal"),
        (
            right(opposition=replace(OPPOSED, gazette_on=date(2026, 1, 1))),
            Reason.INCONSISTENT,
            "rights[1] (P1).opposition.gazette_on",
        ),
        (right(renewal=RENEWED, lapse_ppm_annual=1), Reason.INCONSISTENT, "rights[1] (P1).renewal"),
        (
            right(renewal=RenewalRisk(value_minor_annual=1, deviation_ppm=100_000)),
            Reason.INCONSISTENT,
            "rights[1] (P1).renewal.value_minor_annual",
        ),
        (
            right(renewal=replace(RENEWED, deviation_ppm=0)),
            Reason.OUT_OF_RANGE,
            "rights[1] (P1).renewal.deviation_ppm",
        ),
        (
            right(renewal=replace(RENEWED, value_decline_ppm_annual=1_000_000)),
            Reason.OUT_OF_RANGE,
            "rights[1] (P1).renewal.value_decline_ppm_annual",
        ),
        (
            right(renewal=replace(RENEWED, value_minor_annual=0)),
            Reason.OUT_OF_RANGE,
            "rights[1] (P1).renewal.value_minor_annual",
        ),
        (
            licence(exclusivity=replace(EXCLUSIVE, left_ppm=1_000_000)),
            Reason.INCONSISTENT,
            "licences[1] (L1).exclusivity.left_ppm",
        ),
        (
            licence(exclusivity=replace(EXCLUSIVE, speed_ppm_annual=0)),
            Reason.OUT_OF_RANGE,
            "licences[1] (L1).exclusivity.speed_ppm_annual",
        ),
        (licence(launch=LAUNCHED, plan_fails=True), Reason.INCONSISTENT, "licences[1] (L1).launch"),
        (licence(launch=LaunchRisk()), Reason.INCONSISTENT, "licences[1] (L1).launch"),
        (
            licence(launch=replace(LAUNCHED, stages=(LaunchStage(success_ppm=1, lasts_months=1),))),
            Reason.INCONSISTENT,
            "licences[1] (L1).launch",
        ),
        (licence(launch=LaunchRisk(stage="phase 4")), Reason.UNKNOWN, "licences[1] (L1).launch.stage"),
        (
            licence(launch=LaunchRisk(stages=(LaunchStage(success_ppm=2_000_000, lasts_months=1),))),
            Reason.OUT_OF_RANGE,
            "licences[1] (L1).launch.stages[1] (2000000).success_ppm",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_key(terms: JointTerms, reason: Reason, key: str) -> None:
    [failure] = failures_of(terms)
    assert (failure.reason, str(failure.place)) == (reason, f"inputs.toml: joint.{key}")


def test_fees_are_those_of_japan_from_registration_on() -> None:
    [failure] = failures_of(right(renewal=RENEWED), replace(PATENT, jurisdiction="US"))
    assert "right of US" in failure.what
    [failure] = failures_of(right(renewal=RENEWED), replace(PATENT, registered_on=None))
    assert "not registered" in failure.what


def test_a_patent_past_the_last_fee_is_no_longer_decided_about() -> None:
    assert renewal_of(RENEWED, PATENT, 25.5) is None
    assert failures_of(right(renewal=RENEWED), replace(PATENT, registered_on=date(1999, 1, 1))) == []


def test_a_stress_moves_oppositions_and_early_losses_and_leaves_days_and_worth() -> None:
    terms = replace(
        right(opposition=OPPOSED, renewal=RENEWED),
        licences=licence(exclusivity=replace(EXCLUSIVE, early_ppm_annual=30_000), launch=LAUNCHED).licences,
    )
    legal = stressed(terms, Stress.LEGAL, 2_000_000)
    assert legal.rights[0].opposition == replace(OPPOSED, opposed_ppm=14_000)
    assert (legal.rights[0].renewal, legal.licences) == (RENEWED, terms.licences)
    assert stressed(terms, Stress.LEGAL, 10**9).rights[0].opposition == replace(OPPOSED, opposed_ppm=1_000_000)
    rivals = stressed(terms, Stress.COMPETITION, 2_000_000)
    assert rivals.licences[0].exclusivity == replace(EXCLUSIVE, early_ppm_annual=60_000)
    assert (rivals.rights, rivals.licences[0].launch) == (terms.rights, LAUNCHED)
