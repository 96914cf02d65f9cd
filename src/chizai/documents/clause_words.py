"""Each clause of the payment order as a sentence, made from the deal itself."""

from collections.abc import Sequence

from chizai.deal.model import Clause, Deal, Group, Guarantee, Order, Pay, Span, When
from chizai.deal.quantities import Kind
from chizai.documents.formula_words import formula_words
from chizai.documents.language import marked
from chizai.documents.words import Words

SENTENCES = {
    Pay.FEE: marked("{source}, pay {recipients}, arrears included{manner}{limit}."),
    Pay.INTEREST: marked("{source}, pay interest on {recipients}{manner}{limit}."),
    Pay.SCHEDULED_PRINCIPAL: marked("{source}, pay the scheduled principal of {recipients}{manner}{limit}."),
    Pay.PRINCIPAL: marked("{source}, repay {recipients} as far as the cash reaches{manner}{limit}."),
    Pay.TOP_UP: marked("{source}, fill {recipients} to target{manner}{limit}."),
    Pay.TRANSFER: marked("{source}, move all that it holds to {recipients}{manner}{limit}."),
    Pay.REIMBURSEMENT: marked("{source}, repay {recipients} for what was paid in the company's stead{manner}{limit}."),
    Pay.RESIDUAL: marked("{source}, pay all that is left to {recipients}{manner}{limit}."),
    Pay.RELEASE: marked("{source}, move what it holds above its target to {recipients}{manner}{limit}."),
    Pay.CAPITALISE: marked("Add unpaid interest on {recipients} to principal{manner}{limit}; no cash moves."),
    Pay.WRITE_DOWN: marked("Write off principal of {recipients}{manner}{limit}; no cash moves."),
    Pay.WRITE_UP: marked("Write up principal of {recipients} that was written off{manner}{limit}; no cash moves."),
    Pay.DRAW: marked("{source} pay the undrawn part of their commitment into {recipients}{manner}{limit}."),
}
WITH_INTEREST = marked(
    "{source}, repay {recipients} for what was paid in the company's stead, interest on it first{manner}{limit}."
)
SPANS = {
    Span.PERIOD: marked(", at most {amount} a period"),
    Span.YEAR: marked(", at most {amount} in each year from closing"),
    Span.DEAL: marked(", at most {amount} over the deal's life"),
}


def clause_sentences(deal: Deal, words: Words) -> tuple[str, ...]:
    """Give the payment order, one numbered sentence a clause."""
    return tuple(f"{number}. {clause_sentence(deal, clause, words)}" for number, clause in enumerate(deal.clauses, 1))


def clause_sentence(deal: Deal, clause: Clause, words: Words) -> str:
    """Say one clause: when, from where, what, to whom, in which order, and up to which limit."""
    names = [recipient_name(deal, clause.pay, name, words) for name in clause.to]
    is_pro_rata = clause.order is Order.PRO_RATA and len(names) > 1
    sentence = words.say(
        _message(deal, clause),
        source=source_name(deal, clause, words),
        recipients=_joined(names, words, is_pro_rata=is_pro_rata),
        manner=words.say(", in proportion to what is due") if is_pro_rata else "",
        limit="".join(limit_words(deal, clause, words)),
    )
    times = words.listing(time_words(deal, clause, words))
    return (
        words.say("{times}: {sentence}", times=times[0].upper() + times[1:], sentence=sentence) if times else sentence
    )


def time_words(deal: Deal, clause: Clause, words: Words) -> list[str]:
    """Say when a clause stands and under which condition; nothing where it always does."""
    final = [words.say("on the final payment date only")] if clause.when is When.FINAL_PERIOD else []
    return [*final, *standing_words(deal, clause, words)]


def standing_words(deal: Deal, clause: Clause, words: Words) -> list[str]:
    """Say from which day, up to which, in which months and if what; nothing where it is all the same."""
    found = []
    if clause.from_on is not None:
        found.append(words.say("from {day} on", day=words.day(clause.from_on)))
    if clause.until_on is not None:
        found.append(words.say("until {day}", day=words.day(clause.until_on)))
    if clause.months:
        months = words.all_of([words.month(month) for month in clause.months])
        found.append(words.say("in {months} only", months=months))
    if clause.condition is not None:
        condition = formula_words(deal, clause.condition, Kind.FLAG, words)
        found.append(words.say("if {condition}", condition=condition))
    return found


