"""The parts of a paper, each with the item of its form, and how they become a paper: whole, or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from chizai.deal.model import Nature
from chizai.documents.futures_words import DrawnFutures, futures_words
from chizai.documents.names import NATURES
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.tree import Block, Fact, Paper, Section
from chizai.documents.words import Words
from chizai.law.said import Said
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


@dataclass(frozen=True, slots=True)
class Lacking:
    """A fact that a part cannot do without, and where it is to be given."""

    what: str
    """Which it is, in English, as all that is wrong is said."""
    file: str
    key: str
    fix: str


@dataclass(frozen=True, slots=True)
class Lacks:
    """All that a part lacks."""

    facts: tuple[Lacking, ...]


Made: TypeAlias = tuple[Block, ...] | Lacks
"""What stands under a heading; empty where the deal has nothing of the kind; or what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One heading of a paper."""

    id: str
    title: str | Said
    """A message of the catalogue, or a text of the law."""
    make: Callable[[Dossier, Words], Made]
    reference: str | Said = ""
    """The item of the form or the article that asks for it, likewise."""
    is_mandatory: bool = True
    """Whether the paper cannot be made without it; one that is not is left out where there is nothing to say."""
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of paper: its name and its parts."""

    id: str
    name: str
    """A message of the catalogue."""
    parts: tuple[Part, ...]
    notice: str
    """A message of the catalogue."""
    has_contents: bool = True
    has_workbook: bool = False
    """Whether its tables matter enough to be given as a workbook too."""


def make_paper(kind: Kind, dossier: Dossier, words: Words) -> Result[Paper]:
    """Make a paper, or name every mandatory item that it lacks."""
    made = [(part, part.make(dossier, words)) for part in kind.parts]
    failures = tuple(failure for part, found in made if part.is_mandatory for failure in _missing(kind, part, found))
    if failures:
        return Failed(failures)
    deal, provenance = dossier.book.deal, dossier.book.provenance
    sections = tuple(_sections(made, words))
    return Ok(
        Paper(
            id=kind.id,
            language=words.language,
            name=words.say(kind.name),
            title=words.pick(deal.title, deal.title_ja),
            banner=words.say(NATURES[deal.nature]),
            is_warning=deal.nature is Nature.DEMONSTRATION,
            facts=_facts(dossier, words),
            sections=sections,
            notice=words.say(kind.notice),
            dated_on=provenance.as_of_on,
            has_contents=kind.has_contents,
        )
    )


def _missing(kind: Kind, part: Part, found: Made) -> Iterator[Failure]:
    """Name what a mandatory part lacks; nothing to say is a lack too."""
    title, reference = (text.en if isinstance(text, Said) else text for text in (part.title, part.reference))
    asked = f" ({reference})" if reference else ""
    why = f"the {kind.name.lower()} has to say it under {title!r}{asked}; without it none is made"
    if isinstance(found, Lacks):
        for fact in found.facts:
            yield Failure(Reason.MISSING, Place(fact.file, None, fact.key), fact.what, why, fact.fix)
    elif not found:
        what = f"the deal has nothing to say under {title!r}"
        yield Failure(Reason.MISSING, Place("deal.toml"), what, why, "give it in the deal's folder")


def _sections(made: Sequence[tuple[Part, Made]], words: Words) -> Iterator[Section]:
    """Give the parts that have something to say."""
    for part, found in made:
        if isinstance(found, Lacks) or not found:
            continue
        reference = _said(part.reference, words) if part.reference else ""
        yield Section(part.id, _said(part.title, words), found, part.level, reference)


def _said(text: str | Said, words: Words) -> str:
    return text.text(words.language) if isinstance(text, Said) else words.say(text)


def _facts(dossier: Dossier, words: Words) -> tuple[Fact, ...]:
    """Say what a paper is of: the same facts on each, by which it is known on the ledger."""
    deal, provenance = dossier.book.deal, dossier.book.provenance
    facts = [
        Fact(words.say("Deal"), deal.id),
        Fact(words.say("As of"), formal_day(provenance.as_of_on, words)),
        Fact(words.say("Program digest (SHA-256)"), provenance.program_digest),
        Fact(words.say("Chizai version"), provenance.version),
    ]
    if dossier.simulation is not None:
        drawn = DrawnFutures(terms=dossier.simulation.terms, joint=dossier.simulation.joint)
        facts.append(Fact(words.say("Futures"), futures_words(drawn, words)))
    return tuple(facts)
