"""Does every clause make sense by itself: whom it pays, out of what, up to how much and when?"""

from collections.abc import Iterator

from chizai.deal.check_facts import Facts, divided, quantities_in, standing, unsound_groups
from chizai.deal.check_names import repeated
from chizai.deal.clause_steps import CASHLESS
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.coupon_steps import bears_interest, is_scheduled
from chizai.deal.model import Account, Clause, Deal, Pay, Span, When
from chizai.units.result import Reason
from chizai.units.schedule import MONTHS_A_YEAR

TAKES_ALL = frozenset({Pay.TRANSFER, Pay.RESIDUAL})
"""What leaves the source empty."""

TO_ONE = TAKES_ALL | {Pay.RELEASE, Pay.DRAW}
"""What the first recipient would take whole."""

GUARANTEED = frozenset({Pay.INTEREST, Pay.SCHEDULED_PRINCIPAL, Pay.PRINCIPAL})
"""What a guarantor pays in the company's stead; a liquidity line pays fees too."""

MAKES_GOOD = frozenset({Pay.TRANSFER, Pay.WRITE_DOWN, Pay.WRITE_UP})
"""What can take off a ledger what it moves."""


def check_clauses(facts: Facts) -> Iterator[Complaint]:
    """Find what is wrong with each clause."""
    for number, clause in enumerate(facts.deal.clauses):
        yield from _check_recipients(facts.deal, number, clause)
        yield from _check_source(facts.deal, number, clause)
        yield from _check_limits(facts.deal, number, clause)
        yield from _check_days(facts, number, clause)
        yield from _check_written(facts.deal, number, clause)
        yield from _check_repeated(facts, number, clause)


def recipients(deal: Deal, pay: Pay) -> tuple[str, list[str]]:
    """Give what a clause of a kind may pay: in words, and the ids."""
    classes = [security.id for security in deal.classes]
    accounts = [account.id for account in deal.accounts]
    match pay:
        case Pay.FEE:
            return "a fee", [fee.id for fee in deal.fees]
        case Pay.INTEREST | Pay.CAPITALISE:
            return "a class that bears interest", _with_groups(deal, [c.id for c in deal.classes if bears_interest(c)])
        case Pay.SCHEDULED_PRINCIPAL:
            scheduled = [security.id for security in deal.classes if is_scheduled(security)]
            return "a class with scheduled principal", _with_groups(deal, scheduled)
        case Pay.PRINCIPAL | Pay.WRITE_DOWN | Pay.WRITE_UP:
            return "a class", _with_groups(deal, classes)
        case Pay.TOP_UP:
            return "an account with a target", [a.id for a in deal.accounts if has_target(a)]
        case Pay.TRANSFER | Pay.RELEASE | Pay.DRAW:
            return "an account", accounts
        case Pay.REIMBURSEMENT:
            return "a guarantee", [guarantee.id for guarantee in deal.guarantees]
        case Pay.RESIDUAL:
            return "a class or party", classes + [party.id for party in deal.parties]


def names_unknown(deal: Deal, clause: Clause) -> bool:
    """Tell whether a clause names a recipient that it cannot pay: it may be meant to pay any that it can."""
    _, known = recipients(deal, clause.pay)
    return any(name not in known for name in clause.to) or not unsound_groups(deal).isdisjoint(clause.to)


def has_target(account: Account) -> bool:
    """Tell whether an account should hold something."""
    return account.target is not None or account.target_minor is not None


def _with_groups(deal: Deal, classes: list[str]) -> list[str]:
    """Add the groups that are made of such classes alone; of unsound ones it is complained elsewhere."""
    others = {security.id for security in deal.classes} - set(classes)
    unsound = unsound_groups(deal)
    ids = [group.id for group in deal.groups]
    return classes + [each for each in ids if each in unsound or not others.intersection(divided(deal, each))]


