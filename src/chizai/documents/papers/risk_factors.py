"""Risk factors, each tied to a figure of a stress: what happens to a class, or how much hangs on one thing."""

from collections.abc import Iterator

from chizai.documents.collections_table import by_licence
from chizai.documents.language import marked
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.futures_parts import NO_FUTURES
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Made
from chizai.documents.papers.tree import Figure, Paragraph, Points
from chizai.documents.rating_glance import LEFT_OUT
from chizai.documents.simulation import ScenarioOutcome, Simulation
from chizai.documents.words import Words
from chizai.metrics.returns import format_return
from chizai.units.rate import PPM

MISSED = {
    "licence": marked(
        "A licence may end early or bring nothing. Without {name}, lost on average beside what is lost anyway are "
        "{said}."
    ),
    "right": marked(
        "A right may be held invalid, expire or be worked around. Without {name}, lost on average beside what is lost "
        "anyway are {said}."
    ),
}
"""What may happen to that which is missed most, by what it is."""


def risk_factors(dossier: Dossier, words: Words) -> Made:
    """Say what may go wrong, each with what it does to the classes in the stress that shows it."""
    simulation = dossier.simulation
    if simulation is None:
        return NO_FUTURES
    found = (
        *_scenarios(simulation, words),
        *_defaults(simulation, words),
        *_licensee(dossier, words),
        *_missed(simulation, words),
        *_moved(simulation, words),
        *_forecast(dossier, words),
        *_value(dossier, words),
        *_price(simulation, words),
        *_statements(dossier, words),
    )
    lead = words.say(
        "Each factor stands beside the figure of the stress that shows it. The figures follow from assumptions and do "
        "not bound what can be lost: all that is paid for a class can be."
    )
    return (Paragraph(lead), Points(tuple(found), is_numbered=True))


def _scenarios(simulation: Simulation, words: Words) -> Iterator[Paragraph]:
    """Say of each scenario but the base what every class stays owed."""
    for outcome in simulation.scenarios[1:]:
        name = words.pick(outcome.scenario.name, outcome.scenario.name_ja)
        owed = [
            words.say("{amount} of class {id}", amount=words.money(amount), id=row[0].class_id)
            for row, amount in zip(simulation.rows, outcome.owed_minor, strict=True)
        ]
        text = words.say(
            "Royalties may be less or later than forecast. In the scenario “{name}”, unpaid at the end are {owed}.",
            name=name,
            owed=words.all_of(owed),
        )
        yield Paragraph(text, tuple(_owed(simulation, outcome, words)))


def _owed(simulation: Simulation, outcome: ScenarioOutcome, words: Words) -> Iterator[Figure]:
    for row, amount in zip(simulation.rows, outcome.owed_minor, strict=True):
        of = f"{outcome.scenario.name} {row[0].class_id}"
        yield figure(words.figure(amount), "scenario", of, "owed_minor")


def _defaults(simulation: Simulation, words: Words) -> Iterator[Paragraph]:
    """Say how often each class is not paid in full."""
    said, figures = [], []
    for one in simulation.statistics:
        share = words.percent_of(one.risk.default_frequency.mean)
        said.append(words.say("class {id} in {share}", id=one.class_id, share=share))
        figures.append(figure(share, "futures", one.class_id, "default_frequency"))
    text = words.say(
        "Junior classes bear losses first. Over the futures, not paid in full are {said} of them.",
        said=words.all_of(said),
    )
    yield Paragraph(text, tuple(figures))


