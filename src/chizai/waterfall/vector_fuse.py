"""Fewer steps that do the same: a program is written for its reader, but each step costs a pass over rows of paths.

None of the rewritings here changes what a slot that is kept holds after a period:

- a constant that is set anew each period becomes a row that is set once;
- a step that clears or copies a slot is taken into the one that changes it next;
- slots that hold something for a part of a period only share rows, so that all rows stay in the processor's cache.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeAlias

from chizai.deal.program import NONE
from chizai.waterfall import kernel
from chizai.waterfall.vector_line import Line

Lines: TypeAlias = tuple[Line, ...]

TWO_OPERANDS = frozenset({kernel.SUM, kernel.GAP, kernel.LEAST, kernel.MOST, kernel.GATE})
"""Operations that make a out of b and c."""


def fuse(lines: Lines, kept: AbstractSet[int]) -> Lines:
    """Take steps into one another until nothing more can be.

    Args:
        lines: the steps in order.
        kept: the slots whose numbers are wanted after each period.
    """
    before: Lines = ()
    while len(lines) != len(before):
        before, index = lines, 0
        while index < len(lines):
            fused = next((found for rule in _RULES if (found := rule(lines, index, kept)) is not None), None)
            lines, index = (lines, index + 1) if fused is None else (fused, index)
    return lines


def _into_the_next(lines: Lines, index: int, _kept: AbstractSet[int]) -> Lines | None:
    """Take a CLEAR or COPY of a slot into the step that touches it next."""
    line = lines[index]
    if line.operation not in {kernel.CLEAR, kernel.COPY}:
        return None
    later = next((number for number in range(index + 1, len(lines)) if lines[number].touches(line.a)), None)
    if later is None or (lines[later].first, lines[later].last) != (line.first, line.last):
        return None
    if line.operation == kernel.COPY and any(line.b in each.writes for each in lines[index + 1 : later]):
        return None
    merged = _merged(line, lines[later])
    return None if merged is None else (*lines[:index], *lines[index + 1 : later], merged, *lines[later + 1 :])


def _merged(line: Line, later: Line) -> Line | None:
    """Give the one step that does what a CLEAR or COPY and a later step do together."""
    slot = line.a
    if later.overwrites(slot):
        return later
    changes_it = later.a == slot and later.operation in TWO_OPERANDS and later.b == slot and later.c != slot
    if line.operation == kernel.COPY:
        return replace(later, b=line.b) if changes_it else None
    if changes_it and later.operation == kernel.SUM:
        return replace(later, operation=kernel.COPY, b=later.c, c=NONE)
    if later.operation == kernel.ADD:
        return replace(later, operation=kernel.SET)
    if later.operation == kernel.ACCRUE and later.a == slot != later.b:
        return replace(later, is_fresh=1)
    return None


def _of_the_one_before(lines: Lines, index: int, kept: AbstractSet[int]) -> Lines | None:
    """Let the step that makes a number only to be copied make the copy."""
    copy = lines[index]
    if copy.operation != kernel.COPY or copy.b in kept:
        return None
    touching = [number for number, line in enumerate(lines) if line.touches(copy.b)]
    if len(touching) != 2 or touching[1] != index:  # noqa: PLR2004 - the one that makes it, and the copy
        return None
    made = lines[touching[0]]
    is_alone = made.overwrites(copy.b) and made.writes == (copy.b,) and copy.a not in made.reads
    between = lines[touching[0] + 1 : index]
    if not is_alone or (made.first, made.last) != (copy.first, copy.last) or any(x.touches(copy.a) for x in between):
        return None
    return (*lines[: touching[0]], replace(made, a=copy.a), *between, *lines[index + 1 :])


def _read_at_its_origin(lines: Lines, index: int, kept: AbstractSet[int]) -> Lines | None:
    """Let those who read a copy read what it is a copy of, where that does not change before the last of them."""
    copy = lines[index]
    if copy.operation != kernel.COPY or copy.a in kept or copy.a == copy.b:
        return None
    touching = [number for number, line in enumerate(lines) if line.touches(copy.a)]
    is_first = touching[0] == index and all(copy.stands_in_all_of(lines[number]) for number in touching)
    if not is_first or any(copy.a in lines[number].writes for number in touching[1:]):
        return None
    if any(copy.b in line.writes for line in lines[index + 1 : touching[-1] + 1]):
        return None
    renamed = tuple(_renamed(line, {copy.a: copy.b}) for line in lines[index + 1 :])
    return (*lines[:index], *renamed)


def _renamed(line: Line, names: dict[int, int]) -> Line:
    """Let a step read other slots; those that it changes stay."""
    return replace(
        line, **{column: names.get(getattr(line, column), getattr(line, column)) for column in line.operands}
    )


def _for_nobody(lines: Lines, index: int, kept: AbstractSet[int]) -> Lines | None:
    """Leave out a step whose number nobody uses."""
    line = lines[index]
    if line.writes != (line.a,) or line.a in kept or any(line.a in each.reads for each in lines):
        return None
    return (*lines[:index], *lines[index + 1 :])


def _not_twice(lines: Lines, index: int, _kept: AbstractSet[int]) -> Lines | None:
    """Let the NOT of the NOT of a yes or no be that."""
    line = lines[index]
    if line.operation != kernel.NOT:
        return None
    before = next((number for number in reversed(range(index)) if line.b in lines[number].writes), None)
    if before is None or lines[before].operation != kernel.NOT or not lines[before].stands_in_all_of(line):
        return None
    flag = lines[before].b
    makers = [number for number, each in enumerate(lines) if flag in each.writes]
    always = [number for number in makers if number < before and lines[number].stands_in_all_of(line)]
    if not always or any(lines[number].operation not in {kernel.LESS, kernel.NOT} for number in makers):
        return None
    if any(before <= number < index for number in makers):
        return None
    return (*lines[:index], replace(line, operation=kernel.COPY, b=flag), *lines[index + 1 :])


_RULES: tuple[Callable[[Lines, int, AbstractSet[int]], Lines | None], ...] = (
    _into_the_next,
    _of_the_one_before,
    _read_at_its_origin,
    _not_twice,
    _for_nobody,
)


def pay_at_once(lines: Lines, kept: AbstractSet[int]) -> Lines:
    """Name the kinds of PAY that take one pass; a cap that nobody needs afterwards is left as it is."""
    return tuple(
        _kind_of_pay(lines, number, kept) if line.operation == kernel.PAY else line for number, line in enumerate(lines)
    )


def _kind_of_pay(lines: Lines, index: int, kept: AbstractSet[int]) -> Line:
    line = lines[index]
    limits = [slot for slot in (line.b, line.c, line.d) if slot != NONE]
    receivers = [slot for slot in (line.e, line.paid, line.received) if slot != NONE]
    needed = [slot for slot in limits if slot in kept or _span(lines, slot)[1] != index]
    unneeded = [slot for slot in limits if slot not in needed]
    operation = _KINDS.get((len(needed), len(unneeded), len(receivers)))
    if operation is None or len({line.a, *limits, *receivers}) < 1 + len(limits) + len(receivers):
        return line
    b, c, d = (*needed, *unneeded, NONE, NONE)[:3]
    e, paid, received = (*receivers, NONE, NONE, NONE)[:3]
    return replace(line, operation=operation, b=b, c=c, d=d, e=e, paid=paid, received=received)


_KINDS = {
    (1, 0, 0): kernel.PAY_DUE,
    (0, 1, 0): kernel.PAY_DUE,
    (1, 0, 1): kernel.PAY_DUE_TO,
    (0, 1, 1): kernel.MOVE_TO,
    (2, 0, 0): kernel.PAY_CAPPED,
    (2, 0, 1): kernel.PAY_CAPPED_TO,
    (1, 1, 0): kernel.PAY_LIMITED,
    (1, 1, 1): kernel.PAY_LIMITED_TO,
}
"""How a PAY is carried out, by its numbers of limits that are still needed, of those that are not, and of receivers."""


def share_rows(lines: Lines, kept: Sequence[int], n_slots: int) -> dict[int, int]:
    """Give each slot that is used or kept a row; slots that are never in use at the same time may share one."""
    spans = {slot: _span(lines, slot) for slot in range(n_slots)}
    dues = {slot for line in lines if line.operation == kernel.SPLIT for slot in line.writes}
    rows: dict[int, int] = {}
    for slot, span in spans.items():
        if slot in kept or slot in dues or span == (0, len(lines)):
            rows[slot] = len(rows)
    free: list[int] = []
    n_rows = len(rows)
    in_use: dict[int, int] = {}
    for slot, (first, last) in sorted(spans.items(), key=lambda each: each[1]):
        if slot in rows or first > last:
            continue
        for other in [other for other, end in in_use.items() if end < first]:
            free.append(rows[other])
            del in_use[other]
        if not free:
            free.append(n_rows)
            n_rows += 1
        rows[slot] = free.pop()
        in_use[slot] = last
    return rows


def _span(lines: Lines, slot: int) -> tuple[int, int]:
    """Give the numbers of the first and last step that touch a slot; of all steps, if it lasts beyond the period.

    A slot that is not touched has a span that ends before it begins.
    """
    touching = [number for number, line in enumerate(lines) if line.touches(slot)]
    if not touching:
        return 1, 0
    first = lines[touching[0]]
    if first.overwrites(slot) and all(first.stands_in_all_of(lines[number]) for number in touching):
        return touching[0], touching[-1]
    return 0, len(lines)
