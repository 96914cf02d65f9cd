"""What a fit says of itself: the numbers behind it, and why a history cannot carry it."""

import hashlib
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chizai.assets.licences import Licence
from chizai.assets.statements import StatementRow
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption
from chizai.forecast.expected import assumption_key
from chizai.forecast.history_model.bridge import history_of
from chizai.forecast.history_model.predict import Prediction
from chizai.forecast.history_model.reference import Reference
from chizai.forecast.history_model.series import Series, earns
from chizai.forecast.reported import ONE_DAY, ReportedYear, covered_from, first_unreported
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.result import Failure, Place, Reason

if TYPE_CHECKING:
    from chizai.forecast.history_model.fit import Fit

PERIOD_NAMES = {1: "years", 2: "half-years", 4: "quarters", 12: "months"}
"""What the periods of a fit are called, by their number in a year."""
DIGEST_SIGNS = 16
"""How much of a digest is shown."""


def fit_failure(
    place: tuple[int, ForecastAssumption], years: Sequence[ReportedYear], rows: Sequence[StatementRow]
) -> Failure | None:
    """Give why a history cannot be fitted, if it cannot.

    Args:
        place: where the assumption stands in its list, from 0, and the assumption.
        years: the complete years that are to be fitted.
        rows: what is known of the licence.
    """
    index, assumption = place
    at = Place(INPUTS_FILE, None, assumption_key(index, assumption.licence, "method"))
    if not years and not assumption.comparables_minor:
        told = f"from {covered_from(rows)} to {first_unreported(rows) - ONE_DAY} without a hole" if rows else "nothing"
        return Failure(
            Reason.MISSING,
            at,
            f"a fit is asked of {assumption.licence!r}; statements report {told}",
            "that is no complete year, and a period without a statement is not known to have earned nothing",
            'add the missing statements, name comparables_minor, or write method = "plan"',
        )
    if years and not earns(history := history_of(assumption.licence, years), 1):
        last = amount_text(years[-1].royalty_minor, years[-1].rows[0].currency)
        return Failure(
            Reason.OUT_OF_RANGE,
            at,
            f"the last year of {assumption.licence!r} brought {last}, in {_earning(history)}",
            "a fit needs a last year that brought something, and royalties in half of all periods",
            'mend the statements, or write method = "history" or "plan"',
        )
    return None


def year_origin(licence: Licence, number: int, median: tuple[int, int], fit: Explained) -> Explained:
    """Explain the royalty of one forecast year before its terms bound it.

    Args:
        licence: that it is of.
        number: of the year, from 0.
        median: the sum of the periods' medians, and of how many futures they are.
        fit: the fit's explanation.
    """
    royalty_minor, n_paths = median
    return Explained(
        f"{licence.id} royalty of forecast year {number + 1}",
        amount_text(royalty_minor, licence.currency),
        f"median of {n_paths:,} futures of the fit in which the licensee keeps paying, period by period, rounded down",
        (fit,),
    )


def fit_origin(
    place: tuple[int, ForecastAssumption], licence: Licence, years: Sequence[ReportedYear], prediction: Prediction
) -> Explained:
    """Explain a fit: level, trend and season at its end, what it was believed to be before, and what it rests on.

    Args:
        place: where the assumption stands in its list, from 0, and the assumption, its prior decided.
        licence: that it is of.
        years: that were fitted, earliest first.
        prediction: what came of it.
    """
    fit = prediction.fit
    series, weights = fit.histories[0], fit.weights[0]
    level = math.exp(float(weights @ fit.state.level[0])) * _season_sum(fit)
    drift = math.expm1(float(weights @ fit.state.drift[0]))
    n_known, name = len(series.array), PERIOD_NAMES[series.periods_a_year]
    reported = f"{n_known} reported {name}" if n_known else "comparables alone"
    text = amount_text(int(level), licence.currency)
    return Explained(
        f"fit of {licence.id}",
        f"{text} a year, {drift:+z.1%} a year",
        f"models of the logarithm of royalties, weighed by how well each would have foretold {reported}",
        (
            Explained(
                "level at the end of the history", f"{text} a year", "mean logarithm over the models by their weights"
            ),
            Explained(
                "trend at the end of the history",
                f"{drift:+z.1%} a year",
                "mean logarithm over the models by their weights",
            ),
            *_straying(fit),
            *_believed(place, fit.reference),
            *(year.explain() for year in years),
        ),
    )


def _straying(fit: "Fit") -> tuple[Explained, ...]:
    """Explain how far the level and single periods stray, and the season if there is one."""
    import numpy as np

    weights, grid = fit.weights[0], fit.grid
    level = math.sqrt(float(weights @ grid.step**2) / grid.years)
    noise = math.sqrt(float(weights @ grid.noise**2))
    because = "root of the mean variance over the models by their weights"
    told = [
        Explained("deviation of the level", f"{level:.1%} a year", because),
        Explained("deviation of a period for itself alone", f"{noise:.1%}", because),
    ]
    if fit.seasons[0].any():
        factors = " : ".join(f"{factor:.3f}" for factor in np.exp(fit.seasons[0]))
        told.append(Explained("season", factors, "of the periods to come, by a centred moving average"))
    return tuple(told)


def _believed(place: tuple[int, ForecastAssumption], reference: Reference) -> tuple[Explained, ...]:
    """Explain what was believed before, and the random numbers, with the keys that say so."""
    index, assumption = place
    belief = reference.belief
    deviation = math.sqrt(belief.drift_variance)

    def leaf(label: str, value: str, field: str) -> Explained:
        return Explained(
            label, value, source=Place(INPUTS_FILE, None, assumption_key(index, assumption.licence, field))
        )

    comparables = [f"{amount_minor:,}" for amount_minor in assumption.comparables_minor]
    weighed = (reference.weights, belief, reference.stop_annual, reference.widths)
    digest = hashlib.sha256(repr(weighed).encode()).hexdigest()[:DIGEST_SIGNS]
    return (
        leaf(
            "trend believed before",
            f"{assumption.prior}: {belief.drift_annual:+z.1%} a year, give or take {deviation:.1%}",
            "prior",
        ),
        *([leaf("comparables a year", ", ".join(comparables), "comparables_minor")] if comparables else []),
        Explained("reference data of the models' weights", f"SHA-256 {digest}"),
        leaf("seed of the random numbers", str(assumption.seed), "seed"),
    )


def _season_sum(fit: "Fit") -> float:
    """Give what a year brings in parts of a period at the level."""
    import numpy as np

    return float(np.exp(fit.seasons[0]).sum())


def _earning(history: Series) -> str:
    """Say in how many of its periods a history brought something."""
    values = history.array
    return f"{int((values > 0).sum())} of all {len(values)} {PERIOD_NAMES[history.periods_a_year]} royalties came"
