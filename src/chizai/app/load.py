"""A deal's folder, read and checked as a whole: all that is wrong with any of its files comes back at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from chizai.deal.compile import compile_deal
from chizai.deal.measures import Unit
from chizai.deal.model import Deal
from chizai.deal.periods import deal_periods
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.feeds.curves import read_curve
from chizai.feeds.files import read_text
from chizai.feeds.inputs import Inputs, read_inputs
from chizai.feeds.observations import read_observations
from chizai.feeds.pool import PoolFiles, read_pool
from chizai.forecast.assumptions import INPUTS_FILE, ForecastMethod
from chizai.forecast.futures_terms import FuturesTerms, check_drawn, check_futures
from chizai.forecast.joint_check import check_joint, known_names
from chizai.forecast.joint_launch import with_launches
from chizai.forecast.joint_life_check import check_lives
from chizai.forecast.joint_plan_check import check_plans
from chizai.forecast.joint_rate_check import Exchanged, RateFacts, check_rates
from chizai.metrics.assumptions import check_pricing
from chizai.metrics.curves import CurveAssumption, check_curves
from chizai.metrics.rating_assumptions import check_rating
from chizai.metrics.scenario_drivers import check_drivers
from chizai.metrics.scenarios import check_scenarios
from chizai.metrics.simulation_terms import check_simulation
from chizai.units.result import Failed, Failure, Loaded, Ok, Place, Reason, Result
from chizai.valuation.score_map import ScoreMap

DEAL_FILE = "deal.toml"


@dataclass(frozen=True, slots=True)
class DealFolder:
    """What a deal's folder holds."""

    deal: Deal
    program: Program
    inputs: Inputs
    """With every curve among its `curves`, whether it stands there or in a file."""
    files: PoolFiles
    observed: Mapping[str, tuple[int, ...]]
    """By observation, its number on each payment date, shape (n_periods,)."""
    digests: tuple[tuple[str, str], ...]
    """Name and SHA-256 digest of every file that was read."""


def load(folder: Path) -> Result[Loaded[DealFolder]]:
    """Read a deal's folder.

    Rows of statements that cannot be used are left out and reported beside what was loaded, as long as others of their
    file can; anything else that is wrong keeps the deal from being run.
    """
    if not folder.is_dir():
        return Failed((_no_folder(folder),))
    failures: list[Failure] = []
    digests: list[tuple[str, str]] = []
    compiled = _compile(folder, digests)
    inputs = read_inputs(folder)
    for result in (compiled, inputs):
        failures += result.failures if isinstance(result, Failed) else ()
    if isinstance(inputs, Failed):
        return Failed(tuple(failures))
    pool = read_pool(folder, inputs.value)
    with_rows = {statement.file for statement in pool.value.pool.statements if statement.rows}
    unusable = tuple(failure for failure in pool.failures if failure.place.file in with_rows and failure.place.row)
    failures += [failure for failure in pool.failures if failure not in unusable]
    if isinstance(compiled, Failed):
        return Failed((*failures, *unusable))
    deal, program = compiled.value
    failures += check_pricing(inputs.value.pricing, [security.id for security in deal.classes], INPUTS_FILE)
    failures += _committed(deal, inputs.value)
    failures += _check_stress(deal, len(program.payment_dates), inputs.value)
    failures += _check_joint(deal, inputs.value, pool.value)
    failures += _check_views(inputs.value, pool.value)
    failures += _mixed_currencies(deal, inputs.value, pool.value)
    failures += _unknown_licences(deal, inputs.value, pool.value)
    observed = _observe(folder, deal, inputs.value, digests)
    failures += _check_rates(deal, program, inputs.value, observed.value if isinstance(observed, Ok) else {})
    curves = _read_curves(folder, inputs.value, digests)
    for read in (observed, curves):
        failures += read.failures if isinstance(read, Failed) else ()
    if failures or isinstance(observed, Failed) or isinstance(curves, Failed):
        return Failed((*failures, *unusable))
    digests += pool.value.digests
    known = replace(_with_forecasts(inputs.value, pool.value, program), curves=curves.value)
    return Ok(Loaded(DealFolder(deal, program, known, pool.value, observed.value, tuple(digests)), unusable))


