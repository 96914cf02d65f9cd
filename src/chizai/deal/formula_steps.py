"""From a formula to steps: every node becomes a slot that holds its number when its turn has come."""

from collections.abc import Callable, Sequence

from chizai.deal.builder import Builder
from chizai.deal.coupon_steps import grow_at_coupon
from chizai.deal.formula import Formula, Literal, Operation, Quantity, read_formula
from chizai.deal.program import Op, SlotKind
from chizai.deal.quantities import Kind

STORED = {
    "cash": (SlotKind.CASH,),
    "principal": (SlotKind.PRINCIPAL,),
    "interest-due": (SlotKind.INTEREST_ON_INTEREST, SlotKind.INTEREST),
    "interest-on-unpaid": (SlotKind.INTEREST_ON_INTEREST,),
    "written-off": (SlotKind.WRITTEN_OFF,),
    "undrawn": (SlotKind.UNDRAWN,),
    "fee-due": (SlotKind.FEE,),
    "claim": (SlotKind.CLAIM, SlotKind.INTEREST),
    "available": (SlotKind.GUARANTEE_LEFT,),
    "ledger": (SlotKind.LEDGER,),
    "stream": (SlotKind.INFLOW,),
    "observed": (SlotKind.STATE,),
    "triggered": (SlotKind.STATE,),
    "called": (SlotKind.STATE,),
}
"""The quantities that the program keeps in slots, and in which kinds."""

STORED_LATER = frozenset({"written-off", "stream"})
"""Those of them whose slot a formula may read ahead of the first step that writes it."""

COLLECTED_TO_DATE = "collected-to-date"
"""The quantity that sums all collections."""

COLLECTED_SLOT = ":collected-to-date"
"""Name of the slot that holds it: no id has a colon, so that nothing else bears it."""


def paid_by(clause_id: str) -> str:
    """Name the slot that holds what a clause has paid in the period."""
    return f"{clause_id}:paid"


def evaluate(build: Builder, owner: str, text: str, kind: Kind) -> int:
    """Compile a formula, and give the slot that holds its number from here to the next change of what it reads.

    The slot may be one that the program keeps: it is to be read, never written.

    Args:
        build: where the steps go; they stand in all of the current periods.
        owner: after what intermediate numbers are named.
        text: a formula that `check` has read.
        kind: what it gives.
    """
    return _node(build, owner, read_formula(text, build.deal, kind))


def formula_of_target(build: Builder, account_id: str) -> int:
    """Compile the target of an account."""
    account = next(account for account in build.deal.accounts if account.id == account_id)
    if account.target is not None:
        return evaluate(build, f"{account_id}:target", account.target, Kind.AMOUNT)
    return build.constant(f"{account_id}:target", account.target_minor or 0)


def _node(build: Builder, owner: str, node: Formula) -> int:
    match node:
        case Literal(value):
            return build.constant(f"{owner}:{value}", value)
        case Quantity():
            return _quantity(build, owner, node)
        case Operation("trailing", (Literal(n_periods), summed)):
            return _trailing(build, owner, n_periods, _node(build, owner, summed))
        case Operation("*", (base, Literal(rate_ppm))):
            product = build.work(f"{owner}:product")
            build.step(Op.SHARE, product, _node(build, owner, base), rate_ppm)
            return product
        case Operation(name, operands):
            return _operate(build, owner, name, [_node(build, owner, each) for each in operands])


FOLDED = {
    "+": Op.SUM,
    "-": Op.GAP,
    "min": Op.LEAST,
    "max": Op.MOST,
    "and": Op.LEAST,
    "or": Op.MOST,
}
"""The operations that work one operand after the other into the first."""


def _operate(build: Builder, owner: str, name: str, slots: list[int]) -> int:
    """Compile an operation on slots that hold its operands."""
    if name in FOLDED:
        return folded(build, f"{owner}:{name}", FOLDED[name], slots)
    if name == "*":
        product = build.work(f"{owner}:product")
        build.step(Op.SCALE, product, *slots)
        return product
    if name == "ratio":
        ratio = build.scratch(f"{owner}:ratio")
        build.step(Op.RATIO, ratio, *slots)
        return ratio
    if name == "if":
        return _choice(build, owner, *slots)
    if name == "not":
        return inverse(build, owner, *slots)
    return _comparison(build, owner, name, *slots)


def folded(build: Builder, name: str, op: Op, slots: Sequence[int]) -> int:
    """Copy the first operand and let the operation work the others into it."""
    folded = build.copy(name, slots[0])
    for other in slots[1:]:
        build.step(op, folded, other)
    return folded


def _choice(build: Builder, owner: str, condition: int, this: int, that: int) -> int:
    chosen, other = build.copy(f"{owner}:if", this), build.copy(f"{owner}:else", that)
    build.step(Op.GATE, chosen, condition)
    build.step(Op.GATE, other, inverse(build, owner, condition))
    build.step(Op.SUM, chosen, other)
    return chosen


