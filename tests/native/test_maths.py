"""Functions in machine code are as exact as NumPy's, whatever the number of lanes and the processor."""

import math
import platform
from collections.abc import Callable

import numpy as np
import pytest

from chizai.native import build
from chizai.native.flow import Flow
from chizai.native.maths import EXPONENT_MOST, exp2, log_times, quarter_circle, with_sign_of
from chizai.native.text import Kind, Text

Writes = Callable[[Text, str], str]
ULP = 2.0**-52
GENERATOR = np.random.default_rng(11)
EXPONENTS = np.concatenate((GENERATOR.uniform(-1000, 1000, 4000), GENERATOR.normal(size=4000), np.arange(-99, 101) / 2))
POSITIVES = np.concatenate(
    (
        np.exp(GENERATOR.uniform(-700, 700, 4000)),
        GENERATOR.uniform(0.5, 2, 4000),
        1 + GENERATOR.uniform(-1, 1, 192) * 2.0 ** -np.arange(192.0),
    )
)
TURNS = np.concatenate((GENERATOR.uniform(-0.5, 0.5, 8184), np.linspace(-0.5, 0.5, 8)))


def code_of(writes: Writes, n_lanes: int) -> str:
    """Write a function of one float, over as many as fill all vectors."""
    text = Text(n_lanes)
    flow = Flow(text, [])
    with flow.loop("%n", 0, n_lanes) as number:
        start = text.say(f"shl i64 {number}, 3")
        made = writes(text, text.load(Kind.FLOAT, text.at("%of", start)))
        text.store(Kind.FLOAT, made, text.at("%out", start))
    head = "define void @run(ptr noalias readonly %of, ptr noalias %out, i64 %n) {"
    return "\n".join((*text.declarations(), head, "entry:", *flow.stack, *text.lines, "  ret void", "}", ""))


def made_by(writes: Writes, of: "np.ndarray", n_lanes: int = 8) -> "np.ndarray":
    out = np.empty_like(of)
    assert of.size % n_lanes == 0
    native = build.compile_code(code_of(writes, n_lanes), "run", 3)  # its code lives as long as it does
    native.run(of.ctypes.data, out.ctypes.data, of.size)
    return out


def cosine(text: Text, of: str) -> str:
    return quarter_circle(text, of)[0]


def sine(text: Text, of: str) -> str:
    return quarter_circle(text, of)[1]


def log(text: Text, of: str) -> str:
    return log_times(text, of, 1.0)


def squared_radius(text: Text, of: str) -> str:
    return log_times(text, of, -2.0)


FUNCTIONS: list[tuple[Writes, "np.ndarray"]] = [(exp2, EXPONENTS), (log, POSITIVES), (cosine, TURNS), (sine, TURNS)]


def test_powers_of_2_are_right_to_the_last_bits() -> None:
    expected = np.exp2(EXPONENTS.astype(np.longdouble))
    assert abs(made_by(exp2, EXPONENTS) / expected - 1).max() < 1.5 * ULP


def test_whole_powers_of_2_are_exact() -> None:
    whole = np.arange(-1000.0, 1000.0)
    assert (made_by(exp2, whole) == np.exp2(whole)).all()


def test_powers_of_2_are_held_within_what_a_float_holds() -> None:
    beyond = np.array([-1e300, -1001.0, -1000.0, 1000.0, 1001.0, 5000.0, 1e18, 1e300])
    assert (made_by(exp2, beyond) == np.exp2(np.clip(beyond, -EXPONENT_MOST, EXPONENT_MOST))).all()


def test_logarithms_are_right_to_the_last_bits() -> None:
    expected = np.log(POSITIVES.astype(np.longdouble))
    is_one = expected == 0
    made = made_by(log, POSITIVES)
    assert (made[is_one] == 0).all()
    assert abs(made[~is_one] / expected[~is_one] - 1).max() < 4 * ULP


def test_a_factor_of_the_logarithm_costs_no_digits() -> None:
    expected = -2 * np.log(POSITIVES.astype(np.longdouble))
    wanted = expected != 0
    assert abs(made_by(squared_radius, POSITIVES)[wanted] / expected[wanted] - 1).max() < 4 * ULP


def test_points_of_the_quarter_circle_are_right_to_the_last_bits() -> None:
    angles = (TURNS.astype(np.longdouble) + 0.5) * (np.longdouble(math.pi) / 2)
    assert abs(made_by(cosine, TURNS) - np.cos(angles)).max() < 2 * ULP
    assert abs(made_by(sine, TURNS) - np.sin(angles)).max() < 2 * ULP


def test_a_sign_is_turned_where_the_highest_bit_is_set() -> None:
    of = np.array([1.5, -1.5, 0.25, -8.0] * 2)

    def turned(text: Text, each: str) -> str:
        return with_sign_of(text, text.constant_float(3.0), text.bits_of(each))

    assert made_by(turned, of).tolist() == [3.0, -3.0, 3.0, -3.0] * 2


@pytest.mark.parametrize(("writes", "of"), FUNCTIONS)
def test_bits_do_not_depend_on_the_number_of_lanes(writes: Writes, of: "np.ndarray") -> None:
    of = of[: of.size // 32 * 32]
    eight = made_by(writes, of)
    for n_lanes in (1, 2, 4, 16, 32):
        assert (made_by(writes, of, n_lanes).view(np.int64) == eight.view(np.int64)).all()


@pytest.mark.skipif(platform.machine() not in {"x86_64", "AMD64"}, reason="names processors of one family")
@pytest.mark.parametrize("cpu", ["haswell", "x86-64"])
@pytest.mark.parametrize(("writes", "of"), FUNCTIONS)
def test_bits_do_not_depend_on_the_processor(
    cpu: str, writes: Writes, of: "np.ndarray", monkeypatch: pytest.MonkeyPatch
) -> None:
    import llvmlite.binding as llvm

    here = made_by(writes, of)
    target = llvm.Target.from_default_triple().create_target_machine(cpu=cpu, opt=3, codemodel="jitdefault", jit=True)
    monkeypatch.setattr(build, "_target_machine", lambda: target)
    monkeypatch.setattr(build, "compile_code", build.compile_code.__wrapped__)
    assert (made_by(writes, of).view(np.int64) == here.view(np.int64)).all()
