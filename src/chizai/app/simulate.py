"""A deal over many futures, in named scenarios, and moved assumption by assumption: from its files to the numbers."""

from collections.abc import Callable
from pathlib import Path

from chizai.app.assumed import assumed_of
from chizai.app.drawn_scenarios import drawn_scenarios
from chizai.app.exact_scenarios import exact_scenarios, pricings_around
from chizai.app.load import DealFolder, load
from chizai.app.measure import class_measures, first_measures, outcomes_of, pricings_of
from chizai.app.provenance import provenance_of
from chizai.app.rating import contributions, rated_classes
from chizai.app.tornados import fewer, tornados
from chizai.documents.measured import Measured
from chizai.documents.simulation import FirstResults, Simulation
from chizai.metrics.break_even import break_even
from chizai.metrics.cover_paths import coverage_percentiles
from chizai.metrics.deal_futures import Assumed, Outcomes, cover_of, loan_to_value_of
from chizai.metrics.futures import SHARES_PPM, ClassStatistics
from chizai.metrics.paths import Percentiles
from chizai.units.result import Failed, Ok, Result


def simulate(
    folder: Path,
    progress: Callable[[str], None] = lambda _: None,
    first: Callable[[FirstResults], None] | None = None,
) -> Result[Simulation]:
    """Run a deal over its futures.

    Args:
        folder: the deal's folder.
        progress: told what is being done, in a few words.
        first: told what is known of the classes long before all else is.
    """
    progress("reading")
    loaded = load(folder)
    if isinstance(loaded, Failed):
        return loaded
    source = loaded.value.value
    assumed = assumed_of(source)
    if isinstance(assumed, Failed):
        return assumed
    outcomes, statistics = _classes(source, assumed.value, progress, first)
    progress("in scenarios")
    scenarios = exact_scenarios(source, assumed.value)
    if isinstance(scenarios, Failed):
        return scenarios
    drawn = drawn_scenarios(source, assumed.value)
    if isinstance(drawn, Failed):
        return drawn
    progress("moving assumptions")
    moved = tornados(source, assumed.value, statistics)
    break_evens = tuple(break_even(assumed.value.inputs, security.id) for security in source.deal.classes)
    ratings = rated_classes(source, assumed.value, outcomes, statistics, break_evens)
    return Ok(
        Simulation(
            deal=source.deal,
            terms=assumed.value.terms,
            joint=source.inputs.joint,
            start_on=assumed.value.start_on,
            payment_dates=source.program.payment_dates,
            statistics=statistics,
            cover=coverage_percentiles(cover_of(outcomes), SHARES_PPM),
            loan_to_value=_loan_to_value(source, assumed.value, outcomes),
            break_evens=break_evens,
            rows=tuple(pricings_around(pricing) for pricing in pricings_of(source)),
            scenarios=scenarios.value,
            tornados=moved,
            ratings=ratings,
            contributions=contributions(source, fewer(assumed.value), [one.class_id for one in statistics])
            if source.inputs.rating
            else (),
            drawn_scenarios=drawn.value,
            measured=_measured(source, assumed.value, statistics, progress),
            provenance=provenance_of(source),
        )
    )


def _classes(
    source: DealFolder,
    assumed: Assumed,
    progress: Callable[[str], None],
    first: Callable[[FirstResults], None] | None,
) -> tuple[Outcomes, tuple[ClassStatistics, ...]]:
    """Draw the futures and pay the classes in them; tell of the classes as soon as anything is known."""
    progress(f"drawing {assumed.terms.n_paths:,} futures")
    early = None if first is None else first_measures(source, assumed)
    if first is not None and early is not None:
        first(_first_results(source, assumed, early))
    outcomes = outcomes_of(assumed)
    progress("paying")
    statistics = class_measures(source, assumed, outcomes)
    if first is not None and early is None:
        first(_first_results(source, assumed, statistics))
    return outcomes, statistics


def _loan_to_value(source: DealFolder, assumed: Assumed, outcomes: Outcomes) -> tuple[tuple[str, Percentiles], ...]:
    """Give how much of the value each class and those before it are lent; nothing where no value is assumed."""
    value, classes = assumed.terms.value, [security.id for security in source.deal.classes]
    if value is None:
        return ()
    return tuple(
        (of, coverage_percentiles(loan_to_value_of(outcomes, value, classes[: number + 1]), SHARES_PPM))
        for number, of in enumerate(classes)
    )


def _measured(
    source: DealFolder, assumed: Assumed, statistics: tuple[ClassStatistics, ...], progress: Callable[[str], None]
) -> Measured:
    """Measure what the inputs ask for beside the classes."""
    if source.inputs.simulation is None:
        return Measured()
    # loaded where it is asked for: it takes longer than most deals to simulate
    from chizai.app.asked import measured

    return measured(source, assumed, statistics, progress)


def _first_results(source: DealFolder, assumed: Assumed, statistics: tuple[ClassStatistics, ...]) -> FirstResults:
    return FirstResults(
        deal=source.deal,
        terms=assumed.terms,
        joint=source.inputs.joint,
        statistics=statistics,
        provenance=provenance_of(source),
    )
