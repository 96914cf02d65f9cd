"""From the deal to its program: every promise becomes integer steps, in the order in which they are carried out."""

from dataclasses import dataclass

from chizai.deal.bounds import overflows
from chizai.deal.builder import Builder
from chizai.deal.model import Clause, Deal, Fee, Order, Pay, SecurityClass, When
from chizai.deal.periods import deal_periods
from chizai.deal.program import NONE, Op, Program, SlotKind
from chizai.units.rate import PPM, share_floor
from chizai.units.result import Failed, Ok, Result


def compile_deal(deal: Deal, file: str = "deal.toml") -> Result[Program]:
    """Compile a checked deal.

    Each period the program collects, accrues what falls due on opening balances, and then carries out the clauses.

    Args:
        deal: as `read_deal` gives it.
        file: the name under which the user knows it, for the places of failures.

    Returns:
        the program, or the steps whose products could leave 63 bits.
    """
    build = Builder(deal, deal_periods(deal))
    _declare_slots(build)
    build.step(Op.COLLECT, build.slot(SlotKind.CASH, deal.collection_account), build.slot(SlotKind.INFLOW, ""))
    for security in deal.classes:
        _accrue_interest(build, security)
    for fee in deal.fees:
        _accrue_fee(build, fee)
    for number, clause in enumerate(deal.clauses):
        build.clause = number
        _carry_out(build, clause)
    program = build.program()
    failures = overflows(program, file)
    return Failed(failures) if failures else Ok(program)


def _declare_slots(build: Builder) -> None:
    for account in build.deal.accounts:
        build.declare(SlotKind.CASH, account.id, account.opening_minor)
    for security in build.deal.classes:
        build.declare(SlotKind.PRINCIPAL, security.id, security.balance_minor)
        build.declare(SlotKind.INTEREST, security.id)
        build.declare(SlotKind.INTEREST_ON_INTEREST, security.id)
        build.declare(SlotKind.SCHEDULED, security.id)
    for fee in build.deal.fees:
        build.declare(SlotKind.FEE, fee.id)
    for guarantee in build.deal.guarantees:
        build.declare(SlotKind.GUARANTEE_LEFT, guarantee.id, guarantee.limit_minor)
        build.declare(SlotKind.CLAIM, guarantee.id)
    build.declare(SlotKind.INFLOW, "")


def _accrue_interest(build: Builder, security: SecurityClass) -> None:
    """Accrue on opening balances; interest on unpaid interest first, so that it does not run on this period's.

    Scheduled principal never exceeds what is outstanding: prepayments take the place of the last instalments.
    """
    fraction = build.fraction(security.day_count)
    unpaid = build.slot(SlotKind.INTEREST, security.id)
    if security.coupon_ppm_annual:
        if security.interest_on_unpaid:
            on_unpaid = build.slot(SlotKind.INTEREST_ON_INTEREST, security.id)
            build.step(Op.ACCRUE, on_unpaid, unpaid, security.coupon_ppm_annual, fraction)
        principal = build.slot(SlotKind.PRINCIPAL, security.id)
        build.step(Op.ACCRUE, unpaid, principal, security.coupon_ppm_annual, fraction)
    if security.scheduled_principal_ppm:
        table = build.each_period(share_floor(security.balance_minor, security.scheduled_principal_ppm))
        scheduled = build.slot(SlotKind.SCHEDULED, security.id)
        build.step(Op.ADD, scheduled, table)
        build.step(Op.LEAST, scheduled, build.slot(SlotKind.PRINCIPAL, security.id))


