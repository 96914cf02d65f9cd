"""A deal in the JSON of AbsBox, with what its pool paid, put as a deal file."""

from collections.abc import Iterator, Mapping

from tests.waterfall.oracles.absbox_formulas import booked, flag_of
from tests.waterfall.oracles.absbox_liabilities import account_table, class_table, fee_table, is_unlimited
from tests.waterfall.oracles.absbox_orders import Orders, limit_arrears, payee_of, read_actions, sweep
from tests.waterfall.oracles.absbox_terms import Reader, closing_on, end_on, flows_of, payment_dates, runs_of
from tests.waterfall.oracles.numbers import (
    Case,
    Table,
    UnknownTermError,
    by_period,
    day,
    demand_known,
    identifiers,
    ppm,
    toml,
)

from chizai.units.rate import PPM

DEAL_KEYS = (
    *("name", "dates", "status", "accounts", "fees", "bonds", "waterfall", "collects"),
    *("triggers", "liqProvider", "ledgers"),
)
COLLECTED = {
    "CollectedInterest": "interest",
    "CollectedPrincipal": "principal",
    "CollectedPrepayment": "prepayment",
    "CollectedRecoveries": "recovery",
    "CollectedPrepaymentPenalty": "prepay_penalty",
}
"""By what a collection rule collects: its column of the pool flows."""

NO_LIMIT_CENTS = 10**13
"""What a provider without a limit can pay: more than any of these deals is worth."""

TESTED: dict[str, Table] = {
    "EndCollection": {"tested": "before-payments"},
    "EndCollectionWF": {"tested": "before-payments"},
    "BeginDistributionWF": {"tested": "before-payments", "next_period": True},
    "EndDistributionWF": {"tested": "after-payments"},
}
"""By where the engine tests a trigger: where the deal does. Ahead of payments it changes the next ones only."""


def read_absbox(oracle: Table) -> Case:
    """Put an oracle as a deal file.

    Raises:
        UnknownTermError: it has terms that are not known here.
    """
    reader = _reader(oracle)
    streams = _streams(reader)
    collections = streams.pop(_collection_account(reader))
    text = toml(_deal(reader, streams))
    ended_on = [end_on(reader)] if _is_cleaned_up(reader) else []
    return Case(
        text=text,
        collections=collections,
        observed=reader.observed | {f"into-{account}": amounts for account, amounts in streams.items()},
        ids=reader.ids,
        paid_on=(*payment_dates(reader), *ended_on),
    )


def _reader(oracle: Table) -> Reader:
    """Give every name an id; a fee that nothing ever works out has none, since it is never due."""
    reader = Reader(oracle, {})
    given = {key: value for key, value in reader.deal.items() if value}
    demand_known(given, DEAL_KEYS, "the deal")
    fees = [name for name in reader.deal["fees"] if _is_ever_due(reader, name)]
    tables = {"account": reader.deal["accounts"], "class": reader.bonds, "fee": fees}
    tables |= {"provider": reader.deal["liqProvider"] or {}, "ledger": reader.deal["ledgers"] or {}}
    for stem, names in tables.items():
        reader.ids |= identifiers(list(names), stem)
    for number, name in enumerate(reader.deal["fees"], 1):
        reader.ids[payee_of(name)] = f"payee-{number}"
    for point, triggers in (reader.deal["triggers"] or {}).items():
        reader.ids |= {f"{point} {name}": f"{point}-{number}" for number, name in enumerate(triggers, 1)}
    return reader


def _is_ever_due(reader: Reader, fee: str) -> bool:
    if reader.deal["fees"][fee]["feeType"]["tag"] not in {"AnnualRateFee", "PctFee"}:
        return True
    for action in _actions(reader.deal["waterfall"]):
        fees = action["contents"] if action["tag"] == "CalcFee" else []
        fees = action["contents"][2] if action["tag"] == "CalcAndPayFee" else fees
        if fee in fees:
            return True
    return False


def _actions(found: object) -> Iterator[Table]:
    """Give all actions, those inside others too."""
    if isinstance(found, dict):
        if "tag" in found:
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from _actions(each)


def _collection_account(reader: Reader) -> str:
    """Give the account into which collections go that are told apart in no stream: the first of the rules."""
    return next(iter(_streams(reader)))


