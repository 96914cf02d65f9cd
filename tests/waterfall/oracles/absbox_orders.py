"""The waterfalls of an AbsBox deal, put as clauses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from tests.waterfall.oracles.absbox_formulas import amount_of, flag_of, limit_of
from tests.waterfall.oracles.absbox_terms import Reader, payment_dates
from tests.waterfall.oracles.numbers import Table, UnknownTermError, day, percent

PLANNED = ("PAC", "Lockout")
"""Types of bonds whose principal falls due by a schedule."""

STEADY = re.compile(r"(principal|original|observed|payment-date|period|final)\(([^()]*)\)")
"""What a condition can read without changing while a block of clauses that pay other classes is carried out."""


@dataclass(slots=True)
class Orders:
    """The clauses that have been read so far, and what else the waterfalls need."""

    reader: Reader
    terms: Table
    """What every clause carries now, such as the dates between which it stands."""
    conditions: tuple[str, ...] = ()
    clauses: list[Table] = field(default_factory=list)
    inflows: list[Table] = field(default_factory=list)
    triggers: list[Table] = field(default_factory=list)
    arrears: dict[str, list[str]] = field(default_factory=dict)
    """By clause: the bonds of which it pays only what was unpaid before the period."""
    covered: set[str] = field(default_factory=set)
    """Bonds whose interest a provider without a limit has paid in full."""

    def within(self, terms: Table, condition: str | None) -> "Orders":
        """Give a place for clauses that stand under further terms; all that is read goes into the same lists."""
        conditions = self.conditions if condition is None else (*self.conditions, condition)
        return replace(self, terms=self.terms | terms, conditions=conditions)

    def add(self, pay: str, to: Sequence[str], source: str | None, **terms: Any) -> str:
        """Append a clause, and give its id."""
        name = f"{len(self.clauses) + 1}-{pay}"
        condition = " and ".join(f"({each})" for each in self.conditions) or None
        ids = [self.reader.ids[each] for each in to]
        clause = {"id": name, "pay": pay, "to": ids, "source": None if source is None else self.reader.ids[source]}
        self.clauses.append(clause | {"condition": condition} | terms | self.terms)
        return name


def read_actions(orders: Orders, actions: Sequence[Table]) -> None:
    """Put actions as clauses.

    Raises:
        UnknownTermError: an action is not known here.
    """
    for action in actions:
        tag, contents = action["tag"], action.get("contents")
        if not any(read(orders, tag, contents) for read in READERS):
            raise UnknownTermError(f"nobody here knows how to {tag} {contents}")


def _read_plain(orders: Orders, tag: str, contents: Any) -> bool:
    """Read what pays nothing by itself, or moves cash between accounts."""
    reader = orders.reader
    match tag, contents:
        case "CalcBondInt", bonds:
            reader.accrue(bonds)
        case "CalcFee" | "LiqAccrue" | "WatchVal" | "Placeholder", _:
            pass
        case "Transfer" | "TransferAndBook", [limit, source, to, *rest]:
            against = reader.ids[rest[0][1]] if tag == "TransferAndBook" and rest[0][0] == "Credit" else None
            if tag == "TransferAndBook" and against is None:
                return False
            most = limit_of(reader, limit, f"cash({reader.ids[source]})")
            orders.add("transfer", [to], source, limit=most, against=against)
        case "TransferMultiple", [sources, to, _]:
            for limit, source in sources:
                most = limit_of(reader, limit, f"cash({reader.ids[source]})")
                orders.add("transfer", [to], source, limit=most)
        case "WriteOff", [limit, bond]:
            orders.add("write-down", [bond], None, limit=limit_of(reader, limit, f"principal({reader.ids[bond]})"))
        case "LiquidatePool", [{"tag": "BalanceFactor", "contents": [rate, 0]}, account, None]:
            _sell(orders, rate, account)
        case _:
            return False
    return True


def _sell(orders: Orders, rate: float, account: str) -> None:
    """Sell the pool for a part of its balance; the cash is there before the first clause."""
    if orders.terms.get("when") != "final-period" or any(each.get("when") for each in orders.clauses):
        raise UnknownTermError("the pool is sold in the middle of a waterfall")
    amount = f"{percent(rate)} * {amount_of(orders.reader, {'tag': 'CurrentPoolBalance'})}"
    inflow = {"id": "sale", "payer": "provider", "account": orders.reader.ids[account], "amount": amount}
    orders.inflows.append(inflow | {"condition": "final()"})


def _read_payments(orders: Orders, tag: str, contents: Any) -> bool:
    match tag, contents:
        case "PayFee" | "PayFeeBySeq" | "CalcAndPayFee", [limit, account, fees, support]:
            to = [fee for fee in fees if fee in orders.reader.ids]
            _pay(orders, tag, ("fee", "fee-due"), to, (limit, account, support))
        case "PayInt" | "PayIntBySeq" | "AccrueAndPayInt" | "AccrueAndPayIntBySeq", [limit, account, bonds, support]:
            if tag.startswith("Accrue"):
                orders.reader.accrue(bonds)
            to = [bond for bond in bonds if bears_interest(orders.reader.bonds[bond])]
            _pay(orders, tag, ("interest", "interest-due"), to, (limit, account, support))
        case "PayPrin" | "PayPrinBySeq", [limit, account, bonds, support]:
            for kind, within in _principal(orders, bonds):
                _pay(within, tag, kind, bonds, (limit, account, support))
        case "PayPrinResidual", [account, bonds]:
            _pay(orders, tag, ("principal", "principal"), bonds, (None, account, None))
        case "PayIntResidual", [limit, account, bond]:
            most = limit_of(orders.reader, limit, f"cash({orders.reader.ids[account]})")
            orders.add("residual", [bond], account, limit=most)
        case "PayFeeResidual", [limit, account, fee]:
            _pay_fee_residual(orders, limit, account, fee)
        case _:
            return False
    return True


def _principal(orders: Orders, bonds: Sequence[str]) -> Iterator[tuple[tuple[str, str], Orders]]:
    """Give how principal of bonds is paid, and when: of a bond with a plan, all of it ahead of the plan's first row."""
    everything, scheduled = ("principal", "principal"), ("scheduled-principal", "scheduled-due")
    kinds = [orders.reader.bonds[bond]["bndType"] for bond in bonds]
    starts = {day(kind["contents"]["contents"][0][0]) for kind in kinds if kind["tag"] == "PAC"}
    if len(starts) > 1:
        raise UnknownTermError(f"plans of {bonds} that start on different days")
    if not any(kind["tag"] in PLANNED for kind in kinds):
        yield everything, orders
    elif not starts or min(starts) <= payment_dates(orders.reader)[0]:
        yield scheduled, orders
    else:
        yield everything, orders.within({"until_on": min(starts) - timedelta(days=1)}, None)
        yield scheduled, orders.within({"from_on": min(starts)}, None)


