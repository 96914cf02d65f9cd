"""Is everything that is measured read, and can every trigger turn?"""

from collections.abc import Iterator

from chizai.deal.check_facts import Facts, quantities_in, reads
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.measures import TestPoint, Trigger, Unit
from chizai.deal.model import Deal


def check_measures(facts: Facts) -> Iterator[Complaint]:
    """Find observations, ledgers and triggers without effect, and triggers that cannot turn."""
    yield from _check_observations(facts)
    yield from _check_ledgers(facts)
    yield from _check_order(facts)
    for number, trigger in enumerate(facts.deal.triggers):
        yield from _check_turns(facts, number, trigger)
        test_key = key_of("triggers", number, trigger.id, "test")
        if not reads(facts, "triggered", trigger.id, besides=test_key):
            yield Complaint.inconsistent(
                key_of("triggers", number, trigger.id, "id"),
                f"no formula reads the trigger {trigger.id!r}",
                "it would turn nothing on or off",
                f"write triggered({trigger.id}) into a condition, or remove it",
            )


def _check_observations(facts: Facts) -> Iterator[Complaint]:
    deal = facts.deal
    named = {security.floating.index for security in deal.classes if security.floating is not None}
    named |= {stream.spot for stream in deal.streams if stream.spot is not None}
    if not named <= {observation.id for observation in deal.observations if observation.unit is Unit.RATE}:
        return  # a misspelt one may be meant
    for number, observation in enumerate(deal.observations):
        if observation.id not in named and not reads(facts, "observed", observation.id):
            yield Complaint.inconsistent(
                key_of("observations", number, observation.id, "id"),
                f"{observation.id!r} is measured for nothing",
                "no formula, coupon or exchange reads it",
                f"write observed({observation.id}) into a formula, or remove it",
            )


def _check_ledgers(facts: Facts) -> Iterator[Complaint]:
    deal = facts.deal
    made_good = {clause.against for clause in deal.clauses if clause.against is not None}
    if not made_good <= {ledger.id for ledger in deal.ledgers}:
        return  # a misspelt one may be meant
    for number, ledger in enumerate(deal.ledgers):
        if ledger.id not in made_good and not reads(
            facts, "ledger", ledger.id, besides=key_of("ledgers", number, ledger.id, "grows_by")
        ):
            yield Complaint.inconsistent(
                key_of("ledgers", number, ledger.id, "id"),
                f"nothing makes the ledger {ledger.id!r} good, and no formula reads it",
                "it would be kept for nothing",
                "add a transfer or write-down with this ledger in against, or remove it",
            )


def _check_turns(facts: Facts, number: int, trigger: Trigger) -> Iterator[Complaint]:
    """Find numbers of periods that no deal, or not this one, has."""
    n_periods = len(facts.periods)
    for name, enough in (("breach_periods", trigger.breach_periods), ("cure_periods", trigger.cure_periods)):
        key = key_of("triggers", number, trigger.id, name)
        if enough is not None and enough < 1:
            fix = "write 1 for at once" + ("; leave cure_periods out for never" if name == "cure_periods" else "")
            yield Complaint.out_of_range(key, f"{enough:_} periods are none", "periods are counted from 1", fix)
        elif enough is not None and 0 < n_periods < enough:
            what = f"{enough:_} periods running are more than the deal has"
            why = f"it has {n_periods}, so the trigger could never turn by them"
            yield Complaint.out_of_range(key, what, why, "write fewer periods")


def _check_order(facts: Facts) -> Iterator[Complaint]:
    """Find triggers that read others ahead of their test; what waits for the next period is read as it was meant."""
    turns = _turns(facts.deal)
    waiting = {trigger.id for trigger in facts.deal.triggers if trigger.next_period}
    trees = {written.key: tree for written, tree in facts.formulas}
    for number, trigger in enumerate(facts.deal.triggers):
        key = key_of("triggers", number, trigger.id, "test")
        read = [each.of[0] for each in quantities_in(trees[key]) if each.name == "triggered"] if key in trees else []
        for other in dict.fromkeys(read):
            if trigger.id in turns and other in turns.keys() - waiting and turns[other] > turns[trigger.id]:
                yield Complaint.inconsistent(
                    key,
                    f"{trigger.id!r} reads the trigger {other!r}, which is tested after it",
                    "it would read what held in the period before, and its answer lag a period",
                    f"swap them, so that {other!r} is tested first; or give {other!r} next_period = true, if it is to"
                    " lag",
                )


def _turns(deal: Deal) -> dict[str, tuple[int, int, int]]:
    """Give what sorts triggers by when in a period they are tested; none for one before a clause that is not there."""
    clauses, points = [clause.id for clause in deal.clauses], list(TestPoint)
    found: dict[str, tuple[int, int, int]] = {}
    for number, trigger in enumerate(deal.triggers):
        if trigger.before_clause is None:
            point = points.index(trigger.tested)
            found[trigger.id] = (point, len(clauses) if trigger.tested is TestPoint.AFTER_PAYMENTS else -1, number)
        elif trigger.before_clause in clauses:
            found[trigger.id] = (points.index(TestPoint.BEFORE_PAYMENTS), clauses.index(trigger.before_clause), number)
    return found
