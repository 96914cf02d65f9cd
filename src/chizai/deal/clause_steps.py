"""A clause of the payment order as steps: what is due, how much of it is paid, from where and to whom."""

from dataclasses import dataclass

from chizai.deal.builder import UNLIMITED, Builder
from chizai.deal.formula_steps import evaluate, folded, formula_of_target, paid_by
from chizai.deal.model import Clause, Deal, Order, Pay, Span, When
from chizai.deal.program import NONE, Op, SlotKind
from chizai.deal.quantities import Kind
from chizai.units.schedule import MONTHS_A_YEAR, add_months

CASHLESS = frozenset({Pay.CAPITALISE, Pay.WRITE_DOWN, Pay.WRITE_UP})
"""Clauses that move no cash and have no source."""

PLAIN_DUES = {
    Pay.FEE: (SlotKind.FEE,),
    Pay.INTEREST: (SlotKind.INTEREST_ON_INTEREST, SlotKind.INTEREST),
    Pay.PRINCIPAL: (SlotKind.PRINCIPAL,),
}
"""What such clauses owe to each recipient, in the order in which it is paid."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that a clause pays to one recipient."""

    due: int = NONE
    """The slot that the payment reduces."""
    cap: int = NONE
    """A slot that limits it, and is reduced with it."""
    receiver: int = NONE
    """The slot that grows by it."""
    source: int = NONE
    """The slot that pays, where it is not the clause's source."""


def carry_out(build: Builder, clause: Clause) -> None:
    """Compile the four beats of a clause: what is due, how much is paid, the money moves, the record is the step.

    Formulas are worked out in every period, so that those which look back remember each; the clause pays in its own.
    """
    most = _limit(build, clause)
    first, last = _periods(build, clause)
    source = _source(build, clause)
    is_read = build.is_declared(SlotKind.STATE, paid_by(clause.id))
    is_spent = build.is_declared(SlotKind.ALLOWANCE, clause.id)
    is_watched = is_spent or is_read
    lines: dict[str, list[_Line]] = {}
    if clause.pay is not Pay.DRAW:
        lines = {leaf: _lines(build, clause, leaf) for name in clause.to for leaf in leaves(build.deal, name)}
    serving = _Serving(clause, source, lines)
    before = _held(build, serving, f"{clause.id}:before", clause.to) if is_watched else NONE
    with build.standing(first, last):
        if clause.pay is Pay.DRAW:
            _draw(build, clause, most)
        else:
            _serve(build, serving, clause.to, clause.order, most)
    if is_watched:
        _less_what_is_left(build, serving, before, clause.to)
        if is_spent:
            build.step(Op.GAP, build.slot(SlotKind.ALLOWANCE, clause.id), before)
        if is_read:
            build.step(Op.COPY, build.slot(SlotKind.STATE, paid_by(clause.id)), before)


def _periods(build: Builder, clause: Clause) -> tuple[int, int]:
    """Give the first and last period in which a clause stands, counted from 0; the last lies before if in none."""
    due_on = [period.due_on for period in build.periods]
    first = build.final_period if clause.when is When.FINAL_PERIOD else 0
    if clause.from_on is not None:
        first = max(first, sum(day < clause.from_on for day in due_on))
    last = build.final_period
    if clause.until_on is not None:
        last = sum(day <= clause.until_on for day in due_on) - 1
    return first, last


def _limit(build: Builder, clause: Clause) -> int:
    """Work out the most that a clause may pay now, or none if nothing limits it."""
    parts: list[int] = []
    if clause.limit_minor is not None and clause.span is not Span.PERIOD:
        parts.append(_allowance(build, clause, clause.limit_minor))
    elif clause.limit_minor is not None:
        parts.append(build.constant(f"{clause.id}:limit", clause.limit_minor))
    if clause.limit is not None:
        parts.append(evaluate(build, f"{clause.id}:limit", clause.limit, Kind.AMOUNT))
    if clause.months:
        open_now = [UNLIMITED if period.due_on.month in clause.months else 0 for period in build.periods]
        parts.append(build.by_period(f"{clause.id}:months", open_now))
    if clause.condition is not None:
        holds = evaluate(build, f"{clause.id}:condition", clause.condition, Kind.FLAG)
        allowed = build.constant(f"{clause.id}:allowed", UNLIMITED)
        build.step(Op.GATE, allowed, holds)
        parts.append(allowed)
    if not parts:
        return NONE
    return folded(build, f"{clause.id}:most", Op.LEAST, parts)


def _allowance(build: Builder, clause: Clause, limit_minor: int) -> int:
    """Keep what a clause may still pay in its year, or in the deal's life."""
    allowance = build.declare(SlotKind.ALLOWANCE, clause.id, limit_minor)
    if clause.span is Span.YEAR:
        for number in _first_of_years(build):
            with build.standing(number, number):
                build.step(Op.CLEAR, allowance)
                build.step(Op.ADD, allowance, build.each_period(limit_minor))
    return allowance


