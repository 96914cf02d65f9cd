"""Launches that the forecast itself expects: in joint futures their failure is drawn, and the forecast stays the mean.

A forecast that begins with a launch is the mean over all launches and failures. As long as the development has not
failed, it is worth more: `simulate.resolve_launch` divides it by the chance of that. How early the launch comes is
drawn once a future, by one normal that gives each payment the mean and the variance that the uncertain time gives it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from chizai.forecast.assumptions import ForecastAssumption
from chizai.forecast.diffusion_terms import BassTerms
from chizai.forecast.joint_life_terms import LaunchRisk
from chizai.forecast.joint_terms import JointTerms, LicenceRisk
from chizai.forecast.processes.launch import Development, Stage, from_stage
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLaunch(LaunchRisk):
    """A launch that is in what is expected already: chance, times and all."""

    innovation_ppm_annual: int
    """p of the market that opens with it."""
    imitation_ppm_annual: int
    """q of it."""


def with_launches(terms: JointTerms, forecasts: Sequence[ForecastAssumption]) -> JointTerms:
    """Let launches of forecasts fail as events, where `plan_fails` asks for it.

    Args:
        terms: in which `joint_check` and `joint_plan_check` find nothing wrong.
        forecasts: how the licences are forecast.
    """
    launches = {each.licence: each.bass for each in forecasts if each.bass is not None and each.bass.launch}
    if not any(risk.plan_fails and risk.licence in launches for risk in terms.licences):
        return terms
    return replace(terms, licences=tuple(_drawn(risk, launches.get(risk.licence)) for risk in terms.licences))


def _drawn(risk: LicenceRisk, bass: BassTerms | None) -> LicenceRisk:
    if bass is None or bass.launch is None or not risk.plan_fails:
        return risk
    named = {field.name: getattr(bass.launch, field.name) for field in fields(bass.launch)}
    speeds = {name: getattr(bass, name) for name in ("innovation_ppm_annual", "imitation_ppm_annual")}
    return replace(risk, plan_fails=False, launch=ExpectedLaunch(**named, **speeds))


def development_of(risk: LaunchRisk) -> Development:
    """Give what is left of a development, by the stage of a medicine or by stages of its own."""
    spread_years = risk.spread_months / MONTHS_A_YEAR
    if risk.stage is not None:
        return from_stage(risk.stage, scale_years=spread_years)
    stages = tuple(
        Stage(str(number), stage.success_ppm / PPM, stage.lasts_months / MONTHS_A_YEAR)
        for number, stage in enumerate(risk.stages, 1)
    )
    return Development(stages=stages, scale_years=spread_years)
