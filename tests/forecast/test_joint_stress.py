import pytest

from chizai.forecast.joint_stress import Stress, stressed, stresses_of
from chizai.forecast.joint_terms import (
    Competition,
    JointTerms,
    LicenceRisk,
    LicenseeRisk,
    Obsolescence,
    RightRisk,
)
from chizai.forecast.processes.licensee import DEFAULT_RATES_ANNUAL, hazard_of_rating

TERMS = JointTerms(
    volatility_ppm_annual=200_000,
    licences=(
        LicenceRisk(licence="L1", volatility_ppm_annual=100_000),
        LicenceRisk(licence="L2", obsolescence=Obsolescence(hazard_ppm_annual=90_000, decline_ppm_annual=100_000)),
        LicenceRisk(licence="L3", competition=Competition(hazard_ppm_annual=70_000, share_lost_ppm=300_000)),
    ),
    licensees=(
        LicenseeRisk(licensee="Maker", default_ppm_annual=20_000),
        LicenseeRisk(licensee="Seller", symbol="BB"),
    ),
    rights=(RightRisk(right="P1", challenge_ppm_annual=30_000, lapse_ppm_annual=4_000, infringement_ppm_annual=6_000),),
)


@pytest.mark.parametrize("stress", Stress)
def test_a_stress_of_one_changes_nothing_but_how_a_rating_is_written(stress: Stress) -> None:
    once = stressed(TERMS, stress, 1_000_000)
    assert stressed(once, stress, 1_000_000) == once
    if stress is not Stress.LICENSEE:
        assert once == TERMS


def test_popularity_moves_the_level_of_all_and_of_each() -> None:
    half = stressed(TERMS, Stress.POPULARITY, 500_000)
    assert (half.level("L1").volatility_ppm_annual, half.level("L2").volatility_ppm_annual) == (50_000, 100_000)
    assert (half.rights, half.licensees, half.licences[1].obsolescence) == (
        TERMS.rights,
        TERMS.licensees,
        TERMS.licences[1].obsolescence,
    )


def test_obsolescence_and_competition_move_how_soon_and_not_how_much() -> None:
    fade = stressed(TERMS, Stress.OBSOLESCENCE, 2_000_000).licences[1].obsolescence
    entry = stressed(TERMS, Stress.COMPETITION, 2_000_000).licences[2].competition
    assert fade == Obsolescence(hazard_ppm_annual=180_000, decline_ppm_annual=100_000)
    assert entry == Competition(hazard_ppm_annual=140_000, share_lost_ppm=300_000)
    assert stressed(TERMS, Stress.OBSOLESCENCE, 2_000_000).licences[2] == TERMS.licences[2]


def test_the_legal_stress_moves_challenge_lapse_and_infringement_alike() -> None:
    [right] = stressed(TERMS, Stress.LEGAL, 1_500_000).rights
    assert (right.challenge_ppm_annual, right.lapse_ppm_annual, right.infringement_ppm_annual) == (45_000, 6_000, 9_000)


def test_a_licensees_rating_is_stressed_as_the_rate_that_it_stands_for() -> None:
    maker, seller = stressed(TERMS, Stress.LICENSEE, 2_000_000).licensees
    assert maker.default_ppm_annual == 40_000
    assert seller.symbol is None
    assert seller.default_ppm_annual == pytest.approx(2e6 * hazard_of_rating("BB"), abs=2)
    assert DEFAULT_RATES_ANNUAL["BB"] == pytest.approx(hazard_of_rating("BB"), rel=0.01)


def test_only_what_a_description_uses_can_be_stressed() -> None:
    assert stresses_of(TERMS) == tuple(Stress)
    assert stresses_of(JointTerms(volatility_ppm_annual=1)) == (Stress.POPULARITY,)
    assert stresses_of(JointTerms()) == ()
