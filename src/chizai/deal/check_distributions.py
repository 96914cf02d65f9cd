"""Does preferred equity receive dividends as often as the Asset Securitization Act allows?"""

from collections.abc import Iterator

from chizai.deal.check_facts import Facts, divided, final_period
from chizai.deal.check_flow import stands_in
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import ClassKind, Pay
from chizai.units.schedule import MONTHS_A_YEAR, add_months

DISTRIBUTIONS_A_YEAR = 2
"""A dividend once a business year, and one interim distribution (Asset Securitization Act of Japan, arts. 114, 115)."""

DISTRIBUTES = frozenset({Pay.RESIDUAL, Pay.INTEREST})
"""The ways in which equity receives a dividend: what is left, or a coupon."""


def check_distributions(facts: Facts) -> Iterator[Complaint]:
    """Find clauses that together pay preferred equity more often than once and once in between a year.

    What is paid on the final payment date is no dividend but what is left when the company is wound up.
    """
    for security in facts.deal.classes:
        if security.kind is ClassKind.PREFERRED_EQUITY and facts.periods:
            yield from _check_class(facts, security.id)


def _check_class(facts: Facts, class_id: str) -> Iterator[Complaint]:
    paying = {
        number: {
            period for period in range(final_period(facts)) if stands_in(facts, number, clause, period) is not False
        }
        for number, clause in enumerate(facts.deal.clauses)
        if clause.pay in DISTRIBUTES and class_id in divided(facts.deal, *clause.to)
    }
    periods = sorted(set().union(*paying.values()))
    for row in range(len(periods) - DISTRIBUTIONS_A_YEAR):
        together = periods[row : row + DISTRIBUTIONS_A_YEAR + 1]
        first_on, last_on = facts.due_on[together[0]], facts.due_on[together[-1]]
        if last_on < add_months(first_on, MONTHS_A_YEAR):
            number = max(number for number, stands in paying.items() if stands.intersection(together))
            yield Complaint.inconsistent(
                key_of("clauses", number, facts.deal.clauses[number].id, "months"),
                f"{class_id!r} would receive more than {DISTRIBUTIONS_A_YEAR} distributions a year, such as"
                f" on {first_on} and two more by {last_on}",
                "preferred equity receives a dividend once a business year and one interim distribution"
                " (Asset Securitization Act, arts. 114 and 115)",
                "give all clauses that pay it two months of the year at most, or when = 'final-period'",
            )
            break
