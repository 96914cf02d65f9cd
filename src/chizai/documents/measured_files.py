"""Drawn scenarios, and what the inputs ask for beside the classes, as files."""

from collections.abc import Iterator

from chizai.documents.csv_file import csv_bytes
from chizai.documents.measured import Measured
from chizai.documents.simulation import Simulation
from chizai.metrics.paths import Estimate

DRAWN_HEAD = (
    "scenario",
    "class",
    "n_paths",
    "yield_annual",
    "price_minor",
    "price_standard_error",
    "default_frequency",
    "default_standard_error",
    "expected_loss",
    "loss_standard_error",
)
PRICES_HEAD = (
    "class",
    "yield_annual",
    "price",
    "standard_error",
    "error_asked",
    "is_reached",
    "n_paths",
)
RARE_HEAD = (
    "class",
    "n_paths",
    "expected_loss",
    "loss_standard_error",
    "default_frequency",
    "default_standard_error",
    "n_effective_losses",
    "mean_weight",
    "weight_standard_error",
    "plain_default_frequency",
    "plain_standard_error",
    "n_plain",
    "errors_apart",
)
STABILITY_HEAD = (
    "class",
    "by_expected_loss",
    "kept",
    "kept_standard_error",
    "notches_down",
    "notches_standard_error",
    "worst",
)
DRAWS_HEAD = ("class", "draw", "expected_loss", "average_life_years", "symbol", "notches_down")
SENSITIVITIES_HEAD = (
    "class",
    "kind",
    "of",
    "year",
    "step",
    "present_minor",
    "present_standard_error",
    "lost_minor",
    "lost_standard_error",
)


def measured_files(simulation: Simulation) -> dict[str, bytes]:
    """Make a file of each thing that was measured; none where nothing was asked for."""
    found = simulation.measured
    files = {}
    if simulation.drawn_scenarios:
        files["drawn_scenarios.csv"] = csv_bytes(DRAWN_HEAD, _drawn_rows(simulation))
    if found.prices:
        files["prices_until.csv"] = csv_bytes(PRICES_HEAD, _price_rows(found))
    if found.rare_losses:
        files["rare_losses.csv"] = csv_bytes(RARE_HEAD, _rare_rows(found))
    if found.firmness:
        files["rating_stability.csv"] = csv_bytes(STABILITY_HEAD, _stability_rows(found))
        files["rating_stability_draws.csv"] = csv_bytes(DRAWS_HEAD, _draw_rows(found))
    if found.sensitivities:
        files["sensitivities.csv"] = csv_bytes(SENSITIVITIES_HEAD, _sensitivity_rows(found))
    return files


def _both(found: Estimate | None) -> tuple[float | None, float | None]:
    return (None, None) if found is None else (found.mean, found.standard_error)


def _drawn_rows(simulation: Simulation) -> Iterator[tuple[object, ...]]:
    for drawn in simulation.drawn_scenarios:
        for one in drawn.statistics:
            worth, risk = one.worth, one.risk
            values = (*_both(worth.price_minor), *_both(risk.default_frequency), *_both(risk.expected_loss))
            yield drawn.scenario.name, one.class_id, one.n_paths, worth.yield_annual, *values


def _price_rows(found: Measured) -> Iterator[tuple[object, ...]]:
    for one in found.prices:
        asked = one.error_asked, one.is_reached, one.n_paths
        yield one.class_id, one.yield_annual, *_both(one.price), *asked


def _rare_rows(found: Measured) -> Iterator[tuple[object, ...]]:
    for one in found.rare_losses:
        rare = *_both(one.expected_loss), *_both(one.default_frequency), one.n_effective_losses
        yield one.class_id, one.n_paths, *rare, *_both(one.mean_weight), *_both(one.plain), one.n_plain, one.apart


def _stability_rows(found: Measured) -> Iterator[tuple[object, ...]]:
    for one in found.firmness:
        firm = one.stability
        yield one.class_id, firm.base, *_both(firm.kept), *_both(firm.notches_mean), firm.worst


def _draw_rows(found: Measured) -> Iterator[tuple[object, ...]]:
    for one in found.firmness:
        rows = zip(one.draws, one.symbols, one.stability.notches, strict=True)
        for number, (draw, symbol, notches) in enumerate(rows, 1):
            yield one.class_id, number, draw.expected_loss, draw.average_life_years, symbol, notches


def _sensitivity_rows(found: Measured) -> Iterator[tuple[object, ...]]:
    for each in found.sensitivities:
        for place, of in enumerate(found.sensitive_ids):
            gains = *_both(each.present_minor[place]), *_both(each.lost_minor[place])
            yield of, each.kind, each.of, each.year, each.step, *gains
