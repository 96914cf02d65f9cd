"""Do holders get back what a clause draws from them?"""

from collections.abc import Iterator

from chizai.deal.check_clauses import names_unknown
from chizai.deal.check_facts import Facts, divided, final_period, standing
from chizai.deal.check_flow import stands_in
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import Clause, Pay

REPAYS_ALL = frozenset({Pay.PRINCIPAL, Pay.RESIDUAL})
"""What pays back principal that is drawn in the same period; none of it is scheduled yet."""


def check_draws(facts: Facts) -> Iterator[Complaint]:
    """Find draws in the final period below all that repays the class: holders would pay in and get nothing back."""
    if not facts.periods:
        return
    final = final_period(facts)
    committed = {security.id for security in facts.deal.classes if security.commitment_minor}
    drawn_up: set[str] = set()
    for number, clause in enumerate(facts.deal.clauses):
        if clause.pay is Pay.DRAW and clause.source in committed and _takes_all_before(facts, number, clause):
            drawn_up.add(clause.source)
    for number, clause in enumerate(facts.deal.clauses):
        if clause.pay is not Pay.DRAW or clause.source not in committed - drawn_up:
            continue
        if stands_in(facts, number, clause, final) is not False and not _is_repaid(facts, number, clause.source):
            is_final_only = standing(facts, clause) == {final}
            ending = "" if is_final_only else f", or end it: {_ending(facts, clause)}"
            yield Complaint.inconsistent(
                key_of("clauses", number, clause.id, "when" if is_final_only else "until_on"),
                f"{clause.source!r} may be drawn on in the final period, and no clause below repays it there",
                "holders would pay in on the last payment date and never get it back",
                f"move it above a clause with pay = 'principal' to {clause.source!r}{ending}",
            )


def _takes_all_before(facts: Facts, number: int, clause: Clause) -> bool:
    """Tell whether a draw takes the whole commitment before the final period, whatever happens."""
    is_limited = clause.limit_minor is not None or clause.limit is not None
    earlier = range(final_period(facts))
    return not is_limited and any(stands_in(facts, number, clause, period) for period in earlier)


def _is_repaid(facts: Facts, number: int, class_id: str) -> bool:
    """Tell whether a clause below may repay a class in the final period; one that names something unknown may be meant.

    Args:
        facts: of the deal.
        number: of the clause below which to look.
        class_id: what is to be repaid.
    """
    return any(
        clause.pay in REPAYS_ALL
        and stands_in(facts, below, clause, final_period(facts)) is not False
        and (class_id in divided(facts.deal, *clause.to) or names_unknown(facts.deal, clause))
        for below, clause in enumerate(facts.deal.clauses)
        if below > number
    )


def _ending(facts: Facts, clause: Clause) -> str:
    """Say how a draw ends before the final period."""
    before = "" if clause.condition is None else f"({clause.condition}) and "
    return f'until_on = {facts.due_on[final_period(facts) - 1]}, or condition = "{before}not final()"'