def _pay_fee_residual(orders: Orders, limit: Table | None, account: str, fee: str) -> None:
    """Pay an amount to who is owed a fee: what is due is paid off by it, and the rest is theirs too."""
    if fee not in orders.reader.ids or (limit is not None and limit["tag"] == "DS"):
        raise UnknownTermError(f"{limit} of a residual to the fee {fee}")
    cash = f"cash({orders.reader.ids[account]})"
    clause = orders.add("fee", [fee], account, limit=limit_of(orders.reader, limit, cash))
    whole = limit_of(orders.reader, limit, f"({cash} + paid({clause}))")
    rest = None if whole is None else f"{whole} - paid({clause})"
    orders.add("residual", [payee_of(fee)], account, limit=rest)


def payee_of(fee: str) -> str:
    """Name the party that a fee is paid to."""
    return f"payee of {fee}"


def bears_interest(bond: Table) -> bool:
    """Tell whether the engine ever owes interest on a bond: never on equity, nor where the stored rate is 0."""
    return bool(bond["bndRate"]) and bond["bndType"]["tag"] != "Equity"


def _pay(orders: Orders, tag: str, kind: tuple[str, str], to: Sequence[str], of: tuple[Any, str, Any]) -> None:
    """Pay dues out of an account, and what it lacks out of its support."""
    (pay, due), (limit, account, support) = kind, of
    if not to:
        return
    sources = [account, *_supports(support)]
    if len(sources) > 1 and (len(to) > 1 or limit is not None):
        raise UnknownTermError(f"{tag} with a support, to several or with a limit")
    if pay == "interest" and not set(to) <= orders.reader.accrued:
        raise UnknownTermError(f"{tag} of interest that the waterfall has not worked out")
    order = "pro-rata" if len(to) > 1 and not tag.endswith("BySeq") else None
    available = f"min(cash({orders.reader.ids[account]}), {due}({orders.reader.of(to)}))"
    if "principal" in pay:
        orders.reader.repaid.update(to)
    for source in sources:
        orders.add(pay, to, source, order=order, limit=limit_of(orders.reader, limit, available))


