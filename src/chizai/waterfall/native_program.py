"""A whole program in LLVM's language: one function that carries it out over as many paths as it is given.

For so many paths at a time, period after period, each step is a few instructions over vectors. Which vector a slot
holds is known when the code is written, so that the compiler keeps it in a register wherever it can; a step that clears
or copies a slot costs nothing. Steps that do not stand in all periods are jumped over, all paths together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from chizai.deal.program import Program
from chizai.waterfall.native_steps import Draft, carry_out
from chizai.waterfall.native_text import Kind, Row, Text
from chizai.waterfall.vector_paths import Asked, Detail, Reading

ENTRY = "run_paths"
"""The function: `terms`, the period's numbers, shape (n_periods, n_terms); `opening`, the numbers that are carried at
closing of the deal; `inputs` and `results`, each with the bytes from one row to the next and from one period to the
next, a row's paths next to each other; the number of paths, a multiple of those that a vector holds."""
N_ARGUMENTS = 9
"""How many that are."""

CACHE_LINE = 8
"""Whole numbers that the processor fetches at once."""

PERIODS_AHEAD = 3
"""How many periods ahead inputs are fetched."""


@dataclass(frozen=True, slots=True)
class Written:
    """The code of a program, and the numbers that belong to it."""

    code: str
    terms: tuple[Row, ...]
    """Shape (n_terms, n_periods)."""
    opening: tuple[int, ...]


def write_program(program: Program, asked: Sequence[Asked], detail: Detail, n_lanes: int) -> Written:
    """Write the code of a program.

    Args:
        program: as `compile_deal` gives it.
        asked: what each row of the results is.
        detail: whether results are given after each period or after the last.
        n_lanes: paths in a vector.
    """
    # in their order, so that a program is always the same text, of which compiled code may be at hand
    sums = dict.fromkeys(part for each in asked for part in each.parts if part.reading is not Reading.CLOSING)
    text = Text(n_lanes)
    draft = Draft(program, text, frozenset(sums))
    if detail is Detail.PERIODS:
        draft.held |= dict.fromkeys(sums, text.constant(0))
    _fetch_ahead(draft)
    block = _period(draft)
    ends = [reduce(text.plus, [draft.of(part if part in sums else part.slot) for part in each.parts]) for each in asked]
    period = text.taken()
    by_period = detail is Detail.PERIODS
    _store(text, ends, "%results.now" if by_period else "%results.here")
    stores = text.taken()
    opened = [text.read(Kind.WHOLE, "%opening", number) for number in range(len(draft.carried))]
    opening = text.taken()
    phis = [
        f"  {name} = phi {text.wholes} [ {value}, %lanes ], [ {draft.of(slot)}, %{block} ]"
        for (slot, name), value in zip(draft.carried.items(), opened, strict=True)
    ]
    code = (
        *text.declarations(),
        "declare void @llvm.prefetch.p0(ptr, i32, i32, i32)",
        *_head(len(program.inputs), len(asked)),
        *opening,
        *_periods(block, phis, 8 * len(text.terms)),
        *period,
        *(stores if by_period else ()),
        "  %period.next = add i64 %period, 1",
        f"  %is.over = icmp eq i64 %period.next, {len(program.payment_dates)}",
        "  br i1 %is.over, label %done, label %periods",
        "done:",
        *(() if by_period else stores),
        *_foot(n_lanes),
    )
    opens = tuple(0 if isinstance(slot, Asked) else program.slots[slot].opening_minor for slot in draft.carried)
    return Written("\n".join(code), tuple(row for _, row in text.terms), opens)


def _head(n_inputs: int, n_asked: int) -> tuple[str, ...]:
    """Begin the function, up to the loop over vectors of paths."""
    of, rows = "ptr noalias readonly", "i64 %input.bytes, i64 %input.period.bytes"
    ways = f"{rows}, ptr noalias %results, i64 %result.bytes, i64 %result.period.bytes"
    return (
        f"define void @{ENTRY}({of} %terms, {of} %opening, {of} %inputs, {ways}, i64 %n.paths) #0 {{",
        "entry:",
        *(f"  %input{number} = mul i64 %input.bytes, {number}" for number in range(n_inputs)),
        *(f"  %result{number} = mul i64 %result.bytes, {number}" for number in range(n_asked)),
        "  br label %lanes",
        "lanes:",
        "  %lane = phi i64 [ 0, %entry ], [ %lane.next, %done ]",
        "  %lane.bytes = shl i64 %lane, 3",
        "  %inputs.here = getelementptr i8, ptr %inputs, i64 %lane.bytes",
        "  %results.here = getelementptr i8, ptr %results, i64 %lane.bytes",
    )


