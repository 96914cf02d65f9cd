"""How many futures of a deal are drawn, and how far they stray: as the inputs say it."""

from dataclasses import dataclass

from chizai.forecast.futures import FuturesAssumption
from chizai.forecast.joint_terms import JointTerms
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failure, Reason, reporter
from chizai.units.toml import STRICT

MOST_PATHS = 10**8
"""Futures for which a workstation takes minutes; they are measured in a stream, not kept."""

MOST_PPM_ANNUAL = 10 * PPM
"""A volatility or speed beyond it stands in another unit than parts per million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FuturesTerms:
    """The futures of a deal's collections; `forecast.futures` says how they are drawn."""

    __pydantic_config__ = STRICT
    volatility_ppm_annual: int | None = None
    """Of the one factor: standard deviation of the logarithm of collections over a year, 200_000 is 20 %. None where
    the licences are drawn together, as `forecast.joint_terms` says."""
    reversion_ppm_annual: int = 0
    """Of the one factor: how fast they are pulled back to what is expected; 1_000_000 halves a distance in 0.69
    years."""
    n_paths: int = 10_000
    """How many futures are drawn."""
    seed: int = 1
    """Of the random numbers: the same seed gives the same futures."""
    value: str | None = None
    """Id of the observation, money, that is the value of the rights: classes are shown as part of it."""
    curve: str | None = None
    """Id of the curve over which spreads are measured."""

    @property
    def assumption(self) -> FuturesAssumption:
        """Give how far futures of one factor stray."""
        return FuturesAssumption(
            volatility_ppm_annual=self.volatility_ppm_annual or 0, reversion_ppm_annual=self.reversion_ppm_annual
        )


def check_drawn(terms: FuturesTerms, joint: JointTerms | None, file: str) -> list[Failure]:
    """List what is wrong with how futures are drawn: by one factor or joint, and not by both.

    Args:
        terms: as they stand in the file.
        joint: how licences are drawn together, if the file says it.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    key = "futures.volatility_ppm_annual"
    if joint is None and terms.volatility_ppm_annual is None:
        what, why = "nothing says how far futures stray", "it would be a guess"
        report(Reason.MISSING, key, what, why, "write it, such as 200_000, or add a table [joint]")
    if joint is not None and terms.volatility_ppm_annual is not None:
        what, why = "one factor stands beside [joint]", "futures are drawn by one of the two"
        report(Reason.INCONSISTENT, key, what, why, "move it to joint.volatility_ppm_annual, or remove [joint]")
    if joint is not None and terms.reversion_ppm_annual:
        what, why = "the reversion of one factor stands beside [joint]", "the joint futures would not read it"
        fix = "move it to joint.reversion_ppm_annual"
        report(Reason.INCONSISTENT, "futures.reversion_ppm_annual", what, why, fix)
    return failures


def check_futures(terms: FuturesTerms, values: tuple[str, ...], curves: tuple[str, ...], file: str) -> list[Failure]:
    """List what is wrong with the futures, at `futures` of the file; `check_drawn` tells how they are drawn.

    Args:
        terms: as they stand in the file.
        values: ids of the deal's observations of money.
        curves: ids of the curves of the inputs.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    for field in ("volatility_ppm_annual", "reversion_ppm_annual"):
        rate = getattr(terms, field) or 0
        if not 0 <= rate <= MOST_PPM_ANNUAL:
            what, why = f"{rate:_} ppm is {format_ppm(rate)}", f"it lies between 0 and {MOST_PPM_ANNUAL:_} ppm"
            report(Reason.OUT_OF_RANGE, f"futures.{field}", what, why, "write parts per million: 20 % is 200_000")
    if not 1 <= terms.n_paths <= MOST_PATHS:
        why, fix = f"between 1 and {MOST_PATHS:_} futures can be drawn", "write 10_000, or 100_000 to be more exact"
        report(Reason.OUT_OF_RANGE, "futures.n_paths", f"{terms.n_paths:_} futures", why, fix)
    if terms.seed < 0:
        report(Reason.OUT_OF_RANGE, "futures.seed", f"{terms.seed} is negative", "seeds count from 0", "write 1")
    if terms.value is not None and terms.value not in values:
        fix = f"use one of: {', '.join(values) or 'none; add an observation of unit money'}"
        what, why = f"{terms.value!r} is no observation of money", "the value of the rights is read from one"
        report(Reason.UNKNOWN, "futures.value", what, why, fix)
    if terms.curve is not None and terms.curve not in curves:
        what, why = f"{terms.curve!r} is no curve of the inputs", "spreads are measured over one"
        fix = f"use one of: {', '.join(curves) or 'none; add a table [[curves]]'}"
        report(Reason.UNKNOWN, "futures.curve", what, why, fix)
    return failures
