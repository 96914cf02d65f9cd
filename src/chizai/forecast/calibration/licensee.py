"""A licensee's default on counted defaults by rating symbol."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import counted_rate
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    Estimate,
    Row,
    Says,
    Settings,
    ppm,
)
from chizai.forecast.joint_terms import LicenseeRisk
from chizai.forecast.processes.licensee import fit_default_rates
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
        failures.append(Failure(Reason.UNKNOWN, Place("--set", None, "symbol"), what, why, fix))
    return failures


def _fit(rows: Sequence[DefaultsRow], settings: LicenseeSettings) -> Calibrated:
    rates = fit_default_rates({row.symbol: (row.defaults, row.licensee_years) for row in rows})
    pooled = [list(block) for _, block in groupby(rows, key=lambda row: rates[row.symbol])]
    chosen = None if settings.symbol is None else rates[settings.symbol]
    return Calibrated(
        observations=f"{sum(row.defaults for row in rows)} defaults in "
        f"{sum(row.licensee_years for row in rows):,.6g} licensee-years of {len(rows)} symbols",
        estimates=tuple(estimate for block in pooled for estimate in _estimates(block)),
        comparisons=(
            Comparison(
                "defaults",
                tuple(Beside(row.symbol, row.defaults, rates[row.symbol] * row.licensee_years) for row in rows),
            ),
        ),
        remarks=tuple(
            f"{', '.join(row.symbol for row in block)}: counted out of their order, and pooled"
            for block in pooled
            if len({row.defaults / row.licensee_years for row in block}) > 1
        ),
        goes_in=None
        if settings.licensee is None or chosen is None
        else LicenseeRisk(licensee=settings.licensee, default_ppm_annual=ppm(chosen)),
    )


def _estimates(block: Sequence[DefaultsRow]) -> list[Estimate]:
    """Give the estimates of symbols that share a rate: as sure as all of their years make it."""
    n_defaults, watched_years = sum(row.defaults for row in block), sum(row.licensee_years for row in block)
    return [counted_rate(f"defaults a year, {row.symbol}", n_defaults, watched_years) for row in block]


LICENSEE = Calibration(
    name="licensee",
    what="default of a licensee",
    source="R. Jarrow and S. Turnbull 1995; counts kept in order, R. E. Barlow and others 1972",
    row=DefaultsRow,
    settings=LicenseeSettings,
    needed=("licensee", "symbol"),
    fit=_fit,
    check=_check,
)
