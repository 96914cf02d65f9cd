"""Under-reporting on the findings of audits."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import normal
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
from chizai.forecast.processes.reporting import Reporting, agree, fit_under_reporting
from chizai.units.result import Failure

TENTHS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""At which parts of what was due what came and what is fitted are held together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow(Row):
    """What an audit found."""

    audit: Annotated[str, Says("its name or number")]
    due: Annotated[float, Says("royalty that was due, in any unit", least=0.0, is_above=True)]
    reported: Annotated[float, Says("royalty that had been reported; more than was due is an overpayment", least=0.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingSettings(LicenceSettings):
    """Settings of reporting."""

    audit_months: Annotated[int | None, Says("every how many months an audit is paid", least=1, most=1200)] = None


def _check(rows: Sequence[AuditRow], _: ReportingSettings, file: str) -> list[Failure]:
    return list(twice(rows, lambda row: row.audit, file, "audit"))


def _fit(rows: Sequence[AuditRow], settings: ReportingSettings) -> Calibrated:
    fit = fit_under_reporting([_found(row) for row in rows], [row.due for row in rows])
    is_spread = math.isfinite(fit.certainty)
    certainty = (Estimate("certainty, sum of the Beta's parameters", fit.certainty),) if is_spread else ()
    return Calibrated(
        observations=f"{len(rows)} audits",
        estimates=(
            normal("part of all that was due that is not reported", fit.under_reported, _error(rows), most=1.0),
            *certainty,
        ),
        comparisons=(_quantiles(rows, fit),) if is_spread else (),
        remarks=tuple(_remarks(rows, is_spread=is_spread)),
        goes_in=None
        if settings.licence is None
        else LicenceRisk(
            licence=settings.licence,
            under_reported_ppm=ppm(fit.under_reported),
            audit_months=settings.audit_months,
        ),
    )


def _found(row: AuditRow) -> float:
    """Give the part that an audit found missing, below 0 where too much had been reported."""
    return 1.0 - row.reported / row.due


def _error(rows: Sequence[AuditRow]) -> float | None:
    """Give the error of a ratio of sums, by how far audits stray from it; none where all agree.

    Source: W. G. Cochran, Sampling Techniques (1977), section 6.4.
    """
    if agree([_found(row) for row in rows]):
        return None
    due = math.fsum(row.due for row in rows)
    part = 1.0 - math.fsum(row.reported for row in rows) / due
    squares = math.fsum((row.due - row.reported - part * row.due) ** 2 for row in rows)
    return math.sqrt(squares * len(rows) / (len(rows) - 1)) / due


def _remarks(rows: Sequence[AuditRow], *, is_spread: bool) -> Iterator[str]:
    over = sum(row.reported > row.due for row in rows)
    if over:
        yield f"{over} of {len(rows)} audits found more reported than was due, which is set against the rest"
    if all(row.reported >= row.due for row in rows):
        yield "no audit found anything missing: how much others may miss is not shown"
    if is_spread:
        yield "a deal's futures take the mean alone; its spread goes in by Python"


def _quantiles(rows: Sequence[AuditRow], fit: Reporting) -> Comparison:
    import numpy as np
    from scipy.special import betaincinv

    one, other = fit.under_reported * fit.certainty, (1.0 - fit.under_reported) * fit.certainty
    findings, due = [_found(row) for row in rows], [row.due for row in rows]
    came = np.quantile(findings, TENTHS, weights=due, method="inverted_cdf")
    beside = (
        Beside(f"of {part:.0%} of what was due, less than", float(found), float(betaincinv(one, other, part)))
        for part, found in zip(TENTHS, came, strict=True)
    )
    return Comparison("finding, part of what was due", tuple(beside))


REPORTING = Calibration(
    name="reporting",
    what="royalties that are not reported",
    source="what was missing by what was due; moments of a Beta distribution",
    row=AuditRow,
    settings=ReportingSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