def _compile(folder: Path, digests: list[tuple[str, str]]) -> Result[tuple[Deal, Program]]:
    text = read_text(folder, DEAL_FILE)
    if isinstance(text, Failed):
        return text
    digests.append((text.value.name, text.value.sha256))
    deal = read_deal(text.value.text, DEAL_FILE)
    if isinstance(deal, Failed):
        return deal
    program = compile_deal(deal.value, DEAL_FILE)
    return program if isinstance(program, Failed) else Ok((deal.value, program.value))


def _observe(
    folder: Path, deal: Deal, inputs: Inputs, digests: list[tuple[str, str]]
) -> Result[dict[str, tuple[int, ...]]]:
    """Read what the deal observes."""
    if not deal.observations and inputs.observations is None:
        return Ok({})
    if inputs.observations is None:
        names = ", ".join(observation.id for observation in deal.observations)
        what = f"the deal observes {names}, but no file says what was observed"
        fix = "write observations = 'observations.csv' and give that file"
        place = Place(INPUTS_FILE, None, "observations")
        return Failed((Failure(Reason.MISSING, place, what, "payments depend on it", fix),))
    text = read_text(folder, inputs.observations)
    if isinstance(text, Failed):
        return text
    digests.append((text.value.name, text.value.sha256))
    due_on = [period.due_on for period in deal_periods(deal)]
    return read_observations(text.value, deal.observations, due_on)


def _read_curves(folder: Path, inputs: Inputs, digests: list[tuple[str, str]]) -> Result[tuple[CurveAssumption, ...]]:
    """Read the curves that stand in files, and put them behind those of the inputs."""
    failures: list[Failure] = []
    curves = list(inputs.curves)
    for source in inputs.curve_files:
        text = read_text(folder, source.file, source.encoding)
        read = text if isinstance(text, Failed) else read_curve(text.value, source)
        if isinstance(text, Ok) and (text.value.name, text.value.sha256) not in digests:
            digests.append((text.value.name, text.value.sha256))
        if isinstance(read, Failed):
            failures += read.failures
        else:
            curves.append(read.value)
    return Failed(tuple(failures)) if failures else Ok(tuple(curves))


def _committed(deal: Deal, inputs: Inputs) -> list[Failure]:
    """Refuse to price a class whose holders have payments to make: only what is paid to them is priced."""
    committed = {security.id for security in deal.classes if security.commitment_minor}
    return [
        Failure(
            Reason.INCONSISTENT,
            Place(INPUTS_FILE, None, f"pricing[{number}].class_id"),
            f"class {pricing.class_id!r} has a commitment that its holders may have to pay in",
            "a price would leave out what they pay",
            "remove it from pricing; its return over the holding is shown",
        )
        for number, pricing in enumerate(inputs.pricing, 1)
        if pricing.class_id in committed
    ]


def _check_stress(deal: Deal, n_periods: int, inputs: Inputs) -> list[Failure]:
    """Check what futures, scenarios and spreads are drawn on."""
    values = tuple(each.id for each in deal.observations if each.unit is Unit.MONEY)
    curves = (*(curve.id for curve in inputs.curves), *(curve.id for curve in inputs.curve_files))
    failures = check_futures(inputs.futures, values, curves, INPUTS_FILE) if inputs.futures is not None else []
    failures += check_scenarios(inputs.scenarios, n_periods, INPUTS_FILE)
    return failures + check_curves(inputs.curves, INPUTS_FILE)


def _check_joint(deal: Deal, inputs: Inputs, files: PoolFiles) -> list[Failure]:
    """Check how futures are drawn, and what is drawn together."""
    terms, joint = inputs.futures, inputs.joint
    failures = [] if terms is None and joint is None else check_drawn(terms or FuturesTerms(), joint, INPUTS_FILE)
    if joint is not None:
        flags = tuple(each.id for each in deal.observations if each.unit is Unit.FLAG)
        found = check_joint(joint, known_names(files.pool, flags), INPUTS_FILE)
        failures += found or check_lives(joint, files.pool, inputs.as_of_on, INPUTS_FILE)
        failures += check_plans(joint, files.pool, inputs.forecasts, INPUTS_FILE)
    if inputs.simulation is not None:
        classes = [security.id for security in deal.classes if security.balance_minor and not security.commitment_minor]
        is_rated = inputs.rating is not None
        failures += check_simulation(inputs.simulation, joint, classes, INPUTS_FILE, is_rated=is_rated)
    if failures:  # drivers are moved of a description that is in order
        return failures
    is_fitted = any(each.method is ForecastMethod.FITTED for each in inputs.forecasts)
    return check_drivers(inputs.scenarios, joint, INPUTS_FILE, is_fitted=is_fitted)


