"""How far a fitted licence strays: what a description of joint futures leaves open is taken from the fit."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date

from chizai.assets.pool import Pool
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.fitted import Fitted, fit_licence
from chizai.forecast.history_model.bridge import annual, uncertainty_of
from chizai.forecast.joint_check import BOUNDS
from chizai.forecast.joint_terms import Centre, FittedTerms, JointTerms, LicenceRisk
from chizai.forecast.reported import by_licence, known_rows
from chizai.units.result import Ok

OPEN = ("volatility_ppm_annual", "level_deviation_ppm", "drift_deviation_ppm_annual")
"""The numbers that a fit knows: `history_model.bridge.AnnualUncertainty` has fields of these names."""


def with_fitted(
    terms: JointTerms, pool: Pool, forecasts: Sequence[ForecastAssumption], days: tuple[date, date]
) -> JointTerms:
    """Fill in the volatility and the deviations of level and drift that no licence's own row writes, from its fit.

    They go before what is said of all licences: that knows nothing of this one. A fit's level is never pulled back, so
    with a fitted volatility comes no reversion unless the licence's own is written; and its forecast is a median.

    Args:
        terms: in which `joint_check.check_joint` finds nothing wrong.
        pool: with the statements that are fitted.
        forecasts: how its licences are forecast.
        days: what arrived after the first is not known yet; cash until the second is of interest, as for the forecast.

    Returns:
        the terms, as `FittedTerms` where something was filled in. A licence that cannot be fitted is left as it is: its
        forecast fails with the reason.
    """
    rows = by_licence(known_rows(pool, days[0]))
    filled: dict[str, LicenceRisk] = {}
    for index, assumption in enumerate(forecasts):
        risk = terms.licence(assumption.licence)
        if assumption.method is ForecastMethod.FITTED and any(getattr(risk, name) is None for name in OPEN):
            fitted = fit_licence((index, assumption), pool, rows.get(assumption.licence, ()), days)
            if isinstance(fitted, Ok):
                filled[risk.licence] = _filled(risk, fitted.value)
    if not filled:
        return terms
    described = {risk.licence: risk for risk in terms.licences}
    named = {name: getattr(terms, name) for name in JointTerms.__dataclass_fields__}
    return FittedTerms(**named | {"licences": tuple((described | filled).values())}, fitted=tuple(filled))


def _filled(risk: LicenceRisk, fitted: Fitted) -> LicenceRisk:
    """Give a licence's row with what is open filled in, held to what a level can have."""
    known = asdict(annual(uncertainty_of(fitted.prediction), fitted.periods_a_year))
    numbers = {name: min(known[name], BOUNDS[name][1]) for name in OPEN if getattr(risk, name) is None}
    is_pulled = risk.reversion_ppm_annual is not None or "volatility_ppm_annual" not in numbers
    return replace(
        risk,
        **numbers,
        reversion_ppm_annual=risk.reversion_ppm_annual if is_pulled else 0,
        forecast_is=risk.forecast_is or Centre.MEDIAN,
    )
