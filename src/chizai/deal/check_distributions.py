"""Does preferred equity receive dividends as often as the Asset Securitization Act allows?"""

from collections.abc import Iterator

from chizai.deal.check_facts import Facts, final_period, standing
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import ClassKind, Pay
from chizai.units.schedule import MONTHS_A_YEAR, add_months

DISTRIBUTIONS_A_YEAR = 2
"""A dividend once a business year, and one interim distribution (Asset Securitization Act of Japan, arts. 114, 115)."""


def check_distributions(facts: Facts) -> Iterator[Complaint]:
    """Find clauses that pay what is left to preferred equity more often than once and once in between a year.

    What is paid on the final payment date is no dividend but what is left when the company is wound up.
    """
    preferred = {each.id for each in facts.deal.classes if each.kind is ClassKind.PREFERRED_EQUITY}
    for number, clause in enumerate(facts.deal.clauses):
        if clause.pay is not Pay.RESIDUAL or not preferred.intersection(clause.to) or not facts.periods:
            continue
        dates = [facts.due_on[period] for period in sorted(standing(facts, clause) - {final_period(facts)})]
        for first, one_too_many in zip(dates, dates[DISTRIBUTIONS_A_YEAR:], strict=False):
            if one_too_many < add_months(first, MONTHS_A_YEAR):
                yield Complaint.inconsistent(
                    key_of("clauses", number, clause.id, "months"),
                    f"{clause.to[0]!r} would receive more than {DISTRIBUTIONS_A_YEAR} distributions a year, such as"
                    f" on {first} and two more by {one_too_many}",
                    "preferred equity receives a dividend once a business year and one interim distribution"
                    " (Asset Securitization Act, arts. 114 and 115)",
                    "give months with two months of the year at most, or when = 'final-period'",
                )
                break
