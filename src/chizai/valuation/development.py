"""A patent in development: cost and cash are uncertain, and the owner may stop. Least-squares Monte Carlo."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

N_COEFFICIENTS = 10
"""Of a polynomial of the third degree in cost left and cash."""
LARGEST_RISE = 1e6
"""Cash that rose further is regressed as if it had risen so far: its sixth power is still a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A development; rates compound continuously and are fractions of one, amounts of any one unit."""

    cost: float
    """Expected cost to completion, above 0."""
    spend_annual: float
    """The most that is spent on it in a year, above 0."""
    cost_volatility: float = 0.0
    cash_annual: float
    """Cash in a year if it were complete now, 0 or more."""
    cash_drift_annual: float = 0.0
    """Growth of the cash under the risk-neutral measure."""
    cash_volatility_annual: float = 0.0
    correlation: float = 0.0
    failure_annual: float = 0.0
    """Intensity of failure while in development."""
    riskless_annual: float
    years: float
    """Until the patent expires, above 0."""
    terminal_years: float = 0.0
    """What is left at expiry, in years of the cash."""


@dataclass(frozen=True, slots=True)
class DevelopmentValue:
    """What a development is worth to an owner who may stop, and to one who goes on whatever comes."""

    option: float
    """With the right to stop; 0 or more."""
    standard_error: float
    """Of the option; 0 where it is not begun."""
    committed: float
    """Without the right to stop: the net present value, from the same paths."""
    committed_standard_error: float
    is_begun: bool
    """Whether it is worth beginning."""


@dataclass(frozen=True, slots=True)
class _Paths:
    """Drawn courses of a development."""

    cost_left: "Numbers"
    """At the start of each step, 0 once complete; shape (n_steps + 1, n_paths)."""
    cash: "Numbers"
    """Yearly cash if it were complete; shape (n_steps + 1, n_paths)."""
    spent: "Numbers"
    """In each step, as long as it goes on; shape (n_steps, n_paths)."""


def value_development(
    project: Project, n_steps: int, n_paths: int, generator: "np.random.Generator"
) -> DevelopmentValue:
    """Value a development by least-squares Monte Carlo.

    The cost to completion K and the yearly cash C follow `dK = -I dt + s sqrt(I K) dz` and `dC = a C dt + p C dw`; a
    failure of intensity l ends it for nothing until it is complete; afterwards the cash flows until the patent expires,
    and its value then is known in closed form. At each step the owner goes on if what a regression on K and C expects
    exceeds what is spent. The regression is made on one set of paths and judged on another, so that the estimate errs
    low and its standard error is honest. What the last step before completion spends beyond its need is not spent.

    Sources: E. S. Schwartz, Patents and R&D as Real Options (2004); R. S. Pindyck, Investments of Uncertain Cost (1993)
    for the cost; F. A. Longstaff and E. S. Schwartz, Valuing American Options by Simulation (2001) for the regression.

    Args:
        project: cost, cash, failure and life.
        n_steps: decisions until the patent expires, 1 or more.
        n_paths: of each of the two sets, 2 or more.
        generator: of the random numbers; the same state gives the same value.
    """
    step_years = project.years / n_steps
    rules, mean_begun = _fit(project, _draw(project, n_steps, n_paths, generator), step_years)
    judged = _draw(project, n_steps, n_paths, generator)
    kept, committed = _follow(project, judged, rules, step_years), _follow(project, judged, None, step_years)
    is_begun = mean_begun > 0.0 and float(kept.mean()) > 0.0
    root = math.sqrt(n_paths)
    return DevelopmentValue(
        option=float(kept.mean()) if is_begun else 0.0,
        standard_error=float(kept.std(ddof=1)) / root if is_begun else 0.0,
        committed=float(committed.mean()),
        committed_standard_error=float(committed.std(ddof=1)) / root,
        is_begun=is_begun,
    )


def completed_value(project: Project, cash: "Numbers", years_left: float) -> "Numbers":
    """Value the cash of a complete project until its patent expires, and what is left then.

    `C (1 - e^-(r - a)n) / (r - a) + M C e^-(r - a)n`.

    Args:
        project: growth of the cash, riskless rate and terminal years.
        cash: yearly cash at completion; shape (n_paths,).
        years_left: n, until expiry.
    """
    net = project.riskless_annual - project.cash_drift_annual
    annuity = -math.expm1(-net * years_left) / net if net else years_left
    return cash * (annuity + project.terminal_years * math.exp(-net * years_left))


def _draw(project: Project, n_steps: int, n_paths: int, generator: "np.random.Generator") -> _Paths:
    import numpy as np

    step_years = project.years / n_steps
    cost_left, cash = np.empty((n_steps + 1, n_paths)), np.empty((n_steps + 1, n_paths))
    spent = np.empty((n_steps, n_paths))
    cost_left[0], cash[0] = project.cost, project.cash_annual
    own = math.sqrt(1 - project.correlation**2)
    drift = (project.cash_drift_annual - project.cash_volatility_annual**2 / 2) * step_years
    for step in range(n_steps):
        shocks = generator.standard_normal((2, n_paths))
        spent[step] = np.minimum(project.spend_annual * step_years, cost_left[step])
        spread = project.cost_volatility * np.sqrt(spent[step] * cost_left[step])
        cost_left[step + 1] = np.maximum(cost_left[step] - spent[step] + spread * shocks[0], 0.0)
        mixed = project.correlation * shocks[0] + own * shocks[1]
        cash[step + 1] = cash[step] * np.exp(drift + project.cash_volatility_annual * math.sqrt(step_years) * mixed)
    return _Paths(cost_left, cash, spent)


def _fit(project: Project, paths: _Paths, step_years: float) -> tuple[list["Numbers | None"], float]:
    """Give each step's regression of what going on brings, and the mean of beginning.

    A step with fewer open paths than coefficients has no rule: the owner goes on.
    """
    import numpy as np

    n_steps, n_paths = paths.spent.shape
    survival = math.exp(-(project.riskless_annual + project.failure_annual) * step_years)
    rules: list[Numbers | None] = [None] * n_steps
    later = np.zeros(n_paths)
    for step in range(n_steps - 1, -1, -1):
        years_left = project.years - (step + 1) * step_years
        complete = paths.cost_left[step + 1] == 0.0
        later[complete] = completed_value(project, paths.cash[step + 1, complete], years_left)
        gain = survival * later - paths.spent[step]
        is_open = paths.cost_left[step] > 0.0
        if step and np.count_nonzero(is_open) > N_COEFFICIENTS:
            terms = _terms(project, paths, step, is_open)
            # Normal equations by least squares: with a certain cost some powers are multiples of others.
            rule = np.linalg.lstsq(terms @ terms.T, terms @ gain[is_open], rcond=None)[0]
            rules[step], stops = rule, is_open.copy()
            stops[is_open] = rule @ terms <= 0.0
            gain[stops] = 0.0
        later = gain
    return rules, float(later.mean())


def _follow(project: Project, paths: _Paths, rules: list["Numbers | None"] | None, step_years: float) -> "Numbers":
    """Give what each path is worth today to an owner who follows the rules, or who never stops; shape (n_paths,)."""
    import numpy as np

    n_steps, n_paths = paths.spent.shape
    survival = math.exp(-(project.riskless_annual + project.failure_annual) * step_years)
    worth, weight, is_open = np.zeros(n_paths), 1.0, np.ones(n_paths, np.bool_)
    for step in range(n_steps):
        rule = rules[step] if rules is not None else None
        if rule is not None:
            is_open[is_open] = rule @ _terms(project, paths, step, is_open) > 0.0
        worth[is_open] -= weight * paths.spent[step, is_open]
        weight *= survival
        done = is_open & (paths.cost_left[step + 1] == 0.0)
        years_left = project.years - (step + 1) * step_years
        worth[done] += weight * completed_value(project, paths.cash[step + 1, done], years_left)
        is_open &= ~done
    return worth


def _terms(project: Project, paths: _Paths, step: int, is_open: "NDArray[np.bool_]") -> "Numbers":
    """Give the powers that the regression is on, of the open paths; shape (N_COEFFICIENTS, n_open)."""
    import numpy as np

    cost = paths.cost_left[step, is_open] / project.cost
    cash = np.minimum(paths.cash[step, is_open] / (project.cash_annual or 1.0), LARGEST_RISE)
    ones, cost_squared, cash_squared = np.ones_like(cost), cost * cost, cash * cash
    seconds = (cost_squared, cost * cash, cash_squared)
    thirds = (cost_squared * cost, cost_squared * cash, cash_squared * cost, cash_squared * cash)
    return np.stack((ones, cost, cash, *seconds, *thirds))
