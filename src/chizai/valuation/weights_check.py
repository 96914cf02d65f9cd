"""Whether the weights of an appraisal can be used: named, reasoned, one together, and no unsuited method unnoticed."""

from collections.abc import Collection

from chizai.units.rate import PPM
from chizai.units.result import Reason
from chizai.valuation.assumptions import Appraisal, MethodWeight, Override, ValueOverride
from chizai.valuation.evaluate import method_of, told_of
from chizai.valuation.input_ranges import Report
from chizai.valuation.suitability import Suitability, suited


def check_weights(appraisal: Appraisal, kinds: Collection[str], report: Report) -> None:
    """Report what is wrong with weights and overrides.

    Args:
        appraisal: whose weights they are.
        kinds: of the rights that are valued; may be empty where the subject itself is wrong.
        report: takes each failure.
    """
    methods = {told.id: told for _, _, told in told_of(appraisal)}
    if not appraisal.weights and len(methods) > 1:
        what, why = f"{len(methods)} methods have no weights", "the value is their weighted mean"
        report(Reason.MISSING, "weights", what, why, "add a weight with its reason for each method that counts")
    for number, weight in enumerate(effective_weights(appraisal), start=1):
        key = f"weights[{number}]" if appraisal.weights else "weights"
        if weight.method not in methods:
            what, fix = f"there is no method {weight.method!r}", f"name one of: {', '.join(methods)}"
            report(Reason.UNKNOWN, f"{key}.method", what, "a weight is of a method", fix)
        elif kinds and weight.weight_ppm and weight.override is None:
            says = suited(method_of(methods[weight.method], appraisal), kinds, appraisal.situation)
            if says.suitability is Suitability.UNSUITED:
                what = f"{weight.method!r} is unsuited to rights that are {appraisal.situation}: {says.because}"
                why = "a value that rests on it would mislead"
                report(
                    Reason.INCONSISTENT, key, what, why, "weigh another method, or record an override with the weight"
                )
        _check_weight(key, weight, report)
    _check_override("override", appraisal.override, report)
    if appraisal.override is not None and appraisal.override.value_minor < 0:
        what, why = f"{appraisal.override.value_minor:_}", "nobody pays to be rid of rights that can be given up"
        report(Reason.OUT_OF_RANGE, "override.value_minor", what, why, "write 0 or more")
    _check_together(appraisal, report)


def effective_weights(appraisal: Appraisal) -> tuple[MethodWeight, ...]:
    """Give the weights; all of it for a single method that has none."""
    told = [told for _, _, told in told_of(appraisal)]
    if appraisal.weights or len(told) != 1:
        return appraisal.weights
    return (MethodWeight(method=told[0].id, weight_ppm=PPM, because="the only method"),)


def _check_weight(key: str, weight: MethodWeight, report: Report) -> None:
    if not 0 <= weight.weight_ppm <= PPM:
        why, fix = "a weight is a part of one", "write a number from 0 to 1_000_000"
        report(Reason.OUT_OF_RANGE, f"{key}.weight_ppm", f"{weight.weight_ppm:_}", why, fix)
    if not weight.because.strip():
        why = "a weight without a reason cannot be judged"
        report(Reason.MISSING, f"{key}.because", "no reason is given", why, "say why the method counts as much")
    _check_override(f"{key}.override", weight.override, report)


def _check_together(appraisal: Appraisal, report: Report) -> None:
    names = [weight.method for weight in appraisal.weights]
    for name in sorted({name for name in names if names.count(name) > 1}):
        report(Reason.DUPLICATE, "weights", f"{name!r} is weighed twice", "it counts once", "remove one")
    total_ppm = sum(weight.weight_ppm for weight in appraisal.weights)
    if appraisal.weights and total_ppm != PPM:
        what, why = f"the weights sum to {total_ppm:_}", "the value is a weighted mean"
        report(Reason.INCONSISTENT, "weights", what, why, f"make them sum to {PPM:_}")


def _check_override(key: str, override: Override | ValueOverride | None, report: Report) -> None:
    if override is None:
        return
    for field in ("by", "because"):
        if not getattr(override, field).strip():
            why = "an override is recorded with who, why and when"
            report(Reason.MISSING, f"{key}.{field}", "it is empty", why, "say who judged, and why")
