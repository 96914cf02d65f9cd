"""What an account should hold, where a formula says it: as a run worked it out."""

from chizai.deal.program import Op, SlotKind
from chizai.waterfall.exact import ExactRun


def target_minor(run: ExactRun, period: int, account_id: str) -> int | None:
    """Give the target as the last clause that filled an account, or released from it, worked it out.

    Args:
        run: of the deal.
        period: counted from 0.
        account_id: of an account with a target.

    Returns:
        the target, or None where no clause asked for it in the period.
    """
    steps, cash = run.program.steps, run.program.slot(SlotKind.CASH, account_id)
    caps = {step.c for step in steps if step.op is Op.PAY}
    found = None
    for done in run.of_period(period):
        step = steps[done.step]
        if step.op is not Op.GAP or step.a not in caps:
            continue
        if step.b == cash:
            found = done.operands_minor[0]
        elif any(each.op is Op.COPY and (each.a, each.b) == (step.a, cash) for each in steps):
            found = done.operands_minor[1]
    return found
