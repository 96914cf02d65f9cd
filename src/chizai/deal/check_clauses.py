"""Does every clause make sense, and does all cash find its way?"""

from collections.abc import Iterator

from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import Clause, Deal, Pay, When
from chizai.units.result import Reason

TAKES_ALL = frozenset({Pay.TRANSFER, Pay.RESIDUAL})
"""What leaves the source empty."""


def check_clauses(deal: Deal) -> Iterator[Complaint]:
    """Find what is wrong with the payment order."""
    for number, clause in enumerate(deal.clauses):
        yield from _check_names(deal, number, clause)
    yield from _check_cycles(deal)
    yield from _check_unreachable(deal)
    yield from _check_unpaid(deal)
    yield from _check_stranded(deal)


def recipients(deal: Deal, pay: Pay) -> tuple[str, list[str]]:
    """Give what a clause of a kind may pay: in words, and the ids."""
    classes = [security.id for security in deal.classes]
    match pay:
        case Pay.FEE:
            return "a fee", [fee.id for fee in deal.fees]
        case Pay.INTEREST:
            return "a class with a coupon", [item.id for item in deal.classes if item.coupon_ppm_annual]
        case Pay.SCHEDULED_PRINCIPAL:
            return "a class with scheduled principal", [c.id for c in deal.classes if c.scheduled_principal_ppm]
        case Pay.PRINCIPAL:
            return "a class", classes
        case Pay.TOP_UP:
            return "an account with a target", [a.id for a in deal.accounts if a.target_minor is not None]
        case Pay.TRANSFER:
            return "an account", [account.id for account in deal.accounts]
        case Pay.REIMBURSEMENT:
            return "a guarantee", [guarantee.id for guarantee in deal.guarantees]
        case Pay.RESIDUAL:
            return "a class or party", classes + [party.id for party in deal.parties]


