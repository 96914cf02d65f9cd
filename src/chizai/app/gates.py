"""Issuing, paying for an asset and distributing: refused while their rules fail."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from chizai.app.law import review
from chizai.documents.gate_record import AskedGate
from chizai.feeds.overrides import OVERRIDES_FILE, read_overrides
from chizai.law.catalogue import RULES
from chizai.law.gate import Gate
from chizai.law.gates import findings_at, pass_gate
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


def ask_gate(folder: Path, gate: Gate, *, year: str = "", on: date | None = None) -> Result[AskedGate]:
    """Say what stands for and against an act of a deal: as of `ask_gates`."""
    asked = ask_gates(folder, (gate,), year=year, on=on)
    return asked if isinstance(asked, Failed) else Ok(asked.value[0])


def ask_gates(
    folder: Path, gates: Sequence[Gate], *, year: str = "", on: date | None = None
) -> Result[tuple[AskedGate, ...]]:
    """Say what stands for and against acts of a deal.

    Args:
        folder: the deal's folder, with `overrides.toml` where somebody decided to go on.
        gates: the acts.
        year: the business year that a distribution pays, as `law.toml` names it; empty for the last one there.
        on: the day whose law is asked; none: the day that `law.toml` names, or the deal's closing.

    Returns:
        the record of each act, whether its gate is open or not; or what is wrong with the deal's files.
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
    records = [
        pass_gate(
            gate,
            findings_at(gate, found.value.findings, rules, year),
            overrides.value.overrides,
            OVERRIDES_FILE,
        )
        for gate in gates
    ]
    failures = tuple(failure for each in records if isinstance(each, Failed) for failure in each.failures)
    if failures:
        return Failed(failures)
    made_of = read.deal.id, read.known.as_of_on, (*read.digests, *overrides.value.digests)
    return Ok(tuple(AskedGate(each.value, *made_of) for each in records if isinstance(each, Ok)))
