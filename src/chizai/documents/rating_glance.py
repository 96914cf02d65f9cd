"""Indicative ratings and what losses hang on, as plain lines for a terminal."""

from chizai.documents.language import marked
from chizai.documents.lines import table_lines, tables_lines, wrap_lines
from chizai.documents.names import CAPS
from chizai.documents.simulation import RatedClass, Simulation
from chizai.documents.words import NOTHING, Words
from chizai.metrics.paths import Estimate
from chizai.metrics.rating_ideas import SymbolRange

SHOWN_CONTRIBUTIONS = 5
"""How many licences and rights are shown: those without which the classes lose most together."""

HEADS = (
    marked("Class"),
    marked("Indicative"),
    marked("Within errors"),
    marked("By loss"),
    marked("By default"),
    marked("By stress"),
    marked("Capped by"),
)

LEFT_OUT = {"licence": marked("licence {id}"), "right": marked("right {id}")}
"""What contributions are of."""


def rating_lines(simulation: Simulation, words: Words) -> list[str]:
    """Say where each class stands on the scale of symbols, by which idea, under which caps; nothing where not asked."""
    if not simulation.ratings:
        return []
    rows = [[words.say(head) for head in HEADS], *(_row(one, words) for one in simulation.ratings)]
    note = words.say("Symbols are indicative: Chizai's own reading of the scale, which no agency has given or seen.")
    return ["", *table_lines(rows), *_prices(simulation, words), *wrap_lines(note), *_contributions(simulation, words)]


def _row(one: RatedClass, words: Words) -> list[str]:
    rating = one.rating
    capped = [words.say(CAPS[cap.kind]) for cap in rating.caps if cap.symbol is not None]
    return [
        rating.class_id,
        str(rating.symbol),
        _range(rating.overall, words),
        str(rating.by_expected_loss.symbol),
        str(rating.by_default.symbol),
        str(rating.by_stress.symbol),
        words.listing(capped) or NOTHING,
    ]


def _range(found: SymbolRange, words: Words) -> str:
    if found.best is found.worst:
        return str(found.symbol)
    return words.say("{best} to {worst}", best=found.best, worst=found.worst)


def _prices(simulation: Simulation, words: Words) -> list[str]:
    """Give the prices in views kept apart, where there is a curve."""
    heads = [marked("Class"), marked("Expected"), marked("Risk-adjusted"), marked("Risk-neutral")]
    rows = [
        [
            one.rating.class_id,
            _price(one.views.expected_minor, words),
            _price(one.views.risk_adjusted_minor, words),
            _price(one.risk_neutral_minor, words),
        ]
        for one in simulation.ratings
        if one.views is not None
    ]
    return ["", *table_lines([[words.say(head) for head in heads], *rows]), ""] if rows else [""]


def _price(found: Estimate | None, words: Words) -> str:
    if found is None:
        return NOTHING
    error = "" if found.standard_error is None else f" ± {words.money_short(round(found.standard_error))}"
    return f"{words.money_short(round(found.mean))}{error}"


def _contributions(simulation: Simulation, words: Words) -> list[str]:
    """Say what each class loses more without a licence or right: the ones that are missed most."""
    missed = sorted(simulation.contributions, key=lambda each: -sum(added.mean for added in each.added_loss_minor))
    heads = [
        words.say("Left out"),
        *(words.say("Added loss of {id}", id=one.class_id) for one in simulation.statistics),
    ]
    rows = [
        [_left_out(each.name, words), *(words.money_short(round(added.mean)) for added in each.added_loss_minor)]
        for each in missed[:SHOWN_CONTRIBUTIONS]
    ]
    return ["", *tables_lines([heads, *rows])] if rows else []


def _left_out(name: str, words: Words) -> str:
    """Say `licence L1` or `right P1`, as contributions are named, in the reader's language."""
    kind, _, of = name.partition(" ")
    return words.say(LEFT_OUT[kind], id=of)
