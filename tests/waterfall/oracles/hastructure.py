"""A royalty deal in the plain JSON of `shared/oracles/hastructure`, put as a deal file."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.waterfall.oracles.numbers import (
    Case,
    Table,
    UnknownTermError,
    by_period,
    cents,
    day,
    demand_known,
    identifiers,
    percent,
    ppm,
    toml,
)

KEYS = (
    *("id", "origin", "description", "conventions", "closing_date", "collection_account", "collections"),
    *("payment_dates", "accounts", "bonds", "waterfall", "fees", "cleanup_call", "expected", "independent_check"),
)
OP_KEYS = ("op", "account", "to", "limit", "fee", "bond", "bonds")
ORDERS = ("normal", "cleanup")
POOL = "pool-balance"
CALL = "clean-up"


@dataclass(slots=True)
class _Reader:
    """An oracle that is being read."""

    oracle: Table
    dates: tuple[date, ...]
    """The deal's payment dates: the oracle's, where it is called early those that it would have had, and the day after.

    On that day goes what the other engine leaves in the accounts: a deal of ours leaves nothing.
    """
    ids: dict[str, str] = field(default_factory=dict)


def read_hastructure(oracle: Table) -> Case:
    """Put an oracle as a deal file.

    Raises:
        UnknownTermError: it has terms that are not known here.
    """
    demand_known(oracle, KEYS, "the deal")
    demand_known(oracle["waterfall"], ORDERS, "the waterfall")
    paid_on = tuple(map(day, oracle["payment_dates"]))
    later = {day(on) for on, _ in oracle["collections"] if day(on) > paid_on[-1]} if "cleanup_call" in oracle else ()
    dates = (*paid_on, *sorted(later))
    reader = _Reader(oracle, (*dates, dates[-1] + timedelta(days=1)))
    for table, stem in (("accounts", "account"), ("bonds", "class"), ("fees", "fee")):
        reader.ids |= identifiers(list(oracle.get(table, {})), stem)
    collections = [(day(on), cents(amount)) for on, amount in oracle["collections"]]
    text = toml(_deal(reader))
    observed = {POOL: _remaining(reader, collections)} if "cleanup_call" in oracle else {}
    return Case(
        text=text,
        collections=by_period(collections, reader.dates),
        observed=observed,
        ids=reader.ids,
        paid_on=paid_on,
    )


def _remaining(reader: _Reader, collections: list[tuple[date, int]]) -> tuple[int, ...]:
    """Sum what is still to be collected after each payment date."""
    return tuple(sum(amount for on, amount in collections if on > paid_on) for paid_on in reader.dates)


def _deal(reader: _Reader) -> Table:
    oracle = reader.oracle
    deal: Table = {
        "id": oracle["id"].replace("_", "-"),
        "title": oracle["id"],
        "title_ja": oracle["id"],
        "nature": "own",
        "currency": "USD",
        "closing_on": day(oracle["closing_date"]),
        "collection_account": reader.ids[oracle["collection_account"]],
        "schedule": {"final_payment_on": reader.dates[-1], "dates": reader.dates, "business_days": "every-day"},
        "parties": [{"id": "provider", "role": "servicer", "name": "Provider"}],
        "accounts": [_account(reader, name, account) for name, account in oracle["accounts"].items()],
        "classes": [_class(reader, name, bond) for name, bond in oracle["bonds"].items()],
        "fees": [_fee(reader, name, fee) for name, fee in oracle.get("fees", {}).items()],
        "clauses": _clauses(reader),
    }
    if "cleanup_call" in oracle:
        deal["observations"] = [{"id": POOL, "unit": "money", "reporter": "provider"}]
        deal["inflows"] = [_call(reader, oracle["cleanup_call"])]
    return deal


def _account(reader: _Reader, name: str, account: Table) -> Table:
    demand_known(account, ("balance", "target"), f"the account {name}")
    found = {"id": reader.ids[name], "opening_minor": cents(account["balance"])}
    if "target" in account:
        demand_known(account["target"], ("fixed",), f"the target of {name}")
        found["target_minor"] = cents(account["target"]["fixed"])
    return found


def _class(reader: _Reader, name: str, bond: Table) -> Table:
    demand_known(bond, ("balance", "rate", "day_count", "kind"), f"the bond {name}")
    if bond["kind"] not in {"sequential", "equity"}:
        raise UnknownTermError(f"the bond {name} is {bond['kind']}")
    return {
        "id": reader.ids[name],
        "kind": "note",
        "balance_minor": cents(bond["balance"]),
        "unit_minor": 1,
        "coupon_ppm_annual": 0 if bond["kind"] == "equity" else ppm(bond["rate"]),
        "day_count": bond["day_count"],
    }


def _fee(reader: _Reader, name: str, fee: Table) -> Table:
    found: Table = {"id": reader.ids[name], "payee": "provider"}
    match fee["type"]:
        case "per_date":
            demand_known(fee, ("type", "amount", "accrual_dates"), f"the fee {name}")
            amount = cents(fee["amount"])
            return found | {"amounts": [{"on": day(on), "amount_minor": amount} for on in fee["accrual_dates"]]}
        case "annual_rate_on_bonds":
            demand_known(fee, ("type", "rate"), f"the fee {name}")
            classes = [reader.ids[bond] for bond in reader.oracle["bonds"]]
            return found | {"balance_ppm_annual": ppm(fee["rate"]), "classes": classes}
        case other:
            raise UnknownTermError(f"the fee {name} is {other}")


def _call(reader: _Reader, call: Table) -> Table:
    """Sell the pool once the bonds have fallen below a part of what they were, ahead of the day's payments."""
    demand_known(call, ("bond_factor_below", "sale_pct_of_remaining"), "the clean-up call")
    of = ", ".join(reader.ids[name] for name in reader.oracle["bonds"])
    return {
        "id": CALL,
        "payer": "provider",
        "account": reader.ids[reader.oracle["collection_account"]],
        "amount": f"{percent(call['sale_pct_of_remaining'])} * observed({POOL})",
        "condition": f"principal({of}) < {percent(call['bond_factor_below'])} * original({of})",
        "is_call": True,
    }


