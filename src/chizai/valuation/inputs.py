"""The inputs of an appraisal, one by one: to check them, to move them, to compare them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeAlias

from chizai.valuation.assumptions import Appraisal

Steps: TypeAlias = tuple[str | int, ...]
"""Fields and list positions, from 0, that lead to an input."""

METHOD_LISTS = (
    "relief_from_royalty",
    "excess_earnings",
    "with_and_without",
    "licence_cash",
    "market_multiples",
    "costs",
    "delay_options",
    "abandonment_options",
    "development_options",
)
"""The fields of an appraisal that hold methods."""
VALUED = (*METHOD_LISTS, "comparables")
"""The fields that the methods' values follow from."""


@dataclass(frozen=True, slots=True)
class Input:
    """One number, or one number for each year."""

    steps: Steps
    key: str
    """As failures write it, such as `costs[1] (rebuild).profit_ppm`."""
    name: str
    """The same without list positions, so that two appraisals can be compared: `costs (rebuild).profit_ppm`."""
    value: int | tuple[int, ...]

    @property
    def field(self) -> str:
        """Give the name of the field itself."""
        return str(self.steps[-1])


def inputs_of(appraisal: Appraisal) -> Iterator[Input]:
    """Yield every whole number that a method or comparable is told, in the order of the fields."""
    for field in VALUED:
        yield from _inputs(getattr(appraisal, field), (field,), field, field)


def is_sourced(given: Input) -> bool:
    """Tell what a comparable's own source shows: all of its row but the adjustments."""
    return given.steps[0] == "comparables" and given.field != "change_ppm"


def with_input(appraisal: Appraisal, steps: Steps, value: int | tuple[int, ...]) -> Appraisal:
    """Give an appraisal with one of its inputs changed.

    Args:
        appraisal: which has the input.
        steps: that lead to it.
        value: its new value.

    Raises:
        TypeError: the steps lead to no input.
    """
    changed = _changed(appraisal, steps, value)
    if not isinstance(changed, Appraisal):
        raise TypeError(f"{steps!r} leads to no input of an appraisal")
    return changed


def _changed(content: object, steps: Steps, value: int | tuple[int, ...]) -> object:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(content, tuple) and isinstance(step, int):
        return (*content[:step], _changed(content[step], rest, value), *content[step + 1 :])
    if is_dataclass(content) and not isinstance(content, type):
        return replace(content, **{str(step): _changed(getattr(content, str(step)), rest, value)})
    raise TypeError(f"{step!r} leads nowhere in {content!r}")


def _inputs(content: object, steps: Steps, key: str, name: str) -> Iterator[Input]:
    if is_dataclass(content):
        for field in fields(content):
            inner = getattr(content, field.name)
            yield from _inputs(inner, (*steps, field.name), f"{key}.{field.name}", f"{name}.{field.name}")
    elif isinstance(content, tuple) and not _is_numbers(content):
        for index, item in enumerate(content):
            item_id = getattr(item, "id", "")
            item_key = f"{key}[{index + 1}]" + (f" ({item_id})" if item_id else "")
            item_name = f"{name} ({item_id or getattr(item, 'because', '')})"
            yield from _inputs(item, (*steps, index), item_key, item_name)
    elif isinstance(content, tuple | int) and not isinstance(content, bool):
        yield Input(steps, key, name, content)


def _is_numbers(content: tuple[object, ...]) -> bool:
    """Tell a list of numbers from one of tables, and from an empty one."""
    return bool(content) and all(isinstance(item, int) for item in content)
