"""Receipts to come: each licence's expected periods, cut where its life ends, as cash on the day it should arrive."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chizai.assets.licences import Licence
from chizai.assets.pool import Pool
from chizai.assets.royalty import cash_of_royalty
from chizai.assets.statements import StatementRow
from chizai.forecast.assumed import check_assumptions
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption, ForecastMethod
from chizai.forecast.diffusion import diffusion_periods
from chizai.forecast.expected import ExpectedPeriod, assumption_key
from chizai.forecast.history import history_periods, level_of
from chizai.forecast.life import LastUse, last_use
from chizai.forecast.plan import plan_periods
from chizai.forecast.receipts import Receipt
from chizai.forecast.reported import (
    ONE_DAY,
    by_licence,
    complete_years,
    covered_from,
    first_unreported,
    known_rows,
)
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.schedule import MONTHS_A_YEAR, add_months


@dataclass(frozen=True, slots=True)
class _Window:
    """From when until when a licence's use is forecast, and its cash expected."""

    first_use_on: date
    last_use: LastUse
    as_of_on: date
    until_on: date


def project_receipts(
    pool: Pool, assumptions: Sequence[ForecastAssumption], as_of_on: date, until_on: date
) -> Result[tuple[Receipt, ...]]:
    """Forecast the cash of every licence that has an assumption.

    The first forecast period starts on the day after the last reported one, so nothing is counted twice and nothing
    is left out; a plan without any report starts after the as-of date. A period that the licence's end or its rights'
    expiry cuts is prorated by days, rounded down. Cash arrives the licence's lag after the period's end; what should
    have arrived by the as-of date and did not is expected on the day after it.

    Milestones are not forecast, and an advance is taken as recouped; the explanation says so.

    Args:
        pool: as `assets.pool_check` passes it.
        assumptions: at most one for each licence; a licence without one is not forecast.
        as_of_on: what arrived later is not known yet.
        until_on: the last day of cash that is of interest.

    Returns:
        forecast receipts by day and licence, or every failure of the assumptions and of the history behind them.
    """
    failures = list(check_assumptions(pool, assumptions))
    if failures:
        return Failed(tuple(failures))
    rows = by_licence(known_rows(pool, as_of_on))
    receipts: list[Receipt] = []
    for index, assumption in enumerate(assumptions):
        licence = pool.licence(assumption.licence)
        its_rows = rows.get(licence.id, ())
        days = (as_of_on, until_on)
        life, periods = last_use(licence, pool), _periods((index, assumption), pool, its_rows, days)
        failures += [failure for result in (life, periods) if isinstance(result, Failed) for failure in result.failures]
        if isinstance(life, Ok) and isinstance(periods, Ok):
            reported_on = first_unreported(its_rows) if its_rows else as_of_on + ONE_DAY
            window = _Window(max(reported_on, licence.starts_on), life.value, as_of_on, until_on)
            receipts += _receipts(periods.value, licence, window)
    if failures:
        return Failed(tuple(dict.fromkeys(failures)))
    return Ok(tuple(sorted(receipts, key=lambda receipt: (receipt.received_on, receipt.licence_id))))


def _periods(
    place: tuple[int, ForecastAssumption], pool: Pool, rows: Sequence[StatementRow], days: tuple[date, date]
) -> Result[Iterable[ExpectedPeriod]]:
    """Give the periods of the assumption's method, or why the history cannot carry them."""
    (index, assumption), (as_of_on, _) = place, days
    licence = pool.licence(assumption.licence)
    stop_on = add_months(first_unreported(rows), MONTHS_A_YEAR) if rows else as_of_on
    if stop_on + timedelta(licence.terms.lag_days) < as_of_on:
        return Failed((_stale(index, licence.id, rows, as_of_on),))
    if assumption.method is ForecastMethod.PLAN:
        return Ok(plan_periods(assumption, licence, index))
    if assumption.method in {ForecastMethod.BASS, ForecastMethod.GENERATIONS}:
        return Ok(diffusion_periods(place, licence, first_unreported(rows) if rows else as_of_on, days))
    if assumption.method is ForecastMethod.FITTED:
        # the history model takes a tenth as long to load as all else of a deal, and few deals ask for it
        from chizai.forecast.fitted import fit_licence, fitted_periods

        fitted = fit_licence(place, pool, rows, days)
        return fitted if isinstance(fitted, Failed) else Ok(fitted_periods(fitted.value))
    years = complete_years(rows, assumption.years)
    if len(years) < assumption.years:
        return Failed((_short_history(index, assumption, rows, len(years)),))
    if (level := level_of(years, licence.currency)).royalty_minor < 0:
        return Failed((_negative_level(index, licence.id, level.origin),))
    key = assumption_key(index, licence.id, "drift_ppm_annual")
    drift = Explained("drift", format_ppm(assumption.drift_ppm_annual), source=Place(INPUTS_FILE, None, key))
    return Ok(history_periods(years, licence, drift, assumption.drift_ppm_annual))


