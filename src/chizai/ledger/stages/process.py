"""One process for each party: it alone has the party's words, and does what it is asked to do in its turn."""

import json
import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from chizai.ledger.node import NodeTerms, connect, disconnect
from chizai.ledger.stages.cast import PARTS, Member, Part, read_cast
from chizai.ledger.stages.desk import DEAL_NAME, Desk, chance_of, lay, open_desk, replace, sound
from chizai.ledger.stages.facts import DEAL, NAMES
from chizai.ledger.stages.gate_answer import AskGateOf
from chizai.ledger.stages.script import SCRIPT
from chizai.ledger.stages.turn import play
from chizai.ledger.stages.view import view
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

DONE_FILE = "done.json"
"""What a party has said in each turn that it finished: such a turn is not taken again."""
SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a party's process is asked for: to introduce itself, to take a turn, to say what it sees, or to end."""

    what: str
    turn: int = 0
    """Number of the turn in the script."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a party's process sits."""

    part: Part
    folder: Path
    """Of the demonstration, with one folder a party."""
    url: str
    """Of the node."""
    terms: NodeTerms
    law: AskGateOf
    """Answers for a gate of the law, of the deal in the party's own folder."""


@contextmanager
def processes(folder: Path, url: str, terms: NodeTerms, law: AskGateOf) -> Iterator[dict[str, Connection]]:
    """Start a process for each party, and end them all with the block.

    Args:
        folder: of the demonstration, with one folder a party.
        url: of the node; each process opens it for itself.
        terms: how.
        law: what the parties ask before they issue or pay.
    """
    kind: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ends: dict[str, Connection] = {}
    started = []
    for part in PARTS:
        near, far = kind.Pipe()
        ends[part.id] = near
        not_its_own = tuple(ends.values())  # a copy that it kept would keep another's end from being seen
        place = Seat(part, folder, url, terms, law)
        process = kind.Process(target=serve, args=(place, far, not_its_own), daemon=True, name=part.id)
        process.start()
        far.close()
        started.append(process)
    try:
        yield ends
    finally:
        for near in ends.values():
            near.close()
        for process in started:
            process.join()


def ask(ends: dict[str, Connection], party: str, what: Ask) -> Result[Any]:
    """Ask a party's process, and wait for its answer."""
    try:
        ends[party].send(what)
    except OSError:
        return _ended(party)
    return heard(ends, party)


def heard(ends: dict[str, Connection], party: str) -> Result[Any]:
    """Wait for what a party's process answers; one that has ended is a failure."""
    try:
        answer: Result[Any] = ends[party].recv()
    except (EOFError, OSError):
        return _ended(party)
    return answer


def _ended(party: str) -> Failed:
    what, why = "its process has ended", "each party acts in a process of its own"
    fix = "start the same command again: it goes on where it was"
    return Failed((Failure(Reason.MISSING, Place(party), what, why, fix),))


def serve(seat: Seat, end: Connection, not_its_own: tuple[Connection, ...]) -> None:
    """Be a party: answer until nobody asks any more."""
    for each in not_its_own:
        each.close()
    opened = connect(seat.url, seat.terms)
    if isinstance(opened, Failed):
        _answer_all(end, opened)
        return
    law = partial(seat.law, seat.folder / seat.part.id / DEAL)
    desk = open_desk(seat.part, opened.value, seat.folder / seat.part.id, seat.folder / SHARED, law)
    try:
        while True:
            end.send(_answer(desk, end.recv()))
    except (EOFError, OSError):  # whoever asked has gone
        pass
    finally:
        desk.sender.outbox.close()
        disconnect(opened.value)


def _answer_all(end: Connection, failed: Failed) -> None:
    try:
        while True:
            end.recv()
            end.send(failed)
    except (EOFError, OSError):  # whoever asked has gone
        pass


def _answer(desk: Desk, asked: Ask) -> Result[Any]:
    if asked.what == "introduce":
        return Ok(introduce(desk))
    if asked.what == "look":
        return view(desk)
    return take(desk, asked.turn)


def introduce(desk: Desk) -> Member:
    """Show what the others may know: address, key, and the commitment to an identity sealed to the regulator."""
    from chizai.ledger.pseudonym_identity import Identity, seal_identity

    own = desk.sender.account.address
    identity = Identity(address=own, name=NAMES[desk.part.id])
    regulator = read_cast(desk.shared)["regulator"].key if desk.part.id != "regulator" else desk.secret.public.hex()
    chance = chance_of(desk.seed, f"identity {identity}".encode())
    sealed = lay(desk, sound(seal_identity(identity, DEAL_NAME, bytes.fromhex(regulator), chance)))
    return Member(own, desk.secret.public.hex(), sealed.commitment.hex())


def take(desk: Desk, number: int) -> Result[tuple[str, ...]]:
    """Take a turn, or say again what was said in it if it was finished before."""
    file = desk.folder / DONE_FILE
    done = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    if str(number) in done:
        return Ok(tuple(done[str(number)]))
    said = play(desk, SCRIPT[number].act)
    if isinstance(said, Ok):
        replace(file, json.dumps(done | {str(number): said.value}, indent=2).encode())
    return said
