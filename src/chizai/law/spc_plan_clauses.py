"""The payment order as a plan states it: the clauses of the deal, each with what it pays, to whom, whence and when."""

from collections.abc import Iterator

from chizai.deal.model import Clause, Order, Pay, SecurityClass, When
from chizai.law.said import Said
from chizai.law.spc_plan_parts import NOT_PLANNED, Content, Line, Sources, stated

PAYS = {
    Pay.FEE: Said("fees", "費用"),
    Pay.INTEREST: Said("interest", "利息"),
    Pay.SCHEDULED_PRINCIPAL: Said("scheduled principal", "約定元本"),
    Pay.PRINCIPAL: Said("principal", "元本"),
    Pay.TOP_UP: Said("top-up of the account", "口座への補充"),
    Pay.TRANSFER: Said("transfer", "振替"),
    Pay.REIMBURSEMENT: Said("reimbursement", "求償の弁済"),
    Pay.RESIDUAL: Said("what is left", "残余"),
    Pay.RELEASE: Said("release", "取崩し"),
    Pay.CAPITALISE: Said("unpaid interest becomes principal", "未払利息の元本組入れ"),
    Pay.WRITE_DOWN: Said("write-down", "元本の減額"),
    Pay.WRITE_UP: Said("write-up", "元本の回復"),
    Pay.DRAW: Said("draw on commitments", "追加払込みの請求"),
}


def payment_order(sources: Sources) -> tuple[Line, ...]:
    """Set out the clauses in their order, each with what it pays, to whom and from where."""
    return tuple(
        stated(
            sources, Said(f"{place}. {clause.id}", f"{place}. {clause.id}"), _clause(clause), f"clauses ({clause.id})"
        )
        for place, clause in enumerate(sources.deal.clauses, start=1)
    )


def early_redemption(sources: Sources) -> Content:
    """Say which calls and which sweeps repay a bond before its schedule."""
    deal = sources.deal
    calls = [
        stated(
            sources,
            Said(f"call {each.id}", f"期限前償還 {each.id}"),
            Said(
                f"pays {each.amount}, when {each.condition or 'any payment date comes'}",
                f"金額 {each.amount}、条件 {each.condition or '各支払日'}",
            ),
            f"inflows ({each.id})",
        )
        for each in deal.inflows
        if each.is_call
    ]
    sweeps = [
        stated(sources, Said(f"clause {each.id}", f"条項 {each.id}"), _clause(each), f"clauses ({each.id})")
        for each in deal.clauses
        if each.pay is Pay.PRINCIPAL
    ]
    return (*calls, *sweeps) or NOT_PLANNED


def paying_clauses(sources: Sources, each: SecurityClass) -> tuple[Line, ...]:
    """Set out the clauses that pay a class, alone or in a group."""
    return tuple(
        stated(sources, Said(f"clause {clause.id}", f"条項 {clause.id}"), _clause(clause), f"clauses ({clause.id})")
        for clause in sources.deal.clauses
        if each.id in {name for to in clause.to for name in _members(sources, to)}
    )


def _members(sources: Sources, name: str) -> tuple[str, ...]:
    group = next((group for group in sources.deal.groups if group.id == name), None)
    return (name,) if group is None else tuple(each for member in group.members for each in _members(sources, member))


def _clause(clause: Clause) -> Said:
    pays, to, to_ja = PAYS[clause.pay], ", ".join(clause.to), "、".join(clause.to)
    order = " pro rata" if clause.order is Order.PRO_RATA else ""
    source = Said(f" from {clause.source}", f"、原資 {clause.source}") if clause.source else Said("", "")
    terms = [said for said in _terms(clause) if said.en]
    english = "".join(f"; {said.en}" for said in terms)
    japanese = "".join(f"、{said.ja}" for said in terms)
    return Said(
        f"{pays.en} to {to}{order}{source.en}{english}",
        f"{pays.ja} → {to_ja}{'(按分)' if order else ''}{source.ja}{japanese}",
    )


def _terms(clause: Clause) -> Iterator[Said]:
    """Say when a clause stands and up to which limit; formulas stand as the deal's file has them."""
    if clause.when is When.FINAL_PERIOD:
        yield Said("in the final period", "最終期間のみ")
    if clause.months:
        months = [str(month) for month in clause.months]
        yield Said(f"in months {', '.join(months)}", f"{'・'.join(months)}月のみ")
    if clause.from_on:
        yield Said("from {0}", "{0}から").filled((clause.from_on,))
    if clause.until_on:
        yield Said("until {0}", "{0}まで").filled((clause.until_on,))
    if clause.condition:
        yield Said(f"if {clause.condition}", f"条件 {clause.condition}")
    if clause.limit_minor is not None:
        yield Said(
            f"at most {clause.limit_minor:,} a {clause.span.value}", f"限度 {clause.limit_minor:,}({clause.span.value})"
        )
    if clause.limit:
        yield Said(f"at most {clause.limit}", f"限度 {clause.limit}")
