"""Rare losses of a deal's classes, each by importance sampling of its own, held against what plain futures say."""

from dataclasses import dataclass

from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.futures import ClassStatistics
from chizai.metrics.importance import CYCLE, deviations_apart, leaning_source, rare_loss
from chizai.metrics.importance_pilot import lean_towards_loss
from chizai.metrics.joint_task import JointTask
from chizai.metrics.paths import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class RareLosses:
    """How often and how much a class loses, from weighted futures in which it loses often."""

    class_id: str
    expected_loss: Estimate
    """Mean of the principal that is lost, as a part of par."""
    default_frequency: Estimate
    n_paths: int
    """Weighted futures."""
    n_effective_losses: float
    """So many plain futures in default say as much of the frequency."""
    mean_weight: Estimate
    """Should be 1 within its error."""
    plain: Estimate
    """Default frequency by the plain futures of the simulation."""
    n_plain: int
    """Plain futures."""
    apart: float | None
    """By how many standard errors of their difference the two frequencies differ; none where no plain future defaults,
    or all do: their frequency has no error then."""


def rare_losses(task: JointTask, statistics: ClassStatistics, n_paths: int, n_threads: int) -> RareLosses | None:
    """Find the losses of a class.

    Three seeds follow one another: of the plain futures, of the pilot that finds the laws, of the weighted futures.

    Args:
        task: the deal.
        statistics: the class over plain futures.
        n_paths: weighted futures, raised to whole cycles.
        n_threads: how many threads share the work; the result does not depend on it.

    Returns:
        none for a class without principal to lose.
    """
    class_id, seed = statistics.class_id, task.assumed.terms.seed
    request = task.request([(class_id, statistics.worth.yield_annual or 0.0)])
    model, whole = task.found.model, -(-n_paths // CYCLE) * CYCLE
    lean = lean_towards_loss(model, request, class_id, seed + 1, task.into)
    source = leaning_source(model, lean, seed + 2, request.program, task.into)
    engine = engine_of(request, source)
    [par_minor] = engine.balances_minor
    if not par_minor:
        return None
    found = rare_loss(run_engine(engine, source, (0, whole), n_threads), request, class_id)
    loss, plain = found.expected_loss_minor, statistics.risk.default_frequency
    return RareLosses(
        class_id=class_id,
        expected_loss=Estimate(loss.mean / par_minor, (loss.standard_error or 0.0) / par_minor),
        default_frequency=found.default_frequency,
        n_paths=whole,
        n_effective_losses=found.n_effective_losses,
        mean_weight=found.mean_weight,
        plain=plain,
        n_plain=statistics.n_paths,
        apart=deviations_apart(found.default_frequency, plain) if plain.standard_error else None,
    )
