"""What each input does to a value: every one moved down and up alone."""

from collections.abc import Callable
from dataclasses import dataclass

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.valuation.assumptions import Appraisal
from chizai.valuation.evaluate import comparables_of, told_of
from chizai.valuation.input_ranges import RANGES
from chizai.valuation.inputs import Input, Steps, inputs_of, with_input
from chizai.valuation.sources import PROGRAM_ASSUMPTION, Sources
from chizai.valuation.weights_check import effective_weights

POINT_PPM_ANNUAL = 10_000
"""An annual rate is moved by one percentage point."""
NOT_MOVED = frozenset({"n_paths", "n_steps", "seed", "steps_a_year"})
"""How a value is computed, not what it is computed from."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What one input does to the weighted value. Changes are minor units."""

    key: str
    """The input's key below the appraisal."""
    low_change_minor: int
    """Change of the value when the input is moved down."""
    high_change_minor: int
    """The same when it is moved up."""
    origin: Explained

    @property
    def width_minor(self) -> int:
        """How far apart the least and the most of base, low and high are."""
        changes = (0, self.low_change_minor, self.high_change_minor)
        return max(changes) - min(changes)


def sensitivities(
    appraisal: Appraisal, value_of: Callable[[Appraisal], int], sources: Sources
) -> tuple[Sensitivity, ...]:
    """Move every input alone: annual rates by a percentage point, all else by a tenth of itself.

    No input leaves what is possible for it (`input_ranges`). One that the moves leave as it is, such as an amount of 0,
    is not shown, nor are those of methods without weight. All years of an input are moved together. Simulated methods
    use the same random numbers.

    Args:
        appraisal: as it is.
        value_of: gives an appraisal's weighted value in minor units.
        sources: of the appraisal.

    Returns:
        the widest first; of two alike, the one that stands first.
    """
    base_minor, counted = value_of(appraisal), _counted(appraisal)
    found = []
    for given in inputs_of(appraisal):
        low, high = _moved(given, -1), _moved(given, 1)
        is_moved = given.field not in NOT_MOVED and (low, high) != (given.value, given.value)
        if is_moved and given.steps[:2] in counted:
            changes = [value_of(with_input(appraisal, given.steps, moved)) - base_minor for moved in (low, high)]
            found.append(_sensitivity(given, (low, high), (changes[0], changes[1]), sources))
    return tuple(sorted(found, key=lambda sensitivity: -sensitivity.width_minor))


def _counted(appraisal: Appraisal) -> set[Steps]:
    """Give where the methods with weight stand, and the comparables that they read."""
    weighed = {weight.method for weight in effective_weights(appraisal) if weight.weight_ppm}
    methods = [(field, index, told) for field, index, told in told_of(appraisal) if told.id in weighed]
    read = [comparables_of(told, appraisal) for _, _, told in methods]
    own: set[Steps] = {(field, index) for field, index, _ in methods}
    return own | {("comparables", index) for index, their in enumerate(appraisal.comparables) if their in read}


def _moved(given: Input, direction: int) -> int | tuple[int, ...]:
    if isinstance(given.value, tuple):
        return tuple(_moved_one(given.field, value, direction) for value in given.value)
    return _moved_one(given.field, given.value, direction)


def _moved_one(field: str, value: int, direction: int) -> int:
    by = POINT_PPM_ANNUAL if field.endswith("_ppm_annual") else max(abs(value) // 10, 1 if value else 0)
    low, high = RANGES[field]
    return min(max(value + direction * by, low), high)


def _sensitivity(
    given: Input, moved: tuple[int | tuple[int, ...], int | tuple[int, ...]], changes: tuple[int, int], sources: Sources
) -> Sensitivity:
    low, high = (amount_text(change, sources.currency) for change in changes)
    because = f"{PROGRAM_ASSUMPTION}: moved alone, annual rates by a point, all else by a tenth"
    parts = (
        sources.leaf(given.key, "as it is", _shown(given.value)),
        Explained("moved down and up", f"{_shown(moved[0])} and {_shown(moved[1])}", because),
    )
    origin = Explained(f"change of the value with {given.key}", f"{low} down, {high} up", "moved less base", parts)
    return Sensitivity(given.key, *changes, origin)


def _shown(value: int | tuple[int, ...]) -> str:
    return ", ".join(f"{number:_}" for number in (value if isinstance(value, tuple) else (value,)))
