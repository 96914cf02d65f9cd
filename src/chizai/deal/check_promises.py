"""Is every promise kept by some clause, and does every account, guarantee and commitment do something?"""

from collections.abc import Iterator

from chizai.deal.check_clauses import has_target, names_unknown
from chizai.deal.check_facts import Facts, divided, is_any_unknown_source
from chizai.deal.check_flow import is_filled
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.coupon_steps import bears_interest, is_scheduled
from chizai.deal.model import Account, Deal, Pay, SecurityClass

REPAY = frozenset({Pay.PRINCIPAL, Pay.SCHEDULED_PRINCIPAL, Pay.RESIDUAL})
"""The ways in which principal can be paid."""


def check_promises(facts: Facts) -> Iterator[Complaint]:
    """Find promises that no clause keeps, and what is there for nothing."""
    yield from _check_unpaid(facts.deal)
    yield from _check_undrawn(facts.deal)
    if not is_any_unknown_source(facts.deal):
        yield from _check_idle_accounts(facts.deal)
        yield from _check_idle_guarantees(facts.deal)


def _check_unpaid(deal: Deal) -> Iterator[Complaint]:
    """Find promises that no clause keeps; a clause that names something unknown may be meant to keep any."""
    for key, name, ways, what in _promises(deal):
        candidates = [clause for clause in deal.clauses if clause.pay in ways]
        if not any(name in divided(deal, *clause.to) or names_unknown(deal, clause) for clause in candidates):
            yield Complaint.inconsistent(
                key,
                f"no clause pays {what} of {name!r}",
                "it is promised and would never be paid",
                f"add a clause with pay = {' or '.join(sorted(repr(way.value) for way in ways))} to {name!r}",
            )


def _promises(deal: Deal) -> Iterator[tuple[str, str, frozenset[Pay], str]]:
    """Give what is promised: its key, to whom, the ways in which it can be paid, and its name."""
    for number, security in enumerate(deal.classes):
        yield key_of("classes", number, security.id, "balance_minor"), security.id, REPAY, "the principal"
        if bears_interest(security):
            key = key_of("classes", number, security.id, _interest_key(security))
            yield key, security.id, frozenset({Pay.INTEREST, Pay.CAPITALISE}), "the interest"
        if is_scheduled(security):
            name = "scheduled_principal_ppm" if security.scheduled_principal_ppm else "planned_balances"
            key = key_of("classes", number, security.id, name)
            yield key, security.id, frozenset({Pay.SCHEDULED_PRINCIPAL}), "the scheduled principal"
    for number, fee in enumerate(deal.fees):
        yield key_of("fees", number, fee.id, "id"), fee.id, frozenset({Pay.FEE}), "the fee"
    for number, guarantee in enumerate(deal.guarantees):
        if guarantee.rate_ppm_annual or guarantee.revolving:
            name = "rate_ppm_annual" if guarantee.rate_ppm_annual else "revolving"
            key = key_of("guarantees", number, guarantee.id, name)
            yield key, guarantee.id, frozenset({Pay.REIMBURSEMENT}), "the provider's claim"
    for number, account in enumerate(deal.accounts):
        if has_target(account) and not _releases(deal, account):
            name = "target_minor" if account.target is None else "target"
            key = key_of("accounts", number, account.id, name)
            yield key, account.id, frozenset({Pay.TOP_UP}), "the target"


def _interest_key(security: SecurityClass) -> str:
    """Name the first of the terms by which a class bears interest."""
    names = ("coupon_ppm_annual", "floating", "coupon_steps", "call_prices", "make_whole")
    return next(name for name in names if getattr(security, name))


def _releases(deal: Deal, account: Account) -> bool:
    """Tell whether an account's target says what it lets go: a reserve that is funded once need not be filled."""
    return any(clause.pay is Pay.RELEASE and clause.source == account.id for clause in deal.clauses)


def _check_undrawn(deal: Deal) -> Iterator[Complaint]:
    """Find commitments that no clause draws; a draw on something unknown may be meant for any."""
    committed = {security.id for security in deal.classes if security.commitment_minor}
    drawn = {clause.source for clause in deal.clauses if clause.pay is Pay.DRAW}
    for number, security in enumerate(deal.classes):
        if security.id in committed - drawn and drawn <= committed:
            yield Complaint.inconsistent(
                key_of("classes", number, security.id, "commitment_minor"),
                f"no clause draws on the commitment of {security.id!r}",
                "what holders promised to pay in would never be called",
                f"add a clause with pay = 'draw' and source = {security.id!r}, or remove the commitment",
            )


def _check_idle_accounts(deal: Deal) -> Iterator[Complaint]:
    sources = {clause.source for clause in deal.clauses}
    for number, account in enumerate(deal.accounts):
        key = key_of("accounts", number, account.id, "id")
        if account.id not in sources:
            yield Complaint.inconsistent(
                key,
                f"no clause pays out of {account.id!r}",
                "its cash would have nowhere to go",
                "add a clause with this source, or remove the account",
            )
        elif not is_filled(deal, account):
            yield Complaint.inconsistent(
                key,
                f"no money ever enters {account.id!r}",
                "the clauses that pay out of it would never pay",
                "give it opening_minor, let a stream or inflow pay into it, or add a top-up or transfer clause to it",
            )


def _check_idle_guarantees(deal: Deal) -> Iterator[Complaint]:
    sources = {clause.source for clause in deal.clauses}
    for number, guarantee in enumerate(deal.guarantees):
        if guarantee.id not in sources:
            yield Complaint.inconsistent(
                key_of("guarantees", number, guarantee.id, "id"),
                f"no clause draws on {guarantee.id!r}",
                "the guarantee would never pay",
                "add an interest or principal clause with this source",
            )
