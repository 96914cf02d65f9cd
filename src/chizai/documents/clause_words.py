"""Each clause of the payment order as a sentence, made from the deal itself."""

from chizai.deal.model import Clause, Deal, Order, Pay, When
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
}


def clause_sentences(deal: Deal, words: Words) -> tuple[str, ...]:
    """Give the payment order, one numbered sentence a clause."""
    return tuple(f"{number}. {clause_sentence(deal, clause, words)}" for number, clause in enumerate(deal.clauses, 1))


def clause_sentence(deal: Deal, clause: Clause, words: Words) -> str:
    """Say one clause: from where, what, to whom, in which order, up to which limit, and when."""
    names = [recipient_name(deal, clause.pay, name, words) for name in clause.to]
    is_pro_rata = clause.order is Order.PRO_RATA and len(names) > 1
    between = marked("{one} and {next}") if is_pro_rata else marked("{one}, then {next}")
    recipients = names[0]
    for name in names[1:]:
        recipients = words.say(between, one=recipients, next=name)
    limit = clause.limit_minor
    sentence = words.say(
        SENTENCES[clause.pay],
        source=source_name(deal, clause.source, words),
        recipients=recipients,
        manner=words.say(", in proportion to what is due") if is_pro_rata else "",
        limit="" if limit is None else words.say(", at most {amount} a period", amount=words.money(limit)),
    )
    is_last = clause.when is When.FINAL_PERIOD
    return words.say("On the final payment date only: {sentence}", sentence=sentence) if is_last else sentence


def source_name(deal: Deal, source: str, words: Words) -> str:
    """Say out of what a clause pays."""
    if source == deal.collection_account:
        return words.say("From collections (account {id})", id=source)
    for guarantee in deal.guarantees:
        if guarantee.id == source:
            return words.say("Under guarantee {id} of {provider}", id=source, provider=party(deal, guarantee.provider))
    return words.say("From account {id}", id=source)


def recipient_name(deal: Deal, pay: Pay, name: str, words: Words) -> str:
    """Say whom or what a clause pays."""
    match pay:
        case Pay.FEE:
            payee = next(fee.payee for fee in deal.fees if fee.id == name)
            return words.say("the fee {id} of {payee}", id=name, payee=party(deal, payee))
        case Pay.TOP_UP | Pay.TRANSFER:
            return words.say("account {id}", id=name)
        case Pay.REIMBURSEMENT:
            provider = next(item.provider for item in deal.guarantees if item.id == name)
            return words.say("{provider} (guarantee {id})", provider=party(deal, provider), id=name)
        case _:
            is_class = any(security.id == name for security in deal.classes)
            return words.say("class {id}", id=name) if is_class else party(deal, name)


def party(deal: Deal, party_id: str) -> str:
    """Give a party's name."""
    return next((party.name for party in deal.parties if party.id == party_id), party_id)