def _receipts(periods: Iterable[ExpectedPeriod], licence: Licence, window: _Window) -> Iterator[Receipt]:
    for period in periods:
        due_on = period.end_on + timedelta(licence.terms.lag_days)
        if period.start_on > window.last_use.on or due_on > window.until_on:
            return
        if period.end_on < window.first_use_on:
            continue
        royalty_minor, origin = _cut(period, licence, window)
        cash_minor = cash_of_royalty(royalty_minor, licence.terms)
        received_on = max(due_on, window.as_of_on + ONE_DAY)
        explained = _explain(licence, cash_minor, (due_on, received_on), origin)
        yield Receipt(received_on, licence.id, cash_minor, is_actual=False, origin=explained)


def _cut(period: ExpectedPeriod, licence: Licence, window: _Window) -> tuple[int, Explained]:
    """Give the part of a period's royalty that lies in the window, by days, rounded down."""
    start_on = max(period.start_on, window.first_use_on)
    end_on = min(period.end_on, window.last_use.on)
    days, days_kept = (period.end_on - period.start_on).days + 1, (end_on - start_on).days + 1
    if days_kept == days:
        return period.royalty_minor, period.origin
    kept_minor = period.royalty_minor * days_kept // days
    reason = window.last_use.because if end_on < period.end_on else f"use is forecast from {start_on} on"
    because = f"{days_kept} of {days} days, rounded down: {reason}"
    label = f"royalty of the part from {start_on} to {end_on}"
    return kept_minor, Explained(label, amount_text(kept_minor, licence.currency), because, (period.origin,))


def _explain(licence: Licence, cash_minor: int, dates: tuple[date, date], royalty: Explained) -> Explained:
    due_on, received_on = dates
    notes = f"; due on {due_on} and not reported yet" if received_on > due_on else ""
    if licence.terms.advance_minor:
        notes += f"; the advance of {amount_text(licence.terms.advance_minor, licence.currency)} is taken as recouped"
    return Explained(
        f"{licence.id} forecast cash on {received_on}",
        amount_text(cash_minor, licence.currency),
        f"royalty less withholding of {format_ppm(licence.terms.withholding_ppm)}{notes}",
        (royalty,),
    )


def _stale(index: int, licence_id: str, rows: Sequence[StatementRow], as_of_on: date) -> Failure:
    last_on = first_unreported(rows) - ONE_DAY
    return Failure(
        Reason.INCONSISTENT,
        Place(INPUTS_FILE, None, assumption_key(index, licence_id, "licence")),
        f"the last report of {licence_id!r} is for the period to {last_on}, more than a year before {as_of_on}",
        "a licensee that stopped reporting may have stopped paying",
        "add the statements since then, or leave the licence out of the forecasts",
    )


def _short_history(index: int, assumption: ForecastAssumption, rows: Sequence[StatementRow], n_years: int) -> Failure:
    reported = f"from {covered_from(rows)} to {first_unreported(rows) - ONE_DAY} without a hole" if rows else "nothing"
    return Failure(
        Reason.MISSING,
        Place(INPUTS_FILE, None, assumption_key(index, assumption.licence, "years")),
        f"{assumption.years} complete years are asked of {assumption.licence!r}; statements report {reported}",
        f"that is {n_years} complete years, and a period without a statement is not known to have earned nothing",
        'add the missing statements (a row of 0 where nothing was earned), lower years, or write method = "plan"',
    )


def _negative_level(index: int, licence_id: str, level: Explained) -> Failure:
    return Failure(
        Reason.OUT_OF_RANGE,
        Place(INPUTS_FILE, None, assumption_key(index, licence_id, "years")),
        f"the average year of {licence_id!r} is {level.value}",
        "corrections outweigh royalties, so the history says nothing of what will be earned",
        "average over more years, or mend the statements",
    )
