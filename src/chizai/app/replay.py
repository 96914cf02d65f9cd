"""One future of a simulation, carried out exactly: its journal, and every number of it explained."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import chizai
from chizai.app.book import book_of
from chizai.app.load import DealFolder, load
from chizai.app.receipts import forecast_of
from chizai.app.simulate import assumed_of
from chizai.documents.book import DealBook
from chizai.forecast.futures_terms import described
from chizai.forecast.receipts import Collections, Receipt
from chizai.metrics.deal_futures import Assumed, future_paths
from chizai.units.explain import Explained
from chizai.units.money import amount_text, split_largest_remainder
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.waterfall.vector_paths import read_block

RECORD = "futures.json"
"""The file of a simulation that says what it was made of."""

CHECKED = ("program_digest", "version", "as_of_on", "inputs", "futures")
"""What must still be the same for a future to be the same one."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One future that was drawn."""

    path: int
    seed: int
    assumed: Assumed
    rows: tuple[tuple[int, ...], ...]
    """What each input brings; shape (n_inputs, n_periods)."""


def replay(simulated: Path, folder: Path, path: int) -> Result[DealBook]:
    """Carry out one future of a simulation again.

    Args:
        simulated: the folder that the simulation was written to.
        folder: the deal's folder.
        path: number of the future, from 0.

    Returns:
        the deal's book in that future; or why there is none: no simulation, another deal, version or input than then,
        or no such future.
    """
    record = _read_record(simulated)
    if isinstance(record, Failed):
        return record
    loaded = load(folder)
    if isinstance(loaded, Failed):
        return loaded
    source = loaded.value.value
    assumed = assumed_of(source)
    if isinstance(assumed, Failed):
        return assumed
    failures = _differences(record.value, source, assumed.value, simulated)
    terms = assumed.value.terms
    if not 0 <= path < terms.n_paths:
        what = f"{path:_} is no future of it"
        fix = f"name one from 0 to {terms.n_paths - 1:_}"
        failures.append(Failure(Reason.OUT_OF_RANGE, Place(str(simulated)), what, "it was never drawn", fix))
    if failures:
        return Failed(tuple(failures))
    block = read_block(source.program, future_paths(assumed.value), path, path + 1)
    drawn = _Drawn(path, terms.seed, assumed.value, tuple(map(tuple, block[:, :, 0].tolist())))
    future = f"{path:,} of {described(terms)}"
    return book_of(source, forecast_of(source), Ok(_collections(drawn)), future=future)


def folder_of(simulated: Path) -> Path:
    """Give the deal's folder, as a simulation wrote it down; the simulation's own folder where it did not."""
    record = _read_record(simulated)
    seen = str(record.value.get("folder", "")) if isinstance(record, Ok) else ""
    return Path(os.path.normpath(simulated / seen))


def _read_record(simulated: Path) -> Result[dict[str, Any]]:
    file = simulated / RECORD
    place = Place(str(file))
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except OSError:
        fix = "name the folder that `chizai simulate` wrote"
        return Failed(
            (Failure(Reason.MISSING, place, "there is no such simulation", "a future is one of its own", fix),)
        )
    except ValueError:
        what, why = "it is not what `chizai simulate` wrote", "which future is meant cannot be known"
        return Failed((Failure(Reason.UNREADABLE, place, what, why, "simulate the deal again"),))
    if isinstance(record, dict) and set(CHECKED) <= record.keys():
        return Ok(record)
    what, why = "it does not say what the futures were made of", "which future is meant cannot be known"
    return Failed((Failure(Reason.UNREADABLE, place, what, why, "simulate the deal again"),))


def _differences(record: dict[str, Any], source: DealFolder, assumed: Assumed, simulated: Path) -> list[Failure]:
    """Find what is not as it was when the futures were drawn."""
    now = {
        "program_digest": source.program.digest(),
        "version": chizai.__version__,
        "as_of_on": source.inputs.as_of_on.isoformat(),
        "inputs": dict(source.digests),
        "futures": asdict(assumed.terms),
    }
    return [
        Failure(
            Reason.INCONSISTENT,
            Place(str(simulated / RECORD), None, key),
            f"{key.replace('_', ' ')} was {record[key]}, and is {now[key]}",
            "the future of that number would be another one",
            "replay with the deal, inputs and version of the simulation, or simulate again",
        )
        for key in CHECKED
        if record[key] != now[key]
    ]


def _collections(drawn: _Drawn) -> Collections:
    """Scale forecast receipts to what the future brings: each gets its part of its stream's, by largest remainder."""
    inputs = drawn.assumed.inputs
    lines: list[list[Receipt]] = [[] for _ in inputs.program.payment_dates]
    for each, row in zip(inputs.program.inputs, drawn.rows, strict=True):
        if each.of in inputs.observed:
            continue
        for period, total in enumerate(row):
            receipts = inputs.lines(each.of, period)
            actual = [receipt for receipt in receipts if receipt.is_actual]
            forecast = [receipt for receipt in receipts if not receipt.is_actual]
            weights = [max(0, receipt.amount_minor) for receipt in forecast]
            left = total - sum(receipt.amount_minor for receipt in actual)
            parts = split_largest_remainder(left, weights) if any(weights) else [0] * len(forecast)
            lines[period] += actual
            lines[period] += [_scaled(drawn, one, part) for one, part in zip(forecast, parts, strict=True)]
    return Collections(tuple(map(tuple, lines)))


def _scaled(drawn: _Drawn, receipt: Receipt, amount_minor: int) -> Receipt:
    currency = drawn.assumed.inputs.deal.currency
    because = f"its part of what future {drawn.path:,} of seed {drawn.seed} collects; this was expected"
    origin = Explained(receipt.origin.label, amount_text(amount_minor, currency), because, (receipt.origin,))
    return replace(receipt, amount_minor=amount_minor, origin=origin)
