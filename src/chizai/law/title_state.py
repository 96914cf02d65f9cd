"""The title of a right and its sale as a machine of states: events in, a record or refusals out.

It is the machine of the ledger's asset register with what the ledger leaves to papers: pledges, attachments, licences,
moral rights, and by which law a transfer has effect and stands against others.
"""

from collections.abc import Sequence
from dataclasses import replace

from chizai.assets.owners import Assignment
from chizai.assets.placed import Placed
from chizai.assets.rights import Right, kind_of
from chizai.assets.terms import expires_on
from chizai.assets.title import check_chain, check_owners
from chizai.law.choice_words import WORDS
from chizai.law.title_events import Event, RightLapsed, in_order
from chizai.law.title_record import Status, TitleRecord
from chizai.law.title_refusals import EARLIER, EXPIRED, IN_DISPUTE, NO_REGIME, OVER, Refusal
from chizai.law.title_regimes import regime_of
from chizai.law.title_steps import DURING_DISPUTE, STEPS
from chizai.units.result import Failed, Failure, Loaded, Ok, Result


def title_gaps(right: Placed[Right], links: Sequence[Placed[Assignment]]) -> tuple[Failure, ...]:
    """Find what is wrong with a right's owners and its chain of title, as far as any country's law would say so.

    Args:
        right: with its owners as the register states them before the sale.
        links: its chain of title; none where none is given, so that the owners alone are looked at.
    """
    return (*check_owners(right), *check_chain(right, links))


def begin(right: Placed[Right], links: Sequence[Placed[Assignment]]) -> Result[TitleRecord]:
    """Take a right whose chain of title leads without a gap to its owners.

    Args:
        right: with its owners as the register states them before the sale.
        links: its chain of title; none where none is given, so that the owners alone are looked at.

    Returns:
        the record to which events are applied; or the gaps, and that the law of its country is not known here.
    """
    failures = list(title_gaps(right, links))
    regime = regime_of(right.value)
    if regime is None:
        refusal = NO_REGIME.of(WORDS[kind_of(right.value)], right.value.jurisdiction)
        failures.append(refusal.at(right.at("jurisdiction")))
    if regime is None or failures:
        return Failed(tuple(failures))
    return Ok(TitleRecord(right=right.value, regime=regime))


def after(record: TitleRecord, event: Placed[Event]) -> Result[TitleRecord]:
    """Apply an event: the record after it, or why it cannot have happened.

    An event may not be earlier than the last that was accepted, nor later than the right lives.
    """
    happened = event.value
    stepped = _untimely(record, happened) or STEPS[type(happened)](record, happened)
    if isinstance(stepped, Refusal):
        return Failed((stepped.at(event.place),))
    return Ok(replace(stepped, events=(*record.events, happened)))


def replay(record: TitleRecord, events: Sequence[Placed[Event]]) -> Loaded[TitleRecord]:
    """Apply events by their days, in whatever order they are written; refused ones are reported and left out."""
    failures: list[Failure] = []
    for event in sorted(events, key=lambda placed: in_order(placed.value)):
        result = after(record, event)
        if isinstance(result, Failed):
            failures += result.failures
        else:
            record = result.value
    return Loaded(record, tuple(failures))


def _untimely(record: TitleRecord, event: Event) -> Refusal | None:
    right_id = record.right.id
    if record.status is Status.LAPSED:
        return OVER.of(right_id, event.on)
    if record.events and event.on < record.events[-1].on:
        return EARLIER.of(event.on, record.events[-1].on, right_id)
    life_on = expires_on(record.right)
    if life_on is not None and event.on > life_on and not isinstance(event, RightLapsed):
        return EXPIRED.of(right_id, life_on, event.on)
    if record.status is Status.DISPUTED and not isinstance(event, DURING_DISPUTE):
        return IN_DISPUTE.of(right_id, event.on)
    return None
