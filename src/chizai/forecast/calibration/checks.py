"""What may be wrong between rows of a file: the same thing twice, gaps, facts that contradict each other."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise

from chizai.forecast.calibration.terms import CalendarPeriod, R
from chizai.units.result import Failure, Place, Reason


def grouped(rows: Sequence[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    """Give the rows by their key, keys and rows in the order in which they stand."""
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def twice(rows: Sequence[R], key: Callable[[R], Hashable], file: str, column: str) -> Iterator[Failure]:
    """Yield a failure for every row that says what another has said."""
    seen: dict[Hashable, int] = {}
    for row in rows:
        first = seen.setdefault(key(row), row.line)
        if first != row.line:
            what, why = f"line {first} says the same thing", "which of the two holds is unclear"
            yield Failure(Reason.DUPLICATE, Place(file, row.line, column), what, why, "keep one of the two rows")


def differing(
    rows: Sequence[R], key: Callable[[R], Hashable], fact: Callable[[R], object], file: str, column: str
) -> Iterator[Failure]:
    """Yield a failure for every row whose fact is not that of the first row with its key."""
    seen: dict[Hashable, R] = {}
    for row in rows:
        first = seen.setdefault(key(row), row)
        if fact(row) != fact(first):
            what = f"{fact(row)} here, {fact(first)} on line {first.line}"
            why, fix = f"{key(row)} has one {column}", "write the same one in all of its rows"
            yield Failure(Reason.INCONSISTENT, Place(file, row.line, column), what, why, fix)


def gaps(rows: Sequence[R], period: Callable[[R], CalendarPeriod], file: str, column: str) -> Iterator[Failure]:
    """Yield a failure for every row, in the order of time, that does not begin where the one before ends."""
    for before, row in pairwise(sorted(rows, key=lambda row: period(row).starts_on)):
        if period(row).months != period(before).months:
            what = f"{period(row).text} is not as long as {period(before).text} on line {before.line}"
        elif period(row).starts_on < period(before).next_on:
            what = f"{period(row).text} stands on line {before.line} too"
        elif period(row).starts_on > period(before).next_on:
            what = f"{period(row).text} follows {period(before).text}: what came between is not there"
        else:
            continue
        fix = "write one row for every period, all of one length; 0 where nothing came"
        why = "the process is fitted to equal periods, one after the other"
        yield Failure(Reason.INCONSISTENT, Place(file, row.line, column), what, why, fix)


def above_whole(
    rows: Sequence[R], part: Callable[[R], float], whole: Callable[[R], float], file: str, columns: tuple[str, str]
) -> Iterator[Failure]:
    """Yield a failure for every row whose part is more than the whole; the columns name both."""
    for row in rows:
        if part(row) > whole(row):
            what = f"{part(row):g} of {whole(row):g} {columns[1]}"
            why, fix = "a part is no more than its whole", "correct one of the two"
            yield Failure(Reason.INCONSISTENT, Place(file, row.line, columns[0]), what, why, fix)
