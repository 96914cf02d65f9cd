"""What a calibration puts into `inputs.toml`: in which table it stands, and whether the inputs would take it."""

from datetime import date

from chizai.assets.pool import Pool
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption, ForecastMethod
from chizai.forecast.calibration.terms import InputsRow
from chizai.forecast.diffusion_check import check_bass, check_generations
from chizai.forecast.joint_check import check_licence, check_numbers
from chizai.forecast.joint_life_check import check_lives
from chizai.forecast.joint_terms import CurrencyRisk, JointTerms, LicenceRisk, LicenseeRisk, RightRisk
from chizai.units.result import Failure, reporter

TABLES: dict[type[InputsRow], str] = {
    ForecastAssumption: "forecasts",
    LicenceRisk: "joint.licences",
    LicenseeRisk: "joint.licensees",
    RightRisk: "joint.rights",
    CurrencyRisk: "joint.currencies",
}
"""The arrays of tables in which rows stand."""
NO_POOL = Pool(rights=(), assignments=(), licences=(), statements=())
"""A calibration knows no rights; what is said of licences is checked without them."""


def refusals(row: InputsRow) -> list[Failure]:
    """List what the inputs would refuse of a row's numbers; of its names they know more than a calibration does."""
    failures: list[Failure] = []
    report = reporter(failures, INPUTS_FILE)
    if isinstance(row, ForecastAssumption):
        check = check_bass if row.method is ForecastMethod.BASS else check_generations
        check(row, report)
        return failures
    check_numbers(row, TABLES[type(row)], report)
    if isinstance(row, LicenceRisk):
        terms = JointTerms(licences=(row,))
        check_licence(TABLES[LicenceRisk], row, terms, report)
        failures += check_lives(terms, NO_POOL, date.min, INPUTS_FILE)
    return failures
