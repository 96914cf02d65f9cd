"""Challenges on an office's count of requests for invalidation and their outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import counted_rate, counted_share, unseen
from chizai.forecast.calibration.shapes import strays
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    RightSettings,
    Row,
    Says,
    ppm,
)
from chizai.forecast.joint_terms import RightRisk
from chizai.forecast.processes.challenge import TrialYear, fit_challenge
from chizai.units.result import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialsRow(Row):
    """A year of trials for invalidation."""

    year: Annotated[int, Says("the year")]
    requests: Annotated[int, Says("requests for invalidation", least=0)]
    granted: Annotated[int, Says("ended with the right invalid, in whole or in part", least=0)]
    refused: Annotated[int, Says("refused or dismissed", least=0)]
    withdrawn: Annotated[int, Says("withdrawn", least=0)]
    in_force: Annotated[float, Says("rights in force", least=0.0, is_above=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeSettings(RightSettings):
    """Settings of a challenge."""

    times_average: Annotated[
        float, Says("how many times more often than the average right this one is challenged", least=0.0)
    ] = 1.0
    decision_months: Annotated[int, Says("how long a request takes to be decided", least=1, most=1200)] = 12


def _check(rows: Sequence[TrialsRow], _: ChallengeSettings, file: str) -> list[Failure]:
    return list(twice(rows, lambda row: row.year, file, "year"))


def _outcomes(row: TrialsRow) -> int:
    return row.granted + row.refused + row.withdrawn


def _fit(rows: Sequence[TrialsRow], settings: ChallengeSettings) -> Calibrated:
    trials = [TrialYear(row.year, row.requests, row.granted, row.refused, row.withdrawn) for row in rows]
    exposure = sum(row.in_force for row in rows)
    average = fit_challenge(trials, exposure / len(rows))
    n_requests, n_granted = sum(row.requests for row in rows), sum(row.granted for row in rows)
    n_ended = sum(map(_outcomes, rows))
    requests = Comparison(
        "requests", tuple(Beside(str(row.year), row.requests, average.hazard_annual * row.in_force) for row in rows)
    )
    grants = Comparison(
        "requests granted",
        tuple(Beside(str(row.year), row.granted, average.invalid_chance * _outcomes(row)) for row in rows),
    )
    risk = None
    if settings.right is not None:
        risk = RightRisk(
            right=settings.right,
            challenge_ppm_annual=ppm(settings.times_average * average.hazard_annual),
            decision_months=settings.decision_months,
            invalid_ppm=ppm(average.invalid_chance),
        )
    return Calibrated(
        observations=f"{n_requests} requests and {n_ended} outcomes of {len(rows)} years",
        estimates=(
            counted_rate("requests a year, of the average right", n_requests, exposure),
            counted_share("chance that one is granted", n_granted, n_ended),
        ),
        comparisons=(requests, grants),
        remarks=(
            *unseen("request", n_requests),
            *unseen("grant", n_granted),
            *strays(requests),
            *strays(grants),
            f"this right is taken to be challenged {_often(settings.times_average)} the average one: an assumption",
        ),
        goes_in=risk,
    )


def _often(times_average: float) -> str:
    return "as often as" if times_average == 1.0 else f"{times_average:g} times as often as"


CHALLENGE = Calibration(
    name="challenge",
    what="invalidation of a right on request",
    source="requests by rights in force, grants by all outcomes, both under Jeffreys's prior",
    row=TrialsRow,
    settings=ChallengeSettings,
    needed=("right",),
    fit=_fit,
    check=_check,
)