def _accrue_fee(build: Builder, fee: Fee) -> None:
    """Sum the fee's bases, then its tax, and owe both.

    A fee on balances is a share of the classes' balances weighted by the part of the year, each rounded down.
    """
    build.first_period = fee.first_period - 1
    amount = build.work(f"{fee.id}:this-period")
    if fee.amount_minor:
        build.step(Op.ADD, amount, build.each_period(fee.amount_minor))
    if fee.collections_ppm:
        build.step(Op.SHARE, amount, build.slot(SlotKind.INFLOW, ""), fee.collections_ppm)
    if fee.balance_ppm_annual:
        fraction = build.fraction(fee.day_count)
        balance = build.work(f"{fee.id}:balance")
        for security in fee.classes:
            build.step(Op.ACCRUE, balance, build.slot(SlotKind.PRINCIPAL, security), PPM, fraction)
        build.step(Op.SHARE, amount, balance, fee.balance_ppm_annual)
    owed = build.slot(SlotKind.FEE, fee.id)
    build.step(Op.SUM, owed, amount)
    if fee.consumption_tax_ppm:
        build.step(Op.SHARE, owed, amount, fee.consumption_tax_ppm)
    build.first_period = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that a clause pays to one recipient."""

    due: int = NONE
    """The slot that the payment reduces."""
    cap: int = NONE
    """A slot that limits it, and is reduced with it."""
    receiver: int = NONE
    """The slot that grows by it."""


def _carry_out(build: Builder, clause: Clause) -> None:
    """Compile the four beats of a clause: what is due, how much is paid, the money moves, the record is the step."""
    if clause.when is When.FINAL_PERIOD:
        build.first_period = build.last_period
    source, claim = _source(build, clause)
    limit = NONE
    if clause.limit_minor is not None:
        limit = build.work(f"{clause.id}:limit")
        build.step(Op.ADD, limit, build.each_period(clause.limit_minor))
    dues = [_due(build, clause, name) for name in clause.to]
    limits = [limit] * len(dues)
    if clause.order is Order.PRO_RATA and len(clause.to) > 1:
        limits = _split(build, clause, dues, source, limit)
    for lines, most in zip(dues, limits, strict=True):
        for line in lines:
            receiver = line.receiver if claim == NONE else claim
            build.step(Op.PAY, source, line.due, line.cap, most, receiver)
    build.first_period = 0


def _source(build: Builder, clause: Clause) -> tuple[int, int]:
    """Give the slot that pays, and the guarantor's claim that grows by it, if a guarantor pays."""
    if clause.source in {account.id for account in build.deal.accounts}:
        return build.slot(SlotKind.CASH, clause.source), NONE
    left = build.slot(SlotKind.GUARANTEE_LEFT, clause.source)
    return left, build.slot(SlotKind.CLAIM, clause.source)


def _due(build: Builder, clause: Clause, name: str) -> list[_Line]:
    """Give what a clause owes to one recipient, in the order in which it is paid."""
    match clause.pay:
        case Pay.FEE:
            return [_Line(build.slot(SlotKind.FEE, name))]
        case Pay.INTEREST:
            kinds = (SlotKind.INTEREST_ON_INTEREST, SlotKind.INTEREST)
            return [_Line(build.slot(kind, name)) for kind in kinds]
        case Pay.PRINCIPAL:
            return [_Line(build.slot(SlotKind.PRINCIPAL, name))]
        case Pay.SCHEDULED_PRINCIPAL:
            return [_Line(build.slot(SlotKind.PRINCIPAL, name), cap=build.slot(SlotKind.SCHEDULED, name))]
        case Pay.REIMBURSEMENT:
            return [_Line(build.slot(SlotKind.CLAIM, name))]
        case Pay.TOP_UP:
            account = build.slot(SlotKind.CASH, name)
            return [_Line(cap=_gap(build, clause, name, account), receiver=account)]
        case Pay.TRANSFER:
            return [_Line(receiver=build.slot(SlotKind.CASH, name))]
        case Pay.RESIDUAL:
            return [_Line(receiver=build.declare(SlotKind.DISTRIBUTED, name))]


def _gap(build: Builder, clause: Clause, name: str, account: int) -> int:
    """Work out what an account lacks to its target."""
    target_minor = next(item.target_minor for item in build.deal.accounts if item.id == name)
    gap = build.work(f"{clause.id}:{name}:gap")
    build.step(Op.ADD, gap, build.each_period(target_minor or 0))
    build.step(Op.GAP, gap, account)
    return gap


def _split(build: Builder, clause: Clause, dues: list[list[_Line]], source: int, limit: int) -> list[int]:
    """Work out each recipient's pro-rata part of what the clause can pay."""
    parts = [build.work(f"{clause.id}:{name}:part") for name in clause.to]
    for part, lines in zip(parts, dues, strict=True):
        for line in lines:
            build.step(Op.SUM, part, line.due if line.cap == NONE else line.cap)
            if NONE not in (line.due, line.cap):
                build.step(Op.LEAST, part, line.due)
    build.step(Op.SPLIT, parts[0], len(parts), source, limit)
    return parts