def _licensee(dossier: Dossier, words: Words) -> Iterator[Paragraph]:
    """Say how much of what is to come hangs on the largest licensee."""
    sums: dict[str, int] = {}
    for line in by_licence(dossier.book, dossier.tables.period):
        name = dossier.book.pool.licence(line.key[0]).licensee
        sums[name] = sums.get(name, 0) + line.to_come_minor
    total = sum(sums.values())
    if total:
        largest = max(sums, key=lambda name: sums[name])
        share = words.percent(-(-sums[largest] * PPM // total))
        text = words.say(
            "One licensee may fail or stop using the rights. Of the royalties forecast to come, {share} are from "
            "{name}.",
            share=share,
            name=largest,
        )
        yield Paragraph(text, (figure(share, "collections", "largest licensee", "share"),))


def _missed(simulation: Simulation, words: Words) -> Iterator[Paragraph]:
    """Say what the classes lose without the licence or right that is missed most."""
    if not simulation.contributions:
        return
    missed = max(simulation.contributions, key=lambda each: sum(added.mean for added in each.added_loss_minor))
    kind, _, of = missed.name.partition(" ")
    said, figures = [], []
    for one, added in zip(simulation.statistics, missed.added_loss_minor, strict=True):
        amount = round(added.mean)
        said.append(words.say("{amount} of class {id}", amount=words.money(amount), id=one.class_id))
        key = (f"without {missed.name}", f"added_loss_{one.class_id}")
        figures.append(figure(words.figure(amount), "rating", *key))
    text = words.say(MISSED[kind], name=words.say(LEFT_OUT[kind], id=of), said=words.all_of(said))
    yield Paragraph(text, tuple(figures))


def _moved(simulation: Simulation, words: Words) -> Iterator[Paragraph]:
    """Say which assumption moves each class's price most."""
    said, figures = [], []
    for class_id, found in simulation.tornados:
        if not found.bars or not found.base.mean:
            continue
        bar = found.bars[0]
        low, high = (words.percent_of(moved.mean / found.base.mean) for moved in (bar.low, bar.high))
        name = words.pick(bar.name, bar.name_ja)
        said.append(words.say("class {id} by “{name}”: {low}, {high}", id=class_id, name=name, low=low, high=high))
        figures += [
            figure(low, "futures", f"{class_id} {bar.name}", "down"),
            figure(high, "futures", f"{class_id} {bar.name}", "up"),
        ]
    if said:
        text = words.say(
            "Assumptions may be wrong. What moves the mean price most when it is moved down and up: {said}.",
            said=words.listing(said),
        )
        yield Paragraph(text, tuple(figures))


def _forecast(dossier: Dossier, words: Words) -> Iterator[Paragraph]:
    """Say how far forecasts missed the last complete year at worst."""
    tests = dossier.book.back_tests
    if tests:
        worst = max(tests, key=lambda test: abs(test.error_ppm))
        error = format_return(worst.error_ppm)
        text = words.say(
            "Forecasts err. Made a year earlier by the same method, the forecast of licence {id} would have been off "
            "by {error}.",
            id=worst.licence_id,
            error=error,
        )
        yield Paragraph(text, (figure(error, "value", f"back-test {worst.licence_id}", "error"),))


def _value(dossier: Dossier, words: Words) -> Iterator[Paragraph]:
    """Say how much of the rights' value is lent on."""
    advance = dossier.book.advance_rate_ppm
    if advance is not None:
        share = words.percent(advance)
        text = words.say(
            "The value of rights is an opinion and they may not be sold for it. The bonds and notes outstanding are "
            "{share} of it.",
            share=share,
        )
        yield Paragraph(text, (figure(share, "value", "all", "advance_rate"),))


def _price(simulation: Simulation, words: Words) -> Iterator[Paragraph]:
    """Say what a class is worth at the highest yield that is looked at: there is no market to sell it in."""
    said, figures = [], []
    base = simulation.scenarios[0]
    for row, metrics in zip(simulation.rows, base.metrics, strict=True):
        highest = max(metrics, key=lambda one: one.yield_annual if one.yield_annual is not None else -1.0)
        price = words.percent(highest.price_ppm)
        if highest.yield_annual is None or highest.price_ppm is None:
            continue
        at = words.percent_of(highest.yield_annual)
        said.append(words.say("class {id} {price} at a yield of {at}", id=row[0].class_id, price=price, at=at))
        figures.append(figure(price, "scenario", f"{base.scenario.name} {row[0].class_id} {at}", "price_ppm"))
    if said:
        text = words.say(
            "There may be nobody to sell to, and buyers may ask for more yield. Worth of par as forecast: {said}.",
            said=words.listing(said),
        )
        yield Paragraph(text, tuple(figures))


def _statements(dossier: Dossier, words: Words) -> Iterator[Paragraph]:
    """Say how many rows of statements could not be used, and totals do not agree."""
    rows = str(len(dossier.book.unusable))
    breaks = str(sum(len(statement.breaks) for statement in dossier.book.pool.statements))
    text = words.say(
        "Statements of licensees may be late or wrong. Rows that had to be left out: {rows}; totals that do not agree "
        "with their rows: {breaks}.",
        rows=rows,
        breaks=breaks,
    )
    yield Paragraph(
        text,
        (
            figure(rows, "collections", "statements", "rows_left_out"),
            figure(breaks, "collections", "statements", "totals_that_disagree"),
        ),
    )
