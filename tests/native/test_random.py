"""Random numbers are those that are published, are the same in machine code and NumPy, and look like chance."""

import hashlib
import itertools

import numpy as np
import pytest
from scipy import stats

from chizai.native.build import compile_code
from chizai.native.flow import Flow
from chizai.native.random import (
    ANGLE_BITS,
    RADIUS_BITS,
    STEP,
    draws,
    mixed,
    normal_pair,
    normals_of,
    path_keys,
    seed_key,
    signed,
    squared_radii_of,
    squared_radius,
    stream_constant,
)
from chizai.native.text import Kind, Text

N_PATHS = 2**16
MARKET, LICENCE = stream_constant("market", ""), stream_constant("licence", "a")
KEYS = path_keys(7, 0, N_PATHS)
MANY = draws(KEYS, LICENCE, 8)
NORMALS = normals_of(MANY)
"""Shape (2, 8, n_paths)."""


def by_code(drawn: "np.ndarray", what: str) -> "np.ndarray":
    """Mix numbers, or make normals or squared radii of them, by machine code."""
    text = Text(8)
    flow = Flow(text, [])
    with flow.loop("%n", 0, 8) as number:
        start = text.say(f"shl i64 {number}, 3")
        here = text.at("%out", start)
        bits = text.load(Kind.WHOLE, text.at("%of", start))
        if what == "mixed":
            text.store(Kind.WHOLE, mixed(text, bits), here)
        elif what == "squared_radius":
            text.store(Kind.FLOAT, squared_radius(text, bits), here)
        else:
            for part, value in enumerate(normal_pair(text, bits)):
                text.store(Kind.FLOAT, value, text.at(here, text.say(f"mul i64 %n, {8 * part}")))
    head = "define void @run(ptr noalias readonly %of, ptr noalias %out, i64 %n) {"
    code = "\n".join((*text.declarations(), head, "entry:", *flow.stack, *text.lines, "  ret void", "}", ""))
    out = np.empty((2, drawn.size) if what == "normals" else drawn.size, np.uint64 if what == "mixed" else np.float64)
    compile_code(code, "run", 3).run(drawn.ctypes.data, out.ctypes.data, drawn.size)
    return out


def test_draws_are_the_published_numbers_of_splitmix64() -> None:
    # seed 1234567, as listed for the reference implementation by S. Vigna
    expected = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    begin = np.array([1234567], np.uint64) + np.uint64(STEP)
    assert draws(begin, 0, 5)[:, 0].tolist() == expected


def test_machine_code_mixes_the_same_bits() -> None:
    numbers = np.arange(4096, dtype=np.uint64) * np.uint64(STEP) + np.uint64(seed_key(3))
    assert (by_code(numbers, "mixed") == draws(numbers, 0, 1)[0]).all()


def test_machine_code_makes_the_same_normals() -> None:
    of = np.ascontiguousarray(MANY[0])
    of[:4] = [0, 2**64 - 1, 2**RADIUS_BITS - 1, 2**63 + 2**40]
    assert abs(by_code(of, "normals") - normals_of(of)).max() < 1e-14
    radii = squared_radii_of(of)
    assert abs(by_code(of, "squared_radius") / radii - 1).max() < 1e-15 * 4


def test_constants_are_made_of_what_names_them() -> None:
    words = hashlib.sha256(b"event\x1fdefault\x1f2").digest()
    assert stream_constant("event", "default", 2) == int.from_bytes(words[:8], "little")
    names = [("a", "b", 0), ("a", "b", 1), ("b", "b", 0), ("ab", "", 0), ("a", "c", 0)]
    assert len({stream_constant(*each) for each in names}) == len(names)


def test_64_bits_keep_their_bits_with_a_sign() -> None:
    assert [signed(each) for each in (0, 2**63 - 1, 2**63, 2**64 - 1)] == [0, 2**63 - 1, -(2**63), -1]


def test_a_path_begins_where_it_does_in_any_block() -> None:
    assert (path_keys(7, 1000, 50) == KEYS[1000:1050]).all()
    assert (path_keys(8, 0, 50) != KEYS[:50]).all()
    assert len(np.unique(KEYS)) == N_PATHS


@pytest.mark.parametrize("shift", range(0, 64, 8))
def test_all_bits_are_uniform(shift: int) -> None:
    values = ((MANY >> np.uint64(shift)) & np.uint64(255)).astype(np.int64).ravel()
    assert stats.chisquare(np.bincount(values, minlength=256)).pvalue > 1e-4


def test_neighbouring_bits_paths_draws_and_streams_are_independent() -> None:
    other = draws(KEYS, MARKET, 8)
    top = [np.uint64(60), np.uint64(15)]
    pairs = {
        "paths": (MANY[:, :-1], MANY[:, 1:]),
        "draws": (MANY[:-1], MANY[1:]),
        "streams": (MANY, other),
        "seeds": (MANY, draws(path_keys(8, 0, N_PATHS), LICENCE, 8)),
        "ends": (MANY, MANY << np.uint64(60)),
    }
    for name, (one, another) in pairs.items():
        cells = (((one >> top[0]) & top[1]) * np.uint64(16) + ((another >> top[0]) & top[1])).astype(np.int64)
        assert stats.chisquare(np.bincount(cells.ravel(), minlength=256)).pvalue > 1e-4, name


def test_normals_have_the_moments_of_the_normal_distribution() -> None:
    for part in NORMALS:
        n_numbers = part.size
        for power, (moment, variance) in enumerate(((0, 1), (1, 2), (0, 15), (3, 96)), start=1):
            assert abs((part**power).mean() - moment) < 4 * (variance / n_numbers) ** 0.5


def test_normals_follow_the_normal_distribution_far_out_too() -> None:
    numbers = NORMALS.ravel()
    assert stats.kstest(numbers, "norm").pvalue > 1e-4
    for bound in (2.0, 3.0, 4.0):
        share = stats.norm.sf(bound)
        allowed = 4 * (share * numbers.size) ** 0.5
        for tail in (numbers > bound, numbers < -bound):
            assert abs(tail.sum() - share * numbers.size) < allowed


def test_both_normals_of_a_draw_and_those_of_others_are_uncorrelated() -> None:
    others = normals_of(draws(KEYS, MARKET, 8))
    rows = [*NORMALS.reshape(16, -1), *others.reshape(16, -1)]
    limit = 4.5 / N_PATHS**0.5  # 992 correlations: one in 300 such suites has one beyond by chance, this seed has none
    for one, other in itertools.combinations(rows, 2):
        assert abs((one * other).mean()) < limit
        assert abs(((one**2 - 1) * (other**2 - 1)).mean() / 2) < limit


def test_no_normal_lies_beyond_what_40_bits_reach() -> None:
    extremes = normals_of(np.array([0, (2**ANGLE_BITS - 1) << RADIUS_BITS], np.uint64))
    assert np.hypot(*extremes) == pytest.approx([(2 * 41 * np.log(2)) ** 0.5] * 2)
    assert abs(extremes).max() < 7.6
