"""What the law's gates say of a deal: in a line, and as remarks where an act that is past is refused."""

from chizai.documents.book import DealBook
from chizai.documents.language import marked
from chizai.documents.words import Words
from chizai.law.gate import Gate
from chizai.law.gates import GateRecord, GateState

ACTS = {
    Gate.ISSUE: marked("issuing a class"),
    Gate.ACQUIRE: marked("paying for a right"),
    Gate.DISTRIBUTE: marked("paying a dividend"),
}


def gate_words(gates: tuple[GateRecord, ...], words: Words) -> str:
    """Say how many gates are open, which are shut by which article, and where nobody knew enough."""
    n_open = sum(record.state is GateState.OPEN for record in gates)
    parts = [words.say("{open} of {all} gates open", open=n_open, all=len(gates))]
    parts += [
        words.say("shut for {act}: {rules}", act=words.say(ACTS[record.gate]), rules=_rules(record, words))
        for record in gates
        if record.state is GateState.SHUT
    ]
    not_shut = [words.say(ACTS[record.gate]) for record in gates if record.state is GateState.NOT_SHUT]
    if not_shut:
        parts.append(words.say("not shut, but not all is known: {acts}", acts=words.listing(not_shut)))
    counts = (
        (marked("findings overridden: {n}"), sum(len(record.overridden) for record in gates)),
        (marked("findings unknown: {n}"), sum(len(record.unknown) for record in gates)),
    )
    parts += [words.say(message, n=n) for message, n in counts if n]
    return "; ".join(parts)


def gate_remarks(book: DealBook, words: Words) -> list[str]:
    """Tell which acts are past though the law's gate for them is shut."""
    closed = book.provenance.as_of_on >= book.deal.closing_on
    past = {Gate.ISSUE: int(closed), Gate.ACQUIRE: int(closed), Gate.DISTRIBUTE: book.n_periods_actual}
    closing = marked("Closing is past, and the gate of the law for {act} is shut: {rules}.")
    paid = marked("Periods paid so far: {n}, and the gate of the law for {act} is shut: {rules}.")
    return [
        words.say(
            paid if record.gate is Gate.DISTRIBUTE else closing,
            n=past[record.gate],
            act=words.say(ACTS[record.gate]),
            rules=_rules(record, words),
        )
        for record in book.gates
        if past[record.gate] and record.state is GateState.SHUT
    ]


def _rules(record: GateRecord, words: Words) -> str:
    rules = dict.fromkeys(finding.rule for finding in record.refusing)
    return words.listing([f"{rule.id} ({rule.cites[0].said.text(words.language.value)})" for rule in rules])
