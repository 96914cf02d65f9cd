"""Reporting: a licensee reports too little; an audit finds it, and part of it is paid.

A licence pays what it reports, and an audit brings part of what was not reported since the last audit, the audit's own
period included. How much is missing is an assumption, or is calibrated by `fit_under_reporting` on the findings of past
audits. It is no default: the licensee pays all that it says it owes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from chizai.forecast.processes.limits import require_positive, require_rising, require_same_length, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_FINDINGS = 2
"""A spread needs two."""
SAME = 1e-12
"""Findings that lie no further apart were divided from the same part."""
LEAST_CERTAINTY = 1e-9
"""Below it a Beta distribution is 0 or 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How much is not reported, and what audits bring."""

    under_reported: float
    """Part of what is due that is not reported, 0 to 1; the mean where it is uncertain."""
    audit_recovery: float = 0.0
    """Part of what was not reported since the last audit that an audit brings in, 0 to 1."""
    audits: tuple[int, ...] = ()
    """Numbers of the periods in which an audit pays, strictly rising from 0."""
    certainty: float = math.inf
    """How sure the part is: the sum of the parameters of its Beta distribution; infinite where it is known."""

    def __post_init__(self) -> None:
        """Refuse what no reporting has."""
        require_share("part that is not reported", self.under_reported)
        require_share("part that an audit brings", self.audit_recovery)
        require_rising("the periods of audits", (-1, *self.audits), strictly=True)
        if not self.certainty > 0.0:
            raise ValueError(f"certainty is {self.certainty:g}, but must be above zero")


def audit_periods(n_periods: int, every_periods: int, first_period: int) -> tuple[int, ...]:
    """Give the periods of regular audits.

    Raises:
        ValueError: the interval is not above zero or the first period below it.
    """
    if every_periods < 1 or first_period < 0:
        raise ValueError(f"audits every {every_periods} periods from period {first_period} on cannot be held")
    return tuple(range(first_period, n_periods, every_periods))


def paid(reporting: Reporting, due: Sequence[float]) -> tuple[float, ...]:
    """Give what is paid in each period: what is reported, and what an audit of the period brings.

    It is the expectation too where the part is uncertain, for it enters linearly.

    Args:
        reporting: its numbers.
        due: what is due by period, any unit.

    Returns:
        in the same unit; shape (n_periods,).
    """
    missing, cash = 0.0, []
    for period, amount in enumerate(due):
        missing += reporting.under_reported * amount
        found = reporting.audit_recovery * missing if period in reporting.audits else 0.0
        if period in reporting.audits:
            missing = 0.0
        cash.append((1.0 - reporting.under_reported) * amount + found)
    return tuple(cash)


def draw_paid(
    reporting: Reporting, generator: "np.random.Generator", due: Sequence[float], n_paths: int
) -> "NDArray[np.float64]":
    """Draw the part that is not reported, once a path, and give what is paid; shape (n_periods, n_paths)."""
    import numpy as np

    mean = reporting.under_reported
    if math.isinf(reporting.certainty) or mean in (0.0, 1.0):
        parts = np.full(n_paths, mean)
    else:
        parts = generator.beta(mean * reporting.certainty, (1.0 - mean) * reporting.certainty, n_paths)
    amounts = np.asarray(due, dtype=np.float64)
    since = np.zeros(len(amounts))
    start = 0
    for audit in reporting.audits:
        since[audit : audit + 1] = amounts[start : audit + 1].sum()
        start = audit + 1
    return amounts[:, None] - np.outer(amounts, parts) + reporting.audit_recovery * np.outer(since, parts)


def agree(findings: Sequence[float]) -> bool:
    """Tell whether findings are all the same, but for rounding."""
    return max(findings) - min(findings) <= SAME


def fit_under_reporting(findings: Sequence[float], due: Sequence[float] | None = None) -> Reporting:
    """Calibrate the part that is not reported on the findings of audits, by the moments of a Beta distribution.

    Args:
        findings: part of what was due that each audit found missing, 1 at most, below 0 where too much had been
            reported; at least two.
        due: what was due in each, above 0, any unit: a finding weighs by it; all weigh alike unless it is given.

    Returns:
        their mean, not below 0, and a certainty of `mean (1 - mean) / variance - 1`; it is infinite, and the mean
        stands alone, where all agree or what was reported too much leaves no Beta distribution.

    Raises:
        ValueError: they are too few, one is above 1, or all are 0 or 1.
    """
    if len(findings) < FEWEST_FINDINGS:
        raise ValueError(f"{len(findings)} findings do not show a spread: {FEWEST_FINDINGS} are needed")
    for finding in findings:
        require_share("finding", max(finding, 0.0))
    weights = [1.0] * len(findings) if due is None else due
    require_same_length("findings and what was due", findings, weights)
    for weight in weights:
        require_positive("what was due", weight)
    whole = math.fsum(weights)
    mean = math.fsum(map(mul, weights, findings)) / whole
    variance = math.fsum(weight * (found - mean) ** 2 for weight, found in zip(weights, findings, strict=True)) / whole
    certainty = math.inf if agree(findings) else mean * (1.0 - mean) / variance - 1.0
    if certainty < LEAST_CERTAINTY:
        if min(findings) >= 0.0:
            raise ValueError("the findings are all or nothing: no Beta distribution has such a spread")
        certainty = math.inf
    return Reporting(under_reported=max(mean, 0.0), certainty=certainty)
