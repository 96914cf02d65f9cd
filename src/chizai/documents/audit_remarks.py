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
OVERDUE = marked("Contract years that are over and of which nothing is reported, after reported ones: {n}.")


def audit_remarks(book: DealBook, words: Words) -> Iterator[str]:
    """Tell how many contract years are short or above, by how much in all, and how many are overdue."""
    for verdict, message in FOUND.items():
        off_minor: dict[str, list[int]] = {}
        for audit in book.royalty_audits:
            for year in audit.years:
                if year.verdict is verdict:
                    off_minor.setdefault(audit.licence.currency, []).append(year.unsettled_minor)
        for code, amounts in off_minor.items():
            amount = replace(words, currency=CURRENCIES[code]).money(sum(amounts))
            yield words.say(message, n=len(amounts), amount=amount)
    n_overdue = sum(year.verdict is Verdict.OVERDUE for audit in book.royalty_audits for year in audit.years)
    if n_overdue:
        yield words.say(OVERDUE, n=n_overdue)
