"""What was observed, or is assumed for the days to come: values, indices and events, from CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.deal.compile import most_of
from chizai.deal.measures import Observation, Unit
from chizai.feeds.cells import CellReader, parse_flag, parse_share, parse_whole
from chizai.feeds.files import TextFile
from chizai.feeds.tables import read_table
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

COLUMNS = ("observation", "on", "value")
"""The columns of observations.csv: an id of the deal's observations, a day, and the number from then on."""


@dataclass(frozen=True, slots=True)
class _Number:
    """One row that could be read."""

    name: str
    on: date
    value: int


def read_observations(
    file: TextFile, observations: Sequence[Observation], dates: Sequence[date]
) -> Result[dict[str, tuple[int, ...]]]:
    """Read observations.csv, and give each observation's number for every payment date.

    A number holds from its day until the next one's: a payment date has the last number on or before it. Money is
    written in minor units, a rate as `3.5%`, a flag as yes or no.

    Args:
        file: its text.
        observations: those of the deal; another one is an error.
        dates: payment dates before any roll, rising, shape (n_periods,).

    Returns:
        by id, the numbers, shape (n_periods,); or every row that cannot be used and every number that is missing.
    """
    table = read_table(file, COLUMNS, COLUMNS)
    failures, given = list(table.failures), {observation.id: dict[date, int]() for observation in observations}
    for row in table.value:
        cells = CellReader(row)
        number = _read(cells, observations)
        if number is not None and number.on in given[number.name]:
            what, why = f"{number.name!r} has two numbers on {number.on}", "which one holds is unclear"
            cells.fail(Reason.DUPLICATE, "on", what, why, "keep one of the two rows")
        elif number is not None:
            given[number.name][number.on] = number.value
        failures += cells.failures
    failures += [
        _missing(file, name, dates[0]) for name, rows in given.items() if not any(on <= dates[0] for on in rows)
    ]
    if failures:
        return Failed(tuple(failures))
    return Ok({name: tuple(rows[max(on for on in rows if on <= day)] for day in dates) for name, rows in given.items()})


def _read(cells: CellReader, observations: Sequence[Observation]) -> _Number | None:
    name, on = cells.required("observation"), cells.day("on")
    cells.required("on")
    observation = next((each for each in observations if each.id == name), None)
    if name and observation is None:
        known = ", ".join(each.id for each in observations) or "none"
        what, why = f"{name!r} is no observation of this deal", "nothing would read it"
        cells.fail(Reason.UNKNOWN, "observation", what, why, f"the deal's observations are: {known}")
    value = None if observation is None or not cells.required("value") else _value(cells, observation)
    if observation is None or on is None or value is None:
        return None
    return _Number(name, on, value)


def _value(cells: CellReader, observation: Observation) -> int | None:
    """Read a number as its unit is written, and hold it to the deal's bound."""
    match observation.unit:
        case Unit.MONEY:
            value = cells.parsed("value", parse_whole, "money is counted in minor units", "write a whole number")
        case Unit.RATE:
            value = cells.parsed("value", parse_share, "a rate is a percentage", "write it as 3.5%; 1.5 as 150%")
        case Unit.FLAG:
            value = cells.parsed("value", parse_flag, "an event has happened or not", "write yes or no")
    most = most_of(observation)
    if value is not None and not 0 <= value <= most:
        what = f"{cells.text('value')} lies outside what {observation.id!r} can be"
        why = f"its numbers lie between 0 and {most:_}, as executors keep them"
        cells.fail(Reason.OUT_OF_RANGE, "value", what, why, "correct it, or raise `most` of the observation")
        return None
    return value


def _missing(file: TextFile, name: str, first_on: date) -> Failure:
    what = f"{name!r} has no number on {first_on} or before"
    fix = "add a row with the number that holds from closing"
    return Failure(Reason.MISSING, Place(file.name, None, name), what, "the first payment depends on it", fix)
