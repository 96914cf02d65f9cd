"""What each class is worth when one assumption after the other is moved, on the same futures."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from chizai.app.assumed import start_of
from chizai.app.load import DealFolder
from chizai.app.measure import outcomes_of
from chizai.metrics.class_readings import paid_by_class
from chizai.metrics.deal_futures import Assumed
from chizai.metrics.futures import ClassStatistics, discounted
from chizai.metrics.joint_bumps import joint_bumps
from chizai.metrics.tornado import Bump, Tornado, tornado
from chizai.units.rate import PPM, share_floor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TORNADO_PATHS = 10_000
"""Futures on which sensitivities are measured: their errors are those of paired differences."""

BUMP_PPM = 100_000
"""By how much royalties, and rates of exchange, are moved: a tenth."""

RATE_BUMP_PPM = 10_000
"""By how much the index of a coupon is moved: one percentage point."""


def tornados(
    source: DealFolder, assumed: Assumed, statistics: Sequence[ClassStatistics]
) -> tuple[tuple[str, Tornado], ...]:
    """Move each assumption alone and see what each class is worth at its yield, on the same futures."""
    base, settlement_on = fewer(assumed), start_of(source)
    bumps = bumps_of(source, base)
    rates = {one.class_id: one.worth.yield_annual for one in statistics if one.worth.yield_annual is not None}

    def worths(moved: Assumed) -> "dict[str, NDArray[np.float64]]":
        outcomes = outcomes_of(moved)
        paid, days = paid_by_class(outcomes, list(rates)), outcomes.program.payment_dates
        return {
            of: discounted(zip(days, each, strict=True), outcomes.paths.n_paths, settlement_on, rate)
            for (of, rate), each in zip(rates.items(), paid, strict=True)
        }

    # all classes are paid from one draw of each move
    all_moved = [base, *(moved for bump in bumps for moved in (bump.low, bump.high))]
    known = {id(moved): worths(moved) for moved in all_moved}

    def worth_of(class_id: str, moved: Assumed) -> "NDArray[np.float64]":
        return known[id(moved)][class_id]

    return tuple((of, tornado(partial(worth_of, of), base, bumps)) for of in rates)


def fewer(assumed: Assumed) -> Assumed:
    """Take no more futures than differences need."""
    return replace(assumed, terms=replace(assumed.terms, n_paths=min(assumed.terms.n_paths, TORNADO_PATHS)))


def bumps_of(source: DealFolder, base: Assumed) -> list[Bump[Assumed]]:
    """Give what is moved: royalties, what spreads them, each index of a coupon, and each spot rate of a stream."""
    royalties = Bump(
        "Royalties -10% / +10%",
        "ロイヤルティ -10% / +10%",
        replace(base, multiple_ppm=PPM - BUMP_PPM),
        replace(base, multiple_ppm=PPM + BUMP_PPM),
    )
    bumps = [royalties, *(_one_factor_bumps(base) if base.joint is None else joint_bumps(base, base.joint))]
    indices = {of.floating.index for of in source.deal.classes if of.floating is not None}
    spots = {stream.spot for stream in source.deal.streams}
    for observed in (observation.id for observation in source.deal.observations):
        if observed in indices:
            low, high = (replace(base, shifts_ppm=((observed, step),)) for step in (-RATE_BUMP_PPM, RATE_BUMP_PPM))
            bumps.append(Bump(f"{observed} -1 / +1 point", f"{observed} -1 / +1ポイント", low, high))
        if observed in spots:
            low, high = (_scaled(base, observed, PPM + step) for step in (-BUMP_PPM, BUMP_PPM))
            bumps.append(Bump(f"{observed} -10% / +10%", f"{observed} -10% / +10%", low, high))
    return bumps


def _scaled(base: Assumed, observed: str, multiple_ppm: int) -> Assumed:
    """Multiply what is forecast of an observed rate, rounded down; what was observed by the start stays."""
    numbers = base.inputs.observed[observed]
    coming = (share_floor(number, multiple_ppm) for number in numbers[base.n_past :])
    scaled = {**base.inputs.observed, observed: (*numbers[: base.n_past], *coming)}
    return replace(base, inputs=replace(base.inputs, observed=scaled))


def _one_factor_bumps(base: Assumed) -> list[Bump[Assumed]]:
    """Move how far all collections stray, and how fast they are pulled back."""
    volatility, reversion = base.terms.assumption.volatility_ppm_annual, base.terms.reversion_ppm_annual

    def with_terms(**changes: int) -> Assumed:
        return replace(base, terms=replace(base.terms, **changes))  # type: ignore[arg-type] # whole numbers all

    bumps = [
        Bump(
            "Volatility x 0.5 / x 1.5",
            "ボラティリティ 0.5倍 / 1.5倍",
            with_terms(volatility_ppm_annual=volatility // 2),
            with_terms(volatility_ppm_annual=volatility * 3 // 2),
        )
    ]
    if reversion:
        bumps.append(
            Bump(
                "Mean reversion x 0.5 / x 2",
                "平均回帰速度 0.5倍 / 2倍",
                with_terms(reversion_ppm_annual=reversion // 2),
                with_terms(reversion_ppm_annual=reversion * 2),
            )
        )
    return bumps
