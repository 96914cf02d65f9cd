"""Drawn scenarios, and what the inputs ask for beside the classes, as plain lines for a terminal."""

from typing import TYPE_CHECKING

from chizai.documents.language import marked
from chizai.documents.lines import table_lines, tables_lines, wrap_lines
from chizai.documents.measured import DrawnScenario, Measured
from chizai.documents.simulation import Simulation
from chizai.documents.words import NOTHING, Words
from chizai.metrics.paths import Estimate
from chizai.metrics.simulation_terms import Moved
from chizai.units.rate import PPM

if TYPE_CHECKING:
    from chizai.metrics.asked_sensitivities import AskedSensitivity
    from chizai.metrics.asked_stability import Firmness

SHOWN_SENSITIVITIES = 5
"""How many parameters are shown for each class: those that move its value most."""

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


def measured_lines(simulation: Simulation, words: Words) -> list[str]:
    """Say what was measured beside the classes, table by table; nothing where nothing was asked for."""
    found = simulation.measured
    tables = (
        _drawn(simulation, words) if simulation.drawn_scenarios else [],
        _prices(found, words) if found.prices else [],
        _rare(found, words) if found.rare_losses else [],
        _firm(found, words) if found.firmness else [],
        _sensitive(simulation, words) if found.sensitivities else [],
    )
    return [line for table in tables if table for line in ("", *table)]


def _drawn(simulation: Simulation, words: Words) -> list[str]:
    """Set scenarios over futures side by side: what each class yields or is worth, defaults and loses."""
    heads = [words.say("Over futures")]
    for pricings in simulation.rows:
        of, is_price_asked = pricings[0].class_id, pricings[0].price_ppm is not None
        heads.append(words.say("Yield {id}", id=of) if is_price_asked else words.say("Price {id}", id=of))
        heads += [words.say("Default {id}", id=of), words.say("Loss {id}", id=of)]
    return tables_lines([heads, *(_drawn_row(simulation, each, words) for each in simulation.drawn_scenarios)])


def _drawn_row(simulation: Simulation, drawn: DrawnScenario, words: Words) -> list[str]:
    row = [words.pick(drawn.scenario.name, drawn.scenario.name_ja)]
    for pricings, one in zip(simulation.rows, drawn.statistics, strict=True):
        is_price_asked = pricings[0].price_ppm is not None
        worth, loss = one.worth, one.risk.expected_loss
        row.append(words.percent_of(worth.yield_annual) if is_price_asked else words.percent(worth.price_ppm))
        row.append(words.percent_of(one.risk.default_frequency.mean))
        row.append(NOTHING if loss is None else words.percent_of(loss.mean))
    return row


def _prices(found: Measured, words: Words) -> list[str]:
    heads = [
        words.say("Class"),
        words.say("Yield"),
        words.say("Price"),
        words.say("Standard error"),
        words.say("Asked error"),
        words.say("Futures"),
        words.say("Is as small"),
    ]
    rows = [
        [
            one.class_id,
            words.percent_of(one.yield_annual),
            _fine(one.price.mean),
            _fine(one.price.standard_error),
            _fine(one.error_asked),
            f"{one.n_paths:,}",
            words.say("yes") if one.is_reached else words.say("no"),
        ]
        for one in found.prices
    ]
    return table_lines([heads, *rows])


def _fine(fraction: float | None) -> str:
    """Write a part of par in percent, to a hundredth of a basis point."""
    return NOTHING if fraction is None else f"{fraction:.4%}"


def _rare(found: Measured, words: Words) -> list[str]:
    heads = [
        words.say("Class"),
        words.say("Rare loss"),
        words.say("Rare default"),
        words.say("Plain default"),
        words.say("Apart"),
        words.say("Weight"),
        words.say("Worth"),
    ]
    rows = [
        [
            one.class_id,
            _with_error(one.expected_loss),
            _with_error(one.default_frequency),
            _with_error(one.plain),
            NOTHING if one.apart is None else f"{one.apart:.1f}",
            f"{one.mean_weight.mean:.3f}",
            f"{one.n_effective_losses:,.0f}",
        ]
        for one in found.rare_losses
    ]
    note = words.say(
        "Rare: from futures in which the class loses often, weighted back (mean weight 1); worth so many defaults "
        "of plain futures. Apart: by how many errors the two frequencies differ."
    )
    return [*table_lines([heads, *rows]), *wrap_lines(note)]


def _with_error(found: Estimate) -> str:
    return f"{found.mean:.4%} ± {found.standard_error or 0.0:.4%}"


def _firm(found: Measured, words: Words) -> list[str]:
    heads = [
        words.say("Class"),
        words.say("By loss"),
        words.say("As good or better"),
        words.say("Notches down"),
        words.say("Worst"),
        words.say("Where draws lie"),
    ]
    rows = [_firm_row(one, words) for one in found.firmness]
    note = words.say(
        "How firm a symbol by expected loss is over {count} draws of the parameters; no agency has given or seen it.",
        count=len(found.firmness[0].draws),
    )
    return [*table_lines([heads, *rows]), *wrap_lines(note)]


def _firm_row(one: "Firmness", words: Words) -> list[str]:
    firm = one.stability
    shares = [f"{symbol} {words.percent(round(share * PPM))}" for symbol, share in firm.shares]
    notches = f"{firm.notches_mean.mean:.1f} ± {firm.notches_mean.standard_error or 0.0:.1f}"
    told = shares if len(shares) <= SHOWN_SYMBOLS else [shares[0], "…", shares[-1]]
    kept = words.percent_of(firm.kept.mean)
    return [one.class_id, str(firm.base), kept, notches, str(firm.worst), " ".join(told)]


def _sensitive(simulation: Simulation, words: Words) -> list[str]:
    """Say of each class which parameters move its value most, in parts of it."""
    found, worth = simulation.measured, {one.class_id: one.worth.price_minor for one in simulation.statistics}
    heads = [words.say("Class"), words.say("A little more of"), words.say("Value"), words.say("± error")]
    rows = []
    for place, of in enumerate(found.sensitive_ids):
        base = worth[of]
        if base is None or not base.mean:
            continue
        for each in _most(found, place):
            gain = each.present_minor[place]
            part, error = gain.mean / base.mean, (gain.standard_error or 0.0) / base.mean
            rows.append([of, _step(each, words), f"{part:+.4%}", f"{error:.4%}"])
    return table_lines([heads, *rows])


def _most(found: Measured, place: int) -> "list[AskedSensitivity]":
    """Give the parameters that move a class's value most."""
    return sorted(found.sensitivities, key=lambda each: -abs(each.present_minor[place].mean))[:SHOWN_SENSITIVITIES]


def _step(each: "AskedSensitivity", words: Words) -> str:
    facts = {"of": each.of} if each.year is None else {"of": each.of, "year": each.year}
    return words.say(STEPS[each.kind], **facts)
