"""What joint futures are resolved on: a pool, its expected receipts, and when each of them is used and paid."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chizai.assets.pool import Pool
from chizai.forecast.processes.events import DAYS_A_YEAR, years_from
from chizai.forecast.receipts import Collections, Receipt
from chizai.units.rate import PPM, share_floor


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTerms:
    """Collections that are kept apart."""

    licences: tuple[str, ...]
    """Ids of the licences that it collects; of the first stream they are left out: it collects all others."""
    most_minor: int
    """The most that it may bring in a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTerms:
    """A rate that the deal observes."""

    observation: str
    """Its id."""
    forecast_ppm: tuple[int, ...]
    """What was observed, and what is forecast, on each payment date; shape (n_dates,)."""
    most_ppm: int
    """The most that it can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known and expected before anything is drawn."""

    pool: Pool
    collections: Collections
    """Actual receipts and forecast ones, by payment period."""
    if_true: Collections | None = None
    """The same with every plan's probability taken as one; needed where a plan may fail."""
    payment_dates: Sequence[date]
    """Of the whole deal, rising; shape (n_dates,)."""
    start_on: date
    """What is forecast for later payment dates is uncertain; no event comes before it."""
    streams: tuple[StreamTerms, ...]
    """In the order of the program's inputs."""
    rates: tuple[RateTerms, ...] = ()
    """All that the deal observes, whether they are drawn or not."""
    multiple_ppm: int = PPM
    """To what forecast receipts come: a bump of all of them."""

    @property
    def n_past(self) -> int:
        """Count the payment dates up to the start: nothing of them is drawn."""
        return sum(day <= self.start_on for day in self.payment_dates)

    @property
    def dates(self) -> tuple[date, ...]:
        """Give the payment dates after the start; shape (n_periods,)."""
        return tuple(self.payment_dates[self.n_past :])

    def stream_of(self, licence_id: str) -> int:
        """Give the number of the stream that collects a licence."""
        return next((number for number, each in enumerate(self.streams) if licence_id in each.licences), 0)

    def certain_minor(self) -> tuple[tuple[int, ...], ...]:
        """Give what each stream has received for payment dates after the start; shape (n_streams, n_periods)."""
        rows = [[0] * len(self.dates) for _ in self.streams]
        for period, lines in enumerate(self.collections.lines[self.n_past :]):
            for receipt in lines:
                if receipt.is_actual:
                    rows[self.stream_of(receipt.licence_id)][period] += receipt.amount_minor
        return tuple(map(tuple, rows))

    def expected_minor(self, licence_id: str, collections: Collections | None = None) -> tuple[int, ...]:
        """Give what a licence is forecast to bring by payment period after the start; shape (n_periods,).

        Args:
            licence_id: the licence.
            collections: other receipts than those expected, such as those of plans that come true.
        """
        lines = (collections or self.collections).lines[self.n_past :]
        sums = (sum(receipt.amount_minor for receipt in _forecast(period, {licence_id})) for period in lines)
        return tuple(max(0, share_floor(amount_minor, self.multiple_ppm)) for amount_minor in sums)

    def use_years(self, licence_ids: Collection[str]) -> tuple[float, ...]:
        """Give the years from the start to the end of the use that each payment is for; rising, shape (n_periods,).

        Where several receipts of a payment period are for different uses, it is their mean, weighted by amount: an
        event takes all of a payment or nothing. A period without receipts stands as if it paid for the use of its
        payment date less the longest lag.
        """
        lags = {licence.id: licence.terms.lag_days for licence in self.pool.licences}
        return self._years(licence_ids, lags)

    def receipt_years(self, licence_ids: Collection[str]) -> tuple[float, ...]:
        """Give the years from the start to the receipt of each payment, as `use_years` does."""
        return self._years(licence_ids, dict.fromkeys(licence_ids, 0))

    def _years(self, licence_ids: Collection[str], lags_days: dict[str, int]) -> tuple[float, ...]:
        longest = max(lags_days[licence_id] for licence_id in licence_ids)
        years: list[float] = []
        for day, lines in zip(self.dates, self.collections.lines[self.n_past :], strict=True):
            receipts = [each for each in _forecast(lines, licence_ids) if each.amount_minor > 0]
            weights = [each.amount_minor for each in receipts]
            days = [(each.received_on - self.start_on).days - lags_days[each.licence_id] for each in receipts]
            weighed = sum(weight * age for weight, age in zip(weights, days, strict=True))
            mean_days = weighed / sum(weights) if weights else (day - self.start_on).days - longest
            years.append(max(mean_days / DAYS_A_YEAR, 0.0, *years[-1:]))
        return tuple(years)

    @property
    def period_years(self) -> float:
        """Give the mean length of a payment period after the start."""
        return years_from(self.start_on, self.dates)[-1] / len(self.dates)

    def years_until(self, day: date | None) -> float:
        """Give the years from the start to the end of a day, below 0 for one that is over; none: without end."""
        return float("inf") if day is None else (day + timedelta(1) - self.start_on).days / DAYS_A_YEAR


def _forecast(lines: Sequence[Receipt], licence_ids: Collection[str]) -> Iterator[Receipt]:
    return (each for each in lines if not each.is_actual and each.licence_id in licence_ids)
