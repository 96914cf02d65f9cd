"""Accounts, fees and guarantees, streams and inflows: do their terms agree with each other?"""

from collections.abc import Iterator

from chizai.deal.cash_in import Stream
from chizai.deal.check_facts import Facts
from chizai.deal.complaint import Complaint, key_of
from chizai.deal.model import Fee
from chizai.units.money import CURRENCIES
from chizai.units.result import Reason


def check_accounts(facts: Facts) -> Iterator[Complaint]:
    """Find accounts with two targets."""
    for number, account in enumerate(facts.deal.accounts):
        if account.target is not None and account.target_minor is not None:
            yield Complaint.inconsistent(
                key_of("accounts", number, account.id, "target"),
                "target and target_minor are both given",
                "each says what the account should hold, and they differ",
                "give one of them; max(a, b) and min(a, b) join two",
            )


def check_fees(facts: Facts) -> Iterator[Complaint]:
    """Find fees that could never be owed, and bases that are half given."""
    for number, fee in enumerate(facts.deal.fees):
        yield from _check_bases(number, fee)
        if facts.periods:
            yield from _check_periods(facts, number, fee)


def _check_bases(number: int, fee: Fee) -> Iterator[Complaint]:
    bases = (fee.amount_minor, fee.collections_ppm, fee.balance_ppm_annual, fee.amounts, fee.base_ppm_annual)
    if not any(bases) and fee.formula is None and fee.base is None:
        yield Complaint(
            Reason.MISSING,
            key_of("fees", number, fee.id, "amount_minor"),
            f"the fee {fee.id!r} has no basis",
            "it would never be owed",
            "give amount_minor, collections_ppm, balance_ppm_annual, amounts, formula or base",
        )
    if bool(fee.balance_ppm_annual) != bool(fee.classes):
        yield Complaint.inconsistent(
            key_of("fees", number, fee.id, "classes"),
            "balance_ppm_annual and classes belong together, and one of them is missing",
            "a rate needs the balances that it runs on",
            "give both or neither",
        )
    if bool(fee.base_ppm_annual) != (fee.base is not None):
        yield Complaint.inconsistent(
            key_of("fees", number, fee.id, "base"),
            "base_ppm_annual and base belong together, and one of them is missing",
            "a rate needs the amount that it runs on",
            "give both or neither",
        )
    if len(set(fee.classes)) < len(fee.classes):
        yield Complaint(
            Reason.DUPLICATE,
            key_of("fees", number, fee.id, "classes"),
            f"classes = {list(fee.classes)}",
            "the fee would run twice on the same balance",
            "list each class once",
        )


def _check_periods(facts: Facts, number: int, fee: Fee) -> Iterator[Complaint]:
    """Find first and last periods that are none, and amounts that fall due outside them."""
    n_periods = len(facts.periods)
    last = n_periods if fee.last_period is None else fee.last_period
    why = f"its periods are counted from 1 to {n_periods}"
    if not 1 <= fee.first_period <= n_periods:
        key = key_of("fees", number, fee.id, "first_period")
        what = f"{fee.first_period} is no period of this deal"
        yield Complaint.out_of_range(key, what, why, "write 1 for a fee owed from the start")
    elif not fee.first_period <= last <= n_periods:
        key = key_of("fees", number, fee.id, "last_period")
        what = f"{last} is no period of this deal from {fee.first_period} on"
        yield Complaint.out_of_range(key, what, why, "leave last_period out for a fee owed to the end")
    for row, amount in enumerate(fee.amounts):
        falls_due = 1 + sum(day < amount.on for day in facts.due_on)
        if not fee.first_period <= falls_due <= last:
            yield Complaint.out_of_range(
                key_of("fees", number, fee.id, f"amounts[{row + 1}].on"),
                f"the amount of {amount.on} would never be owed",
                f"it falls due in period {falls_due}, and the fee is owed in periods {fee.first_period} to {last}",
                "give another day, or other periods",
            )


def check_streams(facts: Facts) -> Iterator[Complaint]:
    """Find streams of nothing, of another's licences, and in a currency that nothing turns into the deal's."""
    taken: dict[str, str] = {}
    for number, stream in enumerate(facts.deal.streams):
        key = key_of("streams", number, stream.id, "licences")
        if not stream.licences:
            why = "nothing would ever be collected in it"
            yield Complaint(Reason.MISSING, key, "licences = []", why, "list the licences that pay into it")
        for licence in stream.licences:
            other = taken.setdefault(licence, stream.id)
            if other != stream.id or stream.licences.count(licence) > 1:
                what = f"the licence {licence!r} pays into {other!r} already"
                yield Complaint(
                    Reason.DUPLICATE, key, what, "each royalty arrives once", "list each licence in one stream, once"
                )
                break
        yield from _check_exchange(number, stream, facts.deal.currency)


def _check_exchange(number: int, stream: Stream, currency: str) -> Iterator[Complaint]:
    exchanges = [name for name in ("swap", "spot") if getattr(stream, name) is not None]
    if stream.currency is not None and stream.currency not in CURRENCIES:
        yield Complaint(
            Reason.UNKNOWN,
            key_of("streams", number, stream.id, "currency"),
            f"{stream.currency!r} is not a currency that Chizai knows",
            "the minor unit would be a guess",
            f"use one of {', '.join(CURRENCIES)}",
        )
    elif stream.currency in {None, currency} and exchanges:
        yield Complaint(
            Reason.CURRENCY,
            key_of("streams", number, stream.id, exchanges[0]),
            f"{stream.id!r} pays in {currency} and has a {exchanges[0]}",
            "what comes in the deal's own currency is not exchanged",
            f"give the stream's currency, or remove its {exchanges[0]}",
        )
    elif stream.currency not in {None, currency} and not exchanges:
        yield Complaint(
            Reason.CURRENCY,
            key_of("streams", number, stream.id, "currency"),
            f"{stream.id!r} pays in {stream.currency}, and the deal in {currency}",
            "nothing turns the one into the other",
            "give a swap, or spot: the id of an observed exchange rate",
        )
    if stream.swap is not None and stream.swap.notional_minor is not None and stream.spot is None:
        yield Complaint(
            Reason.CURRENCY,
            key_of("streams", number, stream.id, "swap.notional_minor"),
            f"the swap takes {stream.swap.notional_minor:_} in a period, and nothing exchanges the rest",
            "what comes beyond it would be lost",
            "give spot: the id of an observed exchange rate, or remove notional_minor",
        )


def check_inflows(facts: Facts) -> Iterator[Complaint]:
    """Find calls that would come at once."""
    for number, inflow in enumerate(facts.deal.inflows):
        if inflow.is_call and inflow.condition is None:
            yield Complaint(
                Reason.MISSING,
                key_of("inflows", number, inflow.id, "condition"),
                f"the call {inflow.id!r} has no condition",
                "it would be made on the first payment date, and nothing be collected afterwards",
                "say when it is made, such as principal(A) < 10% * original(A)",
            )
