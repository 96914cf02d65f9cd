"""Does all cash find its way: in no circle, to every clause in time, and out of every account in the end?"""

from collections.abc import Iterator, Sequence

from chizai.deal.check_calendar import known
from chizai.deal.check_clauses import TAKES_ALL, names_unknown
from chizai.deal.check_facts import Facts, final_period, is_any_unknown_source, is_standing, standing
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import Account, Clause, Deal, Pay
from chizai.units.result import Reason

FILLS = frozenset({Pay.TOP_UP, Pay.TRANSFER, Pay.RELEASE, Pay.DRAW})
"""What brings cash into an account."""


def check_flow(facts: Facts) -> Iterator[Complaint]:
    """Find cash that goes round in a circle, never comes, or has nowhere to go."""
    yield from _check_cycles(facts)
    yield from _check_unreachable(facts)
    yield from _check_stranded(facts)


def stands_in(facts: Facts, number: int, clause: Clause, period: int) -> bool | None:
    """Tell whether a clause's turn comes in a period, whatever happens; none if that hangs on what happens."""
    if not is_standing(facts, clause, period):
        return False
    if not facts.periods and (clause.from_on or clause.until_on or clause.months):
        return None
    given = {
        name: known(facts, tree, period)
        for name in ("condition", "limit")
        for written, tree in facts.formulas
        if written.key == key_of("clauses", number, clause.id, name)
    }
    if 0 in given.values():
        return False
    return True if clause.condition is None or given.get("condition") else None


def _empties(facts: Facts, number: int, clause: Clause) -> frozenset[int]:
    """Give the periods in which a clause leaves its source empty, whatever happens."""
    limits = (clause.limit_minor, clause.limit, clause.against)
    if clause.source in clause.to or any(limit is not None for limit in limits):
        return frozenset()
    return frozenset(
        period
        for period in standing(facts, clause)
        if (clause.pay in TAKES_ALL or (clause.pay is Pay.RELEASE and _is_to_be_empty(facts, clause.source, period)))
        and stands_in(facts, number, clause, period)
    )


def _is_to_be_empty(facts: Facts, account_id: str, period: int) -> bool:
    """Tell whether the target of an account is nothing in a period, whatever happens."""
    for number, account in enumerate(facts.deal.accounts):
        if account.id == account_id and account.target is not None:
            key = key_of("accounts", number, account.id, "target")
            return any(known(facts, tree, period) == 0 for written, tree in facts.formulas if written.key == key)
    return any(account.id == account_id and account.target_minor == 0 for account in facts.deal.accounts)


def _check_cycles(facts: Facts) -> Iterator[Complaint]:
    """Refuse transfers of everything that lead round in a circle: the cash would never be paid to anyone."""
    ways: list[tuple[str, str]] = []
    n_periods = final_period(facts) + 1
    for number, clause in enumerate(facts.deal.clauses):
        if clause.pay is Pay.TRANSFER and clause.to and len(_empties(facts, number, clause)) == n_periods:
            if path := _path(ways, clause.to[0], clause.source):
                yield Complaint(
                    Reason.CYCLE,
                    key_of("clauses", number, clause.id, "to"),
                    f"transfers lead round in a circle: {' -> '.join((*path, path[0]))}",
                    "the same cash would be moved for ever and paid to nobody",
                    "let one of the accounts be the last, or fill it with top-up to a target",
                )
            ways.append((clause.source, clause.to[0]))


def _path(ways: Sequence[tuple[str, str]], start: str, goal: str) -> tuple[str, ...]:
    """Give the accounts on the shortest way from one to another, both included; none if no way leads there."""
    paths: list[tuple[str, ...]] = [(start,)]
    for path in paths:  # which grows meanwhile
        if path[-1] == goal:
            return path
        seen = {account for each in paths for account in each}
        paths += [(*path, to) for source, to in ways if source == path[-1] and to not in seen]
    return ()


def _check_unreachable(facts: Facts) -> Iterator[Complaint]:
    """Find clauses whose source is empty whenever their turn comes."""
    emptied: dict[str, dict[int, Clause]] = {}
    for number, clause in enumerate(facts.deal.clauses):
        takers, stands = emptied.get(clause.source, {}), standing(facts, clause)
        if stands and stands <= takers.keys():
            yield Complaint.inconsistent(
                key_of("clauses", number, clause.id, "source"),
                f"{clause.source!r} is always empty here: the clause {takers[min(stands)].id!r} above takes all of it",
                "this clause would never pay",
                "move it above that clause, or give it another source",
            )
        if clause.pay in FILLS:
            for account in clause.to:
                for period in stands:
                    emptied.get(account, {}).pop(period, None)
        emptied.setdefault(clause.source, {}).update(dict.fromkeys(_empties(facts, number, clause), clause))


def _check_stranded(facts: Facts) -> Iterator[Complaint]:
    """Find accounts that may still hold cash once the last clause has been carried out for the last time.

    Accounts that no clause pays out of are found elsewhere.
    """
    deal = facts.deal
    if is_any_unknown_source(deal):
        return  # a misspelt one may be meant
    left = _left_at_end(facts)
    for number, account in enumerate(deal.accounts):
        if account.id not in left:
            continue
        if account.id == deal.collection_account:
            yield Complaint.inconsistent(
                "clauses",
                f"nothing takes what is left in {account.id!r} after the last payment",
                "once all dues are paid, cash would pile up for nobody",
                "end the payment order with a residual clause that has no limit and no condition in the final period",
            )
        else:
            yield Complaint.inconsistent(
                key_of("accounts", number, account.id, "id"),
                f"nothing takes what is left in {account.id!r} after the last payment",
                "the deal ends there, and the cash would stay for nobody",
                f"add a transfer from it with when = 'final-period', above the last clauses of"
                f" {deal.collection_account!r} and below what fills it",
            )


def _left_at_end(facts: Facts) -> set[str]:
    """Give the accounts that may hold cash at the end, by following the final period clause by clause."""
    deal, final = facts.deal, final_period(facts)
    sources = {clause.source for clause in deal.clauses}
    left = {account.id for account in deal.accounts if account.id in sources and is_filled(deal, account)}
    for number, clause in enumerate(deal.clauses):
        is_filling = clause.pay is Pay.DRAW or (clause.pay in FILLS and clause.source in left)
        if is_filling and stands_in(facts, number, clause, final) is not False:
            is_top_up = clause.pay is Pay.TOP_UP
            filled = [each for each in clause.to if not (is_top_up and _is_to_be_empty(facts, each, final))]
            left.update(sources.intersection(filled))
        if final in _empties(facts, number, clause):
            left.discard(clause.source)
    unreadable = {written.key for written, _ in facts.unreadable}
    for number, clause in enumerate(deal.clauses):
        if unreadable & {key_of("clauses", number, clause.id, name) for name in ("condition", "limit")}:
            left.difference_update((clause.source, *clause.to))  # once it is mended, it may take all, or bring nothing
    return left


def is_filled(deal: Deal, account: Account) -> bool:
    """Tell whether cash may enter an account; one that is named wrongly elsewhere may be meant."""
    arrivals = {deal.collection_account, *(each.account for each in deal.streams)}
    arrivals |= {inflow.account for inflow in deal.inflows}
    known = {each.id for each in deal.accounts}
    fills = [clause for clause in deal.clauses if clause.pay in FILLS]
    return (
        account.opening_minor != 0
        or account.id in arrivals
        or not known.issuperset(arrivals)
        or any(account.id in clause.to or names_unknown(deal, clause) for clause in fills)
    )