def _first_of_years(build: Builder) -> list[int]:
    """Give the periods that are the first to be paid in the second and later years after closing, counted from 0."""
    deal, due_on, found, months = build.deal, [period.due_on for period in build.periods], [], MONTHS_A_YEAR
    keeps_end = deal.schedule.end_of_month  # of a year from the last of February, too
    while (start_on := add_months(deal.closing_on, months, end_of_month=keeps_end)) < due_on[-1]:
        found.append(sum(day <= start_on for day in due_on))
        months += MONTHS_A_YEAR
    return sorted(set(found))


def _source(build: Builder, clause: Clause) -> int:
    """Give the slot that pays; of a clause without cash, what is turned into something else by it."""
    deal = build.deal
    if clause.pay is Pay.DRAW:
        return build.slot(SlotKind.UNDRAWN, clause.source)
    if clause.pay in CASHLESS:
        return NONE
    if clause.source in {account.id for account in deal.accounts}:
        return build.slot(SlotKind.CASH, clause.source)
    return build.slot(SlotKind.GUARANTEE_LEFT, clause.source)


@dataclass(frozen=True, slots=True)
class _Serving:
    """A clause that is being carried out."""

    clause: Clause
    source: int
    lines: dict[str, list[_Line]]
    """What is due to each recipient, groups divided, as the clause's turn comes."""


def _serve(build: Builder, serving: _Serving, names: tuple[str, ...], order: Order, most: int) -> None:
    """Pay recipients, one after the other or in proportion; a group divides what it gets in its own order."""
    groups = {group.id: group for group in build.deal.groups}
    limits = [most] * len(names)
    is_limited = any(slot != NONE for slot in _bounds(build, serving, most))
    is_split = order is Order.PRO_RATA and len(names) > 1 and is_limited
    if is_split:
        limits = _split(build, serving, names, most)
    for name, limit in zip(names, limits, strict=True):
        if name not in groups:
            _pay(build, serving, name, limit)
            continue
        group = groups[name]
        is_shared = limit != NONE and not is_split and group.order is Order.PRO_RATA and len(group.members) > 1
        before = _held(build, serving, f"{serving.clause.id}:{name}:before", (name,)) if is_shared else NONE
        _serve(build, serving, group.members, group.order, limit)
        if is_shared:
            _less_what_is_left(build, serving, before, (name,))
            build.step(Op.GAP, limit, before)


def _held(build: Builder, serving: _Serving, owner: str, names: tuple[str, ...]) -> int:
    """Give a fresh slot that holds what can still be paid from: the source, or what recipients turn over."""
    return folded(build, owner, Op.SUM, _paying(build, serving, names))


def _less_what_is_left(build: Builder, serving: _Serving, before: int, names: tuple[str, ...]) -> None:
    """Let what was held before become what has been paid since."""
    for slot in _paying(build, serving, names):
        build.step(Op.GAP, before, slot)


def _paying(build: Builder, serving: _Serving, names: tuple[str, ...]) -> list[int]:
    if serving.source != NONE:
        return [serving.source]
    return [line.source for name in names for leaf in leaves(build.deal, name) for line in serving.lines[leaf]]


def _pay(build: Builder, serving: _Serving, name: str, most: int) -> None:
    source, claim = serving.source, NONE
    if source != NONE and serving.clause.source in {guarantee.id for guarantee in build.deal.guarantees}:
        claim = build.slot(SlotKind.CLAIM, serving.clause.source)
    for line in serving.lines[name]:
        paying = source if line.source == NONE else line.source
        receiver = line.receiver if claim == NONE else claim
        build.step(Op.PAY, paying, line.due, line.cap, most, receiver)


def _lines(build: Builder, clause: Clause, name: str) -> list[_Line]:
    """Give what a clause owes to one recipient, in the order in which it is paid."""
    match clause.pay:
        case Pay.FEE | Pay.INTEREST | Pay.PRINCIPAL:
            return [_Line(build.slot(kind, name)) for kind in PLAIN_DUES[clause.pay]]
        case Pay.SCHEDULED_PRINCIPAL:
            return [_Line(build.slot(SlotKind.PRINCIPAL, name), cap=build.slot(SlotKind.SCHEDULED, name))]
        case Pay.REIMBURSEMENT:
            return _reimbursement(build, name)
        case Pay.TOP_UP | Pay.RELEASE | Pay.TRANSFER:
            return [_Line(cap=_movable(build, clause, name), receiver=build.slot(SlotKind.CASH, name))]
        case Pay.RESIDUAL:
            return [_Line(receiver=build.declare(SlotKind.DISTRIBUTED, name))]
        case Pay.CAPITALISE | Pay.WRITE_DOWN | Pay.WRITE_UP | Pay.DRAW:
            return _conversions(build, clause, name)