def _clauses(reader: _Reader) -> list[Table]:
    """Give the payment order; that of a clean-up call takes the place of the other where they differ."""
    orders = reader.oracle["waterfall"]
    normal, cleanup = orders["normal"], orders.get("cleanup", orders["normal"])
    if normal == cleanup or "cleanup_call" not in reader.oracle:
        found = [_clause(reader, f"{number}", op) for number, op in enumerate(normal, 1)]
    else:
        found = [
            _clause(reader, f"{stem}-{number}", op) | {"condition": condition}
            for stem, condition, ops in (
                ("normal", f"not called({CALL})", normal),
                ("called", f"called({CALL})", cleanup),
            )
            for number, op in enumerate(ops, 1)
        ]
    sweeps = [
        {"id": f"sweep-{name}", "pay": "residual", "to": ["provider"], "source": name, "when": "final-period"}
        for name in (reader.ids[account] for account in reader.oracle["accounts"])
    ]
    return [*(clause | {"until_on": reader.dates[-2]} for clause in found), *sweeps]


def _clause(reader: _Reader, name: str, op: Table) -> Table:
    demand_known(op, OP_KEYS, f"the clause {name}")
    pay, to = _payment(op)
    order = "pro-rata" if len(to) > 1 else "sequential"
    ids = [reader.ids[each] for each in to]
    return {"id": f"{name}-{pay}", "pay": pay, "to": ids, "source": reader.ids[op["account"]], "order": order}


def _payment(op: Table) -> tuple[str, list[Any]]:
    """Give what a clause pays, and to whom."""
    if "limit" in op and op["op"] != "transfer":
        raise UnknownTermError(f"nobody here knows a limit on {op}")
    match op:
        case {"op": "transfer", "to": to, "limit": "reserve_gap"}:
            return "top-up", [to]
        case {"op": "pay_fee", "fee": fee}:
            return "fee", [fee]
        case {"op": "pay_interest", "bonds": bonds}:
            return "interest", bonds
        case {"op": "pay_principal", "bonds": bonds}:
            return "principal", bonds
        case {"op": "pay_residual", "bond": bond}:
            return "residual", [bond]
        case {"op": "transfer", "to": to} if "limit" not in op:
            return "transfer", [to]
        case _:
            raise UnknownTermError(f"nobody here knows how to {op}")
