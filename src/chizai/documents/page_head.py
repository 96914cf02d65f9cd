"""What stands at the top and at the bottom of every document."""

from chizai.deal.model import Nature
from chizai.documents.deal_tables import DealTables
from chizai.documents.futures_words import futures_words
from chizai.documents.gate_words import gate_words
from chizai.documents.names import NATURES
from chizai.documents.page import Fact, Page, Section
from chizai.documents.words import Words


def page_of(tables: DealTables, words: Words, name: str, sections: tuple[Section, ...]) -> Page:
    """Put sections under the deal's head.

    Args:
        tables: the deal, run.
        words: the reader's.
        name: what kind of document it is, already in the reader's language.
        sections: in the order in which they are read.
    """
    deal = tables.book.deal
    return Page(
        name=name,
        title=words.pick(deal.title, deal.title_ja),
        banner=words.say(NATURES[deal.nature]),
        is_warning=deal.nature is Nature.DEMONSTRATION,
        facts=_head_facts(tables, words),
        sections=sections,
        footer=words.say(
            "Indicative figures, worked out from the inputs named above. Not advice, and no offer to buy or sell."
        ),
    )


def _head_facts(tables: DealTables, words: Words) -> tuple[Fact, ...]:
    deal, provenance = tables.book.deal, tables.book.provenance
    return (
        Fact(words.say("Deal"), deal.id),
        Fact(words.say("As of"), words.day(provenance.as_of_on)),
        Fact(words.say("Closing"), words.day(deal.closing_on)),
        Fact(words.say("Final maturity"), words.day(deal.schedule.final_payment_on)),
        Fact(words.say("Currency"), deal.currency),
        Fact(words.say("Program digest (SHA-256)"), provenance.program_digest),
        *([Fact(words.say("Law"), gate_words(tables.book.gates, words))] if tables.book.gates else []),
        *([Fact(words.say("Simulated future"), futures_words(provenance.future, words))] if provenance.future else []),
    )