def inverse(build: Builder, owner: str, flag: int) -> int:
    """Give a slot that holds yes where a flag is no."""
    slot = build.scratch(f"{owner}:not")
    build.step(Op.NOT, slot, flag)
    return slot


def less(build: Builder, owner: str, left: int, right: int) -> int:
    """Give a slot that holds yes where one number is less than another."""
    slot = build.scratch(f"{owner}:less")
    build.step(Op.LESS, slot, left, right)
    return slot


def _comparison(build: Builder, owner: str, sign: str, left: int, right: int) -> int:
    """Compare two numbers: every sign is made of `less` and `not`."""
    if sign in {"<", ">="}:
        found = less(build, owner, left, right)
    elif sign in {">", "<="}:
        found = less(build, owner, right, left)
    else:
        found = less(build, owner, left, right)
        build.step(Op.SUM, found, less(build, owner, right, left))
    return found if sign in {"<", ">", "!="} else inverse(build, owner, found)


def _trailing(build: Builder, owner: str, n_periods: int, now: int) -> int:
    """Sum over this period and the ones before; each place in a deal remembers what it measured itself."""
    total = build.copy(f"{owner}:trailing", now)
    past = [build.fresh(SlotKind.STATE, f"{owner}:past") for _ in range(1, n_periods)]
    for slot in past:
        build.step(Op.SUM, total, slot)
    for older, newer in zip(reversed(past), [*reversed(past[:-1]), now], strict=False):
        build.step(Op.COPY, older, newer)
    return total


def _quantity(build: Builder, owner: str, quantity: Quantity) -> int:
    """Give the slot of a quantity, or a fresh one that sums it."""
    if quantity.name in STORED:
        kinds = STORED[quantity.name]
        if quantity.name in STORED_LATER:
            for each in quantity.of:
                build.declare(kinds[0], each)
        return _total(build, owner, [slot for each in quantity.of for slot in build.slots(kinds, each)])
    return WORKED_OUT[quantity.name](build, owner, quantity.of)


def _collections(build: Builder, _owner: str, _of: tuple[str, ...]) -> int:
    return build.slot(SlotKind.INFLOW, "")


def _collected_to_date(build: Builder, _owner: str, _of: tuple[str, ...]) -> int:
    return build.declare(SlotKind.STATE, COLLECTED_SLOT)


def _period(build: Builder, owner: str, _of: tuple[str, ...]) -> int:
    return build.by_period(f"{owner}:period", range(1, len(build.periods) + 1))


def _payment_date(build: Builder, owner: str, _of: tuple[str, ...]) -> int:
    return build.by_period(f"{owner}:payment-date", [period.due_on.toordinal() for period in build.periods])


def _final(build: Builder, owner: str, _of: tuple[str, ...]) -> int:
    return build.by_period(f"{owner}:final", [*(0 for _ in build.periods[1:]), 1])


def _target(build: Builder, owner: str, of: tuple[str, ...]) -> int:
    return _total(build, owner, [formula_of_target(build, each) for each in of])


def _paid(build: Builder, owner: str, of: tuple[str, ...]) -> int:
    return _total(build, owner, [build.slot(SlotKind.STATE, paid_by(each)) for each in of])


def _original(build: Builder, owner: str, of: tuple[str, ...]) -> int:
    balances_minor = [security.balance_minor for security in build.deal.classes if security.id in of]
    return build.constant(f"{owner}:original", sum(balances_minor))


def _scheduled(build: Builder, owner: str, of: tuple[str, ...]) -> int:
    return _total(build, owner, [_scheduled_due(build, owner, each) for each in of])


def _scheduled_due(build: Builder, owner: str, class_id: str) -> int:
    """Give what is scheduled and outstanding: principal paid otherwise meanwhile is due no more."""
    due = build.copy(f"{owner}:scheduled", build.slot(SlotKind.SCHEDULED, class_id))
    build.step(Op.LEAST, due, build.slot(SlotKind.PRINCIPAL, class_id))
    return due


def _annual_interest(build: Builder, owner: str, class_ids: tuple[str, ...]) -> int:
    interest = build.work(f"{owner}:annual-interest")
    for security in build.deal.classes:
        if security.id in class_ids:
            principal = build.slot(SlotKind.PRINCIPAL, security.id)
            grow_at_coupon(build, security, interest, principal, for_a_year=True)
    return interest


def _total(build: Builder, owner: str, slots: list[int]) -> int:
    """Give the only slot, or a fresh one that sums them."""
    if len(slots) == 1:
        return slots[0]
    total = build.work(f"{owner}:total")
    for slot in slots:
        build.step(Op.SUM, total, slot)
    return total


WORKED_OUT: dict[str, Callable[[Builder, str, tuple[str, ...]], int]] = {
    "collections": _collections,
    "collected-to-date": _collected_to_date,
    "period": _period,
    "payment-date": _payment_date,
    "final": _final,
    "target": _target,
    "paid": _paid,
    "original": _original,
    "annual-interest": _annual_interest,
    "scheduled-due": _scheduled,
}
"""The quantities that are not simply kept."""
