"""Stage 3, life: statements, receipts, a trigger, a substitution, a late report, a draw, and payments by the vault."""

import hashlib
from collections.abc import Iterator

from chizai.deal.model import ClassKind
from chizai.law.gate import Gate
from chizai.ledger.envelope import Envelope
from chizai.ledger.lookthrough import PeriodStatement, period_statement, reporting_of
from chizai.ledger.stages.before_issue import offer
from chizai.ledger.stages.desk import (
    Desk,
    asked,
    at,
    chance_of,
    enclose,
    label_of,
    posted,
    sound,
    standing,
    word,
)
from chizai.ledger.stages.facts import (
    ALLOTTED,
    DAY_SECONDS,
    GRACE_SECONDS,
    LATCH,
    LATE_PERIOD,
    PERIODS_OF_LIFE,
    PRICES_MINOR,
    SPRING,
    WRONG_PERIOD,
    deal,
    document,
    due_unix_seconds,
    program,
    program_of,
    rows,
)
from chizai.ledger.stages.gate_answer import Gated
from chizai.ledger.stages.issue import buy, kept, pass_title
from chizai.ledger.stages.recompute import payments
from chizai.ledger.stages.turn import Act, Call, Refusal, Say, Step, Until

CLASSES = tuple(ALLOTTED)


def statement_of(desk: Desk, period: int, *, mistyped: bool = False) -> PeriodStatement:
    """Make a period's statement: its rows under one root. Only the servicer has the secret that makes the salts."""
    vault, anchor = standing(desk, "vault"), standing(desk, "anchor")
    reporting = reporting_of(program_of(period), desk.node.chain_id, vault, anchor, period)
    stated = rows(period, mistyped=mistyped)
    return sound(period_statement(reporting, stated, chance_of(desk.seed, b"statements")(32)))


def report(period: int, version: int = 1) -> Act:
    """Give the turn in which the servicer reports a period, its rows sealed and under one root."""

    def act(desk: Desk) -> Iterator[Step]:
        late = 3 * DAY_SECONDS if period == LATE_PERIOD else -5 * DAY_SECONDS - GRACE_SECONDS
        yield Until(due_unix_seconds(period) + GRACE_SECONDS + late)
        statement = statement_of(desk, period, mistyped=period == WRONG_PERIOD and version == 1)
        stated = [row for each in statement.streams for row in each.rows]
        sealed = _sealed(desk, "statement", period, version, rows=[str(row) for row in stated])
        before = statement_of(desk, period, mistyped=True).root if version > 1 else b""
        yield _anchored("statement", period, (statement.root, sealed.digest), before)
        inputs = [sum(row.cash_minor for row in stated)]
        key = f"report period {period} version {version}"
        yield Call(key, "vault", "report", (period - 1, inputs, statement.root))
        told = _sealed(desk, "report", period, version, period=period, collected=inputs)
        before = standing_envelope(desk, "report", period).commitment if version > 1 else b""
        yield _anchored("report", period, (told.commitment, told.digest), before)

    return act


def _sealed(desk: Desk, kind: str, of_period: int, version: int, **said: object) -> Envelope:
    return enclose(desk, label_of(kind, period=of_period, version=version), document(kind, **said))


def standing_envelope(desk: Desk, kind: str, period: int, version: int = 1) -> Envelope:
    """Give an envelope that lies in the post."""
    label = label_of(kind, period=period, version=version)
    (found,) = [each for each in posted(desk, kind) if each.label == label]
    return found


def _anchored(kind: str, period: int, published: tuple[bytes, bytes], before: bytes) -> Call:
    """Anchor a root and the digest of its envelope, in place of what stands there, if anything does."""
    if not before:
        return Call(f"anchor {kind} {period}", "anchor", "publish", (word(kind), period, *published))
    arguments = (word(kind), period, bytes(32), *published, before)
    return Call(f"anchor {kind} {period} again", "anchor", "supersede", arguments)


def pay_too_early(desk: Desk) -> Iterator[Step]:
    """Find that a report is not paid before the window for challenges has run out."""
    yield Refusal("TooEarly", Call("pay too early", "vault", "distribute", (0,)))
    del desk


