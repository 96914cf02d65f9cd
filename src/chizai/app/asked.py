"""What a simulation measures beside its classes: what the table `[simulation]` of the inputs asks for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from os import cpu_count

from chizai.app.assumed import start_of
from chizai.app.load import DealFolder
from chizai.app.measure import class_measures, outcomes_of
from chizai.documents.measured import Measured
from chizai.metrics.asked_losses import RareLosses, rare_losses
from chizai.metrics.asked_price import AskedPrice, prices_until
from chizai.metrics.asked_sensitivities import AskedSensitivity, asked_sensitivities
from chizai.metrics.asked_stability import Firmness, Parameters, firmness_of, parameters_of, with_parameters
from chizai.metrics.deal_futures import Assumed
from chizai.metrics.futures import ClassStatistics
from chizai.metrics.joint_task import JointTask, joint_task
from chizai.metrics.rating_stability import ParameterDraw
from chizai.metrics.simulation_terms import RareLossTerms, SensitivityTerms, StabilityTerms, UntilTerms


def measured(
    source: DealFolder,
    assumed: Assumed,
    statistics: Sequence[ClassStatistics],
    progress: Callable[[str], None] = lambda _: None,
) -> Measured:
    """Measure what is asked for.

    Args:
        source: the deal's folder.
        assumed: what its futures are drawn on.
        statistics: its classes over them.
        progress: told what is being done, in a few words.

    Returns:
        nothing where nothing is asked for, or nothing is forecast any more.
    """
    terms = source.inputs.simulation
    task = joint_task(assumed, start_of(source))
    if terms is None or task is None:
        return Measured()
    prices: tuple[AskedPrice, ...] = ()
    rare: tuple[RareLosses, ...] = ()
    firm: tuple[Firmness, ...] = ()
    moved: tuple[AskedSensitivity, ...] = ()
    if terms.until is not None:
        progress("to the asked error")
        prices = _prices(task, statistics, terms.until)
    if terms.rare_losses is not None:
        progress("rare losses")
        rare = _rare(task, statistics, terms.rare_losses)
    if terms.stability is not None:
        progress("drawing parameters")
        firm = _firm(source, assumed, terms.stability)
    if terms.sensitivities is not None:
        progress("sensitivities")
        moved = _moved(task, statistics, terms.sensitivities)
    return Measured(
        prices=prices,
        rare_losses=rare,
        firmness=firm,
        sensitivities=moved,
        sensitive_ids=tuple(of for of, _ in _yields(statistics)) if moved else (),
    )


def _threads() -> int:
    return cpu_count() or 1


def _yields(statistics: Sequence[ClassStatistics]) -> list[tuple[str, float]]:
    """Give the classes that have a yield, with it."""
    return [(one.class_id, rate) for one in statistics if (rate := one.worth.yield_annual) is not None]


def _prices(task: JointTask, statistics: Sequence[ClassStatistics], terms: UntilTerms) -> tuple[AskedPrice, ...]:
    """Price each class that has a par and a yield."""
    yields = _yields([one for one in statistics if one.worth.price_ppm is not None])
    return prices_until(task, yields, terms.error_ppm, terms.most_paths, _threads()) if yields else ()


def _rare(task: JointTask, statistics: Sequence[ClassStatistics], terms: RareLossTerms) -> tuple[RareLosses, ...]:
    by_id = {one.class_id: one for one in statistics}
    found = (rare_losses(task, by_id[of], terms.n_paths, _threads()) for of in terms.classes)
    return tuple(each for each in found if each is not None)


def _firm(source: DealFolder, assumed: Assumed, terms: StabilityTerms) -> tuple[Firmness, ...]:
    """Run the deal on each draw of its parameters."""
    rating = source.inputs.rating
    if rating is None:
        return ()
    fewer = replace(assumed, terms=replace(assumed.terms, n_paths=terms.n_paths))

    def run(drawn: Parameters) -> list[tuple[str, ParameterDraw]]:
        moved = with_parameters(fewer, drawn)
        return [
            (
                one.class_id,
                ParameterDraw(expected_loss=loss.mean, average_life_years=one.worth.wal_years or 0.0),
            )
            for one in class_measures(source, moved, outcomes_of(moved))
            if (loss := one.risk.expected_loss) is not None
        ]

    return firmness_of(run, parameters_of(fewer, terms), rating.idealised_table)


def _moved(
    task: JointTask, statistics: Sequence[ClassStatistics], terms: SensitivityTerms
) -> tuple[AskedSensitivity, ...]:
    yields = _yields(statistics)
    return asked_sensitivities(task, yields, terms.of, terms.n_paths, _threads()) if yields else ()
