"""How what was measured beside the classes is written: heads, small parts with their errors, steps, symbols."""

from typing import TYPE_CHECKING

from chizai.documents.language import marked
from chizai.documents.measured import Measured
from chizai.documents.simulation import Simulation
from chizai.documents.words import NOTHING, Words
from chizai.forecast.joint_terms import EventKind
from chizai.metrics.paths import Estimate
from chizai.metrics.simulation_terms import Moved
from chizai.simulate.resolve_events import NamedEvent
from chizai.units.rate import PPM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chizai.metrics.asked_losses import RareLosses
    from chizai.metrics.asked_price import AskedPrice
    from chizai.metrics.asked_sensitivities import AskedSensitivity
    from chizai.metrics.rating_stability import RatingStability

SHOWN_SYMBOLS = 4
"""Up to so many symbols are told one by one, of more the best and the worst."""

STEPS = {
    Moved.LEVEL: marked("{of}: all it brings +1%"),
    Moved.DRIFT: marked("{of}: growth +1% a year"),
    Moved.YEAR: marked("{of}: year {year} +1%"),
    Moved.VOLATILITY: marked("{of}: volatility +1 point"),
    Moved.MARKET_WEIGHT: marked("{of}: market weight +10 points"),
    Moved.HAZARD: marked("{of}: hazard +10%"),
}
"""What is moved by how much: `asked_sensitivities.STEPS` as they are read."""
HAZARDS = {
    EventKind.DEFAULT: marked("default of {of}"),
    EventKind.END: marked("end of {of}"),
    EventKind.INFRINGEMENT: marked("infringement of {of}"),
    EventKind.OBSOLESCENCE: marked("obsolescence of {of}"),
    EventKind.ENTRY: marked("entry of {of}"),
    EventKind.FAILURE: marked("failure of {of}"),
    EventKind.SUCCESSOR: marked("successor of {of}"),
}
"""What the hazard is of."""
PRICE_HEADS = (
    marked("Class"),
    marked("Yield"),
    marked("Price"),
    marked("Standard error"),
    marked("Asked error"),
    marked("Futures"),
    marked("Is reached"),
)
RARE_HEADS = (
    marked("Class"),
    marked("Rare loss"),
    marked("Rare default"),
    marked("Plain default"),
    marked("Apart"),
    marked("Weight"),
    marked("Worth"),
)
RARE_NOTE = marked(
    "Rare: from futures in which the class loses often, weighted back (mean weight 1); worth so many defaults "
    "of plain futures. Apart: by how many errors the two frequencies differ."
)
FIRM_HEADS = (
    marked("Class"),
    marked("By loss"),
    marked("As good or better"),
    marked("Notches down"),
    marked("Worst"),
    marked("Where draws lie"),
)
FIRM_NOTE = marked(
    "How firm a symbol by expected loss is over {count} draws of the parameters; no agency has given or seen it."
)
SENSITIVE_HEADS = (marked("Class"), marked("A little more of"), marked("Value"), marked("± error"))


def fine(fraction: float | None) -> str:
    """Write a part of par in percent, to a hundredth of a basis point."""
    return NOTHING if fraction is None else f"{fraction:z.4%}"


def with_error(found: Estimate) -> str:
    """Write a part with its standard error."""
    return fine(found.mean) if found.standard_error is None else f"{fine(found.mean)} ± {fine(found.standard_error)}"


def price_cells(one: "AskedPrice", words: Words) -> tuple[str, ...]:
    """Give the cells of a price under `PRICE_HEADS`, but for the class."""
    return (
        words.percent_of(one.yield_annual),
        fine(one.price.mean),
        fine(one.price.standard_error),
        fine(one.error_asked),
        f"{one.n_paths:,}",
        words.say("yes") if one.is_reached else words.say("no"),
    )


def rare_cells(one: "RareLosses") -> tuple[str, ...]:
    """Give the cells of a class's rare losses under `RARE_HEADS`, but for the class."""
    return (
        with_error(one.expected_loss),
        with_error(one.default_frequency),
        with_error(one.plain),
        NOTHING if one.apart is None else f"{one.apart:z.1f}",
        f"{one.mean_weight.mean:.3f}",
        f"{one.n_effective_losses:,.0f}",
    )


def firm_cells(firm: "RatingStability", words: Words) -> tuple[str, ...]:
    """Give the cells of a symbol's stability under `FIRM_HEADS`, but for the class."""
    shares = [f"{symbol} {words.percent(round(share * PPM))}" for symbol, share in firm.shares]
    return (
        str(firm.base),
        words.percent_of(firm.kept.mean),
        f"{firm.notches_mean.mean:z.1f} ± {firm.notches_mean.standard_error or 0.0:.1f}",
        str(firm.worst),
        " ".join(shares if len(shares) <= SHOWN_SYMBOLS else [shares[0], "…", shares[-1]]),
    )


def step_words(each: "AskedSensitivity", words: Words) -> str:
    """Say what is moved, and by how much."""
    of = each.of if isinstance(each.of, str) else _event_words(each.of, words)
    facts: dict[str, object] = {"of": of} if each.year is None else {"of": of, "year": each.year}
    return words.say(STEPS[each.kind], **facts)


def _event_words(event: NamedEvent, words: Words) -> str:
    said = words.say(HAZARDS[event.kind], of=event.of)
    return words.say("{event} ({number})", event=said, number=event.number) if event.number > 1 else said


def most_moving(found: Measured, place: int, n_shown: int) -> "list[AskedSensitivity]":
    """Give the parameters that move a class's value most, the class by its place among those that are sensitive."""
    return sorted(found.sensitivities, key=lambda each: -abs(each.present_minor[place].mean))[:n_shown]


def moved_cells(
    simulation: Simulation, words: Words, n_shown: int
) -> "Iterator[tuple[str, AskedSensitivity, tuple[str, ...]]]":
    """Yield each class with the parameters that move its value most, and the cells under `SENSITIVE_HEADS`."""
    found, worth = simulation.measured, {one.class_id: one.worth.price_minor for one in simulation.statistics}
    for place, of in enumerate(found.sensitive_ids):
        base = worth[of]
        if base is None or not base.mean:
            continue
        for each in most_moving(found, place, n_shown):
            gain = each.present_minor[place]
            part, error = gain.mean / base.mean, (gain.standard_error or 0.0) / base.mean
            yield of, each, (step_words(each, words), f"{part:+z.4%}", f"{error:.4%}")
