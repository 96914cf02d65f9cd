"""A report challenged and the challenge decided: while it is open, nothing is paid."""

from collections.abc import Iterator

from chizai.ledger.stages.desk import Desk, asked, at, enclose, label_of, standing
from chizai.ledger.stages.facts import document
from chizai.ledger.stages.turn import Act, Call, Refusal, Say, Step


def challenge(period: int, because: str) -> Act:
    """Give the turn in which a party says that a report is wrong, with its reason sealed to those whom it concerns."""

    def act(desk: Desk) -> Iterator[Step]:
        sealed = enclose(desk, label_of("challenge", period=period), document("challenge", because=because))
        yield Call(f"challenge period {period}", "vault", "challenge", (period - 1, sealed.commitment))
        yield Say(_compared(desk, period))
        yield Refusal("WrongStage", Call("pay in spite of it", "vault", "distribute", (period - 1,)))

    return act


def _compared(desk: Desk, period: int) -> str:
    """Hold a report against the last receipt that was attested for the vault, as anybody can who has a node."""
    reported = at(desk, "vault").events.Reported().get_logs(from_block=0, argument_filters={"period": period - 1})
    named = {"to": standing(desk, "vault")}
    attested = at(desk, "cash").events.Attested().get_logs(from_block=0, argument_filters=named)
    said, came_in = sum(reported[-1]["args"]["inputs"]), attested[-1]["args"]["amountMinor"]
    return f"report of period {period} challenged: {said:,} JPY reported, {came_in:,} JPY attested"


def resolve(period: int, *, stands: bool) -> Act:
    """Give the turn in which the trustee or the regulator decides."""

    def act(desk: Desk) -> Iterator[Step]:
        yield Call(f"resolve period {period}", "vault", "resolve", (period - 1, stands))
        number, stage, _ = asked(desk, "vault", "status")
        decided = "stands" if stands else "is void and has to be made anew"
        yield Say(f"the report of period {number + 1} {decided} (stage {stage})")

    return act