def _check_rates(
    deal: Deal, program: Program, inputs: Inputs, observed: Mapping[str, tuple[int, ...]]
) -> list[Failure]:
    """Check which currencies and observed rates are drawn, as far as the observations could be read."""
    if inputs.joint is None:
        return []
    start_on = max(deal.closing_on, inputs.as_of_on)
    exchanged = [
        (each.spot, Exchanged(stream=each.id, currency=each.currency or deal.currency, licences=each.licences))
        for each in deal.streams
    ]
    rates = [
        RateFacts(
            observation=each.id,
            coming=tuple(
                (day, forecast_ppm)
                for day, forecast_ppm in zip(program.payment_dates, observed.get(each.id, ()), strict=False)
                if day > start_on
            ),
            exchanged=tuple(stream for spot, stream in exchanged if spot == each.id),
            classes=tuple(of.id for of in deal.classes if of.floating is not None and of.floating.index == each.id),
        )
        for each in deal.observations
        if each.unit is Unit.RATE
    ]
    return check_rates(inputs.joint, deal.currency, rates, INPUTS_FILE)


def _with_forecasts(inputs: Inputs, files: PoolFiles, program: Program) -> Inputs:
    """Fill in what joint futures leave to forecasts: launches that may fail, and how far fitted licences stray."""
    if inputs.joint is None:
        return inputs
    inputs = replace(inputs, joint=with_launches(inputs.joint, inputs.forecasts))
    if inputs.joint is None or all(each.method is not ForecastMethod.FITTED for each in inputs.forecasts):
        return inputs
    # the history model takes a tenth as long to load as all else of a deal, and few deals ask for it
    from chizai.forecast.joint_fitted import with_fitted

    days = inputs.as_of_on, program.payment_dates[-1]
    return replace(inputs, joint=with_fitted(inputs.joint, files.pool, inputs.forecasts, days))


def _check_views(inputs: Inputs, files: PoolFiles) -> list[Failure]:
    """Check what ratings and appraisals rest on."""
    licensees = sorted({licence.licensee for licence in files.pool.licences})
    failures = [] if inputs.rating is None else check_rating(inputs.rating, licensees, INPUTS_FILE)
    if inputs.appraisals or inputs.score_map != ScoreMap():
        # the methods of valuation take as long to load as all else of a deal together
        from chizai.valuation.appraisal_check import check_appraisals, check_score_map

        failures += [*check_appraisals(inputs.appraisals, files.pool), *check_score_map(inputs.score_map)]
    return failures


def _unknown_licences(deal: Deal, inputs: Inputs, files: PoolFiles) -> list[Failure]:
    known = [licence.id for licence in files.pool.licences]
    return [
        Failure(
            Reason.UNKNOWN,
            Place(DEAL_FILE, None, f"streams[{number}] ({stream.id}).licences"),
            f"{licence!r} is no licence of {inputs.licences}",
            "the stream would never collect from it",
            f"use one of: {', '.join(known)}",
        )
        for number, stream in enumerate(deal.streams, 1)
        for licence in stream.licences
        if licence not in known
    ]


def _mixed_currencies(deal: Deal, inputs: Inputs, files: PoolFiles) -> list[Failure]:
    exchanged = {licence: each.currency or deal.currency for each in deal.streams for licence in each.licences}
    expected = {licence.id: exchanged.get(licence.id, deal.currency) for licence in files.pool.licences}
    return [
        Failure(
            Reason.CURRENCY,
            Place(inputs.licences, None, f"licences ({licence.id}).currency"),
            f"licence {licence.id!r} pays {licence.currency}, and {expected[licence.id]} is collected from it",
            "cash of two currencies cannot be added, and no rate of exchange is given",
            f"have the royalties reported in {expected[licence.id]}, or collect them in a stream with a currency",
        )
        for licence in files.pool.licences
        if licence.currency != expected[licence.id]
    ]


def _no_folder(folder: Path) -> Failure:
    what = "it is a file" if folder.exists() else "there is no such folder"
    fix = "name the folder of a deal, such as deals/electronics-patents"
    return Failure(Reason.MISSING, Place(str(folder)), what, f"a deal is a folder with {DEAL_FILE} in it", fix)
