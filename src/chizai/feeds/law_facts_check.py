"""What no fact of `law.toml` can be: a row twice, a blank, a day of no deal's time, a number below zero."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from chizai.law.catalogue import TABLES
from chizai.law.facts import Given, Kind, Row
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failure, Place, Reason

FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2300, 12, 31)
"""Between which the days of a file of facts lie."""


def law_file_failures(
    value: Any,  # noqa: ANN401 - an instance of `law_file_type`
    one: Mapping[str, Row],
    many: Mapping[str, Mapping[str, Row]],
    file: str,
) -> Iterator[Failure]:
    """Find what is wrong with facts that were read, each of the right type.

    Args:
        value: the file as it was read.
        one: its tables of one thing.
        many: its tables with a row for each of many.
        file: its name.
    """
    yield from _repeated(value, file)
    if value.as_of_on is not None:
        yield from _of_no_time(value.as_of_on, Place(file, None, "as_of_on"))
    tables = [*one.items(), *((name, row) for name, rows in many.items() for row in rows.values())]
    for name, row in tables:
        for key, given in row.items():
            fact = TABLES[name].fact(key)
            yield from () if fact is None else _impossible(given, fact.kind)


def _repeated(value: Any, file: str) -> Iterator[Failure]:  # noqa: ANN401 - as above
    for each in fields(value):
        content = getattr(value, each.name)
        ids = [row.id for row in content] if isinstance(content, tuple) else []
        for row_id in sorted({row_id for row_id in ids if ids.count(row_id) > 1}):
            place, what = Place(file, None, f"{each.name}.id"), f"{row_id!r} stands twice"
            yield Failure(Reason.DUPLICATE, place, what, "a name must lead to one row", "rename or remove one")


def _impossible(given: Given, kind: Kind) -> Iterator[Failure]:
    values = given.value if isinstance(given.value, tuple) else (given.value,)
    for value in values:
        match kind:
            case Kind.DAY | Kind.DAYS:
                yield from _of_no_time(value, given.place)
            case Kind.TEXT | Kind.NAMES if not value.strip():
                why, fix = "a blank would pass for an answer", "write it, or leave the key out while nobody knows"
                yield Failure(Reason.MISSING, given.place, "the text is blank", why, fix)
            case Kind.MONEY | Kind.COUNT if value < 0:
                why = "what is issued, paid, owed or counted is nothing or more; only a profit can be below zero"
                fix = "write 0 or more, or leave the key out while nobody knows"
                yield Failure(Reason.OUT_OF_RANGE, given.place, f"{value:,} is negative", why, fix)
            case Kind.SHARE if not 0 <= value <= PPM:
                why, fix = "a share of a whole is from none to all of it", f"write parts per million, from 0 to {PPM:_}"
                yield Failure(Reason.OUT_OF_RANGE, given.place, f"the share {format_ppm(value)}", why, fix)
            case _:
                pass


def _of_no_time(day: date, place: Place) -> Iterator[Failure]:
    """Refuse a day that no deal has, from which periods of the law would leave the calendar."""
    if not FIRST_DAY <= day <= LAST_DAY:
        why, fix = (
            "periods of the law run from it, and deals are of our time",
            f"write a day from {FIRST_DAY} to {LAST_DAY}",
        )
        yield Failure(Reason.OUT_OF_RANGE, place, f"the day {day}", why, fix)