def _supports(support: Any) -> Iterator[str]:
    match support:
        case None:
            return
        case {"tag": "SupportAccount", "contents": [name, None]} | {"tag": "SupportLiqFacility", "contents": name}:
            yield name
        case {"tag": "MultiSupport", "contents": supports}:
            for each in supports:
                yield from _supports(each)
        case _:
            raise UnknownTermError(f"nobody here knows the support {support}")


def _read_liquidity(orders: Orders, tag: str, contents: Any) -> bool:
    match tag, contents:
        case "LiqSupport", [None, provider, "LiqToBondInt", bonds]:
            clause = orders.add("interest", bonds, provider, order="pro-rata" if len(bonds) > 1 else None)
            if set(bonds) <= orders.reader.accrued:
                orders.covered.update(bonds)
            elif orders.reader.accrued.isdisjoint(bonds):
                orders.arrears[clause] = bonds
            else:
                return False
        case "LiqRepay", [limit, {"tag": "LiqBal"}, account, provider]:
            claim = f"min(cash({orders.reader.ids[account]}), claim({orders.reader.ids[provider]}))"
            orders.add("reimbursement", [provider], account, limit=limit_of(orders.reader, limit, claim))
        case _:
            return False
    return True


def _read_blocks(orders: Orders, tag: str, contents: Any) -> bool:
    """Read actions under a condition, which is tested once, ahead of the first of them."""
    match tag, contents:
        case "ActionWithPre", [pre, actions]:
            _read_block(orders, flag_of(orders.reader, pre), actions)
        case "ActionWithPre2", [pre, actions, others]:
            condition = flag_of(orders.reader, pre)
            _read_block(orders, condition, actions)
            _read_block(orders, f"not ({condition})", others)
        case _:
            return False
    return True


def _read_block(orders: Orders, condition: str, actions: Sequence[Table]) -> None:
    first = len(orders.clauses)
    read_actions(orders.within({}, condition), actions)
    if not _is_steady(condition, orders.clauses[first:]):
        raise UnknownTermError(f"the actions under {condition!r} change it")


def _is_steady(condition: str, clauses: Sequence[Table]) -> bool:
    """Tell whether clauses leave a condition as it was before the first of them."""
    paid = {name for clause in clauses for name in clause["to"] if clause["pay"] not in {"interest", "residual"}}
    read = {name for _, names in STEADY.findall(condition) for name in names.split(", ")}
    unknown = re.search(r"[a-z-]+\(", STEADY.sub("", condition))
    return len(clauses) <= 1 or (unknown is None and paid.isdisjoint(read))


READERS = (_read_plain, _read_payments, _read_liquidity, _read_blocks)


def sweep(orders: Orders, to: str) -> None:
    """Let whatever the orders leave in the accounts go to one party: a deal of ours leaves nothing."""
    for account in orders.reader.deal["accounts"]:
        source = orders.reader.ids[account]
        last = [clause for clause in orders.clauses if clause["source"] == source and clause.get("when")][-1:]
        is_free = last and not last[0]["condition"] and last[0].get("limit") is None
        if not (is_free and last[0]["pay"] == "residual"):
            orders.add("residual", [to], account)


def limit_arrears(orders: Orders) -> None:
    """Limit what pays arrears alone to them: what was due a period ago, less what was paid on it then.

    The engine pays them before it works out the period's interest.
    """
    for name, bonds in orders.arrears.items():
        ids = {orders.reader.ids[bond] for bond in bonds}
        numbers = [n for n, each in enumerate(orders.clauses) if each["pay"] == "interest" and ids & set(each["to"])]
        paying = [orders.clauses[number] for number in numbers]
        covered = {orders.reader.ids[bond] for bond in orders.covered}
        if paying[0]["id"] != name or any(not set(each["to"]) <= ids | covered for each in paying):
            raise UnknownTermError(f"what is in arrears on {bonds} cannot be told from what else is paid")
        due = f"interest-due({', '.join(sorted(ids))})"
        paid = f"paid({', '.join(each['id'] for each in paying)})"
        paying[0]["limit"] = f"trailing(2, {due}) - {due} - {paid}"