def _check_recipients(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    key = key_of("clauses", number, clause.id, "to")
    kind, known = recipients(deal, clause.pay)
    yield from (Complaint.unknown(key, name, kind, known) for name in clause.to if name not in known)
    twice = repeated(deal, clause.to)
    if not clause.to or len(set(clause.to)) < len(clause.to):
        reason = Reason.DUPLICATE if clause.to else Reason.MISSING
        why = "a clause pays at least one, and each once"
        yield Complaint(reason, key, f"to = {list(clause.to)}", why, "list each recipient once, in payment order")
    elif clause.pay in TO_ONE and len(clause.to) > 1:
        what = f"{clause.pay} goes to {len(clause.to)} recipients"
        yield Complaint.inconsistent(key, what, "the first takes all that there is", "name one recipient")
    elif clause.source in clause.to and clause.source in known:
        what = f"{clause.pay} from {clause.source!r} to itself"
        yield Complaint.inconsistent(key, what, "the cash would stay where it is", "name another account")
    elif twice and all(not repeated(deal, (name,)) for name in clause.to):
        what = f"to = {list(clause.to)} leads to {', '.join(map(repr, twice))} more than once"
        why = "it would count twice in proportion, and be paid twice"
        yield Complaint(Reason.DUPLICATE, key, what, why, "list each class once, in a group or by itself")


def _check_source(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    key = key_of("clauses", number, clause.id, "source")
    accounts = [account.id for account in deal.accounts]
    guarantees = [guarantee.id for guarantee in deal.guarantees]
    if clause.pay in CASHLESS:
        if clause.source:
            what = f"{clause.pay} has the source {clause.source!r}"
            yield Complaint.inconsistent(key, what, "it moves no cash, so nothing pays it", "remove source")
    elif clause.pay is Pay.DRAW:
        committed = [security.id for security in deal.classes if security.commitment_minor]
        if clause.source not in committed:
            why = "only holders that promised to pay in can be called on"
            yield Complaint.unknown(key, clause.source, "a class with a commitment", committed, why)
    elif clause.source not in accounts + guarantees:
        yield Complaint.unknown(key, clause.source, "an account or guarantee", accounts + guarantees)
    elif clause.source in guarantees:
        yield from _check_guaranteed(deal, number, clause)
    elif clause.pay is Pay.RELEASE and not any(has_target(a) for a in deal.accounts if a.id == clause.source):
        yield Complaint.inconsistent(
            key,
            f"{clause.source!r} has no target, and a release is what stands above it",
            "nothing says how much is to stay",
            "give the account a target, or write pay = 'transfer'",
        )


def _check_guaranteed(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    """Find what a guarantor does not pay."""
    is_line = any(guarantee.revolving for guarantee in deal.guarantees if guarantee.id == clause.source)
    if clause.pay not in GUARANTEED | ({Pay.FEE} if is_line else set()):
        also = "; a liquidity line for fees too" if clause.pay is Pay.FEE else ""
        yield Complaint.inconsistent(
            key_of("clauses", number, clause.id, "source"),
            f"the guarantee {clause.source!r} is to pay {clause.pay}",
            f"a guarantor stands in for interest and principal only{also}",
            "pay it out of an account" + (", or write revolving = true" if also else ""),
        )
    elif clause.pay is Pay.PRINCIPAL and clause.when is When.EVERY_PERIOD:
        yield Complaint.inconsistent(
            key_of("clauses", number, clause.id, "when"),
            f"the guarantee {clause.source!r} is to pay principal in every period",
            "all principal counts as due there, so the guarantor would repay it on the first payment date",
            "write when = 'final-period', or pay = 'scheduled-principal'",
        )


def _check_limits(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    if clause.limit_minor == 0:
        key = key_of("clauses", number, clause.id, "limit_minor")
        yield Complaint.out_of_range(key, "the limit is 0", "this clause would never pay", "raise it, or remove it")
    if clause.span is not Span.PERIOD and clause.limit_minor is None:
        yield Complaint(
            Reason.MISSING,
            key_of("clauses", number, clause.id, "limit_minor"),
            f"span = '{clause.span}' is given, and limit_minor is not",
            "a span says how long a limit lasts",
            "give limit_minor, or remove span",
        )
    key = key_of("clauses", number, clause.id, "against")
    if clause.against is not None and clause.pay not in MAKES_GOOD:
        what = f"{clause.pay} is against the ledger {clause.against!r}"
        why = f"only {', '.join(sorted(MAKES_GOOD))} take off a ledger what they move"
        yield Complaint.inconsistent(key, what, why, "give another pay, or remove against")
    elif clause.against is not None and clause.against not in (ledgers := [ledger.id for ledger in deal.ledgers]):
        yield Complaint.unknown(key, clause.against, "a ledger", ledgers, "there would be nothing to make good")


def _check_days(facts: Facts, number: int, clause: Clause) -> Iterator[Complaint]:
    """Find clauses that stand in no period."""
    wrong = sorted({month for month in clause.months if not 1 <= month <= MONTHS_A_YEAR})
    if wrong or len(set(clause.months)) < len(clause.months):
        yield Complaint(
            Reason.OUT_OF_RANGE if wrong else Reason.DUPLICATE,
            key_of("clauses", number, clause.id, "months"),
            f"months = {list(clause.months)}",
            f"months are counted from 1 to {MONTHS_A_YEAR}, and each is given once",
            "write 3 for March",
        )
    elif clause.from_on and clause.until_on and clause.until_on < clause.from_on:
        yield Complaint.inconsistent(
            key_of("clauses", number, clause.id, "until_on"),
            f"it ends on {clause.until_on}, before it begins on {clause.from_on}",
            "this clause would never pay",
            "mend one of the days",
        )
    elif facts.periods and not standing(facts, clause):
        name = "months" if clause.months else "from_on" if clause.from_on else "until_on"
        dates = f"of the {len(facts.due_on)} payment dates, {facts.due_on[0]} to {facts.due_on[-1]}, none"
        if clause.when is When.FINAL_PERIOD:
            dates = f"the final payment date, {facts.due_on[-1]}, never"
        yield Complaint.inconsistent(
            key_of("clauses", number, clause.id, name),
            f"{dates} meets what when, from_on, until_on and months say",
            "this clause would never pay",
            "let it stand on a payment date, before any roll",
        )


def _check_written(deal: Deal, number: int, clause: Clause) -> Iterator[Complaint]:
    """Find write-downs of everything, and write-ups of what was never written down."""
    limits = (clause.limit_minor, clause.limit, clause.condition, clause.against)
    is_free = clause.when is When.EVERY_PERIOD and all(limit is None for limit in limits)
    if clause.pay is Pay.WRITE_DOWN and is_free:
        yield Complaint(
            Reason.MISSING,
            key_of("clauses", number, clause.id, "limit"),
            "the write-down has neither a limit nor a condition",
            "it would write off all principal on the first payment date",
            f"give a condition, {_once(deal, clause)}",
        )
    if clause.pay is Pay.WRITE_UP:
        downs = [each for each in deal.clauses if each.pay is Pay.WRITE_DOWN]
        written = {name for each in downs for name in divided(deal, *each.to)}
        classes = {security.id for security in deal.classes}
        never = [name for name in divided(deal, *clause.to) if name in classes - written]
        if never:
            yield Complaint.inconsistent(
                key_of("clauses", number, clause.id, "to"),
                f"nothing writes {', '.join(map(repr, never))} down",
                "what was never written off cannot be owed again",
                "add a clause with pay = 'write-down', or remove this one",
            )


def _check_repeated(facts: Facts, number: int, clause: Clause) -> Iterator[Complaint]:
    """Find write-downs that a ledger limits, which stays as it is: they write the same loss off again and again."""
    if clause.pay is not Pay.WRITE_DOWN or clause.against is not None or len(standing(facts, clause)) <= 1:
        return
    key = key_of("clauses", number, clause.id, "limit")
    read = [each for written, tree in facts.formulas if written.key == key for each in quantities_in(tree)]
    ledgers = dict.fromkeys(of for each in read if each.name == "ledger" for of in each.of)
    told = {of for each in read if each.name == "written-off" for of in each.of}
    if ledgers and told.isdisjoint(divided(facts.deal, *clause.to)):
        yield Complaint.inconsistent(
            key,
            f"the write-down is limited by {', '.join(map(repr, ledgers))}, and takes nothing off it",
            "the ledger would stay as it is, and the same loss be written off in every period",
            f"give {_once(facts.deal, clause, *ledgers)}",
        )


def _once(deal: Deal, clause: Clause, *ledgers: str) -> str:
    """Say how a write-down writes each loss off once."""
    of = ", ".join(ledgers) or next((ledger.id for ledger in deal.ledgers), "x")
    return f"against = a ledger, or a limit such as ledger({of}) - written-off({', '.join(divided(deal, *clause.to))})"
