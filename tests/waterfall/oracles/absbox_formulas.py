"""What an AbsBox deal measures, tests and limits, put as formulas."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.waterfall.oracles.absbox_terms import Reader, flows_of, last_known, number_by_period, original_pool_cents
from tests.waterfall.oracles.numbers import Table, UnknownTermError, cents, day, percent, ppm

SIGNS = {"G": ">", "GE": ">=", "L": "<", "LE": "<=", "E": "="}
NAMED = {
    "CurrentBondBalanceOf": "principal",
    "AccBalance": "cash",
    "CurrentDueFee": "fee-due",
    "LedgerBalance": "ledger",
}
"""Quantities of names that a formula reads by another word."""

CUMULATIVE = {
    "CumulativePoolPrepayedBalance": 1,
    "CumulativePoolDefaultedBalance": 3,
    "CumulativePoolRecoveriesBalance": 4,
    "CumulativeNetLossBalance": 5,
}
"""Where a quantity stands in the cumulative statistics of the pool flows."""


def amount_of(reader: Reader, stat: Table) -> str:
    """Put a quantity as a formula that gives cents.

    Raises:
        UnknownTermError: the deal language, or this reader, does not know it.
    """
    tag, contents = stat["tag"], stat.get("contents")
    for measure in (_of_the_deal, _of_the_pool, _combined):
        if (found := measure(reader, tag, contents)) is not None:
            return found
    raise UnknownTermError(f"nobody here knows how to measure {tag} {contents}")


def _of_the_deal(reader: Reader, tag: str, contents: Any) -> str | None:
    match tag:
        case "CurrentDueBondInt" if not set(contents) <= reader.accrued:
            return None
        case "CurrentDueBondInt":
            return f"(interest-due({reader.of(contents)}) - interest-on-unpaid({reader.of(contents)}))"
        case "CurrentDueFee" if not all(is_self_accruing(reader, fee) for fee in contents):
            return None
        case "LedgerBalanceBy":
            return f"ledger({reader.of(contents[1])})" if contents[0] == "Debit" else None
        case "CurrentBondBalance":
            return f"principal({reader.of(list(reader.bonds))})"
        case "OriginalBondBalance" | "OriginalBondBalanceOf":
            return f"{_original_bonds(reader, contents)}"
        case "AllAccBalance":
            return f"cash({reader.of(list(reader.deal['accounts']))})"
        case "ReserveBalance" | "ReserveGap" | "ReserveExcess":
            return _joined(" + ", [_reserve(reader, tag, account) for account in contents])
        case _:
            return f"{NAMED[tag]}({reader.of(contents)})" if tag in NAMED else None


def is_self_accruing(reader: Reader, fee: str) -> bool:
    """Tell whether a fee falls due by itself; others do only where the waterfall works them out."""
    found: str = reader.deal["fees"][fee]["feeType"]["tag"]
    return found in {"FixFee", "FeeFlow", "RecurFee"}


def _of_the_pool(reader: Reader, tag: str, _contents: Any) -> str | None:
    if tag == "OriginalPoolBalance":
        return f"{original_pool_cents(reader)}"
    if tag == "CurrentPoolBalance":
        return _latest(reader, tag, [flow.cents("balance") for flow in flows_of(reader)])
    if tag in CUMULATIVE:
        return _latest(reader, tag, [cents(flow.cumulative[CUMULATIVE[tag]]) for flow in flows_of(reader)])
    return None


def _combined(reader: Reader, tag: str, contents: Any) -> str | None:
    match tag:
        case "Constant":
            return f"{cents(contents)}"
        case "Sum":
            return _joined(" + ", [amount_of(reader, each) for each in contents])
        case "Excess" | "Substract" | "Subtract":
            return _joined(" - ", [amount_of(reader, each) for each in contents])
        case "Max" | "FloorWith":
            return f"max({', '.join(amount_of(reader, each) for each in contents)})"
        case "Min" | "CapWith":
            return f"min({', '.join(amount_of(reader, each) for each in contents)})"
        case "FloorWithZero" | "Abs":
            return amount_of(reader, contents)
        case "Factor":
            return f"{percent(contents[1])} * {amount_of(reader, contents[0])}"
        case _:
            return None


def _joined(sign: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({sign.join(parts)})"


def _original_bonds(reader: Reader, names: Sequence[str] | None) -> int:
    bonds = [reader.bonds[name] for name in names or reader.bonds]
    return sum(cents(bond["bndOriginInfo"]["originBalance"]) for bond in bonds)


def _reserve(reader: Reader, tag: str, account: str) -> str:
    target = _target(reader, reader.deal["accounts"][account]["accType"])
    held = f"cash({reader.ids[account]})"
    return {"ReserveBalance": target, "ReserveGap": f"({target} - {held})", "ReserveExcess": f"({held} - {target})"}[
        tag
    ]


def _target(reader: Reader, kind: Table | None) -> str:
    match kind:
        case {"tag": "FixReserve", "contents": amount}:
            return f"{cents(amount)}"
        case {"tag": "PctReserve", "contents": [stat, rate]}:
            return f"{percent(rate)} * {amount_of(reader, stat)}"
        case {"tag": "Max" | "Min" as tag, "contents": kinds}:
            return f"{tag.lower()}({', '.join(_target(reader, each) for each in kinds)})"
        case _:
            raise UnknownTermError(f"a reserve of the kind {kind}")


def _latest(reader: Reader, tag: str, amounts: Sequence[int]) -> str:
    """Observe what is known at the last collection."""
    days = [flow.on for flow in flows_of(reader)]
    reader.observed[tag] = last_known(days, amounts, reader.dates)
    return f"observed({tag})"


def booked(reader: Reader, stat: Table, cap: Table) -> str:
    """Sum what is booked on the collection dates of a period, each no more than a cap that holds all the while."""
    if stat["tag"] not in CUMULATIVE:
        raise UnknownTermError(f"a ledger of {stat['tag']}")
    flows, dates = flows_of(reader), reader.dates
    numbers = number_by_period([flow.on for flow in flows], dates)
    parts = []
    for place in range(max(map(len, numbers))):
        observed = [
            cents(flows[of[place]].cumulative[CUMULATIVE[stat["tag"]]]) if place < len(of) else 0 for of in numbers
        ]
        if any(observed):
            name = f"{stat['tag']}-{place + 1}"
            reader.observed[name] = tuple(observed)
            parts.append(f"min(observed({name}), {amount_of(reader, cap)})")
    return _joined(" + ", parts or ["0"])


def flag_of(reader: Reader, pre: Table) -> str:
    """Put a condition as a formula that gives yes or no."""
    match pre:
        case {"tag": "IfZero", "contents": stat}:
            return f"{amount_of(reader, stat)} = 0"
        case {"tag": "If", "contents": [sign, stat, amount]}:
            return f"{amount_of(reader, stat)} {SIGNS[sign]} {cents(amount)}"
        case {"tag": "If2", "contents": [sign, left, right]}:
            return f"{amount_of(reader, left)} {SIGNS[sign]} {amount_of(reader, right)}"
        case {"tag": "IfRate", "contents": [sign, stat, rate]}:
            return _part_compared(reader, SIGNS[sign], stat, rate)
        case {"tag": "IfDate", "contents": [sign, on]}:
            return f"payment-date() {SIGNS[sign]} {day(on)}"
        case {"tag": "IfBool", "contents": [{"tag": "IsPaidOff", "contents": bonds}, expected]}:
            return f"principal({reader.of(bonds)}) {'=' if expected else '>'} 0"
        case {"tag": "IfBool", "contents": [{"tag": "TriggersStatus", "contents": [point, name]}, expected]}:
            return f"{'' if expected else 'not '}triggered({reader.ids[f'{point} {name}']})"
        case {"tag": "IfNot", "contents": other}:
            return f"not ({flag_of(reader, other)})"
        case {"tag": "All" | "Any" as tag, "contents": others}:
            word = " and " if tag == "All" else " or "
            return f"({word.join(flag_of(reader, each) for each in others)})"
        case _:
            raise UnknownTermError(f"nobody here knows how to test {pre}")


def _part_compared(reader: Reader, sign: str, stat: Table, rate: float) -> str:
    """Compare a part with a rate of a fixed whole: as amounts, so that nothing is rounded away."""
    match stat["tag"]:
        case "CumulativePoolDefaultedRate":
            part, whole = {"tag": "CumulativePoolDefaultedBalance"}, original_pool_cents(reader)
        case "PoolFactor":
            part, whole = {"tag": "CurrentPoolBalance"}, original_pool_cents(reader)
        case "BondFactor":
            part, whole = {"tag": "CurrentBondBalance"}, _original_bonds(reader, None)
        case other:
            raise UnknownTermError(f"nobody here knows the rate {other}")
    most = Fraction(ppm(rate), 1_000_000) * whole
    if sign == "=" and most.denominator > 1:
        raise UnknownTermError(f"no amount is {rate} of {whole}")
    return f"{amount_of(reader, part)} {sign} {floor(most) if sign in {'>', '<='} else ceil(most)}"


def limit_of(reader: Reader, limit: Table | None, available: str) -> str | None:
    """Put a limit as a formula.

    Args:
        reader: where the deal is read.
        limit: as the file says it.
        available: formula of what would be paid without it, of which a limit can be a part.
    """
    match limit:
        case None:
            return None
        case {"tag": "DueCapAmt", "contents": amount}:
            return f"{cents(amount)}"
        case {"tag": "DuePct", "contents": rate}:
            return f"{percent(rate)} * {available}"
        case {"tag": "DS", "contents": stat}:
            return amount_of(reader, stat)
        case _:
            raise UnknownTermError(f"nobody here knows the limit {limit}")


def first_after(on: date, dates: Sequence[date]) -> int | None:
    """Give the number of the first payment date after a day, counted from 0."""
    return next((number for number, paid_on in enumerate(dates) if paid_on > on), None)
