"""Do the terms of each class agree with each other and with the days of the deal?"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from chizai.deal.check_facts import Facts, divided, final_period, standing
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.coupons import Floating, PlannedBalance
from chizai.deal.model import Pay, SecurityClass
from chizai.units.rate import PPM, format_ppm, share_floor


def check_classes(facts: Facts) -> Iterator[Complaint]:
    """Find terms of classes that exclude each other, stand in the wrong order, or could never take effect."""
    for number, security in enumerate(facts.deal.classes):
        yield from _check_choices(number, security)
        if security.floating is not None:
            yield from _check_floating(number, security, security.floating)
        yield from _check_days(facts, number, security)
        yield from _check_plan(number, security)
        yield from _check_calls(facts, number, security)
        yield from _check_repaid(facts, number, security)


def _check_choices(number: int, security: SecurityClass) -> Iterator[Complaint]:
    """Refuse two ways of saying one thing."""
    if security.scheduled_principal_ppm and security.planned_balances:
        yield Complaint.inconsistent(
            key_of("classes", number, security.id, "planned_balances"),
            "scheduled_principal_ppm and planned_balances are both given",
            "each says when principal is due, and they differ",
            "give one of them",
        )
    if security.call_prices and security.make_whole is not None:
        yield Complaint.inconsistent(
            key_of("classes", number, security.id, "make_whole"),
            "call_prices and make_whole are both given",
            "each says what a call costs, and they differ",
            "give one of them",
        )


def _check_floating(number: int, security: SecurityClass, floating: Floating) -> Iterator[Complaint]:
    if floating.cap_ppm_annual is not None and floating.cap_ppm_annual < floating.floor_ppm_annual:
        yield Complaint.inconsistent(
            key_of("classes", number, security.id, "floating.cap_ppm_annual"),
            f"the cap of {format_ppm(floating.cap_ppm_annual)} lies below the floor of"
            f" {format_ppm(floating.floor_ppm_annual)}",
            "no coupon could keep both",
            "raise the cap or lower the floor",
        )
    if security.make_whole is not None:
        yield Complaint.inconsistent(
            key_of("classes", number, security.id, "make_whole"),
            f"the coupon of {security.id!r} floats, and make_whole makes lost coupons good",
            "coupons that follow an index are not known ahead, so none could be discounted",
            "give call_prices instead, or a fixed coupon",
        )


def _check_days(facts: Facts, number: int, security: SecurityClass) -> Iterator[Complaint]:
    """Find days that are out of order, and days after which nothing is paid any more."""
    last_start = (facts.deal.closing_on, *facts.due_on)[-2] if facts.periods else date.max
    last_due = facts.due_on[-1] if facts.periods else date.max
    rows: tuple[tuple[str, list[date], date, str], ...] = (
        ("coupon_steps", [step.from_on for step in security.coupon_steps], last_start, "the last period starts on"),
        ("planned_balances", [row.from_on for row in security.planned_balances], last_due, "the deal is last paid on"),
        ("call_prices", [price.from_on for price in security.call_prices], last_due, "the deal is last paid on"),
    )
    for name, days, last, is_what in rows:
        key = f"{key_of('classes', number, security.id, name)}"
        yield from _check_rising(key, days)
        for row, day in enumerate(days):
            if day > last:
                yield Complaint.out_of_range(
                    f"{key}[{row + 1}].from_on",
                    f"{day} can never take effect",
                    f"{is_what} {last}",
                    "give an earlier day, or remove the entry",
                )


def _check_rising(key: str, days: Sequence[date]) -> Iterator[Complaint]:
    for row, (earlier, later) in enumerate(pairwise(days)):
        if later <= earlier:
            yield Complaint.inconsistent(
                f"{key}[{row + 2}].from_on",
                f"{later} stands after {earlier}, but is not later",
                "the entries hold one after the other, in the order of their days",
                "put them into the order of their days, each day once",
            )


def _check_plan(number: int, security: SecurityClass) -> Iterator[Complaint]:
    """Find planned balances that rise, or that stand above all that there can be."""
    most = PlannedBalance(from_on=date.min, balance_minor=security.balance_minor + security.commitment_minor)
    for row, (before, planned) in enumerate(pairwise((most, *security.planned_balances))):
        if planned.balance_minor > before.balance_minor >= 0:
            yield Complaint.inconsistent(
                key_of("classes", number, security.id, f"planned_balances[{row + 1}].balance_minor"),
                f"{planned.balance_minor:_} is planned where {before.balance_minor:_} is outstanding at most",
                "principal that is repaid does not come back",
                "let planned balances fall, from the balance and commitment of the class on",
            )


def _check_calls(facts: Facts, number: int, security: SecurityClass) -> Iterator[Complaint]:
    """Find premiums on a call that could never be owed."""
    name = "call_prices" if security.call_prices else "make_whole"
    if (security.call_prices or security.make_whole) and not any(inflow.is_call for inflow in facts.deal.inflows):
        yield Complaint.inconsistent(
            key_of("classes", number, security.id, name),
            f"{security.id!r} has a premium on a call, and nothing calls the deal",
            "the premium would never be owed",
            "add an entry to [[inflows]] with is_call = true, or remove the premium",
        )
    if security.make_whole is not None and facts.periods and security.make_whole.until_on <= facts.due_on[0]:
        yield Complaint.out_of_range(
            key_of("classes", number, security.id, "make_whole.until_on"),
            f"{security.make_whole.until_on} leaves no coupon to make good",
            f"a call takes away coupons after its own payment date, the first of which is {facts.due_on[0]}",
            "give a later day, or remove make_whole",
        )


def _check_repaid(facts: Facts, number: int, security: SecurityClass) -> Iterator[Complaint]:
    """Find a schedule that does not repay the class by final maturity, where nothing else repays it."""
    left = _left_by_schedule(facts, security)
    is_repaid = any(
        clause.pay is Pay.PRINCIPAL
        and final_period(facts) in standing(facts, clause)
        and security.id in divided(facts.deal, *clause.to)
        for clause in facts.deal.clauses
    )
    is_scheduled_only = any(
        clause.pay is Pay.SCHEDULED_PRINCIPAL and security.id in divided(facts.deal, *clause.to)
        for clause in facts.deal.clauses
    )
    if left > 0 and is_scheduled_only and not is_repaid:
        whole = security.balance_minor + security.commitment_minor
        name = "planned_balances" if security.planned_balances else "scheduled_principal_ppm"
        yield Complaint.inconsistent(
            key_of("classes", number, security.id, name),
            f"the schedule leaves {left:_} of {whole:_} ({format_ppm(left * PPM // whole)}) at final maturity,"
            " and no principal clause stands there",
            f"what is left of {security.id!r} would never be due",
            "schedule the whole, or add a clause with pay = 'principal' that stands in the final period",
        )


def _left_by_schedule(facts: Facts, security: SecurityClass) -> int:
    """Give what a class's schedule never asks for; 0 where it has none or its numbers are wrong."""
    whole = security.balance_minor + security.commitment_minor
    if not facts.periods or security.balance_minor <= 0 or security.commitment_minor < 0:
        return 0
    if security.planned_balances:
        effective = [row.balance_minor for row in security.planned_balances if row.from_on <= facts.due_on[-1]]
        return min(effective[-1] if effective else whole, whole)
    if security.scheduled_principal_ppm > 0:
        each = share_floor(security.balance_minor, security.scheduled_principal_ppm)
        return max(0, whole - each * len(facts.periods))
    return 0
