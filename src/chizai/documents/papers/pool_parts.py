"""Parts on the rights, their licences, how they fared in their markets, and the statements that say so."""

from collections.abc import Iterator
from datetime import date

from chizai.assets.rights import kind_of
from chizai.assets.terms import expires_on
from chizai.documents.language import marked
from chizai.documents.names import RIGHT_KINDS
from chizai.documents.origin_sections import quality_section
from chizai.documents.page import Column, named_columns
from chizai.documents.papers.common import blocks_of, points
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import figure
from chizai.documents.papers.tree import Block, Cell, Paragraph, Table
from chizai.documents.words import NOTHING, Words, words_of
from chizai.metrics.returns import format_return
from chizai.units.rate import PPM

SHOWN_YEARS = 4
"""How many of the latest complete years of a licence are shown."""


def kinds_of_right(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say which kinds of right the deal rests on, how many of each, and where they are in force."""
    pool = dossier.book.pool
    counts: dict[str, list[str]] = {}
    for right in pool.rights:
        counts.setdefault(kind_of(right), []).append(right.jurisdiction)
    rows = tuple(
        (
            words.say(RIGHT_KINDS[kind]),
            words.listing(sorted(set(places))),
            figure(str(len(places)), "deal", f"rights.{kind}", "count"),
        )
        for kind, places in counts.items()
    )
    columns = named_columns(words, (marked("Kind of right"), marked("Law of")), (marked("Rights"),))
    return (Table(id="right-kinds", columns=columns, rows=rows),) if rows else ()


def rights(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """List every right with its owners and the last day of its term."""
    rows = tuple(
        (
            right.id,
            words.say(RIGHT_KINDS[kind_of(right)]),
            right.title,
            right.jurisdiction,
            words.listing([owner.owner for owner in right.owners]),
            words.day(expires_on(right)),
        )
        for right in dossier.book.pool.rights
    )
    titles = (marked("Right"), marked("Kind"), marked("Title"), marked("Law of"), marked("Owners"), marked("Last day"))
    note = words.say("{nothing} stands for no fixed end.", nothing=NOTHING)
    return (Table(id="rights", columns=named_columns(words, titles, ()), rows=rows, note=note),) if rows else ()


def licences(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """List every licence: who pays, for which rights, until when, and how much at least."""
    rows = tuple(
        (
            licence.id,
            licence.licensee,
            words.listing(licence.right_ids),
            words.listing(
                [words.say("exclusive") if licence.exclusive else words.say("non-exclusive"), licence.territory]
            ),
            words.day(licence.ends_on),
            figure(words.percent(licence.terms.withholding_ppm), "deal", f"licences.{licence.id}", "withholding_ppm"),
        )
        for licence in dossier.book.pool.licences
    )
    titles = (
        marked("Licence"),
        marked("Licensee"),
        marked("Rights"),
        marked("Kind, territory"),
        marked("Last day"),
    )
    columns = named_columns(words, titles, (marked("Withholding tax"),))
    note = words.say("{nothing} stands for a licence that lasts as long as its rights.", nothing=NOTHING)
    return (Table(id="licences", columns=columns, rows=rows, note=note),) if rows else ()


def market_performance(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Set the royalties of each licence's latest calendar years beside each other, with the change of the last."""
    yearly = tuple(_yearly(dossier))
    years = sorted({year for _, year, _ in yearly})[-SHOWN_YEARS:]
    rows: list[tuple[Cell, ...]] = []
    for licence in dossier.book.pool.licences:
        by_year = {year: amount for name, year, amount in yearly if name == licence.id}
        own = words_of(words.language, licence.currency)
        cells = tuple(
            figure(own.figure(by_year[year]), "collections", f"statements.{licence.id}", f"royalty_{year}")
            if year in by_year
            else NOTHING
            for year in years
        )
        rows.append((licence.id, licence.licensee, *cells, _change(by_year, years, licence.id)))
    if not years:
        return ()
    columns = (
        *named_columns(words, (marked("Licence"), marked("Licensee")), ()),
        *(Column(words.say("Royalties of {year}", year=year), is_number=True) for year in years),
        Column(words.say("Change in the last year"), is_number=True),
    )
    note = words.say(
        "As reported, before withholding tax, by the calendar year in which the reporting period ends, in the currency "
        "of the licence. A year that the statements do not cover to its end is left out."
    )
    return (Table(id="market", columns=columns, rows=tuple(rows), note=note),)


def _yearly(dossier: Dossier) -> Iterator[tuple[str, int, int]]:
    """Yield licence, calendar year and royalties of the years that the statements cover to their end."""
    sums: dict[tuple[str, int], int] = {}
    ends: dict[str, date] = {}
    for statement in dossier.book.pool.statements:
        for row in statement.rows:
            key = row.licence_id, row.period_end_on.year
            sums[key] = sums.get(key, 0) + row.royalty_minor
            ends[row.licence_id] = max(ends.get(row.licence_id, date.min), row.period_end_on)
    for (licence, year), amount in sums.items():
        if ends[licence] >= date(year, 12, 31):
            yield licence, year, amount


def _change(by_year: dict[int, int], years: list[int], licence: str) -> Cell:
    if len(years) < 2 or not by_year.get(years[-2]) or years[-1] not in by_year:  # noqa: PLR2004 - two years to compare
        return NOTHING
    change = (by_year[years[-1]] - by_year[years[-2]]) * PPM // by_year[years[-2]]
    return figure(format_return(change), "collections", f"statements.{licence}", "change")


def look_through(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Lead from the collections to the statements: each file with its rows and digest, and what could not be used."""
    digests = dict(dossier.book.provenance.inputs)
    rows = tuple(
        (
            statement.file,
            digests.get(statement.file, NOTHING),
            figure(str(len(statement.rows)), "collections", f"statements.{statement.file}", "rows"),
        )
        for statement in dossier.book.pool.statements
    )
    columns = named_columns(words, (marked("Statement"), "SHA-256"), (marked("Rows used"),))
    lead = words.say(
        "Every collection above leads down to a row of these files: chizai explain shows it, and chizai verify proves "
        "that a row is in the total that the ledger took in."
    )
    quality = blocks_of(quality_section(dossier.tables, words))
    table = (Table(id="statements", columns=columns, rows=rows),) if rows else ()
    return (Paragraph(lead), *table, *quality)


def inputs(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Name every input by its digest, and say how figures are explained and made again."""
    deal = dossier.book.deal
    columns = named_columns(words, (marked("Input file"), "SHA-256"), ())
    table = Table(id="inputs", columns=columns, rows=dossier.digests)
    said = [
        words.say(
            "A key such as run/{id}/2028-03-31/closing is of class {id} on that day; chizai explain {deal} {id} "
            "2028-03-31 --item closing explains it down to the rows of statements. keys.csv lists every key.",
            id=deal.classes[0].id,
            deal=f"deals/{deal.id}",
        ),
        words.say("The same inputs give the same files, byte for byte; manifest.json holds their digests."),
    ]
    return (table, points(said))
