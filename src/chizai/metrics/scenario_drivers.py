"""Whether scenarios can move the drivers of the joint futures that they name: every failure, with its key."""

from collections.abc import Sequence
from dataclasses import replace

from chizai.forecast.joint_check import check_numbers
from chizai.forecast.joint_stress import Stress, moved, stresses_of
from chizai.forecast.joint_terms import JointTerms
from chizai.metrics.scenarios import Scenario
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failure, Reason, reporter

MOST_PPM = 100 * PPM
"""No driver is moved to more than a hundred times what is described: a larger number stands in another unit."""


def check_drivers(
    scenarios: Sequence[Scenario], joint: JointTerms | None, file: str, *, is_fitted: bool
) -> list[Failure]:
    """List what keeps scenarios from moving drivers, at `scenarios[n].drivers` of the file.

    Args:
        scenarios: as they stand in the file.
        joint: what is drawn together, if anything is; `joint_check.check_joint` finds nothing wrong in it.
        file: its name as the user gave it.
        is_fitted: whether a fit says how far a licence strays, so that popularity is moved whatever is written.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    for number, scenario in enumerate(scenarios, 1):
        drivers, key = scenario.drivers, f"scenarios[{number}] ({scenario.name}).drivers"
        if drivers is None:
            continue
        if joint is None:
            what, why = "there is no table [joint]", "drivers are those of the joint futures"
            report(Reason.INCONSISTENT, key, what, why, "add [joint], or remove drivers")
            continue
        used = {*stresses_of(joint), *((Stress.POPULARITY,) if is_fitted else ())}
        for stress in Stress:
            multiple_ppm, at = drivers.of(stress), f"{key}.{stress}_ppm"
            if not 0 <= multiple_ppm <= MOST_PPM:
                what = f"{stress} at {format_ppm(multiple_ppm)} of what is described"
                why = f"a multiple lies between none and {format_ppm(MOST_PPM)}"
                report(Reason.OUT_OF_RANGE, at, what, why, "write the multiple in ppm; 2_000_000 is twice")
            elif multiple_ppm != PPM and stress not in used:
                what, why = f"[joint] describes nothing of {stress}", "moving it would change nothing"
                report(Reason.INCONSISTENT, at, what, why, "describe it in [joint], or remove the key")
        if all(0 <= drivers.of(stress) <= MOST_PPM for stress in Stress):
            failures += _beyond(scenario, joint, key, file)
    return failures


def _beyond(scenario: Scenario, joint: JointTerms, key: str, file: str) -> list[Failure]:
    """Say what a scenario moves out of its bounds."""
    found: list[Failure] = []
    if scenario.drivers is not None:
        check_numbers(moved(joint, scenario.drivers), "joint", reporter(found, file))
    why = "beyond its bounds no future can be drawn"
    return [
        replace(failure, place=replace(failure.place, key=key), what=f"{failure.place.key}: {failure.what}", why=why)
        for failure in found
    ]
