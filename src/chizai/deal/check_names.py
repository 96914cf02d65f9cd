"""Has everything a name of its own, and does every name outside clauses lead to something?"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from chizai.deal.check_facts import Facts, circles, reached
from chizai.deal.complaint import MOVES, Complaint, key_of
from chizai.deal.measures import Unit
from chizai.deal.model import Deal
from chizai.units.result import Reason

DEAL_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
"""What an id looks like; formulas can say all of them."""

TABLES = (
    "parties",
    "accounts",
    "classes",
    "fees",
    "guarantees",
    "groups",
    "observations",
    "streams",
    "ledgers",
    "triggers",
    "inflows",
    "clauses",
)
"""The tables of a deal whose entries have an id, in the order of the file."""


@dataclass(frozen=True, slots=True)
class _Item:
    """Something of the deal that has an id."""

    table: str
    number: int
    id: str

    @property
    def key(self) -> str:
        return key_of(self.table, self.number, self.id, "id")


def check_names(facts: Facts) -> Iterator[Complaint]:
    """Find ids that cannot be names, ids that stand twice, in whatever tables, and parties without a name."""
    deal = facts.deal
    if not DEAL_ID.fullmatch(deal.id):
        yield Complaint.out_of_range(
            "id",
            f"{deal.id!r} cannot be the name of a deal",
            "it names folders and the deal on the ledger",
            "use lower-case letters and digits, with single hyphens between them",
        )
    for number, party in enumerate(deal.parties):
        if not party.name.strip():
            key, what = key_of("parties", number, party.id, "name"), "the name is blank"
            yield Complaint(Reason.MISSING, key, what, "papers and the ledger say who it is", "write the party's name")
    seen: dict[str, _Item] = {}
    for item in _items(deal):
        if not IDENTIFIER.fullmatch(item.id):
            yield Complaint.out_of_range(
                item.key,
                f"{item.id!r} cannot be a name",
                "names go into formulas, file paths, the journal and the ledger",
                "use letters and digits, with single hyphens or underscores between them",
            )
        elif (other := seen.setdefault(item.id, item)) is not item:
            yield Complaint(
                Reason.DUPLICATE,
                item.key,
                f"{item.id!r} is already the name of {other.table}[{other.number + 1}]",
                "a clause or formula that says the name could mean either",
                "give each its own name",
            )


def _items(deal: Deal) -> Iterator[_Item]:
    """Give all that clauses and formulas may refer to."""
    for table in TABLES:
        yield from (_Item(table, number, item.id) for number, item in enumerate(getattr(deal, table)))


REPORTS = "somebody must answer for the number"
RATES = "the number is read as parts per million"


def check_references(facts: Facts) -> Iterator[Complaint]:
    """Find names outside clauses and formulas that lead to nothing of the kind."""
    deal = facts.deal
    known = {
        "an account": [account.id for account in deal.accounts],
        "a party": [party.id for party in deal.parties],
        "a class": [security.id for security in deal.classes],
        "a clause": [clause.id for clause in deal.clauses],
        "an observation of a rate": [each.id for each in deal.observations if each.unit is Unit.RATE],
    }
    for key, name, kind, why in (*_references(deal), *_references_of_terms(deal), *_references_of_cash_in(deal)):
        if name not in known[kind]:
            yield Complaint.unknown(key, name, kind, known[kind], why)


def _references(deal: Deal) -> Iterator[tuple[str, str, str, str]]:
    """Give names that stand outside clauses: the key, the name, what it must be, and why."""
    yield "collection_account", deal.collection_account, "an account", MOVES
    for number, fee in enumerate(deal.fees):
        yield key_of("fees", number, fee.id, "payee"), fee.payee, "a party", MOVES
        for of in fee.classes:
            yield key_of("fees", number, fee.id, "classes"), of, "a class", MOVES
    for number, guarantee in enumerate(deal.guarantees):
        yield key_of("guarantees", number, guarantee.id, "provider"), guarantee.provider, "a party", MOVES


def _references_of_terms(deal: Deal) -> Iterator[tuple[str, str, str, str]]:
    for number, account in enumerate(deal.accounts):
        if account.part_of is not None:
            why = "a sub-account is kept apart within another account"
            yield key_of("accounts", number, account.id, "part_of"), account.part_of, "an account", why
    for number, security in enumerate(deal.classes):
        if security.floating is not None:
            key = key_of("classes", number, security.id, "floating.index")
            yield key, security.floating.index, "an observation of a rate", RATES
    for number, observation in enumerate(deal.observations):
        yield key_of("observations", number, observation.id, "reporter"), observation.reporter, "a party", REPORTS
    for number, trigger in enumerate(deal.triggers):
        if trigger.before_clause is not None:
            why = "the trigger would never be tested"
            yield key_of("triggers", number, trigger.id, "before_clause"), trigger.before_clause, "a clause", why
    for number, ledger in enumerate(deal.ledgers):
        if ledger.after_clause is not None:
            why = "the ledger would never grow"
            yield key_of("ledgers", number, ledger.id, "after_clause"), ledger.after_clause, "a clause", why


def _references_of_cash_in(deal: Deal) -> Iterator[tuple[str, str, str, str]]:
    for number, stream in enumerate(deal.streams):
        yield key_of("streams", number, stream.id, "account"), stream.account, "an account", MOVES
        if stream.swap is not None:
            yield key_of("streams", number, stream.id, "swap.provider"), stream.swap.provider, "a party", MOVES
        if stream.spot is not None:
            yield key_of("streams", number, stream.id, "spot"), stream.spot, "an observation of a rate", RATES
    for number, inflow in enumerate(deal.inflows):
        yield key_of("inflows", number, inflow.id, "payer"), inflow.payer, "a party", MOVES
        yield key_of("inflows", number, inflow.id, "account"), inflow.account, "an account", MOVES


def check_sub_accounts(facts: Facts) -> Iterator[Complaint]:
    """Find accounts that are part of themselves."""
    numbers = {account.id: number for number, account in enumerate(facts.deal.accounts)}
    ways = {account.id: (account.part_of,) for account in facts.deal.accounts if account.part_of is not None}
    for path in circles(ways):
        yield Complaint(
            Reason.CYCLE,
            key_of("accounts", numbers[path[0]], path[0], "part_of"),
            f"accounts are part of each other in a circle: {' -> '.join((*path, path[0]))}",
            "a sub-account stands within an account that stands by itself",
            "remove part_of from one of them",
        )


def check_groups(facts: Facts) -> Iterator[Complaint]:
    """Find groups of nothing, groups that pay somebody twice, and groups within themselves."""
    deal = facts.deal
    ways = {group.id: group.members for group in deal.groups}
    known = [security.id for security in deal.classes] + list(ways)
    in_circles: set[str] = set()
    for path in circles(ways):
        in_circles.update(path)
        yield Complaint(
            Reason.CYCLE,
            key_of("groups", list(ways).index(path[0]), path[0], "members"),
            f"groups stand within each other in a circle: {' -> '.join((*path, path[0]))}",
            "it could never be divided among classes",
            "let one of them list classes alone",
        )
    for number, group in enumerate(deal.groups):
        key = key_of("groups", number, group.id, "members")
        yield from (
            Complaint.unknown(key, name, "a class or group", known) for name in group.members if name not in known
        )
        twice = repeated(deal, group.members)
        if not group.members:
            why = "a clause that names it would pay nobody"
            yield Complaint(Reason.MISSING, key, "members = []", why, "list classes or groups, or remove the group")
        elif twice and not in_circles.intersection(reached(deal, group.id)):
            what = f"members = {list(group.members)} lead to {', '.join(map(repr, twice))} more than once"
            why = "it would count twice in proportion, and be paid twice"
            yield Complaint(Reason.DUPLICATE, key, what, why, "list each class once, in a group or by itself")


def repeated(deal: Deal, names: tuple[str, ...]) -> list[str]:
    """Give what names reach more than once, through groups or by themselves."""
    return [name for name, times in Counter(reached(deal, *names)).items() if times > 1]
