"""Loops and variables in text of LLVM's language, and how it is compiled."""

import numpy as np
import pytest

from chizai.native import build
from chizai.native.flow import Flow
from chizai.native.text import Kind, Text


def turns(first: int, stop: int, step: int) -> list[int]:
    """Give, by machine code, in which turn of how many a loop is, as sums of squares and as their number."""
    text = Text(2)
    flow = Flow(text, [])
    squares, count = (flow.variable(Kind.WHOLE, text.constant(0)) for _ in range(2))
    with flow.loop("%stop", "%first", step) as number:
        whole = text.spread(Kind.WHOLE, number)
        squares.becomes(text.plus(squares.now(), text.times(whole, whole)))
        with flow.loop(3):
            count.becomes(text.plus(count.now(), text.constant(1)))
    for place, each in enumerate((squares, count)):
        text.store(Kind.WHOLE, each.now(), text.at("%out", 16 * place))
    head = "define void @run(ptr noalias %out, i64 %first, i64 %stop) {"
    code = "\n".join((head, "entry:", *flow.stack, *text.taken(), "  ret void", "}", ""))
    out = np.zeros(4, np.int64)
    build.compile_code(code, "run", 3).run(out.ctypes.data, first, stop)
    assert text.lines == []
    return [int(each) for each in out[::2]]


@pytest.mark.parametrize(("first", "stop", "step"), [(0, 5, 1), (0, 5, 2), (2, 3, 1), (3, 3, 1), (4, 1, 1), (-3, 4, 4)])
def test_a_loop_takes_the_turns_of_a_range(first: int, stop: int, step: int) -> None:
    numbers = range(first, stop, step)
    assert turns(first, stop, step) == [sum(each * each for each in numbers), 3 * len(numbers)]


def test_code_that_has_been_compiled_is_at_hand() -> None:
    code = "define void @run(i64 %n) {\n  ret void\n}\n"
    assert build.compile_code(code, "run", 1) is build.compile_code(code, "run", 1)


def test_code_in_no_language_is_a_bug() -> None:
    with pytest.raises(RuntimeError, match="expected"):
        build.compile_code("nonsense", "run", 0)


def test_a_whole_number_without_a_sign_is_written_by_its_bits() -> None:
    assert Text(4).constant(2**64 - 1) == "splat (i64 -1)"
    assert Text(4).constant(2**63 - 1) == "splat (i64 9223372036854775807)"


@pytest.mark.parametrize("limit", [0, 3, 9])
def test_what_depends_on_a_bit_is_done_where_it_is_set(limit: int) -> None:
    text = Text(2)
    flow = Flow(text, [])
    count = flow.variable(Kind.WHOLE, text.constant(0))
    with flow.loop(5) as number, flow.when(text.say(f"icmp slt i64 {number}, %limit")):
        count.becomes(text.plus(count.now(), text.constant(1)))
    text.store(Kind.WHOLE, count.now(), "%out")
    head = "define void @run(ptr noalias %out, i64 %limit) {"
    code = "\n".join((head, "entry:", *flow.stack, *text.taken(), "  ret void", "}", ""))
    out = np.zeros(2, np.int64)
    build.compile_code(code, "run", 2).run(out.ctypes.data, limit)
    assert out.tolist() == [min(limit, 5)] * 2


@pytest.mark.parametrize("n_lanes", [2, 8, 16])
def test_each_path_reads_and_writes_a_place_of_its_own_or_none(n_lanes: int) -> None:
    text = Text(n_lanes)
    numbers = text.load(Kind.WHOLE, "%numbers")
    few = text.compare("slt", numbers, text.constant(40))
    places = text.chosen_places("%row", numbers)
    found = text.gather(Kind.WHOLE, places, few)
    text.scatter(Kind.WHOLE, text.plus(found, text.lane_numbers()), places, few)
    text.store(Kind.WHOLE, found, "%out")
    head = "define void @run(ptr noalias %row, ptr noalias %numbers, ptr noalias %out) {"
    code = "\n".join((*text.declarations(), head, *text.taken(), "  ret void", "}", ""))
    chosen = np.array([40 + lane if lane % 3 == 1 else 39 - 2 * lane for lane in range(n_lanes)])
    row, out = np.arange(100, 140), np.empty(n_lanes, np.int64)
    build.compile_code(code, "run", 3).run(*(each.ctypes.data for each in (row, chosen, out)))
    is_few = chosen < 40
    assert out.tolist() == np.where(is_few, 100 + chosen, 0).tolist()
    expected = np.arange(100, 140)
    expected[chosen[is_few]] += np.arange(n_lanes)[is_few]
    assert row.tolist() == expected.tolist()
