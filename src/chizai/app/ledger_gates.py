"""The law asked by the parties of the ledger: as of the chain's day, and for what the vault will really pay."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import chizai
from chizai.app.gates import ask_gates
from chizai.app.law import LawFolder, read_law_folder
from chizai.app.load import DEAL_FILE
from chizai.deal.compile import compile_deal
from chizai.documents.gate_record import gate_json
from chizai.feeds.overrides import OVERRIDES_FILE
from chizai.law.facts import LAW_FILE, Row
from chizai.law.gate import Gate
from chizai.law.gates import refusals, unanswered
from chizai.ledger.stages.gate_answer import Answer, Asking
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

PROFIT = ("dividend_minor", "interim_minor")
"""What goes to equity out of a year's profit; what the year does not say is nothing."""
CAPITAL = "capital_returned_minor"
REDUCED = "planned"
"""What the plan says where capital may be returned."""


def ask_law(folder: Path, asking: Asking) -> Result[Answer]:
    """Ask the law for an act, as a party of the demonstration does before it issues or pays.

    Args:
        folder: of the deal, the party's own copy.
        asking: the act, and the moment.

    Returns:
        the answer, whether the gate is open or not; or what is wrong with the deal's files. What is unknown holds the
        act as what fails does; so do facts that are not whole until the day, another program than the vault's, and
        more for preferred equity than the facts tell.
    """
    if not (folder / LAW_FILE).is_file():
        what, why = "there are no facts of law", "nobody can say whether the act is lawful"
        return Failed((Failure(Reason.MISSING, Place(LAW_FILE), what, why, "write them, or put the file back"),))
    read = read_law_folder(folder)
    if isinstance(read, Failed):
        return read
    act = asking.act
    year = _year(read.value, act.equity[-1][0]) if act.equity else ""
    asked = ask_gates(folder, (act.gate,), year=year, on=asking.on)
    if isinstance(asked, Failed):
        return asked
    (of_act,) = asked.value
    record = of_act.record
    holding = (
        *(replace(each, what=each.what.partition(": ")[0]) for each in refusals(record, OVERRIDES_FILE)),
        *unanswered(record, OVERRIDES_FILE),
        *_stale(read.value, asking),
        *_of_another_program(read.value, asking),
        *(_beyond_what_is_told(read.value, asking, year) if act.gate is Gate.DISTRIBUTE else ()),
    )
    return Ok(Answer(gate_json(of_act, chizai.__version__), holding))


def _stale(read: LawFolder, asking: Asking) -> Iterator[Failure]:
    until = read.known.as_of_on
    if asking.on > until:
        what = f"the facts of law are whole until {until}, and the act is on {asking.on}"
        why, fix = (
            "what happened since then is not in them",
            "bring them up to date, and write until when they are whole",
        )
        yield Failure(Reason.OUT_OF_RANGE, Place(LAW_FILE, None, "as_of_on"), what, why, fix)


def _of_another_program(read: LawFolder, asking: Asking) -> Iterator[Failure]:
    compiled = compile_deal(read.deal, DEAL_FILE)
    if isinstance(compiled, Failed):
        yield from compiled.failures
    elif compiled.value.digest() != asking.program:
        what = f"its program is {compiled.value.digest()}, and the vault pays by {asking.program}"
        why, fix = "the law would be asked of another deal", "write the deal that the vault pays by"
        yield Failure(Reason.INCONSISTENT, Place(DEAL_FILE), what, why, fix)


def _years(read: LawFolder) -> dict[date, str]:
    """Give the business years that are told, by their last days."""
    rows = read.known.many.get("years", {})
    return {row["ends_on"].value: name for name, row in rows.items() if "ends_on" in row}


def _year(read: LawFolder, due_on: date) -> str:
    """Name the business year out of whose profit a payment comes: the last that has ended by its date."""
    ended = {ends_on: name for ends_on, name in _years(read).items() if ends_on <= due_on}
    return ended[max(ended)] if ended else f"up to {due_on}"


def _beyond_what_is_told(read: LawFolder, asking: Asking, year: str) -> Iterator[Failure]:
    """Hold what equity gets out of a year's profit and capital against what the facts tell of that year."""
    row: Row = read.known.many.get("years", {}).get(year, {})
    told_minor = sum(row[key].value for key in (*PROFIT, CAPITAL) if key in row)
    got_minor = sum(minor for due_on, minor in asking.act.equity if _year(read, due_on) == year)
    place = Place(LAW_FILE, None, f"years ({year})")
    why = "the gate answers for what it is told, and the vault pays what its program says"
    if got_minor > told_minor:
        what = f"preferred equity would have got {got_minor:,} minor units, more than the facts of law tell"
        keys = ", ".join((*PROFIT, CAPITAL))
        yield Failure(Reason.OUT_OF_RANGE, place, what, why, f"tell all that goes to it: {keys}")
    plan = read.known.one.get("plan", {}).get("preferred_reduction")
    if CAPITAL in row and row[CAPITAL].value and (plan is None or plan.value != REDUCED):
        what = "capital is returned, and the plan provides for no reduction of preferred capital"
        fix = f"change the plan, and write {REDUCED!r} under plan.preferred_reduction"
        yield Failure(Reason.INCONSISTENT, place, what, "the plan says what becomes of preferred capital", fix)
