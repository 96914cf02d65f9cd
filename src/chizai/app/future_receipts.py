"""The receipts of one future: what was forecast, scaled to what the future brings, each explained."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from chizai.forecast.joint_launch import ExpectedLaunch
from chizai.forecast.receipts import Collections, Receipt
from chizai.metrics.deal_futures import Assumed
from chizai.simulate.story import Happened, LicenceStory, Story
from chizai.units.explain import Explained
from chizai.units.money import amount_text, split_largest_remainder


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One future that was drawn."""

    path: int
    """Its number."""
    seed: int
    assumed: Assumed
    """What it was drawn on."""
    rows: tuple[tuple[int, ...], ...]
    """What each input brings; shape (n_inputs, n_periods)."""
    story: Story | None
    """What each licence brings; none where one level multiplies all that is collected."""

    @property
    def dates(self) -> tuple[date, ...]:
        """Give the payment dates of the periods that were drawn."""
        return self.assumed.inputs.program.payment_dates[self.assumed.n_past :]

    @property
    def observed(self) -> Mapping[str, tuple[int, ...]]:
        """Give what is observed in it, flags that events set and rates that are drawn included."""
        inputs = self.assumed.inputs
        pairs = zip(inputs.program.inputs, self.rows, strict=True)
        return {each.of: row for each, row in pairs if each.of in inputs.observed}


def collections_of_future(drawn: Drawn) -> Collections:
    """Give the receipts of a future, period by period: actual ones as they are, forecast ones as it brings them.

    What a licence brings in a period is divided over its receipts of the period by what was expected of each, by
    largest remainder; so is what a stream brings where no licence is told apart, or where it is cut to its most.
    """
    inputs = drawn.assumed.inputs
    lines: list[list[Receipt]] = [[] for _ in inputs.program.payment_dates]
    for each, row in zip(inputs.program.inputs, drawn.rows, strict=True):
        if each.of not in inputs.observed:
            for period, total in enumerate(row):
                lines[period] += _lines(drawn, each.of, period, total)
    return Collections(tuple(map(tuple, lines)))


def _lines(drawn: Drawn, stream: str, period: int, total_minor: int) -> list[Receipt]:
    """Give the receipts of one stream in one period, which sum to what it brings."""
    receipts = drawn.assumed.inputs.lines(stream, period)
    actual = [receipt for receipt in receipts if receipt.is_actual]
    forecast = [receipt for receipt in receipts if not receipt.is_actual]
    left_minor = total_minor - sum(receipt.amount_minor for receipt in actual)
    told = _by_licence(drawn, stream, period, forecast)
    if sum(receipt.amount_minor for receipt in told) == left_minor:
        return actual + told
    because = f"its part of what future {drawn.path:,} of seed {drawn.seed} collects; this was expected"
    return actual + _divided(drawn, forecast, left_minor, (because, ()))


def _by_licence(drawn: Drawn, stream: str, period: int, forecast: list[Receipt]) -> list[Receipt]:
    """Give what each licence of a stream brings; nothing where none is told apart, or in a period that is over."""
    drawn_period = period - drawn.assumed.n_past
    if drawn.story is None or drawn_period < 0:
        return []
    streams = {licence: each.id for each in drawn.assumed.inputs.deal.streams for licence in each.licences}
    told: list[Receipt] = []
    for one in drawn.story.licences:
        if streams.get(one.licence_id, "") == stream:
            its = [receipt for receipt in forecast if receipt.licence_id == one.licence_id]
            told += _of_licence(drawn, one, drawn_period, its)
    return told


def _of_licence(drawn: Drawn, one: LicenceStory, period: int, its: list[Receipt]) -> list[Receipt]:
    """Divide what a licence brings over its receipts; what comes where none was expected is a receipt of its own."""
    paid_minor, brought = one.paid_minor[period], _brought(drawn, one, period)
    if any(receipt.amount_minor > 0 for receipt in its):
        because = f"its part of what {one.licence_id} brings; the first was expected"
        return _divided(drawn, its, paid_minor, (because, (brought,)))
    if paid_minor:
        day = drawn.dates[period]
        label = f"{one.licence_id} cash recovered by {day}"
        origin = Explained(label, brought.value, "what an event or an audit brings back", (brought,))
        return [Receipt(day, one.licence_id, paid_minor, is_actual=False, origin=origin)]
    return its


def _divided(
    drawn: Drawn, receipts: list[Receipt], amount_minor: int, why: tuple[str, tuple[Explained, ...]]
) -> list[Receipt]:
    """Divide an amount over receipts by what was expected of each, by largest remainder; say why."""
    because, parts = why
    weights = [max(0, receipt.amount_minor) for receipt in receipts]
    amounts = split_largest_remainder(amount_minor, weights) if any(weights) else [0] * len(receipts)
    return [
        replace(
            receipt,
            amount_minor=amount,
            origin=Explained(
                receipt.origin.label,
                amount_text(amount, _currency(drawn, receipt.licence_id)),
                because,
                (receipt.origin, *parts),
            ),
        )
        for receipt, amount in zip(receipts, amounts, strict=True)
    ]


def _brought(drawn: Drawn, one: LicenceStory, period: int) -> Explained:
    """Explain what a licence brings in a period: what was expected, its level, and what events left."""
    currency = _currency(drawn, one.licence_id)
    level, left = one.level(period), one.standing[period]
    came = [each for each in one.happened if each.period <= period]
    parts = [Explained("expected where nothing happens", amount_text(one.expected_minor[period], currency))]
    if level is not None:
        early = ", and how early it is launched," if _awaits_launch(drawn, one.licence_id) else ""
        moved = f"market, sector, currency and its own demand{early}"
        parts.append(Explained("level", f"{level:.4f}", f"how far {moved} have moved it: 1 is as expected"))
    parts.append(
        Explained(
            "left by events",
            f"{left:.2%}",
            "the product of what each event and under-reporting leave",
            tuple(_told(drawn, each) for each in came),
        )
    )
    also = ", and what is recovered" if one.is_recovering[period] else ""
    return Explained(
        f"{one.licence_id} in future {drawn.path:,} of seed {drawn.seed}",
        amount_text(one.paid_minor[period], currency),
        f"expected x level x left by events, rounded down{also}",
        tuple(parts),
    )


def _awaits_launch(drawn: Drawn, licence_id: str) -> bool:
    """Tell whether the time of a licence's launch is drawn with its level."""
    joint = drawn.assumed.joint
    return joint is not None and isinstance(joint.terms.licence(licence_id).launch, ExpectedLaunch)


def _currency(drawn: Drawn, licence_id: str) -> str:
    """Give the currency that a licence pays: its stream's, where it has one."""
    deal = drawn.assumed.inputs.deal
    return next((each.currency or deal.currency for each in deal.streams if licence_id in each.licences), deal.currency)


def _told(drawn: Drawn, happened: Happened) -> Explained:
    certain = "in every future" if happened.is_certain else "drawn"
    return Explained(str(happened.event), f"felt from {drawn.dates[happened.period]} on", certain)
