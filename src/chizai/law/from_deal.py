"""What the deal's own files say of the facts that rules ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chizai.assets.licences import Licence
from chizai.assets.owners import Assignment
from chizai.assets.pool import Pool
from chizai.assets.rights import Copyright, Right, TradeSecret, kind_of
from chizai.assets.terms import expires_on
from chizai.deal.model import ClassKind, Clause, Deal, Order, Pay, Role, SecurityClass
from chizai.law.facts import Given, Known
from chizai.units.rate import PPM
from chizai.units.result import Place

PAYS_PRINCIPAL = frozenset({Pay.PRINCIPAL, Pay.SCHEDULED_PRINCIPAL})


@dataclass(frozen=True, slots=True)
class DealFiles:
    """The names of the files, for the places of facts."""

    deal: str
    rights: str
    licences: str
    assignments: str | None


def known_from_deal(deal: Deal, pool: Pool, files: DealFiles) -> Known:
    """Gather the facts that a deal's files say, as of its closing.

    A transfer of which the chain of title names no registration is known as not registered; where no chain is given,
    nothing is known of transfers.
    """
    rights = {right.id: _right(right, pool, deal, files) for right in pool.rights}
    company = next((party.name for party in deal.parties if party.role is Role.SPC), None)
    last_on = [row["last_royalty_on"].value for row in rights.values() if "last_royalty_on" in row]
    return Known(
        as_of_on=deal.closing_on,
        one={
            "deal": _row(
                files.deal,
                "",
                closing_on=deal.closing_on,
                final_payment_on=deal.schedule.final_payment_on,
                currency=deal.currency,
                bonds_minor=_total(deal, ClassKind.SPECIFIED_BOND),
                preferred_equity_minor=_total(deal, ClassKind.PREFERRED_EQUITY),
                last_royalty_on=max(last_on, default=None),
            ),
            "company": _row(files.deal, "parties (spc)", trade_name=company),
        },
        many={
            "rights": rights,
            "licences": {each.id: _licence(each, pool, files) for each in pool.licences},
            "classes": {each.id: _class(each, deal, files) for each in deal.classes},
        },
    )


def ranks(deal: Deal) -> dict[str, int]:
    """Rank the classes by the order in which clauses first repay them, 1 first; those paid pro rata share a rank."""
    rank: dict[str, int] = {}
    for clause in deal.clauses:
        if clause.pay in PAYS_PRINCIPAL:
            for tier in _tiers(clause, deal):
                new = [each for each in tier if each not in rank]
                rank |= dict.fromkeys(new, max(rank.values(), default=0) + 1)
    for each in deal.classes:
        rank.setdefault(each.id, max(rank.values(), default=0) + 1)
    return rank


def _tiers(clause: Clause, deal: Deal) -> list[list[str]]:
    """Give who is repaid together, one tier after the other."""
    members = [_members(name, deal) for name in clause.to]
    return members if clause.order is Order.SEQUENTIAL else [[name for tier in members for name in tier]]


def _members(name: str, deal: Deal) -> list[str]:
    group = next((group for group in deal.groups if group.id == name), None)
    return [name] if group is None else [each for member in group.members for each in _members(member, deal)]


def _total(deal: Deal, kind: ClassKind) -> int:
    return sum(each.balance_minor + each.commitment_minor for each in deal.classes if each.kind is kind)


def _class(each: SecurityClass, deal: Deal, files: DealFiles) -> dict[str, Given]:
    amount_minor = each.balance_minor + each.commitment_minor
    return _row(
        files.deal,
        f"classes ({each.id})",
        kind=each.kind.value,
        amount_minor=amount_minor,
        unit_minor=each.unit_minor,
        units=amount_minor // each.unit_minor,
        rank=ranks(deal)[each.id],
    )


def _licence(licence: Licence, pool: Pool, files: DealFiles) -> dict[str, Given]:
    kinds = sorted({kind_of(right) for right in pool.rights if right.id in licence.right_ids})
    return _row(
        files.licences,
        f"licences ({licence.id})",
        licensee=licence.licensee,
        rights=licence.right_ids,
        kinds=tuple(kinds),
        exclusive=licence.exclusive,
        starts_on=licence.starts_on,
        ends_on=licence.ends_on,
    )


def _right(right: Right, pool: Pool, deal: Deal, files: DealFiles) -> dict[str, Given]:
    registered = not isinstance(right, Copyright | TradeSecret)
    row = _row(
        files.rights,
        right.id,
        kind=kind_of(right),
        jurisdiction=right.jurisdiction,
        owners=tuple(share.owner for share in right.owners),
        filed_on=getattr(right, "filed_on", None),
        registered_on=getattr(right, "registered_on", None) if registered else None,
        expires_on=expires_on(right),
        term_open=expires_on(right) is None,
        last_royalty_on=_last_royalty_on(right, pool.licences, deal),
    )
    links = [link for link in pool.assignments if link.right_id == right.id and link.assignor]
    row |= _transfer(links, right, files) if files.assignments is not None else {}
    if registered:
        passed_on = row["assigned_on"].value if "assigned_on" in row else deal.closing_on
        row |= _row(files.rights, right.id, stage_at_transfer=_stage(right, passed_on))
    return row


def _stage(right: Right, on: date) -> str:
    """Say what a right that comes by registration was on a day."""
    filed_on, registered_on = getattr(right, "filed_on", None), getattr(right, "registered_on", None)
    if registered_on is not None and registered_on <= on:
        return "registered"
    return "unfiled" if filed_on is None or filed_on > on else "pending"


def _last_royalty_on(right: Right, licences: Sequence[Licence], deal: Deal) -> date | None:
    """Give the last day on which a licence may earn with the right within the deal; none where none uses it.

    A licence of several rights goes on after one has ended, as long as another lives: it earns with that one then.
    """
    ends = [licence.ends_on or date.max for licence in licences if right.id in licence.right_ids]
    return min(max(ends), expires_on(right) or date.max, deal.schedule.final_payment_on) if ends else None


def _transfer(links: Sequence[Assignment], right: Right, files: DealFiles) -> dict[str, Given]:
    """Say what the last assignment was, shares that passed on one day together."""
    if not links:
        return {}
    last_on = max(link.assigned_on for link in links)
    last = [link for link in links if link.assigned_on == last_on]
    registered = [link.registered_on for link in last if link.registered_on is not None]
    return _row(
        files.assignments or "",
        right.id,
        sellers=tuple(dict.fromkeys(link.assignor for link in last)),
        share_only=sum(link.share_ppm for link in last) < PPM,
        assigned_on=last_on,
        transfer_registered=len(registered) == len(last),
        transfer_registered_on=max(registered) if len(registered) == len(last) else None,
    )


def _row(file: str, of: str, **values: Any) -> dict[str, Given]:  # noqa: ANN401 - facts are of many kinds
    """Give each value that is known its place."""
    facts: Mapping[str, Any] = {key: value for key, value in values.items() if value is not None}
    return {key: Given(value, Place(file, None, f"{of}.{key}" if of else key)) for key, value in facts.items()}
