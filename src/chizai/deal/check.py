"""Is the deal a deal? Every failure at once, each with its key."""

from collections.abc import Callable, Iterator

from chizai.deal.check_amounts import check_amounts, check_rates, check_units
from chizai.deal.check_calendar import check_calendar
from chizai.deal.check_cash import check_accounts, check_fees, check_inflows, check_streams
from chizai.deal.check_classes import check_classes
from chizai.deal.check_clauses import check_clauses
from chizai.deal.check_distributions import check_distributions
from chizai.deal.check_draws import check_draws
from chizai.deal.check_facts import LONGEST_YEARS, Facts, facts_of
from chizai.deal.check_flow import check_flow
from chizai.deal.check_formulas import check_formulas
from chizai.deal.check_measures import check_measures
from chizai.deal.check_names import check_groups, check_names, check_references, check_sub_accounts
from chizai.deal.check_promises import check_promises
from chizai.deal.closing import closing_flows
from chizai.deal.complaint import Complaint
from chizai.deal.model import Deal
from chizai.units.money import CURRENCIES
from chizai.units.result import Failure, Place, Reason


def check(deal: Deal, file: str = "deal.toml") -> tuple[Failure, ...]:
    """Find everything that keeps a deal from being paid as it is written; empty if nothing does.

    Args:
        deal: as it was read; nothing of it is taken to be right.
        file: the name under which the user knows it, for the places of the failures.
    """
    checks: tuple[Callable[[Facts], Iterator[Complaint]], ...] = (
        _check_currency,
        check_names,
        _check_schedule,
        check_amounts,
        check_units,
        check_rates,
        check_references,
        check_sub_accounts,
        check_groups,
        check_accounts,
        check_classes,
        check_fees,
        check_streams,
        check_inflows,
        check_formulas,
        check_calendar,
        check_measures,
        check_clauses,
        check_flow,
        check_draws,
        check_promises,
        check_distributions,
        _check_closing,
    )
    facts = facts_of(deal)
    return tuple(
        Failure(c.reason, Place(file, None, c.key), c.what, c.why, c.fix) for each in checks for c in each(facts)
    )


def _check_currency(facts: Facts) -> Iterator[Complaint]:
    if facts.deal.currency not in CURRENCIES:
        known = ", ".join(CURRENCIES)
        yield Complaint(
            Reason.UNKNOWN,
            "currency",
            f"{facts.deal.currency!r} is not a currency that Chizai knows",
            "the minor unit would be a guess",
            f"use one of {known}",
        )


def _check_schedule(facts: Facts) -> Iterator[Complaint]:
    if facts.is_too_long:
        yield Complaint.out_of_range(
            "schedule",
            facts.schedule_error,
            f"a deal lasts {LONGEST_YEARS} years at most; more can only be a slip of the pen",
            "mend closing_on or final_payment_on",
        )
    elif facts.schedule_error:
        yield Complaint.out_of_range(
            "schedule",
            facts.schedule_error,
            "without a schedule nothing can be paid",
            "mend final_payment_on, months or dates, or closing_on",
        )


def _check_closing(facts: Facts) -> Iterator[Complaint]:
    if not facts.deal.classes:
        why = "a deal without a class promises nothing"
        yield Complaint(Reason.MISSING, "classes", "classes = []", why, "add a class")
        return
    if any(check_amounts(facts)):
        return
    flows = closing_flows(facts.deal)
    if flows.purchase_price_minor < 0:
        yield Complaint.inconsistent(
            "closing_costs_minor",
            f"the classes raise {flows.proceeds_minor:_}, but costs and opening balances take"
            f" {flows.proceeds_minor - flows.purchase_price_minor:_}",
            "nothing would be left to pay for the rights",
            "raise the classes' balances, or lower the costs or opening balances",
        )
