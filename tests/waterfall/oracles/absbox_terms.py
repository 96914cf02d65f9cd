"""An AbsBox file that is being read: its days, and what its pool paid."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.waterfall.oracles.numbers import Table, UnknownTermError, cents, day

from chizai.units.schedule import days_in_month


@dataclass(slots=True)
class Reader:
    """An AbsBox file that is being read."""

    oracle: Table
    ids: dict[str, str]
    observed: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By id: what is observed in each period, in cents."""
    accrued: set[str] = field(default_factory=set)
    """Bonds whose interest the waterfall has worked out so far."""
    repaid: set[str] = field(default_factory=set)
    """Bonds of which it has paid principal so far."""

    @property
    def deal(self) -> Table:
        found: Table = self.oracle["deal_input"]
        return found

    @property
    def bonds(self) -> Table:
        found: Table = self.deal["bonds"]
        return found

    @property
    def dates(self) -> list[date]:
        """The deal's payment dates: those of the engine, and the end of its run."""
        return [*payment_dates(self), end_on(self)]

    def accrue(self, bonds: Sequence[str]) -> None:
        """Note that the waterfall works out interest: on opening balances, or the deal language says something else."""
        if late := self.repaid & set(bonds) - self.accrued:
            raise UnknownTermError(f"interest on {late} is worked out after principal was paid")
        self.accrued.update(bonds)

    def start(self) -> None:
        """Begin with another waterfall."""
        self.accrued.clear()
        self.repaid.clear()

    def of(self, names: Sequence[str]) -> str:
        """Write names as a formula lists them."""
        return ", ".join(self.ids[name] for name in names)


def closing_on(reader: Reader) -> date:
    dates = reader.deal["dates"]
    if dates["tag"] != "PreClosingDates":
        raise UnknownTermError(f"dates as {dates['tag']}")
    return day(dates["contents"][1])


def runs_of(reader: Reader, tag: str) -> list[date]:
    """Give the days on which a waterfall of a kind was run."""
    return [day(on) for on, waterfall in reader.oracle["waterfall_runs"] if waterfall["tag"] == tag]


def payment_dates(reader: Reader) -> list[date]:
    return runs_of(reader, "DistributionDay")


def end_on(reader: Reader) -> date:
    """Give the day on which the engine's run ends: a call, or the next day on which anything could have happened."""
    called_on, last = runs_of(reader, "CleanUp"), day(reader.oracle["waterfall_runs"][-1][0])
    if called_on:
        return called_on[-1]
    _, _, _, matures_on, *patterns = reader.deal["dates"]["contents"]
    later = [on for first, pattern in patterns for on in dates_by(pattern, day(first), day(matures_on)) if on > last]
    return max(min([*later, day(matures_on)]), last + timedelta(days=1))


def dates_by(pattern: Table, first_on: date, until_on: date) -> list[date]:
    """Give the days of a pattern after a first day."""
    match pattern:
        case {"tag": "CustomDate", "contents": days}:
            return [day(each) for each in days]
        case {"tag": "MonthEnd"}:
            number, months = 31, range(1, 13)
        case {"tag": "QuarterEnd"}:
            number, months = 31, range(3, 13, 3)
        case {"tag": "YearEnd"}:
            number, months = 31, range(12, 13)
        case {"tag": "DayOfMonth", "contents": number}:
            months = range(1, 13)
        case {"tag": "MonthFirst"}:
            number, months = 1, range(1, 13)
        case {"tag": "QuarterFirst"}:
            number, months = 1, range(1, 13, 3)
        case {"tag": "YearFirst"}:
            number, months = 1, range(1, 2)
        case _:
            raise UnknownTermError(f"dates by {pattern}")
    years = range(first_on.year, until_on.year + 1)
    days = [date(y, m, min(number, days_in_month(y, m))) for y in years for m in months]
    return [on for on in days if first_on < on <= until_on]


@dataclass(frozen=True, slots=True)
class Flow:
    """One collection date of the pool."""

    on: date
    row: Mapping[str, float | None]
    cumulative: Sequence[float]

    def cents(self, column: str) -> int:
        return cents(self.row[column] or 0)


def flows_of(reader: Reader) -> list[Flow]:
    columns = reader.oracle["pool_flow_columns"]
    rows = [dict(zip(columns, row, strict=True)) for row in reader.oracle["pool_flows"]]
    return [Flow(day(row["date"]), row, row["cumulative_stats"] or [0] * 6) for row in rows]


def number_by_period(days: Sequence[date], dates: Sequence[date]) -> list[list[int]]:
    """Give the numbers of the days that fall into each period: after one payment date, up to the next."""
    found: list[list[int]] = [[] for _ in dates]
    for number, on in enumerate(days):
        if (period := bisect_left(dates, on)) < len(dates):
            found[period].append(number)
    return found


def last_known(days: Sequence[date], amounts: Sequence[int], dates: Sequence[date]) -> tuple[int, ...]:
    """Give the latest number as of each payment date; 0 before the first."""
    return tuple(amounts[number - 1] if (number := bisect_right(days, on)) else 0 for on in dates)


def original_pool_cents(reader: Reader) -> int:
    """Give what the pool was before the first collection."""
    first = flows_of(reader)[0]
    return sum(first.cents(column) for column in ("balance", "principal", "prepayment", "default"))
