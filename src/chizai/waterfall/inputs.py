"""What a program is run on: receipts, sorted into its streams, and what was observed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from chizai.deal.model import Deal
from chizai.deal.program import InputKind, Program
from chizai.forecast.receipts import Collections, Receipt
from chizai.units.explain import Explained
from chizai.units.rate import PPM, share_floor


@dataclass(frozen=True, slots=True)
class RunInputs:
    """All numbers from outside that a program needs."""

    deal: Deal
    program: Program
    collections: Collections
    """Receipts by period, each in the currency of its licence."""
    observed: Mapping[str, Sequence[int]]
    """By id of the observation: its number in each period, shape (n_periods,)."""
    drawn: Mapping[tuple[str, int], Explained] = field(default_factory=dict)
    """By id of the observation and period, where a number comes from that nobody reports; none: it is reported."""

    def rows(self, multiple_ppm: int = PPM) -> tuple[tuple[int, ...], ...]:
        """Give what each input brings in each period, shape (n_inputs, n_periods).

        Args:
            multiple_ppm: to what forecast receipts come, each period's sum rounded down; actual ones stay. What is
                observed stays, too.

        Raises:
            KeyError: an observation has no numbers.
        """
        return tuple(
            self.collected(each.of, multiple_ppm)
            if each.kind is InputKind.COLLECTIONS
            else tuple(self.observed[each.of])
            for each in self.program.inputs
        )

    def collected(self, stream: str, multiple_ppm: int = PPM) -> tuple[int, ...]:
        """Give what a stream collects in each period, in its own currency; shape (n_periods,)."""
        actual, forecast = self.parts(stream)
        if multiple_ppm == PPM:
            return tuple(map(add, actual, forecast))
        scaled = [share_floor(amount, multiple_ppm) for amount in forecast]
        return tuple(max(0, total) for total in map(add, actual, scaled))

    def parts(self, stream: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give what a stream has collected and what it is forecast to collect, by period; shape (n_periods,) each."""
        actual, forecast = [], []
        for period in range(len(self.program.payment_dates)):
            lines = self.lines(stream, period)
            actual.append(sum(receipt.amount_minor for receipt in lines if receipt.is_actual))
            forecast.append(sum(receipt.amount_minor for receipt in lines if not receipt.is_actual))
        return tuple(actual), tuple(forecast)

    def lines(self, stream: str, period: int) -> tuple[Receipt, ...]:
        """Give the receipts that a stream, or no stream at all (an empty name), collects in one period."""
        streams = {licence: stream.id for stream in self.deal.streams for licence in stream.licences}
        return tuple(each for each in self.collections.lines[period] if streams.get(each.licence_id, "") == stream)
