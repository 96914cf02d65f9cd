"""A licensee's default on counted defaults by rating symbol."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import counted_rate, unseen
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    Row,
    Says,
    Settings,
    ppm,
)
from chizai.forecast.joint_terms import LicenseeRisk
from chizai.forecast.processes.licensee import DefaultCount, fit_default_rates, pooled_counts
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultsRow(Row):
    """What was counted of the licensees of one symbol."""

    symbol: Annotated[str, Says("rating or class of the licensees, the best first")]
    defaults: Annotated[int, Says("how many defaulted", least=0)]
    licensee_years: Annotated[
        float, Says("years that all of them were watched, to the default or the end", least=0.0, is_above=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseeSettings(Settings):
    """Settings of a licensee's default."""

    licensee: Annotated[str | None, Says("name of the licensee, as the licences have it")] = None
    symbol: Annotated[str | None, Says("its symbol, one of the file's")] = None


def _check(rows: Sequence[DefaultsRow], settings: LicenseeSettings, file: str) -> list[Failure]:
    failures = list(twice(rows, lambda row: row.symbol, file, "symbol"))
    symbols = [row.symbol for row in rows]
    if settings.symbol is not None and settings.symbol not in symbols:
        what, why = f"{settings.symbol!r} is no symbol of the file", "no defaults are counted for it"
        fix = f"set one of {', '.join(symbols)}"
        failures.append(Failure(Reason.UNKNOWN, Place(settings.stand_in, None, "symbol"), what, why, fix))
    return failures


def _fit(rows: Sequence[DefaultsRow], settings: LicenseeSettings) -> Calibrated:
    counts = [DefaultCount((row.symbol,), row.defaults, row.licensee_years) for row in rows]
    rates, pools = fit_default_rates(counts), pooled_counts(counts)
    chosen = None if settings.symbol is None else rates[settings.symbol]
    return Calibrated(
        observations=f"{sum(row.defaults for row in rows)} defaults in "
        f"{sum(row.licensee_years for row in rows):,.6g} licensee-years of {len(rows)} symbols",
        estimates=tuple(
            counted_rate(f"defaults a year, {symbol}", pool.n_defaults, pool.watched_years)
            for pool in pools
            for symbol in pool.symbols
        ),
        comparisons=(
            Comparison(
                "defaults",
                tuple(Beside(row.symbol, row.defaults, rates[row.symbol] * row.licensee_years) for row in rows),
            ),
        ),
        remarks=tuple(remark for pool in pools for remark in _of_pool(pool)) + _out_of_order(pools, rates),
        goes_in=None
        if settings.licensee is None or chosen is None
        else LicenseeRisk(licensee=settings.licensee, default_ppm_annual=ppm(chosen)),
    )


def _of_pool(pool: DefaultCount) -> Iterator[str]:
    named = ", ".join(pool.symbols)
    if len(pool.symbols) > 1:
        yield f"{named}: counted out of their order, and pooled"
    yield from (f"{named}: {remark}" for remark in unseen("default", pool.n_defaults))


def _out_of_order(pools: Sequence[DefaultCount], rates: Mapping[str, float]) -> tuple[str, ...]:
    """Remark on symbols that were watched so briefly that half a default puts them above a worse one."""
    pairs = ((better.symbols[-1], worse.symbols[0]) for better, worse in pairwise(pools))
    return tuple(
        f"{better} comes out above {worse}, which is worse: it was watched for too few years"
        for better, worse in pairs
        if rates[better] > rates[worse]
    )


LICENSEE = Calibration(
    name="licensee",
    what="default of a licensee",
    source="R. Jarrow and S. Turnbull 1995; counts kept in order, R. E. Barlow and others 1972, under Jeffreys's prior",
    row=DefaultsRow,
    settings=LicenseeSettings,
    needed=("licensee", "symbol"),
    fit=_fit,
    check=_check,
)
