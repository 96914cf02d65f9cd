"""Issuing, paying for an asset and distributing: refused while their rules fail."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from chizai.app.law import review
from chizai.documents.gate_record import AskedGate
from chizai.feeds.overrides import OVERRIDES_FILE, read_overrides
from chizai.law.catalogue import RULES
from chizai.law.gate import Gate
from chizai.law.gates import Act, pass_gate
from chizai.law.overrides import idle_failure
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


def ask_gate(folder: Path, gate: Gate, *, year: str = "", on: date | None = None) -> Result[AskedGate]:
    """Say what stands for and against an act, as `ask_gates` does; but an override that counts for nothing is wrong."""
    asked = ask_gates(folder, (gate,), year=year, on=on)
    if isinstance(asked, Failed):
        return asked
    (only,) = asked.value
    idle = tuple(idle_failure(each, OVERRIDES_FILE) for each in only.record.idle)
    return Failed(idle) if idle else Ok(only)


def ask_gates(
    folder: Path, gates: Sequence[Gate], *, year: str = "", on: date | None = None
) -> Result[tuple[AskedGate, ...]]:
    """Say what stands for and against acts of a deal.

    Args:
        folder: the deal's folder, with `overrides.toml` where somebody decided to go on.
        gates: the acts.
        year: the business year that a distribution pays, as `law.toml` names it; empty for the last one there.
        on: the day of the act, whose law is asked; none: the law of the day that `law.toml` names, or of the deal's
            closing, and overrides that hold on the as-of date of the deal's inputs.

    Returns:
        the record of each act, whether its gate is open or not, with the overrides that count for nothing; or what is
        wrong with the deal's files.
    """
    found, overrides = review(folder, on), read_overrides(folder)
    if isinstance(found, Failed):
        return found
    if isinstance(overrides, Failed):
        return overrides
    strange = tuple(
        Failure(
            Reason.UNKNOWN,
            Place(OVERRIDES_FILE, None, f"overrides[{number}].rule"),
            f"there is no rule {each.rule!r}",
            "the decision would be about nothing",
            "write the rule as `chizai law check` names it",
        )
        for number, each in enumerate(overrides.value.overrides, 1)
        if each.rule not in {rule.id for rule in RULES}
    )
    if strange:
        return Failed(strange)
    read = found.value.folder
    rules = tuple(rule for rule in RULES if rule.in_force_on(read.known.as_of_on))
    acts = [Act(gate, on or read.inputs.as_of_on, year) for gate in gates]
    records = [pass_gate(act, found.value.findings, rules, overrides.value.overrides, OVERRIDES_FILE) for act in acts]
    failures = tuple(failure for each in records if isinstance(each, Failed) for failure in each.failures)
    if failures:
        return Failed(failures)
    made_of = read.deal.id, read.known.as_of_on, (*read.digests, *overrides.value.digests)
    return Ok(tuple(AskedGate(each.value, *made_of) for each in records if isinstance(each, Ok)))
