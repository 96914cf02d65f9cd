"""Two appraisals of the same rights side by side: by which methods, and by which inputs, they differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.inputs import Input, inputs_of, with_input
from chizai.valuation.reconcile import Reconciliation, WeighedMethod
from chizai.valuation.sources import Sources


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    appraisal: Appraisal
    reconciliation: Reconciliation
    sources: Sources


@dataclass(frozen=True, slots=True)
class MethodDifference:
    """What both say by one method; none where one of them does not use it."""

    method_id: str
    first: WeighedMethod | None
    second: WeighedMethod | None

    @property
    def difference_minor(self) -> int | None:
        """Give second less first, where both use it."""
        if self.first is None or self.second is None:
            return None
        return self.second.value.value_minor - self.first.value.value_minor


@dataclass(frozen=True, slots=True)
class InputDifference:
    """An input in which both differ."""

    name: str
    """The input's key without list positions; `weights` for all weights together."""
    first: str
    second: str
    effect_minor: int | None
    """Change of the first's weighted value once it takes the second's input alone; none where it cannot take it alone,
    such as years of another number."""
    origin: Explained


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two appraisals compared. Amounts are minor units."""

    first_id: str
    second_id: str
    difference_minor: int
    """Second's conclusion less the first's."""
    methods: tuple[MethodDifference, ...]
    inputs: tuple[InputDifference, ...]
    """The largest effect first; those without one last."""
    remainder_minor: int
    """What the effects leave of the difference: inputs and methods that one of the two lacks, choices that are no
    numbers, overrides, and what inputs do only together."""
    origin: Explained


def side_by_side(first: Side, second: Side, value_of: Callable[[Appraisal], int | None]) -> SideBySide:
    """Compare two appraisals: each input of the second is put into the first, alone.

    Args:
        first: whose inputs are exchanged.
        second: whose are put in.
        value_of: gives the weighted value of an appraisal of the first's subject, or none where it cannot be used.
    """
    inputs = sorted(_exchanged(first, second, value_of), key=lambda found: -abs(found.effect_minor or 0))
    inputs.sort(key=lambda found: found.effect_minor is None)
    difference_minor = second.reconciliation.value_minor - first.reconciliation.value_minor
    explained_minor = sum(found.effect_minor or 0 for found in inputs)
    remainder_minor = difference_minor - explained_minor
    currency = first.sources.currency
    origin = Explained(
        f"{second.appraisal.id} less {first.appraisal.id}",
        amount_text(difference_minor, currency),
        "difference of the conclusions; inputs exchanged one by one explain "
        f"{amount_text(explained_minor, currency)} of it, {amount_text(remainder_minor, currency)} is left",
        (first.reconciliation.origin, second.reconciliation.origin, *(found.origin for found in inputs)),
    )
    return SideBySide(
        first.appraisal.id,
        second.appraisal.id,
        difference_minor,
        tuple(_by_method(first, second)),
        tuple(inputs),
        remainder_minor,
        origin,
    )


def _by_method(first: Side, second: Side) -> Iterator[MethodDifference]:
    sides = [{method.value.id: method for method in side.reconciliation.weighed} for side in (first, second)]
    for method_id in dict.fromkeys((*sides[0], *sides[1])):
        yield MethodDifference(method_id, sides[0].get(method_id), sides[1].get(method_id))


def _exchanged(first: Side, second: Side, value_of: Callable[[Appraisal], int | None]) -> Iterator[InputDifference]:
    theirs = {given.name: given for given in inputs_of(second.appraisal)}
    for own in inputs_of(first.appraisal):
        other = theirs.get(own.name)
        if other is not None and other.value != own.value:
            value_minor = value_of(with_input(first.appraisal, own.steps, other.value))
            yield _difference((own, other), value_minor, first, second)
    if first.appraisal.weights != second.appraisal.weights:
        value_minor = value_of(replace(first.appraisal, weights=second.appraisal.weights))
        own, other = (Input(("weights",), "weights", "weights", _weights(side)) for side in (first, second))
        yield _difference((own, other), value_minor, first, second)


def _difference(inputs: tuple[Input, Input], value_minor: int | None, first: Side, second: Side) -> InputDifference:
    own, other = inputs
    effect_minor = None if value_minor is None else value_minor - first.reconciliation.methods_minor
    shown = "cannot be exchanged alone" if effect_minor is None else amount_text(effect_minor, first.sources.currency)
    parts = tuple(
        side.sources.leaf(given.key, side.appraisal.id, _text(given)) for side, given in ((first, own), (second, other))
    )
    origin = Explained(f"effect of {own.name}", shown, "the first with the second's input, less the first", parts)
    return InputDifference(own.name, _text(own), _text(other), effect_minor, origin)


def _weights(side: Side) -> tuple[int, ...]:
    return tuple(method.weight_ppm for method in side.reconciliation.weighed)


def _text(given: Input) -> str:
    return ", ".join(f"{number:_}" for number in (given.value if isinstance(given.value, tuple) else (given.value,)))