def limit_words(deal: Deal, clause: Clause, words: Words) -> list[str]:
    """Say up to how much a clause pays; nothing where only the cash limits it."""
    found = []
    if clause.limit_minor is not None:
        found.append(words.say(SPANS[clause.span], amount=words.money(clause.limit_minor)))
    if clause.limit is not None:
        found.append(words.say(", up to {amount}", amount=formula_words(deal, clause.limit, Kind.AMOUNT, words)))
    if clause.against is not None:
        found.append(words.say(", as far as ledger {id} has a balance, which falls by it", id=clause.against))
    return found


def source_name(deal: Deal, clause: Clause, words: Words) -> str:
    """Say out of what a clause pays; nothing where it moves no cash."""
    source = clause.source
    if not source:
        return ""
    if clause.pay is Pay.DRAW:
        return words.say("Holders of class {id}", id=source)
    if source == deal.collection_account:
        return words.say("From collections (account {id})", id=source)
    guarantee = guarantee_of(deal, source)
    if guarantee is not None:
        line, plain = marked("Under liquidity line {id} of {provider}"), marked("Under guarantee {id} of {provider}")
        return words.say(line if guarantee.revolving else plain, id=source, provider=party(deal, guarantee.provider))
    return words.say("From account {id}", id=source)


def recipient_name(deal: Deal, pay: Pay, name: str, words: Words) -> str:
    """Say whom or what a clause pays."""
    group = group_of(deal, name)
    match pay:
        case Pay.FEE:
            payee = next(fee.payee for fee in deal.fees if fee.id == name)
            return words.say("the fee {id} of {payee}", id=name, payee=party(deal, payee))
        case Pay.TOP_UP | Pay.TRANSFER | Pay.RELEASE | Pay.DRAW:
            return words.say("account {id}", id=name)
        case Pay.REIMBURSEMENT:
            guarantee = next(item for item in deal.guarantees if item.id == name)
            line, plain = marked("{provider} (liquidity line {id})"), marked("{provider} (guarantee {id})")
            provider = party(deal, guarantee.provider)
            return words.say(line if guarantee.revolving else plain, provider=provider, id=name)
        case _ if group is not None:
            return words.say("group {id} ({members})", id=name, members=members_words(deal, group, words))
        case _:
            is_class = any(security.id == name for security in deal.classes)
            return words.say("class {id}", id=name) if is_class else party(deal, name)


def members_words(deal: Deal, group: Group, words: Words) -> str:
    """Say who a group is and how it divides what it gets: `class A and class B, in proportion to what is due`."""
    names = [recipient_name(deal, Pay.PRINCIPAL, name, words) for name in group.members]
    if group.order is Order.SEQUENTIAL or len(names) == 1:
        return _joined(names, words, is_pro_rata=False)
    return words.say("{members} in proportion to what is due", members=words.all_of(names))


def party(deal: Deal, party_id: str) -> str:
    """Give a party's name."""
    return next((party.name for party in deal.parties if party.id == party_id), party_id)


def group_of(deal: Deal, name: str) -> Group | None:
    """Give the group of an id, or none."""
    return next((group for group in deal.groups if group.id == name), None)


def guarantee_of(deal: Deal, name: str) -> Guarantee | None:
    """Give the guarantee of an id, or none."""
    return next((guarantee for guarantee in deal.guarantees if guarantee.id == name), None)


def _message(deal: Deal, clause: Clause) -> str:
    if clause.pay is Pay.REIMBURSEMENT and any(
        guarantee.rate_ppm_annual for guarantee in deal.guarantees if guarantee.id in clause.to
    ):
        return WITH_INTEREST
    return SENTENCES[clause.pay]


def _joined(names: Sequence[str], words: Words, *, is_pro_rata: bool) -> str:
    between = marked("{one} and {next}") if is_pro_rata else marked("{one}, then {next}")
    recipients = names[0]
    for name in names[1:]:
        recipients = words.say(between, one=recipients, next=name)
    return recipients
