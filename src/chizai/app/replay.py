"""One future of a simulation, carried out exactly: its journal, and every number of it explained."""

import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import chizai
from chizai.app.assumed import assumed_of
from chizai.app.book import book_of
from chizai.app.future_rates import rates_of_future
from chizai.app.future_receipts import Drawn, collections_of_future
from chizai.app.load import DealFolder, load
from chizai.app.receipts import forecast_of
from chizai.documents.book import DealBook
from chizai.documents.futures_words import DrawnFutures
from chizai.metrics.deal_futures import Assumed, future_paths
from chizai.metrics.joint_futures import story
from chizai.simulate.story import Story
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.waterfall.vector_paths import read_block

RECORD = "futures.json"
"""The file of a simulation that says what it was made of."""

CHECKED = ("program_digest", "version", "as_of_on", "inputs", "futures")
"""What must still be the same for a future to be the same one."""


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
    future = DrawnFutures(terms=terms, joint=source.inputs.joint, path=path)
    drawn = Drawn(
        path=path,
        seed=terms.seed,
        assumed=assumed.value,
        rows=tuple(map(tuple, block[:, :, 0].tolist())),
        story=_story(assumed.value, path),
    )
    known = replace(source, observed=drawn.observed)
    book = book_of(known, forecast_of(source), Ok(collections_of_future(drawn)), future=future)
    if isinstance(book, Failed):
        return book
    inputs = replace(book.value.inputs, drawn=rates_of_future(drawn))
    return Ok(replace(book.value, story=drawn.story, inputs=inputs))


def _story(assumed: Assumed, path: int) -> Story | None:
    """Tell what each licence brings, where licences are drawn together and the deal is not over."""
    if assumed.joint is None or assumed.n_past == len(assumed.inputs.program.payment_dates):
        return None
    return story(assumed.inputs, assumed.joint, assumed.start_on, (assumed.terms.seed, path))


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
            _differing(key.replace("_", " "), record[key], now[key]),
            "the future of that number would be another one",
            "replay with the deal, inputs and version of the simulation, or simulate again",
        )
        for key in CHECKED
        if record[key] != now[key]
    ]


def _differing(name: str, was: object, now: object) -> str:
    """Say what is another; of files and terms only those that are, not the digests of all."""
    if not (isinstance(was, dict) and isinstance(now, dict)):
        return f"{name} was {was}, and is {now}"
    alike = {key for key in was.keys() & now.keys() if was[key] == now[key]}
    others = sorted((was.keys() | now.keys()) - alike)
    return f"of the {name}, {', '.join(others)} {'is' if len(others) == 1 else 'are'} not what the simulation had"
