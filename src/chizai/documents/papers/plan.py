"""The asset liquidation plan as a paper: the items of the Act and its Regulation, in their order."""

from collections.abc import Callable

from chizai.documents.language import marked
from chizai.documents.page import named_columns
from chizai.documents.papers import sheet_parts as sheet
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Kind, Lacking, Lacks, Made, Part
from chizai.documents.papers.pool_parts import inputs
from chizai.documents.papers.tree import Cell, Table
from chizai.documents.words import Words
from chizai.law.asset_securitization.plan_items import SECTIONS
from chizai.law.facts import LAW_FILE
from chizai.law.spc_plan import WRITERS, Entry
from chizai.law.spc_plan_parts import Lack, Line


def _section(number: int) -> Callable[[Dossier, Words], Made]:
    """Give the part that sets out one section of the plan, or all that it lacks."""

    def make(dossier: Dossier, words: Words) -> Made:
        section = dossier.plan.sections[number]
        missing = dict.fromkeys(lack for entry in section.entries for lack in entry.missing)
        if missing:
            return Lacks(tuple(map(_lacking, missing)))
        rows = tuple(row for entry in section.entries for row in _rows(entry, words))
        columns = named_columns(words, (marked("Item"), marked("Of the item"), marked("What the plan says")), ())
        return (Table(id=f"plan-{number + 1}", columns=columns, rows=rows),)

    return make


def _rows(entry: Entry, words: Words) -> list[tuple[Cell, ...]]:
    """Give one row for each line of an item, its name beside the first."""
    item = entry.item
    name = words.say(
        "{article}({number}) {title}", article=item.article, number=item.number, title=item.title.text(words.language)
    )
    return [
        (name if not place else "", _label(line, entry, words), _value(line, f"{item.id}-{place + 1}", words))
        for place, line in enumerate(entry.lines)
    ]


def _label(line: Line, entry: Entry, words: Words) -> str:
    return "" if line.label == entry.item.title else line.label.text(words.language)


def _value(line: Line, item: str, words: Words) -> Cell:
    """Write what a line says; with a number in it, under the key of where it was read."""
    text = line.value.text(words.language)
    if line.source is None or not any(character.isdigit() for character in text):
        return text
    return figure(text, "law", str(line.source), item)


def _lacking(lack: Lack) -> Lacking:
    who = lack.by.replace("-", " ")
    return Lacking(f"{lack.meaning.en}: not given", LAW_FILE, lack.fact, f"ask the {who}, and write it in {LAW_FILE}")


LIQUIDATION_PLAN = Kind(
    id="liquidation-plan",
    name=marked("Asset liquidation plan"),
    notice=sheet.DRAFT,
    parts=(
        *(
            Part(id=f"section-{number + 1}", title=title, make=_section(number), reference=cites.said)
            for number, ((title, _), (cites, _)) in enumerate(zip(SECTIONS, WRITERS, strict=True))
        ),
        Part(id="inputs", title=marked("Where the numbers come from"), make=inputs),
    ),
)
"""In the order of the Asset Securitization Act, art. 5(1), and of the Regulation, arts. 12-21."""
