"""Under-reporting on the findings of audits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.checks import above_whole, twice
from chizai.forecast.calibration.estimates import error_of_mean, normal
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    Estimate,
    LicenceSettings,
    Row,
    Says,
    ppm,
)
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.processes.reporting import Reporting, fit_under_reporting
from chizai.units.result import Failure

TENTHS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""At which parts of the findings what came and what is fitted are held together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow(Row):
    """What an audit found."""

    audit: Annotated[str, Says("its name or number")]
    due: Annotated[float, Says("royalty that was due, in any unit", least=0.0, is_above=True)]
    reported: Annotated[float, Says("royalty that had been reported of it", least=0.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingSettings(LicenceSettings):
    """Settings of reporting."""

    audit_months: Annotated[int | None, Says("every how many months an audit is paid", least=1, most=1200)] = None


def _check(rows: Sequence[AuditRow], _: ReportingSettings, file: str) -> list[Failure]:
    return [
        *twice(rows, lambda row: row.audit, file, "audit"),
        *above_whole(rows, lambda row: row.reported, lambda row: row.due, file, ("reported", "due")),
    ]


def _fit(rows: Sequence[AuditRow], settings: ReportingSettings) -> Calibrated:
    findings = sorted(1.0 - row.reported / row.due for row in rows)
    fit = fit_under_reporting(findings)
    is_spread = math.isfinite(fit.certainty)
    certainty = (Estimate("certainty, sum of the Beta's parameters", fit.certainty),) if is_spread else ()
    return Calibrated(
        observations=f"{len(rows)} audits",
        estimates=(
            normal("part that is not reported", fit.under_reported, error_of_mean(findings), most=1.0),
            *certainty,
        ),
        comparisons=(_quantiles(findings, fit),) if is_spread else (),
        remarks=("a deal's futures take the mean alone; its spread goes in by Python",) if is_spread else (),
        goes_in=None
        if settings.licence is None
        else LicenceRisk(
            licence=settings.licence,
            under_reported_ppm=ppm(fit.under_reported),
            audit_months=settings.audit_months,
        ),
    )


def _quantiles(findings: Sequence[float], fit: Reporting) -> Comparison:
    import numpy as np
    from scipy.special import betaincinv

    one, other = fit.under_reported * fit.certainty, (1.0 - fit.under_reported) * fit.certainty
    rows = (
        Beside(
            f"a part of {part:.0%} found less than",
            float(np.quantile(findings, part)),
            float(betaincinv(one, other, part)),
        )
        for part in TENTHS
    )
    return Comparison("finding, part of what was due", tuple(rows))


REPORTING = Calibration(
    name="reporting",
    what="royalties that are not reported",
    source="moments of a Beta distribution",
    row=AuditRow,
    settings=ReportingSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