def _check_names(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    def key(field: str) -> str:
        return key_of("clauses", number, clause.id, field)

    kind, known = recipients(deal, clause.pay)
    yield from (Complaint.unknown(key("to"), name, kind, known) for name in clause.to if name not in known)
    accounts = [account.id for account in deal.accounts]
    guarantees = [guarantee.id for guarantee in deal.guarantees]
    if clause.source not in accounts + guarantees:
        yield Complaint.unknown(key("source"), clause.source, "an account or guarantee", accounts + guarantees)
    if clause.source in guarantees and clause.pay not in {Pay.INTEREST, Pay.PRINCIPAL, Pay.SCHEDULED_PRINCIPAL}:
        yield Complaint(
            Reason.INCONSISTENT,
            key("source"),
            f"the guarantee {clause.source!r} is to pay {clause.pay}",
            "a guarantor stands in for interest and principal only",
            "pay it out of an account",
        )
    if not clause.to or len(set(clause.to)) < len(clause.to):
        yield Complaint(
            Reason.DUPLICATE if clause.to else Reason.MISSING,
            key("to"),
            f"to = {list(clause.to)}",
            "a clause pays at least one, and each once",
            "list each recipient once, in payment order",
        )
    if clause.pay in TAKES_ALL and len(clause.to) > 1:
        yield Complaint(
            Reason.INCONSISTENT,
            key("to"),
            f"{clause.pay} goes to {len(clause.to)} recipients",
            "the first takes all that there is",
            "name one recipient",
        )


def _check_cycles(deal: Deal) -> Iterator[Complaint]:
    """Refuse transfers of everything that lead round in a circle: the cash would never be paid to anyone."""
    ways = {c.source: (number, c) for number, c in enumerate(deal.clauses) if c.pay is Pay.TRANSFER and c.to}
    done: set[str] = set()
    for start in ways:
        path = [start]
        while (here := path[-1]) in ways and here not in done:
            following = ways[here][1].to[0]
            if following in path:
                number, clause = ways[here]
                circle = " -> ".join([*path[path.index(following) :], following])
                yield Complaint(
                    Reason.CYCLE,
                    key_of("clauses", number, clause.id, "to"),
                    f"transfers lead round in a circle: {circle}",
                    "the same cash would be moved for ever and paid to nobody",
                    "let one of the accounts be the last, or fill it with top-up to a target",
                )
                break
            path.append(following)
        done.update(path)


def _check_unreachable(deal: Deal) -> Iterator[Complaint]:
    emptied: dict[str, Clause] = {}
    for number, clause in enumerate(deal.clauses):
        if (taker := emptied.get(clause.source)) is not None:
            yield Complaint(
                Reason.INCONSISTENT,
                key_of("clauses", number, clause.id, "source"),
                f"{clause.source!r} is always empty here: the clause {taker.id!r} above takes all of it",
                "this clause would never pay",
                "move it above that clause, or give it another source",
            )
        for account in clause.to:
            emptied.pop(account, None)
        if clause.pay in TAKES_ALL and clause.limit_minor is None and clause.when is When.EVERY_PERIOD:
            emptied[clause.source] = clause


def _check_unpaid(deal: Deal) -> Iterator[Complaint]:
    """Find promises that no clause keeps; a clause that names something unknown may be meant to keep any."""
    for key, name, ways, what in _promises(deal):
        candidates = [clause for clause in deal.clauses if clause.pay in ways]
        if not any(name in clause.to or _names_unknown(deal, clause) for clause in candidates):
            yield Complaint(
                Reason.INCONSISTENT,
                key,
                f"no clause pays {what} of {name!r}",
                "it is promised and would never be paid",
                f"add a clause with pay = {' or '.join(sorted(repr(way.value) for way in ways))} to {name!r}",
            )


def _names_unknown(deal: Deal, clause: Clause) -> bool:
    _, known = recipients(deal, clause.pay)
    return any(name not in known for name in clause.to)


def _promises(deal: Deal) -> Iterator[tuple[str, str, set[Pay], str]]:
    """Give what is promised: its key, to whom, the ways in which it can be paid, and its name."""
    for number, security in enumerate(deal.classes):

        def key(field: str, number: int = number, name: str = security.id) -> str:
            return key_of("classes", number, name, field)

        anyhow = {Pay.PRINCIPAL, Pay.SCHEDULED_PRINCIPAL, Pay.RESIDUAL}
        yield key("balance_minor"), security.id, anyhow, "the principal"
        if security.coupon_ppm_annual:
            yield key("coupon_ppm_annual"), security.id, {Pay.INTEREST}, "the interest"
        if security.scheduled_principal_ppm:
            yield key("scheduled_principal_ppm"), security.id, {Pay.SCHEDULED_PRINCIPAL}, "the scheduled principal"
    for number, fee in enumerate(deal.fees):
        yield key_of("fees", number, fee.id, "id"), fee.id, {Pay.FEE}, "the fee"
    for number, account in enumerate(deal.accounts):
        if account.target_minor is not None:
            yield key_of("accounts", number, account.id, "target_minor"), account.id, {Pay.TOP_UP}, "the target"


def _check_stranded(deal: Deal) -> Iterator[Complaint]:
    """Find accounts that money enters and cannot leave, and guarantees that nobody can draw."""
    sources = {clause.source for clause in deal.clauses}
    for number, account in enumerate(deal.accounts):
        if account.id not in sources:
            yield Complaint(
                Reason.INCONSISTENT,
                key_of("accounts", number, account.id, "id"),
                f"no clause pays out of {account.id!r}",
                "its cash would have nowhere to go",
                "add a clause with this source, or remove the account",
            )
    for number, guarantee in enumerate(deal.guarantees):
        if guarantee.id not in sources:
            yield Complaint(
                Reason.INCONSISTENT,
                key_of("guarantees", number, guarantee.id, "id"),
                f"no clause draws on {guarantee.id!r}",
                "the guarantee would never pay",
                "add an interest or principal clause with this source",
            )
    last = [clause for clause in deal.clauses if clause.source == deal.collection_account]
    if last and not any(clause.pay in TAKES_ALL for clause in last):
        yield Complaint(
            Reason.INCONSISTENT,
            "clauses",
            f"nothing takes what is left in {deal.collection_account!r}",
            "once all dues are paid, cash would pile up for nobody",
            "end the payment order with a residual clause",
        )
