"""Parts that an investor signs, and the sentences that stand on every paper."""

from chizai.documents.language import marked
from chizai.documents.papers.common import points
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.tree import Block, Paragraph, Signatures
from chizai.documents.words import Words

NO_OFFER = marked(
    "Indicative figures, worked out from the inputs named above. Not advice, and no offer to buy or sell."
)
"""At the head of papers that sell nothing."""
DRAFT = marked("A draft made from the deal's files, for the issuer and its counsel to complete and to answer for.")
"""At the head of papers that are filed or delivered."""
DRAFT_BY_FORM = marked(
    "A draft made from the deal's files, for the issuer and its counsel to complete and to answer for. The order of "
    "its headings follows the form from memory: it is to be held against the form in force before it is filed."
)
"""At the head of a paper whose form is not at hand."""


def acknowledgement(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say what is signed: this version, by program and day, before the first order."""
    provenance = dossier.book.provenance
    said = (
        words.say("I have received and read this sheet before placing an order."),
        words.say("I understand that I can lose all that I pay, and that the figures rest on assumptions."),
        words.say("I have asked what I did not understand, and judge by my own knowledge, means and purpose."),
        words.say(
            "The sheet that I sign is of program {digest} as of {day}; a later version needs a new signature.",
            digest=provenance.program_digest,
            day=formal_day(provenance.as_of_on, words),
        ),
    )
    return (points(said, is_numbered=True),)


def signatures(_dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Leave room for the investor's signature and the seller's."""
    return (
        Signatures(
            (words.say("Date"), words.say("Name of the investor"), words.say("Signature"), words.say("Explained by"))
        ),
    )


def what_it_is(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Say in plain words what is sold, and out of what it is paid."""
    deal = dossier.book.deal
    names = words.all_of([words.say("class {id}", id=item.id) for item in deal.classes])
    return (
        Paragraph(
            words.say(
                "What is sold is {names}. They are paid out of the royalties of {n} rights under {m} licences and "
                "nothing else: neither the originator nor the sellers promise anything beyond what this paper says.",
                names=names,
                n=len(dossier.book.pool.rights),
                m=len(dossier.book.pool.licences),
            )
        ),
    )
