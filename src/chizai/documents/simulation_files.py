"""The simulation as files: statistics, percentiles, scenarios and sensitivities, and what they were made of."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from enum import Enum
from typing import Any

from chizai.documents.csv_file import csv_bytes
from chizai.documents.futures_words import DrawnFutures, futures_record
from chizai.documents.measured_files import measured_files
from chizai.documents.rating_files import rating_files
from chizai.documents.simulation import Simulation
from chizai.metrics.paths import Percentiles

PERCENTILES_HEAD = ("quantity", "of", "paid_on", "share_ppm", "value", "n_measured")
SCENARIOS_HEAD = (
    "scenario",
    "class",
    "price_asked_ppm",
    "yield_asked_ppm",
    "price_minor",
    "price_ppm",
    "yield_annual",
    "wal_years",
    "modified_years",
    "owed_minor",
    "lowest_dscr_ppm",
)
TORNADO_HEAD = ("class", "moved", "low_minor", "low_standard_error", "high_minor", "high_standard_error", "base_minor")


def simulation_files(simulation: Simulation) -> dict[str, bytes]:
    """Make all files of a simulation; the same simulation gives the same bytes anywhere."""
    files = {
        "futures.json": _json(_futures(simulation)),
        "percentiles.csv": csv_bytes(PERCENTILES_HEAD, _percentile_rows(simulation)),
        "scenarios.csv": csv_bytes(SCENARIOS_HEAD, _scenario_rows(simulation)),
        "tornado.csv": csv_bytes(TORNADO_HEAD, _tornado_rows(simulation)),
        **rating_files(simulation),
        **measured_files(simulation),
    }
    return {**files, "manifest.json": _json(_manifest(simulation, files))}


def _futures(simulation: Simulation) -> dict[str, Any]:
    """Give the statistics of every class, and all that makes them reproducible."""
    return {
        **_origin(simulation),
        "folder": simulation.folder,
        "classes": [_plain(asdict(one)) for one in simulation.statistics],
        "break_evens": [_plain(asdict(one)) for one in simulation.break_evens],
    }


def _manifest(simulation: Simulation, files: Mapping[str, bytes]) -> dict[str, Any]:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {"kind": "simulation", **_origin(simulation), "files": digests}


def _origin(simulation: Simulation) -> dict[str, Any]:
    """Give what the numbers were made of: `replay` reads it too."""
    provenance = simulation.provenance
    return {
        "deal": simulation.deal.id,
        "program_digest": provenance.program_digest,
        "version": provenance.version,
        "as_of_on": provenance.as_of_on.isoformat(),
        "inputs": dict(provenance.inputs),
        "futures": asdict(simulation.terms),
        "drawn": futures_record(DrawnFutures(terms=simulation.terms, joint=simulation.joint)),
    }


def _percentile_rows(simulation: Simulation) -> Iterator[tuple[object, ...]]:
    """Yield percentiles of what each class is paid, and of the ratios, by payment date."""
    for one in simulation.statistics:
        yield from _rows("payments_minor", one.class_id, one.paid_on, one.payments_minor)
    dates = simulation.payment_dates
    yield from _rows("dscr_ppm", "", dates, simulation.cover)
    for class_id, percentiles in simulation.loan_to_value:
        yield from _rows("loan_to_value_ppm", class_id, dates, percentiles)


def _rows(quantity: str, of: str, dates: tuple[date, ...], found: Percentiles) -> Iterator[tuple[object, ...]]:
    for share, values in zip(found.shares_ppm, found.values, strict=True):
        for day, value, n_measured in zip(dates, values, found.n_measured, strict=True):
            yield quantity, of, day, share, value, n_measured


def _scenario_rows(simulation: Simulation) -> Iterator[tuple[object, ...]]:
    for outcome in simulation.scenarios:
        for pricings, row, owed_minor in zip(simulation.rows, outcome.metrics, outcome.owed_minor, strict=True):
            for pricing, one in zip(pricings, row, strict=True):
                yield (
                    outcome.scenario.name,
                    one.class_id,
                    pricing.price_ppm,
                    pricing.yield_ppm_annual,
                    one.price_minor,
                    one.price_ppm,
                    one.yield_annual,
                    one.wal_years,
                    one.modified_years,
                    owed_minor,
                    outcome.lowest_dscr_ppm,
                )


def _tornado_rows(simulation: Simulation) -> Iterator[tuple[object, ...]]:
    for class_id, found in simulation.tornados:
        for bar in found.bars:
            low, high = bar.low, bar.high
            yield class_id, bar.name, low.mean, low.standard_error, high.mean, high.standard_error, found.base.mean


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _plain(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    """Turn dates and enumerations into text, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
