"""Does every clause make sense, and does all cash find its way?"""

from collections.abc import Iterator, Sequence

from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import Clause, Deal, Pay, When
from chizai.units.result import Reason

TAKES_ALL = frozenset({Pay.TRANSFER, Pay.RESIDUAL})
"""What leaves the source empty."""


def check_clauses(deal: Deal) -> Iterator[Complaint]:
    """Find what is wrong with the payment order."""
    for number, clause in enumerate(deal.clauses):
        yield from _check_recipients(deal, number, clause)
        yield from _check_source(deal, number, clause)
    yield from _check_cycles(deal)
    yield from _check_unreachable(deal)
    yield from _check_unpaid(deal)
    yield from _check_stranded(deal)
    yield from _check_idle(deal)


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


def _check_source(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    accounts = [account.id for account in deal.accounts]
    guarantees = [guarantee.id for guarantee in deal.guarantees]
    if clause.source not in accounts + guarantees:
        key = key_of("clauses", number, clause.id, "source")
        yield Complaint.unknown(key, clause.source, "an account or guarantee", accounts + guarantees)
    elif clause.source in guarantees and clause.pay not in {Pay.INTEREST, Pay.PRINCIPAL, Pay.SCHEDULED_PRINCIPAL}:
        yield Complaint(
            Reason.INCONSISTENT,
            key_of("clauses", number, clause.id, "source"),
            f"the guarantee {clause.source!r} is to pay {clause.pay}",
            "a guarantor stands in for interest and principal only",
            "pay it out of an account",
        )
    elif clause.source in guarantees and clause.pay is Pay.PRINCIPAL and clause.when is When.EVERY_PERIOD:
        yield Complaint(
            Reason.INCONSISTENT,
            key_of("clauses", number, clause.id, "when"),
            f"the guarantee {clause.source!r} is to pay principal in every period",
            "all principal counts as due there, so the guarantor would repay it on the first payment date",
            "write when = 'final-period', or pay = 'scheduled-principal'",
        )


def _check_recipients(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    key = key_of("clauses", number, clause.id, "to")
    kind, known = recipients(deal, clause.pay)
    yield from (Complaint.unknown(key, name, kind, known) for name in clause.to if name not in known)
    if not clause.to or len(set(clause.to)) < len(clause.to):
        reason = Reason.DUPLICATE if clause.to else Reason.MISSING
        why = "a clause pays at least one, and each once"
        yield Complaint(reason, key, f"to = {list(clause.to)}", why, "list each recipient once, in payment order")
    elif clause.pay in TAKES_ALL and len(clause.to) > 1:
        what = f"{clause.pay} goes to {len(clause.to)} recipients"
        yield Complaint(Reason.INCONSISTENT, key, what, "the first takes all that there is", "name one recipient")
    elif clause.source in clause.to and clause.source in known:
        what = f"{clause.pay} from {clause.source!r} to itself"
        yield Complaint(Reason.INCONSISTENT, key, what, "the cash would stay where it is", "name another account")


def _takes_all(clause: Clause) -> bool:
    """Tell whether a clause leaves its source empty, every time."""
    is_free = clause.limit_minor is None and clause.when is When.EVERY_PERIOD
    return clause.pay in TAKES_ALL and is_free and clause.source not in clause.to


def _check_cycles(deal: Deal) -> Iterator[Complaint]:
    """Refuse transfers of everything that lead round in a circle: the cash would never be paid to anyone."""
    ways: list[tuple[str, str]] = []
    for number, clause in enumerate(deal.clauses):
        if clause.pay is Pay.TRANSFER and _takes_all(clause) and clause.to:
            if path := _path(ways, clause.to[0], clause.source):
                yield Complaint(
                    Reason.CYCLE,
                    key_of("clauses", number, clause.id, "to"),
                    f"transfers lead round in a circle: {' -> '.join((*path, path[0]))}",
                    "the same cash would be moved for ever and paid to nobody",
                    "let one of the accounts be the last, or fill it with top-up to a target",
                )
            ways.append((clause.source, clause.to[0]))


def _path(ways: Sequence[tuple[str, str]], start: str, goal: str) -> tuple[str, ...]:
    """Give the accounts on the shortest way from one to another, both included; none if no way leads there."""
    paths: list[tuple[str, ...]] = [(start,)]
    for path in paths:  # which grows meanwhile
        if path[-1] == goal:
            return path
        seen = {account for each in paths for account in each}
        paths += [(*path, to) for source, to in ways if source == path[-1] and to not in seen]
    return ()


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
        if _takes_all(clause):
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
    """Find cash that piles up where the collections arrive."""
    last = [clause for clause in deal.clauses if clause.source == deal.collection_account]
    if last and not any(clause.pay in TAKES_ALL and clause.limit_minor is None for clause in last):
        yield Complaint(
            Reason.INCONSISTENT,
            "clauses",
            f"nothing takes what is left in {deal.collection_account!r}",
            "once all dues are paid, cash would pile up for nobody",
            "end the payment order with a residual clause without a limit",
        )


def _check_idle(deal: Deal) -> Iterator[Complaint]:
    """Find what no clause pays out of or into; only where every source is known, since a misspelt one may be meant."""
    sources = {clause.source for clause in deal.clauses}
    if not sources <= {account.id for account in deal.accounts} | {guarantee.id for guarantee in deal.guarantees}:
        return
    for number, account in enumerate(deal.accounts):
        if account.id not in sources:
            yield Complaint(
                Reason.INCONSISTENT,
                key_of("accounts", number, account.id, "id"),
                f"no clause pays out of {account.id!r}",
                "its cash would have nowhere to go",
                "add a clause with this source, or remove the account",
            )
        elif not (account.opening_minor or account.id == deal.collection_account or _is_filled(deal, account.id)):
            yield Complaint(
                Reason.INCONSISTENT,
                key_of("accounts", number, account.id, "id"),
                f"no money ever enters {account.id!r}",
                "the clauses that pay out of it would never pay",
                "give it opening_minor, or add a top-up or transfer clause to it",
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


def _is_filled(deal: Deal, account_id: str) -> bool:
    fills = [clause for clause in deal.clauses if clause.pay in {Pay.TOP_UP, Pay.TRANSFER}]
    return any(account_id in clause.to or _names_unknown(deal, clause) for clause in fills)
