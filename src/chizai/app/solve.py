"""Sizing a deal from its files: what is asked stands in `solve.toml`, what it is sized on in its inputs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from os import cpu_count
from pathlib import Path

from chizai.app.assumed import assumed_of
from chizai.app.load import DealFolder, load
from chizai.app.provenance import provenance_of
from chizai.app.receipts import collections_of
from chizai.deal.model import Deal
from chizai.documents.futures_words import DrawnFutures
from chizai.documents.provenance import Provenance
from chizai.feeds.files import read_text
from chizai.forecast.futures_terms import FuturesTerms
from chizai.metrics.deal_futures import Assumed, future_paths
from chizai.metrics.frontier import Frontier, frontier
from chizai.metrics.rating_caps import caps
from chizai.metrics.rating_facts import forecast_in_currency, pool_facts
from chizai.metrics.rating_places import RatingGround
from chizai.metrics.solver import Solution, solve
from chizai.metrics.solver_request import OF_FUTURES, SolverRequest
from chizai.metrics.solver_runs import Outlook
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.toml import read_toml
from chizai.waterfall.inputs import RunInputs

SOLVE_FILE = "solve.toml"

MOST_SIZED = 10**6
"""The most futures that a deal is sized on: they are kept period by period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """A deal that was sized, and what another cover would cost."""

    deal: Deal
    """As it stood before."""
    request: SolverRequest
    solution: Solution
    frontier: Frontier | None
    """None where none was asked for."""
    provenance: Provenance
    """Of the deal as it stood, and how the futures were drawn."""


def size_deal(folder: Path, progress: Callable[[str], None] = lambda _: None) -> Result[Sizing]:
    """Solve what `solve.toml` asks of a deal.

    Args:
        folder: the deal's folder.
        progress: told what is being done, in a few words.
    """
    progress("reading")
    loaded = load(folder)
    text = read_text(folder, SOLVE_FILE)
    request = text if isinstance(text, Failed) else read_toml(text.value.text, SOLVE_FILE, SolverRequest)
    if isinstance(loaded, Failed) or isinstance(request, Failed):
        failures = [each for result in (loaded, request) if isinstance(result, Failed) for each in result.failures]
        return Failed(tuple(failures))
    source, asked = loaded.value.value, request.value
    progress("drawing futures")
    outlook = _outlook(source, asked)
    if isinstance(outlook, Failed):
        return outlook
    progress("solving")
    solution = solve(source.deal, asked, outlook.value, SOLVE_FILE)
    if isinstance(solution, Failed):
        return solution
    found = None
    if asked.frontier_of is not None:
        progress("following the frontier")
        weighed = frontier(source.deal, asked, outlook.value, asked.frontier_of, asked.levels_ppm, SOLVE_FILE)
        if isinstance(weighed, Failed):
            return weighed
        found = weighed.value
    terms = replace(source.inputs.futures or FuturesTerms(), n_paths=outlook.value.n_paths)
    drawn = DrawnFutures(terms=terms, joint=source.inputs.joint) if outlook.value.n_paths else None
    provenance = replace(provenance_of(source), future=drawn)
    return Ok(Sizing(deal=source.deal, request=asked, solution=solution.value, frontier=found, provenance=provenance))


def _outlook(source: DealFolder, request: SolverRequest) -> Result[Outlook]:
    """Give what a deal is sized on: its forecast, and futures if a target is a mean over them."""
    if any(day <= source.inputs.as_of_on for day in source.program.payment_dates):
        what = f"the deal has paid since {source.program.payment_dates[0]}"
        place = Place(SOLVE_FILE)
        fix = "size it as of its closing: set as_of_on of the inputs to that day or before"
        return Failed((Failure(Reason.INCONSISTENT, place, what, "what is issued cannot be sized any more", fix),))
    collections = collections_of(source)
    if isinstance(collections, Failed):
        return collections
    inputs = RunInputs(source.deal, source.program, collections.value, source.observed)
    collected, *observed = inputs.rows()
    if not any(target.measure in OF_FUTURES for target in request.targets):
        return Ok(Outlook(inflows_minor=collected, observed=tuple(observed)))
    assumed = assumed_of(source)
    if isinstance(assumed, Failed):
        return assumed
    terms = assumed.value.terms
    drawn = future_paths(assumed.value).block(0, min(terms.n_paths, MOST_SIZED))
    return Ok(
        Outlook(
            inflows_minor=collected,
            futures_minor=drawn[0],
            observed=tuple(observed),
            observed_futures=drawn[1:] if _draws_observations(assumed.value) else None,
            rating=_rating_ground(source, inputs),
            seed=terms.seed,
            n_threads=cpu_count() or 1,
        )
    )


def _draws_observations(assumed: Assumed) -> bool:
    """Tell whether what the deal observes is not the same in all futures."""
    return assumed.joint is not None and bool(assumed.joint.terms.observed)


def _rating_ground(source: DealFolder, inputs: RunInputs) -> RatingGround | None:
    """Give what indicative symbols rest on, as the inputs say; none where they say nothing of it."""
    assumptions = source.inputs.rating
    if assumptions is None:
        return None
    facts = pool_facts(source.files.pool, forecast_in_currency(inputs))
    return RatingGround(assumptions, caps(facts, assumptions.caps, assumptions.licensees))
