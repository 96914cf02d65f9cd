"""Parts on how classes are offered and may change hands, and on how true the sale of the rights is."""

from chizai.documents.language import marked
from chizai.documents.page import named_columns
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Lacking, Lacks, Made
from chizai.documents.papers.tree import Block, Cell, Fact, Facts, Paragraph, Table
from chizai.documents.words import NOTHING, Words
from chizai.law.catalogue import TABLES
from chizai.law.facts import LAW_FILE
from chizai.law.offering import forms_of, route_of, transfer_rules
from chizai.law.spc_scores import true_sale_score

INVESTORS = {
    "general": marked("anybody"),
    "professional": marked("specified investors"),
    "qualified": marked("qualified institutional investors"),
}
"""The classes of investor that transfer rules name."""


def transfers(dossier: Dossier, words: Words) -> Made:
    """Say who may receive each class, in which pieces: what the ledger's tokens enforce."""
    route = route_of(dossier.known)
    if route is None:
        fix = "write it, or who was solicited; the underwriter can say it"
        return Lacks((Lacking("the route of the offering", LAW_FILE, "offering.route", fix),))
    rows: list[tuple[Cell, ...]] = []
    for security in dossier.book.deal.classes:
        units = security.balance_minor // security.unit_minor
        rules, of = transfer_rules(route, dossier.known, units), f"transfer.{security.id}"
        rows.append(
            (
                security.id,
                words.listing([words.say(INVESTORS[name]) for name in rules.eligible]),
                words.say("yes") if rules.whole_block_only else words.say("no"),
                figure(f"{units:,}", "law", of, "units"),
                figure(f"{rules.units_below:,}", "law", of, "units_below") if rules.units_below else NOTHING,
                figure(f"{rules.solicited_max:,}", "law", of, "solicited_max") if rules.solicited_max else NOTHING,
            )
        )
    texts = (marked("Class"), marked("Who may receive it"), marked("As a whole only"))
    numbers = (marked("Units"), marked("Not split below units"), marked("Solicited at most"))
    note = words.say("The tokens of the classes on the ledger refuse every other transfer.")
    return (Table(id="transfers", columns=named_columns(words, texts, numbers), rows=tuple(rows), note=note),)


def forms(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """List the forms that the route of the offering asks for; a placement files none."""
    route = route_of(dossier.known)
    ends = dossier.known.one.get("company", {}).get("first_year_ends_on")
    found = () if route is None else forms_of(route, dossier.known, None if ends is None else ends.value)
    if not found:
        return (Paragraph(words.say("The route of the offering asks for no filing under the securities law.")),)
    rows = tuple(
        (form.number, form.name.text(words.language), formal_day(form.due_on, words), form.due.text(words.language))
        for form in found
    )
    titles = (marked("Form"), marked("What it is"), marked("Last day"), marked("When"))
    return (Table(id="forms", columns=named_columns(words, titles, ()), rows=rows),)


def true_sale(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Count the signs of a true sale that are there, that are not, and that nobody has spoken of."""
    score = true_sale_score(dossier.known)
    table = TABLES["sale"]

    def named(keys: tuple[str, ...]) -> str:
        facts = (table.fact(key) for key in keys)
        return words.listing([fact.meaning.text(words.language) for fact in facts if fact is not None]) or NOTHING

    def points(number: int, item: str) -> Cell:
        return figure(f"{number} / {score.points_total}", "law", "true-sale", item)

    facts = (
        Fact(words.say("Points of the signs that are there"), points(score.points, "points")),
        Fact(words.say("Points of which nobody has said"), points(score.points_open, "points_open")),
        Fact(words.say("There"), named(score.there)),
        Fact(words.say("Lacking"), named(score.lacking)),
        Fact(words.say("Not said"), named(score.unknown)),
    )
    return (Paragraph(words.say("A score of practice, which no statute gives.")), Facts(facts))
