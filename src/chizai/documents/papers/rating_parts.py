"""Parts on indicative ratings: where each class stands, by which idea and under which cap, explained to the bottom."""

from collections.abc import Iterator
from dataclasses import replace

from chizai.documents.language import Language, marked
from chizai.documents.names import CAPS
from chizai.documents.page import named_columns
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Lacking, Lacks, Made
from chizai.documents.papers.tree import Cell, Table
from chizai.documents.rating_glance import LEFT_OUT
from chizai.documents.rating_words import explained_rating
from chizai.documents.simulation import RatedClass
from chizai.documents.words import NOTHING, Words
from chizai.metrics.paths import Estimate
from chizai.units.explain import Explained

NO_RATINGS = Lacks(
    (
        Lacking(
            "no indicative rating was worked out",
            "inputs.toml",
            "rating",
            "write [rating], and [futures] if it is not there",
        ),
    )
)
"""What papers with ratings cannot do without."""
INDENT = "\u3000"
"""An ideographic space: one level of an explanation."""
SHOWN_CONTRIBUTIONS = 8
"""How many licences and rights are shown: those without which the classes lose most together."""


def indicative(dossier: Dossier, words: Words) -> Made:
    """Say where each class stands on the scale of symbols."""
    rated = () if dossier.simulation is None else dossier.simulation.ratings
    if not rated:
        return NO_RATINGS
    titles = (
        marked("Indicative"),
        marked("Within errors"),
        marked("By loss"),
        marked("By default"),
        marked("By stress"),
        marked("Capped by"),
    )
    note = words.say("Symbols are indicative: Chizai's own reading of the scale, which no agency has given or seen.")
    rows = tuple(_row(one, words) for one in rated)
    columns = named_columns(words, (marked("Class"), *titles), ())
    return (Table(id="ratings", columns=columns, rows=rows, note=note),)


def _row(one: RatedClass, words: Words) -> tuple[Cell, ...]:
    rating, of = one.rating, one.rating.class_id
    best, worst = rating.overall.best, rating.overall.worst
    within = str(rating.symbol) if best is worst else words.say("{best} to {worst}", best=best, worst=worst)
    capped = [words.say(CAPS[cap.kind]) for cap in rating.caps if cap.symbol is not None]
    named = (
        ("indicative", str(rating.symbol)),
        ("within_errors", within),
        ("by_expected_loss", str(rating.by_expected_loss.symbol)),
        ("by_default", str(rating.by_default.symbol)),
        ("by_stress", str(rating.by_stress.symbol)),
    )
    return (of, *(figure(text, "rating", of, item) for item, text in named), words.listing(capped) or NOTHING)


def price_views(dossier: Dossier, words: Words) -> Made:
    """Give the prices in views kept apart; nothing where there is no curve."""
    rated = () if dossier.simulation is None else dossier.simulation.ratings
    rows = tuple(
        (
            one.rating.class_id,
            *(
                _price(found, one.rating.class_id, item, words)
                for found, item in (
                    (one.views.expected_minor, "expected_minor"),
                    (one.views.risk_adjusted_minor, "risk_adjusted_minor"),
                    (one.risk_neutral_minor, "risk_neutral_minor"),
                )
            ),
        )
        for one in rated
        if one.views is not None
    )
    titles = (marked("Expected"), marked("Risk-adjusted"), marked("Risk-neutral"))
    return (
        (Table(id="price-views", columns=named_columns(words, (marked("Class"),), titles), rows=rows),) if rows else ()
    )


def _price(found: Estimate | None, of: str, item: str, words: Words) -> Cell:
    if found is None:
        return NOTHING
    error = "" if found.standard_error is None else f" ± {words.money_short(round(found.standard_error))}"
    return figure(f"{words.money_short(round(found.mean))}{error}", "rating", of, item)


def contributions(dossier: Dossier, words: Words) -> Made:
    """Say what each class loses more without a licence or right: the ones that are missed most."""
    simulation = dossier.simulation
    if simulation is None or not simulation.contributions:
        return ()
    ids = [one.class_id for one in simulation.statistics]
    missed = sorted(simulation.contributions, key=lambda each: -sum(added.mean for added in each.added_loss_minor))
    rows: list[tuple[Cell, ...]] = []
    for each in missed[:SHOWN_CONTRIBUTIONS]:
        kind, _, of = each.name.partition(" ")
        cells = (
            figure(words.figure(round(added.mean)), "rating", f"without {each.name}", f"added_loss_{class_id}")
            for class_id, added in zip(ids, each.added_loss_minor, strict=True)
        )
        rows.append((words.say(LEFT_OUT[kind], id=of), *cells))
    first = named_columns(words, (marked("Left out"),), ())
    others = tuple(
        column
        for class_id in ids
        for column in named_columns(words, (), (words.say("Added loss of {id}", id=class_id),))
    )
    return (Table(id="contributions", columns=(*first, *others), rows=tuple(rows)),)


def explanations(dossier: Dossier, words: Words) -> Made:
    """Give the whole explanation of each symbol."""
    rated = () if dossier.simulation is None else dossier.simulation.ratings
    columns = named_columns(words, (marked("What"), marked("Is"), marked("Because")), ())
    english = replace(words, language=Language.ENGLISH)
    trees = tuple(
        Table(
            id=f"explained-{one.rating.class_id}",
            columns=columns,
            rows=tuple(
                _rows(explained_rating(one.rating, words), explained_rating(one.rating, english), one.rating.class_id)
            ),
            caption=words.say("Class {id}", id=one.rating.class_id),
        )
        for one in rated
    )
    return trees or NO_RATINGS


def _rows(explained: Explained, in_english: Explained, of: str, depth: int = 0) -> Iterator[tuple[Cell, ...]]:
    """Yield a number, then what it is made of, each level further in; its key names what it is a part of.

    Keys are English in every language, as `ratings.txt` is, where the number is found again.
    """
    name = f"{of} {in_english.label}"
    yield (
        f"{INDENT * depth}{explained.label}",
        figure(explained.value, "rating", name, "explained"),
        explained.because,
    )
    for part, its in zip(explained.parts, in_english.parts, strict=True):
        yield from _rows(part, its, name if depth else of, depth + 1)
