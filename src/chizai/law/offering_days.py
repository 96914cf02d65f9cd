"""The days of an offering follow each other: solicited, applied for, paid, closed."""

from itertools import pairwise

from chizai.law.catalogue import TABLES
from chizai.law.facts import Given, Known
from chizai.units.result import Failure, Reason

ORDERS = (
    (
        "offering.solicited_from_on",
        "offering.applications_from_on",
        "offering.applications_until_on",
        "offering.payment_on",
        "deal.closing_on",
    ),
    ("offering.solicited_from_on", "offering.applications_from_on", "offering.sold_from_on", "offering.payment_on"),
)
"""Facts whose days follow each other; two may be one day."""


def offering_days_out_of_order(known: Known) -> tuple[Failure, ...]:
    """Find days of the offering that come before those which they follow.

    Args:
        known: what is known of the deal; a day that nobody has said is passed over.
    """
    said = {
        f"{table}.{key}": given for table in ("offering", "deal") for key, given in known.one.get(table, {}).items()
    }
    pairs = dict.fromkeys(pair for order in ORDERS for pair in pairwise(name for name in order if name in said))
    return tuple(
        _before(first, said[first], then, said[then]) for first, then in pairs if said[then].value < said[first].value
    )


def _before(first: str, one: Given, then: str, other: Given) -> Failure:
    what = f"{then} is {other.value}, before {first}, which is {one.value}"
    why = f"{_meaning(then)}: it cannot come before the {_meaning(first)}"
    return Failure(Reason.INCONSISTENT, other.place, what, why, f"mend {then} or {first} ({one.place.file})")


def _meaning(name: str) -> str:
    table, key = name.split(".")
    return next(fact.meaning.en for fact in TABLES[table].facts if fact.key == key)
