from datetime import date

import pytest

from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.calibration.inputs_row import refusals
from chizai.forecast.calibration.terms import InputsRow
from chizai.forecast.diffusion_terms import BassTerms, GenerationsTerms, GenerationTerms
from chizai.forecast.joint_life_terms import ExclusivityRisk
from chizai.forecast.joint_terms import LicenceRisk, LicenseeRisk, RightRisk

DAY = date(2026, 4, 1)
BASS = BassTerms(market_minor=0, innovation_ppm_annual=10_000, imitation_ppm_annual=0, launched_on=DAY)
LINE = GenerationsTerms(
    innovation_ppm_annual=0,
    imitation_ppm_annual=0,
    line=(GenerationTerms(launched_on=DAY, royalty_minor_annual=1),),
)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ForecastAssumption(licence="L1", method=ForecastMethod.BASS, bass=BASS), "market_minor is 0"),
        (
            ForecastAssumption(licence="L1", method=ForecastMethod.GENERATIONS, generations=LINE),
            "innovation_ppm_annual",
        ),
        (LicenceRisk(licence="L1", volatility_ppm_annual=4_000_000), "volatility_ppm_annual is 4_000_000"),
        (
            LicenceRisk(
                licence="L1",
                exclusivity=ExclusivityRisk(lost_on=DAY, left_ppm=1_000_000, speed_ppm_annual=1_000_000),
            ),
            "a loss of exclusivity that takes nothing",
        ),
        (LicenceRisk(licence="L1", audit_months=24), "audits of what is reported in full"),
        (LicenceRisk(licence="L1", market_weight_ppm=900_000, sector="a", sector_weight_ppm=900_000), "weights of"),
        (LicenseeRisk(licensee="Maker", default_ppm_annual=11_000_000), "default_ppm_annual is 11_000_000"),
    ],
)
def test_numbers_that_the_inputs_refuse_are_told_before_they_go_in(row: InputsRow, says: str) -> None:
    [failure] = refusals(row)
    assert says in failure.what


def test_numbers_that_the_inputs_take_are_not_refused() -> None:
    assert refusals(RightRisk(right="P1", lapse_ppm_annual=50_000)) == []
