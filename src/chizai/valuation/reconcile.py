"""Several methods, one value: weights with their reasons, and the appraiser's override beside what the methods give."""

from collections.abc import Collection
from dataclasses import dataclass

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm, share_floor
from chizai.valuation.assumptions import Appraisal, MethodWeight, Override, ValueOverride
from chizai.valuation.evaluate import Evaluation
from chizai.valuation.methods import MethodValue
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources
from chizai.valuation.suitability import Suited, suited
from chizai.valuation.weights_check import effective_weights


@dataclass(frozen=True, slots=True)
class WeighedMethod:
    """What a method says, what it counts, and how well it suits."""

    value: MethodValue
    weight_ppm: int
    """0 where it is shown and does not count."""
    because: str
    """Why it counts as much; empty where it has no weight."""
    suited: Suited
    override: Override | None
    """Who lets it count although it is unsuited."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How the methods become one value. Amounts are minor units."""

    weighed: tuple[WeighedMethod, ...]
    """Every method of the appraisal."""
    methods_minor: int
    """Weighted mean of the methods, rounded down once."""
    lowest_minor: int
    """The least that a method which counts gives."""
    highest_minor: int
    """The most."""
    value_minor: int
    """The conclusion: the weighted mean, or the override."""
    override: ValueOverride | None
    origin: Explained


def weighted_minor(appraisal: Appraisal, evaluation: Evaluation) -> int:
    """Give the weighted mean of the methods' values, rounded down once.

    Args:
        appraisal: its weights are one together.
        evaluation: of its methods.
    """
    values_minor = {value.id: value.value_minor for value in evaluation.methods}
    weights = effective_weights(appraisal)
    return sum(values_minor[weight.method] * weight.weight_ppm for weight in weights) // PPM


def reconcile(appraisal: Appraisal, evaluation: Evaluation, kinds: Collection[str], sources: Sources) -> Reconciliation:
    """Weigh the methods, and set the appraiser's own value in place of their mean where there is one.

    Args:
        appraisal: as `appraisal_check` passes it.
        evaluation: of its methods.
        kinds: of the rights that are valued.
        sources: of the appraisal.
    """
    weights = {weight.method: weight for weight in effective_weights(appraisal)}
    weighed = tuple(_weighed(value, weights.get(value.id), kinds, appraisal) for value in evaluation.methods)
    methods_minor = weighted_minor(appraisal, evaluation)
    counted = [method.value.value_minor for method in weighed if method.weight_ppm]
    override = appraisal.override
    origin = Explained(
        f"weighted value of {appraisal.id}",
        amount_text(methods_minor, sources.currency),
        "sum of method x weight, rounded down",
        tuple(_part(method, weights, appraisal, sources) for method in weighed),
    )
    if override is not None:
        origin = _overridden(override, origin, appraisal.id, sources)
    value_minor = methods_minor if override is None else override.value_minor
    return Reconciliation(weighed, methods_minor, min(counted), max(counted), value_minor, override, origin)


def _weighed(
    value: MethodValue, weight: MethodWeight | None, kinds: Collection[str], appraisal: Appraisal
) -> WeighedMethod:
    says = suited(value.method, kinds, appraisal.situation)
    if weight is None:
        return WeighedMethod(value, 0, "", says, None)
    return WeighedMethod(value, weight.weight_ppm, weight.because, says, weight.override)


def _part(method: WeighedMethod, weights: dict[str, MethodWeight], appraisal: Appraisal, sources: Sources) -> Explained:
    """Show a method with its weight, and what the table of suitability says of it."""
    says = f"{method.suited.suitability}: {method.suited.because}"
    if method.override is not None:
        given = method.override
        says += f"; counts all the same by {given.by} on {given.given_on}: {given.because}"
    label = f"{method.value.id} x {format_ppm(method.weight_ppm)}"
    shown = amount_text(share_floor(method.value.value_minor, method.weight_ppm), sources.currency)
    because = f"value x weight, shown rounded down; {says} ({PROGRAM_ASSUMPTION})"
    return Explained(label, shown, because, (method.value.origin, _weight_leaf(method, weights, appraisal, sources)))


def _weight_leaf(
    method: WeighedMethod, weights: dict[str, MethodWeight], appraisal: Appraisal, sources: Sources
) -> Explained:
    label, shown = f"weight of {method.value.id}", format_ppm(method.weight_ppm)
    if not appraisal.weights or method.value.id not in weights:
        because = method.because or "no weight is given, so it does not count"
        return Explained(label, shown, f"{PROGRAM_ASSUMPTION}: {because}")
    index = appraisal.weights.index(weights[method.value.id])
    return Explained(label, shown, method.because, source=sources.below("weights", index).place("weight_ppm"))


def _overridden(override: ValueOverride, methods: Explained, name: str, sources: Sources) -> Explained:
    shown = amount_text(override.value_minor, sources.currency)
    told = f"set by {override.by} on {override.given_on}: {override.because}"
    leaf = Explained("override", shown, told, source=sources.below("override").place("value_minor"))
    because = "the override stands in place of what the methods give"
    return Explained(f"concluded value of {name}", shown, because, (leaf, methods))
