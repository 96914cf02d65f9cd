"""Parts on what was measured beside the classes: scenarios over futures, exact prices, rare losses, firm symbols."""

from collections.abc import Iterator, Sequence

from chizai.documents.language import marked
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
    with_error,
)
from chizai.documents.page import named_columns
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Made
from chizai.documents.papers.tree import Cell, Table
from chizai.documents.simulation import Simulation
from chizai.documents.words import NOTHING, Words
from chizai.metrics.asked_sensitivities import AskedSensitivity

SHOWN_SENSITIVITIES = 8
"""How many parameters are shown for each class: those that move its value most."""

PRICE_ITEMS = ("yield_annual", "price", "standard_error", "error_asked", "n_paths", "is_reached")
RARE_ITEMS = (
    "expected_loss",
    "default_frequency",
    "plain_default_frequency",
    "errors_apart",
    "mean_weight",
    "n_effective_losses",
)
FIRM_ITEMS = ("by_expected_loss", "kept", "notches_down", "worst", "shares")
"""Under each head of numbers, its item in the files."""


def drawn_scenarios(dossier: Dossier, words: Words) -> Made:
    """Set scenarios that move drivers side by side, class by class: yield or price, default, loss; with errors."""
    simulation = dossier.simulation
    if simulation is None or not simulation.drawn_scenarios:
        return ()
    return tuple(_drawn_table(simulation, number, words) for number in range(len(simulation.rows)))


def _drawn_table(simulation: Simulation, number: int, words: Words) -> Table:
    pricing = simulation.rows[number][0]
    is_price_asked = pricing.price_ppm is not None

    def row(drawn: DrawnScenario) -> tuple[Cell, ...]:
        one, of = drawn.statistics[number], f"{drawn.scenario.name} {pricing.class_id}"
        worth, loss = one.worth, one.risk.expected_loss
        text = words.percent_of(worth.yield_annual) if is_price_asked else words.percent(worth.price_ppm)
        return (
            words.pick(drawn.scenario.name, drawn.scenario.name_ja),
            _cell(text, of, "yield_annual" if is_price_asked else "price_minor", "drawn"),
            _cell(with_error(one.risk.default_frequency), of, "default_frequency", "drawn"),
            _cell(NOTHING if loss is None else with_error(loss), of, "expected_loss", "drawn"),
        )

    measured = marked("Yield") if is_price_asked else marked("Price")
    return Table(
        id=f"drawn-scenarios-{pricing.class_id}",
        columns=named_columns(words, (marked("Scenario"),), (measured, marked("Default"), marked("Loss"))),
        rows=tuple(row(drawn) for drawn in simulation.drawn_scenarios),
        caption=words.say("Class {id}", id=pricing.class_id),
    )


def asked(dossier: Dossier, words: Words) -> Made:
    """Give each table that the inputs ask for: prices to an error, rare losses, firm symbols, sensitivities."""
    return () if dossier.simulation is None else tuple(_tables(dossier.simulation, words))


def _tables(simulation: Simulation, words: Words) -> Iterator[Table]:
    found: Measured = simulation.measured
    if found.prices:
        rows = [(one.class_id, price_cells(one, words)) for one in found.prices]
        yield _table("prices-until", PRICE_HEADS, _rows(rows, PRICE_ITEMS), words)
    if found.rare_losses:
        rows = [(one.class_id, rare_cells(one)) for one in found.rare_losses]
        yield _table("rare-losses", RARE_HEADS, _rows(rows, RARE_ITEMS), words, words.say(RARE_NOTE))
    if found.firmness:
        rows = [(one.class_id, firm_cells(one.stability, words)) for one in found.firmness]
        note = words.say(FIRM_NOTE, count=len(found.firmness[0].draws))
        yield _table("rating-stability", FIRM_HEADS, _rows(rows, FIRM_ITEMS), words, note)
    if found.sensitivities:
        moved = tuple(
            (
                of,
                step,
                _cell(gain, _row_of(of, each), "present_minor"),
                _cell(error, _row_of(of, each), "present_error"),
            )
            for of, each, (step, gain, error) in moved_cells(simulation, words, SHOWN_SENSITIVITIES)
        )
        yield _table("sensitivities", SENSITIVE_HEADS, moved, words)


def _row_of(class_id: str, each: AskedSensitivity) -> str:
    """Name a row of sensitivities.csv by its first columns, the same in every language."""
    year = "" if each.year is None else f" {each.year}"
    return f"{class_id} {each.kind} {each.of}{year}"


def _rows(rows: Sequence[tuple[str, Sequence[str]]], items: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    """Give each class with its cells, each with its key."""
    return tuple((of, *(_cell(text, of, item) for text, item in zip(cells, items, strict=True))) for of, cells in rows)


def _cell(text: str, of: str, item: str, source: str = "measured") -> Cell:
    return text if text == NOTHING else figure(text, source, of, item)


def _table(
    table_id: str, titles: Sequence[str], rows: tuple[tuple[Cell, ...], ...], words: Words, note: str = ""
) -> Table:
    # a step is said beside its class; everywhere else the class alone is text
    n_texts = 2 if titles is SENSITIVE_HEADS else 1
    return Table(id=table_id, columns=named_columns(words, titles[:n_texts], titles[n_texts:]), rows=rows, note=note)
