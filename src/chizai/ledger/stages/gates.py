"""Gates of the law: whoever issues or pays asks first, and what it was told is kept, sealed."""

import json
from dataclasses import replace

from chizai.law.gate import Gate
from chizai.ledger.envelope import Envelope, open_envelope
from chizai.ledger.stages.desk import Desk, enclose, label_of, posted, sound, word
from chizai.units.result import Failed, Ok, Result

KIND = "gate"


def pass_gate(desk: Desk, gate: Gate, period: int, before: str) -> Result[str]:
    """Ask for an act, unless it was begun before: what was begun with the gate open is carried through.

    Args:
        desk: of whoever acts.
        gate: the act.
        period: the period that it falls in, from 1; 0 before the first.
        before: key of the first call of the act.

    Returns:
        what the gate says, in words without a secret; or each rule that shuts it. Either way the record lies in the
        post, sealed to its readers.
    """
    if desk.sender.outbox.find(desk.sender.chain, before) is None:
        answer = desk.law(gate)
        if isinstance(answer, Failed):
            return answer
        _keep(desk, gate, period, answer.value.record)
        if answer.value.refusing:
            return Failed(answer.value.refusing)
    told = json.loads(_body(desk, _kept(desk, gate, period)[-1]))
    counts = f"{told['passed']} passed, {len(told['overridden'])} overridden, {len(told['unknown'])} unknown"
    return Ok(f"the law's gate to {gate} is open: {counts}")


def _keep(desk: Desk, gate: Gate, period: int, record: bytes) -> None:
    """Seal a record and lay it in the post, behind those of earlier askings; the same answer again is kept once."""
    earlier = _kept(desk, gate, period)
    if not earlier or _body(desk, earlier[-1]) != record:
        label = label_of(KIND, period=period, subject=word(gate), version=len(earlier) + 1)
        enclose(desk, label, record)


def _kept(desk: Desk, gate: Gate, period: int) -> list[Envelope]:
    """Give what was kept of an act, oldest first."""
    about = label_of(KIND, period=period, subject=word(gate))
    found = (each for each in posted(desk, KIND) if replace(each.label, version=about.version) == about)
    return sorted(found, key=lambda each: each.label.version)


def _body(desk: Desk, envelope: Envelope) -> bytes:
    return sound(open_envelope(envelope, desk.secret)).body
