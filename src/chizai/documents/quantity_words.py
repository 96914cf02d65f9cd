"""What a formula reads of a deal, in words."""

from chizai.deal.formula import Quantity
from chizai.documents.language import marked
from chizai.documents.words import Words

NOUNS = {
    "class": (marked("class {id}"), marked("classes {ids}")),
    "account": (marked("account {id}"), marked("accounts {ids}")),
    "fee": (marked("fee {id}"), marked("fees {ids}")),
    "guarantee": (marked("guarantee {id}"), marked("guarantees {ids}")),
    "ledger": (marked("ledger {id}"), marked("ledgers {ids}")),
    "clause": (marked("clause {id}"), marked("clauses {ids}")),
}
"""One thing of a kind, and several."""

OF_THINGS = {
    "cash": ("account", marked("the cash in {of}")),
    "target": ("account", marked("the target of {of}")),
    "principal": ("class", marked("the outstanding principal of {of}")),
    "original": ("class", marked("the principal of {of} at closing")),
    "interest-due": ("class", marked("the interest owed on {of}")),
    "interest-on-unpaid": ("class", marked("the interest owed on unpaid interest of {of}")),
    "scheduled-due": ("class", marked("the scheduled principal owed on {of}")),
    "annual-interest": ("class", marked("a year's interest on {of}")),
    "written-off": ("class", marked("the principal of {of} that is written off")),
    "undrawn": ("class", marked("the undrawn commitment of {of}")),
    "fee-due": ("fee", marked("the amount owed on {of}")),
    "claim": ("guarantee", marked("the amount to be reimbursed under {of}")),
    "available": ("guarantee", marked("the amount available under {of}")),
    "ledger": ("ledger", marked("the balance of {of}")),
    "paid": ("clause", marked("the amount last paid under {of}")),
}
"""Amounts that are summed over what they are of."""

OF_ONE = {
    "stream": marked("the period's collections of stream {id}"),
    "observed": marked("the observed {id}"),
}
OF_NONE = {
    "collections": marked("the period's collections"),
    "collected-to-date": marked("the collections since closing"),
    "period": marked("the number of the period"),
    "payment-date": marked("the payment date"),
}
FLAGS = {
    "observed": (marked("{id} is reported"), marked("{id} is not reported")),
    "triggered": (marked("trigger {id} is on"), marked("trigger {id} is off")),
    "called": (marked("call {id} has been made"), marked("call {id} has not been made")),
    "final": (marked("it is the final payment date"), marked("it is not the final payment date")),
}
"""What is said where it holds, and where it does not."""


def quantity_words(quantity: Quantity, words: Words) -> str:
    """Say an amount, a ratio or a day that a formula reads."""
    if quantity.name in OF_THINGS:
        kind, message = OF_THINGS[quantity.name]
        return words.say(message, of=things(kind, quantity.of, words))
    if quantity.name in OF_ONE:
        return words.say(OF_ONE[quantity.name], id=quantity.of[0])
    return words.say(OF_NONE[quantity.name])


def flag_words(quantity: Quantity, words: Words, *, holds: bool) -> str:
    """Say that something which a formula reads holds, or that it does not."""
    positive, negative = FLAGS[quantity.name]
    return words.say(positive if holds else negative, id=quantity.of[0] if quantity.of else "")


def things(kind: str, ids: tuple[str, ...], words: Words) -> str:
    """Name things of a kind: `classes A, B and C`."""
    one, several = NOUNS[kind]
    if len(ids) == 1:
        return words.say(one, id=ids[0])
    is_quoted = words.is_japanese and kind != "class"
    return words.say(several, ids=words.all_of([f"「{each}」" if is_quoted else each for each in ids]))
