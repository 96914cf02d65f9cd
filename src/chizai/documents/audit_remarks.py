"""What the royalty audit finds, in sentences for the remarks of a document."""

from collections.abc import Iterator
from dataclasses import replace

from chizai.assets.royalty_audit import Verdict
from chizai.documents.book import DealBook
from chizai.documents.language import marked
from chizai.documents.words import Words
from chizai.units.money import CURRENCIES

FOUND = {
    Verdict.SHORT: marked("Contract years with less reported than the licence makes due: {n}, by {amount} in all."),
    Verdict.ABOVE: marked("Contract years with more reported than the licence makes due: {n}, by {amount} in all."),
}


def audit_remarks(book: DealBook, words: Words) -> Iterator[str]:
    """Tell how many contract years are short or above, and by how much, currency by currency."""
    for verdict, message in FOUND.items():
        off_minor: dict[str, list[int]] = {}
        for audit in book.royalty_audits:
            for year in audit.years:
                if year.verdict is verdict and year.difference_minor is not None:
                    off_minor.setdefault(audit.licence.currency, []).append(abs(year.difference_minor))
        for code, amounts in off_minor.items():
            amount = replace(words, currency=CURRENCIES[code]).money(sum(amounts))
            yield words.say(message, n=len(amounts), amount=amount)
