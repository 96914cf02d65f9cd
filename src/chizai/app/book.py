"""From a deal's folder to its deal book: the whole way of a yen, once."""

from collections.abc import Callable, Sequence
from pathlib import Path

import chizai
from chizai.app.load import DealFolder, load
from chizai.deal.bounds import COLLECTIONS_MAX_MINOR
from chizai.deal.model import ClassKind
from chizai.documents.book import DealBook, Provenance
from chizai.forecast.actuals import actual_receipts
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.forecast.backtest import BackTest, back_test
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Collections, Receipt, collect
from chizai.metrics.break_even import break_even
from chizai.metrics.cover import advance_rate_ppm
from chizai.metrics.debt_service import debt_service_coverage
from chizai.metrics.returns import holding_returns
from chizai.metrics.summary import ClassMetrics, ClassPayments, class_metrics
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.valuation.income import Valuation, value_receipts
from chizai.valuation.screening import Screening, screen_pool
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun, run_exact
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
    progress("screening and valuing")
    screening, forecast = _screen(source), _forecast(source)
    valuation = _value(source, forecast.value) if isinstance(forecast, Ok) else forecast
    progress("collecting")
    collections = _collect(source, forecast.value) if isinstance(forecast, Ok) else forecast
    if isinstance(screening, Failed) or isinstance(valuation, Failed) or isinstance(collections, Failed):
        results = (screening, valuation, collections)
        failures = [failure for result in results if isinstance(result, Failed) for failure in result.failures]
        return Failed((*dict.fromkeys(failures), *unusable))
    progress("paying")
    run = run_exact(source.program, collections.value.totals_minor())
    assert_conserved(run)
    return Ok(
        DealBook(
            deal=source.deal,
            pool=source.files.pool,
            collections=collections.value,
            run=run,
            screening=screening.value,
            valuation=valuation.value,
            back_tests=_back_tests(source),
            metrics=_metrics(source, run),
            returns=holding_returns(source.deal, run),
            break_evens=tuple(
                break_even(source.program, collections.value, security.id) for security in source.deal.classes
            ),
            dscr_ppm=debt_service_coverage(source.deal, run),
            advance_rate_ppm=_advance_rate(source, run, valuation.value),
            unusable=unusable,
            provenance=Provenance(
                version=chizai.__version__,
                as_of_on=source.inputs.as_of_on,
                program_digest=source.program.digest(),
                inputs=source.digests,
            ),
        )
    )


def _back_tests(source: DealFolder) -> tuple[BackTest, ...]:
    inputs, pool = source.inputs, source.files.pool
    tests = (back_test(pool, assumption, inputs.as_of_on) for assumption in inputs.forecasts)
    return tuple(test for test in tests if test is not None)


def _screen(source: DealFolder) -> Ok[Screening] | Ok[None] | Failed:
    """Screen the pool, if assessors' views of it are given and the deal is not over."""
    inputs, final_on = source.inputs, source.program.payment_dates[-1]
    if inputs.assessments is None or inputs.as_of_on >= final_on:
        return Ok(None)
    return screen_pool(source.files.pool, source.files.assessments, inputs.screening, inputs.as_of_on, final_on)


def _forecast(source: DealFolder) -> Result[tuple[Receipt, ...]]:
    """Forecast what the licences bring after the as-of date, as long as the deal lives."""
    inputs, until_on = source.inputs, source.program.payment_dates[-1]
    return project_receipts(source.files.pool, inputs.forecasts, inputs.as_of_on, until_on)


def _value(source: DealFolder, forecast: Sequence[Receipt]) -> Ok[Valuation] | Ok[None] | Failed:
    """Value what the licences are expected to bring."""
    inputs = source.inputs
    if inputs.valuation is None:
        return Ok(None)
    currencies = {licence.id: licence.currency for licence in source.files.pool.licences}
    return value_receipts(forecast, currencies, inputs.valuation, inputs.as_of_on)


def _collect(source: DealFolder, forecast: Sequence[Receipt]) -> Result[Collections]:
    """Sort actual and forecast receipts into payment periods."""
    receipts = (*actual_receipts(source.files.pool, source.inputs.as_of_on), *forecast)
    collections = collect(receipts, source.deal.closing_on, source.program.payment_dates)
    failures = tuple(
        _uncollectable(source, period, total)
        for period, total in enumerate(collections.totals_minor())
        if not 0 <= total <= COLLECTIONS_MAX_MINOR
    )
    return Failed(failures) if failures else Ok(collections)


def _uncollectable(source: DealFolder, period: int, total_minor: int) -> Failure:
    day = source.program.payment_dates[period]
    if total_minor < 0:
        what = f"the receipts to be paid out on {day} sum to {total_minor:_}"
        why = "corrections outweigh royalties, and cash that never came cannot be paid out"
        fix = "let the licensee set the correction against later royalties, or correct the statements"
        return Failure(Reason.OUT_OF_RANGE, Place(INPUTS_FILE, None, "statements"), what, why, fix)
    what = f"the receipts to be paid out on {day} sum to {total_minor:_}, more than {COLLECTIONS_MAX_MINOR:_}"
    why = "executors hold whole numbers of 63 bits, and a share of this would not fit"
    return Failure(Reason.OVERFLOW, Place(INPUTS_FILE, None, "statements"), what, why, "check the amounts and currency")


def _metrics(source: DealFolder, run: ExactRun) -> tuple[ClassMetrics, ...]:
    """Price the classes on the as-of date, or at closing where that is later."""
    settlement_on = max(source.deal.closing_on, source.inputs.as_of_on)
    priced = []
    for pricing in source.inputs.pricing:
        rows = class_table(run, pricing.class_id)
        coming = [row for row in rows if row.paid_on > settlement_on]
        payments = ClassPayments(
            balance_minor_opening=coming[0].opening_minor if coming else rows[-1].closing_minor,
            paid_on=[row.paid_on for row in coming],
            interest_minor=[row.interest_paid_minor + row.residual_paid_minor for row in coming],
            principal_minor=[row.principal_paid_minor for row in coming],
        )
        priced.append(class_metrics(pricing, settlement_on, payments))
    return tuple(priced)


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
