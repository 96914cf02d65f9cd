"""The days of an offering: an end before its beginning is refused, another day out of the usual order remarked on."""

from itertools import pairwise

from chizai.law.catalogue import TABLES
from chizai.law.facts import Given, Known
from chizai.law.said import Said
from chizai.units.result import Failure, Reason

FIRST, LAST = "offering.applications_from_on", "offering.applications_until_on"
ORDERS = (
    ("offering.solicited_from_on", FIRST, LAST, "offering.payment_on", "deal.closing_on"),
    ("offering.solicited_from_on", FIRST, "offering.sold_from_on", "offering.payment_on"),
)
"""Facts whose days usually follow each other; two may be one day."""
UNASKED = Said(
    "applications before anybody is solicited came unasked, or solicitation began earlier",
    "勧誘前の申込みは、勧誘によらない申込みであるか、勧誘の開始が記載より早い",
)
FOLLOWS = {
    FIRST: UNASKED,
    LAST: UNASKED,
    "offering.sold_from_on": Said(
        "what is sold before applications begin was not sold by application",
        "申込期間前に取得させたものは、申込みによる取得ではない",
    ),
    "offering.payment_on": Said(
        "what is applied for or sold later is not paid for by then",
        "その後の申込み又は取得に係る代金は、同日には払い込まれない",
    ),
    "deal.closing_on": Said(
        "the deal counts its proceeds from closing: where payment is deferred, the company is without them until then",
        "案件は実行日から手取金を計上する。払込みを繰り延べる場合、会社はそれまで手取金を有しない",
    ),
}
"""What it means where a day comes before one that it usually follows."""


def impossible_days(known: Known) -> tuple[Failure, ...]:
    """Refuse applications that end before they begin.

    Args:
        known: what is known of the deal; a day that nobody has said is passed over.
    """
    days = _said(known)
    if FIRST not in days or LAST not in days or days[FIRST].value <= days[LAST].value:
        return ()
    why = f"{_meaning(LAST).en}: it cannot come before the {_meaning(FIRST).en}"
    return (Failure(Reason.INCONSISTENT, days[LAST].place, _before(FIRST, LAST, days), why, _mend(FIRST, LAST, days)),)


def unusual_days(known: Known) -> tuple[Failure, ...]:
    """Remark on days that come before those which they usually follow; no article demands their order.

    Args:
        known: what is known of the deal; a day that nobody has said is passed over.
    """
    days = _said(known)
    pairs = dict.fromkeys(pair for order in ORDERS for pair in pairwise(name for name in order if name in days))
    return tuple(_remark(*pair, days) for pair in pairs if days[pair[1]].value < days[pair[0]].value)


def _said(known: Known) -> dict[str, Given]:
    return {
        f"{table}.{key}": given for table in ("offering", "deal") for key, given in known.one.get(table, {}).items()
    }


def _remark(first: str, then: str, days: dict[str, Given]) -> Failure:
    one, other = days[first], days[then]
    why = FOLLOWS[then]
    fix = f"{_mend(first, then, days)}, or leave it if it is meant so: no article demands the order"
    japanese = (
        f"{_meaning(then).ja}({other.value})が{_meaning(first).ja}({one.value})より前である",
        why.ja,
        f"{then}又は{first}({one.place.file})を改める。意図どおりであればそのままでよい(この順序を求める条文はない)",
    )
    return Failure(Reason.INCONSISTENT, other.place, _before(first, then, days), why.en, fix, japanese)


def _before(first: str, then: str, days: dict[str, Given]) -> str:
    return f"{then} is {days[then].value}, before {first}, which is {days[first].value}"


def _mend(first: str, then: str, days: dict[str, Given]) -> str:
    return f"mend {then} or {first} ({days[first].place.file})"


def _meaning(name: str) -> Said:
    table, key = name.split(".")
    return next(fact.meaning for fact in TABLES[table].facts if fact.key == key)
