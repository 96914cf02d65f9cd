"""From a deal's folder to its deal book: the whole way of a yen, once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from chizai.app.appraisal import appraise_deal
from chizai.app.audit import audits_of
from chizai.app.load import DealFolder, load
from chizai.app.payments import payments_after
from chizai.app.provenance import provenance_of
from chizai.app.receipts import collect_receipts, forecast_of
from chizai.deal.model import ClassKind
from chizai.documents.book import DealBook
from chizai.documents.futures_words import DrawnFutures
from chizai.forecast.backtest import BackTest, back_test
from chizai.forecast.receipts import Collections, Receipt
from chizai.metrics.break_even import break_even
from chizai.metrics.cover import advance_rate_ppm
from chizai.metrics.debt_service import debt_service_coverage
from chizai.metrics.returns import holding_returns
from chizai.metrics.summary import ClassMetrics, class_metrics
from chizai.units.result import Failed, Failure, Ok, Result
from chizai.valuation.income import Valuation, value_receipts
from chizai.valuation.screening import Screening, screen_pool
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.tables import class_table

DEBT = {ClassKind.SPECIFIED_BOND, ClassKind.NOTE}
"""The classes that are owed their principal, whether or not they bear a coupon."""


def make_book(folder: Path, progress: Callable[[str], None] = lambda _: None) -> Result[DealBook]:
    """Run a deal from its files: collections, waterfall, screening, valuation and metrics.

    Args:
        folder: the deal's folder.
        progress: told what is being done, in a few words.
    """
    progress("reading")
    loaded = load(folder)
    if isinstance(loaded, Failed):
        return loaded
    source, unusable = loaded.value.value, loaded.value.failures
    progress("collecting")
    forecast = forecast_of(source)
    collections = collect_receipts(source, forecast.value) if isinstance(forecast, Ok) else forecast
    return book_of(source, forecast, collections, unusable, progress)


def book_of(
    source: DealFolder,
    forecast: Result[tuple[Receipt, ...]],
    collections: Result[Collections],
    unusable: tuple[Failure, ...] = (),
    progress: Callable[[str], None] = lambda _: None,
    future: DrawnFutures | None = None,
) -> Result[DealBook]:
    """Run a deal on given collections.

    Args:
        source: what its folder holds.
        forecast: what the licences are expected to bring, which is what is valued.
        collections: what they bring, actual receipts and forecast ones.
        unusable: input rows that could not be used.
        progress: told what is being done, in a few words.
        future: which future of a simulation they are; none: what is forecast itself.
    """
    progress("screening and valuing")
    screening = _screen(source)
    valuation = _value(source, forecast.value) if isinstance(forecast, Ok) else forecast
    results = (forecast, screening, valuation, collections)
    if (
        isinstance(forecast, Failed)
        or isinstance(screening, Failed)
        or isinstance(valuation, Failed)
        or isinstance(collections, Failed)
    ):
        failures = [failure for result in results if isinstance(result, Failed) for failure in result.failures]
        return Failed((*dict.fromkeys(failures), *unusable))
    back_tests = _back_tests(source)
    appraisal = appraise_deal(source, forecast.value, screening.value, back_tests)
    if isinstance(appraisal, Failed):
        return Failed((*appraisal.failures, *unusable))
    progress("paying")
    inputs = RunInputs(source.deal, source.program, collections.value, source.observed)
    collected, *observed = inputs.rows()
    run = run_exact(source.program, collected, observed)
    assert_conserved(run)
    return Ok(
        DealBook(
            deal=source.deal,
            pool=source.files.pool,
            collections=collections.value,
            inputs=inputs,
            run=run,
            screening=screening.value,
            valuation=valuation.value,
            appraisal=appraisal.value,
            back_tests=back_tests,
            metrics=_metrics(source, run),
            returns=holding_returns(source.deal, run),
            break_evens=tuple(break_even(inputs, security.id) for security in source.deal.classes),
            dscr_ppm=debt_service_coverage(source.deal, run),
            advance_rate_ppm=_advance_rate(source, run, valuation.value),
            royalty_audits=audits_of(source),
            unusable=unusable,
            provenance=replace(provenance_of(source), future=future),
        )
    )


def _back_tests(source: DealFolder) -> tuple[BackTest, ...]:
    inputs, pool = source.inputs, source.files.pool
    tests = (back_test(pool, assumption, inputs.as_of_on, index) for index, assumption in enumerate(inputs.forecasts))
    return tuple(test for test in tests if test is not None)


def _screen(source: DealFolder) -> Ok[Screening] | Ok[None] | Failed:
    """Screen the pool, if assessors' views of it are given and the deal is not over."""
    inputs, final_on = source.inputs, source.program.payment_dates[-1]
    if inputs.assessments is None or inputs.as_of_on >= final_on:
        return Ok(None)
    return screen_pool(source.files.pool, source.files.assessments, inputs.screening, inputs.as_of_on, final_on)


def _value(source: DealFolder, forecast: Sequence[Receipt]) -> Ok[Valuation] | Ok[None] | Failed:
    """Value what the licences are expected to bring."""
    inputs = source.inputs
    if inputs.valuation is None:
        return Ok(None)
    currencies = {licence.id: licence.currency for licence in source.files.pool.licences}
    return value_receipts(forecast, currencies, inputs.valuation, inputs.as_of_on)


def _metrics(source: DealFolder, run: ExactRun) -> tuple[ClassMetrics, ...]:
    """Price the classes on the as-of date, or at closing where that is later."""
    settlement_on = max(source.deal.closing_on, source.inputs.as_of_on)
    return tuple(
        class_metrics(pricing, settlement_on, payments_after(run, pricing.class_id, settlement_on))
        for pricing in source.inputs.pricing
    )


def _advance_rate(source: DealFolder, run: ExactRun, valuation: Valuation | None) -> int | None:
    """Give the outstanding balances of the bonds and notes over the value of the rights."""
    if valuation is None:
        return None
    paid = sum(day <= source.inputs.as_of_on for day in source.program.payment_dates)
    balances = []
    for security in source.deal.classes:
        if security.kind in DEBT:
            rows = class_table(run, security.id)
            balances.append(rows[paid - 1].closing_minor if paid else security.balance_minor)
    return advance_rate_ppm(balances, valuation.value_minor)
