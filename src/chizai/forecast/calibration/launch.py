"""Stages of development on projects that have left them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.checks import grouped, twice
from chizai.forecast.calibration.estimates import counted_share, error_of_mean, normal, unseen
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    Estimate,
    LicenceSettings,
    Row,
    Says,
    months,
    ppm,
)
from chizai.forecast.joint_life_terms import LaunchRisk, LaunchStage
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.processes.launch import Stage, fit_stage
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow(Row):
    """A project that has left a stage."""

    project: Annotated[str, Says("its name")]
    stage: Annotated[str, Says("name of the stage; stages come in the order in which the file names them")]
    passed: Annotated[bool, Says("yes, or no where it failed")]
    lasted_years: Annotated[float, Says("how long it was in the stage", least=0.0, is_above=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSettings(LicenceSettings):
    """Settings of a development."""

    entered: Annotated[str | None, Says("the stage that the product has just entered; the first unless set")] = None


def _check(rows: Sequence[ProjectRow], settings: LaunchSettings, file: str) -> list[Failure]:
    failures = list(twice(rows, lambda row: (row.project, row.stage), file, "stage"))
    stages = list(_stages(rows))
    if settings.entered is not None and settings.entered not in stages:
        what, why = f"{settings.entered!r} is no stage of the file", "how likely it is passed would be a guess"
        fix = f"set one of {', '.join(stages)}"
        failures.append(Failure(Reason.UNKNOWN, Place(settings.stand_in, None, "entered"), what, why, fix))
    return [*failures, *_after_failure(rows, stages, file)]


def _after_failure(rows: Sequence[ProjectRow], stages: Sequence[str], file: str) -> Iterator[Failure]:
    """Yield a failure for every row of a project that had failed in a stage before."""
    for project, own in grouped(rows, lambda row: row.project).items():
        failed: ProjectRow | None = None
        for row in sorted(own, key=lambda row: stages.index(row.stage)):
            if failed is not None:
                what = f"{project!r} has left {row.stage!r}, but failed {failed.stage!r} on line {failed.line}"
                why = "stages come in the order in which the file names them, and who fails one is in none after it"
                fix = "correct one of the two rows, or name the stages in their order"
                yield Failure(Reason.INCONSISTENT, Place(file, row.line, "stage"), what, why, fix)
            failed = failed if row.passed else row


def _stages(rows: Sequence[ProjectRow]) -> dict[str, list[ProjectRow]]:
    return grouped(rows, lambda row: row.stage)


def _fit(rows: Sequence[ProjectRow], settings: LaunchSettings) -> Calibrated:
    by_stage = _stages(rows)
    fits = [
        (own, *fit_stage(name, _n_passed(own), len(own) - _n_passed(own), [row.lasted_years for row in own]))
        for name, own in by_stage.items()
    ]
    # one scale for all stages, each weighing as the squares of its times do; one project shows none
    weights = [(len(own) - 1) * stage.lasts_years for own, stage, _ in fits]
    squares = math.fsum(weight * scale for weight, (_, _, scale) in zip(weights, fits, strict=True))
    scale_years = squares / math.fsum(weights) if squares else 0.0
    spread = tuple(
        Beside(stage.name, math.sqrt(scale * stage.lasts_years), math.sqrt(scale_years * stage.lasts_years))
        for own, stage, scale in fits
        if len(own) > 1
    )
    passed = (Beside(stage.name, _n_passed(own), stage.success * len(own)) for own, stage, _ in fits)
    return Calibrated(
        observations=f"{len(rows)} stages left, by {len({row.project for row in rows})} projects",
        estimates=(
            *(estimate for own, stage, _ in fits for estimate in _estimates(own, stage)),
            *((Estimate("variance of times by mean, years", scale_years),) if scale_years else ()),
        ),
        comparisons=(
            Comparison("projects that passed", tuple(passed)),
            *((Comparison("standard deviation of the time, years", spread),) if spread else ()),
        ),
        remarks=tuple(_remarks(by_stage, scale_years)),
        goes_in=_risk(settings, [stage for _, stage, _ in fits], scale_years),
    )


def _remarks(by_stage: Mapping[str, Sequence[ProjectRow]], scale_years: float) -> Iterator[str]:
    for name, own in by_stage.items():
        yield from unseen(f"project that passed {name}", _n_passed(own))
    if not scale_years:
        yield "times do not differ within a stage: the least spread goes in, a month"


def _n_passed(own: Sequence[ProjectRow]) -> int:
    return sum(row.passed for row in own)


def _estimates(own: Sequence[ProjectRow], stage: Stage) -> tuple[Estimate, Estimate]:
    return (
        counted_share(f"{stage.name}: chance to pass", _n_passed(own), len(own)),
        normal(f"{stage.name}: years", stage.lasts_years, error_of_mean([row.lasted_years for row in own])),
    )


def _risk(settings: LaunchSettings, stages: Sequence[Stage], scale_years: float) -> LicenceRisk | None:
    if settings.licence is None:
        return None
    names = [stage.name for stage in stages]
    left = stages[0 if settings.entered is None else names.index(settings.entered) :]
    risk = LaunchRisk(
        stages=tuple(
            LaunchStage(success_ppm=ppm(stage.success), lasts_months=months(stage.lasts_years)) for stage in left
        ),
        spread_months=months(scale_years),
    )
    return LicenceRisk(licence=settings.licence, launch=risk)


LAUNCH = Calibration(
    name="launch",
    what="a development that passes its stages or fails",
    source="passed by left under Jeffreys's prior; gamma times of one scale",
    row=ProjectRow,
    settings=LaunchSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