def distribute(period: int) -> Act:
    """Give the turn in which the trustee has the vault pay, and asks the law first if equity is paid.

    Anybody could have it pay, and nobody otherwise.
    """

    def act(desk: Desk) -> Iterator[Step]:
        paid = f"pay period {period}"
        yield Until(due_unix_seconds(period) + GRACE_SECONDS + 20 * DAY_SECONDS)
        yield _for_equity(desk, period, paid)
        yield Call(paid, "vault", "distribute", (period - 1,))
        yield from _noticed(desk, period)

    return act


def _for_equity(desk: Desk, period: int, before: str) -> Step:
    """Ask the law for what preferred equity will get, as the trustee computes it; bonds are owed what they get."""
    by_period = sound(payments(desk.node, standing(desk, "vault"), period))
    classes = tuple(each.id for each in deal().classes if each.kind is ClassKind.PREFERRED_EQUITY)
    got = (sum(paid.get(name, 0) for name in classes) for paid in by_period)
    equity = tuple(zip(program().payment_dates, got, strict=False))
    _, coming_minor = equity[-1]
    if not coming_minor:
        return Say(f"period {period} pays nothing to preferred equity: no gate of the law is asked")
    return Gated(Gate.DISTRIBUTE, before, period, classes=classes, amount_minor=coming_minor, equity=equity)


def _noticed(desk: Desk, period: int) -> Iterator[Step]:
    """Say what the chain shows of a period: a late report, a draw."""
    named, events = {"period": period - 1}, at(desk, "vault").events
    for each in events.ReportedLate().get_logs(from_block=0, argument_filters=named):
        days = (each["args"]["reportedAt"] - each["args"]["dueAt"]) // DAY_SECONDS + 1
        yield Say(f"late report detected: period {period}, {days} days after its last day")
    (paid,) = events.Distributed().get_logs(from_block=0, argument_filters=named)
    drawn = sum(paid["args"]["drawn"])
    if drawn:
        yield Say(f"guarantee drawn: {drawn:,} JPY in period {period}")
    tripped = [slot for slot, each in enumerate(program().slots) if each.label == "state:thin-cover"]
    if any(asked(desk, "vault", "slot", slot) for slot in tripped):
        yield Say(f"trigger thin-cover is on after period {period}")
    yield Say(f"period {period} paid {sum(paid['args']['paid']):,} JPY of {paid['args']['received']:,} JPY received")


def claim(period: int) -> Act:
    """Give the turn in which a holder takes what its units got."""

    def act(desk: Desk) -> Iterator[Step]:
        for number, name in enumerate(CLASSES):
            amount, _, taken_at = asked(desk, "vault", "pot", number, period - 1)
            units = asked(desk, f"class {name}", "balanceOfAt", desk.sender.account.address, taken_at)
            if amount and units:
                yield Call(f"claim {name} for period {period}", "vault", "claim", (number, period - 1))

    return act


def withdraw(period: int) -> Act:
    """Give the turn in which the servicer takes its fee."""

    def act(desk: Desk) -> Iterator[Step]:
        for number, payee in enumerate(kept(desk, program_of(period))["payees"]):
            if payee["to"] == desk.sender.account.address and not payee["isClass"]:
                yield Call(f"fee of period {period}", "vault", "withdraw", (number,))

    return act


def offer_substitute(desk: Desk) -> Iterator[Step]:
    """Offer a right that takes the place of one that ends."""
    yield from offer(desk, SPRING, ("originator",))


def lapse(desk: Desk) -> Iterator[Step]:
    """Attest that a right of the pool has ended."""
    yield Call("the latch lapses", "rights", "lapse", (LATCH, hashlib.sha256(b"lapse" + LATCH).digest()))
    del desk


def buy_substitute(desk: Desk) -> Iterator[Step]:
    """Buy the substitute, if the law lets it."""
    yield from buy(SPRING, PERIODS_OF_LIFE)
    del desk


def register_substitute(desk: Desk) -> Iterator[Step]:
    """Attest the substitute's transfer, which completes the substitution."""
    yield from pass_title(SPRING)
    yield Say(
        f"pool substituted: right-2 lapsed, right-3 owned, price {PRICES_MINOR[SPRING]:,} JPY released after title"
    )
    del desk
