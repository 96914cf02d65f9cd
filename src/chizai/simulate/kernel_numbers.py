"""The numbers that stand beside the code of joint futures: one array, with a heading that says where each part is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from chizai.native.random import signed, stream_constant
from chizai.simulate.ask import Tilt
from chizai.simulate.kernel_clocks import Clocks
from chizai.simulate.kernel_columns import LOG2_E, columns_of, stops_of
from chizai.simulate.kernel_shape import JointShape, LicenceShape, first_part, lasting, own_weight, shapes_of
from chizai.simulate.model import Currency, Event, Interruption, JointModel, Rate
from chizai.simulate.sound import STREAM_MAX
from chizai.simulate.thresholds import thresholds_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCRATCH = ("market", "normals", "cash", "clocks", "sectors", "currencies", "sums")
"""Parts of the scratch of the paths that are drawn together, each some rows of vectors."""
EVENT_FIELDS = ("key", "loading", "own", "mean", "half_square")
CLOCK_FIELDS = ("one", "other", "is_last")
CURRENCY_COLUMNS = ("market", "own", "bias")
STREAM_FIELDS = ("most",)
RATE_FIELDS = ("currency", "most")


def heading_of(shape: JointShape) -> tuple[str, ...]:
    """Name the numbers at the beginning: what is where, and how much of it."""
    parts = (
        "sectors",
        "currencies",
        "events",
        "clocks",
        "streams",
        *(f"licences{n}" for n in range(len(shape.licences))),
        *(["rates"] if shape.rates else []),
    )
    return (
        *(f"scratch.{each}" for each in SCRATCH),
        *(f"{what}.{each}" for each in parts for what in ("n", "at")),
        "tilt.at",
        "periods.at",
        "first.licence",
        "first.event",
        *(["first.rate"] if shape.rates else []),
    )


@dataclass(slots=True)
class Numbers:
    """The array in the making."""

    heading: dict[str, int]
    rows: "list[NDArray[np.int64]]" = field(default_factory=list)
    n_numbers: int = 0

    def add(self, *numbers: "int | float | Sequence[float]") -> int:
        """Put numbers down, floats as their bits; give the place of the first in bytes."""
        import numpy as np

        place = self.n_numbers
        for each in numbers:
            row = each if isinstance(each, Sequence) else [each]
            if isinstance(row[0], float):
                made = np.array(row, np.float64).view(np.int64)
            else:
                made = np.array([signed(int(number)) for number in row], np.int64)
            self.rows.append(made)
            self.n_numbers += made.size
        return 8 * place


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What stands beside the code."""

    numbers: "NDArray[np.int64]"
    n_scratch_rows: int
    """Vectors that the paths drawn together need."""


def numbers_of(model: JointModel, shape: JointShape, tilt: Tilt | None, n_lanes: int) -> Beside:
    """Give all numbers of a description, as its code reads them."""
    import numpy as np

    clocks = Clocks(len(model.events))
    shapes = shapes_of(model, tilt, shape.given)
    ends = [clocks.of_end(each) if of.stops else 0 for of, each in zip(shapes, model.licences, strict=True)]
    for licence in model.licences:
        for each in lasting(licence):
            clocks.of(each)
    filled = shape.n_filled
    counts = (filled, filled, filled, clocks.n_rows, len(model.sectors) * filled, len(model.currencies) * filled)
    starts = [sum(counts[:n]) * 8 * n_lanes for n in range(len(SCRATCH))]
    heading = dict(zip((f"scratch.{each}" for each in SCRATCH), starts, strict=True))
    put = _Put(model, shape, n_lanes, clocks, Numbers(heading))
    n_heading = len(heading_of(shape))
    put.numbers.n_numbers = n_heading
    put.all(tilt, ends, shapes)
    first = [put.numbers.heading[each] for each in heading_of(shape)]
    return Beside(
        np.concatenate((np.array(first, np.int64), *put.numbers.rows)), sum(counts) + model.n_streams * filled
    )


