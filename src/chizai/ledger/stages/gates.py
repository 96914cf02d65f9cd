"""Gates of the law: company and trustee ask before each call that moves money or units, and keep what they were told.

What a party was told stands in a file of its own, which nobody else writes. The others get it sealed, through the post,
under a label that tells no act.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from chizai.ledger.sender import stands
from chizai.ledger.stages.desk import Desk, asked, chance_of, enclose, label_of
from chizai.ledger.stages.desk import replace as put
from chizai.ledger.stages.facts import DEAL, JAPAN_SECONDS
from chizai.ledger.stages.gate_answer import Answer, Asking, Gated
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

KIND = "gate"
TOLD_FILE = "gates.json"
"""What the party was told, act by act, oldest first."""


def ask_first(desk: Desk, act: Gated) -> Result[str]:
    """Ask for an act, unless its call stands on the chain.

    Args:
        desk: of whoever acts.
        act: what is asked for.

    Returns:
        what the gate says, or said before the call was sent, in words without a secret; or what holds the act. Either
        way the record lies in the post, sealed to its readers.
    """
    told = _told(desk)
    earlier = told.get(_name(act), [])
    if stands(desk.sender, act.before):
        return _told_before(desk, act, earlier)
    program = asked(desk, "vault", "programDigest").hex()
    asking = Asking(act, desk.part.id, today(desk), program)
    answer = desk.law(asking)
    if isinstance(answer, Failed):
        return _at_home(desk, answer.failures)
    record = _record(asking, answer.value)
    if earlier[-1:] != [record]:
        earlier = [*earlier, record]
        put(desk.folder / TOLD_FILE, json.dumps(told | {_name(act): earlier}, ensure_ascii=False).encode())
    _seal(desk, act, earlier)
    if answer.value.holding:
        return _at_home(desk, answer.value.holding)
    return Ok(f"{_of(act)} is open: {_counts(record)}")


def today(desk: Desk) -> date:
    """Give the chain's day, in Japan."""
    return datetime.fromtimestamp(desk.node.web3.eth.get_block("latest")["timestamp"] + JAPAN_SECONDS, UTC).date()


def _told_before(desk: Desk, act: Gated, earlier: list[Any]) -> Result[str]:
    let = [each for each in earlier if not each["held_by"]]
    if not let:
        what = f"nothing is kept of what the gate answered before {act.before!r}, which is done"
        why, fix = "who acts has to show what let it", "put the file back from a copy, or begin in a new folder"
        return Failed((Failure(Reason.MISSING, Place(f"{desk.part.id}/{TOLD_FILE}"), what, why, fix),))
    _seal(desk, act, earlier)
    return Ok(f"{_of(act)} was open on {let[-1]['on']}: {_counts(let[-1])}")


def _record(asking: Asking, answer: Answer) -> dict[str, Any]:
    """Say what was asked for, by whom, of which program and when, and what the law answered."""
    act = asking.act
    of_act = {
        "call": act.before,
        "period": act.period,
        "rights": list(act.rights),
        "classes": list(act.classes),
        "amount_minor": act.amount_minor,
        "by": asking.by,
        "on": asking.on.isoformat(),
        "program": asking.program,
        "held_by": [each.what for each in answer.holding],
    }
    return dict(json.loads(answer.record)) | of_act


def _told(desk: Desk) -> dict[str, list[Any]]:
    file = desk.folder / TOLD_FILE
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _seal(desk: Desk, act: Gated, records: list[Any]) -> None:
    """Lay all records of an act in the post, each once, whatever became of earlier ones there."""
    subject = chance_of(desk.seed, f"{KIND} {_name(act)}".encode())(32)
    for version, record in enumerate(records, 1):
        body = (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()
        enclose(desk, label_of(KIND, subject=subject, version=version), body)


def _at_home(desk: Desk, failures: tuple[Failure, ...]) -> Failed:
    """Place failures in the party's own copy of the deal."""
    home = f"{desk.part.id}/{DEAL}"
    return Failed(
        tuple(replace(each, place=replace(each.place, file=f"{home}/{each.place.file}")) for each in failures)
    )


def _name(act: Gated) -> str:
    return f"{act.gate} before {act.before}"


def _of(act: Gated) -> str:
    classes = f"class{'es' * (len(act.classes) > 1)} {', '.join(act.classes)}"
    return f"the law's gate to {act.gate} {', '.join(act.rights) or classes}"


def _counts(record: Any) -> str:  # noqa: ANN401 - as JSON gives it
    return f"{record['passed']} passed, {len(record['overridden'])} overridden, {len(record['unknown'])} unknown"
