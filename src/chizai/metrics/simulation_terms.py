"""What a simulation measures beside its classes where the inputs ask for it, and whether it can."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from chizai.forecast.futures_terms import MOST_PATHS
from chizai.forecast.joint_terms import Copula, JointTerms
from chizai.units.rate import PPM
from chizai.units.result import Failure, Reason, reporter
from chizai.units.toml import STRICT

Report: TypeAlias = Callable[[Reason, str, str, str, str], None]

MOST_DRAWS = 1_000
"""Draws of the parameters, each of which is a simulation of its own."""
LEAST_BATCH, MOST_BATCHED = 1_024, 1_048_576
"""Futures that a sensitivity is measured on: two batches at least, and no more than one machine carries."""


class Moved(StrEnum):
    """What sensitivities are wanted of."""

    LEVEL = "level"
    """All that a licence brings."""
    DRIFT = "drift"
    """Its growth a year."""
    YEAR = "year"
    """What it brings in each year."""
    VOLATILITY = "volatility"
    """How far its level strays."""
    MARKET_WEIGHT = "market-weight"
    """How far it goes with the market."""
    HAZARD = "hazard"
    """How likely each event is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UntilTerms:
    """Prices to an asked error: futures are added until each class's is as small, or there are as many as may be."""

    __pydantic_config__ = STRICT

    error_ppm: int
    """The standard error that is asked of each class's price, in parts per million of par: 100 is a basis point."""
    most_paths: int = 1_048_576
    """How many futures may be drawn at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RareLossTerms:
    """Losses of classes that hardly any plain future hits: by importance sampling, each class by itself."""

    __pydantic_config__ = STRICT

    classes: tuple[str, ...]
    """Their ids."""
    n_paths: int = 65_536
    """Weighted futures for each; raised to whole cycles of 4,096."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityTerms:
    """How firm symbols are where the parameters are not what they were estimated as."""

    __pydantic_config__ = STRICT

    n_draws: int = 40
    """How often the parameters are drawn."""
    forecast_deviation_ppm: int = 100_000
    """How unsure the forecast of all royalties together is: standard deviation of its logarithm, mean 1."""
    driver_deviation_ppm: int = 300_000
    """How unsure each driver is that [joint] describes: the same of its multiple, each by itself."""
    n_paths: int = 2_000
    """Futures of each draw, the same random numbers in all."""
    seed: int = 1
    """Of the draws of the parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityTerms:
    """What every class gains by a little more of each parameter."""

    __pydantic_config__ = STRICT

    of: tuple[Moved, ...]
    """The kinds that are wanted."""
    n_paths: int = 4_096
    """Futures, those of the valuation; raised to whole batches of 512."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationTerms:
    """What is measured beside the classes. All of it is of joint futures."""

    __pydantic_config__ = STRICT

    until: UntilTerms | None = None
    rare_losses: RareLossTerms | None = None
    stability: StabilityTerms | None = None
    sensitivities: SensitivityTerms | None = None


def check_simulation(
    terms: SimulationTerms, joint: JointTerms | None, classes: Sequence[str], file: str, *, is_rated: bool
) -> list[Failure]:
    """List what is wrong with what is asked of a simulation, at `simulation` of the file.

    Args:
        terms: as they stand in the file.
        joint: what is drawn together, if anything is.
        classes: ids of the classes that can lose principal.
        file: its name as the user gave it.
        is_rated: whether the inputs ask for ratings.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    if joint is None and terms != SimulationTerms():
        what, why = "there is no table [joint]", "all of it is of the joint futures of the licences"
        report(Reason.MISSING, "simulation", what, why, "add [joint] with volatility_ppm_annual, such as 200_000")
    for key, number, (low, high) in _bounded(terms):
        if not low <= number <= high:
            what, why = f"{number:_}", f"it lies between {low:_} and {high:_}"
            report(Reason.OUT_OF_RANGE, f"simulation.{key}", what, why, f"write a number from {low:_} to {high:_}")
    if terms.rare_losses is not None:
        _check_classes(terms.rare_losses, classes, report)
    if terms.stability is not None and not is_rated:
        what, why = "there is no table [rating]", "stability is that of the symbols"
        report(Reason.MISSING, "simulation.stability", what, why, "add [rating], even an empty one")
    if terms.sensitivities is not None:
        _check_sensitivities(terms.sensitivities, joint, report)
    return failures


def _bounded(terms: SimulationTerms) -> list[tuple[str, int, tuple[int, int]]]:
    """List keys with their numbers, and the least and most of each."""
    found = []
    if terms.until is not None:
        found += [
            ("until.error_ppm", terms.until.error_ppm, (1, PPM // 10)),
            ("until.most_paths", terms.until.most_paths, (8_192, MOST_PATHS)),
        ]
    if terms.rare_losses is not None:
        found.append(("rare_losses.n_paths", terms.rare_losses.n_paths, (4_096, MOST_PATHS)))
    if terms.stability is not None:
        its = terms.stability
        found += [
            ("stability.n_draws", its.n_draws, (2, MOST_DRAWS)),
            ("stability.forecast_deviation_ppm", its.forecast_deviation_ppm, (0, PPM)),
            ("stability.driver_deviation_ppm", its.driver_deviation_ppm, (0, PPM)),
            ("stability.n_paths", its.n_paths, (100, 100_000)),
            ("stability.seed", its.seed, (0, 2**63 - 1)),
        ]
    if terms.sensitivities is not None:
        found.append(("sensitivities.n_paths", terms.sensitivities.n_paths, (LEAST_BATCH, MOST_BATCHED)))
    return found


def _check_classes(terms: RareLossTerms, classes: Sequence[str], report: Report) -> None:
    if not terms.classes:
        what, why = "no class is named", "rare losses are those of one class at a time"
        report(Reason.MISSING, "simulation.rare_losses.classes", what, why, f"name one of: {', '.join(classes)}")
    for number, of in enumerate(terms.classes, 1):
        key = f"simulation.rare_losses.classes[{number}]"
        if of not in classes:
            what, why = f"{of!r} is no class with a principal to lose", "a class without par promises none"
            report(Reason.UNKNOWN, key, what, why, f"use one of: {', '.join(classes) or 'none'}")
        if of in terms.classes[: number - 1]:
            report(Reason.DUPLICATE, key, f"{of!r} stands twice", "it is one class", "keep one of the two")


def _check_sensitivities(terms: SensitivityTerms, joint: JointTerms | None, report: Report) -> None:
    key = "simulation.sensitivities"
    if not terms.of:
        fix = f"name some of: {', '.join(Moved)}"
        report(Reason.MISSING, f"{key}.of", "no kind is named", "nothing would be measured", fix)
    if joint is not None and joint.copula is Copula.T:
        what, why = "sensitivities under a t copula", "hazards are moved by likelihood ratios, which it has not"
        report(Reason.INCONSISTENT, key, what, why, 'write copula = "gaussian", or leave sensitivities out')
