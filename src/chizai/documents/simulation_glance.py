"""The simulation at a glance, as plain lines for a terminal."""

from chizai.documents.futures_words import DrawnFutures, futures_words
from chizai.documents.language import Language
from chizai.documents.lines import COLUMNS_MAX, named_lines, table_lines, tables_lines
from chizai.documents.measured_glance import measured_lines
from chizai.documents.rating_glance import rating_lines
from chizai.documents.simulation import FirstResults, ScenarioOutcome, Simulation
from chizai.documents.words import NOTHING, Words, words_of
from chizai.metrics.futures import ClassStatistics

SHOWN_BARS = 3
"""How many assumptions are shown for each class: those that matter most."""


def first_lines(results: FirstResults, language: Language = Language.ENGLISH) -> list[str]:
    """Say what a class is worth over the futures, and how often it is not paid; at most 100 columns."""
    words = words_of(language, results.deal.currency)
    provenance = results.provenance
    drawn = futures_words(DrawnFutures(terms=results.terms, joint=results.joint), words)
    return [
        words.pick(results.deal.title, results.deal.title_ja),
        "=" * COLUMNS_MAX,
        *named_lines(words.say("Futures"), drawn),
        *named_lines(words.say("As of"), words.day(provenance.as_of_on)),
        *named_lines(words.say("Program digest"), provenance.program_digest),
        *named_lines(words.say("Chizai version"), provenance.version),
        "",
        *_classes(results, words),
    ]


def further_lines(simulation: Simulation, language: Language = Language.ENGLISH) -> list[str]:
    """Say how much of the forecast a class needs, what it is worth in scenarios, and what moves it, as above."""
    words = words_of(language, simulation.deal.currency)
    return [
        "",
        *_break_evens(simulation, words),
        "",
        *_scenarios(simulation, words),
        "",
        *_tornado(simulation, words),
        *rating_lines(simulation, words),
        *measured_lines(simulation, words),
    ]


def _classes(results: FirstResults, words: Words) -> list[str]:
    heads = [
        words.say("Class"),
        words.say("Price"),
        words.say("Yield"),
        words.say("Z-spread"),
        words.say("WAL (y)"),
        words.say("Default"),
        words.say("Loss"),
        words.say("Ever short"),
        words.say("Earliest short"),
    ]
    return tables_lines([heads, *(_class_row(one, words) for one in results.statistics)])


def _break_evens(simulation: Simulation, words: Words) -> list[str]:
    multiples = {found.class_id: found.multiple_ppm for found in simulation.break_evens}
    rows = [[one.class_id, words.percent(multiples[one.class_id])] for one in simulation.statistics]
    return table_lines([[words.say("Class"), words.say("Break-even")], *rows])


def _class_row(one: ClassStatistics, words: Words) -> list[str]:
    risk, worth = one.risk, one.worth
    loss = risk.expected_loss
    first = next((day for day, count in zip(one.paid_on, risk.n_first_short, strict=True) if count), None)
    return [
        one.class_id,
        words.percent(worth.price_ppm),
        words.percent_of(worth.yield_annual),
        words.percent_of(worth.z_spread),
        words.years(worth.wal_years),
        words.percent_of(risk.default_frequency.mean),
        NOTHING if loss is None else words.percent_of(loss.mean),
        words.percent_of(risk.shortfall_frequency.mean),
        words.day(first),
    ]


def _scenarios(simulation: Simulation, words: Words) -> list[str]:
    """Set scenarios side by side: what each class yields or is worth, whichever was not asked, and what it loses."""
    heads = [words.say("Scenario"), words.say("Lowest DSCR")]
    for pricings in simulation.rows:
        of, is_price_asked = pricings[0].class_id, pricings[0].price_ppm is not None
        heads.append(words.say("Yield {id}", id=of) if is_price_asked else words.say("Price {id}", id=of))
        heads.append(words.say("Owed {id}", id=of))
    return tables_lines([heads, *(_scenario_row(simulation, outcome, words) for outcome in simulation.scenarios)])


def _scenario_row(simulation: Simulation, outcome: ScenarioOutcome, words: Words) -> list[str]:
    dscr = NOTHING if outcome.lowest_dscr_ppm is None else words.times(outcome.lowest_dscr_ppm)
    row = [words.pick(outcome.scenario.name, outcome.scenario.name_ja), dscr]
    for pricings, metrics, owed_minor in zip(simulation.rows, outcome.metrics, outcome.owed_minor, strict=True):
        asked = metrics[len(metrics) // 2]
        is_price_asked = pricings[0].price_ppm is not None
        row.append(words.percent_of(asked.yield_annual) if is_price_asked else words.percent(asked.price_ppm))
        row.append(words.money_short(owed_minor))
    return row


def _tornado(simulation: Simulation, words: Words) -> list[str]:
    """Say of each class which assumptions move its price most, in parts of it."""
    heads = [words.say("Class"), words.say("Moved"), words.say("Down"), words.say("Up")]
    rows = [
        [
            class_id,
            words.pick(bar.name, bar.name_ja),
            words.percent_of(bar.low.mean / found.base.mean if found.base.mean else None),
            words.percent_of(bar.high.mean / found.base.mean if found.base.mean else None),
        ]
        for class_id, found in simulation.tornados
        for bar in found.bars[:SHOWN_BARS]
    ]
    return table_lines([heads, *rows])
