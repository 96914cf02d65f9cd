"""What a fee is owed each period, as steps of the program."""

from chizai.deal.builder import Builder
from chizai.deal.formula_steps import evaluate
from chizai.deal.inflow_steps import while_collecting
from chizai.deal.model import Fee
from chizai.deal.program import Op, SlotKind
from chizai.deal.quantities import Kind
from chizai.units.rate import PPM


def accrue_fee(build: Builder, fee: Fee) -> None:
    """Sum the fee's bases, then its tax, and owe both; nothing more once the deal has been called.

    A fee on balances is a share of the balances weighted by the part of the year, each rounded down.
    """
    further = None if fee.formula is None else evaluate(build, f"{fee.id}:formula", fee.formula, Kind.AMOUNT)
    base = None if fee.base is None else evaluate(build, f"{fee.id}:base", fee.base, Kind.AMOUNT)
    last = build.last_period if fee.last_period is None else fee.last_period - 1
    with build.standing(fee.first_period - 1, last):
        amount = build.work(f"{fee.id}:this-period")
        if fee.amount_minor:
            build.step(Op.ADD, amount, build.each_period(fee.amount_minor))
        if fee.amounts:
            build.step(Op.ADD, amount, build.table(_falling_due(build, fee)))
        if fee.collections_ppm:
            build.step(Op.SHARE, amount, build.slot(SlotKind.INFLOW, ""), fee.collections_ppm)
        if fee.balance_ppm_annual:
            balances = [build.slot(SlotKind.PRINCIPAL, each) for each in fee.classes]
            _share_of_balances(build, fee, amount, balances, fee.balance_ppm_annual)
        if base is not None:
            _share_of_balances(build, fee, amount, [base], fee.base_ppm_annual)
        if further is not None:
            build.step(Op.SUM, amount, further)
        while_collecting(build, f"{fee.id}:called", amount)
        owed = build.slot(SlotKind.FEE, fee.id)
        build.step(Op.SUM, owed, amount)
        if fee.consumption_tax_ppm:
            build.step(Op.SHARE, owed, amount, fee.consumption_tax_ppm)


def _share_of_balances(build: Builder, fee: Fee, amount: int, balances: list[int], rate_ppm: int) -> None:
    weighted = build.work(f"{fee.id}:balance")
    for balance in balances:
        build.step(Op.ACCRUE, weighted, balance, PPM, build.fraction(fee.day_count))
    build.step(Op.SHARE, amount, weighted, rate_ppm)


def _falling_due(build: Builder, fee: Fee) -> list[int]:
    """Put each amount of the fee's own schedule into the first period that is paid on its day or later."""
    found = [0] * len(build.periods)
    for row in fee.amounts:
        number = next((n for n, period in enumerate(build.periods) if period.due_on >= row.on), None)
        if number is not None:
            found[number] += row.amount_minor
    return found
