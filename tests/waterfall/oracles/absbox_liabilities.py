"""What an AbsBox deal owes, put as tables of a deal file: accounts, bonds, fees and liquidity providers."""

from datetime import timedelta

from tests.waterfall.oracles.absbox_formulas import first_after
from tests.waterfall.oracles.absbox_orders import PLANNED, Orders, bears_interest, payee_of
from tests.waterfall.oracles.absbox_terms import Reader, closing_on, dates_by
from tests.waterfall.oracles.numbers import Table, UnknownTermError, cents, day, ppm

DAY_COUNTS = {"DC_ACT_365F": "ACT/365F", "DC_ACT_360": "ACT/360", "DC_30E_360": "30E/360", "DC_ACT_ACT": "ACT/ACT"}


def account_table(reader: Reader, name: str) -> Table:
    account = reader.deal["accounts"][name]
    if account["accInterest"]:
        raise UnknownTermError(f"bank interest on {name}")
    return {"id": reader.ids[name], "opening_minor": cents(account["accBalance"])}


def class_table(reader: Reader, orders: Orders, name: str) -> Table:
    bond = reader.bonds[name]
    info, kind = bond["bndInterestInfo"], bond["bndType"]
    is_plain = info["tag"] == "Fix" and bond["tag"] == "Bond" and not bond["bndStepUp"] and not bond["bndDueInt"]
    if not is_plain or kind["tag"] not in {"Sequential", "Equity", *PLANNED}:
        raise UnknownTermError(f"nobody here knows the bond {name}: {info}, {kind}")
    found: Table = {
        "id": reader.ids[name],
        "kind": "note",
        "balance_minor": cents(bond["bndBalance"]),
        "unit_minor": 1,
        "coupon_ppm_annual": ppm(bond["bndRate"]) if bears_interest(bond) else 0,
        "day_count": DAY_COUNTS[info["contents"][1]],
        "interest_on_unpaid": not any(name in bonds for bonds in orders.arrears.values()),
    }
    return found | _plan(reader, name)


def _plan(reader: Reader, name: str) -> Table:
    """Give the balances that a bond is paid down to, where it, or one that is paid beside it, has such a plan."""
    kind, started_on = reader.bonds[name]["bndType"], closing_on(reader)
    if kind["tag"] == "Lockout":
        balance = cents(reader.bonds[name]["bndBalance"])
        rows = [(started_on, balance), (day(kind["contents"]), 0)]
    elif kind["tag"] == "PAC":
        rows = [(day(on), cents(planned)) for on, planned in kind["contents"]["contents"]]
    else:
        rows = [(started_on, 0)] if _is_paid_by_plan(reader, name) else []
    return {"planned_balances": [{"from_on": on, "balance_minor": planned} for on, planned in rows]} if rows else {}


def _is_paid_by_plan(reader: Reader, name: str) -> bool:
    """Tell whether an action pays a bond together with one that has a plan."""

    def lists(actions: object) -> list[list[str]]:
        if isinstance(actions, list):
            found = [each for action in actions for each in lists(action)]
            return [*found, actions] if all(isinstance(each, str) for each in actions) else found
        return lists(actions["contents"]) if isinstance(actions, dict) and "contents" in actions else []

    paid = lists([action for actions in reader.deal["waterfall"].values() for action in actions])
    planned = {each for each, bond in reader.bonds.items() if bond["bndType"]["tag"] in PLANNED}
    return any(name in bonds and planned & set(bonds) for bonds in paid)


def fee_table(reader: Reader, name: str) -> Table:
    """Put a fee; what falls due on a payment date comes after that date's payments."""
    fee = reader.deal["fees"][name]
    starts_on, kind = day(fee["feeStart"]), fee["feeType"]
    found: Table = {"id": reader.ids[name], "payee": reader.ids[payee_of(name)]}
    match kind:
        case {"tag": "FixFee", "contents": amount}:
            number = first_after(starts_on, reader.dates)
            period = None if number is None else number + 1
            return found | {"amount_minor": cents(amount), "first_period": period, "last_period": period}
        case {"tag": "FeeFlow", "contents": {"contents": rows}}:
            return found | {"amounts": [_due_after(on, amount) for on, amount in rows]}
        case {"tag": "RecurFee", "contents": [pattern, amount]}:
            days = dates_by(pattern, starts_on, reader.dates[-1])
            return found | {"amounts": [_due_after(str(on), amount) for on in days]}
        case {"tag": "AnnualRateFee", "contents": [base, {"tag": "Constant", "contents": rate}]}:
            if base["tag"] not in {"CurrentBondBalance", "CurrentBondBalanceOf"} or starts_on != closing_on(reader):
                raise UnknownTermError(f"the fee {name} on {base} from {starts_on}")
            classes = [reader.ids[bond] for bond in base.get("contents") or reader.bonds]
            return found | {"balance_ppm_annual": ppm(rate), "classes": classes}
        case _:
            raise UnknownTermError(f"nobody here knows the fee {name}: {kind}")


def _due_after(on: str, amount: float) -> Table:
    return {"on": day(on) + timedelta(days=1), "amount_minor": cents(amount)}


def is_unlimited(terms: Table) -> bool:
    is_free = not any(terms[key] for key in ("liqRateType", "liqPremiumRateType", "liqRate", "liqPremiumRate"))
    if terms["liqType"]["tag"] != "UnLimit" or not is_free or terms["liqEnds"]:
        raise UnknownTermError(f"nobody here knows the liquidity provider {terms}")
    return True
