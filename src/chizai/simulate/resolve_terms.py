"""The words of a description as the parameters of processes: `forecast.processes` says what each is."""

from chizai.forecast import joint_terms
from chizai.forecast.joint_terms import LicenseeRisk, RightRisk
from chizai.forecast.processes.infringement import Infringement
from chizai.forecast.processes.licensee import Licensee, hazard_of_rating
from chizai.forecast.processes.obsolescence import Obsolescence
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR


def licensee_of(risk: LicenseeRisk) -> Licensee:
    """Give how a licensee may default, by its own rate or by that of its rating."""
    rate_ppm = risk.default_ppm_annual or 0
    return Licensee(
        default_hazard_annual=rate_ppm / PPM if risk.symbol is None else hazard_of_rating(risk.symbol),
        recovery=risk.recovery_ppm / PPM,
        recovery_delay_years=risk.recovery_months / MONTHS_A_YEAR,
        replacement_gap_years=risk.replacement_months / MONTHS_A_YEAR,
        replaced_part=risk.replacement_ppm / PPM,
    )


def infringement_of(risk: RightRisk) -> Infringement:
    """Give how a right may be infringed."""
    return Infringement(
        hazard_annual=risk.infringement_ppm_annual / PPM,
        part_lost=risk.infringement_lost_ppm / PPM,
        lasts_years=risk.infringement_months / MONTHS_A_YEAR,
        recovered_part=risk.infringement_recovery_ppm / PPM,
    )


def obsolescence_of(risk: joint_terms.Obsolescence) -> Obsolescence:
    """Give how a licence's use may fade."""
    return Obsolescence(hazard_annual=risk.hazard_ppm_annual / PPM, decay_annual=risk.decline_ppm_annual / PPM)