def _periods(block: str, phis: Sequence[str], term_bytes: int) -> tuple[str, ...]:
    """Begin the loop over periods, which ends in a block."""
    return (
        "  br label %periods",
        "periods:",
        f"  %period = phi i64 [ 0, %lanes ], [ %period.next, %{block} ]",
        f"  %results.now = phi ptr [ %results.here, %lanes ], [ %results.next, %{block} ]",
        *phis,
        f"  %terms.at = mul i64 %period, {term_bytes}",
        "  %terms.now = getelementptr i8, ptr %terms, i64 %terms.at",
        "  %inputs.at = mul i64 %period, %input.period.bytes",
        "  %inputs.now = getelementptr i8, ptr %inputs.here, i64 %inputs.at",
        "  %results.next = getelementptr i8, ptr %results.now, i64 %result.period.bytes",
    )


def _foot(n_lanes: int) -> tuple[str, ...]:
    return (
        f"  %lane.next = add i64 %lane, {n_lanes}",
        "  %is.last = icmp uge i64 %lane.next, %n.paths",
        "  br i1 %is.last, label %end, label %lanes",
        "end:",
        "  ret void",
        "}",
        'attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }',
        "",
    )


def _fetch_ahead(draft: Draft) -> None:
    """Fetch what will be read some periods later, or by the next paths: the processor does not see it coming.

    Rows often lie a power of two apart. All of them then compete for the same few places of a cache, so that more than
    some periods ahead would be too early. To fetch what lies beyond the rows does no harm.
    """
    text, n_periods = draft.text, len(draft.program.payment_dates)
    ahead = min(PERIODS_AHEAD, n_periods)
    is_of_next = text.say(f"icmp sge i64 %period, {n_periods - ahead}")
    periods = text.say(f"select i1 {is_of_next}, i64 {ahead - n_periods}, i64 {ahead}")
    lanes = text.say(f"select i1 {is_of_next}, i64 {8 * text.n_lanes}, i64 0")
    further = text.say(f"mul i64 {periods}, %input.period.bytes")
    bytes_ahead = text.say(f"add i64 {further}, {lanes}")
    for number in range(len(draft.program.inputs)):
        offset = text.say(f"add i64 {bytes_ahead}, %input{number}")
        row = text.say(f"getelementptr i8, ptr %inputs.now, i64 {offset}")
        for place in range(0, text.n_lanes, CACHE_LINE):
            line = text.say(f"getelementptr i64, ptr {row}, i64 {place}")
            text.do(f"  call void @llvm.prefetch.p0(ptr {line}, i32 0, i32 3, i32 1)")


def _store(text: Text, ends: Sequence[str], place: str) -> None:
    for number, value in enumerate(ends):
        row = text.say(f"getelementptr i8, ptr {place}, i64 %result{number}")
        text.do(f"  store {text.wholes} {value}, ptr {row}, align 8")


def _period(draft: Draft) -> str:
    """Write all steps; give the name of the block in which they end."""
    steps, block = draft.program.steps, "periods"
    spans = groupby(range(len(steps)), lambda number: (steps[number].first_period, steps[number].last_period))
    for span, numbers in spans:
        if span == (0, len(draft.program.payment_dates) - 1):
            for number in numbers:
                carry_out(draft, number)
        else:
            block = _in_some_periods(draft, tuple(numbers), block)
    return block


def _in_some_periods(draft: Draft, numbers: tuple[int, ...], block: str) -> str:
    """Write steps that are jumped over in other periods; give the name of the block that follows them."""
    text, first = draft.text, draft.program.steps[numbers[0]]
    some, after = f"some{numbers[0]}", f"after{numbers[0]}"
    begun = text.say(f"icmp sge i64 %period, {first.first_period}")
    not_over = text.say(f"icmp sle i64 %period, {first.last_period}")
    stands = text.say(f"and i1 {begun}, {not_over}")
    text.do(f"  br i1 {stands}, label %{some}, label %{after}", f"{some}:")
    before, at_hand = dict(draft.held), dict(text.at_hand)
    for number in numbers:
        carry_out(draft, number)
    text.do(f"  br label %{after}", f"{after}:")
    changed, draft.held, text.at_hand = draft.held, before | draft.carried | before, at_hand
    for slot, value in changed.items():
        if draft.of(slot) != value:
            one = f"[ {value}, %{some} ], [ {draft.of(slot)}, %{block} ]"
            draft.held[slot] = text.say(f"phi {text.wholes} {one}")
    return after
