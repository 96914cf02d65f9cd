"""From the deal to its program: every promise becomes integer steps, in the order in which they are carried out."""

from chizai.deal.bounds import overflows
from chizai.deal.builder import Builder
from chizai.deal.check_names import TABLES
from chizai.deal.clause_steps import carry_out
from chizai.deal.coupon_steps import accrue_class
from chizai.deal.fee_steps import accrue_fee
from chizai.deal.formula_steps import COLLECTED_SLOT, COLLECTED_TO_DATE, evaluate, paid_by
from chizai.deal.formulas import quantities_read
from chizai.deal.inflow_steps import collect, earn_interest, receive
from chizai.deal.measures import Observation, TestPoint, Unit
from chizai.deal.model import Deal
from chizai.deal.periods import deal_periods
from chizai.deal.program import COLLECTIONS_MAX_MINOR, NONE, InputKind, Op, Program, SlotKind
from chizai.deal.quantities import Kind
from chizai.deal.trigger_steps import start_triggers, test_trigger
from chizai.units.rate import PPM
from chizai.units.result import Failed, Ok, Result

INPUT_KINDS = {Unit.MONEY: InputKind.MONEY, Unit.RATE: InputKind.RATE, Unit.FLAG: InputKind.FLAG}
"""What an observation brings, by its unit."""

MOST = {Unit.MONEY: COLLECTIONS_MAX_MINOR, Unit.RATE: 10 * PPM, Unit.FLAG: 1}
"""The largest number of an observation for which the deal names none."""


def most_of(observation: Observation) -> int:
    """Give the largest number that an observation can take."""
    return MOST[observation.unit] if observation.most is None else observation.most


def compile_deal(deal: Deal, file: str = "deal.toml") -> Result[Program]:
    """Compile a checked deal.

    Each period the program observes, collects, accrues what falls due on opening balances, tests its triggers, and then
    carries out the clauses.

    Args:
        deal: as `read_deal` gives it.
        file: the name under which the user knows it, for the places of failures.

    Returns:
        the program, or the steps whose products could leave 63 bits.
    """
    build = Builder(deal, deal_periods(deal))
    _declare_slots(build)
    _open_period(build)
    _accrue(build)
    _test(build, TestPoint.BEFORE_PAYMENTS)
    for inflow in deal.inflows:
        receive(build, inflow)
    _carry_out_clauses(build)
    _test(build, TestPoint.AFTER_PAYMENTS)
    program = build.program()
    failures = overflows(program, file, _places(deal))
    return Failed(failures) if failures else Ok(program)


def _places(deal: Deal) -> dict[str, str]:
    """Say of each id where it is defined."""
    return {
        item.id: f"{table}[{number + 1}] ({item.id})"
        for table in TABLES
        for number, item in enumerate(getattr(deal, table))
    }


def _declare_slots(build: Builder) -> None:
    deal = build.deal
    for account in deal.accounts:
        build.declare(SlotKind.CASH, account.id, account.opening_minor)
    for security in deal.classes:
        build.declare(SlotKind.PRINCIPAL, security.id, security.balance_minor)
        build.declare(SlotKind.INTEREST, security.id)
        build.declare(SlotKind.INTEREST_ON_INTEREST, security.id)
        build.declare(SlotKind.SCHEDULED, security.id)
        if security.commitment_minor:
            build.declare(SlotKind.UNDRAWN, security.id, security.commitment_minor)
    for fee in deal.fees:
        build.declare(SlotKind.FEE, fee.id)
    for guarantee in deal.guarantees:
        build.declare(SlotKind.GUARANTEE_LEFT, guarantee.id, guarantee.limit_minor)
        build.declare(SlotKind.CLAIM, guarantee.id)
        if guarantee.rate_ppm_annual:
            build.declare(SlotKind.INTEREST, guarantee.id)
    _declare_memos(build)


def _declare_memos(build: Builder) -> None:
    """Declare what lasts and is no money."""
    deal = build.deal
    build.declare(SlotKind.INFLOW, "")
    observed, triggers = [each.id for each in deal.observations], [each.id for each in deal.triggers]
    for name in (*observed, *triggers, *(inflow.id for inflow in deal.inflows if inflow.is_call)):
        build.declare(SlotKind.STATE, name)
    for ledger in deal.ledgers:
        build.declare(SlotKind.LEDGER, ledger.id)
    for quantity in quantities_read(deal):
        for clause_id in quantity.of if quantity.name == "paid" else ():
            build.declare(SlotKind.STATE, paid_by(clause_id))


def _open_period(build: Builder) -> None:
    """Observe, test what is tested at the start, earn interest on accounts, and collect."""
    for observation in build.deal.observations:
        number = build.input(INPUT_KINDS[observation.unit], observation.id, most_of(observation))
        build.step(Op.READ, build.slot(SlotKind.STATE, observation.id), number)
    start_triggers(build)
    _test(build, TestPoint.PERIOD_START)
    for account in build.deal.accounts:
        earn_interest(build, account)
    collect(build)
    if any(quantity.name == COLLECTED_TO_DATE for quantity in quantities_read(build.deal)):
        build.step(Op.SUM, build.declare(SlotKind.STATE, COLLECTED_SLOT), build.slot(SlotKind.INFLOW, ""))


def _accrue(build: Builder) -> None:
    """Let what is owed by the passing of time fall due, and let ledgers grow."""
    for security in build.deal.classes:
        accrue_class(build, security)
    for guarantee in build.deal.guarantees:
        if guarantee.rate_ppm_annual:
            claim, owed = (build.slot(kind, guarantee.id) for kind in (SlotKind.CLAIM, SlotKind.INTEREST))
            build.step(Op.ACCRUE, owed, claim, guarantee.rate_ppm_annual, build.fraction(guarantee.day_count))
    for fee in build.deal.fees:
        accrue_fee(build, fee)
    _grow_ledgers(build, None)


def _grow_ledgers(build: Builder, after_clause: str | None) -> None:
    for ledger in build.deal.ledgers:
        if ledger.after_clause == after_clause:
            growth = evaluate(build, f"{ledger.id}:growth", ledger.grows_by, Kind.AMOUNT)
            build.step(Op.SUM, build.slot(SlotKind.LEDGER, ledger.id), growth)


def _test(build: Builder, point: TestPoint) -> None:
    for trigger in build.deal.triggers:
        if trigger.tested is point and trigger.before_clause is None:
            test_trigger(build, trigger)


def _carry_out_clauses(build: Builder) -> None:
    for number, clause in enumerate(build.deal.clauses):
        for trigger in build.deal.triggers:
            if trigger.before_clause == clause.id:
                test_trigger(build, trigger)
        build.clause = number
        carry_out(build, clause)
        build.clause = NONE
        _grow_ledgers(build, clause.id)
