"""Prices of a deal's classes to an asked error, from scrambles of quasi-random futures under control variates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.engine_request import Engine, Source
from chizai.metrics.expected_streams import expected_streams
from chizai.metrics.joint_inputs import plain_source
from chizai.metrics.joint_task import JointTask
from chizai.metrics.paths import Estimate
from chizai.metrics.precision import N_SCRAMBLES, PILOT_PATHS, Control, control_of, run_until, standard_controls
from chizai.metrics.qmc import PATHS_APART, Scramble, dimensions_of
from chizai.simulate.kernel import compile_joint
from chizai.units.rate import PPM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PILOT = (PATHS_APART - PILOT_PATHS, PATHS_APART)
"""Numbers of the pilot's paths: no scramble draws them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPrice:
    """A price, and whether its error is as small as was asked."""

    class_id: str
    yield_annual: float
    price: Estimate
    """Of par; the error is the standard error between scrambles."""
    error_asked: float
    """Of par."""
    is_reached: bool
    """Whether the errors of all classes are as small."""
    n_paths: int
    """Futures that were drawn, all scrambles together."""


def prices_until(
    task: JointTask, yields: Sequence[tuple[str, float]], error_ppm: int, most_paths: int, n_threads: int
) -> tuple[AskedPrice, ...]:
    """Draw futures until the price of each class is known to an error, or there are as many as may be.

    Args:
        task: the deal.
        yields: each class with the yield at which its payments are worth the price, at least one; all have a par.
        error_ppm: the standard error that is asked, in parts per million of par.
        most_paths: of all scrambles together.
        n_threads: how many threads share the work; the result does not depend on it.
    """
    blank = task.request(yields)
    request = task.request(yields, standard_controls(blank.program, blank.factors[0]))
    model, seed = task.found.model, task.assumed.terms.seed
    source = plain_source(compile_joint(model, task.into.rows), seed, task.into)
    engine = engine_of(request, source, (PILOT[0], PILOT[0] + 1024))
    asked, pars = error_ppm / PPM, engine.balances_minor
    found = run_until(
        engine,
        _scrambles(task, request.factors[0]),
        [asked * par_minor for par_minor in pars],
        _control(task, engine, source),
        n_threads,
        most_paths // N_SCRAMBLES,
    )
    return tuple(
        AskedPrice(
            class_id=class_id,
            yield_annual=rate,
            price=Estimate(mean.mean / par_minor, (mean.standard_error or 0.0) / par_minor),
            error_asked=asked,
            is_reached=found.is_reached,
            n_paths=found.n_paths,
        )
        for (class_id, rate), par_minor, mean in zip(yields, pars, found.present_minor, strict=True)
    )


def _control(task: JointTask, engine: Engine, source: Source) -> Control | None:
    """Give the controls where their means are known."""
    import numpy as np

    means, controls = expected_streams(task.found.model), engine.request.controls
    if means is None or controls is None:
        return None
    coming = controls[:, list(task.into.streams), task.into.n_past :]
    known: NDArray[np.float64] = np.einsum("ksp,sp->k", coming, means)
    return control_of(engine, run_engine(engine, source, PILOT).moments, known)


def _scrambles(task: JointTask, factors: tuple[float, ...]) -> list[Source]:
    """Give a source for each scramble."""
    model, seed = task.found.model, task.assumed.terms.seed
    dimensions = dimensions_of(model, factors[task.into.n_past :])
    joint = compile_joint(model, task.into.rows, given=dimensions.given)

    def scrambled(number: int) -> Source:
        scramble = Scramble(dimensions, seed, number)

        def fill(first: int, stop: int, inputs: "NDArray[np.int64]", _: "NDArray[np.float64] | None") -> None:
            span = (seed, first + number * PATHS_APART, stop + number * PATHS_APART)
            task.into.draw(joint, span, inputs, scramble.next(stop - first))

        return Source(fill)

    return [scrambled(number) for number in range(N_SCRAMBLES)]