@dataclass(frozen=True, slots=True)
class _Put:
    """Puts the parts down, one after the other."""

    model: JointModel
    shape: JointShape
    n_lanes: int
    clocks: Clocks
    numbers: Numbers

    def all(self, tilt: Tilt | None, ends: Sequence[int], shapes: Sequence[LicenceShape]) -> None:
        """Put everything down."""
        model, numbers, shape = self.model, self.numbers, self.shape
        means = tilt.market if tilt else (0.0,) * model.n_periods
        half_squares = [float(each) * each / 2 for each in means]
        numbers.heading["tilt.at"] = numbers.add(*map(self.filled, ([float(each) for each in means], half_squares)))
        numbers.heading["periods.at"] = numbers.add(range(shape.n_filled))
        numbers.heading["first.licence"] = model.n_streams
        numbers.heading["first.event"] = model.n_streams + len(model.licences) * shape.rows.licences
        numbers.heading["first.rate"] = numbers.heading["first.event"] + len(model.events) * shape.rows.events
        self.part("sectors", [[stream_constant("sector", each.id)] for each in model.sectors])
        self.part("currencies", [self.currency(each) for each in model.currencies])
        event_means = tilt.events if tilt and tilt.events else (0.0,) * len(model.events)
        self.part("events", [self.event(*each) for each in zip(model.events, event_means, strict=True)])
        places = [(self.clock_place(a), self.clock_place(b), int(last)) for a, b, last in self.clocks.made]
        self.part("clocks", [list(each) for each in places])
        self.part("streams", [self.stream(number) for number in range(model.n_streams)])
        for group, of in enumerate(shape.licences):
            chosen = [number for number, each in enumerate(shapes) if each == of]
            self.part(f"licences{group}", [self.licence(n, of, ends[n]) for n in chosen])
        self.part("rates", [self.rate(each) for each in model.rates] if shape.rates else [])

    def part(self, name: str, records: "Sequence[Sequence[int | float | Sequence[float]]]") -> None:
        """Put the records of one kind down."""
        self.numbers.heading[f"n.{name}"] = len(records)
        self.numbers.heading[f"at.{name}"] = 8 * self.numbers.n_numbers
        for record in records:
            self.numbers.add(*record)

    def filled(self, row: Sequence[float]) -> list[float]:
        """Fill a row by period up with zeros."""
        zero = type(row[0])(0)
        return [*row, *([zero] * (self.shape.n_filled - len(row)))]

    def row_place(self, part: str, number: int) -> int:
        """Give where a row by period stands in the scratch, in bytes."""
        return self.numbers.heading[f"scratch.{part}"] + number * self.shape.n_filled * 8 * self.n_lanes

    def clock_place(self, row: int) -> int:
        """Give where a clock stands in the scratch, in bytes."""
        return self.numbers.heading["scratch.clocks"] + row * 8 * self.n_lanes

    def stream(self, number: int) -> "list[int | list[float]]":
        """Give a stream's most, and what is certain in it."""
        model = self.model
        certain = model.certain_minor[number] if model.certain_minor else (0,) * model.n_periods
        return [model.most_minor[number] if model.most_minor else STREAM_MAX, self.filled(certain)]

    def currency(self, currency: Currency) -> "list[int | list[float]]":
        """Give a currency's numbers by period."""
        variances = accumulate(volatility**2 for volatility in currency.volatility_by_period)
        spreads = [volatility * LOG2_E for volatility in currency.volatility_by_period]
        own = own_weight(currency.market_weight)
        columns = (
            [each * currency.market_weight for each in spreads],
            [each * own for each in spreads],
            [-each / 2 * LOG2_E for each in variances],
        )
        return [stream_constant("currency", currency.id), self.by_period(columns)]

    def rate(self, rate: Rate) -> "list[int | list[float]]":
        """Give where an observed rate's currency stands, its most, and what is forecast."""
        forecast = self.filled([float(each) for each in rate.forecast_ppm])
        return [self.row_place("currencies", rate.currency), rate.most_ppm, forecast]

    def by_period(self, columns: Sequence[Sequence[float]]) -> list[float]:
        """Give numbers by period, those of one period side by side."""
        return [number for of in zip(*(self.filled(each) for each in columns), strict=True) for number in of]

    def event(self, event: Event, mean: float) -> "list[int | float | list[float]]":
        """Give an event's numbers, and its thresholds, filled up with some that nothing lies above."""
        thresholds = thresholds_of(event.has_come, self.model.degrees)
        beyond = [math.inf] * (self.shape.n_filled - len(thresholds))
        own, mean = own_weight(event.market_loading), float(mean)
        fields = (float(event.market_loading), own, mean, mean * mean / 2)
        return [stream_constant("event", event.id), *fields, [*thresholds, *beyond]]

    def licence(self, number: int, shape: LicenceShape, end: int) -> "list[int | float | list[float]]":
        """Give a licence's numbers."""
        licence = self.model.licences[number]
        fields: dict[str, int | float] = {
            "stream": self.row_place("sums", licence.stream),
            "row": number,
            "key": stream_constant("licence", licence.id),
            "level_key": stream_constant("level", licence.id),
            "level_number": number,
            "level": licence.level_deviation * LOG2_E,
            "sector": self.row_place("sectors", licence.sector or 0),
            "currency": self.row_place("currencies", licence.currency or 0),
            "clock": self.clock_place(end),
            "reported": 1.0 - licence.under_reported,
            **stops_of(licence, shape, self.shape),
        }
        for place, each in enumerate(lasting(licence)):
            fields |= self.interruption(each, place, 1.0 - licence.under_reported if shape.audits else 1.0)
        for place, fade in enumerate(licence.fades):
            fields |= {f"fade_clock{place}": self.clock_place(fade.event), f"fade{place}": float(fade.keep)}
        columns = columns_of(licence, shape, is_mixed=self.model.degrees is not None)
        return [
            *(fields[each] for each in shape.fields),
            self.by_period([columns[each] for each in shape.columns]),
        ]

    def interruption(self, interruption: Interruption, place: int, reported: float) -> Mapping[str, int | float]:
        """Give an interruption's numbers, where so much of what is withheld would have been reported."""
        return {
            f"clock{place}": self.clock_place(self.clocks.of(interruption)),
            f"during{place}": float(interruption.during),
            f"after{place}": float(interruption.after),
            f"gap{place}": interruption.gap_periods,
            f"recovery{place}": reported * interruption.recovery * (1.0 - first_part(interruption)),
            f"lag{place}": interruption.recovery_periods,
        }
