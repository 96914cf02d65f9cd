"""Prices to an asked precision: control variates over randomised quasi-Monte Carlo, until the error is small enough."""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.deal.program import InputKind, Program
from chizai.metrics.engine import run_engine
from chizai.metrics.engine_request import Engine, Source
from chizai.metrics.paths import Estimate
from chizai.metrics.stream_code import PRESENT
from chizai.metrics.stream_moments import Moments, added, slopes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

N_SCRAMBLES = 16
"""Independent estimates: fewer say too little of their own spread."""
FIRST_PATHS = 2**9
"""Paths of each scramble at first; they double until the error is small enough. Points fill a power of two evenly."""
PILOT_PATHS = 2**12
"""Paths that say how far the classes move with the controls; they are no part of the estimates."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Control:
    """Controls whose mean is known, and how the classes move with them."""

    means: "Floats"
    """Known mean of each control of the request; shape (n_controls,)."""
    slopes: "Floats"
    """What each class's present value gains with a unit more of each; shape (n_controls, n_classes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precise:
    """Present values of classes, and what they cost."""

    present_minor: tuple[Estimate, ...]
    """Mean present value of each class, with the standard error between scrambles; shape (n_classes,)."""
    n_scrambles: int
    n_paths: int
    """Paths of all scrambles together."""
    is_reached: bool
    """Whether every error is as small as was asked."""


def standard_controls(program: Program, factors: Sequence[float]) -> "Floats":
    """Give the two controls that say most of a class's present value: all collections, and those of the last date.

    The last ones decide what is repaid at the end. Shape (2, n_inputs, n_periods), for a request.

    Args:
        program: what is run.
        factors: what a unit paid on each date is worth today; shape (n_periods,).
    """
    import numpy as np

    controls = np.zeros((2, len(program.inputs), len(factors)))
    for number, each in enumerate(program.inputs):
        if each.kind is InputKind.COLLECTIONS:
            controls[0, number], controls[1, number, -1] = factors, factors[-1]
    return controls


def control_of(engine: Engine, pilot: Moments, means: "Floats") -> Control:
    """Give controls with the slopes that a pilot shows: it must be of other paths than those that are controlled.

    Args:
        engine: whose request has controls.
        pilot: what a run of it found.
        means: known mean of each control; shape (n_controls,).

    Raises:
        ValueError: the request has no controls, or another number of them.
    """
    request = engine.request
    if not request.n_controls or means.shape != (request.n_controls,):
        raise ValueError(f"{means.shape} known means of {request.n_controls} controls")
    numbers = [request.number(of, PRESENT) for of in request.class_ids]
    return Control(means=means, slopes=slopes(pilot, numbers, request.control_numbers))


def controlled(engine: Engine, moments: Moments, control: Control | None) -> "Floats":
    """Give the mean present value of each class, corrected by how far the controls' means are off; (n_classes,)."""
    request, means = engine.request, moments.means()
    present = means[[request.number(of, PRESENT) for of in request.class_ids]]
    if control is None:
        return present
    corrected: Floats = present - (means[request.control_numbers] - control.means) @ control.slopes
    return corrected


def controlled_estimates(engine: Engine, moments: Moments, control: Control) -> tuple[Estimate, ...]:
    """Give the controlled mean present value of each class over independent paths, with its standard error."""
    request, corrected = engine.request, controlled(engine, moments, control)
    covariance, estimates = moments.covariance(), []
    for place, (of, mean) in enumerate(zip(request.class_ids, corrected.tolist(), strict=True)):
        rows = [request.number(of, PRESENT), *request.control_numbers]
        weights = [1.0, *(-control.slopes[:, place]).tolist()]
        left = sum(
            one * other * float(covariance[row, column])
            for row, one in zip(rows, weights, strict=True)
            for column, other in zip(rows, weights, strict=True)
        )
        estimates.append(Estimate(mean, math.sqrt(max(0.0, left) / moments.n_paths)))
    return tuple(estimates)


def run_until(
    engine: Engine,
    sources: Sequence[Source],
    errors_minor: Sequence[float],
    control: Control | None = None,
    n_threads: int = 1,
    most_paths: int = 2**20,
) -> Precise:
    """Run scrambles until the standard error of every class is as small as asked, or there are as many paths as may be.

    Args:
        engine: what is measured.
        sources: one for each scramble, at least two; `qmc.scrambled_source` makes them. They are used up.
        errors_minor: the standard error that is asked of each class's mean present value, in minor units.
        control: controls with known means, if any.
        n_threads: how many threads share the scrambles; the result does not depend on it.
        most_paths: of each scramble.

    Raises:
        ValueError: there are fewer than two scrambles, or there is not one error for each class.
    """
    if len(sources) < 2:  # noqa: PLR2004 - a spread needs two
        raise ValueError("the spread between scrambles needs two of them")
    if len(errors_minor) != len(engine.request.class_ids):
        raise ValueError(f"{len(errors_minor)} errors are asked of {len(engine.request.class_ids)} classes")
    found: list[Moments] = []
    first, stop = 0, min(FIRST_PATHS, most_paths)
    with ThreadPoolExecutor(n_threads) as threads:
        while True:
            span = (first, stop)
            more = list(threads.map(lambda source: run_engine(engine, source, span).moments, sources))  # noqa: B023 - used up in the same turn
            found = [added(*both) for both in zip(found, more, strict=True)] if found else more
            estimates = _between([controlled(engine, each, control) for each in found])
            reached = all(
                each.standard_error is not None and each.standard_error <= asked
                for each, asked in zip(estimates, errors_minor, strict=True)
            )
            if reached or stop >= most_paths:
                n_paths = stop * len(sources)
                return Precise(present_minor=estimates, n_scrambles=len(sources), n_paths=n_paths, is_reached=reached)
            first, stop = stop, min(2 * stop, most_paths)


def _between(means: "Sequence[Floats]") -> tuple[Estimate, ...]:
    """Give the mean of independent estimates with its standard error, class by class."""
    import numpy as np

    rows = np.array(means)
    errors = rows.std(axis=0, ddof=1) / math.sqrt(len(rows))
    return tuple(Estimate(*both) for both in zip(rows.mean(axis=0).tolist(), errors.tolist(), strict=True))
