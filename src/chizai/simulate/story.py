"""What one joint future brings: what each licence pays in it, what happened, what that took, and drawn rates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chizai.simulate.model import Interruption, LicenceModel
from chizai.simulate.resolve import Resolved
from chizai.simulate.resolve_events import NamedEvent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that came."""

    event: NamedEvent
    period: int
    """The first period that felt it, counted from the first that is drawn."""
    is_certain: bool
    """Whether it comes in every future, such as the expiry of a right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceStory:
    """What one licence brings in one future."""

    licence_id: str
    expected_minor: tuple[int, ...]
    """Where nothing happens; shape (n_periods,), like the next three."""
    paid_minor: tuple[int, ...]
    """What it brings, recoveries and audits included."""
    standing: tuple[float, ...]
    """Part that events have left of what it would bring, under-reporting included."""
    is_recovering: tuple[bool, ...]
    """Whether a recovery or an audit is in what it brings."""
    happened: tuple[Happened, ...]
    """The events that touched it, earliest first."""

    def level(self, period: int) -> float | None:
        """Give how far market, sector, currency and its own demand have moved it: 1 is as expected.

        None where that cannot be told: nothing is left of it, or something is recovered too.
        """
        base = self.expected_minor[period] * self.standing[period]
        return None if base <= 0 or self.is_recovering[period] else self.paid_minor[period] / base


@dataclass(frozen=True, slots=True, kw_only=True)
class RateStory:
    """An observed rate in one future."""

    observation: str
    """Its id."""
    currency: str
    """With which it moves."""
    forecast_ppm: tuple[int, ...]
    """Shape (n_periods,), like the next."""
    drawn_ppm: tuple[int, ...]
    most_ppm: int
    """The most that it can be."""

    def multiple(self, period: int) -> float | None:
        """Give the currency's rate over what the forecast took it for; none where it cannot be told from the rate."""
        forecast, drawn = self.forecast_ppm[period], self.drawn_ppm[period]
        return None if not forecast or drawn == self.most_ppm else drawn / forecast


@dataclass(frozen=True, slots=True)
class Story:
    """One joint future."""

    dates: tuple[date, ...]
    """Payment dates of the periods that are drawn; shape (n_periods,)."""
    licences: tuple[LicenceStory, ...]
    happened: tuple[Happened, ...]
    """All events that came, earliest first."""
    rates: tuple[RateStory, ...] = ()
    """The observed rates that are drawn."""


def story_of(found: Resolved, rows: "NDArray[np.int64]", dates: tuple[date, ...]) -> Story:
    """Tell a future from its rows.

    Args:
        found: what it was drawn from.
        rows: of streams, licences, events and rates, as `ask.Rows` orders them; shape (n_rows, n_periods).
        dates: payment dates of the periods.
    """
    model = found.model
    first_event = model.n_streams + len(model.licences)
    first_rate = first_event + len(model.events)
    paid, come = rows[model.n_streams : first_event].tolist(), rows[first_event:first_rate].tolist()
    periods = [row.index(1) if 1 in row else model.n_periods for row in come]
    happened = {
        number: Happened(found.events[number], period, model.events[number].has_come[period] >= 1.0)
        for number, period in enumerate(periods)
        if period < model.n_periods
    }
    licences = tuple(
        _licence(licence, tuple(row), periods, happened) for licence, row in zip(model.licences, paid, strict=True)
    )
    rates = tuple(
        RateStory(
            observation=observation,
            currency=currency,
            forecast_ppm=rate.forecast_ppm,
            drawn_ppm=tuple(row),
            most_ppm=rate.most_ppm,
        )
        for (observation, currency), rate, row in zip(found.rates, model.rates, rows[first_rate:].tolist(), strict=True)
    )
    return Story(dates, licences, _in_order(happened.values()), rates)


def _licence(
    licence: LicenceModel, paid_minor: tuple[int, ...], periods: Sequence[int], happened: dict[int, Happened]
) -> LicenceStory:
    numbers = range(len(paid_minor))
    touching = [number for each in licence.interruptions for number in each.events]
    touching += [fade.event for fade in licence.fades]
    recovered = {
        _came(each, periods) + each.recovery_periods
        for each in licence.interruptions
        if each.recovery and each.during < 1
    }
    return LicenceStory(
        licence_id=licence.id,
        expected_minor=licence.expected_minor,
        paid_minor=paid_minor,
        standing=tuple(_standing(licence, periods, period) for period in numbers),
        is_recovering=tuple(period in recovered or period in licence.audits for period in numbers),
        happened=_in_order(happened[number] for number in dict.fromkeys(touching) if number in happened),
    )


def _came(interruption: Interruption, periods: Sequence[int]) -> int:
    """Give the period in which an interruption begins."""
    come = [periods[number] for number in interruption.events]
    return max(come) if interruption.with_last else min(come)


def _standing(licence: LicenceModel, periods: Sequence[int], period: int) -> float:
    """Give the part that events have left in a period: the product over interruptions and fades, as `model` says."""
    left = 1.0 - licence.under_reported
    for each in licence.interruptions:
        since = period - _came(each, periods)
        if since >= 0:
            left *= each.during if since < each.gap_periods else each.after
    for fade in licence.fades:
        left *= fade.keep ** max(0, period - periods[fade.event] + 1)
    return left


def _in_order(happened: Iterable[Happened]) -> tuple[Happened, ...]:
    return tuple(sorted(happened, key=lambda each: each.period))
