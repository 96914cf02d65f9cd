"""Joint futures as machine code: everything that a future of a deal depends on is drawn together, path by path.

A path is the same whatever is drawn beside it: its random numbers are a function of the seed, its number and the ids of
what draws them. So are all bits of what is drawn, on any number of threads, in any blocks, and on any processor that
rounds as IEEE 754 says.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.native.build import LANES, Native, compile_code
from chizai.native.random import seed_key, signed
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.kernel_code import ENTRY, N_ARGUMENTS, write_joint
from chizai.simulate.kernel_numbers import numbers_of
from chizai.simulate.kernel_shape import GIVEN, JointShape, shape_of
from chizai.simulate.model import JointModel
from chizai.simulate.sound import assert_sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CACHE_LINE_BYTES = 64


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """A description of joint futures, ready to be drawn."""

    shape: JointShape
    native: Native
    numbers: "NDArray[np.int64]"
    """What the code reads."""
    n_scratch: int
    """Whole numbers of working memory that a call needs."""
    n_lanes: int
    n_rows: int
    """Streams, licences, events, rates, as `ask.Rows` wants them."""
    given_rows: dict[str, int]
    """Rows of each kind of normals that are handed in."""

    def draw(
        self,
        seed: int,
        first: int,
        stop: int,
        out: "NDArray[np.int64]",
        given: Given | None = None,
        log_weights: "NDArray[np.float64] | None" = None,
    ) -> None:
        """Draw the paths from a number up to another. Threads may draw at once; none of Python's locks is held.

        Args:
            seed: of the random numbers.
            first: number of the first path, 0 or more.
            stop: number of the path after the last.
            out: is filled; shape (n_rows, n_periods, stop - first), a row's paths side by side in memory.
            given: normals that are not drawn, of the kinds that the code was compiled for.
            log_weights: filled with the logarithm of each path's true density over the one that it is drawn from;
                shape (stop - first,), side by side. Needed where there is a tilt.

        Raises:
            ValueError: an array has another shape or kind, or one is missing or not wanted; or there is no path.
        """
        n_paths = stop - first
        if first < 0 or n_paths < 1:
            raise ValueError(f"paths {first} up to {stop} cannot be drawn")
        _assert_array(out, (self.n_rows, self.shape.n_periods, n_paths), "int64", "out")
        rows = self._given(given, n_paths)
        if self.shape.tilted != (log_weights is not None):
            raise ValueError("log weights are filled where there is a tilt, and nowhere else")
        if log_weights is not None:
            _assert_array(log_weights, (n_paths,), "float64", "log_weights")
        whole = n_paths - n_paths % self.n_lanes
        if whole:
            self._run(seed, first, out[..., :whole], rows, log_weights)
        if whole < n_paths:
            self._run_rest(seed, first + whole, whole, (out, rows, log_weights))

    def _given(self, given: Given | None, n_paths: int) -> "dict[str, NDArray[np.float64]]":
        """Give the normals that are handed in, by kind, checked."""
        handed = {each: getattr(given, each) for each in GIVEN if given and getattr(given, each) is not None}
        if set(handed) != self.shape.given:
            raise ValueError(f"compiled for given {sorted(self.shape.given)}, but handed {sorted(handed)}")
        for name, row in handed.items():
            _assert_array(row, (self.given_rows[name], n_paths), "float64", name)
        return handed

    def _run_rest(
        self,
        seed: int,
        first: int,
        done: int,
        of: "tuple[NDArray[np.int64], dict[str, NDArray[np.float64]], NDArray[np.float64] | None]",
    ) -> None:
        """Draw the last paths, that do not fill a vector, and some more that nobody looks at."""
        import numpy as np

        out, rows, log_weights = of
        n_rest = out.shape[2] - done
        made = np.empty((*out.shape[:2], self.n_lanes), np.int64)
        padded = {name: np.zeros((row.shape[0], self.n_lanes)) for name, row in rows.items()}
        for name, row in rows.items():
            padded[name][:, :n_rest] = row[:, done:]
        weights = None if log_weights is None else np.empty(self.n_lanes)
        self._run(seed, first, made, padded, weights)
        out[..., done:] = made[..., :n_rest]
        if log_weights is not None and weights is not None:
            log_weights[done:] = weights[:n_rest]

    def _run(
        self,
        seed: int,
        first: int,
        out: "NDArray[np.int64]",
        rows: "dict[str, NDArray[np.float64]]",
        log_weights: "NDArray[np.float64] | None",
    ) -> None:
        """Draw a number of paths that fills all vectors."""
        import numpy as np

        memory = np.empty(self.n_scratch + CACHE_LINE_BYTES * 2, np.int64)
        aligned = memory.ctypes.data + -memory.ctypes.data % (8 * self.n_lanes)
        given = [(rows[each].ctypes.data, rows[each].strides[0]) if each in rows else (0, 0) for each in GIVEN]
        self.native.run(
            self.numbers.ctypes.data,
            aligned,
            out.ctypes.data,
            *out.strides[:2],
            signed(seed_key(seed)),
            first,
            out.shape[2],
            *(number for each in given for number in each),
            0 if log_weights is None else log_weights.ctypes.data,
        )


def compile_joint(
    model: JointModel,
    rows: Rows,
    *,
    tilt: Tilt | None = None,
    given: Collection[str] = (),
    n_lanes: int = LANES,
) -> Joint:
    """Make a description of joint futures ready to be drawn; those that differ in nothing but numbers share code.

    Args:
        model: what is drawn.
        rows: what is wanted of it.
        tilt: means of normals that are drawn round another than 0. They are added to those that are handed in, too.
        given: kinds of normals that are handed in with each draw: fields of `ask.Given`.
        n_lanes: paths in a vector, 8 or 16; the bits do not depend on it.

    Raises:
        ValueError: the description cannot be drawn, or a kind of normals or a tilt does not fit it.
        ModuleNotFoundError: the extra `vector` is not installed.
    """
    assert_sound(model)
    if not set(given) <= set(GIVEN):
        raise ValueError(f"of given {sorted(given)}, only {list(GIVEN)} can be handed in")
    if tilt and (len(tilt.market) != model.n_periods or len(tilt.events) not in {0, len(model.events)}):
        raise ValueError("a tilt needs a mean for each period, and for each event or none")
    shape = shape_of(model, rows, tilt, frozenset(given))
    beside = numbers_of(model, shape, tilt, n_lanes)
    n_rows = model.n_streams + len(model.licences) * rows.licences
    n_rows += len(model.events) * rows.events + len(model.rates) * rows.rates
    return Joint(
        shape=shape,
        native=compile_code(write_joint(shape, n_lanes), ENTRY, N_ARGUMENTS),
        numbers=beside.numbers,
        n_scratch=beside.n_scratch_rows * n_lanes,
        n_lanes=n_lanes,
        n_rows=n_rows,
        given_rows={"market": model.n_periods, "events": len(model.events), "levels": len(model.licences)},
    )


def _assert_array(array: "NDArray[np.generic]", shape: tuple[int, ...], kind: str, name: str) -> None:
    """Refuse an array that the code would read or write beyond."""
    if array.dtype != kind or array.shape != shape or array.strides[-1] != array.itemsize:
        raise ValueError(
            f"{name}: {array.dtype} {array.shape}, strides {array.strides}, not {kind} {shape} side by side"
        )
