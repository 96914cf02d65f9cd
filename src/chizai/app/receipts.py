"""What a deal's licences bring: received, forecast, and sorted into its payment periods."""

from collections.abc import Sequence
from dataclasses import replace

from chizai.app.load import DealFolder
from chizai.deal.program import COLLECTIONS_MAX_MINOR, InputKind
from chizai.forecast.actuals import actual_receipts
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Collections, Receipt, collect
from chizai.units.rate import PPM
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.waterfall.inputs import RunInputs


def collections_of(source: DealFolder) -> Result[Collections]:
    """Forecast, and sort actual and forecast receipts into payment periods."""
    forecast = forecast_of(source)
    return forecast if isinstance(forecast, Failed) else collect_receipts(source, forecast.value)


def forecast_of(source: DealFolder) -> Result[tuple[Receipt, ...]]:
    """Forecast what the licences bring after the as-of date, as long as the deal lives."""
    inputs, until_on = source.inputs, source.program.payment_dates[-1]
    return project_receipts(source.files.pool, inputs.forecasts, inputs.as_of_on, until_on)


def collections_if_true(source: DealFolder, collections: Collections) -> Result[Collections]:
    """Give the collections that come if every plan that may fail comes true; those given where none may."""
    inputs, joint = source.inputs, source.inputs.joint
    failing = {risk.licence for risk in joint.licences if risk.plan_fails} if joint is not None else set()
    if not failing:
        return Ok(collections)
    certain = tuple(
        replace(one, plan=tuple(replace(year, probability_ppm=PPM) for year in one.plan))
        if one.licence in failing
        else one
        for one in inputs.forecasts
    )
    forecast = forecast_of(replace(source, inputs=replace(inputs, forecasts=certain)))
    return forecast if isinstance(forecast, Failed) else collect_receipts(source, forecast.value)


def collect_receipts(source: DealFolder, forecast: Sequence[Receipt]) -> Result[Collections]:
    """Sort actual and forecast receipts into payment periods."""
    receipts = (*actual_receipts(source.files.pool, source.inputs.as_of_on), *forecast)
    collections = collect(receipts, source.deal.closing_on, source.program.payment_dates)
    inputs = RunInputs(source.deal, source.program, collections, source.observed)
    failures = tuple(
        _uncollectable(source, period, total)
        for each in source.program.inputs
        if each.kind is InputKind.COLLECTIONS
        for period, total in enumerate(inputs.collected(each.of))
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
