"""What a deal measures and what comes in beside royalties: observations, streams, ledgers, triggers, inflows."""

from chizai.deal.cash_in import Inflow, Stream
from chizai.deal.measures import Ledger, Observation, Trigger, Unit
from chizai.deal.model import Deal
from chizai.deal.quantities import Kind
from chizai.documents.clause_words import party
from chizai.documents.formula_words import formula_words
from chizai.documents.language import marked
from chizai.documents.names import TEST_POINTS, UNITS
from chizai.documents.page import Section, Table, named_columns
from chizai.documents.words import NOTHING, Words


def measure_sections(deal: Deal, words: Words) -> tuple[Section, ...]:
    """Set what the deal measures as tables, each where there is something to show."""
    tables = {
        "observations": (marked("Observations"), _observations(deal, words)),
        "streams": (marked("Streams of collections"), _streams(deal, words)),
        "inflows": (marked("Other inflows"), _inflows(deal, words)),
        "ledgers": (marked("Ledgers"), _ledgers(deal, words)),
        "trigger-terms": (marked("Terms of triggers"), _triggers(deal, words)),
    }
    return tuple(Section(name, words.say(title), (table,)) for name, (title, table) in tables.items() if table.rows)


def _observations(deal: Deal, words: Words) -> Table:
    def row(item: Observation) -> tuple[str, ...]:
        return item.id, words.say(UNITS[item.unit]), party(deal, item.reporter), _largest(item, words)

    heads = named_columns(
        words, (marked("Observation"), marked("What it is"), marked("Reported by")), (marked("At most"),)
    )
    return Table(id="observations-table", columns=heads, rows=tuple(map(row, deal.observations)))


def _largest(item: Observation, words: Words) -> str:
    """Say the bound that the deal sets, where it sets one."""
    if item.most is None:
        return NOTHING
    return words.figure(item.most) if item.unit is Unit.MONEY else words.percent(item.most)


def _streams(deal: Deal, words: Words) -> Table:
    def row(item: Stream) -> tuple[str, ...]:
        currency = item.currency or deal.currency
        return item.id, words.listing(item.licences), item.account, currency, _exchange(deal, item, words)

    titles = (marked("Stream"), marked("Licences"), marked("Into account"), marked("Currency"), marked("Exchange"))
    return Table(id="streams-table", columns=named_columns(words, titles, ()), rows=tuple(map(row, deal.streams)))


def _exchange(deal: Deal, item: Stream, words: Words) -> str:
    """Say at which rate a stream's currency becomes the deal's."""
    said = []
    if item.swap is not None:
        rate = words.say(
            "swap with {provider} at {rate} minor units for one",
            provider=party(deal, item.swap.provider),
            rate=words.decimal(item.swap.rate_ppm),
        )
        said.append(rate)
        if item.swap.notional_minor is not None:
            said.append(words.say("for at most {n} minor units a period", n=f"{item.swap.notional_minor:,}"))
    if item.spot is not None:
        rest, whole = marked("the rest at the observed {id}"), marked("at the observed {id}")
        said.append(words.say(rest if said else whole, id=item.spot))
    return words.listing(said) or NOTHING


def _inflows(deal: Deal, words: Words) -> Table:
    def row(item: Inflow) -> tuple[str, ...]:
        condition = NOTHING if item.condition is None else formula_words(deal, item.condition, Kind.FLAG, words)
        kind = words.say("every period")
        if item.is_call:
            with_premium, at_par = marked("call, once only"), marked("call, once only, without premium")
            kind = words.say(with_premium if item.with_premium else at_par)
        amount = formula_words(deal, item.amount, Kind.AMOUNT, words)
        return item.id, party(deal, item.payer), item.account, amount, condition, kind

    titles = (
        marked("Inflow"),
        marked("Payer"),
        marked("Into account"),
        marked("Amount"),
        marked("Condition"),
        marked("When"),
    )
    return Table(id="inflows-table", columns=named_columns(words, titles, ()), rows=tuple(map(row, deal.inflows)))


def _ledgers(deal: Deal, words: Words) -> Table:
    def row(item: Ledger) -> tuple[str, ...]:
        when = words.say("before the first clause")
        if item.after_clause is not None:
            when = words.say("after clause {id}", id=item.after_clause)
        return item.id, formula_words(deal, item.grows_by, Kind.AMOUNT, words), when

    heads = named_columns(words, (marked("Ledger"), marked("Grows each period by"), marked("When")), ())
    return Table(id="ledgers-table", columns=heads, rows=tuple(map(row, deal.ledgers)))


def _triggers(deal: Deal, words: Words) -> Table:
    def row(item: Trigger) -> tuple[str, ...]:
        cured = NOTHING if item.cure_periods is None else str(item.cure_periods)
        works = words.say("next period") if item.next_period else words.say("same period")
        test = formula_words(deal, item.test, Kind.FLAG, words)
        return item.id, test, _tested(item, words), works, str(item.breach_periods), cured

    texts = (marked("Trigger"), marked("Test"), marked("Tested"), marked("Works from"))
    heads = named_columns(words, texts, (marked("Periods to breach"), marked("Periods to cure")))
    note = words.say("{nothing} stands for a trigger that is never cured.", nothing=NOTHING)
    return Table(id="trigger-terms-table", columns=heads, rows=tuple(map(row, deal.triggers)), note=note)


def _tested(item: Trigger, words: Words) -> str:
    if item.before_clause is not None:
        return words.say("ahead of clause {id}", id=item.before_clause)
    return words.say(TEST_POINTS[item.tested])
