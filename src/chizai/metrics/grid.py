"""Price and scenario side by side: a class at several prices or yields, under several courses of the collections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.scenarios import Scenario, apply
from chizai.metrics.summary import ClassMetrics, ClassPayments, class_metrics
from chizai.units.result import Failed, Failure, Ok, Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PaymentsOf: TypeAlias = "Callable[[NDArray[np.int64]], ClassPayments]"
"""What a class is paid out of inflows; whichever executor runs is the caller's choice. Of many paths it may give what
they are paid together (`chizai.metrics.futures.together`)."""


@dataclass(frozen=True, slots=True)
class ScenarioPayments:
    """What a class is paid in one scenario."""

    scenario: Scenario
    payments: ClassPayments


@dataclass(frozen=True, slots=True)
class Grid:
    """A class at several prices or yields, in several scenarios."""

    pricings: tuple[PricingAssumption, ...]
    """The rows."""
    scenarios: tuple[Scenario, ...]
    """The columns."""
    cells: tuple[tuple[ClassMetrics, ...], ...]
    """Price, yield, average life and all else in each; shape (n_pricings, n_scenarios)."""


def run_scenarios(
    scenarios: Sequence[Scenario],
    inflows_minor: "NDArray[np.int64]",
    payment_dates: Sequence[date],
    payments_of: PaymentsOf,
    file: str,
) -> Result[tuple[ScenarioPayments, ...]]:
    """Run each scenario on the same forecast.

    Args:
        scenarios: those in which `check_scenarios` finds nothing wrong.
        inflows_minor: what is forecast, shape (n_periods,) or (n_periods, n_paths).
        payment_dates: of the deal; shape (n_periods,).
        payments_of: says what the class is paid out of a scenario's inflows.
        file: where the scenarios stand, for failures.

    Returns:
        the payments, or the failures of all scenarios whose collections executors would refuse.
    """
    results = [(scenario, apply(scenario, inflows_minor, payment_dates, file)) for scenario in scenarios]
    failures: list[Failure] = [failure for _, got in results if isinstance(got, Failed) for failure in got.failures]
    if failures:
        return Failed(tuple(failures))
    return Ok(tuple(ScenarioPayments(one, payments_of(got.value)) for one, got in results if isinstance(got, Ok)))


def grid(columns: Sequence[ScenarioPayments], pricings: Sequence[PricingAssumption], settlement_on: date) -> Grid:
    """Price a class in every scenario at every price or yield that is asked.

    Args:
        columns: as `run_scenarios` gives them.
        pricings: of one class, each with exactly one of price and yield; any number of them.
        settlement_on: the day on which the price is paid.

    Raises:
        ValueError: a pricing has neither or both of price and yield.
    """
    return Grid(
        tuple(pricings),
        tuple(column.scenario for column in columns),
        tuple(
            tuple(class_metrics(pricing, settlement_on, column.payments) for column in columns) for pricing in pricings
        ),
    )