def _conversions(build: Builder, clause: Clause, name: str) -> list[_Line]:
    """Give what a clause that moves no cash turns into what."""
    principal = build.slot(SlotKind.PRINCIPAL, name)
    if clause.pay is Pay.CAPITALISE:
        kinds = (SlotKind.INTEREST_ON_INTEREST, SlotKind.INTEREST)
        return [_Line(source=build.slot(kind, name), receiver=principal) for kind in kinds]
    written_off, made_good = build.declare(SlotKind.WRITTEN_OFF, name), _made_good(build, clause)
    if clause.pay is Pay.WRITE_DOWN:
        return [_Line(source=principal, cap=made_good, receiver=written_off)]
    return [_Line(source=written_off, cap=made_good, receiver=principal)]


def _made_good(build: Builder, clause: Clause) -> int:
    """Give the slot of the ledger that a clause takes off, or none."""
    return NONE if clause.against is None else build.slot(SlotKind.LEDGER, clause.against)


def _reimbursement(build: Builder, name: str) -> list[_Line]:
    """Repay a guarantor: what it earned first; what it paid restores a liquidity line."""
    guarantee = next(each for each in build.deal.guarantees if each.id == name)
    restored = build.slot(SlotKind.GUARANTEE_LEFT, name) if guarantee.revolving else NONE
    earned = [_Line(slot) for slot in build.slots((SlotKind.INTEREST,), name)]
    return [*earned, _Line(build.slot(SlotKind.CLAIM, name), receiver=restored)]


def _movable(build: Builder, clause: Clause, name: str) -> int:
    """Work out what limits a movement between accounts: a target, or a ledger that is made good; or nothing does."""
    if clause.pay is Pay.TOP_UP:
        gap = build.copy(f"{clause.id}:{name}:gap", formula_of_target(build, name))
        build.step(Op.GAP, gap, build.slot(SlotKind.CASH, name))
        return gap
    if clause.pay is Pay.RELEASE:
        excess = build.copy(f"{clause.id}:excess", build.slot(SlotKind.CASH, clause.source))
        build.step(Op.GAP, excess, formula_of_target(build, clause.source))
        return excess
    return _made_good(build, clause)


def _split(build: Builder, serving: _Serving, names: tuple[str, ...], most: int) -> list[int]:
    """Work out each recipient's pro-rata part of what the clause can pay."""
    parts = [build.work(f"{serving.clause.id}:{name}:part") for name in names]
    ledger = _made_good(build, serving.clause)
    for part, name in zip(parts, names, strict=True):
        for leaf in leaves(build.deal, name):
            for line in serving.lines[leaf]:
                _add_due(build, part, line, ledger)
    source, limit = sorted(_bounds(build, serving, most), key=lambda slot: slot == NONE)
    build.step(Op.SPLIT, parts[0], len(parts), source, limit)
    return parts


def _bounds(build: Builder, serving: _Serving, most: int) -> tuple[int, int]:
    """Give the slots that limit what all recipients get together: the source, or else the ledger; and the limit."""
    return (_made_good(build, serving.clause) if serving.source == NONE else serving.source), most


def _add_due(build: Builder, part: int, line: _Line, ledger: int) -> None:
    """Add what is due on a line: the least of the due, its cap, and what a line of its own source turns over.

    A ledger is no cap of one line: it limits all of them together.
    """
    slots = [slot for slot in (line.due, line.cap, line.source) if slot not in {NONE, ledger}]
    due = slots[0] if len(slots) == 1 else folded(build, "due", Op.LEAST, slots)
    build.step(Op.SUM, part, due)


def leaves(deal: Deal, name: str) -> tuple[str, ...]:
    """Give the recipients that a name stands for: itself, or the members of a group and of its groups."""
    for group in deal.groups:
        if group.id == name:
            return tuple(leaf for member in group.members for leaf in leaves(deal, member))
    return (name,)


def _draw(build: Builder, clause: Clause, most: int) -> None:
    """Let holders pay in what they promised: cash and principal grow by the same."""
    undrawn = build.slot(SlotKind.UNDRAWN, clause.source)
    drawn = build.copy(f"{clause.id}:drawn", undrawn)
    build.step(Op.PAY, undrawn, NONE, NONE, most, build.slot(SlotKind.CASH, clause.to[0]))
    build.step(Op.GAP, drawn, undrawn)
    build.step(Op.SUM, build.slot(SlotKind.PRINCIPAL, clause.source), drawn)
