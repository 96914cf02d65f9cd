"""Whether what may end a right or a product's time on the market can be drawn: every failure, with its key."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from chizai.assets.pool import Pool
from chizai.assets.rights import Patent, Right
from chizai.forecast.joint_life_terms import LaunchRisk, OppositionRisk, RenewalRisk
from chizai.forecast.joint_terms import JointTerms, LicenceRisk, RightRisk
from chizai.forecast.processes.events import years_from
from chizai.forecast.processes.launch import MEDICINE_STAGES
from chizai.forecast.processes.renewal import Renewal, has_lapsed, renewal_of_value
from chizai.units.rate import PPM
from chizai.units.result import Failure, Reason, reporter

Report: TypeAlias = Callable[[Reason, str, str, str, str], None]

SURE = 1 - 1e-6
"""A right that would have been given up with such a probability is in force against what is said of its worth."""


def check_lives(terms: JointTerms, pool: Pool, as_of_on: date, file: str) -> list[Failure]:
    """List what keeps oppositions, renewals, losses of exclusivity and launches from being drawn.

    Args:
        terms: in which `joint_check.check_joint` finds nothing wrong, at `joint` of the file.
        pool: with the rights.
        as_of_on: the day as of which all is seen.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    for number, risk in enumerate(terms.rights, 1):
        _check_right(f"joint.rights[{number}] ({risk.right})", risk, pool.right(risk.right), as_of_on, report)
    for number, licence in enumerate(terms.licences, 1):
        _check_licence(f"joint.licences[{number}] ({licence.licence})", licence, report)
    return failures


def _check_right(key: str, risk: RightRisk, right: Right, as_of_on: date, report: Report) -> None:
    for name, part in (("opposition", risk.opposition), ("renewal", risk.renewal)):
        if part is not None and not isinstance(right, Patent):
            what, why = f"{right.id} is no patent", f"the {name} of patents alone is known"
            report(Reason.INCONSISTENT, f"{key}.{name}", what, why, "leave it out, or say lapse_ppm_annual")
    if isinstance(right, Patent) and risk.opposition is not None:
        _check_opposition(f"{key}.opposition", risk.opposition, as_of_on, report)
    if isinstance(right, Patent) and risk.renewal is not None:
        _check_renewal(f"{key}.renewal", risk.renewal, right, as_of_on, report)
    if risk.renewal is not None and risk.lapse_ppm_annual:
        what, why = "both renewal and lapse_ppm_annual", "the same lapse would be drawn twice"
        report(Reason.INCONSISTENT, f"{key}.renewal", what, why, "keep one of the two")


def _check_opposition(key: str, risk: OppositionRisk, as_of_on: date, report: Report) -> None:
    if risk.gazette_on > as_of_on:
        what, why = f"the gazette of {risk.gazette_on} is still to come", f"all is seen as of {as_of_on}"
        report(Reason.INCONSISTENT, f"{key}.gazette_on", what, why, "write the day of the gazette, or leave it out")


def _check_renewal(key: str, risk: RenewalRisk, right: Patent, as_of_on: date, report: Report) -> None:
    if right.jurisdiction != "JP":
        what, why = f"{right.id} is a right of {right.jurisdiction}", "the fees that are known are those of Japan"
        report(Reason.INCONSISTENT, key, what, why, "say lapse_ppm_annual instead")
    if right.registered_on is None or right.registered_on > as_of_on:
        what, why = f"{right.id} is not registered as of {as_of_on}", "fees are due from registration on"
        report(Reason.INCONSISTENT, key, what, why, "give registered_on in the register, or say lapse_ppm_annual")
        return
    [age] = years_from(right.registered_on, [as_of_on])
    renewal = renewal_of(risk, right, age)
    if renewal is not None and has_lapsed(renewal, (age,))[0] > SURE:
        what = f"a year is worth {risk.value_minor_annual:_} yen, and the fee is more"
        why = "such a right would have been given up, but is in force"
        fix = "write a higher worth, or a larger deviation_ppm"
        report(Reason.INCONSISTENT, f"{key}.value_minor_annual", what, why, fix)


def renewal_of(risk: RenewalRisk, right: Patent, age_years: float) -> Renewal | None:
    """Give how a patent of an age, in years since registration, is decided about.

    Returns:
        none where it is past the last year that can be paid for.
    """
    of_one = Renewal(
        log_value=0.0,
        log_deviation=risk.deviation_ppm / PPM,
        decay_annual=risk.value_decline_ppm_annual / PPM,
        n_claims=right.claims,
    )
    if age_years > of_one.schedule.last_year:
        return None
    return renewal_of_value(risk.value_minor_annual, age_years, of_one)


def _check_licence(key: str, risk: LicenceRisk, report: Report) -> None:
    exclusivity = risk.exclusivity
    if exclusivity is not None and exclusivity.left_ppm == PPM:
        what, why = "a loss of exclusivity that takes nothing", "it would change nothing"
        report(Reason.INCONSISTENT, f"{key}.exclusivity.left_ppm", what, why, "write a part below 1_000_000")
    if risk.launch is not None:
        check_launch(f"{key}.launch", risk.launch, report)
        if risk.plan_fails:
            what, why = "both launch and plan_fails", "the same failure would be drawn twice"
            report(Reason.INCONSISTENT, f"{key}.launch", what, why, "keep one of the two")


def check_launch(key: str, risk: LaunchRisk, report: Report) -> None:
    """Report what keeps a development from being followed, at a key."""
    if (risk.stage is None) == (not risk.stages):
        what = "neither stage nor stages" if risk.stage is None else "both stage and stages"
        report(Reason.INCONSISTENT, key, what, "one of the two says what is still to be passed", "write one of them")
    names = [stage.name for stage in MEDICINE_STAGES]
    if risk.stage is not None and risk.stage not in names:
        what, why = f"{risk.stage!r} is no stage of a medicine", "how likely it is passed would be a guess"
        fix = f"write one of {', '.join(names)}, or stages of your own"
        report(Reason.UNKNOWN, f"{key}.stage", what, why, fix)
