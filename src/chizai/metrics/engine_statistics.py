"""What the streaming engine found, as the same statistics that are read from paths at hand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.curves import ZeroCurve
from chizai.metrics.engine_request import Request
from chizai.metrics.engine_tally import ClassTally, Tally
from chizai.metrics.futures import SHARES_PPM, ClassStatistics, CreditRisk, Worth
from chizai.metrics.paths import Estimate
from chizai.metrics.pricing import price_from_yield, yield_from_price
from chizai.metrics.risk import convexity, macaulay_years, modified_years, wal_years
from chizai.metrics.spreads import z_spread
from chizai.metrics.stream_bins import binned_percentiles
from chizai.metrics.stream_code import LOST, PRESENT
from chizai.units.rate import PPM, share_floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a class is measured at."""

    pricing: PricingAssumption
    """Exactly one of price and yield, as `check_pricing` made sure."""
    settlement_on: date
    """The day on which the price is paid."""
    curve: ZeroCurve | None = None
    """What the spread is measured over."""
    shares_ppm: Sequence[int] = SHARES_PPM
    """The percentiles that are wanted."""


def statistics_of(tally: Tally, request: Request, asking: Asking) -> ClassStatistics:
    """Give the statistics of a class, as `futures.class_statistics` gives them of the same paths.

    Counts and whole sums are the same, floats but for rounding. Percentiles are the middles of bins, no further off
    than 2^-9 of themselves. The standard error of the price is that at the factors of the request, which should be
    those of the yield.

    Raises:
        ValueError: the class was not asked for, or not in full, or the assumption has neither or both of price and
            yield.
    """
    place = request.class_ids.index(asking.pricing.class_id)
    found, first = tally.classes[place], request.first_period
    if not request.in_full:
        raise ValueError("shortfalls and percentiles were not asked for")
    return ClassStatistics(
        class_id=found.class_id,
        settlement_on=asking.settlement_on,
        n_paths=tally.n_paths,
        paid_on=request.program.payment_dates[first:],
        worth=_worth(tally, request, found, asking),
        risk=_risk(tally, request, found),
        payments_minor=binned_percentiles(found.counts[first:], asking.shares_ppm),
    )


def _worth(tally: Tally, request: Request, found: ClassTally, asking: Asking) -> Worth:
    dates = request.program.payment_dates
    principal = list(zip(dates, found.principal_minor, strict=True))
    flows = [*zip(dates, found.interest_minor, strict=True), *principal]
    settlement_on, n_paths, par_minor = asking.settlement_on, tally.n_paths, found.balance_minor
    price_minor, rate = _price_and_yield(asking, flows, par_minor, n_paths)
    error = tally.moments.estimate(request.number(found.class_id, PRESENT)).standard_error
    per_par = Fraction(price_minor) * PPM / par_minor if par_minor else None
    spread = None if asking.curve is None else z_spread(flows, settlement_on, price_minor * n_paths, asking.curve)
    has = rate is not None
    at = 0.0 if rate is None else rate
    return Worth(
        yield_annual=rate,
        price_minor=Estimate(float(price_minor), error) if has else None,
        price_ppm=math.floor(per_par) if has and per_par is not None else None,
        macaulay_years=macaulay_years(flows, settlement_on, at) if has else None,
        modified_years=modified_years(flows, settlement_on, at) if has else None,
        convexity=convexity(flows, settlement_on, at) if has else None,
        z_spread=spread if has else None,
        wal_years=wal_years(principal, settlement_on),
    )


def _price_and_yield(
    asking: Asking, flows: list[tuple[date, int]], par_minor: int, n_paths: int
) -> tuple[float, float | None]:
    pricing, settlement_on = asking.pricing, asking.settlement_on
    if (pricing.price_ppm is None) == (pricing.yield_ppm_annual is None):
        raise ValueError(f"class {pricing.class_id} needs exactly one of price and yield")
    if pricing.price_ppm is not None:
        price_minor = share_floor(par_minor, pricing.price_ppm)
        return price_minor, yield_from_price(flows, settlement_on, price_minor * n_paths)
    rate = (pricing.yield_ppm_annual or 0) / PPM
    return price_from_yield(flows, settlement_on, rate) / n_paths, rate


def _risk(tally: Tally, request: Request, found: ClassTally) -> CreditRisk:
    n_paths, par_minor = tally.n_paths, found.balance_minor
    lost = tally.moments.estimate(request.number(found.class_id, LOST)).standard_error
    expected_loss, given_default = None, None
    if par_minor:
        expected_loss = Estimate(found.lost_minor / par_minor / n_paths, None if lost is None else lost / par_minor)
    if par_minor and found.n_default:
        given_default = found.lost_minor / (found.n_default * par_minor)
    return CreditRisk(
        n_default=found.n_default,
        default_frequency=_frequency(found.n_default, n_paths),
        owed_minor_total=found.owed_minor,
        expected_loss=expected_loss,
        loss_given_default=given_default,
        shortfall_frequency=_frequency(sum(found.n_first_short), n_paths),
        n_first_short=found.n_first_short[request.first_period :],
    )


def _frequency(n_so: int, n_paths: int) -> Estimate:
    """Give a share of paths with its standard error, `sqrt(p (1 - p) / (n - 1))`."""
    share = n_so / n_paths
    return Estimate(share, math.sqrt(share * (1 - share) / (n_paths - 1)) if n_paths > 1 else None)
