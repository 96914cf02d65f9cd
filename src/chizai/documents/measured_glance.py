"""Drawn scenarios, and what the inputs ask for beside the classes, as plain lines for a terminal."""

from collections.abc import Iterable, Sequence

from chizai.documents.lines import tables_lines, wrap_lines
from chizai.documents.measured import DrawnScenario, Measured
from chizai.documents.measured_words import (
    FIRM_HEADS,
    FIRM_NOTE,
    PRICE_HEADS,
    RARE_HEADS,
    RARE_NOTE,
    SENSITIVE_HEADS,
    firm_cells,
    moved_cells,
    price_cells,
    rare_cells,
)
from chizai.documents.simulation import Simulation
from chizai.documents.words import NOTHING, Words

SHOWN_SENSITIVITIES = 5
"""How many parameters are shown for each class: those that move its value most."""


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
    heads = [words.say("Over {count} futures", count=f"{_n_paths(simulation):,}")]
    for pricings in simulation.rows:
        of, is_price_asked = pricings[0].class_id, pricings[0].price_ppm is not None
        heads.append(words.say("Yield {id}", id=of) if is_price_asked else words.say("Price {id}", id=of))
        heads += [words.say("Default {id}", id=of), words.say("Loss {id}", id=of)]
    return tables_lines([heads, *(_drawn_row(simulation, each, words) for each in simulation.drawn_scenarios)])


def _n_paths(simulation: Simulation) -> int:
    """Count the futures of each scenario."""
    return next((one.n_paths for drawn in simulation.drawn_scenarios for one in drawn.statistics), 0)


def _drawn_row(simulation: Simulation, drawn: DrawnScenario, words: Words) -> list[str]:
    row = [words.pick(drawn.scenario.name, drawn.scenario.name_ja)]
    for pricings, one in zip(simulation.rows, drawn.statistics, strict=True):
        is_price_asked = pricings[0].price_ppm is not None
        worth, loss = one.worth, one.risk.expected_loss
        row.append(words.percent_of(worth.yield_annual) if is_price_asked else words.percent(worth.price_ppm))
        row.append(words.percent_of(one.risk.default_frequency.mean))
        row.append(NOTHING if loss is None else words.percent_of(loss.mean))
    return row


def _table(heads: Sequence[str], rows: Iterable[tuple[str, ...]], words: Words) -> list[str]:
    return tables_lines([[words.say(head) for head in heads], *(list(row) for row in rows)])


def _prices(found: Measured, words: Words) -> list[str]:
    return _table(PRICE_HEADS, ((one.class_id, *price_cells(one, words)) for one in found.prices), words)


def _rare(found: Measured, words: Words) -> list[str]:
    rows = ((one.class_id, *rare_cells(one)) for one in found.rare_losses)
    return [*_table(RARE_HEADS, rows, words), *wrap_lines(words.say(RARE_NOTE))]


def _firm(found: Measured, words: Words) -> list[str]:
    rows = ((one.class_id, *firm_cells(one.stability, words)) for one in found.firmness)
    note = words.say(FIRM_NOTE, count=len(found.firmness[0].draws))
    return [*_table(FIRM_HEADS, rows, words), *wrap_lines(note)]


def _sensitive(simulation: Simulation, words: Words) -> list[str]:
    """Say of each class which parameters move its value most, in parts of it."""
    moved = moved_cells(simulation, words, SHOWN_SENSITIVITIES)
    return _table(SENSITIVE_HEADS, ((of, *cells) for of, _, cells in moved), words)
