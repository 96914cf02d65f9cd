"""Is every number of the deal one that its key can hold?"""

from collections.abc import Iterator

from chizai.deal.check_facts import Facts
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.measures import Unit
from chizai.deal.model import Deal, Fee, SecurityClass
from chizai.units.rate import INT64_MAX, PPM, format_ppm
from chizai.units.result import Reason


def check_amounts(facts: Facts) -> Iterator[Complaint]:
    """Find amounts that are negative, nothing where something is promised, or past what executors hold."""
    for key, amount, least in (*_amounts(facts.deal), *_amounts_of_cash_in(facts.deal)):
        if amount > INT64_MAX:
            what = f"{amount:_} is past {INT64_MAX:_}"
            why = "every executor holds whole numbers of 63 bits"
            yield Complaint(Reason.OVERFLOW, key, what, why, "lower it, or keep the deal's money in larger units")
        elif amount < least:
            yield _not_positive(key, amount) if least else _negative(key, amount)


def _amounts(deal: Deal) -> Iterator[tuple[str, int, int]]:
    """Give every amount of the deal: its key, itself, and the least that it can be."""
    yield "closing_costs_minor", deal.closing_costs_minor, 0
    for number, account in enumerate(deal.accounts):
        yield key_of("accounts", number, account.id, "opening_minor"), account.opening_minor, 0
        if account.target_minor is not None:
            yield key_of("accounts", number, account.id, "target_minor"), account.target_minor, 0
    for number, security in enumerate(deal.classes):
        yield from _amounts_of_class(number, security)
    for number, fee in enumerate(deal.fees):
        yield key_of("fees", number, fee.id, "amount_minor"), fee.amount_minor, 0
        for row, amount in enumerate(fee.amounts):
            yield key_of("fees", number, fee.id, f"amounts[{row + 1}].amount_minor"), amount.amount_minor, 1
    for number, guarantee in enumerate(deal.guarantees):
        yield key_of("guarantees", number, guarantee.id, "limit_minor"), guarantee.limit_minor, 1
    for number, clause in enumerate(deal.clauses):
        if clause.limit_minor is not None:
            yield key_of("clauses", number, clause.id, "limit_minor"), clause.limit_minor, 0


def _amounts_of_class(number: int, security: SecurityClass) -> Iterator[tuple[str, int, int]]:
    yield key_of("classes", number, security.id, "balance_minor"), security.balance_minor, 1
    yield key_of("classes", number, security.id, "unit_minor"), security.unit_minor, 1
    yield key_of("classes", number, security.id, "commitment_minor"), security.commitment_minor, 0
    for row, planned in enumerate(security.planned_balances):
        key = key_of("classes", number, security.id, f"planned_balances[{row + 1}].balance_minor")
        yield key, planned.balance_minor, 0


def _amounts_of_cash_in(deal: Deal) -> Iterator[tuple[str, int, int]]:
    for number, stream in enumerate(deal.streams):
        if stream.swap is not None:
            yield key_of("streams", number, stream.id, "swap.rate_ppm"), stream.swap.rate_ppm, 1
            if stream.swap.notional_minor is not None:
                yield key_of("streams", number, stream.id, "swap.notional_minor"), stream.swap.notional_minor, 1
    for number, observation in enumerate(deal.observations):
        if observation.most is not None:
            yield key_of("observations", number, observation.id, "most"), observation.most, 1


def _negative(key: str, amount: int) -> Complaint:
    return Complaint.out_of_range(key, f"{amount:_} is negative", "money flows one way in each step", "write 0 or more")


def _not_positive(key: str, amount: int) -> Complaint:
    return Complaint.out_of_range(
        key,
        f"{amount:_} is not above 0",
        "there would be nothing to promise",
        "write an amount above 0, or remove the entry",
    )


def check_units(facts: Facts) -> Iterator[Complaint]:
    """Find classes that cannot be issued in whole units, and flags that could be more than yes."""
    for number, security in enumerate(facts.deal.classes):
        for name, amount in (("unit_minor", security.balance_minor), ("commitment_minor", security.commitment_minor)):
            if min(amount, security.unit_minor) > 0 and amount % security.unit_minor:
                yield Complaint.inconsistent(
                    key_of("classes", number, security.id, name),
                    f"{amount:_} is not a whole number of units of {security.unit_minor:_}",
                    "part of the class could not be issued",
                    f"change the {'balance' if name == 'unit_minor' else 'commitment'} or the unit",
                )
    for number, observation in enumerate(facts.deal.observations):
        if observation.unit is Unit.FLAG and (observation.most or 1) > 1:
            yield Complaint.inconsistent(
                key_of("observations", number, observation.id, "most"),
                f"the flag {observation.id!r} could be {observation.most:_}",
                "a flag is 1 for yes or 0 for no",
                "remove most, or give another unit",
            )


def check_rates(facts: Facts) -> Iterator[Complaint]:
    """Find rates and shares that are negative or more than the whole."""
    for key, rate in _rates(facts.deal):
        top = 2 * PPM if key.endswith("issue_price_ppm") else PPM
        if not 0 <= rate <= top:
            yield Complaint.out_of_range(
                key,
                f"{rate:_} ppm is {format_ppm(rate)}",
                f"a rate lies between 0 and {top:_} ppm ({format_ppm(top)})",
                "write parts per million: 4 % is 40_000",
            )


def _rates(deal: Deal) -> Iterator[tuple[str, int]]:
    for number, account in enumerate(deal.accounts):
        yield key_of("accounts", number, account.id, "interest_ppm_annual"), account.interest_ppm_annual
    for number, security in enumerate(deal.classes):
        for name, rate in _rates_of_class(security):
            yield key_of("classes", number, security.id, name), rate
    for number, fee in enumerate(deal.fees):
        for name, rate in _rates_of_fee(fee):
            yield key_of("fees", number, fee.id, name), rate
    for number, guarantee in enumerate(deal.guarantees):
        yield key_of("guarantees", number, guarantee.id, "rate_ppm_annual"), guarantee.rate_ppm_annual


def _rates_of_class(security: SecurityClass) -> Iterator[tuple[str, int]]:
    yield "coupon_ppm_annual", security.coupon_ppm_annual
    yield "scheduled_principal_ppm", security.scheduled_principal_ppm
    yield "issue_price_ppm", security.issue_price_ppm
    yield "sales_fee_ppm", security.sales_fee_ppm
    yield "retained_ppm", security.retained_ppm
    for row, step in enumerate(security.coupon_steps):
        yield f"coupon_steps[{row + 1}].coupon_ppm_annual", step.coupon_ppm_annual
    for row, price in enumerate(security.call_prices):
        yield f"call_prices[{row + 1}].premium_ppm", price.premium_ppm
    if security.floating is not None:
        yield "floating.floor_ppm_annual", security.floating.floor_ppm_annual
        if security.floating.cap_ppm_annual is not None:
            yield "floating.cap_ppm_annual", security.floating.cap_ppm_annual
    if security.make_whole is not None:
        yield "make_whole.discount_ppm_annual", security.make_whole.discount_ppm_annual


def _rates_of_fee(fee: Fee) -> Iterator[tuple[str, int]]:
    yield "collections_ppm", fee.collections_ppm
    yield "balance_ppm_annual", fee.balance_ppm_annual
    yield "consumption_tax_ppm", fee.consumption_tax_ppm
    yield "base_ppm_annual", fee.base_ppm_annual
