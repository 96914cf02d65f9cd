"""What a formula can read of a deal: the quantities, what each is of, and what kind of number it gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chizai.deal.measures import Unit
from chizai.deal.model import Deal


class Kind(StrEnum):
    """What a number in a formula counts; only numbers of one kind are compared or added."""

    AMOUNT = "amount"
    """Minor units of the deal's currency, or a count."""
    RATIO = "ratio"
    """Parts per million."""
    FLAG = "flag"
    """Yes or no."""
    DATE = "date"
    """A day."""


KIND_OF_UNIT = {Unit.MONEY: Kind.AMOUNT, Unit.RATE: Kind.RATIO, Unit.FLAG: Kind.FLAG}
"""What an observation gives, by its unit."""


@dataclass(frozen=True, slots=True)
class QuantityTerms:
    """How a quantity is written: what it is of, and what it gives."""

    kind: Kind | None
    """None: as the unit of the observation says."""
    of: str
    """What its ids name, in words; empty if it takes none."""
    known: Callable[[Deal], Sequence[str]]
    """The ids that it can be of."""
    takes_several: bool = False
    """Whether it sums over several ids."""


def _none(_deal: Deal) -> Sequence[str]:
    return ()


def _accounts(deal: Deal) -> Sequence[str]:
    return [account.id for account in deal.accounts]


def _with_target(deal: Deal) -> Sequence[str]:
    return [item.id for item in deal.accounts if item.target is not None or item.target_minor is not None]


def _classes(deal: Deal) -> Sequence[str]:
    return [security.id for security in deal.classes]


def _fees(deal: Deal) -> Sequence[str]:
    return [fee.id for fee in deal.fees]


def _guarantees(deal: Deal) -> Sequence[str]:
    return [guarantee.id for guarantee in deal.guarantees]


def _committed(deal: Deal) -> Sequence[str]:
    return [security.id for security in deal.classes if security.commitment_minor]


def _calls(deal: Deal) -> Sequence[str]:
    return [inflow.id for inflow in deal.inflows if inflow.is_call]


QUANTITIES: dict[str, QuantityTerms] = {
    "cash": QuantityTerms(Kind.AMOUNT, "accounts", _accounts, takes_several=True),
    "target": QuantityTerms(Kind.AMOUNT, "accounts with a target", _with_target, takes_several=True),
    "principal": QuantityTerms(Kind.AMOUNT, "classes", _classes, takes_several=True),
    "original": QuantityTerms(Kind.AMOUNT, "classes", _classes, takes_several=True),
    "interest-due": QuantityTerms(Kind.AMOUNT, "classes", _classes, takes_several=True),
    "interest-on-unpaid": QuantityTerms(Kind.AMOUNT, "classes", _classes, takes_several=True),
    "scheduled-due": QuantityTerms(Kind.AMOUNT, "classes", _classes, takes_several=True),
    "annual-interest": QuantityTerms(Kind.AMOUNT, "classes", _classes, takes_several=True),
    "written-off": QuantityTerms(Kind.AMOUNT, "classes", _classes, takes_several=True),
    "undrawn": QuantityTerms(Kind.AMOUNT, "classes with a commitment", _committed, takes_several=True),
    "fee-due": QuantityTerms(Kind.AMOUNT, "fees", _fees, takes_several=True),
    "claim": QuantityTerms(Kind.AMOUNT, "guarantees", _guarantees, takes_several=True),
    "available": QuantityTerms(Kind.AMOUNT, "guarantees", _guarantees, takes_several=True),
    "ledger": QuantityTerms(
        Kind.AMOUNT, "ledgers", lambda deal: [each.id for each in deal.ledgers], takes_several=True
    ),
    "paid": QuantityTerms(Kind.AMOUNT, "clauses", lambda deal: [each.id for each in deal.clauses], takes_several=True),
    "collections": QuantityTerms(Kind.AMOUNT, "", _none),
    "collected-to-date": QuantityTerms(Kind.AMOUNT, "", _none),
    "stream": QuantityTerms(Kind.AMOUNT, "streams", lambda deal: [each.id for each in deal.streams]),
    "observed": QuantityTerms(None, "an observation", lambda deal: [each.id for each in deal.observations]),
    "triggered": QuantityTerms(Kind.FLAG, "a trigger", lambda deal: [each.id for each in deal.triggers]),
    "called": QuantityTerms(Kind.FLAG, "an inflow that is a call", _calls),
    "period": QuantityTerms(Kind.AMOUNT, "", _none),
    "payment-date": QuantityTerms(Kind.DATE, "", _none),
    "final": QuantityTerms(Kind.FLAG, "", _none),
}
"""By name as it stands in a formula, such as `cash(reserve)`."""


def kind_of(deal: Deal, name: str, of: Sequence[str]) -> Kind:
    """Give what a quantity of known ids counts."""
    kind = QUANTITIES[name].kind
    if kind is not None:
        return kind
    return KIND_OF_UNIT[next(each.unit for each in deal.observations if each.id == of[0])]
