"""Is the deal a deal? Every failure at once, each with its key."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chizai.deal.check_clauses import check_clauses
from chizai.deal.closing import closing_flows
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import Deal, Fee
from chizai.deal.periods import deal_periods
from chizai.units.money import CURRENCIES
from chizai.units.rate import INT64_MAX, PPM, format_ppm
from chizai.units.result import Failure, Place, Reason

DEAL_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")

LONGEST_YEARS = 100
"""The longest that a deal may run; it bounds the number of periods."""


def check(deal: Deal, file: str = "deal.toml") -> tuple[Failure, ...]:
    """Find everything that keeps a deal from being paid as it is written; empty if nothing does.

    Args:
        deal: as it was read.
        file: the name under which the user knows it, for the places of the failures.
    """
    checks: tuple[Callable[[Deal], Iterator[Complaint]], ...] = (
        _check_currency,
        _check_names,
        _check_schedule,
        _check_amounts,
        _check_units,
        _check_rates,
        _check_fees,
        _check_references,
        check_clauses,
        _check_closing,
    )
    return tuple(
        Failure(c.reason, Place(file, None, c.key), c.what, c.why, c.fix) for each in checks for c in each(deal)
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """Something of the deal that has an id."""

    table: str
    number: int
    id: str

    @property
    def key(self) -> str:
        return key_of(self.table, self.number, self.id, "id")


def _items(deal: Deal) -> Iterator[_Item]:
    """Give all that clauses may refer to, and the clauses."""
    ids: dict[str, tuple[str, ...]] = {
        "parties": tuple(party.id for party in deal.parties),
        "accounts": tuple(account.id for account in deal.accounts),
        "classes": tuple(security.id for security in deal.classes),
        "fees": tuple(fee.id for fee in deal.fees),
        "guarantees": tuple(guarantee.id for guarantee in deal.guarantees),
        "clauses": tuple(clause.id for clause in deal.clauses),
    }
    for table, names in ids.items():
        yield from (_Item(table, number, name) for number, name in enumerate(names))


def _check_currency(deal: Deal) -> Iterator[Complaint]:
    if deal.currency not in CURRENCIES:
        known = ", ".join(CURRENCIES)
        yield Complaint(
            Reason.UNKNOWN,
            "currency",
            f"{deal.currency!r} is not a currency that Chizai knows",
            "the minor unit would be a guess",
            f"use one of {known}",
        )


def _check_names(deal: Deal) -> Iterator[Complaint]:
    if not DEAL_ID.fullmatch(deal.id):
        yield Complaint(
            Reason.OUT_OF_RANGE,
            "id",
            f"{deal.id!r} cannot be the name of a deal",
            "it names folders and the deal on the ledger",
            "use lower-case letters and digits, with single hyphens between them",
        )
    seen: dict[str, _Item] = {}
    for item in _items(deal):
        if not IDENTIFIER.fullmatch(item.id):
            yield Complaint(
                Reason.OUT_OF_RANGE,
                item.key,
                f"{item.id!r} cannot be a name",
                "names go into file paths, the journal and the ledger",
                "use letters and digits, with single hyphens or underscores between them",
            )
        elif (other := seen.setdefault(item.id, item)) is not item:
            yield Complaint(
                Reason.DUPLICATE,
                item.key,
                f"{item.id!r} is already the name of {other.table}[{other.number + 1}]",
                "a clause that says the name could mean either",
                "give each its own name",
            )


def _check_schedule(deal: Deal) -> Iterator[Complaint]:
    if deal.schedule.final_payment_on.year - deal.closing_on.year > LONGEST_YEARS:
        yield Complaint(
            Reason.OUT_OF_RANGE,
            "schedule",
            f"the deal runs from {deal.closing_on} to {deal.schedule.final_payment_on}",
            f"a deal lasts {LONGEST_YEARS} years at most; more can only be a slip of the pen",
            "mend closing_on or final_payment_on",
        )
        return
    try:
        n_periods = len(deal_periods(deal))
    except ValueError as error:
        yield Complaint(
            Reason.OUT_OF_RANGE,
            "schedule",
            str(error),
            "without a schedule nothing can be paid",
            "mend final_payment_on, months, or closing_on",
        )
        return
    for number, fee in enumerate(deal.fees):
        if not 1 <= fee.first_period <= n_periods:
            yield Complaint(
                Reason.OUT_OF_RANGE,
                key_of("fees", number, fee.id, "first_period"),
                f"{fee.first_period} is no period of this deal",
                f"its periods are counted from 1 to {n_periods}",
                "write 1 for a fee owed from the start",
            )


def _amounts(deal: Deal) -> Iterator[tuple[str, int, int]]:
    """Give every amount of the deal: its key, itself, and the least that it can be."""
    yield "closing_costs_minor", deal.closing_costs_minor, 0
    for number, account in enumerate(deal.accounts):
        yield key_of("accounts", number, account.id, "opening_minor"), account.opening_minor, 0
        if account.target_minor is not None:
            yield key_of("accounts", number, account.id, "target_minor"), account.target_minor, 0
    for number, security in enumerate(deal.classes):
        yield key_of("classes", number, security.id, "balance_minor"), security.balance_minor, 1
        yield key_of("classes", number, security.id, "unit_minor"), security.unit_minor, 1
    for number, fee in enumerate(deal.fees):
        yield key_of("fees", number, fee.id, "amount_minor"), fee.amount_minor, 0
    for number, guarantee in enumerate(deal.guarantees):
        yield key_of("guarantees", number, guarantee.id, "limit_minor"), guarantee.limit_minor, 1
    for number, clause in enumerate(deal.clauses):
        if clause.limit_minor is not None:
            yield key_of("clauses", number, clause.id, "limit_minor"), clause.limit_minor, 0


def _check_amounts(deal: Deal) -> Iterator[Complaint]:
    for key, amount, least in _amounts(deal):
        if amount > INT64_MAX:
            what = f"{amount:_} is past {INT64_MAX:_}"
            why = "every executor holds whole numbers of 63 bits"
            yield Complaint(Reason.OVERFLOW, key, what, why, "lower it, or keep the deal's money in larger units")
        elif amount < least:
            yield _not_positive(key, amount) if least else _negative(key, amount)


def _check_units(deal: Deal) -> Iterator[Complaint]:
    for number, security in enumerate(deal.classes):
        if min(security.balance_minor, security.unit_minor) > 0 and security.balance_minor % security.unit_minor:
            yield Complaint(
                Reason.INCONSISTENT,
                key_of("classes", number, security.id, "unit_minor"),
                f"{security.balance_minor:_} is not a whole number of units of {security.unit_minor:_}",
                "part of the class could not be issued",
                "change the balance or the unit",
            )


def _negative(key: str, amount: int) -> Complaint:
    return Complaint(
        Reason.OUT_OF_RANGE, key, f"{amount:_} is negative", "money flows one way in each step", "write 0 or more"
    )


def _not_positive(key: str, amount: int) -> Complaint:
    return Complaint(
        Reason.OUT_OF_RANGE,
        key,
        f"{amount:_} is not above 0",
        "there would be nothing to promise",
        "write an amount above 0, or remove the entry",
    )


def _check_rates(deal: Deal) -> Iterator[Complaint]:
    of_class = ("coupon_ppm_annual", "scheduled_principal_ppm", "issue_price_ppm", "sales_fee_ppm")
    of_fee = ("collections_ppm", "balance_ppm_annual", "consumption_tax_ppm")
    rates: list[tuple[str, int]] = []
    for number, security in enumerate(deal.classes):
        rates += [(key_of("classes", number, security.id, name), getattr(security, name)) for name in of_class]
    for number, fee in enumerate(deal.fees):
        rates += [(key_of("fees", number, fee.id, name), getattr(fee, name)) for name in of_fee]
    for key, rate in rates:
        top = 2 * PPM if key.endswith("issue_price_ppm") else PPM
        if not 0 <= rate <= top:
            yield Complaint(
                Reason.OUT_OF_RANGE,
                key,
                f"{rate:_} ppm is {format_ppm(rate)}",
                f"a rate lies between 0 and {top:_} ppm ({format_ppm(top)})",
                "write parts per million: 4 % is 40_000",
            )


def _check_fees(deal: Deal) -> Iterator[Complaint]:
    for number, fee in enumerate(deal.fees):
        yield from _check_fee(number, fee)


def _check_fee(number: int, fee: Fee) -> Iterator[Complaint]:
    if not (fee.amount_minor or fee.collections_ppm or fee.balance_ppm_annual):
        yield Complaint(
            Reason.MISSING,
            key_of("fees", number, fee.id, "amount_minor"),
            f"the fee {fee.id!r} has no basis",
            "it would never be owed",
            "give amount_minor, collections_ppm or balance_ppm_annual",
        )
    if bool(fee.balance_ppm_annual) != bool(fee.classes):
        yield Complaint(
            Reason.INCONSISTENT,
            key_of("fees", number, fee.id, "classes"),
            "balance_ppm_annual and classes belong together, and one of them is missing",
            "a rate needs the balances that it runs on",
            "give both or neither",
        )
    if len(set(fee.classes)) < len(fee.classes):
        yield Complaint(
            Reason.DUPLICATE,
            key_of("fees", number, fee.id, "classes"),
            f"classes = {list(fee.classes)}",
            "the fee would run twice on the same balance",
            "list each class once",
        )


def _check_references(deal: Deal) -> Iterator[Complaint]:
    """Check the names that stand outside clauses."""
    parties = [party.id for party in deal.parties]
    classes = [security.id for security in deal.classes]
    references: list[tuple[str, str, str, list[str]]] = [
        ("collection_account", deal.collection_account, "an account", [account.id for account in deal.accounts])
    ]
    for number, fee in enumerate(deal.fees):
        references.append((key_of("fees", number, fee.id, "payee"), fee.payee, "a party", parties))
        references.extend((key_of("fees", number, fee.id, "classes"), of, "a class", classes) for of in fee.classes)
    for number, guarantee in enumerate(deal.guarantees):
        key = key_of("guarantees", number, guarantee.id, "provider")
        references.append((key, guarantee.provider, "a party", parties))
    for key, name, kind, known in references:
        if name not in known:
            yield Complaint.unknown(key, name, kind, known)


def _check_closing(deal: Deal) -> Iterator[Complaint]:
    if not deal.classes:
        why = "a deal without a class promises nothing"
        yield Complaint(Reason.MISSING, "classes", "classes = []", why, "add a class")
        return
    if any(_check_amounts(deal)):
        return
    flows = closing_flows(deal)
    if flows.purchase_price_minor < 0:
        yield Complaint(
            Reason.INCONSISTENT,
            "closing_costs_minor",
            f"the classes raise {flows.proceeds_minor:_}, but costs and opening balances take"
            f" {flows.proceeds_minor - flows.purchase_price_minor:_}",
            "nothing would be left to pay for the rights",
            "raise the classes' balances, or lower the costs or opening balances",
        )