def _streams(reader: Reader) -> dict[str, tuple[int, ...]]:
    """Give what each account receives of the pool, by period; a part of what is collected is rounded down."""
    found: dict[str, tuple[int, ...]] = {}
    for rule in reader.deal["collects"]:
        match rule:
            case {"tag": "Collect", "contents": [None, what, str(account)]}:
                parts = [(PPM, account)]
            case {"tag": "CollectByPct", "contents": [None, what, shares]}:
                parts = [(ppm(share), account) for share, account in shares]
            case _:
                raise UnknownTermError(f"nobody here knows how to {rule}")
        if what not in COLLECTED:
            raise UnknownTermError(f"nobody here knows what {what} is")
        for share, account in parts:
            rows = [(flow.on, flow.cents(COLLECTED[what]) * share // PPM) for flow in flows_of(reader)]
            amounts = by_period(rows, reader.dates)
            before = found.get(reader.ids[account], (0,) * len(amounts))
            found[reader.ids[account]] = tuple(map(sum, zip(before, amounts, strict=True)))
    return found


def _deal(reader: Reader, streams: Mapping[str, object]) -> Table:
    orders = _orders(reader)
    ids, deal = reader.ids, reader.deal
    parties = ["provider", *(ids[payee_of(name)] for name in deal["fees"])]
    providers = [name for name, terms in (deal["liqProvider"] or {}).items() if is_unlimited(terms)]
    growth = _growth(reader)
    return {
        "id": reader.oracle["id"],
        "title": deal["name"],
        "title_ja": deal["name"],
        "nature": "own",
        "currency": "USD",
        "closing_on": closing_on(reader),
        "collection_account": _collection_account(reader),
        "schedule": {"final_payment_on": end_on(reader), "dates": reader.dates, "business_days": "every-day"},
        "parties": [{"id": name, "role": "servicer", "name": name} for name in parties],
        "accounts": [account_table(reader, name) for name in deal["accounts"]],
        "classes": [class_table(reader, orders, name) for name in reader.bonds],
        "fees": [fee_table(reader, name) for name in deal["fees"] if name in ids],
        "guarantees": [
            {"id": ids[name], "provider": "provider", "limit_minor": NO_LIMIT_CENTS, "revolving": True}
            for name in providers
        ],
        "observations": [{"id": name, "unit": "money", "reporter": "provider"} for name in reader.observed],
        "streams": [{"id": f"into-{name}", "account": name, "licences": [f"pool-{name}"]} for name in streams],
        "ledgers": [{"id": ids[name], "grows_by": growth.get(name, "0")} for name in deal["ledgers"] or {}],
        "triggers": orders.triggers,
        "inflows": orders.inflows,
        "clauses": orders.clauses,
    }


def _growth(reader: Reader) -> dict[str, str]:
    """Give by what each ledger grows on collection dates."""
    found: dict[str, str] = {}
    for action in reader.deal["waterfall"].get("EndOfPoolCollection", []):
        match action:
            case {"tag": "BookBy", "contents": {"tag": "PDL", "contents": ["Debit", stat, [[ledger, cap]]]}}:
                found[ledger] = booked(reader, stat, cap)
            case _:
                raise UnknownTermError(f"nobody here knows {action} on a collection date")
    return found


def _is_cleaned_up(reader: Reader) -> bool:
    """Tell whether the engine carried out its clean-up order: on a call, or once nothing more could come."""
    matures_on = day(reader.deal["dates"]["contents"][3])
    is_last = bool(runs_of(reader, "CleanUp")) or end_on(reader) < matures_on
    return is_last and bool(reader.deal["waterfall"].get("CleanUp"))


def _orders(reader: Reader) -> Orders:
    """Read the waterfalls: that of each status under its triggers, the clean-up, and the sweep of what is left."""
    waterfall, statuses = reader.deal["waterfall"], _statuses(reader)
    if unknown := [key for key in waterfall if key.partition(" ")[0] not in {"DistributionDay", *OTHER_ORDERS}]:
        raise UnknownTermError(f"nobody here knows when {unknown} are carried out")
    orders = Orders(reader, {})
    orders.triggers = _triggers(reader)
    normal = orders.within({"until_on": payment_dates(reader)[-1]}, None)
    final = orders.within({"when": "final-period"}, None)
    switched = [f"not triggered({each})" for triggers in statuses.values() for each in triggers]
    first = " and ".join(switched) or None
    _read_order(normal.within({}, first), _first_status(reader))
    for status, triggers in statuses.items():
        _read_order(normal.within({}, " or ".join(f"triggered({each})" for each in triggers)), status)
    if _is_cleaned_up(reader):
        reader.start()
        read_actions(final, waterfall["CleanUp"])
    reader.ids[SWEPT] = "provider"
    sweep(final, SWEPT)
    paid = {each for clause in orders.clauses if clause["pay"] == "fee" for each in clause["to"]}
    for name in reader.deal["fees"]:
        if name in reader.ids and reader.ids[name] not in paid:
            del reader.ids[name]  # a deal of ours promises no fee that it never pays
    limit_arrears(orders)
    return orders


OTHER_ORDERS = ("CleanUp", "EndOfPoolCollection", "DefaultDistribution")
SWEPT = "who gets what is left when the engine's run is over"


def _read_order(orders: Orders, status: str) -> None:
    waterfall = orders.reader.deal["waterfall"]
    keys = (f"DistributionDay {status}", f"DistributionDay ({status} Nothing)", "DefaultDistribution")
    orders.reader.start()
    read_actions(orders, next((waterfall[key] for key in keys if key in waterfall), []))


def _first_status(reader: Reader) -> str:
    status = reader.deal["status"]
    found: str = (status["contents"] if status["tag"] == "PreClosing" else status)["tag"]
    return found


def _triggers(reader: Reader) -> list[Table]:
    """Put the triggers; one that changed the deal's status is never off again, since no status leads back."""
    found = []
    for point, triggers in (reader.deal["triggers"] or {}).items():
        for name, trigger in triggers.items():
            effect = trigger["trgEffects"]["tag"]
            if point not in TESTED or effect not in {"DealStatusTo", "DoNothing"} or trigger["trgStatus"]:
                raise UnknownTermError(f"nobody here knows the trigger {trigger} at {point}")
            is_curable = trigger["trgCurable"] and effect == "DoNothing"
            terms = {"id": reader.ids[f"{point} {name}"], "test": flag_of(reader, trigger["trgCondition"])}
            found.append(terms | TESTED[point] | ({"cure_periods": 1} if is_curable else {}))
    return found


def _statuses(reader: Reader) -> dict[str, list[str]]:
    """Give by status the triggers that lead to it."""
    found: dict[str, list[str]] = {}
    for point, triggers in (reader.deal["triggers"] or {}).items():
        for name, trigger in triggers.items():
            if trigger["trgEffects"]["tag"] == "DealStatusTo":
                status = trigger["trgEffects"]["contents"]["tag"]
                found.setdefault(status, []).append(reader.ids[f"{point} {name}"])
    if len(found) > 1:
        raise UnknownTermError("triggers lead to more than one status")
    return found
