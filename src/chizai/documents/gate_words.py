"""What the law's gates say of a deal: in a line, and as remarks where an act that is past is refused."""

from chizai.deal.model import ClassKind
from chizai.documents.book import DealBook
from chizai.documents.language import marked
from chizai.documents.words import Words
from chizai.law.gate import Gate
from chizai.law.gates import GateRecord, GateState
from chizai.law.overrides import IdleOverride, Lapse
from chizai.waterfall.tables import class_table

ACTS = {
    Gate.ISSUE: marked("issuing a class"),
    Gate.ACQUIRE: marked("paying for a right"),
    Gate.DISTRIBUTE: marked("paying a dividend"),
}
LAPSES = {
    Lapse.NOTHING_HELD: marked("An override counts for nothing at the gate for {act}: {rule} no longer holds it."),
    Lapse.OTHER_FINDING: marked("An override counts for nothing at the gate for {act}: {rule} finds other facts."),
    Lapse.OTHER_DAY: marked(
        "An override counts for nothing at the gate for {act}: that of {rule} holds from {start} to {end}."
    ),
}


def gate_words(gates: tuple[GateRecord, ...], words: Words) -> str:
    """Say how many gates are open, which are shut by which article, and where nobody knew enough."""
    n_open = sum(record.state is GateState.OPEN for record in gates)
    parts = [words.say("{open} of {all} gates open", open=n_open, all=len(gates))]
    parts += [
        words.say("shut for {act}: {rules}", act=_act(record, words), rules=_rules(record, words))
        for record in gates
        if record.state is GateState.SHUT
    ]
    not_shut = [_act(record, words) for record in gates if record.state is GateState.NOT_SHUT]
    if not_shut:
        parts.append(words.say("not shut, but not all is known: {acts}", acts=words.listing(not_shut)))
    counts = (
        (marked("findings overridden: {n}"), sum(len(record.overridden) for record in gates)),
        (marked("findings unknown: {n}"), sum(len(record.unknown) for record in gates)),
    )
    parts += [words.say(message, n=n) for message, n in counts if n]
    return "; ".join(parts)


def gate_remarks(book: DealBook, words: Words) -> list[str]:
    """Tell which acts are past though the law's gate for them is shut, and which overrides count for nothing."""
    closed = book.provenance.as_of_on > book.deal.closing_on
    past = {Gate.ISSUE: int(closed), Gate.ACQUIRE: int(closed), Gate.DISTRIBUTE: _n_dividends(book)}
    closing = marked("Closing is past, and the gate of the law for {act} is shut: {rules}.")
    paid = marked("Dividends paid so far: {n}, and the gate of the law for {act} is shut: {rules}.")
    remarks = [
        words.say(
            paid if record.gate is Gate.DISTRIBUTE else closing,
            n=past[record.gate],
            act=_act(record, words),
            rules=_rules(record, words),
        )
        for record in book.gates
        if past[record.gate] and record.state is GateState.SHUT
    ]
    return remarks + [_idle(record, each, words) for record in book.gates for each in record.idle]


def _n_dividends(book: DealBook) -> int:
    """Count the past periods that paid preferred equity more than its capital back."""
    equity = [each.id for each in book.deal.classes if each.kind is ClassKind.PREFERRED_EQUITY]
    periods = zip(*(class_table(book.run, name)[: book.n_periods_actual] for name in equity), strict=True)
    return sum(any(row.interest_paid_minor + row.residual_paid_minor for row in rows) for rows in periods)


def _idle(record: GateRecord, idle: IdleOverride, words: Words) -> str:
    override = idle.override
    rule = f"{override.rule} ({override.subject})" if override.subject else override.rule
    start, end = words.day(override.decided_on), words.day(override.until_on)
    return words.say(LAPSES[idle.lapse], act=_act(record, words), rule=rule, start=start, end=end)


def _act(record: GateRecord, words: Words) -> str:
    if record.year:
        return words.say("paying a dividend of {year}", year=record.year)
    return words.say(ACTS[record.gate])


def _rules(record: GateRecord, words: Words) -> str:
    """Name the rules that shut a gate, each with every article that failed, whatever it failed for."""
    articles: dict[str, dict[str, None]] = {}
    for finding in record.refusing:
        said = (citation.said.text(words.language.value) for citation in finding.articles)
        articles.setdefault(finding.rule.id, {}).update(dict.fromkeys(said))
    return words.listing([f"{rule} ({words.listing(list(cited))})" for rule, cited in articles.items()])
